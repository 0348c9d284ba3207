# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""The compiled loops of variational Bayes, on rows as in `_kernels.py`.

Numbers below 1e-38 cost a processor a hundred times its usual step, and VB is full of them: shares
of topics that a document does not have, and words that a topic does not have. What is too small
to change any result is set to zero, and a document with few topics left works on those alone.
"""

import numpy as np
from numba import njit

from topics.lda._digamma import exp_digamma, inverse_exp_digamma
from topics.lda._lane_math import above, fma, magnitude, rates_of_four
from topics.lda._lanes import JIT, load, spread, store, total
from topics.lda._rows import LANES

# Of the modules that this one imports: see `_kernels.py`.
_IMPORTS_DIGEST = "fd3716e0"
# A topic's exp(E[log theta]) in a document, and the least that a product with it may meet.
NO_SHARE = np.float32(1e-12)
NO_WORD = np.float32(1e-19)
_LOOK_AT = 4
_F = np.float32
_ONE_VECTOR = (0,)


@njit(**JIT)
def exp_elog_topics(start, stop, counts, inverse_norms, least, topics, width):
    """Give exp(E[log beta]) for words [start, stop), given exp(-digamma(sum)) of each topic.

    What is not above `least` becomes zero.
    """
    row_size = counts.shape[1]
    norms = load(inverse_norms, 0, width)
    for word in range(start, stop):
        row = load(counts, word * row_size, width)
        store(topics, word * row_size, above(exp_digamma(row) * norms, least))


@njit(inline="always", **JIT)
def _exp_elog_theta(gamma, outside):
    """Give exp(E[log theta]) of a document; `outside` is the sum of gamma beyond the row."""
    return above(exp_digamma(gamma) * inverse_exp_digamma(total(gamma) + outside), NO_SHARE)


@njit(inline="always", **JIT)
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


@njit(inline="always", **JIT)
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


@njit(inline="always", **JIT)
def _scratch(n):
    """Allocate n numbers from the start of a cache line."""
    raw = np.empty(n + LANES, np.float32)
    skip = (LANES - raw.ctypes.data // 4 % LANES) % LANES
    return raw[skip : skip + n]


@njit(**JIT)
def gather_statistics(
    start, stop, index_words, word_ends, docs, entries, rates, weights, topics, out, width
):
    """Sum the sufficient statistics word by word, in the order of the documents."""
    row_size = topics.shape[1]
    for place in range(start, stop):
        word = index_words[place] * np.int64(row_size)
        gathered = spread(_F(0), width)
        for at in range(word_ends[place], word_ends[place + 1]):
            theta = load(weights, docs[at] * np.int64(row_size), width)
            gathered = fma(rates[entries[at]], theta, gathered)
        store(out, word, gathered * load(topics, word, width))
