"""Text as the matcher sees it: plain quotes, dashes and spaces, with a way back to the source.

Most replacements keep the length, so that offsets stay true; only runs of spaces, names broken
over a line and invisible characters are taken out, the words of a hashtag parted, and those are
remembered. A flag, two symbols, is read as two other characters that can be matched as a word.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from topics._language_data import ENGLISH, Language

Ints = npt.NDArray[np.int64]

_SAME_LENGTH = {
    "’": "'", "‘": "'", "ʼ": "'", "′": "'", "´": "'", "＇": "'",
    "“": '"', "”": '"', "„": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ",
    "\u2028": "\n", "\u2029": "\n", "\u0085": "\n",
}  # fmt: skip
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_COMBINING = "\u0300\u0301\u0302\u0303\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0326\u0327\u0328"
# Deleting the ASCII bytes of the UTF-8 form is the quickest way to see what else there is.
_ASCII = bytes(range(128))
_REMOVED = re.compile(f"[{_INVISIBLE}{_COMBINING}]")
# A run of spaces matters inside a name; after a full stop it is only an indentation.
_SPACES = re.compile(r"  (?<=[^\W_]  ) *")
_LINE_END_HYPHEN = re.compile(r"-\r?\n[ \t]*(?=\w)")
# The words of #FreeIran; a cut of nothing puts a space there.
_HASHTAG = re.compile(r"#\w*[a-z][A-Z]\w*")
_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FIRST_LETTER = 0x1F1E6
_WORD = re.compile(r"\w+")
_WORD_BEFORE = re.compile(r"\w+$")
_LONGEST_WORD = 40
# A blank line parts paragraphs: no name goes across it.
PARAGRAPH = "\x1e"
_NONE = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """A text made plain, and where its characters came from.

    Attributes
    ----------
    text : str
        What is matched.
    kept : ndarray of int
        Offsets in `text` at which a stretch of the source begins; empty when nothing was cut.
    origin : ndarray of int
        Offset in the source of each of those stretches.
    """

    text: str
    kept: Ints
    origin: Ints

    def source(self, offsets: Ints, *, ends: bool = False) -> Ints:
        """Give the offsets in the source of offsets in `text`; `ends` are past a last character."""
        if not len(self.kept):
            return offsets
        stretch = np.searchsorted(self.kept, offsets - int(ends), side="right") - 1
        return np.asarray(offsets + (self.origin - self.kept)[stretch])


def normalise(text: str, words: Container[str] = (), language: Language = ENGLISH) -> Normalised:
    r"""Make `text` plain for matching.

    Parameters
    ----------
    text : str
        Any text.
    words : container of str
        Words that are joined again when a hyphen and a line end part them.
    language : Language
        Which characters are read as others, and which are taken out.

    Returns
    -------
    Normalised

    Examples
    --------
    >>> plain = normalise("the United\n  Arab  Emirates’ oil")
    >>> plain.text
    "the United Arab Emirates' oil"
    >>> plain.source(np.array([4, 24])).tolist()
    [4, 27]
    """
    plain = text
    cuts: list[tuple[int, int]] = []
    if not text.isascii():
        present = set(text.encode("utf-8", "replace").translate(None, _ASCII).decode("utf-8"))
        for character in present & _SAME_LENGTH.keys():
            plain = plain.replace(character, _SAME_LENGTH[character])
        if any(character >= "\U0001f1e6" for character in present):
            plain = _FLAG.sub(lambda flag: flag_surface(letters_of(flag[0])), plain)
        if not present.isdisjoint(_INVISIBLE + _COMBINING):
            cuts += [match.span() for match in _REMOVED.finditer(plain)]
        for character in present & language.fold.keys():
            plain = plain.replace(character, language.fold[character])
        if not present.isdisjoint(language.ignored):
            cuts += [match.span() for match in _ignored(language.ignored).finditer(plain)]
    if "-\n" in plain or "-\r\n" in plain:
        cuts += _broken_words(plain, words)
    if "#" in plain:
        cuts += _joints_of_hashtags(plain)
    if "`" in plain:
        plain = plain.replace("`", "'")
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
        return Normalised(plain, _NONE, _NONE)
    return _cut(plain, sorted(cuts))


@lru_cache(maxsize=32)
def _ignored(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]+")


def flag_surface(code: str) -> str:
    """Give what stands for the flag of a country in normalised text.

    A letter comes first and a symbol last, so that two flags side by side are two words.

    Parameters
    ----------
    code : str
        ISO 3166-1 alpha-2, in capitals.

    Examples
    --------
    >>> normalise("from \U0001f1eb\U0001f1f7").text == "from " + flag_surface("FR")
    True
    """
    first, second = (ord(letter) - ord("A") for letter in code)
    return chr(0xFF21 + first) + chr(0x24B6 + second)


def letters_of(flag: str) -> str:
    """Give the letters that the two symbols of a flag stand for.

    Examples
    --------
    >>> letters_of("\U0001f1eb\U0001f1f7")
    'FR'
    """
    return "".join(chr(ord("A") + ord(symbol) - _FIRST_LETTER) for symbol in flag)


def _joints_of_hashtags(plain: str) -> list[tuple[int, int]]:
    """Find where a space parts the words of a hashtag."""
    return [
        (joint.start(), joint.start())
        for tag in _HASHTAG.finditer(plain)
        for joint in _NEXT_WORD.finditer(plain, *tag.span())
    ]


def _broken_words(plain: str, words: Container[str]) -> list[tuple[int, int]]:
    """Find what to cut so that a word parted at a line end is whole, or at least one word again."""
    cuts = []
    for match in _LINE_END_HYPHEN.finditer(plain):
        start, end = match.span()
        first = _WORD_BEFORE.search(plain, max(0, start - _LONGEST_WORD), start)
        second = _WORD.match(plain, end)
        if first and second:
            cuts.append((start if first[0] + second[0] in words else start + 1, end))
    return cuts


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
        if start == end < len(plain):
            pieces.append(" ")
            kept.append(length)
            origin.append(start)
            length += 1
        position = end
    return Normalised("".join(pieces), np.array(kept), np.array(origin))
