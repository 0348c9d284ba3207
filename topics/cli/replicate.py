"""Command ``topics replicate``: a folder from which another makes the same report."""

import argparse

from topics.errors import TopicsError

HELP = "a folder from which another makes the same report, and whether one did"
DESCRIPTION = (
    "Write a folder from which another makes the same report: settings, versions of all libraries, "
    "hashes of the inputs, seed, and one command. The inputs are named with their hashes; "
    "--with-data copies them, where you may pass them on. With --check, say whether the report "
    "that was made there has the same bytes, and what differs; the exit code is 1 where any does."
)
EXAMPLES = """\
examples:
  topics replicate run1 -o replication
  topics replicate run1 -o replication --with-data
  topics replicate run1 -o replication --with-data --corpus moved/articles
  replication/run.sh                          makes the report again, and checks it
  topics replicate --check replication
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "folder", metavar="DIR", help="folder of a report; with --check, of a replication"
    )
    parser.add_argument("-o", "--out", metavar="DIR", help="folder to write into")
    parser.add_argument(
        "--with-data", action="store_true", help="copy the inputs too, where you may pass them on"
    )
    parser.add_argument(
        "--corpus", nargs="+", metavar="CORPUS", default=[],
        help="where the inputs are now (default: where the report read them)",
    )  # fmt: skip
    parser.add_argument(
        "--check", action="store_true", help="say whether the report made there has the same bytes"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    from topics.report.replicate import write_replication
    from topics.report.replicate_check import check_replication

    if arguments.check:
        if arguments.out or arguments.with_data or arguments.corpus:
            raise TopicsError("--check takes the folder of a replication and nothing else.")
        same, lines = check_replication(arguments.folder)
        print("\n".join(lines))
        return 0 if same else 1
    if arguments.out is None:
        raise TopicsError("-o is missing: the folder to write into, or --check.")
    folder = write_replication(
        arguments.folder, arguments.out, data=arguments.with_data, corpus=arguments.corpus
    )
    print(f"replication: {folder}")
    return 0
