"""Figures: a table in, matplotlib Axes out. They compute nothing, save nothing, set nothing."""

from topics.plots.coverage import plot_coverage, plot_flow
from topics.plots.heatmap import plot_topic_country, seriate
from topics.plots.intervals import plot_countries_of_topic, plot_topics_of_country
from topics.plots.style import figure_style
from topics.plots.words import plot_topic_words

__all__ = [
    "figure_style",
    "plot_countries_of_topic",
    "plot_coverage",
    "plot_flow",
    "plot_topic_country",
    "plot_topic_words",
    "plot_topics_of_country",
    "seriate",
]
