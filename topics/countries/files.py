"""Data files: tab-separated tables, the codes they may use, and the checked rows of a gazetteer."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from topics.choices import COUNTRY_KINDS
from topics.countries.senses import COLUMNS, FLAGS, KINDS, TRAP, Sense
from topics.errors import InputError

_ALPHA2 = ("alpha_2", "country")


def data_folder() -> Traversable:
    """Give the folder of the package's data files."""
    return files("topics.countries") / "data"


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
    """Give every code a surface may point to, with "country", "organisation" or "world_region"."""
    codes = {
        cells[0]: "country"
        for _, cells in read_table(
            data_folder() / "states.tsv", ("country", "from", "to", "successors")
        )
    }
    for _, cells in read_table(data_folder() / "groups.tsv", ("group", "kind", "as_of", "members")):
        codes[cells[0]] = cells[1]
    return codes


@lru_cache(maxsize=1)
def alpha2_codes() -> Mapping[str, str]:
    """Give the codes of ISO 3166-1 alpha-2, with alpha-3 for each."""
    return MappingProxyType(
        {two: code for _, (two, code) in read_table(data_folder() / "alpha2.tsv", _ALPHA2)}
    )


def group_codes() -> frozenset[str]:
    """Give the codes of organisations and world regions."""
    return frozenset(code for code, kind in known_codes().items() if kind != "country")


def _year(cell: str, where: str, column: str) -> int | None:
    if not cell:
        return None
    if not (cell.isdecimal() and len(cell) == 4):
        raise InputError(f"{where}: `{column}` must be a year of four digits; got {cell!r}.")
    return int(cell)


def read_senses(source: Traversable | Path) -> Iterator[tuple[str, Sense]]:
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
