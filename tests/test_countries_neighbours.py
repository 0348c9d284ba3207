"""Reading one match among its neighbours, on a few words: settled, waiting, nobody, and proofs."""

import re

import numpy as np
import pytest

from topics.countries.gazetteer import Gazetteer
from topics.countries.matcher import Matches
from topics.countries.neighbours import BODY, DATELINE, FIELDS, TITLE, Neighbours
from topics.countries.normalise import PARAGRAPH
from topics.countries.rules import read_rules
from topics.countries.senses import Sense


def sense(country, kind="name", *flags):
    return Sense(country=country, kind=kind, flags=frozenset(flags))


WORDS = {
    "given_names": "Ann Bob", "titles": "Mr", "family_names": "Smith", "place_heads": "San",
    "offices": "President", "function_words": "today for", "institutions": "Police",
    "currency": {"units": "crowns won deposit", "kinds": "name demonym", "verbs": "won",
                 "holdings": "deposits bonds", "of_won": "Korea", "movements": "rose"},
    "drop": [
        {"kinds": "name capital", "after": "Times", "between": "Sunday"},
        {"kinds": "capital", "after": "accord", "any_case": True, "everywhere": True},
        {"kinds": "name", "before": "HMS", "everywhere": True},
        {"surfaces": "Turkey", "before": "roast", "any_case": True},
        {"surfaces": "US", "before": "contact", "any_case": True, "imperative": True},
    ],
}  # fmt: skip
READINGS = {
    "Peru": [sense("PER")], "Korea": [sense("KOR")], "US": [sense("USA", "name", "exact")],
    "Chad": [sense("TCD", "name", "given")], "Jordan": [sense("JOR", "name", "surname")],
    "Kohl": [sense("DEU", "leader")], "Helmut Kohl": [sense("DEU", "leader")],
    "Cruz": [sense("PER", "leader"), sense("CUB", "leader")],
    "Paris": [sense("FRA", "capital"), sense("USA", "city", "weak")],
    "Lima": [sense("PER", "capital")], "Oz": [sense("AUS", "city", "weak")],
    "Kreml": [sense("RUS", "metonym", "weak")], "Texas": [sense("USA", "region", "state")],
    "Ga.": [sense("USA", "region", "state", "comma")], "Danish": [sense("DNK", "demonym")],
    "Turkey": [sense("TUR")], "riyal": [sense("SAU", "currency")],
    "peso": [sense("CHL", "currency", "weak"), sense("CUB", "currency", "weak")],
    "T)": [sense("JPN", "metonym", "code")], "Congo": [sense("COG"), sense("COD")],
    "Georgia": [sense("GEO"), sense("USA", "region", "state", "given")],
}  # fmt: skip
SURFACES = sorted(READINGS, key=len, reverse=True)
PATTERN = re.compile("|".join(re.escape(surface) for surface in SURFACES))


@pytest.fixture(scope="module")
def neighbours():
    leaders = {name: tuple(READINGS[name]) for name in ("Kohl", "Helmut Kohl")}
    rules = read_rules(
        Gazetteer(language="en", surfaces=leaders, rules=WORDS, rows=(), compounds={})
    )
    return Neighbours(rules, SURFACES, [tuple(READINGS[surface]) for surface in SURFACES])


def written(one):
    return " ".join([one.country, one.kind, *sorted(one.flags)])


