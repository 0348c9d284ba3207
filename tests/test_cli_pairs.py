"""The command for pairs: sentences, a figure with words and passages, and what it refuses."""

import json

import pandas as pd
import plot_tables
import pypdf
import pytest

from topics.cli import main
from topics.report.pair_passages import pair_passages
from topics.tables import write_csv

PAIRS = plot_tables.make_pairs(6, 5).assign(stable=True)


@pytest.fixture
def run(tmp_path):
    tables = tmp_path / "run" / "tables"
    sides = {"first": "KAZ", "second": "RUS"}
    write_csv(PAIRS, tables / "pairs.csv")
    write_csv(pd.DataFrame([sides | {"word": "pipeline"}]), tables / "pair_words.csv")
    passage = "The two agreed on transit through the northern line."
    write_csv(pd.DataFrame([sides | {"passage": passage}]), tables / "pair_passages.csv")
    (tmp_path / "run" / "manifest.json").write_text(json.dumps({"config": {"level": 0.9}}))
    return tmp_path / "run"


def test_what_was_found_is_said_at_the_level_of_the_run(run, capsys):
    assert main(["pairs", str(run)]) == 0
    *lines, brackets = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.startswith("Texts on both ") and " to " in line for line in lines)
    assert brackets == "In brackets: 90 % intervals."
    assert main(["pairs", str(run), "--most", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == [lines[0], brackets]
    write_csv(PAIRS.assign(settled=False), run / "tables" / "pairs.csv")
    assert main(["pairs", str(run)]) == 0
    *lines, _, mark = capsys.readouterr().out.splitlines()
    assert all(" ~" in line for line in lines)
    assert mark == "~: the sampler has not settled."


@pytest.mark.parametrize("pair", ["KAZ-RUS", "RUS-KAZ", "Kazakhstan-Russia"])
def test_one_pair_is_drawn_with_its_words_and_passages(run, tmp_path, pair, capsys):
    path = tmp_path / "pair.pdf"
    assert main(["pairs", str(run), "--pair", pair, "-o", str(path)]) == 0
    assert capsys.readouterr().out == f"figure: {path}\n"
    text = " ".join(pypdf.PdfReader(path).pages[0].extract_text().split())
    assert "pipeline" in text
    assert "The two agreed on transit" in text
    assert "90 % interval" in text
    assert set(pd.read_csv(path.with_suffix(".csv"))["first"]) == {"KAZ"}
    assert path.with_suffix(".txt").read_text("utf-8").startswith("Topics of texts on both Kaz")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--pair", "KAZ-RUS"], "--pair and -o go together"),
        (["-o", "x.pdf"], "--pair and -o go together"),
        (["--pair", "KAZ-PER", "-o", "x.pdf"], "--pair 'KAZ-PER' is not in"),
        (["--pair", "Kazakstan", "-o", "x.pdf"], "--pair needs pairs of two countries"),
        (["--pair", "KAZ-RUS", "-o", "x.gif"], "must be one of"),
        (["--most", "0"], "--most must be a whole number"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, options, said, capsys, monkeypatch):
    monkeypatch.chdir(run.parent)
    assert main(["pairs", str(run), *options]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert [path.name for path in run.parent.iterdir()] == ["run"]


def test_a_folder_without_pairs_is_refused(tmp_path, capsys):
    assert main(["pairs", str(tmp_path)]) == 2
    assert "holds no report with pairs" in capsys.readouterr().err


def test_passages_are_of_texts_on_both_and_of_the_topic_furthest_beyond():
    units = pd.DataFrame({"doc_id": list("abc"), "title": ["A", None, "C"],
                          "text": ["both  oil", "both grain", "one oil"]})  # fmt: skip
    shares = pd.DataFrame({0: [0.9, 0.2, 1.0], 1: [0.1, 0.8, 0.0]}, index=list("abc"))
    weights = pd.DataFrame(
        {"doc_id": ["a", "a", "b", "b", "c"], "country": ["KAZ", "RUS", "KAZ", "RUS", "KAZ"],
         "weight": [0.5, 0.5, 0.5, 0.5, 1.0]}
    )  # fmt: skip
    pairs = pd.DataFrame({"first": "KAZ", "second": "RUS", "topic": [0, 1], "beyond": [0.3, -0.3]})
    found = pair_passages(units, shares, weights, pairs)
    assert found[["doc_id", "topic", "rank", "passage", "title"]].to_numpy().tolist() == [
        ["a", 0, 1, "both oil", "A"], ["b", 0, 2, "both grain", ""],
    ]  # fmt: skip
    long = units.assign(text=["I thank you all. " * 30 + "Kazakhstan sells oil to Russia."] * 3)
    words = pd.DataFrame({"topic": [0], "word": ["oil"]})
    mentions = pd.DataFrame({"doc_id": "a", "country": ["KAZ", "RUS"],
                             "surface": ["Kazakhstan", "Russia"]})  # fmt: skip
    found = pair_passages(long, shares, weights, pairs, words=words, mentions=mentions)
    assert found["passage"].iloc[0].endswith("Kazakhstan sells oil to Russia.")
