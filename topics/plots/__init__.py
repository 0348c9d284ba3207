"""Figures: a table in, matplotlib Axes out. They compute nothing, save nothing, set nothing.

matplotlib is imported with the first figure, so that the command line can list kinds and styles.
"""

from typing import TYPE_CHECKING

from topics._lazy import lazy_names

if TYPE_CHECKING:
    from topics.plots.beyond import plot_beyond
    from topics.plots.calibration import plot_calibration
    from topics.plots.choropleth import plot_choropleth, read_boundaries
    from topics.plots.contrasts import plot_contrasts
    from topics.plots.coverage import plot_coverage, plot_flow
    from topics.plots.effects import plot_effects
    from topics.plots.heatmap import plot_topic_country
    from topics.plots.intervals import plot_countries_of_topic, plot_topics_of_country
    from topics.plots.mention_kinds import plot_mention_kinds
    from topics.plots.network import plot_pairs
    from topics.plots.pair import plot_pair, plot_sides
    from topics.plots.relations import plot_relations
    from topics.plots.save import save_figure, save_pages
    from topics.plots.stability import plot_reliability, plot_sweep
    from topics.plots.standouts import plot_standouts
    from topics.plots.style import figure_style
    from topics.plots.tiles import world_tiles
    from topics.plots.topic_map import plot_topic_map
    from topics.plots.trends import plot_trends
    from topics.plots.words import plot_topic_card, plot_topic_words
    from topics.plots.world import plot_world_documents, plot_world_topic

__all__ = [
    "figure_style",
    "plot_beyond",
    "plot_calibration",
    "plot_choropleth",
    "plot_contrasts",
    "plot_countries_of_topic",
    "plot_coverage",
    "plot_effects",
    "plot_flow",
    "plot_mention_kinds",
    "plot_pair",
    "plot_pairs",
    "plot_relations",
    "plot_reliability",
    "plot_sides",
    "plot_standouts",
    "plot_sweep",
    "plot_topic_card",
    "plot_topic_country",
    "plot_topic_map",
    "plot_topic_words",
    "plot_topics_of_country",
    "plot_trends",
    "plot_world_documents",
    "plot_world_topic",
    "read_boundaries",
    "save_figure",
    "save_pages",
    "world_tiles",
]

_HOMES = {
    "topics.plots.beyond": "plot_beyond",
    "topics.plots.calibration": "plot_calibration",
    "topics.plots.choropleth": "plot_choropleth read_boundaries",
    "topics.plots.contrasts": "plot_contrasts",
    "topics.plots.coverage": "plot_coverage plot_flow",
    "topics.plots.effects": "plot_effects",
    "topics.plots.heatmap": "plot_topic_country",
    "topics.plots.intervals": "plot_countries_of_topic plot_topics_of_country",
    "topics.plots.mention_kinds": "plot_mention_kinds",
    "topics.plots.network": "plot_pairs",
    "topics.plots.pair": "plot_pair plot_sides",
    "topics.plots.relations": "plot_relations",
    "topics.plots.save": "save_figure save_pages",
    "topics.plots.stability": "plot_reliability plot_sweep",
    "topics.plots.standouts": "plot_standouts",
    "topics.plots.style": "figure_style",
    "topics.plots.topic_map": "plot_topic_map",
    "topics.plots.trends": "plot_trends",
    "topics.plots.words": "plot_topic_card plot_topic_words",
    "topics.plots.tiles": "world_tiles",
    "topics.plots.world": "plot_world_documents plot_world_topic",
}
_, _get, __dir__ = lazy_names(__name__, _HOMES)

if not TYPE_CHECKING:  # A type checker that saw it would take any name for a public one.
    __getattr__ = _get
