"""Dots and whiskers: the countries of a topic, the topics of a country."""

from collections.abc import Iterable, Sequence

import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_count
from topics.estimate.standing import told_apart
from topics.plots.axes import (
    head,
    interval_key,
    key,
    label_rows,
    percent_axis,
    use_axes,
    write_counts,
)
from topics.plots.rows import (
    dagger_note,
    documents_of,
    mark_unsettled,
    marked,
    names,
    rows_of,
    tested_note,
    topic_title,
    unsettled_note,
)
from topics.plots.style import ACCENT, BAND, QUIET, RULE, scale

INTERVALS = ("estimate", "ci_low", "ci_high", "ci50_low", "ci50_high")


def plot_countries_of_topic(
    estimates: pd.DataFrame,
    *,
    topic: int,
    most: int = 12,
    level: float = 0.95,
    explain: bool = True,
    reach: float | None = None,
    ax: Axes | None = None,
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
    level : float
        Level of ``ci_low, ci_high``, for the note below the axis.
    explain : bool
        Say below the axis what the marks mean.
    reach : float, optional
        Where the axis ends, so that panels side by side can share it; by default where the
        longest interval does.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `estimates` lacks a column or does not hold the topic, or an option is out of range.

    Notes
    -----
    The dot is the estimate, the thick line the 50 % interval, the thin one the wider interval.
    The dashed line is the share of the topic in the corpus; a dot is hollow when the estimate is
    not told from it, as in `plot_topic_country`. At the right, n is the number of documents about
    the country, weighted by how much they are about it.
    """
    own = ax is None
    check_count(most, name="most")
    rows = _rows(estimates, "topic", topic).nlargest(most, "estimate", keep="first")
    ax = _dots(rows, names(rows, "country"), reach=reach, ax=ax)
    share = rows["corpus_share"].iloc[0]
    ax.axvline(share, color=QUIET, linewidth=0.8 * scale(), linestyle=(0, (3, 2)), zorder=1)
    write_counts(ax, [documents_of(row) for row in rows.to_dict("records")])
    head(ax, marked(topic_title(rows), rows), own=own)
    if explain:
        _explain(ax, rows, "dashed", level=level, own=own)
    return ax


def plot_topics_of_country(
    estimates: pd.DataFrame,
    *,
    country: str,
    most: int = 12,
    level: float = 0.95,
    explain: bool = True,
    reach: float | None = None,
    ax: Axes | None = None,
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
    level, explain, reach, ax
        As in `plot_countries_of_topic`.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `estimates` lacks a column or does not hold the country, or an option is out of range.

    Notes
    -----
    As in `plot_countries_of_topic`; the vertical tick on each line is the share of the topic in
    the corpus.
    """
    own = ax is None
    check_count(most, name="most")
    rows = _rows(estimates, "country", country).nlargest(most, "estimate", keep="first")
    ax = _dots(rows, names(rows, "topic"), reach=reach, ax=ax)
    ax.scatter(
        rows["corpus_share"], range(len(rows)), marker="|", color=QUIET,
        s=40 * scale() ** 2, linewidths=1.1 * scale(), zorder=2,
    )  # fmt: skip
    count = documents_of(rows.iloc[0])
    head(ax, marked(f"{names(rows, 'country')[0]}  (n = {count:,.0f})", rows), own=own)
    if explain:
        _explain(ax, rows, "vertical tick", level=level, own=own)
    return ax


def _rows(estimates: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    columns = ("country", "topic", "n_effective", "corpus_share", *INTERVALS)
    return rows_of(estimates, column, value, columns=columns, name="estimates")


def _explain(ax: Axes, rows: pd.DataFrame, mark: str, *, level: float, own: bool) -> None:
    marks = f"{mark}: share in the corpus; hollow: not told from it{tested_note(rows)}"
    key(ax, f"{interval_key(level)}\n{marks}{dagger_note(rows)}{unsettled_note(rows)}", own=own)


def _dots(rows: pd.DataFrame, labels: list[str], *, reach: float | None, ax: Axes | None) -> Axes:
    ax = use_axes(ax, height=0.17 * len(rows) + 0.95)
    draw_dots(ax, rows, hollow=~told_apart(rows))
    label_rows(ax, mark_unsettled(labels, rows))
    ax.set_xlim(0, reach or axis_end(rows))
    percent_axis(ax.xaxis)
    return ax


def axis_end(rows: pd.DataFrame) -> float:
    """Return where an axis of shares ends that holds the intervals of rows."""
    return min(1.0, 1.05 * float(rows["ci_high"].max()))


def draw_dots(
    ax: Axes,
    rows: pd.DataFrame,
    *,
    hollow: Iterable[bool] | None = None,
    places: Sequence[int] | None = None,
) -> None:
    """Draw a guide, two intervals and a dot for each row, at its place or from the top down."""
    places = range(len(rows)) if places is None else places
    k = scale()
    ax.hlines(
        places, 0, 1, color=RULE, linewidth=0.4 * k, zorder=0, transform=ax.get_yaxis_transform()
    )
    ax.hlines(places, rows["ci_low"], rows["ci_high"], color=ACCENT, linewidth=0.9 * k, zorder=2)
    if "ci50_low" in rows.columns:
        ax.hlines(
            places, rows["ci50_low"], rows["ci50_high"], color=BAND, linewidth=3.6 * k, zorder=2
        )
    fill = [ACCENT] * len(rows) if hollow is None else ["white" if h else ACCENT for h in hollow]
    ax.scatter(
        rows["estimate"], places, color=fill, edgecolors=ACCENT, s=11 * k**2, zorder=3,
        linewidths=0.8 * k,
    )  # fmt: skip
    ax.set_ylim(len(rows) - 0.4, -0.6)
