"""The figures of a report, each on its own, with its data and its alt text."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from topics.plots.save import Drawing
    from topics.run.analysis import Analysis

NARROW = ("flow", "words", "countries", "topics", "contrasts", "reliability")
TRENDS = 4  # topics over time at the most


def overview_figures(
    analysis: "Analysis", extra: dict[str, pd.DataFrame], folder: Path
) -> "list[Drawing]":
    """Draw what the whole run comes to, in the order of a reader's questions.

    Parameters
    ----------
    analysis : Analysis
        The run.
    extra : dict
        What `derived_tables` returns for it.
    folder : Path
        Where the figures are to go.
    """
    from topics.report.facts import dated_documents, most_changed, pairs_over_time

    level = analysis.config.level

    def draw(name: str, kind: str, table: pd.DataFrame, **options: Any) -> "Drawing":  # noqa: ANN401
        return _draw(folder, name, kind, table, **options)

    drawings = [
        draw("stand-out", "standouts", analysis.shown(), level=level),
        draw("topic-country", "heatmap", analysis.shown(), level=level),
        draw("world-documents", "world-documents", extra["country_documents"]),
    ]
    if not analysis.contrasts.empty:
        for (first, second), rows in analysis.contrasts.groupby(["first", "second"], sort=False):
            drawings.append(draw(f"contrast-{first}-{second}", "contrasts", rows, level=level))
    if not analysis.pairs.empty:
        drawings.append(draw("pairs-beyond", "beyond", analysis.pairs))
    for pair in pairs_over_time(analysis.pair_trends):
        drawings.append(
            draw(f"pair-{pair}-trends", "pair-trends", analysis.pair_trends, pair=pair, level=level)
        )
    if not analysis.groups.empty:
        drawings.append(draw("groups", "groups", analysis.groups, level=level))
    if not analysis.group_countries.empty:
        drawings.append(draw("group-countries", "group-countries", analysis.group_countries))
    if not analysis.trends.empty:
        for topic in most_changed(analysis.trends)[:TRENDS]:
            name = f"topic-{topic:02d}-trends"
            drawings.append(draw(name, "trends", analysis.trends, topic=topic, level=level))
    drawings += [
        draw("topic-map", "topic-map", extra["topic_map"]),
        draw("country-pairs", "pairs", extra["country_pairs"]),
    ]
    if "mention_kinds" in extra:
        drawings += [
            draw("mention-kinds", "mention-kinds", extra["mention_kinds"]),
            draw("calibration", "calibration", extra["calibration"]),
        ]
    if not analysis.reliability.empty:
        drawings.append(draw("reliability", "reliability", analysis.reliability))
    drawings += [
        draw("flow", "flow", analysis.flow),
        draw("coverage", "coverage", dated_documents(analysis)),
    ]
    return drawings


def figures_of_each(analysis: "Analysis", folder: Path) -> "Iterator[Drawing]":
    """Draw the words and the countries of each topic, and the topics of each country."""
    shown, level = analysis.shown(), analysis.config.level
    for topic in sorted(shown["topic"].unique()):
        name = f"topic-{topic:02d}"
        yield _draw(folder, f"{name}-words", "words", analysis.words, topic=topic)
        yield _draw(folder, f"{name}-countries", "countries", shown, topic=topic, level=level)
    for country in sorted(shown["country"].unique()):
        name = f"country-{country}-topics"
        yield _draw(folder, name, "topics", shown, country=country, level=level)


def _draw(folder: Path, name: str, kind: str, table: pd.DataFrame, **options: Any) -> "Drawing":  # noqa: ANN401
    from topics.plots.kinds import draw_kind

    columns = 1 if kind in NARROW else 2
    return draw_kind(kind, table, folder / f"{name}.pdf", columns=columns, **options)
