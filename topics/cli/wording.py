"""Messages of the library in the words of a command: its options in place of parameters.

The library marks a parameter in a message as `name`, and a value to give it as `name='value'`.
"""

import argparse
import ast
import re
import shlex
from collections.abc import Mapping

from topics.cli.settings import SettingAction
from topics.run.settings import Switch

_MARKED = re.compile(
    r"""`(?P<name>[A-Za-z_][\w.]*)
        (?:=(?P<value>'[^']*'|"[^"]*"|\{[^}]*\}|[\w.+-]+))?`""",
    re.VERBOSE,
)


def reword(message: str, parser: argparse.ArgumentParser, other: Mapping[str, str]) -> str:
    """Write a message of the library for the command that `parser` parses.

    Parameters
    ----------
    message : str
        With marked parameters.
    parser : ArgumentParser
        Of the command. A parameter is called by the option that is kept under its name; a value
        to give is written as it would be typed.
    other : mapping
        What the command calls parameters that none of its options is kept under.

    Returns
    -------
    str
        One line. A parameter that the command knows nothing of becomes plain words.
    """
    actions = {action.dest: action for action in parser._actions}

    def write(found: re.Match[str]) -> str:
        name, value = found["name"], found["value"]
        action = actions.get(name)
        called = other.get(name, name.replace("_", " "))
        if action is not None and name not in other:
            called = _called(action)
            if isinstance(action, SettingAction) and isinstance(action.setting, Switch):
                return action.setting.off if value == "False" else called
        typed = "" if value is None else _typed(value)
        # what begins with a hyphen would be taken for an option
        return f"{called}={typed}" if typed[:1] == "-" else f"{called} {typed}".rstrip()

    return " ".join(_MARKED.sub(write, message).split())


def _called(action: argparse.Action) -> str:
    flags = action.option_strings
    long = [flag for flag in flags if flag.startswith("--")]
    return str([*long, *flags, action.metavar, action.dest][0])


def _typed(value: str) -> str:
    """Write a Python value as it is typed on the command line."""
    try:
        plain = ast.literal_eval(value)
    except (SyntaxError, ValueError):
        return value
    if isinstance(plain, dict):
        return " ".join(shlex.quote(f"{old}={new}") for old, new in plain.items())
    return shlex.quote(str(plain))
