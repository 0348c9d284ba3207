"""Planted corpora that no estimator here assumes: like news, and harder than `simulate_corpus`.

Topics share a background of frequent words and, in families, words of their own; documents scatter
on the logistic-normal scale; sources have leanings; lengths differ thirtyfold. What an estimate
claims is worth as much as it holds on such corpora.
"""

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics._checks import check_count, check_range
from topics.simulate import (
    PAIR,
    SimulatedCorpus,
    check_options,
    choose_pairs,
    draw_weights,
    weight_table,
)

_FAMILIES = 4
_TRUTH_DRAWS = 4000


def simulate_news(
    *,
    n_docs: int = 3000,
    n_countries: int = 20,
    n_topics: int = 12,
    n_words: int = 3000,
    length: tuple[int, int] = (20, 600),
    countries_per_doc: tuple[float, ...] = (0.4, 0.25, 0.15, 0.12, 0.08),
    background: float = 0.3,
    related: float = 0.3,
    scatter: float = 1.0,
    weight_noise: float = 0.1,
    n_sources: int = 12,
    source_bias: float = 0.5,
    interactions: int = 0,
    seed: int = 0,
) -> SimulatedCorpus:
    """Draw a corpus with what makes news hard, each part of which can be switched off.

    The topic shares of a document on countries c with weights w_c are the mean, with these
    weights, of softmax(log pi_c + b + e), where b is the leaning of its source and e ~ N(0,
    scatter^2) its own: what is planted for a country is the mean of this over the sources that
    there are, and over documents. An estimate that takes sources as clusters answers for other
    sources too, and its intervals are wider than this truth needs.

    Parameters
    ----------
    n_docs, n_countries, n_topics, n_words : int
        Size of the corpus.
    length : (int, int)
        Words per document, even on the logarithmic scale, ends included.
    countries_per_doc : tuple of float
        Probability of 1, 2, 3, ... countries in a document; sums to 1. Their weights are unequal.
    background : float in [0, 1)
        Part of every topic that is the same Zipf distribution of words; 0 for none.
    related : float in [0, 1)
        Part of the rest that a topic has in common with its family (every fourth topic).
    scatter : float
        How far documents scatter around their countries' mix; 0 for not at all.
    weight_noise : float in [0, 0.9]
        As in `simulate_corpus`.
    n_sources : int
        Sources; `clusters` names that of each document.
    source_bias : float
        Standard deviation of the sources' leanings, on the logarithmic scale; 0 for none.
    interactions : int
        Pairs of countries that are written about together otherwise than apart, as in
        `simulate_corpus`; `pair_topic` holds the mean of their mix over sources and documents.
    seed : int
        Same seed, same corpus.

    Returns
    -------
    SimulatedCorpus
        Counts and weights, as an analysis would have them, and the truth behind them.

    Raises
    ------
    TopicsError
        When an option is out of range.

    Examples
    --------
    >>> planted = simulate_news(n_docs=50, n_countries=5, n_topics=3, n_words=60, seed=1)
    >>> planted.country_topic.shape
    (5, 3)
    >>> bool(np.allclose(planted.country_topic.sum(axis=1), 1))
    True
    """
    check_options(n_docs, n_countries, n_topics, n_words, length, countries_per_doc)
    check_count(n_sources, name="n_sources")
    for name, part in (("background", background), ("related", related)):
        check_range(part, 0, 0.99, name=name)
    for name, spread in (("scatter", scatter), ("source_bias", source_bias)):
        check_range(spread, 0, 5, name=name)
    check_range(weight_noise, 0, 0.9, name="weight_noise")
    check_count(interactions, name="interactions", least=0)
    rng = np.random.default_rng(seed)
    phi = _topic_words(rng, n_topics, n_words, background, related)
    everywhere = rng.dirichlet(np.full(n_topics, 2.0))
    # The last mix is that of the remainder, which is about no country.
    own = rng.dirichlet(4 * everywhere + 0.05, n_countries + 1)
    log_mixes = np.log(0.97 * own + 0.03 * everywhere)
    leanings = source_bias * rng.standard_normal((n_sources, n_topics))
    leanings -= leanings.mean(axis=0)
    popularity = _zipf(n_countries)[rng.permutation(n_countries)]
    true, seen = draw_weights(rng, n_docs, popularity, countries_per_doc, weight_noise)
    source = rng.integers(n_sources, size=n_docs)
    errors = scatter * rng.standard_normal((n_docs, n_topics)) + leanings[source]
    parts = np.column_stack([true, 1 - true.sum(axis=1)]).clip(0)
    theta = np.stack([p @ _softmax(log_mixes + e) for p, e in zip(parts, errors, strict=True)])
    pairs, of_doc, log_pairs = _plant_pairs(true, log_mixes, interactions, seed)
    for pair, mix in enumerate(log_pairs):
        theta[of_doc == pair] = _softmax(mix + errors[of_doc == pair])
    low, high = np.log(length[0]), np.log(length[1] + 1)
    lengths = np.exp(rng.uniform(low, high, n_docs)).astype(int).clip(*length)
    rows = [
        sp.csr_array(rng.multinomial(n, t @ phi)[None]) for n, t in zip(lengths, theta, strict=True)
    ]
    around = scatter * rng.standard_normal((_TRUTH_DRAWS, n_topics))
    around += leanings[np.arange(_TRUTH_DRAWS) % n_sources]
    truth = np.stack([_softmax(mix + around).mean(axis=0) for mix in [*log_mixes[:-1], *log_pairs]])
    doc_ids = pd.Index([f"doc{i:06d}" for i in range(n_docs)], name="doc_id")
    topics = pd.RangeIndex(n_topics, name="topic")
    countries = pd.Index([f"C{c:02d}" for c in range(n_countries)], name="country")
    words = pd.Index([f"w{v:04d}" for v in range(n_words)], name="word")
    return SimulatedCorpus(
        topic_word=pd.DataFrame(phi, index=topics, columns=words),
        country_topic=pd.DataFrame(truth[:n_countries], index=countries, columns=topics),
        weights=weight_table(doc_ids, countries, weight=seen[0], p_about=seen[1]),
        true_weights=weight_table(doc_ids, countries, weight=true),
        doc_topic=pd.DataFrame(theta, index=doc_ids, columns=topics),
        counts=sp.csr_array(sp.vstack(rows, format="csr")).astype(np.int32),
        doc_ids=doc_ids,
        words=words,
        clusters=pd.Series([f"source{s}" for s in source], index=doc_ids, name="cluster"),
        pair_topic=pd.DataFrame(
            truth[n_countries:],
            index=pd.MultiIndex.from_arrays(countries.to_numpy()[pairs.T], names=PAIR),
            columns=topics,
        ),
    )


