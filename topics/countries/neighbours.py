"""What a match means, as far as the words beside it tell.

A look at each match drops it (a newspaper, a person called Jordan, an address), narrows its
readings (Paris in Texas, Canadian dollars), or leaves it to the evidence of the whole document.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from topics.countries.gazetteer import TRAP, Gazetteer, Sense

_NEXT_WORDS = re.compile(r"(?:'s)?[ -]([\w-]+)(?:[ -](\w+))?")
_LAST_WORD = re.compile(r"([\w'-]+)\.?(?: [A-Z]\.)? $")
_SURNAME_AHEAD = re.compile(r" ([A-Z][a-z]{2,})(?:'s)?(?: [a-z]|[,.;:)]|$)")
_END_OF_PLACE = re.compile(r"[,.;:)\x1e]| -|$")
# How far around a match the rules look, in characters.
_WINDOW = 40
_URL = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|info|int|[a-z]{2})(?:[/?#]|$)")
_URL_SIGNS = ("@", "://", "www.", ".com", ".org", ".net")
_BESIDE_AN_ADDRESS = frozenset("./@:-_?=&%+~")
TITLE, DATELINE, BODY = range(3)
_PLACES = frozenset({"capital", "city", "region"})

# field, start, end, country, kind, strength
Row = tuple[int, int, int, str, str, str]
Match = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Pending:
    """A match whose reading waits for the whole document."""

    field: int
    start: int
    end: int
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
        self._telling = frozenset(
            form for start in starts for form in (start, start.capitalize(), start.upper())
        )
        self._plain = [
            None if surface in by_surface else _only_reading(readings)
            for surface, readings in zip(surfaces, senses, strict=True)
        ]

    def read(self, field: int, text: str, matches: list[Match]) -> tuple[list[Row], list[Pending]]:
        """Settle the matches of one field as far as their neighbours allow.

        Parameters
        ----------
        field : int
            Which field it is: 0 the title, 1 the dateline, 2 the text.
        text : str
            The normalised field.
        matches : list of (start, end, index)
            From the matcher, in order.

        Returns
        -------
        rows : list of Row
            Mentions that are certain; offsets into the normalised text.
        pending : list of Pending
            Matches that wait for the document.
        """
        rows: list[Row] = []
        pending: list[Pending] = []
        plain, telling = self._plain, self._telling
        has_address = any(sign in text for sign in _URL_SIGNS)
        for position, (start, end, index) in enumerate(matches):
            reading = plain[index]
            if reading is not None and not has_address:
                after = text[end : end + 4]
                first = after[:1]
                if first == " " or first == "-":
                    quiet = after[1:4] not in telling
                else:
                    quiet = first != ">" and first != "'" and after[:2] != ", "
                if quiet and (start == 0 or text[start - 1] != "<"):
                    rows.append((field, start, end, *reading, "strong"))
                    continue
            senses = self._readings(field, text, matches, position)
            if len(senses) == 1 and not senses[0].weak and senses[0].kind != "leader":
                rows.append((field, start, end, senses[0].country, senses[0].kind, "strong"))
            elif senses:
                pending.append(Pending(field, start, end, self._surfaces[index], senses))
        return rows, pending

    def _readings(
        self, field: int, text: str, matches: list[Match], position: int
    ) -> tuple[Sense, ...]:
        """Keep the readings of one match that survive its neighbourhood."""
        start, end, index = matches[position]
        senses = self._senses[index]
        if senses[0].kind == TRAP or _in_address(text, start, end):
            return ()
        before = _LAST_WORD.search(text, max(0, start - _WINDOW), start)
        after = _NEXT_WORDS.match(text, end)
        for drop in self._drops[index]:
            if self._applies(drop, text, start, end, before, after):
                return ()
        if senses[0].kind == "currency" and self._follows_a_name(text, matches, position):
            return ()
        placed = self._placed(text, matches, position)
        if placed is not None:
            return placed
        kept = []
        for sense in senses:
            flags = sense.flags
            if "comma" in flags and not _closes_a_place(text, start, end):
                continue
            if "surname" in flags and before and before[1] in self._before_a_surname:
                continue
            if "given" in flags and self._is_given(field, self._surfaces[index], text, end):
                continue
            if sense.kind == "leader" and self._other_person(self._surfaces[index], before):
                continue
            if sense.kind in self._unit_kinds and after and after[1].lower() in self._units:
                sense = replace(sense, kind="currency")
            if field == DATELINE and sense.weak and sense.kind in _PLACES:
                sense = replace(sense, flags=flags - {"weak"})
            kept.append(sense)
        return tuple(kept)

    def _applies(
        self,
        drop: _Drop,
        text: str,
        start: int,
        end: int,
        before: re.Match[str] | None,
        after: re.Match[str] | None,
    ) -> bool:
        if drop.before:
            if before is None or not _known(before[1], drop.before, drop.any_case):
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
        before: re.Match[str],
        after: re.Match[str] | None,
    ) -> bool:
        """Whether an imperative in front ("Contact US today") has the match as its object."""
        around = text[max(0, start - _WINDOW) : start] + text[end : end + _WINDOW]
        if not any(character.islower() for character in around):
            return True
        if not before[1][0].isupper():
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

    def _other_person(self, surface: str, before: re.Match[str] | None) -> bool:
        """Whether a given name in front shows that somebody else has the leader's surname."""
        if " " in surface or before is None or before[1] not in self._given:
            return False
        return before[1] not in self._first_names.get(surface, frozenset())


def _only_reading(senses: tuple[Sense, ...]) -> tuple[str, str] | None:
    """Country and kind of a surface that means one thing wherever it stands."""
    sense = senses[0]
    careful = sense.flags - {"plural", "nolower", "exact", "state"}
    if len(senses) > 1 or careful or sense.kind in (TRAP, "leader", "currency"):
        return None
    return sense.country, sense.kind


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
    if senses[0].kind in ("capital", "city") or (abbreviated and senses[0].kind == "name"):
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
