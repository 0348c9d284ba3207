"""Countries, part by part: rules as they are read, cues, places, persons, proofs, tables."""

import re
from collections import Counter
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from topics import countries
from topics._language_data import language
from topics.countries import (
    KINDS,
    apply_successors,
    calibration_error,
    country_weights,
    expand_groups,
    find_countries,
    inherit_weights,
    load_gazetteer,
    mention_kinds,
    reliability,
    salience_reliability,
)
from topics.countries.cldr import country_names
from topics.countries.evidence import Evidence
from topics.countries.features import salience_features
from topics.countries.files import read_table
from topics.countries.gazetteer import Gazetteer
from topics.countries.neighbours import Pending
from topics.countries.normalise import normalise
from topics.countries.persons import Persons, is_single_place
from topics.countries.places import placed
from topics.countries.proofs import overrides
from topics.countries.rules import Drop, Rules, read_rules
from topics.countries.senses import Sense
from topics.countries.show import _ANSI, _COLOURS
from topics.errors import InputError, TopicsError


def sense(country, kind="name", *flags, **more):
    return Sense(country=country, kind=kind, flags=frozenset(flags), **more)


def gazetteer(surfaces=None, **rules):
    return Gazetteer(language="en", surfaces=surfaces or {}, rules=rules, rows=(), compounds={})


# --- rules ----------------------------------------------------------------------------------------

WORDS = {
    "given_names": "Ann Bob Florence", "given_and_else": "Florence", "titles": "Mr Miss",
    "titles_of_countries": "Miss", "family_names": "Smith Wu", "place_heads": "San Fort",
    "offices": "President", "locatives": "in from", "institutions": "Senate Police",
    "function_words": "for on",
    "currency": {"units": "crowns won", "kinds": "name demonym", "verbs": "won",
                 "holdings": "deposits", "of_won": "South Korea|Korea", "movements": "rose fell"},
}  # fmt: skip


def test_every_table_of_rules_is_read_as_its_words():
    leaders = {
        "Helmut Kohl": (sense("DEU", "leader"),), "Hannelore Helga Kohl": (sense("DEU", "leader"),),
        "Reagan": (sense("USA", "leader"),), "New York": (sense("USA", "city"),),
    }  # fmt: skip
    rules = read_rules(gazetteer(leaders, **WORDS))
    expected = {
        "given": {"Ann", "Bob", "Florence"},
        "before_a_surname": {"Ann", "Bob", "Florence", "Mr", "Miss"},
        "family": {"Smith", "Wu"},
        "titles": {"Mr"},
        "before_a_place": {"Mr", "Ann", "Bob"},
        "given_in_any_case": {"Ann", "ANN", "Bob", "BOB"},
        "place_heads": {"San", "Fort"},
        "offices": {"President", "Mr", "Miss"},
        "locatives": {"in", "from"},
        "institutions": {"Senate", "Police"},
        "function_words": {"for", "on"},
        "units": {"crowns", "won"},
        "unit_kinds": {"name", "demonym"},
        "money_verbs": {"won"},
        "holdings": {"deposits"},
        "of_won": {"South Korea", "Korea"},
        "movements": {"rose", "fell"},
        "first_names": {"Kohl": {"Helmut", "Hannelore", "Helga"}},
        "by_kind": {},
        "by_surface": {},
    }
    assert {name: getattr(rules, name) for name in Rules.__slots__} == expected


def test_rules_that_a_language_leaves_out_are_empty():
    rules = read_rules(gazetteer())
    for name in Rules.__slots__:
        assert getattr(rules, name) in (frozenset(), {}, frozenset({""})), name
    (drop,) = read_rules(gazetteer(drop=[{"kinds": "name"}])).by_kind["name"]
    assert drop == Drop(frozenset(), frozenset(), frozenset(), False, False, False)


DROPS = [
    {"kinds": "name city", "after": "Times Post", "between": "Daily", "any_case": True},
    {"surfaces": "Turkey", "before": "roast", "imperative": True, "everywhere": True},
    {"kinds": "name", "before": "HMS"},
]


