"""One page on what was read, kept and dropped, and why; and when and where it is from."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from topics import plots
from topics.cleaning import removed_lines
from topics.plots.axes import wrap_text
from topics.plots.save import Sheet
from topics.plots.style import QUIET
from topics.report.facts import dated_documents
from topics.report.pages.page import (
    BOTTOM,
    HEIGHT,
    INNER,
    MARGIN,
    SIZE,
    new_page,
    panel,
    rule,
    write,
    write_rows,
)
from topics.report.prose import summary

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

TITLE = "What was read, kept and dropped"
LINE = 0.158
LEFTS = (0.0, 1.2, 2.6, 3.2, 3.85)


def account_page(analysis: "Analysis") -> Iterator[Sheet]:
    """Draw documents along the line and over time, and list the rules that removed lines."""
    page, down = new_page(
        TITLE,
        intro="Every document that was dropped and every line that was removed is listed, with the "
        "rule responsible, in tables/dropped.csv.",
    )
    down = write_rows(page, summary(analysis), down) + 0.15
    high = 0.2 * len(analysis.flow)
    draw_flow = (MARGIN, down + 0.3, INNER, high)
    panel(page, draw_flow, lambda ax: plots.plot_flow(analysis.flow, ax=ax), gutter=1.6)
    down += high + 0.75
    group = _outlet(analysis)
    panel(
        page, (MARGIN, down, INNER, 1.9),
        lambda ax: plots.plot_coverage(dated_documents(analysis), group=group, ax=ax),
        gutter=1.6 if group else 0.0,
    )  # fmt: skip
    down = write(page, "Lines removed, by rule", down + 2.4, size=10, weight="bold") + 0.05
    heads = ("Stage", "Rule", "Lines", "Documents", "Most frequent")
    for head, left in zip(heads, LEFTS, strict=True):
        write(page, head, down, size=SIZE - 1.5, color=QUIET, left=MARGIN + left, width=2)
    down += 0.17
    rule(page, down, color=QUIET)
    table = removed_lines(analysis.audit)
    for row in table.head(int((HEIGHT - BOTTOM - down) / LINE)).to_dict("records"):
        cells = (
            row["stage"], row["rule"], f"{row['n_lines']:,}", f"{row['n_docs']:,}",
            " ".join(row["example"].split()),
        )  # fmt: skip
        for cell, left, right in zip(cells, LEFTS, (*LEFTS[1:], INNER), strict=True):
            text = wrap_text(cell, right - left - 0.06, SIZE - 1.5, most=1)[0]
            write(page, text, down, size=SIZE - 1.5, left=MARGIN + left, width=INNER)
        down += LINE
    if table.empty:
        write(page, "None.", down + 0.05)
    yield Sheet(page, section=TITLE)


def _outlet(analysis: "Analysis") -> str | None:
    """Return the column that groups documents by source, where one does."""
    column = analysis.config.cluster or "source"
    groups = analysis.corpus[column].nunique()
    return column if 1 < groups < len(analysis.corpus) else None
