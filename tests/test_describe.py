"""Alt texts say in words what the figure shows: the right rows, in order, with their numbers."""

import made_up
import numpy as np
import pandas as pd
import pytest

from topics.plots import describe

ESTIMATES = made_up.make_estimates()
CELLS = [
    "Georgia, T1 vote, law: 70 %, 1.7 times the corpus",
    "Kazakhstan, T0 gas, oil: 80 %, 1.3 times the corpus",
]


def listed(text):
    """Return what a text lists behind its last colon that begins a list."""
    return text.removesuffix(".").split("; ")


def test_flow():
    flow = pd.DataFrame({"stage": ["read", "empty"], "kept": [1200, 20], "dropped": [0, 1180]})
    text = describe.flow_text(flow)
    assert text.endswith(
        "after each stage. read: 1,200 kept, 0 dropped; empty: 20 kept, 1,180 dropped."
    )


def test_coverage():
    days = pd.to_datetime(["2021-03-04", None, "2020-01-02"] + ["2020-06-01"] * 1000)
    text = describe.coverage_text(pd.DataFrame({"date": days}))
    assert "over time, 2020-01-02 to 2021-03-04; 1 of 1,003 documents have no date." in text
    none = describe.coverage_text(pd.DataFrame({"date": [None, None]}))
    assert none == "None of the 2 documents has a date."


def test_words():
    words = made_up.make_words().sort_values("word")  # not in the order of ranks
    assert describe.words_text(words, 1).endswith(
        "the words of T1 vote, law, with their shares: vote 40.0 %, law 20.0 %, party 13.3 %."
    )


def test_heatmap():
    text = describe.heatmap_text(ESTIMATES)
    assert text.startswith("Table of 3 countries by 2 topics; ")
    assert "4 of 6 cells differ credibly from the corpus. Furthest above it: " in text
    assert listed(text.partition("above it: ")[2]) == CELLS
    none = ESTIMATES.assign(ci_low=0.0, ci_high=1.0)
    assert describe.heatmap_text(none).endswith(
        " 0 of 6 cells differ credibly from the corpus. None is above it."
    )
    others = [ESTIMATES.assign(country=name, country_name=name) for name in ("X", "Y")]
    many = pd.concat([ESTIMATES, *others])  # six cells are credibly above the corpus
    assert len(listed(describe.heatmap_text(many).partition("above it: ")[2])) == 5


def test_countries_of_a_topic_and_topics_of_a_country():
    text = describe.countries_text(ESTIMATES, 1)
    assert text.startswith("Countries by their share of T1 vote, law, ")
    assert text.partition("first: ")[2] == (
        "Georgia 70 % (60 to 80); Uzbekistan 40 % (30 to 50); Kazakhstan 20 % (10 to 30)."
    )
    text = describe.topics_text(ESTIMATES, "GEO")
    assert text.startswith("Topics of Georgia, ")
    assert text.partition("first: ")[2] == (
        "T1 vote, law 70 % (60 to 80); T0 gas, oil 30 % (20 to 40)."
    )
    assert describe.world_text(ESTIMATES, 1) == (
        f"World map with one tile for each country. {describe.countries_text(ESTIMATES, 1)}"
    )


def test_only_the_five_highest_are_listed():
    rows = ESTIMATES[ESTIMATES["topic"] == 0].iloc[[0] * 7]
    rows = rows.assign(estimate=np.arange(7) / 10, country_name=list("abcdefg"))
    parts = listed(describe.countries_text(rows, 0).partition("first: ")[2])
    assert [part.split(" ")[0] for part in parts] == list("gfedc")
    rows = rows.assign(country="KAZ", topic=range(7), topic_label=list("abcdefg"))
    parts = listed(describe.topics_text(rows, "KAZ").partition("first: ")[2])
    assert [part.split(" ")[0] for part in parts] == list("gfedc")


