"""Which bytes were read: files are hashed as they pass by, and one that changes is told."""

import hashlib
import io
import os
from contextlib import AbstractContextManager
from typing import BinaryIO

from topics.writing.replace import open_file

_SMALL = 2**20
Stamp = tuple[int, int, int]


class Inputs:
    """The SHA-256 of each file that was opened, by its name below what is read.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
    >>> _ = path.write_bytes(b"Talks open.")
    >>> inputs = Inputs()
    >>> with inputs.open(str(path), "a.txt") as stream:
    ...     _ = stream.read(5)
    >>> inputs.hashes()["a.txt"][:8], inputs.changed()
    ('c601d007', [])
    """

    def __init__(self) -> None:
        self._hashes: dict[str, str] = {}
        self._stamps: dict[str, Stamp] = {}
        self._changed: set[str] = set()

    def open(self, path: str, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a file to read: the first time it is hashed, whatever part of it is read."""
        raw = open_file(path)  # who reads it closes it
        stamp = _stamp(os.fstat(raw.fileno()))
        if name in self._stamps:
            if self._stamps[name] != stamp:
                self._changed.add(name)
            return io.BufferedReader(raw)
        self._stamps[name] = stamp
        if stamp[0] > _SMALL:
            return io.BufferedReader(_Hashed(raw, name, self), 2**18)
        with raw:
            data = raw.readall()
            self.note(name, hashlib.sha256(data), os.fstat(raw.fileno()))
        return io.BytesIO(data)

    def note(self, name: str, digest: "hashlib._Hash", now: os.stat_result) -> None:
        """Keep the hash of a file that was read, and see whether it is what it was."""
        self._hashes[name] = digest.hexdigest()
        if self._stamps[name] != _stamp(now):
            self._changed.add(name)

    def hashes(self) -> dict[str, str]:
        """Return the hash of each file, in the order of their names."""
        return dict(sorted(self._hashes.items()))

    def changed(self) -> list[str]:
        """Name the files that were not what they had been when they were first opened."""
        return sorted(self._changed)


def _stamp(info: os.stat_result) -> Stamp:
    return info.st_size, info.st_mtime_ns, info.st_ino


class _Hashed(io.RawIOBase):
    """A file that is hashed while it is read; what was not read is hashed when it is closed."""

    def __init__(self, raw: io.FileIO, name: str, inputs: Inputs) -> None:
        self._raw, self._name, self._inputs = raw, name, inputs
        self._digest = hashlib.sha256()
        self._at = self._hashed = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        number = self._raw.readinto(buffer) or 0
        if self._at == self._hashed:
            self._digest.update(buffer[:number])
            self._hashed += number
        self._at += number
        return number

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = self._raw.seek(offset, whence)
        return self._at

    def close(self) -> None:
        if not self.closed:
            try:
                self._raw.seek(self._hashed)
                while piece := self._raw.read(_SMALL):
                    self._digest.update(piece)
                    self._hashed += len(piece)
                self._inputs.note(self._name, self._digest, os.fstat(self._raw.fileno()))
            finally:
                self._raw.close()
                super().close()
