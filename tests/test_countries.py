"""Countries: known answers on the seeds, rules, weights, tables."""

import html
import itertools
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.countries import (
    calibration_error,
    country_name,
    country_weights,
    expand_groups,
    find_countries,
    find_in_text,
    group_members,
    highlight,
    inherit_weights,
    load_gazetteer,
    mention_kinds,
    reliability,
    salience_reliability,
    show_mentions,
    state,
)
from topics.countries.files import known_codes
from topics.countries.matcher import Matcher
from topics.countries.normalise import normalise
from topics.countries.salience import expected_shares
from topics.errors import InputError, TopicsError

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
if not (SEEDS / "truth.json").is_file():
    SEEDS = ROOT.parent / "shared" / "seeds"
needs_seeds = pytest.mark.skipif(
    not (SEEDS / "truth.json").is_file(), reason="the seeds and their truth.json are not here"
)
KINDS_OF_TRUTH = {
    "demonym": ("demonym",),
    "capital_metonym": ("capital", "metonym"),
    "leader": ("leader",),
    "subnational": ("city", "region"),
    "historical": ("historical",),
    "organisations": ("organisation",),
}


@needs_seeds
def test_seeds_every_count_by_kind():
    truth = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))["seeds"]
    assert len(truth) == 5
    for name, expected in truth.items():
        found = find_in_text((SEEDS / name).read_text(encoding="utf-8"))
        names = found[found["kind"] == "name"]
        assert Counter(names["country"]) == expected["explicit"], name
        for key, kinds in KINDS_OF_TRUTH.items():
            counted = Counter(found[found["kind"].isin(kinds)]["country"])
            assert counted == {c: sum(n.values()) for c, n in expected[key].items()}, (name, key)
        regions = Counter(found[found["kind"] == "world_region"]["surface"])
        assert regions == expected["regions"], name


@needs_seeds
def test_seeds_main_countries_have_the_highest_weights():
    truth = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))["seeds"]
    corpus = pd.DataFrame(
        {
            "doc_id": list(truth),
            "text": [(SEEDS / name).read_text(encoding="utf-8") for name in truth],
        }
    )
    weights = country_weights(find_countries(corpus), corpus)
    for name, expected in truth.items():
        ranked = weights[weights["doc_id"] == name].sort_values("weight", ascending=False)
        main = expected["main"]
        assert set(ranked["country"].head(len(main))) == set(main), name


def test_country_name_unknown_code_says_so():
    assert country_name("UZB") == "Uzbekistan"
    with pytest.raises(ValueError, match="'XYZ' is not a known code"):
        country_name("XYZ")


# ---------------------------------------------------------------- mentions


def corpus_of(*texts, **columns):
    return pd.DataFrame({"doc_id": [str(i) for i in range(len(texts))], "text": texts, **columns})


def test_offsets_point_into_the_field_they_name():
    corpus = corpus_of(
        "The United\n   Kingdom and Côte  d’Ivoire; Uz\u00adbekistan.",
        title=["Putin in Minsk"],
        dateline=["PARIS, Texas, March 3 - "],
    )
    found = find_countries(corpus)
    for row in found.itertuples():
        assert corpus.loc[0, row.field][row.start : row.end] == row.surface
    assert list(zip(found["field"], found["country"], strict=True)) == [
        ("title", "RUS"),
        ("title", "BLR"),
        ("dateline", "USA"),
        ("dateline", "USA"),
        ("text", "GBR"),
        ("text", "CIV"),
        ("text", "UZB"),
    ]


def test_names_do_not_reach_across_fields_and_paragraphs():
    corpus = corpus_of("Zealand lamb", title=["New"])
    assert find_countries(corpus).empty
    assert find_countries(corpus_of("New\r\n\r\nZealand")).empty
    assert list(find_countries(corpus_of("New\r\nZealand"))["country"]) == ["NZL"]


