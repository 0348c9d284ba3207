"""What commands say of their progress, beside what they print as a result."""

import argparse
from collections.abc import Callable

from topics.cli.wording import reword
from topics.writing.stop import tell


def teller(arguments: argparse.Namespace) -> Callable[[str], None]:
    """Return what prints a line on stderr, in the words of the command; nothing with --quiet."""
    return _silent if getattr(arguments, "quiet", False) else _Teller(arguments.parser)


class _Teller:
    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self.parser = parser

    def __call__(self, message: str) -> None:
        tell(reword(message, self.parser, {}))


def _silent(message: str) -> None:
    del message
