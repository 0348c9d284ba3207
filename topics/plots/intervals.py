"""Dots and whiskers: the countries of a topic, the topics of a country."""

import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns
from topics.errors import TopicsError
from topics.plots.axes import names, percent_axis, topic_title, use_axes
from topics.plots.style import ACCENT, BAND, QUIET, RULE

INTERVALS = ("estimate", "ci_low", "ci_high", "ci50_low", "ci50_high")


def plot_countries_of_topic(
    estimates: pd.DataFrame, *, topic: int, most: int = 12, ax: Axes | None = None
) -> Axes:
    """Rank the countries of one topic by P(topic | country), with intervals.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it. A column ``country_name`` is used where there is one.
    topic : int
        Topic id.
    most : int
        How many countries to show, the highest first.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Notes
    -----
    The dot is the estimate, the thick line the 50 % interval, the thin one the wider interval.
    The dashed line is the share of the topic in the corpus. At the right, n is the number of
    documents about the country, weighted by how much they are about it.
    """
    rows = _rows(estimates, "topic", topic).nlargest(most, "estimate", keep="first")
    ax = _dots(rows, names(rows, "country"), ax=ax)
    share = (rows["estimate"] / rows["lift"]).median()
    ax.axvline(share, color=QUIET, linewidth=0.8, linestyle=(0, (3, 2)), zorder=1)
    ax.set_title(topic_title(rows), loc="left")
    return ax


def plot_topics_of_country(
    estimates: pd.DataFrame, *, country: str, most: int = 12, ax: Axes | None = None
) -> Axes:
    """Show the topics of one country by P(topic | country), with intervals.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it. A column ``topic_label`` is used where there is one.
    country : str
        ISO 3166-1 alpha-3 code.
    most : int
        How many topics to show, the highest first.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Notes
    -----
    As in `plot_countries_of_topic`; the small bar on each line is the share of the topic in
    the corpus.
    """
    rows = _rows(estimates, "country", country).nlargest(most, "estimate", keep="first")
    ax = _dots(rows, names(rows, "topic"), ax=ax, show_n=False)
    ax.scatter(
        rows["estimate"] / rows["lift"], range(len(rows)), marker="|", color=QUIET, s=40, zorder=2
    )
    count = rows["n_effective"].iloc[0]
    ax.set_title(f"{names(rows, 'country')[0]}  (n = {count:.0f})", loc="left")
    return ax


def _rows(estimates: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    check_columns(
        estimates, ("country", "topic", "n_effective", "lift", *INTERVALS), name="estimates"
    )
    rows = estimates[estimates[column] == value]
    if rows.empty:
        raise TopicsError(f"`{column}` {value!r} is not in `estimates`.")
    return rows


def _dots(rows: pd.DataFrame, labels: list[str], *, ax: Axes | None, show_n: bool = True) -> Axes:
    ax = use_axes(ax, height=0.22 * len(rows) + 0.7)
    places = range(len(rows))
    ax.hlines(places, 0, 1, color=RULE, linewidth=0.4, zorder=0, transform=ax.get_yaxis_transform())
    ax.hlines(places, rows["ci_low"], rows["ci_high"], color=ACCENT, linewidth=0.9, zorder=2)
    ax.hlines(places, rows["ci50_low"], rows["ci50_high"], color=BAND, linewidth=3.6, zorder=2)
    ax.scatter(rows["estimate"], places, color=ACCENT, s=11, zorder=3, linewidths=0)
    ax.set_yticks(places, labels)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, min(1.0, 1.05 * float(rows["ci_high"].max())))
    percent_axis(ax.xaxis)
    if show_n:
        for place, count in zip(places, rows["n_effective"], strict=True):
            ax.annotate(
                f"n={count:.0f}", (1, place), xycoords=ax.get_yaxis_transform(), xytext=(3, 0),
                textcoords="offset points", va="center", fontsize="x-small", color=QUIET,
            )  # fmt: skip
    return ax
