"""Files of many kinds become one checked table: a row a document, every file accounted for."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from copy import copy
from typing import Any, BinaryIO

import pandas as pd

from topics._checks import check_choice, check_count, did_you_mean, listed
from topics.choices import ERRORS
from topics.errors import InputError, TopicsError
from topics.readers import READERS
from topics.readers.account import LARGE, Account, KindRead, Reading, SkippedFile, describe_skipped
from topics.readers.columns import as_text, renaming_of
from topics.readers.datecolumn import Key, check_date_format
from topics.readers.datenames import is_unsure
from topics.readers.dating import Dating
from topics.readers.decoding import check_encoding
from topics.readers.exports import FAMILIES
from topics.readers.files import File, kind_of, readable
from topics.readers.frames import NAME, rows_of_frame
from topics.readers.ids import Ids
from topics.readers.leftout import left_out
from topics.readers.options import ReadOptions
from topics.readers.packed import let_go
from topics.readers.parts import OFF
from topics.readers.plain import NamePattern
from topics.readers.unread import UnreadFileError
from topics.readers.walk import Found, Paths, find_files

_OWN = ("doc_id", "title", "text", "date", "source", "date_precision")
_MOST_REMARKS = 1000
_REPEATED = re.compile(r"[+*}]\)[+*{]")
_KINDS = ", ".join(sorted(READERS))


def read_corpus(
    path: Paths | pd.DataFrame,
    *,
    format: str | None = None,
    pattern: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    errors: str = "strict",
    split: str | None = None,
    date_format: str | None = None,
) -> pd.DataFrame:
    """Read a file, a folder or an archive of documents into one table.

    Parameters
    ----------
    path : path, list of paths, DataFrame
        A folder (with all folders below it), an archive (.zip, .tar, packed or not), one file,
        "-" for the standard input (plain text unless `format` says otherwise), or several of
        these. A table is checked and its columns are named like those of a file.
    format : str, optional
        One of txt, csv, tsv, jsonl, json, parquet, excel, html, xml, sgml, docx, odt, rtf, pdf,
        epub, eml, mbox, warc. By default every file is read by its own kind; with it, files of
        other kinds are listed as skipped. Exports of press databases are known by their content
        and become articles; nexis, factiva, proquest or europresse takes files for exports of
        that database and refuses all others.
    pattern : str, optional
        How file names hold facts, such as ``{iso3}_{session}_{date:%Y}``: see
        `topics.readers.plain.NamePattern`. Files that do not fit are listed as skipped.
    columns : mapping, optional
        New names for columns of the files, ``{"Artikel": "text", "Datum": "date"}``. Without it,
        common English names (body, content, headline, published, ...) are recognised.
    encoding : str
        UTF-8, after a byte-order mark. A file that is not in UTF-8 is read in the encoding that
        its own bytes tell, where they tell it surely, with a remark. Any other encoding is taken
        at its word for all files, but refused where a file's text would make no sense in it.
    errors : {"strict", "replace", "skip"}
        What to do with bytes that do not decode: stop; put U+FFFD and count them; leave out
        every file that cannot be read and list it.
    split : str, optional
        Where text files part into documents: a line, or a regular expression that must match a
        whole line. "off" takes each file as one document. By default a file in which a line
        repeats and parts what looks like records, of no export that is known, is an error.
    date_format : str, optional
        How days are written in columns: codes of ``datetime.strptime`` such as ``%d/%m/%Y``, or
        "day-first", "month-first" or "year-first" for numbers. Without it a column must prove its
        own order: 13/03/2024 in it makes 03/12/2024 a day in December. Where it proves none,
        such dates are not read.

    Returns
    -------
    DataFrame
        ``doc_id`` (str, unique), ``title`` (str, "" when not known), ``text`` (str), ``date``
        (datetime64[s], a day without time zone, NaT when not known, never guessed), ``source``
        (str, the file), ``date_precision`` ("day"; "month" or "year" where no more is known and
        ``date`` is the first day of it; "" where ``date`` is NaT), then all other columns as they
        came; a column of the file that is called ``source`` becomes ``given_source``. What was not
        read, and why, is in the account that `read_with_account` gives beside the table.

    Raises
    ------
    InputError
        When a file cannot be read, an id occurs twice, or no document is found. The message
        names the file and the place in it.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "FRA_2024-03-18.txt").write_text("Paris talks open.", encoding="utf-8")
    >>> read_corpus(folder, pattern="{iso3}_{date:%Y-%m-%d}").loc[0, ["iso3", "text"]].tolist()
    ['FRA', 'Paris talks open.']
    """
    return read_with_account(
        path, format=format, pattern=pattern, columns=columns, encoding=encoding, errors=errors,
        split=split, date_format=date_format,
    ).corpus  # fmt: skip


def read_with_account(
    path: Paths | pd.DataFrame,
    *,
    format: str | None = None,
    pattern: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    errors: str = "strict",
    split: str | None = None,
    date_format: str | None = None,
) -> Reading:
    """Read as `read_corpus` does, and say what became of every file.

    Takes what `read_corpus` takes.

    Returns
    -------
    Reading
        ``corpus``, the table that `read_corpus` returns, and ``account``, an `Account`.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Talks open.", encoding="utf-8")
    >>> _ = (folder / "b.xyz").write_bytes(b"?")
    >>> account = read_with_account(folder).account
    >>> account.documents, account.skipped_files
    (1, 1)
    """
    source = _source(path, format, pattern, columns, encoding, errors, split, date_format)
    parts = list(_raw_chunks(source, 100_000))
    source.dating.columns.pool()
    frames = [source.dating.settle(table, keys) for table, keys in parts]
    corpus = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    return Reading(corpus=_ordered(corpus), account=source.account())


def read_chunks(
    path: Paths | pd.DataFrame,
    *,
    format: str | None = None,
    pattern: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    errors: str = "strict",
    split: str | None = None,
    date_format: str | None = None,
    chunk_docs: int = 10_000,
) -> Iterator[Reading]:
    """Read a corpus larger than memory, `chunk_docs` documents at a time.

    Takes what `read_corpus` takes and yields values as `read_with_account` returns them.
    ``doc_id`` is unique over all chunks; the account counts from the start up to and with the
    chunk.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> for n in range(5):
    ...     _ = (folder / f"{n}.txt").write_text("Talks open.", encoding="utf-8")
    >>> [len(chunk.corpus) for chunk in read_chunks(folder, chunk_docs=2)]
    [2, 2, 1]
    """
    check_count(chunk_docs, name="chunk_docs")
    # checked here, not at the first `next`: a generator would report a wrong path only later
    source = _source(path, format, pattern, columns, encoding, errors, split, date_format)
    return _chunks(source, chunk_docs)


def _source(
    path: Paths | pd.DataFrame,
    format: str | None,
    pattern: str | None,
    columns: Mapping[str, str] | None,
    encoding: str,
    errors: str,
    split: str | None,
    date_format: str | None,
) -> "_Source":
    check_choice(errors, ERRORS, name="errors")
    if format is not None:
        check_choice(format, READERS, name="format")
    if columns is not None and not isinstance(columns, Mapping):
        raise TopicsError(
            f"`columns` must map a file's column to a new name; got {type(columns).__name__}."
        )
    name_pattern = None if pattern is None else NamePattern(pattern)
    if split is not None and (not isinstance(split, str) or not split.strip()):
        raise TopicsError(f"`split` must be a line, a regular expression or 'off'; got {split!r}.")
    if split is not None and _REPEATED.search(split):
        raise TopicsError(
            f"`split` repeats a group that repeats in itself, which can take hours; got {split!r}. "
            "Write it without."
        )
    options = ReadOptions(
        encoding=check_encoding(encoding),
        errors="replace" if errors == "replace" else "strict",
        text_names=frozenset(old for old, new in (columns or {}).items() if new == "text"),
        split=split,
    )
    return _Source(
        path, format, name_pattern, options, columns=columns, form=check_date_format(date_format),
        skip_bad=errors == "skip",
    )  # fmt: skip


class _Source:
    """The rows of all chosen files, with the running account of what was read and what not."""

    def __init__(
        self,
        path: Paths | pd.DataFrame,
        format: str | None,
        pattern: NamePattern | None,
        options: ReadOptions,
        *,
        columns: Mapping[str, str] | None,
        form: str | None,
        skip_bad: bool,
    ) -> None:
        self.pattern, self.options, self.skip_bad = pattern, options, skip_bad
        self.frame = path if isinstance(path, pd.DataFrame) else None
        self.path = NAME if isinstance(path, pd.DataFrame) else named_paths(path)
        found = Found() if isinstance(path, pd.DataFrame) else find_files(path)
        self.skipped, self.format, self.inputs = found.skipped, format, found.inputs
        options.remarks += found.remarks
        lone = len(found.files) == 1 and format is not None
        self.files: list[File] = []
        if self.frame is not None:
            self.files.append(File(NAME, "table", _no_stream))
        kinds = FAMILIES.get(format or "", (format,)) if format else tuple(READERS)
        for file in found.files:
            if lone or file.format in kinds:
                self.files.append(file)
            elif file.format:
                reason = f"kind {file.format}, reading {format}"
                self.skipped.append(
                    SkippedFile(file=file.name, kind=f".{file.format}", reason=reason)
                )
            else:
                self.skipped.append(left_out(file.name))
        if not self.files:
            said = describe_skipped(self.skipped) or "the folder is empty"
            wanted = f"no {format} file" if format else "no file that can be read"
            raise InputError(f"{self.path}: {wanted}; {said}. Kinds that are read: {_KINDS}.")
        self.alone = len(self.files) == 1
        self.columns, self.form = dict(columns or {}), form
        self.begin()

    def begin(self) -> None:
        """Forget all rows: nothing was read yet."""
        self.left: File | None = None
        self.why_left: UnreadFileError | None = None
        self.ids = Ids()
        self.large_single: list[str] = []
        self.documents = self.characters = 0
        self.dating = Dating(self.form)
        self.read_files: Counter[str] = Counter()
        self.read_documents: Counter[str] = Counter()

    def again(self) -> "_Source":
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
                    reason = f"name does not fit {self.pattern.pattern!r}"
                    self.skipped.append(
                        SkippedFile(file=file.name, kind=f".{file.format}", reason=reason)
                    )
                    continue
            try:
                number, before = 0, self.characters
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
                reason = str(error).removeprefix(f"{file.name}: ").rstrip(".")
                self.skipped.append(
                    SkippedFile(file=file.name, kind=f".{file.format}", reason=reason)
                )
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
        self.skipped.append(
            SkippedFile(
                file=file.name, kind=f".{file.format}", reason=error.reason, advice=error.advice
            )
        )  # fmt: skip

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
        remarks = [*self.options.all_remarks(), *told, *self.ids.remarks()]
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


def _chunks(source: _Source, chunk_docs: int) -> Iterator[Reading]:
    again = source.again()
    for table, keys in _raw_chunks(source, chunk_docs):
        columns = source.dating.columns
        if columns.proofs and not columns.settled:
            # the order of a column may be proven, or disproven, by its very last row
            for _ in _raw_chunks(again, chunk_docs):
                pass
            columns.proofs = again.dating.columns.proofs
            columns.pool()
        table = _ordered(source.dating.settle(table, keys))
        yield Reading(corpus=table, account=source.account(hashes=False))


def _raw_chunks(source: _Source, chunk_docs: int) -> Iterator[tuple[pd.DataFrame, list[Key]]]:
    """Yield tables whose dates are as they came, each with the column that every date is of."""
    names: dict[frozenset[str], dict[str, str]] = {}
    dates: dict[frozenset[str], str] = {}
    never_seen = set(source.columns)
    rows: list[dict[str, Any]] = []
    keys: list[Key] = []
    for file, number, row in source.rows():
        renaming = names.get(columns := frozenset(row))
        if renaming is None:
            try:
                renaming = renaming_of(list(row), source.columns, file.name, row)
            except UnreadFileError as error:
                if number > 1 or source.alone:
                    raise
                source.leave(file, error)
                continue
            dates[columns] = next((old for old, new in renaming.items() if new == "date"), "date")
            never_seen -= columns
            if dates[columns] != "date" or not is_unsure(columns, row):
                names[columns] = renaming
        if renaming:
            row = {renaming.get(key, key): value for key, value in row.items()}
        place = f"{file.name}: document {number}"
        doc_id = source.ids.take(row.get("doc_id"), file, number)
        row["doc_id"], row["source"] = doc_id, file.name
        row["text"] = as_text(row.get("text"), "text", place)
        row["title"] = as_text(row.get("title"), "title", place)
        keys.append(source.dating.take(row, dates[columns], file=file.name, stem=file.stem))
        source.documents += 1
        source.characters += len(row["text"])
        rows.append(row)
        if len(rows) == chunk_docs:
            yield _raw_table(source, rows, keys)
            rows, keys = [], []
    if source.documents == 0:
        if source.why_left is not None:
            raise source.why_left
        said = f"; {describe_skipped(source.skipped)}" if source.skipped else ""
        raise InputError(f"{source.path}: nothing in it can be read{said}. Check the files.")
    given = source.options.split
    if given is not None and given.lower() not in OFF and not source.options.split_files:
        raise InputError(
            f"{source.path}: `split` {given!r} matches no whole line of any text file. Copy the "
            "line from the file, or add .* where lines differ."
        )
    if never_seen:
        found = sorted(set().union(*dates))
        raise InputError(
            f"{source.path}: no document has the column {min(never_seen)!r} named in `columns`; "
            f"found {listed(found, most=12)}.{did_you_mean(min(never_seen), found)}"
        )
    if rows:
        yield _raw_table(source, rows, keys)


def _raw_table(
    source: _Source, rows: list[dict[str, Any]], keys: list[Key]
) -> tuple[pd.DataFrame, list[Key]]:
    dates = [row["date"] for row in rows]
    source.dating.columns.learn(keys, dates)
    table = pd.DataFrame(rows)
    # pandas would make a column of its own kind of them: dates are read from what was written
    table["date"] = pd.Series(dates, index=table.index, dtype="object")
    return table, keys


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    return table[[*_OWN, *(column for column in table.columns if column not in _OWN)]]
