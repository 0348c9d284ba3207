"""Find the longest surfaces that stand as whole words, in one Aho-Corasick pass over the text.

Where ahocorasick-rs cannot be imported, a dictionary of first words finds the same matches slower.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from topics._language_data import SCRIPTS

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
# start, end, index of the surface
Match = tuple[int, int, int]
_WORD = re.compile(r"\w+")
# A name of so many syllables hardly stands inside a word by chance.
_LONG = 3
# Another surface may begin inside one of several words, not inside the end of a code: "L>", "T)".
_INSIDE = re.compile(r"\W.|[^\w>)]$")


class Matches(NamedTuple):
    """Matches in the order of the text: offsets, and which surface."""

    start: Ints
    end: Ints
    surface: Ints


class _Automaton(Protocol):
    def find_matches_as_indexes(self, haystack: str) -> list[tuple[int, int, int]]: ...


def mask(values: Iterable[bool]) -> Bools:
    """Put truth values into an array."""
    return np.fromiter(values, dtype=bool)


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """Give the code points of `text` between two spaces, so that every match has neighbours."""
    return np.frombuffer(f" {text}          ".encode("utf-32-le", "surrogatepass"), dtype="<u4")


@lru_cache(maxsize=8)
def _word_table(joined: tuple[str, ...] = ()) -> Bools:
    """Tell whether each character of the basic plane is a letter, a digit or an underscore.

    Those of scripts in `joined`, keys of `SCRIPTS`, are none: each is a word of its own.
    """
    table = np.array([chr(c).isalnum() or c == 0x5F for c in range(0x10000)], dtype=bool)
    for script in joined:
        for first, last in SCRIPTS[script]:
            table[first : last + 1] = False
    return table


@lru_cache(maxsize=8)
def _script_table(scripts: tuple[str, ...]) -> Bools:
    """Tell whether each character of the basic plane is of one of the scripts."""
    return np.asarray(_word_table() & ~_word_table(scripts))


def _are_words(codes: npt.NDArray[np.uint32], table: Bools) -> Bools:
    result = table[np.minimum(codes, 0xFFFF)]
    for place in np.flatnonzero(codes > 0xFFFF):
        result[place] = chr(codes[place]).isalnum()
    return np.asarray(result)


class Matcher:
    """Leftmost-longest matching of whole words.

    Parameters
    ----------
    surfaces : sequence of str
        What to look for; each begins with a letter or digit. One that ends with a hyphen
        must be followed by a letter.
    automaton : bool
        Use ahocorasick-rs when it is there.
    joined : tuple of str
        Scripts whose characters stand side by side without being one word; keys of `SCRIPTS`.
    runs_on : tuple of str
        Scripts in which a word may go on behind a surface.
    compounds : mapping of str to tuple of str
        Surfaces that are several in one: each character stands for the surface in its place, or
        for none where that is "".

    Examples
    --------
    >>> matches = Matcher(["Niger", "Niger Delta"]).find("Nigeria, Niger Deltas")
    >>> matches.start.tolist(), matches.end.tolist()
    ([9], [14])
    """

    def __init__(
        self,
        surfaces: Sequence[str],
        *,
        automaton: bool = True,
        joined: tuple[str, ...] = (),
        runs_on: tuple[str, ...] = (),
        compounds: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        self.surfaces = list(surfaces)
        number = {surface: index for index, surface in enumerate(self.surfaces)}
        self._parts = {
            number[whole]: [(place, number[part]) for place, part in enumerate(parts) if part]
            for whole, parts in compounds.items()
        }
        self._table = _word_table(joined)
        self._runs_on = _script_table(runs_on) if runs_on else None
        self._word = _word_pattern((*joined, *runs_on))
        self._by_word: dict[str, list[tuple[str, int]]] = {}
        for index, surface in enumerate(self.surfaces):
            word = self._word.match(surface)
            if word is None:
                raise ValueError(f"surface {surface!r} does not begin with a letter or digit")
            self._by_word.setdefault(word[0], []).append((surface, index))
        for candidates in self._by_word.values():
            candidates.sort(key=lambda item: (-len(item[0]), item[0]))
        # A word may follow at once: a full stop, a flag, a script that is joined.
        self._ends_itself = mask(not self._is_word(s[-1]) for s in self.surfaces)
        self._begins = mask(not self._is_word(s[0]) or self._is_long(s) for s in self.surfaces)
        self._ends_in_hyphen = mask(s.endswith("-") for s in self.surfaces)
        self._several_words = mask(bool(_INSIDE.search(s)) for s in self.surfaces)
        self._automaton = _build(self.surfaces) if automaton else None

    def find(self, text: str) -> Matches:
        """Give all matches in order, never overlapping."""
        matches = self._find(text)
        if not self._parts:
            return matches
        compound = np.isin(matches.surface, list(self._parts))
        parts = [
            (start + place, start + place + 1, part)
            for start, surface in zip(matches.start[compound].tolist(),
                                      matches.surface[compound].tolist(), strict=True)
            for place, part in self._parts[surface]
        ]  # fmt: skip
        return _merged([Matches(*(column[~compound] for column in matches)), _table(parts)])

    def _find(self, text: str) -> Matches:
        if self._automaton is None:
            return _table(list(self._scan(text, 0, len(text))))
        found = self._automaton.find_matches_as_indexes(text)
        flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
        surface, start, end = flat.reshape(-1, 3).T
        codes = code_points(text)
        left_word = _are_words(codes[start], self._table)
        right_word = _are_words(codes[end + 1], self._table)
        if self._runs_on is not None:
            right_word &= ~self._runs_on[np.minimum(codes[end + 1], 0xFFFF)]
        left_word &= ~self._begins[surface]
        whole = ~left_word & (~right_word | self._ends_itself[surface])
        # Sino- needs a word to follow; an underscore or a digit is rare enough to be one.
        hyphen = self._ends_in_hyphen[surface]
        whole[hyphen] = ~left_word[hyphen] & right_word[hyphen]
        # The automaton went past a shorter match, or past one inside such a span.
        missed = np.flatnonzero(~whole & self._several_words[surface])
        again = self._look_again(text, Matches(start, end, surface), whole, missed)
        kept = Matches(start[whole], end[whole], surface[whole])
        if not again:
            return kept
        return _merged([kept, _table(again)])

    def _look_again(
        self, text: str, matches: Matches, whole: Bools, missed: Ints
    ) -> list[tuple[int, int, int]]:
        """Scan the spans of failed matches; what is found there may push later matches out."""
        found: list[tuple[int, int, int]] = []
        free = 0
        for position in missed.tolist():
            start, end = int(matches.start[position]), int(matches.end[position])
            while True:
                for match in self._scan(text, max(start, free), end):
                    found.append(match)
                    free = match[1]
                position += 1
                if position == len(whole) or matches.start[position] >= free:
                    break
                whole[position] = False
                start, end = free, int(matches.end[position])
        return found

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        inside = start and self._is_word(text[start - 1]) and self._is_word(text[start])
        if inside and not self._is_long(text[start:end]):
            return False
        right = end < len(text) and self._is_word(text[end])
        if right and self._runs_on is not None:
            right = not self._runs_on[min(ord(text[end]), 0xFFFF)]
        if text[end - 1] == "-":
            return right
        return not (right and self._is_word(text[end - 1]))

    def _scan(self, text: str, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Look up every word, or rest of one, for the matches that begin in [start, stop)."""
        position = start
        while (word := self._word.search(text, position)) is not None and word.start() < stop:
            position = word.end()
            for surface, index in self._by_word.get(word[0], ()):
                end = word.start() + len(surface)
                if text.startswith(surface, word.start()) and self._stands_alone(
                    text, word.start(), end
                ):
                    position = end
                    yield word.start(), end, index
                    break

    def _is_long(self, surface: str) -> bool:
        """Tell whether a surface is of a script that runs on, and no chance part of a word.

        Such a name also stands behind what is written together with it: 친러시아.
        """
        table = self._runs_on
        return (
            table is not None
            and len(surface) >= _LONG
            and all(bool(table[min(ord(character), 0xFFFF)]) for character in surface)
        )

    def _is_word(self, character: str) -> bool:
        code = ord(character)
        return bool(self._table[code]) if code <= 0xFFFF else character.isalnum()


def _word_pattern(joined: tuple[str, ...]) -> re.Pattern[str]:
    """Give a pattern of one word: each character of a joined script is one."""
    if not joined:
        return _WORD
    spans = [f"{chr(first)}-{chr(last)}" for script in joined for first, last in SCRIPTS[script]]
    return re.compile(rf"[{''.join(spans)}]|[^\W{''.join(spans)}]+")


def _table(matches: list[tuple[int, int, int]]) -> Matches:
    columns = np.array(matches, dtype=np.int64).reshape(-1, 3).T
    return Matches(columns[0], columns[1], columns[2])


def _merged(tables: list[Matches]) -> Matches:
    """Put matches together in the order of the text."""
    merged = Matches(*(np.concatenate(columns) for columns in zip(*tables, strict=True)))
    order = np.argsort(merged.start, kind="stable")
    return Matches(*(column[order] for column in merged))


def _build(surfaces: list[str]) -> _Automaton | None:
    try:
        import ahocorasick_rs
    except ImportError:
        return None
    # A table of states takes longer to build than the default and is quicker to run.
    automaton: _Automaton = ahocorasick_rs.AhoCorasick(
        surfaces,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
        store_patterns=False,
    )
    return automaton
