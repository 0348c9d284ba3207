"""What a match means, as far as the rest of its document tells.

A surface with several readings takes the one that the document speaks for: other mentions of the
country, its neighbours, telling words, the year. A weak reading counts only where the same
country is named in a stronger way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from topics._language_data import language as facts_of
from topics.countries.files import data_folder, read_table
from topics.countries.inflect import Endings
from topics.countries.neighbours import Pending
from topics.countries.senses import Sense

# A leader may be named for a while before taking office and after leaving it.
_YEARS_BEFORE, _YEARS_AFTER = 3, 10
# What a related country, a telling word and a fitting year weigh against one mention.
_RELATED, _WORD, _YEAR = 0.5, 1.0, 0.75


@dataclass(frozen=True, slots=True)
class _Cue:
    """One row of cues.tsv."""

    own: float = 1.0
    related: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


_NO_CUE = _Cue()


class _Words(dict[str, bool]):
    """Whether a document holds a telling word; each is looked for once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, word: str) -> bool:
        self[word] = word in self._text
        return self[word]


def _rows(language: str) -> Iterator[tuple[tuple[str, ...], str, _Cue]]:
    """Yield the rows of a language's ``cues.tsv``: forms, code, cue."""
    facts = facts_of(language)
    english = language == "en"
    source = data_folder() / "en" / "cues.tsv" if english else facts.folder / "cues.tsv"
    if not source.is_file():
        return
    endings = Endings(None if english else facts.folder / "endings.tsv")
    columns = ("surface", "country", "own", "related", "words")
    for number, (cell, country, own, related, words) in read_table(source, columns):
        cue = _Cue(float(own), tuple(related.split()), tuple(filter(None, words.split("|"))))
        forms: tuple[str, ...] = (cell,)
        if not english:
            where = f"{source}, line {number}"
            forms = tuple(f for one in endings.cells(cell, "names", where) for f in one.forms)
        yield forms, country, cue


class Evidence:
    """The cues of one language, by surface and country."""

    def __init__(self, language: str) -> None:
        self._cues: dict[str, dict[str, _Cue]] = {}
        facts = facts_of(language)
        for forms, country, cue in _rows(language):
            for surface in map(facts.plain, forms):
                for form in (surface, facts.upper(surface), facts.lower(surface)):
                    self._cues.setdefault(form, {})[country] = cue

    def settle(
        self, certain: Iterable[str], pending: list[Pending], text: str, year: int | None
    ) -> list[Sense | None]:
        """Settle the pending matches of one document.

        Parameters
        ----------
        certain : iterable of str
            Countries of the mentions that are certain.
        pending : list of Pending
            The other matches.
        text : str
            All fields, where telling words are looked for.
        year : int or None
            Of the document, when known.

        Returns
        -------
        list of Sense or None
            The reading of each pending match; None for one that names nobody.
        """
        evidence = Counter(certain)
        says = _Words(text)
        readings = [self._choose(match, evidence, says, year) for match in pending]
        evidence.update(sense.country for sense in readings if not sense.weak)
        return [sense if not sense.weak or evidence[sense.country] else None for sense in readings]

    def _choose(
        self, match: Pending, evidence: Counter[str], says: _Words, year: int | None
    ) -> Sense:
        senses = match.senses
        if year is not None and senses[0].kind == "leader":
            current = [sense for sense in senses if _may_be_named(sense, year)]
            if not current and " " not in match.surface:
                sense = max(senses, key=lambda s: evidence[s.country])
                return replace(sense, flags=sense.flags | {"weak"})
            senses = tuple(current) or senses
        cues = self._cues.get(match.surface)
        if len(senses) == 1 and cues is None:
            return senses[0]
        scores = [
            _support(sense, (cues or {}).get(sense.country, _NO_CUE), evidence, says, year)
            for sense in senses
        ]
        best = max(scores)
        sense = senses[scores.index(best)]
        if sense.weak and cues is not None and best >= _WORD:
            sense = replace(sense, flags=sense.flags - {"weak"})
        return sense


def _support(
    sense: Sense, cue: _Cue, evidence: Counter[str], says: _Words, year: int | None
) -> float:
    score = cue.own * evidence[sense.country]
    score += sum(_RELATED for code in cue.related if evidence[code])
    score += sum(_WORD for word in cue.words if says[word])
    if year is not None and sense.first_year is not None and _in_office(sense, year):
        score += _YEAR
    return score


def _in_office(sense: Sense, year: int) -> bool:
    return (sense.first_year or 0) <= year <= (sense.last_year or 9999)


def _may_be_named(sense: Sense, year: int) -> bool:
    if sense.first_year is not None and year < sense.first_year - _YEARS_BEFORE:
        return False
    return sense.last_year is None or year <= sense.last_year + _YEARS_AFTER
