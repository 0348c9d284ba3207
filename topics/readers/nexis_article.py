"""One article of a classic Nexis export: blocks of lines become headline, day, fields and text.

The head is publication, day and headline; fields in capitals stand before the text or behind it.
A field is known by its name; behind the text also by its looks.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from topics.readers.dates import find_date
from topics.readers.fields import END_OF_ARTICLE, day_of, row_of, split_label

_YEAR = r"(?:1[89]|20)\d\d"
_RIGHTS = re.compile(
    r"all rights reserved.*|alle rechte? (?:vorbehalten|voorbehouden).*"
    r"|tous droits r[ée]serv[ée]s.*|(?:todos os|todos los) (?:direitos|derechos) reservados.*"
    r"|tutti i diritti (?:sono )?riservati.*",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(rf"(?:copyright|©|\(c\))[\s©,]*(?:\(c\)\s*)?(?:{_YEAR}\b.*)", re.IGNORECASE)
_REQUEST = re.compile(
    r"(?:Download Request|Time Of Request|Print Request|Send To|Terms|Project ID"
    r"|Combined Source|Job Number|Number of Documents?)\s?:.*|-* ?End of Request ?-*",
    re.IGNORECASE,
)
# a field with a name that no table holds: capitals, a colon, and no sentence behind it
_UNKNOWN = re.compile(
    r"([^\W\d_a-z](?:[^\W\d_a-z]|[ -]){2,28}[^\W\d_a-z]) ?:\s+(\S.{0,98}[^.!?\"”»])"
)
_CAPTIONS = ("graphic", "notes", "correction")
_TERM = re.compile(r"\(\d{1,3}%\)")


@dataclass(slots=True)
class _Article:
    """What is known so far of an article that is read block by block."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    body: list[list[str]] = field(default_factory=list)
    late: list[tuple[int, list[str]]] = field(default_factory=list)
    past_head: bool = False
    after_body: bool = False
    announced_body: bool = False


def article_of(lines: list[str]) -> dict[str, Any]:
    """Turn the lines of one article into a row with `title`, `text`, `date` and its fields.

    >>> row = article_of(["The Gull", "", "March 1, 2014 Monday", "", "Nets", "", "LENGTH: 3 words",
    ...                   "", "Boats went out.", "", "LANGUAGE: ENGLISH"])
    >>> row["title"], row["date"], row["publication"], row["text"], row["language"]
    ('Nets', '2014-03-01', 'The Gull', 'Boats went out.', 'ENGLISH')
    """
    blocks = [rest for block in blocks_of(lines) if (rest := _without_rights(block))]
    found = [label for block in blocks if (label := split_label(block[0]))]
    capitals = any(label.isupper() for label, *_ in found)
    article = _Article()
    named = any(column == "title" for _, column, _ in found)
    head = _end_of_head(blocks, capitals=capitals)
    _read_head(article, blocks[:head], title_is_named=named)
    for block in blocks[head:]:
        for part in _parts(article, block, capitals=capitals):
            _read_part(article, part, capitals=capitals)
    size = sum(map(_size, article.body))
    if sum(_size(block) for _, block in article.late) > max(400, 2 * size):
        article.body += [block for _, block in article.late]  # so much is no caption
    else:
        article.fields += [(article.fields[n][0], " ".join(block)) for n, block in article.late]
    row: dict[str, Any] = {"title": "", "text": "", "date": None, **row_of(article.fields)}
    row["text"] = "\n\n".join("\n".join(block) for block in article.body)
    return row


