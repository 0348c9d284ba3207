"""Topics by pairs of countries: what texts on both are about, beyond what is expected of them."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from matplotlib.image import AxesImage

from topics._checks import check_columns, check_count, check_range
from topics.plots.axes import bar_fraction, head, key, text_width, use_axes, wrap_text, write_counts
from topics.plots.heatmap import hatched, label_cells, mark_signs
from topics.plots.lettering import Plain
from topics.plots.lift import STRONGEST, is_dark
from topics.plots.rows import (
    LEAST_NAMED,
    UNSETTLED,
    dagger_note,
    marked,
    told_beyond,
    unsettled,
    unsettled_note,
)
from topics.plots.style import INK, QUIET, SMALLEST, diverging, small

FULL = 0.4  # the difference of shares at which the colour is full


def plot_beyond(
    pairs: pd.DataFrame,
    *,
    most: int = 30,
    fdr: float = 0.05,
    least: int = LEAST_NAMED,
    ax: Axes | None = None,
) -> Axes:
    """Draw what pairs of countries are written about, beyond what the two let expect, as cells.

    Parameters
    ----------
    pairs : DataFrame
        As `topic_pairs` returns it; columns first_name, second_name and topic_label are used
        where there are any.
    most : int
        How many pairs to show: those with a coloured cell first, by number of documents. Pairs
        with similar topics, and topics with similar pairs, stand side by side.
    fdr : float in (0, 1)
        A cell is coloured where `p_adjusted` and `additivity_p_adjusted` are below this.
    least : int
        Documents that a pair needs to be coloured: where there are fewer, one in ten flagged cells
        or more is of a pair without a mix of its own.
    ax : Axes, optional
        Where to draw; a new figure when None.

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
    The number is `beyond` in percentage points; it is grey and the cell white where it is not
    told from chance. A triangle points up or down, so that the sign can be read without colour.
    At the right, n is the number of documents about both countries.
    """
    from topics.estimate.seriate import seriate

    needed = ("first", "second", "topic", "estimate", "beyond", "p_adjusted")
    check_columns(pairs, (*needed, "additivity_p_adjusted", "n_docs"), name="pairs")
    check_count(most, name="most")
    check_range(fdr, 0, 1, name="fdr", open_ends=True)
    check_count(least, name="least", least=0)
    rows = foremost_pairs(pairs, most=most, fdr=fdr, least=least)
    rows = seriate(rows.assign(country=rows["pair"]))
    sides, topics = rows.drop_duplicates("pair"), rows.drop_duplicates("topic")
    shape = (len(sides), len(topics))
    own = ax is None
    ax = use_axes(ax, height=2.2 + 0.17 * shape[0])
    order = pd.MultiIndex.from_product([sides["pair"], topics["topic"]])
    cells = rows.set_index(["pair", "topic"]).reindex(order)
    beyond = cells["beyond"].to_numpy(dtype=float).reshape(shape)
    told = cells["told"].eq(other=True).to_numpy().reshape(shape)
    image = draw_differences(ax, beyond, told, unsettled(cells).reshape(shape))
    figure = ax.get_figure(root=True)
    assert figure is not None
    label_cells(ax, _names(sides, 0.32 * figure.get_figwidth()), topics)
    write_counts(ax, sides["n_docs"])
    head(ax, marked("Topics of texts on both countries, beyond those of each", pairs), own=own)
    explain_differences(
        ax, image, "percentage points beyond those expected; ▲ above, ▼ below (hatched)",
        f" at a false-discovery rate of {100 * fdr:g} % and n of {least} or more; expected is the "
        "mean of the two countries beside their pairs; n: documents on both"
        f"{dagger_note(topics)}{unsettled_note(rows)}", own=own,
    )  # fmt: skip
    return ax


def draw_differences(
    ax: Axes, values: np.ndarray, told: np.ndarray, doubtful: np.ndarray
) -> AxesImage:
    """Draw differences of shares as cells, coloured where they are told from chance."""
    strength = (STRONGEST / FULL * values).clip(-STRONGEST, STRONGEST)
    image = ax.imshow(
        np.ma.masked_where(~told, strength), cmap=diverging(), aspect="auto",
        norm=TwoSlopeNorm(0, -STRONGEST, STRONGEST), interpolation="nearest",
    )  # fmt: skip
    mark_signs(ax, told, strength)
    strong = is_dark(strength)
    for (row, column), points in np.ndenumerate(values):
        apart = told[row, column]
        dark = apart and strong[row, column]
        ax.add_artist(Plain(
            column - 0.06, row, UNSETTLED * int(doubtful[row, column]) + _points(points),
            ha="center", va="center", fontsize=max(SMALLEST, small(1.5)),
            fontweight="bold" if apart else "normal",
            color="white" if dark else INK if apart else QUIET,
        ))  # fmt: skip
    return image


def foremost_pairs(
    pairs: pd.DataFrame, *, most: int = 30, fdr: float = 0.05, least: int = LEAST_NAMED
) -> pd.DataFrame:
    """Return the rows of the pairs that `plot_beyond` shows, with columns pair and told."""
    told = told_beyond(pairs, fdr=fdr, least=least)
    rows = pairs.assign(pair=pairs["first"] + " " + pairs["second"], told=told)
    size = rows.groupby("pair").agg(told=("told", "any"), n=("n_docs", "first")).sort_index()
    size = size.sort_values(["told", "n"], ascending=False, kind="stable")
    return rows[rows["pair"].isin(size.index[:most])]


def _names(sides: pd.DataFrame, width: float) -> list[str]:
    """Return what to call each pair, in `width` inches: of long names only the start."""
    size = small(0)
    columns = [f"{side}_name" if f"{side}_name" in sides else side for side in ("first", "second")]
    rows = []
    for first, second in sides[columns].astype(str).to_numpy():
        room = width - text_width(" – ", size)
        short = min(text_width(first, size), text_width(second, size), room / 2)
        rows.append(
            " – ".join(wrap_text(name, room - short, size, most=1)[0] for name in (first, second))
        )
    return rows


def _points(beyond: float) -> str:
    """Write a difference of shares in whole percentage points, with its sign."""
    points = round(100 * beyond)
    return f"{points:+d}" if points else "0"


def explain_differences(ax: Axes, image: AxesImage, what: str, more: str, *, own: bool) -> None:
    """Draw the scale of `draw_differences`, and say what it means, `more` in an `own` figure."""
    figure = ax.get_figure()
    assert figure is not None
    bar = figure.colorbar(image, ax=ax, location="bottom", aspect=45, pad=0.015,
                          fraction=bar_fraction(image.get_size()[0], own=own), shrink=0.55,
                          anchor=(0.0, 0.0))  # fmt: skip
    bar.set_ticks([-STRONGEST, 0, STRONGEST], labels=["−40", "0", "+40"])
    bar.ax.tick_params(length=0, labelsize=small(1))
    hatched(bar.ax, -STRONGEST, 0, STRONGEST, 1, dark=False, zorder=3)
    key(bar.ax, f"{what}{more}" if own else what, own=own)
    bar.outline.set_visible(False)
