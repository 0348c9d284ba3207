"""Topics of countries in news text: which, and how sure can we be.

The line, each stage a plain function from tables to tables::

    read_corpus -> clean_corpus -> find_countries -> country_weights ─┐
                        └─> tokenize -> count_words -> fit_lda ───────┴─> topic_country -> plots

`analyse` runs the whole line and `write_report` puts it into one PDF; so does the command
``topics report``.
"""

from typing import TYPE_CHECKING

from topics._lazy import lazy_names
from topics._machine import adapt

if TYPE_CHECKING:
    from topics.cleaning import (
        clean_corpus as clean_corpus,
        coverage as coverage,
        flow as flow,
        removed_lines as removed_lines,
        split_units as split_units,
    )
    from topics.countries import (
        apply_successors as apply_successors,
        country_name as country_name,
        country_weights as country_weights,
        expand_groups as expand_groups,
        find_countries as find_countries,
        highlight as highlight,
        inherit_weights as inherit_weights,
        mention_kinds as mention_kinds,
        salience_reliability as salience_reliability,
        show_mentions as show_mentions,
    )
    from topics.errors import (
        InputError as InputError,
        MissingExtraError as MissingExtraError,
        TopicsError as TopicsError,
    )
    from topics.estimate import (
        TopicCountryDraws as TopicCountryDraws,
        draw_topic_country as draw_topic_country,
        summarise_draws as summarise_draws,
        topic_country as topic_country,
    )
    from topics.estimate.beyond import (
        pair_changes as pair_changes,
        summarise_pairs as summarise_pairs,
    )
    from topics.estimate.contrasts import (
        contrasts as contrasts,
    )
    from topics.estimate.crossed import (
        compare_groups as compare_groups,
    )
    from topics.estimate.directed import (
        directed_weights as directed_weights,
    )
    from topics.estimate.effects import (
        Effects as Effects,
        effects as effects,
    )
    from topics.estimate.grouping import (
        group_weights as group_weights,
    )
    from topics.estimate.marking import (
        pair_words as pair_words,
    )
    from topics.estimate.pairs import (
        count_pairs as count_pairs,
    )
    from topics.estimate.relations import (
        PairDraws as PairDraws,
        draw_topic_pairs as draw_topic_pairs,
        topic_pairs as topic_pairs,
    )
    from topics.estimate.seriate import (
        seriate as seriate,
    )
    from topics.estimate.trends import (
        trends as trends,
    )
    from topics.evaluate import (
        compare_configs as compare_configs,
        config_grid as config_grid,
        draw_tasks as draw_tasks,
        fit_prototype as fit_prototype,
        krippendorff_alpha as krippendorff_alpha,
        recommend_topics as recommend_topics,
        score_countries as score_countries,
        score_tasks as score_tasks,
    )
    from topics.evaluate.topic_map import (
        map_topics as map_topics,
    )
    from topics.lda import (
        LDAConfig as LDAConfig,
        TopicModel as TopicModel,
        TopicTransformer as TopicTransformer,
        auto_labels as auto_labels,
        doc_topics as doc_topics,
        fit_guided as fit_guided,
        fit_lda as fit_lda,
        label_table as label_table,
        load_model as load_model,
        prepare_ldavis as prepare_ldavis,
        read_labels as read_labels,
        read_seed_words as read_seed_words,
        save_model as save_model,
        top_words as top_words,
        word_intervals as word_intervals,
        write_labels as write_labels,
        write_mallet as write_mallet,
        write_r as write_r,
    )
    from topics.plots import (
        figure_style as figure_style,
        plot_beyond as plot_beyond,
        plot_calibration as plot_calibration,
        plot_choropleth as plot_choropleth,
        plot_contrasts as plot_contrasts,
        plot_countries_of_topic as plot_countries_of_topic,
        plot_coverage as plot_coverage,
        plot_effects as plot_effects,
        plot_flow as plot_flow,
        plot_group_countries as plot_group_countries,
        plot_groups as plot_groups,
        plot_mention_kinds as plot_mention_kinds,
        plot_pair as plot_pair,
        plot_pair_trends as plot_pair_trends,
        plot_pairs as plot_pairs,
        plot_relations as plot_relations,
        plot_sides as plot_sides,
        plot_reliability as plot_reliability,
        plot_standouts as plot_standouts,
        plot_sweep as plot_sweep,
        plot_topic_card as plot_topic_card,
        plot_topic_country as plot_topic_country,
        plot_topic_map as plot_topic_map,
        plot_topic_words as plot_topic_words,
        plot_topics_of_country as plot_topics_of_country,
        plot_trends as plot_trends,
        plot_world_documents as plot_world_documents,
        plot_world_topic as plot_world_topic,
        read_boundaries as read_boundaries,
        save_figure as save_figure,
    )
    from topics.readers.account import (
        Account as Account,
        Reading as Reading,
    )
    from topics.readers.corpus import (
        read_chunks as read_chunks,
        read_corpus as read_corpus,
        read_with_account as read_with_account,
    )
    from topics.report.citing import (
        methods_text as methods_text,
        write_methods as write_methods,
    )
    from topics.report.coders import (
        read_coding_sheets as read_coding_sheets,
        write_coding_sheets as write_coding_sheets,
    )
    from topics.report.replicate import write_replication as write_replication
    from topics.report.replicate_check import check_replication as check_replication
    from topics.report.paper import (
        paper_table as paper_table,
        write_paper_table as write_paper_table,
    )
    from topics.report.write import (
        write_report as write_report,
    )
    from topics.run.analyse import (
        analyse as analyse,
    )
    from topics.run.analysis import (
        Analysis as Analysis,
    )
    from topics.run.checkup import (
        Checkup as Checkup,
    )
    from topics.run.config import (
        ReportConfig as ReportConfig,
    )
    from topics.run.doctor import (
        doctor as doctor,
    )
    from topics.run.naming import (
        topic_labels as topic_labels,
    )
    from topics.simulate import (
        simulate_corpus as simulate_corpus,
    )
    from topics.simulate_news import (
        simulate_news as simulate_news,
    )
    from topics.tables import (
        write_csv as write_csv,
        write_table as write_table,
        write_tables as write_tables,
    )
    from topics.text import (
        BagOfWords as BagOfWords,
        TokenOptions as TokenOptions,
        count_corpus as count_corpus,
        count_words as count_words,
        lemmatize as lemmatize,
        mask_mentions as mask_mentions,
        stopwords as stopwords,
        tokenize as tokenize,
        vocabulary_report as vocabulary_report,
    )

