"""The gazetteer: tab-separated files of surfaces, read, checked and expanded into a lookup table.

A file has the columns ``surface  country  kind  flags  from  to`` (see `load_gazetteer`), and one
row says "this string can mean that country". Everything that is particular to English lives in
``data/en/``, and to another language in ``data/languages/<language>/`` (`language_rows`); codes of
states and groups are shared by all languages.
"""

import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from topics._language_data import language as facts_of
from topics._language_data import language_codes
from topics.countries.files import alpha2_codes, data_folder, read_senses
from topics.countries.forms import closed_codes, index_forms
from topics.countries.language_rows import compound_rows, language_rows, language_rules
from topics.countries.normalise import flag_surface
from topics.countries.senses import Sense
from topics.errors import TopicsError

# Files are read in this order, and the first sense of a surface is its default.
FILES = (
    "names",
    "historical",
    "demonyms",
    "capitals",
    "cities",
    "regions",
    "metonyms",
    "companies",
    "exchanges",
    "leaders",
    "currencies",
    "organisations",
    "world_regions",
    "traps",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Gazetteer:
    """All surfaces of one language, ready to be matched.

    Attributes
    ----------
    language : str
        The folder of data files it came from.
    surfaces : dict of str to tuple of Sense
        As matched in ordinary text: written forms, plurals, capitals, forms without accents.
    rules : dict
        The language's ``rules.toml``.
    rows : tuple of (str, Sense)
        What the forms are made of.
    compounds : dict of str to tuple of str
        Surfaces that name several countries, one by character, and the surface of each.
    """

    language: str
    surfaces: dict[str, tuple[Sense, ...]] = field(repr=False)
    rules: dict[str, Any] = field(repr=False)
    rows: tuple[tuple[str, Sense], ...] = field(repr=False)
    compounds: dict[str, tuple[str, ...]] = field(repr=False)

    @cached_property
    def lowered(self) -> dict[str, tuple[Sense, ...]]:
        """Surfaces as matched in text that has no capitals at all; made when first needed."""
        facts = facts_of(self.language)
        return index_forms(self.rows, lowered=True, language=facts) | _flags()


def languages() -> list[str]:
    """Give the languages that have a gazetteer, in alphabetical order.

    Examples
    --------
    >>> {"de", "en", "ru"} <= set(languages())
    True
    """
    return list(language_codes())


def load_gazetteer(
    language: str = "en",
    *,
    extra_gazetteer: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
) -> Gazetteer:
    """Read and check the data files of one language.

    The files of English are gazetteer files; those of other languages are told in
    ``topics/countries/data/languages/README.md``. A gazetteer file is UTF-8
    text with tab-separated columns and this header:

    ``surface``
        The string as printed in ordinary text. Forms in capitals and without accents are derived;
        a form that is itself a row keeps its own meaning.
    ``country``
        ISO 3166-1 alpha-3, a historical code of ``states.tsv``, a group of ``groups.tsv``, or
        ``-`` for a trap.
    ``kind``
        One of `KINDS`, or ``trap``: a phrase that names nobody and hides the names inside it.
    ``flags``
        None or several of `FLAGS`, separated by commas.
    ``from``, ``to``
        First and last year of the reading (a leader's years in office), or empty.

    Several rows with the same surface are several readings; the first is the default.
    Lines that begin with ``#`` are comments.

    Parameters
    ----------
    language : str
        One of `languages`.
    extra_gazetteer : path or list of paths
        Files of your own in the same format. Their rows replace all rows of the same surface.

    Returns
    -------
    Gazetteer

    Raises
    ------
    TopicsError
        When the language has no gazetteer.
    InputError
        When a file cannot be read or a row is wrong; names the file and the line.

    Examples
    --------
    >>> sense, = load_gazetteer("en").surfaces["Tashkent"]
    >>> sense.country, sense.kind
    ('UZB', 'capital')
    """
    if isinstance(extra_gazetteer, (str, os.PathLike)):
        extra_gazetteer = [extra_gazetteer]
    return _load(language, tuple(_stamped(Path(path)) for path in extra_gazetteer))


def _stamped(path: Path) -> tuple[str, int]:
    """Name a file and its time of change, so that an edited file is read again."""
    return str(path), path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=32)
def _load(language: str, extra: tuple[tuple[str, int], ...]) -> Gazetteer:
    if language not in languages():
        raise TopicsError(
            f"there is no gazetteer for the language {language!r}; there is one for "
            f"{', '.join(languages())}."
        )
    facts = facts_of(language)
    own: list[tuple[str, Sense]] = []
    for path, _ in extra:
        own += ((facts.plain(surface), sense) for surface, sense in read_senses(Path(path)))
    replaced = {surface for surface, _ in own}
    rows, rules = _english() if language == "en" else (
        language_rows(facts, FILES), language_rules(facts)
    )  # fmt: skip
    rows = [row for row in rows if row[0] not in replaced]
    rows = list(closed_codes(own + rows))
    compounds, parts = compound_rows(facts)
    return Gazetteer(
        language=language,
        surfaces=index_forms(rows, language=facts) | parts | _flags(),
        rules=rules,
        rows=tuple(rows),
        compounds=compounds,
    )


def _english() -> tuple[list[tuple[str, Sense]], dict[str, Any]]:
    """Give rows and rules of English."""
    folder = data_folder() / "en"
    rules = tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8"))
    return [row for name in FILES for row in read_senses(folder / f"{name}.tsv")], rules


def _flags() -> dict[str, tuple[Sense, ...]]:
    """Give the flags of states and territories, which are names in every language."""
    return {
        flag_surface(letters): (Sense(country=country, kind="name"),)
        for letters, country in alpha2_codes().items()
    }
