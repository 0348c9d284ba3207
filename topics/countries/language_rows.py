"""The rows of a gazetteer in another language than English: its forms for facts that stand once.

Which capital, which leader, which years: that is in the English files and in ``states.tsv`` and
``groups.tsv``. The folder of a language says how each is written there, and names from the Common
Locale Data Repository fill what it leaves out.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from topics._language_data import Language
from topics.countries.cldr import city_names, country_names
from topics.countries.files import data_folder, known_codes, read_senses, read_table
from topics.countries.inflect import Cell, Endings, endings_of
from topics.countries.normalise import normalise
from topics.countries.senses import FLAGS, TRAP, Sense
from topics.countries.states import state
from topics.errors import InputError

Row = tuple[str, Sense]
NAME_COLUMNS = ("country", "names", "adjectives", "people")
FORM_COLUMNS = ("of", "forms", "country")
COMPOUND_COLUMNS = ("compound", "countries")
_NOBODY = "-"
# The word joiner, which no text has after it was normalised.
_HELD = "\u2060"
# In names.tsv: what is given here is all, so that names of CLDR are left out.
_ONLY = "="
# Flags of English rows that are facts and no habits of English.
_SHARED_FLAGS = frozenset({"state"})
_KINDS_OF_CITIES = frozenset({"capital", "city"})


def language_rows(language: Language, english_files: tuple[str, ...]) -> list[Row]:
    """Read all that names somebody in a language, or nobody, most telling first.

    Parameters
    ----------
    language : Language
        Which.
    english_files : tuple of str
        The files of the English gazetteer, in order, without ``.tsv``.

    Returns
    -------
    list of (surface, Sense)
        Surfaces are folded as texts are.

    Raises
    ------
    InputError
        When a file cannot be read or a row is wrong; names the file and the line.
    """
    endings = endings_of(language)
    complete: set[str] = set()
    rows = list(_names(language, endings, complete))
    rows += _forms(language, endings, english_files)
    rows += _more(language, endings)
    rows += _traps(language, endings)
    taken = {surface for surface, _ in rows}
    rows += (row for row in _base(language, endings, complete, english_files)
             if row[0] not in taken)  # fmt: skip
    folded = ((normalise(surface, language=language).text, sense) for surface, sense in rows)
    return list(dict.fromkeys(row for row in folded if row[0] and row[0][0].isalnum()))


def _names(language: Language, endings: Endings, complete: set[str]) -> Iterator[Row]:
    """Yield names, adjectives and people by code; `complete` collects codes that need no CLDR."""
    source = language.folder / "names.tsv"
    for number, (code, *cells) in read_table(source, NAME_COLUMNS):
        where = f"{source}, line {number}"
        if code not in known_codes():
            raise InputError(f"{where}: {code!r} is no known code; see states.tsv and groups.tsv.")
        if cells[0].startswith(_ONLY):
            complete.add(code)
        for use, text in zip(NAME_COLUMNS[1:], cells, strict=True):
            sense = Sense(country=code, kind=_kind(code, use))
            for cell in endings.cells(text.removeprefix(_ONLY), use, where):
                yield from _rows(cell, sense, where)


def _kind(code: str, use: str) -> str:
    kind = known_codes()[code]
    if kind != "country":
        return kind
    if state(code).last_year is not None:
        return "historical"
    return "name" if use == "names" else "demonym"


def _rows(cell: Cell, sense: Sense, where: str) -> Iterator[Row]:
    unknown = sorted(cell.flags - FLAGS)
    if unknown:
        raise InputError(f"{where}: unknown flag {unknown[0]!r}; use {sorted(FLAGS)}.")
    own = replace(sense, flags=sense.flags | cell.flags) if cell.flags else sense
    for form in cell.forms:
        if not form or not form[0].isalnum():
            raise InputError(f"{where}: a form begins with a letter or digit; got {form!r}.")
        yield form, own


@lru_cache(maxsize=1)
def _english(files: tuple[str, ...]) -> dict[str, tuple[Sense, ...]]:
    """Give the senses of the English surfaces, in the order of the files."""
    found: dict[str, list[Sense]] = {}
    for name in files:
        for surface, sense in read_senses(data_folder() / "en" / f"{name}.tsv"):
            if sense.kind != TRAP:
                found.setdefault(surface, []).append(sense)
    return {surface: tuple(senses) for surface, senses in found.items()}


def _forms(language: Language, endings: Endings, files: tuple[str, ...]) -> Iterator[Row]:
    """Yield forms of what an English surface names."""
    source = language.folder / "forms.tsv"
    if not source.is_file():
        return
    for number, (of, text, country) in read_table(source, FORM_COLUMNS):
        where = f"{source}, line {number}"
        senses = [s for s in _english(files).get(of, ()) if country in ("", s.country)]
        if not senses:
            what = f" of {country}" if country else ""
            raise InputError(
                f"{where}: the English data have no {of!r}{what}; put a row into more.tsv instead."
            )
        for cell in endings.cells(text, "places", where):
            for sense in senses:
                kept = replace(sense, flags=sense.flags & _SHARED_FLAGS)
                yield from _rows(cell, kept, where)


def _more(language: Language, endings: Endings) -> Iterator[Row]:
    """Yield what English has no word for; in the format of a gazetteer, with classes."""
    source = language.folder / "more.tsv"
    if not source.is_file():
        return
    for surface, sense in read_senses(source):
        use = "adjectives" if sense.kind == "demonym" else "names"
        for cell in endings.cells(surface, use, f"{source}: {surface}"):
            yield from _rows(cell, sense, str(source))


def _traps(language: Language, endings: Endings) -> Iterator[Row]:
    source = language.folder / "traps.txt"
    if not source.is_file():
        return
    sense = Sense(country="-", kind=TRAP)
    for number, line in enumerate(source.read_text("utf-8").splitlines(), start=1):
        text = line.partition("#")[0]
        for cell in endings.cells(text, "names", f"{source}, line {number}"):
            yield from _rows(cell, sense, f"{source}, line {number}")


def _base(
    language: Language, endings: Endings, complete: set[str], files: tuple[str, ...]
) -> Iterator[Row]:
    """Yield names of countries and cities from CLDR, inflected where a pattern fits."""
    english = _english(files)
    for locale in language.cldr:
        for name, code in country_names(locale):
            if code not in complete:
                for cell in endings.cells(name, "names"):
                    sense = Sense(country=code, kind=_kind(code, "names"))
                    yield from ((form, sense) for form in cell.forms)
        for name, of in city_names(locale):
            senses = english.get(of, ())
            if len(senses) == 1 and senses[0].kind in _KINDS_OF_CITIES and not senses[0].weak:
                for cell in endings.cells(name, "places"):
                    sense = replace(senses[0], flags=frozenset())
                    yield from ((form, sense) for form in cell.forms)


def compound_rows(
    language: Language,
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[Sense, ...]]]:
    """Read the surfaces that name several countries, one by character, as 中美 does.

    Returns
    -------
    compounds : dict of str to tuple of str
        The surface of each of its characters. It holds a character that texts are freed of, so
        that it is found in a compound only.
    senses : dict of str to tuple of Sense
        Of the compounds and of these surfaces.

    Raises
    ------
    InputError
        When a row has not one code for each character, or a code is not known.
    """
    source = language.folder / "compounds.tsv"
    compounds: dict[str, tuple[str, ...]] = {}
    senses: dict[str, tuple[Sense, ...]] = {}
    for number, (surface, text) in read_table(source, COMPOUND_COLUMNS) if source.is_file() else ():
        codes = text.split()
        where = f"{source}, line {number}"
        named = [code for code in codes if code != _NOBODY]
        if len(codes) != len(surface) or not named or not set(named) <= set(known_codes()):
            raise InputError(f"{where}: {surface!r} needs a known code, or -, for each character.")
        compounds[surface] = tuple(
            "" if code == _NOBODY else f"{surface[n]}{code}{_HELD}" for n, code in enumerate(codes)
        )
        for part, code in zip(compounds[surface], codes, strict=True):
            if part:
                senses[part] = (Sense(country=code, kind=_kind(code, "names")),)
        senses[surface] = (Sense(country=named[0], kind=_kind(named[0], "names")),)
    return compounds, senses


def language_rules(language: Language) -> dict[str, Any]:
    """Read ``rules.toml`` of a language, its words with classes written out in all their forms.

    Raises
    ------
    InputError
        When the file is not TOML in UTF-8, or a class is wrong.
    """
    path = language.folder / "rules.toml"
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: is not TOML in UTF-8 ({error}).") from error
    endings = endings_of(language)
    return {name: _written_out(value, language, endings, path) for name, value in table.items()}


def _written_out(value: Any, language: Language, endings: Endings, path: Path) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {
            name: inner if name == "reason" else _written_out(inner, language, endings, path)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_written_out(inner, language, endings, path) for inner in value]
    if not isinstance(value, str):
        return value
    words: list[str] = []
    for word in value.split():
        if ":" in word:
            for cell in endings.cells(word, "names", str(path)):
                words += cell.forms
        else:
            words.append(word)
    return language.plain(" ".join(words))
