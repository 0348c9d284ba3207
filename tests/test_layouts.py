"""Layouts of interfaces and archives as files: each gives its two documents, all facts in place."""

from pathlib import Path

import pandas as pd
import pytest
from test_readers import write
from test_readers_exports import mutated

from topics.errors import InputError
from topics.readers.corpus import read_corpus

DATA = Path(__file__).parent / "data"
FORMATS = DATA / "formats"
GRAIN = "Rosa Vega opened the grain talks in Lima, and ships from Chile waited off the port until "
FISH = "Jan Kask closed the fish talks in Tallinn; Finland and Latvia signed, and Sweden asked for "
NEEDS = {".html": "trafilatura", ".xls": "xlrd", ".rtf": "striprtf"}
# what is told beside text and day: titles, and a column with its first value
SAID = {
    "atom.xml": (["Grain", "Fish"], "url", "https://gull.example/1"),
    "bluesky.json": (["", ""], "author.handle", "quay.example"),
    "crowdtangle.csv": (["", ""], "Page Name", "Quay"),
    "datasets_rows.json": (["", ""], "row_idx", 1),
    "guardian.json": (["Grain", "Fish"], "fields.byline", "Rosa Vega"),
    "letters.mbox": (["Grain", "Fish"], "from", "Rosa <rosa@gull.example>"),
    "mastodon.json": (["", ""], "account.acct", "quay"),
    "newsapi.json": (["Grain", "Fish"], "source.name", "Gull"),
    "newsplease.json": (["Grain"], "source_domain", "gull.example"),
    "reuters.sgm": (["GRAIN", "FISH"], "places", ["peru"]),
    "rss_content.xml": (["Grain", "Fish"], "author", "R. Vega"),
    "telegram_messages.html": (["", ""], "chat", "Harbour"),
    "telegram_result.json": (["", ""], "chat", "Harbour"),
    "tweets.js": (["", ""], "lang", "en"),
}
FILES = sorted(path for path in FORMATS.iterdir() if path.name not in ("README.md", "articles.xls"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_layout_gives_its_documents(path):
    pytest.importorskip(NEEDS.get(path.suffix, "json"))
    titles, column, value = SAID[path.name]
    corpus = read_corpus(path)
    assert corpus["title"].tolist() == titles
    assert [" ".join(text.split())[:88] for text in corpus["text"]] == [GRAIN[:88], FISH[:88]][
        : len(titles)
    ]
    year = 1987 if path.suffix == ".sgm" else 2024
    days = [pd.Timestamp(year, 3, 11), pd.Timestamp(year, 3, 12)]
    assert corpus["date"].tolist() == days[: len(titles)]
    assert corpus[column].tolist()[0] == value


def test_there_are_twenty_layouts_and_each_names_what_it_follows():
    count = 0
    for folder in (DATA / "exports", FORMATS):
        said = (folder / "README.md").read_text("utf-8")
        rows = [line.split("|") for line in said.splitlines() if line.startswith("| `")]
        named = {row[1].strip(" `"): row[-2].strip() for row in rows}
        assert set(named) == {path.name for path in folder.iterdir()} - {"README.md"}
        assert all(len(source) > 7 for source in named.values()), named
        count += len(named)
    assert count >= 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_harmed_layouts_are_read_or_refused(tmp_path, path):
    import random

    pytest.importorskip(NEEDS.get(path.suffix, "json"))
    random_ = random.Random(path.name)
    for _ in range(40):
        harmed = write(tmp_path / path.name, mutated(path.read_bytes(), random_))
        corpus, message = None, ""
        try:
            corpus = read_corpus(harmed, errors=random_.choice(["strict", "replace"]))
        except InputError as error:
            message = str(error)
        if corpus is None:
            assert message
            assert "\n" not in message
        else:
            assert corpus["doc_id"].is_unique
            assert all(isinstance(text, str) for text in corpus["text"])
