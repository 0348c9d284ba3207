"""Files of many kinds become one checked table: a row a document, every file accounted for."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from topics._checks import check_choice, check_count
from topics.errors import InputError, TopicsError
from topics.readers import READERS
from topics.readers.columns import as_text, renaming_of
from topics.readers.dates import as_day
from topics.readers.decoding import check_encoding
from topics.readers.exports import FAMILIES
from topics.readers.files import File, list_files
from topics.readers.options import ReadOptions
from topics.readers.parts import OFF
from topics.readers.plain import NamePattern

_OWN = ("doc_id", "title", "text", "date", "source")
_MOST_LISTED = 1000


def read_corpus(
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    pattern: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    errors: str = "strict",
    split: str | None = None,
) -> pd.DataFrame:
    """Read a file, a folder or an archive of documents into one table.

    Parameters
    ----------
    path : path
        A folder (with all folders below it), a .zip, a .gz, or one file.
    format : str, optional
        One of txt, csv, tsv, jsonl, json, parquet, html, sgml, docx, xml. By default a folder
        takes the kind that most of its files have; all others are listed as skipped. Exports of
        press databases are known by their content and become articles; nexis, factiva, proquest
        or europresse takes files for exports of that database and refuses all others.
    pattern : str, optional
        How file names hold facts, such as ``{iso3}_{session}_{date:%Y}``: see
        `topics.readers.plain.NamePattern`. Files that do not fit are listed as skipped.
    columns : mapping, optional
        New names for columns of the files, ``{"Artikel": "text", "Datum": "date"}``. Without it,
        common English names (body, content, headline, published, ...) are recognised.
    encoding : str
        Tried after a byte-order mark.
    errors : {"strict", "replace", "skip"}
        What to do with bytes that do not decode: stop; put U+FFFD and count them; leave out
        every file that cannot be read and list it.
    split : str, optional
        Where text files part into documents: a line, or a regular expression that must match a
        whole line. "off" takes each file as one document. By default a file in which a line
        repeats and parts what looks like records, of no export that is known, is an error.

    Returns
    -------
    DataFrame
        ``doc_id`` (str, unique), ``title`` (str, "" when not known), ``text`` (str), ``date``
        (datetime64[s], a day without time zone, NaT when not known, never guessed), ``source``
        (str, the file), then all other columns as they came; a column of the file that is called
        ``source`` becomes ``given_source``. ``attrs["read"]`` says what was read: counts of
        ``documents``, ``files``, ``characters``, ``skipped_files``, ``replaced_characters``,
        ``dates_unreadable``, with the lists ``skipped`` (at most 1,000) and ``remarks``.

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
    chunks = read_chunks(
        path, format=format, pattern=pattern, columns=columns, encoding=encoding, errors=errors,
        split=split, chunk_docs=100_000,
    )  # fmt: skip
    frames = list(chunks)
    read = frames[-1].attrs["read"]
    for frame in frames:
        frame.attrs = {}  # each chunk's own note: pandas would compare them all
    corpus = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    corpus.attrs["read"] = read
    return corpus


def read_chunks(
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    pattern: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    errors: str = "strict",
    split: str | None = None,
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
    check_choice(errors, ("strict", "replace", "skip"), name="errors")
    check_count(chunk_docs, name="chunk_docs")
    if format is not None:
        check_choice(format, READERS, name="format")
    if columns is not None and not isinstance(columns, Mapping):
        raise TopicsError(
            f"`columns` must map a file's column to a new name; got {type(columns).__name__}."
        )
    name_pattern = None if pattern is None else NamePattern(pattern)
    if split is not None and (not isinstance(split, str) or not split.strip()):
        raise TopicsError(f"`split` must be a line, a regular expression or 'off'; got {split!r}.")
    options = ReadOptions(
        encoding=check_encoding(encoding),
        errors="replace" if errors == "replace" else "strict",
        split=split,
    )
    source = _Source(path, format, name_pattern, options, skip_bad=errors == "skip")
    # checked here, not at the first `next`: a generator would report a wrong path only later
    return _chunks(source, dict(columns or {}), chunk_docs)


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
            kinds = FAMILIES.get(self.format or "", (self.format,))
            if self.format is not None and (file.format in kinds or lone):
                self.files.append(file)
            else:
                reason = f"kind {file.format}" if file.format else "unknown kind"
                skipped.append((file.name, f"{reason}, reading {self.format}"))
        if not self.files:
            known = sorted(READERS)
            wanted = f"no {format} file" if format else "no file of a known kind"
            raise InputError(f"{path}: {wanted} found. Kinds that are read: {known}.")
        self.documents = self.characters = self.dates_unreadable = 0
        self.date_examples: list[str] = []
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
            "dates_unreadable": self.dates_unreadable,
            "dates_unreadable_examples": list(self.date_examples),
            "remarks": self.options.all_remarks()[:_MOST_LISTED],
        }


def _main_format(files: list[File]) -> str | None:
    counts = Counter(file.format for file in files if file.format in READERS)
    return max(sorted(counts, key=str), key=lambda kind: counts[kind]) if counts else None


def _chunks(source: _Source, columns: dict[str, str], chunk_docs: int) -> Iterator[pd.DataFrame]:
    seen: dict[str, str] = {}
    names: dict[frozenset[str], dict[str, str]] = {}
    never_seen = set(columns)
    rows: list[dict[str, Any]] = []
    for file, number, row in source.rows():
        renaming = names.get(keys := frozenset(row))
        if renaming is None:
            renaming = names[keys] = renaming_of(list(row), columns, file.name)
            never_seen -= keys
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
        given = row.get("date")
        row["date"] = as_day(given)
        if row["date"] is None and given is not None and given == given and str(given).strip():
            source.dates_unreadable += 1
            if len(source.date_examples) < 5:
                source.date_examples.append(f"{doc_id}: {str(given)[:40]}")
        source.documents += 1
        source.characters += len(row["text"])
        rows.append(row)
        if len(rows) == chunk_docs:
            yield _table(rows, source)
            rows = []
    if source.documents == 0:
        reason = f" ({source.skipped[0][1]}: {source.skipped[0][0]})" if source.skipped else ""
        raise InputError(f"{source.path}: no document found{reason}.")
    given = source.options.split
    if given is not None and given.lower() not in OFF and not source.options.split_files:
        raise InputError(
            f"{source.path}: `split` {given!r} matches no whole line of any text file. Copy the "
            "line from the file, or add .* where lines differ."
        )
    if never_seen:
        found = sorted(set().union(*names))
        raise InputError(
            f"{source.path}: no document has the column {min(never_seen)!r} named in `columns`; "
            f"found {found[:12]}."
        )
    if rows:
        yield _table(rows, source)


def _table(rows: list[dict[str, Any]], source: _Source) -> pd.DataFrame:
    table = pd.DataFrame(rows)
    table["date"] = pd.Series(
        np.array([row["date"] for row in rows], dtype="datetime64[s]"), index=table.index
    )
    order = [*_OWN, *(column for column in table.columns if column not in _OWN)]
    table = table[order]
    table.attrs["read"] = source.account()
    return table
