"""Who stands out on what: the countries farthest above the corpus, topic by topic."""

import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns, check_count
from topics.estimate.standing import standouts, told_apart
from topics.plots.axes import head, interval_key, key, percent_axis, use_axes, wrap_text
from topics.plots.intervals import INTERVALS, draw_dots
from topics.plots.rows import dagger_note, documents_of, names, per_cent
from topics.plots.style import INK, QUIET, scale, small

NOBODY = "No country is told from the corpus on any topic."


def plot_standouts(
    estimates: pd.DataFrame,
    *,
    topics: int = 8,
    most: int = 3,
    level: float = 0.95,
    explain: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw the countries that stand out, under the topics on which they do, with intervals.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it; see `standouts` for the rows that are taken.
    topics : int
        How many topics at the most, the one with the farthest country first.
    most : int
        Countries of each topic at the most.
    level : float
        Level of ``ci_low, ci_high``, for the note below the axis.
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
        When `estimates` lacks a column, or an option is out of range.

    Notes
    -----
    The vertical line behind the countries of a topic is its share in the corpus. A dot is hollow
    where the interval alone, and not the test over all cells, tells it from the corpus. At the
    right stand how many times that share the estimate is, and the number of documents.
    """
    own = ax is None
    columns = ("country", "topic", "n_effective", "corpus_share", "lift", *INTERVALS)
    check_columns(estimates, columns, name="estimates")
    check_count(topics, name="topics")
    check_count(most, name="most")
    rows = standouts(estimates, topics=topics, most=most)
    lines = _lines(rows)
    ax = use_axes(ax, height=0.17 * max(1, len(lines)) + 0.95)
    head(ax, "Who stands out on what", own=own)
    if rows.empty:
        ax.set_axis_off()
        ax.text(0, 0.5, NOBODY, transform=ax.transAxes, color=QUIET, va="center")
        return ax
    places = [place for place, line in enumerate(lines) if isinstance(line, int)]
    draw_dots(ax, rows, places=places, hollow=~told_apart(rows))
    ax.set_ylim(len(lines) - 0.4, -0.6)
    ax.set_yticks(places, names(rows, "country"), parse_math=False)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlim(0, min(1.0, 1.05 * float(rows["ci_high"].max())))
    percent_axis(ax.xaxis)
    _write_topics(ax, rows, lines, own=own)
    for place, row in zip(places, rows.to_dict("records"), strict=True):
        note = f"{row['lift']:.1f} times, n={documents_of(row):,.0f}"
        ax.annotate(
            note, (1, place), xycoords=ax.get_yaxis_transform(), xytext=(3, 0),
            textcoords="offset points", va="center", fontsize=small(), color=QUIET,
        )  # fmt: skip
    if explain:
        marks = "vertical line: share of the topic in the corpus; hollow: may be chance"
        key(ax, f"{interval_key(level)}\n{marks}{dagger_note(rows)}", own=own)
    return ax


def _lines(rows: pd.DataFrame) -> list[str | int]:
    """Return what stands on each line, from the top: the label of a topic, or a row's number."""
    lines: list[str | int] = []
    first = ~rows["topic"].duplicated()
    for number, (label, new) in enumerate(zip(names(rows, "topic"), first, strict=True)):
        lines += [label, number] if new else [number]
    return lines


def _write_topics(ax: Axes, rows: pd.DataFrame, lines: list[str | int], *, own: bool) -> None:
    figure = ax.get_figure(root=True)
    assert figure is not None
    # The layout of an own figure leaves less for the axes than they have now.
    wide = ax.get_window_extent().width / figure.dpi * (0.72 if own else 1.0)
    across = ax.get_yaxis_transform()
    tops = [place for place, line in enumerate(lines) if isinstance(line, str)]
    for top, below in zip(tops, [*tops[1:], len(lines)], strict=True):
        number = lines[top + 1]
        assert isinstance(number, int)
        share = float(rows["corpus_share"].iloc[number])
        label = wrap_text(str(lines[top]), wide, small(0.5), most=1, weight="bold")[0]
        ax.annotate(
            label, (0, top), xycoords=across, va="center", fontsize=small(0.5), fontweight="bold",
            color=INK, parse_math=False,
        )  # fmt: skip
        ax.annotate(
            f"corpus {per_cent(share)} %", (1, top), xycoords=across, xytext=(3, 0),
            textcoords="offset points", va="center", fontsize=small(), color=QUIET,
        )  # fmt: skip
        ax.plot([share] * 2, [top + 0.5, below - 0.5], color=QUIET, linewidth=1.2 * scale(),
                zorder=1)  # fmt: skip
