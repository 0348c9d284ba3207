"""Which topics countries are associated with, and how sure one can be."""

from topics.estimate.contrasts import contrasts
from topics.estimate.draws import TopicCountryDraws, draw_topic_country
from topics.estimate.table import summarise_draws, topic_country
from topics.estimate.trends import trends

__all__ = [
    "TopicCountryDraws",
    "contrasts",
    "draw_topic_country",
    "summarise_draws",
    "topic_country",
    "trends",
]
