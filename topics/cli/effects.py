"""Command ``topics effects``: what the topic shares of a report go with."""

import argparse

from topics.cli.settings import add_setting
from topics.run.settings import Choice, Number, Text

HELP = "what topic shares go with: regressions on covariates of countries or pairs"
DESCRIPTION = (
    "Regress the topic shares of a report's countries, or pairs of countries, on covariates, with "
    "the error of the estimates: one fractional logit per topic. Needs the extra effects."
)
EXAMPLES = """\
examples:
  topics effects report --data countries.csv --formula '~ region + log(trade)' -o effects.csv
  topics effects report --data dyads.csv --formula '~ ally' --pairs -o effects.csv
  topics plot effects effects.csv --term ally -o forest.pdf
DATA has a column country (or first and second), by ISO 3166-1 code or English name, and covariates.
A formula is evaluated as Python: take none from strangers.
"""
OPTIONS = {
    "cluster": Text(
        flag="--cluster", metavar="COLUMN", help="column of DATA whose groups depend on each other",
        unset="countries stand alone; pairs depend on those that share a country",
    ),
    "min_docs": Number(
        flag="--min-docs", metavar="N", low=0, high=1e9, unset="5",
        help="countries or pairs with fewer documents are left out",
    ),
    "missing": Choice(
        flag="--missing", choices=("raise", "drop"), unset="raise",
        help="where DATA lacks a country or a covariate: stop, or leave it out",
    ),
    "level": Number(
        flag="--level", metavar="P", low=0, high=1, open_ends=True, unset="0.95",
        help="level of the intervals",
    ),
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", metavar="DIR", help="folder of a report")
    parser.add_argument("--data", metavar="DATA", required=True, help="table of covariates: .csv")
    parser.add_argument(
        "--formula", metavar="FORMULA", required=True, help="such as '~ region + log(trade)'"
    )
    parser.add_argument("--pairs", action="store_true", help="regress pairs, not countries")
    for name, known in OPTIONS.items():
        add_setting(parser, name, known, unset=known.unset)
    parser.add_argument(
        "-o", "--out", metavar="FILE", required=True, help="table to write: .csv or .parquet"
    )
    parser.add_argument("--latex", metavar="FILE", help="the same for LaTeX with booktabs")
    parser.add_argument("--markdown", metavar="FILE", help="the same in Markdown")


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.plots.kinds import read_table
    from topics.run.kept import check_one_language
    from topics.run.regress import effects_of_run
    from topics.tables import check_table_name, write_table
    from topics.writing.folder import note_interrupted
    from topics.writing.together import output_files

    note_interrupted(arguments.folder)
    check_one_language(arguments.folder)
    check_table_name(arguments.out)
    texts = {arguments.latex: "to_latex", arguments.markdown: "to_markdown"}
    texts = {path: how for path, how in texts.items() if path}
    options = {name: getattr(arguments, name) for name in OPTIONS}
    given = {name: value for name, value in options.items() if value is not None}
    with output_files(arguments.out, *texts, read=[arguments.data]) as drafts:
        found = effects_of_run(
            arguments.folder, read_table(arguments.data), arguments.formula,
            pairs=arguments.pairs, **given,
        )  # fmt: skip
        write_table(found.table, drafts[arguments.out])
        for path, how in texts.items():
            drafts[path].write_text(getattr(found, how)(), "utf-8")
    what = "pairs" if arguments.pairs else "countries"
    left = f"; {len(found.left_out):,} left out" if len(found.left_out) else ""
    print(f"effects: {arguments.out} ({len(found.groups):,} {what}{left})")
