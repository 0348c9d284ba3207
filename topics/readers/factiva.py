"""Factiva exports: saved pages in two layouts, and XML; several articles in a file.

A page has a DIV of the class "article xxArticle" for each article. In one layout its facts stand in
DIVs without names, in one order in every language of the interface: headline, author, number of
words, day, time, outlet, code of the outlet, language, copyright. In the other they stand in a
table with codes of two letters.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from topics.errors import InputError
from topics.readers.dates import find_date
from topics.readers.fields import row_of
from topics.readers.pages import text_of

PAGE = re.compile(r"articleParagraph|class=[\"']?article [a-z]{2,5}Article\b", re.IGNORECASE)
"""What the source of a page that Factiva made has in it."""

CODES = {
    "HD": "title", "BY": "byline", "PD": "date", "SN": "publication", "SE": "section",
    "CLM": "section", "ED": "edition", "PG": "page", "LA": "language", "CO": "company",
    "IN": "industry", "NS": "subject", "RE": "geographic", "PUB": "publisher", "ART": "graphic",
    "CX": "correction", "AN": "", "WC": "", "ET": "", "SC": "", "CY": "", "CR": "", "CT": "",
    "RF": "", "VOL": "", "IPC": "", "IPD": "", "NT": "notes", "LP": "text", "TD": "text",
}  # fmt: skip
"""Codes of two letters, and the column that each is; "" for what nobody needs."""
_ARTICLE = re.compile(r"(?:^|\s)([a-z]{2})(?:[a-z]{2})?Article(?:\s|$)")
COUNT = re.compile(r"[\d\s.,'’\xa0]+\D{1,25}")
_TIME = re.compile(r"\d{1,2}[:.h]\d\d.{0,20}|.{0,10}\d{1,2}:\d\d")
_CODE = re.compile(r"[A-Z0-9]{2,10}")
_ID = re.compile(r"\w+ [A-Za-z]{2,10}\d[\w]{10,}")
RIGHTS = re.compile(r"(?:copyright|©|\(c\)|版权|著作権|저작권|авторск).*", re.IGNORECASE)


def factiva_nodes(tree: Any) -> list[Any]:  # noqa: ANN401  (lxml is untyped)
    """Return the elements of a page that are articles of Factiva."""
    found = [
        node
        for node in tree.xpath("//div[contains(@class, 'Article')]")
        if "article" in node.get("class").split() and _ARTICLE.search(node.get("class"))
    ]
    if not found:  # saved by other programs: the class of the paragraphs is left
        found = tree.xpath(
            "//div[p[contains(@class, 'articleParagraph')]][.//*[contains(@class, 'Headline')]]"
        )
    return [node for node in found if not any(other in node.iterancestors() for other in found)]


def factiva_page_rows(nodes: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the articles in these elements, without `doc_id`."""
    for node in nodes:
        table = _coded_rows(node)
        fields = list(_coded_fields(table)) if table else list(_placed_fields(node))
        paragraphs = _paragraphs(node)
        if not paragraphs:
            paragraphs = [text_of(cell) for code, cell in table if CODES.get(code) == "text"]
        row: dict[str, Any] = {"title": "", "date": None, **row_of(fields)}
        match = _ARTICLE.search(node.get("class") or "")
        if match:
            row.setdefault("language", match[1])
        yield {**row, "text": "\n\n".join(filter(None, paragraphs))}


def _paragraphs(node: Any) -> list[str]:  # noqa: ANN401
    marked = node.xpath(".//p[contains(@class, 'articleParagraph')]")
    texts = [text_of(paragraph) for paragraph in marked or node.xpath("./p|./pre")]
    return [text for text in texts if not _ID.fullmatch(text)]


