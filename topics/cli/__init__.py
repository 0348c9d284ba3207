"""Command line: arguments in, one library call, files out; a module for each command."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from topics import __version__
from topics.cli import choose, clean, countries, plot, report
from topics.cli.wording import as_options
from topics.errors import TopicsError

COMMANDS = {
    "report": report,
    "clean": clean,
    "choose": choose,
    "countries": countries,
    "plot": plot,
}


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, like every other error here."""

    def error(self, message: str) -> NoReturn:
        raise TopicsError(f"{message}. See: {self.prog} --help")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command ``topics``."""
    parser = _Parser(
        prog="topics",
        description="Which topics are these countries associated with, and how sure can we be?",
        epilog="start with: topics report    (then: topics report --help)",
    )
    parser.add_argument("--version", action="version", version=f"topics {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        subparser = commands.add_parser(
            name,
            help=command.HELP,
            description=command.DESCRIPTION,
            epilog=command.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command ``topics``; return 0, or 2 after printing what is wrong with the input."""
    try:
        arguments = build_parser().parse_args(argv)
        run: Callable[[argparse.Namespace], None] = arguments.run
        run(arguments)
    except TopicsError as error:
        print(f"topics: {as_options(' '.join(str(error).split()))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("topics: stopped; nothing was written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0
