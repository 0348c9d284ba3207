"""One pair of countries in detail, and the two side by side: alone, together, the other."""

import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns, check_count, check_range
from topics.errors import TopicsError
from topics.plots.axes import (
    fill_figure,
    head,
    hide_axes,
    label_rows,
    percent_axis,
    use_axes,
    wrap_text,
)
from topics.plots.rows import (
    LEAST_NAMED,
    dagger_note,
    mark_unsettled,
    marked,
    names,
    unsettled_note,
)
from topics.plots.style import ACCENT, INK, QUIET, RULE, SECOND, scale, small

_NEEDED = ("first", "second", "topic", "estimate", "ci_low", "ci_high", "expected", "n_docs")
_ALONE = tuple(
    f"{side}_alone{end}" for side in ("first", "second") for end in ("", "_low", "_high")
)


def rows_of_pair(pairs: pd.DataFrame, pair: str) -> pd.DataFrame:
    """Return the rows of a pair such as ``"KAZ-RUS"``, its countries in any order."""
    sides = sorted(str(pair).split("-"))
    rows = pairs[(pairs["first"] == sides[0]) & (pairs["second"] == sides[-1])]
    if len(sides) != 2 or rows.empty:
        known = (pairs["first"] + "-" + pairs["second"]).drop_duplicates()
        shown = ", ".join(known.head(12)) + (" ..." if len(known) > 12 else "")
        raise TopicsError(f"`pair` {pair!r} is not in `pairs`, which has {shown}.")
    return rows


def sides_named(rows: pd.DataFrame) -> tuple[str, str]:
    """Return the names of the two countries of a pair."""
    first, second = (
        str(rows[f"{side}_name" if f"{side}_name" in rows else side].iloc[0])
        for side in ("first", "second")
    )
    return first, second


def plot_pair(
    pairs: pd.DataFrame,
    *,
    pair: str,
    words: pd.DataFrame | None = None,
    passages: pd.DataFrame | None = None,
    most: int = 10,
    level: float = 0.95,
    ax: Axes | None = None,
) -> Axes:
    """Draw one pair in detail: its topics against those expected, its words, its passages.

    Parameters
    ----------
    pairs : DataFrame
        As `topic_pairs` returns it; names and labels are used where there are any.
    pair : str
        Such as ``"KAZ-RUS"``.
    words : DataFrame, optional
        As `pair_words` returns it: the words that mark texts on both.
    passages : DataFrame, optional
        As `pair_passages` returns it: texts on both.
    most : int
        How many topics to show, those with the largest shares, together or expected, first.
    level : float
        Level of the intervals.
    ax : Axes, optional
        Where to draw, in its final place; a new figure when None.

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
    The dot is the share of the topic in texts on both, with its interval; the ring is the share
    expected, the mean of the two countries' own. Topics stand by how far the one is above the
    other; a dot is filled where the cell is flagged and the pair has 20 documents or more.
    """
    own = ax is None
    check_columns(pairs, _NEEDED, name="pairs")
    check_count(most, name="most")
    check_range(level, 0, 1, name="level", open_ends=True)
    rows = rows_of_pair(pairs, pair)
    larger = rows[["estimate", "expected"]].max(axis=1)
    rows = rows.loc[larger.sort_values(ascending=False, kind="stable").index[:most]]
    gap = rows["estimate"] - rows["expected"]
    rows = rows.loc[gap.sort_values(ascending=False, kind="stable").index]
    texts = _texts(passages, rows)
    if ax is None:
        high = 0.2 * len(rows) + 0.95 + 0.62 * len(texts)
        ax = fill_figure(use_axes(None, height=high), foot=0.1)
    hide_axes(ax)
    first, second = sides_named(rows)
    title = f"{first} and {second}  (n = {rows['n_docs'].iloc[0]:,.0f})"
    head(ax, marked(title, rows), own=own)
    box = ax.get_window_extent()
    wide, high = box.width / ax.figure.dpi, box.height / ax.figure.dpi
    k = scale()
    key_text = (
        f"dot: share in texts on both, line: {100 * level:g} % interval, filled: told from chance, "
        f"where n is {LEAST_NAMED} or more; "
        f"ring: share expected from texts on each{dagger_note(rows)}{unsettled_note(rows)}"
    )
    lines = wrap_text(key_text, 0.94 * wide, small())
    below = 0.58 + 0.12 * max(0, len(lines) - 2)
    foot = ((below - 0.08) * k + 0.62 * k * len(texts)) / high
    right = 0.68 if words is not None else 0.97
    left = min(0.4, 1.75 * k / wide)
    share = ax.inset_axes((left, foot, right - left, 1 - foot))
    _shares(share, rows, room=left * wide - 0.08)
    for number, line in enumerate(lines):
        ax.text(0, foot - (0.27 + 0.12 * number) * k / high, line, fontsize=small(), color=QUIET,
                va="top", parse_math=False)  # fmt: skip
    if words is not None:
        _words(ax, words, rows, left=right + 0.04, foot=foot, size=(wide, high))
    for number, text in enumerate(texts):
        top = foot - (below + 0.62 * number) * k / high
        for line_number, line in enumerate(wrap_text(text, wide - 0.15, small(1), most=4)):
            ax.text(0, top - 0.13 * k * line_number / high, line, fontsize=small(1), color=INK,
                    va="top", parse_math=False)  # fmt: skip
    return ax


