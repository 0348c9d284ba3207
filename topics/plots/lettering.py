"""A line of text that knows its place without being laid out."""

from typing import Any, Literal

from matplotlib.backend_bases import RendererBase
from matplotlib.text import Text


class Plain(Text):
    """One upright line, drawn in a fraction of the time that a `Text` takes.

    Parameters
    ----------
    x, y : float
        Where it stands.
    text : str
        A single line.
    ha, va : {"left", "center"}, {"baseline", "center", "top"}
        Which point of it stands there.
    **options
        Others of `matplotlib.text.Text`, but for the rotation.

    Notes
    -----
    It takes no part in the layout of a figure, unless ``in_layout=True``: it is for texts inside of
    something that has its place. Top and middle are those of "lp", whatever its own letters are.
    """

    def __init__(
        self,
        x: float,
        y: float,
        text: str,
        *,
        ha: Literal["left", "center"] = "left",
        va: Literal["baseline", "center", "top"] = "baseline",
        **options: Any,  # noqa: ANN401
    ) -> None:
        options = {"in_layout": False, "clip_on": False, "parse_math": False} | options
        super().__init__(x, y, text, ha=ha, va=va, **options)

    def draw(self, renderer: RendererBase) -> None:
        """Draw it with `renderer`."""
        text, font = self.get_text(), self.get_fontproperties()
        if not self.get_visible() or not text:
            return
        x, y = self.get_transform().transform(self.get_position())
        if self.get_horizontalalignment() == "center":
            x -= renderer.get_text_width_height_descent(text, font, False)[0] / 2
        va = self.get_verticalalignment()
        if va != "baseline":
            _, high, deep = renderer.get_text_width_height_descent("lp", font, False)
            y += deep - (high if va == "top" else high / 2)
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        gc.set_alpha(self.get_alpha())  # type: ignore[arg-type] # the stubs know no None
        renderer.draw_text(gc, x, y, text, font, 0, ismath=False, mtext=self)
        gc.restore()
        self.stale = False
