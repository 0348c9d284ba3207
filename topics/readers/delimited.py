"""Comma- and tab-separated tables: one row, one document; a broken row is named, never mended."""

import csv
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from topics.errors import InputError
from topics.readers.files import File
from topics.readers.lines import read_lines
from topics.readers.options import ReadOptions

_ROWS_AT_ONCE = 512
MAX_CELL_CHARACTERS = 16 * 2**20
"""Longest cell of a table (16 Mi characters): an open quote would swallow the file otherwise."""


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
        separator = max(separators, key=lambda mark: _count_outside_quotes(first, mark))
        rows = csv.reader(chain([first], lines), delimiter=separator, strict=True)
        header = [name.strip() for name in next(iter(_next_rows(rows, file.name, 1)), [])]
        _check_header(header, file.name)
        number = 0
        while batch := _next_rows(rows, file.name, _ROWS_AT_ONCE):
            for row in batch:
                if not row:
                    continue
                number += 1
                if len(row) != len(header):
                    raise InputError(
                        f"{file.name}: row {number} has {len(row)} fields where the header has "
                        f"{len(header)} (starts {' | '.join(row)[:40]!r}). Quote fields that hold "
                        f"{separator!r} or line breaks."
                    )
                yield dict(zip(header, row, strict=True))


def _next_rows(rows: Any, name: str, number: int) -> list[list[str]]:  # noqa: ANN401  (csv has no public type)
    # the limit is a setting of the whole process: held only while rows are being parsed
    before = csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        return list(islice(rows, number))
    except csv.Error as error:
        if "field larger" in str(error) or "unexpected end" in str(error):
            raise InputError(
                f"{name}: a quote is never closed before line {rows.line_num + 1}, or a field is "
                f"longer than {MAX_CELL_CHARACTERS >> 20} Mi characters. Close or double the quote."
            ) from None
        raise InputError(f"{name}: line {rows.line_num + 1}: {error}. Mend that line.") from None
    finally:
        csv.field_size_limit(before)


def _count_outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _check_header(header: list[str], name: str) -> None:
    if not any(header):
        raise InputError(f"{name}: no header line. The first line must name the columns.")
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise InputError(f"{name}: the header names {twice[0]!r} twice. Rename one of the columns.")
