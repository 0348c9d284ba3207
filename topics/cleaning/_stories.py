# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""Compiled kernels that tell two versions of one story from two stories that share their words."""

import numpy as np
from numba import njit

from topics.cleaning._minhash import FIGURE

# Of the modules that this one imports, which numba does not look at: a test holds it to them.
_IMPORTS_DIGEST = "ced8b221"
_FLAGS = np.uint32(3)
_HERE = np.uint32(4)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_DOZEN = 12
_LEAD = 40  # words of the first paragraph, which says whom a report is about


@njit(cache=True, nogil=True, inline="always")
def slot_of(value, mask):
    """Give the place of a value in a table of ``mask + 1`` slots."""
    return np.int64((value * np.uint32(0x9E3779B1)) >> np.uint32(7)) & mask


@njit(cache=True, nogil=True)
def _place(word, known):
    """Slot of a word, or the empty one where it would go; `known` holds 0 where there is none."""
    mask = known.size - 1
    name = word | _FLAGS
    slot = slot_of(name, mask)
    while known[slot] and known[slot] != name:
        slot = (slot + 1) & mask
    return slot


@njit(cache=True, nogil=True)
def _enter(words, own, known):
    """Enter words with their flags in `own`; `known` holds the word of each slot, 0 for none."""
    for word in words:
        slot = _place(word, known)
        known[slot] = word | _FLAGS
        own[slot] |= (word & _FLAGS) | _HERE


@njit(cache=True, nogil=True)
def run_keys(words, ends):
    """Give a key for each run of words, as `countries_of` looks them up."""
    keys = np.empty(ends.size, np.uint64)
    start = 0
    for run in range(ends.size):
        key = np.uint64(0)
        for i in range(start, ends[run]):
            key = _longer(key, words[i])
        keys[run] = key
        start = ends[run]
    return keys


@njit(cache=True, nogil=True, inline="always")
def _longer(key, word):
    key = (key ^ np.uint64(word & ~_FLAGS)) * _MIX
    return key ^ (key >> np.uint64(29))


@njit(cache=True, nogil=True)
def countries_of(words, keys, codes, longest):
    """Give the number of the country that each word names, -1 for none; longer names first."""
    found = np.full(words.size, -1, np.int64)
    i = 0
    while i < words.size:
        width = 0
        if words[i] & _FLAGS:
            key = np.uint64(0)
            for j in range(i, min(i + longest, words.size)):
                key = _longer(key, words[j])
                at = np.searchsorted(keys, key)
                if at < keys.size and keys[at] == key:
                    width = j + 1 - i
                    found[i : i + width] = codes[at]
        i += max(width, 1)
    return found


@njit(cache=True, nogil=True)
def names_other_countries(one, two, in_one, in_two, n_countries):
    """Say whether each text is about a country that the other does not name.

    That is a country named as often as any, or in the lead, or in a place where the other text
    has a country as well.
    """
    counts = np.zeros((2, n_countries), np.int64)
    lead = np.zeros((2, n_countries), np.bool_)
    for side in range(2):
        found = in_one if side == 0 else in_two
        for i in range(found.size):
            if found[i] >= 0:
                counts[side, found[i]] += 1
                lead[side, found[i]] |= i < _LEAD
    most = max(counts[0].max(), 1), max(counts[1].max(), 1)
    main = np.zeros(2, np.int64)
    lacking = np.zeros(2, np.int64)
    top = np.zeros(2, np.int64)
    for country in range(n_countries):
        for side in range(2):
            here, there = counts[side, country], counts[1 - side, country]
            if here > 0 and there == 0:
                lacking[side] += 1
                main[side] += lead[side, country]
            if here == most[side]:
                top[side] |= 1 if there == 0 else 2
    if not (lacking[0] and lacking[1]):
        return False
    if (main[0] and main[1]) or (top[0] == 1 and top[1] == 1):
        return True
    new_one, new_two = np.zeros(one.size, np.bool_), np.zeros(two.size, np.bool_)
    for i in range(one.size):
        new_one[i] = in_one[i] >= 0 and counts[1, in_one[i]] == 0
    for i in range(two.size):
        new_two[i] = in_two[i] >= 0 and counts[0, in_two[i]] == 0
    return _exchanged(one, two, new_one, new_two)[0] > 0


