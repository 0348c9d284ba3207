"""What every kind of figure is, and needs of its table; to list them draws in no matplotlib."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of figure.

    Attributes
    ----------
    says : str
        What it shows.
    table : str
        Name of the table of a run that it draws.
    draw : callable
        From the table, and the options as keywords, to Axes.
    tell : callable
        From the same to the alt text.
    numbers, words, dates : tuple of str
        Columns that the table must have, by what they hold.
    unique : tuple of str
        Columns that together may not repeat.
    options : tuple of str
        Options that must be given.
    extras : tuple of str
        Options that may be given.
    """

    says: str
    table: str
    draw: "Callable[..., Axes]"
    tell: Callable[..., str]
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()


def _plot(name: str) -> "Callable[..., Axes]":
    """Return the plot of a name, which is looked up when it is called."""

    def draw(table: "pd.DataFrame", **options: Any) -> "Axes":  # noqa: ANN401
        plot: Callable[..., Axes] = getattr(import_module("topics.plots"), name)
        return plot(table, **options)

    return draw


def _text(name: str, *takes: str) -> Callable[..., str]:
    """Return the alt text of a name, which takes these of the options and is looked up too."""

    def tell(table: "pd.DataFrame", **options: Any) -> str:  # noqa: ANN401
        from topics.plots import describe

        text: Callable[..., str] = getattr(describe, name)
        return text(table, **{option: options[option] for option in takes if option in options})

    return tell


def _heatmap(table: "pd.DataFrame", **options: Any) -> "Axes":  # noqa: ANN401
    from topics.estimate.seriate import seriate
    from topics.plots.heatmap import plot_topic_country

    return plot_topic_country(seriate(table), **options)


def _choropleth(table: "pd.DataFrame", *, boundaries: str, **options: Any) -> "Axes":  # noqa: ANN401
    from topics.plots.choropleth import plot_choropleth, read_boundaries

    return plot_choropleth(table, boundaries=read_boundaries(boundaries), **options)


_CELL = ("topic", "estimate", "ci_low", "ci_high", "corpus_share", "lift")
_DOT = (*_CELL, "n_effective", "ci50_low", "ci50_high")