def _shares(ax: Axes, rows: pd.DataFrame, *, room: float) -> None:
    places, k = range(len(rows)), scale()
    ax.hlines(places, 0, 1, color=RULE, linewidth=0.4 * k, zorder=0,
              transform=ax.get_yaxis_transform())  # fmt: skip
    ax.hlines(places, rows["ci_low"], rows["ci_high"], color=ACCENT, linewidth=0.9 * k, zorder=2)
    ax.scatter(rows["expected"], places, s=20 * k**2, facecolors="none", edgecolors=SECOND,
               linewidths=1.0 * k, zorder=3, clip_on=False)  # fmt: skip
    flagged = rows.get("flagged", pd.Series(data=True, index=rows.index)).astype(bool)
    told = flagged & (rows["n_docs"] >= LEAST_NAMED)
    fill = [ACCENT if sure else "white" for sure in told]
    ax.scatter(rows["estimate"], places, color=fill, edgecolors=ACCENT, s=11 * k**2, zorder=4,
               linewidths=0.8 * k, clip_on=False)  # fmt: skip
    label_rows(ax, _labels(rows, room))
    ax.tick_params(labelsize=small(0.5))
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, min(1.0, 1.08 * float(rows[["ci_high", "expected"]].max().max())))
    percent_axis(ax.xaxis)


def _words(
    ax: Axes,
    words: pd.DataFrame,
    rows: pd.DataFrame,
    *,
    left: float,
    foot: float,
    size: tuple[float, float],
) -> None:
    check_columns(words, ("first", "second", "word"), name="words")
    sides = rows.iloc[0]
    own = words[(words["first"] == sides["first"]) & (words["second"] == sides["second"])]
    wide, high = size
    line = 0.15 * scale() / high
    ax.text(left, 1 - 0.2 * line, "words that mark both", fontsize=small(1), color=QUIET, va="top")
    for number, word in enumerate(own["word"].head(int((1 - foot) / line) - 1), start=1):
        text = wrap_text(str(word), (1 - left) * wide - 0.05, small(0.5), most=1)[0]
        ax.text(
            left, 1 - (number + 0.4) * line, text, fontsize=small(0.5), va="top", parse_math=False
        )


def _texts(passages: pd.DataFrame | None, rows: pd.DataFrame) -> list[str]:
    if passages is None:
        return []
    check_columns(passages, ("first", "second", "passage"), name="passages")
    sides = rows.iloc[0]
    own = (passages["first"] == sides["first"]) & (passages["second"] == sides["second"])
    return [f"“{text}”" for text in passages.loc[own, "passage"].astype(str).str.strip().head(3)]


