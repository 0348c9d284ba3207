"""Pages on groups of documents: each against the corpus, and against the others on a country."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from topics import plots
from topics.plots.groups import foremost_cells
from topics.plots.save import Sheet
from topics.report.facts import dagger_sentence, settled_sentence
from topics.report.pages.page import BOTTOM, HEIGHT, INNER, MARGIN, WIDTH, new_page, write
from topics.report.prose import groups_found, groups_told, groups_told_apart
from topics.run.groups import MOST_CROSSED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.run.analysis import Analysis

ROWS, TOPICS = 34, 20  # in a figure at the most
SENTENCES = 4


def groups_pages(analysis: "Analysis") -> Iterator[Sheet]:
    """Draw topics by groups, then what groups have on a country against what the others have."""
    column, groups, crossed = analysis.config.groups, analysis.groups, analysis.group_countries
    if column is None or groups.empty:
        return
    level = analysis.config.level
    title = f"Topics by {column}"
    intro = (
        f"P(topic | group): the mean share of each topic in the {analysis.config.unit}s of a value "
        f"of the column {column!r}, in per cent, whatever countries they are about. Colour and a "
        f"triangle mark the cells whose {100 * level:g} % interval excludes the topic's share in "
        "the corpus and that are told from it at a false-discovery rate of 5 % over all cells; "
        f"grey numbers are not told from it. {groups_found(analysis)} All numbers are in "
        f"tables/groups.csv.{dagger_sentence(analysis)}{settled_sentence(groups)}"
    )
    page, down = new_page(title, intro=intro)
    down = _sentences(page, groups_told(groups, most=SENTENCES), down)
    rows = _foremost_topics(groups, groups["lift"].sub(1).abs())
    n_rows = min(ROWS, groups["group"].nunique())
    _place(page, down, n_rows, rows["topic"].nunique())
    plots.plot_groups(rows, most=n_rows, level=level, ax=page.add_subplot())
    yield Sheet(page, section=title)
    title = f"Countries by {column}"
    if crossed.empty:
        page, down = new_page(title)
        write(page, _none(analysis), down)
        yield Sheet(page, section=title)
        return
    intro = (
        "What each group writes about a country, against what the other groups that are compared "
        "write about the same country: the share of a topic in its texts on the country less that "
        "in theirs, in percentage points. Colour and a triangle mark the cells that are told from "
        "0 at a false-discovery rate of 5 % over all cells; grey numbers may be chance. n: "
        "documents of the group on the country. Groups may differ because they wrote on other "
        "days: this does not tell why. All numbers are in tables/group_countries.csv."
        f"{dagger_sentence(analysis)}{settled_sentence(crossed)}"
    )
    page, down = new_page(title, intro=intro)
    down = _sentences(page, groups_told_apart(crossed, most=SENTENCES), down)
    rows = _foremost_topics(crossed, crossed["difference"].abs())
    n_rows = min(ROWS, len(foremost_cells(rows, ROWS, 0.05).drop_duplicates(["country", "group"])))
    _place(page, down, n_rows, rows["topic"].nunique())
    plots.plot_group_countries(rows, most=n_rows, ax=page.add_subplot())
    page.axes[0].set_title("", loc="left")
    yield Sheet(page, section=title)


def _sentences(page: "Figure", sentences: list[str], down: float) -> float:
    for sentence in sentences:
        down = write(page, f"•  {sentence}", down, hang=0.13) + 0.04
    return down + 0.1


def _place(page: "Figure", down: float, rows: int, topics: int) -> None:
    """Give the figure a place below `down` that fits its rows and columns."""
    high = min(HEIGHT - BOTTOM - down, 2.5 + 0.2 * rows)
    wide = min(INNER, 3.4 + 0.5 * topics)
    page.set_layout_engine(
        "constrained",
        rect=(MARGIN / WIDTH, 1 - (down + high) / HEIGHT, wide / WIDTH, high / HEIGHT),
    )


def _foremost_topics(table: pd.DataFrame, far: pd.Series) -> pd.DataFrame:
    """Keep the topics that fit: those with a cell that is told first, then by how far any is."""
    by_topic = table.assign(far=far, told=table["p_adjusted"] < 0.05).groupby("topic")
    order = by_topic.agg(told=("told", "any"), far=("far", "max"))
    order = order.sort_values(["told", "far"], ascending=False, kind="stable")
    return table[table["topic"].isin(order.index[:TOPICS])]


def _none(analysis: "Analysis") -> str:
    return (
        f"No country has {analysis.config.min_group_docs:g} {analysis.config.unit}s in two groups, "
        f"among the {MOST_CROSSED} countries with most of them, so nothing can be compared. With a "
        "lower --min-group-docs, fewer texts are enough."
    )
