"""Pages of a report: text and figures on A4, and PDF files that are the same bytes every time."""

import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from topics._write import atomic_open
from topics.plots.style import QUIET, RULE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 8.27, 11.69  # A4 in inches
MARGIN = 0.75
LINE = 0.185  # from one line of text to the next, in inches
COLUMNS = 96  # characters of running text that fit between the margins


def new_page(title: str, *, intro: str = "") -> "tuple[Figure, float]":
    """Return an empty page with its heading, and how far down (inches) the heading reaches."""
    from matplotlib.figure import Figure

    page = Figure(figsize=(WIDTH, HEIGHT))
    down = write_lines(page, [title], MARGIN, size=14, weight="bold", line=0.32)
    if intro:
        down = write_lines(page, wrap(intro), down, color=QUIET)
    return page, down + 0.1


def wrap(text: str, *, columns: int = COLUMNS, indent: str = "") -> list[str]:
    """Break a paragraph into lines that fit between the margins."""
    return textwrap.wrap(text, columns, subsequent_indent=indent) or [""]


def write_lines(
    page: "Figure",
    lines: Iterable[str],
    down: float,
    *,
    size: float = 8.5,
    line: float = LINE,
    left: float = MARGIN,
    **style: str,
) -> float:
    """Write lines from `down` inches below the top edge; return where the next line goes."""
    for text in lines:
        page.text(left / WIDTH, 1 - (down + line * 0.75) / HEIGHT, text, fontsize=size, **style)
        down += line
    return down


def write_rows(page: "Figure", rows: Iterable[tuple[str, str]], down: float) -> float:
    """Write a two-column table with hairlines; return where the next line goes."""
    from matplotlib.lines import Line2D

    for name, value in rows:
        end = max(
            write_lines(page, wrap(name, columns=34), down),
            write_lines(page, wrap(value, columns=62), down, left=MARGIN + 2.4),
        )
        place = 1 - (end + 0.02) / HEIGHT
        page.add_artist(
            Line2D([MARGIN / WIDTH, 1 - MARGIN / WIDTH], [place] * 2, color=RULE, linewidth=0.5)
        )
        down = end + 0.05
    return down


def save_pdf(figures: "Iterable[Figure]", path: Path, *, title: str) -> None:
    """Write figures as the pages of one PDF, without a date, so that bytes repeat."""
    from matplotlib.backends.backend_pdf import PdfPages

    facts = {"Title": title, "CreationDate": None, "Creator": "topics"}
    with atomic_open(path, "wb") as file, PdfPages(file, metadata=facts) as pdf:
        for figure in figures:
            pdf.savefig(figure)
