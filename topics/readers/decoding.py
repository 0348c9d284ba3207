"""Bytes to text: strict, with an error that names file, offset and the likely encoding."""

import codecs
import re

from topics.errors import InputError, TopicsError

_WINDOW = 4096


def check_encoding(encoding: str) -> str:
    """Return the codec's own name of `encoding`; TopicsError when Python knows no such codec."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise TopicsError(
            f"`encoding` names no known encoding: {encoding!r}. Examples: 'utf-8', 'cp1252'."
        ) from None


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
    topics.errors.InputError: a.txt: byte 0xe9 at offset 3 is not utf-8; likely cp1252. ...
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
            likely = likely_encoding(data[max(0, error.start - _WINDOW) : error.start + _WINDOW])
            hint = f"; likely {likely}. Pass `encoding={likely!r}`, or" if likely else ". Pass"
            raise InputError(
                f"{name}: byte 0x{data[error.start]:02x} at offset {offset + error.start} is not "
                f"{encoding}{hint} `errors='replace'`."
            ) from None
        text = data.decode(encoding, errors="replace")
        replaced = text.count("\ufffd")
    if "\x00" in text:
        if errors == "strict":
            likely = likely_encoding(data[:_WINDOW])
            hint = f"Pass `encoding={likely!r}`" if likely else "Remove the file"
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

# what running text looks like in each encoding; the first that fits best wins
_LIKELY = (
    ("cp1252", re.compile(r"(?<=[A-Za-z])[À-ÖØ-öø-ÿ](?=[a-z\W])|[‘’“”–—…€£©«»°]")),
    ("cp1251", re.compile(r"[А-Яа-яЁё]{2,}")),
    ("cp1253", re.compile(r"[Α-Ωα-ωάέήίόύώ]{2,}")),
    ("cp1256", re.compile(r"[\u0621-\u064a]{2,}")),
    ("cp1250", re.compile(r"(?<=[A-Za-z])[ąćęłńśźżčďěňřšťůž]")),
    ("shift_jis", re.compile(r"[、。\u3041-\u30ff\u4e00-\u9fff]{2,}")),
    ("gb18030", re.compile(r"[\u4e00-\u9fff，。、]{2,}")),
    ("euc_kr", re.compile(r"[\uac00-\ud7a3]{2,}")),
)


def likely_encoding(sample: bytes) -> str | None:
    r"""Guess the encoding for an error message; never used to read.

    >>> likely_encoding("Привет, мир".encode("cp1251"))
    'cp1251'
    >>> likely_encoding("Hello".encode("utf-16-le"))
    'utf-16-le'
    """
    if not sample:
        return None
    if sample.count(0) >= len(sample) // 4:
        return "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    best, name = 0.0, None
    for encoding, looks_right in _LIKELY:
        # a window may cut a character of several bytes at either end
        text = sample.decode(encoding, errors="ignore")
        foreign = sum(character > "\x7f" for character in text)
        bytes_used = len(text.encode(encoding, errors="ignore"))
        if foreign == 0 or bytes_used < len(sample) - 2:
            continue
        score = sum(len(found) for found in looks_right.findall(text)) / foreign
        if score > best + 0.05:
            best, name = score, encoding
    return name if best >= 0.5 else None