def test_dateline_city_counts_even_if_weak_elsewhere():
    dateline = corpus_of("Prices rose.", dateline=["HOBART, March 3 -"])
    assert list(find_countries(dateline)["country"]) == ["AUS"]
    meeting = corpus_of("Prices rose.", dateline=["PLYMOUTH MEETING, Pa., March 3 -"])
    assert set(find_countries(meeting)["country"]) == {"USA"}
    moved = corpus_of("Orders rose.", dateline=["BOHEMIA, N.Y., March 26 -"])
    assert set(find_countries(moved)["country"]) == {"USA"}


def test_leaders_follow_the_date():
    stoltenberg = corpus_of(*["Stoltenberg spoke."] * 2, date=pd.to_datetime(["1985", "2010"]))
    assert list(find_countries(stoltenberg)["country"]) == ["DEU", "NOR"]
    late = corpus_of("Attlee Street was busy, said Reagan.", date=pd.to_datetime(["2020-01-01"]))
    assert find_countries(late).empty
    named = corpus_of("Reagan is remembered in the U.S.", date=pd.to_datetime(["2020-01-01"]))
    assert list(find_countries(named)["strength"]) == ["weak", "strong"]


def test_weak_mentions_need_a_stronger_one():
    assert find_countries(corpus_of("The peso fell.")).empty
    found = find_countries(corpus_of("Chile let the peso fall."))
    assert list(found["country"]) == ["CHL", "CHL"]
    assert list(found["strength"]) == ["strong", "weak"]


def test_results_do_not_depend_on_how_documents_are_batched(monkeypatch):
    texts = [
        f"Georgia and {x} signed. The peso fell in {x}." for x in ("Mexico", "Russia", "Texas")
    ]
    corpus = corpus_of(*texts * 20)
    whole = find_countries(corpus)
    monkeypatch.setattr("topics.countries.mentions._BATCH", 10)
    pd.testing.assert_frame_equal(find_countries(corpus), whole)


def test_kinds_and_successors():
    corpus = corpus_of("Soviet and Czechoslovak tanks; NATO watched from Bonn.")
    assert list(find_countries(corpus)["country"]) == ["SUN", "CSK", "NATO", "DEU"]
    assert list(find_countries(corpus, kinds=["capital"])["country"]) == ["DEU"]
    principal = find_countries(corpus, successors="principal")
    assert list(principal["country"]) == ["RUS", "CZE", "NATO", "DEU"]
    every = find_countries(corpus, successors="all")
    assert len(every[every["surface"] == "Soviet"]) == 15


def test_groups_expand_only_on_request():
    found = find_countries(corpus_of("Central Asia and the United Nations"))
    assert list(found["country"]) == ["CENTRAL-ASIA", "UN"]
    members = expand_groups(found)
    assert list(members["country"]) == ["KAZ", "KGZ", "TJK", "TKM", "UZB", "UN"]
    assert list(expand_groups(members)["country"]) == list(members["country"])


def test_empty_and_missing_text():
    assert list(find_countries(corpus_of()).columns) == [
        "doc_id", "field", "start", "end", "surface", "country", "kind", "strength",
    ]  # fmt: skip
    corpus = corpus_of("", "France", title=[None, float("nan")])
    assert list(find_countries(corpus)["doc_id"]) == ["1"]


