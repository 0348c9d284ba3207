"""Draws of shares -> standard errors and intervals on the logit scale, which respects 0 and 1."""

import numpy as np
from scipy.special import expit, logit, ndtri

_LEAST = 1e-9


def logit_interval(
    estimate: np.ndarray, draws: np.ndarray, *, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Interval around `estimate` whose width on the logit scale is the spread of `draws`.

    Parameters
    ----------
    estimate : array (...)
        Shares in [0, 1].
    draws : array (n_draws, ...)
        Draws of the same shares.
    level : float in (0, 1)
        Share of such intervals that should hold the truth.

    Examples
    --------
    >>> low, high = logit_interval(np.array([0.5]), np.array([[0.4], [0.5], [0.6]]), level=0.95)
    >>> low.round(2), high.round(2)
    (array([0.31]), array([0.69]))
    """
    centre = logit(np.clip(estimate, _LEAST, 1 - _LEAST))
    spread = logit(np.clip(draws, _LEAST, 1 - _LEAST)).std(axis=0, ddof=1)
    reach = ndtri((1 + level) / 2) * spread
    return expit(centre - reach), expit(centre + reach)
