"""Cleaning of scraped text: one form, facts taken out, clutter and copies gone, all on record."""

from topics.cleaning.clean import clean_corpus
from topics.cleaning.units import split_units

__all__ = ["clean_corpus", "split_units"]
