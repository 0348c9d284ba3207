"""Command ``topics table``: a table for a paper from a report."""

import argparse

from topics.cli.settings import add_setting
from topics.errors import TopicsError
from topics.run.settings import Count, Items, Text

HELP = "a table for a paper, in LaTeX, Markdown, Excel or CSV, from a report"
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
  topics table pairs report -o pairs.xlsx
LaTeX needs the package booktabs, and Excel the extra "excel". In Excel and CSV, numbers are
numbers; notes are on the second sheet of a workbook, and for t.csv in t.notes.txt beside it.
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
_FLAGS = {"latex": "LaTeX", "markdown": "Markdown", "excel": "Excel", "csv": "CSV"}
WORDS = {"format": "--latex, --markdown, --excel or --csv"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("kind", metavar="KIND", help="estimates, contrasts, pairs or trends")
    parser.add_argument("folder", metavar="DIR", help="folder of a report")
    formats = parser.add_mutually_exclusive_group()
    for name, shown in _FLAGS.items():
        formats.add_argument(
            f"--{name}", dest="format", action="store_const", const=name,
            help=f"write {shown} (default: as FILE ends)",
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
        help="table to write: .tex, .md, .xlsx or .csv (default: print it, in Markdown unless "
        "--latex)",
    )


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.report.paper import notes_beside, paper_table, write_paper_table
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
        if chosen in ("excel", "csv"):
            raise TopicsError(f"--{chosen} needs a file to write: give -o FILE.")
        print(paper_table(arguments.folder, arguments.kind, format=chosen, **options), end="")
        return
    path = write_paper_table(
        arguments.folder, arguments.kind, arguments.out, format=arguments.format, **options
    )
    print(f"table: {path}")
    if arguments.format == "csv" or (arguments.format is None and path.suffix == ".csv"):
        print(f"notes: {notes_beside(path)}")
