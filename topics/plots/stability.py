"""How far the topics are those of the corpus and not of the seed: by topic, and by K."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from topics._checks import check_columns
from topics.plots.axes import head, key, label_rows, use_axes
from topics.plots.rows import names
from topics.plots.style import ACCENT, BAND, QUIET, RULE, scale, small


def plot_reliability(
    reliability: pd.DataFrame, *, threshold: float = 0.5, ax: Axes | None = None
) -> Axes:
    """Draw how well each topic is found again by fits from other seeds.

    Parameters
    ----------
    reliability : DataFrame
        topic and reliability in [0, 1], as `topic_stability` gives for one run. With a column
        lowest, a line leads to the worst of the other runs. A column ``topic_label`` is used
        where there is one.
    threshold : float
        Topics below it are marked as unstable by a hollow dot.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `reliability` lacks a column, or an option is out of range.
    """
    own = ax is None
    check_columns(reliability, ("topic", "reliability"), name="reliability")
    rows = reliability.sort_values("reliability", ascending=False, kind="stable")
    ax = use_axes(ax, height=0.17 * len(rows) + 0.9)
    places = range(len(rows))
    k = scale()
    ax.hlines(places, 0, 1, color=RULE, linewidth=0.4 * k, zorder=0)
    if "lowest" in rows.columns:
        ax.hlines(places, rows["lowest"], rows["reliability"], color=ACCENT, linewidth=0.9 * k)
    fill = ["white" if value < threshold else ACCENT for value in rows["reliability"]]
    ax.scatter(rows["reliability"], places, color=fill, edgecolors=ACCENT, s=11 * k**2,
               linewidths=0.8 * k, zorder=3)  # fmt: skip
    ax.axvline(threshold, color=QUIET, linewidth=0.8 * k, linestyle=(0, (3, 2)), zorder=1)
    label_rows(ax, names(rows, "topic"))
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 1.02)
    head(ax, "Topics found again by other seeds", own=own)
    line = "; line: down to the worst of the other seeds" if "lowest" in rows.columns else ""
    key(ax, f"1: the same words; hollow: below {threshold:g}, unstable{line}", own=own)
    return ax


def plot_sweep(sweep: pd.DataFrame, *, measure: str = "stability", ax: Axes | None = None) -> Axes:
    """Draw one measure over the number of topics, a dot for each fit.

    Parameters
    ----------
    sweep : DataFrame
        n_topics and the column named by `measure`, one row per fit (seed, fold).
    measure : str
        Column to draw.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `sweep` lacks a column.
    """
    own = ax is None
    check_columns(sweep, ("n_topics", measure), name="sweep")
    rows = sweep.dropna(subset=[measure])
    ax = use_axes(ax, height=2.2, share=0.7)
    k = scale()
    means = rows.groupby("n_topics")[measure].mean()
    ax.plot(means.index, means, color=BAND, linewidth=1.4 * k, zorder=1)
    ax.scatter(rows["n_topics"], rows[measure], color=ACCENT, s=9 * k**2, linewidths=0, zorder=2)
    ax.scatter(means.index, means, marker="_", color=ACCENT, s=60 * k**2, zorder=3)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(4))
    head(ax, measure.replace("_", " "), own=own)
    ax.set_xlabel("number of topics (dots: fits; bars: means)", fontsize=small(), color=QUIET,
                  loc="left")  # fmt: skip
    return ax
