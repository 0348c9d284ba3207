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
from topics.readers.exports import articles_of_page
from topics.readers.files import MAX_PAGE_BYTES, File
from topics.readers.options import ReadOptions
from topics.readers.siblings import sibling_rows, side_by_side

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
    nodes, teasers = side_by_side(tree) if page.lower().count("<article") > 1 else ([], 0)
    if nodes:
        options.remarks.append(
            f"{file.name}: {len(nodes):,} <article> elements side by side; each is a document"
        )
        for number, row in enumerate(sibling_rows(nodes), start=1):
            yield {"doc_id": f"{file.stem}:{number}", **row}
        return
    if teasers:
        options.remarks.append(
            f"{file.name}: {teasers:,} short <article> beside the long one, taken for teasers"
        )
    text = trafilatura.extract(
        page, output_format="txt", include_comments=False, include_tables=True, with_metadata=False,
        fast=sum(1 for _ in tree.iter(*_BLOCKS)) > _MANY_BLOCKS,
    )  # fmt: skip
    if not text:
        raise InputError(f"{file.name}: no running text found in the page. Remove the file.")
    meta = html.document_fromstring(page) if isinstance(page, str) else tree
    yield {
        "doc_id": file.stem,
        "title": _title(meta),
        "text": text,
        "date": _day(meta),
        "url": _first(meta.xpath("//link[@rel='canonical']/@href")),
        "site": _first(meta.xpath("//meta[@property='og:site_name']/@content")),
    }


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
