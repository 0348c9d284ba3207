"""Rich text (.rtf): its plain text (extra ``rtf``)."""

import re
from collections.abc import Iterator
from typing import Any

from topics.errors import InputError, require_extra
from topics.readers.files import MAX_PAGE_BYTES, File
from topics.readers.nexis_word import Paragraph
from topics.readers.options import ReadOptions
from topics.readers.plain import text_rows

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_BOLD = re.compile(r"\\b(?: |(?=[\\{}\r\n]))")
_MARK = "\ue000"
_MARKED = rf"\\b\\u{ord(_MARK)}?"
_PICTURE = re.compile(rb"\{\\(?:\*\\)?(?:pict|shppict|objdata|blipuid|themedata)\b[^{}]*\}")


def read_rtf(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the articles of an export, or the one document of any other .rtf file.

    Raises
    ------
    MissingExtraError
        When striprtf is not installed.
    InputError
        When the file is no rich text.
    """
    striprtf = require_extra("striprtf.striprtf", "rtf")
    data = file.read()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise InputError(f"{file.name}: not rich text; it does not begin with {{\\rtf. Remove it.")
    data = _PICTURE.sub(b"", data)
    if len(data) > MAX_PAGE_BYTES:
        raise InputError(f"{file.name}: larger than {MAX_PAGE_BYTES >> 20} MiB. Split the file.")
    page = _CODE_PAGE.search(data[:4096])
    encoding = f"cp{page[1].decode('ascii')}" if page else "cp1252"
    try:
        "".encode(encoding)
    except LookupError:
        # the library would look for it too
        encoding, data = "cp1252", _CODE_PAGE.sub(b"", data)
    try:
        text = striprtf.rtf_to_text(
            _BOLD.sub(_MARKED, data.decode(encoding, "replace")),
            encoding=encoding,
            errors="replace",
        )
    except Exception as error:  # damage shows as an error of any kind
        reason = (str(error) or type(error).__name__).splitlines()[0][:120]
        raise InputError(f"{file.name}: damaged rich text ({reason}). Save it again.") from error
    text = text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    options.count_replaced(text.count("\ufffd"))
    # each paragraph is one line of it
    lines = [" ".join(line.split()) for line in text.split("\n")]
    paragraphs = [
        Paragraph(line.replace(_MARK, ""), line.startswith(_MARK), False) for line in lines
    ]
    bare = "\n\n".join(paragraph.text for paragraph in paragraphs).strip()
    yield from text_rows(bare, file, options, paragraphs=paragraphs)
