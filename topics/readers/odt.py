"""OpenDocument texts (.odt): paragraphs as they stand, without notes, comments, deleted text."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from topics.errors import InputError
from topics.readers.files import File
from topics.readers.nexis_word import Paragraph
from topics.readers.options import ReadOptions
from topics.readers.packages import Package
from topics.readers.plain import text_rows
from topics.readers.xmlstream import local, stream_elements

_WANTED = ("p", "h", "tracked-changes")
_LEFT_OUT = ("note", "annotation", "tracked-changes", "ruby-text")


def read_odt(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the one document of an .odt file; a heading at its start is the title.

    Raises
    ------
    UnreadFileError
        When a password is needed.
    InputError
        When the file is no .odt, declares entities, or grows out of proportion.
    """
    package = Package(file, ".odt file")
    if "content.xml" not in package.names:
        raise InputError(f"{file.name}: not an .odt file (no content.xml). Save it again.")
    content = BytesIO(package.read("content.xml"))
    found = [
        (local(element.tag), " ".join("".join(_pieces(element)).split()))
        for element in stream_elements(content, file.name, lambda tag, _: local(tag) in _WANTED)
        if local(element.tag) in ("p", "h")
    ]
    found = [(tag, text) for tag, text in found if text]
    paragraphs = [Paragraph(text, tag == "h", False) for tag, text in found]
    title = found.pop(0)[1] if found and found[0][0] == "h" else ""
    text = "\n\n".join(text for _, text in found)
    for row in text_rows(text, file, options, paragraphs=paragraphs):
        yield {"title": title if row["doc_id"] == file.stem else "", **row}


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        name = local(inner.tag)
        if name in ("s", "tab", "line-break", "p", "h"):
            yield " "
        if name not in _LEFT_OUT:
            yield from _pieces(inner)
        yield inner.tail or ""
