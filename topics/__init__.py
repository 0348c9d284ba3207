"""Topics of countries in news text: which, and how sure can we be.

The line, each stage a plain function from tables to tables::

    read_corpus -> clean_corpus -> find_countries -> country_weights ─┐
                        └─> tokenize -> count_words -> fit_lda ───────┴─> topic_country -> plots

`analyse` runs the whole line and `write_report` puts it into one PDF; so does the command
``topics report``.
"""

from topics.analysis import Analysis, analyse, topic_labels
from topics.bow import BagOfWords, count_words
from topics.cleaning import clean_corpus, coverage, flow, removed_lines, split_units
from topics.config import ReportConfig
from topics.corpus import read_chunks, read_corpus
from topics.countries import (
    apply_successors,
    country_name,
    country_weights,
    expand_groups,
    find_countries,
    highlight,
    inherit_weights,
    show_mentions,
)
from topics.errors import InputError, MissingExtraError, TopicsError
from topics.estimate import (
    TopicCountryDraws,
    contrasts,
    draw_topic_country,
    summarise_draws,
    topic_country,
    trends,
)
from topics.evaluate import (
    compare_configs,
    config_grid,
    fit_prototype,
    recommend_topics,
)
from topics.guided import fit_guided, read_seeds
from topics.lda import LDAConfig, TopicModel, doc_topics, fit_lda, top_words
from topics.plots import (
    count_pairs,
    figure_style,
    map_topics,
    plot_contrasts,
    plot_countries_of_topic,
    plot_coverage,
    plot_flow,
    plot_pairs,
    plot_reliability,
    plot_sweep,
    plot_topic_card,
    plot_topic_country,
    plot_topic_map,
    plot_topic_words,
    plot_topics_of_country,
    plot_trends,
    plot_world_documents,
    plot_world_topic,
    save_figure,
    seriate,
)
from topics.report import write_report
from topics.simulate import simulate_corpus
from topics.store import load_model, save_model
from topics.tables import write_csv, write_table
from topics.tokens import count_corpus, mask_mentions, stopwords, tokenize

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "BagOfWords",
    "InputError",
    "LDAConfig",
    "MissingExtraError",
    "ReportConfig",
    "TopicCountryDraws",
    "TopicModel",
    "TopicsError",
    "__version__",
    "analyse",
    "apply_successors",
    "clean_corpus",
    "compare_configs",
    "config_grid",
    "contrasts",
    "count_corpus",
    "count_pairs",
    "count_words",
    "country_name",
    "country_weights",
    "coverage",
    "doc_topics",
    "draw_topic_country",
    "expand_groups",
    "figure_style",
    "find_countries",
    "fit_guided",
    "fit_lda",
    "fit_prototype",
    "flow",
    "highlight",
    "inherit_weights",
    "load_model",
    "map_topics",
    "mask_mentions",
    "plot_contrasts",
    "plot_countries_of_topic",
    "plot_coverage",
    "plot_flow",
    "plot_pairs",
    "plot_reliability",
    "plot_sweep",
    "plot_topic_card",
    "plot_topic_country",
    "plot_topic_map",
    "plot_topic_words",
    "plot_topics_of_country",
    "plot_trends",
    "plot_world_documents",
    "plot_world_topic",
    "read_chunks",
    "read_corpus",
    "read_seeds",
    "recommend_topics",
    "removed_lines",
    "save_figure",
    "save_model",
    "seriate",
    "show_mentions",
    "simulate_corpus",
    "split_units",
    "stopwords",
    "summarise_draws",
    "tokenize",
    "top_words",
    "topic_country",
    "topic_labels",
    "trends",
    "write_csv",
    "write_report",
    "write_table",
]
