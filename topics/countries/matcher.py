"""Find the longest surfaces that stand as whole words, in one Aho-Corasick pass over the text.

Where ahocorasick-rs cannot be imported, a dictionary of first words finds the same matches slower.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

_WORD = re.compile(r"\w+")
# An automaton of this kind is several times quicker than the default for a list this long.


class _Automaton(Protocol):
    def find_matches_as_indexes(self, haystack: str) -> list[tuple[int, int, int]]: ...


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


class Matcher:
    """Leftmost-longest matching of whole words.

    Parameters
    ----------
    surfaces : sequence of str
        What to look for; each begins with a letter or digit. One that ends with a hyphen
        must be followed by a letter.
    automaton : bool
        Use ahocorasick-rs when it is there.

    Examples
    --------
    >>> [(s, e) for s, e, _ in Matcher(["Niger", "Niger Delta"]).find("Nigeria, Niger Deltas")]
    [(9, 14)]
    """

    def __init__(self, surfaces: Sequence[str], *, automaton: bool = True) -> None:
        self.surfaces = list(surfaces)
        self._by_word: dict[str, list[tuple[str, int]]] = {}
        for index, surface in enumerate(self.surfaces):
            word = _WORD.match(surface)
            if word is None:
                raise ValueError(f"surface {surface!r} does not begin with a letter or digit")
            self._by_word.setdefault(word[0], []).append((surface, index))
        for candidates in self._by_word.values():
            candidates.sort(key=lambda item: (-len(item[0]), item[0]))
        self._automaton = _build(self.surfaces) if automaton else None

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """All matches as (start, end, index of the surface), in order, never overlapping."""
        if self._automaton is None:
            return list(self._scan(text, 0, len(text)))
        found: list[tuple[int, int, int]] = []
        free = 0
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            if start >= free and self._stands_alone(text, start, end):
                found.append((start, end, index))
                free = end
            elif end > free:
                # The automaton went past a shorter match, or past one inside this span.
                for match in self._scan(text, max(start, free), end):
                    found.append(match)
                    free = match[1]
        return found

    @staticmethod
    def _stands_alone(text: str, start: int, end: int) -> bool:
        if start and ((left := text[start - 1]).isalnum() or left == "_"):
            return False
        if end == len(text):
            return text[end - 1] != "-"
        right = text[end]
        if text[end - 1] == "-":
            return right.isalpha()
        return not (right.isalnum() or right == "_") or text[end - 1] == "."

    def _scan(self, text: str, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Look up every word, for the matches that begin at a word in [start, stop)."""
        position = start
        if start and _is_word(text[start - 1]) and start < len(text) and _is_word(text[start]):
            inside = _WORD.match(text, start)
            position = inside.end() if inside else start
        while (word := _WORD.search(text, position)) is not None and word.start() < stop:
            position = word.end()
            for surface, index in self._by_word.get(word[0], ()):
                if text.startswith(surface, word.start()) and self._stands_alone(
                    text, word.start(), word.start() + len(surface)
                ):
                    position = word.start() + len(surface)
                    yield word.start(), position, index
                    break


def _build(surfaces: list[str]) -> _Automaton | None:
    try:
        import ahocorasick_rs
    except ImportError:
        return None
    automaton: _Automaton = ahocorasick_rs.AhoCorasick(
        surfaces,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.ContiguousNFA,
    )
    return automaton
