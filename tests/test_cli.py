"""The command line: how it ends, and which settings it lets through."""

import pandas as pd
import pytest

from topics import __version__
from topics.cli import main
from topics.errors import TopicsError
from topics.run.config import ReportConfig


def test_a_run_that_is_stopped_says_so_and_ends_as_a_shell_expects(tmp_path, monkeypatch, capsys):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("topics.run.steps.read_with_account", stop)
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

    monkeypatch.setattr("topics.run.analyse.analyse", analyse)
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

    table, figure = tmp_path / "flow.csv", tmp_path / "figure.pdf"
    table.write_text("stage,kept,dropped\nread,10,0\nkept,7,3\n")
    assert main(["plot", "flow", str(table), "-o", str(figure), "--style", style]) == 0
    capsys.readouterr()
    width = pypdf.PdfReader(figure).pages[0].mediabox.width
    assert float(width) == pytest.approx(millimetres / 25.4 * 72, abs=1)


def settings_of(arguments, tmp_path, monkeypatch):
    """Return the configuration that `topics report` would analyse."""
    asked = []

    def analyse(config, **kwargs):
        asked.append(config)
        raise TopicsError("that will do")

    monkeypatch.setattr("topics.run.analyse.analyse", analyse)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("text,iso3,outlet,date\nKazakhstan.,KAZ,Ledger,2020-01-01\n")
    assert main(["report", "a.csv", *arguments]) == 2
    return asked[0]


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (["--format", "csv"], "format", "csv"),
        (["--pattern", "{iso3}"], "pattern", "{iso3}"),
        (["--encoding", "cp1252"], "encoding", "cp1252"),
        (["--column", "A=text", "--column", "B=C=date"], "columns", {"A": "text", "B=C": "date"}),
        (["--errors", "skip"], "errors", "skip"),
        (["--title", "A title"], "title", "A title"),
        (["--unit", "sentence"], "unit", "sentence"),
        (["--speaker", "iso3"], "speaker", "iso3"),
        (["--cluster", "outlet"], "cluster", "outlet"),
        (["--duplicates", "keep"], "duplicates", "keep"),
        (["--with-country-words"], "mask_countries", False),
        (["--topics", "7"], "n_topics", 7),
        (["--algorithm", "vb", "--restarts", "1"], "algorithm", "vb"),
        (["--passes", "11"], "passes", 11),
        (["--restarts", "12"], "restarts", 12),
        (["--min-docs", "13"], "min_docs", 13),
        (["--min-share", "0.01"], "min_share", 0.01),
        (["--max-share", "0.4"], "max_share", 0.4),
        (["--draws", "99"], "draws", 99),
        (["--level", "0.8"], "level", 0.8),
        (["--max-countries", "5"], "max_countries", 5),
        (["--countries", "KAZ", "--countries", "ke"], "countries", ("KAZ", "KEN")),
        (["--region", "EU", "central asia"], "region", ("EU", "CENTRAL-ASIA")),
        (["--compare", "KAZ-UZB", "--compare", "KAZ-GEO"], "compare", ("KAZ-UZB", "KAZ-GEO")),
        (["--trends", "quarter"], "trends", "quarter"),
        (["--refits", "2"], "refits", 2),
        (["--seed", "42"], "seed", 42),
    ],
)
def test_a_flag_sets_its_setting_and_no_other(arguments, name, value, tmp_path, monkeypatch):
    config = settings_of(arguments, tmp_path, monkeypatch)
    expected = {"corpus": "a.csv", name: value}
    if "--restarts" in arguments:
        expected["restarts"] = int(arguments[arguments.index("--restarts") + 1])
    plain = ReportConfig(**expected)
    assert config == plain


def test_flags_go_before_the_file_and_the_file_before_the_sample(tmp_path, monkeypatch, capsys):
    (tmp_path / "mine.toml").write_text("draws = 33\nlevel = 0.9\n")
    config = settings_of(["--config", "mine.toml", "--draws", "44"], tmp_path, monkeypatch)
    assert (config.draws, config.level, config.corpus) == (44, 0.9, "a.csv")
    capsys.readouterr()


