"""Feeds (RSS, Atom, RDF) and exports of WordPress (WXR): an entry is a document.

References: RSS 2.0 and its module content, RFC 4287, RSS 1.0; WordPress eXtended RSS 1.2.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

from topics.readers.files import File
from topics.readers.markup import html_to_text
from topics.readers.options import ReadOptions
from topics.readers.xmlstream import local, text_below

ENTRIES = ("item", "entry")
_DATES = ("post_date", "pubDate", "published", "issued", "date", "updated", "modified")
_FULL = ("encoded", "content", "body")
_SHORT = ("description", "summary", "abstract")
_NO_POSTS = ("attachment", "nav_menu_item", "revision", "wp_block", "wp_navigation", "custom_css")
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist|wp_caption)\b[^][]*\]")
_MEDIA = "search.yahoo.com/mrss"
_NO_DAY = "0000-00-00"


def feed_rows(
    found: Iterator[ET.Element], file: File, options: ReadOptions
) -> Iterator[dict[str, Any]]:
    """Yield the entries of a feed or of an export of WordPress."""
    number = short = left_out = 0
    for entry in found:
        fields = _fields(entry)
        kind, status = _plain(fields, "post_type"), _plain(fields, "status")
        if kind in _NO_POSTS or status in ("draft", "auto-draft", "trash", "inherit"):
            left_out += 1
            continue
        number += 1
        text = _text(fields, _FULL)
        if not text:
            text = _text(fields, _SHORT)
            short += bool(text)
        yield {
            "doc_id": f"{file.stem}:{number}",
            "title": html_to_text(_plain(fields, "title")),
            "text": text,
            "date": _date(fields),
            "author": _plain(fields, "creator") or _plain(fields, "author"),
            "url": _link(fields),
            "categories": "; ".join(_categories(fields)),
        }
    if short:
        options.remarks.append(
            f"{file.name}: {short:,} of {number:,} entries have a summary only, not the full text"
        )
    if left_out:
        options.remarks.append(
            f"{file.name}: {left_out:,} entries that are no published post or page are left out"
        )


def _fields(entry: ET.Element) -> dict[str, list[ET.Element]]:
    fields: dict[str, list[ET.Element]] = {}
    for child in entry:
        if _MEDIA in child.tag:
            continue  # a picture's caption and credit have the names of a text and an author
        name = local(child.tag)
        if name == "encoded" and "excerpt" in child.tag:
            name = "summary"
        fields.setdefault(name, []).append(child)
    return fields


def _plain(fields: dict[str, list[ET.Element]], name: str) -> str:
    return text_below(fields[name][0]) if name in fields else ""


def _text(fields: dict[str, list[ET.Element]], names: tuple[str, ...]) -> str:
    for name in names:
        for element in fields.get(name, ()):
            text = _of_markup(element)
            if text:
                return text
    return ""


def _of_markup(element: ET.Element) -> str:
    if len(element):  # XHTML inside the feed
        for inner in element.iter():
            inner.tag, inner.attrib = local(inner.tag), {}
        return html_to_text(ET.tostring(element, encoding="unicode"))
    markup = _SHORTCODE.sub(" ", element.text or "")
    if "<p" not in markup:
        # WordPress keeps blank lines between paragraphs and makes <p> of them when it shows them
        markup = re.sub(r"\n\s*\n", "<p>", markup)
    return html_to_text(markup)


def _date(fields: dict[str, list[ET.Element]]) -> str | None:
    days = (_plain(fields, name) for name in _DATES)
    return next((day for day in days if day and not day.startswith(_NO_DAY)), None)


def _link(fields: dict[str, list[ET.Element]]) -> str:
    links = fields.get("link", [])
    for link in links:
        if link.get("rel", "alternate") == "alternate":
            return link.get("href") or text_below(link)
    return ""


def _categories(fields: dict[str, list[ET.Element]]) -> Iterator[str]:
    for category in fields.get("category", ()):
        yield category.get("term") or text_below(category)
