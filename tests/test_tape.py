"""A figure that is drawn once looks as it does when it is drawn for each format."""

import io

import numpy as np
import plot_tables
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure
from pypdf import PdfReader

from topics import plots
from topics.errors import TopicsError
from topics.plots.lettering import Plain
from topics.plots.tape import POINTS, drawn_once


def draw(make):
    with plots.figure_style("report"):
        return make().get_figure(root=True)


FIGURES = {
    "mention kinds": lambda: plots.plot_mention_kinds(plot_tables.make_mention_kinds(9)),
    "calibration": lambda: plots.plot_calibration(plot_tables.make_calibration(9)),
}


def picture(figure):
    """Return the pixels of a figure, one to a point."""
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=POINTS)
    content.seek(0)
    return pyplot.imread(content)[..., :3]


def blurred(image, size=20):
    """Return how light each square of an image is."""
    high, wide = (side // size * size for side in image.shape[:2])
    return image[:high, :wide].reshape(high // size, size, wide // size, size, 3).mean((1, 3, 4))


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_that_is_drawn_once_looks_the_same(name):
    with plots.figure_style("report"):
        before = picture(draw(FIGURES[name]))
        after = picture(drawn_once(draw(FIGURES[name])))
    assert before.shape == after.shape
    # Letters are measured in points and not in pixels: they may stand a little aside.
    np.testing.assert_allclose(blurred(before), blurred(after), atol=0.2)
    assert np.abs(blurred(before) - blurred(after)).mean() < 0.02
    assert blurred(before).min() < 0.9


@pytest.mark.parametrize("kind", ["pdf", "svg"])
def test_it_is_written_in_both_formats_and_says_the_same(kind):
    with plots.figure_style("report"):
        ax = Figure(figsize=(2, 1)).add_subplot()
        ax.set_title("A title")
        ax.text(0.5, 0.5, "inside", rotation=30)
        ax.plot([0, 1], [0, 1], "o-")
        ax.imshow([[0, 1], [1, 0]], aspect="auto", extent=(0, 1, 0, 1))
        content = io.BytesIO()
        drawn_once(ax.figure).savefig(content, format=kind)
    if kind == "pdf":
        text = PdfReader(content).pages[0].extract_text()
        assert "A title" in text
        assert PdfReader(content).pages[0].mediabox[2:] == [144, 72]
    else:
        assert "A title" in content.getvalue().decode()
        assert content.getvalue().count(b"<image") == 1
    assert len(content.getvalue()) > 1000


def test_it_is_laid_out_once():
    with plots.figure_style("report"):
        figure = draw(FIGURES["calibration"])
        calls = []
        engine = figure.get_layout_engine()
        execute = engine.execute
        engine.execute = lambda fig: calls.append(1) or execute(fig)
        copy = drawn_once(figure)
        for kind in ("pdf", "svg"):
            copy.savefig(io.BytesIO(), format=kind)
    assert len(calls) == 1


def test_it_is_not_drawn_at_a_wrong_scale():
    with pytest.raises(ValueError, match="PDF or SVG"):
        drawn_once(Figure(figsize=(1, 1))).savefig(io.BytesIO(), format="png", dpi=100)


def test_letters_without_a_glyph_are_refused():
    with plots.figure_style("report"):
        figure = Figure(figsize=(2, 1))
        figure.text(0, 0, "\U0001f9ff")
        with pytest.raises(TopicsError, match="no installed font can show"):
            drawn_once(figure)


@pytest.mark.parametrize("ha", ["left", "center"])
@pytest.mark.parametrize("va", ["baseline", "center", "top"])
def test_a_plain_line_stands_where_matplotlib_would_put_it(ha, va):
    with plots.figure_style("report"):
        pictures = []
        for plain in (True, False):
            figure = Figure(figsize=(3, 1))
            if plain:
                line = Plain(0.5, 0.5, "plump", ha=ha, va=va, transform=figure.transFigure)
                figure.add_artist(line)
            else:
                figure.text(0.5, 0.5, "plump", ha=ha, va=va)
            dark = np.argwhere(picture(figure)[..., 0] < 0.5)
            pictures.append([*dark.min(axis=0), *dark.max(axis=0)])
    np.testing.assert_allclose(*pictures, atol=1)


def test_an_empty_or_hidden_line_is_not_drawn():
    figure = Figure(figsize=(1, 1))
    figure.add_artist(Plain(0.5, 0.5, "", transform=figure.transFigure))
    figure.add_artist(Plain(0.5, 0.5, "x", transform=figure.transFigure, visible=False))
    assert picture(figure).min() == 1.0
