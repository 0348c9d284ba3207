"""Error types: every message names the culprit, what was found, and what to do."""

import importlib
from types import ModuleType

_LONGEST = 600


class TopicsError(ValueError):
    r"""Anything the user can mend: the command line prints it as one line and exits with 2.

    What it quotes may hold line breaks and the codes of terminals, or be very long: they are
    written as escapes, and cut in the middle.

    Examples
    --------
    >>> print(TopicsError("a\nb.txt: empty"))
    a\nb.txt: empty
    """

    def __init__(self, *args: object) -> None:
        super().__init__(*(_one_line(arg) if isinstance(arg, str) else arg for arg in args))


def _one_line(said: str) -> str:
    if len(said) > _LONGEST:
        said = f"{said[: _LONGEST // 2]} ... {said[-_LONGEST // 2 :]}"
    if said.isprintable():
        return said
    return "".join(
        mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in said
    )


class InputError(TopicsError):
    """A file or a table cannot be used as it is."""


class MissingExtraError(TopicsError, ImportError):
    """An optional dependency is not installed."""


def require_extra(module: str, extra: str) -> ModuleType:
    """Import an optional dependency, or say how to install it.

    Parameters
    ----------
    module : str
        Dotted name of the module to import.
    extra : str
        The extra of this distribution that brings it.

    Raises
    ------
    MissingExtraError
        When the module cannot be imported.

    Examples
    --------
    >>> require_extra("json", "parquet").loads("[1]")
    [1]
    >>> require_extra("no_such_module", "parquet")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    topics.errors.MissingExtraError: no_such_module is not installed. Run: pip install ...
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        if error.name is not None and error.name != module.partition(".")[0]:
            raise
        raise MissingExtraError(
            f'{module} is not installed. Run: pip install "country-topics[{extra}]"'
        ) from error
