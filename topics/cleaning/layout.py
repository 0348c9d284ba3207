"""How a text is laid out: a paragraph a line, or paragraphs broken into lines of one width."""

from functools import cache
from types import ModuleType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ENDS_SENTENCE = (".", "!", "?", '"', "'", ":", ")", "”", "。", "…", "»")

Measures = NDArray[np.int32]
"""A row a line: its length, indent, spaces and how it starts and ends, as the kernels read them."""


class Layout(NamedTuple):
    """What the lengths, ends and beginnings of its lines say about a text."""

    wrapped: bool
    """Whether lines were broken to a width, so that a paragraph runs over several lines."""
    judged: list[int]
    """Indices of the lines that may be clutter or facts, by place and length alone."""
    running: bytearray
    """1 for each line that looks like running text, 0 for any other."""


@cache
def _kernels() -> ModuleType:
    from topics.cleaning import _layout

    return _layout


def measure(text: str) -> Measures:
    """Measure the lines of a text, for the functions below."""
    measures: Measures = _kernels().measure(_bytes(text))
    return measures


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8", "replace"), np.uint8)


def squeeze(text: str) -> str:
    """Make runs of spaces one space; take spaces off both ends of each line.

    >>> squeeze("  one   two ")
    'one two'
    """
    data = _bytes(text)
    squeezed = _kernels().squeeze(data)
    return text if len(squeezed) == len(data) else squeezed.tobytes().decode()


def survey(measures: Measures) -> Layout:
    r"""See how a text is laid out.

    Lines are broken to a width when almost none is longer than 110 characters and at least a third
    of the lines that have a line directly below them are of middle length and stop in the middle
    of a sentence (the first 400 lines decide). Then a line may be judged only when it stands for
    itself: a sentence, a gap or another such line is above it, it does not start with a small
    letter, and it ends before the width of the text or above a gap. All others are pieces of a
    sentence. Where a line is a paragraph, those of up to 160 characters may be judged, and longer
    ones at the edges of the page and where a bracket closes.

    >>> line = "The ministers met again on Monday in the capital to speak of the\n"
    >>> survey(measure(f"Rain\n\n{line}share.\nShare\n\n{line}border."))
    Layout(wrapped=True, judged=[0, 4], running=bytearray(b'\x00\x00\x01\x01\x00\x00\x01\x01'))
    >>> survey(measure("Headline\n\n" + "The ministers met. " * 9)).wrapped
    False
    """
    wrapped, judged, running = _kernels().survey(measures)
    return Layout(bool(wrapped), judged.tolist(), bytearray(running))


def paragraphs(measures: Measures, *, taken: bytes = b"") -> list[tuple[int, int]]:
    r"""Give the paragraphs of a text with broken lines: the first line, and the one after the last.

    A paragraph starts after an empty line, at an indented line that follows one with less indent,
    and after a line that ends a sentence well before the width of the text. Where `taken` is not
    0 the line counts as empty.

    >>> paragraphs(measure("    Wheat rose on\nMonday.\n\n    Maize fell."))
    [(0, 2), (3, 4)]
    """
    gone = np.frombuffer(taken or bytes(len(measures)), np.uint8)
    return [(start, stop) for start, stop in _kernels().paragraphs(measures, gone).tolist()]


def is_prose(line: str) -> bool:
    """Say whether a line looks like running text: a full sentence of some length.

    >>> is_prose("The two governments agreed on Monday to reopen the crossing by the end of May.")
    True
    >>> is_prose("Why the crossing matters")
    False
    """
    length = len(line)
    if length >= 160:
        return True
    return length >= 50 and line.endswith(ENDS_SENTENCE) and line.count(" ") >= 7
