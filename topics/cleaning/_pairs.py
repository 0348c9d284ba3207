# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""Compiled kernels for near-duplicates: who meets whom in a bucket, and who is a copy of whom."""

import numpy as np
from numba import njit

from topics.cleaning._minhash import FIGURE, shingle

# Of the modules that this one imports, which numba does not look at: a test holds it to them.
_IMPORTS_DIGEST = "dabc6389"
_FLAGS = np.uint32(3)
_HERE = np.uint32(4)
_SHIFT, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
_NO_DAY = np.int64(np.iinfo(np.int64).min)  # what NaT is as an integer


@njit(cache=True, nogil=True)
def bucket_pairs(column, bits, most):
    """Pairs of texts that share a key of one band, as ``later << 32 | earlier``.

    `column` is sorted; its lowest `bits` are the number of the text, the others its key. In a
    bucket of more than `most` texts each meets the first ones only, which stand for the rest.
    """
    shift = np.uint64(bits)
    low = (np.uint64(1) << shift) - np.uint64(1)
    count = start = 0
    for i in range(1, column.size):
        if column[i] >> shift != column[start] >> shift:
            start = i
        count += min(i - start, most)
    pairs = np.empty(count, np.uint64)
    count = start = 0
    for i in range(1, column.size):
        if column[i] >> shift != column[start] >> shift:
            start = i
        for j in range(start, min(i, start + most)):
            pairs[count] = (column[i] & low) << _SHIFT | (column[j] & low)
            count += 1
    return pairs


@njit(cache=True, nogil=True, inline="always")
def _slot(value, mask):
    return np.int64((value * np.uint32(0x9E3779B1)) >> np.uint32(7)) & mask


@njit(cache=True, nogil=True)
def _enter(words, own, known):
    """Enter words with their flags in `own`; `known` holds the word of each slot, 0 for none."""
    mask = known.size - 1
    for word in words:
        name = word | _FLAGS
        slot = _slot(name, mask)
        while known[slot] and known[slot] != name:
            slot = (slot + 1) & mask
        known[slot] = name
        own[slot] |= (word & _FLAGS) | _HERE


@njit(cache=True, nogil=True)
def tells_another_story(one, two, free, most_new, same_figures):
    """Say whether the names and figures of two texts differ more than those of two versions do.

    The longer text may lack `free` of the names and figures of the shorter, or the share `most_new`
    of them if that is more; with six figures or more in either text, both must have the share
    `same_figures` of them.
    """
    size = 64
    while size < 2 * (one.size + two.size):
        size *= 2
    known = np.zeros(size, np.uint32)
    left, right = np.zeros(size, np.uint32), np.zeros(size, np.uint32)
    _enter(one, left, known)
    _enter(two, right, known)
    n_left = n_right = new_left = new_right = marked_left = marked_right = 0
    both = either = 0
    for slot in range(size):
        n_left += left[slot] > 0
        n_right += right[slot] > 0
        marked_left += (left[slot] & _FLAGS) > 0
        marked_right += (right[slot] & _FLAGS) > 0
        new_left += (left[slot] & _FLAGS) > 0 and right[slot] == 0
        new_right += (right[slot] & _FLAGS) > 0 and left[slot] == 0
        either += ((left[slot] | right[slot]) & FIGURE) > 0
        both += (left[slot] & right[slot] & FIGURE) > 0
    marked, new = (marked_left, new_left) if n_left <= n_right else (marked_right, new_right)
    return new > max(free, most_new * marked) or (either >= 6 and both < same_figures * either)


@njit(cache=True, nogil=True)
def _fill(words, size, stamp, values, stamps):
    """Put the shingles of a text into a hash table; return how many differ, and the mask.

    A slot counts as filled only under this `stamp`, so that the table is never emptied.
    """
    mask = 63
    while mask + 1 < 2 * words.size:  # as `find_copies` allots slots: never more than these
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
    slots = 64
    for text in range(1, ends.size):
        starts[text] = ends[text - 1]
    for pair in pairs:
        text, other = np.int64(pair >> _SHIFT), np.int64(pair & _LOW)
        longest = max(ends[text] - starts[text], ends[other] - starts[other])
        while slots < 2 * longest:
            slots *= 2
    values, spare = np.empty(slots, np.uint32), np.empty(slots, np.uint32)
    stamps, spare_stamps = np.full(slots, -1, np.int32), np.full(slots, -1, np.int32)
    seen = np.full(slots, -1, np.int32)
    sizes = np.full(ends.size, -1, np.int64)
    last, mask = np.int64(-1), 63
    for pair in pairs:
        text, other = np.int64(pair >> _SHIFT), np.int64(pair & _LOW)
        if original[other] != other:
            continue
        own = words[starts[text] : ends[text]]
        others = words[starts[other] : ends[other]]
        if text != last:
            sizes[text], mask = _fill(own, size, text, values, stamps)
            for slot in range(mask + 1):
                seen[slot] = -1
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
