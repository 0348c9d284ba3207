"""The first page: what was read, what stands out, where to find it."""

from typing import TYPE_CHECKING

from topics import plots
from topics.plots.save import Sheet
from topics.plots.style import ACCENT, QUIET, SECOND, SHADE
from topics.report.facts import dated_documents, headline_numbers, warnings_of
from topics.report.pages.page import (
    BOTTOM,
    HEIGHT,
    INNER,
    MARGIN,
    panel,
    rule,
    write,
    write_figures,
    write_rows,
)
from topics.report.prose import stands_out, summary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.run.analysis import Analysis


def cover(analysis: "Analysis", body: list[Sheet]) -> Sheet:
    """Write the first page; `body` is what follows it, for the contents."""
    from matplotlib.figure import Figure

    page = Figure(figsize=(MARGIN * 2 + INNER, HEIGHT))
    down = write(page, analysis.config.title, 0.75, size=22, weight="bold")
    rule(page, down + 0.08, color=ACCENT, thickness=1.6)
    down = write_figures(page, headline_numbers(analysis), down + 0.2)
    down = _warnings(page, warnings_of(analysis), down)
    down = write(page, "What stands out", down + 0.05, size=11, weight="bold") + 0.04
    for sentence in stands_out(analysis):
        down = write(page, f"•  {sentence}", down, hang=0.13) + 0.045
    down = write(page, "What was read", down + 0.15, size=11, weight="bold") + 0.04
    down = write_rows(page, summary(analysis), down) + 0.12
    down = _pictures_of_corpus(page, analysis, down)
    _contents(page, body, down + 0.1)
    return Sheet(page, section="Summary")


def _warnings(page: "Figure", warnings: list[str], down: float) -> float:
    """Put what should worry into a box; return where the next line goes."""
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


def _pictures_of_corpus(page: "Figure", analysis: "Analysis", down: float) -> float:
    high = 0.2 * len(analysis.flow)
    if down + high + 0.6 > HEIGHT - BOTTOM:
        return down
    half = INNER / 2 - 0.2
    panel(
        page, (MARGIN, down + 0.25, half, high), lambda ax: plots.plot_flow(analysis.flow, ax=ax),
        gutter=1.15,
    )  # fmt: skip
    panel(
        page, (MARGIN + half + 0.65, down + 0.25, half - 0.25, max(0.5, high - 0.2)),
        lambda ax: plots.plot_coverage(dated_documents(analysis), ax=ax),
    )  # fmt: skip
    return down + 0.25 + max(high, 0.7) + 0.1


def _contents(page: "Figure", body: list[Sheet], down: float) -> None:
    lines = [(sheet.section, number) for number, sheet in enumerate(body, 2) if sheet.section]
    half = (len(lines) + 1) // 2
    if down + 0.3 + 0.18 * half > HEIGHT - 0.45:
        return
    top = write(page, "In this report", down, size=11, weight="bold") + 0.02
    for left, part in ((MARGIN, lines[:half]), (MARGIN + INNER / 2, lines[half:])):
        down = top
        for title, number in part:
            write(page, title, down, left=left + 0.35)
            down = write(page, str(number), down, left=left, color=QUIET)
