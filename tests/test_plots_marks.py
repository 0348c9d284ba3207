"""Marks, colours and positions in figures, against tables whose picture is known."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from topics import plots
from topics.plots.style import INK, QUIET


@pytest.fixture(autouse=True)
def _in_style():
    with plots.figure_style("report"):
        yield


def cells(*rows):
    table = pd.DataFrame(rows, columns=["country", "topic", "estimate", "ci_low", "ci_high"])
    return table.assign(lift=table["estimate"] / 0.1)


# Against a corpus of 10 % on both topics: above, far above; below, no credible departure.
HEAT = cells(
    ("KAZ", 0, 0.20, 0.15, 0.25),
    ("KAZ", 1, 0.80, 0.70, 0.90),
    ("UZB", 0, 0.05, 0.02, 0.08),
    ("UZB", 1, 0.12, 0.05, 0.20),
)


def triangles(ax):
    """Return (column, row, "up" or "down", colour) of every triangle on the axes."""
    found = []
    for marks in ax.collections:
        if not len(marks.get_offsets()):
            continue
        shape = np.unique(marks.get_paths()[0].vertices.round(3), axis=0)
        assert len(shape) == 3
        points_up = (shape[:, 1] == shape[:, 1].max()).sum() == 1
        colour = to_hex(marks.get_facecolor()[0])
        found += [
            (round(x), round(y), "up" if points_up else "down", y - round(y), colour)
            for x, y in marks.get_offsets()
        ]
    return found


def test_triangles_of_the_heatmap_point_where_the_country_departs():
    ax = plots.plot_topic_country(HEAT)
    found = {(row, column): (points, colour) for column, row, points, _, colour in triangles(ax)}
    assert found == {
        (0, 0): ("up", INK),
        (0, 1): ("up", "#ffffff"),  # white on the dark cell
        (1, 0): ("down", INK),
    }
    # Up stands in the upper corner, down in the lower; rows count downwards.
    assert ax.yaxis_inverted()
    assert {points: np.sign(shift) for *_, points, shift, _ in triangles(ax)} == {
        "up": -1,
        "down": 1,
    }
    assert "▲ above, ▼ below" in ax.figure.axes[1].get_xlabel()


def test_numbers_of_the_heatmap_are_bold_where_credible_and_white_where_dark():
    ax = plots.plot_topic_country(HEAT)
    found = [
        (text.get_text(), text.get_fontweight(), to_hex(text.get_color())) for text in ax.texts
    ]
    assert found == [
        ("20", "bold", INK),
        ("80", "bold", "#ffffff"),
        ("5", "bold", INK),
        ("12", "normal", QUIET),
    ]
    image = ax.images[0]
    assert image.get_array().mask.tolist() == [[False, False], [False, True]]
    # Purple below, orange above, and the same strength for a lift and its inverse.
    r, g, b, _ = image.cmap(image.norm(1.0))
    assert r > g > b
    r, g, b, _ = image.cmap(image.norm(-1.0))
    assert b > r > g
    assert image.norm([-3.0, 0.0, 3.0]).tolist() == pytest.approx([0, 0.5, 1])


def test_small_shares_and_pairs_that_are_missing():
    table = cells(
        ("KAZ", 0, 0.004, 0.0, 0.2),
        ("KAZ", 1, 0.0, 0.0, 0.2),
        ("UZB", 0, 0.0051, 0.0, 0.2),
    )
    ax = plots.plot_topic_country(table)
    places = {
        tuple(np.round(text.get_position()).astype(int)): text.get_text() for text in ax.texts
    }
    assert places == {(0, 0): "<1", (1, 0): "0", (0, 1): "1"}
    assert triangles(ax) == []
