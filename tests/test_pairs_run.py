"""Pairs over the whole line: from texts to table and first page, and errors before the work."""

import re

import numpy as np
import pandas as pd
import pytest

from topics.errors import TopicsError
from topics.report.prose import stands_out
from topics.report.write import derived_tables
from topics.run.analyse import analyse
from topics.run.config import ReportConfig

WORDS = {
    "transit": "pipeline crude terminal tanker barrel export refinery valve pumping cargo",
    "harvest": "wheat barley farm tractor drought silo seed grain irrigation orchard",
    "stage": "museum theatre festival opera painter gallery orchestra novel poet sculpture",
}
# Together they are written about transit, which neither is by itself.
PLAN = [
    ("Kazakhstan and Russia", "transit", 22), ("Kazakhstan", "harvest", 16),
    ("Russia", "stage", 16), ("Japan", "harvest", 8), ("Japan", "stage", 8),
]  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    rng = np.random.default_rng(0)
    rows = [
        {
            "title": f"{where}: {theme} {number}",
            "text": f"{where} spoke. " + " ".join(rng.choice(WORDS[theme].split(), 40))
            + f" {where} signed on {number}.",
        }
        for where, theme, count in PLAN
        for number in range(count)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("pairs") / "news.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return str(path)


def config(corpus, **options):
    return ReportConfig(
        corpus=corpus, n_topics=3, restarts=2, draws=40, refits=0, trends="off",
        duplicates="keep", max_share=0.8, seed=1, **options,
    )  # fmt: skip


@pytest.fixture(scope="module")
def run(corpus):
    return analyse(config(corpus))


def test_what_two_are_written_about_together_is_found(run):
    pairs = run.pairs
    assert set(zip(pairs["first"], pairs["second"], strict=True)) == {("KAZ", "RUS")}
    assert pairs["n_docs"].unique().tolist() == [22]
    top = pairs.sort_values("beyond").iloc[-1]
    assert top["flagged"]
    assert top["beyond"] > 0.5
    assert set(top["topic_label"].split(" ", 1)[1].split(", ")) <= set(WORDS["transit"].split())
    assert top["topic_label"] == run.words.set_index("topic")["topic_label"][top["topic"]].iloc[0]
    assert run.tables()["pairs"] is pairs


def test_countries_are_not_blamed(run):
    transit = run.pairs.sort_values("beyond")["topic"].iloc[-1]
    own = run.estimates[run.estimates["topic"] == transit].set_index("country")["estimate"]
    assert set(own.index) == {"KAZ", "RUS", "JPN"}
    assert own.max() < 0.2


def test_the_first_page_says_it(run):
    told = [line for line in stands_out(run) if line.startswith("Texts on both")]
    assert len(told) == 1
    assert told[0].startswith("Texts on both Kazakhstan and Russia: T")
    assert re.search(r"\d+ % \(\d+ to \d+\), n = 22, against", told[0])


def test_the_words_of_the_pair_are_those_of_its_topic(run):
    words = derived_tables(run)["pair_words"]
    assert set(words["word"]) <= set(WORDS["transit"].split())
    assert words["rank"].tolist() == list(range(1, len(words) + 1))


def test_pairs_can_be_left_out(corpus):
    run = analyse(config(corpus, pairs=("off",)))
    assert run.pairs.empty
    assert "pairs" not in run.tables()
    assert "pair_words" not in derived_tables(run)


def test_a_pair_without_texts_is_refused_before_the_fit(corpus, monkeypatch):
    monkeypatch.setattr("topics.run.analyse.fit_lda", None)
    with pytest.raises(TopicsError, match="`pairs`: 0 documents are about both countries"):
        analyse(config(corpus, pairs=("JPN-KAZ",)))
