"""Planted corpora are what they claim to be."""

import numpy as np
import pytest

from topics.errors import TopicsError
from topics.simulate import simulate_corpus


def test_documents_follow_the_mixes_of_their_countries():
    planted = simulate_corpus(n_docs=4000, n_countries=3, n_topics=3, n_words=50, seed=2)
    wide = planted.true_weights.pivot(index="doc_id", columns="country", values="weight").fillna(0)
    found = np.linalg.lstsq(wide.to_numpy(), planted.doc_topic.loc[wide.index], rcond=None)[0]
    assert np.abs(found - planted.country_topic.to_numpy()).max() < 0.03


def test_p_about_is_calibrated():
    planted = simulate_corpus(n_docs=4000, weight_noise=0.3, n_words=20, seed=4)
    real = planted.weights.merge(planted.true_weights, how="left", on=["doc_id", "country"])
    sure = real["p_about"] > 0.8
    assert abs(real.loc[sure, "weight_y"].notna().mean() - real.loc[sure, "p_about"].mean()) < 0.02


def test_lengths_are_within_the_range():
    planted = simulate_corpus(n_docs=100, length=(10, 12), seed=1)
    lengths = planted.counts.sum(axis=1)
    assert lengths.min() >= 10
    assert lengths.max() <= 12


def test_same_seed_same_corpus():
    first, second = (simulate_corpus(n_docs=30, n_clusters=4, seed=9) for _ in range(2))
    assert (first.counts != second.counts).nnz == 0
    assert first.weights.equals(second.weights)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"countries_per_doc": (0.5, 0.2)}, "sum to 1"),
        ({"length": (20, 10)}, "least"),
        ({"n_docs": 0}, "n_docs"),
        ({"weight_noise": 1.0}, "weight_noise"),
        ({"interactions": 200}, "interactions"),
        ({"interactions": -1}, "interactions"),
    ],
)
def test_bad_options_are_named(options, message):
    with pytest.raises(TopicsError, match=message):
        simulate_corpus(**options)


def test_planted_pairs_follow_mixes_of_their_own():
    options = {"n_docs": 4000, "n_countries": 4, "n_topics": 3, "n_words": 50, "seed": 2}
    planted = simulate_corpus(**options, interactions=2)
    plain = simulate_corpus(**options)
    assert planted.true_weights.equals(plain.true_weights)
    assert planted.country_topic.equals(plain.country_topic)
    assert planted.pair_topic.sum(axis=1).tolist() == pytest.approx([1, 1])
    of_doc = planted.true_weights.groupby("doc_id")["country"].agg(tuple)
    for pair, mix in planted.pair_topic.iterrows():
        docs = of_doc.index[of_doc == pair]
        assert len(docs) > 50
        assert np.abs(planted.doc_topic.loc[docs].mean() - mix).max() < 0.08
        halves = planted.country_topic.loc[list(pair)].mean() / 2
        assert (mix >= halves - 1e-9).all()
    assert plain.pair_topic.empty
