"""From matches to readings: what each name means here, given its neighbours and its document.

Two steps. `Rules.field` looks at one match and the words around it, and drops or narrows its
readings (a newspaper, a person called Jordan, Paris in Texas). `Rules.document` then settles what
one look cannot: a surface with several readings takes the one the rest of the document speaks
for, and a weak reading counts only where the same country is named in a stronger way.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from topics.countries.gazetteer import TRAP, Gazetteer, Sense, data_folder, read_table

_NEXT_WORDS = re.compile(r"(?:'s)?[ -]([\w-]+)(?:[ -](\w+))?")
_LAST_WORD = re.compile(r"([\w'-]+)\.?(?: [A-Z]\.)? $")
_SURNAME_AHEAD = re.compile(r" ([A-Z][a-z]{2,})(?:'s)?(?: [a-z]|[,.;:)]|$)")
# How far around a match the rules look, in characters.
_WINDOW = 40
_URL = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|info|int|[a-z]{2})(?:[/?#]|$)")
_URL_SIGNS = ("@", "://", "www.", ".com", ".org", ".net")
# A leader may be named for a while before taking office and after leaving it.
_YEARS_BEFORE, _YEARS_AFTER = 3, 10

Row = tuple[int, int, int, str, str, str]  # field, start, end, country, kind, strength


@dataclass(frozen=True, slots=True)
class _Drop:
    """One [[drop]] table of rules.toml."""

    after: frozenset[str]
    before: frozenset[str]
    between: frozenset[str]
    any_case: bool
    capitals: bool


@dataclass(frozen=True, slots=True)
class _Cue:
    """One row of cues.tsv."""

    own: float
    related: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A match whose reading waits for the whole document."""

    field: int
    start: int
    end: int
    surface: str
    senses: tuple[Sense, ...]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _read_cues(language: str) -> dict[str, dict[str, _Cue]]:
    cues: dict[str, dict[str, _Cue]] = {}
    columns = ("surface", "country", "own", "related", "words")
    for _, (surface, country, own, related, words) in read_table(
        data_folder() / language / "cues.tsv", columns
    ):
        cue = _Cue(float(own), tuple(related.split()), tuple(filter(None, words.split("|"))))
        for form in (surface, surface.upper(), surface.lower()):
            cues.setdefault(form, {})[country] = cue
    return cues


