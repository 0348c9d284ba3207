"""Archives: zip, tar and packed single files, in any mix, one inside another once.

Nothing is ever unpacked to disk. What unpacks out of proportion is refused, and so is an entry
whose name points outside its archive.
"""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from topics.errors import InputError
from topics.readers.account import SkippedFile
from topics.readers.files import (
    MAX_ARCHIVE_ENTRIES,
    MAX_WHOLE_FILE_BYTES,
    File,
    guarded,
    kind_of,
    readable,
)
from topics.readers.leftout import system_file
from topics.readers.unread import reason_of

Opener = Callable[[], AbstractContextManager[BinaryIO]]

_TAR = re.compile(r"\.(?:tar(?:\.(?:gz|bz2|xz))?|tgz|tbz2?|txz)$")
_DEEPEST = 1
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True)
class Aside:
    """Takes what is left out of archives; with `damaged`, also archives that cannot be read."""

    files: list[SkippedFile]
    damaged: bool = False


def expand(name: str, opener: Opener, aside: Aside, *, depth: int = 0) -> list[File]:
    """Return the files that `name` stands for: itself, or the entries of an archive.

    Parameters
    ----------
    name : str
        Below the root of the corpus.
    opener : callable
        Opens the bytes of the file as they are.
    aside : Aside
        Takes what is left out.
    depth : int
        How many archives it lies in.
    """
    lower = name.lower()
    if lower.endswith(".zip") or _TAR.search(lower):
        if depth > _DEEPEST:
            aside.files.append(
                SkippedFile(
                    file=name, kind="archive", reason="archive in an archive in an archive",
                    advice="unpack it",
                )
            )  # fmt: skip
            return []
        held = opener if depth == 0 else _Held(File(name, None, opener)).open
        entries = _zip_entries if lower.endswith(".zip") else _tar_entries
        try:
            return entries(name, held, aside, depth)
        except InputError as error:
            if not aside.damaged:
                raise
            reason = reason_of(error, name)
            aside.files.append(SkippedFile(file=name, kind="archive", reason=reason))
            return []
    for ending, unpack in _UNPACK.items():
        if lower.endswith(ending):
            return [File(name, kind_of(name), _unpacking(name, opener, unpack))]
    return [File(name, kind_of(name), opener)]


class _Held:
    """An archive inside an archive, held in memory: its entries are read from any place in it."""

    def __init__(self, file: File) -> None:
        self._file = file

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        global _last
        if _last is None or _last[0] is not self:
            _last = (self, self._file.read(MAX_WHOLE_FILE_BYTES))
        yield io.BytesIO(_last[1])


_last: tuple[_Held, bytes] | None = None  # only the last one, or all would fill the memory


def _gzip(stream: BinaryIO) -> BinaryIO:
    return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]


def _bz2(stream: BinaryIO) -> BinaryIO:
    return bz2.BZ2File(stream)  # type: ignore[return-value]


def _xz(stream: BinaryIO) -> BinaryIO:
    return lzma.LZMAFile(stream)  # type: ignore[return-value]


_UNPACK = {".gz": _gzip, ".bz2": _bz2, ".xz": _xz, ".tgz": _gzip, ".tbz": _bz2, ".tbz2": _bz2}
_UNPACK |= {".txz": _xz}


def _unpacking(name: str, opener: Opener, unpack: Callable[[BinaryIO], BinaryIO]) -> Opener:
    @contextmanager
    def open_packed() -> Iterator[BinaryIO]:
        with opener() as packed:
            counted = _Counted(packed)
            stream = unpack(io.BufferedReader(counted))
            yield guarded(stream, name, lambda: counted.given)

    return open_packed


class _Counted(io.RawIOBase):
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.given = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self.given += len(data)
        buffer[: len(data)] = data
        return len(data)


def _inner_name(name: str, entry: str) -> str:
    parts = entry.replace("\\", "/").split("/")
    if ".." in parts or entry.startswith(("/", "\\")) or ":" in parts[0]:
        raise InputError(
            f"{name}: the entry {entry!r} points outside the archive. Do not trust this file."
        )
    return readable(f"{name}/{entry.removeprefix('./')}")


def _entry(inner: str, start: str, opener: Opener, aside: Aside, depth: int) -> list[File]:
    system = next(filter(None, map(system_file, inner[len(start) :].split("/"))), None)
    if system:
        aside.files.append(SkippedFile(file=inner, kind="", reason=system))
        return []
    return expand(inner, opener, aside, depth=depth + 1)


def _zip_entries(name: str, opener: Opener, aside: Aside, depth: int) -> list[File]:
    try:
        with opener() as stream, zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{name}: not a readable zip file ({error}). Save it again.") from error
    _check_number(len(entries), name)
    files = []
    held = _HeldZip(opener)
    for entry in sorted(entries, key=lambda entry: entry.filename):
        inner = _inner_name(name, entry.filename)
        if not entry.is_dir():
            files += _entry(inner, f"{name}/", held.opener(inner, entry), aside, depth)
    return files


