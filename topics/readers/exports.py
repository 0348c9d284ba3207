"""Exports of press databases, known by their content whatever the file is called."""

import re
from collections.abc import Iterable
from typing import Any

from topics.errors import InputError, require_extra
from topics.readers import europresse, factiva
from topics.readers.europresse import europresse_nodes, europresse_rows
from topics.readers.factiva import factiva_nodes, factiva_page_rows
from topics.readers.factiva_lines import factiva_articles, may_be_factiva
from topics.readers.files import File
from topics.readers.nexis import MARK_IN_PAGE, is_nexis, mark_of, nexis_rows
from topics.readers.nexis_word import Paragraph, may_end, word_articles
from topics.readers.options import ReadOptions
from topics.readers.pages import lines_of
from topics.readers.proquest import proquest_records, proquest_rows

_HEAD = 32_768
"""Characters in which an export shows what it is; a cover page may stand before."""

_HEAD_LINES = 1000
_RULES = ("_" * 15, "*" * 30, "=" * 30, "-" * 30)
_SIGNS = {
    "nexis": "no line such as '3 of 74 DOCUMENTS' or 'End of Document'",
    "factiva": "no element of the class 'article', no line 'Document QUAY000020140313...'",
    "proquest": "no line of underscores with 'Full text:' or 'Publication title:' below",
    "europresse": "no element of the class 'DocPublicationName'",
}

_CALLED = {"proquest": "ProQuest", "factiva": "Factiva", "nexis": "Nexis"}
_EMPTY = re.compile(r"\n(?:[^\S\n]*\n){3,}")  # more lines than three say no more

FAMILIES = {
    "nexis": ("txt", "html", "docx", "rtf", "odt", "pdf"),
    "factiva": ("html", "xml", "rtf", "txt", "docx", "odt", "pdf"),
    "proquest": ("txt", "rtf", "docx", "odt", "pdf"),
    "europresse": ("html",),
}
"""Databases that `format` may name, and the kinds of file they export."""


def articles_of_text(
    text: str, file: File, options: ReadOptions, paragraphs: list[Paragraph] | None = None
) -> list[dict[str, Any]] | None:
    """Return the articles of an export in plain text; None when the text is none.

    Parameters
    ----------
    text : str
    file : File
    options : ReadOptions
    paragraphs : list of Paragraph, optional
        What is known of its lines, where they are those of an office program; by default each
        line is a line and no more.
    """
    # before anything that costs time: most text files are no export
    if options.database is None and not (
        _may_be_export(text[:_HEAD]) or may_end(text) or may_be_factiva(text)
    ):
        return None
    if paragraphs is None:
        text = _EMPTY.sub("\n\n\n\n", text.replace("\f", "\n"))
        lines = [" ".join(line.split()) for line in text.split("\n")]
        given = [Paragraph(line, False, False) for line in lines]
    else:
        lines = _laid_out(paragraphs)
        given = paragraphs
    found: Iterable[dict[str, Any]] | None = None
    for database in ("proquest", "factiva", "nexis"):
        if options.database not in (None, database):
            continue
        if database == "proquest":
            found = _proquest(lines, file, options)
        elif database == "factiva":
            found = factiva_articles(given)
        else:
            wrapped = paragraphs is None
            found = word_articles(given, file.name, options.remarks, wrapped=wrapped)
            found = _nexis_classic(lines, file, options) if found is None else found
        if found is not None:
            return numbered(found, file, options, _CALLED[database])
    if options.database is not None:
        raise no_export(file, options)
    return None


def _laid_out(paragraphs: list[Paragraph]) -> list[str]:
    """Lines of what was exported: a paragraph is one of them, or a block of them."""
    texts = [paragraph.text for paragraph in paragraphs]
    blocks = sum(not text for text in texts) * 5 < len(texts)
    return [line for text in texts for line in ((text, "") if blocks else (text,))]


def _proquest(
    lines: list[str], file: File, options: ReadOptions
) -> Iterable[dict[str, Any]] | None:
    records = proquest_records(lines)
    return proquest_rows(records, file.name, options.remarks) if records else None


def _nexis_classic(
    lines: list[str], file: File, options: ReadOptions
) -> Iterable[dict[str, Any]] | None:
    if not any(len(line) < 60 and mark_of(line) for line in lines[:_HEAD_LINES]):
        return None
    if options.database != "nexis" and not is_nexis(lines):
        return None
    first = next(n for n, line in enumerate(lines) if mark_of(line))
    if not all(lines[first + 1 : first + 4]):
        return nexis_rows(lines, file.name, options.remarks)
    # a PDF has no empty lines: each line of a head is a part of it by itself
    spaced = [part for line in lines for part in (line, "")]
    rows = nexis_rows(spaced, file.name, options.remarks)
    return [{**row, "text": row["text"].replace("\n\n", "\n")} for row in rows]


def _may_be_export(head: str) -> bool:
    if any(rule in head for rule in _RULES):
        return True
    for word in ("DOCUMENT", "ocument", "DOKUMENT", "okument"):
        place = head.find(word)
        while place >= 0:
            start, end = head.rfind("\n", 0, place) + 1, head.find("\n", place)
            line = head[start : end if end >= 0 else None]
            if len(line) < 150 and mark_of(" ".join(line.split())):
                return True
            place = head.find(word, place + 8)
    return False


def articles_of_page(page: str, file: File, options: ReadOptions) -> list[dict[str, Any]] | None:
    """Return the articles of an export saved as a web page; None when the page is none."""
    if options.database in (None, "nexis") and MARK_IN_PAGE.search(page):
        lines = lines_of(parsed(page, file))
        rows = None if proquest_records(lines) else _nexis_classic(lines, file, options)
        if rows is not None:
            return numbered(rows, file, options, "Nexis")
    if options.database in (None, "factiva") and (factiva.PAGE.search(page) or options.database):
        nodes = factiva_nodes(parsed(page, file))
        if nodes:
            return numbered(factiva_page_rows(nodes), file, options, "Factiva")
    if options.database in (None, "europresse") and europresse.PAGE.search(page):
        nodes = europresse_nodes(parsed(page, file))
        if nodes:
            return numbered(europresse_rows(nodes), file, options, "Europresse")
    if options.database is not None:
        raise no_export(file, options)
    return None


def parsed(page: str, file: File) -> Any:  # noqa: ANN401  (lxml is untyped)
    """Return the tree of a page; InputError when there is no HTML in it."""
    html = require_extra("lxml.html", "html")
    etree = require_extra("lxml.etree", "html")
    try:
        return html.document_fromstring(page)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(
            f"{file.name}: no HTML document in it ({error}). Is it a saved web page?"
        ) from error


def no_export(file: File, options: ReadOptions) -> InputError:
    """Return the error for a file that is no export of the database that the caller names."""
    sign = _SIGNS[options.database or ""]
    return InputError(
        f"{file.name}: no export of {options.database} is in it ({sign}). Leave `format` out."
    )


def numbered(
    rows: Iterable[dict[str, Any]], file: File, options: ReadOptions, database: str
) -> list[dict[str, Any]]:
    """Give the articles of a file their ids, and count them for the account."""
    articles = [{"doc_id": f"{file.stem}:{n}", **row} for n, row in enumerate(rows, start=1)]
    options.count_export(database, file.name, len(articles))
    return articles
