"""Who stands out: what is told from the corpus, how surely, and in which order it is shown."""

import numpy as np
import pandas as pd
import pytest

from topics.errors import TopicsError
from topics.estimate import draw_topic_country, summarise_draws
from topics.estimate.against import against_corpus
from topics.estimate.draws import TopicCountryDraws
from topics.estimate.standing import (
    FDR,
    distance_from_corpus,
    rank_countries,
    standouts,
    told_apart,
)
from topics.simulate import simulate_corpus


def draws_of(sample, sizes):
    sample = np.asarray(sample, dtype=np.float32)
    codes = [f"C{n:02d}" for n in range(sample.shape[1])]
    return TopicCountryDraws(
        groups=pd.MultiIndex.from_product([codes, [""]], names=["country", "period"]),
        topics=pd.RangeIndex(sample.shape[2]),
        sample=sample,
        estimate=sample.mean(axis=0),
        n_docs=np.asarray(sizes),
        n_effective=np.asarray(sizes, dtype=float),
        topic_word=pd.DataFrame(),
        main=None,
        rhat=np.ones(sample.shape[1:]),
        effective_size=np.full(sample.shape[1:], 1000.0),
    )


def corpus_p_values(draws):
    return against_corpus(draws, level=0.95)["p_value"]


def test_a_share_is_judged_against_the_corpus_of_the_same_draw():
    # Both countries move together by far more than they are apart: what they share cancels out.
    random = np.random.default_rng(0)
    shared = random.uniform(0.2, 0.4, size=400)
    first = np.stack([shared * 1.1, shared * 0.9], axis=1) + random.normal(0, 0.002, (400, 2))
    p = corpus_p_values(draws_of(np.stack([first, 1 - first], axis=2), [10, 10]))
    assert (p < 0.001).all()
    same = np.stack([shared, shared], axis=1) + random.normal(0, 0.002, (400, 2))
    assert (corpus_p_values(draws_of(np.stack([same, 1 - same], axis=2), [10, 10])) > 0.1).all()


def test_false_discoveries_are_controlled_over_all_cells():
    # Who is written about is shuffled among the documents: whatever stands out does so by chance.
    tables = []
    for seed in (1, 2, 3):
        planted = simulate_corpus(
            n_docs=240, n_countries=20, n_topics=4, n_words=60, countries_per_doc=(1,), seed=seed
        )
        codes = np.random.default_rng(seed).permutation(planted.weights["country"])
        weights = planted.weights.assign(country=codes)
        tables.append(summarise_draws(draw_topic_country(planted, planted, weights, draws=100)))
    alone = sum(int(told_apart(table.drop(columns="p_adjusted")).sum()) for table in tables)
    together = sum(int(told_apart(table).sum()) for table in tables)
    assert alone >= 3
    assert together <= 1


def test_what_is_told_apart_needs_its_interval_and_its_test():
    rows = pd.DataFrame(
        {"corpus_share": 0.2, "ci_low": [0.3, 0.3, 0.1, 0.3], "ci_high": [0.4, 0.4, 0.4, 0.4],
         "p_adjusted": [FDR, 0.051, 0.001, np.nan]}
    )  # fmt: skip
    assert told_apart(rows).tolist() == [True, False, False, False]
    assert told_apart(rows.drop(columns="p_adjusted")).tolist() == [True, True, False, True]
    assert distance_from_corpus(rows).gt(0).tolist() == [True, True, False, True]
    # What is told apart comes before what lies farther by its interval alone.
    cells = rows.assign(country=list("ABCD"), topic=[0, 1, 2, 3], ci_low=[0.3, 0.35, 0.1, 0.3])
    assert standouts(cells)["country"].tolist() == ["A", "B", "D"]
    assert standouts(cells, topics=2)["country"].tolist() == ["A", "B"]
    assert standouts(cells.assign(topic=0), most=1)["country"].tolist() == ["A"]
    with pytest.raises(TopicsError, match="lacks the column 'corpus_share'"):
        told_apart(rows.drop(columns="corpus_share"))


def test_the_farther_and_the_better_known_take_turns():
    rows = pd.DataFrame(
        [("AAA", 5, 0.2, 0.3), ("BBB", 90, 0.2, 0.3), ("CCC", 5, 0.5, 0.9), ("DDD", 5, 0.4, 0.9),
         ("EEE", 70, 0.2, 0.3)],
        columns=["country", "n_effective", "ci_low", "ci_high"],
    ).assign(topic=0, corpus_share=0.25)  # fmt: skip
    assert rank_countries(rows) == ["CCC", "BBB", "DDD", "EEE", "AAA"]