KINDS = {
    "flow": Kind(
        says="documents kept and dropped at each stage",
        table="flow", draw=_plot("plot_flow"), tell=_text("flow_text"),
        words=("stage",), numbers=("kept", "dropped"),
    ),
    "coverage": Kind(
        says="documents over time, by outlet with --group",
        table="documents", draw=_plot("plot_coverage"), extras=("group", "most"),
        tell=_text("coverage_text"),
        dates=("date",),
    ),
    "words": Kind(
        says="the words of a topic",
        table="topic_words", draw=_plot("plot_topic_words"), options=("topic",),
        tell=_text("words_text", "topic"),
        words=("word",), numbers=("topic", "rank", "probability"),
    ),
    "heatmap": Kind(
        says="topics by countries, with what is credible",
        table="topic_country",
        draw=_heatmap,
        tell=_text("heatmap_text"), extras=("level",),
        words=("country",), numbers=_CELL, unique=("country", "topic"),
    ),
    "standouts": Kind(
        says="who stands out on what, with intervals",
        table="topic_country", draw=_plot("plot_standouts"), tell=_text("standouts_text"),
        extras=("most", "level"),
        words=("country",), numbers=_DOT, unique=("country", "topic"),
    ),
    "countries": Kind(
        says="the countries of a topic, with intervals",
        table="topic_country", draw=_plot("plot_countries_of_topic"), options=("topic",),
        tell=_text("countries_text", "topic"), extras=("most", "level"),
        words=("country",), numbers=_DOT,
    ),
    "topics": Kind(
        says="the topics of a country, with intervals",
        table="topic_country", draw=_plot("plot_topics_of_country"), options=("country",),
        tell=_text("topics_text", "country"),
        extras=("most", "level"),
        words=("country",), numbers=_DOT,
    ),
    "contrasts": Kind(
        says="differences between two countries or periods",
        table="contrasts", draw=_plot("plot_contrasts"), extras=("most", "level", "fdr"),
        tell=_text("contrasts_text"),
        numbers=("topic", "estimate", "ci_low", "ci_high"),
    ),
    "trends": Kind(
        says="a topic, or a country, over time",
        table="trends", draw=_plot("plot_trends"), extras=("topic", "country", "most", "level"),
        tell=_text("trends_text"),
        words=("country", "period"), numbers=("topic", "estimate", "ci_low", "ci_high"),
    ),
    "world": Kind(
        says="a topic on the world's tiles",
        table="topic_country", draw=_plot("plot_world_topic"), options=("topic",),
        tell=_text("world_text", "topic"), extras=("least", "level"),
        words=("country",), numbers=(*_CELL, "n_effective"),
    ),
    "world-documents": Kind(
        says="documents about each country on the world's tiles",
        table="country_documents", draw=_plot("plot_world_documents"),
        tell=_text("documents_text"),
        words=("country",), numbers=("n_docs",),
    ),
    "choropleth": Kind(
        says="a topic on a map with your own boundaries (GeoJSON)",
        table="topic_country", draw=_choropleth, options=("topic", "boundaries"),
        tell=_text("world_text", "topic"), extras=("least", "level"),
        words=("country",), numbers=(*_CELL, "n_effective"),
    ),
    "topic-map": Kind(
        says="topics by the similarity of their words",
        table="topic_map", draw=_plot("plot_topic_map"), tell=_text("map_text"),
        numbers=("topic", "x", "y", "share"),
    ),
    "pairs": Kind(
        says="countries named together more often than by chance",
        table="country_pairs", draw=_plot("plot_pairs"), extras=("most", "fdr"),
        tell=_text("pairs_text"),
        words=("first", "second"), numbers=("n_both", "expected", "p_adjusted"),
    ),
    "beyond": Kind(
        says="what pairs of countries are written about together, beyond what is expected",
        table="pairs", draw=_plot("plot_beyond"), extras=("most", "fdr"),
        tell=_text("beyond_text"),
        words=("first", "second"), unique=("first", "second", "topic"),
        numbers=(
            "topic", "estimate", "expected", "beyond", "p_adjusted", "additivity_p_adjusted",
            "n_docs",
        ),
    ),
    "pair": Kind(
        says="one pair of countries: its topics, and those expected",
        table="pairs", draw=_plot("plot_pair"), options=("pair",), extras=("most", "level"),
        tell=_text("pair_text", "pair"),
        words=("first", "second"), unique=("first", "second", "topic"),
        numbers=("topic", "estimate", "ci_low", "ci_high", "expected", "n_docs"),
    ),
    "sides": Kind(
        says="two countries side by side: alone, together, the other alone",
        table="pairs", draw=_plot("plot_sides"), options=("pair",), extras=("most", "level"),
        tell=_text("sides_text", "pair"),
        words=("first", "second"), unique=("first", "second", "topic"),
        numbers=(
            "topic", "estimate", "ci_low", "ci_high", "expected", "n_docs", "first_alone",
            "first_alone_low", "first_alone_high", "second_alone", "second_alone_low",
            "second_alone_high",
        ),
    ),
    "relations": Kind(
        says="pairs of countries as a network, in the colour of the topic beyond",
        table="pairs", draw=_plot("plot_relations"), extras=("most", "fdr"),
        tell=_text("relations_text"),
        words=("first", "second"), unique=("first", "second", "topic"),
        numbers=("topic", "beyond", "p_adjusted", "additivity_p_adjusted", "n_docs"),
    ),
    "pair-trends": Kind(
        says="a pair of countries over time: its topics, and those expected",
        table="pair_trends", draw=_plot("plot_pair_trends"), options=("pair",),
        extras=("most", "level"), tell=_text("pair_trends_text", "pair"),
        words=("first", "second", "period"), unique=("first", "second", "topic", "period"),
        numbers=("topic", "estimate", "ci_low", "ci_high", "expected", "beyond"),
    ),
    "groups": Kind(
        says="topics by groups of documents, such as parties or outlets",
        table="groups", draw=_plot("plot_groups"), extras=("most", "level"),
        tell=_text("groups_text"),
        words=("group",), numbers=(*_CELL, "n_effective"), unique=("group", "topic"),
    ),
    "group-countries": Kind(
        says="what groups of documents have on a country, against the other groups",
        table="group_countries", draw=_plot("plot_group_countries"), extras=("most", "fdr"),
        tell=_text("group_countries_text"),
        words=("country", "group"), unique=("country", "group", "topic"),
        numbers=("topic", "estimate", "elsewhere", "difference", "p_adjusted", "n_effective"),
    ),
    "effects": Kind(
        says="what topic shares go with: a term over topics, or a topic over terms",
        table="effects", draw=_plot("plot_effects"),
        extras=("term", "topic", "most", "level", "fdr"),
        tell=_text("effects_text", "term", "topic"),
        words=("term",), numbers=("topic", "estimate", "ci_low", "ci_high", "p_adjusted"),
    ),
    "mention-kinds": Kind(
        says="the kinds of mention by which countries are named",
        table="mention_kinds", draw=_plot("plot_mention_kinds"), extras=("most",),
        tell=_text("mention_kinds_text"),
        words=("country", "kind"), numbers=("n_mentions", "share"),
    ),
    "calibration": Kind(
        says="how often predicted probabilities came true",
        table="calibration", draw=_plot("plot_calibration"),
        tell=_text("calibration_text"),
        numbers=("bin_low", "bin_high", "n", "predicted", "observed"),
    ),
    "reliability": Kind(
        says="how well topics are found again by other seeds",
        table="reliability", draw=_plot("plot_reliability"), extras=("threshold",),
        tell=_text("reliability_text"),
        numbers=("topic", "reliability"),
    ),
    "sweep": Kind(
        says="a measure over the number of topics",
        table="sweep", draw=_plot("plot_sweep"), extras=("measure",),
        tell=_text("sweep_text", "measure"),
        numbers=("n_topics",),
    ),
}  # fmt: skip
