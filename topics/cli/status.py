"""Command ``topics status``: what is kept of a run."""

import argparse
from typing import TYPE_CHECKING

from topics.cli.settings import add_settings, given
from topics.cli.wording import reword

if TYPE_CHECKING:
    import pandas as pd

HELP = "what is kept of a report, and what its next run would make again"
DESCRIPTION = (
    "Say of each stage of a report, whole or interrupted, whether its next run would take it as it "
    "is kept (done), or make it again because something has changed (stale) or because it is not "
    "there (missing). With settings, or files to read, the answer is for a run with these. Nothing "
    "is made or changed."
)
EXAMPLES = """\
examples:
  topics status report
  topics status run1 --topics 20
  topics status run1 --title 'Rivers and rails' --max-countries 12
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", metavar="DIR", help="folder of a report")
    parser.add_argument(
        "corpus", nargs="*", metavar="CORPUS", help="files to read (default: those of the last run)"
    )
    add_settings(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.run.status import status

    table = status(arguments.folder, **given(arguments))
    for line in _lines(table):
        print(reword_line(line, arguments.parser))


def reword_line(line: str, parser: argparse.ArgumentParser) -> str:
    """Write a line with options in place of parameters, and its columns as they stand."""
    head, mark, reason = line.partition("`")
    return (head + reword(mark + reason, parser, {})).rstrip()


def _lines(table: "pd.DataFrame") -> list[str]:
    rows = [table.columns.tolist(), *table.assign(size=table["size"].map(_size)).to_numpy()]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    return [
        "  ".join([
            row[0].ljust(widths[0]), row[1].ljust(widths[1]), row[2].rjust(widths[2]),
            row[3].ljust(widths[3]), row[4],
        ])
        for row in rows
    ]  # fmt: skip


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count else "-"
