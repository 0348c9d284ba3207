"""XML files, told by their first element: feeds, WordPress, TEI; the others may be exports."""

from collections.abc import Iterator
from typing import Any

from topics.readers.feeds import ENTRIES, feed_rows
from topics.readers.files import File
from topics.readers.options import ReadOptions
from topics.readers.tei import ROOTS as TEI
from topics.readers.tei import is_text_or_header, is_wanted, tei_rows
from topics.readers.xmls import read_xml
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
    name = local(next(found).tag)
    if name in _FEEDS:
        yield from feed_rows(found, file, options)
    elif name in TEI:
        found.close()
        texts = elements(file, is_text_or_header, encoding=options.encoding)
        marked = elements(file, is_wanted, encoding=options.encoding)
        next(marked)
        yield from tei_rows(marked, texts, file, options)
    else:
        found.close()
        yield from read_xml(file, options)


def _wanted(tag: str, attributes: dict[str, str]) -> bool:
    del attributes
    return local(tag) in ENTRIES
