"""How often probabilities came true: predicted against observed, bin by bin."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from topics._checks import check_columns
from topics.errors import TopicsError
from topics.plots.axes import head, key, use_axes
from topics.plots.style import ACCENT, BAND, QUIET, SMALLEST, scale, small

# Below zero: the foot that the bars stand on, and how high the tallest is.
_FLOOR, _TALLEST = -0.42, 0.16


def plot_calibration(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the reliability curve of probabilities, over bars that say how many there are.

    Parameters
    ----------
    table : DataFrame
        As `reliability` returns it: bin_low, bin_high, n, predicted, observed, and where there
        are any ci_low and ci_high of the observed share. A column ``sample`` says below the axis
        what was predicted.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `table` lacks a column or has no bin.

    Notes
    -----
    On the dashed line, what was predicted with probability p came true in a share p of cases.
    The expected calibration error is the mean distance from it over all predictions
    (`calibration_error`).
    """
    from topics.countries.tables import calibration_error

    own = ax is None
    check_columns(table, ("bin_low", "bin_high", "n", "predicted", "observed"), name="table")
    if table.empty:
        raise TopicsError("`table` has no bin; pass the table of `reliability`.")
    ax = use_axes(ax, height=3.6, share=0.7)
    k = scale()
    ax.plot([0, 1], [0, 1], color=QUIET, linewidth=0.8 * k, linestyle=(0, (3, 2)), zorder=1)
    ax.plot(table["predicted"], table["observed"], color=ACCENT, linewidth=1.2 * k, zorder=2)
    intervals = {"ci_low", "ci_high"} <= set(table.columns)
    if intervals:
        ax.vlines(table["predicted"], table["ci_low"], table["ci_high"], color=ACCENT,
                  linewidth=0.9 * k, zorder=2)  # fmt: skip
    ax.scatter(table["predicted"], table["observed"], color=ACCENT, s=14 * k**2, linewidths=0,
               zorder=3)  # fmt: skip
    _counts(ax, table)
    ax.set_xlim(0, 1)
    ax.set_ylim(_FLOOR, 1.03)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MultipleLocator(0.2))
    ax.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1])
    ax.spines["left"].set_bounds(0, 1)
    ax.set_ylabel("came true", loc="top")
    head(ax, "How often predictions came true", own=own)
    error = calibration_error(table)
    lines = "; vertical lines: 95 % intervals" if intervals else ""
    key(
        ax,
        f"predicted probability; dashed: as often as predicted{lines}\nbars: number of "
        f"predictions, n = {table['n'].sum():,.0f}; expected calibration error {error:.3f}"
        f"{_sample(table)}",
        own=own,
    )
    return ax


def _counts(ax: Axes, table: pd.DataFrame) -> None:
    """Draw the number of predictions in each bin as bars, with the number above, turned."""
    heights = _TALLEST * table["n"] / table["n"].max()
    width = table["bin_high"] - table["bin_low"]
    ax.bar(table["bin_low"] + 0.05 * width, heights, width=0.9 * width, bottom=_FLOOR,
           align="edge", color=BAND, linewidth=0)  # fmt: skip
    middle = (table["bin_low"] + table["bin_high"]) / 2
    for x, height, count in zip(middle, heights, table["n"], strict=True):
        ax.annotate(
            f"{count:,.0f}", (x, _FLOOR + height), xytext=(0, 2), textcoords="offset points",
            rotation=90, ha="center", va="bottom", fontsize=max(SMALLEST, small()), color=QUIET,
        )  # fmt: skip


def _sample(table: pd.DataFrame) -> str:
    if "sample" not in table.columns:
        return ""
    samples = sorted(set(table["sample"].astype(str)))
    if len(samples) > 1:
        raise TopicsError(f"`table` holds several samples, {samples}; pass the rows of one.")
    return f"\n{samples[0]}"