class _HeldZip:
    """A zip that stays open from one entry to the next: to open it is to read its whole list."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._open: tuple[ExitStack, zipfile.ZipFile] | None = None
        self._reading = 0

    def opener(self, name: str, entry: zipfile.ZipInfo) -> Opener:
        @contextmanager
        def open_entry() -> Iterator[BinaryIO]:
            with ExitStack() as stack:
                archive = self._archive()
                self._reading += 1
                stack.callback(self._read)
                try:
                    unpacked = stack.enter_context(archive.open(entry))
                except ValueError as error:  # a place before the beginning of the file
                    raise zipfile.BadZipFile(str(error)) from error
                yield guarded(unpacked, name, lambda: entry.compress_size)

        return open_entry

    def _archive(self) -> zipfile.ZipFile:
        global _last_zip
        if self._open is None:
            with ExitStack() as stack:
                stream = stack.enter_context(self._opener())  # which may hold another zip open
                try:
                    archive = stack.enter_context(zipfile.ZipFile(stream))
                except ValueError as error:
                    raise zipfile.BadZipFile(str(error)) from error
                self._open = stack.pop_all(), archive
        if _last_zip is not self:
            before, _last_zip = _last_zip, self
            if before is not None:
                before.close()
        return self._open[1]

    def _read(self) -> None:
        self._reading -= 1
        if _last_zip is not self:
            self.close()

    def close(self) -> None:
        """Close the archive, or leave that to the last entry of it that is being read."""
        if self._open is not None and not self._reading:
            self._open[0].close()
            self._open = None


_last_zip: _HeldZip | None = None  # only the last one, or files would be open without end


def let_go() -> None:
    """Close what is held open, or in memory, for the next entry of an archive."""
    global _last, _last_zip
    before, _last, _last_zip = _last_zip, None, None
    if before is not None:
        before.close()


def _tar_entries(name: str, opener: Opener, aside: Aside, depth: int) -> list[File]:
    ending = _TAR.search(name.lower())
    unpack = next((how for end, how in _UNPACK.items() if ending and ending[0].endswith(end)), None)
    plain = opener if unpack is None else _unpacking(name, opener, unpack)
    walk = _TarWalk(plain)
    files = []
    try:
        with plain() as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
            for number, member in enumerate(archive):
                _check_number(number, name)
                archive.members = []  # type: ignore[attr-defined]  # or it would keep them all
                inner = _inner_name(name, member.name)
                if member.isdir():
                    continue
                if not member.isreg() or member.issparse():
                    irregular = SkippedFile(file=inner, kind="", reason="not a regular file")
                    aside.files.append(irregular)
                    continue
                files += _entry(inner, f"{name}/", walk.opener(number), aside, depth)
    except _DAMAGE as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise InputError(f"{name}: not a readable tar file ({reason}). Save it again.") from error
    return files


class _TarWalk:
    """Opens the entries of a tar file, forward without starting again: it may be packed."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._stack: ExitStack | None = None
        self._members: Iterator[tuple[int, tarfile.TarInfo]] = iter(())
        self._archive: tarfile.TarFile | None = None
        self._at = 0

    def __del__(self) -> None:
        if self._stack is not None:
            self._stack.close()

    def opener(self, number: int) -> Opener:
        @contextmanager
        def open_member() -> Iterator[BinaryIO]:
            try:
                yield self._member(number)
            except (tarfile.TarError, lzma.LZMAError) as error:
                raise OSError(str(error)) from error

        return open_member

    def _member(self, number: int) -> BinaryIO:
        if self._archive is None or number < self._at:
            self._restart()
        for at, member in self._members:
            self._at = at + 1
            if self._archive is not None:
                self._archive.members = []  # type: ignore[attr-defined]
            if at == number and self._archive is not None:
                stream = self._archive.extractfile(member)
                if stream is not None:
                    return cast(BinaryIO, stream)
        raise OSError("the archive changed while it was read")

    def _restart(self) -> None:
        if self._stack is not None:
            self._stack.close()
        self._stack = ExitStack()
        stream = self._stack.enter_context(self._opener())
        self._archive = self._stack.enter_context(tarfile.open(fileobj=stream, mode="r|"))  # noqa: SIM115
        self._members = enumerate(self._archive)
        self._at = 0


def _check_number(number: int, name: str) -> None:
    if number > MAX_ARCHIVE_ENTRIES:
        raise InputError(f"{name}: {number:,} entries; at most {MAX_ARCHIVE_ENTRIES:,}.")
