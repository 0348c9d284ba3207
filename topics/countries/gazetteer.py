"""The gazetteer: tab-separated files of surfaces, read, checked and expanded into a lookup table.

A file has the columns ``surface  country  kind  flags  from  to`` (see `load_gazetteer`), and one
row says "this string can mean that country". Everything that is particular to a language lives in
``data/<language>/``; codes of states and groups are shared by all languages.
"""

import os
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from topics.errors import InputError, TopicsError

COUNTRY_KINDS = (
    "name",
    "demonym",
    "capital",
    "city",
    "region",
    "metonym",
    "leader",
    "currency",
    "historical",
)
GROUP_KINDS = ("organisation", "world_region")
KINDS = COUNTRY_KINDS + GROUP_KINDS
FLAGS = {
    "weak": "counts only where the same document names the country in a stronger way",
    "plural": "also matched with a final s",
    "prefix": "first half of a hyphenated compound (Sino-)",
    "comma": "only after a comma (Ga., Ont.)",
    "state": "first-level region that may follow a city after a comma (Paris, Texas)",
    "given": "also a given name",
    "surname": "also a family name",
    "exact": "matched as written: no capitals, no lower-cased text, no bare letters for accents",
    "nolower": "not matched in text without capitals, where it is an ordinary word",
}
TRAP = "trap"
COLUMNS = ("surface", "country", "kind", "flags", "from", "to")
# Files are read in this order, and the first sense of a surface is its default.
FILES = (
    "names",
    "historical",
    "demonyms",
    "capitals",
    "cities",
    "regions",
    "metonyms",
    "leaders",
    "currencies",
    "organisations",
    "world_regions",
    "traps",
)
# Shorter surfaces are abbreviations, whose capitals are part of the spelling.
_SHORTEST_IN_CAPITALS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One reading of a surface: the country (or group) it can mean, and how."""

    country: str
    kind: str
    flags: frozenset[str] = frozenset()
    first_year: int | None = None
    last_year: int | None = None

    @property
    def weak(self) -> bool:
        """Whether the reading needs support from elsewhere in the document."""
        return "weak" in self.flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gazetteer:
    """All surfaces of one language, ready to be matched.

    Attributes
    ----------
    language : str
        The folder of data files it came from.
    surfaces : dict of str to tuple of Sense
        As matched in ordinary text: written forms, plurals, capitals, forms without accents.
    lowered : dict of str to tuple of Sense
        As matched in text that has no capitals at all.
    rules : dict
        The language's ``rules.toml``.
    """

    language: str
    surfaces: dict[str, tuple[Sense, ...]] = field(repr=False)
    lowered: dict[str, tuple[Sense, ...]] = field(repr=False)
    rules: dict[str, Any] = field(repr=False)


def data_folder() -> Traversable:
    """Folder of the package's data files."""
    return files("topics.countries") / "data"


def languages() -> list[str]:
    """Languages that have a gazetteer, in alphabetical order.

    Examples
    --------
    >>> languages()
    ['en']
    """
    return sorted(
        folder.name for folder in data_folder().iterdir() if (folder / "rules.toml").is_file()
    )


