"""Command ``topics clean``: a cleaned corpus and the account of it."""

import argparse
from pathlib import Path

from topics.cli.corpus import add_reading, read, warn
from topics.run.config import DUPLICATES

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
  topics clean artikel.csv --out cleaned --column Artikel=text --column Datum=date
  topics clean old.txt --out cleaned --encoding cp1252
  topics clean articles/ --out cleaned --errors skip --language en --language fr

files written: corpus.csv, dropped.csv (a row for each line and document taken out, with its
rule), removed_lines.csv (counts by rule), flow.csv (read, skipped, dropped, kept),
coverage.csv (documents by source and month) and, if any, skipped.csv (files not read)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("corpus", metavar="CORPUS", help="file, folder, .zip or .gz to read")
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write into")
    add_reading(parser)
    parser.add_argument(
        "--duplicates", choices=DUPLICATES, default="near", help="copies of documents to drop"
    )
    parser.add_argument(
        "--keep-boilerplate", action="store_true", help="take no lines and no facts out of texts"
    )
    parser.add_argument(
        "--language", metavar="CODE", action="append",
        help="keep documents in this language only, such as en (repeatable)",
    )  # fmt: skip
    parser.add_argument(
        "--mojibake", action="store_true", help="repair wrongly decoded text (extra: mojibake)"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    import pandas as pd

    from topics.cleaning import clean_corpus, coverage, flow, removed_lines
    from topics.run.languages import judge_languages, known_languages, language_counts
    from topics.tables import write_csv

    corpus = read(arguments)
    account = corpus.attrs["read"]
    cleaned, audit = clean_corpus(
        corpus,
        boilerplate=not arguments.keep_boilerplate,
        duplicates=arguments.duplicates,
        languages=arguments.language,
        mojibake=arguments.mojibake,
    )
    known = known_languages()
    if arguments.language is None and arguments.language_check != "off":
        counts = language_counts(cleaned, audit)
        warn(judge_languages(counts, known, check="off", aside=False))
    tables = {
        "corpus": cleaned,
        "dropped": audit,
        "flow": flow(account, audit),
        "removed_lines": removed_lines(audit),
        "coverage": coverage(cleaned),
    }
    if account["skipped"]:
        tables["skipped"] = pd.DataFrame(account["skipped"])
    for name, table in tables.items():
        write_csv(table, Path(arguments.out) / f"{name}.csv")
    skipped = f"; skipped {account['skipped_files']:,} files" if account["skipped_files"] else ""
    print(f"cleaned: {arguments.out} ({len(cleaned):,} of {len(corpus):,} documents{skipped})")
