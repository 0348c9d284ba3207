"""Command ``topics countries``: mentions as a table, or marked in a text."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topics._checks import listed
from topics.choices import COUNTRY_KINDS, GROUP_KINDS, SUCCESSOR_POLICIES
from topics.cli.progress import teller
from topics.cli.settings import READING, add_setting, add_settings, config_of
from topics.errors import TopicsError
from topics.run.config import ReportConfig
from topics.run.settings import Choice, Items, Text

if TYPE_CHECKING:
    import pandas as pd

HELP = "which countries a text mentions, and where"
DESCRIPTION = (
    "Find the countries that texts mention: one row per mention; how much each "
    "document is about each of them; or a text with its mentions marked."
)
EXAMPLES = """\
examples:
  topics countries articles/ -o mentions.csv
  topics countries news.jsonl -o mentions.parquet --weights weights.parquet
  topics countries articles/ -o places.csv --kinds capital city region
  topics countries speeches/ --weights weights.csv --successors principal
  topics countries articles/ -o mentions.csv --extra-gazetteer companies.tsv
  topics countries markets/ -o mentions.csv --currency-pairs
  topics countries --show article.txt --kinds name demonym
"""
OPTIONS = {
    "kinds": Items(
        flag="--kinds",
        metavar="KIND",
        help=f"kinds of mention to keep: {listed(COUNTRY_KINDS + GROUP_KINDS)}",
        unset="all",
        item=Choice(choices=COUNTRY_KINDS + GROUP_KINDS),
    ),
    "successors": Choice(
        flag="--successors",
        help="states that are gone: keep them; give them to the principal successor (the Soviet "
        "Union is Russia); or make a row for every successor",
        unset="keep",
        choices=SUCCESSOR_POLICIES,
    ),
    "extra_gazetteer": Items(
        flag="--extra-gazetteer",
        metavar="FILE",
        help="gazetteers of your own (.tsv)",
        unset="none",
        item=Text(),
    ),
    "language": Text(
        flag="--language",
        metavar="CODE",
        help="language of the texts; documents in others are left out",
        unset="told from each text",
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "corpus", nargs="*", metavar="CORPUS", help="files, folders or archives to read"
    )
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
    for name, known in OPTIONS.items():
        add_setting(parser, name, known)
    parser.add_argument(
        "--expand-groups",
        action="store_true",
        help="a row for every member of an organisation or world region",
    )
    parser.add_argument(
        "--currency-pairs",
        action="store_true",
        help="codes of money quoted against each other, such as USD/KZT, are mentions too",
    )
    add_settings(parser, READING)


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.countries import load_gazetteer
    from topics.tables import check_table_name
    from topics.writing.together import output_files

    options = _options(arguments)
    chosen = ("language", "extra_gazetteer")
    load_gazetteer(**{name: value for name, value in options.items() if name in chosen})
    tables = (arguments.out, arguments.weights, arguments.by_kind)
    if arguments.show:
        if arguments.corpus or any(tables) or arguments.expand_groups:
            raise TopicsError("--show FILE stands alone: leave out CORPUS, tables and groups.")
        _show(arguments, options)
        return
    if not arguments.corpus or not any(tables):
        raise TopicsError(
            "name a CORPUS, before the options, and a file to write with -o, --weights or "
            "--by-kind; or a text with --show."
        )
    targets = list(filter(None, tables))
    for target in targets:
        check_table_name(target)
    with output_files(*targets, read=arguments.corpus) as drafts:
        said = _write(arguments, drafts)
    print("\n".join(said))


def _write(arguments: argparse.Namespace, drafts: Mapping[str, Path]) -> list[str]:
    """Write the tables that were asked for to their drafts; return a line about each."""
    from topics.countries import country_weights, expand_groups, find_countries, mention_kinds
    from topics.tables import write_table

    corpus = _read(arguments, config_of(arguments))
    mentions = find_countries(corpus, **_options(arguments))
    if arguments.expand_groups:
        mentions = expand_groups(mentions)
    said = []
    if arguments.out:
        write_table(mentions, drafts[arguments.out])
        said.append(f"mentions: {arguments.out} ({len(mentions):,} in {len(corpus):,} documents)")
    if arguments.weights:
        weights = country_weights(mentions, corpus)
        write_table(weights, drafts[arguments.weights])
        said.append(f"weights: {arguments.weights} ({weights['country'].nunique():,} countries)")
    if arguments.by_kind:
        write_table(mention_kinds(mentions), drafts[arguments.by_kind])
        said.append(f"kinds of mention: {arguments.by_kind}")
    return said


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Arguments of `find_countries` that were given."""
    values = {name: getattr(arguments, name) for name in OPTIONS}
    given = {name: value for name, value in values.items() if value is not None}
    return given | {"currency_pairs": arguments.currency_pairs}


def _show(arguments: argparse.Namespace, options: dict[str, Any]) -> None:
    from topics.countries import highlight
    from topics.run.languages import main_language

    corpus = _read(arguments, config_of(arguments).updated(corpus=arguments.show))
    options = {"language": main_language(corpus["language"])} | options
    print(highlight("\n\n".join(corpus["text"]), **options))


def _read(arguments: argparse.Namespace, config: ReportConfig) -> "pd.DataFrame":
    """Read a corpus, tell its languages, and leave out documents in those that are not read."""
    from topics.run.languages import known_languages, set_aside
    from topics.run.steps import read

    say = teller(arguments)
    known = [arguments.language] if arguments.language else known_languages()
    reading = read(config)
    for remark in reading.account.remarks:
        say(f"note: {remark}")
    corpus, warnings = set_aside(reading.corpus, known, check=config.language_check)
    for warning in [*reading.account.warnings, *warnings]:
        say(f"warning: {warning}")
    return corpus
