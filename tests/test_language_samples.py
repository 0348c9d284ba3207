"""The samples in Russian and German: labels found again, and the whole line to the report."""

import pandas as pd
import pypdf
import pytest

from topics.cleaning import clean_corpus
from topics.cli import main
from topics.countries import find_countries
from topics.readers.corpus import read_corpus
from topics.run.config import sample_folder

SAMPLES = sample_folder() / "languages"
CODES = ("de", "ru")


def labels_of(code):
    table = pd.read_csv(SAMPLES / f"{code}.csv", dtype=str, keep_default_na=False)
    return table.set_index("id")


def ids_of(corpus):
    return corpus["doc_id"].str.removesuffix(".txt").str.rpartition("/")[2]


@pytest.mark.parametrize("code", CODES)
def test_a_careful_reader_is_met(code):
    labels = labels_of(code)
    cleaned, _ = clean_corpus(read_corpus(str(SAMPLES / code)))
    assert cleaned["language"].unique().tolist() == [code]
    assert len(cleaned) == len(labels) == 20
    cleaned["doc_id"] = ids_of(cleaned)
    titles = cleaned.set_index("doc_id")["title"]
    assert titles.to_dict() == labels["title"].to_dict()
    dates = cleaned.set_index("doc_id")["date"].dropna().dt.strftime("%Y-%m-%d")
    assert dates.to_dict() == labels.loc[labels["date"] != "", "date"].to_dict()
    found = find_countries(cleaned, language=code)
    found = found[~found["kind"].isin(["organisation", "world_region"])]
    countries = found.groupby("doc_id")["country"].agg(lambda codes: " ".join(sorted(set(codes))))
    assert countries.to_dict() == labels["mentioned"].to_dict()


@pytest.mark.parametrize(
    ("code", "lemmas", "words"),
    [("ru", True, {"вода", "газ", "рабочий"}), ("de", False, {"gas", "container", "arbeiter"})],
)
def test_a_sample_goes_to_the_report(tmp_path, capsys, code, lemmas, words):
    if lemmas:
        pytest.importorskip("simplemma", reason="the extra lemmas is not installed")
    out = tmp_path / "out"
    options = ["--topics", "3", "--restarts", "2", "--refits", "1", "--draws", "20"]
    options += [] if lemmas else ["--no-lemmas"]
    assert main(["report", str(SAMPLES / code), "--out", str(out), *options]) == 0
    heard = capsys.readouterr().err
    assert f"language: {'Russian' if code == 'ru' else 'German'} ({code})" in heard
    top = pd.read_csv(out / "tables" / "topic_words.csv")
    assert words <= set(top["word"])
    weights = pd.read_csv(out / "tables" / "weights.csv", keep_default_na=False)
    assert {"RUS", "KAZ"} <= set(weights["country"])
    first = " ".join(pypdf.PdfReader(out / "report.pdf").pages[0].extract_text().split())
    assert "was calibrated on English news" in first
    assert ("words were counted as they stand" in first.lower()) is not lemmas


def test_without_simplemma_a_run_stops_in_one_line_and_says_how_to_go_on(
    tmp_path, capsys, monkeypatch
):
    monkeypatch.setitem(__import__("sys").modules, "simplemma", None)
    assert main(["report", str(SAMPLES / "ru"), "--out", str(tmp_path / "o")]) == 2
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("topics:")]
    assert 'pip install "country-topics[lemmas]"' in line
    assert "--no-lemmas goes on" in line


def test_another_language_can_be_chosen(tmp_path, capsys):
    rows = [
        {"doc_id": f"{code}{number}", "text": text}
        for code in CODES
        for number, text in enumerate(read_corpus(str(SAMPLES / code))["text"])
        if code == "ru" or number < 8
    ]
    path = tmp_path / "mixed.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    out = str(tmp_path / "o")
    quick = ["--topics", "2", "--restarts", "1", "--refits", "0", "--draws", "20", "--no-lemmas"]
    assert main(["report", str(path), "--out", out, *quick]) == 0
    heard = capsys.readouterr().err
    assert "8 of 28 documents (29 %) are in other languages, most of them German" in heard
    assert "topics are made in one language at a time, here Russian (ru)" in heard
    assert main(["report", str(path), "--out", out, "--language", "xx", *quick]) == 2
    assert "--language must be one of" in capsys.readouterr().err
