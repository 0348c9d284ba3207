"""Corpora with planted topics and country mixes: known answers for tests and power analyses."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics._checks import check_count, check_range
from topics.errors import TopicsError

PAIR = ["first", "second"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulatedCorpus:
    """A planted corpus and its truth.

    Attributes
    ----------
    topic_word : DataFrame (n_topics, n_words)
        P(word | topic), rows sum to 1.
    country_topic : DataFrame (n_countries, n_topics)
        P(topic | country), rows sum to 1: what an estimate should find.
    weights : DataFrame
        `doc_id, country, weight, p_about`, as `country_weights` returns: what a reader who finds
        countries in text would know.
    true_weights : DataFrame
        `doc_id, country, weight`: what each document is truly about.
    doc_topic : DataFrame (n_docs, n_topics)
        The topic shares of each document.
    counts, doc_ids, words : csr_array (n_docs, n_words), Index, Index
        The word counts, with the attributes of a `BagOfWords`.
    clusters : Series
        Cluster (an outlet, a day) of each document, indexed by doc_id.
    pair_topic : DataFrame (interactions, n_topics)
        P(topic | pair) of the pairs whose documents are not a mixture of their two countries,
        indexed by first and second country; rows sum to 1.
    """

    topic_word: pd.DataFrame
    country_topic: pd.DataFrame
    weights: pd.DataFrame
    true_weights: pd.DataFrame
    doc_topic: pd.DataFrame
    counts: sp.csr_array
    doc_ids: pd.Index
    words: pd.Index
    clusters: pd.Series
    pair_topic: pd.DataFrame


def simulate_corpus(
    *,
    n_docs: int = 1000,
    n_countries: int = 12,
    n_topics: int = 8,
    n_words: int = 800,
    length: tuple[int, int] = (30, 200),
    countries_per_doc: tuple[float, ...] = (0.65, 0.175, 0.175),
    concentration: float = 6.0,
    weight_noise: float = 0.0,
    n_clusters: int | None = None,
    cluster_concentration: float = 20.0,
    interactions: int = 0,
    seed: int = 0,
) -> SimulatedCorpus:
    """Draw a corpus from a known model.

    A document picks its countries, then their weights, then topic shares scattered around the
    weighted mean of its countries' mixes (Dirichlet, `concentration`), then words.

    Parameters
    ----------
    n_docs, n_countries, n_topics, n_words : int
        Size of the corpus.
    length : (int, int)
        Words per document, drawn evenly between both, ends included.
    countries_per_doc : tuple of float
        Probability of 1, 2, 3, ... countries in a document; sums to 1.
    concentration : float
        How closely a document follows its countries' mix: large is close.
    weight_noise : float in [0, 0.9]
        Share of country mentions that the document is not about. Their `p_about` says how likely
        they are, truthfully: of the mentions with p_about 0.7, 70 % are real. A document without
        a real one is about no country.
    n_clusters : int, optional
        Documents belong to clusters, each with its own version of every country's mix.
    cluster_concentration : float
        How closely the versions follow the countries' mixes: large is close.
    interactions : int
        Pairs of countries that are written about together otherwise than apart: documents about
        these two and no other follow a mix of the pair, half its own and half the mean of the
        two, whatever their weights and cluster. Of the pairs ranked by such documents, these are
        the first, the third, the fifth and so on, so that pairs without are as large. Topics,
        countries' mixes and weights are planted as without them.
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
    >>> planted = simulate_corpus(n_docs=50, n_countries=3, n_topics=2, n_words=40, seed=1)
    >>> planted.country_topic.shape
    (3, 2)
    >>> bool(np.allclose(planted.country_topic.sum(axis=1), 1))
    True
    """
    check_options(n_docs, n_countries, n_topics, n_words, length, countries_per_doc)
    check_range(concentration, 0, float("inf"), name="concentration", open_ends=True)
    check_range(weight_noise, 0, 0.9, name="weight_noise")
    check_range(
        cluster_concentration, 0, float("inf"), name="cluster_concentration", open_ends=True
    )
    check_count(interactions, name="interactions", least=0)
    rng = np.random.default_rng(seed)
    phi = rng.dirichlet(np.full(n_words, 0.03), n_topics)
    mixes = 0.95 * rng.dirichlet(np.full(n_topics, 0.3), n_countries + 1) + 0.05 / n_topics
    popularity = rng.dirichlet(np.ones(n_countries))
    doc_ids = pd.Index([f"doc{i:06d}" for i in range(n_docs)], name="doc_id")
    true, seen = draw_weights(rng, n_docs, popularity, countries_per_doc, weight_noise)
    # The last mix is that of the remainder, which is about no country.
    parts = np.column_stack([true, 1 - true.sum(axis=1)]).clip(0)
    expected = parts @ mixes
    cluster = np.arange(n_docs) if n_clusters is None else rng.integers(n_clusters, size=n_docs)
    if n_clusters is not None:
        own = rng.gamma(cluster_concentration * mixes, size=(n_clusters, *mixes.shape)) + 1e-9
        own /= own.sum(axis=2, keepdims=True)
        expected = np.einsum("dc,dck->dk", parts, own[cluster])
    pairs, pair_mixes = _plant_pairs(true, mixes, expected, interactions, seed)
    theta = rng.gamma(concentration * expected + 1e-3)
    theta /= theta.sum(axis=1, keepdims=True)
    lengths = rng.integers(length[0], length[1] + 1, size=n_docs)
    rows = [
        sp.csr_array(rng.multinomial(n, t @ phi)[None]) for n, t in zip(lengths, theta, strict=True)
    ]
    topics = pd.RangeIndex(n_topics, name="topic")
    countries = pd.Index([f"C{c:02d}" for c in range(n_countries)], name="country")
    words = pd.Index([f"w{v:04d}" for v in range(n_words)], name="word")
    return SimulatedCorpus(
        topic_word=pd.DataFrame(phi, index=topics, columns=words),
        country_topic=pd.DataFrame(mixes[:-1], index=countries, columns=topics),
        weights=weight_table(doc_ids, countries, weight=seen[0], p_about=seen[1]),
        true_weights=weight_table(doc_ids, countries, weight=true),
        doc_topic=pd.DataFrame(theta, index=doc_ids, columns=topics),
        counts=sp.csr_array(sp.vstack(rows, format="csr")).astype(np.int32),
        doc_ids=doc_ids,
        words=words,
        clusters=pd.Series([f"cluster{c}" for c in cluster], index=doc_ids, name="cluster"),
        pair_topic=pd.DataFrame(
            pair_mixes,
            index=pd.MultiIndex.from_arrays(countries.to_numpy()[pairs.T], names=PAIR),
            columns=topics,
        ),
    )


def weight_table(doc_ids: pd.Index, countries: pd.Index, **values: np.ndarray) -> pd.DataFrame:
    """Return one row per document and country, where the first of the matrices is not 0."""
    rows, columns = np.nonzero(next(iter(values.values())))
    found = {name: matrix[rows, columns] for name, matrix in values.items()}
    return pd.DataFrame({"doc_id": doc_ids[rows], "country": countries[columns]} | found)


def _plant_pairs(
    true: np.ndarray, mixes: np.ndarray, expected: np.ndarray, interactions: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Give pairs of countries mixes of their own, in place; return the pairs, and their mixes."""
    n_topics = mixes.shape[1]
    pairs, of_doc = choose_pairs(true, interactions)
    # Numbers of their own: without pairs, every corpus stays what it was.
    fresh = np.random.default_rng([seed, 1]).dirichlet(np.full(n_topics, 0.3), interactions)
    own = 0.5 * (0.95 * fresh + 0.05 / n_topics) + 0.5 * mixes[pairs].mean(axis=1)
    for pair, mix in enumerate(own):
        expected[of_doc == pair] = mix
    return pairs, own


