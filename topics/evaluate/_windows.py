# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""The compiled loop of coherence: it counts the sliding windows in which words stand together.

A pair's windows are a stretch of time: it starts when the later of the two words enters and ends
when the first of them leaves. So a text is walked once, whatever the size of the window.
"""

import numpy as np
from numba import njit


@njit(nogil=True, cache=True)
def count_windows(ids, ends, n_words, size):
    """Count windows: (all of them, those with each word, those with each pair).

    `ids` holds -1 for a word of no interest. A text shorter than the window is one window. As in
    gensim, a word is taken to be gone when its first occurrence leaves the window, even if a
    second one is still inside, until it enters anew.
    """
    alone = np.zeros(n_words, np.int64)
    pairs = np.zeros((n_words, n_words), np.int64)
    since = np.full(n_words, -1, np.int64)
    place = np.empty(n_words, np.int64)
    inside = np.empty(n_words, np.int64)
    total = 0
    for doc in range(len(ends) - 1):
        first = ends[doc]
        length = ends[doc + 1] - first
        width = min(size, length)
        n_windows = length - width + 1
        total += n_windows
        n_inside = 0
        for step in range(length):
            # The token at `step` enters with window `now`, the first that holds it.
            now = max(0, step - width + 1)
            if now > 0:
                gone = ids[first + now - 1]
                if gone >= 0 and since[gone] >= 0:
                    n_inside = _leave(gone, now, since, place, inside, n_inside, alone, pairs)
            come = ids[first + step]
            if come >= 0 and since[come] < 0:
                since[come] = now
                place[come] = n_inside
                inside[n_inside] = come
                n_inside += 1
        while n_inside > 0:
            word = inside[n_inside - 1]
            n_inside = _leave(word, n_windows, since, place, inside, n_inside, alone, pairs)
    return total, alone, pairs + pairs.T


@njit(nogil=True, cache=True)
def _leave(word, now, since, place, inside, n_inside, alone, pairs):
    entered = since[word]
    alone[word] += now - entered
    for i in range(n_inside):
        other = inside[i]
        if other != word:
            pairs[word, other] += now - max(entered, since[other])
    last = inside[n_inside - 1]
    inside[place[word]] = last
    place[last] = place[word]
    since[word] = -1
    return n_inside - 1
