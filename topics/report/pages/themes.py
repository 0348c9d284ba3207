"""Pages of the topics themselves: cards, similarity, reliability; and of countries on maps."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from topics import plots
from topics.estimate.standing import told_apart
from topics.plots.save import Sheet
from topics.report.coders_said import topic_results, untold_sentence
from topics.report.facts import corpus_shares, dagger_sentence
from topics.report.pages.estimates import ROW
from topics.report.pages.page import BOTTOM, HEIGHT, INNER, MARGIN, new_page, panel, panel_sheets

if TYPE_CHECKING:
    from topics.report.pages.page import Draw
    from topics.run.analysis import Analysis

KINDS_SHOWN = 20  # countries in the table of kinds of mention
WORLDS = 6  # maps of tiles at the most
MAPPED = 3  # countries that a map must show


def cards(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> Iterator[Sheet]:
    """Draw a card for each topic."""
    words, headlines = analysis.words, tables["headlines"]
    found = analysis.reliability
    again = {} if found.empty else found.set_index("topic")["reliability"].to_dict()
    coded = topic_results(analysis.validation)
    heads = None if headlines.empty else headlines
    title = "The topics and their words"
    intro = (
        "The words that set each topic apart from the others, by relevance. A bar is the word's "
        f"share of the topic; the line on it is the {100 * analysis.config.level:g} % interval "
        "over documents."
        + (
            ""
            if heads is None
            else " Beside them are the titles of the documents with the largest share of the topic."
        )
        + dagger_sentence(analysis)
        + untold_sentence(analysis.validation)
    )
    base = corpus_shares(analysis.estimates)
    topics = sorted(words["topic"].unique())

    def card(topic: int) -> "Draw":
        note = f"{100 * base[topic]:.1f} % of the corpus" if topic in base.index else ""
        if topic in again:
            note += f"; found again by other seeds: {again[topic]:.2f}"
        if topic in coded:
            note += f"; {coded[topic]}"
        return lambda ax: plots.plot_topic_card(
            words, topic=topic, headlines=heads, note=note, ax=ax
        )

    n_words = int(words.groupby("topic").size().max())
    labels = words.drop_duplicates("topic").set_index("topic")["topic_label"]
    return panel_sheets(
        title, intro, [card(topic) for topic in topics], entries=labels.loc[topics].tolist(),
        height=0.125 * n_words + 0.5, gutter=0, right=0, head=0, foot=0.14,
    )  # fmt: skip


def world_pages(analysis: "Analysis", documents: pd.DataFrame) -> Iterator[Sheet]:
    """Draw the documents, and the topics that set countries apart most, on the world's tiles."""
    shown, level = analysis.estimates, analysis.config.level
    least = analysis.config.min_country_docs
    above = shown[told_apart(shown) & (shown["lift"] > 1)]
    sizes = above.groupby("topic").size().sort_index().sort_values(ascending=False, kind="stable")
    order = sizes[sizes >= MAPPED]
    if documents["country"].nunique() < MAPPED:
        return iter(())
    among = set(shown["country"])
    draws: list[Draw] = [lambda ax: plots.plot_world_documents(documents, among=among, ax=ax)]
    draws += [
        lambda ax, topic=topic: plots.plot_world_topic(  # type: ignore[misc]
            shown, topic=topic, least=least, level=level, ax=ax
        )
        for topic in order.index[: WORLDS - 1]
    ]
    title = "Countries in tiles"
    intro = (
        "Every country, however small, has a tile of the same size, roughly where it lies; where "
        "the countries estimated lie in one region, only this is drawn. The "
        f"documents come first, then the topics on which {MAPPED} countries or more are told from "
        "the corpus and lie above it."
    )
    return panel_sheets(title, intro, draws, height=3.75, columns=1, gutter=0, right=0, foot=0.42)


def map_page(tables: dict[str, pd.DataFrame]) -> Iterator[Sheet]:
    """Draw topics by similarity, and countries by being named together, on one page."""
    title = "How topics and countries relate"
    page, down = new_page(title)
    panel(page, (MARGIN, down + 0.25, INNER, 3.6),
          lambda ax: plots.plot_topic_map(tables["topic_map"], ax=ax))  # fmt: skip
    down += 4.35
    pairs = tables["country_pairs"]
    if not ((pairs["p_adjusted"] <= 0.05) & (pairs["n_both"] > pairs["expected"])).any():
        yield Sheet(page, section=title)
        return
    high = HEIGHT - BOTTOM - down - 0.45
    panel(page, (MARGIN, down + 0.25, INNER, high),
          lambda ax: plots.plot_pairs(tables["country_pairs"], ax=ax))  # fmt: skip
    yield Sheet(page, section=title)


def naming_page(tables: dict[str, pd.DataFrame]) -> Iterator[Sheet]:
    """Draw how countries are named, and how often the probabilities of being about one hold."""
    if "mention_kinds" not in tables:
        return
    kinds = tables["mention_kinds"]
    title = "How countries are found"
    intro = (
        "The probability that a text is about a country rests on where, how often and by what "
        "kinds of words the text names it. The curve shows how often such predictions came true "
        "on news with editorial labels that the model had not seen; on texts unlike news they may "
        "be less reliable."
    )
    page, down = new_page(title, intro=intro)
    rows = min(KINDS_SHOWN, kinds["country"].nunique())
    panel(page, (MARGIN, down + 0.6, INNER - 0.5, 0.19 * rows + 0.2),
          lambda ax: plots.plot_mention_kinds(kinds, most=rows, ax=ax), gutter=1.2,
          titled=False)  # fmt: skip
    down += 0.19 * rows + 1.45
    panel(page, (MARGIN, down + 0.25, INNER * 0.7, 2.9),
          lambda ax: plots.plot_calibration(tables["calibration"], ax=ax), gutter=0.5)  # fmt: skip
    yield Sheet(page, section=title)


def reliability_page(analysis: "Analysis") -> Iterator[Sheet]:
    """Draw how far the topics are those of the corpus and not of the seed."""
    reliability = analysis.reliability
    if reliability.empty or reliability["stable"].all():
        return  # the cards say how well each is found again
    title = "Topics found again by other seeds"
    intro = (
        "Similarity of each topic's words (1 minus the Hellinger distance) to those of the topic "
        f"that it is paired with in {analysis.config.refits} further fits from other seeds. A "
        "topic that is not found again rests on the seed rather than on the texts: do not build "
        "on it."
    )
    page, down = new_page(title, intro=intro)
    high = min(HEIGHT - BOTTOM - down - 0.8, ROW * len(reliability) + 0.1)
    panel(page, (MARGIN, down + 0.25, INNER - 0.1, high),
          lambda ax: plots.plot_reliability(reliability, ax=ax), gutter=2.2)  # fmt: skip
    yield Sheet(page, section=title)