def test_contrasts():
    rows = made_up.make_contrasts()
    rows = pd.concat([rows.assign(estimate=[0.1, -0.2]), rows.head(1).assign(estimate=np.nan)])
    text = describe.contrasts_text(rows.reset_index(drop=True))
    assert text.startswith(
        "Differences between Kazakhstan and Georgia by topic, the first minus the second, in "
        "percentage points with intervals. Largest: "
    )
    assert text.partition("Largest: ")[2] == (
        "T1 vote, law -20.0 (-70.0 to -30.0); T0 gas, oil +10.0 (+30.0 to +70.0)."
    )
    named = made_up.make_contrasts()
    coded = describe.contrasts_text(named.drop(columns=["first_name", "second_name"]))
    assert "between KAZ and GEO by" in coded
    half = describe.contrasts_text(named.drop(columns="first_name"))
    assert "between KAZ and Georgia by" in half
    several = pd.concat([rows, rows.assign(second="UZB", second_name="Uzbekistan")])
    several = several.reset_index(drop=True)
    assert "between two groups by" in describe.contrasts_text(several)
    neither = rows.drop(columns=["first", "second"]).reset_index(drop=True)
    assert "between two groups by" in describe.contrasts_text(neither)
    six = pd.concat([made_up.make_contrasts()] * 3, ignore_index=True)
    assert len(listed(describe.contrasts_text(six).partition("Largest: ")[2])) == 5


def test_trends():
    text = describe.trends_text(made_up.make_trends().iloc[::-1])
    assert text.endswith("what is written about 2 countries, 2019 to 2021.")


def test_documents():
    counts = pd.DataFrame({"country": list("ABACDEFG"), "n_docs": [1, 900, 600, 9, 8, 7, 6, 0]})
    assert describe.documents_text(counts).endswith(
        "about it. 6 countries have some; those with the most: B 900, A 601, C 9, D 8, E 7."
    )


def test_topic_map():
    topics = pd.DataFrame({"topic": [3, 4], "stable": [True, False]})
    assert describe.map_text(topics).endswith("when their words are similar: Topic 3; Topic 4 †.")


def test_pairs():
    pairs = pd.DataFrame(
        {
            "first": list("ABCDEFG"),
            "second": list("HIJKLMN"),
            "n_both": range(1, 8),
            "expected": 0.25,
            "p_adjusted": [0.01, 0.05, 0.051, 0.01, 0.01, 0.01, 0.01],
        }
    )
    parts = listed(describe.pairs_text(pairs).partition("The surest pairs: ")[2])
    assert parts[:2] == ["A and H (1 document, 0.2 by chance)", "B and I (2 documents, 0.2 by "
                         "chance)"]  # fmt: skip
    assert [part[0] for part in parts] == list("ABDEF")
    none = describe.pairs_text(pairs.assign(p_adjusted=1.0))
    assert none.endswith("than by chance; no pair is.")


def test_kinds_of_mention():
    kinds = pd.DataFrame(
        [("EU", "world_region", 9000, 1.0)]
        + [(f"A{n}", "name", n, 1.0) for n in range(1, 6)]
        + [("KAZ", "head_of_state", 300, 0.25), ("KAZ", "name", 900, 0.75)],
        columns=["country", "kind", "n_mentions", "share"],
    )
    parts = listed(describe.mention_kinds_text(kinds).partition("Most mentioned: ")[2])
    assert parts == [
        "KAZ (1,200 mentions) name 75 %, head of state 25 %",
        *(f"A{n} ({n} mentions) name 100 %" for n in (5, 4, 3, 2)),
    ]


def test_calibration_and_reliability_and_sweep():
    table = pd.DataFrame({"predicted": [0.1, 0.9], "observed": [0.2, 0.8], "n": [1000, 20]})
    assert describe.calibration_text(table).endswith(
        "what came true, by bin: predicted 0.10, true 0.20 (n = 1,000); "
        "predicted 0.90, true 0.80 (n = 20)."
    )
    found = pd.DataFrame({"topic": [0, 1, 2], "reliability": [0.4, 0.93, 0.5]})
    assert describe.reliability_text(found).endswith("Topic 1 0.93; Topic 2 0.50; Topic 0 0.40.")
    sweep = pd.DataFrame({"n_topics": [9, 5, 5], "held_out": [1.0, 0.2, 0.4]})
    assert describe.sweep_text(sweep, "held_out") == (
        "Mean held out by number of topics: 5 topics 0.3; 9 topics 1."
    )


@pytest.mark.parametrize("column", ["country_name", "topic_label"])
def test_codes_and_numbers_stand_where_there_are_no_names(column):
    plain = ESTIMATES.drop(columns=column)
    text = describe.heatmap_text(plain)
    assert ("GEO, T1 vote" in text) == (column == "country_name")
    assert ("Georgia, Topic 1:" in text) == (column == "topic_label")
