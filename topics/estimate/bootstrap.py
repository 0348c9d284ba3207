"""Draws of the mean topic shares of a group's documents: the Bayesian bootstrap, unmixed.

The hierarchy's own mixes are means only if documents scatter as a Dirichlet does, long and
short ones alike. Real ones do not; so documents, each counting the same, are averaged by the
Bayesian bootstrap (Rubin 1981) over clusters, on top of the hierarchy's prior. Documents that are
about several groups are unmixed: the mixes are those whose weighted means are nearest to the
shares of documents (Kullback-Leibler).
"""

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import scipy.sparse as sp

from topics.estimate.documents import Documents
from topics.estimate.hierarchy import Hierarchy
from topics.estimate.inputs import Problem

_DOCS_PER_BLOCK = 4096
_MOST_BLOCKS = 16
_ITERATIONS = 50
_TOLERANCE = 1e-4
# Variance of the bootstrap weights of groups with many documents; Rubin's is 1. Chosen by
# simulation, where 1 covered too little (planted corpora, seeds 0 and 1): 1.3 was best for groups
# of 50 documents or so, which this is with their correction below.
SPREAD = 1.25


class DocumentMeans:
    """Draws mean topic shares given the state of documents and hierarchy."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slots = problem.weights.indptr.astype(np.int64)
        self.group = problem.weights.indices.astype(np.int64)
        self.plain = bootstrap_correction(problem)
        self.spread = SPREAD * self.plain

    def draw(
        self,
        rng: np.random.Generator,
        pool: ThreadPoolExecutor,
        documents: Documents,
        hierarchy: Hierarchy,
        scatter: float,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return one draw of the mean shares of documents, and one of their shares by main topic.

        Both are float64 arrays (n_groups, n_topics) whose rows sum to 1.
        """
        problem, level = self.problem, self.problem.reported
        shares, weights = documents.state(problem.phi.shape[1])
        of_cluster = self.spread * rng.standard_gamma(1 / self.spread)
        start = hierarchy.mixes[level]
        above = hierarchy.mixes[level + 1][problem.parents[level]]
        pseudo = hierarchy.concentrations[level] * above
        mass = np.bincount(self.group, weights=weights, minlength=len(start))
        # What a document of the group is worth, in the independent choices of topic of the prior.
        worth = np.maximum(hierarchy.tables[level].sum(axis=1), 1) / np.maximum(mass, 1e-3)
        prior = rng.standard_gamma(pseudo) / worth[:, None] + 1e-12
        mains = self._mains(rng, shares, weights, documents.lengths, start, scatter)
        shares *= of_cluster[problem.cluster].astype(np.float32)[:, None]
        return unmix(pool, shares, self.slots, self.group, weights, prior, start), mains

    def _mains(
        self,
        rng: np.random.Generator,
        shares: np.ndarray,
        weights: np.ndarray,
        lengths: np.ndarray,
        mixes: np.ndarray,
        scatter: float,
    ) -> np.ndarray:
        """Draw the shares of documents by main topic: of each group, weighted, not unmixed."""
        of_cluster = self.plain * rng.standard_gamma(1 / self.plain)
        tops = np.zeros(mixes.shape)
        _count_tops(
            shares, lengths, self.slots, self.group, weights, of_cluster[self.problem.cluster],
            mixes, scatter, tops,
        )  # fmt: skip
        # One document's worth, spread as in the corpus: a few that agree are not all there are.
        tops += rng.standard_gamma(tops.sum(axis=0) / tops.sum() + 1e-9, size=tops.shape)
        return np.asarray(tops / tops.sum(axis=1, keepdims=True))


def bootstrap_correction(problem: Problem) -> np.ndarray:
    """Compute how much the bootstrap understates the variance of a mean, for each cluster.

    The variance of Rubin's weighted mean of n values is smaller than the unbiased estimate of
    the variance of a mean by (n - 1) / (n + 1). Here n is Kish's effective number of clusters
    of a group; a cluster takes the mean over its groups. A single one is treated as two are. The
    correction is about 1 for large n.
    """
    weights = problem.weights
    of_slot = np.repeat(problem.cluster, np.diff(weights.indptr))
    # Entries of one cluster and group add up.
    parts = sp.coo_array((weights.data, (of_slot, weights.indices))).tocsr()
    size = parts.sum(axis=0) ** 2 / np.maximum(parts.power(2).sum(axis=0), 1e-12)
    size = np.maximum(size, 2)
    return np.asarray(parts @ ((size + 1) / (size - 1)) / parts.sum(axis=1))


