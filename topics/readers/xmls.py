"""Exports in XML, known by their elements; any other XML is named and refused."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from topics.errors import InputError, TopicsError
from topics.readers.decoding import check_encoding
from topics.readers.exports import no_export, numbered
from topics.readers.factiva import factiva_xml_rows
from topics.readers.files import MAX_DOCUMENT_BYTES, File
from topics.readers.options import ReadOptions

_ENCODING = re.compile(rb"^[^>]{0,80}encoding\s*=\s*[\"']([\w.-]{2,20})[\"']")


def read_xml(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the articles of a Factiva export.

    Raises
    ------
    InputError
        When the XML is damaged, declares a document type, or is no such export.
    """
    data = file.read(MAX_DOCUMENT_BYTES)
    declared = None
    if found_encoding := _ENCODING.search(data[:200]):
        with suppress(TopicsError):  # a file may name what no one knows: its bytes tell
            declared = check_encoding(found_encoding[1].decode("ascii"))
    text = options.decode(data, file.name, declared)
    rows = factiva_xml_rows(text, file.name)
    if rows is None:
        if options.database is not None:
            raise no_export(file, options)
        root = re.search(r"<([A-Za-z_][\w:.-]{0,60})", text)
        found = f"its first element is <{root[1]}>" if root else "it has no element"
        raise InputError(
            f"{file.name}: no XML that is read; {found}. Feeds (RSS, Atom), exports of WordPress "
            "and Factiva, and TEI are; turn others into text or a table."
        )
    yield from numbered(iter(rows), file, options, "Factiva")
