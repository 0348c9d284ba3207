"""Bytes to text: strict, with an error that names file, offset and the likely encodings."""

import codecs

from topics.errors import InputError, TopicsError
from topics.readers.guessing import guess_encoding

UTF_8 = "utf-8"
_CONTROL = bytes({*range(1, 9), *range(14, 32)} - {0x1A, 0x1B})
_WINDOW = 4096
_NO_TEXT = frozenset(
    ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "unicode-escape",
     "raw-unicode-escape", "mbcs", "oem")
)  # fmt: skip


def check_encoding(encoding: str) -> str:
    """Return the codec's own name of `encoding`; TopicsError when it is none of text."""
    codec = codec_of(encoding)
    if codec is None:
        raise TopicsError(
            f"`encoding` names no known encoding: {encoding!r}. Examples: 'utf-8', 'cp1252'."
        )
    return codec


def codec_of(encoding: str) -> str | None:
    """Return the codec's own name of an encoding that texts are written in; None of any other.

    Python calls much a codec that only packs bytes (hex, base64, zip), or that writes names of
    hosts and programs (idna, unicode_escape).

    >>> codec_of("latin-1"), codec_of("hex"), codec_of("idna"), codec_of("no-such")
    ('iso8859-1', None, None, None)
    """
    try:
        codec = codecs.lookup(encoding)
        "".encode(codec.name)
        b"a".decode(codec.name, "replace")
    except (LookupError, ValueError, TypeError):
        return None
    return None if codec.name in _NO_TEXT else codec.name


def decode(
    data: bytes, *, name: str, encoding: str = "utf-8", errors: str = "strict", offset: int = 0
) -> tuple[str, int]:
    r"""Decode bytes and count what had to be replaced.

    Parameters
    ----------
    data : bytes
    name : str
        File name for the message.
    encoding : str
        A byte-order mark at the start of `data` wins over it.
    errors : {"strict", "replace"}
    offset : int
        Where `data` starts in its file.

    Returns
    -------
    text : str
        Line ends are "\\n"; the byte-order mark is gone.
    replaced : int
        Number of U+FFFD put in; always 0 with "strict".

    Raises
    ------
    InputError
        On bytes that do not decode, and on NUL bytes, when `errors` is "strict".

    Examples
    --------
    >>> decode(b"caf\xc3\xa9\r\n", name="a.txt")
    ('café\n', 0)
    >>> decode(b"caf\xe9 noir", name="a.txt")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    topics.errors.InputError: a.txt: byte 0xe9 at offset 3 is not utf-8; it may be ...
    """
    if offset == 0:
        for mark, marked in _MARKS:
            if data.startswith(mark):
                data, encoding, offset = data[len(mark) :], marked, len(mark)
                break
    replaced = 0
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if errors == "strict":
            likely = guess_encoding(data).advice()
            hint = f"; it may be one of these: {likely}. Pass one, or" if likely else ". Pass"
            raise InputError(
                f"{name}: byte 0x{data[error.start]:02x} at offset {offset + error.start} is not "
                f"{encoding}{hint} `errors='replace'`."
            ) from None
        text = data.decode(encoding, errors="replace")
        replaced = text.count("\ufffd")
    if "\x00" in text:
        if errors == "strict":
            likely = guess_encoding(data).advice()
            hint = f"Pass {likely}" if likely else "Remove the file"
            raise InputError(
                f"{name}: a NUL byte at offset {offset + data.find(0)}; this is not plain text. "
                f"{hint}, or pass `errors='replace'`."
            )
        replaced += text.count("\x00")
        text = text.replace("\x00", "\ufffd")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, replaced


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def has_mark(data: bytes) -> bool:
    """Say whether bytes begin with a byte-order mark."""
    return data.startswith(tuple(mark for mark, _ in _MARKS))


def looks_like_text(data: bytes, encoding: str) -> bool:
    r"""Say whether bytes decode, and not to control characters or escapes of another encoding.

    A byte-order mark settles the matter: what it says is text.

    >>> looks_like_text("Привет".encode(), "utf-8"), looks_like_text(b"caf\xe9", "utf-8")
    (True, False)
    """
    if has_mark(data):
        return True
    wide = encoding.startswith(("utf-16", "utf-32"))
    start = data[:_WINDOW]
    controls = len(start) - len(start.translate(None, _CONTROL))
    if not wide and (b"\0" in data or b"\x1b$" in start or 20 * controls > len(start)):
        return False
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True
