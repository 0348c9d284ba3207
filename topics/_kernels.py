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

from topics._lanes import (
    fma,
    load,
    magnitude,
    most,
    power_of_two,
    spread,
    store,
    total,
    whole,
)

# numpy's error model: a check for division by zero in each step would keep loops from vectorising.
_JIT = {"nogil": True, "cache": True, "error_model": "numpy", "fastmath": True}
TINY = np.float32(1e-30)
_FLOOR = np.float32(1e-6)
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
    """Move `shares` to the fixed point of alpha + expected topic counts, topics held fixed."""
    row_size = topics.shape[1]
    prior = load(alpha, 0, width)
    for doc in range(start, stop):
        theta = load(shares, doc * row_size, width)
        for _ in range(sweeps):
            gathered = spread(_F(0), width)
            for entry in range(ends[doc], ends[doc + 1]):
                row = load(topics, words[entry] * np.int64(row_size), width)
                rate = counts[entry] / (total(theta * row) + TINY)
                gathered = fma(rate, row, gathered)
            new = fma(theta, gathered, prior)
            change = total(magnitude(new - theta))
            theta = new
            if change < tolerance:
                break
        store(shares, doc * row_size, theta)


@njit(**_JIT)
def score(start, stop, ends, words, counts, topics, shares, out, width):
    row_size = topics.shape[1]
    for doc in range(start, stop):
        theta = load(shares, doc * row_size, width)
        norm = math.log(total(theta))
        score = 0.0
        for entry in range(ends[doc], ends[doc + 1]):
            row = load(topics, words[entry] * np.int64(row_size), width)
            score += counts[entry] * (math.log(total(theta * row) + TINY) - norm)
        out[doc] = score


@njit(**_JIT)
def visit_documents(
    start, stop, ends, words, counts, topics, scale, alpha, theta, used, rates, inverses, width
):
    """CVB0: share out the words of each document once, from its last topic counts."""
    row_size = topics.shape[1]
    prior = load(alpha, 0, width)
    scales = load(scale, 0, width)
    for doc in range(start, stop):
        shares = load(theta, doc * row_size, width)
        store(used, doc * row_size, shares)
        scaled = shares * scales
        gathered = spread(_F(0), width)
        for entry in range(ends[doc], ends[doc + 1]):
            row = load(topics, words[entry] * np.int64(row_size), width)
            weight = shares * row
            inverse = _F(1) / (total(weight) + TINY)
            # One token's own share is weight * inverse: taken out of the document's count it
            # leaves shares * (1 - row * inverse), out of the topic's row * (1 - scaled * inverse).
            weight = weight * most(fma(row, -inverse, _F(1)), _FLOOR)
            weight = weight * most(fma(scaled, -inverse, _F(1)), _FLOOR)
            rate = counts[entry] / (total(weight) + TINY)
            gathered = fma(rate, weight, gathered)
            rates[entry] = rate
            inverses[entry] = inverse
        store(theta, doc * row_size, prior + gathered)


@njit(**_JIT)
def gather_words(
    start, stop, word_ends, docs, entries, rates, inverses, used, scale, topics, given, width
):
    """CVB0: sum the same shares word by word; nobody else writes to the row, the order is fixed."""
    row_size = topics.shape[1]
    scales = load(scale, 0, width)
    for word in range(start, stop):
        row = load(topics, word * row_size, width)
        gathered = spread(_F(0), width)
        for at in range(word_ends[word], word_ends[word + 1]):
            shares = load(used, docs[at] * np.int64(row_size), width)
            entry = entries[at]
            less = -inverses[entry]
            weight = shares * most(fma(row, less, _F(1)), _FLOOR)
            weight = weight * most(fma(shares * scales, less, _F(1)), _FLOOR)
            gathered = fma(rates[entry], weight, gathered)
        store(given, word * row_size, gathered * row)


