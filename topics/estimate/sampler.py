"""Posterior draws of country mixes, with the topics themselves uncertain.

The model is LDA whose documents know their countries:

- topic k:      phi_k ~ Dirichlet(eta)
- corpus:       m ~ Dirichlet(1 / K)
- country c:    pi_c ~ Dirichlet(g m); countries with few documents lean on the corpus
- document d:   theta_d ~ Dirichlet(s sum_c w_dc pi_c); s says how documents scatter
- word:         z ~ theta_d, then v ~ phi_z

with eta, g and s learned from the data. Clusters of documents are one more level, between
country and document, and periods another, between corpus and country and period; each has a
concentration of its own. It is the author-topic idea (Rosen-Zvi et al. 2004) with
known weights and with over-dispersed documents, in the hierarchy of Teh et al. (2006). A draw of
pi carries what the document sample, the words of each document, doubtful countries, and the
fitted topics leave open.

The draws of phi know no countries: they come from a plain LDA chain over the same words, with the
prior of the fit, and the country chain uses them without an answer (a cut; Plummer 2015). Were
they drawn from the country chain, its uneven m would let one topic grow into a background of
general words, and estimates would be about other topics than the labels. Only where documents
are too short to tell topics by themselves do the countries help to find them. Sweeps start at the
fitted topics and stay near them, so topic ids keep their meaning.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import digamma
from tqdm.auto import tqdm

from topics.estimate._kernels import document_state, sweep, tables_above, unmix
from topics.estimate.inputs import Problem
from topics.estimate.joint import estimate_mixes

_BLOCKS = 16
_LEAST_PHI = 1e-30
# Variance of the bootstrap weights; Rubin's is 1. Chosen by simulation, where 1 covered too little
# (seeds 0 and 1 of planted corpora, which reports/validate_estimates.py also scores).
_SPREAD = 1.3
# Median known words under which topics are drawn from the country chain. Chosen by simulation
# (planted corpora of 10, 20 and 30 words, seeds 0 to 2): at 10 and 20, topics drawn without
# countries were found less well and intervals covered less; from 30 on there was no difference.
_SHORT = 25

Unit = Literal["document", "evidence"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Posterior:
    """Draws of the country mixes and what was learned on the way.

    Attributes
    ----------
    mixes : float32 array (n_draws, n_groups, n_topics)
        Draws of P(topic | group); each row sums to 1.
    phi : float32 array (n_words, n_topics)
        Mean of the draws of P(word | topic).
    scatter, shrinkage, eta : float
        Means of s, g and eta; eta is NaN where the topics stayed as fitted.
    """

    mixes: np.ndarray
    phi: np.ndarray
    scatter: float
    shrinkage: float
    eta: float


def n_sweeps(n_tokens: int, draws: int) -> tuple[int, int]:
    """Warm-up sweeps and sweeps between draws: small corpora can afford more of both.

    Examples
    --------
    >>> n_sweeps(50_000, 500), n_sweeps(10_000_000, 500)
    ((500, 4), (100, 1))
    """
    affordable = 400_000_000 // max(n_tokens, 1)
    warm_up = int(np.clip(affordable // 4, 100, 500))
    return warm_up, int(np.clip((affordable - warm_up) // draws, 1, 4))


def sample_mixes(
    problem: Problem,
    *,
    draws: int,
    seed: Sequence[int],
    unit: Unit = "document",
    refit: bool = True,
    alpha: np.ndarray | None = None,
    threads: int = 1,
) -> Posterior:
    """Draw country mixes by Gibbs sampling.

    Parameters
    ----------
    problem : Problem
        Lined-up inputs; its phi is where the topics start.
    draws : int
        Draws to keep.
    seed : sequence of int
        Same seed, same draws, whatever `threads` is.
    unit : {"document", "evidence"}
        "document" draws the mean topic shares of a group's documents; "evidence" draws the mix
        in the hierarchy.
    refit : bool
        Draw the topics too; otherwise they stay as fitted.
    alpha : array (n_topics,), optional
        Dirichlet prior of the fit's documents; symmetric and learned when not given.
    threads : int
        Threads to use.
    """
    rng = np.random.default_rng(list(seed))
    documents = _Documents(problem)
    hierarchy = _Hierarchy(problem, threads=threads)
    topics = _Topics(problem, documents, alpha) if refit else None
    phi, scatter = problem.phi, 5.0
    warm_up, thin = n_sweeps(len(documents.words), draws)
    kept = np.empty((draws, len(problem.groups), phi.shape[1]), dtype=np.float32)
    phi_sum, learned = np.zeros(phi.shape), np.zeros(3)
    with ThreadPoolExecutor(threads) as pool:
        for step in tqdm(range(warm_up + draws * thin), desc="sampling", disable=None):
            word_topic, tables, n_tables = documents.sweep(
                pool, threads, _key(rng), phi, hierarchy.mixes[0], scatter
            )
            if topics is not None:
                phi = topics.update(rng, pool, threads, word_topic)
            hierarchy.update(rng, tables)
            scatter = _concentration(rng, scatter, problem.lengths, int(n_tables.sum()))
            after = step - warm_up
            if after >= 0 and after % thin == thin - 1:
                kept[after // thin] = (
                    _document_means(rng, problem, documents, hierarchy)
                    if unit == "document"
                    else hierarchy.mixes[problem.reported]
                )
                phi_sum += phi
                eta = np.nan if topics is None else topics.eta
                learned += scatter, hierarchy.concentrations[problem.reported], eta
    scatter, shrinkage, eta = (learned / draws).tolist()
    return Posterior(
        mixes=kept,
        phi=(phi_sum / draws).astype(np.float32),
        scatter=scatter,
        shrinkage=shrinkage,
        eta=eta,
    )


def _document_means(
    rng: np.random.Generator, problem: Problem, documents: "_Documents", hierarchy: "_Hierarchy"
) -> np.ndarray:
    """Draw the mean topic shares of the documents of each group, unmixed.

    The hierarchy's own mixes are means only if documents scatter as a Dirichlet does, long and
    short ones alike. Real ones do not; so documents, each counting the same, are averaged by
    the Bayesian bootstrap (Rubin 1981) over clusters, on top of the hierarchy's prior.
    """
    shares, weights = documents.state(problem.phi.shape[1])
    n_clusters = int(problem.cluster.max()) + 1
    of_cluster = _SPREAD * rng.standard_gamma(1 / _SPREAD, size=n_clusters)
    level = problem.reported
    pseudo = hierarchy.concentrations[level] * hierarchy.mixes[level + 1][problem.parents[level]]
    mass = np.bincount(problem.weights.indices, weights=weights, minlength=len(pseudo))
    tables = hierarchy.tables[level].sum(axis=1)
    # What a document of the group is worth, in the independent choices of topic of the prior.
    worth = np.maximum(tables, 1) / np.maximum(mass, 1e-3)
    prior = rng.standard_gamma(pseudo) / worth[:, None] + 1e-12
    return np.asarray(
        unmix(
            shares,
            of_cluster[problem.cluster],
            documents.slots,
            problem.weights.indices.astype(np.int64),
            weights,
            prior,
            hierarchy.mixes[level],
            50,
            1e-4,
        )
    )


class _Topics:
    """The topics and, unless documents are short, the plain LDA chain they are drawn from."""

    def __init__(self, problem: Problem, documents: "_Documents", alpha: np.ndarray | None) -> None:
        short = np.median(problem.lengths) < _SHORT
        self.documents = None if short else documents.without_groups()
        self.lengths = problem.lengths
        self.phi, self.eta = problem.phi, 0.02
        n_topics = problem.phi.shape[1]
        self.learn_total = alpha is None
        self.alpha = np.full(n_topics, 5.0 / n_topics) if alpha is None else alpha

    def update(
        self,
        rng: np.random.Generator,
        pool: ThreadPoolExecutor,
        threads: int,
        word_topic: np.ndarray,
    ) -> np.ndarray:
        """Redraw the topics; `word_topic` holds tokens by word and topic in the country chain."""
        if self.documents is not None:
            word_topic = self._sweep(rng, pool, threads, self.documents)
        self.eta = _update_eta(self.eta, word_topic)
        phi = rng.standard_gamma(word_topic + np.float32(self.eta), dtype=np.float32)
        phi += np.float32(_LEAST_PHI)
        self.phi = phi / phi.sum(axis=0)
        return self.phi

    def _sweep(
        self,
        rng: np.random.Generator,
        pool: ThreadPoolExecutor,
        threads: int,
        documents: "_Documents",
    ) -> np.ndarray:
        total = float(self.alpha.sum())
        mix = (self.alpha / total)[None]
        word_topic, _, n_tables = documents.sweep(pool, threads, _key(rng), self.phi, mix, total)
        if self.learn_total:
            total = _concentration(rng, total, self.lengths, int(n_tables.sum()))
            self.alpha = mix[0] * total
        return word_topic


class _Hierarchy:
    """Mixes of leaves, their parents, and so on up to the corpus; `update` redraws them all."""

    def __init__(self, problem: Problem, *, threads: int) -> None:
        reported = problem.reported
        start = estimate_mixes(problem, tolerance=1e-3, threads=threads)
        self.parents = problem.parents
        self.mixes = [start]
        for parent in self.parents[:reported][::-1]:
            self.mixes.insert(0, self.mixes[0][parent])
        for parent in self.parents[reported:]:
            shape = (parent.max() + 1, start.shape[1])
            self.mixes.append(np.full(shape, 1 / start.shape[1]))
        self.concentrations = [5.0] * len(self.parents)
        self.tables: list[np.ndarray] = []

    def update(self, rng: np.random.Generator, tables: np.ndarray) -> None:
        """Redraw concentrations and mixes given the tables of the leaves."""
        levels = [tables]
        for i, parent in enumerate(self.parents):
            c = self.concentrations[i]
            above = tables_above(levels[i], parent, self.mixes[i + 1], c, _key(rng))
            self.concentrations[i] = _concentration(rng, c, levels[i].sum(axis=1), int(above.sum()))
            levels.append(above)
        self.tables = levels
        n_topics = tables.shape[1]
        self.mixes[-1] = _dirichlet(rng, levels[-1] + 1 / n_topics)
        for i in reversed(range(len(self.parents))):
            pseudo = self.concentrations[i] * self.mixes[i + 1][self.parents[i]]
            self.mixes[i] = _dirichlet(rng, pseudo + levels[i])


class _Documents:
    """Tokens, their topics and the documents' memberships; `sweep` redraws them in place."""

    def __init__(self, problem: Problem) -> None:
        times = problem.counts.astype(np.int64)
        self.words = np.repeat(problem.words, times)
        self.indptr = np.concatenate([[0], np.cumsum(times)])[problem.indptr]
        self.topic = np.full(len(self.words), -1, dtype=np.int16)
        weights, p_about = problem.weights, problem.p_about
        self.slots = weights.indptr.astype(np.int64)
        self.group = problem.leaf
        self.p_about = p_about.data
        self.share = weights.data / np.maximum(p_about.data, 1e-9)
        self.about = np.ones(len(self.share), dtype=np.int8)
        last = self.slots[1:] - 1
        doubt = 1 - p_about.data
        doubt[last] = 1
        about_none = np.multiply.reduceat(doubt, self.slots[:-1])
        self.rest = np.clip(weights.data[last] - about_none, 0.0, 1.0)
        cuts = np.linspace(0, len(self.words), _BLOCKS + 1)
        self.blocks = np.unique(np.searchsorted(self.indptr, cuts))

    def without_groups(self) -> "_Documents":
        """Return the same tokens with topics of their own, all documents in one group."""
        plain = copy(self)
        n = len(self.slots) - 1
        plain.topic = np.full_like(self.topic, -1)
        plain.slots = np.arange(n + 1)
        plain.group = np.zeros(n, dtype=np.int64)
        plain.p_about = plain.share = plain.rest = np.ones(n)
        plain.about = np.ones(n, dtype=np.int8)
        return plain

    def sweep(
        self,
        pool: ThreadPoolExecutor,
        threads: int,
        key: np.uint64,
        phi: np.ndarray,
        mixes: np.ndarray,
        scatter: float,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return tokens by word and topic, tables by leaf and topic, tables by document."""
        n_tables = np.zeros(len(self.slots) - 1, dtype=np.int64)

        def work(worker: int) -> tuple[np.ndarray, np.ndarray]:
            word_topic = np.zeros(phi.shape, dtype=np.int32)
            tables = np.zeros(mixes.shape, dtype=np.int32)
            for b in range(worker, len(self.blocks) - 1, threads):
                sweep(
                    self.blocks[b],
                    self.blocks[b + 1],
                    key,
                    self.indptr,
                    self.words,
                    self.topic,
                    phi,
                    self.slots,
                    self.group,
                    self.share,
                    self.p_about,
                    self.about,
                    self.rest,
                    mixes,
                    scatter,
                    word_topic,
                    tables,
                    n_tables,
                )
            return word_topic, tables

        # Whole numbers add up the same in any order, so threads leave no trace.
        word_topic, tables = next(parts := iter(pool.map(work, range(threads))))
        for other in parts:
            word_topic += other[0]
            tables += other[1]
        return word_topic, tables, n_tables

    def state(self, n_topics: int) -> tuple[np.ndarray, np.ndarray]:
        """Topic shares of the documents' words, and weights of their groups, as drawn last."""
        shares = np.empty((len(self.slots) - 1, n_topics), dtype=np.float32)
        weights = np.zeros(len(self.share))
        document_state(
            self.indptr, self.topic, self.slots, self.share, self.about, self.rest, shares, weights
        )
        return shares, weights


def _dirichlet(rng: np.random.Generator, pseudo: np.ndarray) -> np.ndarray:
    """One draw by row; the floor keeps logarithms of shares finite."""
    draw = rng.standard_gamma(pseudo) + 1e-12
    return np.asarray(draw / draw.sum(axis=1, keepdims=True))


def _key(rng: np.random.Generator) -> np.uint64:
    return np.uint64(rng.integers(2**63))


def _concentration(
    rng: np.random.Generator, value: float, sizes: np.ndarray, n_tables: int
) -> float:
    """Redraw the concentration of Dirichlets that seated `sizes` guests at `n_tables` tables.

    Auxiliary variables of Escobar and West (1995), as in appendix A of Teh et al. (2006), with a
    flat Gamma(1, 0.1) prior.
    """
    sizes = sizes[sizes > 0]
    log_eta = np.log(rng.beta(value + 1, sizes)).sum()
    extra = (rng.random(len(sizes)) * (value + sizes) < sizes).sum()
    return float(rng.gamma(1 + n_tables - extra, 1 / (0.1 - log_eta)))


def _update_eta(eta: float, word_topic: np.ndarray) -> float:
    """One fixed-point step towards the likeliest symmetric prior of the topics (Minka 2000)."""
    n_words = word_topic.shape[0]
    often = np.bincount(word_topic[word_topic > 0])
    seen = np.flatnonzero(often)
    often = often[seen]
    totals = word_topic.sum(axis=0)
    top = (often * (digamma(seen + eta) - digamma(eta))).sum()
    bottom = n_words * (digamma(totals + n_words * eta) - digamma(n_words * eta)).sum()
    return float(np.clip(eta * top / bottom, 1e-4, 10.0))
