"""What the figures share: axes to draw on, percent scales, names taken from the table."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator


def use_axes(ax: Axes | None, *, width: float = 5.0, height: float = 3.0) -> Axes:
    """Return `ax`, or the axes of a new figure of the given size in inches."""
    if ax is not None:
        return ax
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained").add_subplot()


def percent_axis(axis: Axis, *, ticks: int = 4) -> None:
    """Show shares in [0, 1] as per cent, with few ticks."""
    axis.set_major_locator(MaxNLocator(ticks))
    axis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.3g} %"))


def topic_title(rows: pd.DataFrame) -> str:
    """Return the label of the topic that `rows` are about, or its number."""
    if "topic_label" in rows.columns:
        return str(rows["topic_label"].iloc[0])
    return f"Topic {rows['topic'].iloc[0]}"


def names(rows: pd.DataFrame, column: str) -> list[str]:
    """Return what to call each row's country or topic.

    Examples
    --------
    >>> names(pd.DataFrame({"country": ["KAZ"], "country_name": ["Kazakhstan"]}), "country")
    ['Kazakhstan']
    >>> names(pd.DataFrame({"topic": [3]}), "topic")
    ['Topic 3']
    """
    readable = {"country": "country_name", "topic": "topic_label"}[column]
    if readable in rows.columns:
        return [str(name) for name in rows[readable]]
    return [f"Topic {value}" if column == "topic" else str(value) for value in rows[column]]
