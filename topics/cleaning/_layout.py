# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""Compiled kernels of `topics.cleaning.layout`: lines of a text measured, judged and joined."""

import numpy as np
from numba import njit

from topics._utf8 import character

# Of the modules that this one imports, which numba does not look at: a test holds it to them.
_IMPORTS_DIGEST = "23368a68"
_SAMPLE = 400
_WIDEST, _MIDDLE = 110, 40
_WIDEST_SEEN = 1000  # of a text with broken lines: few are wider than 110
_LONGEST_HEADING, _LONGEST_CLUTTER = 160, 700
_TOP, _BOTTOM = 4, 8

# columns of the table that `measure` makes
LENGTH, INDENT, SPACES, ENDS, CLOSES, SMALL = range(6)

# all scripts with small letters but a few ancient ones
_SMALL_LETTERS = np.array([chr(code).islower() for code in range(0x2000)])


@njit(cache=True, nogil=True, inline="always")
def _is_small(data, i):
    code, _ = character(data, i)
    return code < len(_SMALL_LETTERS) and _SMALL_LETTERS[code]


@njit(cache=True, nogil=True, inline="always")
def _ends_sentence(data, i):
    byte = data[i]
    if byte < 0x80:  # . ! ? " ' : )
        return (
            byte == 0x2E or byte == 0x22 or byte == 0x3F or byte == 0x21
            or byte == 0x27 or byte == 0x3A or byte == 0x29
        )  # fmt: skip
    if byte == 0xBB:  # »
        return data[i - 1] == 0xC2
    if data[i - 1] != 0x80:
        return False
    lead = data[i - 2]  # ” … and the full stop of CJK
    return (lead == 0xE2 and (byte == 0x9D or byte == 0xA6)) or (lead == 0xE3 and byte == 0x82)


@njit(cache=True, nogil=True)
def squeeze(data):
    """Make runs of spaces one space and take spaces off both ends of each line."""
    out = np.empty_like(data)
    count = 0
    for i in range(data.size):
        byte = data[i]
        if byte == 0x20:
            if count == 0 or out[count - 1] == 0x20 or out[count - 1] == 0x0A:
                continue
        elif byte == 0x0A and count and out[count - 1] == 0x20:
            count -= 1
        out[count] = byte
        count += 1
    if count and out[count - 1] == 0x20:
        count -= 1
    return out[:count]


@njit(cache=True, nogil=True)
def measure(data):
    """Measure each line of UTF-8 text: a table of six integers a line.

    ``LENGTH`` in characters (0 for nothing but spaces), ``INDENT`` (spaces at the start),
    ``SPACES`` (all of them), whether it ``ENDS`` a sentence, ``CLOSES`` a bracket, and starts
    with a ``SMALL`` letter.
    """
    count = 1
    for byte in data:
        count += byte == 0x0A
    table = np.zeros((count, 6), np.int32)
    i = 0
    for line in range(count):
        start = i
        while i < data.size and data[i] == 0x20:
            i += 1
        indent = spaces = length = i - start
        while i < data.size and data[i] != 0x0A:
            length += (data[i] & 0xC0) != 0x80
            spaces += data[i] == 0x20
            i += 1
        row = table[line]
        row[INDENT], row[SPACES] = indent, spaces
        if length > indent:
            last = i - 1
            row[LENGTH] = length
            row[ENDS] = _ends_sentence(data, last)
            mark = last - 1 if data[last] == 0x2E and last > start else last
            row[CLOSES] = data[mark] == 0x29 or data[mark] == 0x5D
            row[SMALL] = _is_small(data, start)
        i += 1
    return table


@njit(cache=True, nogil=True)
def is_wrapped(table):
    """Say whether lines were broken to a width."""
    filled = long = followed = broken = total = 0
    for i in range(len(table)):
        total += table[i, LENGTH] + 1
    if total > _WIDEST * len(table):
        return False
    sample = min(len(table), _SAMPLE)
    for i in range(sample):
        length = table[i, LENGTH]
        filled += length > 0
        long += length > _WIDEST
        if length and i + 1 < sample and table[i + 1, LENGTH]:
            followed += 1
            broken += length >= _MIDDLE and not table[i, ENDS]
    return filled >= 3 and long <= 0.05 * filled and followed > 0 and broken >= followed / 3


