"""One file of many texts, told by its headings: each with a day below it, and a text."""

from collections.abc import Iterator
from typing import Any

from topics.readers.dates import find_date
from topics.readers.nexis_word import Paragraph

_FEWEST = 3
_NEAR = 3
_LONGEST_DAY = 60
_SHORTEST_TEXT = 60
_NEARLY_ALL = 0.8
_LONGEST_ABOVE = 300


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


def _is_day(line: str) -> bool:
    found = find_date(line) if len(line) <= _LONGEST_DAY else None
    return found is not None and found[2] - found[1] >= 0.4 * len(line)
