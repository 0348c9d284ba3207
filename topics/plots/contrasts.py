"""Two countries, or two periods, side by side: differences with intervals."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from topics._checks import check_columns, check_count, check_range
from topics.plots.axes import head, key, label_rows, use_axes
from topics.plots.intervals import draw_dots
from topics.plots.rows import (
    dagger_note,
    mark_unsettled,
    marked,
    names,
    sides_of,
    unsettled_note,
)
from topics.plots.style import QUIET, scale, small


def plot_contrasts(
    contrasts: pd.DataFrame,
    *,
    most: int = 30,
    level: float = 0.95,
    fdr: float = 0.05,
    explain: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw differences of P(topic | ...) between two groups as a forest.

    Parameters
    ----------
    contrasts : DataFrame
        As `contrasts` returns it: topic, estimate (first minus second, in shares), ci_low,
        ci_high; with p_adjusted, a dot is filled when it is at the most `fdr`. Columns first
        and second name the two sides.
    most : int
        How many rows to show, the largest differences first.
    level : float
        Level of ``ci_low, ci_high``, for the note below the axis.
    fdr : float in (0, 1)
        False-discovery rate at which a difference counts.
    explain : bool
        Say below the axis what the marks mean.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `contrasts` lacks a column, or an option is out of range.
    """
    own = ax is None
    check_columns(contrasts, ("topic", "estimate", "ci_low", "ci_high"), name="contrasts")
    check_count(most, name="most")
    check_range(fdr, 0, 1, name="fdr", open_ends=True)
    known = contrasts.dropna(subset="estimate")
    largest = known["estimate"].abs().sort_values(ascending=False, kind="stable").index[:most]
    rows = known.loc[largest].sort_values("estimate", ascending=False, kind="stable")
    ax = use_axes(ax, height=0.17 * len(rows) + 0.95)
    adjusted = "p_adjusted" in rows.columns
    if adjusted:
        hollow = rows["p_adjusted"] > fdr
    else:
        hollow = (rows["ci_low"] <= 0) & (rows["ci_high"] >= 0)
    draw_dots(ax, rows, hollow=hollow)
    first, second = _sides(rows)
    labels = names(rows, "topic") if first else _long_labels(rows)
    label_rows(ax, mark_unsettled(labels, rows))
    ax.axvline(0, color=QUIET, linewidth=0.8 * scale(), zorder=1)
    reach = 1.08 * max(float(rows[["ci_low", "ci_high"]].abs().max().max()), 1e-6)
    ax.set_xlim(-reach, reach)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10], symmetric=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{100 * x:+.3g}" if x else "0"))
    title = f"{first} minus {second}" if first else "Differences, first minus second"
    head(ax, marked(title, rows), pad=12 * scale(), own=own)
    sides = ((0.0, "left", second), (1.0, "right", first)) if first and explain else ()
    for x, align, side in sides:
        ax.annotate(
            f"← more in {side}" if align == "left" else f"more in {side} →", (x, 1),
            xycoords="axes fraction", xytext=(0, 2), textcoords="offset points", ha=align,
            va="bottom", fontsize=small(), color=QUIET, parse_math=False,
        )  # fmt: skip
    if not explain:
        return ax
    marks = (
        f"filled: false-discovery rate at most {100 * fdr:g} % over all rows of the table"
        if adjusted
        else "filled: the interval excludes 0; not adjusted for the number of rows"
    )
    key(
        ax,
        f"difference in percentage points; {100 * level:g} % interval\n{marks}{dagger_note(rows)}"
        f"{unsettled_note(rows)}",
        own=own,
    )
    return ax


def _sides(rows: pd.DataFrame) -> tuple[str, str]:
    """Return the names of the two sides; empty when the table compares several pairs."""
    if "first" not in rows.columns or "second" not in rows.columns or rows.empty:
        return "the first", "the second"
    return sides_of(rows) or ("", "")


def _long_labels(rows: pd.DataFrame) -> list[str]:
    topics = names(rows, "topic")
    sides = zip(topics, rows["first"], rows["second"], strict=True)
    return [f"{topic}: {first} – {second}" for topic, first, second in sides]
