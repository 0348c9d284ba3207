"""The command line: how it ends, and which settings it lets through."""

import pytest

from topics.cli import main
from topics.errors import TopicsError


def test_a_run_that_is_stopped_says_so_and_ends_as_a_shell_expects(tmp_path, monkeypatch, capsys):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("topics.corpus.read_corpus", stop)
    (tmp_path / "a.txt").write_text("Kazakhstan.\n")
    # 128 and the number of the signal, as shells count.
    assert main(["clean", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")]) == 130
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == ["topics: stopped; nothing was written"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("flag", "name", "values"),
    [
        ("--algorithm", "algorithm", ("cvb0", "vb")),
        ("--unit", "unit", ("auto", "document", "paragraph", "sentence")),
        ("--duplicates", "duplicates", ("near", "exact", "keep")),
        ("--errors", "errors", ("strict", "replace", "skip")),
        ("--trends", "trends", ("auto", "month", "quarter", "year", "off")),
    ],
)
def test_every_choice_of_a_setting_reaches_the_analysis(
    flag, name, values, tmp_path, monkeypatch, capsys
):
    asked = []

    def analyse(config, **kwargs):
        asked.append(getattr(config, name))
        raise TopicsError("that will do")

    monkeypatch.setattr("topics.analysis.analyse", analyse)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Kazakhstan.\n")
    for value in values:
        assert main(["report", "a.txt", "--restarts", "1", flag, value]) == 2
        assert "that will do" in capsys.readouterr().err
    assert tuple(asked) == values
    assert main(["report", "a.txt", flag, "none of these"]) == 2
    assert "that will do" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("style", "millimetres"), [("report", 127), ("nature", 89), ("plos", 132), ("slides", 254)]
)
def test_every_style_can_be_asked_for(style, millimetres, tmp_path, capsys):
    import pypdf

    table, figure = tmp_path / "flow.csv", tmp_path / "flow.pdf"
    table.write_text("stage,kept,dropped\nread,10,0\nkept,7,3\n")
    assert main(["plot", "flow", str(table), "-o", str(figure), "--style", style]) == 0
    capsys.readouterr()
    width = pypdf.PdfReader(figure).pages[0].mediabox.width
    assert float(width) == pytest.approx(millimetres / 25.4 * 72, abs=1)