def test_extra_gazetteer_adds_and_replaces(tmp_path):
    own = tmp_path / "own.tsv"
    own.write_text(
        "surface\tcountry\tkind\tflags\tfrom\tto\n# ours\nGazpromavia\tRUS\tmetonym\n"
        "Moscow\tUSA\tcity\nSkovorodino\tRUS\tcity\tweak\n",
        encoding="utf-8",
    )
    corpus = corpus_of("Gazpromavia flew from Moscow to Skovorodino.")
    found = find_countries(corpus, extra_gazetteer=own)
    assert list(found["country"]) == ["RUS", "USA", "RUS"]
    assert list(find_countries(corpus)["country"]) == ["RUS"]
    own.write_text("surface\tcountry\tkind\tflags\tfrom\tto\nMoscow\tCUB\tcity\n", "utf-8")
    os.utime(own, (1, 1))
    assert list(find_countries(corpus, extra_gazetteer=own)["country"]) == ["CUB"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Oz\tOZZ\tname", "line 2: 'OZZ' is not a known country code"),
        ("Oz\tAUS\tnickname", "line 2: unknown kind 'nickname'"),
        ("Oz\tAUS\tname\tloud", "line 2: unknown flag 'loud'"),
        ("Oz\tAUS\tleader\t\t19x0", "line 2: `from` must be a year of four digits"),
        ("Oz\tAUS\tleader\t\t1990\t1980", "line 2: `from` 1990 is after `to` 1980"),
        ("Oz\tAUS\tname\nOz\tAUS\tname", "line 3: 'Oz' was already given in line 2"),
        ("-Oz\tAUS\tname", "line 2: a surface begins with a letter or digit"),
        ("Oz\tNATO\tname", "line 2: 'NATO' is not a known country code"),
        ("Oz\tAUS\ttrap", "line 2: a trap has the country '-'"),
        ("Oz\tAUS\tname\t\t\t\t\t", "line 2: 6 tab-separated cells at most"),
    ],
)
def test_bad_gazetteer_row_is_named(tmp_path, line, message):
    own = tmp_path / "own.tsv"
    own.write_text(f"surface\tcountry\tkind\tflags\tfrom\tto\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        find_countries(corpus_of("x"), extra_gazetteer=own)
    assert message in str(error.value)
    assert str(own) in str(error.value)
    assert "\n" not in str(error.value)


def test_bad_gazetteer_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"cannot read .*none\.tsv"):
        find_countries(corpus_of("x"), extra_gazetteer=tmp_path / "none.tsv")
    odd = tmp_path / "odd.tsv"
    odd.write_text("name;code\nOz;AUS\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1: the header must be surface country kind"):
        find_countries(corpus_of("x"), extra_gazetteer=odd)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"language": "xx"}, "no gazetteer for the language 'xx'; there is one for .*en"),
        ({"kinds": ["planet"]}, "`kinds` must be one of"),
        ({"successors": "heirs"}, "`successors` must be one of"),
    ],
)
def test_bad_arguments(arguments, message):
    with pytest.raises(TopicsError, match=message):
        find_countries(corpus_of("x"), **arguments)


def test_bad_corpus():
    with pytest.raises(TopicsError, match="lacks the column 'text'"):
        find_countries(pd.DataFrame({"doc_id": ["a"]}))
    with pytest.raises(TopicsError, match=r"column 'text' must hold strings; row 1 .*int"):
        find_countries(pd.DataFrame({"doc_id": ["a", "b"], "text": ["x", 3]}))


# ---------------------------------------------------------------- data files


def test_every_state_has_a_name_and_a_display_name():
    named = {
        sense.country
        for senses in load_gazetteer().surfaces.values()
        for sense in senses
        if sense.kind in ("name", "historical")
    }
    states = {code for code, kind in known_codes().items() if kind == "country"}
    uninhabited = {"ATA", "BVT", "HMD", "ATF", "IOT", "UMI", "SJM", "SGS"}
    assert states - named <= uninhabited
    for code in known_codes():
        assert country_name(code)


def test_groups_and_successors_point_to_known_states():
    codes = {code for code, kind in known_codes().items() if kind == "country"}
    for group, kind in known_codes().items():
        if kind != "country":
            assert set(group_members(group)) <= codes, group
        else:
            assert set(state(group).successors) <= codes, group


# ---------------------------------------------------------------- matcher, text


def test_scan_without_automaton_finds_the_same(monkeypatch):
    surfaces = list(load_gazetteer().surfaces)
    slow = Matcher(surfaces, automaton=False)
    fast = Matcher(surfaces)
    rows = (Path(__file__).parent / "data" / "countries_adversarial.tsv").read_text("utf-8")
    for text in (rows, rows.upper()):
        for a, b in zip(fast.find(text), slow.find(text), strict=True):
            assert a.tolist() == b.tolist()
    monkeypatch.setitem(sys.modules, "ahocorasick_rs", None)
    missing = Matcher(["Niger", "Niger Delta"]).find("in the Niger Delta")
    assert missing.surface.tolist() == [1]


