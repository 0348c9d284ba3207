"""Which topics countries are associated with, and how sure one can be."""

from topics.estimate.table import topic_country

__all__ = ["topic_country"]
