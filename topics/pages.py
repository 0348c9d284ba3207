"""The pages of a report, in the order of a reader's questions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from topics import plots
from topics.plots.page import (
    BOTTOM,
    HEIGHT,
    INNER,
    MARGIN,
    SIZE,
    add_footer,
    new_page,
    panel,
    panel_pages,
    rule,
    write,
    write_figures,
    write_rows,
)
from topics.plots.save import Sheet
from topics.plots.style import ACCENT, QUIET
from topics.prose import findings, method, summary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.analysis import Analysis
    from topics.plots.page import Draw

ROW = 0.155  # height of a row of dots, in inches
COLUMNS_OF_HEATMAP = 26
ROWS_OF_HEATMAP = 62
LONGEST_TABLE = 150
WORLDS = 6  # maps of tiles at the most
TRENDS = 4  # topics over time at the most


def report_pages(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> list[Sheet]:
    """Return every page of the report, with its footer, and the bookmarks that lead to it.

    Parameters
    ----------
    analysis : Analysis
        The run.
    tables : dict
        What `derived_tables` returns for it; contrasts, trends and reliability get pages when
        they are there too.
    """
    body = [
        *_heatmaps(analysis),
        *_cards(analysis, tables),
        *_topics(analysis),
        *_countries(analysis),
        *_contrasts(analysis, tables.get("contrasts")),
        *_trends(analysis, tables.get("trends")),
        *_worlds(analysis, tables["country_documents"]),
        *_maps(tables),
        *_reliability(tables),
        *_methods(analysis),
        *_appendix(analysis),
    ]
    sheets = [_cover(analysis, body), *body]
    for number, sheet in enumerate(sheets, start=1):
        if number > 1:
            add_footer(sheet.figure, analysis.config.title, number)
    return sheets


def _cover(analysis: "Analysis", body: list[Sheet]) -> Sheet:
    from matplotlib.figure import Figure

    page = Figure(figsize=(MARGIN * 2 + INNER, HEIGHT))
    down = write(page, analysis.config.title, 0.75, size=22, weight="bold")
    rule(page, down + 0.08, color=ACCENT, thickness=1.6)
    down = write_figures(page, headline_numbers(analysis), down + 0.2)
    sentences = findings(analysis.estimates, level=analysis.config.level)
    down = write(page, "What stands out", down + 0.05, size=11, weight="bold") + 0.04
    if not sentences:
        sentences = ["No country departs credibly from the corpus on any topic."]
    for sentence in sentences:
        down = write(page, f"•  {sentence}", down, hang=0.13) + 0.045
    down = write(page, "What was read", down + 0.15, size=11, weight="bold") + 0.04
    down = write_rows(page, summary(analysis), down) + 0.12
    down = _pictures_of_corpus(page, analysis, down)
    _contents(page, body, down + 0.1)
    return Sheet(page, section="Summary")


def headline_numbers(analysis: "Analysis") -> list[tuple[str, str]]:
    """Return the size of the run as pairs of a number and its name."""
    estimates = analysis.estimates
    return [
        (f"{len(analysis.corpus):,}", "documents kept"),
        (f"{len(analysis.mentions):,}", "mentions of countries"),
        (f"{estimates['country'].nunique():,}", "countries estimated"),
        (f"{estimates['topic'].nunique():,}", "topics"),
    ]


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
        lambda ax: plots.plot_coverage(analysis.corpus, ax=ax),
    )  # fmt: skip
    return down + 0.25 + max(high, 0.7) + 0.1


def _contents(page: "Figure", body: list[Sheet], down: float) -> None:
    lines = [(sheet.section, number) for number, sheet in enumerate(body, 2) if sheet.section]
    if down + 0.3 + 0.18 * len(lines) > HEIGHT - 0.45:
        return
    down = write(page, "In this report", down, size=11, weight="bold") + 0.02
    for title, number in lines:
        write(page, title, down, left=MARGIN + 0.35)
        down = write(page, str(number), down, color=QUIET)


def _heatmaps(analysis: "Analysis") -> Iterator[Sheet]:
    shown = analysis.shown()
    level = analysis.config.level
    topics, countries = shown["topic"].unique(), shown["country"].unique()
    title = "Topics by countries"
    intro = (
        "P(topic | country): the share of what is written about a country that goes to each topic, "
        f"in per cent. Colour and a triangle mark cells whose {100 * level:g} % interval leaves "
        "out the topic's share in the corpus; grey numbers do not differ from it credibly. "
        "Countries with like topics, and topics with like countries, stand side by side."
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


def _cards(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> Iterator[Sheet]:
    words, headlines = analysis.words, tables["headlines"]
    found = tables.get("reliability")
    again = {} if found is None else found.set_index("topic")["reliability"].to_dict()
    heads = None if headlines.empty else headlines
    title = "The topics and their words"
    intro = (
        "The words that tell each topic from the others, by relevance; a bar is the word's share "
        "of the topic."
        + (
            ""
            if heads is None
            else " Beside them the titles of the documents with most of the topic, with its share "
            "of each."
        )
    )
    base = corpus_shares(analysis.estimates)
    topics = sorted(words["topic"].unique())

    def card(topic: int) -> "Draw":
        note = f"{100 * base[topic]:.1f} % of the corpus" if topic in base.index else ""
        if topic in again:
            note += f"; found again by other seeds: {again[topic]:.2f}"
        return lambda ax: plots.plot_topic_card(
            words, topic=topic, headlines=heads, note=note, ax=ax
        )

    n_words = int(words.groupby("topic").size().max())
    pages = panel_pages(
        title, intro, [card(topic) for topic in topics], height=0.125 * n_words + 0.5, gutter=0,
        right=0, head=0, foot=0.14,
    )  # fmt: skip
    labels = words.drop_duplicates("topic").set_index("topic")["topic_label"]
    for page, places in pages:
        entries = tuple(labels[topics[place]] for place in places)
        yield Sheet(page, section=title if places.start == 0 else "", entries=entries)


def corpus_shares(estimates: pd.DataFrame) -> pd.Series:
    """Return the share of each topic in the corpus, which the lifts are measured against."""
    base = estimates["estimate"] / estimates["lift"]
    return base.groupby(estimates["topic"]).median()


def _topics(analysis: "Analysis") -> Iterator[Sheet]:
    shown, level = analysis.shown(), analysis.config.level
    title = "Countries of each topic"
    intro = (
        "P(topic | country), highest first. Dot: estimate; thick line: 50 % interval; thin line: "
        f"{100 * level:g} % interval. Dashed: the topic's share in the corpus; a hollow dot is not "
        "credibly apart from it. n: documents about the country, weighted by how much they are "
        "about it."
    )
    topics = sorted(shown["topic"].unique())
    draws: list[Draw] = [
        lambda ax, topic=topic: plots.plot_countries_of_topic(  # type: ignore[misc]
            shown, topic=topic, most=10, level=level, explain=False, ax=ax
        )
        for topic in topics
    ]
    rows = min(10, shown["country"].nunique())
    labels = shown.drop_duplicates("topic").set_index("topic")["topic_label"]
    for page, places in panel_pages(title, intro, draws, height=ROW * rows + 0.1, foot=0.42):
        entries = tuple(labels[topics[place]] for place in places)
        yield Sheet(page, section=title if places.start == 0 else "", entries=entries)


def _countries(analysis: "Analysis") -> Iterator[Sheet]:
    shown, level = analysis.shown(), analysis.config.level
    title = "Topics of each country"
    intro = (
        "P(topic | country), highest first. Dot: estimate; thick line: 50 % interval; thin line: "
        f"{100 * level:g} % interval. Upright tick: the topic's share in the corpus; a hollow dot "
        "is not credibly apart from it. n: documents about the country, weighted by how much they "
        "are about it."
    )
    sizes = shown.drop_duplicates("country").sort_values(
        ["n_effective", "country"], ascending=[False, True]
    )
    draws: list[Draw] = [
        lambda ax, country=country: plots.plot_topics_of_country(  # type: ignore[misc]
            shown, country=country, most=10, level=level, explain=False, ax=ax
        )
        for country in sizes["country"]
    ]
    rows = min(10, shown["topic"].nunique())
    names = sizes["country_name"].tolist()
    for page, places in panel_pages(
        title, intro, draws, height=ROW * rows + 0.1, foot=0.42, gutter=1.5, right=0.1
    ):
        entries = tuple(names[place] for place in places)
        yield Sheet(page, section=title if places.start == 0 else "", entries=entries)


def _contrasts(analysis: "Analysis", contrasts: pd.DataFrame | None) -> Iterator[Sheet]:
    """Draw a forest for each pair that was compared."""
    if contrasts is None or contrasts.empty:
        return
    level = analysis.config.level
    title = "Differences between countries"
    intro = (
        "Differences of P(topic | country), the first minus the second, in points of per cent. "
        f"Lines: 50 % and {100 * level:g} % intervals; a filled dot stays apart from 0 at a "
        "false-discovery rate of 5 % over all rows of the table."
    )
    draws: list[Draw] = [
        lambda ax, rows=rows: plots.plot_contrasts(  # type: ignore[misc]
            rows, most=12, level=level, explain=False, ax=ax
        )
        for _, rows in contrasts.groupby(["first", "second"], sort=False)
    ]
    rows = min(12, contrasts["topic"].nunique())
    for page, places in panel_pages(
        title, intro, draws, height=ROW * rows + 0.1, head=0.4, foot=0.42, gutter=1.5, right=0.1
    ):
        yield Sheet(page, section=title if places.start == 0 else "")


def _trends(analysis: "Analysis", trends: pd.DataFrame | None) -> Iterator[Sheet]:
    """Draw the topics that set countries apart most, over time."""
    if trends is None or trends["estimate"].notna().sum() < 2:
        return
    level = analysis.config.level
    apart = departures(analysis.estimates).groupby("topic").size().sort_index()
    order = list(apart.sort_values(ascending=False, kind="stable").index)
    order += [topic for topic in sorted(trends["topic"].unique()) if topic not in order]
    draws: list[Draw] = [
        lambda ax, topic=topic: plots.plot_trends(  # type: ignore[misc]
            trends, topic=topic, most=9, level=level, ax=ax
        )
        for topic in order[:TRENDS]
    ]
    title = "Topics over time"
    intro = "P(topic | country, period), on the same axes for all countries of a topic."
    for page, places in panel_pages(
        title, intro, draws, height=3.6, columns=1, gutter=0, right=0, foot=0.42
    ):
        yield Sheet(page, section=title if places.start == 0 else "")


def _reliability(tables: dict[str, pd.DataFrame]) -> Iterator[Sheet]:
    """Draw how far the topics are those of the corpus and not of the seed."""
    reliability = tables.get("reliability")
    if reliability is None or reliability.empty:
        return
    title = "Topics found again by other seeds"
    page, down = new_page(title)
    high = min(HEIGHT - BOTTOM - down - 0.8, ROW * len(reliability) + 0.1)
    panel(page, (MARGIN, down + 0.25, INNER - 0.1, high),
          lambda ax: plots.plot_reliability(reliability, ax=ax), gutter=2.2)  # fmt: skip
    yield Sheet(page, section=title)


def _worlds(analysis: "Analysis", documents: pd.DataFrame) -> Iterator[Sheet]:
    """Draw the documents, and the topics that set countries apart most, on the world's tiles."""
    shown, level = analysis.estimates, analysis.config.level
    least = analysis.config.min_country_docs
    apart = departures(shown)
    order = apart.groupby("topic").size().sort_index().sort_values(ascending=False, kind="stable")
    draws: list[Draw] = [lambda ax: plots.plot_world_documents(documents, ax=ax)]
    draws += [
        lambda ax, topic=topic: plots.plot_world_topic(  # type: ignore[misc]
            shown, topic=topic, least=least, level=level, ax=ax
        )
        for topic in order.index[: WORLDS - 1]
    ]
    title = "The world in tiles"
    intro = (
        "Every country has a tile of the same size, small states too, about where it lies. First "
        "the documents, then the topics on which most countries are credibly apart from the corpus."
    )
    for page, places in panel_pages(
        title, intro, draws, height=3.75, columns=1, gutter=0, right=0, foot=0.42
    ):
        yield Sheet(page, section=title if places.start == 0 else "")