def read_table(
    source: Traversable | Path, columns: tuple[str, ...]
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, cells) of a tab-separated file whose header must be `columns`."""
    try:
        lines = source.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {source}: {error}. Save it as UTF-8 text.") from error
    header: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            if tuple(header) != columns:
                raise InputError(
                    f"{source}, line {number}: the header must be {' '.join(columns)} separated "
                    f"by tabs; got {line!r}."
                )
            continue
        if len(cells) > len(columns):
            raise InputError(
                f"{source}, line {number}: {len(columns)} tab-separated cells at most; "
                f"got {len(cells)}: {line!r}."
            )
        yield number, cells + [""] * (len(columns) - len(cells))


@lru_cache(maxsize=1)
def known_codes() -> dict[str, str]:
    """Every code a surface may point to, with "country", "organisation" or "world_region"."""
    codes = {
        cells[0]: "country"
        for _, cells in read_table(
            data_folder() / "states.tsv", ("country", "from", "to", "successors")
        )
    }
    for _, cells in read_table(data_folder() / "groups.tsv", ("group", "kind", "as_of", "members")):
        codes[cells[0]] = cells[1]
    return codes


def group_codes() -> frozenset[str]:
    """Codes of organisations and world regions."""
    return frozenset(code for code, kind in known_codes().items() if kind != "country")


def _year(cell: str, where: str, column: str) -> int | None:
    if not cell:
        return None
    if not (cell.isdecimal() and len(cell) == 4):
        raise InputError(f"{where}: `{column}` must be a year of four digits; got {cell!r}.")
    return int(cell)


def _read_senses(source: Traversable | Path) -> Iterator[tuple[str, Sense]]:
    """Yield (surface, sense) for every row of a gazetteer file, checked."""
    codes = known_codes()
    seen: dict[tuple[str, str, str, str], int] = {}
    for number, (surface, country, kind, flags, first, last) in read_table(source, COLUMNS):
        where = f"{source}, line {number}"
        if not surface or not surface[0].isalnum():
            raise InputError(f"{where}: a surface begins with a letter or digit; got {surface!r}.")
        if kind not in (*KINDS, TRAP):
            raise InputError(f"{where}: unknown kind {kind!r}; use one of {[*KINDS, TRAP]}.")
        expected = "country" if kind in COUNTRY_KINDS else kind
        if kind == TRAP:
            if country != "-":
                raise InputError(f"{where}: a trap has the country '-'; got {country!r}.")
        elif codes.get(country) != expected:
            raise InputError(
                f"{where}: {country!r} is not a known {expected} code; "
                "see states.tsv and groups.tsv in topics/countries/data."
            )
        unknown = [flag for flag in flags.split(",") if flag and flag not in FLAGS]
        if unknown:
            raise InputError(f"{where}: unknown flag {unknown[0]!r}; use {sorted(FLAGS)}.")
        sense = Sense(
            country=country,
            kind=kind,
            flags=frozenset(filter(None, flags.split(","))),
            first_year=_year(first, where, "from"),
            last_year=_year(last, where, "to"),
        )
        if sense.first_year and sense.last_year and sense.first_year > sense.last_year:
            raise InputError(f"{where}: `from` {first} is after `to` {last}.")
        key = (surface, country, kind, first)
        if key in seen:
            raise InputError(f"{where}: {surface!r} was already given in line {seen[key]}.")
        seen[key] = number
        yield surface, sense


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


def _written_forms(surface: str, sense: Sense) -> Iterator[str]:
    forms = [surface]
    if "plural" in sense.flags:
        forms.append(surface + "s")
    for form in forms:
        yield form
        if "exact" in sense.flags:
            continue
        bare = without_accents(form)
        yield bare
        money = sense.kind == "currency" and not sense.weak
        if (len(form) >= _SHORTEST_IN_CAPITALS or money) and "prefix" not in sense.flags:
            yield form.upper()
            yield bare.upper()


def _lowered_forms(surface: str, sense: Sense) -> Iterator[str]:
    if sense.flags & {"exact", "nolower", "prefix", "comma"}:
        return
    single = " " not in surface
    if single and (sense.weak or len(surface) < _SHORTEST_IN_CAPITALS):
        return
    for form in _written_forms(surface, sense):
        yield form.lower()


def _index(
    rows: Iterable[tuple[str, Sense]], *, lowered: bool = False
) -> dict[str, tuple[Sense, ...]]:
    """Collect the senses of every form; a form that is written in the data keeps only its own."""
    rows = list(rows)
    table: dict[str, list[Sense]] = {}
    if not lowered:
        for surface, sense in rows:
            table.setdefault(surface, []).append(sense)
    written = frozenset(table)
    for surface, sense in rows:
        for form in _lowered_forms(surface, sense) if lowered else _written_forms(surface, sense):
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


def load_gazetteer(
    language: str = "en",
    *,
    extra_gazetteer: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
) -> Gazetteer:
    """Read and check the data files of one language.

    A gazetteer file is UTF-8 text with tab-separated columns and this header:

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
        A folder of ``topics/countries/data``; see `languages`.
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


@lru_cache(maxsize=8)
def _load(language: str, extra: tuple[tuple[str, int], ...]) -> Gazetteer:
    if language not in languages():
        raise TopicsError(
            f"there is no gazetteer for the language {language!r}; there is one for "
            f"{', '.join(languages())}."
        )
    folder = data_folder() / language
    rules = tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8"))
    own: list[tuple[str, Sense]] = []
    for path, _ in extra:
        own += _read_senses(Path(path))
    replaced = {surface for surface, _ in own}
    rows = [
        (surface, sense)
        for name in FILES
        for surface, sense in _read_senses(folder / f"{name}.tsv")
        if surface not in replaced
    ]
    rows = own + rows
    return Gazetteer(
        language=language,
        surfaces=_index(rows),
        lowered=_index(rows, lowered=True),
        rules=rules,
    )
