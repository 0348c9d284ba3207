"""The world as a grid of tiles: every country has one, and small states are as large as others."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from topics._checks import check_columns
from topics.estimate.standing import told_apart
from topics.plots.axes import head, hide_axes, key, text_width, use_axes
from topics.plots.heatmap import HATCH, hatch_on
from topics.plots.lettering import Plain
from topics.plots.lift import is_dark, log_lift, shade
from topics.plots.rows import (
    UNSETTLED,
    dagger_note,
    marked,
    rows_of,
    told_note,
    topic_title,
    unsettled,
    unsettled_note,
)
from topics.plots.style import INK, QUIET, RULE, scale, small
from topics.plots.tiles import Window, window_of, world_tiles

if TYPE_CHECKING:
    from matplotlib.typing import ColorType

TOO_FEW = "#c9c9c9"


def plot_world_topic(
    estimates: pd.DataFrame,
    *,
    topic: int,
    least: float = 3.0,
    level: float = 0.95,
    whole: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw one topic on the world's tiles: P(topic | country) against the corpus.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it.
    topic : int
        Topic id.
    least : float
        Countries with fewer documents (n_effective) are grey.
    level : float
        Level of ``ci_low, ci_high``, for the note below the map.
    whole : bool
        Draw the whole world. Otherwise, where the countries lie in one region, the map is of this
        region, and the few that lie far from it have tiles at its side.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Notes
    -----
    A tile is coloured, and has a triangle that points up or down, where the estimate is told from
    the topic's share in the corpus, as in `plot_topic_country`. The line at the foot of a tile is
    the interval on a scale from 0 at the left to the highest end of any interval at the right, the
    dot the estimate.
    """
    own = ax is None
    rows = countries_on_topic(estimates, topic)
    enough = rows["n_effective"] >= least
    shown = rows[enough].set_index("country")
    few = set(rows.loc[~enough, "country"])
    window = window_of(set(rows["country"]), whole=whole)
    ax = _canvas(ax, window)
    room = _has_room(ax, window, own=own)
    lifts = log_lift(shown)
    shown = shown.assign(apart=told_apart(shown), log_lift=lifts, strong=is_dark(lifts))
    shown = shown.assign(doubtful=unsettled(shown))
    most = float(shown["ci_high"].max()) if len(shown) else 1.0
    for code, column, row in window.tiles:
        if code not in shown.index:
            _tile(
                ax,
                code if room else "",
                column,
                row,
                fill=TOO_FEW if code in few else "white",
                faint=True,
                size=_type(window),
            )
            continue
        estimate: Any = shown.loc[code]
        apart, lift = bool(estimate["apart"]), float(estimate["log_lift"])
        dark = apart and bool(estimate["strong"])
        _tile(
            ax,
            code if room else "",
            column,
            row,
            fill=shade(lift) if apart else "white",
            dark=dark,
            below=apart and lift < 0,
            size=_type(window),
        )
        _interval(ax, column, row, estimate, most, dark=dark)
        if estimate["doubtful"]:
            ax.add_artist(Plain(column + 0.37, row + 0.02, UNSETTLED, ha="center", va="center",
                                fontsize=small(1), color="white" if dark else INK))  # fmt: skip
        if apart:
            _triangle(ax, column, row, up=lift > 0, dark=dark)
    head(ax, marked(topic_title(rows), rows), own=own)
    key(
        ax,
        "coloured, ▲ above or ▼ (hatched) below the share in the corpus: "
        f"{told_note(rows, level)}\n"
        f"foot of a tile: the {100 * level:g} % interval, from 0 to {100 * most:.0f} %; "
        f"white: no credible difference; grey: fewer than {least:g} documents; pale: not estimated"
        f"{_aside(window)}{dagger_note(rows)}{unsettled_note(rows)}",
        own=own,
    )
    return ax


def countries_on_topic(estimates: pd.DataFrame, topic: int) -> pd.DataFrame:
    """Return one row per country of the topic, with all that a map needs.

    Raises
    ------
    TopicsError
        When a column is missing or the topic is not there.
    """
    columns = (
        "country", "topic", "estimate", "ci_low", "ci_high", "corpus_share", "lift", "n_effective",
    )  # fmt: skip
    rows = rows_of(estimates, "topic", topic, columns=columns, name="estimates")
    return rows.drop_duplicates("country")


