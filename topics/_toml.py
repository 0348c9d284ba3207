"""Read a TOML file of the user, and write values as TOML: what is wrong is one line."""

import json
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from topics.errors import InputError

_MOST_PARTS = 100
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
# tomllib takes the square of a key's parts, in time and memory.
_LONG_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_MOST_PARTS}}}")
# What a shell has opened already: a pipe there has a writer, or had one.
_OPENED = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file in UTF-8.

    Raises
    ------
    InputError
        When it cannot be read, is neither a regular file nor what a shell has opened (a pipe
        without a writer would be waited for without end), is not TOML, or has lists, tables or
        the parts of a key too deep in one another.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not str(path).startswith(_OPENED):
            what = "a folder" if path.is_dir() else "a pipe, a device or a socket"
            raise InputError(f"{path}: cannot be read: it is {what}. Give a regular file.")
        text = path.read_text(encoding="utf-8")
        if long := _LONG_KEY.search(text):
            line = text.count("\n", 0, long.start()) + 1
            raise InputError(
                f"{path}: line {line}: a key has more than {_MOST_PARTS} parts, joined by dots. "
                "Give it fewer."
            )
        return tomllib.loads(text)
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except ValueError as error:  # of the form, the encoding, or a number of 5,000 digits
        raise InputError(f"{path}: is not a TOML file in UTF-8: {error}.") from error
    except RecursionError:
        raise InputError(
            f"{path}: lists or tables stand too deep in one another. Check the brackets."
        ) from None


def toml_value(value: object) -> str:
    r"""Write a text, number, truth value, list or mapping as TOML does, on one line.

    Examples
    --------
    >>> print(toml_value('A "B"\n'), toml_value(True), toml_value((1, 0.5)))
    "A \"B\"\n" true [1, 0.5]
    >>> print(toml_value({"Te xt": "text"}))
    {"Te xt" = "text"}
    """
    if isinstance(value, dict):
        pairs = (f"{toml_value(str(key))} = {toml_value(one)}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    # JSON and TOML write texts, numbers and truth values alike, but for one sign.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
