"""The first page: what stands out, how far to trust it, what was read, where to find it."""

from typing import TYPE_CHECKING

from topics import plots
from topics.estimate.standing import standouts
from topics.plots.axes import interval_key, wrap_text
from topics.plots.save import Sheet
from topics.plots.style import ACCENT, QUIET
from topics.report.cautions import cautions
from topics.report.facts import headline_numbers
from topics.report.pages.page import (
    BOTTOM,
    HEIGHT,
    INNER,
    LEADING,
    MARGIN,
    SIZE,
    panel,
    rule,
    warning_box,
    write,
    write_figures,
    write_rows,
)
from topics.report.prose import chosen_as_extremes, stands_out, what_was_read

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.run.analysis import Analysis

ROW = 0.155  # height of a row of dots, in inches
TOPICS, MOST = 8, 3  # topics in the picture, and countries of each, at the most
ENOUGH = 4  # topics in the picture, for which sentences give way
SENTENCES = (5, 4, 3, 2)  # findings beside it


def cover(analysis: "Analysis", body: list[Sheet]) -> Sheet:
    """Write the first page; `body` is what follows it, for the contents."""
    from matplotlib.figure import Figure

    page = Figure(figsize=(MARGIN * 2 + INNER, HEIGHT))
    down = write(page, analysis.config.title, 0.7, size=19, weight="bold")
    rule(page, down + 0.08, color=ACCENT, thickness=1.6)
    down = write_figures(page, headline_numbers(analysis), down + 0.2)
    down = warning_box(page, cautions(analysis), down)
    down = write(page, "What stands out", down + 0.05, size=11, weight="bold") + 0.02
    note = chosen_as_extremes(analysis.estimates, level=analysis.config.level)
    down = write(page, note, down, size=SIZE - 0.5, color=QUIET) + 0.05
    rows = what_was_read(analysis)
    foot = HEIGHT - BOTTOM - 0.5 - sum(_high(text, INNER - 2.2) + 0.06 for _, text in rows)
    for most in SENTENCES:
        sentences = stands_out(analysis, most=most)
        end = foot - sum(_high(line, INNER - 0.13) + 0.04 for line in sentences)
        size = _room(analysis, end - down)
        if size[0] >= ENOUGH:
            break
    down = _picture(page, analysis, down, size)
    for sentence in sentences:
        down = write(page, f"•  {sentence}", down, hang=0.13) + 0.04
    down = write(page, "What was read", down + 0.12, size=11, weight="bold") + 0.04
    down = write_rows(page, rows, down) + 0.12
    _contents(page, body, down)
    return Sheet(page, section="Summary")


def _high(text: str, width: float) -> float:
    return len(wrap_text(text, width, SIZE)) * SIZE * LEADING / 72


def _room(analysis: "Analysis", high: float) -> tuple[int, int]:
    """Return on how many topics, and countries of each, there is room to say who stands out.

    One country of each of many topics goes before three of a few.
    """
    found = standouts(analysis.shown(), topics=TOPICS, most=MOST)
    by_topic = found.groupby("topic", sort=False).size().tolist()  # countries of each, in its order
    fits = [
        (topics, most)
        for most in (MOST, 1)
        for topics in range(len(by_topic), 0, -1)
        if _height([min(size, most) for size in by_topic[:topics]]) + 1.05 <= high
    ]
    wide = [size for size in fits if size[0] >= ENOUGH]
    return (wide or sorted(fits, reverse=True) or [(0, 0)])[0]


def _height(by_topic: list[int]) -> float:
    return ROW * (sum(by_topic) + len(by_topic)) + 0.1


def _picture(page: "Figure", analysis: "Analysis", down: float, size: tuple[int, int]) -> float:
    """Draw who stands out on what, on so many topics with so many countries of each."""
    topics, most = size
    if not topics:
        return down
    shown, level = analysis.shown(), analysis.config.level
    found = standouts(shown, topics=topics, most=most)
    high = _height(found.groupby("topic").size().tolist())
    panel(
        page, (MARGIN, down + 0.3, INNER - 0.95, high),
        lambda ax: plots.plot_standouts(
            shown, topics=topics, most=most, level=level, explain=False, ax=ax
        ),
        gutter=1.25,
    )  # fmt: skip
    said = "about the country" if analysis.config.speaker is None else "in which it speaks"
    note = (
        f"{interval_key(level).capitalize()}; hollow: may be chance; vertical line: share of the "
        f"topic in the corpus; n: documents {said}."
    )
    return write(page, note, down + 0.3 + high + 0.22, size=SIZE - 1.5, color=QUIET) + 0.08


def _contents(page: "Figure", body: list[Sheet], down: float) -> None:
    """Say on which page what begins, in one paragraph, where there is room for it."""
    lines = [f"{number} {sheet.section}" for number, sheet in enumerate(body, 2) if sheet.section]
    text = "   ·   ".join(line.replace(" ", "\u00a0") for line in lines)
    if lines and down + 0.2 + _high(text, INNER) < HEIGHT - 0.45:
        down = write(page, "In this report, by page", down, size=11, weight="bold") + 0.02
        write(page, text, down, color=QUIET)
