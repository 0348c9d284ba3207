"""What happens between the stages: which documents are counted where, and which fits are made."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from topics.errors import TopicsError
from topics.estimate.standing import rank_countries
from topics.readers.account import Account
from topics.report.write import derived_tables
from topics.run.analyse import analyse
from topics.run.comparison import follow_countries
from topics.run.config import ReportConfig
from topics.run.preflight import check_countries
from topics.run.shown import candidates, shown_countries
from topics.run.steps import clusters, follow_documents, named, over_time, weigh, with_enough

ROOT = Path(__file__).parents[1]


def test_documents_are_followed_to_those_with_words_and_a_country():
    units = pd.DataFrame({"doc_id": list("abcdef")})
    audit = pd.DataFrame({"doc_id": ["x"], "stage": ["empty"], "rule": ["no text"]})
    # f has no word of the vocabulary; d and e name no country; f names one, which is no use.
    bow = SimpleNamespace(lengths=pd.Series([5, 4, 3, 2, 1, 0], index=list("abcdef")))
    weights = pd.DataFrame({"doc_id": list("aabcf"), "country": ["KAZ", "UZB", "KAZ", "KAZ", "X"]})
    flow = follow_documents(Account(documents=7), audit, units, weights, bow)
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
    flow = follow_documents(Account(documents=3), audit, units, weights, bow)
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

    def fit_again(bow, config, *, fits, checkpoints):
        raise Enough(config.restarts, fits, config.n_topics, config.seed)

    monkeypatch.setattr("topics.run.analyse.fit_again", fit_again)
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
    n = len(small.units)
    lines = ["LONDON, March 3" if place < round(part * n) else "" for place in range(n)]
    run = replace(small, units=small.units.assign(dateline=lines))
    shown = derived_tables(run)["calibration"]["sample"].unique().tolist()
    assert [text.split(",")[0] for text in shown] == [f"Reuters-21578 {sample} datelines"]
    nowhere = replace(small, units=run.units.assign(dateline=None))
    assert "without" in derived_tables(nowhere)["calibration"]["sample"].iloc[0]


def test_names_and_labels_stand_beside_codes():
    labels = pd.Series({0: "T0 gas", 1: "T1 vote"})
    stable = pd.Series({0: True, 1: False})
    table = pd.DataFrame(
        {"country": ["KAZ", "GEO"], "first": "UZB", "second": "TJK", "topic": [1, 0]}
    )
    found = named(table, labels, stable).iloc[0].to_dict()
    assert found == {
        "country": "KAZ", "first": "UZB", "second": "TJK", "topic": 1,
        "country_name": "Kazakhstan", "first_name": "Uzbekistan", "second_name": "Tajikistan",
        "topic_label": "T1 vote", "stable": False,
    }  # fmt: skip
    assert list(named(table[["topic"]], labels, None)) == ["topic", "topic_label"]
    assert list(named(table[["country"]], labels, stable)) == ["country", "country_name"]


def test_a_country_that_speaks_is_one_country_of_the_whole_document():
    units = pd.DataFrame({"doc_id": list("abc"), "iso3": ["KAZ", None, "UZB"]})
    weights = weigh(
        units, pd.DataFrame(), ReportConfig(speaker="iso3"), {"KAZ": "KAZ", "UZB": "UZB"}
    )
    assert weights.to_dict("list") == {
        "doc_id": ["a", "c"], "country": ["KAZ", "UZB"], "n_mentions": [0, 0],
        "share": [1.0, 1.0], "p_about": [1.0, 1.0], "weight": [1.0, 1.0],
    }  # fmt: skip


def test_countries_with_just_enough_documents_stay():
    weights = pd.DataFrame(
        {"doc_id": list("abcd"), "country": ["KAZ", "KAZ", "UZB", "GEO"], "weight": [1, 1, 2, 1.9]}
    )
    assert with_enough(weights, 2)["country"].tolist() == ["KAZ", "KAZ", "UZB"]
    with pytest.raises(
        TopicsError, match=r"no country has 2.5 documents; .* has most, 2\.0\. Give"
    ):
        check_countries(weights, ReportConfig(min_country_docs=2.5))


def test_documents_are_drawn_together_by_a_column_or_by_where_they_come_from():
    units = pd.DataFrame({"doc_id": ["a1", "a2"], "outlet": ["x", "y"]})
    assert clusters(units, ReportConfig()) is None
    by_outlet = clusters(units, ReportConfig(cluster="outlet"))
    assert by_outlet.to_dict() == {"a1": "x", "a2": "y"}
    parts = units.assign(parent_id="a")
    assert clusters(parts, ReportConfig()).to_dict() == {"a1": "a", "a2": "a"}
    assert clusters(parts, ReportConfig(cluster="outlet")).to_dict() == {"a1": "x", "a2": "y"}


@pytest.mark.parametrize(
    ("trends", "expected"), [("auto", "year"), ("month", "month"), ("off", None)]
)
def test_countries_are_followed_by_the_period_that_was_asked_for(trends, expected, monkeypatch):
    asked = []

    def follow(model, bow, weights, dates, **options):
        assert model == "model"
        assert bow is words
        assert weights is weighed
        asked.append((sorted(dates.index), options))
        return "drawn"

    monkeypatch.setattr("topics.run.steps.follow_countries", follow)
    ids = [f"d{n}" for n in range(40)]
    months = pd.date_range("2018-01-01", periods=40, freq="MS")
    units = pd.DataFrame({"doc_id": ids, "date": months})
    weighed = pd.DataFrame({"doc_id": ids, "country": "KAZ", "weight": 1.0})
    words = SimpleNamespace(lengths=pd.Series([0] + [9] * 39, index=ids))
    config = ReportConfig(trends=trends, min_period_docs=5, level=0.9, draws=77, seed=3)
    found = over_time("model", words, weighed, units, None, config)
    if expected is None:
        assert found is None
        assert asked == []
        return
    ((followed, options),) = asked
    assert followed == sorted(ids[1:])  # d0 has no word of the vocabulary
    assert found == "drawn"
    assert options == {
        "period": expected, "cluster": None, "draws": 77, "seed": 3, "checkpoint": None,
        "among": (),
    }  # fmt: skip
    undated = units.assign(date=pd.NaT)
    if trends == "auto":
        assert over_time("model", words, weighed, undated, None, config) is None
    else:
        with pytest.raises(TopicsError, match="`trends`: no document with words has a date"):
            over_time("model", words, weighed, undated, None, config)


def test_the_figures_show_what_stands_out_and_what_is_known(small):
    assert set(small.shown()["country"]) == set(rank_countries(small.estimates)[:2])
    assert len(small.shown()) == 2 * 2


def test_tables_of_a_run_are_those_it_has(small):
    tables = small.tables()
    assert list(tables) == [
        "documents", "dropped", "removed_lines", "flow", "mentions", "weights", "topic_words",
        "topic_word", "document_topics", "topic_country", "pairs", "contrasts", "stop_words",
    ]  # fmt: skip
    assert "text" not in tables["documents"]
    lengths = small.corpus["text"].str.len()
    assert tables["documents"]["n_characters"].tolist() == lengths.tolist()
    assert list(tables["document_topics"]) == ["doc_id", 0, 1]
    assert list(tables["topic_word"]) == ["word", 0, 1]
    assert tables["topic_word"][[0, 1]].sum().tolist() == pytest.approx([1, 1])
    assert "reliability" not in tables
    assert "trends" in replace(small, trends=pd.DataFrame({"period": ["2020"]})).tables()


def test_of_countries_with_as_many_documents_those_worth_showing_are_followed(monkeypatch):
    codes = [f"C{number:02d}" for number in range(40)]
    weights = pd.DataFrame({"doc_id": [f"d{code}" for code in codes], "country": codes[::-1]})
    followed = []

    def trends(model, bow, rows, dates, **options):
        followed.append(sorted(rows["country"]))

    monkeypatch.setattr("topics.run.comparison.draw_trends", trends)
    dates = pd.Series(pd.Timestamp("2020-01-01"), index=weights["doc_id"])
    dates["dC00"] = pd.NaT  # of C39, which is out of the race
    weights = weights.assign(weight=1.0)
    follow_countries(None, None, weights, dates, period="year", among=["C39", *codes[29:39], "C00"])
    follow_countries(None, None, weights, dates, period="year")
    assert followed == [codes[29:38], codes[:9]]


def standing_of(*rows):
    """Build estimates of one topic from a country, its documents, and its interval; corpus .2."""
    table = pd.DataFrame(rows, columns=["country", "n_effective", "ci_low", "ci_high"])
    return table.assign(
        topic=0, corpus_share=0.2, estimate=(table["ci_low"] + table["ci_high"]) / 2
    )


SPEECHES = standing_of(
    ("ARE", 19, 0.1, 0.3), ("AFG", 19, 0.1, 0.3), ("KAZ", 19, 0.3, 0.5), ("RUS", 19, 0.5, 0.7),
    ("USA", 19, 0.02, 0.05), ("ZWE", 19, 0.1, 0.3),
)  # fmt: skip


def test_of_countries_that_tie_those_are_shown_that_stand_out():
    config = ReportConfig(max_countries=3)
    assert shown_countries(SPEECHES, config) == ["RUS", "USA", "KAZ"]
    # In turn with those about which most is known, where that differs.
    known = SPEECHES.assign(n_effective=[19, 400, 19, 19, 19, 300])
    assert shown_countries(known, config) == ["RUS", "AFG", "USA"]
    assert candidates(known, config) == ["RUS", "AFG", "USA", "ZWE", "KAZ", "ARE"]


def test_countries_that_are_asked_for_are_all_shown():
    named = ReportConfig(countries=("ZWE", "ARE"), max_countries=1)
    assert shown_countries(SPEECHES, named) == ["ZWE", "ARE"]
    region = ReportConfig(region=("CENTRAL-ASIA",), countries=("USA",))
    assert shown_countries(SPEECHES, region) == ["USA", "KAZ"]
    weights = pd.DataFrame({"doc_id": ["a", "b"], "country": ["RUS", "RUS"], "weight": 1.0})
    least = {"min_country_docs": 2}
    with pytest.raises(TopicsError, match=r"`countries`: Zimbabwe \(ZWE\) is in no document"):
        check_countries(weights, ReportConfig(countries=("ZWE",), **least))
    with pytest.raises(TopicsError, match="`region`: no country of CENTRAL-ASIA has 2 documents"):
        check_countries(weights, ReportConfig(region=("CENTRAL-ASIA",), **least))
    check_countries(weights, ReportConfig(region=("CIS",), **least))
