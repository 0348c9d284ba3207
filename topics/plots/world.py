"""The world as a grid of tiles: every country has one, and small states are as large as others."""

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from matplotlib.typing import ColorType

TOO_FEW = "#c9c9c9"


@lru_cache(maxsize=1)
def world_tiles() -> pd.DataFrame:
    """Return the place of every country on the grid: country (ISO 3166-1 alpha-3), column, row.

    Columns count from the west, rows from the north. The places were made from rough
    longitudes and latitudes, spread so that crowded regions have room, pushed apart, and
    assigned to the nearest free tiles; XKX is Kosovo.

    Examples
    --------
    >>> tiles = world_tiles().set_index("country")
    >>> bool(tiles.loc["KAZ", "column"] > tiles.loc["FRA", "column"])
    True
    """
    return pd.read_csv(
        str(files("topics.plots").joinpath("data", "tiles.csv")), keep_default_na=False
    )


def plot_world_topic(
    estimates: pd.DataFrame,
    *,
    topic: int,
    least: float = 3.0,
    level: float = 0.95,
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
    ax : Axes, optional
        Where to draw; a new figure when None.

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
    ax = _canvas(ax)
    room = _has_room(ax, own=own)
    lifts = log_lift(shown)
    shown = shown.assign(apart=told_apart(shown), log_lift=lifts, strong=is_dark(lifts))
    shown = shown.assign(doubtful=unsettled(shown))
    most = float(shown["ci_high"].max()) if len(shown) else 1.0
    for code, column, row in world_tiles().itertuples(index=False):
        if code not in shown.index:
            _tile(
                ax,
                code if room else "",
                column,
                row,
                fill=TOO_FEW if code in few else "white",
                faint=True,
            )
            continue
        estimate = shown.loc[code]
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
        f"{dagger_note(rows)}{unsettled_note(rows)}",
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


def plot_world_documents(counts: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the number of documents about each country on the world's tiles.

    Parameters
    ----------
    counts : DataFrame
        Columns country and n_docs; several rows of one country are added up.
    ax : Axes, optional
        Where to draw; a new figure when None.
    """
    own = ax is None
    check_columns(counts, ("country", "n_docs"), name="counts")
    sums = counts.groupby("country")["n_docs"].sum()
    ax = _canvas(ax)
    room = _has_room(ax, own=own)
    from matplotlib import colormaps

    shades = colormaps["Blues"]
    top = np.log1p(float(sums.max())) if len(sums) else 1.0
    for code, column, row in world_tiles().itertuples(index=False):
        count = float(sums.get(code, 0.0))
        if count <= 0:
            _tile(ax, code if room else "", column, row, fill="white", faint=True)
            continue
        depth = np.log1p(count) / max(top, 1e-9)
        _tile(
            ax,
            code if room else "",
            column,
            row,
            fill=shades(0.08 + 0.82 * depth),
            dark=depth > 0.62,
        )
        if not room:
            continue
        ax.add_artist(Plain(
            column, row + 0.27, _short(count), ha="center", va="center", fontsize=small(2),
            color="white" if depth > 0.62 else INK,
        ))  # fmt: skip
    head(ax, "Documents about each country", own=own)
    off = sorted(set(sums.index) - set(world_tiles()["country"]))
    note = "number of documents, weighted by how much they are about the country; pale: none"
    note += "" if room else "; too narrow for codes"
    key(ax, note + (f"\nwithout a tile: {', '.join(off)}" if off else ""), own=own)
    return ax


def _short(count: float) -> str:
    if count < 999.5:
        return "<1" if count < 0.5 else f"{count:.0f}"
    return f"{count / 1000:.1f}k" if count < 9950 else f"{count / 1000:.0f}k"


def _canvas(ax: Axes | None) -> Axes:
    tiles = world_tiles()
    columns, rows = int(tiles["column"].max()) + 1, int(tiles["row"].max()) + 1
    ax = use_axes(ax, height=0.205 * rows + 0.6)
    ax.set_xlim(-0.55, columns - 0.45)
    ax.set_ylim(rows - 0.45, -0.55)
    hide_axes(ax)
    return ax


def _has_room(ax: Axes, *, own: bool) -> bool:
    """Return whether a tile is as wide as a code."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    wide = figure.get_figwidth() if own else ax.get_window_extent().width / figure.dpi
    columns = int(world_tiles()["column"].max()) + 1
    return bool(text_width("MMR", small(2)) <= 0.94 * wide / columns)


def _tile(
    ax: Axes, code: str, column: int, row: int, *, fill: "ColorType", dark: bool = False,
    faint: bool = False, below: bool = False,
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
        column - 0.06, row - 0.14, code, ha="center", va="center", fontsize=small(2),
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
