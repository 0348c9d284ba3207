"""What was read, kept and dropped, and when the documents are from."""

import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns
from topics.plots.axes import use_axes
from topics.plots.style import ACCENT, BAND, QUIET


def plot_flow(flow: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many documents came out of each stage and how many were dropped there.

    Parameters
    ----------
    flow : DataFrame
        Columns stage, kept and dropped, one row per stage in the order of the line.
    ax : Axes, optional
        Where to draw; a new figure when None.
    """
    check_columns(flow, ("stage", "kept", "dropped"), name="flow")
    ax = use_axes(ax, height=0.35 * len(flow) + 0.6)
    places = range(len(flow))
    ax.barh(places, flow["kept"], color=ACCENT, height=0.55)
    ax.barh(places, flow["dropped"], left=flow["kept"], color=BAND, height=0.55, hatch="////",
            edgecolor="white", linewidth=0)  # fmt: skip
    for place, (kept, dropped) in enumerate(zip(flow["kept"], flow["dropped"], strict=True)):
        note = f"{kept:,}" + (f", dropped {dropped:,}" if dropped else "")
        ax.annotate(note, (kept + dropped, place), xytext=(4, 0), textcoords="offset points",
                    va="center", color=QUIET)  # fmt: skip
    ax.set_yticks(places, flow["stage"].tolist())
    ax.tick_params(axis="y", length=0)
    ax.invert_yaxis()
    ax.set_xlim(0, 1.3 * float((flow["kept"] + flow["dropped"]).max()))
    ax.xaxis.set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.set_title("Documents", loc="left")
    return ax


def plot_coverage(dates: pd.Series, *, ax: Axes | None = None) -> Axes:
    """Draw the number of documents per month, and say how many have no date.

    Parameters
    ----------
    dates : Series of datetime64
        One value per document; NaT where the date is not known.
    ax : Axes, optional
        Where to draw; a new figure when None.
    """
    ax = use_axes(ax, height=1.6)
    known = dates.dropna()
    if len(known):
        months = known.dt.to_period("M").value_counts().sort_index()
        months = months.reindex(
            pd.period_range(months.index[0], months.index[-1], freq="M"), fill_value=0
        )
        edges = months.index.to_timestamp()
        ax.bar(edges, months, width=26, color=BAND, align="edge", linewidth=0)
    else:
        ax.set_axis_off()
    undated = f"{len(dates) - len(known):,} of {len(dates):,} undated"
    ax.set_title(f"Documents per month ({undated})", loc="left")
    return ax
