"""Answers for reviewers: why this many topics, how stable they are, what they mean."""

from topics.evaluate.coherence import CoherenceWarning, Reference, coherence
from topics.evaluate.heldout import completion, perplexity
from topics.evaluate.intrusion import (
    coder_agreement,
    collect_answers,
    score_intrusion,
    topic_intrusion,
    word_intrusion,
)
from topics.evaluate.junk import junk_topics
from topics.evaluate.reading import (
    contradicting_documents,
    mark_words,
    near_duplicate_topics,
    representative_documents,
    representative_passages,
)
from topics.evaluate.recommend import Recommendation, recommend_topics
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
from topics.evaluate.words import exclusivity, topic_diversity

__all__ = [
    "CoherenceWarning",
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
    "exclusivity",
    "fit_prototype",
    "flag_topics",
    "junk_topics",
    "mark_words",
    "match_topics",
    "near_duplicate_topics",
    "perplexity",
    "recommend_topics",
    "representative_documents",
    "representative_passages",
    "score_intrusion",
    "topic_diversity",
    "topic_intrusion",
    "topic_similarity",
    "topic_stability",
    "word_intrusion",
]
