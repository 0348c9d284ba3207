"""The pages of a report, in the order of a reader's questions."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from topics.plots.save import Sheet
from topics.report.pages.account import account_page
from topics.report.pages.back import appendix, methods
from topics.report.pages.documents import documents_pages, few_documents
from topics.report.pages.estimates import (
    contrasts_pages,
    countries_of_topics,
    heatmaps,
    topics_of_countries,
    trend_pages,
)
from topics.report.pages.evidence import evidence_pages
from topics.report.pages.front import cover
from topics.report.pages.groups import groups_pages
from topics.report.pages.page import add_footer
from topics.report.pages.relations import pair_trend_pages, relations_page
from topics.report.pages.robust import robust_page
from topics.report.pages.themes import cards, map_page, naming_page, reliability_page, world_pages

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

__all__ = ["pages_about", "report_pages"]


def report_pages(
    analysis: "Analysis",
    tables: dict[str, pd.DataFrame],
    *,
    finish: Callable[[Sheet], Sheet] | None = None,
) -> list[Sheet]:
    """Return every page of the report, with its footer, and the bookmarks that lead to it.

    Parameters
    ----------
    analysis : Analysis
        The run.
    tables : dict
        What `derived_tables` returns for it.
    finish : callable, optional
        What becomes of each page once all is on it, so that no more than one need be held.
    """
    few = few_documents(analysis)
    finish = finish or (lambda sheet: sheet)
    body = []
    for number, sheet in enumerate(
        _of_few(analysis, tables) if few else _of_many(analysis, tables), start=2
    ):
        add_footer(sheet.figure, analysis.config.title, number)
        body.append(finish(sheet))
    return [finish(cover(analysis, body)), *body]


def pages_about(analysis: "Analysis") -> int:
    """Return about how many pages there will be, for who waits for them."""
    shown = analysis.shown()
    return 10 + (shown["country"].nunique() + 2 * shown["topic"].nunique()) // 8


def _of_few(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> Iterator[Sheet]:
    """Draw the pages on a handful of documents: these themselves, and no page of hollow dots."""
    return chain(
        documents_pages(analysis),
        cards(analysis, tables),
        heatmaps(analysis),
        account_page(analysis),
        methods(analysis),
    )


def _of_many(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> Iterator[Sheet]:
    return chain(
        heatmaps(analysis),
        cards(analysis, tables),
        countries_of_topics(analysis),
        topics_of_countries(analysis),
        contrasts_pages(analysis),
        relations_page(analysis, tables),
        groups_pages(analysis),
        evidence_pages(analysis, tables["passages"]),
        trend_pages(analysis),
        pair_trend_pages(analysis),
        world_pages(analysis, tables["country_documents"]),
        map_page(tables),
        reliability_page(analysis),
        robust_page(analysis),
        naming_page(tables),
        account_page(analysis),
        methods(analysis),
        appendix(analysis),
    )
