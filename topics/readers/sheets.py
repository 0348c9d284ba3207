"""Spreadsheets (.xlsx, .xls, .ods): one row, one document (extra ``excel``).

All sheets with the same header are read as one table; where headers differ, the first sheet with
a column of text, and a remark names the others.
"""

import re
from collections.abc import Iterator
from datetime import time, timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from topics.errors import InputError, require_extra
from topics.readers.files import File
from topics.readers.oldsheets import old_sheets
from topics.readers.options import ReadOptions
from topics.readers.packages import Package
from topics.readers.textnames import text_column
from topics.readers.unread import UnreadFileError
from topics.readers.xmlstream import local, stream_elements

_OLE = b"\xd0\xcf\x11\xe0"
_LOOKED_AT = 2**16
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # an .xlsx inside
_MOST_CELLS = 20_000_000
_HEADER_WITHIN = 20
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,9})(\d{1,12})[\"']")


def read_sheets(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the rows of a spreadsheet.

    Raises
    ------
    MissingExtraError
        When python-calamine, or xlrd for an .xls, is not installed.
    InputError
        When the file is no spreadsheet, is locked by a password, spans too many cells, or has
        no row.
    """
    sheets = [sheet for sheet in _sheets(file) if sheet[1]]
    if not sheets:
        raise InputError(f"{file.name}: no sheet has a header and a row. Check the file.")
    given = options.text_names
    tables = [(name, *_header_and_rows(rows, given)) for name, rows in sheets]
    first = next((table for table in tables if text_column(table[1], given)), tables[0])
    twice = sorted({name for name in first[1] if first[1].count(name) > 1})
    if twice:
        raise InputError(f"{file.name}: the header names {twice[0]!r} twice. Rename one column.")
    alike = [table for table in tables if table[1] == first[1]]
    others = [name for name, header, _ in tables if header != first[1]]
    if others:
        options.remarks.append(
            f"{file.name}: read the sheet{'s' * (len(alike) > 1)} "
            f"{', '.join(repr(table[0]) for table in alike)}; not read, as its columns are "
            f"others: {', '.join(map(repr, others[:5]))}"
        )
    for name, header, rows in alike:
        for row in rows:
            cells = {} if len(alike) == 1 else {"sheet": name}
            yield cells | dict(zip(header, row, strict=True))


def _sheets(file: File) -> list[tuple[str, list[list[Any]]]]:
    data = file.read()
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise UnreadFileError(file.name, "password-protected", "save it without a password")
        return old_sheets(data, file)
    start = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start and b"\x00" not in start and not start.startswith(b"PK"):
        # programs write tables of HTML or of text under the name .xls
        advice = "rename it to .csv"
        if start.startswith(b"<"):
            table = b"<table" in data[:_LOOKED_AT].lower()
            advice = "save it as .xlsx in a spreadsheet" if table else "rename it to .html"
        raise UnreadFileError(file.name, "not a spreadsheet but text under its name", advice)
    calamine = require_extra("python_calamine", "excel")
    data = _checked_package(file)
    try:
        with calamine.CalamineWorkbook.from_object(BytesIO(data)) as book:
            return [
                (sheet.name, book.get_sheet_by_name(sheet.name).to_python())
                for sheet in book.sheets_metadata
                if sheet.visible == calamine.SheetVisibleEnum.Visible
                and sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError as error:
        raise UnreadFileError(
            file.name, "password-protected", "save it without a password"
        ) from error
    except Exception as error:
        raise _unreadable(file, error) from error
    except BaseException as error:
        # what goes wrong inside the library's compiled part is no Exception
        if type(error).__name__ == "PanicException":
            raise _unreadable(file, error) from error
        raise


def _unreadable(file: File, error: BaseException) -> InputError:
    reason = (str(error) or type(error).__name__).splitlines()[0][:120]
    return InputError(f"{file.name}: not a readable spreadsheet ({reason}). Save it again.")


def _checked_package(file: File) -> bytes:
    """Return the bytes of a package whose parts are bounded and whose sheets are no giants.

    The library makes room for all cells up to the last one: two cells far apart would do harm.
    """
    package = Package(file, "spreadsheet")
    if "xl/workbook.bin" in package.names:
        raise InputError(f"{file.name}: a binary workbook (.xlsb). Save it as .xlsx.")
    for name in package.names:
        part = package.read(name)
        if name == "content.xml":
            span = _span_of_ods(part, file.name)
        else:
            columns = rows = 1
            for letters, number in _PLACE.findall(part):
                columns = max(columns, _column(letters))
                rows = max(rows, int(number))
            span = columns * rows
        if span > _MOST_CELLS:
            raise InputError(
                f"{file.name}: a sheet spans {span:,} cells, more than {_MOST_CELLS:,}. Delete "
                "cells far from the table and save it again."
            )
    return package.data


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + (letter & 31)
    return number


def _span_of_ods(content: bytes, name: str) -> int:
    """Return how many cells lie up to the last filled one, sheets taken together."""
    tables = stream_elements(BytesIO(content), name, lambda tag, _: local(tag) == "table-row")
    row = last = widest = 0
    for element in tables:
        if local(element.tag) != "table-row":
            continue
        column = filled = 0
        for cell in element:
            column += _repeated(cell, "columns")
            if len(cell) or cell.text or any(local(key) == "value-type" for key in cell.attrib):
                filled = column
        row += _repeated(element, "rows")
        if filled:
            last, widest = row, max(widest, filled)
    return last * widest


def _repeated(element: Element, what: str) -> int:
    for key, value in element.attrib.items():
        if local(key) == f"number-{what}-repeated" and value.isdecimal():
            return int(value[:9])
    return 1


def _header_and_rows(
    rows: list[list[Any]], given: frozenset[str]
) -> tuple[list[str], list[list[Any]]]:
    """Find the header, which may stand below a title, and the filled rows below it."""
    filled = [row for row in rows if any(cell != "" for cell in row)]
    names = [[str(cell).strip() for cell in row] for row in filled[:_HEADER_WITHIN]]
    at = next((n for n, row in enumerate(names) if text_column(row, given)), 0)
    if not filled:
        return [], []
    below = filled[at + 1 :]
    used = [n for n, name in enumerate(names[at]) if name or any(row[n] != "" for row in below)]
    header = [names[at][n] or f"column {n + 1}" for n in used]
    return header, [[_value(row[n]) for n in used] for row in below]


def _value(cell: Any) -> Any:  # noqa: ANN401
    if cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return cell
