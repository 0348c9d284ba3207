# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""The compiled loops of variational Bayes, on rows as in `_kernels.py`.

Numbers below 1e-38 cost a processor a hundred times its usual step, and VB is full of them: shares
of topics that a document does not have, and words that a topic does not have. What is too small
to change any result is set to zero, and a document with few topics left works on those alone.
"""

import math

import numpy as np
from numba import njit

from topics.lda._kernels import JIT
from topics.lda._lanes import (
    above,
    fma,
    load,
    magnitude,
    most,
    power_of_two,
    rates_of_four,
    spread,
    store,
    total,
    whole,
)
from topics.lda._rows import LANES

# Digest of `_lanes.py`: see `_kernels.py`.
_LANES = "13335d19"
# A topic's exp(E[log theta]) in a document, and the least that a product with it may meet.
NO_SHARE = np.float32(1e-12)
NO_WORD = np.float32(1e-19)
_LOOK_AT = 4
_F = np.float32
_ONE_VECTOR = (0,)


@njit(inline="always", **JIT)
def _exp(x):
    """Exponential of a row, to 1e-7 in [-80, 80] and constant below: no denormal numbers."""
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
def _exp_digamma(x):
    """Give exp(digamma(x)) of a row of numbers above zero, three steps of the recurrence up."""
    z = x + _F(2.5)
    square = z * z
    steps = x * (x + _F(1)) * (x + _F(2))
    # One division gives both 1 / z^2 and 1/x + 1/(x+1) + 1/(x+2).
    inverse = _F(1) / (square * steps)
    slope = (x * _F(3) + _F(6)) * x + _F(2)
    return _tail(z, steps * inverse) * _exp(_F(0) - slope * square * inverse)


@njit(inline="always", **JIT)
def _inverse_exp_digamma(x):
    """Give exp(-digamma(x)) of one number above zero."""
    below = _F(0)
    while x < _F(3):
        below += _F(1) / x
        x += _F(1)
    z = x - _F(0.5)
    inverse = _F(1) / _tail(z, _F(1) / (z * z))
    return inverse * math.exp(below) if below > 0 else inverse


@njit(**JIT)
def exp_elog_topics(start, stop, counts, inverse_norms, least, topics, width):
    """Give exp(E[log beta]) for words [start, stop), given exp(-digamma(sum)) of each topic.

    What is not above `least` becomes zero.
    """
    row_size = counts.shape[1]
    norms = load(inverse_norms, 0, width)
    for word in range(start, stop):
        row = load(counts, word * row_size, width)
        store(topics, word * row_size, above(_exp_digamma(row) * norms, least))


@njit(**JIT)
def _exp_elog_theta(gamma, outside):
    """Give exp(E[log theta]) of a document; `outside` is the sum of gamma beyond the row."""
    return above(_exp_digamma(gamma) * _inverse_exp_digamma(total(gamma) + outside), NO_SHARE)


@njit(**JIT)
def _settle(
    rows, counts, first, n, prior, outside, gamma, theta, iterations, threshold, epsilon, width
):
    """Take gensim's steps until gamma's change is below `threshold`, `iterations` of them at most.

    `rows` holds the topics of the document's n words. Gives gamma, exp(E[log theta]), and whether
    the change was small.
    """
    row_size = LANES * len(width)
    settled = False
    for _ in range(iterations):
        gathered = spread(_F(0), width)
        for i in range(0, n - 3, 4):
            a = load(rows, i * row_size, width)
            b = load(rows, (i + 1) * row_size, width)
            c = load(rows, (i + 2) * row_size, width)
            d = load(rows, (i + 3) * row_size, width)
            rate_a, rate_b, rate_c, rate_d = rates_of_four(
                counts, first + i, epsilon, theta, a, b, c, d
            )
            gathered = fma(rate_a, a, gathered)
            gathered = fma(rate_b, b, gathered)
            gathered = fma(rate_c, c, gathered)
            gathered = fma(rate_d, d, gathered)
        for i in range(n - n % 4, n):
            row = load(rows, i * row_size, width)
            rate = counts[first + i] / (total(theta * row) + epsilon)
            gathered = fma(rate, row, gathered)
        new = fma(theta, gathered, prior)
        change = total(magnitude(new - gamma))
        gamma = new
        theta = _exp_elog_theta(gamma, outside)
        if change < threshold:
            settled = True
            break
    return gamma, theta, settled


@njit(**JIT)
def _settle_few(
    rows, counts, first, n, n_topics, alpha, gamma, theta, few, iterations, threshold, epsilon
):
    """Go on with the topics that have a share, at most LANES; the others stay at the prior.

    `gamma` and `theta` are rows of one document, `few` has room for n + 2 vectors.
    """
    row_size = len(gamma)
    which = np.empty(LANES, np.int64)
    kept, outside = 0, _F(0)
    at_prior, at_gamma = n * LANES, (n + 1) * LANES
    for topic in range(n_topics):
        if theta[topic] > 0:
            which[kept] = topic
            few[at_prior + kept] = alpha[topic]
            few[at_gamma + kept] = gamma[topic]
            kept += 1
        else:
            gamma[topic] = alpha[topic]
            outside += alpha[topic]
    for i in range(n):
        for k in range(kept):
            few[i * LANES + k] = rows[i * row_size + which[k]]
    for k in range(kept, LANES):
        few[at_prior + k] = few[at_gamma + k] = 1
        outside -= 1
        for i in range(n):
            few[i * LANES + k] = 0
    prior, last = load(few, at_prior, _ONE_VECTOR), load(few, at_gamma, _ONE_VECTOR)
    last, _, _ = _settle(
        few, counts, first, n, prior, outside, last, _exp_elog_theta(last, outside),
        iterations, threshold, epsilon, _ONE_VECTOR,
    )  # fmt: skip
    store(few, at_gamma, last)
    for k in range(kept):
        gamma[which[k]] = few[at_gamma + k]


@njit(**JIT)
def infer_documents(
    start, stop, ends, words, counts, topics, alpha, spare, gamma, weights, rates,
    iterations, threshold, epsilon, width,
):  # fmt: skip
    """Take gensim's steps of gamma for each document, until its mean change is small.

    `gamma` holds the start and receives the end; `weights` receives exp(E[log theta]) and `rates`
    counts / phinorm. Spare places hold 1 in alpha and gamma and 0 in topics, and `spare` counts
    them; `threshold` is that of gensim times the number of topics.
    """
    row_size = topics.shape[1]
    n_topics = row_size - int(spare)
    prior = load(alpha, 0, width)
    longest = 0
    for doc in range(start, stop):
        longest = max(longest, ends[doc + 1] - ends[doc])
    rows = _scratch(longest * row_size)
    few = _scratch((longest + 2) * LANES)
    for doc in range(start, stop):
        first, n = ends[doc], ends[doc + 1] - ends[doc]
        for i in range(n):
            row = load(topics, words[first + i] * np.int64(row_size), width)
            store(rows, i * row_size, row)
        last = load(gamma, doc * row_size, width)
        theta = _exp_elog_theta(last, -spare)
        done, until = 0, _LOOK_AT
        while True:
            until = min(until, iterations)
            last, theta, settled = _settle(
                rows, counts, first, n, prior, -spare, last, theta,
                until - done, threshold, epsilon, width,
            )  # fmt: skip
            done, until = until, 2 * until
            store(gamma, doc * row_size, last)
            store(weights, doc * row_size, theta)
            if settled or done == iterations:
                break
            n_left = 0
            for topic in range(n_topics):
                n_left += weights[doc, topic] > 0
            if n_topics > LANES >= n_left:
                _settle_few(
                    rows, counts, first, n, n_topics, alpha, gamma[doc], weights[doc], few,
                    iterations - done, threshold, epsilon,
                )  # fmt: skip
                theta = _exp_elog_theta(load(gamma, doc * row_size, width), -spare)
                store(weights, doc * row_size, theta)
                break
        for i in range(n):
            row = load(rows, i * row_size, width)
            rates[first + i] = counts[first + i] / (total(theta * row) + epsilon)


@njit(**JIT)
def _scratch(n):
    """Allocate n numbers from the start of a cache line."""
    raw = np.empty(n + LANES, np.float32)
    skip = (LANES - raw.ctypes.data // 4 % LANES) % LANES
    return raw[skip : skip + n]


@njit(**JIT)
def gather_statistics(start, stop, word_ends, docs, entries, rates, weights, topics, out, width):
    """Sum the sufficient statistics word by word, in the order of the documents."""
    row_size = topics.shape[1]
    for word in range(start, stop):
        gathered = spread(_F(0), width)
        for at in range(word_ends[word], word_ends[word + 1]):
            theta = load(weights, docs[at] * np.int64(row_size), width)
            gathered = fma(rates[entries[at]], theta, gathered)
        store(out, word * row_size, gathered * load(topics, word * row_size, width))