def unmix(
    pool: ThreadPoolExecutor,
    shares: np.ndarray,
    slots: np.ndarray,
    group: np.ndarray,
    weights: np.ndarray,
    prior: np.ndarray,
    mixes: np.ndarray,
) -> np.ndarray:
    """Find the mixes whose weighted means are nearest to the shares of documents.

    Maximises sum_d sum_k shares_dk log sum_c w_dc pi_ck + sum_ck prior_ck log pi_ck by
    expectation-maximisation from `mixes`; rows of `shares` sum to the weight of the document.
    """
    settled = prior.copy()
    several = _settle(shares, slots, group, weights, settled)
    n_blocks = int(np.clip(len(several) // _DOCS_PER_BLOCK, 1, _MOST_BLOCKS))
    blocks = np.array_split(several, n_blocks)

    def work(docs: np.ndarray) -> np.ndarray:
        out = np.zeros(mixes.shape)
        _share_out(docs, shares, slots, group, weights, mixes, out)
        return out

    for _ in range(_ITERATIONS):
        new = settled.copy()
        # In the order of the blocks, so that sums do not depend on threads.
        for part in pool.map(work, blocks) if n_blocks > 1 else map(work, blocks):
            new += part
        new /= new.sum(axis=1, keepdims=True)
        moved = np.abs(new - mixes).max()
        mixes = new
        if moved < _TOLERANCE:
            break
    return mixes


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _count_tops(
    shares: np.ndarray,
    lengths: np.ndarray,
    slots: np.ndarray,
    group: np.ndarray,
    weights: np.ndarray,
    times: np.ndarray,
    mixes: np.ndarray,
    scatter: float,
    out: np.ndarray,
) -> None:
    """Add each document, so many times, to the main topic of its groups: that of most words.

    The words count beside what the groups let expect, `scatter` words' worth, which tells little
    where there are many and all where there is none.
    """
    for d in range(len(lengths)):
        top, most = 0, -1.0
        for k in range(shares.shape[1]):
            words = lengths[d] * shares[d, k]
            for j in range(slots[d], slots[d + 1]):
                words += scatter * weights[j] * mixes[group[j], k]
            if words > most:
                top, most = k, words
        for j in range(slots[d], slots[d + 1]):
            out[group[j], top] += times[d] * weights[j]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _settle(
    shares: np.ndarray,
    slots: np.ndarray,
    group: np.ndarray,
    weights: np.ndarray,
    out: np.ndarray,
) -> np.ndarray:
    """Add documents about one group to it, and return the numbers of the others."""
    several = np.empty(len(shares), np.int64)
    n_several = 0
    for d in range(len(shares)):
        only, n_groups = 0, 0
        for j in range(slots[d], slots[d + 1]):
            if weights[j] > 0:
                only = j
                n_groups += 1
        if n_groups > 1:
            several[n_several] = d
            n_several += 1
        elif n_groups == 1:
            for k in range(shares.shape[1]):
                out[group[only], k] += shares[d, k]
    return several[:n_several]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _share_out(
    docs: np.ndarray,
    shares: np.ndarray,
    slots: np.ndarray,
    group: np.ndarray,
    weights: np.ndarray,
    mixes: np.ndarray,
    out: np.ndarray,
) -> None:
    """Divide documents among their groups, topic by topic, as `mixes` would expect."""
    for d in docs:
        for k in range(shares.shape[1]):
            if shares[d, k] == 0:
                continue
            total = 1e-300
            for j in range(slots[d], slots[d + 1]):
                total += weights[j] * mixes[group[j], k]
            ratio = shares[d, k] / total
            for j in range(slots[d], slots[d + 1]):
                out[group[j], k] += ratio * weights[j] * mixes[group[j], k]
