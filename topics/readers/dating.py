"""When documents were published: by a column, by columns of year and month, by a file's name."""

import itertools
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from topics.readers.datecells import day_in_name, is_missing, of_parts, tell
from topics.readers.datecolumn import DateColumns
from topics.readers.datenames import is_of_change
from topics.readers.dates import Written
from topics.readers.serials import Key

PRECISIONS = ("day", "month", "year")
_LOOKED_AT = 200
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PART = re.compile(r"[^_.\s-]+")
_MOSTLY = 0.8


class Dating:
    """Takes the rows of a corpus one by one, then says the day of each.

    Parameters
    ----------
    form : str, optional
        As `date_format` in `read_corpus`.
    """

    def __init__(self, form: str | None = None) -> None:
        self.columns = DateColumns(form)
        self.named: tuple[int, str] | None = None
        self._year_named: str | None = None
        self._left: dict[str, list[Any]] = {}
        self._rows = 0
        self._changes: Counter[str] = Counter()

    def take(self, row: dict[str, Any], column: str, *, file: str, stem: str) -> Key:
        """Put what is to be read as date under ``date``, and say which column it is of.

        Parameters
        ----------
        row : dict
            With ``doc_id``; changed in place.
        column : str
            What the file calls its date.
        file, stem : str
            The file's name, and that without endings: also the ``doc_id`` of its only document.
        """
        given = row.get("date")
        if is_of_change(column) and not is_missing(given):
            self._changes[column] += 1
        if is_missing(given):
            row["date"] = given = of_parts(row)
            if given is None and row["doc_id"] == stem and (day := day_in_name(stem)):
                row["date"] = Written(day)
                count, example = self.named or (0, f"{file} is of {day}")
                self.named = count + 1, example
            elif given is None:
                base = stem.rpartition("/")[2]
                if row["doc_id"] == stem and self._year_named is None and _YEAR.search(base):
                    self._year_named = base
                self._look(row)
        return file, column

    def _look(self, row: Mapping[str, Any]) -> None:
        self._rows += 1
        if self._rows > _LOOKED_AT:
            return
        for column, value in row.items():
            if column in ("doc_id", "title", "text", "date", "source") or is_missing(value):
                continue
            seen = self._left.setdefault(column, [0, 0, ""])
            seen[0] += 1
            if _is_day(value):
                seen[1] += 1
                seen[2] = seen[2] or str(value)[:40]

    def settle(self, table: pd.DataFrame, keys: list[Key]) -> pd.DataFrame:
        """Return the table with days in ``date``, and how much was known in ``date_precision``."""
        given = table["date"].tolist()
        ids = table["doc_id"].tolist()
        known = table["date_precision"].tolist() if "date_precision" in table else [""] * len(table)
        days, precisions = [], []
        for key, value, doc_id, precision in zip(keys, given, ids, known, strict=True):
            written = self.columns.read(key, value, doc_id)
            days.append(written.day if written else None)
            own = written.precision if written else ""
            # the corpus that was written by this package says so itself
            precisions.append(precision if own == "day" and precision in PRECISIONS else own)
        table["date"] = pd.Series(np.array(days, dtype="datetime64[s]"), index=table.index)
        table["date_precision"] = pd.Series(precisions, index=table.index, dtype="str")
        return table

    def account(self) -> dict[str, Any]:
        """Return what an `Account` says of dates: how much is known, and what could not be read."""
        counts = self.columns.counts
        return {
            "dates": {name: counts[name] for name in PRECISIONS if counts[name]},
            "dates_missing": counts["missing"],
            "dates_unreadable": counts["unreadable"],
            "dates_unreadable_examples": tuple(self.columns.examples),
        }

    def remarks(self) -> list[str]:
        """Say what of the dates a reader of the corpus should know."""
        said = self.columns.remarks()
        for column, count in self._changes.items():
            said.append(
                f"no column gives the day of publication: dates are of {column!r} ({count:,})"
            )
        if self.named:
            said.append(f"dates from files' names: {self.named[0]:,}, as {self.named[1]}")
        if not any(self.columns.counts[name] for name in PRECISIONS):
            for column, (seen, with_day, example) in self._left.items():
                if with_day >= _MOSTLY * seen > 0:
                    said.append(
                        f"no document has a date, but the column {column!r} holds days such as "
                        f"{example}: pass `columns={{{column!r}: 'date'}}` if it is the date"
                    )
            if self._year_named:
                said.append(
                    "no document has a date, but names of files hold a year, such as "
                    f"{self._year_named}: pass `pattern={_pattern_for(self._year_named)!r}`"
                )
        return said


def _pattern_for(stem: str) -> str:
    """Write the pattern that the name of a file with a year fits.

    >>> _pattern_for("AFG_40_1985"), _pattern_for("talks-2014")
    ('{part1}_{part2}_{date:%Y}', '{part1}-{date:%Y}')
    """
    before, year, after = stem.partition(_YEAR.findall(stem)[-1])
    numbers = itertools.count(1)
    before, after = (
        _PART.sub(lambda _: f"{{part{next(numbers)}}}", part) for part in (before, after)
    )
    return f"{before}{{date:%Y}}{after}" if year else stem


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not 6 <= len(value) <= 60 or value.strip().isdigit():
        return False
    written = tell(value)
    return written is not None and written.precision == "day" and not written.since_1970
