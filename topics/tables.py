"""Tables to CSV or Parquet: the same bytes for the same table, no cell that a spreadsheet runs."""

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topics._checks import check_choice
from topics._write import atomic_open
from topics.errors import TopicsError, require_extra

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(table: pd.DataFrame, path: str | os.PathLike[str], *, index: bool = False) -> Path:
    r"""Write a table as CSV in UTF-8, whole or not at all.

    Text cells and column names that start like a formula (``= + - @``, a tab or a line end,
    also behind spaces) get an apostrophe in front, as spreadsheets mark text; numbers, dates and
    truth values stay as they are, so a column of negative numbers is untouched. Floats are written
    with the fewest digits that read back as the same number; dates as ``YYYY-MM-DD``, with the
    time only where there is one; lists with ``"; "`` between their items; missing values empty.

    Parameters
    ----------
    table : DataFrame
    path : path
        File to write; missing folders are made.
    index : bool
        Write the index as first column(s); an index without a name is called ``index``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    TopicsError
        When `table` is not a DataFrame or the folder cannot be written to.

    References
    ----------
    OWASP, "CSV Injection".

    Examples
    --------
    >>> import tempfile
    >>> table = pd.DataFrame({"title": ["=1+1", "Rain"], "change": [-0.5, 2.0]})
    >>> print(write_csv(table, Path(tempfile.mkdtemp()) / "t.csv").read_text().rstrip())
    title,change
    '=1+1,-0.5
    Rain,2.0
    """
    if not isinstance(table, pd.DataFrame):
        raise TopicsError(f"`table` must be a pandas DataFrame; got {type(table).__name__}.")
    if index:
        first = table.index.to_frame(index=False)
        names = table.index.names
        first.columns = pd.Index(["index" if name is None else name for name in names])
        table = pd.concat((first, table.reset_index(drop=True)), axis="columns")
    columns = [_cells(table.iloc[:, position]) for position in range(table.shape[1])]
    with atomic_open(path) as file:
        file.write(_row([_text(str(name)) for name in table.columns]))
        file.writelines(map(_row, zip(*columns, strict=True)))
    return Path(path)


def write_table(table: pd.DataFrame, path: str | os.PathLike[str]) -> Path:
    """Write a table as its file name says: ``.csv``, or ``.parquet`` (extra ``parquet``).

    Parameters
    ----------
    table : DataFrame
        Any table.
    path : path
        Where to write; ends in ``.csv`` or ``.parquet``.

    Returns
    -------
    Path
        Of the file.

    Raises
    ------
    TopicsError
        When the name ends in neither, or the file cannot be written.
    """
    path = Path(path)
    check_table_name(path)
    if path.suffix == ".csv":
        return write_csv(table, path)
    with atomic_open(path, "wb") as file:
        table.to_parquet(file, index=False)
    return path


def check_table_name(path: str | os.PathLike[str]) -> None:
    """Raise unless `write_table` can write a file of this name.

    Raises
    ------
    TopicsError
        When the name ends in neither ``.csv`` nor ``.parquet``, or the extra is missing.
    """
    suffix = Path(path).suffix
    if suffix not in (".csv", ".parquet"):
        raise TopicsError(f"cannot tell the kind of table from {path}: end it in .csv or .parquet.")
    if suffix == ".parquet":
        require_extra("pyarrow", "parquet")


def write_tables(
    tables: Mapping[str, pd.DataFrame], folder: str | os.PathLike[str], *, format: str = "csv"
) -> list[Path]:
    """Write each table into a file of its name.

    Parameters
    ----------
    tables : mapping from name to DataFrame
    folder : path
    format : {"csv", "parquet"}
        CSV is safe to open in a spreadsheet (see `write_csv`). Parquet keeps types and needs the
        extra "parquet".

    Returns
    -------
    list of Path
        The files, in the order of the tables.

    Raises
    ------
    TopicsError
        When the format is not known, a name is no file name, or the folder cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> paths = write_tables({"words": pd.DataFrame({"topic": [0]})}, tempfile.mkdtemp())
    >>> [path.name for path in paths]
    ['words.csv']
    """
    check_choice(format, ("csv", "parquet"), name="format")
    folder = Path(folder)
    paths = []
    for name, table in tables.items():
        if not name or any(character in name for character in '/\\:*?"<>|\n') or name[0] == ".":
            raise TopicsError(f"`tables` has the name {name!r}, which is no file name.")
        paths.append(write_table(table, folder / f"{name}.{format}"))
    return paths


def _row(cells: Iterable[str]) -> str:
    # the csv module leaves a lone carriage return unquoted, which then ends the row on reading
    quoted = [
        '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\r\n') else cell
        for cell in cells
    ]
    return (",".join(quoted) or '""') + "\n"


def _cells(column: "pd.Series[Any]") -> list[str]:
    values = column.to_numpy() if column.dtype.kind == "f" else column
    return ["" if gone else _cell(value) for value, gone in zip(values, column.isna(), strict=True)]


def _cell(value: object) -> str:
    if isinstance(value, (bool, np.bool_, int, np.integer)):
        return str(value)
    if isinstance(value, (float, np.floating)):
        return str(value)
    if isinstance(value, pd.Timestamp):
        midnight = value == value.normalize()
        return value.strftime("%Y-%m-%d") if midnight and value.tz is None else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, np.ndarray)):
        return _text("; ".join(map(str, value)))
    if isinstance(value, (set, frozenset)):
        return _text("; ".join(sorted(map(str, value))))
    return _text(str(value))


def _text(text: str) -> str:
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_STARTS_FORMULA) else text