def read(neighbours, text, name, field=BODY):
    """Say what becomes of the last match of a name, and what it proves."""
    rows = [(m.start(), m.end(), SURFACES.index(m[0])) for m in PATTERN.finditer(text)]
    matches = Matches(*np.array(rows, dtype=np.int64).T)
    found = neighbours.read(text, matches, np.full(len(rows), field))
    position = max(n for n, row in enumerate(rows) if SURFACES[row[2]] == name)
    proofs = [
        written(proof.sense) if proof.sense else "nobody"
        for proof in found.proofs
        if proof.position == position
    ]
    settled = dict(zip(found.settled.position.tolist(),
                       zip(found.settled.country, found.settled.kind, strict=True),
                       strict=True))  # fmt: skip
    pending = {one.position: one for one in found.pending}
    assert not settled.keys() & pending.keys()
    result = "nobody"
    if position in settled:
        result = "=".join(("", " ".join(settled[position])))
    elif position in pending:
        assert pending[position].surface == name
        result = "?" + ", ".join(map(written, pending[position].senses))
    return " proves ".join([result, *proofs])


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Peru", "Peru", "=PER name"), ("x@Peru.com", "Peru", "nobody"),
        ("Danish", "Danish", "=DNK demonym"), ("Texas", "Texas", "=USA region"),
        # words that drop a mention
        ("Peru Times", "Peru", "nobody"), ("Peru Sunday Times", "Peru", "nobody"),
        ("Peru TIMES", "Peru", "nobody"), ("Peru times", "Peru", "=PER name"),
        ("Peru Sunday", "Peru", "=PER name"), ("Peru Monday Times", "Peru", "=PER name"),
        ("Danish Times", "Danish", "=DNK demonym"), ("Texas Times", "Texas", "=USA region"),
        ("Peru accord", "Peru", "=PER name"), ("Lima accord", "Lima", "nobody proves nobody"),
        ("Lima Accord", "Lima", "nobody proves nobody"), ("Lima Times", "Lima", "nobody"),
        ("HMS Peru", "Peru", "nobody proves nobody"), ("hms Peru", "Peru", "=PER name"),
        ("HMS Lima", "Lima", "=PER capital"), ("Roast Turkey", "Turkey", "nobody"),
        ("roast Turkey", "Turkey", "nobody"), ("roast Peru", "Peru", "=PER name"),
        ("in Turkey", "Turkey", "=TUR name"), ("Turkey Times", "Turkey", "nobody"),
        # an imperative and its object
        ("Contact US today", "US", "nobody"), ("Contact US for", "US", "nobody"),
        ("Contact US", "US", "nobody"), ("Contact US Office", "US", "nobody"),
        ("Contact US firms", "US", "=USA name"), ("They contact US today", "US", "=USA name"),
        ("CONTACT US FIRMS", "US", "nobody"), ("contact US", "US", "=USA name"),
        (f"x {PARAGRAPH} CONTACT US FIRMS {PARAGRAPH} x", "US", "nobody"),
        ("x CONTACT US FIRMS", "US", "nobody"), ("x CONTACT US firms", "US", "=USA name"),
        ("the US", "US", "=USA name"),
        # money
        ("Peru crowns", "Peru", "=PER currency"), ("Peru Crowns", "Peru", "=PER currency"),
        ("Danish crowns", "Danish", "=DNK currency"), ("Danish-crowns", "Danish", "=DNK currency"),
        ("Lima crowns", "Lima", "=PER capital"), ("Danish dogs", "Danish", "=DNK demonym"),
        ("Danish crowns deposits", "Danish", "=DNK demonym"),
        ("Danish crowns Bonds", "Danish", "=DNK demonym"),
        ("Danish crowns fell", "Danish", "=DNK currency"),
        ("Peru won rose", "Peru", "=PER name"), ("Korea won rose", "Korea", "=KOR currency"),
        ("Korea won Rose", "Korea", "=KOR currency"), ("Korea won it", "Korea", "=KOR name"),
        ("Korea won", "Korea", "=KOR name"), ("Danish won", "Danish", "=DNK currency"),
        ("riyal deposits", "riyal", "=SAU demonym"), ("riyal Deposits", "riyal", "=SAU demonym"),
        ("riyal fell", "riyal", "=SAU currency"), ("riyal", "riyal", "=SAU currency"),
        ("peso deposits", "peso", "?CHL currency weak, CUB currency weak"),
        ("Peru riyal", "riyal", "nobody"), ("Danish riyal", "riyal", "nobody"),
        ("Lima riyal", "riyal", "=SAU currency"), ("Peru, riyal", "riyal", "=SAU currency"),
        ("riyal Peru", "riyal", "=SAU currency"), ("Peru peso", "peso", "nobody"),
        # places
        ("Paris, Texas", "Paris", "=USA city proves USA city"),
        ("Paris, Texas", "Texas", "=USA region"),
        ("Lima, Texas", "Lima", "=USA city proves USA city"),
        ("Paris", "Paris", "?FRA capital, USA city weak"), ("Oz", "Oz", "?AUS city weak"),
        ("Rome, Ga.", "Ga.", "=USA region"), ("in Ga.", "Ga.", "nobody"),
        ("(7203.T)", "T)", "=JPN metonym"), ("(J.T)", "T)", "nobody"),
        # persons
        ("Ann Peru left", "Peru", "nobody proves nobody"),
        ("Peru Smith", "Peru", "nobody proves nobody"),
        ("Ann Jordan", "Jordan", "nobody proves nobody"),
        ("Mr. Jordan", "Jordan", "nobody proves nobody"),
        ("Chad and Bob", "Chad", "nobody proves nobody"),
        ("Chad Miller left", "Chad", "nobody proves nobody"),
        ("Chad Police", "Chad", "=TCD name"), ("Chad", "Chad", "=TCD name"),
        ("Georgia Miller left", "Georgia", "=GEO name"),
        ("Georgia", "Georgia", "?GEO name, USA region given state"),
        # leaders
        ("Kohl", "Kohl", "?DEU leader"), ("Helmut Kohl", "Helmut Kohl", "=DEU leader"),
        ("Ann Kohl", "Kohl", "nobody proves nobody"),
        ("said Makoto Kohl", "Kohl", "?DEU leader weak"),
        ("said President Kohl", "Kohl", "?DEU leader"),
        ("San Kohl", "Kohl", "nobody proves nobody"),
        ("San Helmut Kohl", "Helmut Kohl", "nobody proves nobody"),
        ("said Makoto Cruz", "Cruz", "?PER leader weak, CUB leader weak"),
        ("Congo", "Congo", "?COG name, COD name"), ("Kreml", "Kreml", "?RUS metonym weak"),
    ],
)  # fmt: skip
def test_a_match_in_a_text(neighbours, text, name, expected):
    assert read(neighbours, text, name) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Oz, March 3", "Oz", "=AUS city"), (f"Oz {PARAGRAPH}", "Oz", "=AUS city"),
        ("Oz fell", "Oz", "?AUS city weak"), ("Kreml, March 3", "Kreml", "?RUS metonym weak"),
        ("Paris, March", "Paris", "?FRA capital, USA city"), ("Makoto Kohl", "Kohl", "?DEU leader"),
        ("said Makoto Kohl", "Kohl", "?DEU leader"), ("Ann Peru", "Peru", "nobody proves nobody"),
    ],
)  # fmt: skip
def test_a_match_in_a_dateline(neighbours, text, name, expected):
    assert read(neighbours, text, name, DATELINE) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Chad Condemns Attack", "Chad", "=TCD name"),
        ("Chad Miller left", "Chad", "nobody proves nobody"),
        ("Chad Millers left", "Chad", "=TCD name"), ("Ann Peru Left", "Peru", "=PER name"),
        ("said Makoto Kohl", "Kohl", "?DEU leader"), ("Oz, March 3", "Oz", "?AUS city weak"),
    ],
)  # fmt: skip
def test_a_match_in_a_title(neighbours, text, name, expected):
    assert read(neighbours, text, name, TITLE) == expected


def test_fields_are_numbered_as_they_are_read():
    assert (FIELDS[TITLE], FIELDS[DATELINE], FIELDS[BODY]) == ("title", "dateline", "text")
