"""Answers for reviewers: why this many topics, how stable they are, what they mean."""

from topics.evaluate.agreement import krippendorff_alpha
from topics.evaluate.coding import TASKS, Drawn, draw_tasks
from topics.evaluate.coherence import CoherenceWarning, Reference, coherence
from topics.evaluate.country_gold import country_answers, refuted_countries, score_countries
from topics.evaluate.heldout import completion, perplexity
from topics.evaluate.intrusion import r4wsi, topic_intrusion, word_intrusion
from topics.evaluate.junk import junk_topics
from topics.evaluate.label_tasks import label_intrusion, optimal_label
from topics.evaluate.reading import (
    contradicting_documents,
    mark_words,
    near_duplicate_topics,
    representative_documents,
    representative_passages,
)
from topics.evaluate.recommend import Recommendation, recommend_topics
from topics.evaluate.scoring import coder_agreement, collect_answers, score_intrusion
from topics.evaluate.stability import (
    Prototype,
    choose_prototype,
    fit_prototype,
    flag_topics,
    match_topics,
    topic_similarity,
    topic_stability,
)
from topics.evaluate.sweep import compare_configs, config_grid
from topics.evaluate.validity import disagreements, score_tasks, untold_topics
from topics.evaluate.words import exclusivity, topic_diversity

__all__ = [
    "TASKS",
    "CoherenceWarning",
    "Drawn",
    "Prototype",
    "Recommendation",
    "Reference",
    "choose_prototype",
    "coder_agreement",
    "coherence",
    "collect_answers",
    "compare_configs",
    "completion",
    "config_grid",
    "contradicting_documents",
    "country_answers",
    "disagreements",
    "draw_tasks",
    "exclusivity",
    "fit_prototype",
    "flag_topics",
    "junk_topics",
    "krippendorff_alpha",
    "label_intrusion",
    "mark_words",
    "match_topics",
    "near_duplicate_topics",
    "optimal_label",
    "perplexity",
    "r4wsi",
    "recommend_topics",
    "refuted_countries",
    "representative_documents",
    "representative_passages",
    "score_countries",
    "score_intrusion",
    "score_tasks",
    "topic_diversity",
    "topic_intrusion",
    "topic_similarity",
    "topic_stability",
    "untold_topics",
    "word_intrusion",
]
