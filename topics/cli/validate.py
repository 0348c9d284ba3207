"""Command ``topics validate``: what people are to check of a report, and what they found."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from topics.cli.settings import add_setting
from topics.errors import TopicsError
from topics.run.settings import Choice, Count, Items, Text

if TYPE_CHECKING:
    from topics.run.validation import Scored

TASKS = (
    "word_intrusion", "r4wsi", "topic_intrusion", "label_intrusion", "optimal_label", "countries",
)  # fmt: skip
HELP = "coding sheets for people to check topics and countries, and what they found"
DESCRIPTION = (
    "Draw what people are to check of a report, and write their coding sheets; or read the sheets "
    "that came back, and write what coders found into the report's folder, where the next topics "
    "report --rerun reads it."
)
EXAMPLES = """\
examples:
  topics validate run1 --out coding                         sheets for coders A and B
  topics validate run1 --out coding --coders ann bob cho -n 4 --texts 150
  topics validate run1 --out coding --tasks r4wsi optimal_label countries
  topics validate run1 --read coding                        when they are filled in
  topics validate run1 --coded ann/*.csv bob/*.csv --key coding/key/do-not-open-before-coding.json
  topics report --rerun run1                                the report says what coders found
how many: the 95 % interval of a share of 80 % right is, with so many items,
      8 items: 45 to 95 %        40 items: 65 to 90 %       150 items: 73 to 86 %
     16 items: 56 to 93 %        60 items: 68 to 88 %       400 items: 76 to 84 %
by default each topic has 2 items in each of 5 tasks: 10 items tell a topic from guessing where 6 or
more are right (7 with 6 or 7 topics, which leave fewer options; 8 with fewer).
"""
ONE_TASK = Choice(choices=TASKS)
SETTINGS = {
    "tasks": Items("--tasks", "tasks to write sheets for", item=ONE_TASK,
                   metavar="TASK", unset=f"all: {', '.join(TASKS)}"),
    "coders": Items("--coders", "names of coders", item=Text(), metavar="NAME", unset="A B"),
    "per_topic": Count("-n --per-topic", "items per topic in each task", unset="2"),
    "texts": Count("--texts", "texts to be read for their countries", unset="60"),
    "seed": Count("--seed", "seed of what is drawn and of all orders", least=0, unset="0"),
}  # fmt: skip
_DRAWING = ("tasks", "coders", "per_topic", "texts")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", metavar="DIR", help="folder of a report")
    parser.add_argument(
        "--out",
        metavar="DIR",
        help="folder to write sheets into; with --read or --coded, results (default: that of the "
        "report)",
    )
    for name, known in SETTINGS.items():
        add_setting(parser, name, known, unset=known.unset)
    parser.add_argument("--coded", nargs="+", metavar="FILE", help="sheets that came back")
    parser.add_argument("--read", metavar="DIR", help="folder of sheets that came back")
    parser.add_argument(
        "--key", metavar="FILE", help="the key of the sheets (default: beside them, in key/)"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.writing.folder import note_interrupted

    given = {name: getattr(arguments, name) for name in SETTINGS}
    given = {name: value for name, value in given.items() if value is not None}
    back = [*(arguments.coded or ()), *([arguments.read] if arguments.read else ())]
    if not back and arguments.out is None:
        raise TopicsError(
            "give --out DIR for new sheets, or --read DIR for sheets that came back. See: topics "
            "validate --help"
        )
    note_interrupted(arguments.folder)
    if not back:
        _draw(arguments, given)
        return
    unfit = [name for name in _DRAWING if name in given]
    if unfit:
        raise TopicsError(f"`{unfit[0]}` is for new sheets: leave it out, or --read and --coded.")
    _read(arguments, back, given)


def _draw(arguments: argparse.Namespace, given: dict[str, object]) -> None:
    from topics.report.coders import write_coding_sheets

    if arguments.key:
        raise TopicsError("`key` goes with --read or --coded: new sheets get a key of their own.")
    sheets = write_coding_sheets(arguments.folder, arguments.out, **given)  # type: ignore[arg-type]
    for task in sheets.tasks:
        print(f"{task}: {int((sheets.drawn.items['task'] == task).sum()):,} items")
    for note in sheets.drawn.notes:
        print(f"note: {note}")
    print(f"sheets: {arguments.out} (for {', '.join(sheets.coders)}; read README.txt there)")


def _read(arguments: argparse.Namespace, back: Sequence[str], given: dict[str, object]) -> None:
    from topics.report.coders import read_coding_sheets
    from topics.run.validation import FILE

    scored = read_coding_sheets(
        arguments.folder, back, key=arguments.key, folder=arguments.out,
        seed=given.get("seed", 0),  # type: ignore[arg-type]
    )  # fmt: skip
    for line in (*_told(scored), *(f"note: {note}" for note in scored.notes)):
        print(line)
    print(f"results: {Path(arguments.out or arguments.folder) / FILE}")
    if arguments.out is None:
        print(f"to take them up: topics report --rerun {arguments.folder}")


def _told(scored: "Scored") -> list[str]:
    """Return what coders found, in one line for each measure of a task."""
    from topics.report.coders_said import result_lines
    from topics.run.validation import Validation

    return result_lines(Validation(results=scored.results))
