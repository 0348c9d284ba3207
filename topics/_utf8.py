# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""The compiled decoder of UTF-8 that all kernels over bytes share."""

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, inline="always")
def character(data, at):
    """Decode one character of valid UTF-8: its code point and its length in bytes."""
    lead = np.int64(data[at])
    if lead < 0x80:
        return lead, 1
    code = np.int64(data[at + 1]) & 0x3F
    if lead < 0xE0:
        return ((lead & 0x1F) << 6) | code, 2
    code = (code << 6) | (np.int64(data[at + 2]) & 0x3F)
    if lead < 0xF0:
        return ((lead & 0x0F) << 12) | code, 3
    code = (code << 6) | (np.int64(data[at + 3]) & 0x3F)
    return ((lead & 0x07) << 18) | code, 4
