"""Old spreadsheets (.xls), sheet by sheet; only filled cells are held, wherever they stand."""

from datetime import datetime
from io import StringIO
from typing import Any

from topics.errors import InputError, require_extra
from topics.readers.files import File
from topics.readers.unread import UnreadFileError

_MOST_CELLS = 20_000_000


def old_sheets(data: bytes, file: File) -> list[tuple[str, list[list[Any]]]]:
    """Return the name and the rows of each sheet that is shown.

    Raises
    ------
    MissingExtraError
        When xlrd is not installed.
    UnreadFileError
        When a password is needed.
    InputError
        When the file is no .xls.
    """
    xlrd = require_extra("xlrd", "excel")
    try:
        # what it would print about odd files goes nowhere
        book = xlrd.open_workbook(file_contents=data, logfile=StringIO(), ragged_rows=True)
        sheets = [sheet for sheet in book.sheets() if sheet.visibility == 0]
        span = max((sheet.nrows * sheet.ncols for sheet in sheets), default=0)
        if span > _MOST_CELLS:
            raise InputError(
                f"{file.name}: a sheet spans {span:,} cells, more than {_MOST_CELLS:,}. Delete "
                "cells far from the table and save it again."
            )
        return [
            (
                sheet.name,
                [
                    [_value(cell, book.datemode, xlrd) for cell in sheet.row(n)]
                    + [""] * (sheet.ncols - sheet.row_len(n))
                    for n in range(sheet.nrows)
                ],
            )
            for sheet in sheets
        ]
    except InputError:
        raise
    except Exception as error:  # damage shows as an error of any kind
        reason = (str(error) or type(error).__name__).splitlines()[0][:120]
        if "encrypted" in reason:
            raise UnreadFileError(
                file.name, "password-protected", "save it without a password"
            ) from error
        raise InputError(
            f"{file.name}: not a readable spreadsheet ({reason}). Save it again."
        ) from error


def _value(cell: Any, datemode: int, xlrd: Any) -> Any:  # noqa: ANN401
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    if cell.ctype == xlrd.XL_CELL_DATE:
        day: datetime = xlrd.xldate_as_datetime(cell.value, datemode)
        return day
    return bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value
