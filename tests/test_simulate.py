"""Planted corpora are what they claim to be."""

import numpy as np
import pandas as pd
import pytest

from topics.errors import TopicsError
from topics.simulate import simulate_corpus
from topics.simulate_news import simulate_news


def test_documents_follow_the_mixes_of_their_countries():
    planted = simulate_corpus(n_docs=4000, n_countries=3, n_topics=3, n_words=50, seed=2)
    wide = planted.true_weights.pivot(index="doc_id", columns="country", values="weight").fillna(0)  # noqa: PD010
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


def test_news_is_planted_as_it_says():
    planted = simulate_news(n_docs=3000, n_countries=6, n_topics=4, n_words=300, seed=2)
    wide = planted.true_weights.pivot(index="doc_id", columns="country", values="weight").fillna(0)  # noqa: PD010
    parts = np.column_stack([wide, 1 - wide.sum(axis=1)])
    found = np.linalg.lstsq(parts, planted.doc_topic.loc[wide.index], rcond=None)[0][:6]
    assert np.abs(found - planted.country_topic.to_numpy()).max() < 0.06
    lengths = planted.counts.sum(axis=1)
    assert lengths.min() >= 20
    assert lengths.max() <= 600
    assert np.median(lengths) < 150
    leaning = planted.doc_topic.groupby(planted.clusters).mean().std()
    unbiased = simulate_news(
        n_docs=3000, n_countries=6, n_topics=4, n_words=300, source_bias=0, seed=2
    )
    assert (leaning > 1.5 * unbiased.doc_topic.groupby(unbiased.clusters).mean().std()).all()


def test_each_hardship_of_news_can_be_switched_off():
    shared = {"n_docs": 40, "n_countries": 5, "n_topics": 5, "n_words": 300, "seed": 3}
    plain = simulate_news(
        **shared, background=0, related=0, scatter=0, weight_noise=0, source_bias=0,
        countries_per_doc=(1.0,),
    )  # fmt: skip
    mixes = plain.weights.set_index("doc_id")["country"].map(plain.country_topic.T.to_dict("list"))
    assert np.allclose(np.stack(mixes.loc[plain.doc_ids].to_list()), plain.doc_topic)

    def alike(**options):
        phi = np.sqrt(simulate_news(**shared, **options).topic_word.to_numpy())
        return phi @ phi.T

    assert alike(background=0.5)[0, 1] > 0.5 > alike(background=0, related=0)[0, 1]
    family = alike(background=0, related=0.6)
    assert family[0, 4] > 1.5 * family[0, 1]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"background": 1.0}, "background"),
        ({"scatter": -1}, "scatter"),
        ({"n_sources": 0}, "n_sources"),
        ({"countries_per_doc": (0.5, 0.2)}, "sum to 1"),
        ({"length": (20, 10)}, "least"),
    ],
)
def test_bad_options_of_news_are_named(options, message):
    with pytest.raises(TopicsError, match=message):
        simulate_news(**options)


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


def test_news_has_pairs_with_mixes_of_their_own_and_is_else_what_it_was():
    options = {
        "n_docs": 400, "n_countries": 4, "n_topics": 5, "n_words": 80, "seed": 2,
        "countries_per_doc": (0.5, 0.5), "source_bias": 0.0, "weight_noise": 0.0,
    }  # fmt: skip
    plain, planted = simulate_news(**options), simulate_news(**options, interactions=2)
    assert np.allclose(plain.country_topic, planted.country_topic, atol=0.02)  # of 4,000 draws
    pd.testing.assert_frame_equal(plain.weights, planted.weights)
    assert len(planted.pair_topic) == 2
    assert np.allclose(planted.pair_topic.sum(axis=1), 1)
    about = planted.true_weights.groupby("doc_id")["country"].agg(tuple)
    for pair, mix in planted.pair_topic.iterrows():
        docs = about.index[about == pair]
        assert len(docs) > 15
        assert np.abs(planted.doc_topic.loc[docs].mean() - mix).max() < 0.08
        assert not np.allclose(planted.doc_topic.loc[docs], plain.doc_topic.loc[docs])
        others = about.index[about != pair]
    same = [doc for doc in others if about[doc] not in set(planted.pair_topic.index)]
    pd.testing.assert_frame_equal(planted.doc_topic.loc[same], plain.doc_topic.loc[same])
