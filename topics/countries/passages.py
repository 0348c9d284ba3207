"""Passages of a text in another script than its own, such as a Russian quotation in English news.

They are read in their own language, as far as it is told; a passage in the same script as the
text around it, such as a French quotation in English news, is read with that text.
"""

import re
from collections.abc import Sequence
from functools import cache
from types import MappingProxyType

from topics._language_data import language
from topics._languages import likely_languages
from topics.countries.cldr import country_names
from topics.countries.gazetteer import languages

# Letters by script, as ranges of a pattern.
_LETTERS = MappingProxyType(
    {
        "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
        "cyrillic": "\u0400-\u052f",
        "arabic": "\u0620-\u06ff",
        "east": "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3",
    }
)
_PATTERNS = MappingProxyType({name: re.compile(f"[{span}]") for name, span in _LETTERS.items()})
# A passage: letters of one script, with anything but letters of another between them.
_PASSAGES = MappingProxyType(
    {
        name: re.compile(
            rf"[{span}](?:[^{''.join(v for k, v in _LETTERS.items() if k != name)}]*[{span}])?"
        )
        for name, span in _LETTERS.items()
    }
)
_SHORTEST = 40  # letters; fewer do not tell a language
_SHORTEST_OF_SIGNS = 12
# Of the languages that can be read; and of all.
_SURE, _LIKELY = 0.75, 0.5


@cache
def scripts_of(code: str) -> frozenset[str]:
    """Name the scripts that a language is written in, by its names of countries in CLDR.

    Examples
    --------
    >>> sorted(scripts_of("ru"))
    ['cyrillic']
    """
    if code == "en":
        return frozenset({"latin"})
    found = set()
    for locale in language(code).cldr:
        names = "".join(name for name, _ in country_names(locale))
        found.add(max(_PATTERNS, key=lambda script: len(_PATTERNS[script].findall(names))))
    return frozenset(found)


def passages(text: str, code: str = "en") -> list[tuple[int, int, str]]:
    """Find the passages in another script than that of a language, whose own language is told.

    Parameters
    ----------
    text : str
        Any text.
    code : str
        The language that it is read in.

    Returns
    -------
    list of (int, int, str)
        Start, end and language of each, in order.

    Examples
    --------
    >>> said = "Казахстан и Узбекистан подписали договор о новых поставках газа"
    >>> passages(f"The minister wrote: {said}. He left.")
    [(20, 83, 'ru')]
    """
    own = scripts_of(code)
    if (text.isascii() and "latin" in own) or _foreign(own).search(text) is None:
        return []
    found = []
    for name, pattern in _PASSAGES.items():
        if name in own or _PATTERNS[name].search(text) is None:
            continue
        least = _SHORTEST_OF_SIGNS if name == "east" else _SHORTEST
        for match in pattern.finditer(text):
            other = _told(match[0]) if match.end() - match.start() >= least else ""
            if other and other != code:
                found.append((match.start(), match.end(), other))
    return sorted(found)


@cache
def _foreign(own: frozenset[str]) -> re.Pattern[str]:
    """Give the pattern of a letter of any script but these."""
    return re.compile(f"[{''.join(span for name, span in _LETTERS.items() if name not in own)}]")


def _told(text: str) -> str:
    """Tell the language of a passage among those that can be read, or "" where it is not clear."""
    ranked = likely_languages(text[:300], enough=_SURE)
    known = [(code, chance) for code, chance in ranked if code in languages()]
    total = sum(chance for _, chance in known)
    if ranked[0] not in known or ranked[0][1] < _SURE * total:
        return ""
    return ranked[0][0] if ranked[0][1] >= _LIKELY else ""


def only_passages(texts: Sequence[str], code: str = "en") -> dict[str, dict[int, str]]:
    """Give, by language, the texts that hold passages in it, blanks in place of all else.

    Parameters
    ----------
    texts : sequence of str
        Any texts.
    code : str
        The language that they are read in.

    Returns
    -------
    dict of str to dict of int to str
        By language and position in `texts`; offsets are those of the text.

    Examples
    --------
    >>> only_passages(["Talks end.", ""])
    {}
    """
    found: dict[str, dict[int, str]] = {}
    for position, text in enumerate(texts):
        for start, end, other in passages(text, code):
            own = found.setdefault(other, {})
            before = own.get(position, " " * len(text))
            own[position] = before[:start] + text[start:end] + before[end:]
    return found
