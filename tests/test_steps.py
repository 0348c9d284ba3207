"""What happens between the stages: which documents are counted where, and which fits are made."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from topics.analysis import analyse
from topics.config import ReportConfig
from topics.report import derived_tables
from topics.steps import follow_documents

ROOT = Path(__file__).parents[1]


def test_documents_are_followed_to_those_with_words_and_a_country():
    units = pd.DataFrame({"doc_id": list("abcdef")})
    audit = pd.DataFrame({"doc_id": ["x"], "stage": ["empty"], "rule": ["no text"]})
    # f has no word of the vocabulary; d and e name no country; f names one, which is no use.
    bow = SimpleNamespace(lengths=pd.Series([5, 4, 3, 2, 1, 0], index=list("abcdef")))
    weights = pd.DataFrame({"doc_id": list("aabcf"), "country": ["KAZ", "UZB", "KAZ", "KAZ", "X"]})
    flow = follow_documents({"documents": 7}, audit, units, weights, bow)
    assert flow[["stage", "kept", "dropped"]].to_numpy().tolist() == [
        ["read", 7, 0],
        ["no text", 6, 1],
        ["with words", 5, 1],
        ["with a country", 3, 2],
    ]


def test_parts_of_documents_are_followed_as_the_documents_they_come_from():
    units = pd.DataFrame({"doc_id": ["a1", "a2", "b1", "c1"], "parent_id": ["a", "a", "b", "c"]})
    bow = SimpleNamespace(lengths=pd.Series([5, 0, 3, 2], index=units["doc_id"]))
    weights = pd.DataFrame({"doc_id": ["a1", "b1"], "country": "KAZ"})
    audit = pd.DataFrame({"doc_id": [], "stage": [], "rule": []})
    flow = follow_documents({"documents": 3}, audit, units, weights, bow)
    assert flow["kept"].tolist() == [3, 3, 2]


@pytest.mark.parametrize(
    ("restarts", "refits", "each"),
    [(6, 2, 3), (7, 3, 2), (2, 4, 1)],
)
def test_each_fit_from_another_seed_has_its_share_of_the_restarts(
    restarts, refits, each, monkeypatch
):
    class Enough(Exception):  # noqa: N818 - what is asked for is known; the rest is not needed
        pass

    def find_again(model, bow, config, *, fits):
        raise Enough(config.restarts, fits, config.n_topics, config.seed)

    monkeypatch.setattr("topics.analysis.find_again", find_again)
    config = ReportConfig(
        corpus=str(ROOT / "seeds" / "briefs"), n_topics=2, passes=1, restarts=restarts,
        refits=refits, seed=5,
    )  # fmt: skip
    with pytest.raises(Enough) as found:
        analyse(config)
    assert found.value.args == (each, refits, 2, 5)


@pytest.mark.parametrize(
    ("part", "sample"),
    [(0.4, "without"), (0.5, "without"), (0.6, "with")],
)
def test_the_calibration_shown_is_that_of_most_documents(small, part, sample):
    from dataclasses import replace

    n = len(small.units)
    lines = ["LONDON, March 3" if place < round(part * n) else "" for place in range(n)]
    run = replace(small, units=small.units.assign(dateline=lines))
    shown = derived_tables(run)["calibration"]["sample"].unique().tolist()
    assert [text.split(",")[0] for text in shown] == [f"Reuters-21578 {sample} datelines"]
    nowhere = replace(small, units=run.units.assign(dateline=None))
    assert "without" in derived_tables(nowhere)["calibration"]["sample"].iloc[0]
