"""Fractional logit: mean shares in [0, 1] on covariates, with the error of draws carried through.

A share is regressed as it is, not its logit: what is close to 0 needs no repair, and a prediction
is a mean share. Products are written as `einsum`, whose bits do not turn on threads.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

_STEPS, _TOLERANCE = 100, 1e-10
_FARTHEST = 30.0  # on the logit scale: beyond it a coefficient runs away

Blocks = tuple[list[list[np.ndarray]], list[int]]


def fit_shares(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Maximise sum_g y_g log p_g + (1 - y_g) log(1 - p_g), p = expit(x b); array (n_columns,).

    Papke and Wooldridge (1996), Econometric methods for fractional response variables.
    """
    b = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = expit(np.einsum("gi,i->g", x, b))
        step = np.linalg.pinv(information(x, p)) @ np.einsum("gi,g->i", x, y - p)
        # Half a step where a whole one leaves the range in which shares can be told apart.
        size = np.abs(np.einsum("gi,i->g", x, b + step)).max()
        b = b + step * min(1.0, _FARTHEST / max(size, 1e-12))
        if np.abs(step).max() < _TOLERANCE:
            break
    return b


def information(x: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return sum_g p_g (1 - p_g) x_g x_g', array (n_columns, n_columns)."""
    return np.asarray(np.einsum("gi,g,gj->ij", x, p * (1 - p), x))


def blocks_of(members: Sequence[np.ndarray]) -> Blocks:
    """Return the groups to leave out together, and whether what they add is added or taken off.

    Parameters
    ----------
    members : one array of int (n_groups,), or two
        Cluster of each group; for pairs, that of each of the two countries.
    """
    if len(members) == 1:
        return [[np.flatnonzero(members[0] == code) for code in range(members[0].max() + 1)]], [1]
    first, second = members
    n = int(max(first.max(), second.max())) + 1
    countries = [np.flatnonzero((first == code) | (second == code)) for code in range(n)]
    # Two rows of one pair share both of its countries, and are to be counted once.
    pairs = np.unique(first * n + second, return_inverse=True)[1]
    once = [np.flatnonzero(pairs == code) for code in range(pairs.max() + 1)]
    return [countries, once], [1, -1]


def covariance(
    x: np.ndarray, y: np.ndarray, b: np.ndarray, draws: np.ndarray, blocks: Blocks
) -> np.ndarray:
    r"""Return the covariance of `b`.

    Parameters
    ----------
    x, y, b : arrays (n_groups, n_columns), (n_groups,), (n_columns,)
        As in `fit_shares`.
    draws : array (n_draws, n_groups)
        Draws of the shares.
    blocks : lists
        From `blocks_of`.

    Notes
    -----
    How groups scatter around their means, with the error of each, is told by leaving out one
    cluster after the other (in one step from `b`): a jackknife :math:`J`. For pairs, all of one
    country are left out at once, and what a pair adds to both of its countries is taken off once
    (Aronow, Samii and Assenova 2015). That sees no error that groups of several clusters share,
    such as topics that are off for all of them. So what the draws say of `b`, :math:`B`, is added,
    less what the jackknife has seen of it, :math:`C`: the same sum over the draws' residuals. Where
    :math:`B - C` is below 0 in some direction, nothing is added there.
    """
    p = expit(np.einsum("gi,i->g", x, b))
    whole = information(x, p)
    inverse = np.linalg.pinv(whole, hermitian=True)
    scores = x * (y - p)[:, None]
    apart = draws - draws.mean(axis=0)
    moved = np.einsum("gi,sg->si", np.einsum("ij,gj->gi", inverse, x), apart)
    left = apart - p * (1 - p) * np.einsum("gi,si->sg", x, moved)
    jackknife, seen = np.zeros((2, *whole.shape))
    for parts, sign in zip(*blocks, strict=True):
        for part in parts:
            rest = whole - information(x[part], p[part])
            gone = np.linalg.pinv(rest, rcond=1e-10, hermitian=True) @ scores[part].sum(axis=0)
            jackknife += sign * (len(parts) - 1) / len(parts) * np.outer(gone, gone)
            own = np.einsum("gi,sg->si", x[part], left[:, part])
            seen += sign * np.einsum("si,sj->ij", own, own)
    carried = np.einsum("si,sj->ij", moved, moved) - inverse @ seen @ inverse
    return np.asarray(_positive(jackknife) + _positive(carried / (len(draws) - 1)))


def _positive(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray(np.einsum("ik,k,jk->ij", vectors, values.clip(min=0), vectors))
