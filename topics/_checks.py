"""Argument checks shared by the public functions: one wording, one place."""

from collections.abc import Collection, Iterable
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
            f"`{name}` lacks the column {missing[0]!r}; it has {list(map(str, table.columns))}."
        )


def check_choice(value: object, choices: Collection[str], *, name: str) -> None:
    """Raise unless `value` is one of `choices`."""
    if value not in choices:
        raise TopicsError(f"`{name}` must be one of {sorted(choices)}; got {value!r}.")


def check_range(
    value: float, low: float, high: float, *, name: str, open_ends: bool = False
) -> None:
    """Raise unless `value` is a number in [low, high], or in (low, high) with `open_ends`."""
    inside = isinstance(value, (int, float)) and not isinstance(value, bool)
    inside = inside and (low < value < high if open_ends else low <= value <= high)
    if not inside:
        span = f"({low:g}, {high:g})" if open_ends else f"[{low:g}, {high:g}]"
        raise TopicsError(f"`{name}` must be a number in {span}; got {value!r}.")


def check_count(value: int, *, name: str, least: int = 1) -> None:
    """Raise unless `value` is a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise TopicsError(f"`{name}` must be a whole number of at least {least}; got {value!r}.")
