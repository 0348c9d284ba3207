"""Mail (.eml, .mbox): the plain text of a message, or its HTML as text; attachments are counted."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, cast

from topics.errors import InputError
from topics.readers.decoding import codec_of
from topics.readers.files import MAX_DOCUMENT_BYTES, File
from topics.readers.guessing import guess_encoding
from topics.readers.markup import html_to_text
from topics.readers.options import ReadOptions

_HEADER = re.compile(rb"^[A-Za-z][\w-]{0,60}:", re.ASCII)
_POSTMARK = re.compile(rb"^From \S+ .*\d\d:\d\d.*\d{4}")
_PLAIN = "text/plain"
_TIMES_LONGER = 4
_NO_PROSE = (
    "text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/rtf", "text/csv",
    "text/css", "text/javascript",
)  # fmt: skip
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def read_eml(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the one message of an .eml file."""
    data = file.read().lstrip()
    if not _HEADER.match(data):
        raise InputError(f"{file.name}: no mail; it does not begin with a header. Remove the file.")
    row, attached = _row(data, file, options)
    _say(attached, file, options)
    yield {"doc_id": file.stem, **row}


def read_mbox(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the messages of an mbox file (RFC 4155), each begun by a line ``From ...``."""
    attached = number = 0
    for number, data in enumerate(_messages(file), start=1):
        row, more = _row(data, file, options)
        attached += more
        yield {"doc_id": f"{file.stem}:{number}", **row}
    _say(attached, file, options)


def _messages(file: File) -> Iterator[bytes]:
    lines: list[bytes] = []
    size = 0
    begun, blank = False, True
    with file.open() as stream:
        following = stream.readline(MAX_DOCUMENT_BYTES + 1)
        while line := following:
            following = stream.readline(MAX_DOCUMENT_BYTES + 1)
            if line.startswith(b"From ") and (not begun or _begins(line, blank, following)):
                if begun:
                    yield _QUOTED_FROM.sub(b"", b"".join(lines))
                begun, lines, size = True, [], 0
                blank = False
                continue
            if not begun and line.strip():
                raise InputError(
                    f"{file.name}: no mbox; it does not begin with a line 'From'. Is it an .eml?"
                )
            blank = not line.strip()
            lines.append(line)
            size += len(line)
            if size > MAX_DOCUMENT_BYTES:
                raise InputError(
                    f"{file.name}: a message is larger than "
                    f"{MAX_DOCUMENT_BYTES >> 20} MiB. Split it."
                )
    if begun:
        yield _QUOTED_FROM.sub(b"", b"".join(lines))


def _begins(line: bytes, blank: bool, following: bytes) -> bool:
    """Whether a line ``From ...`` begins a message: two of three signs; a text may have one."""
    headed = _HEADER.match(following) is not None or following.startswith(b">From ")
    return blank + headed + (_POSTMARK.match(line) is not None) > 1


def _say(attached: int, file: File, options: ReadOptions) -> None:
    if attached:
        options.remarks.append(f"{file.name}: {attached:,} attachments are not read")


def _row(data: bytes, file: File, options: ReadOptions) -> tuple[dict[str, Any], int]:
    try:
        message = message_from_bytes(data)
        texts, attached = _parts(message, options)
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise InputError(f"{file.name}: a message cannot be read ({error}). Remove it.") from error
    text = "\n\n".join(texts)
    row = {
        "title": _header(message, "subject", data),
        "text": text.replace("\r\n", "\n").replace("\r", "\n"),
        "date": _date(message, data),
        "from": _header(message, "from", data),
        "to": _header(message, "to", data),
        "message_id": _header(message, "message-id", data),
    }
    return row, attached


def _parts(message: Message, options: ReadOptions) -> tuple[list[str], int]:
    """Return the texts of a message, of alternatives one, and the number of attachments."""
    if message.is_multipart():
        inner = cast("list[Message]", message.get_payload())
        found = [_parts(part, options) for part in inner]
        attached = sum(number for _, number in found)
        if message.get_content_type() == "multipart/alternative":
            return _best(inner, [texts for texts, _ in found]), attached
        texts: dict[str, str] = {}  # some write the same twice, plain and as HTML, side by side
        for text in (text for several, _ in found for text in several):
            texts.setdefault("".join(filter(str.isalnum, text)), text)
        return list(texts.values()), attached
    kind = message.get_content_type()
    given = message.get_content_disposition() == "attachment"
    if given or not kind.startswith("text/") or kind in _NO_PROSE:
        return [], 1
    content = message.get_payload(decode=True)
    text = _decoded(content if isinstance(content, bytes) else b"", message, options)
    text = html_to_text(text) if kind == "text/html" else text
    return ([text] if text.strip() else []), 0


def _best(parts: list[Message], found: list[list[str]]) -> list[str]:
    """Choose among alternatives: the plain one, unless another says far more than it does."""
    sizes = [sum(map(len, texts)) for texts in found]
    plain = [n for n, part in enumerate(parts) if part.get_content_type() == _PLAIN and sizes[n]]
    # many a newsletter says in plain letters only that there are none
    if plain and _TIMES_LONGER * sizes[plain[0]] >= max(sizes):
        return found[plain[0]]
    return found[max(range(len(found)), key=sizes.__getitem__)] if found else []


def _decoded(content: bytes, part: Message, options: ReadOptions) -> str:
    charset = codec_of(part.get_content_charset() or "") or options.encoding
    text = _read(content, charset, content).replace("\x00", "")
    options.count_replaced(text.count("\ufffd"))
    return text


def _read(content: bytes, charset: str, around: bytes) -> str:
    """Decode as UTF-8, as it is declared, as the bytes around it tell, or as most mails are."""
    # letters that are whole in UTF-8 are of nothing else; what is ASCII may be Japanese
    for encoding in (charset,) if content.isascii() else ("utf-8", charset):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return content.decode(guess_encoding(around).encoding or "cp1252", "replace")


def _header(message: Message, name: str, data: bytes) -> str:
    given = next((value for key, value in message.raw_items() if key.lower() == name), None)
    if given is None:
        return ""
    raw = str(given)
    if any("\udc80" <= mark <= "\udcff" for mark in raw):  # bytes that no header may have, and has
        raw = _read(raw.encode("utf-8", "surrogateescape"), "utf-8", data)
    try:
        text = str(make_header(decode_header(raw)))
    except (MessageError, ValueError, LookupError):
        text = raw  # as it was written
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(text.replace("\x00", "").split())


def _date(message: Message, data: bytes) -> Any:  # noqa: ANN401
    given = _header(message, "date", data)
    try:
        return parsedate_to_datetime(given)
    except (ValueError, TypeError, IndexError, OverflowError):
        return given or None
