"""Facts that stand at the top of a page: title, day of publication, dateline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from topics.cleaning.dates import find_date, parse_date
from topics.cleaning.layout import is_prose

_INLINE = re.compile(
    r"(?:(?<=^)|(?<=\s))(?i:date|published|posted|updated)(?i:\s(?:on|at))?\s?:?\s"
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T\s]\d\d:\d\d(?::\d\d)?Z?)?(?=\s|$)"
)
_STAMP = re.compile(
    r"(?i:(?P<what>first published|last updated|last modified|originally published|published|posted"
    r"|updated|modified|publication date|release date|created|uploaded|issued|date)"
    r"(?:\s(?:on|at|date))?\s?:?\s*)(?P<rest>.{6,80})"
)
_DATELINE = re.compile(
    r"(?P<line>(?:[A-Z][\w.'-]*(?:[ /-][A-Z][\w.'-]*){0,3})"  # KYIV, NEW YORK, GENEVA
    r"(?:,\s[A-Z][\w.']*(?:\s[A-Z][\w.']*){0,3}){0,2}"  # , Ukraine
    r"(?:,?\s(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2}(?:,?\s\d{4})?)?"
    r"(?:,?\s\d{1,2}\s(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:,?\s\d{4})?)?"
    r"(?:\s?[(/][\w .&/-]{2,40}[)/])?)\s?(?:--|[-–—])\s"
)


@dataclass(slots=True)
class Facts:
    """What the top of a page says, and the lines it stood on."""

    title: str = ""
    day: date | None = None
    dateline: str = ""
    taken: list[tuple[int, str, str]] = field(default_factory=list)
    """(line index, rule, text) of what was moved from the text into a column."""


def take_stamps(lines: list[str], facts: Facts) -> None:
    """Take days of publication from the top and the end of a page; the lines are changed in place.

    A line that is nothing but a date, a line such as ``Published: 18 March 2024``, and the inline
    prefix ``date 2024-03-18``. A day of publication is preferred to one of an update.
    """
    filled = [index for index, line in enumerate(lines) if line]
    prose = [index for index in filled if is_prose(lines[index])]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    updated: date | None = None
    for index in filled:
        line = lines[index]
        if index <= first and (inline := _INLINE.search(line)):
            day = parse_date(inline["day"])
            if day is not None:
                facts.day = facts.day or day
                facts.taken.append((index, "inline date", inline[0].strip()))
                before, after = line[: inline.start()].strip(), line[inline.end() :].strip()
                lines[index] = f"{before} {after}".strip()
                continue
        if len(line) > 120 or first < index < last:
            continue
        stamp = _STAMP.fullmatch(line)
        day = _only_a_date(stamp["rest"] if stamp else line)
        if day is None:
            continue
        facts.taken.append((index, "date line", line))
        lines[index] = ""
        if stamp and stamp["what"].lower() in (
            "updated",
            "last updated",
            "modified",
            "last modified",
        ):
            updated = updated or day
        else:
            facts.day = facts.day or day
    facts.day = facts.day or updated


def _only_a_date(text: str) -> date | None:
    day = parse_date(text.strip(" .,;|()"))
    if day is not None:
        return day
    found = find_date(text)
    if found is None:
        return None
    rest = text[: found[1]] + text[found[2] :]
    # what else may stand on a date line: a time, a zone, a weekday, an update stamp
    rest = re.sub(
        r"(?i)\d{1,2}[:.]\d\d(?:[:.]\d\d)?|\b(?:[ap]\.?m\.?|gmt|utc|[ecmp][sd]t|ist|cet|bst|at|on|"
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|updated|published|last|first|date|hrs?|local"
        r"|time)\b",
        "",
        rest,
    )
    other = find_date(rest)
    if other is not None:
        rest = rest[: other[1]] + rest[other[2] :]
    return found[0] if not re.search(r"\w", rest) else None


def take_title(lines: list[str], facts: Facts) -> None:
    """Take the first line as title when it reads like one and running text follows it."""
    filled = [index for index, line in enumerate(lines) if line]
    if len(filled) < 2:
        return
    index = filled[0]
    line = lines[index]
    if not _reads_like_title(line):
        return
    below = lines[filled[1]]
    stands_apart = filled[1] > index + 1
    if not stands_apart and not len(below) > max(100, 1.5 * len(line)):
        return
    if not any(is_prose(lines[other]) or len(lines[other]) > len(line) for other in filled[1:]):
        return
    facts.title = line
    facts.taken.append((index, "title line", line))
    lines[index] = ""


def _reads_like_title(line: str) -> bool:
    words = line.split()
    return (
        2 <= len(words) <= 30
        and len(line) <= 200
        and line[-1] not in ".,;:"
        and not line[0].islower()
        and sum(character.isalpha() for character in line) >= len(line) / 2
    )


def take_title_again(lines: list[str], title: str, facts: Facts) -> None:
    """Drop lines that say nothing but the title once more."""
    bare = title.strip(" .")
    if not bare:
        return
    for index, line in enumerate(lines):
        if line and line.strip(" .") == bare:
            facts.taken.append((index, "title again", line))
            lines[index] = ""


def take_dateline(lines: list[str], facts: Facts) -> None:
    """Take ``KYIV, March 18 (Agency) -`` off the start of the first running text."""
    for index, line in enumerate(lines):
        if not line:
            continue
        match = _DATELINE.match(line)
        if match is not None and _is_dateline(match["line"]):
            facts.dateline = match["line"].strip()
            facts.taken.append((index, "dateline", match[0].strip()))
            lines[index] = line[match.end() :].strip()
            if facts.day is None and (found := find_date(facts.dateline)):
                facts.day = found[0]
        if is_prose(line) or match is not None:
            return


def _is_dateline(text: str) -> bool:
    city = re.split(r"[,(/\d]", text)[0].strip()
    has_more = bool(re.search(r"[(/,]", text))
    return (city.isupper() and len(city) >= 3) or has_more


def facts_of(lines: Sequence[str]) -> Facts:
    """Read the facts of a page without changing it.

    >>> facts_of(["Grain deal renewed", "", "Published: 18 March 2024", "", "ANKARA (Wire) - The "
    ...           "two sides renewed the grain deal on Monday after a night of talks."]).dateline
    'ANKARA (Wire)'
    """
    copy, facts = list(lines), Facts()
    take_stamps(copy, facts)
    take_title(copy, facts)
    take_dateline(copy, facts)
    return facts
