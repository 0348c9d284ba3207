"""Argument checks shared by the public functions: one wording, one place."""

from collections.abc import Collection, Hashable, Iterable
from difflib import get_close_matches
from numbers import Integral, Real
from typing import TYPE_CHECKING

from topics.errors import TopicsError

if TYPE_CHECKING:
    import pandas as pd


def check_columns(table: "pd.DataFrame", columns: Iterable[str], *, name: str) -> None:
    """Raise unless `table` is a DataFrame that has every one of `columns`."""
    import pandas as pd

    if not isinstance(table, pd.DataFrame):
        raise TopicsError(f"`{name}` must be a pandas DataFrame; got {type(table).__name__}.")
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise TopicsError(
            f"`{name}` lacks the column {missing[0]!r}; it has {listed(table.columns)}."
            f"{did_you_mean(missing[0], table.columns)}"
        )


def check_given(value: object, kind: type, *, name: str) -> None:
    """Raise unless `value` is of a kind of ours.

    Examples
    --------
    >>> check_given([], dict, name="table")
    Traceback (most recent call last):
        ...
    topics.errors.TopicsError: `table` must be a dict; got list.
    """
    if not isinstance(value, kind):
        raise TopicsError(f"`{name}` must be a {kind.__name__}; got {type(value).__name__}.")


def check_choice(value: object, choices: Collection[str], *, name: str) -> None:
    """Raise unless `value` is one of `choices`."""
    # A list or an array would not even be looked for without an error of its own.
    if not isinstance(value, Hashable) or value not in choices:
        raise TopicsError(
            f"`{name}` must be one of {listed(choices, last='or')}; got {value!r}."
            f"{did_you_mean(value, choices)}"
        )


def check_range(
    value: float, low: float, high: float, *, name: str, open_ends: bool = False
) -> None:
    """Raise unless `value` is a number in [low, high], or in (low, high) with `open_ends`."""
    inside = isinstance(value, Real) and not isinstance(value, bool)
    inside = inside and (low < value < high if open_ends else low <= value <= high)
    if not inside:
        span = f"({low:g}, {high:g})" if open_ends else f"[{low:g}, {high:g}]"
        raise TopicsError(f"`{name}` must be a number in {span}; got {value!r}.")


def check_count(value: int, *, name: str, least: int = 1, most: int | None = None) -> None:
    """Raise unless `value` is a whole number of at least `least` and at most `most`."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if whole and most is not None and value > most:
        raise TopicsError(f"`{name}` must be a whole number of at most {most}; got {value!r}.")
    if not whole or value < least:
        raise TopicsError(f"`{name}` must be a whole number of at least {least}; got {value!r}.")


def plain(value: float | Real) -> float:
    """Give a number that was checked as Python's own: numpy's cannot be written as JSON or TOML.

    Examples
    --------
    >>> from fractions import Fraction
    >>> plain(3), plain(Fraction(1, 2))
    (3, 0.5)
    """
    return int(value) if isinstance(value, Integral) else float(value)


def listed(values: Iterable[object], *, last: str = "and", most: int = 40) -> str:
    """Write values as a sentence lists them, at most `most` of them.

    Examples
    --------
    >>> listed(["near", "exact", "keep"], last="or")
    'near, exact or keep'
    """
    words = [str(value) for value in values]
    if len(words) > most:
        return f"{', '.join(words[:most])} {last} {len(words) - most} more"
    if len(words) < 2:
        return words[0] if words else "none"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def nearest(value: object, choices: Iterable[object]) -> str | None:
    """Return the one of `choices` that is written most like `value`, if any is like it."""
    by_letters = {str(choice).casefold(): str(choice) for choice in reversed(list(choices))}
    near = get_close_matches(str(value).casefold(), by_letters, n=1, cutoff=0.6)
    return by_letters[near[0]] if near else None


def did_you_mean(value: object, choices: Iterable[object]) -> str:
    """Ask at the end of a message whether the nearest of `choices` was meant; "" if none is near.

    Examples
    --------
    >>> did_you_mean("natur", ["nature", "slides"])
    " Did you mean 'nature'?"
    >>> did_you_mean("poster", ["nature", "slides"])
    ''
    """
    near = nearest(value, choices)
    return f" Did you mean {near!r}?" if near else ""