def plot_sides(
    pairs: pd.DataFrame,
    *,
    pair: str,
    most: int = 10,
    level: float = 0.95,
    ax: Axes | None = None,
) -> Axes:
    """Draw two countries side by side: one alone, the two together, the other alone.

    Parameters
    ----------
    pairs : DataFrame
        As `topic_pairs` returns it, with the countries' own mixes; names and labels are used
        where there are any.
    pair : str
        Such as ``"KAZ-RUS"``.
    most : int
        How many topics to show, those with the largest share anywhere first.
    level : float
        Level of the intervals.
    ax : Axes, optional
        Where to draw, in its final place; a new figure when None.

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
    Bars are shares, lines their intervals; all three panels have one scale. Topics stand by how
    much more they are of the first country alone than of the second.
    """
    own = ax is None
    check_columns(pairs, (*_NEEDED, *_ALONE), name="pairs")
    check_count(most, name="most")
    check_range(level, 0, 1, name="level", open_ends=True)
    rows = rows_of_pair(pairs, pair)
    largest = rows[["estimate", "first_alone", "second_alone"]].max(axis=1)
    rows = rows.loc[largest.sort_values(ascending=False, kind="stable").index[:most]]
    lean = rows["first_alone"] - rows["second_alone"]
    rows = rows.loc[lean.sort_values(ascending=False, kind="stable").index]
    if ax is None:
        ax = fill_figure(use_axes(None, height=0.2 * len(rows) + 1.2), foot=0.1)
    hide_axes(ax)
    first, second = sides_named(rows)
    head(ax, marked(f"{first} and {second}, alone and together", rows), own=own)
    box = ax.get_window_extent()
    wide, high = box.width / ax.figure.dpi, box.height / ax.figure.dpi
    k = scale()
    left, foot, top = min(0.34, 1.75 * k / wide), 0.45 * k / high, 0.2 * k / high
    each = (1 - left) / 3
    ends = ["ci_high", "first_alone_high", "second_alone_high"]
    reach = min(1.0, 1.05 * float(rows[ends].max().max()))
    panels = (
        (f"{first} alone", "first_alone", "first_alone_low", "first_alone_high", QUIET),
        ("together", "estimate", "ci_low", "ci_high", ACCENT),
        (f"{second} alone", "second_alone", "second_alone_low", "second_alone_high", QUIET),
    )
    for number, (title, value, low, high_end, colour) in enumerate(panels):
        panel = ax.inset_axes((left + number * each, foot, 0.8 * each, 1 - foot - top))
        places = range(len(rows))
        panel.barh(places, rows[value], height=0.62, color=colour, alpha=0.55, linewidth=0)
        panel.hlines(places, rows[low], rows[high_end], color=INK, linewidth=0.9 * k)
        panel.set_ylim(len(rows) - 0.4, -0.6)
        panel.set_xlim(0, reach)
        percent_axis(panel.xaxis, ticks=2)
        panel.tick_params(labelsize=small(1))
        text = wrap_text(title, 0.92 * each * wide, small(0.5), most=1, weight="bold")[0]
        panel.set_title(text, loc="left", fontsize=small(0.5), pad=3, parse_math=False)
        label_rows(panel, [""] * len(rows) if number else _labels(rows, left * wide - 0.08))
    key_text = (
        f"bar: share of the topic; line: {100 * level:g} % interval; alone: texts beside the pair"
        f"{dagger_note(rows)}{unsettled_note(rows)}"
    )
    for number, line in enumerate(wrap_text(key_text, 0.94 * wide, small())):
        ax.text(0, foot - (0.28 + 0.12 * number) * k / high, line, fontsize=small(), color=QUIET,
                va="top", parse_math=False)  # fmt: skip
    return ax


def _labels(rows: pd.DataFrame, room: float) -> list[str]:
    """Return the topics of rows, each on one line, with a mark where a share has not settled."""
    room -= 0.12 * bool(unsettled_note(rows))
    labels = [wrap_text(name, room, small(0.5), most=1)[0] for name in names(rows, "topic")]
    return mark_unsettled(labels, rows)
