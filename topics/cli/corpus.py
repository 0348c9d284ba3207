"""Arguments that say how to read a corpus, shared by commands."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that `read` uses."""
    parser.add_argument("--format", help="kind of file; by default told from the file's name")
    parser.add_argument("--pattern", help="facts in file names, as {iso3}_{session}_{date:%%Y}")
    parser.add_argument("--encoding", help="encoding of the files (default: utf-8)")


def read(arguments: argparse.Namespace) -> "pd.DataFrame":
    """Read the corpus that the arguments name."""
    from topics.corpus import read_corpus

    return read_corpus(
        arguments.corpus,
        format=arguments.format,
        pattern=arguments.pattern,
        encoding=arguments.encoding or "utf-8",
    )
