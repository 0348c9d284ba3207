"""Dates in strict forms only: a day is read when year, month and day are written, or not at all."""

import re
from datetime import date, datetime
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar januari janvier enero gennaio janeiro",
            "february feb februar februari février febrero febbraio fevereiro",
            "march mar märz maart mars marzo março",
            "april apr avril abril aprile", "may mai mei mayo maggio maio",
            "june jun juni juin junio giugno junho", "july jul juli juillet julio luglio julho",
            "august aug augustus août agosto",
            "september sept sep septembre septiembre settembre setembro",
            "october oct oktober octobre octubre ottobre outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember décembre diciembre dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"

_FORMS = (
    # 2024-03-18, 2024/03/18, 2024.03.18, also with a time behind
    rf"{_YEAR}(?P<mark>[-/.])(?P<monthno>1[0-2]|0?[1-9])(?P=mark){_DAY}(?!\d)",
    # 18 March 2024, 18-MAR-1987, Mon, 18 Mar 2024, 18th of March, 2024
    rf"{_WEEKDAY}(?<!\d){_DAY}(?:st|nd|rd|th|er|\.)?(?:\s+(?:of|de)\s+|[\s-]*){_MONTH}(?:\s+de\s+|[\s,-]*){_YEAR}",
    # March 18, 2024; Mar. 18 2024
    rf"{_WEEKDAY}\b{_MONTH}\s*{_DAY}(?:st|nd|rd|th)?(?:\s*,\s*|\s+){_YEAR}",
    # 2024年3月18日
    rf"{_YEAR}\s?[年년]\s?(?P<monthno>1[0-2]|0?[1-9])\s?[月월]\s?{_DAY}\s?[日일]",
    # 18/03/2024 and 03/18/2024: only where one part can be no month, or both are the same
    rf"(?<!\d)(?P<first>\d\d?)(?P<mark>[-/.])(?P<second>\d\d?)(?P=mark){_YEAR}",
)
_ANYWHERE = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)
_TIME = (
    r"(?:(?:[T\s,|]|\s*-\s*|\bat\b)*\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d+)?\s*(?:[ap]\.?m\.?)?"
    r"(?:\s*(?:Z\b|[+-]\d\d:?\d\d|UTC|GMT|[A-Z]{2,4}\b))?(?:\s*\([A-Z]{2,5}\))?)?"
)
_WHOLE = tuple(
    re.compile(
        rf"\s*{form}{_TIME}(?:\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day)?\s*", re.IGNORECASE
    )
    for form in _FORMS
)
_COMPACT = re.compile(r"\s*(?P<year>(?:19|20)\d\d)(?P<monthno>\d\d)(?P<day>\d\d)\s*")


@lru_cache(maxsize=65536)
def parse_date(text: str) -> date | None:
    """Read a string that is one date, with or without a time of day; None for anything else.

    Year, month and day must all be there, months in English or numbers. ``03/04/2024`` may be
    March or April: None. A time zone is not applied: the day is the one written.

    Examples
    --------
    >>> parse_date("Mon, 18 Mar 2024 09:30:00 +0100")
    datetime.date(2024, 3, 18)
    >>> parse_date("18-MAR-1987"), parse_date("2024-03-18T23:59:59Z")
    (datetime.date(1987, 3, 18), datetime.date(2024, 3, 18))
    >>> [parse_date(text) for text in ("2014", "March 2024", "03/04/2024", "31 June 2024")]
    [None, None, None, None]
    """
    for form in (*_WHOLE, _COMPACT):
        match = form.fullmatch(text)
        if match:
            return _day(match)
    return None


def find_date(text: str) -> tuple[date, int, int] | None:
    """Find the first full date in a short text: (day, start, end); None when there is none.

    >>> find_date("Published: March 18, 2024 at 9 am")
    (datetime.date(2024, 3, 18), 11, 25)
    >>> find_date("Since 2014, on March 18") is None
    True
    """
    found = None
    for form in _ANYWHERE:
        match = form.search(text)
        if match and (found is None or match.start() < found[1]):
            day = _day(match)
            if day is not None:
                found = day, match.start(), match.end()
    return found


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = (second, first) if first > 12 else (first, second)
    else:
        month = int(parts["monthno"]) if parts.get("monthno") else _MONTHS[parts["month"].lower()]
        day = int(parts["day"])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def as_day(value: object) -> date | None:
    """Turn a cell of a date column into a day; None for what is not a full date.

    >>> import datetime as dt
    >>> as_day(dt.datetime(2024, 3, 18, 23, 0)), as_day(20240318), as_day(2014)
    (datetime.date(2024, 3, 18), datetime.date(2024, 3, 18), None)
    """
    if isinstance(value, datetime):  # pandas.Timestamp is one; NaT is one too, but has no year
        return value.date() if value == value else None
    if isinstance(value, date):
        return value
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return parse_date(str(value))
    return None
