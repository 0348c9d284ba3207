"""Rows of topics in numpy, for kernels that run as plain Python: with `NUMBA_DISABLE_JIT=1`.

In compiled kernels a row is a type of the compiler's own. Here it is an array, and every step adds
in the same order.
"""
# ruff: noqa: D103

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from topics.lda._rows import LANES

Row = NDArray[np.float32]
Number = float | np.float32


def stand_in() -> None:
    """Put these in the place of the compiler's, before modules of kernels take their names."""
    from topics.lda import _lane_math, _lanes

    for module, names in {
        _lanes: ("load", "store", "spread", "total"),
        _lane_math: ("fma", "most", "whole", "magnitude", "power_of_two", "above", "rates_of_four"),
    }.items():
        for name in names:
            setattr(module, name, globals()[name])


def load(array: Row, offset: int, width: tuple[int, ...]) -> Row:
    return array.reshape(-1)[offset : offset + LANES * len(width)].copy()


def store(array: Row, offset: int, row: Row) -> None:
    array.reshape(-1)[offset : offset + len(row)] = row


def spread(number: Number, width: tuple[int, ...]) -> Row:
    return np.full(LANES * len(width), number, np.float32)


def total(row: Row) -> Any:  # noqa: ANN401 - a number
    return _sum_of(row.reshape(-1, LANES))


def _sum_of(vectors: Sequence[Row] | Row) -> Any:  # noqa: ANN401
    part = vectors[0]
    for vector in vectors[1:]:
        part = part + vector
    while len(part) > 1:
        part = part[: len(part) // 2] + part[len(part) // 2 :]
    return part[0]


def fma(a: Row | Number, b: Row | Number, c: Row | Number) -> Any:  # noqa: ANN401
    exact = np.multiply(a, b, dtype=np.float64) + c
    return exact.astype(np.float32)


def most(a: Row, b: Row | Number) -> Row:
    return np.asarray(np.fmax(a, b))


def whole(a: Row) -> Row:
    return np.floor(a)


def magnitude(a: Row) -> Row:
    return np.abs(a)


def power_of_two(a: Row) -> Row:
    return np.exp2(a)


def above(a: Row, least: Number) -> Row:
    return np.where(a > least, a, np.float32(0))


def rates_of_four(
    counts: Row, at: int, epsilon: Number, shares: Row, a: Row, b: Row, c: Row, d: Row
) -> tuple[np.float32, ...]:
    sums = []
    for row in (a, b, c, d):
        first, *rest = zip(shares.reshape(-1, LANES), row.reshape(-1, LANES), strict=True)
        part = first[0] * first[1]
        for pair in rest:
            part = fma(*pair, part)
        sums.append(_sum_of([part]))
    return tuple(counts[at : at + 4] / (np.array(sums, np.float32) + np.float32(epsilon)))
