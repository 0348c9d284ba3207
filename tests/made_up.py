"""A made-up run of two topics and three countries, whose numbers can be told by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics.estimate.seriate import seriate
from topics.readers.account import Account
from topics.run.config import ReportConfig
from topics.run.labelling import Labelling
from topics.run.validation import Validation

NAMES = {"KAZ": "Kazakhstan", "UZB": "Uzbekistan", "GEO": "Georgia"}
LABELS = {0: "T0 gas, oil", 1: "T1 vote, law"}
# The corpus: 60 % of topic 0. Kazakhstan is above it on gas; Georgia on votes; Uzbekistan near.
SHARES = {"KAZ": 0.8, "UZB": 0.6, "GEO": 0.3}
DOCUMENTS = {"KAZ": 1200.0, "UZB": 30.5, "GEO": 8.0}


def make_estimates():
    rows = [
        (country, topic, share, share - 0.1, share + 0.1, share - 0.03, share + 0.03, base)
        for country, first in SHARES.items()
        for topic, share, base in ((0, first, 0.6), (1, 1 - first, 0.4))
    ]
    columns = [
        "country", "topic", "estimate", "ci_low", "ci_high", "ci50_low", "ci50_high", "base",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        lift=table["estimate"] / table["base"],
        lift_low=table["ci_low"] / table["base"],
        lift_high=table["ci_high"] / table["base"],
        **{
            name: table["estimate"] / len(SHARES)
            for name in ("p_country_given_topic", "p_country_low", "p_country_high")
        },
        n_effective=table["country"].map(DOCUMENTS),
        country_name=table["country"].map(NAMES),
        topic_label=table["topic"].map(LABELS),
    ).rename(columns={"base": "corpus_share"})


def make_words():
    words = {0: ["gas", "oil", "pipeline"], 1: ["vote", "law", "party"]}
    rows = [
        (topic, rank, word, 0.4 / rank)
        for topic, some in words.items()
        for rank, word in enumerate(some, start=1)
    ]
    table = pd.DataFrame(rows, columns=["topic", "rank", "word", "probability"])
    return table.assign(
        ci_low=0.9 * table["probability"],
        ci_high=1.1 * table["probability"],
        topic_label=table["topic"].map(LABELS),
    )


def make_contrasts():
    return pd.DataFrame(
        {
            "first": "KAZ",
            "first_name": "Kazakhstan",
            "second": "GEO",
            "second_name": "Georgia",
            "topic": [0, 1],
            "topic_label": list(LABELS.values()),
            "estimate": [0.5, -0.5],
            "ci_low": [0.3, -0.7],
            "ci_high": [0.7, -0.3],
            "ci50_low": [0.4, -0.6],
            "ci50_high": [0.6, -0.4],
            "p_adjusted": [0.01, 0.01],
        }
    )


def make_pairs():
    """Make one pair that is about votes where gas was expected, and one like its countries."""
    rows = [
        ("GEO", "KAZ", 0, 0.2, 0.5, -0.45, -0.15, 0.001, 0.001),
        ("GEO", "KAZ", 1, 0.8, 0.5, 0.15, 0.45, 0.001, 0.001),
        ("GEO", "UZB", 0, 0.5, 0.45, -0.2, 0.3, 0.6, 0.7),
        ("GEO", "UZB", 1, 0.5, 0.55, -0.3, 0.2, 0.6, 0.7),
    ]
    columns = [
        "first", "second", "topic", "estimate", "expected", "beyond_low", "beyond_high",
        "p_adjusted", "additivity_p_adjusted",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        beyond=table["estimate"] - table["expected"],
        ci_low=table["estimate"] - 0.1,
        ci_high=table["estimate"] + 0.1,
        flagged=table["p_adjusted"] < 0.05,
        n_docs=table["second"].map({"KAZ": 24, "UZB": 16}),
        first_name=table["first"].map(NAMES),
        second_name=table["second"].map(NAMES),
        topic_label=table["topic"].map(LABELS),
    )


def make_pair_words():
    return pd.DataFrame(
        {"first": "GEO", "second": ["KAZ", "KAZ", "UZB"], "word": ["vote", "observers", "law"]}
    )


def make_trends():
    """Make the second topic move in Kazakhstan, and the first nowhere; Georgia has a gap."""
    rows = [
        (country, topic, period, share, share - 0.05, share + 0.05)
        for country in ("KAZ", "GEO")
        for period in ("2019", "2020", "2021")
        for topic, share in ((0, 0.5), (1, 0.2 if (country, period) != ("KAZ", "2021") else 0.6))
    ]
    columns = ["country", "topic", "period", "estimate", "ci_low", "ci_high"]
    table = pd.DataFrame(rows, columns=columns)
    gap = (table["country"] == "GEO") & (table["period"] == "2020")
    table.loc[gap, ["estimate", "ci_low", "ci_high"]] = np.nan
    return table.assign(
        ci50_low=table["estimate"] - 0.02,
        ci50_high=table["estimate"] + 0.02,
        country_name=table["country"].map(NAMES),
        topic_label=table["topic"].map(LABELS),
    )


def make_run(**changes):
    """Return what pages, prose and figures read of an analysis; `changes` replace its parts."""
    codes = ["KAZ", "KAZ", "KAZ", "UZB", "UZB", "GEO"]
    ids = [f"d{number}" for number in range(6)]
    documents = pd.DataFrame(
        {
            "doc_id": ids,
            "title": ["Gas flows west", "", "Oil price", "A vote", "New law", "Party wins"],
            "text": [f"{name} of {code}. " * 3 for name, code in zip("abcdef", codes, strict=True)],
            "date": pd.to_datetime([f"2020-0{1 + number % 3}-05" for number in range(5)] + [None]),
            "source": ["one.csv"] * 4 + ["two.csv"] * 2,
        }
    )
    first = pd.Series([0.9, 0.8, 0.7, 0.4, 0.5, 0.1], index=ids)
    shares = pd.DataFrame({0: first, 1: 1 - first}).rename_axis("doc_id")
    shares.loc["d5"] = np.nan  # no word of the vocabulary
    weights = pd.DataFrame({"doc_id": ids, "country": codes, "weight": 1.0})
    weights.loc[len(weights)] = ("d0", "FRA", 0.5)  # too little to be estimated
    facts = {
        "config": ReportConfig(title="A made-up run", n_topics=2, unit="document", restarts=7),
        "corpus": documents,
        "units": documents,
        "audit": pd.DataFrame(
            [
                ("x0", "duplicate", "near copy", None, "", 1),
                ("d0", "boilerplate", "share", 3.0, "Share  this", 1),
                ("d1", "boilerplate", "share", 2.0, "Share  this", 1),
                ("d1", "title", "title", 0.0, "Gas", 1),
            ],
            columns=["doc_id", "stage", "rule", "line", "text", "count"],
        ),
        "flow": pd.DataFrame(
            {
                "stage": ["read", "near copy", "with words", "with a country"],
                "kept": [1007, 6, 5, 5],
                "dropped": [0, 1001, 1, 0],
            }
        ),
        "mentions": pd.DataFrame(
            [
                ("d0", "KAZ", "name", "Kazakh"),
                ("d0", "KAZ", "capital", "Astana"),
                ("d3", "UZB", "name", "Uzbek"),
            ],
            columns=["doc_id", "country", "kind", "surface"],
        ),
        "weights": weights,
        "words": make_words(),
        "shares": shares,
        "estimates": make_estimates(),
        "pairs": pd.DataFrame(),
        "contrasts": make_contrasts(),
        "trends": make_trends(),
        "robust": pd.DataFrame(),
        "groups": pd.DataFrame(),
        "group_countries": pd.DataFrame(),
        "group_documents": pd.DataFrame(),
        "pair_trends": pd.DataFrame(),
        "reliability": pd.DataFrame(
            {"topic": [0, 1], "reliability": [0.93, 0.4], "stable": [True, False]}
        ),
        "asked": None,
        "bow": SimpleNamespace(
            counts=sp.csr_array(np.full((6, 3), 300)), doc_ids=shares.index, words=list("abc")
        ),
        "model": SimpleNamespace(
            topic_word=pd.DataFrame([[0.6, 0.3, 0.1], [0.1, 0.2, 0.7]], columns=list("xyz")),
            doc_topic=shares,
            words=pd.Index(list("xyz")),
        ),
        "inputs": {"one.csv": "00", "two.csv": "11"},
        "diagnostics": {},
        "account": Account(documents=1007),
        "sweep": pd.DataFrame(),
        "n_topics_given": True,
        "stopped": pd.DataFrame(),
        "warnings": (),
        "lines": (),
        "labelling": Labelling(),
        "validation": Validation(),
    }
    run = SimpleNamespace(**(facts | changes))
    run.shown = lambda: seriate(run.estimates)
    return run
