"""Topics by countries in one picture: where a country departs from the corpus, and how surely."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from topics._checks import check_columns
from topics.estimate.standing import told_apart
from topics.plots.axes import bar_fraction, head, key, use_axes
from topics.plots.lettering import Plain
from topics.plots.lift import STRONGEST, is_dark, log_lift
from topics.plots.rows import (
    DAGGER,
    UNSETTLED,
    dagger_note,
    documents_of,
    marked,
    names,
    per_cent,
    tested_note,
    unsettled,
    unsettled_note,
)
from topics.plots.style import INK, QUIET, SMALLEST, diverging, scale, small

_LONGEST = 44  # characters of a topic's label above the cells
HATCH = "////"
_FLAT = 66  # characters of labels side by side that stand beside one another without a turn


def plot_topic_country(
    estimates: pd.DataFrame,
    *,
    level: float = 0.95,
    noun: str = "country",
    ax: Axes | None = None,
) -> Axes:
    """Draw P(topic | country) as a table of cells, coloured by the lift against the corpus.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it; rows and columns stand in the table's order (see
        `seriate`). Columns ``country_name`` and ``topic_label`` are used where there are any.
    level : float
        Level of ``ci_low, ci_high``, for the note below the scale.
    noun : str
        What a row is, for the same.
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
    A cell is coloured when its estimate is `told_apart` from the topic's share in the corpus, and
    then has a triangle in its corner that points up or down, and is hatched below the corpus, so
    that the sign can be read without colour. The number is the estimate in per cent; it is grey
    and the cell white where there is no credible departure; a "~" stands before it where the table
    says that the sampler has not settled. A pair that is not in the table stays empty.
    """
    columns = ("country", "topic", "estimate", "ci_low", "ci_high", "corpus_share", "lift")
    check_columns(estimates, columns, name="estimates")
    countries = estimates.drop_duplicates("country")
    topics = estimates.drop_duplicates("topic")
    shape = (len(countries), len(topics))
    own = ax is None
    ax = use_axes(ax, height=1.9 + 0.17 * shape[0])
    cells = estimates.set_index(["country", "topic"]).reindex(
        pd.MultiIndex.from_product([countries["country"], topics["topic"]])
    )
    credible = told_apart(cells).reshape(shape)
    lift = log_lift(cells).reshape(shape)
    image = ax.imshow(
        np.ma.masked_where(~credible, lift.clip(-STRONGEST, STRONGEST)),
        cmap=diverging(), norm=TwoSlopeNorm(0, -STRONGEST, STRONGEST), aspect="auto",
        interpolation="nearest",
    )  # fmt: skip
    mark_signs(ax, credible, lift)
    shares = cells["estimate"].to_numpy(dtype=float).reshape(shape)
    _write_shares(ax, shares, credible, lift, unsettled(cells).reshape(shape))
    called = names(countries, "country")
    if "n_effective" in countries.columns:
        sizes = [documents_of(row) for row in countries.to_dict("records")]
        called = [f"{name}  {size:,.0f}" for name, size in zip(called, sizes, strict=True)]
    label_cells(ax, called, topics)
    title = marked("", estimates).strip(" ()")
    if title:
        head(ax, f"{title[0].upper()}{title[1:]}", own=own)
    note = (
        "▲ above, ▼ below (hatched) the topic's share in the corpus: the "
        f"{100 * level:g} % interval leaves it out{tested_note(cells)}"
    )
    if "n_effective" in countries.columns:
        note += f"\nbeside a {noun}: its documents"
    note += dagger_note(topics).replace("; ", "\n", 1) + unsettled_note(cells)
    if not credible.any():  # then nothing is coloured
        key(ax, note, own=own)
        return ax
    figure = ax.get_figure()
    assert figure is not None
    bar = figure.colorbar(
        image, ax=ax, location="bottom", aspect=45, pad=0.015, anchor=(0.0, 0.0),
        fraction=bar_fraction(shape[0], own=own), shrink=0.55 if shape[1] > 8 else 1.0,
    )  # fmt: skip
    bar.set_ticks([-3, -2, -1, 0, 1, 2, 3], labels=["⅛", "¼", "½", "1", "2", "4", "8"])
    bar.ax.tick_params(length=0, labelsize=small(1))
    hatched(bar.ax, -STRONGEST, 0, STRONGEST, 1, dark=False, zorder=3)
    key(bar.ax, f"colour: times the topic's share in the corpus\n{note}", own=own)
    bar.outline.set_visible(False)
    return ax


def mark_signs(ax: Axes, credible: np.ndarray, lift: np.ndarray) -> None:
    """Put a triangle into the corner of credible cells: up above 0; down, and a hatch, below it.

    Both colours are as dark: in grey, the hatch alone tells them apart from afar.
    """
    strong = is_dark(lift)
    for row, column in zip(*np.nonzero(credible & (lift < 0)), strict=True):
        hatched(ax, column - 0.5, row - 0.5, 1.0, 1.0, dark=bool(strong[row, column]))
    for sign, marker, shift, dark in (
        (1, "^", -0.2, False), (1, "^", -0.2, True), (-1, "v", 0.2, False), (-1, "v", 0.2, True)
    ):  # fmt: skip
        rows, columns = np.nonzero(credible & (np.sign(lift) == sign) & (strong == dark))
        ax.scatter(
            columns + 0.36, rows + shift / 2, marker=marker, s=18 * scale() ** 2, linewidths=0,
            color="white" if dark else INK,
        )  # fmt: skip


def hatched(
    ax: Axes, x: float, y: float, width: float, height: float, *, dark: bool, zorder: float = 0.8
) -> None:
    """Hatch a box, as what lies below the corpus is."""
    ax.add_artist(
        Rectangle(
            (x, y), width, height, fill=False, linewidth=0, hatch=HATCH, in_layout=False,
            hatchcolor=hatch_on(dark=dark), zorder=zorder,
        )
    )  # fmt: skip


def hatch_on(*, dark: bool) -> str:
    """Return the colour of a hatch on a dark or a light box: letters on it stay easy to read."""
    return "#b9b0cc" if dark else "#8d84a8"


def _write_shares(
    ax: Axes, shares: np.ndarray, credible: np.ndarray, lift: np.ndarray, doubtful: np.ndarray
) -> None:
    size = max(SMALLEST, small(1.5))
    strong = is_dark(lift)
    for (row, column), share in np.ndenumerate(shares):
        if np.isnan(share):
            continue
        dark = credible[row, column] and strong[row, column]
        mark = UNSETTLED if doubtful[row, column] else ""
        ax.add_artist(Plain(
            column - 0.06, row, mark + per_cent(share), ha="center", va="center", fontsize=size,
            color="white" if dark else INK if credible[row, column] else QUIET,
            fontweight="bold" if credible[row, column] else "normal",
        ))  # fmt: skip


def _cut(label: str) -> str:
    """Cut a label that would take the room of the cells; its mark stays."""
    mark = f" {DAGGER}" if label.endswith(DAGGER) else ""
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 2].rstrip()}…{mark}"


def label_cells(ax: Axes, rows_called: list[str], topics: pd.DataFrame) -> None:
    """Write the names of rows, and above the cells the topics, between hairlines."""
    rows, columns = len(rows_called), len(topics)
    called = [_cut(name) for name in names(topics, "topic")]
    short = max(map(len, called), default=0) * columns <= _FLAT
    turn = 0 if columns <= 3 and short else 40 if columns <= 14 else 60
    place: dict[str, Any] = (
        {"ha": "center"} if turn == 0 else {"ha": "left", "rotation_mode": "anchor"}
    )
    ax.set_yticks(range(rows), rows_called, parse_math=False)
    ax.set_xticks(range(columns), called, rotation=turn, parse_math=False, **place)
    ax.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False, left=False)
    across, down = np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5
    gap = [np.nan]
    places = np.array([
        *([x, y] for x in across for y in (down[0], down[-1], *gap)),
        *([x, y] for y in down for x in (across[0], across[-1], *gap)),
    ])  # fmt: skip
    ax.add_artist(Line2D(*places.T, color="#e4e4e4", linewidth=0.5 * scale(), zorder=0.9))
    for spine in ax.spines.values():
        spine.set_visible(False)
