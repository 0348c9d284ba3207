"""Find the longest surfaces that stand as whole words, in one Aho-Corasick pass over the text.

Where ahocorasick-rs cannot be imported, a dictionary of first words finds the same matches slower.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from topics._language_data import SCRIPTS

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
# start, end, index of the surface
Match = tuple[int, int, int]
_WORD = re.compile(r"\w+")
# After these a word may follow at once: a full stop, the second half of a flag.
_ENDINGS = frozenset(".") | {chr(0x24B6 + letter) for letter in range(26)}
# Another surface may begin inside one of several words, not inside the end of a code: "L>", "T)".
_INSIDE = re.compile(r"\W.|[^\w>)]$")


class Matches(NamedTuple):
    """Matches in the order of the text: offsets, and which surface."""

    start: Ints
    end: Ints
    surface: Ints


class _Automaton(Protocol):
    def find_matches_as_indexes(self, haystack: str) -> list[tuple[int, int, int]]: ...


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
    ) -> None:
        self.surfaces = list(surfaces)
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
        self._ends_itself = np.array([s[-1] in _ENDINGS for s in self.surfaces], dtype=bool)
        if joined:
            # A script that is joined has its bounds wherever it meets another.
            last = [self._is_word(s[-1]) for s in self.surfaces]
            self._ends_itself |= ~np.array(last, dtype=bool)
        self._begins = np.array([not self._is_word(s[0]) for s in self.surfaces], dtype=bool)
        self._ends_in_hyphen = np.array([s.endswith("-") for s in self.surfaces], dtype=bool)
        self._several_words = np.array([bool(_INSIDE.search(s)) for s in self.surfaces])
        self._automaton = _build(self.surfaces) if automaton else None

    def find(self, text: str) -> Matches:
        """Give all matches in order, never overlapping."""
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
        extra = _table(again)
        merged = Matches(*(np.concatenate(pair) for pair in zip(kept, extra, strict=True)))
        order = np.argsort(merged.start, kind="stable")
        return Matches(*(column[order] for column in merged))

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
        if start and self._is_word(text[start - 1]) and self._is_word(text[start]):
            return False
        right = end < len(text) and self._is_word(text[end])
        if right and self._runs_on is not None:
            right = not self._runs_on[min(ord(text[end]), 0xFFFF)]
        if text[end - 1] == "-":
            return right
        return text[end - 1] in _ENDINGS or not (right and self._is_word(text[end - 1]))

    def _scan(self, text: str, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Look up every word, for the matches that begin at a word in [start, stop)."""
        position = start
        if 0 < start < len(text) and self._is_word(text[start - 1]) and self._is_word(text[start]):
            inside = self._word.match(text, start)
            position = inside.end() if inside else start
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
