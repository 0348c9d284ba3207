# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""Compiled kernels for near-duplicates: who meets whom in a bucket, and who is a copy of whom."""

import numpy as np
from numba import njit

from topics.cleaning._minhash import shingle
from topics.cleaning._stories import (
    countries_of,
    names_other_countries,
    names_others,
    other_figures,
    slot_of,
)

# Of the modules that this one imports, which numba does not look at: a test holds it to them.
_IMPORTS_DIGEST = "431d33ca"
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
        slot = slot_of(value, mask)
        while stamps[slot] == stamp and values[slot] != value:
            slot = (slot + 1) & mask
        if stamps[slot] != stamp:
            values[slot], stamps[slot] = value, stamp
            count += 1
    return count, mask


@njit(cache=True, nogil=True)
def find_copies(
    words,
    ends,
    pairs,
    days,
    size,
    threshold,
    limits,
    limits_later,
    later_days,
    figures,
    figures_later,
    keys,
    codes,
    longest,
):
    """For each text the most similar earlier text it copies (itself when none), and how similar.

    `pairs` are sorted, so that a text is looked at after all texts before it; copies are never
    compared with. `days` are the least integer where no day is known. `limits` are those of
    `names_others`, the later ones for texts more than `later_days` apart; `figures` those of
    `other_figures`, the later ones for texts of different days.
    """
    original = np.arange(ends.size)
    similarity = np.full(ends.size, np.nan)
    starts = np.zeros(ends.size, np.int64)
    slots = 64
    for text in range(1, ends.size):
        starts[text] = ends[text - 1]
    for pair in pairs:
        text, other = np.int64(pair >> _SHIFT), np.int64(pair & _LOW)
        longer = max(ends[text] - starts[text], ends[other] - starts[other])
        while slots < 2 * longer:
            slots *= 2
    values, spare = np.empty(slots, np.uint32), np.empty(slots, np.uint32)
    stamps, spare_stamps = np.full(slots, -1, np.int32), np.full(slots, -1, np.int32)
    seen = np.full(slots, -1, np.int32)
    sizes = np.full(ends.size, -1, np.int64)
    last, mask = np.int64(-1), 63
    owner, named = np.int64(-1), np.empty(0, np.int64)
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
            slot = slot_of(value, mask)
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
        free, new, free_exchanged, exchanged, same = limits_later if apart else limits
        if names_others(own, others, free, new, free_exchanged, exchanged, same):
            continue
        free, same = figures_later if dated and days[text] != days[other] else figures
        if other_figures(own, others, free, same):
            continue
        if owner != text:
            named, owner = countries_of(own, keys, codes, longest), text
        if not names_other_countries(
            own, others, named, countries_of(others, keys, codes, longest), codes.max() + 1
        ):
            original[text], similarity[text] = other, score
    return original, similarity
