"""The state of the sampler's topics: their words, and the chain that they are drawn from."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.special import digamma

from topics.estimate.documents import Documents
from topics.estimate.hierarchy import new_key, redraw_concentration
from topics.estimate.inputs import Problem

_LEAST_PHI = 1e-30
# Median known words under which topics are drawn from the country chain. Chosen by simulation
# (planted corpora of 10, 20 and 30 words, seeds 0 to 2): at 10 and 20, topics drawn without
# countries were found less well and intervals covered less; from 30 on there was no difference.
_SHORT = 25


class Topics:
    """The topics and, unless documents are short, the plain LDA chain they are drawn from."""

    def __init__(self, problem: Problem, documents: Documents, alpha: np.ndarray | None) -> None:
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
        documents: Documents,
    ) -> np.ndarray:
        total = float(self.alpha.sum())
        mix = (self.alpha / total)[None]
        word_topic, _, n_tables = documents.sweep(pool, threads, new_key(rng), self.phi, mix, total)
        if self.learn_total:
            total = redraw_concentration(rng, total, self.lengths, int(n_tables.sum()))
            self.alpha = mix[0] * total
        return word_topic


def _update_eta(eta: float, word_topic: np.ndarray) -> float:
    """Take one fixed-point step towards the likeliest symmetric prior of topics (Minka 2000)."""
    n_words = word_topic.shape[0]
    often = np.bincount(word_topic[word_topic > 0])
    seen = np.flatnonzero(often)
    often = often[seen]
    totals = word_topic.sum(axis=0)
    top = (often * (digamma(seen + eta) - digamma(eta))).sum()
    bottom = n_words * (digamma(totals + n_words * eta) - digamma(n_words * eta)).sum()
    return float(np.clip(eta * top / bottom, 1e-4, 10.0))