def test_a_drop_stands_under_each_of_its_kinds_and_surfaces_in_all_cases():
    rules = read_rules(gazetteer(drop=DROPS, **WORDS))
    none = frozenset[str]()
    paper = Drop(frozenset({"Times", "Post"}), none, frozenset({"Daily"}), True, False, False)
    bird = Drop(none, frozenset({"roast"}), none, False, True, True)
    ship = Drop(none, frozenset({"HMS"}), none, False, False, False)
    assert rules.by_kind == {"name": [paper, ship], "city": [paper]}
    assert rules.by_surface == {"Turkey": [bird], "TURKEY": [bird], "turkey": [bird]}
    assert rules.telling("name") == {"crowns", "won", "Times", "Post", "Daily"}
    assert rules.telling("demonym") == {"crowns", "won"}
    assert rules.telling("city") == {"Times", "Post", "Daily"}
    assert rules.telling("currency") == {"deposits"}
    assert rules.telling("leader") == frozenset()
    assert rules.leading() == {"Ann", "Bob", "Florence", "Mr", "Miss", "San", "Fort", "HMS"}


# --- cues -----------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("topics._language_data.LANGUAGES", tmp_path)
    language.cache_clear()
    (tmp_path / "qx").mkdir()
    (tmp_path / "qx" / "language.toml").write_text('cldr = ["de"]\n', "utf-8")
    yield tmp_path / "qx"
    language.cache_clear()


@pytest.fixture
def evidence(folder):
    (folder / "cues.tsv").write_text(
        "surface\tcountry\town\trelated\twords\n"
        "Kongo|Kongu\tCOD\t0.2\tRWA UGA\tGoma|Kivu\nKongo\tCOG\t1\tGAB\tSassou\n"
        "Fsb\tRUS\t1\t\tspion\n", "utf-8",
    )  # fmt: skip
    return Evidence("qx")


BOTH = (sense("COG"), sense("COD"))


@pytest.mark.parametrize(
    ("surface", "certain", "text", "country"),
    [
        ("Kongo", [], "", "COG"), ("Kongo", [], "In Goma.", "COD"), ("Kongo", ["UGA"], "", "COD"),
        ("KONGO", ["UGA"], "", "COD"), ("kongo", ["UGA"], "", "COD"), ("Kongu", ["RWA"], "", "COD"),
        ("Kongo", ["UGA", "RWA"], "Sassou", "COG"),  # 1 and 1: the first
        ("Kongo", ["UGA", "RWA"], "Sassou in Kivu", "COD"),
        ("Kongo", ["UGA", "UGA"], "", "COD"), ("Kongo", ["UGA", "GAB", "GAB"], "", "COG"),
        ("Kongo", ["COD", "COD", "COD", "COG"], "", "COG"),  # 0.6 and 1
        ("Kongo", ["COD"] * 6 + ["COG"], "", "COD"),  # 1.2 and 1
        ("Kanga", ["COD"], "Sassou", "COD"),  # no cue: a mention counts one
    ],
)  # fmt: skip
def test_cues_weigh_mentions_neighbours_and_words(evidence, surface, certain, text, country):
    (found,) = evidence.settle(certain, [Pending(0, surface, BOTH)], text, None)
    assert found.country == country


def test_a_telling_word_makes_a_weak_reading_strong(evidence):
    weak = Pending(0, "Fsb", (sense("RUS", "metonym", "weak"),))
    (found,) = evidence.settle([], [weak], "ein spion", None)
    assert (found.country, found.kind, found.weak) == ("RUS", "metonym", False)
    assert evidence.settle([], [weak], "ein Spion", None) == [None]
    other = Pending(0, "Kgb", weak.senses)
    assert evidence.settle([], [other], "ein spion", None) == [None]


def test_a_reading_without_years_gains_nothing_from_a_year(evidence):
    dated = sense("CHL", first_year=1980, last_year=1985)
    for senses in ((sense("PER"), dated), (dated, sense("PER"))):
        for year, country in ((1982, "CHL"), (1990, senses[0].country), (None, senses[0].country)):
            (found,) = evidence.settle([], [Pending(0, "x", senses)], "", year)
            assert found.country == country
    leader = Pending(0, "x", (sense("DEU", "leader"),))
    assert evidence.settle([], [leader], "", 1982) == [leader.senses[0]], "whatever the year"


def test_a_language_without_cues_has_none(folder):
    (found,) = Evidence("qx").settle([], [Pending(0, "Kongo", BOTH)], "In Goma.", None)
    assert found.country == "COG"


# --- places ---------------------------------------------------------------------------------------

