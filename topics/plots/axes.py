"""What the figures share: axes to draw on, percent scales, labels that fit."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from topics._notebook import show_figures
from topics.plots.fonts import drawn_families, family_for
from topics.plots.lettering import Plain
from topics.plots.style import QUIET, SMALLEST, scale, small

_LARGE = 100.0  # points at which letters are measured: rounding is nothing there


def use_axes(ax: Axes | None, *, height: float = 3.0, share: float = 1.0) -> Axes:
    """Return `ax`, or the axes of a new figure as wide as the style says.

    Parameters
    ----------
    ax : Axes or None
        Where the caller wants to draw.
    height : float
        Of a new figure, in inches at the type size of the report; it grows with the type.
    share : float
        Of the style's width.
    """
    if ax is not None:
        return ax
    import matplotlib as mpl
    from matplotlib.figure import Figure

    width = share * mpl.rcParams["figure.figsize"][0]
    show_figures()
    return Figure(figsize=(width, height * scale()), layout="constrained").add_subplot()


def bar_fraction(n_rows: int, *, own: bool) -> float:
    """Return the part of a figure of `n_rows` cells that its scale of colours takes.

    With the few rows of an `own` figure, which is as high as they need, the scale would otherwise
    be too short for its numbers.
    """
    return max(0.012, min(0.31 / n_rows, 0.12)) if own else 0.012


def fill_figure(ax: Axes, *, head: float = 0.3, foot: float = 0.3) -> Axes:
    """Give axes their final place: the whole figure but inches for a title and for notes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.set_layout_engine("none")
    wide, high = figure.get_size_inches()
    side, head, foot = (
        0.1 / wide,
        max(0.08, head * scale()) / high,
        max(0.08, foot * scale()) / high,
    )
    ax.set_position((side, foot, 1 - 2 * side, 1 - head - foot))
    return ax


def hide_axes(ax: Axes) -> None:
    """Take away ticks and frame: the picture itself says where things are."""
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)


