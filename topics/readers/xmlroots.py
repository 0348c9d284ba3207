"""XML files, told by their first element: feeds, exports of WordPress; all others are named."""

from collections.abc import Iterator
from typing import Any

from topics.errors import InputError
from topics.readers.feeds import ENTRIES, feed_rows
from topics.readers.files import File
from topics.readers.options import ReadOptions
from topics.readers.xmlstream import elements, local

_FEEDS = ("rss", "feed", "RDF")


def read_xml_roots(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the documents of an XML file of a known make.

    Raises
    ------
    InputError
        When the XML is damaged, declares entities, or is of no known make.
    """
    found = elements(file, _wanted, encoding=options.encoding)
    root = next(found)
    name = local(root.tag)
    if name in _FEEDS:
        yield from feed_rows(found, file, options)
    else:
        raise InputError(
            f"{file.name}: XML of a make that is not read; its first element is <{name}>. Feeds "
            "(RSS, Atom) and exports of WordPress are; turn others into text or a table."
        )


def _wanted(tag: str, attributes: dict[str, str]) -> bool:
    del attributes
    return local(tag) in ENTRIES
