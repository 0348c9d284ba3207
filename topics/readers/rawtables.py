"""Rows of files under the names of the corpus, as tables whose dates are still as they came."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from topics._checks import did_you_mean, listed
from topics.errors import InputError
from topics.readers.account import describe_skipped
from topics.readers.columns import as_text, renaming_of
from topics.readers.datenames import is_unsure
from topics.readers.markup import html_to_text, is_markup
from topics.readers.parts import OFF
from topics.readers.serials import Key
from topics.readers.signs import read_signs
from topics.readers.source import Source
from topics.readers.unread import UnreadFileError

_TABLES = ("csv", "tsv", "txt", "excel", "parquet", "table")
_OBJECTS = ("json", "jsonl")


def raw_tables(source: Source, chunk_docs: int) -> Iterator[tuple[pd.DataFrame, list[Key]]]:
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
        if file.format in _TABLES and "<" in row["text"] and is_markup(row["text"]):
            row["text"] = html_to_text(row["text"])
            source.texts.marked += 1
        row["title"] = as_text(row.get("title"), "title", place)
        if file.format in _TABLES or file.format in _OBJECTS:
            row["title"] = read_signs(row["title"])
            row["text"] = source.texts.with_signs(row["text"])
        row["text"] = source.texts.see(row["text"])
        keys.append(source.dating.take(row, dates[columns], file=file.name, stem=file.stem))
        source.documents += 1
        source.characters += len(row["text"])
        rows.append(row)
        if len(rows) == chunk_docs:
            yield _table(source, rows, keys)
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
        yield _table(source, rows, keys)


def _table(
    source: Source, rows: list[dict[str, Any]], keys: list[Key]
) -> tuple[pd.DataFrame, list[Key]]:
    dates = [row["date"] for row in rows]
    source.dating.columns.learn(keys, dates)
    table = pd.DataFrame(rows)
    # pandas would make a column of its own kind of them: dates are read from what was written
    table["date"] = pd.Series(dates, index=table.index, dtype="object")
    return table, keys
