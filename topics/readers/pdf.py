"""PDF files: the text layer, page after page; what is only a picture of a text is not read."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from topics.errors import InputError
from topics.readers.files import MAX_DOCUMENT_BYTES, File
from topics.readers.options import ReadOptions
from topics.readers.plain import text_rows
from topics.readers.unread import UnreadFileError

_OPEN_END = re.compile(r"[\w,;\-–—]$")
_GOES_ON = re.compile(r"[a-z\d(]")


def read_pdf(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the articles of an export, or the one document of any other .pdf file.

    Raises
    ------
    UnreadFileError
        When no page has a text layer, or a password is needed.
    InputError
        When the file is no PDF, is damaged, or grows out of proportion.
    """
    data = file.read()
    if b"%PDF-" not in data[:1024]:
        raise InputError(f"{file.name}: not a PDF file. Remove the file.")
    with _quiet():
        pages = _pages(data, file)
    empty = sum(not page for page in pages)
    if empty == len(pages):
        raise UnreadFileError(
            file.name, "scanned, no text layer", "run it through OCR or leave it out"
        )
    if empty:
        options.remarks.append(
            f"{file.name}: {empty:,} of {len(pages):,} pages have no text layer (scanned or blank)"
        )
    yield from text_rows(_joined([page for page in pages if page]), file, options)


def _pages(data: bytes, file: File) -> list[str]:
    # imported here: it takes longer than most corpora
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(file)
        pages, size = [], 0
        for page in reader.pages:
            pages.append(page.extract_text().strip().replace("\x00", ""))
            size += len(pages[-1])
            if size > MAX_DOCUMENT_BYTES:
                raise InputError(
                    f"{file.name}: holds more than {MAX_DOCUMENT_BYTES >> 20} MiB. Split it."
                )
        return [
            page.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for page in pages
        ]
    except InputError:
        raise
    except Exception as error:  # the library meets damage with errors of every kind
        if type(error).__name__ in (
            "DependencyError",
            "FileNotDecryptedError",
            "WrongPasswordError",
        ):
            raise _locked(file) from error
        reason = (str(error) or type(error).__name__).splitlines()[0][:120]
        raise InputError(f"{file.name}: damaged PDF ({reason}). Save it again.") from error


def _locked(file: File) -> UnreadFileError:
    return UnreadFileError(file.name, "password-protected", "save it without a password")


def _joined(pages: list[str]) -> str:
    """Join pages; a sentence that runs over the edge of a page goes on in the next line."""
    text = pages[0]
    for page in pages[1:]:
        goes_on = _OPEN_END.search(text) and _GOES_ON.match(page)
        text += ("\n" if goes_on else "\n\n") + page
    return text


@contextmanager
def _quiet() -> Iterator[None]:
    # The library logs every oddity of a file that it reads all the same, and some with messages
    # that cannot be written. Its modules' loggers take their level, but no more, from this one.
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)
