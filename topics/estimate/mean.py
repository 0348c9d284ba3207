"""The usual estimate, for comparison: the weighted mean of document-topic shares per country."""

import numpy as np
import scipy.sparse as sp

from topics.estimate.inputs import Problem
from topics.estimate.joint import responsibilities


def document_shares(problem: Problem, *, alpha: np.ndarray, threads: int = 1) -> np.ndarray:
    """Infer topic shares of each document given the topics, float64 (n_docs, n_topics).

    Posterior mean by smoothed expectation-maximisation: expected counts plus `alpha`.
    """
    n_topics = len(problem.topics)
    shares = np.full((len(problem.doc_ids), n_topics), 1 / n_topics)
    for _ in range(50):
        expected = shares * responsibilities(problem, shares, threads=threads) + alpha
        shares = expected / expected.sum(axis=1, keepdims=True)
    return np.asarray(shares)


def bootstrap_means(
    problem: Problem, shares: np.ndarray, *, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return weighted means (n_groups, n_topics) and Bayesian bootstrap draws over clusters.

    Rubin (1981), The Bayesian bootstrap: every cluster gets an exponential weight.
    """
    to_groups = sp.csr_array(problem.weights.T)
    estimate = to_groups @ shares
    sample = np.empty((draws, *estimate.shape), dtype=np.float32)
    n_clusters = int(problem.cluster.max()) + 1
    for b in range(draws):
        # A generator per draw: a draw does not depend on how many are made.
        weight = np.random.default_rng([seed, b]).exponential(size=n_clusters)[problem.cluster]
        drawn = to_groups @ (weight[:, None] * shares) + 1e-12
        sample[b] = drawn / drawn.sum(axis=1, keepdims=True)
    total = estimate.sum(axis=1, keepdims=True)
    return np.divide(estimate, total, out=np.full_like(estimate, np.nan), where=total > 0), sample
