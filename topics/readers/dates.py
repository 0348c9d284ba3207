"""Dates in strict forms only: year, month and day are read where they are written, or not at all.

Months and weekdays may be named in any language of `topics.readers.months`, digits may be those
of any script, and a text that is to be one date may hold a time of day and nothing else.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from topics.readers.months import is_weekday, month_of

_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
_MARK = r"\s?(?P<mark>[-/.])\s?"
_WORD = r"[^\W\d_][^\s\d.,;:/()|\[\]\"–—-]*"
_ORDINAL = r"(?:st|nd|rd|th|[ºª.])?"

# forms that are one day, wherever they stand
_NUMBERS = re.compile(rf"(?<!\d){_YEAR}{_MARK}{_MONTH}(?P=mark)\s?{_DAY}")
_EAST_ASIAN = re.compile(rf"(?<!\d){_YEAR}\s?[年년]\s?{_MONTH}\s?[月월]\s?{_DAY}\s?[日일]")
_DAY_FIRST = re.compile(rf"(?<!\d){_DAY}(?P<name>[^\d\n]{{1,30}}?){_YEAR}")
_DAY_SECOND = re.compile(rf"(?<!\d){_DAY}{_ORDINAL}(?:\s*,\s*|\s+|\s?-\s?)(?:de\s|of\s)?{_YEAR}")
_NAME_BEFORE = re.compile(rf"(?:({_WORD})\s)?({_WORD})[.\s-]{{0,3}}$")
_YEAR_FIRST = re.compile(rf"(?<!\d){_YEAR}(?P<name>[^\d\n]{{1,20}}?){_DAY}")
_NAME_LAST = re.compile(rf"(?<!\d){_YEAR}(?P<after>[^\d\n]{{1,12}}?){_DAY}[-.\s]{{1,3}}({_WORD})")
_ENDS_IN_YEAR = re.compile(
    rf"(?<![\d./-])(?P<first>\d\d?){_MARK}(?P<second>\d\d?)(?P=mark)\s?{_YEAR}"
)
# forms that are read only where they are all there is
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?([01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?Z?)?"
)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_STAMP = re.compile(
    r"\s*(\S[^:]{5,30}?)(?:T|,?\s)\s?\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[AaPp][Mm])?"
    r"\s?(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?:\[[\w/+-]{3,40}\])?\s*"
)
_TWEET = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d\d) \d\d:\d\d:\d\d \+0000 (\d{4})")
_TIME_INSIDE = re.compile(
    rf"(?:{_WORD}[.,]?\s+)?(?P<name>{_WORD})\s+{_DAY}\s+\d\d:\d\d(?::\d\d)?\s+"
    rf"(?:(?:[+-]\d\d:?\d\d|[A-Z]{{2,5}})\s+)?{_YEAR}"
)
_SHORT_NAMED = re.compile(rf"(?<!\d){_DAY}(?P<name>[^\d\n]{{1,30}}?)['’]?(?P<year>\d\d)(?![\d:])")
_SHORT_NUMBERS = re.compile(r"(?<!\d)(\d\d?)(?P<mark>[-/.])\s?(\d\d?)(?P=mark)\s?(\d\d)(?![\d:])")
_YEAR_MONTH = re.compile(rf"(?<!\d){_YEAR}(?:[-/.]|\s?[年년]\s?){_MONTH}(?:\s?[月월])?(?!\d)")
_MONTH_YEAR = re.compile(rf"(?<![\d./-]){_MONTH}[-/.]{_YEAR}")
_NAME_YEAR = re.compile(rf"(?P<name>[^\d\n]{{2,30}}?)[\s,.'’-]*{_YEAR}")
_YEAR_ALONE = re.compile(rf"(?<!\d){_YEAR}")

_CLOCK = re.compile(
    r"(?:T|\bat\b)?\s?(?<!\d)\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:[.,:]\d+)?\s*(?:[ap]\.?\s?m\b\.?|uhr\b)?"
    r"(?:\s*(?:Z\b|(?:UTC|GMT)?\s?[+-]\d\d:?\d\d|(?-i:[A-Z]{2,5})\b))?(?:\s*\([^()\d]{2,40}\))?"
    r"|(?<!\d)\d{1,2}\s?(?:[ap]\.?\s?m\b\.?|uhr\b|h\b|[时時点點시])(?:\s?\d{1,2}\s?[分분]?)?",
    re.IGNORECASE,
)
_LONGEST = 120  # characters of a date with all that may stand beside it
_WEEKDAY_BEFORE = re.compile(rf"(?:({_WORD})-)?({_WORD})[.,]?\s+$")
_LOOSE = re.compile(r"[\s.,،;:()|/·•–—-]+")
_ORDINALS = "st nd rd th er ere eme ème e o a го ого е ші шы inci nci cu cü ci"
_AROUND_MONTHS = "of de di del do d dne the den der le من в m д y"
_WITH_YEARS = """
г год года р рік року ж жыл жылы жылғы жылдын жылын йил йили й yil yili il ili cu cü ел m r gada թ
метай
年 년 عام سنة سال
"""
_AROUND_DATES = """
at on um uhr a à às le la las alle el il de den der am the of o os в у о во час h hrs ore saat klo
kl d feira 日 일 م ص ساعة الساعة ساعت يوم 上午 下午 午前 午後 오전 오후
"""
_JOINTS = frozenset((_AROUND_MONTHS + " " + _ORDINALS).split())
_YEAR_WORDS = frozenset(_WITH_YEARS.split())
_BESIDE = _YEAR_WORDS | frozenset(_AROUND_DATES.split())
_IDEOGRAPHIC_WEEKDAY = re.compile(
    r"(?:星期|周|週|礼拜)[一二三四五六日天]|[월화수목금토일]요일|[月火水木金土日]曜日?"
)
_HIDDEN = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))


class Written(NamedTuple):
    """What a text that is one date says.

    Attributes
    ----------
    day : date or None
        The day; the first of the month or year where only that is written; None where the order
        of `numbers` is not known.
    precision : {"day", "month", "year"}
        How much was written.
    numbers : tuple of int
        Three numbers whose order the text does not tell, as they stand; else empty.
    short : bool
        Whether the year has two digits. 69 to 99 are of the twentieth century.
    since_1970 : bool
        Whether it was written as time since the beginning of 1970, UTC.
    """

    day: date | None
    precision: str = "day"
    numbers: tuple[int, ...] = ()
    short: bool = False
    since_1970: bool = False


def read_written(text: str) -> Written | None:
    """Read a text that is one date, with or without a time of day; None for anything else.

    Examples
    --------
    >>> read_written("8 de marzo de 2024").day, read_written("March 2024").precision
    (datetime.date(2024, 3, 8), 'month')
    >>> read_written("03/04/2024")
    Written(day=None, precision='day', numbers=(3, 4, 2024), short=False, since_1970=False)
    >>> read_written("on 18 March 2024 the talks began") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    if stamp := _STAMP.fullmatch(text):
        # days are few where times are many: the day alone is looked up
        return _read_day(stamp[1])
    if tweet := _TWEET.fullmatch(text):
        return _read_day(f"{tweet[1]} {tweet[2]}")
    return _read_day(text.strip())


