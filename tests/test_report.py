"""From a folder of text to a report: it is whole, legible and the same every time; or one line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pypdf
import pytest

from topics.cli import main
from topics.errors import TopicsError
from topics.report.write import check_folder, write_report

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def text_of(path):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def fonts_of(path):
    for page in pypdf.PdfReader(path).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            yield font["/Subtype"], inner["/Subtype"], inner["/FontDescriptor"].get_object()


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_report_has_its_pages(report, sample):
    text = text_of(report / "report.pdf")
    for heading in (
        "What was read",
        "The topics and their words",
        "Topics by countries",
        "Countries of each topic",
        "Topics of each country",
        "Method and limits",
    ):
        assert heading in text
    for country in sample.shown()["country_name"].unique():
        assert country in text
    for word in sample.words["word"]:
        assert word in text


def test_a_headline_stands_only_for_the_largest_topic_of_its_document():
    from topics.report.passages import find_headlines

    units = pd.DataFrame({"doc_id": ["a", "b", "c"], "title": ["Gas flows", "", "Dam opens"]})
    shares = pd.DataFrame({0: [0.9, 0.1, 0.2], 1: [0.1, 0.1, 0.8], 2: [0.0, 0.8, 0.0]})
    headlines = find_headlines(units, shares.set_axis(["a", "b", "c"]))
    assert headlines[["topic", "title"]].to_numpy().tolist() == [[0, "Gas flows"], [1, "Dam opens"]]
    assert find_headlines(units.assign(title=""), shares.set_axis(["a", "b", "c"])).empty


def test_every_figure_and_table_is_there(report, sample):
    figures = {path.stem for path in (report / "figures").iterdir()}
    assert {"flow", "coverage", "topic-country", "topic-01-words", "topic-01-countries"} <= figures
    countries = set(sample.shown()["country"])
    assert {f"country-{country}-topics" for country in countries} <= figures
    tables = {path.stem for path in (report / "tables").iterdir()}
    assert tables >= set(sample.tables())
    estimates = pd.read_csv(report / "tables" / "topic_country.csv", keep_default_na=False)
    sums = estimates.groupby("country")["estimate"].sum()
    assert sums.to_numpy() == pytest.approx(1, abs=1e-6)
    assert len(estimates) == len(sample.estimates)


def test_text_in_every_pdf_is_embedded_truetype(report):
    pdfs = sorted(report.rglob("*.pdf"))
    assert len(pdfs) > 20
    for path in pdfs:
        for outer, inner, descriptor in fonts_of(path):
            assert "Type3" not in (outer, inner), path
            assert "/FontFile2" in descriptor, path
            assert "LastResort" not in descriptor["/FontName"], path


def test_no_label_leaves_the_page(report):
    for page in pypdf.PdfReader(report / "report.pdf").pages:
        places = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, places=places: places.append(
                (text, cm[4] + tm[4], cm[5] + tm[5])
            )
        )
        box = page.mediabox
        for text, x, y in places:
            if text.strip():
                assert 0 <= x <= box.width, text
                assert 0 <= y <= box.height, text


def test_the_manifest_says_what_decided_the_run(report, sample):
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    assert manifest["config"]["seed"] == sample.config.seed
    assert manifest["counts"]["documents"] == len(sample.corpus)
    assert len(manifest["inputs_sha256"]) == len(list((ROOT / "seeds" / "briefs").iterdir()))
    assert "gensim" in manifest["versions"]
    assert str(ROOT) not in json.dumps(manifest)
    names = {path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()}
    assert {*manifest["files"], "manifest.json"} == names


def test_a_second_run_elsewhere_gives_the_same_bytes(tmp_path):
    runs = []
    for number, (zone, tongue) in enumerate((("Asia/Tashkent", "C.UTF-8"), ("America/Lima", "C"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = os.environ | {
            "TZ": zone,
            "LANG": tongue,
            "LC_ALL": tongue,
            "PYTHONHASHSEED": str(number + 1),
            "PYTHONPATH": str(ROOT),
            "NUMBA_NUM_THREADS": str(number + 1),
            "OPENBLAS_NUM_THREADS": str(number + 1),
        }
        command = [sys.executable, "-m", "topics", "report", "--draws", "20", "--restarts", "2"]
        done = subprocess.run(
            [*command, "--out", "report"], cwd=folder, env=environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1] == "report: report/report.pdf"
        runs.append(files_of(folder / "report"))
    assert runs[0].keys() == runs[1].keys()
    assert [name for name in runs[0] if runs[0][name] != runs[1][name]] == []


def test_an_older_report_is_replaced_and_nothing_else_is(small, tmp_path):
    folder = tmp_path / "report"
    write_report(small, folder)
    before = files_of(folder)
    (folder / "figures" / "flow.pdf").write_bytes(b"edited")
    (folder / "figures" / "own.pdf").write_bytes(b"added")
    write_report(small, folder)
    kept = {"figures/flow.kept.pdf": b"edited", "figures/own.pdf": b"added"}
    assert files_of(folder) == before | kept
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    strange = tmp_path / "thesis"
    strange.mkdir()
    (strange / "chapter1.tex").write_text("do not touch")
    with pytest.raises(TopicsError, match="holds files but is not a country-topics report"):
        write_report(small, strange)
    assert (strange / "chapter1.tex").read_text() == "do not touch"


def test_a_failure_while_writing_leaves_the_older_report(small, tmp_path, monkeypatch):
    folder = tmp_path / "report"
    write_report(small, folder)
    before = files_of(folder)

    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("topics.tables.write_csv", fail)
    with pytest.raises(TopicsError, match="disk full"):
        write_report(small, folder)
    assert files_of(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def empty_folder(folder):
    pass


def empty_files(folder):
    (folder / "a.txt").write_text("")
    (folder / "b.txt").write_text(" \n ")


def one_document(folder):
    (folder / "a.txt").write_text("Kazakhstan and Uzbekistan signed an agreement on water.\n")


def binary_files(folder):
    (folder / "a.txt").write_bytes(bytes(range(256)) * 20)


def other_encoding(folder):
    (folder / "a.txt").write_bytes("für 5 €".encode("cp1252"))  # too little to tell


def no_country(folder):
    for number in range(60):
        words = "The committee discussed the weather and the garden and the recipe for soup"
        (folder / f"{number}.txt").write_text(f"{words}, item {number} of the list.\n")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (empty_folder, "no file that can be read; the folder is empty"),
        (empty_files, "of its 2 documents none is left: 2 have no text. Give documents with text"),
        (one_document, "The corpus is one document: give more"),
        (binary_files, "a.txt"),
        (other_encoding, "a.txt"),
        (no_country, "no country is named"),
    ],
)
def test_a_corpus_that_cannot_work_is_one_clear_line(make, message, tmp_path, capsys):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    make(corpus)
    assert main(["report", str(corpus), "--quiet", "--out", str(tmp_path / "out")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("topics: ")
    assert message in lines[0]
    assert [path.name for path in tmp_path.iterdir()] == ["corpus"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["report", "no-such-folder"], "no-such-folder"),
        (["report", "--topics", "1"], "--topics must be a whole number of at least 2; got 1"),
        (["report", "--topics", "5000"], "5000"),
        (["report", "--topics", "many"], "--topics"),
        (["report", "--level", "95"], "--level must be a number in (0, 1)"),
        (["report", "--config", "none.toml"], "none.toml"),
        (["report", "--speaker", "iso3"], "no column 'iso3'"),
        (["report", "--cluster", "outlet"], "no column 'outlet'"),
        (["reprot"], "reprot"),
        (["countries", "x"], "-o"),
        (["countries", "--show", "no-such-file"], "no-such-file"),
    ],
)
def test_a_bad_argument_is_one_clear_line(arguments, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("topics: ")
    assert message in error
    assert list(tmp_path.iterdir()) == []


def test_an_out_that_is_a_file_or_cannot_be_made(tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("x")
    with pytest.raises(TopicsError, match="is a file"):
        check_folder(taken)
    with pytest.raises(TopicsError, match="cannot write into"):
        check_folder(taken / "below")
    check_folder(tmp_path / "a" / "report")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_out(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(TopicsError, match="Choose another folder"):
        check_folder(tmp_path / "report")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("topics = 3", "'topics' is no setting"),
        ("n_topics = 1.5", "whole number"),
        ("seed = true", "whole number"),
        ("title = ", "not a TOML file"),
        ('unit = "page"', "must be one of"),
    ],
)
def test_a_bad_configuration_names_the_file(content, message, tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text(content)
    assert main(["report", "--config", str(path)]) == 2
    error = capsys.readouterr().err
    assert "mine.toml" in error
    assert message in error


def test_cleaning_from_the_command_line(tmp_path, capsys):
    out = tmp_path / "cleaned"
    assert main(["clean", str(ROOT / "seeds" / "briefs"), "--out", str(out)]) == 0
    assert "(280 of 280 documents)" in capsys.readouterr().out
    names = {"corpus", "coverage", "dropped", "flow", "manifest", "removed_lines"}
    assert {path.stem for path in out.iterdir()} == names
    assert len(pd.read_csv(out / "corpus.csv")) == 280


def test_choosing_from_the_command_line(tmp_path, capsys):
    out = tmp_path / "choice"
    briefs = str(ROOT / "seeds" / "briefs")
    options = ["--topics", "3", "8", "--seeds", "2", "--workers", "1", "--out", str(out)]
    assert main(["choose", briefs, *options]) == 0
    assert capsys.readouterr().out.startswith("recommended: ")
    assert sorted(pd.read_csv(out / "choice.csv")["n_topics"]) == [3, 8]


def test_every_kind_of_figure_is_named_in_the_help(capsys):
    from topics.plots.kinds import KINDS

    with pytest.raises(SystemExit):
        main(["plot", "--help"])
    listed = capsys.readouterr().out.split("each of them draws:")[1].split("KIND")[0]
    assert set(re.findall(r"^  ([a-z-]+) ", listed, re.M)) == set(KINDS)


def test_a_figure_from_a_table(report, tmp_path, capsys):
    table, figure = report / "tables" / "topic_country.csv", tmp_path / "topic.pdf"
    arguments = ["plot", "countries", str(table), "--topic", "1", "-o", str(figure)]
    assert main([*arguments, "--style", "nature"]) == 0
    assert capsys.readouterr().out == f"figure: {figure}\n"
    box = pypdf.PdfReader(figure).pages[0].mediabox
    assert float(box.width) == pytest.approx(89 / 25.4 * 72, abs=1)
    assert main([*arguments[:3], "-o", str(figure)]) == 2
    assert "needs --topic" in capsys.readouterr().err


def test_help_shows_examples(capsys):
    for command in ("report", "status", "clean", "choose", "countries", "plot", "table"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        out = capsys.readouterr().out
        assert re.search(rf"examples:\n  topics {command}", out)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the raw articles are not on this machine")
def test_five_raw_articles_are_split_and_the_report_says_so(tmp_path, capsys):
    corpus = tmp_path / "raw"
    corpus.mkdir()
    for path in (SHARED / "seeds").glob("*.txt"):
        (corpus / path.name).write_bytes(path.read_bytes())
    out = tmp_path / "report"
    assert main(["report", str(corpus), "--out", str(out), "--draws", "50"]) == 0
    assert "split into" in capsys.readouterr().err
    text = " ".join(text_of(out / "report.pdf").split())
    assert "5 documents are too few for a topic model" in text
    assert "Kazakhstan" in text
