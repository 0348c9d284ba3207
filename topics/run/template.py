"""A file of settings to start from, and the schema that it keeps: both are made of the fields."""

import json
import re
import textwrap
from os import PathLike
from pathlib import Path
from typing import Any

from topics import __version__
from topics._toml import toml_value
from topics._write import atomic_open
from topics.errors import InputError
from topics.run.config import GROUPS, ReportConfig
from topics.run.settings import Setting, settings_of

NAME, SCHEMA_NAME = "report.toml", "report.schema.json"
_WIDTH = 98
_HEAD = f"""\
# Settings of a report, written by country-topics {__version__}, each with its default.
#
#   topics report --config FILE       makes the report; topics choose takes it too
#   topics report --help              the same settings as options, which go before this file
#
# A setting behind # is not set: take the # away to set it. A relative corpus is looked for from
# the folder of this file.
"""


def config_template() -> str:
    """Return a commented TOML file of every setting of `ReportConfig`.

    Returns
    -------
    str
        Every default as it is; a setting that has none stands behind ``#`` with an example.

    Examples
    --------
    >>> import tomllib
    >>> ReportConfig(**tomllib.loads(config_template())) == ReportConfig()
    True
    """
    known = settings_of(ReportConfig)
    parts = [_HEAD]
    for group in ("", *GROUPS):
        if group:
            parts.append(f"# ---- {group} ".ljust(_WIDTH + 2, "-") + "\n")
        parts += [
            _entry(name, default, own)
            for name, (default, own) in known.items()
            if own.group == group
        ]
    return "\n".join(parts)


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of settings.

    It says which keys and values there are. What depends on other settings or on a list of
    countries or languages is checked when the file is read.

    Examples
    --------
    >>> config_schema()["properties"]["seed"]["maximum"]
    2147483648
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Settings of a report, country-topics {__version__}",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {"description": _meaning(default, own)}
            | ({} if default in (None, ()) else {"default": default})
            | own.schema()
            for name, (default, own) in settings_of(ReportConfig).items()
        },
    }


def write_template(path: str | PathLike[str], *, schema: bool = False) -> Path:
    """Write the file of settings, or its schema, where nothing is yet.

    Raises
    ------
    InputError
        When there is something at `path`; it is left as it is.
    TopicsError
        When the folder cannot be written to.
    """
    path = Path(path)
    if path.exists() or path.is_symlink():
        raise InputError(
            f"{path} is there already, and is left as it is. Name a file that is not there yet."
        )
    text = json.dumps(config_schema(), indent=2) + "\n" if schema else config_template()
    with atomic_open(path) as file:
        file.write(text)
    return path


def _entry(name: str, default: object, known: Setting) -> str:
    """Write what a setting means, what it may be, and its line."""
    said = [_meaning(default, known), _values(known.schema())]
    lines = [line for text in said if text for line in _wrapped(text)]
    unset = default in (None, ())
    shown = (known.metavar if known.example is None else known.example) if unset else default
    line = f"{'# ' if unset else ''}{name} = {toml_value(shown)}"
    return "".join(f"# {text}\n" for text in lines) + f"{line}\n"


def _meaning(default: object, known: Setting) -> str:
    """Write what help says of a setting, with keys of the file in place of options."""
    unset = f" (default: {known.unset})" if default in (None, ()) else ""
    keys = {own.flag: name for name, (_, own) in settings_of(ReportConfig).items()}
    return re.sub(r"--[a-z-]+", lambda flag: keys.get(flag[0], flag[0]), f"{known.help}{unset}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_on_hyphens=False)


def _values(schema: dict[str, Any]) -> str:
    """Say in words which values a schema allows, where it does not allow every text."""
    if "enum" in schema:
        return f"one of: {', '.join(schema['enum'])}"
    kind, low, high = schema.get("type"), schema.get("minimum"), schema.get("maximum")
    if kind == "array":
        return "a list"
    if kind == "boolean":
        return "true for the first, false for the second"
    if kind not in ("integer", "number"):
        return ""
    what = "a whole number" if kind == "integer" else "a number"
    if low is None:
        return f"{what} between {schema['exclusiveMinimum']:g} and {schema['exclusiveMaximum']:g}"
    return f"{what} from {low:g}" + ("" if high is None or high >= 1e9 else f" to {high:g}")
