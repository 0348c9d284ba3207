"""Lines of a stream, decoded one by one, each no longer than the cap."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from topics.errors import InputError
from topics.readers.decoding import UTF_8, decode, looks_like_text
from topics.readers.files import MAX_DOCUMENT_BYTES
from topics.readers.options import ReadOptions

_SAMPLE = 2**18
_WIDE = ("utf-16", "utf-32")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # and UTF-32-LE


def read_lines(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, text with its line end).

    Raises
    ------
    InputError
        On a line longer than `MAX_DOCUMENT_BYTES`, and where `decode` does.
    """
    start = stream.readline(MAX_DOCUMENT_BYTES + 1)
    if options.encoding.startswith(_WIDE) or start.startswith(_WIDE_MARKS):
        more = stream.read(max(0, MAX_DOCUMENT_BYTES + 1 - len(start)))
        yield from _read_whole(start + more, name, options)
        return
    number = offset = 0
    encoding: str | None = None  # settled by the first line that is not plain ASCII
    ahead = [start]
    while line := ahead.pop() if ahead else stream.readline(MAX_DOCUMENT_BYTES + 1):
        number += 1
        if len(line) > MAX_DOCUMENT_BYTES:
            raise InputError(
                f"{name}: line {number} is longer than {MAX_DOCUMENT_BYTES >> 20} MiB. "
                "Put one document on each line."
            )
        if encoding is None and not (line.isascii() and b"\0" not in line and b"\x1b" not in line):
            if not (options.encoding == UTF_8 and looks_like_text(line, UTF_8)):
                more = stream.read(_SAMPLE) + stream.readline(MAX_DOCUMENT_BYTES + 1)
                encoding = options.settle(line + more, name)
                if encoding.startswith("utf-16") and number == 1:
                    more += stream.read(MAX_DOCUMENT_BYTES)
                    yield from _read_whole(line + more, name, options, encoding)
                    return
                ahead = more.splitlines(keepends=True)[::-1]
            else:
                encoding = UTF_8
        text, replaced = decode(
            line,
            name=name,
            encoding=encoding or options.encoding,
            errors=options.errors,
            offset=offset,
        )
        options.count_replaced(replaced)
        offset += len(line)
        if "\n" in text[:-1]:  # lines that end with a carriage return alone
            first, *rest = text.split("\n")
            yield number, first + "\n"
            for part in filter(None, rest):
                number += 1
                yield number, part + "\n"
        else:
            yield number, text


def _read_whole(
    data: bytes, name: str, options: ReadOptions, encoding: str | None = None
) -> Iterator[tuple[int, str]]:
    # a byte "\n" does not end a line where every character has two or four bytes
    if len(data) > MAX_DOCUMENT_BYTES:
        raise InputError(
            f"{name}: larger than {MAX_DOCUMENT_BYTES >> 20} MiB in UTF-16. Convert it to UTF-8."
        )
    if encoding is None:
        text = options.decode(data, name)
    else:
        text, replaced = decode(data, name=name, encoding=encoding, errors=options.errors)
        options.count_replaced(replaced)
    yield from enumerate(text.splitlines(keepends=True), start=1)
