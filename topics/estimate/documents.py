"""The state of the sampler's documents: the topic of every word, and who each is about."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from topics.estimate._kernels import document_state, sweep
from topics.estimate.inputs import Problem
from topics.estimate.words import Topics

_BLOCKS = 16


class Documents:
    """Tokens, their topics and the documents' memberships; `sweep` redraws them in place.

    `lengths` counts the tokens per document that have a topic, which general words have not.
    """

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
        self.lengths = np.diff(self.indptr)
        self.blocks = np.unique(np.searchsorted(self.indptr, cuts))

    def sweep(
        self,
        pool: ThreadPoolExecutor,
        threads: int,
        key: np.uint64,
        topics: Topics,
        mixes: np.ndarray,
        scatter: float,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return tokens by word and topic, tables by leaf and topic, tables per document.

        The last column of the tokens is that of general words.
        """
        n_tables = np.zeros(len(self.slots) - 1, dtype=np.int64)

        def work(worker: int) -> tuple[np.ndarray, np.ndarray]:
            word_topic = np.zeros((len(topics.phi), topics.phi.shape[1] + 1), dtype=np.int32)
            tables = np.zeros(mixes.shape, dtype=np.int32)
            for b in range(worker, len(self.blocks) - 1, threads):
                sweep(
                    self.blocks[b],
                    self.blocks[b + 1],
                    key,
                    self.indptr,
                    self.words,
                    self.topic,
                    topics.phi,
                    topics.general,
                    topics.balance,
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
                    self.lengths,
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
            self.indptr, self.topic, self.slots, self.share, self.about, self.rest, self.lengths,
            shares, weights,
        )  # fmt: skip
        return shares, weights
