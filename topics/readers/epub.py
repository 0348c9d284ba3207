"""Books (.epub): the text of each chapter in the order of the spine, one document a chapter."""

import posixpath
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from topics.errors import InputError
from topics.readers.files import File
from topics.readers.markup import heading_of, html_to_text
from topics.readers.options import ReadOptions
from topics.readers.packages import Package
from topics.readers.unread import UnreadFileError
from topics.readers.xmlstream import declared_in, local, stream_elements

_CONTAINER = "META-INF/container.xml"


def read_epub(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the chapters of an .epub book; pages without text, such as the cover, are left out.

    Raises
    ------
    UnreadFileError
        When the book is locked, or holds pictures of pages alone.
    InputError
        When the file is no .epub.
    """
    package = Package(file, ".epub book")
    names = set(package.names)
    if "META-INF/rights.xml" in names:
        raise UnreadFileError(file.name, "locked by its seller", "use an open edition")
    if _CONTAINER not in names:
        raise InputError(f"{file.name}: not an .epub book (no {_CONTAINER}). Check the file.")
    roots = _elements(package, _CONTAINER, file, ("rootfile",))
    root = next((found.get("full-path") or "" for found in roots), "")
    if root not in names:
        raise InputError(f"{file.name}: not an .epub book (no package document). Check the file.")
    places, book = _spine(package, root, file)
    number = 0
    missing = sum(place not in names for place in places)
    if missing:
        options.remarks.append(
            f"{file.name}: chapters that it lists and does not hold: {missing:,}"
        )
    for place in places:
        if place in names:
            data = package.read(place)
            page = options.decode(data, f"{file.name}/{place}", declared_in(data))
            text = html_to_text(page)
            if text:
                number += 1
                yield {
                    "doc_id": f"{file.stem}:{number}",
                    "title": heading_of(page),
                    "text": text,
                    "book": book,
                }
    if not number:
        raise UnreadFileError(file.name, "scanned, no text layer", "run it through OCR")


def _spine(package: Package, root: str, file: File) -> tuple[list[str], str]:
    items: dict[str, str] = {}
    order: list[str] = []
    book = ""
    for found in _elements(package, root, file, ("item", "itemref", "title")):
        name = local(found.tag)
        if name == "item":
            href = unquote((found.get("href") or "").partition("#")[0])
            if "html" in (found.get("media-type") or "") and found.get("properties") != "nav":
                place = posixpath.normpath(posixpath.join(posixpath.dirname(root), href))
                items[found.get("id") or ""] = place
        elif name == "itemref":
            order.append(found.get("idref") or "")
        else:
            book = book or " ".join((found.text or "").split())
    return [items[key] for key in order if key in items], book


def _elements(package: Package, part: str, file: File, names: tuple[str, ...]) -> Iterator[Any]:
    stream = BytesIO(package.read(part))
    found = stream_elements(stream, file.name, lambda tag, _: local(tag) in names)
    return (element for element in found if local(element.tag) in names)