PIECES = ["US", "U.S.", "U.S", "New York", "New York State", "Niger", "Nigeria", "Sino-", "York"]


@given(st.lists(st.sampled_from([*PIECES, " ", "ment", "x", "_", ".", "-", "é", "a𝐀"])))
def test_automaton_and_scan_agree(parts):
    text = "".join(parts)
    fast, slow = Matcher(PIECES).find(text), Matcher(PIECES, automaton=False).find(text)
    assert [column.tolist() for column in fast] == [column.tolist() for column in slow]


@given(st.text(alphabet="ab -\n\r\t’\u00ad\u0301É", max_size=60))
def test_normalised_characters_come_from_where_they_say(text):
    plain = normalise(text)
    offsets = np.arange(len(plain.text))
    source = plain.source(offsets)
    assert (np.diff(source) > 0).all()
    for character, place in zip(plain.text, source.tolist(), strict=True):
        assert character == text[place] or character in " -'\x1e"


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200))
def test_any_text_goes_through(text):
    found = find_in_text(text)
    assert (found["start"] < found["end"]).all()
    assert (found["end"] <= len(text)).all()
    assert html.unescape(re.sub(r"<sub>.*?</sub>|<[^>]*>", "", show_mentions(text))) == text


# ---------------------------------------------------------------- weights


def test_weights_of_a_clear_document():
    corpus = corpus_of(
        "Uzbekistan raised gas prices, Tashkent said. Uzbek officials met in Tashkent. "
        "Exports to China may fall.",
        title=["Uzbekistan raises gas prices"],
    )
    weights = country_weights(find_countries(corpus), corpus)
    assert list(weights.columns) == [
        "doc_id", "country", "n_mentions", "share", "p_about", "weight",
    ]  # fmt: skip
    top = weights.set_index("country")
    assert top.loc["UZB", "n_mentions"] == 5
    assert top["share"].sum() == pytest.approx(1)
    assert top.loc["UZB", "p_about"] > 0.9 > 0.5 > top.loc["CHN", "p_about"]


def test_weights_are_shares_of_the_probability_that_any_country_is_meant():
    corpus = corpus_of("Chad and Mali.", "Nothing here.", "Peru. Peru. NATO and Peru. Chile.")
    weights = country_weights(find_countries(corpus), corpus)
    assert set(weights["doc_id"]) == {"0", "2"}
    for _, part in weights.groupby("doc_id"):
        none = (1 - part["p_about"]).prod()
        assert part["weight"].sum() == pytest.approx(1 - none)
    assert (weights["weight"] <= weights["p_about"] + 1e-12).all()


def test_weights_know_no_country():
    text = "{a} attacked {b}. Troops of {a} crossed the border. {b} protested."
    corpus = corpus_of(text.format(a="Chad", b="Mali"), text.format(a="Peru", b="Cuba"))
    weights = country_weights(find_countries(corpus), corpus)
    first, second = (part for _, part in weights.groupby("doc_id"))
    assert sorted(first["p_about"]) == pytest.approx(sorted(second["p_about"]))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_expected_shares_match_enumeration(p):
    expected = np.zeros(len(p))
    for bits in itertools.product([0, 1], repeat=len(p)):
        chance = np.prod([q if bit else 1 - q for q, bit in zip(p, bits, strict=True)])
        expected += chance * np.array(bits) / max(sum(bits), 1)
    got = expected_shares(np.array(p), np.zeros(len(p), dtype=int))
    assert got == pytest.approx(expected, abs=1e-9)


def test_weights_of_mentions_from_elsewhere_are_refused():
    corpus = corpus_of("Chad")
    mentions = find_countries(corpus)
    with pytest.raises(TopicsError, match="'0' is in `mentions` but not in `corpus`"):
        country_weights(mentions, corpus.assign(doc_id="z"))


def test_no_mentions_no_weights():
    corpus = corpus_of("Nothing.")
    assert country_weights(find_countries(corpus), corpus).empty


