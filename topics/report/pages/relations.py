"""One page on pairs: what two countries are written about together, beyond each by itself."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from topics import plots
from topics.estimate.apart import LEAST, LEAST_APART
from topics.plots.axes import wrap_text
from topics.plots.rows import LEAST_NAMED
from topics.plots.save import Sheet
from topics.plots.style import QUIET
from topics.report.facts import dagger_sentence, tells_pairs
from topics.report.pages.page import (
    BOTTOM,
    HEIGHT,
    INNER,
    MARGIN,
    SIZE,
    WIDTH,
    new_page,
    write,
    write_rows,
)
from topics.report.prose import relations

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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
        f"both. All numbers are in tables/pairs.csv.{dagger_sentence(analysis)}"
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


def _foremost_topics(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the topics that fit: those with a flagged cell first, then by how far any is off."""
    by_topic = pairs.assign(off=pairs["beyond"].abs()).groupby("topic")
    order = by_topic.agg(flagged=("flagged", "any"), off=("off", "max"))
    order = order.sort_values(["flagged", "off"], ascending=False, kind="stable")
    return pairs[pairs["topic"].isin(order.index[:TOPICS])]


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
