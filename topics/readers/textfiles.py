"""Files called .txt: running text, or what they turn out to be by their first characters."""

import csv
import re
from collections.abc import Iterator
from typing import Any

from topics.errors import InputError
from topics.readers.datenames import bare_name, date_column
from topics.readers.delimited import read_csv
from topics.readers.files import File
from topics.readers.jsons import holds_lines, read_jsonl, rows_of_text
from topics.readers.mail import read_eml, read_mbox
from topics.readers.options import ReadOptions
from topics.readers.parts import separator_of
from topics.readers.plain import text_rows
from topics.readers.rtf import read_rtf
from topics.readers.textnames import text_column
from topics.readers.webpage import read_html
from topics.readers.xmlroots import read_xml_roots

_PAGE = re.compile(r"(?s:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_MBOX = re.compile(r"From \S+ +\w{3} \w{3} +\d{1,2} [\d:]{5,8} .{0,20}\d{4}\r?\n[A-Z][\w-]+: ")
_HEADER = re.compile(
    r"^(From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To): ",
    re.MULTILINE | re.IGNORECASE,
)
# TY  - NEWS, or @article{sol2024, and a field on the next line
_REFERENCE = re.compile(
    r"^(?:TY  - [A-Z]{2,8}[ \t]*\r?\n(?=[A-Z][A-Z\d]  - )"
    r"|@\w{4,20}\{[^\s,]{0,80},[ \t]*\r?\n(?=[ \t]{0,20}\w{1,40}[ \t]{0,20}=))",
    re.MULTILINE,
)
_TITLES = ("title", "headline", "id", "docid", "url", "author", "source")
_LONGEST_NAME = 40
_LONGEST_LINE = 400
_FEWEST_ROWS = 5
_LOOKED_AT = 2**16


def read_txt(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield what `text_rows` makes of a .txt file, or what it is though its name does not say so.

    JSON, a table with a header, a web page, XML and rich text are read as such; a remark says so
    of all but JSON.
    """
    try:
        data = file.read()
    except InputError:
        if not holds_lines(file):
            raise
        yield from read_jsonl(file, options)
        return
    text = options.decode(data, file.name)
    start = text[:2000].lstrip("\ufeff \t\r\n")
    rows = rows_of_text(text, file, options) if start[:1] in ("{", "[") else None
    if rows is not None:
        yield from rows
        return
    what, reader = ("", None) if options.as_text else _disguised(start)
    if reader is read_eml and separator_of(text) is not None:
        reader = None  # several mails, one after another
    if reader is not None:
        options.remarks.append(f"{file.name}: {what}, and read as such")
        yield from reader(file, options)
        return
    if options.split is None and not options.as_text and _is_headless(text[:_LOOKED_AT]):
        raise InputError(
            f"{file.name}: a table without a header, it seems: all lines have the same number of "
            "tabs. Add a first line that names the columns, one of them `text`, or take it as one "
            "document with `split='off'`."
        )
    references = _REFERENCE.findall(text) if options.split is None and not options.as_text else ()
    if references and _REFERENCE.match(text.lstrip("\ufeff \t\r\n")):
        raise InputError(
            f"{file.name}: {len(references):,} references of RIS or BibTeX, it seems. Export them "
            "as a table (.csv), or take the file as one document with `split='off'`."
        )
    yield from text_rows(text, file, options)


def _disguised(start: str) -> tuple[str, Any]:
    """Say what a text is by its beginning, and what reads it; None for running text."""
    if start[:1] == "<":
        if _PAGE.match(start):
            return "a web page under the name .txt", read_html
        if start.startswith("<?xml"):
            page = "<html" in start.lower()
            return "XML under the name .txt", read_html if page else read_xml_roots
    if _MBOX.match(start):
        return "mails under the name .txt", read_mbox
    if _HEADER.match(start) and len(set(_HEADER.findall(start.partition("\n\n")[0]))) > 2:
        return "a mail under the name .txt", read_eml
    if start.startswith("{\\rtf"):
        return "rich text under the name .txt", read_rtf
    if _is_header(start.partition("\n")[0].strip()):
        return "a table under the name .txt", read_csv
    return "", None


def _is_headless(text: str) -> bool:
    """Whether all lines are cells parted by tabs, the last of them a text."""
    if text.count("\t") < _FEWEST_ROWS:
        return False
    lines = [line for line in text.split("\n")[:-1] if line.strip()]
    tabs = {line.count("\t") for line in lines}
    names = [line.partition("\t")[0].strip() for line in lines]
    texts = [line.rpartition("\t")[2] for line in lines]
    return (
        len(lines) >= _FEWEST_ROWS
        and len(tabs) == 1
        and 0 not in tabs
        # a tab at the start of each paragraph parts nothing
        and all(0 < len(name) <= _LONGEST_NAME for name in names)
        and len(set(names)) == len(names)
        and sum(map(len, texts)) > _LONGEST_NAME * len(lines)
    )


def _is_header(line: str) -> bool:
    """Whether a line names columns: one for the text, and one for what else is known of it."""
    for separator in ",;\t|" if len(line) < _LONGEST_LINE else "":
        if separator in line:
            names = next(csv.reader([line], delimiter=separator), [])
            if all(0 < len(name) <= _LONGEST_NAME for name in names) and text_column(names):
                others = [name for name in names if name != text_column(names)]
                if date_column(others, {}) or any(bare_name(name) in _TITLES for name in others):
                    return True
    return False
