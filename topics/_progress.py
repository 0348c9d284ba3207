"""A bar for long work: on a terminal, in a notebook, and nowhere else."""

from collections.abc import Iterable
from typing import Any

from tqdm.std import tqdm as Bar  # noqa: N812 - a class, as it is meant to be called

from topics._notebook import notebook_shell

_PATIENCE = 2.0  # seconds of work before a notebook shows a bar: what is quick needs none


def progress(
    over: Iterable[Any] | None = None,
    *,
    desc: str,
    total: int | None = None,
    initial: int = 0,
    unit: str = "it",
) -> "Bar[Any]":
    """Return a bar, which is also an iterator over what it is given.

    A terminal has a line of text on standard error; a file or a pipe gets nothing. A notebook has
    the bar of ipywidgets, or a line of text where that is not installed, after the first two
    seconds, and none is left behind. The environment variable ``TQDM_DISABLE=1`` switches bars off.

    Parameters
    ----------
    over : iterable, optional
        What to go through; without it, call `update` of the bar.
    desc, unit : str
        What is done, and to what.
    total, initial : int
        Steps in all, and those done before.

    Examples
    --------
    >>> [number for number in progress([1, 2], desc="count")]
    [1, 2]
    """
    settings: dict[str, Any] = {"desc": desc, "total": total, "initial": initial, "unit": unit}
    if notebook_shell() is None:
        return Bar(over, disable=None, **settings)
    from tqdm import notebook

    settings |= {"delay": _PATIENCE, "leave": False}
    if getattr(notebook, "IProgress", None) is None:  # ipywidgets is not installed
        return Bar(over, **settings)
    return notebook.tqdm(over, **settings)
