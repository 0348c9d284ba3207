"""Lines of a stream, decoded one by one, each no longer than the cap."""

from collections.abc import Iterator
from typing import BinaryIO

from topics.errors import InputError
from topics.readers.decoding import decode
from topics.readers.files import MAX_DOCUMENT_BYTES
from topics.readers.options import ReadOptions

_WIDE = ("utf-16", "utf-32")


def read_lines(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, text with its line end).

    Raises
    ------
    InputError
        On a line longer than `MAX_DOCUMENT_BYTES`, and where `decode` does.
    """
    start = stream.peek(4)[:4] if hasattr(stream, "peek") else b""
    if options.encoding.startswith(_WIDE) or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from _read_whole(stream, name, options)
        return
    number = offset = 0
    while line := stream.readline(MAX_DOCUMENT_BYTES + 1):
        number += 1
        if len(line) > MAX_DOCUMENT_BYTES:
            raise InputError(
                f"{name}: line {number} is longer than {MAX_DOCUMENT_BYTES >> 20} MiB. "
                "Put one document on each line."
            )
        text, replaced = decode(
            line, name=name, encoding=options.encoding, errors=options.errors, offset=offset
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


def _read_whole(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[tuple[int, str]]:
    # a byte "\n" does not end a line where every character has two or four bytes
    data = stream.read(MAX_DOCUMENT_BYTES + 1)
    if len(data) > MAX_DOCUMENT_BYTES:
        raise InputError(
            f"{name}: larger than {MAX_DOCUMENT_BYTES >> 20} MiB in UTF-16. Convert it to UTF-8."
        )
    text, replaced = decode(data, name=name, encoding=options.encoding, errors=options.errors)
    options.count_replaced(replaced)
    yield from enumerate(text.splitlines(keepends=True), start=1)
