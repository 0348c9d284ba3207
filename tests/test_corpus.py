"""Reading the development corpora whole, against plain parses of their files."""

import html
import re
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from topics.readers.corpus import read_corpus

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/data to read from")


@needs_shared
def test_reuters_equals_a_plain_parse():
    corpus = read_corpus(SHARED / "reuters21578-train").set_index("doc_id").to_dict("index")
    assert len(corpus) == 14_668
    seen = 0
    for path in sorted((SHARED / "reuters21578-train").glob("*.sgm")):
        raw = path.read_bytes().decode("latin-1")
        for block in re.findall(r"<REUTERS.*?</REUTERS>", raw, re.DOTALL):
            row = corpus[re.search(r'NEWID="(\d+)"', block)[1]]
            for tag in ("PLACES", "TOPICS"):
                field = re.search(f"<{tag}>(.*?)</{tag}>", block)[1]
                assert row[tag.lower()] == re.findall("<D>(.*?)</D>", field)
            title = re.search("<TITLE>(.*?)</TITLE>", block, re.DOTALL)
            assert row["title"] == (html.unescape(title[1]).strip() if title else "")
            day = re.search(r"<DATE>\s*(\d+-[A-Z]{3}-\d{4})", block)[1]
            assert row["date"] == datetime.strptime(day, "%d-%b-%Y")
            seen += 1
    assert seen == 14_668


@needs_shared
def test_un_speeches_are_all_there():
    folder = SHARED / "ungdc-even-sessions"
    corpus = read_corpus(folder, pattern="{iso3}_{session:d}_{date:%Y}")
    names = {path.stem for path in folder.rglob("*.txt")}
    assert len(corpus) == len(names) == 3_420
    built = {f"{r.iso3}_{r.session:02d}_{r.year}" for r in corpus.itertuples()}
    assert built == names
    assert (corpus["date"].dt.year == corpus["year"]).all()
    assert (corpus["date_precision"] == "year").all()
    assert not corpus["text"].str.startswith("\ufeff").any()


def test_same_bytes_whatever_the_working_folder(tmp_path, monkeypatch):
    for name in ("b.txt", "a.txt", "B.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    here = read_corpus(tmp_path)
    monkeypatch.chdir(tmp_path)
    there = read_corpus(".")
    pd.testing.assert_frame_equal(here, there)
    assert here["source"].tolist() == ["B.txt", "a.txt", "b.txt"]
