"""The joint estimate: country mixes that make the words of all documents likeliest, given topics.

A document that is about several countries is a mixture: its topics are the weighted mean of its
countries' topics. The log-likelihood is concave in the mixes, so expectation-maximisation finds
its one maximum without tuning.
"""

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import scipy.sparse as sp

from topics.estimate.inputs import Problem

_DOCS_PER_BLOCK = 2048


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _responsibilities(
    first: int,
    last: int,
    indptr: np.ndarray,
    words: np.ndarray,
    counts: np.ndarray,
    phi: np.ndarray,
    shares: np.ndarray,
    out: np.ndarray,
) -> None:
    """Fill out[d, k] = sum_v n_dv phi_vk / sum_j shares_dj phi_vj for documents first..last-1."""
    n_topics = phi.shape[1]
    for d in range(first, last):
        for k in range(n_topics):
            out[d, k] = 0
        for at in range(indptr[d], indptr[d + 1]):
            v = words[at]
            p = np.float32(1e-30)
            for k in range(n_topics):
                p += shares[d, k] * phi[v, k]
            ratio = counts[at] / p
            for k in range(n_topics):
                out[d, k] += ratio * phi[v, k]


def responsibilities(problem: Problem, shares: np.ndarray, *, threads: int = 1) -> np.ndarray:
    """Compute the gradient of each log-likelihood in the topic shares, float32 (n_docs, n_topics).

    Documents are cut in blocks that do not depend on `threads`, and each writes only its own
    rows: the result is the same for any number of threads.
    """
    n_docs = len(problem.doc_ids)
    out = np.empty((n_docs, problem.phi.shape[1]), dtype=np.float32)
    shares = np.ascontiguousarray(shares, dtype=np.float32)

    def work(first: int) -> None:
        last = min(first + _DOCS_PER_BLOCK, n_docs)
        _responsibilities(
            first, last, problem.indptr, problem.words, problem.counts, problem.phi, shares, out
        )

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(0, n_docs, _DOCS_PER_BLOCK)))
    return out


def estimate_mixes(
    problem: Problem,
    *,
    doc_weight: np.ndarray | None = None,
    start: np.ndarray | None = None,
    prior: float = 0.5,
    iterations: int = 300,
    tolerance: float = 1e-4,
    threads: int = 1,
) -> np.ndarray:
    """Estimate the topic mix of every group, float64 array (n_groups, n_topics), rows sum to 1.

    Maximises sum_d u_d sum_v n_dv log sum_c w_dc sum_k pi_ck phi_kv with u_d = `doc_weight`,
    1 / n_d by default: every document counts the same, however long it is.

    Parameters
    ----------
    problem : Problem
        Lined-up inputs.
    doc_weight : array (n_docs,), optional
        Weight of a document's log-likelihood per word.
    start : array (n_groups, n_topics), optional
        Where to start; by default all topics alike.
    prior : float, default 0.5
        Documents' worth of the corpus mix that is added to every group: keeps mixes of groups
        with few documents away from 0 and 1.
    iterations, tolerance : int, float
        Stop when no share moves by more than `tolerance` in a step, or after `iterations`.
    threads : int, default 1
        Threads to use; the result does not depend on it.
    """
    n_topics = problem.phi.shape[1]
    weight = 1 / problem.lengths if doc_weight is None else doc_weight
    to_groups = sp.csr_array(problem.weights.T * weight)
    pi = np.full((len(problem.groups), n_topics), 1 / n_topics) if start is None else start
    for _ in range(iterations):
        expected = pi * (
            to_groups @ responsibilities(problem, problem.weights @ pi, threads=threads)
        )
        corpus = expected.sum(axis=0) / expected.sum()
        # The floor lets a group without any document take the corpus mix.
        new = expected + max(prior, 1e-9) * corpus
        new /= new.sum(axis=1, keepdims=True)
        moved = np.abs(new - pi).max()
        pi = new
        if moved < tolerance:
            break
    return np.asarray(pi)
