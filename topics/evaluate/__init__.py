"""Answers for reviewers: why this many topics, how stable they are, what they mean."""

from topics.evaluate.coherence import CoherenceWarning, Reference, coherence
from topics.evaluate.heldout import completion, perplexity
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
    "coherence",
    "compare_configs",
    "completion",
    "config_grid",
    "exclusivity",
    "fit_prototype",
    "flag_topics",
    "match_topics",
    "perplexity",
    "recommend_topics",
    "topic_diversity",
    "topic_similarity",
    "topic_stability",
]
