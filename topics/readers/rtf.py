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
_CHARACTERS = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_CHARACTER_SET = re.compile(rb"\\(mac|pca?)(?![a-z0-9])")
_BINARY = re.compile(rb"(?<!\\)((?:\\\\)*)\\bin(\d{1,9}) ?")
_DELETED = re.compile(rb"\\deleted1?(?![a-z0-9])")
_ANOTHER = re.compile(rb"\}\s*\{\\rtf")
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
        When the file is no rich text, or several.
    """
    striprtf = require_extra("striprtf.striprtf", "rtf")
    data = file.read()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise InputError(f"{file.name}: not rich text; it does not begin with {{\\rtf. Remove it.")
    data = _PICTURE.sub(b"", _without_binary(data))
    if _ANOTHER.search(data):
        raise InputError(f"{file.name}: several rich texts in one file. Save each by itself.")
    data = _DELETED.sub(rb"\\*", data)  # the library passes over a group with this mark
    if len(data) > MAX_PAGE_BYTES:
        raise InputError(f"{file.name}: larger than {MAX_PAGE_BYTES >> 20} MiB. Split the file.")
    page = _CODE_PAGE.search(data[:4096])
    named = _CHARACTER_SET.search(data[:64])
    other = _CHARACTERS[named[1]] if named else "cp1252"
    encoding = f"cp{page[1].decode('ascii')}" if page else other
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


def _without_binary(data: bytes) -> bytes:
    r"""Leave out what is no text and may hold brackets: ``\bin`` and as many bytes as it says."""
    pieces = []
    at = 0
    for found in _BINARY.finditer(data):
        if found.start() >= at:
            pieces += [data[at : found.start()], found[1]]
            at = found.end() + int(found[2])
    return b"".join([*pieces, data[at:]])
