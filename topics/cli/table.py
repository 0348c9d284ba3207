"""Command ``topics table``: a table for a paper from a report."""

import argparse

from topics.cli.settings import add_setting
from topics.run.settings import Count, Items, Text

HELP = "a table for a paper, in LaTeX or Markdown, from a report"
DESCRIPTION = (
    "Set the numbers of a report as a table for a paper: estimates with intervals, the number of "
    "documents, p-values adjusted for the false-discovery rate, and notes that say what they are. "
    "Only cells that are told apart are shown, unless --all is given."
)
EXAMPLES = """\
examples:
  topics table estimates report -o table1.tex
  topics table contrasts report --markdown
  topics table estimates report --countries Kazakhstan UZB --all -o appendix.tex
  topics table trends report --topics 3 5 -o trends.md
LaTeX needs the package booktabs. For a spreadsheet, open the tables of the report: they are CSV.
"""
OPTIONS = {
    "countries": Items(
        flag="--countries", metavar="COUNTRY", help="only rows about these, by codes or names",
        item=Text(help="a country"),
    ),
    "topics": Items(
        flag="--topics", metavar="ID", help="only rows about these", item=Count(least=0)
    ),
}  # fmt: skip
WORDS = {"format": "--latex or --markdown"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("kind", metavar="KIND", help="estimates, contrasts, pairs or trends")
    parser.add_argument("folder", metavar="DIR", help="folder of a report")
    formats = parser.add_mutually_exclusive_group()
    for name in ("latex", "markdown"):
        formats.add_argument(
            f"--{name}", dest="format", action="store_const", const=name,
            help=f"write {name.title().replace('tex', 'TeX')} (default: as FILE ends)",
        )  # fmt: skip
    for name, known in OPTIONS.items():
        add_setting(parser, name, known, unset="all")
    parser.add_argument(
        "--all", dest="everything", action="store_true", help="also cells that are not told apart"
    )
    parser.add_argument(
        "-o",
        "--out",
        metavar="FILE",
        help="table to write: .tex or .md (default: print it, in Markdown unless --latex)",
    )


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.report.paper import paper_table, write_paper_table
    from topics.run.kept import check_one_language
    from topics.writing.folder import note_interrupted

    note_interrupted(arguments.folder)
    check_one_language(arguments.folder)
    options = {
        "countries": arguments.countries or (),
        "topics": arguments.topics or (),
        "everything": arguments.everything,
    }
    if arguments.out is None:
        chosen = arguments.format or "markdown"
        print(paper_table(arguments.folder, arguments.kind, format=chosen, **options), end="")
        return
    path = write_paper_table(
        arguments.folder, arguments.kind, arguments.out, format=arguments.format, **options
    )
    print(f"table: {path}")