def _coded_rows(node: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    rows = []
    for line in node.xpath(".//tr[count(td) > 1]"):
        code = "".join(line.xpath("./td[1]")[0].text_content().split())
        if code in CODES:
            rows.append((code, line.xpath("./td[2]")[0]))
    return rows if any(code in ("HD", "PD", "SN") for code, _ in rows) else []


def _coded_fields(rows: list[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    for code, cell in rows:
        if CODES[code] != "text":
            yield CODES[code], without_codes(text_of(cell))


def without_codes(value: str) -> str:
    """Return the terms of a value without their codes.

    >>> without_codes("gtrade : Trade | gpol : Politics")
    'Trade; Politics'
    """
    # "gtrade : Trade | gpol : Politics" names each subject twice
    parts = value.split(" | ")
    return "; ".join(re.sub(r"^[a-z0-9]{2,10} : ", "", part.strip()) for part in parts)


def _placed_fields(node: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    headline = node.xpath(".//*[contains(@class, 'Headline') or @id='hd']")
    title = text_of(headline[0]) if headline else ""
    yield "title", title
    facts: list[str] = []
    authors: list[str] = []
    for div in node.iterdescendants("div"):
        if div.xpath(".//div|.//p[contains(@class, 'articleParagraph')]"):
            continue
        text = text_of(div)
        if headline and (div is headline[0] or headline[0] in div.iterdescendants()):
            facts.append("")  # what stands before it is the section
        elif not text:
            continue
        elif "author" in (div.get("class") or "").lower().split():
            authors.append(text)
        else:
            facts.append(text)
    day = _place_of_day(facts)
    if day is None:
        return
    yield "date", facts[day]
    before, after = facts[:day], [fact for fact in facts[day + 1 :] if fact]
    heading = before.index("") if "" in before else 0
    yield from (("section", text) for text in before[:heading])
    for text in before[heading:]:
        if text and not COUNT.fullmatch(text):
            authors.append(text)
    yield from (("byline", author) for author in authors)
    yield from after_day(after)


def _place_of_day(facts: list[str]) -> int | None:
    for place, fact in enumerate(facts):
        if len(fact) < 60 and find_date(fact):
            return place
    # a day in words that are not known stands behind the number of words
    counts = [n for n, fact in enumerate(facts[:-1]) if fact and COUNT.fullmatch(fact)]
    return counts[0] + 1 if counts else None


def after_day(facts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what the facts below the day are, as (column, value).

    They are the outlet, its code, then in any order page, edition and language, and the copyright.

    >>> list(after_day(["07:30 GMT", "The Quay", "QUAY", "English", "(c) 2014 Quay Press"]))
    [('publication', 'The Quay'), ('language', 'English')]
    """
    facts = [fact for fact in facts if not _TIME.fullmatch(fact)]
    if facts and not RIGHTS.fullmatch(facts[0]):
        yield "publication", facts[0]
    rest = facts[1:]
    if rest and _CODE.fullmatch(rest[0]):
        rest = rest[1:]
    end = next((n for n, fact in enumerate(rest) if RIGHTS.fullmatch(fact)), len(rest))
    for n, fact in enumerate(rest[:end]):
        if n == end - 1 and _is_word(fact):
            yield "language", fact
        elif len(fact) < 20 and any(mark.isdigit() for mark in fact):
            yield "page", fact
        elif len(fact) < 100:
            yield "edition", fact


def _is_word(text: str) -> bool:
    return len(text) < 40 and not any(mark.isdigit() for mark in text)


_PARTS = {
    "headline": "title", "byline": "byline", "sourceName": "publication",
    "baseLanguage": "language", "edition": "edition", "sectionName": "section", "notes": "notes",
    "publisherName": "publisher", "columnName": "section", "corrections": "correction",
    "artWorks": "graphic", "artWork": "graphic",
}  # fmt: skip
_TERMS = {
    "region": "geographic", "newsSubject": "subject", "company": "company", "industry": "industry",
    "person": "person",
}  # fmt: skip


def factiva_xml_rows(text: str, name: str) -> list[dict[str, Any]] | None:
    """Return the articles of an XML export, without `doc_id`; None when the XML is another.

    Raises
    ------
    InputError
        When the XML is damaged or declares a document type: entities that expand or fetch files
        need one.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(
            f"{name}: its XML declares a document type, which no export does. Do not trust this "
            "file."
        )
    try:
        tree = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except ElementTree.ParseError as error:
        raise InputError(f"{name}: damaged XML ({error}). Save it again.") from error
    for element in tree.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    articles = [
        element
        for element in tree.iter("article")
        if element.find("headline") is not None
        and any(element.find(part) is not None for part in ("leadParagraph", "tailParagraphs"))
    ]
    return [_xml_row(article) for article in articles] if articles else None


def _xml_row(article: ElementTree.Element) -> dict[str, Any]:
    fields: list[tuple[str, str]] = []
    for child in article:
        if child.tag in _PARTS:
            fields.append((_PARTS[child.tag], _words(child)))
        elif child.tag in _TERMS:
            named = child.find("name")
            fields.append((_TERMS[child.tag], _words(child if named is None else named)))
        elif child.tag == "publicationDate":
            fields.append(("date", next(filter(str.strip, child.itertext()), "")))
        elif child.tag == "pages":
            fields.append(("page", ", ".join(map(_words, child)) or _words(child)))
    paragraphs = [
        _words(paragraph)
        for part in ("leadParagraph", "tailParagraphs")
        for place in article.findall(part)
        for paragraph in (place.findall("paragraph") or [place])
    ]
    row: dict[str, Any] = {"title": "", "date": None, **row_of(fields)}
    return {**row, "text": "\n\n".join(filter(None, paragraphs))}


def _words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())
