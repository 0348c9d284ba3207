"""Factiva exports as lines of text, from rich text or a PDF: articles that end in their number.

Each article ends in a line such as "Document QUAY000020140313ea3d0001a", whatever the language of
the interface calls a document. Its facts stand line by line in one order, as in a saved page: the
headline, authors, number of words, day, time, outlet, its code, language, copyright; or each
under its code of two letters.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from topics.readers.dates import find_date
from topics.readers.factiva import CODES, COUNT, RIGHTS, after_day, without_codes
from topics.readers.fields import row_of
from topics.readers.nexis_word import Paragraph

_NUMBER = r"[A-Z][A-Z0-9]{7}(?:19|20)\d{6}[A-Za-z0-9]{9}"
_END = re.compile(rf"(?:AN\s*\|?\s*)?(?:[^\W\d_]+[ :]\s?){{1,3}}{_NUMBER}\|?", re.IGNORECASE)
_FOOTER = re.compile(r".{0,40}(?:©|\(c\)) ?\d{4} Factiva\b.*", re.IGNORECASE)
_CODED = re.compile(rf"({'|'.join(CODES)})(?:\s*\|\s*|\s+|$)(.*)")
_AFTER_TEXT = frozenset(("CO", "IN", "NS", "RE", "PUB", "ART", "AN", "IPC", "IPD", "RF", "CX"))
_BY = re.compile(r"(?:by|von|par|por|di|door|av|af)\s", re.IGNORECASE)
_MOST_FACTS = 12
_LENGTH_OF_NUMBER = 25
_NEAR_THE_END = 2000  # a summary of the search may follow
_LONGEST_FACT = 150
_LONGEST_SECTION = 40


def may_be_factiva(text: str) -> bool:
    """Whether a number such as Factiva gives its articles ends a line near the end of a text."""
    for line in text[-_NEAR_THE_END:].split("\n"):
        last = line.rstrip(" |\r").rpartition(" ")[2]
        if len(last) == _LENGTH_OF_NUMBER and last[8:16].isdecimal():
            return True
    return False


def factiva_articles(paragraphs: list[Paragraph]) -> list[dict[str, Any]] | None:
    """Return the articles, without `doc_id`; None when the paragraphs are no export.

    >>> lines = ["Nets and quotas", "1,234 words", "13 March 2014", "The Quay", "QUAY", "English",
    ...          "(c) 2014 Quay Press", "", "Boats came back.", "",
    ...          "Document QUAY000020140313ea3d0001a"]
    >>> factiva_articles([Paragraph(line, False, False) for line in lines])[0]["publication"]
    'The Quay'
    """
    kept = [one for one in paragraphs if not _FOOTER.fullmatch(one.text)]
    ends = [n for n, one in enumerate(kept) if len(one.text) < 80 and _END.fullmatch(one.text)]
    starts = [0, *(end + 1 for end in ends)]
    rows = [
        _article(kept[start:end]) for start, end in zip(starts, [*ends, len(kept)], strict=True)
    ]
    found = [row for row in rows if row is not None]
    # what follows the last number is a summary of the search, or an article that was cut off
    return found if ends and len(found) >= len(ends) else None


def _article(paragraphs: list[Paragraph]) -> dict[str, Any] | None:
    lines = [paragraph.text for paragraph in paragraphs]
    count = _place_of_count(lines)
    if count and not lines[count - 1]:  # an empty line stands between any two
        paragraphs = [
            one for n, one in enumerate(paragraphs) if one.text or not (n and lines[n - 1])
        ]
        lines = [paragraph.text for paragraph in paragraphs]
        count = _place_of_count(lines)
    if coded := list(_coded(lines)):
        fields = [(CODES[code], without_codes(value)) for code, value in coded]
        text = "\n\n".join(value for column, value in fields if column == "text" and value)
        facts = [(column, value) for column, value in fields if column != "text"]
        return {"title": "", "date": None, **row_of(facts), "text": text}
    if count is None:
        return None
    filled = [n for n, line in enumerate(lines) if line]
    at = filled.index(count)
    end = _end_of_facts(lines, filled, at)
    fields = [*_head(paragraphs[:count]), ("date", lines[filled[at + 1]])]
    fields += after_day([lines[n] for n in filled[at + 2 : end]])
    body = [lines[n] for n in filled[end:]]
    return {"title": "", "date": None, **row_of(fields), "text": "\n\n".join(body)}


def _place_of_count(lines: list[str]) -> int | None:
    """Where the number of words stands, with the day on the next line."""
    filled = [n for n, line in enumerate(lines) if line]
    for n, below in itertools.pairwise(filled):
        if COUNT.fullmatch(lines[n]) and len(lines[below]) < 60 and find_date(lines[below]):
            return n
    return None


def _end_of_facts(lines: list[str], filled: list[int], at: int) -> int:
    """Where the text begins: after the copyright, or after the first empty line below the day."""
    near = range(at + 2, min(at + 2 + _MOST_FACTS, len(filled)))
    rights = [n for n in near if RIGHTS.fullmatch(lines[filled[n]])]
    if rights:
        return rights[0] + 1
    ends = (
        n for n in near if filled[n] > filled[n - 1] + 1 or len(lines[filled[n]]) > _LONGEST_FACT
    )
    return next(ends, at + 2)


def _head(paragraphs: list[Paragraph]) -> Iterator[tuple[str, str]]:
    """Headline and authors, which stand above the number of words; before them maybe a section."""
    lines = [one.text for one in paragraphs]
    headings = [n for n, one in enumerate(paragraphs) if one.heading and one.text]
    if headings:
        before = [line for line in lines[: headings[-1]] if line]
        if len(before) == 1 and len(before[0]) < _LONGEST_SECTION:
            yield "section", before[0]
        yield "title", lines[headings[-1]]
        yield from (("byline", line) for line in lines[headings[-1] + 1 :])
        return
    while lines and not lines[-1]:
        lines.pop()
    gaps = [n for n, line in enumerate(lines) if not line]
    listed = [n for n, line in enumerate(lines) if line and _in_list(line, lines[:n])]
    lines = lines[max([n + 1 for n in gaps[-1:]] + listed[-1:], default=0) :]
    first = next((n for n, line in enumerate(lines) if n and _is_author(line)), len(lines))
    headline = lines[:first]
    if len(headline) > 1 and len(headline[0].split()) < 4 < len(headline[1].split()):
        yield "section", headline.pop(0)
    yield "title", " ".join(headline)
    yield from (("byline", line) for line in lines[first:])


def _in_list(line: str, before: list[str]) -> bool:
    """Whether a headline stands in the list of contents above it, with the number of a page."""
    return any(entry.startswith(line) and len(entry) < len(line) + 15 for entry in before)


def _is_author(line: str) -> bool:
    words = line.split()
    return bool(_BY.match(line)) or (len(words) < 5 and all(word[0].isupper() for word in words))


def _coded(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (code, value) where fields stand under codes of two letters; nothing elsewhere."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        match = _CODED.fullmatch(line)
        in_text = bool(found) and CODES[found[-1][0]] == "text"
        if match and (not in_text or match[1] in _AFTER_TEXT or match[1] == "TD"):
            found.append((match[1], [match[2].strip(" |")]))
        elif found:
            found[-1][1].append(line.strip(" |"))
    if {"HD", "PD"} <= {code for code, _ in found}:
        for code, values in found:
            mark = "\n\n" if CODES[code] == "text" else " "
            yield code, mark.join(filter(None, values))
