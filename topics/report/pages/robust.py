"""The page on whether headlines hold under other choices."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from topics.plots.axes import wrap_text
from topics.plots.save import Sheet
from topics.plots.style import QUIET
from topics.report.facts import label_of, times
from topics.report.pages.page import INNER, MARGIN, SIZE, new_page, rule, write

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.run.analysis import Analysis

VERDICTS = {"holds": "●", "moves": "◐", "turns": "○", "lost": "–"}
_NAMES = 1.9  # inches of the column that names the cell


def robust_page(analysis: "Analysis") -> Iterator[Sheet]:
    """Write, for each headline, what becomes of it under each other choice."""
    table = analysis.robust
    if table.empty:
        return
    title = "Do the headlines hold under other choices?"
    intro = (
        "Each headline of page 1, estimated anew with other numbers of topics, another seed, "
        "country words let in or left out, and without the largest source where there are several. "
        "The number is how many times the corpus's share the country has of the topic that is most "
        f"like it, with the {100 * analysis.config.level:g} % interval. {VERDICTS['holds']} above "
        f"the corpus too, and the intervals overlap; {VERDICTS['moves']} above it, and they do "
        f"not; {VERDICTS['turns']} not above it; {VERDICTS['lost']} no such topic, or too few "
        "documents. All is in tables/robust.csv."
    )
    page, down = new_page(title, intro=intro)
    choices = list(table["choice"].unique())
    wide = (INNER - _NAMES) / len(choices)
    for number, choice in enumerate(choices):
        _lines(page, choice, down, MARGIN + _NAMES + number * wide, wide)
    down += 0.42
    rule(page, down, color=QUIET)
    for _, rows in table.groupby(["country", "topic"], sort=False):
        first = rows.iloc[0].to_dict()
        end = _lines(page, f"{first['country_name']}, {label_of(first)}", down, MARGIN, _NAMES)
        for cell in rows.to_dict("records"):
            left = MARGIN + _NAMES + choices.index(cell["choice"]) * wide
            _lines(page, _cell(cell), down, left, wide)
        down = max(end, down + 0.36) + 0.05
        rule(page, down)
    yield Sheet(page, section=title)


def _cell(cell: Mapping[Any, Any]) -> str:
    mark = VERDICTS[str(cell["verdict"])]
    if cell["verdict"] == "lost":
        return mark
    lift, low, high = (times(cell[n]) for n in ("lift", "lift_low", "lift_high"))
    return f"{mark} {lift} ({low} to {high})"


def _lines(page: "Figure", text: str, down: float, left: float, width: float) -> float:
    """Write a text in at most two lines; return where the next goes."""
    size = SIZE - 1.5
    for line in wrap_text(text, width - 0.08, size, most=2):
        down = write(page, line, down, size=size, left=left, width=width)
    return down