def _plant_pairs(
    true: np.ndarray, log_mixes: np.ndarray, interactions: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pairs (interactions, 2), the pair of each document or -1, and the pairs' log mixes."""
    chosen, of_doc = choose_pairs(true, interactions)
    # Numbers of their own: without pairs, every corpus stays what it was.
    rng = np.random.default_rng([seed, 1])
    fresh = rng.dirichlet(np.full(log_mixes.shape[1], 0.5), interactions)
    mean = np.exp(log_mixes)[chosen].mean(axis=1)
    return chosen, of_doc, np.log(0.5 * (0.97 * fresh + 0.03 / fresh.shape[1]) + 0.5 * mean)


def _topic_words(
    rng: np.random.Generator, n_topics: int, n_words: int, background: float, related: float
) -> np.ndarray:
    """Plant P(word | topic): a background, what a family shares, and a topic's own words."""
    general = _zipf(n_words)
    # Words of a topic's own are rarer than the words that all share.
    draws = rng.gamma(0.08, size=(_FAMILIES + n_topics, n_words)) * general**0.7
    draws /= draws.sum(axis=1, keepdims=True)
    family, own = draws[:_FAMILIES], draws[_FAMILIES:]
    particular = related * family[np.arange(n_topics) % _FAMILIES] + (1 - related) * own
    return np.asarray(background * general + (1 - background) * particular)


def _zipf(n: int) -> np.ndarray:
    """Return probabilities that fall with rank as in texts (Mandelbrot 1953)."""
    share = 1 / (np.arange(n) + 2.7)
    return np.asarray(share / share.sum())


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
