"""Estimates find planted mixes; bad input is named."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from topics.errors import InputError
from topics.estimate import topic_country
from topics.simulate import SimulatedCorpus, simulate_corpus


@dataclass(frozen=True)
class Topics:
    topic_word: pd.DataFrame


@pytest.fixture(scope="module")
def planted() -> SimulatedCorpus:
    return simulate_corpus(n_docs=400, n_countries=5, n_topics=4, n_words=200, seed=3)


def distance(table: pd.DataFrame, planted: SimulatedCorpus) -> float:
    wide = table.set_index(["country", "topic"])["estimate"].unstack()  # noqa: PD010
    return float((wide - planted.country_topic).abs().sum(axis=1).mean() / 2)


def test_joint_estimate_is_near_the_planted_mix_and_nearer_than_the_mean(planted):
    model = Topics(planted.topic_word)
    joint = topic_country(model, planted, planted.weights, draws=20)
    mean = topic_country(model, planted, planted.weights, draws=20, method="mean")
    assert distance(joint, planted) < 0.05
    assert distance(joint, planted) < 0.6 * distance(mean, planted)


def test_table_is_coherent(planted):
    table = topic_country(Topics(planted.topic_word), planted, planted.weights, draws=20)
    assert np.allclose(table.groupby("country")["estimate"].sum(), 1)
    assert np.allclose(table.groupby("topic")["p_country_given_topic"].sum(), 1)
    assert (table["ci_low"] < table["ci50_low"]).all()
    assert (table["ci50_low"] < table["estimate"]).all()
    assert (table["estimate"] < table["ci50_high"]).all()
    assert (table["ci50_high"] < table["ci_high"]).all()
    assert table["ci_low"].gt(0).all()
    assert table["ci_high"].lt(1).all()


def test_weights_of_unknown_documents_are_named(planted):
    stray = planted.weights.assign(doc_id=planted.weights["doc_id"].replace("doc000003", "lost"))
    with pytest.raises(InputError, match="lost"):
        topic_country(Topics(planted.topic_word), planted, stray, draws=20)
