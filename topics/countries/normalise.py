"""Text as the matcher sees it: plain quotes, dashes and spaces, with a way back to the source.

Most replacements keep the length, so that offsets stay true; only runs of spaces, names broken
over a line and invisible characters are taken out, and those are remembered.
"""

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass

_SAME_LENGTH = {
    "’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'", "＇": "'",
    "“": '"', "”": '"', "„": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ",
    "\u2028": "\n", "\u2029": "\n", "\u0085": "\n",
}  # fmt: skip
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_COMBINING = "\u0300\u0301\u0302\u0303\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0326\u0327\u0328"
_REMOVED = re.compile(f"[{_INVISIBLE}{_COMBINING}]")
_SPACES = re.compile("  +")
_BROKEN_WORD = re.compile(r"(\w+)(-(?:\r?\n)[ \t]*)(\w+)")
# A blank line parts paragraphs: no name goes across it.
PARAGRAPH = "\x1e"


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text made plain, and where its characters came from.

    Attributes
    ----------
    text : str
        What is matched.
    kept : list of int
        Offsets in `text` at which a stretch of the source begins; empty when nothing was cut.
    origin : list of int
        Offset in the source of each of those stretches.
    """

    text: str
    kept: list[int]
    origin: list[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the source of the stretch [start, end) of `text`."""
        if not self.kept:
            return start, end
        first = bisect_right(self.kept, start) - 1
        last = bisect_right(self.kept, end - 1) - 1
        return (
            self.origin[first] + start - self.kept[first],
            self.origin[last] + end - self.kept[last],
        )


def normalise(text: str, words: Container[str] = ()) -> Normalised:
    r"""Make `text` plain for matching.

    Parameters
    ----------
    text : str
        Any text.
    words : container of str
        Words that are joined again when a hyphen and a line end part them.

    Returns
    -------
    Normalised

    Examples
    --------
    >>> plain = normalise("the United\n  Arab  Emirates’ oil")
    >>> plain.text
    "the United Arab Emirates' oil"
    >>> plain.source_span(4, 24)
    (4, 27)
    """
    plain = text
    cuts: list[tuple[int, int]] = []
    if not text.isascii():
        for character, replacement in _SAME_LENGTH.items():
            if character in plain:
                plain = plain.replace(character, replacement)
        if any(character in plain for character in _INVISIBLE + _COMBINING):
            cuts += [match.span() for match in _REMOVED.finditer(plain)]
    if "-\n" in plain or "-\r\n" in plain:
        for match in _BROKEN_WORD.finditer(plain):
            start, end = match.span(2)
            joined = match[1] + match[3]
            cuts.append((start if joined in words else start + 1, end))
    if "\t" in plain:
        plain = plain.replace("\t", " ")
    if "\r" in plain:
        plain = plain.replace("\r", " ")
    if "\n" in plain:
        plain = plain.replace("\n\n", PARAGRAPH * 2).replace("\n \n", PARAGRAPH * 3)
        plain = plain.replace("\n", " ")
    if "  " in plain:
        cuts += [(match.start() + 1, match.end()) for match in _SPACES.finditer(plain)]
    if not cuts:
        return Normalised(plain, [], [])
    return _cut(plain, sorted(cuts))


def _cut(plain: str, cuts: list[tuple[int, int]]) -> Normalised:
    pieces: list[str] = []
    kept: list[int] = []
    origin: list[int] = []
    length = position = 0
    for start, end in [*cuts, (len(plain), len(plain))]:
        if start < position:
            position = max(position, end)
            continue
        piece = plain[position:start]
        if piece or not pieces:
            pieces.append(piece)
            kept.append(length)
            origin.append(position)
            length += len(piece)
        position = end
    return Normalised("".join(pieces), kept, origin)
