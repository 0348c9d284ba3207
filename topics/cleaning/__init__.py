"""Cleaning of scraped text: one form, facts taken out, clutter and copies gone, all on record."""

from topics.cleaning.account import coverage, flow, removed_lines
from topics.cleaning.clean import clean_corpus
from topics.cleaning.units import split_units

__all__ = ["clean_corpus", "coverage", "flow", "removed_lines", "split_units"]
