"""A figure drawn once and taken down, to be written as PDF and as SVG without a second drawing."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase, GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.textpath import text_to_path

from topics.plots.fonts import drawn_families, family_for

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

POINTS = 72  # to an inch: what PDF and SVG count in


def drawn_once(figure: Figure) -> Figure:
    """Return a figure that looks the same, and is written in a fraction of the time.

    Where things stand, which takes most of the time of drawing, is found once, in points, and for
    PDF and SVG alike. The figure that is given is used up: change, show and save the other one.

    Parameters
    ----------
    figure : Figure
        What to draw, in the style in which it was made.

    Returns
    -------
    Figure
        Of the same size. It holds what was drawn, and no axes; write it as PDF or SVG.

    Raises
    ------
    TopicsError
        When a letter has no glyph.
    """
    for ax in figure.get_axes():
        for axis in (ax.xaxis, ax.yaxis):
            if not axis.label.get_text():  # then there is no need to look for its place
                axis.set_label_coords(0, 0)
    tape = _Tape(figure)
    figure.set_dpi(POINTS)
    with _measured_by(tape, figure):
        figure.draw(tape)
    copy = Figure(figsize=tuple(figure.get_size_inches()))
    copy.patch.set_visible(False)
    copy.add_artist(_Played(tape))
    return copy


class _Tape(RendererBase):
    """Takes down what is to be drawn, and draws it by another renderer when it is played."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        wide, high = figure.get_size_inches()
        self.size = (POINTS * float(wide), POINTS * float(high))
        self.magnification = _resolution(figure) / POINTS
        self.calls: list[tuple[str, GraphicsContextBase, tuple[Any, ...], dict[str, Any]]] = []

    def play(self, renderer: RendererBase) -> None:
        for name, kept, args, options in self.calls:
            gc = renderer.new_gc()
            gc.copy_properties(kept)
            if name == "draw_text" and renderer.flipy():
                x, y, *others = args
                args = (x, self.size[1] - y, *others)
            getattr(renderer, name)(gc, *args, **options)
            gc.restore()

    def _take(self, name: str, gc: GraphicsContextBase, *args: Any, **options: Any) -> None:  # noqa: ANN401
        kept = GraphicsContextBase()
        kept.copy_properties(gc)  # who draws may change it from one call to the next
        self.calls.append((name, kept, args, options))

    def draw_path(self, gc: GraphicsContextBase, *args: Any, **options: Any) -> None:  # noqa: ANN401
        self._take("draw_path", gc, *args, **options)

    def draw_markers(self, gc: GraphicsContextBase, *args: Any, **options: Any) -> None:  # noqa: ANN401
        self._take("draw_markers", gc, *args, **options)

    def draw_path_collection(self, gc: GraphicsContextBase, *args: Any, **options: Any) -> None:  # noqa: ANN401
        self._take("draw_path_collection", gc, *args, **options)

    def draw_image(self, gc: GraphicsContextBase, *args: Any, **options: Any) -> None:  # noqa: ANN401
        self._take("draw_image", gc, *args, **options)

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: "FontProperties",
        *args: Any, **options: Any,  # noqa: ANN401
    ) -> None:  # fmt: skip
        self._take("draw_text", gc, x, y, s, _with_glyphs(s, prop), *args, **options)

    def get_text_width_height_descent(
        self,
        s: str,
        prop: "FontProperties",
        ismath: Any,  # noqa: ANN401
    ) -> tuple[float, float, float]:
        return _extent(s, prop, bool(ismath))

    def get_image_magnification(self) -> float:
        return self.magnification

    def flipy(self) -> bool:
        return False

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.size


class _Played(Artist):
    """Draws what is on a tape."""

    def __init__(self, tape: _Tape) -> None:
        super().__init__()
        self.tape = tape
        self.set_in_layout(False)

    def draw(self, renderer: RendererBase) -> None:
        figure = self.get_figure(root=True)
        assert figure is not None
        if figure.dpi != POINTS:
            raise ValueError("a figure that was drawn once is written as PDF or SVG, in points")
        self.tape.play(renderer)


class _Paper(FigureCanvasBase):
    """A canvas on which letters are as wide as on the tape."""

    tape: _Tape

    def get_renderer(self) -> _Tape:
        return self.tape


@contextmanager
def _measured_by(tape: _Tape, figure: Figure) -> Iterator[None]:
    before = figure.canvas
    _Paper(figure).tape = tape
    try:
        yield
    finally:
        figure.set_canvas(before)


@lru_cache(maxsize=50_000)
def _extent(text: str, font: "FontProperties", ismath: bool) -> tuple[float, float, float]:
    # Many a label stands on many a page. matplotlib passes a copy of the font's properties.
    return text_to_path.get_text_width_height_descent(text, _with_glyphs(text, font), ismath)


def _with_glyphs(text: str, font: "FontProperties") -> "FontProperties":
    """Return the font, and behind it those that letters of the text need."""
    if text.isascii():
        return font
    drawn = drawn_families(font.get_family())
    wanted = family_for(text, drawn)
    if wanted == drawn:
        return font
    font = font.copy()
    font.set_family(list(wanted))
    return font


def _resolution(figure: Figure) -> float:
    """Return the dots to an inch of images."""
    from matplotlib import rcParams

    dots = rcParams["savefig.dpi"]
    return float(figure.dpi if dots == "figure" else dots)
