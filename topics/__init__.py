"""Topics of countries in news text: which, and how sure can we be.

The line, each stage a plain function from tables to tables::

    read_corpus -> clean_corpus -> find_countries -> country_weights ─┐
                        └─> tokenize -> count_words -> fit_lda ───────┴─> topic_country -> plots

`analyse` runs the whole line and `write_report` puts it into one PDF; so does the command
``topics report``.
"""

from topics.analysis import Analysis, analyse, topic_labels
from topics.bow import BagOfWords, count_words
from topics.cleaning import clean_corpus, split_units
from topics.config import ReportConfig
from topics.corpus import read_corpus
from topics.countries import country_name, country_weights, find_countries
from topics.countries.show import show_mentions
from topics.errors import InputError, MissingExtraError, TopicsError
from topics.estimate import topic_country
from topics.lda import LDAConfig, TopicModel, doc_topics, fit_lda, top_words
from topics.plots import (
    figure_style,
    plot_countries_of_topic,
    plot_coverage,
    plot_flow,
    plot_topic_country,
    plot_topic_words,
    plot_topics_of_country,
    seriate,
)
from topics.report import write_report
from topics.store import load_model, save_model
from topics.tokens import count_corpus, tokenize

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "BagOfWords",
    "InputError",
    "LDAConfig",
    "MissingExtraError",
    "ReportConfig",
    "TopicModel",
    "TopicsError",
    "__version__",
    "analyse",
    "clean_corpus",
    "count_corpus",
    "count_words",
    "country_name",
    "country_weights",
    "doc_topics",
    "figure_style",
    "find_countries",
    "fit_lda",
    "load_model",
    "plot_countries_of_topic",
    "plot_coverage",
    "plot_flow",
    "plot_topic_country",
    "plot_topic_words",
    "plot_topics_of_country",
    "read_corpus",
    "save_model",
    "seriate",
    "show_mentions",
    "split_units",
    "tokenize",
    "top_words",
    "topic_country",
    "topic_labels",
    "write_report",
]
