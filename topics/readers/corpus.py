"""Files of many kinds become one checked table: a row a document, every file accounted for."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from topics._checks import check_choice, check_count
from topics.choices import ERRORS
from topics.errors import TopicsError
from topics.readers import READERS
from topics.readers.account import Reading
from topics.readers.datecolumn import check_date_format
from topics.readers.decoding import check_encoding
from topics.readers.options import ReadOptions
from topics.readers.plain import NamePattern
from topics.readers.rawtables import raw_tables
from topics.readers.source import Source
from topics.readers.walk import Paths

_OWN = ("doc_id", "title", "text", "date", "source", "date_precision")
_REPEATED = re.compile(r"[+*}]\)[+*{]")


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
        that database and refuses all others. A .txt file that is a table, a page, rich text, XML
        or mail is read as such, with a remark, unless `format` is txt.
    pattern : str, optional
        How file names hold facts, such as ``{iso3}_{session}_{date:%Y}``: see
        `topics.readers.plain.NamePattern`. Files that do not fit are listed as skipped.
    columns : mapping, optional
        New names for columns of the files, ``{"Artikel": "text", "Datum": "date"}``. Without it,
        common names (body, content, headline, published, Volltext, 正文, ...) are recognised.
    encoding : str
        UTF-8, after a byte-order mark. A file that is not in UTF-8 is read in the encoding that
        its own bytes tell, where they tell it surely, with a remark. Any other encoding is taken
        at its word for all files, but refused where a file's text would make no sense in it.
    errors : {"strict", "replace", "skip"}
        What to do with bytes that do not decode: stop; put U+FFFD and count them; leave out
        every file that cannot be read and list it.
    split : str, optional
        Where text files part into documents: a line, or a regular expression that must match a
        whole line. "off" takes each file as one document. By default a text in which a line
        repeats and parts what looks like records, of no export that is known, is an error; so
        are the messages of a chat and dispatches one after another. Headings with a day below
        each, in a page or an office file, begin a document each, with a remark.
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

    Parameters
    ----------
    path, format, pattern, columns, encoding, errors, split, date_format
        As in `read_corpus`.

    Returns
    -------
    Reading
        ``corpus``, the table that `read_corpus` returns, and ``account``, an `Account`.

    Raises
    ------
    TopicsError, InputError
        As `read_corpus` does.

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
    parts = list(raw_tables(source, 100_000))
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

    Parameters
    ----------
    path, format, pattern, columns, encoding, errors, split, date_format
        As in `read_corpus`.
    chunk_docs : int, default 10000
        Documents in a chunk, at the most.

    Yields
    ------
    Reading
        ``corpus``, at most `chunk_docs` documents, and ``account``, of all that was read so far.

    Raises
    ------
    TopicsError, InputError
        As `read_corpus` does, when the chunk is read in which the fault lies.

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
) -> Source:
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
        as_text=format == "txt",
    )
    return Source(
        path, options, format=format, pattern=name_pattern, columns=columns,
        form=check_date_format(date_format), skip_bad=errors == "skip",
    )  # fmt: skip


def _chunks(source: Source, chunk_docs: int) -> Iterator[Reading]:
    again = source.again()
    for table, keys in raw_tables(source, chunk_docs):
        columns = source.dating.columns
        if columns.undecided:
            # the order of a column may be proven, or disproven, by its very last row
            for _ in raw_tables(again, chunk_docs):
                pass
            columns.settle_as(again.dating.columns)
        table = _ordered(source.dating.settle(table, keys))
        yield Reading(corpus=table, account=source.account(hashes=False))


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    return table[[*_OWN, *(column for column in table.columns if column not in _OWN)]]
