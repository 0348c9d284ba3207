"""One pair of countries over time: its topics with bands, beside what the two let expect."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns, check_count
from topics.plots.axes import fill_figure, head, hide_axes, key, use_axes, wrap_text
from topics.plots.pair import rows_of_pair, sides_named
from topics.plots.rows import dagger_note, marked, names, unsettled
from topics.plots.style import INK, QUIET, scale, small
from topics.plots.trends import draw_panel, periods_of, span_of, time_axis

_NEEDED = (
    "first", "second", "topic", "period", "estimate", "ci_low", "ci_high", "expected", "beyond",
)  # fmt: skip


def plot_pair_trends(
    pairs: pd.DataFrame,
    *,
    pair: str,
    most: int = 6,
    columns: int = 3,
    level: float = 0.95,
    ax: Axes | None = None,
) -> Axes:
    """Draw the topics of texts on two countries by period, with bands.

    Parameters
    ----------
    pairs : DataFrame
        As `summarise_pairs` returns it for draws with periods, or the table ``pair_trends`` of a
        run; columns first_name, second_name and topic_label are used where there are any.
    pair : str
        Such as ``"KAZ-RUS"``.
    most : int
        How many topics, those first that are farthest from what is expected in some period.
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
        When `pairs` lacks a column or does not hold the pair, or an option is out of range.

    Notes
    -----
    The dashed line is `expected`, the mean of the two countries' own mixes in the period. A
    triangle above it points up or down where the pair is told from it, at a false-discovery rate
    of 5 % over all cells of the table. Where there are too few documents the lines have a gap.
    """
    own = ax is None
    check_columns(pairs, _NEEDED, name="pairs")
    check_count(most, name="most")
    check_count(columns, name="columns")
    rows = rows_of_pair(pairs, pair)
    periods = periods_of(rows["period"])
    span = span_of(periods)
    rows = rows.assign(place=periods.map({p: n for n, p in enumerate(span)}))
    far = rows.assign(far=rows["beyond"].abs().fillna(0)).groupby("topic")["far"].max()
    order = list(far.sort_index().sort_values(ascending=False, kind="stable").index[:most])
    columns = min(columns, len(order))
    n_rows = -(-len(order) // columns)
    if ax is None:
        ax = fill_figure(use_axes(None, height=1.25 * n_rows + 0.75))
    hide_axes(ax)
    shown = rows[rows["topic"].isin(order)]
    top = min(1.0, 1.12 * float(shown[["ci_high", "expected"]].max().max()))
    inches = ax.get_window_extent().width / ax.figure.dpi
    high, gutter, gap = 1 / n_rows, 0.33 * scale() / inches, 0.14 * scale() / inches
    width = (1 - gutter) / columns - gap
    for number, topic in enumerate(order):
        line, column = divmod(number, columns)
        left = gutter + column * (1 - gutter) / columns
        panel = ax.inset_axes((left, 1 - (line + 0.8) * high, width, 0.62 * high))
        own_rows = rows[rows["topic"] == topic].sort_values("place")
        draw_panel(panel, own_rows, len(span), top)
        _expect(panel, own_rows, len(span), top)
        title = names(own_rows.iloc[:1], "topic")[0]
        panel.set_title(
            wrap_text(title, inches * width, small(0.5), most=1, weight="bold")[0], loc="left",
            fontsize=small(0.5), pad=3, parse_math=False,
        )  # fmt: skip
        time_axis(panel, span, labels=number + columns >= len(order))
        if column:
            panel.tick_params(labelleft=False)
    head(ax, marked(" and ".join(sides_named(rows)), rows), own=own)
    what = f"line: texts on both, with 50 % and {100 * level:g} % intervals; dashed: expected"
    hollow = "; hollow: the sampler has not settled" if unsettled(rows).any() else ""
    more = (
        "; ▲ above, ▼ below it at a false-discovery rate of 5 %; tick at the foot: too few "
        f"documents{hollow}{dagger_note(rows)}"
    )
    key(ax, f"{what}{more}" if own else what, own=own)
    return ax


def _expect(ax: Axes, rows: pd.DataFrame, length: int, top: float) -> None:
    """Draw what is expected, and triangles where the pair is told from it."""
    full = rows.drop_duplicates("place").set_index("place").reindex(range(length))
    ax.plot(
        np.arange(length), full["expected"].to_numpy(float), color=QUIET, linewidth=0.9 * scale(),
        linestyle=(0, (3, 2)), marker="_", markersize=3 * scale(), zorder=1.5,
    )  # fmt: skip
    if "flagged" not in full:
        return
    told = full["flagged"].eq(other=True)
    for marker, sign in (("^", 1), ("v", -1)):
        at = full.index[told & (np.sign(full["beyond"]) == sign)]
        ax.scatter(at, np.full(len(at), 0.96 * top), marker=marker, s=9 * scale() ** 2,
                   color=INK, linewidths=0, clip_on=False)  # fmt: skip
