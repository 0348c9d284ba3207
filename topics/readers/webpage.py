"""Saved web pages: the main text by trafilatura, title and day from the page's own metadata.

The day is read from metadata in strict forms only and never guessed from the text. Pages that
press databases export, with many articles in one file, are recognised and split.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from topics.errors import InputError, TopicsError, require_extra
from topics.readers.dates import parse_date
from topics.readers.decoding import check_encoding
from topics.readers.exports import articles_of_page, articles_of_text
from topics.readers.files import MAX_PAGE_BYTES, File
from topics.readers.nexis_word import Paragraph
from topics.readers.options import ReadOptions
from topics.readers.pages import lines_of, text_of
from topics.readers.plain import text_rows
from topics.readers.siblings import sibling_rows, side_by_side
from topics.readers.telegram_page import PAGE as TELEGRAM
from topics.readers.telegram_page import telegram_messages, telegram_page_rows
from topics.readers.unread import UnreadFileError

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "dc.date", "dcterms.date", "publication_date", "publish-date", "pubdate", "date",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "article.published",
)  # fmt: skip
_DEEPEST = 20
_BLOCKS = ("p", "div", "li", "td", "th", "article")
_MANY_BLOCKS = 4000  # of more, what trafilatura tries when it finds little takes minutes


def read_html(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the article of a saved page, or the articles of an export of a press database.

    Raises
    ------
    MissingExtraError
        When trafilatura is not installed.
    InputError
        When no running text is found, or the page is larger than 16 MiB.
    """
    trafilatura = require_extra("trafilatura", "html")
    html = require_extra("lxml.html", "html")
    page = _text_of(file, options)
    exported = articles_of_page(page, file, options)
    if exported is not None:
        yield from exported
        return
    tree = trafilatura.load_html(page)
    if tree is None:
        raise InputError(f"{file.name}: no HTML document in it. Is it a saved web page?")
    several = _several(tree, page, file, options)
    if several:
        yield from several
        return
    widest = max((len(row) for row in tree.iter("tr")), default=0)
    if widest > _MANY_BLOCKS:
        options.remarks.append(
            f"{file.name}: tables are left out, since one has a row of {widest:,} cells"
        )
    text = trafilatura.extract(
        page, output_format="txt", include_comments=False, with_metadata=False,
        include_tables=widest <= _MANY_BLOCKS,  # a row takes the square of its cells
        fast=sum(1 for _ in tree.iter(*_BLOCKS)) > _MANY_BLOCKS,
    )  # fmt: skip
    if not text:
        raise UnreadFileError(file.name, "no running text found in the page", "remove the file")
    meta = html.document_fromstring(page)
    facts = {
        "url": _first(meta.xpath("//link[@rel='canonical']/@href")),
        "site": _first(meta.xpath("//meta[@property='og:site_name']/@content")),
    }
    lines = lines_of(meta)
    if options.split is None and (exported := articles_of_text("\n".join(lines), file, options)):
        yield from exported
        return
    for row in text_rows(text, file, options, paragraphs=_paragraphs(lines, meta)):
        # the headline and the day of a page are those of its one document
        alone = row["doc_id"] == file.stem
        yield {"title": _title(meta), "date": _day(meta), **facts, **row} if alone else facts | row


def _several(
    tree: Any,  # noqa: ANN401
    page: str,
    file: File,
    options: ReadOptions,
) -> list[dict[str, Any]]:
    """Messages of a chat, or articles side by side; [] for a page of one text."""
    if options.split is None and TELEGRAM.search(page) and (found := telegram_messages(tree)):
        rows = list(telegram_page_rows(tree, found, file.stem))
        if len(rows) < len(found):
            options.remarks.append(
                f"{file.name}: {len(found) - len(rows):,} messages without text are left out"
            )
        return rows
    nodes, teasers = side_by_side(tree) if page.lower().count("<article") > 1 else ([], 0)
    if nodes:
        options.remarks.append(
            f"{file.name}: {len(nodes):,} <article> elements side by side; each is a document"
        )
    if teasers:
        options.remarks.append(
            f"{file.name}: {teasers:,} short <article> beside the long one, taken for teasers"
        )
    return [
        {"doc_id": f"{file.stem}:{number}", **row}
        for number, row in enumerate(sibling_rows(nodes), start=1)
    ]


def _paragraphs(lines: list[str], tree: Any) -> list[Paragraph]:  # noqa: ANN401
    """Lines of a page; headings are those of the first level that occurs several times."""
    levels = [{text_of(node) for node in tree.iter(level)} - {""} for level in ("h1", "h2", "h3")]
    headings = next((names for names in levels if len(names) > 1), set())
    return [Paragraph(line, line in headings, False) for line in lines]


def _text_of(file: File, options: ReadOptions) -> str:
    data = file.read(MAX_PAGE_BYTES)
    declared = None
    if found := _CHARSET.search(data[:4096]):
        try:
            declared = check_encoding(found[1].decode("ascii"))
        except TopicsError:
            declared = None  # a page may name what no one knows: its bytes tell
    text = options.decode(data, file.name, declared)
    # an encoding declared in the page would be applied a second time
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _first(found: list[Any]) -> str:
    return " ".join(str(found[0]).split()) if found else ""


def _title(tree: Any) -> str:  # noqa: ANN401  (lxml is untyped)
    headings = [" ".join(heading.text_content().split()) for heading in tree.xpath("//h1")]
    headings = [heading for heading in headings if heading]
    if len(headings) == 1:
        return headings[0]
    return (
        _first(tree.xpath("//meta[@property='og:title']/@content"))
        or _first(headings)
        or _first(tree.xpath("//title/text()"))
    )


def _day(tree: Any) -> str | None:  # noqa: ANN401
    named = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): value
        for meta in reversed(tree.xpath("//meta[@content]"))
        if (value := meta.get("content"))
    }
    candidates = [named[name] for name in _DATE_NAMES if name in named]
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        candidates += _published(script)
    candidates += tree.xpath("//article//time/@datetime") or tree.xpath("//time/@datetime")[:1]
    for candidate in candidates:
        day = parse_date(str(candidate))
        if day is not None:
            return day.isoformat()
    return None


def _published(script: str) -> list[str]:
    try:
        value = json.loads(script)
    except (ValueError, RecursionError):
        return []  # metadata of the page only: the text does not depend on it
    found: list[str] = []

    def walk(node: object, depth: int) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("datePublished"), str):
                found.append(node["datePublished"])
            children: list[object] = list(node.values())
        else:
            children = node if isinstance(node, list) else []
        if depth < _DEEPEST:
            for child in children:
                walk(child, depth + 1)

    walk(value, 0)
    return found
