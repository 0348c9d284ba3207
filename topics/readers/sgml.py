"""SGML of the Reuters-21578 collection: many documents in a file, with editors' labels.

Reference: D. D. Lewis, Reuters-21578 text categorization test collection, Distribution 1.0,
README of 26 September 1997.
"""

import html
import re
from collections.abc import Iterator
from typing import Any

from topics.errors import InputError
from topics.readers.files import MAX_DOCUMENT_BYTES, File
from topics.readers.options import ReadOptions

_END = b"</REUTERS>"
_LABELS = ("topics", "places", "people", "orgs", "exchanges", "companies")
_FLAGS = re.compile(r'(\w+)="([^"]*)"')
_CONTROL_REFERENCE = re.compile(r"&#(?:[0-8]|1[1-9]|2\d|3[01]|127);")
_TEXT = re.compile(r"<TEXT(?: TYPE=\"(\w+)\")?>")
_TAG = re.compile(r"</?(?:AUTHOR|DATELINE|TITLE|BODY)>")


def read_sgml(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the documents of a Reuters-21578 .sgm file.

    Columns: ``title, text, date, dateline, author``; the label lists ``topics, places, people,
    orgs, exchanges, companies``; ``text_type`` (NORM, BRIEF or UNPROC); and the attributes of the
    REUTERS element in lower case (``lewissplit``, ``cgisplit``, ``oldid``, ``newid``). The
    ``doc_id`` is NEWID.
    """
    number = 0
    for block in _blocks(file):
        start = block.find(b"<REUTERS")
        if start < 0:
            raise InputError(
                f"{file.name}: an end </REUTERS> without its start after document {number}; only "
                "the SGML of Reuters-21578 is read."
            )
        number += 1
        if block.count(b"<REUTERS") > 1:
            raise InputError(
                f"{file.name}: document {number} is not closed before the next one begins. Put "
                "</REUTERS> there."
            )
        yield _document(_decode(block[start:], options), file.name, number)
    if number == 0:
        raise InputError(f"{file.name}: no <REUTERS> element; only Reuters-21578 SGML is read.")


def _blocks(file: File) -> Iterator[bytes]:
    rest = bytearray()
    with file.open() as stream:
        while piece := stream.read(2**20):
            seen = max(0, len(rest) - len(_END))
            rest += piece
            while (end := rest.find(_END, seen)) >= 0:
                yield bytes(rest[:end])
                del rest[: end + len(_END)]
                seen = 0
            if len(rest) > MAX_DOCUMENT_BYTES:
                break
    if b"<REUTERS" in rest:
        raise InputError(
            f"{file.name}: a <REUTERS> element is never closed or is larger than "
            f"{MAX_DOCUMENT_BYTES >> 20} MiB. Check the end of the file."
        )


def _decode(block: bytes, options: ReadOptions) -> str:
    try:
        return block.decode(options.encoding)
    except UnicodeDecodeError:
        return block.decode("latin-1")  # the collection is older than Unicode


def _document(block: str, name: str, number: int) -> dict[str, Any]:
    flags = {key.lower(): value for key, value in _FLAGS.findall(block[: block.find(">")])}
    text = _TEXT.search(block)
    end = block.find("</TEXT>", text.end()) if text else -1
    if text is None or end < 0 or "newid" not in flags:
        raise InputError(f"{name}: document {number} has no NEWID or no <TEXT>.")
    kind, inner = text[1] or "NORM", block[text.end() : end]
    row: dict[str, Any] = {"doc_id": flags["newid"]}
    row["title"] = _field("TITLE", inner).strip()
    row["text"] = _plain(_TAG.sub("\n", inner)) if kind == "UNPROC" else _field("BODY", inner)
    row["date"] = _field("DATE", block).strip().partition(" ")[0]
    row["dateline"] = _field("DATELINE", inner).strip()
    row["author"] = _field("AUTHOR", inner).strip()
    for label in _LABELS:
        row[label] = _listed(_field(label.upper(), block))
    row["has_topics"] = flags.pop("topics", "")
    return row | {"text_type": kind} | flags


def _field(tag: str, text: str) -> str:
    start = text.find(f"<{tag}>")
    end = text.find(f"</{tag}>", start) if start >= 0 else -1
    return _plain(text[start + len(tag) + 2 : end]) if end >= 0 else ""


def _listed(text: str) -> list[str]:
    parts = (part.partition("</D>") for part in text.split("<D>")[1:])
    return [item for item, closed, _ in parts if closed]


def _plain(text: str) -> str:
    return html.unescape(_CONTROL_REFERENCE.sub("", text))
