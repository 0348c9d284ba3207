"""The quick way, alone: what each surface may be by itself, and what beside it calls for a look."""

import re

import numpy as np
import pytest

from topics.countries.certain import Certain
from topics.countries.gazetteer import Gazetteer
from topics.countries.matcher import Matches
from topics.countries.rules import read_rules
from topics.countries.senses import KINDS, Sense


def sense(country, kind="name", *flags):
    return Sense(country=country, kind=kind, flags=frozenset(flags))


WORDS = {
    "given_names": "Ann Bob Jo Florence", "given_and_else": "Florence", "titles": "Mr",
    "family_names": "Smith Wu", "place_heads": "San",
    "currency": {"units": "crowns", "kinds": "name", "holdings": "deposits"},
    "drop": [{"kinds": "name", "after": "Times", "between": "Daily"},
             {"kinds": "name", "before": "HMS"}, {"surfaces": "Turkey", "after": "soup"}],
}  # fmt: skip
READINGS = {
    "Peru": [sense("PER")], "Chad": [sense("TCD", "name", "given")],
    "Jordan": [sense("JOR", "name", "surname", "plural")], "Reagan": [sense("USA", "leader")],
    "Ronald Reagan": [sense("USA", "leader")], "Texas": [sense("USA", "region", "state")],
    "yen": [sense("JPN", "currency", "nolower")],
    "peso": [sense("CHL", "currency", "weak"), sense("CUB", "currency", "weak")],
    "Turkey": [sense("TUR")], "Congo": [sense("COG"), sense("COD")],
    "Georgia": [sense("GEO"), sense("USA", "region", "state")], "Sino-": [sense("CHN", "name",
    "prefix")],
    "Lima": [sense("PER", "capital", "exact")], "Oz": [sense("AUS", "city", "weak")],
    "NATO": [sense("NATO", "organisation")], "Peru balsam": [sense("-", "trap")],
    "Kreml": [sense("RUS", "metonym", "weak")], "Ga.": [sense("USA", "region", "state", "comma")],
}  # fmt: skip
SURFACES = sorted(READINGS)
SENSES = [tuple(READINGS[surface]) for surface in SURFACES]


@pytest.fixture(scope="module")
def certain():
    leaders = {"Ronald Reagan": (sense("USA", "leader"),)}
    rules = read_rules(
        Gazetteer(language="en", surfaces=leaders, rules=WORDS, rows=(), compounds={})
    )
    return Certain(rules, SURFACES, SENSES)


def chosen(mask):
    assert mask.dtype == bool
    return {surface for surface, is_so in zip(SURFACES, mask.tolist(), strict=True) if is_so}


def test_what_each_surface_is_by_itself(certain):
    means = {
        surface: (country, kind)
        for surface, country, kind in zip(SURFACES, certain.country, certain.kind, strict=True)
        if country or kind
    }
    assert means == {
        "Peru": ("PER", "name"), "Chad": ("TCD", "name"), "Jordan": ("JOR", "name"),
        "Ronald Reagan": ("USA", "leader"), "Texas": ("USA", "region"), "yen": ("JPN", "currency"),
        "Lima": ("PER", "capital"), "NATO": ("NATO", "organisation"),
    }  # fmt: skip
    assert chosen(certain._is_plain) == set(means)
    assert chosen(certain._is_open) == {"Reagan", "peso", "Congo", "Kreml"}
    assert chosen(certain._is_trap) == {"Peru balsam"}
    assert chosen(certain._is_money) == {"yen", "peso"}
    assert chosen(certain._is_state) == {"Texas", "Georgia", "Ga."}
    assert chosen(certain._is_leader) == {"Reagan", "Ronald Reagan"}
    assert chosen(certain._is_surname) == {"Reagan", "Ronald Reagan", "Jordan"}
    assert chosen(certain._is_given) == {"Chad"}
    assert chosen(certain._is_single) == {
        "Peru", "Chad", "Jordan", "Texas", "Turkey", "Congo", "Georgia", "Lima",
    }  # fmt: skip
    kinds = dict(zip(SURFACES, certain._kind_number.tolist(), strict=True))
    assert kinds.pop("Peru balsam") == -1
    assert {surface: KINDS[number] for surface, number in kinds.items()} == {
        surface: READINGS[surface][0].kind for surface in kinds
    }


def told(certain, text, name):
    """Say what the quick way makes of the first match of a name: a letter."""
    pattern = "|".join(re.escape(surface) for surface in sorted(SURFACES, key=len, reverse=True))
    rows = [(m.start(), m.end(), SURFACES.index(m[0])) for m in re.finditer(pattern, text)]
    calm = certain.find(text, Matches(*np.array(rows, dtype=np.int64).T))
    position = [SURFACES[row[2]] for row in rows].index(name)
    masks = {"certain": calm.certain, "waiting": calm.waiting, "nobody": calm.nobody}
    true = [state for state, mask in masks.items() if mask[position]]
    return true[0] if true else "look"