def plot_world_documents(
    counts: pd.DataFrame,
    *,
    among: Collection[str] = (),
    whole: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw the number of documents about each country on the world's tiles.

    Parameters
    ----------
    counts : DataFrame
        Columns country and n_docs; several rows of one country are added up.
    among : collection of str
        Countries that decide which region is drawn; those with a document or more when empty. The
        note says what lies outside.
    whole : bool
        Draw the whole world.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `counts` lacks a column, or an option is out of range.
    """
    own = ax is None
    check_columns(counts, ("country", "n_docs"), name="counts")
    sums = counts.groupby("country")["n_docs"].sum()
    window = window_of(set(among) or set(sums.index[sums >= 1]), whole=whole)
    ax = _canvas(ax, window)
    room = _has_room(ax, window, own=own)
    from matplotlib import colormaps

    shades = colormaps["Blues"]
    top = np.log1p(float(sums.max())) if len(sums) else 1.0
    for code, column, row in window.tiles:
        count = float(sums.get(code, 0.0))
        if count <= 0:
            _tile(ax, code if room else "", column, row, fill="white", faint=True,
                  size=_type(window))  # fmt: skip
            continue
        depth = np.log1p(count) / max(top, 1e-9)
        _tile(
            ax,
            code if room else "",
            column,
            row,
            fill=shades(0.08 + 0.82 * depth),
            dark=depth > 0.62,
            size=_type(window),
        )
        if not room:
            continue
        ax.add_artist(Plain(
            column, row + 0.27, _short(count), ha="center", va="center", fontsize=_type(window),
            color="white" if depth > 0.62 else INK,
        ))  # fmt: skip
    head(ax, "Documents about each country", own=own)
    off = sorted(set(sums.index) - set(world_tiles()["country"]))
    whole_ones = bool((sums % 1 == 0).all())
    note = "number of documents about the country" if whole_ones else (
        "number of documents, weighted by how much they are about the country"
    )  # fmt: skip
    note += "; pale: none"
    note += _aside(window)
    note += "" if room else "; too narrow for codes"
    beyond = sums[[not window.holds(code) and code not in off for code in sums.index]]
    if len(beyond):
        note += f"\noutside the map: {_short(beyond.sum())} about {len(beyond)} further countries"
    key(ax, note + (f"\nwithout a tile: {', '.join(off)}" if off else ""), own=own)
    return ax


def _short(count: float) -> str:
    if count < 999.5:
        return "<1" if count < 0.5 else f"{count:.0f}"
    return f"{count / 1000:.1f}k" if count < 9950 else f"{count / 1000:.0f}k"


def _aside(window: Window) -> str:
    """Say which tiles stand at the side of a region."""
    return f"; at the side, for they lie far away: {', '.join(window.loose)}" * bool(window.loose)


def _type(window: Window) -> float:
    """Return the size of type on tiles, larger where these are."""
    return small(2) * min(window.zoom, 1.5)


def _canvas(ax: Axes | None, window: Window) -> Axes:
    rows = window.bottom - window.top + 1
    ax = use_axes(ax, height=0.205 * rows * window.zoom + 0.6)
    ax.set_xlim(window.left - 0.55, window.right + 0.55)
    ax.set_ylim(window.bottom + 0.55, window.top - 0.55)
    hide_axes(ax)
    return ax


def _has_room(ax: Axes, window: Window, *, own: bool) -> bool:
    """Return whether a tile is as wide as a code."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    wide = figure.get_figwidth() if own else ax.get_window_extent().width / figure.dpi
    columns = window.right - window.left + 1
    return bool(text_width("MMR", _type(window)) <= 0.94 * wide / columns)


def _tile(
    ax: Axes, code: str, column: int, row: int, *, fill: "ColorType", size: float,
    dark: bool = False, faint: bool = False, below: bool = False,
) -> None:  # fmt: skip
    ax.add_artist(
        Rectangle(
            (column - 0.47, row - 0.46), 0.94, 0.92, facecolor=fill,
            edgecolor=RULE if faint else QUIET, linewidth=0.4 * scale(), in_layout=False,
            zorder=0.5, hatch=HATCH if below else None, hatchcolor=hatch_on(dark=dark),
        )
    )  # fmt: skip
    if not code:
        return
    ax.add_artist(Plain(
        column - 0.06, row - 0.14, code, ha="center", va="center", fontsize=size,
        color="white" if dark else "#9a9a9a" if faint and fill == "white" else INK,
    ))  # fmt: skip


def _interval(
    ax: Axes, column: int, row: int, estimate: pd.Series, most: float, *, dark: bool
) -> None:
    color = "white" if dark else INK
    low, middle, high = (
        column - 0.4 + 0.8 * float(estimate[name]) / most
        for name in ("ci_low", "estimate", "ci_high")
    )
    ax.plot([low, high], [row + 0.28] * 2, color=color, linewidth=0.7 * scale())
    ax.plot([middle], [row + 0.28], marker="o", markersize=1.6 * scale(), color=color)


def _triangle(ax: Axes, column: int, row: int, *, up: bool, dark: bool) -> None:
    ax.plot(
        [column + 0.37], [row - 0.16], marker="^" if up else "v", markersize=2.0 * scale(),
        color="white" if dark else INK, markeredgewidth=0,
    )  # fmt: skip