@lru_cache(maxsize=32768)
def _read_day(text: str) -> Written | None:
    if iso := _ISO.fullmatch(text):
        # a year of another calendar, such as 2567, is none here
        known = "1500" <= iso[1] < "2100"
        return _written(int(iso[1]), int(iso[2]), int(iso[3])) if known else None
    text = _plain(text).strip()
    if not 4 <= len(text) <= 90:
        return None
    if compact := _COMPACT.fullmatch(text):
        return _written(*(int(compact[part]) for part in ("year", "month", "day")))
    for start, end, written in _candidates(text):
        if written is not None and _bare(text[:start] + " \n " + text[end:]):
            return written
    return None


def parse_date(text: str) -> date | None:
    """Read a string that is one full date, with or without a time of day; None for anything else.

    Year, month and day must all be there. ``03/04/2024`` may be March or April: None. A time zone
    is not applied: the day is the one written.

    Examples
    --------
    >>> parse_date("Mon, 18 Mar 2024 09:30:00 +0100")
    datetime.date(2024, 3, 18)
    >>> parse_date("18-MAR-1987"), parse_date("2024-03-18T23:59:59Z")
    (datetime.date(1987, 3, 18), datetime.date(2024, 3, 18))
    >>> parse_date("8 марта 2024 г."), parse_date("2024年3月8日")
    (datetime.date(2024, 3, 8), datetime.date(2024, 3, 8))
    >>> [parse_date(text) for text in ("2014", "March 2024", "03/04/2024", "31 June 2024")]
    [None, None, None, None]
    """
    written = read_written(text)
    return written.day if written and written.precision == "day" and not written.short else None


def find_date(text: str) -> tuple[date, int, int] | None:
    """Find the first full date in a short text: (day, start, end); None when there is none.

    >>> find_date("Published: March 18, 2024 at 9 am")
    (datetime.date(2024, 3, 18), 11, 25)
    >>> find_date("Since 2014, on March 18") is None
    True
    """
    found = None
    for start, end, written in _in_text(_plain(text)):
        if written is not None and written.day and (found is None or start < found[1]):
            found = written.day, start, end
    return found


def valid_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(short: int) -> int:
    """Return the year that two digits mean: 69 to 99 are 1969 to 1999, as in POSIX.

    >>> full_year(24), full_year(87)
    (2024, 1987)
    """
    return short + (1900 if short >= 69 else 2000)


def _written(year: int, month: int | None, day: int, *, short: bool = False) -> Written | None:
    found = valid_day(year, month, day) if month else None
    return Written(found, short=short) if found else None