def _maps(tables: dict[str, pd.DataFrame]) -> Iterator[Sheet]:
    """Draw topics by likeness, and countries by being named together, on one page."""
    title = "How topics and countries lie to one another"
    page, down = new_page(title)
    panel(page, (MARGIN, down + 0.25, INNER, 3.6),
          lambda ax: plots.plot_topic_map(tables["topic_map"], ax=ax))  # fmt: skip
    down += 4.35
    high = HEIGHT - BOTTOM - down - 0.45
    panel(page, (MARGIN, down + 0.25, INNER, high),
          lambda ax: plots.plot_pairs(tables["country_pairs"], ax=ax))  # fmt: skip
    yield Sheet(page, section=title)


def _methods(analysis: "Analysis") -> Iterator[Sheet]:
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


def _appendix(analysis: "Analysis") -> Iterator[Sheet]:
    """Write every credible departure as a table, strongest first."""
    title = "Appendix: credible departures from the corpus"
    table = departures(analysis.shown())
    level = f"{100 * analysis.config.level:g} %"
    intro = (
        f"Every pair of a country and a topic whose {level} interval leaves out the topic's share "
        "in the corpus, by the nearer end of that interval; at most "
        f"{LONGEST_TABLE} rows. All pairs are in tables/topic_country.csv."
    )
    table = table.head(LONGEST_TABLE)
    heads = ("country", "topic", "share", f"{level} interval", "corpus", "times", "n")
    lefts = (0, 1.55, 3.95, 4.4, 5.3, 5.85, 6.35)
    line, start = 0.158, 0
    while start < len(table) or start == 0:
        page, down = new_page(title if start == 0 else f"{title} (continued)", intro=intro)
        for head, left in zip(heads, lefts, strict=True):
            write(page, head, down, size=SIZE - 1.5, color=QUIET, left=MARGIN + left, width=2)
        down += 0.17
        rule(page, down, color=QUIET)
        fits = int((HEIGHT - BOTTOM - down) / line)
        for row in table.iloc[start : start + fits].to_dict("records"):
            cells = (
                row['country_name'], row['topic_label'], f"{100 * row['estimate']:.1f} %",
                f"{100 * row['ci_low']:.1f} to {100 * row['ci_high']:.1f} %",
                f"{100 * row['base']:.1f} %", _times(row['lift']), f"{row['n_effective']:,.0f}",
            )  # fmt: skip
            for cell, left, right in zip(cells, lefts, (*lefts[1:], INNER), strict=True):
                _cell(page, cell, down, left, right - left - 0.06)
            down += line
        if table.empty:
            write(page, "None.", down + 0.05)
        yield Sheet(page, section=title if start == 0 else "")
        start += fits


def departures(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose interval leaves out the topic's share in the corpus (column base)."""
    rows = estimates.assign(base=estimates["estimate"] / estimates["lift"])
    above, below = rows["ci_low"] / rows["base"], rows["base"] / rows["ci_high"]
    margin = above.where(above > 1, below)
    order = margin.sort_values(ascending=False, kind="stable").index
    return rows.loc[[index for index in order if margin[index] > 1]].reset_index(drop=True)


def _times(lift: float) -> str:
    return f"{lift:.1f}" if lift >= 0.95 else f"{lift:.2f}" if lift >= 0.01 else "<0.01"


def _cell(page: "Figure", text: str, down: float, left: float, width: float) -> None:
    from topics.plots.axes import wrap_text

    size = SIZE - 1.5
    write(page, wrap_text(text, width, size, most=1)[0], down, size=size, left=MARGIN + left,
          width=width + 1)  # fmt: skip