def choose_pairs(true: np.ndarray, interactions: int) -> tuple[np.ndarray, np.ndarray]:
    """Choose pairs to interact: the largest, the third, the fifth and so on.

    Returns
    -------
    pairs : int array (interactions, 2)
        Places of the two countries.
    of_doc : int array (n_docs,)
        Which of the pairs a document is about, with no third country; -1 for none.
    """
    two = np.flatnonzero((true > 0).sum(axis=1) == 2)
    at = np.nonzero(true[two])[1].reshape(-1, 2)
    pairs, of_doc, sizes = np.unique(at, axis=0, return_inverse=True, return_counts=True)
    chosen = np.argsort(-sizes, kind="stable")[::2][:interactions]
    if len(chosen) < interactions:
        raise TopicsError(
            f"`interactions` is {interactions}, but documents are about {len(pairs)} pairs of "
            "countries, and every second can have one. Ask for fewer, or plant more documents."
        )
    of_pair = np.full(len(true), -1)
    for number, pair in enumerate(chosen):
        of_pair[two[of_doc.ravel() == pair]] = number
    return pairs[chosen].reshape(-1, 2), of_pair


def check_options(
    n_docs: int,
    n_countries: int,
    n_topics: int,
    n_words: int,
    length: tuple[int, int],
    countries_per_doc: tuple[float, ...],
) -> None:
    """Check what all planted corpora have in common."""
    check_count(n_docs, name="n_docs")
    check_count(n_countries, name="n_countries")
    check_count(n_topics, name="n_topics")
    check_count(n_words, name="n_words")
    if not 1 <= length[0] <= length[1]:
        raise TopicsError(f"`length` must be (least, most) with 1 <= least <= most; got {length}.")
    shares = np.asarray(countries_per_doc, dtype=float)
    if (shares < 0).any() or not np.isclose(shares.sum(), 1) or len(shares) > n_countries:
        raise TopicsError(
            "`countries_per_doc` must hold probabilities that sum to 1, for at most "
            f"`n_countries`={n_countries} countries per document; got {countries_per_doc}."
        )


def draw_weights(
    rng: np.random.Generator,
    n_docs: int,
    popularity: np.ndarray,
    countries_per_doc: tuple[float, ...],
    noise: float,
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Draw true weights, and (weights, p_about) as seen; all (n_docs, n_countries).

    A mention is real with probability p_about, whose mean is 1 - noise. A document is divided
    among its real mentions, and is about no country when it has none; the weight as seen is the
    expectation of this over which mentions are real.
    """
    n_countries = len(popularity)
    true = np.zeros((n_docs, n_countries))
    seen, p_about = np.zeros_like(true), np.zeros_like(true)
    many = rng.choice(len(countries_per_doc), size=n_docs, p=countries_per_doc) + 1
    for d in range(n_docs):
        named = rng.choice(n_countries, many[d], replace=False, p=popularity)
        share = rng.dirichlet(np.full(many[d], 2.0))
        if noise == 0:
            true[d, named] = seen[d, named] = share
            p_about[d, named] = 1
            continue
        p = rng.beta(4 * (1 - noise), 4 * noise, size=many[d])
        real = rng.random(many[d]) < p
        p_about[d, named] = p
        true[d, named] = _divide(share * real)
        for which in product((0, 1), repeat=many[d]):
            chance = np.prod(np.where(which, p, 1 - p))
            seen[d, named] += chance * _divide(share * which)
    return true, (seen, p_about)


def _divide(parts: np.ndarray) -> np.ndarray:
    total = parts.sum()
    return parts / total if total > 0 else parts
