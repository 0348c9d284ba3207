"""Which countries are named together more often than chance would have it."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from topics._checks import check_columns, check_range
from topics.plots.axes import fill_figure, head, hide_axes, key, text_width, use_axes, wrap_text
from topics.plots.style import ACCENT, INK, scale, small


def plot_pairs(
    pairs: pd.DataFrame,
    *,
    most: int = 40,
    fdr: float = 0.05,
    ax: Axes | None = None,
) -> Axes:
    """Draw countries on a circle, joined where they are named together more often than by chance.

    Parameters
    ----------
    pairs : DataFrame
        As `count_pairs` returns it: first, second, n_both, expected, p_adjusted. Columns
        first_name and second_name are used where there are any.
    most : int
        How many countries to show, those in most pairs of documents first.
    fdr : float in (0, 1)
        A line is drawn where p_adjusted is at the most this.
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
    """
    own = ax is None
    check_columns(pairs, ("first", "second", "n_both", "expected", "p_adjusted"), name="pairs")
    check_range(fdr, 0, 1, name="fdr", open_ends=True)
    kept = pairs[(pairs["p_adjusted"] <= fdr) & (pairs["n_both"] > pairs["expected"])]
    ends = pd.concat([kept.set_index("first")["n_both"], kept.set_index("second")["n_both"]])
    sizes = ends.groupby(level=0).sum().sort_index().sort_values(ascending=False, kind="stable")
    shown = list(sizes.index[:most])
    kept = kept[kept["first"].isin(shown) & kept["second"].isin(shown)]
    if ax is None:
        ax = fill_figure(use_axes(None, height=5.2))
    hide_axes(ax)
    head(ax, "Countries named together more often than by chance", own=own)
    key(
        ax,
        f"lines: {len(kept):,} of {len(pairs):,} pairs, false-discovery rate at most "
        f"{100 * fdr:g} %; width: documents beyond those expected by chance",
        own=own,
    )
    if not shown:
        ax.text(0.5, 0.5, "no pair exceeds chance", ha="center", transform=ax.transAxes)
        return ax
    kept = kept.assign(strength=kept["n_both"] - kept["expected"], colour=ACCENT)
    order = around(kept, sorted(shown))
    label = called(kept, order)
    draw_circle(ax, order, label, kept)
    return ax


def around(kept: pd.DataFrame, countries: list[str]) -> list[str]:
    """Order countries so that those joined by strong lines stand side by side.

    `kept` has first, second and strength, which is above 0.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    if len(countries) < 3:
        return countries
    place = {country: n for n, country in enumerate(countries)}
    distance = np.ones((len(countries), len(countries)))
    strength = kept["strength"].to_numpy()
    near = 1 - strength / (strength.max() * 1.01)
    rows, columns = kept["first"].map(place).to_numpy(), kept["second"].map(place).to_numpy()
    distance[rows, columns] = distance[columns, rows] = near
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average", optimal_ordering=True)
    return [countries[n] for n in leaves_list(tree)]


def called(kept: pd.DataFrame, order: list[str]) -> dict[str, str]:
    """Return what to call each country: by name where the table has names."""
    label = {code: code for code in order}
    for side in ("first", "second"):
        if f"{side}_name" in kept.columns:
            label |= dict(zip(kept[side], kept[f"{side}_name"].astype(str), strict=True))
    return label


def draw_circle(
    ax: Axes, order: list[str], label: dict[str, str], kept: pd.DataFrame, *, alpha: float = 0.45
) -> None:
    """Draw countries on a circle, and lines of a strength and a colour between them."""
    box = ax.get_window_extent()
    dpi = ax.figure.dpi
    wide, high = box.width / dpi, box.height / dpi
    size = small(1)
    longest = 0.24 * min(wide, high)  # a long name must not squeeze the circle
    label = {code: wrap_text(name, longest, size, most=1)[0] for code, name in label.items()}
    room = max(text_width(name, size) for name in label.values()) + 0.12
    radius = min(wide, high) / 2 - room
    ax.set_xlim(-wide / 2, wide / 2)
    ax.set_ylim(-high / 2, high / 2)
    turn = 2 * np.pi / len(order)
    angle = {code: np.pi / 2 - n * turn for n, code in enumerate(order)}
    strength = kept["strength"].to_numpy()
    widths = 0.4 + 2.6 * strength / strength.max()
    lines = zip(kept["first"], kept["second"], widths, kept["colour"], strict=True)
    for first, second, width, colour in lines:
        a, b = (radius * np.array([np.cos(angle[c]), np.sin(angle[c])]) for c in (first, second))
        curve = Path([a, 0.25 * (a + b), b], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        ax.add_patch(
            PathPatch(curve, fill=False, edgecolor=colour, linewidth=width * scale(), alpha=alpha)
        )
    for code in order:
        x, y = np.cos(angle[code]), np.sin(angle[code])
        ax.plot([radius * x], [radius * y], marker="o", markersize=3 * scale(), color=INK)
        degrees = np.degrees(angle[code])
        left = x < -1e-9
        ax.text(
            (radius + 0.06) * x, (radius + 0.06) * y, label[code], fontsize=size,
            rotation=degrees + 180 if left else degrees, rotation_mode="anchor",
            ha="right" if left else "left", va="center", color=INK, parse_math=False,
        )  # fmt: skip
