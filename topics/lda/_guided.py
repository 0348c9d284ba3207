"""The CVB0 run of guided topics: pseudo-counts for seed words, and a start from them."""

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from topics.lda._rows import padded_rows
from topics.lda.cvb0 import CvbRun, words_of
from topics.lda.model import LDAConfig

_PLAIN = 0.2


class GuidedRun(CvbRun):
    """A fit under way whose topics lean towards seed words.

    Parameters
    ----------
    table : csr_array of shape (n_docs, n_words)
        Documents with at least one word each.
    config : LDAConfig
    hint : array of shape (n_words, n_topics)
        Count in the corpus of each seed word, at its topic; zero elsewhere.
    strength : float
        Pseudo-counts are `strength * hint`.
    """

    def __init__(
        self,
        table: sp.csr_array,
        config: LDAConfig,
        *,
        hint: npt.NDArray[np.float64],
        strength: float,
    ) -> None:
        self._boost = padded_rows(strength * hint[words_of(table)])
        self._boost_sums = strength * hint.sum(axis=0)
        super().__init__(table, config, seed=[config.seed, 2])
        seeded = (hint > 0).astype(np.float64)
        rng = np.random.default_rng([config.seed, 3])
        shares = np.asarray(table[self.order] @ seeded)
        # Words that are no seed words leave room for every topic, and chance tells free ones apart.
        room = rng.standard_exponential(shares.shape) / config.n_topics
        shares += _PLAIN * self.sizes[:, None] * room
        shares *= (self.sizes / shares.sum(axis=1))[:, None]
        self.theta = padded_rows(shares) + self.alpha
        self.word_counts = self._first_counts()
        self._refresh()

    def _refresh(self) -> None:
        sums = self.word_counts[:, : self.n_topics].sum(axis=0, dtype=np.float64)
        sums += self.n_words * self.eta + self._boost_sums
        self._scale = np.zeros(len(self.alpha), np.float32)
        self._scale[: self.n_topics] = 1.0 / sums
        self._topics = (self.word_counts + self._boost + np.float32(self.eta)) * self._scale
