"""A press database that the caller names: its files are read as its exports, or refused."""

from collections.abc import Callable, Iterator
from typing import Any

from topics.readers.docx import read_docx
from topics.readers.exports import FAMILIES
from topics.readers.files import File
from topics.readers.odt import read_odt
from topics.readers.options import ReadOptions
from topics.readers.pdf import read_pdf
from topics.readers.rtf import read_rtf
from topics.readers.textfiles import read_txt
from topics.readers.webpage import read_html
from topics.readers.xmls import read_xml

_BY_KIND: dict[str, Callable[[File, ReadOptions], Iterator[dict[str, Any]]]] = {
    "txt": read_txt,
    "html": read_html,
    "docx": read_docx,
    "xml": read_xml,
    "rtf": read_rtf,
    "odt": read_odt,
    "pdf": read_pdf,
}


def read_named(database: str) -> Callable[[File, ReadOptions], Iterator[dict[str, Any]]]:
    """Return a reader that takes files for exports of `database` and nothing else."""

    def read(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
        options.database = database
        kind = file.format if file.format in FAMILIES[database] else _kind_by_content(file)
        yield from _BY_KIND[kind](file, options)

    return read


def _kind_by_content(file: File) -> str:
    with file.open() as stream:
        start = stream.read(512)
    if start.startswith(b"PK\x03\x04"):
        return "docx"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in start:
        return "pdf"
    start = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml") and b"<html" not in start:
        return "xml"
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "txt"