@njit(cache=True, nogil=True)
def _places(words, new, out):
    """Key of the words around each run of names and figures that holds something new."""
    count = i = 0
    while i < words.size:
        if not words[i] & _FLAGS:
            i += 1
            continue
        key = _longer(np.uint64(1), words[i - 1]) if i else np.uint64(1)
        fresh = False
        while i < words.size and words[i] & _FLAGS:
            fresh |= new[i]
            i += 1
        if fresh:
            out[count] = _longer(key, words[i]) if i < words.size else key
            count += 1
    return count


@njit(cache=True, nogil=True)
def _exchanged(one, two, new_one, new_two):
    """Count places, by the words around them, where each text has something new to the other.

    The second number counts all places with something new in the text that has fewer of them.
    """
    places_one, places_two = np.empty(one.size, np.uint64), np.empty(two.size, np.uint64)
    left = np.sort(places_one[: _places(one, new_one, places_one)])
    right = np.sort(places_two[: _places(two, new_two, places_two)])
    return _common(left, right), min(left.size, right.size)


@njit(cache=True, nogil=True)
def _common(left, right):
    """Count what two sorted arrays share; what stands twice in both counts twice."""
    count = i = j = 0
    while i < left.size and j < right.size:
        if left[i] == right[j]:
            count += 1
            i += 1
            j += 1
        elif left[i] < right[j]:
            i += 1
        else:
            j += 1
    return count


@njit(cache=True, nogil=True)
def _figure_places(words):
    """Give keys of the words around each run of figures, and keys that hold the figures too."""
    places, full = np.empty(words.size, np.uint64), np.empty(words.size, np.uint64)
    count = i = 0
    while i < words.size:
        if not words[i] & FIGURE:
            i += 1
            continue
        place = _longer(np.uint64(1), words[i - 1]) if i else np.uint64(1)
        held = place
        while i < words.size and words[i] & FIGURE:
            held = _longer(held, words[i])
            i += 1
        places[count] = _longer(place, words[i]) if i < words.size else place
        full[count] = _longer(held, words[i]) if i < words.size else held
        count += 1
    return np.sort(places[:count]), np.sort(full[:count])


@njit(cache=True, nogil=True)
def other_figures(one, two, free, share):
    """Say whether figures differ between the same words in more than `free` places.

    And in more than a `share` of all places with figures, in the text that has fewer of them.
    """
    places_one, full_one = _figure_places(one)
    places_two, full_two = _figure_places(two)
    differ = _common(places_one, places_two) - _common(full_one, full_two)
    return differ > max(free, share * min(places_one.size, places_two.size))


@njit(cache=True, nogil=True)
def names_others(one, two, free, most_new, free_exchanged, most_exchanged, same_figures):
    """Say whether the names and figures of two texts differ more than those of two versions do.

    The longer text may lack `free` of the names and figures of the shorter, or the share `most_new`
    of them if that is more. At most `free_exchanged` (of every dozen) may stand where the other
    text has others, unless they are a share of `most_exchanged` or less of the places with
    something new: a template has little else that is new. With six figures or more in either text,
    both must have the share `same_figures` of them.
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
    if new > max(free, most_new * marked) or (either >= 6 and both < same_figures * either):
        return True
    if min(new_left, new_right) <= free_exchanged:
        return False
    new_one, new_two = np.zeros(one.size, np.bool_), np.zeros(two.size, np.bool_)
    for i in range(one.size):
        new_one[i] = one[i] & _FLAGS and right[_place(one[i], known)] == 0
    for i in range(two.size):
        new_two[i] = two[i] & _FLAGS and left[_place(two[i], known)] == 0
    exchanged, places = _exchanged(one, two, new_one, new_two)
    if exchanged <= most_exchanged * places:
        return False
    return min(exchanged, new_left, new_right) > free_exchanged * max(1, marked / _DOZEN)


@njit(cache=True, nogil=True)
def forget(words, agencies, clocks, by):
    """Take the flags off agencies, bylines and times of day: versions of a story differ in them."""
    for i in range(words.size):
        word = words[i] & ~_FLAGS
        for name in agencies:
            if word == name:
                words[i] = word
        for clock in clocks:
            if word == clock and i and words[i - 1] & FIGURE:
                words[i] = word
                words[i - 1] &= ~_FLAGS
        if word == by and words[i] & _FLAGS:
            j = i
            while j < min(i + 4, words.size) and words[j] & _FLAGS and not words[j] & FIGURE:
                words[j] &= ~_FLAGS
                j += 1
