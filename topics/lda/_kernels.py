# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""The compiled loops: sharing out words over topics, document by document and word by word.

Tables of topics are float32 rows padded to whole vectors (`_lanes`); documents are CSR arrays.
A kernel works on rows [start, stop) and writes to places of its own, without Python's lock.
"""

import math

import numpy as np
from numba import njit

from topics.lda._lane_math import fma, magnitude, most
from topics.lda._lanes import JIT, load, spread, store, total

# Numba compiles anew when this file changes, and does not look at what it imports: so a digest of
# those modules stands here, and a test holds it to them.
_IMPORTS_DIGEST = "3955a075"
_TINY = np.float32(1e-30)
_FLOOR = np.float32(1e-6)
# Tokens of one word in one document up to which each draws its own topic.
ONE_BY_ONE = 1000
_F = np.float32


@njit(**JIT)
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


@njit(**JIT)
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
                rate = counts[entry] / (total(theta * row) + _TINY)
                gathered = fma(rate, row, gathered)
            new = fma(theta, gathered, prior)
            change = total(magnitude(new - theta))
            theta = new
            if change < tolerance:
                break
        store(shares, doc * row_size, theta)


@njit(**JIT)
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


@njit(**JIT)
def visit_documents(
    start, stop, ends, words, counts, topics, scale, alpha, theta, used, rates, inverses, width
):
    """Share out the words of each document once, from its last topic counts (CVB0)."""
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
            inverse = _F(1) / (total(weight) + _TINY)
            # One token's own share is weight * inverse: taken out of the document's count it
            # leaves shares * (1 - row * inverse), out of the topic's row * (1 - scaled * inverse).
            weight = weight * most(fma(row, -inverse, _F(1)), _FLOOR)
            weight = weight * most(fma(scaled, -inverse, _F(1)), _FLOOR)
            rate = counts[entry] / (total(weight) + _TINY)
            gathered = fma(rate, weight, gathered)
            rates[entry] = rate
            inverses[entry] = inverse
        store(theta, doc * row_size, prior + gathered)


@njit(**JIT)
def gather_words(
    start, stop, index_words, word_ends, docs, entries, rates, inverses, used, scale, topics,
    given, word_counts, width,
):  # fmt: skip
    """Sum the same shares word by word (CVB0); no other writes to a row, the order is fixed.

    `given` holds what the words of these documents gave to `word_counts` at their last visit; the
    new sums take the place of both.
    """
    row_size = topics.shape[1]
    scales = load(scale, 0, width)
    nothing = spread(_F(0), width)
    for place in range(start, stop):
        word = index_words[place] * np.int64(row_size)
        row = load(topics, word, width)
        gathered = nothing
        for at in range(word_ends[place], word_ends[place + 1]):
            shares = load(used, docs[at] * np.int64(row_size), width)
            entry = entries[at]
            less = -inverses[entry]
            weight = shares * most(fma(row, less, _F(1)), _FLOOR)
            weight = weight * most(fma(shares * scales, less, _F(1)), _FLOOR)
            gathered = fma(rates[entry], weight, gathered)
        gathered = gathered * row
        changed = load(word_counts, word, width) + gathered - load(given, place * row_size, width)
        # Rounding can leave a count a hair below zero.
        store(word_counts, word, most(changed, nothing))
        store(given, place * row_size, gathered)


@njit(**JIT)
def draw_topics(n_docs, ends, words, counts, topics, theta, chances, in_docs, in_words):
    """Draw a topic for every word of the first documents and count the draws (CVB0).

    `chances` holds a number in [0, 1) for each token, or one for all tokens of an entry that has
    more than `ONE_BY_ONE`: those are shared out by it, whole and within one token of what is
    expected. `in_docs` (docs, topics) and `in_words` (words, topics) receive the counts.
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
            count = math.floor(np.float64(counts[entry]))
            if count > ONE_BY_ONE:
                before = 0.0
                for topic in range(n_topics):
                    after = math.floor(count * (reach[topic] / upto) + np.float64(chances[token]))
                    after = count if topic == n_topics - 1 else min(after, count)
                    in_docs[doc, topic] += after - before
                    in_words[word, topic] += after - before
                    before = after
                token += 1
                continue
            for _ in range(int(count)):
                level = chances[token] * upto
                token += 1
                topic = 0
                while topic < n_topics - 1 and reach[topic] <= level:
                    topic += 1
                in_docs[doc, topic] += 1
                in_words[word, topic] += 1