def blocks_of(lines: list[str]) -> list[list[str]]:
    """Group lines into blocks that empty lines part."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _size(block: list[str]) -> int:
    return sum(map(len, block))


def _without_rights(block: list[str]) -> list[str]:
    if _RIGHTS.fullmatch(block[0]):
        return block[1:]
    if COPYRIGHT.fullmatch(block[0]):
        end = next((n for n, line in enumerate(block[:4]) if _RIGHTS.fullmatch(line)), None)
        return block[end + 1 :] if end is not None else block[2:]
    return [] if all(_REQUEST.fullmatch(line) for line in block) else block


def _unknown(line: str, article: _Article) -> tuple[str, str, str] | None:
    among_fields = article.after_body or (article.past_head and not article.body)
    match = _UNKNOWN.fullmatch(line) if among_fields else None
    if match is None or not match[1].isupper():
        return None
    plain = unicodedata.normalize("NFKD", match[1].casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    column = "_".join(re.findall("[a-z]+", plain))
    return match[1], "" if column in ("text", "source", "doc_id") else column, match[2]


def _label(line: str, *, capitals: bool) -> tuple[str, str, str] | None:
    found = split_label(line)
    # where fields are in capitals, "Update: talks go on" is a headline
    return None if found is None or (capitals and not found[0].isupper()) else found


def _end_of_head(blocks: list[list[str]], *, capitals: bool) -> int:
    end = 0
    while end < len(blocks) and not _label(blocks[end][0], capitals=capitals):
        end += 1
    label = _label(blocks[end][0], capitals=capitals) if end < len(blocks) else None
    if (
        label is None
        or label[1] in END_OF_ARTICLE
        or max(map(_size, blocks[:end]), default=0) > 300
    ):
        # no field parts headline and text: the headline is what follows the day
        day = _place_of_day(blocks[:end])
        return min(end, max(end - 1, 0) if label is None else end, (day[0] if day else 1) + 2)
    return end


def _place_of_day(head: list[list[str]]) -> tuple[int, int] | None:
    for place, block in enumerate(head[:4]):
        for n, line in enumerate(block):
            if len(line) < 90 and find_date(line):
                return place, n
    for place, block in enumerate(head[1:3], start=1):
        # a day that cannot be read is better kept, and counted, than taken for a headline
        if len(block[0]) < 40 and len(head) > 2 and re.search(rf"\b{_YEAR}\b", block[0]):
            return place, 0
    return None


def _read_head(article: _Article, head: list[list[str]], *, title_is_named: bool) -> None:
    day = _place_of_day(head)
    titles: list[str] = []
    if day is None:
        article.fields += [("publication", " ".join(head[0]))] if head else []
        titles = [" ".join(block) for block in head[1:]]
    else:
        place, line = day
        before = [" ".join(block) for block in head[:place]]
        if line:
            before.append(" ".join(head[place][:line]))
        article.fields += [("publication", before[0])] if before else []
        article.fields.append(("date", day_of(head[place][line])))
        article.fields.append(("edition", " ".join(head[place][line + 1 :])))
        titles = before[1:] + [" ".join(block) for block in head[place + 1 :]]
    if title_is_named:
        article.fields += [("edition", title) for title in titles]
    elif titles:
        article.fields.append(("title", titles[0]))
        article.fields += [("highlight", title) for title in titles[1:]]


def _parts(article: _Article, block: list[str], *, capitals: bool) -> list[list[str]]:
    """Part a block at each line that begins a field."""
    parts: list[list[str]] = []
    for line in block:
        label = _label(line, capitals=capitals)
        if label and parts and not _begins(article, label, parts, capitals=capitals):
            label = None
        if label or not parts:
            parts.append([line])
        elif (last := _label(parts[-1][0], capitals=capitals)) and last[1] in ("", "load_date"):
            if _is_text(article, last[1]):
                parts[-1].append(line)
            else:
                parts.append([line])  # the number of words and a day take one line
        else:
            parts[-1].append(line)
    return parts


def _begins(
    article: _Article, label: tuple[str, str, str], parts: list[list[str]], *, capitals: bool
) -> bool:
    """Whether a label inside a block begins a field: after fields, or at the end of the body."""
    if _label(parts[-1][0], capitals=capitals):
        return not _is_text(article, label[1])
    return capitals and label[1] in END_OF_ARTICLE


def _is_text(article: _Article, column: str) -> bool:
    """Whether a field here is no field: "LENGTH: nine miles" in a text about a bridge."""
    if not article.body or column in END_OF_ARTICLE or column == "body":
        return False
    return article.announced_body or any(column == earlier for earlier, _ in article.fields)


def _read_part(article: _Article, part: list[str], *, capitals: bool) -> None:
    label = _label(part[0], capitals=capitals) or _unknown(part[0], article)
    if label is None:
        column = article.fields[-1][0] if article.after_body else ""
        if column in _CAPTIONS or (column and _TERM.search(" ".join(part))):
            article.late.append((len(article.fields) - 1, part))
        else:
            article.after_body = False
            article.body.append(part)
        return
    _, column, value = label
    if column == "body":
        article.announced_body, article.after_body = True, False
        rest = [line for line in (value, *part[1:]) if line]
        article.body += [rest] if rest else []
    elif _is_text(article, column):
        article.body.append(part)
    else:
        article.fields.append((column, " ".join([value, *part[1:]])))
        article.past_head = True
        ends = article.after_body or column in END_OF_ARTICLE
        article.after_body = bool(article.body) and ends
