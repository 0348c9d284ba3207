"""Which headlines hold under other choices: known answers, then a whole run."""

from itertools import chain

import made_up
import numpy as np
import pandas as pd
import pytest

from topics.report.pages.robust import VERDICTS, robust_page
from topics.report.prose import robustness, stands_out
from topics.run.analyse import analyse
from topics.run.config import ReportConfig
from topics.run.headlines import headlines
from topics.run.robust import COLUMNS, _judge, largest_source

GAS, VOTES, RAIN = ["gas", "oil"], ["vote", "party"], ["rain", "flood"]
TOP = pd.DataFrame(
    {"country": "KAZ", "topic": [0, 1, 2], "corpus_share": 0.2, "lift": 2.0, "lift_low": 1.5,
     "lift_high": 2.5, "estimate": 0.4, "ci_low": 0.3, "ci_high": 0.5}
)  # fmt: skip


def topics_of(*rows):
    words = [*GAS, *VOTES, *RAIN]
    table = pd.DataFrame([dict.fromkeys(row, 0.5) for row in rows])
    return table.reindex(columns=[w for w in words if w in table], fill_value=0).fillna(0.0)


def found(*rows):
    return pd.DataFrame(
        rows, columns=["country", "topic", "lift", "lift_low", "lift_high"]
    ).assign(estimate=0.1, p_adjusted=0.01)  # fmt: skip


def test_topics_are_found_by_their_words_and_headlines_judged_by_sign_and_interval():
    own = topics_of(GAS, VOTES, RAIN)
    other = topics_of(RAIN, GAS, VOTES)
    table = _judge(
        TOP, own, other,
        found(
            ("KAZ", 1, 2.2, 1.9, 2.6),  # gas: as much
            ("KAZ", 2, 1.2, 1.1, 1.4),  # votes: above, but far less
            ("KAZ", 0, 0.8, 0.5, 1.6),  # rain: below
            ("UZB", 0, 9.0, 8.0, 9.9),
        ),
    )  # fmt: skip
    assert table["verdict"].tolist() == ["holds", "moves", "turns"]
    assert np.allclose(table["similarity"], 1)
    assert table["lift"].tolist() == [2.2, 1.2, 0.8]


def test_what_is_not_there_is_lost():
    own = topics_of(GAS, VOTES, RAIN)
    other = topics_of(GAS, VOTES)  # no word on rain
    table = _judge(TOP, own, other, found(("KAZ", 0, 2.0, 1.5, 2.5), ("UZB", 1, 2.0, 1.5, 2.5)))
    assert table["verdict"].tolist() == ["holds", "lost", "lost"]
    assert table["similarity"].iloc[2] == 0
    nobody = pd.DataFrame(columns=["country", "topic"])
    assert _judge(TOP, own, other, nobody)["verdict"].eq("lost").all()


def test_headlines_are_one_by_topic_told_from_the_corpus():
    rows = TOP.assign(p_adjusted=[0.01, 0.2, 0.01])
    assert headlines(rows)["topic"].tolist() == [0, 2]
    assert headlines(pd.concat([rows, rows.assign(ci_low=0.35)]), most=1)["ci_low"].item() == 0.35


def test_the_largest_source_is_known_only_where_there_are_several():
    assert largest_source(pd.DataFrame({"source": ["B", *"AAAAA", None]})) == ("source", "A")
    assert largest_source(pd.DataFrame({"source": [*"AAAAAA"]})) is None
    assert largest_source(pd.DataFrame({"source": [*"ABCDEFGG"]})) is None  # names of files
    assert largest_source(pd.DataFrame({"text": ["A"]})) is None


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """One country writes of gas, the other of votes."""
    rng = np.random.default_rng(0)
    words = {"Kazakhstan": ["gas", "oil", "pipeline", "drill", "barrel"],
             "Georgia": ["vote", "party", "ballot", "senate", "law"]}  # fmt: skip
    rows = []
    for number in range(80):
        name = ["Kazakhstan", "Georgia"][number % 2]
        pool = np.repeat([*words[name], *chain(*words.values())], [9] * 5 + [1] * 10)
        text = " ".join(rng.choice(pool, 40))
        rows.append({"source": f"paper {number % 3}", "text": f"{name} {text}."})
    path = tmp_path_factory.mktemp("tried") / "news.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return analyse(
        ReportConfig(
            corpus=str(path), n_topics=2, restarts=2, refits=0, draws=60, duplicates="keep",
            min_docs=2, max_share=1.0, trends="off", pairs=("off",), robust=True,
        )
    )  # fmt: skip


def test_what_is_plain_holds_under_every_choice(tried):
    table = tried.robust
    assert set(COLUMNS) <= set(table)
    assert list(table["choice"].unique()) == [
        "as reported", "3 topics", "seed 1000", "with country words", "without paper 0",
    ]  # fmt: skip
    told = headlines(tried.estimates)
    assert len(table) == 5 * len(told) == 10
    same = table[table["choice"].isin(["seed 1000", "with country words", "without paper 0"])]
    assert same["verdict"].eq("holds").all()
    assert tried.tables()["robust"] is table
    assert " headlines hold under all of 4 other choices" in robustness(tried)


def test_the_page_has_every_verdict_and_page_1_says_what_was_tried(tried):
    (sheet,) = robust_page(tried)
    written = [text.get_text() for text in sheet.figure.texts]
    marks = [text[0] for text in written if text[:2].rstrip() in VERDICTS.values()]
    assert len(marks) == len(tried.robust)
    assert stands_out(tried)[-1] == robustness(tried)
    untried = made_up.make_run()
    assert list(robust_page(untried)) == []
    assert stands_out(untried)[-1].startswith("Not tried (--robust): ")
