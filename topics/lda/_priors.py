"""Priors learned from counts: the Dirichlet priors under which drawn topics are likeliest."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import psi

_LEAST = 1e-3


def likeliest_alpha(
    counts: npt.NDArray[np.float64], alpha: npt.NDArray[Any], *, steps: int = 8
) -> npt.NDArray[np.float64]:
    """Take some steps of Minka's fixed point for a Dirichlet prior on rows of counts.

    Parameters
    ----------
    counts : array of shape (n_docs, n_topics)
        Whole numbers.
    alpha : array of shape (n_topics,)
        Where to start.

    References
    ----------
    Minka (2000): Estimating a Dirichlet distribution. Technical report, equation 55.
    """
    alpha = np.asarray(alpha, np.float64)
    sizes = counts.sum(axis=1)
    for _ in range(steps):
        below = (psi(sizes + alpha.sum()) - psi(alpha.sum())).sum()
        above = (psi(counts + alpha) - psi(alpha)).sum(axis=0)
        alpha = np.maximum(alpha * above / below, _LEAST)
    return alpha


def likeliest_eta(
    counts: npt.NDArray[np.float64], eta: float, *, n_words: int | None = None, steps: int = 8
) -> float:
    """Do the same for one eta shared by all words; counts of shape (n_words, n_topics).

    Words without any count may be left out when `n_words` says how many there are in all.
    """
    sizes = counts.sum(axis=0)
    n_words = len(counts) if n_words is None else n_words
    seen = counts[counts > 0]
    for _ in range(steps):
        below = n_words * (psi(sizes + n_words * eta) - psi(n_words * eta)).sum()
        above = (psi(seen + eta) - psi(eta)).sum()
        eta = float(np.clip(eta * above / below, _LEAST, 1.0))
    return eta
