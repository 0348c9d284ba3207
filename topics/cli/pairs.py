"""Command ``topics pairs``: what two countries are written about together, from a report."""

import argparse

from topics.cli.settings import add_setting
from topics.errors import TopicsError
from topics.plots.style import PRESETS
from topics.run.settings import Choice, Count, Text

HELP = "what pairs of countries are written about together, and one pair in detail"
DESCRIPTION = (
    "Say what pairs of countries in a report are written about together, beyond what is written "
    "about each, where that is told from chance; or draw one pair in detail: its topics and those "
    "expected, the words that mark it, and passages."
)
EXAMPLES = """\
examples:
  topics pairs report
  topics pairs report --pair KAZ-RUS -o kazakhstan-russia.pdf
  topics pairs report --pair Kazakhstan-Russia -o slide.png --style slides
pairs are estimated by: topics report CORPUS [--pairs AAA-BBB ...]
"""
PAIR = Text(flag="--pair", metavar="AAA-BBB", help="pair to draw, by codes or names")
MOST = Count(flag="--most", metavar="N", help="maximum number of sentences", unset="20")
STYLE = Choice(flag="--style", choices=tuple(PRESETS), help="size and type")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", metavar="DIR", help="folder of a report")
    add_setting(parser, "pair", PAIR)
    parser.add_argument("-o", "--out", metavar="FILE", help="figure: .pdf, .svg or .png")
    add_setting(parser, "style", STYLE, "report")
    add_setting(parser, "most", MOST, unset=MOST.unset)


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.report.one_pair import relations_of_run, write_pair
    from topics.run.kept import check_one_language
    from topics.writing.folder import note_interrupted

    if (arguments.pair is None) != (arguments.out is None):
        raise TopicsError("--pair and -o go together: a pair to draw, and the file to write.")
    note_interrupted(arguments.folder)
    check_one_language(arguments.folder)
    if arguments.pair is None:
        print("\n".join(relations_of_run(arguments.folder, most=arguments.most or 20)))
        return
    path = write_pair(
        arguments.folder, arguments.pair, arguments.out, style=arguments.style or "report"
    )
    print(f"figure: {path}")
