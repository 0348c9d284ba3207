"""The pages of a report, in the order of a reader's questions."""

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
from topics.report.pages.page import add_footer
from topics.report.pages.relations import relations_page
from topics.report.pages.robust import robust_page
from topics.report.pages.themes import cards, map_page, naming_page, reliability_page, world_pages

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

__all__ = ["report_pages"]


def report_pages(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> list[Sheet]:
    """Return every page of the report, with its footer, and the bookmarks that lead to it.

    Parameters
    ----------
    analysis : Analysis
        The run.
    tables : dict
        What `derived_tables` returns for it.
    """
    few = few_documents(analysis)
    body = _of_few(analysis, tables) if few else _of_many(analysis, tables)
    sheets = [cover(analysis, body), *body]
    for number, sheet in enumerate(sheets, start=1):
        if number > 1:
            add_footer(sheet.figure, analysis.config.title, number)
    return sheets


def _of_few(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> list[Sheet]:
    """Return the pages on a handful of documents: these themselves, and no page of hollow dots."""
    return [
        *documents_pages(analysis),
        *cards(analysis, tables),
        *heatmaps(analysis),
        *account_page(analysis),
        *methods(analysis),
    ]


def _of_many(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> list[Sheet]:
    return [
        *heatmaps(analysis),
        *cards(analysis, tables),
        *countries_of_topics(analysis),
        *topics_of_countries(analysis),
        *contrasts_pages(analysis),
        *relations_page(analysis, tables),
        *evidence_pages(analysis, tables["passages"]),
        *trend_pages(analysis),
        *world_pages(analysis, tables["country_documents"]),
        *map_page(tables),
        *reliability_page(analysis),
        *robust_page(analysis),
        *naming_page(tables),
        *account_page(analysis),
        *methods(analysis),
        *appendix(analysis),
    ]
