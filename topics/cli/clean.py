"""Command ``topics clean``: a cleaned corpus and the account of it."""

import argparse
from typing import TYPE_CHECKING

from topics.cli.progress import teller
from topics.cli.settings import READING, add_setting, add_settings, config_of
from topics.run.settings import Items, Text

if TYPE_CHECKING:
    from topics.writing.folder import Draft

HELP = "read and clean a corpus, with an account of all that was dropped"
DESCRIPTION = (
    "Read a corpus, clean it, and write it with the audit of every line and "
    "document that was taken out."
)
EXAMPLES = """\
examples:
  topics clean articles/ --out cleaned
  topics clean export.zip --out cleaned --duplicates keep
  topics clean speeches/ --out cleaned --pattern "{iso3}_{session}_{date:%Y}"
  topics clean artikel.csv --out cleaned --column Artikel=text Datum=date
  topics clean old.txt --out cleaned --encoding cp1252
  topics clean articles/ --out cleaned --errors skip --language en fr

files written: corpus.csv, dropped.csv (a row for each line and document taken out, with its
rule), removed_lines.csv (counts by rule), flow.csv (read, skipped, dropped, kept),
coverage.csv (documents by source and month), skipped.csv (files not read, if any) and
manifest.json (what decided the run)
"""
LANGUAGES = Items(
    flag="--language",
    metavar="CODE",
    help="keep documents in these languages only, such as en fr",
    unset="all",
    item=Text(),
)


_SPACE = 2_000_000  # bytes that the tables take, whatever the corpus


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "corpus", metavar="CORPUS", nargs="+",
        help="files, folders or archives to read, or - for standard input",
    )  # fmt: skip
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write into")
    parser.add_argument(
        "--keep-boilerplate", action="store_true", help="take no lines and no facts out of texts"
    )
    add_setting(parser, "languages", LANGUAGES)
    parser.add_argument(
        "--mojibake", action="store_true", help="repair wrongly decoded text (extra: mojibake)"
    )
    add_settings(parser, [*READING, "duplicates"])


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.report.manifest import size_of
    from topics.writing.folder import output_folder

    need = _SPACE + 2 * size_of(arguments.corpus)
    with output_folder(arguments.out, kind="clean", need=need) as draft:
        said = _fill(arguments, draft)
    print(said)


def _fill(arguments: argparse.Namespace, draft: "Draft") -> str:
    """Write all tables into the draft; return what is to be said of them."""
    from dataclasses import asdict

    import pandas as pd

    from topics.cleaning import clean_corpus, coverage, flow, removed_lines
    from topics.cleaning.lines import account_lines, told
    from topics.readers.account import describe_skipped
    from topics.report.manifest import command_facts
    from topics.run.languages import judge_languages, known_languages, language_counts
    from topics.run.steps import read
    from topics.tables import write_csv

    config = config_of(arguments)
    reading = read(config)
    corpus, account = reading.corpus, reading.account
    say = teller(arguments)
    for remark in account.remarks:
        say(f"note: {remark}")
    if account.skipped:
        say(describe_skipped(account.skipped))
    cleaned, audit = clean_corpus(
        corpus,
        boilerplate=not arguments.keep_boilerplate,
        duplicates=config.duplicates,
        languages=arguments.languages,
        mojibake=arguments.mojibake,
    )
    chosen = bool(arguments.languages)
    lines = account_lines(account, corpus, cleaned, audit, languages_chosen=chosen)
    for line in told(lines):
        say(line)
    if not arguments.languages and config.language_check == "on":
        counts = language_counts(cleaned, audit)
        for warning in judge_languages(counts, known_languages(), check="off", aside=False):
            say(f"warning: {warning}")
    tables = {
        "corpus": cleaned,
        "dropped": audit,
        "flow": flow(account, audit),
        "removed_lines": removed_lines(audit),
        "coverage": coverage(cleaned),
    }
    if account.skipped:
        tables["skipped"] = pd.DataFrame(map(asdict, account.skipped))
    for name, table in tables.items():
        write_csv(table, draft.path / f"{name}.csv")
    numbers = {"documents": len(corpus), "kept": len(cleaned)}
    draft.facts.update(command_facts(vars(arguments), numbers, inputs=account.inputs))
    skipped = f"; skipped {account.skipped_files:,} files" if account.skipped else ""
    return f"cleaned: {draft.folder} ({len(cleaned):,} of {len(corpus):,} documents{skipped})"
