"""What was read, kept and dropped, and when and where the documents are from."""

import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns, check_count
from topics.errors import TopicsError
from topics.plots.axes import head, hide_axes, label_rows, use_axes
from topics.plots.style import ACCENT, BAND, QUIET, RULE, scale, small


def plot_flow(flow: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many documents came out of each stage and how many were dropped there.

    Parameters
    ----------
    flow : DataFrame
        Columns stage, kept and dropped, one row per stage in the order of the line.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `flow` lacks a column.
    """
    own = ax is None
    check_columns(flow, ("stage", "kept", "dropped"), name="flow")
    ax = use_axes(ax, height=0.24 * len(flow) + 0.4)
    places = range(len(flow))
    ax.barh(places, flow["kept"], color=ACCENT, height=0.55)
    ax.barh(places, flow["dropped"], left=flow["kept"], color="white", height=0.55, hatch="//////",
            edgecolor=ACCENT, linewidth=0)  # fmt: skip
    for place, (kept, dropped) in enumerate(zip(flow["kept"], flow["dropped"], strict=True)):
        note = f"{kept:,}" + (f", dropped {dropped:,}" if dropped else "")
        ax.annotate(note, (kept + dropped, place), xytext=(4, 0), textcoords="offset points",
                    va="center", fontsize=small(0.5), color=QUIET)  # fmt: skip
    label_rows(ax, [str(stage) for stage in flow["stage"]])
    ax.set_ylim(len(flow) - 0.4, -0.6)
    ax.set_xlim(0, 1.35 * max(1.0, float((flow["kept"] + flow["dropped"]).max())))
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    head(ax, "Documents kept and dropped", own=own)
    return ax


def plot_coverage(
    documents: pd.DataFrame, *, group: str | None = None, most: int = 8, ax: Axes | None = None
) -> Axes:
    """Draw the number of documents over time, and say how many have no date.

    Parameters
    ----------
    documents : DataFrame
        Column date (NaT where it is not known), the column named by `group`, and maybe
        date_precision, as `read_corpus` gives it.
    group : str, optional
        Column whose values, such as the outlet, get a row each; the rarest share the last row.
    most : int
        How many rows at the most.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `documents` lacks a column, or `group` is the date; or when an option is out of range.

    Notes
    -----
    Bars are months; days when all is within ten weeks; years when it spans more than 25 of them,
    or when only the year of some date is known.
    """
    own = ax is None
    check_columns(documents, ("date", *([] if group is None else [group])), name="documents")
    check_count(most, name="most")
    dates = pd.to_datetime(documents["date"])
    if group == "date":
        raise TopicsError("`group` must be another column than 'date'.")
    groups = _groups(documents, group, most)
    order = list(groups.value_counts().index)
    if group is not None and "others" in order:
        order = [*(name for name in order if name != "others"), "others"]
    ax = use_axes(ax, height=0.85 + 0.3 * len(order))
    known = dates.notna()
    told = set(documents.get("date_precision", pd.Series(dtype=object))[known])
    every, word = _step(dates[known], told)
    undated = f"{int((~known).sum()):,} of {len(dates):,} undated"
    head(ax, f"Documents per {word} ({undated})", own=own)
    if not known.any():
        ax.set_axis_off()
        ax.text(0, 0.5, "no document has a date", transform=ax.transAxes, color=QUIET, va="center")
        return ax
    periods = dates[known].dt.to_period(every)
    span = pd.period_range(periods.min(), periods.max(), freq=every)
    if len(span) == 1 and group is None:
        return _one_period(ax, str(span[0]), int(known.sum()))
    table = pd.crosstab(periods, groups[known]).reindex(index=span, fill_value=0)
    table = table.reindex(columns=order, fill_value=0)
    peak = max(1, int(table.to_numpy().max()))
    starts, ends = span.to_timestamp(), (span + 1).to_timestamp()
    widths = 0.9 * (ends - starts).days.to_numpy()
    for row, name in enumerate(order):
        floor = len(order) - 1 - row
        ax.bar(starts, 0.85 * table[name] / peak, width=widths, bottom=floor, color=BAND,
               align="edge", linewidth=0)  # fmt: skip
        ax.axhline(floor, color=RULE, linewidth=0.5 * scale(), zorder=0)
    _scale_of_counts(ax, groups, order, peak, alone=group is None)
    _date_axis(ax, every)
    return ax


def _one_period(ax: Axes, period: str, count: int) -> Axes:
    """Say when all documents are from, where a chart over time would be one bar."""
    hide_axes(ax)
    which = "the one dated document is" if count == 1 else f"all {count:,} dated documents are"
    ax.text(0, 0.5, f"{which} of {period}", transform=ax.transAxes, color=QUIET, va="center")
    return ax


def _groups(documents: pd.DataFrame, group: str | None, most: int) -> pd.Series:
    if group is None:
        return pd.Series("documents", index=documents.index)
    groups = documents[group].astype("string").fillna("not known")
    frequent = groups.value_counts().index[: most if groups.nunique() <= most else most - 1]
    return groups.where(groups.isin(frequent), "others")


def _step(dates: pd.Series, precisions: set[str]) -> tuple[str, str]:
    if dates.empty:
        return "M", "month"
    days = (dates.max() - dates.min()).days
    if "year" in precisions or (dates.dt.day_of_year == 1).all():
        return "Y", "year"
    if days <= 70 and "month" not in precisions:
        return "D", "day"
    return ("M", "month") if days <= 25 * 366 else ("Y", "year")


def _scale_of_counts(
    ax: Axes, groups: pd.Series, order: list[str], peak: int, *, alone: bool
) -> None:
    ax.set_ylim(-0.05, len(order))
    if alone:
        ax.set_yticks([0, 0.85], ["0", f"{peak:,}"])
    else:
        counts = groups.value_counts()
        labels = [f"{name} ({counts[name]:,})" for name in reversed(order)]
        ax.set_yticks([row + 0.25 for row in range(len(order))], labels, parse_math=False)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(f"highest bar: {peak:,}", fontsize=small(), color=QUIET, loc="left")
    ax.spines["left"].set_visible(False)


def _date_axis(ax: Axes, every: str) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=2, maxticks=7)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    if every != "Y":
        formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
        ax.xaxis.set_major_formatter(formatter)
