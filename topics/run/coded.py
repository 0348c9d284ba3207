"""Sheets that came back from coders: read as spreadsheets leave them, checked line by line."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from topics._checks import listed
from topics.countries.codes import country_code
from topics.errors import InputError, TopicsError
from topics.evaluate.coding import COUNTRIES
from topics.evaluate.country_gold import ALSO, MAIN
from topics.evaluate.validity import CANNOT_TELL
from topics.run.coding_sheets import KEY

_NOBODY = {"none", "no country", "-", "–"}  # a text about no country
_WHOLE = re.compile(r"(\d+)[.,]0*")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coded:
    """What coders answered.

    Attributes
    ----------
    answers : DataFrame
        coder, item, answer: the number of an option, `CANNOT_TELL`, or "" for none. Tasks on
        topics.
    countries : DataFrame
        coder, item, country, degree; without a country where a text is about none. Texts that
        were not coded have no row.
    readers : tuple of str
        Who sent sheets on countries, sorted.
    coders : tuple of str
        Who sent sheets, sorted.
    """

    answers: pd.DataFrame
    countries: pd.DataFrame
    readers: tuple[str, ...]
    coders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    path: Path
    line: int
    cells: dict[str, str]

    @property
    def where(self) -> str:
        return f"{self.path}: line {self.line}"


def sheet_paths(given: Iterable[str | Path]) -> list[Path]:
    """Return the files given, and the tables in folders given.

    Raises
    ------
    InputError
        When a path is not there, or a folder has no tables.
    """
    found: list[Path] = []
    for path in map(Path, given):
        if path.is_dir():
            own = sorted(one for one in path.glob("*.csv") if not one.name.startswith("."))
            if not own:
                raise InputError(f"{path} has no sheets in it, that is no files in .csv.")
            found += own
        elif path.is_file():
            found.append(path)
        elif "*" in path.name and any(path.parent.glob(path.name)):  # of a shell that leaves it
            found += sorted(path.parent.glob(path.name))
        else:
            raise InputError(f"{path}: there is no such file or folder.")
    return list(dict.fromkeys(found))


def key_beside(paths: Sequence[Path]) -> Path:
    """Return where the key of sheets is: in the folder that they were drawn into."""
    folders = dict.fromkeys(path.parent for path in paths)
    around = [folder / KEY for path in folders for folder in (path, path.parent)]
    return next((path for path in around if path.is_file()), around[0])


def read_coded(paths: Sequence[Path], key: dict[str, Any]) -> Coded:
    """Read the sheets of coders.

    Parameters
    ----------
    paths : sequence of Path
        Tables in any order. Rows may stand in any order, with blank lines and further columns
        between them; cells may be apart by commas, semicolons or tabs.
    key : dict
        What `read_key` returns.

    Raises
    ------
    InputError
        Naming file and line: an item that is not in the key, of other sheets, or there twice; an
        answer outside the options; a country that there is not; two sheets of one coder.
    """
    items = {item["item"]: item for item in key["items"]}
    answers, countries = [], []
    readers = set()
    seen: dict[tuple[str, str], _Row] = {}
    for path in paths:
        for row in _rows(path):
            coder, item = row.cells["coder"], row.cells["item"]
            task = _known(row, items, key)["task"]
            before = seen.setdefault((coder.casefold(), item), row)
            if before is not row:
                raise _twice(row, before)
            if task == COUNTRIES:
                readers.add(coder)
                countries += [(coder, item, *one) for one in _countries(row)]
            else:
                answers.append((coder, item, _answer(row, len(items[item]["options"]))))
    coders = sorted({row.cells["coder"] for row in seen.values()})
    return Coded(
        answers=pd.DataFrame(answers, columns=["coder", "item", "answer"]),
        countries=pd.DataFrame(countries, columns=["coder", "item", "country", "degree"]),
        readers=tuple(sorted(readers)),
        coders=tuple(coders),
    )


def _twice(row: _Row, before: _Row) -> InputError:
    coder, item = row.cells["coder"], row.cells["item"]
    if row.path == before.path:
        return InputError(
            f"{row.where}: item {item} is there a second time (line {before.line}). Keep one row."
        )
    return InputError(
        f"{row.where}: coder {coder} has answered item {item} in {before.path} already. Give each "
        "sheet once; another coder needs another name in the column coder."
    )


def _known(row: _Row, items: dict[str, Any], key: dict[str, Any]) -> dict[str, Any]:
    item = row.cells["item"]
    if item in items:
        found: dict[str, Any] = items[item]
        return found
    if not item:
        raise InputError(f"{row.where}: the item is missing. Bring back its id, or the whole row.")
    if not item.startswith(f"{key['mark']}-"):
        raise InputError(
            f"{row.where}: item {item!r} is of other sheets; those of this key begin with "
            f"{key['mark']}. Give the sheets and the key of one folder."
        )
    raise InputError(f"{row.where}: there is no item {item!r}. Bring back its id.")


def _rows(path: Path) -> list[_Row]:
    lines = _lines(path)
    number, head = next(iter(lines), (1, []))
    names = [cell.strip().lstrip("'").casefold() for cell in head]
    needed = ("item", "coder")
    if not set(needed) <= set(names) or not {"answer", "main"} & set(names):
        raise InputError(
            f"{path}: line {number} must name the columns item, coder, and answer or main; it is "
            f"{listed(head[:6])!r}. Give the sheets alone."
        )
    rows = []
    for line, cells in lines[1:]:
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            raise InputError(
                f"{path}: line {line} has {len(cells)} cells, and line {number} has {len(names)}."
            )
        padded = [*cells, *[""] * (len(names) - len(cells))]
        own = {name: cell.strip() for name, cell in zip(names, padded, strict=False) if name}
        rows.append(_Row(path, line, own | {"item": own["item"].casefold()}))
        if not own["coder"]:
            raise InputError(f"{path}: line {line} does not name its coder.")
    return rows


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Return the lines that are not blank, with their numbers, as any spreadsheet saves them."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # Excel's own on Western systems
    start = text.lstrip("\r\n").split("\n", 1)[0]
    mark = max(",;\t", key=start.count)
    if start.casefold().startswith("sep="):
        mark, text = start[4:5], text.lstrip("\r\n").split("\n", 1)[-1]
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        return [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        raise InputError(f"{path}: is not a table in CSV ({error}).") from error


def _answer(row: _Row, n_options: int) -> str:
    given = row.cells.get("answer", "").lstrip("'")
    whole = _WHOLE.fullmatch(given)
    given = whole[1] if whole else given
    if given in ("", CANNOT_TELL):
        return given
    if not given.isdecimal() or not 1 <= int(given) <= n_options:
        raise InputError(
            f"{row.where}: the answer to item {row.cells['item']} is {given!r}; it must be the "
            f"number of an option, 1 to {n_options}, {CANNOT_TELL} where it cannot be told, or "
            "empty."
        )
    return str(int(given))


def _countries(row: _Row) -> list[tuple[str | None, str]]:
    """Return the countries that a coder names; None for no country; nothing for no answer."""
    found: dict[str, str] = {}
    nobody = False
    given = {degree: row.cells.get(degree, "").lstrip("'") for degree in (MAIN, ALSO)}
    if CANNOT_TELL in given.values() or not any(given.values()):
        return []
    for degree, text in given.items():
        for name in filter(None, (part.strip() for part in re.split(r"[;|\n]", text))):
            if name.casefold() in _NOBODY:
                nobody = True
                continue
            code = _code(row, degree, name)
            if found.get(code, degree) != degree:
                raise InputError(f"{row.where}: {name} is both main and also. Name it once.")
            found[code] = degree
    if nobody and found:
        raise InputError(
            f"{row.where}: names no country and {listed(found)}. Write none only where the text is "
            "about no country at all."
        )
    return [(None, "")] if nobody else list(found.items())


def _code(row: _Row, degree: str, name: str) -> str:
    try:
        return country_code(name)
    except TopicsError as error:
        raise InputError(
            f"{row.where}: {degree} names {name!r}; {error} Put semicolons between countries."
        ) from error
