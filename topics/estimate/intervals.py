"""Draws -> intervals on the logit scale, with their own reach below and above the median."""

import numpy as np
from scipy.special import expit, logit, ndtri

_LEAST = 1e-9


def share_interval(draws: np.ndarray, *, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Compute an interval for shares in [0, 1].

    A normal curve with one spread below and one above the median is laid over the draws on the
    logit scale: steadier than the outermost quantiles of a few hundred draws, and not misled, as
    one spread for both sides would be, by shares that may well be 0. The interval always holds
    the mean of the draws.

    Parameters
    ----------
    draws : array (n_draws, ...)
        Draws of the shares.
    level : float in (0, 1)
        Share of such intervals that should hold the truth.

    Returns
    -------
    low, high : arrays (...)

    References
    ----------
    Fernández and Steel (1998), On Bayesian modeling of fat tails and skewness.

    Examples
    --------
    >>> low, high = share_interval(np.array([[0.4], [0.5], [0.6]]), level=0.95)
    >>> low.round(2), high.round(2)
    (array([0.34]), array([0.66]))
    >>> share_interval(np.ones((3, 1), dtype=np.float32), level=0.95)[1]
    array([1.])
    """
    inside = np.clip(draws.astype(np.float64), _LEAST, 1 - _LEAST)
    low, high = _reach(logit(inside), level)
    mean = draws.mean(axis=0, dtype=np.float64)
    return np.minimum(expit(low), mean), np.maximum(expit(high), mean)


def difference_interval(
    draws: np.ndarray, *, level: float, ends: tuple[float, float] = (-1, 1)
) -> tuple[np.ndarray, np.ndarray]:
    """Compute an interval for differences, as `share_interval` on the plain scale.

    `ends` are the smallest and the largest difference that there can be.
    """
    low, high = _reach(draws.astype(np.float64), level)
    mean = draws.mean(axis=0, dtype=np.float64)
    return np.minimum(low.clip(ends[0]), mean), np.maximum(high.clip(max=ends[1]), mean)


def difference_score(draws: np.ndarray) -> np.ndarray:
    """Count the spreads from 0 to the median of the draws, those of the side that faces 0."""
    median, below, above = _shape(draws.astype(np.float64))
    spread = np.where(median > 0, below, above)
    return np.asarray(median / np.maximum(spread, 1e-12))


def _reach(values: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    median, below, above = _shape(values)
    z = ndtri((1 + level) / 2)
    return median - z * below, median + z * above


def _shape(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the median, and the root mean square distance from it below and above."""
    median = np.median(values, axis=0)
    apart = values - median
    # Half of the draws lie on each side of the median, hence the 2.
    below = np.sqrt(2 * np.mean(np.minimum(apart, 0) ** 2, axis=0))
    above = np.sqrt(2 * np.mean(np.maximum(apart, 0) ** 2, axis=0))
    return median, below, above
