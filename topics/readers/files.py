# ruff: noqa: PTH116, PTH118, PTH122, PTH123  (in a folder of a million files pathlib takes longer than reading)
"""Where documents lie: folders, zip and gzip files, all walked in one order and under one size cap.

Nothing is ever unpacked to disk: an entry of an archive is read as a stream, so a hostile name
cannot write anywhere. What a reader may hold in memory is capped by the constants below.
"""

import gzip
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from topics.errors import InputError

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

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".htm": "html",
    ".html": "html",
    ".sgm": "sgml",
    ".sgml": "sgml",
    ".docx": "docx",
    ".xml": "xml",
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
        name = self.name.removesuffix(".gz")
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
                    raise InputError(f"{self.name}: {error}. Unpack the archive first.") from error
                yield stream
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise InputError(
                f"{self.name}: cannot be read ({reason}). Check or remove the file."
            ) from error

    def read(self, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
        """All bytes of the file; InputError when they are more than `limit`."""
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


def list_files(root: str | os.PathLike[str]) -> tuple[list[File], list[tuple[str, str]]]:
    """Find all files under `root`, in a fixed order, looking into zip files.

    Parameters
    ----------
    root : path
        A folder, or one file. Links to folders are not followed, so a loop cannot trap the walk.

    Returns
    -------
    files : list of File
        Sorted by path; ``format`` is None for a kind that is not known.
    skipped : list of (name, reason)
        Hidden files, links to folders, devices, archives inside archives.

    Raises
    ------
    InputError
        When there is no such path, or an archive is damaged or dangerous.
    """
    root = Path(root)
    if not root.exists():
        raise InputError(f"{root}: no such file or folder. Check the path.")
    skipped: list[tuple[str, str]] = []
    if root.is_file():
        return _expand(os.fspath(root), root.name, skipped), skipped
    files: list[File] = []
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders.sort()
        for name in list(folders):
            inner = here / name
            if inner.is_symlink():
                skipped.append((inner.relative_to(root).as_posix(), "link to a folder"))
            elif _hidden(name):
                skipped.append((inner.relative_to(root).as_posix(), "hidden folder"))
                folders.remove(name)
        prefix = "" if here == root else here.relative_to(root).as_posix() + "/"
        beside = os.path.join(folder, "")
        for name in sorted(names):
            if _hidden(name):
                skipped.append((prefix + name, "hidden file"))
                continue
            path = beside + name
            try:
                regular = stat.S_ISREG(os.stat(path).st_mode)
            except OSError:
                regular = False  # a link that leads nowhere or to itself
            if regular:
                files += _expand(path, prefix + name, skipped)
            else:
                skipped.append((prefix + name, "not a regular file"))
    return files, skipped


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name == "__MACOSX"


def kind_of(name: str) -> str | None:
    """Name the kind of a file from its ending, or None.

    >>> kind_of("a/b.JSONL.gz"), kind_of("notes.md")
    ('jsonl', None)
    """
    return SUFFIXES.get(os.path.splitext(name.lower().removesuffix(".gz"))[1])


def _expand(path: str, name: str, skipped: list[tuple[str, str]]) -> list[File]:
    # a name that is not UTF-8 comes with lone surrogates, which no table can be saved with
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    lower = name.lower()
    if lower.endswith(".zip"):
        return _zip_entries(path, name, skipped)
    if lower.endswith(".gz"):
        return [File(name, kind_of(name), lambda: _open_gzip(path, name))]
    return [File(name, kind_of(name), lambda: open(path, "rb"))]


def _zip_entries(path: str, name: str, skipped: list[tuple[str, str]]) -> list[File]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise InputError(f"{name}: not a readable zip file ({error}). Save it again.") from error
    if len(entries) > MAX_ARCHIVE_ENTRIES:
        raise InputError(f"{name}: {len(entries):,} entries; at most {MAX_ARCHIVE_ENTRIES:,}.")
    files = []
    for entry in sorted(entries, key=lambda entry: entry.filename):
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise InputError(
                f"{name}: the entry {entry.filename!r} points outside the archive. "
                "Do not trust this file."
            )
        inner = f"{name}/{entry.filename}"
        if entry.is_dir():
            continue
        if any(map(_hidden, parts)):
            skipped.append((inner, "hidden file"))
        elif parts[-1].lower().endswith((".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2")):
            skipped.append((inner, "archive inside an archive"))
        else:
            files.append(File(inner, kind_of(inner), _zip_opener(path, inner, entry)))
    return files


def _zip_opener(
    path: str, name: str, entry: zipfile.ZipInfo
) -> Callable[[], AbstractContextManager[BinaryIO]]:
    @contextmanager
    def open_entry() -> Iterator[BinaryIO]:
        with zipfile.ZipFile(path) as archive, archive.open(entry) as stream:
            yield _guard(stream, name, lambda: entry.compress_size)

    return open_entry


@contextmanager
def _open_gzip(path: str, name: str) -> Iterator[BinaryIO]:
    with open(path, "rb") as packed, gzip.GzipFile(fileobj=packed) as stream:
        yield _guard(stream, name, packed.tell)


def _guard(stream: IO[bytes] | gzip.GzipFile, name: str, packed: Callable[[], int]) -> BinaryIO:
    return io.BufferedReader(_Guarded(stream, name, packed), 2**18)


class _Guarded(io.RawIOBase):
    """A stream that refuses to grow out of proportion to the bytes it is unpacked from."""

    def __init__(
        self, stream: IO[bytes] | gzip.GzipFile, name: str, packed: Callable[[], int]
    ) -> None:
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
