"""ProQuest text exports: documents parted by lines of underscores, fields as "Label: value".

Before "Full text:" stand headline, author and abstract, behind it the index terms; the language of
the interface decides the labels.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from topics.readers.fields import row_of, split_label
from topics.readers.nexis import mark_of, may_be_mark, missing_of

_RULE = re.compile(r"_{15,}|\*{30,}|={30,}|-{30,}")
_FIELD = re.compile(r"([A-Z][\w/() -]{2,45}?) ?: (.{1,300})")
_HEADINGS = ("Illustration", "Illustrations", "Ilustración", "Illustrations :", "Abbildung")
_END = re.compile(
    r"Bibliography|Citation style ?:.*|Contact us at ?:.*|Database copyright .*"
    r"|Terms and Conditions.*|Copyright © \d{4} ProQuest.*",
    re.IGNORECASE,
)


def proquest_records(lines: list[str]) -> list[list[str]]:
    """Return the records of a ProQuest export; an empty list when the lines are none."""
    records = _parted(lines, lambda line: len(line) > 14 and bool(_RULE.fullmatch(line)))
    if len(records) == 1:  # a PDF has its rules as drawings
        records = _parted(lines, lambda line: may_be_mark(line) and mark_of(line) is not None)
    if len(records) == 1:
        return []
    found = [record for record in records if _is_record(record)]
    named = any("ProQuest" in line for line in lines)
    return found if named or len(found) > 1 else []


def _parted(lines: list[str], parts: Callable[[str], bool]) -> list[list[str]]:
    records: list[list[str]] = [[]]
    for line in lines:
        if parts(line):
            records.append([])
        else:
            records[-1].append(line)
    return records


def _is_record(lines: list[str]) -> bool:
    columns = {label[1] for line in lines if (label := split_label(line))}
    return bool(columns & {"body", "abstract"}) and bool(columns & {"publication", "date"})


def proquest_rows(
    records: list[list[str]], name: str, remarks: list[str]
) -> Iterator[dict[str, Any]]:
    """Yield the articles of records, without `doc_id`; say what does not add up."""
    marks = [mark for record in records for line in record[:5] if (mark := mark_of(line))]
    missing = missing_of(marks) if len(marks) == len(records) else ""
    if missing:
        remarks.append(f"{name}: {missing}")
    rows = [_row(record) for record in records]
    without = sum(not row["text"] for row in rows)
    if without:
        remarks.append(f"{name}: {without:,} of {len(rows):,} articles have no full text")
    yield from rows


def _row(record: list[str]) -> dict[str, Any]:
    lines = [line for line in record if not mark_of(line)]
    end = next((n for n, line in enumerate(lines) if n and _END.fullmatch(line)), len(lines))
    lines = lines[:end]
    body = next(
        (n for n, line in enumerate(lines) if (label := split_label(line)) and label[1] == "body"),
        None,
    )
    if body is None:
        head, text, tail = lines, [], []
    else:
        after = _start_of_tail(lines, body + 1)
        opening = split_label(lines[body]) or ("", "", "")
        head, text, tail = lines[:body], [opening[2], *lines[body + 1 : after]], lines[after:]
    first = next((line for line in head if line), "")
    title = "" if split_label(first) else first
    fields = [*_fields(head), *_fields(tail)]
    named = [value for column, value in fields if column == "title"]
    row: dict[str, Any] = {"date": None, **row_of(pair for pair in fields if pair[0] != "title")}
    return {**row, "title": (named or [title])[0].strip(), "text": "\n".join(text).strip("\n")}


def _start_of_tail(lines: list[str], start: int) -> int:
    """Where the index terms begin: at a field with more of them right behind it."""
    filled = [n for n in range(start, len(lines)) if lines[n]]
    labelled = [bool(split_label(lines[n])) for n in filled]
    for place, n in enumerate(filled):
        near = labelled[place : place + 4]
        if near[0] and sum(near) >= min(3, len(near)):
            return n
    return len(lines)


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    column, value = "", ""
    for line in lines:
        label = ("", "graphic", "") if line in _HEADINGS else split_label(line)
        unknown = None if label or not column else _FIELD.fullmatch(line)
        if label or (unknown and column != "abstract"):
            yield column, value
            column, value = label[1:] if label else ("", "")
        else:
            value = f"{value} {line}"
    yield column, value
