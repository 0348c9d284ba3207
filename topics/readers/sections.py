"""One file of many texts, told by its headings: each with a day below it, and a text."""

import re
from collections.abc import Iterator
from typing import Any

from topics.readers.dates import find_date
from topics.readers.nexis_word import Paragraph

_BYLINE = re.compile(r"(?:by|von|par|por|di|door|от|автор:)\s\w[^.:;]{1,60}$", re.IGNORECASE)
_FEWEST = 3
_NEAR = 3
_LONGEST_DAY = 60
_SHORTEST_TEXT = 60
_NEARLY_ALL = 0.8
_LONGEST_ABOVE = 300
_LONGEST_TITLE = 150


def dated_sections(paragraphs: list[Paragraph]) -> list[dict[str, Any]]:
    """Return the sections of a file whose headings have a day below them; [] for any other file.

    Examples
    --------
    >>> lines = [("Boats", True), ("1 March 2024", False), ("The boats left. " * 9, False)] * 3
    >>> found = dated_sections([Paragraph(text, heading, False) for text, heading in lines])
    >>> len(found), found[0]["title"], found[0]["date"]
    (3, 'Boats', '2024-03-01')
    """
    heads = [n for n, one in enumerate(paragraphs) if one.heading and one.text]
    if len(heads) < _FEWEST:
        return []
    ends = [*heads[1:], len(paragraphs)]
    found = list(_sections(paragraphs, heads, ends))
    whole = [row for row in found if row["date"] and len(row["text"]) >= _SHORTEST_TEXT]
    before = sum(len(one.text) for one in paragraphs[: heads[0]])
    # a text of some length above the first heading would be lost
    if len(whole) < _NEARLY_ALL * len(found) or before > _LONGEST_ABOVE:
        return []
    return found


def headed_by_days(text: str) -> list[Paragraph]:
    """Tell the headlines in a text from the lines beside them that are a day; [] where few are.

    A headline stands right above the day, or right below it; there it is put above.
    """
    lines = [line.strip() for line in text.split("\n")]
    days = [
        n
        for n, line in enumerate(lines)
        if 8 <= len(line) <= _LONGEST_DAY and ("20" in line or "19" in line) and _is_day(line, 0.8)
    ]
    if len(days) < _FEWEST or len({lines[n] for n in days}) < _NEARLY_ALL * len(days):
        return []
    for step in (-1, 1):
        titles = [_beside(lines, day, step) for day in days]
        known = {title: day for title, day in zip(titles, days, strict=True) if title is not None}
        distinct = {lines[title] for title in known}
        if len(distinct) >= _NEARLY_ALL * len(days):
            return list(_headed(lines, known, step))
    return []


def _beside(lines: list[str], day: int, step: int) -> int | None:
    """Place of the headline next to a day, an empty line or a byline between them or not."""
    near = [day + step, day + 2 * step]
    if step == -1 and (by := next((n for n in near if n > 0 and lines[n]), 0)):
        near = [by - 1, by - 2] if _BYLINE.match(lines[by]) else near
    for n in near:
        if 0 <= n < len(lines) and lines[n]:
            above = n == 0 or not lines[n - 1] or step == 1
            like = 3 < len(lines[n]) < _LONGEST_TITLE and lines[n][-1] not in ".,;:"
            return n if above and like else None
    return None


def _headed(lines: list[str], titles: dict[int, int], step: int) -> Iterator[Paragraph]:
    of_day = {day: title for title, day in titles.items()} if step == 1 else {}
    for n, line in enumerate(lines):
        if n in of_day:
            yield Paragraph(lines[of_day[n]].lstrip("# "), True, False)
        if not (step == 1 and n in titles):
            heading = n in titles
            yield Paragraph(line.lstrip("# ") if heading else line, heading, False)


def _sections(
    paragraphs: list[Paragraph], heads: list[int], ends: list[int]
) -> Iterator[dict[str, Any]]:
    for head, end in zip(heads, ends, strict=True):
        lines = [one.text for one in paragraphs[head + 1 : end] if one.text]
        day = next((n for n, line in enumerate(lines[:_NEAR]) if _is_day(line)), None)
        found = find_date(lines.pop(day)) if day is not None else None
        yield {
            "title": paragraphs[head].text,
            "date": found[0].isoformat() if found else None,
            "text": "\n\n".join(lines),
        }


def _is_day(line: str, share: float = 0.4) -> bool:
    found = find_date(line) if len(line) <= _LONGEST_DAY else None
    return found is not None and found[2] - found[1] >= share * len(line)
