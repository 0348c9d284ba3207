# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""Compiled kernel that gives every line of a text a number, the same for lines that look alike."""

import numpy as np
from numba import njit

_FNV_OFFSET = np.uint64(0xCBF29CE484222325)
_FNV_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_ONE = np.uint64(1)


@njit(cache=True, nogil=True, inline="always")
def _digit_width(data, i):
    """Bytes of a decimal digit (Latin, Arabic, Persian, Devanagari, Bengali, full-width), or 0."""
    lead = data[i]
    if lead < 0x80:
        return 1 if 0x30 <= lead <= 0x39 else 0
    if lead == 0xD9 or lead == 0xDB:
        first = 0xA0 if lead == 0xD9 else 0xB0
        return 2 if first <= data[i + 1] <= first + 9 else 0
    if lead == 0xE0 and (data[i + 1] == 0xA5 or data[i + 1] == 0xA7):
        return 3 if 0xA6 <= data[i + 2] <= 0xAF else 0
    if lead == 0xEF and data[i + 1] == 0xBC:
        return 3 if 0x90 <= data[i + 2] <= 0x99 else 0
    return 0


@njit(cache=True, nogil=True)
def hash_lines(data, size, longest):
    r"""Hash each line of UTF-8 text of `size` bytes; 0 for empty and for very long lines.

    A run of digits counts as one digit. The lowest bit says whether a line has digits. The buffer
    goes on for two bytes after the text.
    """
    keys = np.empty(size + 1, np.int64)
    count = length = i = 0
    value, digits, in_run = _FNV_OFFSET, False, False
    while i <= size:
        byte = data[i]
        if i == size or byte == 0x0A:
            value = (value ^ (value >> np.uint64(32))) * _MIX
            value = ((value ^ (value >> np.uint64(29))) & ~_ONE) | np.uint64(digits)
            keys[count] = np.int64(value) if 0 < length <= longest else 0
            count += 1
            length, value, digits, in_run = 0, _FNV_OFFSET, False, False
            i += 1
            continue
        width = _digit_width(data, i)
        if width:
            if not in_run:
                value = (value ^ np.uint64(0x30)) * _FNV_PRIME
            digits = in_run = True
            length += 1
            i += width
            continue
        in_run = False
        value = (value ^ np.uint64(byte)) * _FNV_PRIME
        length += (byte & 0xC0) != 0x80
        i += 1
    return keys[:count].copy()