def _plain(text: str) -> str:
    # each character for one, so that places in the text stay what they are
    if text.isascii():
        return text
    if any(mark in text for mark in "\u200e\u200f\u061c\u202a\u202c"):
        text = "".join(" " if ord(mark) in _HIDDEN else mark for mark in text)
    if any(mark.isdigit() and not mark.isascii() for mark in text):
        text = "".join(
            mark if mark.isascii() or (n := unicodedata.decimal(mark, None)) is None else str(n)
            for mark in text
        )
    return text


def _in_text(text: str) -> Iterator[tuple[int, int, Written | None]]:
    """Yield every full date of a text, form by form."""
    for form in (_NUMBERS, _EAST_ASIAN):
        for match in form.finditer(text):
            yield *match.span(), _of_numbers(match)
    for match in _DAY_FIRST.finditer(text):
        yield *_with_weekday(text, match), _named(match, _month_in(match["name"]))
    for match in _DAY_SECOND.finditer(text):
        before = _NAME_BEFORE.search(text, max(0, match.start() - 40), match.start())
        if before is not None:
            start, name = before.start(2), before[2]
            if before[1] and month_of(f"{before[1]} {name}"):
                start, name = before.start(1), f"{before[1]} {name}"
            yield _before(text, start), match.end(), _named(match, month_of(name))
    for match in _YEAR_FIRST.finditer(text):
        yield *match.span(), _named(match, _month_in(match["name"]))
    for match in _NAME_LAST.finditer(text):
        if set(_words(match["after"])) & _YEAR_WORDS:
            yield *match.span(), _named(match, month_of(match[4]))
    for match in _ENDS_IN_YEAR.finditer(text):
        written = _unordered(int(match["first"]), int(match["second"]), int(match["year"]))
        yield *match.span(), written


def _candidates(text: str) -> Iterator[tuple[int, int, Written | None]]:
    """Yield what a text may say if it is one date: full dates first, then parts of one."""
    yield from _in_text(text)
    if match := _TIME_INSIDE.fullmatch(text):
        yield *match.span(), _named(match, month_of(match["name"]))
    for match in _SHORT_NAMED.finditer(text):
        month = _month_in(match["name"])
        yield (
            *match.span(),
            _written(full_year(int(match["year"])), month, int(match["day"]), short=True),
        )
    for match in _SHORT_NUMBERS.finditer(text):
        numbers = int(match[1]), int(match[3]), int(match[4])
        yield *match.span(), Written(None, numbers=numbers, short=True)
    for match in (*_YEAR_MONTH.finditer(text), *_MONTH_YEAR.finditer(text)):
        yield *match.span(), Written(date(int(match["year"]), int(match["month"]), 1), "month")
    for match in _NAME_YEAR.finditer(text):
        if month := _month_in(match["name"]):
            yield *match.span(), Written(date(int(match["year"]), month, 1), "month")
    for match in _YEAR_ALONE.finditer(text):
        yield *match.span(), Written(date(int(match["year"]), 1, 1), "year")


def _of_numbers(match: re.Match[str]) -> Written | None:
    return _written(int(match["year"]), int(match["month"]), int(match["day"]))


def _named(match: re.Match[str], month: int | None) -> Written | None:
    return _written(int(match["year"]), month, int(match["day"]))


def _unordered(first: int, second: int, year: int) -> Written | None:
    days = {valid_day(year, second, first), valid_day(year, first, second)} - {None}
    if len(days) == 1:
        return Written(days.pop(), numbers=(first, second, year) if first != second else ())
    return Written(None, numbers=(first, second, year)) if days else None


def _words(text: str) -> list[str]:
    return [word for word in _LOOSE.split(text.replace("'", " ").replace("’", " ").lower()) if word]


def _month_in(name: str) -> int | None:
    """Return the month that stands between a day and a year, with "of" or "de" around it."""
    words = [word for word in _words(name) if word not in _JOINTS and word not in _YEAR_WORDS]
    # more than two words name no month; asking would load the names of all languages
    if not 1 <= len(words) <= 2:
        return None
    # Hebrew writes "in March" as one word
    return month_of(" ".join(words)) or month_of(words[0].removeprefix("ב"))


def _with_weekday(text: str, match: re.Match[str]) -> tuple[int, int]:
    return _before(text, match.start()), match.end()


def _before(text: str, start: int) -> int:
    """Return where the weekday that stands before a date begins; `start` where there is none."""
    match = _WEEKDAY_BEFORE.search(text, max(0, start - 30), start)
    if match is None or not is_weekday(match[2]):
        return start
    # Portuguese writes "sexta-feira"
    return match.start(1 if match[1] and is_weekday(match[1]) else 2)


def _bare(rest: str) -> bool:
    """Say whether what stands beside a date is a time of day, a weekday or a little word."""
    if not rest.strip():
        return True
    rest = _IDEOGRAPHIC_WEEKDAY.sub(" ", _CLOCK.sub(" ", rest))
    return all(word in _BESIDE or is_weekday(word) for word in _words(rest))
