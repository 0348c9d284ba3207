"""Command line: arguments in, one library call, files out; a module for each command."""

import argparse
import io
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from topics import __version__
from topics._machine import check_environment
from topics.cli import (
    choose,
    clean,
    completion,
    countries,
    doctor,
    effects,
    init,
    label,
    methods,
    notebook,
    pairs,
    plot,
    replicate,
    report,
    status,
    table,
    validate,
)
from topics.cli.parser import Parser, commands
from topics.cli.wording import reword
from topics.errors import TopicsError
from topics.writing.stop import Terminated, finished, tell, terminations, what_stands

_LONGEST_NAME = 300
COMMANDS = {
    "init": init,
    "report": report,
    "status": status,
    "label": label,
    "clean": clean,
    "choose": choose,
    "countries": countries,
    "pairs": pairs,
    "effects": effects,
    "plot": plot,
    "table": table,
    "validate": validate,
    "methods": methods,
    "replicate": replicate,
    "notebook": notebook,
    "doctor": doctor,
    "completion": completion,
}


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command ``topics``."""
    parser = Parser(
        prog="topics",
        description="Which topics are these countries associated with, and how sure can we be?",
        epilog="start with: topics report    (then: topics report --help)",
    )
    parser.add_argument("--version", action="version", version=f"topics {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        subparser = subparsers.add_parser(
            name,
            help=command.HELP,
            description=command.DESCRIPTION,
            epilog=command.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run, parser=subparser, root=parser)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command ``topics``; return 0, 2 after printing what is wrong with the input.

    1 comes of ``topics doctor`` where something needed is not in order, and of ``topics replicate
    --check`` where bytes differ.
    """
    # What matplotlib says of its caches, as where the home cannot be written to, is of no use here.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    finished.clear()
    _open_streams()
    if isinstance(sys.stdout, io.TextIOWrapper):  # a folder may have a name that is not UTF-8
        sys.stdout.reconfigure(errors="backslashreplace")
    if argv is None:  # a process of its own, which opens no window, whatever the shell is set to
        os.environ["MPLBACKEND"] = "agg"
        argv = sys.argv[1:]
    parser = build_parser()
    try:
        with terminations():
            if not {"-h", "--help", "--version"}.intersection(argv):
                check_environment()  # first: values of options are checked with these libraries
            arguments = parser.parse_args(argv)
            run: Callable[[argparse.Namespace], int | None] = arguments.run
            code = run(arguments)
            sys.stdout.flush()
    except TopicsError as error:
        named = argv[0] if argv and argv[0] in COMMANDS else None
        own = parser if named is None else commands(parser)[named]
        other = {} if named is None else getattr(COMMANDS[named], "WORDS", {})
        notes: list[str] = getattr(error, "__notes__", [])
        return _fail(reword(" ".join([str(error), *notes]), own, other))
    except KeyboardInterrupt as stop:
        number = stop.number if isinstance(stop, Terminated) else signal.SIGINT
        return _fail(f"stopped; {what_stands(stop)}", code=128 + number)
    except BrokenPipeError:
        _close_output()
        return 1
    except OSError as error:
        _close_output()
        where = _shown(error.filename or "a file or standard output")
        whole = f" Written whole before: {', '.join(finished)}." if finished else ""
        return _fail(f"{where}: {error.strerror or error}. Mend that, and run it again.{whole}")
    except MemoryError:
        return _fail("out of memory. Give fewer documents or topics, or use a larger machine.")
    except RuntimeError as error:
        if "start new thread" not in str(error):
            raise
        return _fail(
            "no more threads may be started here. Raise that limit (ulimit -u) and memory."
        )
    return code or 0


def _open_streams() -> None:
    """Have somewhere to print to where a shell has closed a stream."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _close_output() -> None:
    """Print no more: Python would try again what could not be printed, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _shown(name: object) -> str:
    """Give the name of a file, of a very long one its two ends."""
    text = os.fsdecode(name) if isinstance(name, bytes) else str(name)
    return text if len(text) <= _LONGEST_NAME else f"{text[:100]} ... {text[-100:]}"


def _fail(message: str, *, code: int = 2) -> int:
    """Say in one line what went wrong; return the exit code."""
    tell(f"topics: {' '.join(message.split())}")
    return code