def test_units_inherit():
    documents = corpus_of("Russia sells gas. Prices rose.")
    units = pd.DataFrame(
        {
            "doc_id": ["0#1", "0#2"],
            "parent_id": "0",
            "text": ["Russia sells gas.", "Prices rose."],
        }
    )
    own = country_weights(find_countries(units), units)
    whole = country_weights(find_countries(documents), documents)
    table = inherit_weights(own, units, whole)
    assert list(table["inherited"]) == [False, True]
    assert list(table["n_mentions"]) == [1, 0]
    assert table["weight"].iloc[1] == whole["weight"].iloc[0]


# ---------------------------------------------------------------- tables, show


def test_mention_kinds_shares():
    table = mention_kinds(find_countries(corpus_of("Moscow, Russia and Putin; Peru")))
    assert table.columns.tolist() == ["country", "country_name", "kind", "n_mentions", "share"]
    assert table[["country", "kind", "n_mentions"]].to_numpy().tolist() == [
        ["RUS", "name", 1], ["RUS", "capital", 1], ["RUS", "leader", 1], ["PER", "name", 1],
    ]  # fmt: skip
    assert table.groupby("country")["share"].sum().tolist() == pytest.approx([1, 1])


def test_reliability_of_known_probabilities():
    rng = np.random.default_rng(0)
    p = rng.random(20_000)
    assert calibration_error(reliability(p, rng.random(20_000) < p)) < 0.015
    assert calibration_error(reliability(p**2, rng.random(20_000) < p)) > 0.1
    with pytest.raises(TopicsError, match="must be in"):
        reliability([2.0], [True])
    with pytest.raises(TopicsError, match="as long as each other"):
        reliability([0.5, 0.5], [True])


def test_html_is_escaped_and_notebooks_show_it():
    marked = show_mentions("<script>alert('x')</script> in Peru & <b>Chad</b>")
    assert "<script>" not in marked
    assert "&lt;script&gt;" in marked
    assert marked.count("<mark") == 2
    assert marked._repr_html_() == str(marked)


def test_highlight_drops_control_characters():
    text = "\x1b[2J Peru\x07\n\tand\x9b Chad"
    marked = highlight(text)
    assert marked == "[2J \x1b[1;32mPeru\x1b[0m[PER]\n\tand \x1b[1;32mChad\x1b[0m[TCD]"


def test_a_string_is_asked_for():
    with pytest.raises(TopicsError, match="`text` must be a string; got int"):
        find_in_text(3)


@pytest.mark.parametrize("dateline", [True, False])
def test_the_shipped_probabilities_are_calibrated(dateline):
    table = salience_reliability(dateline=dateline)
    assert calibration_error(table) <= 0.03
    assert table["n"].sum() > 15_000
    assert table["observed"].is_monotonic_increasing
    assert table["observed"].between(table["ci_low"], table["ci_high"]).all()


def test_the_quick_way_finds_what_reading_every_match_finds(monkeypatch):
    from test_countries_adversarial import ROWS

    from topics.countries.certain import Calm, Certain

    texts = [text for _, _, text, _, _ in ROWS]
    texts += [text.upper() for text in texts] + [f'"{text} ({text})"' for text in texts]
    people = ("Mr", "Mr.", "Jo", '"Jo', "(Al", "Michael B.", "the", "X", "JO")
    places = ("Jordan", "London", "Washington", "Paris", "Georgia", "Chad", "Israel", "Niger")
    endings = ("", " Smith said", " dollars", ", Texas.", " (Ala.)", " agreement")
    texts += [f"{w} {x}{y}" for w, x, y in itertools.product(people, places, endings)]
    corpus = corpus_of(*texts, *(text[n:] for n, text in enumerate(texts[:200])))
    quick = find_countries(corpus)
    find = Certain.find

    def nothing_is_calm(self, text, matches):
        never = np.zeros(len(matches.start), dtype=bool)
        return Calm(never, never.copy(), find(self, text, matches).nobody)

    monkeypatch.setattr(Certain, "find", nothing_is_calm)
    pd.testing.assert_frame_equal(find_countries(corpus), quick)
