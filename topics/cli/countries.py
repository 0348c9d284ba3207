"""Command ``topics countries``: mentions as a table, or marked in a text."""

import argparse
from typing import Any

from topics.cli.corpus import add_reading, read, warn
from topics.errors import TopicsError

HELP = "which countries a text mentions, and where"
DESCRIPTION = (
    "Find the countries that texts mention: one row per mention; how much each "
    "document is about each of them; or a text with its mentions marked."
)
EXAMPLES = """\
examples:
  topics countries articles/ -o mentions.csv
  topics countries news.jsonl -o mentions.parquet --weights weights.parquet
  topics countries articles/ -o places.csv --kinds capital,city,region
  topics countries speeches/ --weights weights.csv --successors principal
  topics countries articles/ -o mentions.csv --extra-gazetteer companies.tsv
  topics countries --show article.txt --kinds name,demonym
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("corpus", nargs="?", metavar="CORPUS", help="file or folder to read")
    parser.add_argument(
        "-o", "--out", metavar="FILE", help="table of mentions to write: .csv or .parquet"
    )
    parser.add_argument(
        "--weights", metavar="FILE", help="table to write: how much documents are about countries"
    )
    parser.add_argument(
        "--by-kind", metavar="FILE", help="table to write: countries by kinds of their mentions"
    )
    parser.add_argument("--show", metavar="FILE", help="print a text with its mentions marked")
    parser.add_argument(
        "--kinds",
        metavar="KIND,...",
        help="kinds of mention to keep, as name,demonym,capital,city,region,metonym,company,"
        "leader,currency,historical,organisation,world_region (default: all)",
    )
    parser.add_argument(
        "--successors",
        metavar="POLICY",
        help="states that are gone: keep (default), principal (the Soviet Union is Russia) or all "
        "(a row for every successor)",
    )
    parser.add_argument(
        "--expand-groups",
        action="store_true",
        help="a row for every member of an organisation or world region",
    )
    parser.add_argument(
        "--extra-gazetteer",
        metavar="FILE",
        action="append",
        help="gazetteer of your own (.tsv); may be given several times",
    )
    parser.add_argument("--language", metavar="CODE", help="language of the texts (default: en)")
    add_reading(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.countries import country_weights, expand_groups, find_countries, mention_kinds
    from topics.run.languages import known_languages, set_aside
    from topics.tables import write_table

    tables = (arguments.out, arguments.weights, arguments.by_kind)
    if arguments.show:
        if arguments.corpus or any(tables) or arguments.expand_groups:
            raise TopicsError("--show FILE stands alone: leave out CORPUS, tables and groups.")
        _show(arguments)
        return
    if arguments.corpus is None or not any(tables):
        raise TopicsError(
            "name a CORPUS and a file to write with -o, --weights or --by-kind, or a text with "
            "--show."
        )
    known = [arguments.language] if arguments.language else known_languages()
    corpus, warnings = set_aside(read(arguments), known, check=arguments.language_check or "on")
    warn(warnings)
    mentions = find_countries(corpus, **_options(arguments))
    if arguments.expand_groups:
        mentions = expand_groups(mentions)
    if arguments.out:
        write_table(mentions, arguments.out)
        print(f"mentions: {arguments.out} ({len(mentions):,} in {len(corpus):,} documents)")
    if arguments.weights:
        weights = country_weights(mentions, corpus)
        write_table(weights, arguments.weights)
        print(f"weights: {arguments.weights} ({weights['country'].nunique():,} countries)")
    if arguments.by_kind:
        write_table(mention_kinds(mentions), arguments.by_kind)
        print(f"kinds of mention: {arguments.by_kind}")


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Arguments of `find_countries` that were given."""
    given = {
        "language": arguments.language,
        "kinds": arguments.kinds and [kind.strip() for kind in arguments.kinds.split(",")],
        "successors": arguments.successors,
        "extra_gazetteer": arguments.extra_gazetteer,
    }
    return {name: value for name, value in given.items() if value is not None}


def _show(arguments: argparse.Namespace) -> None:
    from topics.countries import highlight
    from topics.run.languages import known_languages, set_aside

    known = [arguments.language] if arguments.language else known_languages()
    corpus = read(arguments, arguments.show)
    corpus, warnings = set_aside(corpus, known, check=arguments.language_check or "on")
    warn(warnings)
    print(highlight("\n\n".join(corpus["text"]), **_options(arguments)))
