"""The forms of a surface in print: plurals, capitals, bare letters, text without capitals."""

import unicodedata
from collections.abc import Iterable, Iterator

from topics._language_data import ENGLISH, Language
from topics.countries.senses import TRAP, Sense

# Shorter surfaces are abbreviations, whose capitals are part of the spelling.
_SHORTEST_IN_CAPITALS = 4
# What may close an instrument code; it is matched together with the exchange's letters.
CODE_ENDS = (">", ")")


_BARE = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "Đ": "D"})


def without_accents(text: str) -> str:
    """Replace accented letters by bare ones, as wire services write them.

    Examples
    --------
    >>> without_accents("São Tomé, Łódź")
    'Sao Tome, Lodz'
    """
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_BARE)


def closed_codes(rows: Iterable[tuple[str, Sense]]) -> Iterator[tuple[str, Sense]]:
    """Write the letters of an exchange as the end of an instrument code; other rows as they are."""
    for surface, sense in rows:
        for end in CODE_ENDS if "code" in sense.flags else ("",):
            yield surface + end, sense


def _written_forms(surface: str, sense: Sense, language: Language) -> Iterator[str]:
    forms = [surface]
    if "plural" in sense.flags:
        forms.append(surface + "s")
    for form in forms:
        yield form
        if sense.flags & {"exact", "code"} or not language.capitals:
            continue
        bare = without_accents(form) if language.bare else form
        yield bare
        if language is not ENGLISH and form[0].islower():
            yield language.upper(form[0]) + form[1:]
        money = sense.kind == "currency" and not sense.weak
        if (len(form) >= _SHORTEST_IN_CAPITALS or money) and "prefix" not in sense.flags:
            yield language.upper(form)
            yield language.upper(bare)


def _lowered_forms(surface: str, sense: Sense, language: Language) -> Iterator[str]:
    if sense.flags & {"exact", "nolower", "prefix", "comma", "code"}:
        return
    single = " " not in surface
    if single and (sense.weak or len(surface) < _SHORTEST_IN_CAPITALS):
        return
    for form in _written_forms(surface, sense, language):
        yield language.lower(form)


def index_forms(
    rows: Iterable[tuple[str, Sense]], *, lowered: bool = False, language: Language = ENGLISH
) -> dict[str, tuple[Sense, ...]]:
    """Collect the senses of every form; a form that is written in the data keeps only its own."""
    rows = list(rows)
    table: dict[str, list[Sense]] = {}
    if not lowered:
        for surface, sense in rows:
            table.setdefault(surface, []).append(sense)
    written = frozenset(table)
    for surface, sense in rows:
        forms = _lowered_forms if lowered else _written_forms
        for form in forms(surface, sense, language):
            if form not in written:
                senses = table.setdefault(form, [])
                if sense not in senses:
                    senses.append(sense)
    return {
        form: tuple(_one_trap(_one_per_country(senses))) for form, senses in sorted(table.items())
    }


def _one_per_country(senses: list[Sense]) -> list[Sense]:
    """Keep the first sense for each country, unless years tell them apart."""
    kept: list[Sense] = []
    for sense in senses:
        if not any(
            other.country == sense.country and other.first_year == sense.first_year
            for other in kept
        ):
            kept.append(sense)
    return kept


def _one_trap(senses: list[Sense]) -> list[Sense]:
    return [s for s in senses if s.kind == TRAP] or senses
