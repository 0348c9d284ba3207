"""Arguments that say how to read a corpus, shared by commands."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from topics.cli.wording import as_options
from topics.errors import TopicsError

if TYPE_CHECKING:
    import pandas as pd


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that `read` uses."""
    parser.add_argument("--format", help="kind of file; by default told from the file's name")
    parser.add_argument("--pattern", help="facts in file names, as {iso3}_{session}_{date:%%Y}")
    parser.add_argument("--encoding", help="encoding of the files (default: utf-8)")
    parser.add_argument(
        "--column", metavar="NAME=NEW", action="append",
        help="take a column of the files as text, title, date, doc_id, ... (repeatable)",
    )  # fmt: skip
    parser.add_argument(
        "--date-format", metavar="FORM",
        help="how days are written: day-first, month-first, year-first, or codes as %%d/%%m/%%Y "
        "(default: as each column proves by itself)",
    )  # fmt: skip
    parser.add_argument(
        "--language-check", choices=("on", "off"),
        help="on (the default): stop where most documents are in a language that is not read, "
        "and leave out the others in such languages; off: go on with all",
    )  # fmt: skip
    parser.add_argument(
        "--errors", choices=("strict", "replace", "skip"),
        help="bytes that do not decode: stop (the default), put U+FFFD and count, or leave the "
        "file out",
    )  # fmt: skip


def read(arguments: argparse.Namespace, path: str | None = None) -> "pd.DataFrame":
    """Read the corpus that the arguments name, or the one at `path` in the way they say.

    What the reading remarks is said on stderr.
    """
    from topics.readers.corpus import read_corpus

    corpus = read_corpus(
        path or arguments.corpus,
        format=arguments.format,
        pattern=arguments.pattern,
        columns=columns_of(arguments.column),
        encoding=arguments.encoding or "utf-8",
        errors=arguments.errors or "strict",
        date_format=arguments.date_format,
    )
    for remark in corpus.attrs["read"]["remarks"]:
        print(f"note: {as_options(remark)}", file=sys.stderr)
    return corpus


def warn(warnings: Sequence[str]) -> None:
    """Say warnings on stderr."""
    for warning in warnings:
        print(f"warning: {as_options(warning)}", file=sys.stderr)


def columns_of(pairs: Sequence[str] | None) -> dict[str, str] | None:
    """Return what columns of the files are to be called, from texts such as ``Artikel=text``."""
    columns = {}
    for pair in pairs or ():
        name, mark, new = pair.rpartition("=")
        if not (mark and name and new):
            raise TopicsError(f"--column needs NAME=NEW, such as Artikel=text; got {pair!r}.")
        columns[name] = new
    return columns or None