CALM = {
    "Peru": [
        "Peru", "In Peru, Kenya", "Peru, the Texas of", "Peru; Texas", "Peru Texas", "Peru, Lima",
        "Peru (Lima", "Peru(Texas", "Peru (x Texas", "Peru, ", "<Peru said", "xPeru> said",
        "it Peru. x", "Peru deposits", "Peru.crowns", "Peru,crowns", "Peru crane", "Peru soup",
        "said ann Peru", "said xAnn Peru", "said Joann Peru", "said Anna Peru", "said Ann, Peru",
        "said Ann-Peru", "said B. Peru", "Peru Smart", "Peru smith", "Peru, Smith", "Peru and Bob",
        "said HmS Peru", "said Florance Peru", "ask Peru/x", "a/b Peru c", "x@y Peru",
        "said xMr Peru",
        "www.x.org or Peru", "said Son Peru", "x Peru xx", "The Times Peru", "said the Peru",
    ],
    "Chad": ["Chad", "Chad smith", "Chad, Smith", "Chad-Smith", "Chad and Peru", "Chad & Peru",
             "Chad, Bob", "Chad or Bob", "Chad andBob", "Chad and bob", "Chad and", "Chad &",
             "Chad and xBob"],
    "Jordan": ["Jordan", "a. b Jordan", "said Jordan", "x.Jordan", "Jordan smith", "Jordan Zoe"],
    "Ronald Reagan": ["Ronald Reagan", "said Ronald Reagan", "bcdefghijk Ronald Reagan"],
    "yen": ["yen", "the yen", "Peru, yen", "Peru-based yen", "yen crowns", "yen Times"],
    "NATO": ["NATO Smith", "NATO crowns", "Ann NATO", "NATO Times", "NATO deposits"],
    "Texas": ["Texas", "Texas, Peru", "Texas crowns", "Texas Times"],
    "Lima": ["Lima crowns", "HMX Lima"],
}  # fmt: skip
LOOK = {
    "Peru": [
        "Peru, Texas", "Peru (Texas", "Peru, Georgia", "Peru, Ga.", "<Peru>", "<Peru.",
        "Peru crowns",
        "Peru-crowns", "Peru Crowns", "Peru CROWNS", "Peru Times", "Peru Daily", "Peru TIMES",
        "said Ann Peru", "Ann Peru", "Jo Peru", "Mr Peru", "said Mr. Peru", "said Jo Peru",
        '"Jo Peru', "(Jo Peru", "'Jo Peru", "x (Jo Peru", "said HMS Peru", "San Peru", "Bob Peru",
        "said Florence Peru", "Peru Smith", "Peru Wu said", "Peru Smitty", "ask Peru@x", "x@Peru",
        "http://Peru", "http://x Peru/y", "www.Peru.x", "Peru.com", "x.org/Peru", "see x.de:Peru",
        "Ann. Peru", "said Ann. Peru",
    ],
    "Chad": ["Chad Smith", "Chad Zoe", "Chad Яна", "Chad and Bob", "Chad and Ann", "Chad & Bob",
             "Chad & Ann", "Chad AND BOB", "Chad and Jo x", "Chad & Jo x", "Chad and Bobby"],
    "Jordan": ["B. Jordan", "said B. Jordan", "Mr. Jordan", "Ann Jordan", "Jordan, Texas"],
    "Reagan": ["President Reagan", "Mr. Reagan", "Яна Reagan", "said abcdefghijkl Reagan",
               "said Xbcdefghijk Reagan", "A Reagan", "Z Reagan", "San Reagan", "Reagan, Texas"],
    "Ronald Reagan": ["President Ronald Reagan"],
    "yen": ["Peru yen", "yen deposits", "Texas-yen", "Peru balsam yen"],
    "peso": ["Peru peso"],
    "Turkey": ["Turkey", "Turkey soup"],
    "Georgia": ["Georgia"],
    "Ga.": ["Ga. x"],
    "Oz": ["Oz"],
    "Sino-": ["Sino-x"],
}  # fmt: skip
WAIT = {
    "Reagan": ["Reagan", "said Reagan", "said abcdefghijk Reagan", "A said Reagan", "Reagan crowns",
               "said [ Reagan", "said @ Reagan", "President-Reagan", "President said Reagan"],
    "peso": ["peso", "the peso", "Peru, peso"],
    "Congo": ["Congo"],
    "Kreml": ["Kreml", "Kreml, Peru"],
}  # fmt: skip
CASES = [
    (text, name, state)
    for state, table in (("certain", CALM), ("look", LOOK), ("waiting", WAIT))
    for name, texts in table.items()
    for text in texts
]


@pytest.mark.parametrize(("text", "name", "state"), CASES)
def test_what_stands_beside_a_name_calls_for_a_look_or_does_not(certain, text, name, state):
    assert told(certain, text, name) == state


def test_a_phrase_that_hides_a_name_is_nobody(certain):
    assert told(certain, "Peru balsam", "Peru balsam") == "nobody"
    assert told(certain, "Mr Peru balsam, Texas", "Peru balsam") == "nobody"