def percent_axis(axis: Axis, *, ticks: int = 4) -> None:
    """Show shares in [0, 1] as per cent, with few ticks."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.3g} %"))


def label_rows(ax: Axes, labels: Sequence[str]) -> None:
    """Write a label beside each row, rows counted from the top, without tick marks."""
    ax.set_yticks(range(len(labels)), list(labels), parse_math=False)
    ax.tick_params(axis="y", length=0, left=False)
    ax.spines["left"].set_visible(False)


def write_counts(ax: Axes, counts: Iterable[float]) -> None:
    """Write the number behind each row, such as its documents, at the right of the axes."""
    from matplotlib.transforms import ScaledTranslation

    figure = ax.get_figure(root=True)
    assert figure is not None
    beside = ax.get_yaxis_transform() + ScaledTranslation(3 / 72, 0, figure.dpi_scale_trans)
    for place, count in enumerate(counts):
        ax.add_artist(Plain(1, place, f"n={count:,.0f}", va="center", transform=beside,
                            fontsize=small(), color=QUIET, in_layout=True))  # fmt: skip


def head(ax: Axes, text: str, *, own: bool, pad: float | None = None) -> None:
    """Write a title; in an `own` figure it begins at the left edge and is broken to its width."""
    from matplotlib.transforms import blended_transform_factory

    label = ax.set_title(text, loc="left", pad=pad, parse_math=False)
    if own:
        figure = ax.get_figure(root=True)
        assert figure is not None
        wide = figure.get_figwidth()
        size = float(label.get_fontsize())
        lines = wrap_text(text, wide - 0.12, size, most=2, weight="bold")
        label.set_text("\n".join(lines))
        across = blended_transform_factory(figure.transFigure, ax.transAxes)
        label.set_transform(across + ax.titleOffsetTrans)  # type: ignore[attr-defined]
        label.set_x(0.06 / wide)


def key(ax: Axes, text: str, *, own: bool) -> None:
    """Say below the axes what the marks mean; in an `own` figure, over its whole width."""
    from matplotlib.transforms import IdentityTransform, blended_transform_factory

    size = small()
    label = ax.set_xlabel(text, fontsize=size, color=QUIET, loc="left")
    if own:
        figure = ax.get_figure(root=True)
        assert figure is not None
        wide = figure.get_figwidth()
        lines = [
            line for part in text.split("\n") for line in wrap_text(part, 0.98 * wide - 0.12, size)
        ]
        label.set_text("\n".join(lines))
        label.set_transform(blended_transform_factory(figure.transFigure, IdentityTransform()))
        label.set_x(0.06 / wide)


def interval_key(level: float) -> str:
    """Return what dot and lines mean.

    Examples
    --------
    >>> interval_key(0.95)
    'dot: estimate; lines: 50 % and 95 % intervals'
    """
    return f"dot: estimate; lines: 50 % and {100 * level:g} % intervals"


def text_width(text: str, size: float, *, weight: str = "normal", family: str = "") -> float:
    """Return how wide a text is, in inches, in the font of the style or in `family`."""
    return size * _meter(weight, family)(text)


def _meter(weight: str, family: str) -> Callable[[str], float]:
    """Return what measures a text, in inches at a size of one point."""
    import matplotlib as mpl

    drawn = drawn_families([*([family] if family else []), *mpl.rcParams["font.family"]])

    def measure(text: str) -> float:
        fonts = drawn if text.isascii() else family_for(text, drawn)
        # Word by word: a text has few that were not measured before, and its lines are many.
        words = text.split(" ")
        spaces = (len(words) - 1) * _width(" ", weight, *fonts)
        return spaces + sum(_width(word, weight, *fonts) for word in words)

    return measure


@lru_cache(maxsize=50_000)
def _width(word: str, weight: str, *fonts: str) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    properties = FontProperties(family=list(fonts), size=_LARGE, weight=weight)
    wide, _, _ = text_to_path.get_text_width_height_descent(word, properties, ismath=False)
    return float(wide) / (72 * _LARGE)


def wrap_text(
    text: str,
    width: float,
    size: float,
    *,
    most: int | None = None,
    weight: str = "normal",
    family: str = "",
) -> list[str]:
    """Break a text into lines of at most `width` inches; past `most` lines it ends in "…".

    Examples
    --------
    >>> wrap_text("Trinidad and Tobago", 0.8, 7)
    ['Trinidad and', 'Tobago']
    >>> wrap_text("Trinidad and Tobago", 0.8, 7, most=1)
    ['Trinidad and T…']
    """
    measure, room = _meter(weight, family), width / size
    space = measure(" ")
    lines: list[str] = []
    line, used = "", 0.0
    for word in _pieces(re.sub(r"(?<=\d) %", "\u00a0%", text), measure, room):
        wide = measure(word)
        if line and used + space + wide > room:
            lines.append(line)
            if most is not None and len(lines) > most:
                break
            line, used = word, wide
        else:
            line, used = (f"{line} {word}", used + space + wide) if line else (word, wide)
    else:
        lines.append(line)
    if most is None or len(lines) <= most:
        return lines
    last = " ".join(lines[most - 1 : most + 1])  # no more than this could fit into one line
    while last and measure(f"{last}…") > room:
        last = last[:-1].rstrip(" ,;")
    return [*lines[: most - 1], f"{last}…"]


def _pieces(text: str, measure: Callable[[str], float], room: float) -> Iterator[str]:
    # A word wider than the line (a URL, a text without spaces) is cut where it must be.
    for word in re.split(r"[ \t\r\n]+", text.strip()):
        rest = word
        while len(rest) > 1 and measure(rest) > room:
            end = _end(rest, measure, room)
            yield rest[:end]
            rest = rest[end:]
        yield rest


def _end(word: str, measure: Callable[[str], float], room: float) -> int:
    """Return how many letters of a word fit, and at least one."""
    return max(1, bisect_right(range(1, len(word)), room, key=lambda n: measure(word[:n])))


def fit_labels(axis: Axis, width: float, *, smallest: float = SMALLEST + 0.2) -> None:
    """Make labels smaller, and then shorter, so that none is wider than `width` inches."""
    labels = axis.get_ticklabels()
    texts = [label.get_text() for label in labels]
    sizes = [float(label.get_fontsize()) for label in labels]
    fitted = []
    for text, size in zip(texts, sizes, strict=True):
        wide = text_width(text, size) if text else 0.0
        fit = size if wide <= width else max(smallest, size * width / wide)
        fitted.append((wrap_text(text, 1.001 * width, fit, most=1)[0], fit))
    if fitted == list(zip(texts, sizes, strict=True)):
        return
    axis.set_ticks(axis.get_ticklocs(), [text for text, _ in fitted], parse_math=False)
    for label, (_, size) in zip(axis.get_ticklabels(), fitted, strict=True):
        label.set_fontsize(size)