READINGS = {
    "Peru": (sense("PER"),), "Kenya": (sense("KEN"),), "Texas": (sense("USA", "region", "state"),),
    "Ohio": (sense("USA", "region", "state"),), "Ga.": (sense("USA", "region", "state", "comma"),),
    "Paris": (sense("FRA", "capital"), sense("USA", "city", "weak")),
    "Tripoli": (sense("LBY", "capital"), sense("LBN", "city")), "Libya": (sense("LBY"),),
    "Lebanon": (sense("LBN"),), "Rome": (sense("ITA", "capital"),),
    "Obama": (sense("USA", "leader"),),
    "Kreml": (sense("RUS", "metonym"),), "USA": (sense("USA"),),
    "Bavaria": (sense("DEU", "region"),),
    "Georgia": (sense("GEO"), sense("USA", "region", "state")),
    "Tbilisi": (sense("GEO", "capital"),),
    "Atlanta": (sense("USA", "city"),), "Lyon": (sense("FRA", "city"),),
}  # fmt: skip


def where(text, name):
    """Say where a name lies by what stands beside it, as 'kind country flags', or nothing."""
    surfaces = list(READINGS)
    pattern = "|".join(re.escape(surface) for surface in surfaces)
    matches = [(m.start(), m.end(), surfaces.index(m[0])) for m in re.finditer(pattern, text)]
    position = next(n for n, match in enumerate(matches) if surfaces[match[2]] == name)
    found = placed(text, matches, position, list(READINGS.values()))
    return found and [f"{s.kind} {s.country} {' '.join(sorted(s.flags))}".strip() for s in found]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Paris, Texas", "Paris", "city USA"), ("Paris (Texas)", "Paris", "city USA"),
        ("Paris in Texas", "Paris", None), ("Paris; Texas", "Paris", None),
        ("Paris", "Paris", None),
        ("Tripoli, Lebanon", "Tripoli", "city LBN"), ("Tripoli, Libya", "Tripoli", "capital LBY"),
        ("Tripoli, Kenya", "Tripoli", None), ("Rome, Texas", "Rome", "city USA"),
        ("Rome, Ga.", "Rome", "city USA"), ("Peru, Ga.", "Peru", "city USA"),
        ("Bavaria, Ga.", "Bavaria", "city USA"), ("Kreml, Ga.", "Kreml", "city USA"),
        ("Obama, Ga.", "Obama", None), ("Kreml, Texas", "Kreml", None),
        ("Bavaria, Texas", "Bavaria", "city USA"), ("Rome, Kenya", "Rome", None),
        # a state in full after a name of a country
        ("Peru, Texas", "Peru", "city USA"), ("Peru, Texas, voted", "Peru", "city USA"),
        ("Peru, Texas voted", "Peru", None), ("Peru (Texas)", "Peru", None),
        ("Peru, Texas's mayor", "Peru", "city USA"), ("USA, Texas", "USA", None),
        ("Peru, Texas, Kenya", "Peru", None), ("Peru, Texas, and Kenya", "Peru", None),
        ("Peru, Texas, or Kenya", "Peru", None), ("Peru, Texas. Kenya", "Peru", "city USA"),
        ("Peru, Texas, Obama", "Peru", "city USA"), ("Kenya, Peru, Texas,", "Peru", None),
        ("Kenya and Peru, Texas,", "Peru", None), ("Kenya or Peru, Texas,", "Peru", None),
        ("Kenya. Peru, Texas,", "Peru", "city USA"), ("Obama, Peru, Texas,", "Peru", "city USA"),
        ("Obama, Texas,", "Obama", None), ("Peru, Kenya,", "Peru", None),
        ("Peru, Georgia,", "Peru", None), ("Peru (Georgia)", "Peru", None),
        # a state that is also a country after a city
        ("Atlanta, Georgia", "Georgia", "region USA state"),
        ("Tbilisi, Georgia", "Georgia", "name GEO"),
        ("Lyon, Georgia", "Georgia", "region USA state"), ("Peru, Georgia", "Georgia", None),
        ("Atlanta Georgia", "Georgia", None), ("Atlanta (Georgia)", "Georgia", None),
        ("Georgia", "Georgia", None), ("Paris, Tripoli", "Tripoli", None),
    ],
)  # fmt: skip
def test_where_a_place_lies(text, name, expected):
    assert where(text, name) == (expected and [expected])


# --- persons --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def persons():
    leaders = {"Helmut Kohl": (sense("DEU", "leader"),), "José Cruz": (sense("PER", "leader"),)}
    return Persons(read_rules(gazetteer(leaders, **WORDS)))


