r"""One form for every text: NFC, plain quotes and spaces, nothing invisible; offsets lead back.

Line ends stay where they are, so line n of the result is line n of the source.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from topics.cleaning.layout import squeeze
from topics.errors import require_extra

_SPACES = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_INVISIBLE = "\xad\u200b\u200e\u200f\u2060\ufeff" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
# the zero-width joiner and non-joiner stay: Persian, Indic scripts and emoji need them
_CONTROL = "".join(
    map(chr, (*range(9), *range(0x0E, 0x1C), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)))
)
_REPLACED = (
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_INVISIBLE + _CONTROL, "")
    | dict.fromkeys("‘’‚‛", "'")
    | dict.fromkeys("“”„‟", '"')
    | dict.fromkeys("\u2010\u2011", "-")
    # halves of a character, as JSON may escape them: no file or table can hold them
    | dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")
)


def _plain_letters() -> dict[str, str]:
    """Give the letters for which NFKC has plainer ones: ligatures, full-width and bold letters.

    Superscripts stay, since they are marks of notes and powers; so do letters that only look
    decomposable (Thai and Lao am, jamo of Korean, half-width kana, which need marks of their own).
    """
    plain: dict[str, str] = {}
    for code in (*range(0xA0, 0x3130), *range(0xA000, 0xFF66), *range(0x1D400, 0x1D800)):
        if code in range(0xE00, 0xF00) or code in range(0xAC00, 0xE000):
            continue
        how = unicodedata.decomposition(chr(code)).partition(">")[0]
        kind = unicodedata.category(chr(code))
        if how in _PLAINER and (kind[0] == "L" or kind in ("Nd", "Nl")):
            new = unicodedata.normalize("NFKC", chr(code))
            if new.isalnum() and not any(map(unicodedata.combining, new)):
                plain[chr(code)] = new
    return plain


_PLAINER = frozenset(("<compat", "<wide", "<font", "<initial", "<medial", "<final", "<isolated"))
_REPLACED |= _plain_letters()
_ODD = re.compile(r"\r\n?|[" + re.escape("".join(_REPLACED)) + "]")
_ODD_CHARACTERS = frozenset("".join(_REPLACED) + "\r")
_USUAL_BYTES = bytes([ord("\n"), *range(0x20, 0x7F)])
_SQUEEZED = re.compile(r"(?<=\n) +|^ +| +(?=\n)| +$| {2,}")


def normalise(text: str, *, keep_indent: bool = False) -> str:
    r"""Bring a text into one form.

    Unicode NFC; ligatures, full-width and other dressed-up letters become plain ones; soft hyphens,
    byte-order marks, direction marks and control characters go; no-break and other wide spaces and
    tabs become spaces, runs of spaces one space, spaces at the ends of lines go; curly quotes
    become ' and ". The result is a fixed point of the function.

    Parameters
    ----------
    text : str
    keep_indent : bool
        Leave spaces as they are in number: where lines are indented, indents mark paragraphs.

    Examples
    --------
    >>> normalise("Russia\u2019s\xa0\xa0pivot \ncaf\u0065\u0301")
    "Russia's pivot\ncafé"
    """
    # bytes are searched ten times faster than characters
    unusual = text.encode("utf-8", "surrogatepass").translate(None, _USUAL_BYTES)
    if unusual:
        found = set(unusual.decode("utf-8", "surrogatepass"))
        for odd in found & _ODD_CHARACTERS:
            if odd == "\r":
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            else:
                text = text.replace(odd, _REPLACED[odd])
        if not all(map(_stands_alone, found - _ODD_CHARACTERS)):
            text = unicodedata.normalize("NFC", text)
    return text if keep_indent else squeeze(text)


@cache
def _stands_alone(character: str) -> bool:
    # is as it should be, and merges with no character before it
    merges = unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"
    return not merges and unicodedata.is_normalized("NFC", character)


def normalise_with_offsets(text: str) -> tuple[str, NDArray[np.int64]]:
    r"""Normalise, and say where each character comes from.

    Returns
    -------
    normal : str
        The same as ``normalise(text)``.
    offsets : array of int, shape (len(normal) + 1,)
        ``text[offsets[i]:]`` starts with what became ``normal[i]``; never decreases; the last
        entry is ``len(text)``.

    Examples
    --------
    >>> normal, offsets = normalise_with_offsets("a\xad\xa0 b")
    >>> normal, offsets.tolist()
    ('a b', [0, 2, 4, 5])
    """
    normal, offsets = _substitute(_ODD, _replacement, text)
    if not unicodedata.is_normalized("NFC", normal):
        normal, step = _substitute(_cluster(), _composed, normal)
        offsets = offsets[step]
    normal, step = _substitute(_SQUEEZED, _one_space_inside, normal)
    return normal, offsets[step]


def _substitute(
    pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], text: str
) -> tuple[str, NDArray[np.int64]]:
    pieces: list[str] = []
    origins: list[NDArray[np.int64]] = []
    end = 0
    for match in pattern.finditer(text):
        new = replacement(match)
        pieces += [text[end : match.start()], new]
        origins += [np.arange(end, match.start()), np.full(len(new), match.start())]
        end = match.end()
    pieces.append(text[end:])
    origins.append(np.arange(end, len(text) + 1))
    return "".join(pieces), np.concatenate(origins).astype(np.int64)


def _replacement(match: re.Match[str]) -> str:
    found = match[0]
    return "\n" if found[0] == "\r" else _REPLACED[found]


def _one_space_inside(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    at_edge = start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n"
    return "" if at_edge else " "


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[0])


@cache
def _cluster() -> re.Pattern[str]:
    # a character with those that may merge into it: marks, and vowels and finals of Hangul
    marks = (
        chr(code)
        for code in range(0x300, 0x20000)
        if unicodedata.category(chr(code))[0] == "M" or 0x1160 <= code <= 0x11FF
    )
    return re.compile(rf"(?s:.)[{re.escape(''.join(marks))}]+")


def repair(text: str) -> str:
    """Undo a wrong decoding ("â€™" for an apostrophe); needs the extra ``mojibake`` (ftfy).

    Raises
    ------
    MissingExtraError
        When ftfy is not installed.
    """
    return str(require_extra("ftfy", "mojibake").fix_encoding(text))