__version__ = "0.1.0"
# Before numba and pandas are imported, which look about them while they are.
adapt()

# Where each public name lives. A module is imported when a name of it is first used, so that
# `import topics` and `topics --help` are quick.
_HOMES = {
    "topics.cleaning": "clean_corpus coverage flow removed_lines split_units",
    "topics.countries": """
        apply_successors country_name country_weights expand_groups find_countries highlight
        inherit_weights mention_kinds salience_reliability show_mentions
    """,
    "topics.errors": "InputError MissingExtraError TopicsError",
    "topics.estimate": "TopicCountryDraws draw_topic_country summarise_draws topic_country",
    "topics.estimate.beyond": "pair_changes summarise_pairs",
    "topics.estimate.contrasts": "contrasts",
    "topics.estimate.crossed": "compare_groups",
    "topics.estimate.directed": "directed_weights",
    "topics.estimate.effects": "Effects effects",
    "topics.estimate.grouping": "group_weights",
    "topics.estimate.marking": "pair_words",
    "topics.estimate.pairs": "count_pairs",
    "topics.estimate.relations": "PairDraws draw_topic_pairs topic_pairs",
    "topics.estimate.seriate": "seriate",
    "topics.estimate.trends": "trends",
    "topics.evaluate": """
        compare_configs config_grid draw_tasks fit_prototype krippendorff_alpha recommend_topics
        score_countries score_tasks
    """,
    "topics.evaluate.topic_map": "map_topics",
    "topics.lda": """
        LDAConfig TopicModel TopicTransformer auto_labels doc_topics fit_guided fit_lda
        label_table load_model prepare_ldavis read_labels read_seed_words save_model top_words
        word_intervals write_labels write_mallet write_r
    """,
    "topics.plots": """
        figure_style plot_beyond plot_calibration plot_choropleth plot_contrasts
        plot_countries_of_topic plot_coverage plot_effects
        plot_flow plot_group_countries plot_groups plot_mention_kinds plot_pair plot_pair_trends
        plot_pairs plot_relations plot_reliability plot_sides
        plot_standouts plot_sweep plot_topic_card
        plot_topic_country plot_topic_map plot_topic_words plot_topics_of_country plot_trends
        plot_world_documents plot_world_topic read_boundaries save_figure
    """,
    "topics.readers.account": "Account Reading",
    "topics.readers.corpus": "read_chunks read_corpus read_with_account",
    "topics.report.citing": "methods_text write_methods",
    "topics.report.coders": "read_coding_sheets write_coding_sheets",
    "topics.report.replicate": "write_replication",
    "topics.report.replicate_check": "check_replication",
    "topics.report.paper": "paper_table write_paper_table",
    "topics.report.write": "write_report",
    "topics.run.analyse": "analyse",
    "topics.run.analysis": "Analysis",
    "topics.run.checkup": "Checkup",
    "topics.run.config": "ReportConfig",
    "topics.run.doctor": "doctor",
    "topics.run.naming": "topic_labels",
    "topics.simulate": "simulate_corpus",
    "topics.simulate_news": "simulate_news",
    "topics.tables": "write_csv write_table write_tables",
    "topics.text": """
        BagOfWords TokenOptions count_corpus count_words lemmatize mask_mentions stopwords
        tokenize vocabulary_report
    """,
}
_NAMES, _get, __dir__ = lazy_names(__name__, _HOMES)

__all__ = sorted([*_NAMES, "__version__"])

if not TYPE_CHECKING:  # A type checker that saw it would take any name for a public one.
    __getattr__ = _get