def test_progress_goes_to_stderr_unless_it_is_to_be_quiet(tmp_path, monkeypatch, capsys):
    def analyse(config, *, say, shelf):
        say("read 3 documents")
        raise TopicsError("that will do")

    monkeypatch.setattr("topics.run.analyse.analyse", analyse)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Kazakhstan.\n")
    main(["report", "a.txt"])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines()[-2:] == ["read 3 documents", "topics: that will do"]
    main(["report", "a.txt", "--quiet"])
    assert capsys.readouterr().err.splitlines() == ["topics: that will do"]


def test_help_and_version(capsys):
    for arguments, wanted in (
        (["--version"], f"topics {__version__}"),
        (["--help"], "usage: topics [-h]"),
        (["--help"], "start with: topics report"),
        (["report", "--help"], "default: 500"),
        (["report", "--help"], "default: 0.95"),
        (["choose", "--help"], "numbers of topics to compare"),
        (["clean", "--help"], "files written: corpus.csv"),
        (["countries", "--help"], "mentions marked"),
        (["plot", "--help"], "Draw one kind of figure from a table of a run"),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 0
        assert wanted in " ".join(capsys.readouterr().out.split())


def test_a_figure_takes_its_options_from_the_command_line(tmp_path, capsys):
    import made_up
    import pypdf

    table = tmp_path / "trends.csv"
    made_up.make_trends().to_csv(table, index=False)
    figure = tmp_path / "f.pdf"
    wide = ["--style", "nature", "--columns", "2", "--title", "My title"]
    arguments = ["plot", "trends", str(table), "-o", str(figure), "--country", "KAZ"]
    assert main([*arguments, "--most", "1", *wide]) == 0
    assert capsys.readouterr().out == f"figure: {figure}\n"
    reader = pypdf.PdfReader(figure)
    assert reader.metadata.title == "My title"
    assert float(reader.pages[0].mediabox.width) == pytest.approx(183 / 25.4 * 72, abs=1)
    text = reader.pages[0].extract_text()
    assert "T1 vote, law" in text
    assert "T0 gas, oil" not in text
    rows = pd.read_csv(figure.with_suffix(".csv"))
    assert set(rows["country"]) == {"KAZ"}
    documents = tmp_path / "documents.csv"
    documents.write_text("date,outlet\n2020-01-01,Ledger\n2020-01-02,Times\n")
    coverage = ["plot", "coverage", str(documents), "-o", str(figure), "--group", "outlet"]
    assert main(coverage) == 0
    assert "Times (1)" in pypdf.PdfReader(figure).pages[0].extract_text()
    sweep = tmp_path / "sweep.csv"
    sweep.write_text("n_topics,stability,held_out\n5,0.5,0.1\n9,0.6,0.2\n")
    assert main(["plot", "sweep", str(sweep), "-o", str(figure), "--measure", "held_out"]) == 0
    assert "held out" in figure.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        ([], "COMMAND"),
        (["plot", "flow", "flow.csv"], "--out"),
        (["plot", "flow", "-o", "f.pdf"], "TABLE.csv"),
        (["clean", "news.csv"], "--out"),
        (["clean", "--out", "cleaned"], "CORPUS"),
        (["choose", "news.csv", "--out", "choice"], "--topics"),
        (["choose", "news.csv", "--topics", "5"], "--out"),
        (["plot", "flow", "flow.csv", "-o", "f.pdf", "--columns", "3"], "--columns"),
        (["plot", "flow", "flow.csv", "-o", "f.pdf", "--style", "poster"], "--style"),
        (["clean", "news.csv", "--out", "c", "--duplicates", "all"], "--duplicates"),
    ],
)
def test_an_argument_that_is_missing_or_wrong_is_named(arguments, missing, capsys):
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("topics: ")
    assert missing in line
    assert "--help" in line or " must be one of " in line
