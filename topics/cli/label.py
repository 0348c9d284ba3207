"""Command ``topics label``: a table in which the topics of a report can be named."""

import argparse
from pathlib import Path

HELP = "a table to name the topics of a report, merge them, or set them aside"
DESCRIPTION = (
    "Write the topics of a report as a table to edit: topic, label, into, note, and the words of "
    "the topic. Write your own names under label. Under into, write the number of the topic that "
    "this one is to count for, or background to leave it out of all shares. Then make the report "
    "again with these labels: no topic is fitted anew."
)
EXAMPLES = """\
examples:
  topics label run1                                       writes run1/labels.csv
  topics report --rerun run1 --labels run1/labels.csv     after editing it
  topics label run1 -o names.csv
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", metavar="DIR", help="folder of a report")
    parser.add_argument(
        "-o", "--out", metavar="FILE", help="table to write (default: labels.csv in the folder)"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.run.kept import check_one_language
    from topics.run.labelling import write_label_table

    check_one_language(arguments.folder)
    path = arguments.out or Path(arguments.folder) / "labels.csv"
    print(f"labels: {write_label_table(arguments.folder, path)}")
