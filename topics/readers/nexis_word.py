"""Articles of Nexis in its form for Word, rich text and PDF, each ended by "End of Document".

An article is headline, publication, day, copyright, fields, the heading "Body", the text, then,
with or without colons, "Graphic" with captions and "Classification" with the index terms.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from topics.readers.dates import find_date
from topics.readers.fields import END_OF_ARTICLE, column_of, day_of, row_of, split_label
from topics.readers.nexis_article import COPYRIGHT

_END = re.compile(
    r"End of Document|Ende des Dokuments?|Fin du document|Fin del documento|Fim do documento"
    r"|Einde (?:van )?(?:het )?document|Fine (?:del )?documento",
    re.IGNORECASE,
)
_GRAPHIC = re.compile(r"(?:Graphics?|Grafik|Graphique|Gr[áa]fico|Grafiek)\s?:?\s*(.*)")
_OTHER_HEADINGS = {"Notes": "notes", "Correction": "correction", "Correction-Date": "correction"}
_CLASSES = re.compile(
    r"(?:Classification|Klassifi(?:zierung|kation)|Clasificaci[óo]n|Classifica(?:ção|zione)"
    r"|Classificatie|Classement)\s?:?\s*(.*)"
)
_COVER = re.compile(r"(\d{1,5})\.\s+\S.*")
_COVER_COUNT = re.compile(
    r"(?:Document(?:[eo]s?|en|i|s)?|Dokumente?|Results?|Ergebnisse|R[ée]sult(?:ats|ados))"
    r"\s*\((\d{1,5})\)"
)
_PAGE = re.compile(r"\w+ \d+ (?:of|von|de|sur|van|di) \d+", re.IGNORECASE)
_NEAR_THE_END = 1000
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of a paragraph, whether it is a heading of the first level, and whether in a list."""

    text: str
    heading: bool
    listed: bool


def may_end(text: str) -> bool:
    """Whether the last lines of a text say that a document ends, as in such an export."""
    last = text[-_NEAR_THE_END:].lower()
    # the words first: the expression takes long, and most texts end in none
    return ("document" in last or "dokument" in last) and _END.search(last) is not None


def word_articles(
    paragraphs: list[Paragraph], name: str, remarks: list[str], *, wrapped: bool = False
) -> list[dict[str, Any]] | None:
    """Return the articles, without `doc_id`; None when the paragraphs are no such export.

    Where the number of articles differs from the cover list, a remark says so.

    Parameters
    ----------
    paragraphs : list of Paragraph
    name : str
        Of the file.
    remarks : list of str
        Takes what does not add up.
    wrapped : bool
        Whether they are lines broken to a width, as a PDF has them.
    """
    if wrapped:
        paragraphs = [one for one in paragraphs if not _PAGE.fullmatch(one.text)]
    texts = [paragraph.text for paragraph in paragraphs]
    ends = [n for n, text in enumerate(texts) if _END.fullmatch(text)]
    if not ends:
        return None
    announced = _announced(paragraphs[: ends[0]])
    if announced is not None and announced != len(ends):
        remarks.append(
            f"{name}: the cover lists {announced} documents, {len(ends)} are in the file"
        )
    return list(_articles(paragraphs, ends, "\n" if wrapped else "\n\n"))


def _articles(paragraphs: list[Paragraph], ends: list[int], joint: str) -> Iterator[dict[str, Any]]:
    start = 0
    for number, end in enumerate(ends, start=1):
        article = paragraphs[start:end]
        yield _article(_without_cover(article) if number == 1 else article, joint)
        start = end + 1


def _announced(cover: list[Paragraph]) -> int | None:
    for paragraph in cover:
        match = _COVER_COUNT.fullmatch(paragraph.text)
        if match:
            return int(match[1])
    return len(_entries(cover)) or None


def _entries(cover: list[Paragraph]) -> list[int]:
    """Places of the entries of the cover list, which count from 1 without a gap."""
    found: list[int] = []
    for place, paragraph in enumerate(cover):
        match = _COVER.fullmatch(paragraph.text)
        if match and not find_date(paragraph.text):  # "5. Mai 2014" is no entry
            if int(match[1]) != len(found) + 1:
                return []  # a numbered article
            found.append(place)
    return found


