"""One page on pairs: what two countries are written about together, beyond each by itself."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from topics import plots
from topics.estimate.apart import LEAST, LEAST_APART
from topics.estimate.beyond import taken_apart
from topics.plots.axes import wrap_text
from topics.plots.rows import LEAST_NAMED
from topics.plots.save import Sheet
from topics.plots.style import QUIET
from topics.report.facts import counted, dagger_sentence, pairs_over_time, tells_pairs
from topics.report.pages.page import (
    BOTTOM,
    HEIGHT,
    INNER,
    MARGIN,
    SIZE,
    WIDTH,
    new_page,
    panel_sheets,
    write,
    write_rows,
)
from topics.report.prose import relations
from topics.run.pairs_over_time import ENOUGH as PAIR_ENOUGH
from topics.run.pairs_over_time import LEAST_PERIODS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.report.pages.page import Draw
    from topics.run.analysis import Analysis

TITLE = "What countries are written about together"
PAIRS, TOPICS = 24, 20  # in the figure at the most
LINE = 0.25  # inches that the words of a pair take


def relations_page(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> Iterator[Sheet]:
    """Draw topics by pairs of countries, and list the words that mark texts on both."""
    if not tells_pairs(analysis):
        return
    pairs = analysis.pairs
    if pairs.empty:
        page, down = new_page(TITLE)
        write(page, _none(analysis), down)
        yield Sheet(page, section=TITLE)
        return
    intro = (
        "Texts about exactly two countries, set against the texts on each of these that belong to "
        "no pair. The number is the share of a topic in texts on both less the share expected, the "
        "mean of the two countries' own, in percentage points. Colour and a triangle mark the "
        "cells where the pair as a whole is not the mean of its countries and the cell is told "
        "from 0, both at a false-discovery rate of 5 %, where there are "
        f"{LEAST_NAMED} texts or more; grey numbers may be chance. n: texts on "
        f"both.{_taken(pairs)} All numbers are in tables/pairs.csv.{dagger_sentence(analysis)}"
    )
    page, down = new_page(TITLE, intro=intro)
    rows = min(PAIRS, len(pairs[["first", "second"]].drop_duplicates()))
    high, wide = 2.5 + 0.2 * rows, min(INNER, 3.4 + 0.5 * min(TOPICS, pairs["topic"].nunique()))
    page.set_layout_engine(
        "constrained",
        rect=(MARGIN / WIDTH, 1 - (down + high) / HEIGHT, wide / WIDTH, high / HEIGHT),
    )
    plots.plot_beyond(_foremost_topics(pairs), most=rows, ax=page.add_subplot())
    page.axes[0].set_title("", loc="left")
    _words(page, pairs, tables["pair_words"], down + high + 0.15)
    yield Sheet(page, section=TITLE)


def pair_trend_pages(analysis: "Analysis") -> Iterator[Sheet]:
    """Draw the topics of pairs over time, where some have enough texts in three periods or more."""
    trends = analysis.pair_trends
    if trends.empty:
        return
    level, chosen = analysis.config.level, pairs_over_time(trends)
    draws: list[Draw] = [
        lambda ax, pair=pair: plots.plot_pair_trends(  # type: ignore[misc]
            trends, pair=pair, most=6, level=level, ax=ax
        )
        for pair in chosen
    ]
    n_pairs = len(trends[["first", "second"]].drop_duplicates())
    intro = (
        f"Pairs of countries with {PAIR_ENOUGH} texts on exactly these two in {LEAST_PERIODS} "
        f"periods or more: {len(chosen)} of {n_pairs}, by how much is told of them. The topics "
        "that are farthest from what the two countries let expect. Estimates of a period lean on "
        "the pair's overall mix, by as much as the data suggest. Triangles mark what is told from "
        f"the expected share (dashed) at a false-discovery rate of 5 % over all {len(trends):,} "
        "cells; the pair as a whole must be told from its countries in the period too. A tick at "
        "the foot: too few texts; a hollow dot: the sampler has not settled. All numbers are in "
        "tables/pair_trends.csv."
    )
    yield from panel_sheets(
        "Pairs of countries over time", intro, draws, height=3.0, columns=1, gutter=0, right=0,
        foot=0.5,
    )  # fmt: skip


def _foremost_topics(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the topics that fit: those with a flagged cell first, then by how far any is off."""
    by_topic = pairs.assign(off=pairs["beyond"].abs()).groupby("topic")
    order = by_topic.agg(flagged=("flagged", "any"), off=("off", "max"))
    order = order.sort_values(["flagged", "off"], ascending=False, kind="stable")
    return pairs[pairs["topic"].isin(order.index[:TOPICS])]


def _taken(pairs: pd.DataFrame) -> str:
    """Say how many pairs are not coloured because words leave them too few of their texts."""
    count = len(pairs.loc[taken_apart(pairs), ["first", "second"]].drop_duplicates())
    if not count:
        return ""
    return (
        f" Of {counted(count, 'pair')}, words take more than a quarter of the texts to be about "
        "one country alone: how far these are off is not to be trusted, and they have no colour."
    )


def _none(analysis: "Analysis") -> str:
    return (
        f"{relations(analysis.pairs)[0]} It takes {LEAST} texts about exactly these two countries, "
        f"and {LEAST_APART:g} on each that belong to no pair. Which countries are named together, "
        "and how often, is in tables/country_pairs.csv."
    )


def _words(page: "Figure", pairs: pd.DataFrame, words: pd.DataFrame, down: float) -> None:
    """List the words of pairs, those with a flagged cell first, as far as there is room."""
    by_pair = pairs.groupby(["first", "second"], sort=False)
    order = by_pair.agg(
        flagged=("flagged", "any"), n=("n_docs", "first"), first_name=("first_name", "first"),
        second_name=("second_name", "first"),
    ).sort_values(["flagged", "n"], ascending=False, kind="stable")  # fmt: skip
    lists = words.groupby(["first", "second"])["word"].agg(", ".join)
    fits = int((HEIGHT - BOTTOM - down - 0.5) / LINE)
    if fits < 1:
        return
    down = write(page, "Words that mark texts on both against texts on either alone", down,
                 size=10, weight="bold")  # fmt: skip
    down = write(
        page, "By log-odds with the corpus as prior (Monroe, Colaresi and Quinn 2008), for "
        "reading, not for testing.", down, size=SIZE - 0.5, color=QUIET,
    ) + 0.05  # fmt: skip
    rows = [
        tuple(
            wrap_text(text, width, SIZE, most=1)[0]
            for text, width in (
                (f"{row['first_name']} – {row['second_name']}", 2.1),
                (lists.get(pair, "none"), INNER - 2.2),
            )
        )
        for pair, row in order.head(fits).iterrows()
    ]
    write_rows(page, rows, down)  # type: ignore[arg-type]