@pytest.mark.parametrize(
    ("surface", "senses", "single"),
    [
        ("Peru", (sense("PER"),), True), ("Lima", (sense("PER", "city"),), True),
        ("Oman", (sense("OMN"), sense("USA", "region")), True),
        ("Fiji", (sense("FJI", "leader"),), False),
        ("Peru", (sense("PER"), sense("USA", "leader")), False), ("USA", (sense("USA"),), False),
        ("PERU", (sense("PER"),), False), ("Ger", (sense("GER"),), False),
        ("New York", (sense("USA", "city"),), False), ("Guinea-Bissau", (sense("GNB"),), False),
    ],
)  # fmt: skip
def test_what_is_a_single_place(surface, senses, single):
    assert is_single_place(surface, senses) is single


@pytest.mark.parametrize(
    ("text", "before", "headline", "expected"),
    [
        ("Ann Peru left", "Ann", False, True), ("Ann Peru left", "Ann", True, False),
        ("Ann Peru Police", "Ann", False, False), ("Mr Peru left", "Mr", False, True),
        ("Mr. Peru left", "Mr", False, True), ("Ann. Peru left", "Ann", False, False),
        ("Miss Peru left", "Miss", False, False), ("Florence Peru", "Florence", False, False),
        ("the Peru Smith", "the", False, True), ("the Peru Senate", "the", False, False),
        ("the Peru smith", "the", False, False), ("Ann. Peru Smith", "Ann", False, True),
    ],
)  # fmt: skip
def test_a_place_that_is_somebody(persons, text, before, headline, expected):
    start = text.index("Peru")
    span = (start, start + 4)
    peru = (sense("PER"),)
    assert persons.is_somebody("Peru", peru, text, span, before, headline=headline) is expected
    leader = (sense("PER", "leader"),)
    assert not persons.is_somebody("Peru", leader, text, span, before, headline=headline)


@pytest.mark.parametrize(
    ("text", "headline", "expected"),
    [
        ("Chad and Bob", False, True), ("Chad and BOB", True, True),
        ("Chad and Libya", False, False),
        ("Chad Smithers left", False, True), ("Chad Smithers left", True, False),
        ("Chad Smith left", True, True), ("Chad Police left", False, False),
        ("Chad left", False, False),
        ("CHAD Smith left", False, False), ("CHAD and BOB", False, True),
    ],
)  # fmt: skip
def test_a_place_that_is_a_given_name(persons, text, headline, expected):
    assert persons.is_given(text[:4], text, 4, headline=headline) is expected


@pytest.mark.parametrize(
    ("surface", "before", "other"),
    [
        ("Kohl", "Ann", True), ("Kohl", "Helmut", False), ("Kohl", "San", True),
        ("Kohl", "the", False), ("Helmut Kohl", "Ann", False), ("von Kohl", "Ann", True),
        ("Kohl", "President", False), ("Merkel", "Bob", True),
    ],
)  # fmt: skip
def test_a_surname_that_is_somebody_elses(persons, surface, before, other):
    assert persons.is_other(surface, before) is other


@pytest.mark.parametrize(
    ("text", "surface", "doubted"),
    [
        ("said Makoto Kohl", "Kohl", True), ("said Helmut Kohl", "Kohl", False),
        ("said President Kohl", "Kohl", False), ("said Mr Kohl", "Kohl", False),
        ("It rose. Makoto Kohl", "Kohl", False), ("said old Kohl", "Kohl", False),
        ("said Jo Kohl", "Kohl", False), ("said Joe Kohl", "Kohl", True),
        ("said José Cruz", "Cruz", False), ("said Makoto Helmut Kohl", "Helmut Kohl", False),
        ("Makoto Kohl", "Kohl", False), ("said MAKOTO Kohl", "Kohl", False),
    ],
)  # fmt: skip
def test_a_surname_that_may_be_somebody_elses(persons, text, surface, doubted):
    start = text.index(surface)
    before = text[:start].split()[-1]
    assert persons.may_be_other(surface, text, start, before) is doubted


