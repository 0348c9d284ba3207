"""Files of many kinds become one checked table: a row a document, every file accounted for."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from topics._checks import check_choice, check_count
from topics.errors import InputError, TopicsError
from topics.readers import READERS
from topics.readers.columns import as_text, renaming_of
from topics.readers.datecolumn import Key
from topics.readers.datenames import is_unsure
from topics.readers.dating import Dating
from topics.readers.decoding import check_encoding
from topics.readers.files import File, list_files
from topics.readers.options import ReadOptions
from topics.readers.plain import NamePattern

_OWN = ("doc_id", "title", "text", "date", "source", "date_precision")
_MOST_LISTED = 1000


def read_corpus(
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    pattern: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    errors: str = "strict",
    date_format: str | None = None,
) -> pd.DataFrame:
    """Read a file, a folder or an archive of documents into one table.

    Parameters
    ----------
    path : path
        A folder (with all folders below it), a .zip, a .gz, or one file.
    format : str, optional
        One of txt, csv, tsv, jsonl, json, parquet, html, sgml, docx. By default a folder takes
        the kind that most of its files have; all others are listed as skipped.
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
        came; a column of the file that is called ``source`` becomes ``given_source``.
        ``attrs["read"]`` says what was read: counts of ``documents``, ``files``, ``characters``,
        ``skipped_files``, ``replaced_characters``,
        ``dates`` (by precision), ``dates_missing``, ``dates_unreadable``, with the lists
        ``skipped`` (at most 1,000), ``dates_unreadable_examples`` (three) and ``remarks``.

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
    source = _source(path, format, pattern, columns, encoding, errors, date_format)
    parts = list(_raw_chunks(source, 100_000))
    source.dating.columns.pool()
    frames = [source.dating.settle(table, keys) for table, keys in parts]
    corpus = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    corpus = _ordered(corpus)
    corpus.attrs["read"] = source.account()
    return corpus


def read_chunks(
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    pattern: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    errors: str = "strict",
    date_format: str | None = None,
    chunk_docs: int = 10_000,
) -> Iterator[pd.DataFrame]:
    """Read a corpus larger than memory, `chunk_docs` documents at a time.

    Takes what `read_corpus` takes and yields tables of the same form. ``doc_id`` is unique over
    all chunks; ``attrs["read"]`` counts from the start up to and with the chunk.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> for n in range(5):
    ...     _ = (folder / f"{n}.txt").write_text("Talks open.", encoding="utf-8")
    >>> [len(chunk) for chunk in read_chunks(folder, chunk_docs=2)]
    [2, 2, 1]
    """
    check_count(chunk_docs, name="chunk_docs")
    # checked here, not at the first `next`: a generator would report a wrong path only later
    arguments = (path, format, pattern, columns, encoding, errors, date_format)
    return _chunks(_source(*arguments), lambda: _source(*arguments), chunk_docs)


def _source(
    path: str | os.PathLike[str],
    format: str | None,
    pattern: str | None,
    columns: Mapping[str, str] | None,
    encoding: str,
    errors: str,
    date_format: str | None,
) -> "_Source":
    check_choice(errors, ("strict", "replace", "skip"), name="errors")
    if format is not None:
        check_choice(format, READERS, name="format")
    if columns is not None and not isinstance(columns, Mapping):
        raise TopicsError(
            f"`columns` must map a file's column to a new name; got {type(columns).__name__}."
        )
    name_pattern = None if pattern is None else NamePattern(pattern)
    options = ReadOptions(
        encoding=check_encoding(encoding), errors="replace" if errors == "replace" else "strict"
    )
    source = _Source(path, format, name_pattern, options, skip_bad=errors == "skip")
    source.columns = dict(columns or {})
    source.dating = Dating(date_format)
    return source


