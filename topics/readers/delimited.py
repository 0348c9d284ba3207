"""Comma- and tab-separated tables: one row, one document; a broken row is named, never mended."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from topics.errors import InputError
from topics.readers.files import File
from topics.readers.lines import read_lines
from topics.readers.options import ReadOptions
from topics.readers.textnames import text_column

_ROWS_AT_ONCE = 512
_MARKS = re.compile(r"[^\w \"'.()\[\]/&:-]+")
_MOST_ABOVE = 9
_LONGEST_NAME = 40
_SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
MAX_CELL_CHARACTERS = 16 * 2**20
"""Longest cell of a table (16 Mi characters): an open quote would swallow the file otherwise."""

MAX_COLUMNS = 16_384
"""Most columns of a table, as in a spreadsheet."""


def read_csv(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the rows of a .csv file; the separator (, ; tab or |) is taken from the header."""
    yield from _read(file, options, separators=",;\t|")


def read_tsv(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the rows of a .tsv file."""
    yield from _read(file, options, separators="\t")


def _read(file: File, options: ReadOptions, separators: str) -> Iterator[dict[str, Any]]:
    with file.open() as stream:
        lines = (text for _, text in read_lines(stream, file.name, options))
        first = next(lines, "")
        # spreadsheets write the separator into a line of its own above the header
        given = _SEPARATOR.fullmatch(first.strip("\r\n"))
        above = [first] if given else []
        first = next(lines, "") if given else first
        separator = max(separators, key=lambda mark: _count_outside_quotes(first, mark))
        if given and given[1] in separators:
            separator = given[1]
        ahead = list(islice(lines, _MOST_ABOVE))
        _check_above([first, *ahead], separators, file.name)
        everything = chain(above, [first], ahead, lines)
        rows = csv.reader(everything, delimiter=separator, strict=True)
        _next_rows(rows, file.name, len(above))
        header = [name.strip() for _, names in _next_rows(rows, file.name, 1) for name in names]
        header = [_without_formula(name) for name in header]
        _check_parted(header, file.name)
        _check_header(header, file.name)
        number = again = 0
        while batch := _next_rows(rows, file.name, _ROWS_AT_ONCE):
            for line, row in batch:
                if not row:
                    continue
                if [name.strip("\ufeff \t") for name in row] == header:
                    again += 1  # as where files were joined to one
                    continue
                number += 1
                if len(row) != len(header):
                    raise InputError(
                        f"{file.name}: line {line}: row {number} has {len(row)} fields "
                        f"where the header has {len(header)} (starts {' | '.join(row)[:40]!r}). "
                        f"Quote fields that hold {separator!r} or line breaks."
                    )
                yield dict(zip(header, map(_without_formula, row), strict=True))
        if again:
            options.remarks.append(f"{file.name}: rows that repeat the header, left out: {again:,}")


def _next_rows(rows: Any, name: str, number: int) -> list[tuple[int, list[str]]]:  # noqa: ANN401  (csv has no public type)
    # the limit is a setting of the whole process: held only while rows are being parsed
    before = csv.field_size_limit(MAX_CELL_CHARACTERS)
    found = []
    start = rows.line_num + 1  # a row may go on over several lines
    try:
        for row in islice(rows, number):
            found.append((start, row))
            start = rows.line_num + 1
        return found
    except csv.Error as error:
        if "field larger" in str(error) or "unexpected end" in str(error):
            raise InputError(
                f"{name}: a quote is never closed in the row that begins on line {start}, or a "
                f"field is longer than {MAX_CELL_CHARACTERS >> 20} Mi characters. Close or double "
                "the quote."
            ) from None
        raise InputError(f"{name}: line {rows.line_num}: {error}. Mend that line.") from None
    finally:
        csv.field_size_limit(before)


def _without_formula(cell: str) -> str:
    """Return what a spreadsheet shows of ="2024-03-12", which keeps it from reading the text."""
    if not (cell.startswith('="') and cell.endswith('"') and len(cell) > 2):
        return cell
    return cell[2:-1].replace('""', '"')


def _check_above(lines: list[str], separators: str, name: str) -> None:
    """Raise an InputError where columns are named below a title or the words of a search."""
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip(' "\r\n') for cell in re.split(f"[{separators}]", line)]
        filled = [cell for cell in cells if cell]
        names = len(filled) > 1 and all(len(cell) <= _LONGEST_NAME for cell in filled)
        if number > 1 and names and text_column(filled) is not None:
            raise InputError(
                f"{name}: the columns seem to be named in line {number} "
                f"({', '.join(filled)[:60]!r}). Delete the lines above it."
            )
        if len(filled) > 1 or text_column(filled) is not None:
            return


def _check_parted(header: list[str], name: str) -> None:
    """Raise an InputError where all names of columns stand in one, or with empty ones between."""
    names = [column for column in header if column]
    parts = _MARKS.split(names[0]) if len(names) == 1 else names if "" in header[1:-1] else []
    if len(parts) > 1 and text_column(names[:1]) is None and text_column(parts) is not None:
        raise InputError(
            f"{name}: the header cannot be parted: {'|'.join(header)[:60]!r}. Part columns by one "
            "comma, semicolon, tab or |, with no quotes around whole lines."
        )


def _count_outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _check_header(header: list[str], name: str) -> None:
    if not any(header):
        raise InputError(f"{name}: no header line. The first line must name the columns.")
    check_named_once(header, name)
    if len(header) > MAX_COLUMNS:
        raise InputError(
            f"{name}: {len(header):,} columns; at most {MAX_COLUMNS:,}. Keep those that are needed."
        )


def check_named_once(header: Sequence[str], name: str) -> None:
    """Raise an InputError where two columns have one name: one of them would be lost."""
    twice = sorted(column for column, times in Counter(header).items() if times > 1)
    if twice:
        raise InputError(f"{name}: the header names {twice[0]!r} twice. Rename one of the columns.")
