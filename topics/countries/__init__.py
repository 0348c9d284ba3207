"""Which countries a text is about: mentions, weights, names."""

from topics.countries.gazetteer import languages, load_gazetteer
from topics.countries.mentions import find_countries, find_in_text
from topics.countries.names import country_name
from topics.countries.salience import country_weights, inherit_weights, salience_reliability
from topics.countries.senses import KINDS
from topics.countries.show import highlight, show_mentions
from topics.countries.states import apply_successors, expand_groups, group_members, state
from topics.countries.tables import calibration_error, mention_kinds, reliability

__all__ = [
    "KINDS",
    "apply_successors",
    "calibration_error",
    "country_name",
    "country_weights",
    "expand_groups",
    "find_countries",
    "find_in_text",
    "group_members",
    "highlight",
    "inherit_weights",
    "languages",
    "load_gazetteer",
    "mention_kinds",
    "reliability",
    "salience_reliability",
    "show_mentions",
    "state",
]
