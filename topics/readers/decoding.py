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
        On bytes that do not decode, and on NUL bytes, when `errors` is "strict"; on bytes that are
        no text, as those of a packed file, always.

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
    if errors == "replace" and _is_packed(data, encoding):
        raise InputError(
            f"{name}: no text in {encoding}: much of it is bytes that no text has. Give the file "
            "the ending of its kind, pass the `encoding` it is in, or remove it."
        )
    replaced = 0
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if errors == "strict":
            likely = guess_encoding(data).advice()
            if _is_packed(data, encoding) and not likely:
                hint = (
                    "; this is not plain text. Give the file the ending of its kind, or remove it."
                )
            elif likely:
                hint = f"; it may be one of these: {likely}. Pass one, or `errors='replace'`."
            else:
                hint = ". Pass `errors='replace'`."
            raise InputError(
                f"{name}: byte 0x{data[error.start]:02x} at offset {offset + error.start} is not "
                f"{encoding}{hint}"
            ) from None
        text = data.decode(encoding, errors="replace")
        replaced = text.count("\ufffd")
    if "\x00" in text:
        if errors == "strict":
            likely = guess_encoding(data).advice()
            hint = f"Pass {likely}" if likely else "Remove the file"
            rest = "" if _is_packed(data, encoding) else ", or pass `errors='replace'`"
            raise InputError(
                f"{name}: a NUL byte at offset {offset + data.find(0)}; this is not plain text. "
                f"{hint}{rest}."
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
    start = data[:_WINDOW]
    controls = _count(start, _CONTROL)
    wide = _is_wide(encoding)
    if not wide and (b"\0" in data or b"\x1b$" in start or 20 * controls > len(start)):
        return False
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def _is_packed(data: bytes, encoding: str) -> bool:
    """Whether bytes have more than a few that no text has, as those of a packed file or picture."""
    start = data[:_WINDOW]
    return not _is_wide(encoding) and 20 * _count(start, _CONTROL + b"\0") > max(len(start), 200)


def _is_wide(encoding: str) -> bool:
    return encoding.startswith(("utf-16", "utf-32"))


def _count(data: bytes, some: bytes) -> int:
    return len(data) - len(data.translate(None, some))