@njit(cache=True, nogil=True)
def _short_of(table, taken):
    """Below which length a line ends well before the width of the text: 3/4 of the 9th decile."""
    counts = np.zeros(_WIDEST_SEEN + 1, np.int64)
    filled = 0
    for i in range(len(table)):
        if table[i, LENGTH] and not taken[i]:
            counts[min(table[i, LENGTH], _WIDEST_SEEN)] += 1
            filled += 1
    below = width = 0
    while filled and below <= int(0.9 * (filled - 1)):
        width += 1
        below += counts[width]
    return 0.75 * width


@njit(cache=True, nogil=True)
def paragraphs(table, taken):
    """Give the first line, and the line after the last one, of each paragraph that is left."""
    short = _short_of(table, taken)
    spans = np.empty((len(table), 2), np.int64)
    count = 0
    above = -1
    for i in range(len(table)):
        if taken[i] or not table[i, LENGTH]:
            above = -1
            continue
        if (
            above < 0
            or table[i, INDENT] >= table[above, INDENT] + 2
            or (table[above, LENGTH] < short and table[above, ENDS])
        ):
            spans[count, 0] = i
            count += 1
        spans[count - 1, 1] = i + 1
        above = i
    return spans[:count]


@njit(cache=True, nogil=True)
def whole_lines(table):
    """Find the lines that stand for themselves in a text with broken lines."""
    short = _short_of(table, np.zeros(len(table), np.uint8))
    found = np.empty(len(table), np.int64)
    count = 0
    for i in range(len(table)):
        length = table[i, LENGTH]
        followed = i + 1 < len(table) and table[i + 1, LENGTH] > 0
        if not length or (length >= short and followed):
            continue
        if table[i, SMALL] or (followed and table[i + 1, SMALL]):
            continue
        if (
            i == 0
            or not table[i - 1, LENGTH]
            or (count and found[count - 1] == i - 1)
            or table[i - 1, ENDS]
        ):
            found[count] = i
            count += 1
    return found[:count]


@njit(cache=True, nogil=True)
def short_lines(table):
    """Find the lines that may be clutter where a line is a paragraph, by length and place."""
    filled = np.empty(len(table), np.int64)
    count = 0
    for i in range(len(table)):
        # the rest of a sentence that was broken by hand is left alone
        above = i > 0 and table[i - 1, SPACES] >= 5 and not table[i - 1, ENDS]
        if table[i, LENGTH] and not (above and table[i, SMALL]):
            filled[count] = i
            count += 1
    found = np.empty(count, np.int64)
    number = 0
    for place in range(count):
        i = filled[place]
        at_edge = place < _TOP or place >= count - _BOTTOM
        length = table[i, LENGTH]
        if length <= _LONGEST_HEADING or (
            length <= _LONGEST_CLUTTER and (at_edge or table[i, CLOSES])
        ):
            found[number] = i
            number += 1
    return found[:number]


@njit(cache=True, nogil=True, inline="always")
def _is_prose(table, i):
    length = table[i, LENGTH]
    return length >= 160 or (length >= 50 and table[i, ENDS] and table[i, SPACES] >= 7)


@njit(cache=True, nogil=True)
def survey(table):
    """Say whether lines are broken to a width, which may be clutter, and which are running text."""
    wrapped = is_wrapped(table)
    judged = whole_lines(table) if wrapped else short_lines(table)
    running = np.zeros(len(table), np.uint8)
    for i in range(len(table)):
        running[i] = (wrapped and table[i, LENGTH] > 0) or _is_prose(table, i)
    for i in judged:
        running[i] = _is_prose(table, i)
    return wrapped, judged, running