class Rules:
    """The rules of one language, compiled for a list of surfaces.

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
        self.surfaces, self.senses = surfaces, senses
        self._given = _words(table["given_names"])
        self._titles = _words(table["titles"])
        self._institutions = _words(table["institutions"])
        self._units = _words(table["currency"]["units"])
        self._unit_kinds = _words(table["currency"]["kinds"])
        self._cues = _read_cues(gazetteer.language)
        self._first_names = _first_names_of_leaders(gazetteer)
        self._drops_by_kind: dict[str, list[_Drop]] = {}
        self._drops_by_surface: dict[str, list[_Drop]] = {}
        for rule in table["drop"]:
            self._add_drop(rule)
        # The quick way out: most matches have one strong reading and no telling neighbour.
        starts = {word[:3] for word in self._units}
        for drops in self._drops_by_kind.values():
            for drop in drops:
                starts |= {word[:3] for word in drop.after | drop.between}
        self.telling = frozenset(
            starts | {s.capitalize() for s in starts} | {s.upper() for s in starts}
        )
        self.plain: list[Row | None] = [
            self._plain(surface, readings)
            for surface, readings in zip(surfaces, senses, strict=True)
        ]

    def _add_drop(self, rule: dict[str, Any]) -> None:
        drop = _Drop(
            after=_words(rule.get("after", "")),
            before=_words(rule.get("before", "")),
            between=_words(rule.get("between", "")),
            any_case=rule.get("any_case", False),
            capitals=rule.get("capitals", False),
        )
        for kind in rule.get("kinds", "").split():
            self._drops_by_kind.setdefault(kind, []).append(drop)
        for surface in rule.get("surfaces", "").split():
            for form in {surface, surface.upper()}:
                self._drops_by_surface.setdefault(form, []).append(drop)

    def _plain(self, surface: str, readings: tuple[Sense, ...]) -> Row | None:
        """Prepare the row of a surface that means one thing wherever it stands."""
        sense = readings[0]
        single = len(readings) == 1 and not sense.flags - {"plural", "nolower", "exact", "state"}
        dated = sense.first_year is not None or sense.kind == "leader"
        if not single or dated or sense.kind == TRAP or surface in self._drops_by_surface:
            return None
        return (0, 0, 0, sense.country, sense.kind, "strong")

    def field(
        self, number: int, text: str, matches: list[tuple[int, int, int]]
    ) -> tuple[list[Row], list[Pending]]:
        """Settle the matches of one field as far as their neighbours allow.

        Parameters
        ----------
        number : int
            Which field it is; kept in the rows. Field 1 is the dateline.
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
        plain, telling = self.plain, self.telling
        has_url = any(sign in text for sign in _URL_SIGNS)
        for position, (start, end, index) in enumerate(matches):
            row = plain[index]
            if row is not None and not has_url:
                after = text[end : end + 4]
                quiet = (
                    after[1:4] not in telling
                    if after[:1] in (" ", "-")
                    else after[:2] != ", " and after[:1] not in (">", "'")
                )
                if quiet and (start == 0 or text[start - 1] != "<"):
                    rows.append((number, start, end, row[3], row[4], "strong"))
                    continue
            senses = self._read(number, text, matches, position)
            if not senses:
                continue
            sense = senses[0]
            if len(senses) == 1 and not sense.weak and sense.kind != "leader":
                rows.append((number, start, end, sense.country, sense.kind, "strong"))
            else:
                pending.append(Pending(number, start, end, self.surfaces[index], senses))
        return rows, pending

    def _read(
        self, number: int, text: str, matches: list[tuple[int, int, int]], position: int
    ) -> tuple[Sense, ...]:
        """Keep the readings of one match that survive its neighbourhood."""
        start, end, index = matches[position]
        senses = self.senses[index]
        surface = self.surfaces[index]
        if senses[0].kind == TRAP or self._in_address(text, start, end):
            return ()
        before = _LAST_WORD.search(text, max(0, start - _WINDOW), start)
        after = _NEXT_WORDS.match(text, end)
        drops = list(self._drops_by_surface.get(surface, ()))
        for sense in senses:
            drops += self._drops_by_kind.get(sense.kind, ())
        for drop in drops:
            if self._drops(drop, text, start, end, before, after):
                return ()
        following = self._following(text, matches, position)
        if following is not None and senses[0].kind in ("name", "capital", "city", "region"):
            moved = self._moved(senses, following)
            if moved is not None:
                return moved
        kept = []
        for sense in senses:
            flags = sense.flags
            if "comma" in flags and text[max(0, start - 2) : start] not in (", ", " ("):
                continue
            if "surname" in flags and self._is_surname(before):
                continue
            if "given" in flags and self._is_given(surface, text, end):
                continue
            if sense.kind == "leader" and self._other_person(surface, before):
                continue
            if sense.kind in self._unit_kinds and after and after[1].lower() in self._units:
                sense = replace(sense, kind="currency")
            if number == 1 and sense.weak and sense.kind in ("city", "capital", "region"):
                sense = replace(sense, flags=sense.flags - {"weak"})
            kept.append(sense)
        return tuple(kept)

    @staticmethod
    def _in_address(text: str, start: int, end: int) -> bool:
        """Whether the match is part of a URL, an e-mail address, a handle or a ticker."""
        left, right = text[start - 1 : start], text[end : end + 1]
        if left == "<" and right in (">", "."):
            return True
        if not ({left, right} & set("./@:-_?=&%+~")):
            return False
        a = text.rfind(" ", 0, start) + 1
        b = text.find(" ", end)
        token = text[a : b if b >= 0 else len(text)].strip("\"'()[]<>,;!").rstrip(".")
        return bool(_URL.search(token))

    def _drops(
        self,
        drop: _Drop,
        text: str,
        start: int,
        end: int,
        before: re.Match[str] | None,
        after: re.Match[str] | None,
    ) -> bool:
        if drop.capitals and not _in_capitals(text, start, end):
            return False
        if drop.before:
            return before is not None and _known(before[1], drop.before, drop.any_case)
        if after is None:
            return False
        first = after[1]
        if _known(first, drop.after, drop.any_case):
            return True
        return (
            after[2] is not None
            and _known(first, drop.between, drop.any_case)
            and _known(after[2], drop.after, drop.any_case)
        )

    def _following(
        self, text: str, matches: list[tuple[int, int, int]], position: int
    ) -> tuple[Sense, ...] | None:
        """Read the match that follows after a comma, as in "Paris, Texas"."""
        if position + 1 == len(matches):
            return None
        end = matches[position][1]
        start, _, index = matches[position + 1]
        if text[end:start] not in (", ", " ("):
            return None
        return self.senses[index]

    @staticmethod
    def _moved(senses: tuple[Sense, ...], following: tuple[Sense, ...]) -> tuple[Sense, ...] | None:
        """Take the reading that what follows the comma asks for, if it asks for one."""
        for sense in senses:
            if len(senses) > 1 and sense.country in {f.country for f in following}:
                return (replace(sense, flags=frozenset()),)
        if "state" not in following[0].flags or senses[0].country == following[0].country:
            return None
        return (Sense(country=following[0].country, kind="city"),)

    def _is_surname(self, before: re.Match[str] | None) -> bool:
        return before is not None and (before[1] in self._given or before[1] in self._titles)

    def _is_given(self, surface: str, text: str, end: int) -> bool:
        if surface.isupper():
            return False
        ahead = _SURNAME_AHEAD.match(text, end)
        return ahead is not None and ahead[1] not in self._institutions

    def _other_person(self, surface: str, before: re.Match[str] | None) -> bool:
        """Whether a given name in front shows that somebody else has the leader's surname."""
        if " " in surface or before is None or before[1] not in self._given:
            return False
        return before[1] not in self._first_names.get(surface, frozenset())

    def document(
        self, rows: list[Row], pending: list[Pending], text: str, year: int | None
    ) -> list[Row]:
        """Settle the pending matches of one document.

        Parameters
        ----------
        rows : list of Row
            Certain mentions, in all fields.
        pending : list of Pending
            The others.
        text : str
            All fields, where the words of cues are looked for.
        year : int or None
            Of the document, when known.

        Returns
        -------
        list of Row
            The mentions that the pending matches turn out to be.
        """
        evidence = Counter(row[3] for row in rows)
        readings = [(match, self._choose(match, evidence, text, year)) for match in pending]
        evidence.update(sense.country for _, sense in readings if not sense.weak)
        settled: list[Row] = []
        for match, sense in readings:
            if not sense.weak:
                settled.append(_row(match, sense, "strong"))
            elif evidence[sense.country]:
                settled.append(_row(match, sense, "weak"))
        return settled

    def _choose(self, match: Pending, evidence: Counter[str], text: str, year: int | None) -> Sense:
        senses = match.senses
        if year is not None and senses[0].kind == "leader":
            current = [sense for sense in senses if _in_years(sense, year)]
            if not current and " " not in match.surface:
                sense = max(senses, key=lambda s: evidence[s.country])
                return replace(sense, flags=sense.flags | {"weak"})
            senses = tuple(current) or senses
        if len(senses) == 1:
            return senses[0]
        cues = self._cues.get(match.surface, {})

        def support(sense: Sense) -> float:
            cue = cues.get(sense.country, _Cue(1.0, (), ()))
            score = cue.own * evidence[sense.country]
            score += sum(0.5 for code in cue.related if evidence[code])
            score += sum(1.0 for word in cue.words if word in text)
            if year is not None and sense.first_year is not None and _within(sense, year):
                score += 0.75
            return score

        return max(senses, key=support)


def _row(match: Pending, sense: Sense, strength: str) -> Row:
    return (match.field, match.start, match.end, sense.country, sense.kind, strength)


def _in_years(sense: Sense, year: int) -> bool:
    if sense.first_year is not None and year < sense.first_year - _YEARS_BEFORE:
        return False
    return sense.last_year is None or year <= sense.last_year + _YEARS_AFTER


def _within(sense: Sense, year: int) -> bool:
    return (sense.first_year or 0) <= year <= (sense.last_year or 9999)


def _known(word: str, words: frozenset[str], any_case: bool) -> bool:
    if any_case:
        return word.lower() in words
    return word in words or (word.isupper() and len(word) > 2 and word.capitalize() in words)


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Whether the words around the match are all in capitals, or it closes a short line."""
    around = text[max(0, start - _WINDOW) : start] + text[end : end + _WINDOW]
    return not any(character.islower() for character in around)


def _first_names_of_leaders(gazetteer: Gazetteer) -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for surface, senses in gazetteer.surfaces.items():
        if senses[0].kind == "leader" and " " in surface:
            *first, last = surface.split()
            names.setdefault(last, set()).update(first)
    return {last: frozenset(first) for last, first in names.items()}
