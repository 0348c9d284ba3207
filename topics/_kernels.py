# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""The compiled loops: sharing out words over topics, document by document and word by word.

Tables of topics are float32 rows padded to whole vectors (`_lanes`); documents are CSR arrays.
A kernel works on rows [start, stop) and writes to places of its own, without Python's lock.
Numba keeps what it compiled on disk, and compiles anew when this file changes; it does not notice
a change of `_lanes.py`.
"""

import math

import numpy as np
from numba import njit

from topics._lanes import fma, load, most, spread, store, total

# numpy's error model: a check for division by zero in each step would keep loops from vectorising.
_JIT = {"nogil": True, "cache": True, "error_model": "numpy", "fastmath": True}
_TINY = np.float32(1e-30)
_F = np.float32


@njit(**_JIT)
def sort_by_word(start, stop, ends, words, word_ends, docs, entries):
    for entry in range(ends[start], ends[stop]):
        word_ends[words[entry] + 1] += 1
    for word in range(len(word_ends) - 1):
        word_ends[word + 1] += word_ends[word]
    place = word_ends[:-1].copy()
    for doc in range(start, stop):
        for entry in range(ends[doc], ends[doc + 1]):
            at = place[words[entry]]
            place[words[entry]] = at + 1
            docs[at] = doc
            entries[at] = entry


@njit(**_JIT)
def fold_in(start, stop, ends, words, counts, topics, alpha, shares, sweeps, tolerance, width):
    row_size = topics.shape[1]
    prior = load(alpha, 0, width)
    zero = spread(_F(0), width)
    minus = spread(_F(-1), width)
    for doc in range(start, stop):
        for _ in range(sweeps):
            theta = load(shares, doc * row_size, width)
            gathered = zero
            for entry in range(ends[doc], ends[doc + 1]):
                row = load(topics, words[entry] * np.int64(row_size), width)
                rate = counts[entry] / (total(theta * row) + _TINY)
                gathered = fma(spread(rate, width), row, gathered)
            new = fma(theta, gathered, prior)
            store(shares, doc * row_size, new)
            change = fma(minus, theta, new)
            if total(most(change, change * minus)) < tolerance:
                break


@njit(**_JIT)
def score(start, stop, ends, words, counts, topics, shares, out, width):
    row_size = topics.shape[1]
    for doc in range(start, stop):
        theta = load(shares, doc * row_size, width)
        norm = math.log(total(theta))
        score = 0.0
        for entry in range(ends[doc], ends[doc + 1]):
            row = load(topics, words[entry] * np.int64(row_size), width)
            score += counts[entry] * (math.log(total(theta * row) + _TINY) - norm)
        out[doc] = score


@njit(**_JIT)
def visit_documents(
    start, stop, ends, words, counts, topics, scale, alpha, theta, used, rates, inverses, width
):  # fmt: skip
    """Share out the words of each document once, from its last topic counts."""
    row_size = topics.shape[1]
    one, floor, zero = spread(_F(1), width), spread(_F(1e-6), width), spread(_F(0), width)
    prior = load(alpha, 0, width)
    scales = load(scale, 0, width)
    for doc in range(start, stop):
        shares = load(theta, doc * row_size, width)
        store(used, doc * row_size, shares)
        scaled = shares * scales
        gathered = zero
        for entry in range(ends[doc], ends[doc + 1]):
            row = load(topics, words[entry] * np.int64(row_size), width)
            weight = shares * row
            inverse = _F(1) / (total(weight) + _TINY)
            # One token's own share is weight * inverse: taken out of the document's count it
            # leaves shares * (1 - row * inverse), out of the topic's row * (1 - scaled * inverse).
            less = spread(-inverse, width)
            weight = weight * most(fma(row, less, one), floor)
            weight = weight * most(fma(scaled, less, one), floor)
            rate = counts[entry] / (total(weight) + _TINY)
            gathered = fma(spread(rate, width), weight, gathered)
            rates[entry] = rate
            inverses[entry] = inverse
        store(theta, doc * row_size, prior + gathered)


@njit(**_JIT)
def gather_words(
    start, stop, word_ends, docs, entries, rates, inverses, used, scale, topics, given, width
):  # fmt: skip
    """Sum the same shares word by word: nobody else writes to the row, and the order is fixed."""
    row_size = topics.shape[1]
    one, floor, zero = spread(_F(1), width), spread(_F(1e-6), width), spread(_F(0), width)
    scales = load(scale, 0, width)
    for word in range(start, stop):
        row = load(topics, word * row_size, width)
        gathered = zero
        for at in range(word_ends[word], word_ends[word + 1]):
            shares = load(used, docs[at] * np.int64(row_size), width)
            entry = entries[at]
            less = spread(-inverses[entry], width)
            weight = shares * most(fma(row, less, one), floor)
            weight = weight * most(fma(shares * scales, less, one), floor)
            gathered = fma(spread(rates[entry], width), weight, gathered)
        store(given, word * row_size, gathered * row)
