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
    WINDOW,
    closes_a_code,
    closes_a_place,
    ends_a_place,
    in_address,
    known,
    word_before,
)
from topics.countries.matcher import Ints, Match, Matches
from topics.countries.normalise import PARAGRAPH
from topics.countries.persons import Persons
from topics.countries.places import placed
from topics.countries.rules import Drop, Rules
from topics.countries.senses import PLACES, Sense

FIELDS = ("title", "dateline", "text")
TITLE, DATELINE, BODY = range(len(FIELDS))


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


class Proof(NamedTuple):
    """What the words beside a match prove of its surface, for the rest of the document."""

    position: int
    # None: a person, or a place that is nobody's here.
    sense: Sense | None


class Read(NamedTuple):
    """What the words beside the matches tell.

    Attributes
    ----------
    settled : Settled
        The matches that have one strong reading.
    pending : list of Pending
        Those that wait for the rest of their document; all others name nobody.
    proofs : list of Proof
        What holds for the same surface elsewhere in the document.
    """

    settled: Settled
    pending: list[Pending]
    proofs: list[Proof]


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
        self._persons = Persons(rules)
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

    def read(self, text: str, matches: Matches, fields: Ints) -> Read:
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
        Read
        """
        certain, waiting, nobody = self._certain.find(text, matches)
        rows = list(zip(*(column.tolist() for column in matches), strict=True))
        country = self._certain.country[matches.surface]
        kind = self._certain.kind[matches.surface]
        pending: list[Pending] = []
        proofs: list[Proof] = []
        for position in np.flatnonzero(~certain & ~nobody).tolist():
            index = rows[position][2]
            surface, senses = self._surfaces[index], self._senses[index]
            if not waiting[position]:
                senses = self._readings(int(fields[position]), text, rows, position, proofs)
                if len(senses) == 1 and is_final(surface, senses[0]):
                    certain[position] = True
                    country[position], kind[position] = senses[0].country, senses[0].kind
                    continue
            if senses:
                pending.append(Pending(position, surface, senses))
        where = np.flatnonzero(certain)
        return Read(Settled(where, country[where], kind[where]), pending, proofs)

    def _readings(
        self, field: int, text: str, matches: list[Match], position: int, proofs: list[Proof]
    ) -> tuple[Sense, ...]:
        """Keep the readings of one match that survive its neighbourhood."""
        start, end, index = matches[position]
        surface, senses = self._surfaces[index], self._senses[index]
        if in_address(text, start, end):
            return ()
        before = word_before(text, start)
        after = NEXT_WORDS.match(text, end)
        for drop in self._drops[index]:
            if self._applies(drop, text, start, end, before, after):
                if drop.everywhere:
                    proofs.append(Proof(position, None))
                return ()
        if senses[0].kind == "currency" and self._follows_a_name(text, matches, position):
            return ()
        moved = placed(text, matches, position, self._senses)
        if moved is not None:
            proofs.append(Proof(position, moved[0]))
            return moved
        if self._persons.is_somebody(
            surface, senses, text, (start, end), before, headline=field == TITLE
        ):
            proofs.append(Proof(position, None))
            return ()
        place_ends = field == DATELINE and ends_a_place(text, end)
        doubted = field == BODY and self._persons.may_be_other(surface, text, start, before)
        kept = []
        for sense in senses:
            if "code" in sense.flags and not closes_a_code(text, start):
                continue
            if "comma" in sense.flags and not closes_a_place(text, start, end):
                continue
            if self._is_persons(sense, surface, text, end, before, headline=field == TITLE):
                continue
            if sense.kind in self._rules.unit_kinds and self._is_money(sense, surface, after):
                sense = replace(sense, kind="currency")
            elif self._is_held(sense, after):
                sense = replace(sense, kind="demonym")
            if sense.kind == "leader" and doubted:
                sense = replace(sense, flags=sense.flags | {"weak"})
            if place_ends and sense.weak and sense.kind in PLACES:
                sense = replace(sense, flags=sense.flags - {"weak"})
            kept.append(sense)
        if not kept and any(
            self._is_persons(sense, surface, text, end, before, headline=field == TITLE)
            for sense in senses
        ):
            proofs.append(Proof(position, None))
        return tuple(kept)

    def _is_persons(
        self, sense: Sense, surface: str, text: str, end: int, before: str, *, headline: bool
    ) -> bool:
        """Tell whether the match is part of the name of somebody else."""
        if "surname" in sense.flags and before in self._rules.before_a_surname:
            return True
        if "given" in sense.flags and self._persons.is_given(surface, text, end, headline=headline):
            return True
        return sense.kind == "leader" and self._persons.is_other(surface, before)

    def _is_money(self, sense: Sense, surface: str, after: re.Match[str] | None) -> bool:
        """Tell whether a unit of money follows: Canadian dollars, but not Georgia won."""
        if after is None or (unit := after[1].lower()) not in self._rules.units:
            return False
        following = (after[2] or "").lower()
        if following in self._rules.holdings:
            return False
        if sense.kind != "name" or unit not in self._rules.money_verbs:
            return True
        return surface in self._rules.of_won and following in self._rules.movements

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

    def _is_held(self, sense: Sense, after: re.Match[str] | None) -> bool:
        """Tell whether money is held where it is of: Saudi riyal deposits."""
        if sense.kind != "currency" or sense.weak or after is None:
            return False
        return after[1].lower() in self._rules.holdings

    def _follows_a_name(self, text: str, matches: list[Match], position: int) -> bool:
        """Tell whether the country of a unit of money is already named right before it."""
        start, _, _ = matches[position]
        _, end, index = matches[position - 1]
        beside = position > 0 and text[end:start] == " "
        return beside and self._senses[index][0].kind in self._rules.unit_kinds
