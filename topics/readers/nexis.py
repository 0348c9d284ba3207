"""Classic Nexis exports: one file, many articles, each under a line such as "3 of 74 DOCUMENTS".

The .txt, the .html and the .doc saved as .docx of such an export hold the same lines: publication,
day, headline, fields in capitals, text, more fields, copyright. The language of the interface
decides the words of the line and the names of the fields.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from topics.readers.fields import split_label
from topics.readers.nexis_article import COPYRIGHT, article_of

_OF = "of|von|de|sur|van|di|av|af|od|z"
_NOUN = "documents?|dokumente?|documentos?|documenti|documento|documenten|dokumenter|doc"
_MARK = re.compile(
    rf"(?:(?P<n>\d[\d.,]{{0,8}}) (?:{_OF}) (?P<all>\d[\d.,]{{0,8}}) (?:{_NOUN})"
    rf"|(?:{_NOUN}) (?P<n2>\d[\d.,]{{0,8}}) (?:{_OF}|/) (?P<all2>\d[\d.,]{{0,8}}))",
    re.IGNORECASE,
)
MARK_IN_PAGE = re.compile(_MARK.pattern.replace(" ", r"(?:\s|&nbsp;|&#160;)+"), re.IGNORECASE)
"""Such a line anywhere in the source of a page, where a blank may be written in other ways."""


def mark_of(line: str) -> tuple[int, int] | None:
    """Read a line that begins an article: (its number, how many are announced), or None.

    >>> mark_of("3 of 74 DOCUMENTS"), mark_of("Dokument 3 von 74"), mark_of("3 of 74 votes")
    ((3, 74), (3, 74), None)
    """
    match = _MARK.fullmatch(line)
    if match is None:
        return None
    number = int(re.sub(r"\D", "", match["n"] or match["n2"]))
    announced = int(re.sub(r"\D", "", match["all"] or match["all2"]))
    return (number, announced) if 0 < number <= announced else None


def may_be_mark(line: str) -> bool:
    """Whether a line is long and short enough for `mark_of`, which takes longer to tell."""
    return 8 < len(line) < 60 and line[0].isalnum()


def is_nexis(lines: list[str]) -> bool:
    """Whether lines, without blanks at their ends, are those of a classic Nexis export.

    >>> is_nexis(["1 of 2 DOCUMENTS", "", "The Gull", "", "LENGTH: 12 words"])
    True
    """
    first = next((n for n, line in enumerate(lines) if mark_of(line)), None)
    return first is not None and any(
        COPYRIGHT.fullmatch(line) or ((found := split_label(line)) and found[0].isupper())
        for line in lines[first + 1 :]
    )


def nexis_rows(lines: list[str], name: str, remarks: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the articles of a classic export, without `doc_id`; say what does not add up."""
    marks = list(_marks(lines))
    missing = missing_of([(number, announced) for _, number, announced in marks])
    if missing:
        remarks.append(f"{name}: {missing}")
    ends = [place for place, *_ in marks[1:]] + [len(lines)]
    for (place, *_), end in zip(marks, ends, strict=True):
        yield article_of(lines[place + 1 : end])


def _marks(lines: list[str]) -> Iterator[tuple[int, int, int]]:
    last = None
    for place, line in enumerate(lines):
        mark = mark_of(line) if may_be_mark(line) else None
        # in an article of an export, "2 of 5 documents" on a line of its own counts something else
        if mark and (last is None or mark[0] == 1 or (mark[1] == last[1] and mark[0] > last[0])):
            last = mark
            yield place, *mark


def missing_of(marks: list[tuple[int, int]]) -> str:
    """Say how many documents lines such as "3 of 74" announce where others are there, else "".

    >>> missing_of([(1, 3), (3, 3)])
    'announces 3 documents, 2 are in it (without number 2)'
    """
    runs: list[list[tuple[int, int]]] = []
    for mark in marks:
        if runs and mark[0] > runs[-1][-1][0] and mark[1] == runs[-1][-1][1]:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    announced = sum(run[0][1] for run in runs)
    if announced == len(marks):
        return ""
    absent: list[int] = []
    for run in runs:
        here = {mark[0] for mark in run}
        absent += islice((n for n in range(1, run[0][1] + 1) if n not in here), 6)
    examples = ", ".join(map(str, absent[:5])) + (", ..." if len(absent) > 5 else "")
    which = f" (without number {examples})" if absent else ""
    return f"announces {announced:,} documents, {len(marks):,} are in it{which}"
