"""Topics of countries in news text: which, and how sure can we be.

The line, each stage a plain function from tables to tables::

    read_corpus -> clean_corpus -> find_countries -> country_weights ─┐
                        └─> tokenize -> count_words -> fit_lda ───────┴─> topic_country -> plots

`analyse` runs the whole line and `write_report` puts it into one PDF; so does the command
``topics report``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from topics.cleaning import (
        clean_corpus,
        coverage,
        flow,
        removed_lines,
        split_units,
    )
    from topics.countries import (
        apply_successors,
        country_name,
        country_weights,
        expand_groups,
        find_countries,
        highlight,
        inherit_weights,
        mention_kinds,
        salience_reliability,
        show_mentions,
    )
    from topics.errors import (
        InputError,
        MissingExtraError,
        TopicsError,
    )
    from topics.estimate import (
        TopicCountryDraws,
        draw_topic_country,
        summarise_draws,
        topic_country,
    )
    from topics.estimate.contrasts import (
        contrasts,
    )
    from topics.estimate.pairs import (
        count_pairs,
    )
    from topics.estimate.seriate import (
        seriate,
    )
    from topics.estimate.trends import (
        trends,
    )
    from topics.evaluate import (
        compare_configs,
        config_grid,
        fit_prototype,
        recommend_topics,
    )
    from topics.evaluate.topic_map import (
        map_topics,
    )
    from topics.lda import (
        LDAConfig,
        TopicModel,
        doc_topics,
        fit_guided,
        fit_lda,
        load_model,
        read_seeds,
        save_model,
        top_words,
        word_intervals,
    )
    from topics.plots import (
        figure_style,
        plot_calibration,
        plot_contrasts,
        plot_countries_of_topic,
        plot_coverage,
        plot_flow,
        plot_mention_kinds,
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
    )
    from topics.readers.account import (
        Account,
        Reading,
    )
    from topics.readers.corpus import (
        read_chunks,
        read_corpus,
        read_with_account,
    )
    from topics.report.write import (
        write_report,
    )
    from topics.run.analyse import (
        analyse,
        topic_labels,
    )
    from topics.run.analysis import (
        Analysis,
    )
    from topics.run.config import (
        ReportConfig,
    )
    from topics.simulate import (
        simulate_corpus,
    )
    from topics.tables import (
        write_csv,
        write_table,
    )
    from topics.text import (
        BagOfWords,
        count_corpus,
        count_words,
        mask_mentions,
        stopwords,
        tokenize,
    )

__all__ = [
    "Account",
    "Analysis",
    "BagOfWords",
    "InputError",
    "LDAConfig",
    "MissingExtraError",
    "Reading",
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
    "mention_kinds",
    "plot_calibration",
    "plot_contrasts",
    "plot_countries_of_topic",
    "plot_coverage",
    "plot_flow",
    "plot_mention_kinds",
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
    "read_with_account",
    "recommend_topics",
    "removed_lines",
    "salience_reliability",
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
    "word_intervals",
    "write_csv",
    "write_report",
    "write_table",
]

__version__ = "0.1.0"

# Where each public name lives. A module is imported when a name of it is first used, so that
# `import topics` and `topics --help` are quick.
_HOMES = {
    "topics.cleaning": (
        "clean_corpus",
        "coverage",
        "flow",
        "removed_lines",
        "split_units",
    ),
    "topics.countries": (
        "apply_successors",
        "country_name",
        "country_weights",
        "expand_groups",
        "find_countries",
        "highlight",
        "inherit_weights",
        "mention_kinds",
        "salience_reliability",
        "show_mentions",
    ),
    "topics.errors": (
        "InputError",
        "MissingExtraError",
        "TopicsError",
    ),
    "topics.estimate": (
        "TopicCountryDraws",
        "draw_topic_country",
        "summarise_draws",
        "topic_country",
    ),
    "topics.estimate.contrasts": ("contrasts",),
    "topics.estimate.pairs": ("count_pairs",),
    "topics.estimate.seriate": ("seriate",),
    "topics.estimate.trends": ("trends",),
    "topics.evaluate": (
        "compare_configs",
        "config_grid",
        "fit_prototype",
        "recommend_topics",
    ),
    "topics.evaluate.topic_map": ("map_topics",),
    "topics.lda": (
        "LDAConfig",
        "TopicModel",
        "doc_topics",
        "fit_guided",
        "fit_lda",
        "load_model",
        "read_seeds",
        "save_model",
        "top_words",
        "word_intervals",
    ),
    "topics.plots": (
        "figure_style",
        "plot_calibration",
        "plot_contrasts",
        "plot_countries_of_topic",
        "plot_coverage",
        "plot_flow",
        "plot_mention_kinds",
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
        "save_figure",
    ),
    "topics.readers.account": ("Account", "Reading"),
    "topics.readers.corpus": (
        "read_chunks",
        "read_corpus",
        "read_with_account",
    ),
    "topics.report.write": ("write_report",),
    "topics.run.analyse": (
        "analyse",
        "topic_labels",
    ),
    "topics.run.analysis": ("Analysis",),
    "topics.run.config": ("ReportConfig",),
    "topics.simulate": ("simulate_corpus",),
    "topics.tables": (
        "write_csv",
        "write_table",
    ),
    "topics.text": (
        "BagOfWords",
        "count_corpus",
        "count_words",
        "mask_mentions",
        "stopwords",
        "tokenize",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
