"""Which countries a text is about: mentions, weights, names."""

from topics.countries.gazetteer import KINDS, load_gazetteer
from topics.countries.mentions import find_countries, find_in_text
from topics.countries.names import country_name
from topics.countries.salience import country_weights
from topics.countries.states import apply_successors, expand_groups, group_members, state

__all__ = [
    "KINDS",
    "apply_successors",
    "country_name",
    "country_weights",
    "expand_groups",
    "find_countries",
    "find_in_text",
    "group_members",
    "load_gazetteer",
    "state",
]
