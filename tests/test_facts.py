"""What is said of a run comes in the order it promises: the strongest first."""

import pandas as pd
import pytest

from topics.report.facts import corpus_shares, departures, most_changed
from topics.report.prose import chosen_as_extremes, differences, findings

NAMES = {"KAZ": "Kazakhstan", "UZB": "Uzbekistan", "GEO": "Georgia", "CHN": "China"}


def estimates_of(*rows):
    """Build estimates from rows of a country, a topic, a share, its interval, the corpus' share."""
    table = pd.DataFrame(
        rows, columns=["country", "topic", "estimate", "ci_low", "ci_high", "base"]
    )
    return table.assign(
        lift=table["estimate"] / table["base"],
        lift_low=table["ci_low"] / table["base"],
        lift_high=table["ci_high"] / table["base"],
        country_name=table["country"].map(NAMES),
        topic_label=[f"T{topic} words" for topic in table["topic"]],
    ).rename(columns={"base": "corpus_share"})


# The lower ends are 1.5, 3 and 2 times the corpus: this order is neither the table's nor the
# estimates' own.
ESTIMATES = estimates_of(
    ("KAZ", 0, 0.60, 0.45, 0.70, 0.30),
    ("UZB", 1, 0.36, 0.30, 0.42, 0.10),
    ("GEO", 2, 0.50, 0.40, 0.60, 0.20),
    ("GEO", 0, 0.50, 0.36, 0.60, 0.30),  # the second country on topic 0
    ("CHN", 2, 0.25, 0.15, 0.35, 0.20),  # nothing certain
    ("CHN", 0, 0.15, 0.10, 0.20, 0.30),  # below: the upper end is two thirds of the corpus
    ("KAZ", 1, 0.02, 0.01, 0.04, 0.10),  # below: the upper end is two fifths of the corpus
)


def contrasts_of(*rows):
    table = pd.DataFrame(
        rows, columns=["first", "second", "estimate", "ci_low", "ci_high", "p_adjusted"]
    )
    return table.assign(
        first_name=table["first"].map(NAMES),
        second_name=table["second"].map(NAMES),
        topic_label=[f"T{number} words" for number in range(len(table))],
    )


CONTRASTS = contrasts_of(
    ("KAZ", "UZB", 0.30, 0.05, 0.55, 0.01),
    ("KAZ", "GEO", -0.25, -0.30, -0.20, 0.01),
    ("UZB", "GEO", 0.20, 0.10, 0.30, 0.05),
    ("KAZ", "CHN", 0.90, 0.80, 0.95, 0.06),  # no discovery at a rate of 5 %
    ("UZB", "GEO", 0.10, 0.07, 0.13, 0.01),  # weaker than the row of this pair above
)


def test_findings_begin_with_the_interval_that_lies_highest_above_the_corpus():
    told = findings(ESTIMATES)
    assert [sentence.partition(":")[0] for sentence in told] == [
        "36 % (30 to 42) of what is written about Uzbekistan is on T1 words",
        "50 % (40 to 60) of what is written about Georgia is on T2 words",
        "60 % (45 to 70) of what is written about Kazakhstan is on T0 words",
    ]
    assert findings(ESTIMATES, most=2) == told[:2]


def test_what_may_be_chance_is_no_finding():
    may_be = ESTIMATES.assign(p_adjusted=[0.2, 0.001, 0.051, 0.001, 1, 1, 1])
    assert [sentence.partition(" is on")[2][:9] for sentence in findings(may_be)] == [
        " T1 words", " T0 words",
    ]  # fmt: skip
    told = chosen_as_extremes(may_be, level=0.9)
    assert told.startswith("Of 7 cells (4 countries x 3 topics), 2 are told from the corpus")
    assert "The intervals of another 4 leave the corpus out too" in told
    assert told.endswith("In brackets: 90 % intervals.")


def test_differences_begin_with_the_one_furthest_from_none():
    told = differences(CONTRASTS)
    assert [sentence.partition(" (")[0] for sentence in told] == [
        "T1 words: 25 percentage points more for Georgia than for Kazakhstan",
        "T2 words: 20 percentage points more for Uzbekistan than for Georgia",
        "T0 words: 30 percentage points more for Kazakhstan than for Uzbekistan",
    ]
    assert told[0].endswith("(20 to 30).")  # turned round with the names
    assert differences(CONTRASTS, most=1) == told[:1]
    assert differences(CONTRASTS, fdr=0.06)[0].startswith(
        "T3 words: 90 percentage points more for Kazakhstan"
    )


def test_departures_are_those_above_and_then_those_below_furthest_first():
    table = departures(ESTIMATES)
    assert list(zip(table["country"], table["topic"], strict=True)) == [
        ("UZB", 1),
        ("GEO", 2),
        ("KAZ", 0),
        ("GEO", 0),
        ("KAZ", 1),
        ("CHN", 0),
    ]
    assert table["corpus_share"].tolist() == pytest.approx([0.1, 0.2, 0.3, 0.3, 0.1, 0.3])


def test_shares_of_the_corpus_are_those_the_lifts_are_measured_against():
    assert corpus_shares(ESTIMATES).to_dict() == pytest.approx({0: 0.3, 1: 0.1, 2: 0.2})


def test_the_topic_that_moved_furthest_in_one_country_comes_first():
    rows = [
        # Highest low end less lowest high end of a country: 0.1 on topic 0, 0.5 on 1, 0.3 on 2.
        (0, "KAZ", "2019", 0.20, 0.30), (0, "KAZ", "2020", 0.40, 0.50),
        (1, "KAZ", "2019", 0.10, 0.20), (1, "KAZ", "2020", 0.10, 0.20),
        (1, "UZB", "2019", 0.70, 0.80), (1, "UZB", "2020", 0.15, 0.20),
        (2, "KAZ", "2019", 0.50, 0.60), (2, "KAZ", "2020", 0.10, 0.20),
    ]  # fmt: skip
    trends = pd.DataFrame(rows, columns=["topic", "country", "period", "ci_low", "ci_high"])
    trends = trends.assign(estimate=(trends["ci_low"] + trends["ci_high"]) / 2)
    assert most_changed(trends) == [1, 2, 0]
    # Where there is no estimate, nothing moved.
    gap = pd.DataFrame({"topic": [0], "country": "KAZ", "period": "2021", "ci_low": 0.99})
    assert most_changed(pd.concat([trends, gap], ignore_index=True)) == [1, 2, 0]
