"""Crafted files, and mutants of sound ones, read and cleaned as `topics clean` does."""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring.attacking import Outcome, ended_as, forked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this attack."""
    parser.add_argument("--mutants", type=int, default=500, help="of each format (default: 500)")
    parser.add_argument("--seed", type=int, default=0)


def run(options: argparse.Namespace) -> Iterator[Outcome]:  # noqa: ARG001
    """Yield how each attack ended."""
    from topics.cli import main

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        argv = ["clean", str(folder / "none.txt"), "--out", str(folder / "out")]
        ended = forked(lambda: main(argv), folder)
        how = ended_as(ended)
        yield Outcome(
            group="crafted", name="no such file", ended=how, right=how == "line",
            seconds=ended.seconds, megabytes=ended.megabytes, said=ended.err,
        )  # fmt: skip
