"""Facts that stand at the top of a page: day of publication, title, dateline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from topics.cleaning.agencies import AGENCIES
from topics.cleaning.layout import is_prose
from topics.cleaning.page import Page
from topics.cleaning.stamps import stamp_of
from topics.readers.dates import find_date, parse_date
from topics.readers.months import month_of

_INLINE = re.compile(
    r"(?:^|(?<=\s))(?i:date|published|posted|updated)(?i:\s(?:on|at))?\s?:?\s"
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T\s]\d\d:\d\d(?::\d\d)?Z?)?(?=\s|$)"
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΫЀ-ЯҐҒҚҢӘӨҮҰҲҺӢӮԱ-Ֆ]"
_PLACE = rf"{_CAPITAL}[\w.'-]*(?:[ /-]{_CAPITAL}[\w.'-]*){{0,3}}"
_WORD = r"[^\W\d_]{3,12}\.?"
_DATELINE = re.compile(
    rf"(?P<line>(?P<city>{_PLACE})(?:,\s{_PLACE}){{0,2}}"
    rf"(?P<day>,?\s(?:{_WORD}\s\d{{1,2}}|\d{{1,2}}\.?\s(?:de\s)?{_WORD})(?:,?\s(?:de\s)?\d{{4}})?)?"
    r"(?:\s?[(/](?P<agency>[\w .&'-]{2,40})[)/])?)\.?\s?(?:--|[-–—])\s"
)
_DASH = re.compile("[-–—] ")
_OTHER_SOURCES = "wire|staff|apa|news agency|agencies|ap news|associated press|cna|rfe/rl"
_LABELS = """
CORRECTION CORRECTED UPDATE UPDATED EXCLUSIVE WATCH VIDEO OPINION ANALYSIS EXPLAINER BREAKING
FACTBOX INTERVIEW LIVE PHOTOS EDITORIAL COMMENT FEATURE REVIEW COLUMN RPT REFILE NOTE TIMELINE
PROFILE
"""
_LITTLE_WORDS = """
a an the of to in on at for with his her its our and or that by as from my their is are was has
have since
"""
_AGENCIES = frozenset([*AGENCIES, *_OTHER_SOURCES.split("|")])
_NO_PLACE = frozenset(_LABELS.split())
_WEAK_ENDS = frozenset(_LITTLE_WORDS.split())


@dataclass(slots=True)
class Facts:
    """What a page says about itself."""

    title: str = ""
    day: date | None = None
    dateline: str = ""


def take_stamps(page: Page, facts: Facts) -> None:
    """Take the day of publication from the top or the end of a page.

    A line that is nothing but a date and a time, a line such as ``Published: 18 March 2024``, and
    the inline prefix ``date 2024-03-18``. A day of publication wins over one of an update.
    """
    first, last = page.prose()
    judged = page.judged
    updated: date | None = None
    for index in sorted({*judged, first} if first < len(page.lines) else judged):
        line = page.lines[index]
        if index <= first and "-" in line[:200] and (inline := _INLINE.search(line[:200])):
            day = parse_date(inline["day"])
            before, after = line[: inline.start()].strip(), line[inline.end() :].strip()
            if day is not None and (not before or _reads_like_title(before)):
                facts.day = facts.day or day
                rest = f"{before} {after}".strip()
                page.take_part(index, rest, inline[0].strip(), "date", "inline date")
                line = rest
        stamp = None if first <= index <= last else stamp_of(line)
        if stamp is None:
            continue
        page.take(index, "date", "date line")
        day, of_change = stamp
        if of_change:
            updated = updated or day
        else:
            facts.day = facts.day or day
    facts.day = facts.day or updated


def take_title(page: Page, facts: Facts) -> None:
    """Take the first line as title when it reads like one and running text follows it."""
    filled = list(islice((index for index, line in enumerate(page.lines) if line), 6))
    if len(filled) < 2:
        return
    index, below = filled[0], page.lines[filled[1]]
    line = page.lines[index]
    if _is_section(page, index):
        page.take(index, "boilerplate", "section")
        take_title(page, facts)
        return
    if not _reads_like_title(line) or below[0].islower():
        return
    if filled[1] == index + 1 and (
        page.wrapped or not is_prose(below) or len(below) < 1.2 * len(line)
    ):
        return
    if not any(len(page.lines[other]) > max(60, len(line)) for other in filled[1:]):
        return
    facts.title = line
    page.take(index, "title", "title line")


def _is_section(page: Page, index: int) -> bool:
    # "Markets" right above "Barley falls as ships queue": the short line is the site's
    if page.wrapped or page.lines[index].count(" ") > 2:
        return False
    for below in range(index + 1, min(index + 4, len(page.lines))):
        line = page.lines[below]
        if is_prose(line):
            return False
        if 5 <= len(line.split()) <= 20 and _reads_like_title(line):
            return True
    return False


def _reads_like_title(line: str) -> bool:
    words = line.split()
    return (
        2 <= len(words) <= 30
        and len(line) <= 200
        and line[-1] not in ".,;:"
        and not line[0].islower()
        and words[-1].lower() not in _WEAK_ENDS
        and sum(map(str.isalpha, line)) >= len(line) / 2
        and not (len(line) > 100 and re.search(r"[a-z]{3}\. [A-Z]", line))
    )


def take_title_again(page: Page, title: str) -> None:
    """Take away lines that say nothing but the title once more."""
    bare = title.strip(" .")
    if bare:
        for index in [n for n, line in enumerate(page.lines) if line.startswith(bare)]:
            if page.lines[index].strip(" .") == bare:
                page.take(index, "boilerplate", "title again")


def take_dateline(page: Page, facts: Facts) -> None:
    """Take ``KYIV, March 18 (Agency) -`` off the start of the first two lines that are left."""
    filled = (index for index, line in enumerate(page.lines) if line)
    for index, _ in zip(filled, range(2), strict=False):
        line = page.lines[index]
        match = _DATELINE.match(line) if _DASH.search(line, 0, 300) else None
        if match is None or not _is_dateline(match, line[match.end() :], page.wrapped):
            continue
        facts.dateline = match["line"].strip()
        rest = line[match.end() :].strip()
        page.take_part(index, rest, match[0].strip(), "dateline", "dateline")
        if facts.day is None and (found := find_date(facts.dateline)):
            facts.day = found[0]
        return


def _is_dateline(match: re.Match[str], rest: str, wrapped: bool) -> bool:
    city, agency = match["city"], (match["agency"] or "").strip().lower()
    if rest.isupper() or len(rest) < (20 if wrapped else 60) or city.lower() in _WEAK_ENDS:
        return False
    if agency in _AGENCIES or any(map(month_of, re.findall(r"[^\W\d_]{3,}", match["day"] or ""))):
        return True
    letters = re.sub(r"[ .-]", "", city)
    named = (
        letters.isupper()
        and len(letters) >= 4
        and city.count(" ") < 2
        and _NO_PLACE.isdisjoint(city.split())
    )
    return named and not agency


def facts_of(lines: Sequence[str]) -> Facts:
    """Read the facts of a page.

    >>> facts = facts_of(["Grain deal renewed", "", "Published: 18 March 2024", "", "ANKARA (Wire) "
    ...                   "- The two sides renewed the deal on Monday after a night of talks."])
    >>> facts.title, facts.day, facts.dateline
    ('Grain deal renewed', datetime.date(2024, 3, 18), 'ANKARA (Wire)')
    """
    page, facts = Page.of("\n".join(lines)), Facts()
    take_stamps(page, facts)
    take_title(page, facts)
    take_dateline(page, facts)
    return facts
