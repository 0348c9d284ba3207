"""Command ``topics clean``: a cleaned corpus and the account of it."""

import argparse
from pathlib import Path

from topics.cli.corpus import add_reading, read
from topics.config import DUPLICATES

HELP = "read and clean a corpus, with an account of all that was dropped"
DESCRIPTION = (
    "Read a corpus, clean it, and write it with the audit of every line and "
    "document that was taken out."
)
EXAMPLES = """\
examples:
  topics clean articles/ --out cleaned
  topics clean export.zip --out cleaned --duplicates keep
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("corpus", metavar="CORPUS", help="file or folder to read")
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write into")
    parser.add_argument(
        "--duplicates", choices=DUPLICATES, default="near", help="copies of documents to drop"
    )
    add_reading(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.cleaning import clean_corpus, coverage, flow, removed_lines
    from topics.tables import write_csv

    corpus = read(arguments)
    cleaned, audit = clean_corpus(corpus, duplicates=arguments.duplicates)
    tables = {
        "corpus": cleaned,
        "dropped": audit,
        "flow": flow(corpus.attrs["read"], audit),
        "removed_lines": removed_lines(audit),
        "coverage": coverage(cleaned),
    }
    for name, table in tables.items():
        write_csv(table, Path(arguments.out) / f"{name}.csv")
    print(f"cleaned: {arguments.out} ({len(cleaned):,} of {len(corpus):,} documents)")
