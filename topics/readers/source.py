"""The rows of all files below some paths, with the running account of what became of each."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from copy import copy
from typing import Any, BinaryIO

import pandas as pd

from topics.errors import InputError
from topics.readers import READERS
from topics.readers.account import LARGE, Account, KindRead, SkippedFile, describe_skipped
from topics.readers.dating import Dating
from topics.readers.exports import FAMILIES
from topics.readers.files import File, kind_of, readable
from topics.readers.frames import NAME, rows_of_frame
from topics.readers.ids import Ids
from topics.readers.inputs import Inputs
from topics.readers.leftout import left_out
from topics.readers.oddtexts import OddTexts
from topics.readers.options import ReadOptions
from topics.readers.packed import let_go
from topics.readers.plain import NamePattern
from topics.readers.unread import UnreadFileError, reason_of
from topics.readers.walk import Paths, find_files

_MOST_REMARKS = 1000
_KINDS = ", ".join(sorted(READERS))


class Source:
    """The rows of all chosen files, with the running account of what was read and what not."""

    def __init__(
        self,
        path: Paths | pd.DataFrame,
        options: ReadOptions,
        *,
        format: str | None = None,
        pattern: NamePattern | None = None,
        columns: Mapping[str, str] | None = None,
        form: str | None = None,
        skip_bad: bool = False,
    ) -> None:
        self.pattern, self.options, self.skip_bad = pattern, options, skip_bad
        self.format, self.columns, self.form = format, dict(columns or {}), form
        self.skipped: list[SkippedFile] = []
        self.frame = path if isinstance(path, pd.DataFrame) else None
        if isinstance(path, pd.DataFrame):
            self.path, self.inputs = NAME, Inputs()
            self.files = [File(NAME, "table", _no_stream)]
        else:
            self.path = named_paths(path)
            found = find_files(path, skip_bad=skip_bad)
            self.skipped, self.inputs = found.skipped, found.inputs
            options.remarks += found.remarks
            self.files = self._chosen(found.files)
        self.alone = len(self.files) == 1
        self.begin()

    def _chosen(self, found: list[File]) -> list[File]:
        """Return the files to read; the others are listed as skipped."""
        lone = len(found) == 1 and self.format is not None
        kinds = FAMILIES.get(self.format or "", (self.format,)) if self.format else tuple(READERS)
        files = []
        for file in found:
            if lone or file.format in kinds:
                files.append(file)
            elif file.format:
                self.skip(file, f"kind {file.format}, reading {self.format}")
            else:
                self.skipped.append(left_out(file.name))
        if not files:
            said = describe_skipped(self.skipped) or "the folder is empty"
            wanted = f"no {self.format} file" if self.format else "no file that can be read"
            raise InputError(f"{self.path}: {wanted}; {said}. Kinds that are read: {_KINDS}.")
        return files

    def skip(self, file: File, reason: str, advice: str = "") -> None:
        """List a file as not read."""
        kind = f".{file.format}"
        self.skipped.append(SkippedFile(file=file.name, kind=kind, reason=reason, advice=advice))

    def begin(self) -> None:
        """Forget all rows: nothing was read yet."""
        self.left: File | None = None
        self.why_left: UnreadFileError | None = None
        self.ids = Ids()
        self.large_single: list[str] = []
        self.documents = self.characters = 0
        self.texts = OddTexts()
        self.dating = Dating(self.form)
        self.read_files: Counter[str] = Counter()
        self.read_documents: Counter[str] = Counter()

    def again(self) -> "Source":
        """Return a source of the same files, of which nothing was read yet."""
        other = copy(self)
        other.skipped = list(self.skipped)
        other.options = self.options.fresh()
        other.begin()
        return other

    def rows(self) -> Iterator[tuple[File, int, dict[str, Any]]]:
        """Yield (file, number of the row in it, row)."""
        try:
            yield from self._rows()
        finally:
            let_go()

    def _rows(self) -> Iterator[tuple[File, int, dict[str, Any]]]:
        for file in self.files:
            facts: dict[str, Any] | None = {}
            if self.pattern is not None:
                facts = self.pattern.facts(file.name)
                if facts is None:
                    self.skip(file, f"name does not fit {self.pattern.pattern!r}")
                    continue
            number, before = 0, self.characters
            try:
                for number, row in enumerate(self._read(file), start=1):
                    yield file, number, {**row, **facts} if facts else row
                    if self.left is file:
                        break
                    self.read_documents[file.format or ""] += 1
            except UnreadFileError as error:
                if self.alone:
                    raise
                self.leave(file, error)
            except InputError as error:
                if not self.skip_bad:
                    raise
                self.skip(file, reason_of(error, file.name))
                continue
            if self.left is file:
                continue
            if number == 1 and self.characters - before > LARGE:
                self.large_single.append(file.name)
            self.read_files[file.format or ""] += 1

    def _read(self, file: File) -> Iterator[dict[str, Any]]:
        if self.frame is not None:
            return rows_of_frame(self.frame)
        return READERS[self.format or file.format or ""](file, self.options)

    def leave(self, file: File, error: UnreadFileError) -> None:
        """Leave out a file among others that has nothing to read, and go on with the next."""
        self.left = file
        self.why_left = self.why_left or error
        self.skip(file, error.reason, error.advice)

    def account(self, *, hashes: bool = True) -> Account:
        """Say what was read so far; without the hashes of all files where it is asked often."""
        skipped = tuple(self.skipped)
        left_out = Counter(
            kind_of(file.file) or file.kind.removeprefix(".") or file.reason for file in skipped
        )
        kinds = sorted(
            (
                KindRead(
                    kind=kind,
                    read=self.read_files[kind],
                    skipped=left_out[kind],
                    documents=self.read_documents[kind],
                )
                for kind in {*self.read_files, *left_out}
            ),
            key=lambda kind: (-kind.read - kind.skipped, kind.kind),
        )
        told = self.dating.remarks()
        remarks = [*self.options.all_remarks(), *told, *self.texts.remarks(), *self.ids.remarks()]
        remarks += [
            f"{name}: changed while it was read; what was read of it is what its hash stands for"
            for name in self.inputs.changed()
        ]
        return Account(
            path=self.path,
            documents=self.documents,
            files=sum(self.read_files.values()),
            characters=self.characters,
            kinds=tuple(kinds),
            skipped=skipped,
            inputs=self.inputs.hashes() if hashes else {},
            large_single=tuple(self.large_single),
            replaced_characters=self.options.replaced,
            encodings=self.options.encodings(),
            **self.dating.account(),
            remarks=tuple(remarks[:_MOST_REMARKS]),
        )


def named_paths(path: Paths) -> str:
    """Say which paths are read, for messages."""
    if isinstance(path, (str, os.PathLike)):
        return readable(os.fspath(path))
    return ", ".join(readable(os.fspath(part)) for part in path)


def _no_stream() -> AbstractContextManager[BinaryIO]:
    raise InputError(f"{NAME}: a table in memory has no bytes to read.")
