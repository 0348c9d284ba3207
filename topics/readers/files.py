# ruff: noqa: PTH119, PTH122  (in a folder of a million files pathlib takes longer than reading)
"""A file to read, wherever it lies, its kind by its name, and the caps on what is held of it."""

import io
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

from topics.errors import InputError
from topics.readers.unread import UnreadFileError

MAX_DOCUMENT_BYTES = 64 * 2**20
"""Largest single document, line or table row that is read (64 MiB)."""
MAX_WHOLE_FILE_BYTES = 512 * 2**20
"""Largest file of a kind that cannot be streamed: .json and the parts of a .docx (512 MiB)."""
MAX_PAGE_BYTES = 16 * 2**20
"""Largest saved web page (16 MiB): parsed it takes thirty times the memory of its bytes."""
MAX_EXPANSION = 100
"""An archive entry may not grow to more than this many times its packed size (plus 1 MiB)."""
MAX_ARCHIVE_ENTRIES = 1_000_000
_PIECE = 2**20
_TWEETS = re.compile(r"(?:community-|note-)?tweets?(?:-part\d+)?\.js")

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jl": "jsonl",
    ".json-seq": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".htm": "html",
    ".html": "html",
    ".sgm": "sgml",
    ".sgml": "sgml",
    ".docx": "docx",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xls": "excel",
    ".ods": "excel",
    ".pdf": "pdf",
    ".rtf": "rtf",
    ".odt": "odt",
    ".eml": "eml",
    ".mbox": "mbox",
    ".mbx": "mbox",
    ".xml": "xml",
    ".tei": "xml",
    ".epub": "epub",
    ".warc": "warc",
    ".rss": "xml",
    ".atom": "xml",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its name relative to the corpus root, its kind, and how to open it."""

    name: str
    format: str | None
    opener: Callable[[], AbstractContextManager[BinaryIO]]

    @property
    def stem(self) -> str:
        """The name without the endings that say the kind."""
        name = unpacked_name(self.name)
        stem, suffix = os.path.splitext(name)
        return stem if suffix.lower() in SUFFIXES else name

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open for reading; whatever the system or an archive reports becomes one clear line."""
        try:
            with ExitStack() as stack:
                try:
                    stream = stack.enter_context(self.opener())
                except (RuntimeError, NotImplementedError) as error:
                    # zipfile says so of an encrypted entry and of an unknown method
                    if "password" in str(error):
                        raise UnreadFileError(
                            self.name, "password-protected",
                            "unpack the archive with its password and read the folder",
                        ) from error  # fmt: skip
                    raise InputError(f"{self.name}: {error}. Unpack the archive first.") from error
                yield stream
        except MemoryError:
            raise InputError(
                f"{self.name}: takes more memory than there is. Split it, or unpack it yourself."
            ) from None
        except (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise InputError(
                f"{self.name}: cannot be read ({reason}). Check or remove the file."
            ) from error

    def read(self, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
        """Give all bytes of the file; InputError when they are more than `limit`."""
        pieces, size = [], 0
        with self.open() as stream:
            more = True
            while more:
                piece = stream.read(_PIECE)
                more = len(piece) == _PIECE
                pieces.append(piece)
                size += len(piece)
                if size > limit:
                    raise InputError(
                        f"{self.name}: larger than {limit >> 20} MiB, the most that is read as one "
                        "piece. Split it into documents."
                    )
        return b"".join(pieces)


def unpacked_name(name: str) -> str:
    """Return the name of a packed file without the ending that says how it is packed.

    >>> unpacked_name("a/b.csv.xz"), unpacked_name("b.csv")
    ('a/b.csv', 'b.csv')
    """
    stem, suffix = os.path.splitext(name)
    return stem if suffix.lower() in (".gz", ".bz2", ".xz") else name


def readable(name: str) -> str:
    r"""Write a name that is not UTF-8 with the numbers of its bytes, as no table can hold it.

    >>> readable("caf\udce9.txt"), readable("café.txt")
    ('caf\\xe9.txt', 'café.txt')
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name


def kind_of(name: str) -> str | None:
    """Name the kind of a file from its ending, or None.

    >>> kind_of("a/b.JSONL.gz"), kind_of("notes.md")
    ('jsonl', None)
    """
    name = unpacked_name(name.lower())
    if name.endswith(".js") and _TWEETS.fullmatch(os.path.basename(name)):
        return "json"  # a program of a saved page is a .js too
    return SUFFIXES.get(os.path.splitext(name)[1])


def guarded(stream: IO[bytes], name: str, packed: Callable[[], int]) -> BinaryIO:
    """Return a stream that refuses to grow out of proportion to what it is unpacked from."""
    return io.BufferedReader(_Guarded(stream, name, packed), 2**18)


class _Guarded(io.RawIOBase):
    """A stream that refuses to grow out of proportion to the bytes it is unpacked from."""

    def __init__(self, stream: IO[bytes], name: str, packed: Callable[[], int]) -> None:
        self._stream, self._name, self._packed, self._given = stream, name, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._given += len(data)
        if self._given > MAX_EXPANSION * self._packed() + 2**20:
            raise InputError(
                f"{self._name}: unpacks to more than {MAX_EXPANSION} times its size. "
                "Unpack it yourself if you trust it."
            )
        buffer[: len(data)] = data
        return len(data)
