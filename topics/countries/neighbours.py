"""What a match means, as far as the words beside it tell.

A look at each match drops it (a newspaper, a person called Jordan, an address), narrows its
readings (Paris in Texas, Canadian dollars), or leaves it to the evidence of the whole document.
"""

import re
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from topics.countries.certain import Certain, Words, is_final
from topics.countries.context import (
    NEXT_WORDS,
    SURNAME_AHEAD,
    WINDOW,
    closes_a_code,
    closes_a_place,
    ends_a_place,
    in_address,
    known,
    word_before,
)
from topics.countries.matcher import Ints, Matches
from topics.countries.normalise import PARAGRAPH
from topics.countries.rules import Drop, Rules
from topics.countries.senses import Sense

FIELDS = ("title", "dateline", "text")
TITLE, DATELINE, BODY = range(len(FIELDS))
_PLACES = frozenset({"capital", "city", "region"})
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


class Neighbours:
    """The rules of one language about the words beside a match.

    Parameters
    ----------
    rules : Rules
        The words that matter.
    surfaces : list of str
        In the order of the matcher's indices.
    senses : list of tuple of Sense
        The readings of each surface.
    """

    def __init__(self, rules: Rules, surfaces: list[str], senses: list[tuple[Sense, ...]]) -> None:
        self._rules, self._surfaces, self._senses = rules, surfaces, senses
        self._certain = Certain(rules, surfaces, senses)
        self._drops = [
            [
                *rules.by_surface.get(surface, ()),
                *(
                    d
                    for kind in sorted({s.kind for s in group})
                    for d in rules.by_kind.get(kind, ())
                ),
            ]
            for surface, group in zip(surfaces, senses, strict=True)
        ]

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
        certain, waiting, nobody = self._certain.find(text, matches)
        rows = list(zip(*(column.tolist() for column in matches), strict=True))
        country = self._certain.country[matches.surface]
        kind = self._certain.kind[matches.surface]
        pending = []
        for position in np.flatnonzero(~certain & ~nobody).tolist():
            index = rows[position][2]
            surface, senses = self._surfaces[index], self._senses[index]
            if not waiting[position]:
                senses = self._readings(int(fields[position]), text, rows, position)
                if len(senses) == 1 and is_final(surface, senses[0]):
                    certain[position] = True
                    country[position], kind[position] = senses[0].country, senses[0].kind
                    continue
            if senses:
                pending.append(Pending(position, surface, senses))
        where = np.flatnonzero(certain)
        return Settled(where, country[where], kind[where]), pending

    def _readings(
        self, field: int, text: str, matches: list[Match], position: int
    ) -> tuple[Sense, ...]:
        """Keep the readings of one match that survive its neighbourhood."""
        start, end, index = matches[position]
        senses = self._senses[index]
        if in_address(text, start, end):
            return ()
        before = word_before(text, start)
        after = NEXT_WORDS.match(text, end)
        for drop in self._drops[index]:
            if self._applies(drop, text, start, end, before, after):
                return ()
        if senses[0].kind == "currency" and self._follows_a_name(text, matches, position):
            return ()
        placed = self._placed(text, matches, position)
        if placed is not None:
            return placed
        place_ends = ends_a_place(text, end)
        is_money = after is not None and after[1].lower() in self._rules.units
        kept = []
        for sense in senses:
            flags = sense.flags
            if "code" in flags and not closes_a_code(text, start):
                continue
            if "comma" in flags and not closes_a_place(text, start, end):
                continue
            if "surname" in flags and before in self._rules.before_a_surname:
                continue
            if "given" in flags and self._is_given(field, self._surfaces[index], text, end):
                continue
            if sense.kind == "leader" and self._other_person(self._surfaces[index], before):
                continue
            if is_money and sense.kind in self._rules.unit_kinds:
                sense = replace(sense, kind="currency")
            if field == DATELINE and sense.weak and sense.kind in _PLACES and place_ends:
                sense = replace(sense, flags=flags - {"weak"})
            kept.append(sense)
        return tuple(kept)

    def _applies(
        self,
        drop: Drop,
        text: str,
        start: int,
        end: int,
        before: str,
        after: re.Match[str] | None,
    ) -> bool:
        if drop.before:
            if not known(before, drop.before, drop.any_case):
                return False
            return not drop.imperative or self._is_object(text, start, end, before, after)
        if after is None:
            return False
        if known(after[1], drop.after, drop.any_case):
            return True
        return (
            after[2] is not None
            and known(after[1], drop.between, drop.any_case)
            and known(after[2], drop.after, drop.any_case)
        )

    def _is_object(
        self,
        text: str,
        start: int,
        end: int,
        before: str,
        after: re.Match[str] | None,
    ) -> bool:
        """Tell whether an imperative in front ("Contact US today") has the match as its object."""
        around = text[max(0, start - WINDOW) : start].rpartition(PARAGRAPH)[2]
        around += text[end : end + WINDOW].partition(PARAGRAPH)[0]
        if not any(character.islower() for character in around):
            return True
        if not before[0].isupper():
            return False
        return after is None or after[1][0].isupper() or after[1] in self._rules.function_words

    def _follows_a_name(self, text: str, matches: list[Match], position: int) -> bool:
        """Tell whether the country of a unit of money is already named right before it."""
        start, _, _ = matches[position]
        _, end, index = matches[position - 1]
        beside = position > 0 and text[end:start] == " "
        return beside and self._senses[index][0].kind in self._rules.unit_kinds

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
        ahead = SURNAME_AHEAD.match(text, end)
        if ahead is None or ahead[1] in self._rules.institutions:
            return False
        # In a headline the next word may be a verb: Jordan Condemns Attack.
        return field != TITLE or not ahead[1].endswith("s")

    def _other_person(self, surface: str, before: str) -> bool:
        """Tell whether a given name in front shows that somebody else has the leader's surname."""
        if " " in surface or before not in self._rules.given:
            return False
        return before not in self._rules.first_names.get(surface, frozenset())


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