class _Source:
    """The rows of all chosen files, with the running account of what was read and what not."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        format: str | None,
        pattern: NamePattern | None,
        options: ReadOptions,
        *,
        skip_bad: bool,
    ) -> None:
        self.path, self.pattern, self.options, self.skip_bad = path, pattern, options, skip_bad
        files, skipped = list_files(path)
        self.skipped = skipped
        self.format = format or _main_format(files)
        lone = len(files) == 1 and format is not None
        self.files: list[File] = []
        for file in files:
            if self.format is not None and (file.format == self.format or lone):
                self.files.append(file)
            else:
                reason = f"kind {file.format}" if file.format else "unknown kind"
                skipped.append((file.name, f"{reason}, reading {self.format}"))
        if not self.files:
            known = sorted(READERS)
            wanted = f"no {format} file" if format else "no file of a known kind"
            raise InputError(f"{path}: {wanted} found. Kinds that are read: {known}.")
        self.documents = self.characters = 0
        self.columns: dict[str, str] = {}
        self.dating = Dating()
        self.read_files = 0

    def rows(self) -> Iterator[tuple[File, int, dict[str, Any]]]:
        """Yield (file, number of the row in it, row)."""
        read = READERS[self.format or ""]
        for file in self.files:
            facts: dict[str, Any] | None = {}
            if self.pattern is not None:
                facts = self.pattern.facts(file.name)
                if facts is None:
                    self.skipped.append((file.name, f"name does not fit {self.pattern.pattern!r}"))
                    continue
            try:
                for number, row in enumerate(read(file, self.options), start=1):
                    yield file, number, {**row, **facts} if facts else row
            except InputError as error:
                if not self.skip_bad:
                    raise
                self.skipped.append((file.name, str(error)))
                continue
            self.read_files += 1

    def account(self) -> dict[str, Any]:
        """Say what was read so far, as a plain dict."""
        return {
            "path": os.fspath(self.path),
            "format": self.format,
            "documents": self.documents,
            "files": self.read_files,
            "characters": self.characters,
            "skipped_files": len(self.skipped),
            "skipped": [{"file": name, "reason": why} for name, why in self.skipped[:_MOST_LISTED]],
            "replaced_characters": self.options.replaced,
            **self.dating.account(),
            "remarks": [*self.options.all_remarks(), *self.dating.remarks()][:_MOST_LISTED],
        }


def _main_format(files: list[File]) -> str | None:
    counts = Counter(file.format for file in files if file.format in READERS)
    return max(sorted(counts, key=str), key=lambda kind: counts[kind]) if counts else None


def _chunks(
    source: _Source, again: Callable[[], _Source], chunk_docs: int
) -> Iterator[pd.DataFrame]:
    for table, keys in _raw_chunks(source, chunk_docs):
        columns = source.dating.columns
        if columns.proofs and not columns.settled:
            # the order of a column may be proven, or disproven, by its very last row
            ahead = again()
            for _ in _raw_chunks(ahead, chunk_docs):
                pass
            columns.proofs = ahead.dating.columns.proofs
            columns.pool()
        table = _ordered(source.dating.settle(table, keys))
        table.attrs["read"] = source.account()
        yield table


def _raw_chunks(source: _Source, chunk_docs: int) -> Iterator[tuple[pd.DataFrame, list[Key]]]:
    """Yield tables whose dates are as they came, each with the column that every date is of."""
    seen: dict[str, str] = {}
    names: dict[frozenset[str], dict[str, str]] = {}
    dates: dict[frozenset[str], str] = {}
    never_seen = set(source.columns)
    rows: list[dict[str, Any]] = []
    keys: list[Key] = []
    for file, number, row in source.rows():
        renaming = names.get(columns := frozenset(row))
        if renaming is None:
            renaming = renaming_of(list(row), source.columns, file.name, row)
            dates[columns] = next((old for old, new in renaming.items() if new == "date"), "date")
            never_seen -= columns
            if dates[columns] != "date" or not is_unsure(columns, row):
                names[columns] = renaming
        if renaming:
            row = {renaming.get(key, key): value for key, value in row.items()}
        doc_id = row.get("doc_id")
        place = f"{file.name}: document {number}"
        doc_id = f"{file.stem}:{number}" if doc_id is None or doc_id == "" else str(doc_id)
        if doc_id in seen:
            raise InputError(
                f"{place}: the doc_id {doc_id!r} is already used in {seen[doc_id]}. Make ids "
                "unique, or pass columns={'doc_id': 'given_id'} to have new ones."
            )
        seen[doc_id] = file.name
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
        reason = f" ({source.skipped[0][1]}: {source.skipped[0][0]})" if source.skipped else ""
        raise InputError(f"{source.path}: no document found{reason}.")
    if never_seen:
        found = sorted(set().union(*dates))
        raise InputError(
            f"{source.path}: no document has the column {min(never_seen)!r} named in `columns`; "
            f"found {found[:12]}."
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
