"""The quick way: matches with no neighbour that could change what they mean.

Most matches are of this kind; they are told from the others by the letters beside them, all at
once. What is left is read one by one (`topics.countries.neighbours`).
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from topics.countries.context import BESIDE_AN_ADDRESS, DOMAIN
from topics.countries.matcher import Bools, Ints, Matches, code_points, mask
from topics.countries.persons import is_single_place
from topics.countries.rules import Rules
from topics.countries.senses import KINDS, PLACES, TRAP, Sense

Words = npt.NDArray[np.object_]

_SPACE, _HYPHEN, _COMMA, _STOP, _LESS, _GREATER, _OPEN, _AND, _A, _Z = map(ord, " -,.<>(&AZ")
# Capitals of Cyrillic, the first and the last.
_CYRILLIC = (0x0400, 0x042F)
_BESIDE_CODES = np.array(sorted(map(ord, BESIDE_AN_ADDRESS)), dtype=np.uint32)
# Longer words are looked at one by one.
_LONGEST_NAME = 13
# Flags that matter nowhere, or only where a person's name may stand.
_HARMLESS = frozenset({"plural", "nolower", "exact", "state", "surname", "given"})


class Calm(NamedTuple):
    """Matches that nothing beside them changes, as masks over all matches.

    Attributes
    ----------
    certain : ndarray of bool
        Those with one strong reading.
    waiting : ndarray of bool
        Those whose readings all wait for the rest of the document.
    nobody : ndarray of bool
        Phrases that name nobody.
    """

    certain: Bools
    waiting: Bools
    nobody: Bools


class Certain:
    """Reads matches that mean one thing; for the surfaces of one matcher.

    Attributes
    ----------
    country, kind : ndarray of str
        What each surface means if it is certain; "" where it never is.
    """

    def __init__(self, rules: Rules, surfaces: list[str], senses: list[tuple[Sense, ...]]) -> None:
        only = [
            None if surface in rules.by_surface else _only(surface, group)
            for surface, group in zip(surfaces, senses, strict=True)
        ]
        self.country: Words = np.array([s.country if s else "" for s in only], dtype=object)
        self.kind: Words = np.array([s.kind if s else "" for s in only], dtype=object)
        self._is_plain = mask(sense is not None for sense in only)
        self._is_open = mask(
            sense is None and surface not in rules.by_surface and _waits(group)
            for surface, group, sense in zip(surfaces, senses, only, strict=True)
        )
        self._is_trap = mask(group[0].kind == TRAP for group in senses)
        self._kind_number = np.array(
            [KINDS.index(s[0].kind) if s[0].kind in KINDS else -1 for s in senses]
        )
        self._is_money = mask(group[0].kind == "currency" for group in senses)
        self._is_state = _have("state", senses)
        self._is_leader = mask(group[0].kind == "leader" for group in senses)
        self._is_single = mask(
            is_single_place(surface.capitalize(), group)
            for surface, group in zip(surfaces, senses, strict=True)
        )
        self._is_surname = _have("surname", senses) | self._is_leader
        self._is_given = _have("given", senses)
        # The letters that telling words begin with, by kind of mention.
        self._telling = [
            _trigrams(
                form
                for word in rules.telling(kind)
                for start in [word[:3]]
                for form in (start, start.capitalize(), start.upper())
            )
            for kind in KINDS
        ]
        # The letters that names and titles end with.
        self._people = _trigrams(
            f"{before}{word}{stop}"[-3:]
            for word in rules.leading()
            for before in " \"'("
            for stop in ("", ".")
        )
        self._people_before = _trigrams(
            f"{before}{word}{stop}"[-4:-1]
            for word in rules.leading()
            for before in " \"'("
            for stop in ("", ".")
        )
        self._openings = np.array([ord(character) for character in " \"'("], dtype=np.uint32)
        self._given = _trigrams(word[:3] for word in rules.given_in_any_case)
        self._families = _trigrams(word[:3] for word in rules.family)
        self._joints = _trigrams(("and", "AND"))

    def find(self, text: str, matches: Matches) -> Calm:
        """Find the matches that need no look at their neighbours."""
        codes = code_points(text)
        start, end, surface = matches
        left, right = codes[start], codes[end + 1]
        following = np.append(start[1:], -1) == end + 2
        state = np.append(self._is_state[surface[1:]], False)
        opened = (right == _SPACE) & (codes[end + 2] == _OPEN)
        placed = ((right == _COMMA) | opened) & following & state
        # a postal code, as in Lima, OH
        coded = (right == _COMMA) & _are_capitals(codes[end + 3]) & _are_capitals(codes[end + 4])
        placed |= coded & ~_are_capitals(codes[end + 5])
        ticker = (left == _LESS) & ((right == _GREATER) | (right == _STOP))
        beside = np.append(-2, end[:-1]) == start - 1
        absorbed = self._is_money[surface] & beside
        doubtful = placed | ticker | absorbed | self._is_told(codes, matches)
        doubtful |= self._is_person(codes, matches)
        if "@" in text or "://" in text or "www." in text or DOMAIN.search(text):
            doubtful |= np.isin(left, _BESIDE_CODES) | np.isin(right, _BESIDE_CODES)
        return Calm(
            certain=np.asarray(self._is_plain[surface] & ~doubtful),
            waiting=np.asarray(self._is_open[surface] & ~doubtful),
            nobody=np.asarray(self._is_trap[surface]),
        )

    def _is_told(self, codes: npt.NDArray[np.uint32], matches: Matches) -> Bools:
        """Tell whether the next word begins like one that tells something about this kind."""
        right = codes[matches.end + 1]
        where = np.flatnonzero((right == _SPACE) | (right == _HYPHEN))
        ahead = _trigram(codes, matches.end[where] + 2)
        kind = self._kind_number[matches.surface[where]]
        result = np.zeros(len(right), dtype=bool)
        for number, telling in enumerate(self._telling):
            if len(telling):
                of_kind = kind == number
                result[where[of_kind]] = np.isin(ahead[of_kind], telling)
        return result

    def _is_person(self, codes: npt.NDArray[np.uint32], matches: Matches) -> Bools:
        """Tell whether a name may stand before a surname, or a surname after a given name."""
        start, end, surface = matches
        result = np.zeros(len(start), dtype=bool)
        borne = self._is_surname | self._is_single
        where = np.flatnonzero(borne[surface] & (codes[start] == _SPACE))
        # Offset 1 of `codes` is the first character of the text.
        last = np.maximum(start[where] - 3, 0)
        named = np.isin(_trigram(codes, last), self._people)
        short = np.isin(codes[last], self._openings) | (start[where] < len("Bob "))
        named &= short | np.isin(_trigram(codes, np.maximum(last - 1, 0)), self._people_before)
        # Arabic letters have no capitals.
        bare = (codes[last + 2] >= 0x620) & (codes[last + 2] <= 0x6FF)
        result[where] = named & (bare | _follows_a_capital(codes, start[where]))
        # An initial: Michael B. Jordan. Other names of places are no surnames after a full stop.
        result[where] |= (codes[last + 2] == _STOP) & self._is_surname[surface[where]]
        where = np.flatnonzero(self._is_leader[surface] & (codes[start] == _SPACE))
        result[where] |= _follows_a_capital(codes, start[where])
        ahead = codes[end + 2]
        spaced = codes[end + 1] == _SPACE
        capital = spaced & _are_capitals(ahead)
        where = np.flatnonzero(spaced & self._is_given[surface])
        result[where] |= capital[where]
        joined = np.isin(_trigram(codes, end[where] + 2), self._joints)
        where = where[joined | (codes[end[where] + 2] == _AND)]
        # After "and ", and after "& ", for one letter more is seen of a name of three.
        for skipped in (4, 2):
            result[where] |= np.isin(_trigram(codes, end[where] + 2 + skipped), self._given)
        where = np.flatnonzero(capital & self._is_single[surface])
        result[where] |= np.isin(_trigram(codes, end[where] + 2), self._families)
        return result


def is_final(surface: str, sense: Sense) -> bool:
    """Tell whether a reading needs nothing from the rest of the document."""
    # A full name is the leader whatever the year.
    return not sense.weak and (sense.kind != "leader" or " " in surface)


def _only(surface: str, senses: tuple[Sense, ...]) -> Sense | None:
    """Find the reading of a surface that means one thing wherever it stands."""
    if len(senses) > 1 or senses[0].flags - _HARMLESS or senses[0].kind == TRAP:
        return None
    return senses[0] if is_final(surface, senses[0]) else None


def _waits(senses: tuple[Sense, ...]) -> bool:
    """Tell whether all readings of a surface are left to the rest of the document."""
    kinds = {sense.kind for sense in senses}
    flags = frozenset().union(*(sense.flags for sense in senses))
    harmless = not flags - (_HARMLESS - {"state"} | {"weak"})
    return len(kinds) == 1 and not kinds & (PLACES | {TRAP}) and harmless


def _have(flag: str, senses: list[tuple[Sense, ...]]) -> Bools:
    return mask(any(flag in sense.flags for sense in group) for group in senses)


def _are_capitals(codes: npt.NDArray[np.uint32]) -> Bools:
    first, last = _CYRILLIC
    return ((codes >= _A) & (codes <= _Z)) | ((codes >= first) & (codes <= last))


def _follows_a_capital(codes: npt.NDArray[np.uint32], start: Ints) -> Bools:
    """Tell whether the word before each offset has a capital, or is too long to tell."""
    result = np.zeros(len(start), dtype=bool)
    running = np.ones(len(start), dtype=bool)
    # Offset 1 of `codes` is the first character of the text: the space before a match is `start`.
    for back in range(1, _LONGEST_NAME):
        code = codes[np.maximum(start - back, 0)]
        result |= running & _are_capitals(code)
        running &= code != _SPACE
    return np.asarray(result | running)


def _trigram(codes: npt.NDArray[np.uint32], first: Ints) -> Ints:
    """Three characters from `first` on, as one number."""
    a, b, c = (codes[first + step].astype(np.int64) for step in range(3))
    return np.asarray((a << 42) | (b << 21) | c)


def _trigrams(words: Iterable[str]) -> Ints:
    """Numbers of words of three letters; shorter ones are followed by spaces."""
    forms = sorted({word.ljust(3) for word in words})
    rows = np.array([[ord(letter) for letter in form] for form in forms], dtype=np.int64)
    first, second, third = rows.reshape(-1, 3).T
    return np.asarray((first << 42) | (second << 21) | third)
