"""What a match means, as far as the words beside it tell.

A look at each match drops it (a newspaper, a person called Jordan, an address), narrows its
readings (Paris in Texas, Canadian dollars), or leaves it to the evidence of the whole document.
"""

import re
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from topics.countries.gazetteer import TRAP, Gazetteer, Sense
from topics.countries.matcher import Bools, Ints, Matches, code_points
from topics.countries.normalise import PARAGRAPH

_NEXT_WORDS = re.compile(r"[ -]([\w-]+)(?:[ -](\w+))?")
_SURNAME_AHEAD = re.compile(r" ([A-Z][a-z]{2,})(?:'s)?(?: [a-z]|[,.;:)]| ?\x1e|$)")
_END_OF_PLACE = re.compile(r"[,.;:)]| -| ?\x1e|$")
# How far around a match the rules look, in characters.
_WINDOW = 40
_URL = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|info|int|[a-z]{2})(?:[/?#]|$)")
_DOMAIN = re.compile(r"\.(?:com|org|net|gov|edu|info|int|[a-z]{2})\b")
_BESIDE_AN_ADDRESS = frozenset("./@:-_?=&%+~")
TITLE, DATELINE, BODY = range(3)
_PLACES = frozenset({"capital", "city", "region"})

_SPACE, _HYPHEN, _COMMA, _STOP, _LESS, _GREATER = map(ord, " -,.<>")
_BESIDE_CODES = np.array(sorted(map(ord, _BESIDE_AN_ADDRESS)), dtype=np.uint32)
Words = npt.NDArray[np.object_]
# start, end, index of the surface
Match = tuple[int, int, int]


class Settled(NamedTuple):
    """Positions of matches with one strong reading, and that reading."""

    position: Ints
    country: Words
    kind: Words


class Pending(NamedTuple):
    """A match whose reading waits for the whole document."""

    position: int
    surface: str
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class _Drop:
    """One [[drop]] table of rules.toml: words beside a mention that show it names nobody."""

    after: frozenset[str]
    before: frozenset[str]
    between: frozenset[str]
    any_case: bool
    imperative: bool


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


class Neighbours:
    """The rules of one language about the words beside a match.

    Parameters
    ----------
    gazetteer : Gazetteer
        Its ``rules`` give the words.
    surfaces : list of str
        In the order of the matcher's indices.
    senses : list of tuple of Sense
        The readings of each surface.
    """

    def __init__(
        self, gazetteer: Gazetteer, surfaces: list[str], senses: list[tuple[Sense, ...]]
    ) -> None:
        table: dict[str, Any] = gazetteer.rules
        self._surfaces, self._senses = surfaces, senses
        self._given = _words(table["given_names"])
        self._before_a_surname = self._given | _words(table["titles"])
        self._institutions = _words(table["institutions"])
        self._function_words = _words(table["function_words"])
        self._units = _words(table["currency"]["units"])
        self._unit_kinds = _words(table["currency"]["kinds"])
        self._first_names = _first_names_of_leaders(gazetteer)
        by_kind: dict[str, list[_Drop]] = {}
        by_surface: dict[str, list[_Drop]] = {}
        for rule in table["drop"]:
            drop = _Drop(
                after=_words(rule.get("after", "")),
                before=_words(rule.get("before", "")),
                between=_words(rule.get("between", "")),
                any_case=rule.get("any_case", False),
                imperative=rule.get("imperative", False),
            )
            for kind in rule.get("kinds", "").split():
                by_kind.setdefault(kind, []).append(drop)
            for surface in rule.get("surfaces", "").split():
                for form in {surface, surface.upper(), surface.lower()}:
                    by_surface.setdefault(form, []).append(drop)
        kinds = [{sense.kind for sense in readings} for readings in senses]
        self._drops = [
            [
                *by_surface.get(surface, ()),
                *(d for kind in sorted(k) for d in by_kind.get(kind, ())),
            ]
            for surface, k in zip(surfaces, kinds, strict=True)
        ]
        # The quick way out: most matches have one strong reading and no telling neighbour.
        starts = {word[:3] for word in self._units}
        for drops in by_kind.values():
            starts |= {word[:3] for drop in drops for word in drop.after | drop.between}
        forms = {form for s in starts for form in (s, s.capitalize(), s.upper())}
        self._telling = _trigram(
            np.array([[ord(c) for c in form.ljust(3)] for form in sorted(forms)], dtype=np.int64).T
        )
        self._states = np.array([any("state" in s.flags for s in group) for group in senses])
        only = [
            None if surface in by_surface else _only(surface, group)
            for surface, group in zip(surfaces, senses, strict=True)
        ]
        self._is_money = np.array([group[0].kind == "currency" for group in senses])
        self._is_plain = np.array([sense is not None for sense in only])
        self._country = np.array([s.country if s else "" for s in only], dtype=object)
        self._kind = np.array([s.kind if s else "" for s in only], dtype=object)

    def read(self, text: str, matches: Matches, fields: Ints) -> tuple[Settled, list[Pending]]:
        """Settle matches as far as their neighbours allow.

        Parameters
        ----------
        text : str
            Normalised text: several fields, parted by PARAGRAPH.
        matches : Matches
            From the matcher.
        fields : ndarray of int
            The field of each match: 0 a title, 1 a dateline, 2 a text.

        Returns
        -------
        settled : Settled
            The matches that have one strong reading.
        pending : list of Pending
            Those that wait for the rest of their document; all others name nobody.
        """
        certain = self._certain(text, matches)
        rows = list(zip(*(column.tolist() for column in matches), strict=True))
        country = self._country[matches.surface]
        kind = self._kind[matches.surface]
        pending = []
        for position in np.flatnonzero(~certain).tolist():
            senses = self._readings(int(fields[position]), text, rows, position)
            surface = self._surfaces[rows[position][2]]
            if len(senses) == 1 and _is_final(surface, senses[0]):
                certain[position] = True
                country[position], kind[position] = senses[0].country, senses[0].kind
            elif senses:
                pending.append(Pending(position, surface, senses))
        where = np.flatnonzero(certain)
        return Settled(where, country[where], kind[where]), pending

    def _certain(self, text: str, matches: Matches) -> Bools:
        """Find the matches with one strong reading and no neighbour that could change it."""
        codes = code_points(text)
        start, end, surface = matches
        left, right = codes[start], codes[end + 1]
        ahead = codes[np.add.outer(np.arange(2, 5), end)].astype(np.int64)
        telling = ((right == _SPACE) | (right == _HYPHEN)) & np.isin(_trigram(ahead), self._telling)
        following = np.append(start[1:], -1) == end + 2
        state = np.append(self._states[surface[1:]], False)
        placed = (right == _COMMA) & following & state
        ticker = (left == _LESS) & ((right == _GREATER) | (right == _STOP))
        beside = np.append(-1, end[:-1]) == start - 1
        absorbed = self._is_money[surface] & beside
        doubtful = telling | placed | ticker | absorbed
        if "@" in text or "://" in text or "www." in text or _DOMAIN.search(text):
            doubtful |= np.isin(left, _BESIDE_CODES) | np.isin(right, _BESIDE_CODES)
        return np.asarray(self._is_plain[surface] & ~doubtful)

    def _readings(
        self, field: int, text: str, matches: list[Match], position: int
    ) -> tuple[Sense, ...]:
        """Keep the readings of one match that survive its neighbourhood."""
        start, end, index = matches[position]
        senses = self._senses[index]
        if senses[0].kind == TRAP or _in_address(text, start, end):
            return ()
        before = _word_before(text, start)
        after = _NEXT_WORDS.match(text, end)
        for drop in self._drops[index]:
            if self._applies(drop, text, start, end, before, after):
                return ()
        if senses[0].kind == "currency" and self._follows_a_name(text, matches, position):
            return ()
        placed = self._placed(text, matches, position)
        if placed is not None:
            return placed
        place_ends = text[end : end + 1] == "," or text[end : end + 2] == f" {PARAGRAPH}"
        kept = []
        for sense in senses:
            flags = sense.flags
            if "comma" in flags and not _closes_a_place(text, start, end):
                continue
            if "surname" in flags and before in self._before_a_surname:
                continue
            if "given" in flags and self._is_given(field, self._surfaces[index], text, end):
                continue
            if sense.kind == "leader" and self._other_person(self._surfaces[index], before):
                continue
            if sense.kind in self._unit_kinds and after and after[1].lower() in self._units:
                sense = replace(sense, kind="currency")
            if field == DATELINE and sense.weak and sense.kind in _PLACES and place_ends:
                sense = replace(sense, flags=flags - {"weak"})
            kept.append(sense)
        return tuple(kept)

    def _applies(
        self,
        drop: _Drop,
        text: str,
        start: int,
        end: int,
        before: str,
        after: re.Match[str] | None,
    ) -> bool:
        if drop.before:
            if not _known(before, drop.before, drop.any_case):
                return False
            return not drop.imperative or self._is_object(text, start, end, before, after)
        if after is None:
            return False
        if _known(after[1], drop.after, drop.any_case):
            return True
        return (
            after[2] is not None
            and _known(after[1], drop.between, drop.any_case)
            and _known(after[2], drop.after, drop.any_case)
        )

    def _is_object(
        self,
        text: str,
        start: int,
        end: int,
        before: str,
        after: re.Match[str] | None,
    ) -> bool:
        """Whether an imperative in front ("Contact US today") has the match as its object."""
        around = text[max(0, start - _WINDOW) : start].rpartition(PARAGRAPH)[2]
        around += text[end : end + _WINDOW].partition(PARAGRAPH)[0]
        if not any(character.islower() for character in around):
            return True
        if not before[0].isupper():
            return False
        return after is None or after[1][0].isupper() or after[1] in self._function_words

    def _follows_a_name(self, text: str, matches: list[Match], position: int) -> bool:
        """Whether the country of a unit of money is already named right before it."""
        start, _, _ = matches[position]
        _, end, index = matches[position - 1]
        beside = position > 0 and text[end:start] == " "
        return beside and self._senses[index][0].kind in self._unit_kinds

    def _placed(self, text: str, matches: list[Match], position: int) -> tuple[Sense, ...] | None:
        """Read "Paris, Texas" and "Tripoli, Lebanon": a place and where it lies."""
        start, end, index = matches[position]
        senses = self._senses[index]
        if position + 1 < len(matches):
            next_start, _, next_index = matches[position + 1]
            if text[end:next_start] in (", ", " ("):
                moved = _moved(senses, self._senses[next_index])
                if moved is not None:
                    return moved
        if position and len(senses) > 1 and any("state" in sense.flags for sense in senses):
            _, last_end, last_index = matches[position - 1]
            city = self._senses[last_index]
            if text[last_end:start] == ", " and city[0].kind in ("capital", "city"):
                here = [sense for sense in senses if sense.country == city[0].country]
                states = [sense for sense in senses if "state" in sense.flags]
                return ((here or states)[0],)
        return None

    def _is_given(self, field: int, surface: str, text: str, end: int) -> bool:
        if surface.isupper():
            return False
        ahead = _SURNAME_AHEAD.match(text, end)
        if ahead is None or ahead[1] in self._institutions:
            return False
        # In a headline the next word may be a verb: Jordan Condemns Attack.
        return field != TITLE or not ahead[1].endswith("s")

    def _other_person(self, surface: str, before: str) -> bool:
        """Whether a given name in front shows that somebody else has the leader's surname."""
        if " " in surface or before not in self._given:
            return False
        return before not in self._first_names.get(surface, frozenset())


def _is_final(surface: str, sense: Sense) -> bool:
    """Whether a reading needs nothing from the rest of the document."""
    # A full name is the leader whatever the year.
    return not sense.weak and (sense.kind != "leader" or " " in surface)


def _only(surface: str, senses: tuple[Sense, ...]) -> Sense | None:
    """Find the reading of a surface that means one thing wherever it stands."""
    careful = senses[0].flags - {"plural", "nolower", "exact", "state"}
    if len(senses) > 1 or careful or senses[0].kind == TRAP:
        return None
    return senses[0] if _is_final(surface, senses[0]) else None


def _trigram(codes: Ints) -> Ints:
    """Join three rows of code points into one row of numbers."""
    return np.asarray((codes[0] << 42) | (codes[1] << 21) | codes[2])


def _moved(senses: tuple[Sense, ...], following: tuple[Sense, ...]) -> tuple[Sense, ...] | None:
    """Take the reading of a place that fits the country or state after the comma."""
    countries = {sense.country for sense in following}
    for sense in senses:
        if sense.country in countries and sense.kind in _PLACES:
            return (replace(sense, flags=frozenset()),)
    states = [sense for sense in following if "state" in sense.flags]
    if not states:
        return None
    abbreviated = "comma" in states[0].flags
    if senses[0].kind in ("capital", "city") or (
        abbreviated and senses[0].kind in ("name", "region", "metonym")
    ):
        return (Sense(country=states[0].country, kind="city"),)
    return None


def _closes_a_place(text: str, start: int, end: int) -> bool:
    """Whether an abbreviation stands as in "Rome, Ga.," rather than in running text."""
    if text[max(0, start - 2) : start] not in (", ", " ("):
        return False
    return text[end - 1] == "." or _END_OF_PLACE.match(text, end) is not None


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the match is part of a URL, an e-mail address, a handle or a ticker."""
    left, right = text[max(0, start - 1) : start], text[end : end + 1]
    if left == "<" and right in (">", "."):
        return True
    if left not in _BESIDE_AN_ADDRESS and right not in _BESIDE_AN_ADDRESS:
        return False
    first = text.rfind(" ", 0, start) + 1
    last = text.find(" ", end)
    token = text[first : last if last >= 0 else len(text)]
    return bool(_URL.search(token.strip("\"'()[]<>,;!").rstrip(".")))


def _word_before(text: str, start: int) -> str:
    """Find the word before an offset, past an initial: "Michael" for "Michael B. Jordan"."""
    before = text[max(0, start - _WINDOW) : start]
    if before[-1:] != " ":
        return ""
    *others, last = before.split(" ")[-3:-1]
    if others and len(last) == 2 and last[1] == "." and last[0].isupper():
        last = others[0]
    return last.rstrip(".").lstrip("\"'(")


def _known(word: str, words: frozenset[str], any_case: bool) -> bool:
    if any_case:
        return word.lower() in words
    return word in words or (word.isupper() and len(word) > 2 and word.capitalize() in words)


def _first_names_of_leaders(gazetteer: Gazetteer) -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for surface, senses in gazetteer.surfaces.items():
        if senses[0].kind == "leader" and " " in surface:
            *first, last = surface.split()
            names.setdefault(last, set()).update(first)
    return {last: frozenset(first) for last, first in names.items()}
