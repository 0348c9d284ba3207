"""What one cell, one file's name or the columns year, month and day say of a date."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from numbers import Integral, Real
from typing import Any

from topics.readers.dates import Written, read_written, valid_day

_MISSING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "nan", "nat", "null", "none", "?"})
_NO_DAY = re.compile(r"0{4}-00-00.*")
_NUMBER = re.compile(r"\d{4,17}(?:\.\d{1,9})?")
_HOUR = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_OF_DOT_NET = re.compile(r"/Date\((\d{9,16})(?:[+-]\d{4})?\)/")
_LATEST = 4_102_444_800  # 2100-01-01, in seconds since 1970


def tell(value: object) -> Written | None:
    """Read a cell of a date column; None for what is no date.

    A number is a day (20240318), a year (2014), or seconds or milliseconds since 1970 in UTC where
    it has so many digits that it can be nothing else.

    Examples
    --------
    >>> tell(20240318).day, tell(1710316800).day, tell("1710316800000").day
    (datetime.date(2024, 3, 18), datetime.date(2024, 3, 13), datetime.date(2024, 3, 13))
    >>> tell(2014).precision, tell(45359), tell(True)
    ('year', None, None)
    """
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("/Date(") and (moment := _OF_DOT_NET.fullmatch(text)):
            return _of_number(moment[1])
        return _of_number(text) if _NUMBER.fullmatch(text) else read_written(text)
    if isinstance(value, datetime):  # pandas.Timestamp is one
        return Written(value.date())
    if isinstance(value, date):
        return Written(value)
    if isinstance(value, Mapping):  # as MongoDB exports it
        return tell(value.get("$date"))
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    if isinstance(value, Integral):
        return _of_number(str(int(value)))
    number = float(value)
    return _of_number(str(int(number)) if number.is_integer() else f"{number:.3f}")


def is_missing(value: object) -> bool:
    """Say whether a cell of a date column says that there is no date."""
    if isinstance(value, str):
        text = value.strip().lower()
        return text in _MISSING or bool(_NO_DAY.fullmatch(text))
    return value is None or str(value) in ("NaT", "<NA>") or value != value


@lru_cache(maxsize=65536)
def _of_number(text: str) -> Written | None:
    whole = text.partition(".")[0]
    if len(whole) in (9, 10, 13, 16) and not _HOUR.fullmatch(whole):
        seconds = int(whole) // {13: 10**3, 16: 10**6}.get(len(whole), 1)
        if seconds < _LATEST:
            return Written(datetime.fromtimestamp(seconds, tz=UTC).date(), since_1970=True)
        return None
    return read_written(whole) if len(whole) in (4, 8, 12, 14) else None


def day_in_name(stem: str) -> date | None:
    """Return the day that the name of a file holds, where it holds one and is of one document.

    >>> day_in_name("2014-03-12_talks"), day_in_name("talks_20140312"), day_in_name("14-03-12")
    (datetime.date(2014, 3, 12), datetime.date(2014, 3, 12), None)
    """
    days = {
        valid_day(int(match[1]), int(match[3]), int(match[4])) for match in _IN_NAME.finditer(stem)
    } - {None}
    return days.pop() if len(days) == 1 else None


def of_parts(row: Mapping[str, Any]) -> Written | None:
    """Read a date from columns ``year``, ``month`` and ``day``, as far as they go.

    >>> of_parts({"Year": "2014"}).precision, of_parts({"year": 2014, "month": "März"}).precision
    ('year', 'month')
    """
    parts = {
        name: str(row[key]).strip().removesuffix(".0")
        for key in row
        if (name := str(key).strip().lower()) in ("year", "month", "day")
    }
    if not re.fullmatch(r"1[5-9]\d\d|20\d\d", parts.get("year", "")):
        return None
    for names, mark in ((("day", "month", "year"), " "), (("month", "year"), " ")):
        if all(parts.get(name) for name in names):
            text = "-".join(parts[name] for name in reversed(names))
            written = read_written(text) or read_written(mark.join(parts[n] for n in names))
            if written is not None and written.day:
                return written
    return read_written(parts["year"])
