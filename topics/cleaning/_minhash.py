"""Compiled kernels for near-duplicates: bytes to word hashes, to shingles, to MinHash band keys."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_FNV_OFFSET = np.uint64(0xCBF29CE484222325)
_FNV_PRIME = np.uint64(0x100000001B3)
_ZERO, _ONE = np.uint64(0), np.uint64(1)
_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)


@njit(cache=True, nogil=True)
def word_hashes(data: NDArray[np.uint8]) -> NDArray[np.uint64]:  # pragma: no cover - compiled
    """FNV-1a hash of each word in UTF-8 text; every CJK character is a word of its own.

    The lowest bit says whether the word starts with a digit. ``1,250.5`` is one word.
    """
    out = np.empty(data.size + 1, np.uint64)
    count = 0
    value = _FNV_OFFSET
    inside = number = False
    i = 0
    while i < data.size:
        byte = data[i]
        digit = 0x30 <= byte <= 0x39
        cjk = 0xE3 <= byte <= 0xED  # lead byte of kana, CJK ideographs and Hangul
        part = byte >= 0x80 or digit or 0x61 <= byte <= 0x7A or 0x41 <= byte <= 0x5A
        if inside and number and (byte == 0x2C or byte == 0x2E) and i + 1 < data.size:
            part = 0x30 <= data[i + 1] <= 0x39
        if inside and (cjk or not part):
            out[count] = (value & ~_ONE) | (_ONE if number else _ZERO)
            count += 1
            inside = False
        if cjk:
            value = _FNV_OFFSET
            for j in range(i, min(i + 3, data.size)):
                value = (value ^ np.uint64(data[j])) * _FNV_PRIME
            out[count] = value & ~_ONE
            count += 1
            i += 3
            continue
        if part:
            if not inside:
                value = _FNV_OFFSET
                inside, number = True, digit
            value = (value ^ np.uint64(byte)) * _FNV_PRIME
        i += 1
    if inside:
        out[count] = (value & ~_ONE) | (_ONE if number else _ZERO)
        count += 1
    return out[:count].copy()


@njit(cache=True, nogil=True)
def shingles(words: NDArray[np.uint64], size: int) -> NDArray[np.uint32]:  # pragma: no cover
    """One 32-bit hash for each run of `size` words."""
    number = words.size - size + 1
    out = np.empty(max(number, 0), np.uint32)
    for i in range(number):
        value = np.uint64(0)
        for j in range(size):
            value = (value ^ words[i + j]) * _MIX_1
            value ^= value >> np.uint64(29)
        value = (value ^ (value >> np.uint64(33))) * _MIX_2
        out[i] = np.uint32(value >> np.uint64(32))
    return out


@njit(cache=True, nogil=True)
def band_keys(
    values: NDArray[np.uint32],
    factors: NDArray[np.uint32],
    masks: NDArray[np.uint32],
    rows: int,
) -> NDArray[np.uint64]:  # pragma: no cover
    """MinHash signature of a set of shingles, folded into one key for each band of `rows`."""
    smallest = np.full(factors.size, np.uint32(0xFFFFFFFF), np.uint32)
    for value in values:
        for j in range(factors.size):
            mixed = (value ^ masks[j]) * factors[j]
            smallest[j] = min(smallest[j], np.uint32(mixed))
    keys = np.empty(factors.size // rows, np.uint64)
    for band in range(keys.size):
        key = _FNV_OFFSET
        for j in range(band * rows, (band + 1) * rows):
            key = (key ^ np.uint64(smallest[j])) * _MIX_1
            key ^= key >> np.uint64(32)
        keys[band] = key
    return keys


@njit(cache=True, nogil=True)
def shared(left: NDArray[Any], right: NDArray[Any]) -> int:  # pragma: no cover - compiled
    """Count the common values of two sorted arrays without repeats."""
    i = j = count = 0
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
