# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""Compiled kernels for near-duplicates: who meets whom in a bucket, and who is a copy of whom."""

import numpy as np
from numba import njit

from topics.cleaning._minhash import FIGURE, shingle

_FLAGS = np.uint32(3)
_ZERO = np.uint32(0)
_SHIFT = np.uint64(32)
_NO_DAY = np.int64(np.iinfo(np.int64).min)  # what NaT is as an integer


@njit(cache=True, nogil=True)
def bucket_pairs(column, bits, most):
    """Pairs of texts that share a key of one band, as ``later << 32 | earlier``.

    `column` is sorted; its lowest `bits` are the number of the text, the others its key. In a
    bucket of more than `most` texts each meets the first ones only, which stand for the rest.
    """
    shift = np.uint64(bits)
    low = (np.uint64(1) << shift) - np.uint64(1)
    pairs = np.empty(max(column.size, 16), np.uint64)
    count = start = 0
    for i in range(1, column.size):
        if column[i] >> shift != column[start] >> shift:
            start = i
            continue
        for j in range(start, min(i, start + most)):
            if count == pairs.size:
                grown = np.empty(2 * count, np.uint64)
                grown[:count] = pairs
                pairs = grown
            pairs[count] = (column[i] & low) << _SHIFT | (column[j] & low)
            count += 1
    return pairs[:count].copy()


@njit(cache=True, nogil=True)
def _distinct(words):
    """Sort words and keep each once, with the flags of all its occurrences."""
    out = np.sort(words)
    count = 0
    for word in out:
        if count and (out[count - 1] ^ word) <= _FLAGS:
            out[count - 1] |= word
        else:
            out[count] = word
            count += 1
    return out[:count]


@njit(cache=True, nogil=True)
def _common(left, right):
    """Count the marked words of `left` that `right` has, and the figures that both have."""
    i = j = marked = figures = 0
    while i < left.size and j < right.size:
        if (left[i] ^ right[j]) <= _FLAGS:
            marked += (left[i] & _FLAGS) != _ZERO
            figures += (left[i] & right[j] & FIGURE) != _ZERO
            i += 1
            j += 1
        elif left[i] < right[j]:
            i += 1
        else:
            j += 1
    return marked, figures


@njit(cache=True, nogil=True)
def tells_another_story(one, two, free, most_new, same_figures):
    """Say whether the names and figures of two texts differ more than those of two versions do.

    The longer text may lack `free` of the names and figures of the shorter, or the share `most_new`
    of them if that is more; with six figures or more in either text, both must have the share
    `same_figures` of them.
    """
    shorter, longer = _distinct(one), _distinct(two)
    if shorter.size > longer.size:
        shorter, longer = longer, shorter
    marked = np.sum((shorter & _FLAGS) != _ZERO)
    found, figures = _common(shorter, longer)
    if marked - found > max(free, most_new * marked):
        return True
    either = np.sum((shorter & FIGURE) != _ZERO) + np.sum((longer & FIGURE) != _ZERO) - figures
    return either >= 6 and figures < same_figures * either


@njit(cache=True, nogil=True, inline="always")
def _slot(value, mask):
    return np.int64((value * np.uint32(0x9E3779B1)) >> np.uint32(7)) & mask


@njit(cache=True, nogil=True)
def _fill(words, size, stamp, values, stamps):
    """Put the shingles of a text into a hash table; return how many differ, and the mask.

    A slot counts as filled only under this `stamp`, so that the table is never emptied.
    """
    mask = 63
    while mask < 2 * words.size:
        mask = 2 * mask + 1
    count = 0
    for i in range(words.size - size + 1):
        value = shingle(words, i, size)
        slot = _slot(value, mask)
        while stamps[slot] == stamp and values[slot] != value:
            slot = (slot + 1) & mask
        if stamps[slot] != stamp:
            values[slot], stamps[slot] = value, stamp
            count += 1
    return count, mask


@njit(cache=True, nogil=True)
def find_copies(
    words, ends, pairs, days, size, threshold, most_new, most_new_later, later_days, same_figures
):
    """For each text the most similar earlier text it copies (itself when none), and how similar.

    `pairs` are sorted, so that a text is looked at after all texts before it; copies are never
    compared with. `days` are the least integer where no day is known.
    """
    original = np.arange(ends.size)
    similarity = np.full(ends.size, np.nan)
    starts = np.zeros(ends.size, np.int64)
    starts[1:] = ends[:-1]
    slots = 64
    while ends.size and slots < 2 * np.max(ends - starts) + 2:
        slots *= 2
    values, stamps = np.empty(slots, np.uint32), np.full(slots, -1, np.int64)
    spare, spare_stamps = values.copy(), stamps.copy()
    seen = stamps.copy()
    sizes = np.full(ends.size, -1, np.int64)
    last, mask = np.int64(-1), 63
    for pair in pairs:
        text, other = np.int64(pair >> _SHIFT), np.int64(pair & np.uint64(0xFFFFFFFF))
        if original[other] != other:
            continue
        own = words[starts[text] : ends[text]]
        others = words[starts[other] : ends[other]]
        if text != last:
            sizes[text], mask = _fill(own, size, text, values, stamps)
            seen[: mask + 1] = -1
            last = text
        if sizes[other] < 0:
            sizes[other], _ = _fill(others, size, other, spare, spare_stamps)
        smaller, larger = min(sizes[text], sizes[other]), max(sizes[text], sizes[other])
        if smaller < threshold * larger:
            continue
        both = 0
        for i in range(others.size - size + 1):
            value = shingle(others, i, size)
            slot = _slot(value, mask)
            while stamps[slot] == text and values[slot] != value:
                slot = (slot + 1) & mask
            if stamps[slot] == text and seen[slot] != other:
                seen[slot] = other
                both += 1
        score = both / (smaller + larger - both)
        if score < threshold or not (score > similarity[text] or original[text] == text):
            continue
        dated = days[text] != _NO_DAY and days[other] != _NO_DAY
        apart = dated and abs(days[text] - days[other]) > later_days
        free, most = (0, most_new_later) if apart else (1, most_new)
        if not tells_another_story(own, others, free, most, same_figures):
            original[text], similarity[text] = other, score
    return original, similarity
