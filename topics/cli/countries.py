"""Command ``topics countries``: mentions as a table, or marked in a text."""

import argparse

from topics.cli.corpus import add_reading, read
from topics.errors import TopicsError

HELP = "which countries a text mentions, and where"
DESCRIPTION = "Find the countries that texts mention: one row per mention."
EXAMPLES = """\
examples:
  topics countries articles/ -o mentions.csv
  topics countries news.jsonl -o mentions.parquet
  topics countries --show article.txt
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("corpus", nargs="?", metavar="CORPUS", help="file or folder to read")
    parser.add_argument(
        "-o", "--out", metavar="FILE", help="table to write: .csv, .tsv or .parquet"
    )
    parser.add_argument("--show", metavar="FILE", help="print a text with its mentions marked")
    add_reading(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.countries import find_countries, highlight
    from topics.tables import write_table

    if arguments.show:
        print(highlight(_text_of(arguments)))
        return
    if arguments.corpus is None or arguments.out is None:
        raise TopicsError("name a CORPUS and a file to write with -o, or a text with --show.")
    corpus = read(arguments)
    mentions = find_countries(corpus)
    write_table(mentions, arguments.out)
    print(f"mentions: {arguments.out} ({len(mentions):,} in {len(corpus):,} documents)")


def _text_of(arguments: argparse.Namespace) -> str:
    from topics.corpus import read_corpus

    corpus = read_corpus(
        arguments.show, format=arguments.format, encoding=arguments.encoding or "utf-8"
    )
    return "\n\n".join(corpus["text"])