@njit(**_JIT)
def draw_topics(n_docs, ends, words, counts, topics, theta, chances, in_docs, in_words):
    """CVB0: draw a topic for every word of the first documents and count the draws.

    `chances` holds a number in [0, 1) for each token, `in_docs` (docs, topics) and `in_words`
    (words, topics) receive the counts.
    """
    n_topics = in_docs.shape[1]
    reach = np.empty(n_topics, np.float32)
    token = 0
    for doc in range(n_docs):
        for entry in range(ends[doc], ends[doc + 1]):
            word = words[entry]
            upto = _F(0)
            for topic in range(n_topics):
                upto += theta[doc, topic] * topics[word, topic]
                reach[topic] = upto
            for _ in range(int(counts[entry])):
                level = chances[token] * upto
                token += 1
                topic = 0
                while topic < n_topics - 1 and reach[topic] <= level:
                    topic += 1
                in_docs[doc, topic] += 1
                in_words[word, topic] += 1


@njit(inline="always", **_JIT)
def _exp(x):
    """Exponential of a row, to 1e-7 in [-80, 80] and constant beyond: no denormal numbers."""
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


@njit(inline="always", **_JIT)
def _below(x):
    """Give log(x + 6) - digamma(x) for x > 0: six steps of the recurrence and the tail's series."""
    y = x + _F(6)
    inverse = _F(1) / y
    square = inverse * inverse
    # Division is slow: of the six steps 1/x ... 1/(x+5), three share one, around x+1 and x+4.
    low = x * (x + _F(2))
    high = (x + _F(3)) * (x + _F(5))
    steps = (low * _F(3) + _F(2)) / (low * (x + _F(1)))
    steps = steps + (high * _F(3) + _F(2)) / (high * (x + _F(4)))
    tail = square * (_F(1 / 12) - square * (_F(1 / 120) - square * _F(1 / 252)))
    return steps + inverse * _F(0.5) + tail


@njit(inline="always", **_JIT)
def _exp_digamma(x):
    """Give exp(digamma(x)) of a row, without a logarithm."""
    return (x + _F(6)) * _exp(_F(0) - _below(x))


@njit(**_JIT)
def exp_elog_topics(start, stop, counts, inverse_norms, topics, width):
    """VB: exp(E[log beta]) for words [start, stop), given exp(-digamma(sum)) of each topic."""
    row_size = counts.shape[1]
    norms = load(inverse_norms, 0, width)
    for word in range(start, stop):
        row = load(counts, word * row_size, width)
        store(topics, word * row_size, _exp_digamma(row) * norms)


@njit(**_JIT)
def infer_documents(
    start, stop, ends, words, counts, topics, alpha, spare, gamma, weights, rates,
    iterations, threshold, epsilon, width,
):  # fmt: skip
    """VB: gensim's update equations of gamma for each document, until its mean change is small.

    `gamma` holds the start and receives the end; `weights` receives exp(E[log theta]) and `rates`
    counts / phinorm. Spare places hold 1 in alpha and gamma and 0 in topics, and `spare` counts
    them; `threshold` is that of gensim times the number of topics.
    """
    row_size = topics.shape[1]
    prior = load(alpha, 0, width)
    for doc in range(start, stop):
        last = load(gamma, doc * row_size, width)
        level = total(last) - spare
        theta = _exp_digamma(last) * (math.exp(_below(level)) / (level + _F(6)))
        for _ in range(iterations):
            gathered = spread(_F(0), width)
            for entry in range(ends[doc], ends[doc + 1]):
                row = load(topics, words[entry] * np.int64(row_size), width)
                rate = counts[entry] / (total(theta * row) + epsilon)
                gathered = fma(rate, row, gathered)
            new = fma(theta, gathered, prior)
            change = total(magnitude(new - last))
            last = new
            level = total(last) - spare
            theta = _exp_digamma(last) * (math.exp(_below(level)) / (level + _F(6)))
            if change < threshold:
                break
        store(gamma, doc * row_size, last)
        store(weights, doc * row_size, theta)
        for entry in range(ends[doc], ends[doc + 1]):
            row = load(topics, words[entry] * np.int64(row_size), width)
            rates[entry] = counts[entry] / (total(theta * row) + epsilon)


@njit(**_JIT)
def gather_statistics(start, stop, word_ends, docs, entries, rates, weights, topics, out, width):
    """VB: sum the sufficient statistics word by word, in the order of the documents."""
    row_size = topics.shape[1]
    for word in range(start, stop):
        gathered = spread(_F(0), width)
        for at in range(word_ends[word], word_ends[word + 1]):
            theta = load(weights, docs[at] * np.int64(row_size), width)
            gathered = fma(rates[entries[at]], theta, gathered)
        store(out, word * row_size, gathered * load(topics, word * row_size, width))
