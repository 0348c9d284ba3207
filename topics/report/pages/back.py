"""The last pages: how the run was made, what limits it, and the findings as a table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from topics.plots.save import Sheet
from topics.plots.style import QUIET
from topics.report.facts import dagger_sentence, departures_table, settled_sentence
from topics.report.method import method
from topics.report.pages.page import BOTTOM, HEIGHT, INNER, MARGIN, SIZE, new_page, rule, write

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.run.analysis import Analysis

LONGEST_TABLE = 150
_GAP = 0.06  # inches between columns
_COUNTRY = 1.25


def methods(analysis: "Analysis") -> Iterator[Sheet]:
    """Write how the run was made and what limits it."""
    title = "Method and limits"
    page, down = new_page(title)
    section = title
    for heading, text in method(analysis):
        if down + 1.4 > HEIGHT - BOTTOM:
            yield Sheet(page, section=section)
            section = ""
            page, down = new_page(f"{title} (continued)")
        down = write(page, heading, down, size=10, weight="bold") + 0.03
        down = write(page, text, down) + 0.14
    yield Sheet(page, section=section)


def appendix(analysis: "Analysis") -> Iterator[Sheet]:
    """Write the credible departures as a table, those above the corpus first."""
    title = "Appendix: credible departures from the corpus"
    level = analysis.config.level
    intro = (
        f"Every pair of a country and a topic whose {100 * level:g} % interval excludes the "
        "topic's share in the corpus. Pairs above that share come first, then those below it, each "
        "in the order of how far from it the nearer end of the interval lies; at most "
        f"{LONGEST_TABLE} rows. q: the false-discovery rate, over all pairs, at which a row would "
        "count; rows above 0.05 may well be chance. All pairs are in tables/topic_country.csv."
        f"{dagger_sentence(analysis)}{settled_sentence(analysis.estimates)}"
    )
    heads, table = departures_table(analysis.shown(), level=level)
    table = table[:LONGEST_TABLE]
    lefts = _lefts(heads, table)
    line, start = 0.158, 0
    while start < len(table) or start == 0:
        page, down = new_page(title if start == 0 else f"{title} (continued)", intro=intro)
        for head, left in zip(heads, lefts, strict=True):
            write(page, head, down, size=SIZE - 1.5, color=QUIET, left=MARGIN + left, width=2)
        down += 0.17
        rule(page, down, color=QUIET)
        fits = int((HEIGHT - BOTTOM - down) / line)
        for cells in table[start : start + fits]:
            for cell, left, right in zip(cells, lefts, (*lefts[1:], INNER), strict=True):
                _cell(page, cell, down, left, right - left - _GAP)
            down += line
        if not table:
            write(page, "None.", down + 0.05)
        yield Sheet(page, section=title if start == 0 else "")
        start += fits


def _lefts(heads: list[str], table: list[list[str]]) -> list[float]:
    """Return where columns begin: numbers have all the room they need, topics what is left."""
    from topics.plots.axes import text_width

    columns = zip(heads, *table, strict=True)
    wide = [max(text_width(cell, SIZE - 1.5) for cell in column) for column in columns]
    lefts = [0.0, min(wide[0] + 1.5 * _GAP, _COUNTRY)]
    left = INNER - sum(width + 1.5 * _GAP for width in wide[2:])
    for width in wide[2:]:
        lefts.append(left)
        left += width + 1.5 * _GAP
    return lefts


def _cell(page: "Figure", text: str, down: float, left: float, width: float) -> None:
    from topics.plots.axes import wrap_text

    size = SIZE - 1.5
    write(page, wrap_text(text, width, size, most=1)[0], down, size=size, left=MARGIN + left,
          width=width + 1)  # fmt: skip
