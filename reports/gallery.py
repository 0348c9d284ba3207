"""Draw the pictures of README and of the gallery: python reports/gallery.py [FOLDER] [NAME ...].

Each function draws one picture from the analysis of the sample corpus; the documentation shows it
beside what it draws.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl

from topics import Analysis, ReportConfig, analyse, figure_style
from topics.plots.kinds import draw_kind
from topics.plots.pair import plot_pair
from topics.plots.rows import told_beyond
from topics.plots.save import Drawing, save_drawings, save_figure
from topics.report.write import derived_tables
from topics.run.config import sample_folder

DPI = 150


def topic_country(run: Analysis, path: Path) -> Drawing:
    """Draw topics by countries; colour where a cell is told from the corpus."""
    return draw_kind("heatmap", run.shown(), path, columns=2)


def countries(run: Analysis, path: Path) -> Drawing:
    """Draw the countries of one topic, with intervals."""
    return draw_kind("countries", run.shown(), path, columns=2, topic=farthest_topic(run))


def country(run: Analysis, path: Path) -> Drawing:
    """Draw the topics of one country, with intervals."""
    first = run.contrasts["first"].iloc[0]
    return draw_kind("topics", run.shown(), path, columns=2, country=first)


def world(run: Analysis, path: Path) -> Drawing:
    """Draw one topic on the tiles of a region."""
    return draw_kind("world", run.estimates, path, columns=2, topic=farthest_topic(run))


def topic_map(run: Analysis, path: Path) -> Drawing:
    """Draw topics by the similarity of their words."""
    return draw_kind("topic-map", derived_tables(run)["topic_map"], path, columns=2)


def pairs(run: Analysis, path: Path) -> Drawing:
    """Draw countries named together more often than by chance."""
    return draw_kind("pairs", derived_tables(run)["country_pairs"], path, columns=2)


def contrasts(run: Analysis, path: Path) -> Drawing:
    """Draw differences between two countries, with intervals."""
    surest = run.contrasts.nsmallest(1, "p_value")[["first", "second"]]
    return draw_kind("contrasts", run.contrasts.merge(surest), path, columns=2)


def beyond(run: Analysis, path: Path) -> Drawing:
    """Draw what pairs are written about together, beyond each country."""
    return draw_kind("beyond", run.pairs, path, columns=2)


def relations(run: Analysis, path: Path) -> Drawing:
    """Draw pairs of countries as a network."""
    return draw_kind("relations", run.pairs, path, columns=2)


def sides(run: Analysis, path: Path) -> Drawing:
    """Draw two countries side by side: alone, together, the other alone."""
    return draw_kind("sides", run.pairs, path, columns=2, pair=clearest_pair(run))


def pair(run: Analysis, path: Path) -> None:
    """Draw one pair in detail, with its words and passages."""
    named, extra = clearest_pair(run), derived_tables(run)
    with figure_style("report", columns=2), mpl.rc_context({"savefig.dpi": DPI}):
        axes = plot_pair(
            run.pairs, pair=named, words=extra["pair_words"], passages=extra["pair_passages"]
        )
        figure = axes.get_figure(root=True)
        assert figure is not None
        save_figure(figure, path, title=named)


def farthest_topic(run: Analysis) -> int:
    """Return the topic of the cell that is furthest above the corpus."""
    shown = run.shown()
    return int(shown["topic"].iloc[shown["lift"].argmax()])


def clearest_pair(run: Analysis) -> str:
    """Return the pair whose interval is furthest from what is expected."""
    named = run.pairs[told_beyond(run.pairs)].nlargest(1, "beyond_low").iloc[0]
    return f"{named['first']}-{named['second']}"


PICTURES: dict[str, Callable[[Analysis, Path], Drawing | None]] = {
    "topic-country": topic_country,
    "countries": countries,
    "country": country,
    "world": world,
    "topic-map": topic_map,
    "pairs": pairs,
    "contrasts": contrasts,
    "beyond": beyond,
    "relations": relations,
    "pair": pair,
    "sides": sides,
}


def main() -> None:
    """Write the PNG files."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "reports/gallery")
    run = analyse(ReportConfig.from_toml(sample_folder() / "report.toml"))
    with figure_style("report"), mpl.rc_context({"savefig.dpi": DPI}):
        for name in sys.argv[2:] or PICTURES:
            drawing = PICTURES[name](run, folder / f"{name}.png")
            if drawing is not None:
                save_drawings([replace(drawing, alt="", data=None)])


if __name__ == "__main__":
    main()
