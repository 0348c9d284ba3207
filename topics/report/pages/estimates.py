"""Pages of estimates: all at once, by topic, by country, against one another, over time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from topics import plots
from topics.plots.intervals import axis_end
from topics.plots.save import Sheet
from topics.report.facts import (
    dagger_sentence,
    most_changed,
    pairs_sentence,
    settled_sentence,
)
from topics.report.figures import TRENDS
from topics.report.pages.page import BOTTOM, HEIGHT, INNER, MARGIN, new_page, panel_sheets

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.report.pages.page import Draw
    from topics.run.analysis import Analysis

ROW = 0.155  # height of a row of dots, in inches
COLUMNS_OF_HEATMAP = 26
ROWS_OF_HEATMAP = 62


def heatmaps(analysis: "Analysis") -> Iterator[Sheet]:
    """Draw topics by countries, on as many pages as the table needs."""
    shown = analysis.shown()
    level = analysis.config.level
    topics, countries = shown["topic"].unique(), shown["country"].unique()
    title = "Topics by countries"
    intro = (
        "P(topic | country): the share of each topic in what is written about a country, in per "
        f"cent. Colour and a triangle mark the cells whose {100 * level:g} % interval excludes the "
        "topic's share in the corpus and that are told from it at a false-discovery rate of 5 % "
        "over all cells; grey numbers are not told from it. Countries with "
        "similar topics, and topics with similar countries, stand side by side."
        f"{pairs_sentence(analysis)}"
    )
    first = True
    for some in _parts(list(countries), ROWS_OF_HEATMAP):
        for columns in _parts(list(topics), COLUMNS_OF_HEATMAP):
            cells = shown[shown["country"].isin(some) & shown["topic"].isin(columns)]
            page, down = new_page(title if first else f"{title} (continued)", intro=intro)
            _heatmap(page, cells, down, level)
            yield Sheet(page, section=title if first else "")
            first = False


def _parts(values: list[object], most: int) -> list[list[object]]:
    """Cut a list into the fewest parts of at most `most`, all about as long."""
    count = -(-len(values) // most)
    size = -(-len(values) // count)
    return [values[start : start + size] for start in range(0, len(values), size)]


def _heatmap(page: "Figure", cells: pd.DataFrame, down: float, level: float) -> None:
    rows, columns = cells["country"].nunique(), cells["topic"].nunique()
    space = HEIGHT - BOTTOM - down
    high = min(space, 1.9 + rows * max(0.135, min(0.24, (space - 2.4) / rows)))
    wide = min(INNER, 2.6 + 0.55 * columns)
    page.set_layout_engine(
        "constrained",
        rect=(MARGIN / page.get_figwidth(), 1 - (down + high) / HEIGHT,
              wide / page.get_figwidth(), high / HEIGHT),
    )  # fmt: skip
    plots.plot_topic_country(cells, level=level, ax=page.add_subplot())


def countries_of_topics(analysis: "Analysis") -> Iterator[Sheet]:
    """Draw the countries of each topic, highest first."""
    shown, level = analysis.shown(), analysis.config.level
    reach = axis_end(shown)
    topics = sorted(shown["topic"].unique())
    draws: list[Draw] = [
        lambda ax, topic=topic: plots.plot_countries_of_topic(  # type: ignore[misc]
            shown, topic=topic, most=10, level=level, explain=False, reach=reach, ax=ax
        )
        for topic in topics
    ]
    rows = min(10, shown["country"].nunique())
    labels = shown.drop_duplicates("topic").set_index("topic")["topic_label"]
    return panel_sheets(
        "Countries of each topic", _dots_intro(analysis, "Dashed line"), draws,
        entries=labels.loc[topics].tolist(), height=ROW * rows + 0.1, foot=0.42,
    )  # fmt: skip


def topics_of_countries(analysis: "Analysis") -> Iterator[Sheet]:
    """Draw the topics of each country, the one with most documents first."""
    shown, level = analysis.shown(), analysis.config.level
    reach = axis_end(shown)
    sizes = shown.drop_duplicates("country").sort_values(
        ["n_effective", "country"], ascending=[False, True]
    )
    draws: list[Draw] = [
        lambda ax, country=country: plots.plot_topics_of_country(  # type: ignore[misc]
            shown, country=country, most=10, level=level, explain=False, reach=reach, ax=ax
        )
        for country in sizes["country"]
    ]
    rows = min(10, shown["topic"].nunique())
    return panel_sheets(
        "Topics of each country", _dots_intro(analysis, "Vertical tick"), draws,
        entries=sizes["country_name"].tolist(), height=ROW * rows + 0.1, foot=0.42, gutter=1.5,
        right=0.1,
    )  # fmt: skip


def _dots_intro(analysis: "Analysis", mark: str) -> str:
    return (
        "P(topic | country), highest first, on one axis for all. Dot: estimate; thick line: 50 % "
        "interval; thin line: "
        f"{100 * analysis.config.level:g} % interval. {mark}: the topic's share in the corpus; a "
        "hollow dot is not told from it at a false-discovery rate of 5 % over all cells. n: "
        "documents about the country, weighted by how much they are about it."
        f"{dagger_sentence(analysis)}{settled_sentence(analysis.estimates)}"
    )


def contrasts_pages(analysis: "Analysis") -> Iterator[Sheet]:
    """Draw a forest for each pair that was compared."""
    contrasts = analysis.contrasts
    if contrasts.empty:
        return
    level = analysis.config.level
    title = "Differences between countries"
    intro = (
        "Differences of P(topic | country), the first country minus the second, in percentage "
        f"points. Lines: 50 % and {100 * level:g} % intervals; a filled dot differs from 0 at a "
        f"false-discovery rate of 5 % over all rows of the table.{dagger_sentence(analysis)}"
        f"{settled_sentence(contrasts)}"
    )
    draws: list[Draw] = [
        lambda ax, rows=rows: plots.plot_contrasts(  # type: ignore[misc]
            rows, most=12, level=level, explain=False, ax=ax
        )
        for _, rows in contrasts.groupby(["first", "second"], sort=False)
    ]
    rows = min(12, contrasts["topic"].nunique())
    yield from panel_sheets(
        title, intro, draws, height=ROW * rows + 0.1, foot=0.42, gutter=1.5, right=0.1
    )


def trend_pages(analysis: "Analysis") -> Iterator[Sheet]:
    """Draw the topics that moved furthest, over time."""
    trends = analysis.trends
    if trends.empty or trends["estimate"].notna().sum() < 2:
        return
    level = analysis.config.level
    draws: list[Draw] = [
        lambda ax, topic=topic: plots.plot_trends(  # type: ignore[misc]
            trends, topic=topic, most=9, level=level, ax=ax
        )
        for topic in most_changed(trends)[:TRENDS]
    ]
    title = "Topics over time"
    least = analysis.config.min_period_docs
    intro = (
        "P(topic | country, period) for the countries with the most documents, on the same axes "
        "for all countries of a topic. There is no estimate where a country has fewer than "
        f"{least:g} documents in a period. All topics are in tables/trends.csv."
    )
    yield from panel_sheets(
        title, intro, draws, height=3.6, columns=1, gutter=0, right=0, foot=0.42
    )
