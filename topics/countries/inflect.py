"""The forms of a name in its language: a table of endings by class, applied to a citation form.

A cell of a language's data holds citation forms parted by ``|``. Each word of a form may name its
class, as in ``Казахстан:m``; one that names none takes the first class of ``endings.tsv`` whose
pattern fits, and else stays as it is, as does a word of class 0. Words of one form are inflected
in step: the third ending of one stands beside the third of the other (Южн-ой Коре-е); of variants
in one case the first two are combined.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from topics._language_data import Language
from topics.countries.files import read_table
from topics.errors import InputError

COLUMNS = ("class", "for", "fits", "before", "endings")
# What a class may be chosen for by its pattern.
USES = ("names", "places", "adjectives", "people")
UNCHANGED = "0"
_SHORTEST = 3
# Of the variants of a case, so many are combined where several words stand together.
_VARIANTS_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Paradigm:
    """One row of ``endings.tsv``.

    Attributes
    ----------
    name : str
        Of the class.
    use : str
        One of `USES`, or "" where data must name the class.
    fits : re.Pattern or None
        What the citation form must hold to be given this class unasked.
    before : tuple of str
        What may stand before the stem; the citation form has the first.
    endings : tuple of tuple of str
        By case, with variants; the citation form has the first.
    """

    name: str
    use: str
    fits: re.Pattern[str] | None
    before: tuple[str, ...]
    endings: tuple[tuple[str, ...], ...]

    def cases(self, citation: str) -> list[tuple[str, ...]] | None:
        """Give the forms of a citation form, by case; None where it does not end as it should."""
        start, end = self.before[0], self.endings[0][0]
        if not (citation.startswith(start) and citation.endswith(end)):
            return None
        stem = citation[len(start) : len(citation) - len(end)]
        return [
            tuple(before + stem + ending for before in self.before for ending in endings)
            for endings in self.endings
        ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One alternative of a cell: its forms, the citation form first, and its flags."""

    forms: tuple[str, ...]
    flags: frozenset[str]


class Endings:
    """The table of endings of one language.

    Parameters
    ----------
    source : Path or None
        ``endings.tsv``; None for a language that does not inflect.
    inflected : {"all", "first", "last"}
        Which words of a form of several take a class unasked.
    """

    def __init__(self, source: Path | None, *, inflected: str = "all") -> None:
        self._inflected = inflected
        self._classes: dict[str, Paradigm] = {}
        if source is None or not source.is_file():
            return
        for number, row in read_table(source, COLUMNS):
            self._add(f"{source}, line {number}", *row)

    def _add(self, where: str, name: str, use: str, fits: str, before: str, endings: str) -> None:
        if not name or name == UNCHANGED or name in self._classes:
            raise InputError(f"{where}: {name!r} is no new name of a class.")
        if use and use not in USES:
            raise InputError(f"{where}: `for` is one of {list(USES)} or empty; got {use!r}.")
        try:
            pattern = re.compile(f"(?:{fits})$") if fits else None
        except re.error as error:
            raise InputError(f"{where}: `fits` is no pattern ({error}).") from error
        self._classes[name] = Paradigm(
            name,
            use,
            pattern,
            tuple(before.split("|")),
            tuple(tuple(case.split(",")) for case in endings.split("|")),
        )

    def cells(self, cell: str, use: str, where: str = "") -> Iterator[Cell]:
        """Read a cell.

        Parameters
        ----------
        cell : str
            Citation forms parted by ``|``, with classes (``:m``) and flags (``!weak``).
        use : str
            One of `USES`: which classes may be chosen unasked.
        where : str
            File and line, for a message. Without it, words that do not fit stay as they are.

        Raises
        ------
        InputError
            When a class is not known, a word does not end as its class says, or words that stand
            together have different numbers of cases.
        """
        for alternative in filter(None, map(str.strip, cell.split("|"))):
            form, *flags = alternative.split("!")
            yield Cell(tuple(self._forms(form.strip(), use, where)), frozenset(flags))

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of all classes."""
        return tuple(self._classes)

    def classes_of(self, cell: str, use: str) -> list[str]:
        """Name the classes that the words of a cell have, by pattern or by name."""
        found = []
        for word in cell.partition("!")[0].split():
            citation, _, name = word.rpartition(":")
            if citation:
                found.append(name)
            else:
                paradigm = self._fitting(word, use, alone=word == cell)
                found += [paradigm.name] if paradigm else []
        return found

    def _forms(self, form: str, use: str, where: str) -> list[str]:
        given = form.split(" ")
        silent = {"all": (), "first": given[1:], "last": given[:-1]}[self._inflected]
        words = [
            [(word,)] if word in silent and ":" not in word else self._cases(word, use, where, form)
            for word in given
        ]
        longest = max(map(len, words))
        if any(len(cases) not in (1, longest) for cases in words):
            if where:
                numbers = [len(cases) for cases in words]
                raise InputError(
                    f"{where}: the words of {form!r} have different numbers of cases, {numbers}. "
                    "Give them classes that go together, or :0 to one that stays as it is."
                )
            words = [cases[:1] for cases in words]
        found: dict[str, None] = {}
        for case in range(longest):
            beside = [cases[case if len(cases) > 1 else 0] for cases in words]
            if sum(len(variants) > 1 for variants in beside) > 1:
                beside = [variants[:_VARIANTS_TOGETHER] for variants in beside]
            for together in product(*beside):
                found[" ".join(together)] = None
        return list(found)

    def _cases(self, word: str, use: str, where: str, form: str) -> list[tuple[str, ...]]:
        citation, mark, name = word.rpartition(":")
        if not mark:
            return self._guessed(word, use, alone=word == form)
        if name == UNCHANGED:
            return [(citation,)]
        cases = self._classes[name].cases(citation) if name in self._classes else None
        if cases is None:
            what = "does not end so" if name in self._classes else f"{name!r} is not in endings.tsv"
            raise InputError(f"{where}: {word!r}: {what}.")
        return cases

    def _guessed(self, word: str, use: str, *, alone: bool) -> list[tuple[str, ...]]:
        """Give the cases of a word by the first class that fits; itself where none does."""
        paradigm = self._fitting(word, use, alone=alone)
        return (paradigm.cases(word) if paradigm else None) or [(word,)]

    def _fitting(self, word: str, use: str, *, alone: bool) -> Paradigm | None:
        if use == "places" and not any(one.use == use for one in self._classes.values()):
            use = "names"
        bound = not alone and (len(word) < _SHORTEST or word[0].islower())
        if bound or word.isupper():
            return None
        for paradigm in self._classes.values():
            if paradigm.use == use and paradigm.fits and paradigm.fits.search(word):
                return paradigm
        return None


def endings_of(language: Language) -> Endings:
    """Read the table of endings of a language, empty where it has none."""
    return Endings(language.folder / "endings.tsv", inflected=language.inflected)
