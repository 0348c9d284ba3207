"""Pages of a report: text and panels on A4, measured in inches from the top left."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from topics.plots.axes import fit_labels, text_width, wrap_text
from topics.plots.save import Sheet
from topics.plots.style import ACCENT, INK, QUIET, RULE, SECOND, SHADE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Draw = Callable[[Axes], object]

WIDTH, HEIGHT = 8.27, 11.69  # A4 in inches
MARGIN = 0.75
TOP = 0.85
BOTTOM = 0.85  # above it nothing but the footer
INNER = WIDTH - 2 * MARGIN
SIZE = 8.5  # of running text, in points
LEADING = 1.5  # from one line to the next, in type sizes


def new_page(title: str, *, intro: str = "") -> "tuple[Figure, float]":
    """Return an empty page with its heading, and how far down (inches) the heading reaches."""
    from matplotlib.figure import Figure

    page = Figure(figsize=(WIDTH, HEIGHT))
    down = write(page, title, TOP - 0.1, size=15, weight="bold")
    rule(page, down + 0.02, color=ACCENT, thickness=1.2)
    down += 0.12
    if intro:
        down = write(page, intro, down, color=QUIET, size=SIZE - 0.5)
    return page, down + 0.12


def write(
    page: "Figure",
    text: str,
    down: float,
    *,
    size: float = SIZE,
    left: float = MARGIN,
    width: float | None = None,
    weight: str = "normal",
    color: str = INK,
    hang: float = 0.0,
) -> float:
    """Write a paragraph from `down`; return where the next one goes.

    Lines are broken at `width` inches; those after the first are set in by `hang`.
    """
    from topics.plots.lettering import Plain

    width = INNER - (left - MARGIN) if width is None else width
    step = size * LEADING / 72
    for number, text_line in enumerate(wrap_text(text, width - hang, size, weight=weight)):
        line = Plain(
            (left + (hang if number else 0)) / WIDTH, 1 - (down + 0.74 * step) / HEIGHT, text_line,
            fontsize=size, color=color, fontweight=weight, transform=page.transFigure,
        )  # fmt: skip
        line.set_figure(page)
        page.texts.append(line)
        down += step
    return down


def rule(page: "Figure", down: float, *, color: str = RULE, thickness: float = 0.5) -> None:
    """Draw a line from margin to margin."""
    from matplotlib.lines import Line2D

    place = 1 - down / HEIGHT
    ends = [MARGIN / WIDTH, 1 - MARGIN / WIDTH]
    page.add_artist(Line2D(ends, [place] * 2, color=color, linewidth=thickness))


def write_rows(page: "Figure", rows: Iterable[tuple[str, str]], down: float) -> float:
    """Write pairs of a name and a value with hairlines; return where the next line goes."""
    for name, value in rows:
        end = max(
            write(page, name, down, width=2.1, color=QUIET),
            write(page, value, down, left=MARGIN + 2.2),
        )
        rule(page, end + 0.03)
        down = end + 0.06
    return down


def warning_box(page: "Figure", warnings: list[str], down: float) -> float:
    """Put what should worry, if anything does, into a box; return where the next line goes."""
    from matplotlib.patches import Rectangle

    if not warnings:
        return down
    inset = 0.12
    left, width = MARGIN + inset, INNER - 2 * inset
    end = write(page, "Check this first", down + 0.1, size=9.5, weight="bold", left=left) + 0.03
    for warning in warnings:
        end = write(page, warning, end, left=left, width=width) + 0.03
    end += 0.05
    box = (MARGIN / (INNER + 2 * MARGIN), 1 - end / HEIGHT)
    size = (INNER / (INNER + 2 * MARGIN), (end - down) / HEIGHT)
    page.add_artist(
        Rectangle(box, *size, facecolor=SHADE, edgecolor=SECOND, linewidth=0.9, zorder=-1)
    )
    return end + 0.12


def write_figures(page: "Figure", figures: Sequence[tuple[str, str]], down: float) -> float:
    """Write a strip of numbers with their names below; return where the next line goes."""
    step = INNER / max(1, len(figures))
    lowest = down + 0.8
    for place, (number, name) in enumerate(figures):
        left = MARGIN + place * step
        write(page, number, down, size=20, weight="bold", color=ACCENT, left=left, width=step)
        end = write(
            page, name, down + 0.42, size=SIZE - 0.5, color=QUIET, left=left, width=step - 0.1
        )
        lowest = max(lowest, end + 0.2)
    return lowest


def panel(
    page: "Figure",
    box: tuple[float, float, float, float],
    draw: "Draw",
    *,
    gutter: float = 0.0,
    titled: bool = True,
) -> "Axes":
    """Draw on axes that fill a box (left, top, width, height in inches).

    With a `gutter`, that many inches at the left belong to the labels of the rows, which are
    made to fit, and the title begins there too. Not `titled`, the title is left out.
    """
    left, top, width, height = box
    ax = page.add_axes(
        (
            (left + gutter) / WIDTH, 1 - (top + height) / HEIGHT,
            (width - gutter) / WIDTH, height / HEIGHT,
        )
    )  # fmt: skip
    draw(ax)
    if gutter:
        fit_labels(ax.yaxis, gutter - 0.07)
    title = ax.get_title(loc="left")
    if title:
        ax.set_title("", loc="left")
    if title and titled:
        size = SIZE - 0.5
        line = wrap_text(title, width, size, most=1, weight="bold")[0]
        write(page, line, top - 0.22, size=size, weight="bold", left=left, width=width + 1)
    return ax


def panel_pages(
    title: str,
    intro: str,
    draws: "Sequence[Draw]",
    *,
    height: float,
    columns: int = 2,
    gutter: float = 1.25,
    right: float = 0.42,
    head: float = 0.24,
    foot: float = 0.3,
) -> "Iterator[tuple[Figure, range]]":
    """Fill pages with panels of one size; yield each page with the places of its panels.

    Parameters
    ----------
    title, intro : str
        Heading of the pages, and what to know to read the panels.
    draws : sequence of callables
        Each draws a panel on the axes it is given.
    height : float
        Of the axes of a panel, in inches; a little is given or taken to fill the page.
    columns : int
        Panels side by side.
    gutter, right, head, foot : float
        Inches around the axes for row labels, notes at the right, title and scale.
    """
    space = 0.2
    width = (INNER - (columns - 1) * space) / columns
    first = 0
    while first < len(draws):
        page, down = new_page(title if first == 0 else f"{title} (continued)", intro=intro)
        pitch, rows = _pitch(HEIGHT - BOTTOM - down, head + height + foot, len(draws), columns)
        last = min(len(draws), first + rows * columns)
        for place in range(first, last):
            row, column = divmod(place - first, columns)
            left = MARGIN + column * (width + space)
            box = (left, down + row * pitch + head, width - right, pitch - head - foot)
            panel(page, box, draws[place], gutter=gutter)
        yield page, range(first, last)
        first = last


def panel_sheets(
    title: str,
    intro: str,
    draws: "Sequence[Draw]",
    *,
    entries: Sequence[str] = (),
    **space: Any,  # noqa: ANN401 - that of `panel_pages`
) -> Iterator[Sheet]:
    """Fill pages as `panel_pages` does, with bookmarks: the title, and one entry per panel."""
    for page, places in panel_pages(title, intro, draws, **space):
        section = title if places.start == 0 else ""
        yield Sheet(page, section=section, entries=tuple(entries[places.start : places.stop]))


def _pitch(space: float, pitch: float, panels: int, columns: int) -> tuple[float, int]:
    """Return the height of a row of panels, and how many rows a page takes."""
    rows = max(1, int(space / (0.92 * pitch)))
    fill = space / rows
    needed = -(-panels // columns)
    if needed >= rows or fill < pitch:
        return min(fill, 1.2 * pitch), rows
    return pitch, rows


def add_footer(page: "Figure", text: str, number: int) -> None:
    """Write the running title and the page number below everything else."""
    size = 7.0
    down = HEIGHT - 0.5
    rule(page, down - 0.12)
    words = wrap_text(text, INNER - 0.6, size, most=1)[0]
    write(page, words, down - 0.08, size=size, color=QUIET)
    label = str(number)
    write(page, label, down - 0.08, size=size, color=QUIET,
          left=WIDTH - MARGIN - text_width(label, size), width=1)  # fmt: skip
