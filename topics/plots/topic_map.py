"""Topics as points: near one another when their words are similar, with their ids as they are."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns
from topics.plots.axes import fill_figure, head, hide_axes, key, text_width, use_axes
from topics.plots.rows import names
from topics.plots.style import ACCENT, BAND, scale, small


def plot_topic_map(topics: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw topics on a plane; the area of a circle is the topic's share of the corpus.

    Parameters
    ----------
    topics : DataFrame
        As `map_topics` returns it: topic, x, y, share. A column ``topic_label`` is used where
        there is one; a label that has no room is cut to its first word, the topic's number.
    ax : Axes, optional
        Where to draw, in its final place; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `topics` lacks a column.
    """
    own = ax is None
    check_columns(topics, ("topic", "x", "y", "share"), name="topics")
    if ax is None:
        ax = fill_figure(use_axes(None, height=3.6))
    k = scale()
    reach = 1.15 * max(float(topics[["x", "y"]].abs().max().max()), 1e-6)
    ax.set_xlim(-reach, reach)
    ax.set_ylim(-reach, reach)
    hide_axes(ax)
    rows = topics.sort_values("share", ascending=False, kind="stable")
    areas = 900 * k**2 * rows["share"] / max(float(rows["share"].max()), 1e-9)
    ax.scatter(rows["x"], rows["y"], s=areas, color=BAND, edgecolors=ACCENT, linewidths=0.7 * k,
               alpha=0.75)  # fmt: skip
    ax.margins(0.1)
    _write_labels(ax, rows, np.sqrt(areas.to_numpy()) / 2 / 72)
    head(ax, "Topics by the similarity of their words", own=own)
    key(ax, "distance: Jensen-Shannon, projected onto two axes; area: share of the corpus", own=own)
    return ax


def _write_labels(ax: Axes, rows: pd.DataFrame, radii: np.ndarray) -> None:
    """Write each label at the first free place beside its circle; all in inches."""
    size = small(1)
    dpi = ax.figure.dpi
    box = ax.get_window_extent()
    points = ax.transData.transform(rows[["x", "y"]].to_numpy(float)) / dpi
    edge = (box.x0 / dpi, box.y0 / dpi, box.x1 / dpi, box.y1 / dpi)
    circles = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, 0.8 * radii, strict=True)]
    taken: list[tuple[float, float, float, float]] = []
    rooms = zip(points, radii, names(rows, "topic"), strict=True)
    for place, ((x, y), radius, label) in enumerate(rooms):
        others = circles[:place] + circles[place + 1 :]
        high = 1.4 * size / 72
        words = label.split(", ")
        fewer = [", ".join(words[:n]) for n in range(len(words), 0, -1)]
        number = label.split(" ")[0]
        clear = [(text, [*taken, *others]) for text in (*fewer, number)]
        for text, avoid in (*clear, (label, taken), (number, taken)):
            wide = 1.08 * text_width(text, size)  # screens set letters wider than paper
            spot = _free_spot(x, y, radius, wide, high, avoid, edge)
            if spot is not None:
                break
        if spot is None:
            continue
        taken.append((spot[0], spot[1], spot[0] + wide, spot[1] + high))
        middle = (spot[0] * dpi, (spot[1] + high / 2) * dpi)
        at = ax.transData.inverted().transform(middle)
        ax.text(float(at[0]), float(at[1]), text, fontsize=size, va="center", parse_math=False)


def _free_spot(
    x: float, y: float, radius: float, wide: float, high: float,
    taken: list[tuple[float, float, float, float]], edge: tuple[float, float, float, float],
) -> tuple[float, float] | None:  # fmt: skip
    gap = 0.03
    inner = [(x - wide / 2, y - high / 2)] if wide < 1.8 * radius else []
    for left, low in (
        *inner,
        (x + radius + gap, y - high / 2),
        (x - radius - gap - wide, y - high / 2),
        (x - wide / 2, y + radius + gap),
        (x - wide / 2, y - radius - gap - high),
        (x + 0.7 * radius, y + 0.7 * radius + gap),
        (x + 0.7 * radius, y - 0.7 * radius - high),
        (x - 0.7 * radius - wide, y + 0.7 * radius + gap),
        (x - 0.7 * radius - wide, y - 0.7 * radius - high),
    ):
        inside = edge[0] <= left and edge[1] <= low and left + wide <= edge[2] and (
            low + high <= edge[3])  # fmt: skip
        if inside and not any(
            left < right2 and left2 < left + wide and low < top2 and low2 < low + high
            for left2, low2, right2, top2 in taken
        ):
            return left, low
    return None
