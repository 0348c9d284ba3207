# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""Compiled kernels for near-duplicates: bytes to words, words to MinHash band keys.

A word is 32 bits: 30 of its hash, and two flags, `FIGURE` and `NAME`. All kernels read many
documents in one call; `ends` are where each document ends in the flat array.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from topics._utf8 import character

# Of the modules that this one imports, which numba does not look at: a test holds it to them.
_IMPORTS_DIGEST = "23368a68"
FIGURE, NAME = np.uint32(1), np.uint32(2)
_FLAGS = np.uint32(3)
_FNV_OFFSET = np.uint64(0xCBF29CE484222325)
_FNV_PRIME = np.uint64(0x100000001B3)
_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)

_BREAK, _LETTER, _DIGIT, _CJK, _WIDE = 0, 1, 2, 3, 4


def _kinds() -> NDArray[np.uint8]:
    kinds = np.full(256, _BREAK, np.uint8)
    kinds[ord("a") : ord("z") + 1] = kinds[ord("A") : ord("Z") + 1] = _LETTER
    kinds[ord("0") : ord("9") + 1] = _DIGIT
    kinds[0x80:] = _WIDE
    kinds[0xE3:0xEE] = _CJK  # lead bytes of kana, CJK ideographs and Hangul
    return kinds


def _lower() -> NDArray[np.int32]:
    # one character each: the dotted capital I of Turkish loses its dot
    table = np.array([ord(chr(code).lower()[0]) for code in range(0x2000)], np.int32)
    table[ord("ς")] = ord("σ")  # which of the two a capital becomes depends on its place
    for zero in "٠۰०০":  # a digit of another script changes here as a capital does: it is marked
        table[ord(zero) : ord(zero) + 10] = np.arange(ord("0"), ord("9") + 1)
    return table


_KINDS, _LOWER = _kinds(), _lower()


@njit(cache=True, nogil=True, inline="always")
def _is_break(code):
    """Spaces and marks that no word holds; the joiners of Persian are parts of words."""
    return (
        code < 0xC0
        or (0x2000 <= code < 0x2070 and code != 0x200C and code != 0x200D)
        or code == 0x1680
        or code == 0x3000
    )


@njit(cache=True, nogil=True)
def read_words(data, ends):
    """Hash each word of UTF-8 texts in lower case; every CJK character is a word of its own.

    ``1,250.5`` is one word, a `FIGURE`; a time of day, ``10:30``, is a word like any other. A word
    with a capital is a `NAME`.

    Returns the words, where those of each text end, and a hash of all words of each text.
    """
    words = np.empty(ends[-1] + 1, np.uint32)
    word_ends = np.empty(ends.size, np.int64)
    wholes = np.empty(ends.size, np.uint64)
    count = i = 0
    for text in range(ends.size):
        end = ends[text]
        whole = _FNV_OFFSET
        width = 1
        while i < end:
            kind = _KINDS[data[i]]
            if kind == _BREAK:
                i += 1
                continue
            value = _FNV_OFFSET
            figure = kind == _DIGIT
            clock = capital = False
            start = i
            while i < end:
                byte = np.int64(data[i])
                kind = _KINDS[byte]
                if kind <= _DIGIT:
                    if kind == _BREAK:
                        mark = i + 1 < end and (byte == 0x2C or byte == 0x2E or byte == 0x3A)
                        if not (figure and mark and _KINDS[data[i + 1]] == _DIGIT):
                            break
                        clock |= byte == 0x3A
                    small = np.int64(_LOWER[byte])
                    capital |= small != byte
                    i += 1
                else:
                    if kind == _CJK and i > start:
                        break
                    code, width = character(data, i)
                    if _is_break(code):
                        break
                    small = np.int64(_LOWER[code]) if code < 0x2000 else code
                    capital |= small != code
                    i += width
                value = (value ^ np.uint64(small)) * _FNV_PRIME
                if kind == _CJK:
                    break
            if i == start:
                i += width
                continue
            value ^= value >> np.uint64(32)
            flag = (
                np.uint32(0) if clock else FIGURE if figure else NAME if capital else np.uint32(0)
            )
            words[count] = (np.uint32(value) & ~_FLAGS) | flag
            count += 1
            whole = (whole ^ value) * _MIX_1
            whole ^= whole >> np.uint64(29)
        i = end
        word_ends[text] = count
        wholes[text] = whole
    return words[:count].copy(), word_ends, wholes


@njit(cache=True, nogil=True, inline="always")
def shingle(words, i, size):
    """32-bit hash of a run of `size` words."""
    value = np.uint64(0)
    for j in range(i, i + size):
        value = (value ^ np.uint64(words[j] & ~_FLAGS)) * _MIX_1
        value ^= value >> np.uint64(29)
    value = (value ^ (value >> np.uint64(33))) * _MIX_2
    return np.uint32(value >> np.uint64(32))


@njit(cache=True, nogil=True)
def band_keys(words, ends, size, factors, masks, rows):
    """MinHash signature of the shingles of each text, one key for each band of `rows`."""
    keys = np.empty((ends.size, factors.size // rows), np.uint64)
    smallest = np.empty(factors.size, np.uint32)
    start = 0
    for text in range(ends.size):
        smallest[:] = np.uint32(0xFFFFFFFF)
        for i in range(start, ends[text] - size + 1):
            value = shingle(words, i, size)
            for j in range(factors.size):
                mixed = (value ^ masks[j]) * factors[j]
                smallest[j] = min(smallest[j], np.uint32(mixed))
        for band in range(keys.shape[1]):
            key = _FNV_OFFSET
            for j in range(band * rows, (band + 1) * rows):
                key = (key ^ np.uint64(smallest[j])) * _MIX_1
                key ^= key >> np.uint64(32)
            keys[text, band] = key
        start = ends[text]
    return keys
