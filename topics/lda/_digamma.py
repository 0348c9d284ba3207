# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""exp(digamma) and its inverse in float32, for rows and for single numbers, within kernels."""

import math

import numpy as np
from numba import njit

from topics.lda._lane_math import fma, most, power_of_two, whole
from topics.lda._lanes import JIT

# Of the modules that this one imports: see `_kernels.py`.
_IMPORTS_DIGEST = "3955a075"
_F = np.float32


@njit(inline="always", **JIT)
def _exp(x):
    """Take the exponential of a row, to 1e-7 in [-80, 80] constant below: no denormal numbers."""
    x = most(x, _F(-80))
    n = whole(fma(x, _F(1.4426950408889634), _F(0.5)))
    # ln 2 in two parts, so that the rest r in [-0.35, 0.35] keeps its last bits.
    r = fma(n, _F(-0.693145751953125), x)
    r = fma(n, _F(-1.428606765330187e-06), r)
    p = fma(r, _F(1 / 5040), _F(1 / 720))
    p = fma(r, p, _F(1 / 120))
    p = fma(r, p, _F(1 / 24))
    p = fma(r, p, _F(1 / 6))
    p = fma(r, p, _F(1 / 2))
    p = fma(r, p, _F(1))
    p = fma(r, p, _F(1))
    return p * power_of_two(n)


@njit(inline="always", **JIT)
def _tail(z, inverse_square):
    """Give exp(digamma(z + 1/2)) for z >= 2.5: its series in 1/z^2, fitted to 3e-9 there."""
    p = inverse_square * _F(-0.0024711024) + _F(0.0034263697)
    p = inverse_square * p + _F(-0.006419878)
    p = inverse_square * p + _F(0.041666651)
    return (inverse_square * p + _F(1)) * z


@njit(inline="always", **JIT)
def exp_digamma(x):
    """Give exp(digamma(x)) of a row of numbers above zero, three steps of the recurrence up."""
    z = x + _F(2.5)
    square = z * z
    steps = x * (x + _F(1)) * (x + _F(2))
    # One division gives both 1 / z^2 and 1/x + 1/(x+1) + 1/(x+2).
    inverse = _F(1) / (square * steps)
    slope = (x * _F(3) + _F(6)) * x + _F(2)
    return _tail(z, steps * inverse) * _exp(_F(0) - slope * square * inverse)


@njit(inline="always", **JIT)
def inverse_exp_digamma(x):
    """Give exp(-digamma(x)) of one number above zero."""
    below = _F(0)
    while x < _F(3):
        below += _F(1) / x
        x += _F(1)
    z = x - _F(0.5)
    inverse = _F(1) / _tail(z, _F(1) / (z * z))
    return inverse * math.exp(below) if below > 0 else inverse