def _without_cover(paragraphs: list[Paragraph]) -> list[Paragraph]:
    opened = next(
        (n for n, p in enumerate(paragraphs) if COPYRIGHT.fullmatch(p.text) or _is_body(p.text)),
        len(paragraphs),
    )
    headings = [n for n, paragraph in enumerate(paragraphs[:opened]) if paragraph.heading]
    if headings:
        return paragraphs[headings[-1] :]
    # no styles: the headline is the first line after the last cover entry that has text below it
    last = max(_entries(paragraphs[:opened]), default=-1)
    rest = paragraphs[last + 1 :]
    repeats = [
        n for n, p in enumerate(rest) if p.text and _on_cover(p.text, paragraphs[: last + 1])
    ]
    return rest[repeats[0] :] if repeats else rest


def _on_cover(text: str, cover: list[Paragraph]) -> bool:
    return any(entry.text.partition(". ")[2].strip() == text for entry in cover)


def _is_body(text: str) -> bool:
    return len(text) < 25 and column_of(text.rstrip(": ")) == "body"


def _article(paragraphs: list[Paragraph], joint: str) -> dict[str, Any]:
    texts = [paragraph.text for paragraph in paragraphs if paragraph.text]
    title, texts = (texts[0], texts[1:]) if texts else ("", [])
    body_at = next((n for n, text in enumerate(texts) if _is_body(text)), None)
    if body_at is None:
        body_at = _end_of_head(texts)
        head, rest = texts[:body_at], texts[body_at:]
    else:
        head, rest = texts[:body_at], texts[body_at + 1 :]
    graphic, classes = _tail(rest)
    body, captions = rest[:graphic], rest[graphic:classes]
    fields = [*_head_fields(head), *_captions(captions), *_index_terms(rest[classes:])]
    size = sum(map(len, captions))
    if size > max(400, 2 * sum(map(len, body))):
        body += captions  # so much is no caption
        fields = [*_head_fields(head), *_index_terms(rest[classes:])]
    row: dict[str, Any] = {"publication": "", "date": None, **row_of(fields)}
    return {**row, "title": title, "text": joint.join(body)}


def _end_of_head(texts: list[str]) -> int:
    """Where the text begins when no heading says so: after the fields, or at a long paragraph."""
    end = 0
    for n, text in enumerate(texts):
        label = split_label(text)
        if len(text) > 120 and label is None and not COPYRIGHT.match(text):
            break
        if label and label[1] in END_OF_ARTICLE:
            break
        if label or COPYRIGHT.match(text) or (n < 3 and find_date(text)):
            end = n + 1
    return end


def _head_fields(head: list[str]) -> Iterator[tuple[str, str]]:
    dated = copyrighted = False
    for n, text in enumerate(head):
        label = split_label(text)
        if COPYRIGHT.match(text):
            copyrighted = True
        elif n == 0 and not label and not (find_date(text) and len(text) < 40):
            yield "publication", text
        elif label:
            yield label[1], label[2]
        elif copyrighted or len(text) > 100:
            continue
        elif not dated and (find_date(text) or _YEAR.search(text)):
            dated = True
            yield "date", day_of(text)
        elif dated:
            yield "edition", text


def _tail(rest: list[str]) -> tuple[int, int]:
    """Where captions and where index terms begin, in the paragraphs from the text on."""
    classes = next(
        (
            n
            for n, text in reversed(list(enumerate(rest)))
            if (match := _CLASSES.fullmatch(text)) and (not match[1] or split_label(match[1]))
        ),
        len(rest),
    )
    if classes == len(rest):
        # no heading: index terms are the fields at the very end
        while classes and (found := split_label(rest[classes - 1])) and found[1] in END_OF_ARTICLE:
            classes -= 1
    alone = [n for n, text in enumerate(rest[:classes]) if _heading(text)]
    inline = [
        n
        for n, text in enumerate(rest[:classes])
        if re.match(r"\w+\s?:", text) and _GRAPHIC.fullmatch(text)
    ]
    return min(alone[:1] + inline[-1:], default=classes), classes


def _heading(text: str) -> str:
    match = _GRAPHIC.fullmatch(text)
    return "graphic" if match and not match[1] else _OTHER_HEADINGS.get(text.rstrip(": "), "")


def _captions(texts: list[str]) -> Iterator[tuple[str, str]]:
    column = "graphic"
    for n, text in enumerate(texts):
        match = _GRAPHIC.fullmatch(text) if n == 0 else None
        if heading := _heading(text):
            column = heading
        else:
            yield column, match[1] if match else text


def _index_terms(texts: list[str]) -> Iterator[tuple[str, str]]:
    last = ""
    for n, text in enumerate(texts):
        match = _CLASSES.fullmatch(text) if n == 0 else None
        text = match[1] if match else text
        label = split_label(text)
        if label:
            last = label[1]
            yield last, label[2]
        elif text:
            yield last, text
