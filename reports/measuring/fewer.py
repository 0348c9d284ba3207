"""The command ``topics`` with few figures: what is attacked is how they are written."""

import argparse
import sys

from topics.cli import main, report


def fewer_figures() -> None:
    """Draw two figures and one page: what is attacked is how they are written."""
    from topics.report import figures, pages

    pages.report_pages = lambda analysis, _: pages.account_page(analysis)
    figures.overview_figures = lambda analysis, extra, folder: [
        figures._draw(folder, "topic-map", "topic-map", extra["topic_map"]),
        figures._draw(folder, "flow", "flow", analysis.flow),
    ]
    figures.figures_of_each = lambda *_: iter(())


def as_command() -> None:
    """Be the command, in a process of its own: what is imported early would be met too late."""
    run = report.run

    def with_fewer(arguments: argparse.Namespace) -> None:
        fewer_figures()
        run(arguments)

    report.run = with_fewer
    sys.exit(main())
