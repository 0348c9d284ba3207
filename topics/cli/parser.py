"""A parser of commands whose errors are one line and say what was probably meant."""

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from topics._checks import did_you_mean, listed, nearest
from topics.errors import TopicsError


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that raises TopicsError and takes no option by its first letters."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - those of ArgumentParser
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found in the words of this command line."""
        extra = message.removeprefix("unrecognized arguments: ")
        if extra != message:
            message = f"{extra.split()[0]!r} is one argument too many"
        message = message.removeprefix("argument ")
        if "required: CORPUS" in message:
            message += ", which goes before the options"
        raise TopicsError(f"{message}. See: {self.prog} --help")

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse, after a look for commands and options that there are not."""
        if args is not None:
            self._check_words(args)
        return super().parse_known_args(args, namespace)

    def _check_words(self, args: Sequence[str]) -> None:
        names = commands(self)
        for word in args:
            if word == "--":
                return
            if names and not word.startswith("-"):
                if word not in names:
                    raise TopicsError(
                        f"unknown command {word!r}; there are {listed(names)}."
                        f"{did_you_mean(word, names)} See: {self.prog} --help"
                    )
                return
            option = word.partition("=")[0]
            if word.startswith("--") and " " not in option:
                known = [flag for flag in self._option_string_actions if flag.startswith("--")]
                if option not in known:
                    near = nearest(option, known)
                    meant = f"; did you mean {near}?" if near else "."
                    raise TopicsError(f"unknown option {option}{meant} See: {self.prog} --help")


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of the commands of a parser, by name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}