# --- proofs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "evidence", "text", "expected"),
    [
        ({}, {}, "", False),
        ({"jordan": None}, {}, "", True),
        ({"jordan": None}, {("JOR", "amman"): 1}, "", False),
        ({"jordan": None}, {("JOR", "jordan"): 2}, "", True),
        ({"jordan": None}, {("PER", "lima"): 1}, "", True),
        ({"jordan": None, "amman": None}, {("JOR", "amman"): 1}, "", True),
        ({"jordan": None}, {}, "in ", False),
        ({"jordan": sense("USA", "city")}, {}, "in ", True),
        ({"jordan": sense("USA", "city")}, {("JOR", "amman"): 1}, "in ", False),
    ],
)  # fmt: skip
def test_what_is_known_holds_unless_the_document_says_otherwise(known, evidence, text, expected):
    found = overrides(
        known, "jordan", "JOR", Counter(evidence), f"{text}Jordan", len(text), frozenset({"in"})
    )
    assert found is expected


# --- tables and names -----------------------------------------------------------------------------

REGIONS = {
    "European Union": "EU", "United Nations": "UN", "Central Asia": "CENTRAL-ASIA",
    "South America": "SOUTH-AMERICA", "Central America": "CENTRAL-AMERICA",
    "Northern America": "NORTH-AMERICA", "Americas": "AMERICAS", "Caribbean": "CARIBBEAN",
    "Africa": "AFRICA", "Northern Africa": "NORTH-AFRICA", "Western Africa": "WEST-AFRICA",
    "Eastern Africa": "EAST-AFRICA", "Asia": "ASIA", "Eastern Asia": "EAST-ASIA",
    "Southeast Asia": "SOUTHEAST-ASIA", "Southern Asia": "SOUTH-ASIA", "Europe": "EUROPE",
    "Eastern Europe": "EASTERN-EUROPE", "Western Europe": "WESTERN-EUROPE",
    "Southern Europe": "SOUTHERN-EUROPE", "Oceania": "OCEANIA", "Latin America": "LATIN-AMERICA",
}  # fmt: skip


def test_regions_of_the_united_nations_have_our_codes():
    names = dict(country_names("en"))
    assert {name: code for name, code in names.items() if len(code) != 3} == REGIONS


def test_every_kind_of_mention_has_a_colour():
    assert set(_ANSI) == set(_COLOURS) == set(KINDS)
    for colour in _COLOURS.values():
        assert re.fullmatch("#[0-9a-fA-F]{6}", colour)
    for codes in _ANSI.values():
        assert re.fullmatch(r"\d{1,2}(;\d{1,2})?", codes)
    distinct = ("name", "demonym", "historical", "capital", "metonym", "leader", "currency")
    assert (
        len({_COLOURS[kind] for kind in distinct}) == len({_ANSI[kind] for kind in distinct}) == 7
    )


def test_the_room_offers_each_name_that_it_lists():
    given = {name for name in vars(countries) if name[0] != "_"}
    modules = {name for name in given if isinstance(getattr(countries, name), ModuleType)}
    assert sorted(countries.__all__) == sorted(given - modules)


def test_a_gazetteer_is_shown_in_a_line():
    assert repr(load_gazetteer()) == "Gazetteer(language='en')"


@pytest.mark.parametrize("mark", [*"\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff",
                                  *"\u0300\u0301\u0302\u0303\u0306\u0307\u0308\u030a\u030b\u030c",
                                  *"\u0323\u0326\u0327\u0328"])  # fmt: skip
def test_marks_that_nobody_sees_are_taken_out(mark):
    plain = normalise(f"Uz{mark}bek")
    assert plain.text == "Uzbek"
    assert plain.source(np.array([1, 2])).tolist() == [1, 3]


TABLES = {
    "apply_successors": (apply_successors, "mentions", "country"),
    "expand_groups": (expand_groups, "mentions", "kind"),
    "mention_kinds": (mention_kinds, "mentions", "country"),
    "calibration_error": (calibration_error, "table", "predicted"),
    "find_countries": (find_countries, "corpus", "doc_id"),
}


@pytest.mark.parametrize("call", TABLES)
def test_a_table_without_a_column_is_named(call):
    function, name, column = TABLES[call]
    columns = {"doc_id", "text", "country", "kind", "n", "predicted", "observed"} - {column}
    table = pd.DataFrame({key: ["x"] for key in sorted(columns)})
    with pytest.raises(TopicsError, match=f"^`{name}` lacks the column '{column}'"):
        function(table)


