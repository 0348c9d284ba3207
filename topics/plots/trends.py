"""Topics over time: small multiples with bands, all on the same axes."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_count
from topics.errors import TopicsError
from topics.plots.axes import fill_figure, head, hide_axes, key, percent_axis, use_axes, wrap_text
from topics.plots.rows import marked, names, rows_of, unsettled
from topics.plots.style import ACCENT, BAND, QUIET, RULE, scale, small


def plot_trends(
    trends: pd.DataFrame,
    *,
    topic: int | None = None,
    country: str | None = None,
    most: int = 9,
    columns: int = 3,
    level: float = 0.95,
    ax: Axes | None = None,
) -> Axes:
    """Draw P(topic | country, period): one topic in many countries, or many topics of one.

    Parameters
    ----------
    trends : DataFrame
        As `trends` returns it: country, topic, period, estimate, ci_low, ci_high. A period is
        written as 2014, 2014Q3 or 2014-03. Where the estimate is missing (too few documents)
        the line has a gap and a grey tick stands at the foot.
    topic, country : int or str
        Give exactly one of them; the other gets a panel for each of its values.
    most : int
        How many panels, those with the highest estimates first.
    columns : int
        Panels side by side.
    level : float
        Level of ``ci_low, ci_high``, for the note below.
    ax : Axes, optional
        Where to draw, taken up whole; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `trends` lacks a column, or not exactly one of `topic` and `country` is given; or when
        an option is out of range.
    """
    own = ax is None
    check_count(most, name="most")
    check_count(columns, name="columns")
    if (topic is None) == (country is None):
        raise TopicsError("give either `topic` or `country` to `plot_trends`, and not both.")
    fixed, other = ("topic", "country") if country is None else ("country", "topic")
    columns_needed = ("country", "topic", "period", "estimate", "ci_low", "ci_high")
    chosen = topic if country is None else country
    rows = rows_of(trends, fixed, chosen, columns=columns_needed, name="trends")
    periods = periods_of(rows["period"])
    rows = rows.assign(place=periods.map({p: n for n, p in enumerate(span_of(periods))}))
    peaks = rows.groupby(other)["estimate"].max().dropna().sort_index()
    order = list(peaks.sort_values(ascending=False, kind="stable").index[:most])
    columns = min(columns, len(order))
    n_rows = -(-len(order) // columns)
    if ax is None:
        ax = fill_figure(use_axes(None, height=1.15 * n_rows + 0.6))
    hide_axes(ax)
    top = min(1.0, 1.05 * float(rows.loc[rows[other].isin(order), "ci_high"].max()))
    span = span_of(periods)
    inches = ax.get_window_extent().width / ax.figure.dpi
    high, gutter, gap = 1 / n_rows, 0.33 * scale() / inches, 0.14 * scale() / inches
    room = inches * ((1 - gutter) / columns - gap)
    for number, value in enumerate(order):
        line, column = divmod(number, columns)
        left = gutter + column * (1 - gutter) / columns
        small_ax = ax.inset_axes(
            (left, 1 - (line + 0.8) * high, (1 - gutter) / columns - gap, 0.62 * high)
        )
        draw_panel(small_ax, rows[rows[other] == value].sort_values("place"), len(span), top)
        title = names(rows[rows[other] == value].iloc[:1], other)[0]
        small_ax.set_title(
            wrap_text(title, room, small(0.5), most=1, weight="bold")[0], loc="left",
            fontsize=small(0.5), pad=3, parse_math=False,
        )  # fmt: skip
        time_axis(small_ax, span, labels=number + columns >= len(order))
        if column:
            small_ax.tick_params(labelleft=False)
    head(ax, marked(names(rows.iloc[:1], fixed)[0], rows), own=own)
    hollow = "; hollow: the sampler has not settled" if unsettled(rows).any() else ""
    key(ax, f"line: estimate; bands: 50 % and {100 * level:g} % intervals; tick at the foot: "
            f"too few documents{hollow}", own=own)  # fmt: skip
    return ax


def periods_of(values: pd.Series) -> pd.Series:
    """Return periods that are written as 2014, 2014Q3 or 2014-03."""
    texts = values.astype(str)
    try:
        return texts.map(pd.Period)
    except ValueError as error:
        raise TopicsError(
            f"`trends`: a period is not written as 2014, 2014Q3 or 2014-03: {error}."
        ) from error


def span_of(periods: pd.Series) -> list[pd.Period]:
    """Return every period from the first to the last."""
    return list(pd.period_range(periods.min(), periods.max(), freq=periods.iloc[0].freq))


def draw_panel(ax: Axes, rows: pd.DataFrame, length: int, top: float) -> None:
    """Draw estimates and bands of `rows` at their `place`, from 0 to `length`."""
    full = rows.drop_duplicates("place").set_index("place").reindex(range(length))
    places = np.arange(length)
    k = scale()
    ax.fill_between(
        places, full["ci_low"].to_numpy(float), full["ci_high"].to_numpy(float), color=BAND,
        alpha=0.55, linewidth=0,
    )  # fmt: skip
    if "ci50_low" in full.columns:
        ax.fill_between(
            places, full["ci50_low"].to_numpy(float), full["ci50_high"].to_numpy(float),
            color=BAND, linewidth=0,
        )  # fmt: skip
    ax.plot(places, full["estimate"], color=ACCENT, linewidth=1.1 * k, marker="o",
            markersize=1.8 * k)  # fmt: skip
    # A band has no width where no estimate stands beside the point: a line shows its interval.
    known = full["estimate"].notna().to_numpy()
    beside = np.append(False, known[:-1]) | np.append(known[1:], False)
    for columns, width in ((("ci_low", "ci_high"), 1.0), (("ci50_low", "ci50_high"), 2.6)):
        if columns[0] in full.columns:
            lone = full[known & ~beside]
            if len(lone):
                ax.vlines(lone.index, lone[columns[0]], lone[columns[1]], color=ACCENT,
                          linewidth=width * k)  # fmt: skip
    gaps = places[full["estimate"].isna()]
    ax.plot(gaps, np.zeros(len(gaps)), linestyle="", marker="|", markersize=3 * k, color=QUIET,
            clip_on=False)  # fmt: skip
    if unsettled(full).any():
        hollow = full["estimate"].where(unsettled(full))
        ax.plot(places, hollow, linestyle="", marker="o", markersize=2.4 * k, color="white",
                markeredgecolor=ACCENT, markeredgewidth=0.7 * k)  # fmt: skip
    ax.set_xlim(-0.5, length - 0.5)
    ax.set_ylim(0, top)
    ax.grid(axis="y", color=RULE, linewidth=0.4 * k)
    ax.tick_params(labelsize=small())
    percent_axis(ax.yaxis, ticks=3)


def time_axis(ax: Axes, span: list[pd.Period], *, labels: bool) -> None:
    """Name some of the periods below the axes."""
    step = max(1, -(-len(span) // 4))
    ticks = list(range(0, len(span), step))
    ax.set_xticks(ticks, [str(span[n]) for n in ticks])
    ax.tick_params(labelbottom=labels)
