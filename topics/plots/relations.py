"""A network of pairs of countries, each line in the colour of the topic that is beyond."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from topics._checks import check_columns, check_count, check_range
from topics.plots.axes import fill_figure, head, hide_axes, key, use_axes, wrap_text
from topics.plots.network import around, called, draw_circle
from topics.plots.rows import LEAST_NAMED, dagger_note, marked, names, told_beyond, unsettled
from topics.plots.style import QUIET, scale, small

# Colours that can be told apart by most, equally strong (Okabe and Ito 2008, without yellow).
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")


def plot_relations(
    pairs: pd.DataFrame,
    *,
    most: int = 40,
    fdr: float = 0.05,
    least: int = LEAST_NAMED,
    ax: Axes | None = None,
) -> Axes:
    """Draw countries on a circle, joined where texts on both have a topic beyond what is expected.

    Parameters
    ----------
    pairs : DataFrame
        As `topic_pairs` returns it; first_name, second_name and topic_label are used where there
        are any.
    most : int
        How many pairs to show, those furthest beyond first.
    fdr, least
        As in `plot_beyond`: what a pair needs to be shown.
    ax : Axes, optional
        Where to draw, in its final place; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `pairs` lacks a column, or an option is out of range.

    Notes
    -----
    A line has the colour of the pair's topic that is furthest above what is expected; its width
    is how far. The six topics with most lines have a colour, others are grey.
    """
    own = ax is None
    needed = ("first", "second", "topic", "beyond", "p_adjusted", "additivity_p_adjusted", "n_docs")
    check_columns(pairs, needed, name="pairs")
    check_count(most, name="most")
    check_range(fdr, 0, 1, name="fdr", open_ends=True)
    check_count(least, name="least", least=0)
    told = pairs[told_beyond(pairs, fdr=fdr, least=least) & (pairs["beyond"] > 0)]
    far = told.sort_values("beyond", ascending=False, kind="stable")
    kept = far.drop_duplicates(["first", "second"]).head(most)
    if ax is None:
        ax = fill_figure(use_axes(None, height=5.6), foot=0.75)
    hide_axes(ax)
    head(ax, marked("What pairs of countries are written about together", pairs), own=own)
    n_pairs = len(pairs[["first", "second"]].drop_duplicates())
    doubtful = int(unsettled(kept).sum())
    doubt = f"; for {doubtful:,} of them the sampler has not settled" if doubtful else ""
    note = (
        f"lines: {len(kept):,} of {n_pairs:,} pairs, with a topic beyond what is expected of both "
        f"(false-discovery rate {100 * fdr:g} %, {least} texts or more); width: how far"
        f"{doubt}{dagger_note(kept)}"
    )
    key(ax, note, own=own)
    if kept.empty:
        ax.text(0.5, 0.5, "no pair is told apart", ha="center", transform=ax.transAxes)
        return ax
    lines = kept["topic"].value_counts(sort=True).sort_index()
    ranked = lines.sort_values(ascending=False, kind="stable").index
    colours = dict(zip(ranked, _COLOURS, strict=False))
    kept = kept.assign(
        strength=kept["beyond"], colour=[colours.get(t, QUIET) for t in kept["topic"]]
    )
    order = around(kept, sorted({*kept["first"], *kept["second"]}))
    draw_circle(ax, order, called(kept, order), kept, alpha=0.75)
    _legend(ax, kept, colours)
    return ax


def _legend(ax: Axes, kept: pd.DataFrame, colours: dict[object, str]) -> None:
    figure = ax.get_figure(root=True)
    assert figure is not None
    rows = kept.drop_duplicates("topic").set_index("topic")
    label = dict(zip(rows.index, names(rows.reset_index(), "topic"), strict=True))
    room = figure.get_figwidth() * 0.42
    shown = [(colour, label[topic]) for topic, colour in colours.items()]
    if len(rows) > len(colours):
        shown.append((QUIET, "other topics"))
    ax.legend(
        [Line2D([], [], color=colour, linewidth=2 * scale()) for colour, _ in shown],
        [wrap_text(text, room, small(1), most=1)[0] for _, text in shown],
        loc="lower center", bbox_to_anchor=(0.5, -0.14), ncols=2, frameon=False,
        fontsize=small(1), handlelength=1.4, columnspacing=1.2,
    )  # fmt: skip
