"""The command ``topics`` with few figures: what is attacked is how they are written."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from topics._machine import check_environment
from topics.cli import main
from topics.errors import TopicsError

if TYPE_CHECKING:
    import pandas as pd

    from topics.plots.save import Sheet
    from topics.run.analysis import Analysis


def fewer_figures() -> None:
    """Draw two figures and one page: what is attacked is how they are written."""
    from topics.report import figures, pages
    from topics.report.pages.account import account_page

    def one_page(
        analysis: "Analysis",
        tables: "dict[str, pd.DataFrame]",  # noqa: ARG001
        *,
        finish: "Callable[[Sheet], Sheet] | None" = None,
    ) -> "list[Sheet]":
        return [sheet if finish is None else finish(sheet) for sheet in account_page(analysis)]

    pages.report_pages = one_page
    figures.overview_figures = lambda analysis, extra, folder: [
        figures._draw(folder, "topic-map", "topic-map", extra["topic_map"]),
        figures._draw(folder, "flow", "flow", analysis.flow),
    ]
    figures.figures_of_each = lambda *_: iter(())


def as_command() -> None:
    """Be the command, in a process of its own: what is imported early would be met too late."""
    try:
        check_environment()
    except TopicsError:
        sys.exit(main())  # which says so, and imports none of the libraries that fail
    from topics.cli import report

    run = report.run

    def with_fewer(arguments: argparse.Namespace) -> None:
        fewer_figures()
        run(arguments)

    report.run = with_fewer
    sys.exit(main())
