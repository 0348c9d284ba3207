"""Advice of the library in the words of the command line: ``encoding='x'`` is ``--encoding x``."""

import re
import shlex
from ast import literal_eval

_OPTIONS = "encoding|errors|date_format|format|pattern|language_check|unit"
_ARGUMENT = re.compile(rf"(?<![\w.])({_OPTIONS})=('[^']*'|\"[^\"]*\")")
_COLUMN = re.compile(r"(?<![\w.])columns=\{('[^']*'|\"[^\"]*\"): ('[^']*'|\"[^\"]*\")\}")


def as_options(text: str) -> str:
    """Say arguments of functions as options of commands.

    Examples
    --------
    >>> as_options("Pass encoding='cp1252', or errors='replace'.")
    'Pass --encoding cp1252, or --errors replace.'
    >>> as_options("pass columns={'Publication day': 'date'}")
    "pass --column 'Publication day=date'"
    """
    text = _COLUMN.sub(
        lambda found: (
            "--column " + shlex.quote(f"{literal_eval(found[1])}={literal_eval(found[2])}")
        ),
        text,
    )
    return _ARGUMENT.sub(
        lambda found: f"--{found[1].replace('_', '-')} {shlex.quote(literal_eval(found[2]))}", text
    )