def test_tables_of_weights_are_named():
    corpus = pd.DataFrame({"doc_id": ["a"], "text": ["Peru"]})
    mentions = find_countries(corpus)
    with pytest.raises(TopicsError, match=r"^`mentions` lacks the column 'field'"):
        salience_features(mentions.drop(columns="field"), corpus)
    with pytest.raises(TopicsError, match=r"^`corpus` lacks the column 'doc_id'"):
        salience_features(mentions, corpus.drop(columns="doc_id"))
    weights = country_weights(mentions, corpus)
    units = pd.DataFrame({"doc_id": ["a"], "parent_id": ["b"]})
    with pytest.raises(TopicsError, match=r"^`unit_weights` lacks"):
        inherit_weights(weights.drop(columns="country"), units, weights)
    with pytest.raises(TopicsError, match=r"^`units` lacks the column 'doc_id'"):
        inherit_weights(weights, units.drop(columns="doc_id"), weights)
    with pytest.raises(TopicsError, match=r"^`document_weights` lacks"):
        inherit_weights(weights, units, weights.drop(columns="country"))


def test_tables_are_read_with_what_people_put_into_them(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("\ufeff# a remark\n\na\tb\n x \ty\n  \nz\n#\tq\nu\t\n", "utf-8")
    assert list(read_table(path, ("a", "b"))) == [
        (4, ["x", "y"]), (6, ["z", ""]), (8, ["u", ""]),
    ]  # fmt: skip
    path.write_bytes(b"a\tb\n\xff\n")
    with pytest.raises(InputError, match=r"^cannot read .*a\.tsv: .* Save it as UTF-8 text\.$"):
        list(read_table(path, ("a", "b")))
    path.write_text("a\tb\n1\t2\t3\n", "utf-8")
    with pytest.raises(InputError, match=r"line 2: 2 tab-separated cells at most; got 3: '1\\t2"):
        list(read_table(path, ("a", "b")))
    path.write_text("b\ta\n", "utf-8")
    with pytest.raises(InputError, match=r"line 1: the header must be a b separated by tabs; got"):
        list(read_table(path, ("a", "b")))


def test_a_bar_counts_each_document_once(monkeypatch):
    told = []

    class Bar:
        def update(self, n):
            told.append(n)

        def close(self):
            told.append("closed")

    def progress(**options):
        told.append(options)
        return Bar()

    monkeypatch.setattr("topics.countries.mentions.progress", progress)
    said = "Казахстан и Узбекистан подписали договор о новых поставках газа на зиму"
    texts = [f"He wrote: {said}.", "Peru", "Chile"]
    find_countries(pd.DataFrame({"doc_id": list("abc"), "text": texts}))
    options, *counted, last = told
    assert options == {"total": 3, "desc": "countries", "unit": "doc"}
    assert sum(counted) == 3
    assert last == "closed"


MENTIONS = ["doc_id", "field", "start", "end", "surface", "country", "kind", "strength"]
WEIGHTS = ["doc_id", "country", "n_mentions", "share", "p_about", "weight"]
BINS = ["bin_low", "bin_high", "n", "predicted", "observed", "ci_low", "ci_high"]


def test_every_table_has_its_columns_and_is_counted_from_nought():
    texts = ["The EU met Soviet and Uzbek ministers in Peru. Peru paid.", "", "Chile, Lima"]
    corpus = pd.DataFrame({"doc_id": list("abc"), "text": texts}, index=[7, 5, 3])
    mentions = find_countries(corpus)
    weights = country_weights(mentions, corpus)
    units = pd.DataFrame({"doc_id": ["x", "a"], "parent_id": ["c", "a"]}, index=[4, 2])
    tables = [
        (mentions, MENTIONS, 7),
        (find_countries(corpus, kinds=["name", "capital"]), MENTIONS, 4),
        (find_countries(corpus, successors="principal"), MENTIONS, 7),
        (find_countries(corpus, successors="all"), MENTIONS, 21),
        (find_countries(corpus, currency_pairs=True), MENTIONS, 7),
        (apply_successors(mentions, policy="all"), MENTIONS, 21),
        (expand_groups(mentions), [*MENTIONS, "group"], 33),
        (mention_kinds(mentions), ["country", "country_name", "kind", "n_mentions", "share"], 6),
        (weights, WEIGHTS, 5),
        (
            inherit_weights(weights[weights["doc_id"] == "a"], units, weights),
            [*WEIGHTS, "inherited"],
            5,
        ),
        (reliability([0.1, 0.9, 0.95], [False, True, True]), BINS, 2),
        (salience_reliability(), [*BINS, "sample"], 10),
    ]
    for number, (table, columns, n) in enumerate(tables):
        assert table.columns.tolist() == columns, number
        assert table.index.tolist() == list(range(n)), number
