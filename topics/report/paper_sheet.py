"""A table for a paper as numbers: the columns of a spreadsheet, and the workbook they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from topics.errors import require_extra
from topics.plots.rows import UNSETTLED, documents_of, unsettled
from topics.report.facts import label_of
from topics.report.paper_kinds import Kind, Run

# How a workbook shows numbers, which leaves them as they are.
_FORMS = {
    "text": "General",
    "share": "0.0%",
    "points": '+0.0;"−"0.0;0.0',
    "count": "#,##0",
    "q": '[<0.001]"<0.001";[<0.1]0.000;0.00',
}
_SETTLED = ("Settled", "settled_or_not", "text")
_SHARE = (
    ("Share", "estimate", "share"),
    ("{level} low", "ci_low", "share"),
    ("{level} high", "ci_high", "share"),
)
_COUNTRY = (
    *_SHARE, ("Corpus", "corpus_share", "share"), ("n", "n", "count"), ("q", "p_adjusted", "q"),
    _SETTLED,
)  # fmt: skip
_SIDES = (
    ("First", "first_name", "text"),
    ("Second", "second_name", "text"),
    ("Topic", "label", "text"),
)
_COLUMNS = {
    "estimates": (("Country", "country_name", "text"), ("Topic", "label", "text"), *_COUNTRY),
    "trends": (
        ("Country", "country_name", "text"), ("Topic", "label", "text"),
        ("Period", "period", "text"), *_COUNTRY,
    ),
    "contrasts": (
        *_SIDES, ("Difference (points)", "estimate", "points"), ("{level} low", "ci_low", "points"),
        ("{level} high", "ci_high", "points"), ("n first", "n_first", "count"),
        ("n second", "n_second", "count"), ("q", "p_adjusted", "q"), _SETTLED,
    ),
    "pairs": (
        *_SIDES, *_SHARE, ("Expected", "expected", "share"),
        ("Beyond (points)", "beyond", "points"),
        ("Beyond, {level} low", "beyond_low", "points"),
        ("Beyond, {level} high", "beyond_high", "points"), ("n", "n_docs", "count"),
        ("q", "p_adjusted", "q"), _SETTLED,
    ),
}  # fmt: skip
_CREATED = datetime(1980, 1, 1)  # a workbook says when it was made, which would change its bytes
_WIDEST, _WIDE = 48, 110  # characters of a column of the table, and of the notes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """A column: its head, its values, how these are shown, and where ``~`` marks them."""

    head: str
    form: str
    values: tuple[Any, ...]
    marked: tuple[bool, ...]


def columns_of(kind: Kind, rows: pd.DataFrame, run: Run) -> list[Column]:
    """Return the columns of a table with numbers in the place of text.

    Parameters
    ----------
    kind : Kind
        Of the table.
    rows : DataFrame
        The rows shown, in order.
    run : Run
        Its level stands in the heads of intervals; of contrasts, it has the number of documents.

    Returns
    -------
    list of Column
        Shares in [0, 1]; differences and what is beyond in percentage points; None where there
        are too few documents. The last column says whether the sampler has settled.
    """
    records = rows.to_dict("records")
    loose = unsettled(rows) & rows["estimate"].notna().to_numpy()
    more: dict[str, list[Any]] = {
        "label": [label_of(row) for row in records],
        "settled_or_not": ["no" if one else "yes" for one in loose],
    }
    if kind.name == "contrasts":
        for side in kind.sides:
            more[f"n_{side}"] = [run.sizes.get(row[side]) for row in records]
    elif kind.name != "pairs":
        more["n"] = [documents_of(row) for row in records]
    level = f"{100 * run.level:g} %"
    found = []
    for head, name, form in _COLUMNS[kind.name]:
        cells = more[name] if name in more else rows[name].tolist()
        values = tuple(_value(cell, form) for cell in cells)
        marks = tuple(bool(one) and name == "estimate" for one in loose)
        found.append(Column(head=head.format(level=level), form=form, values=values, marked=marks))
    return found


def _value(cell: Any, form: str) -> Any:  # noqa: ANN401 - a cell of any kind
    if pd.isna(cell):
        return None
    if isinstance(cell, str):
        return " ".join(cell.split())
    return 100 * cell if form == "points" else cell


def as_frame(columns: Sequence[Column]) -> pd.DataFrame:
    """Return columns as a table, for CSV."""
    return pd.DataFrame({one.head: pd.Series(one.values, dtype=object) for one in columns})


def write_workbook(columns: Sequence[Column], notes: Sequence[str], path: Path) -> None:
    """Write a table and its notes as the two sheets of a workbook.

    Numbers are numbers, and no text is taken for a formula or an address, whatever it begins with.
    The same table gives the same bytes.

    Parameters
    ----------
    columns : sequence of Column
        Of the sheet "Table".
    notes : sequence of str
        Sentences, for the sheet "Notes".
    path : Path
        File to write.

    Raises
    ------
    MissingExtraError
        When xlsxwriter is not installed.
    """
    xlsxwriter = require_extra("xlsxwriter", "excel")
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet("Table")
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            _fill(book, sheet, place, column)
        sheet = book.add_worksheet("Notes")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, _WIDE)
        for line, note in enumerate(notes):
            sheet.write_string(line, 0, note, wrapped)


def _fill(book: Any, sheet: Any, place: int, column: Column) -> None:  # noqa: ANN401 - untyped
    """Write one column; `write_string`, unlike `write`, takes nothing for a formula."""
    side = "left" if column.form == "text" else "right"
    head = book.add_format({"bold": True, "bottom": 1, "align": side})
    form = _FORMS[column.form]
    look = book.add_format({"num_format": form, "align": side})
    loose = ";".join(f'"{UNSETTLED}"{part}' for part in form.split(";"))
    marked = book.add_format({"num_format": loose, "align": side})
    sheet.write_string(0, place, column.head, head)
    width = len(column.head)
    for line, (value, mark) in enumerate(zip(column.values, column.marked, strict=True), start=1):
        if isinstance(value, str):
            sheet.write_string(line, place, value, look)
            width = max(width, len(value))
        elif value is not None:
            sheet.write_number(line, place, value, marked if mark else look)
    sheet.set_column(place, place, min(_WIDEST, width + 2))
