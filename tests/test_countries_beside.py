"""What stands beside a name: addresses, codes, persons, places, money; scripts; marks; bad data."""

import re

import numpy as np
import pandas as pd
import pytest

from topics._language_data import Language
from topics.countries import (
    country_name,
    expand_groups,
    find_countries,
    find_in_text,
    group_members,
    highlight,
    load_gazetteer,
    show_mentions,
    state,
)
from topics.countries.codes import codes_of_column, country_code, country_pair, group_code
from topics.countries.context import (
    after_and,
    begins_a_sentence,
    closes_a_code,
    closes_a_place,
    ends_a_place,
    in_address,
    known,
    word_ahead,
    word_before,
)
from topics.countries.evidence import Evidence
from topics.countries.forms import index_forms, without_accents
from topics.countries.inflect import Endings
from topics.countries.language_rows import compound_rows, language_rows, language_rules
from topics.countries.matcher import Matcher
from topics.countries.mentions import batches
from topics.countries.neighbours import Pending
from topics.countries.normalise import PARAGRAPH, letters_of, normalise
from topics.countries.passages import only_passages, passages, scripts_of
from topics.countries.proofs import agreed
from topics.countries.senses import Sense
from topics.countries.states import apply_successors, groups_with_members
from topics.countries.tagger import tagger
from topics.errors import InputError, TopicsError


def found(text, **options):
    table = find_in_text(text, **options)
    return [f"{s}={c}" for s, c in zip(table["surface"], table["country"], strict=True)]


# --- the quick way --------------------------------------------------------------------------------

LOOKED_AT = {
    "Peru": ["Mr. Peru spoke.", "Ann Peru spoke.", "Jo Peru spoke.", '"Jo Peru spoke.', "(Jo Peru",
             "Peru, Texas, voted.", "Peru (Texas) voted.", "ask Peru@x.org", "Peru Smith spoke.",
             "see http://x.com/Peru"],
    "Chad": ["Chad Smith spoke.", "Chad and Mike left.", "Chad AND MIKE left.", "Chad & Mike left.",
             "Chad & Bob left."],
    "Reagan": ["Mr. Reagan spoke.", "B. Reagan spoke.", "President Reagan spoke.",
               "Владимир Reagan spoke."],
    "Canadian": ["Canadian-dollar bonds"],
}  # fmt: skip
LEFT = {
    "Peru": ["Peru", "In Peru, and Kenya.", "the Peru deal", "Peru-based", "Peru (Kenya)",
             "B. Peru spoke.", "see www.x.com in Peru", "Peru sent fish.", "off Peru."],
    "Chad": ["Chad attacked.", "Chad and Libya signed.", "Chad & Libya signed.",
             "Chad, Mike left."],
    "Canadian": ["Canadian dogs bark.", "the Canadian senate"],
    "Ronald Reagan": ["Ronald Reagan spoke."],
}  # fmt: skip


def quickly(text):
    side = tagger(load_gazetteer()).ordinary
    matches = side.matcher.find(normalise(text).text)
    calm = side.neighbours._certain.find(normalise(text).text, matches)
    surfaces = [side.matcher.surfaces[index] for index in matches.surface.tolist()]
    return dict(zip(surfaces, (calm.certain | calm.nobody).tolist(), strict=True))


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, some in LOOKED_AT.items() for t in some])
def test_a_name_beside_what_may_change_it_is_looked_at(name, text):
    assert quickly(text)[name] is False


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, some in LEFT.items() for t in some])
def test_a_name_beside_nothing_that_changes_it_is_read_at_once(name, text):
    assert quickly(text)[name] is True


@pytest.mark.parametrize("joint", ["and", "&", "AND"])
def test_two_given_names_are_persons_however_they_are_joined(joint):
    assert found(f"Chad {joint} Mike left.") == found(f"Chad {joint} Ann left.") == []
    assert found(f"Chad {joint} Libya signed.") == ["Chad=TCD", "Libya=LBY"]


# --- small questions about the text around a match ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("ask peru@x.org", "peru", True), ("see www.peru.com", "peru", True),
        ("http://x.org/peru", "peru", True), ("(see peru.com)", "peru", True),
        ("peru.org/x", "peru", True), ("@peru said", "peru", True), ("<peru>", "peru", True),
        ("<peru.", "peru", True), ("<peru ", "peru", False), ("in Peru.", "Peru", False),
        ("Peru-based", "Peru", False), ("Peru/Chile", "Peru", False), ("Peru.Now", "Peru", False),
        ("Peru: it fell", "Peru", False), ("x.peru", "peru", False), ("a peru b", "peru", False),
        ('"peru.com",', "peru", True), ("peru.company", "peru", False),
    ],
)  # fmt: skip
def test_addresses(text, name, expected):
    start = text.index(name)
    assert in_address(text, start, start + len(name)) is expected


def test_a_long_run_without_spaces_is_looked_at_in_part():
    near = "http://" + "a" * 150 + "/Peru"
    assert in_address(near, len(near) - 4, len(near))
    far = "http://" + "a" * 250 + "/Peru"
    assert not in_address(far, len(far) - 4, len(far))


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [("Rome, Ga., voted", "Ga.", True), ("Rome (Ga.)", "Ga.", True), ("Rome, Pa", "Pa", True),
     ("Rome, Pa, and", "Pa", True), ("Rome, Pa said", "Pa", False), ("in Ga. it", "Ga.", False),
     ("Rome,Ga.", "Ga.", False), ("Rome, Pa - it", "Pa", True)],
)  # fmt: skip
def test_abbreviations_that_close_a_place(text, name, expected):
    start = text.index(name)
    assert closes_a_place(text, start, start + len(name)) is expected


def test_ends_of_places_and_codes():
    assert ends_a_place("LIMA, March", 4)
    assert ends_a_place(f"LIMA {PARAGRAPH}", 4)
    assert not ends_a_place("LIMA fell", 4)
    for text, expected in (("<BARC.L>", True), ("(7203.T)", True), ("(J.T)", False),
                           ("BARC.L", False), ("<BARC L", False), ("<1234567890.L", True),
                           ("<12345678901.L", False)):  # fmt: skip
        start = max(text.rfind("."), text.rfind(" ")) + 1
        assert closes_a_code(text, start) is expected, text


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [("Mr. Jordan", "Jordan", "Mr"), ("Michael B. Jordan", "Jordan", "Michael"),
     ("B. Jordan", "Jordan", "B"), ('"Ann Peru', "Peru", "Ann"), ("x-Peru", "Peru", ""),
     ("Peru", "Peru", ""), ("Michael b. Jordan", "Jordan", "b"), ("(Jo Peru", "Peru", "Jo")],
)  # fmt: skip
def test_the_word_before_a_name(text, name, word):
    assert word_before(text, text.index(name)) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [("Paris Hilton", "Hilton"), ("Paris Hilton's", "Hilton"), ("Paris hilton", ""),
     ("Paris-Hilton", ""), ("Paris O'Hara", "O'Hara"), ("Paris X", ""), ("Paris", "")],
)  # fmt: skip
def test_the_word_ahead_of_a_name(text, word):
    assert word_ahead(text, 5) == word


def test_beginnings_and_ands():
    for before, expected in (("", True), ("It rose. ", True), ("Is it? ", True), ("said ", False),
                             ('It rose. "', True), ("to: ", True),
                             (f"a{PARAGRAPH} ", True), ("Mr X ", False), ("it; ", True),
                             ("it - ", True), ("so! ", True), ("so, ", False)):  # fmt: skip
        assert begins_a_sentence(f"{before}Makoto", len(before)) is expected, before
    assert [after_and(text, 4) for text in ("Chad and Beth", "Chad & Beth", "Chad AND BETH",
            "Chad or Beth", "Chad andBeth")] == ["Beth", "Beth", "BETH", "", ""]  # fmt: skip


def test_words_as_written_or_in_capitals():
    words = frozenset({"Times", "Of", "bank"})
    assert known("Times", words, False)
    assert known("TIMES", words, False)
    assert not known("times", words, False)
    assert not known("OF", words, False), "two letters in capitals are an abbreviation"
    assert known("Bank", words, True)
    assert not known("Bank", words, False)


# --- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paris, Texas, is small.", ["Paris=USA", "Texas=USA"]),
        ("Tripoli, Lebanon, is old.", ["Tripoli=LBN", "Lebanon=LBN"]),
        ("Athens (Georgia) voted.", ["Athens=USA", "Georgia=USA"]),
        ("Exports to Mexico, Texas and Ohio rose.", ["Mexico=MEX", "Texas=USA", "Ohio=USA"]),
        ("Canadian dollars fell.", ["Canadian dollars=CAN"]),
        ("Contact US today.", []),
        ("CONTACT US TODAY", []),
        ("The US said so.", ["US=USA"]),
        ("Paris Jackson sang in Paris.", ["Paris=FRA"]),
        ("Lady Israel sang.", []),
        ("Michael Washington sang.", []),
        ("Sydney Carton died.", []),
        ("Jordan condemns the attack", ["Jordan=JOR"]),
    ],
)
def test_sentences(text, expected):
    assert found(text) == expected


def test_a_title_in_which_every_word_has_a_capital():
    corpus = pd.DataFrame({"doc_id": ["a"], "title": ["Jordan Condemns Attack"], "text": ["x"]})
    assert find_countries(corpus)["country"].tolist() == ["JOR"]
    person = corpus.assign(title="Jordan Miller left")
    assert find_countries(person).empty


@pytest.mark.parametrize(
    ("year", "strength"),
    [(1977, []), (1978, ["strong"]), (1981, ["strong"]), (1999, ["strong"]), (2000, [])],
)
def test_a_surname_is_the_leader_from_three_years_before_to_ten_after(year, strength):
    # in office from 1981 to 1989
    corpus = pd.DataFrame({"doc_id": ["a"], "text": ["Then Reagan spoke."]})
    table = find_countries(corpus.assign(date=pd.to_datetime([f"{year}-06-01"])))
    assert table["strength"].tolist() == strength
    full = corpus.assign(text="Then Ronald Reagan spoke.", date=pd.to_datetime([f"{year}-06-01"]))
    assert find_countries(full)["country"].tolist() == ["USA"]


def pending(*senses, surface="x"):
    return Pending(0, surface, tuple(Sense(country=c, kind="name", **more) for c, more in senses))


def test_a_weak_reading_needs_a_stronger_one_of_its_country():
    weak = pending(("PER", {"flags": frozenset({"weak"})}))
    evidence = Evidence("en")
    assert evidence.settle([], [weak], "", None) == [None]
    assert evidence.settle(["CHL"], [weak], "", None) == [None]
    assert evidence.settle(["PER"], [weak], "", None)[0].country == "PER"
    strong = pending(("PER", {}))
    assert [sense.country for sense in evidence.settle([], [strong, weak], "", None)] == ["PER"] * 2
    assert evidence.settle([], [weak, weak], "", None) == [None, None]


def test_of_several_readings_the_document_chooses_and_the_first_is_the_default():
    both = pending(("PER", {}), ("CHL", {}))
    evidence = Evidence("en")
    assert evidence.settle([], [both], "", None)[0].country == "PER"
    assert evidence.settle(["CHL"], [both], "", None)[0].country == "CHL"
    assert evidence.settle(["CHL", "PER"], [both], "", None)[0].country == "PER"
    years = pending(("PER", {"first_year": 1980, "last_year": 1985}),
                    ("CHL", {"first_year": 1986, "last_year": 1990}))  # fmt: skip
    for year, country in ((1979, "PER"), (1980, "PER"), (1985, "PER"), (1986, "CHL"),
                          (1990, "CHL"), (1991, "PER")):  # fmt: skip
        assert evidence.settle([], [years], "", year)[0].country == country, year
    # a mention weighs more than a fitting year
    assert evidence.settle(["PER"], [years], "", 1988)[0].country == "PER"


def test_proofs_of_a_document_hold_where_they_agree():
    here = Sense(country="USA", kind="city")
    there = Sense(country="FRA", kind="city")
    assert agreed([("paris", here), ("lima", None), ("paris", here)]) == {
        "paris": here, "lima": None,
    }  # fmt: skip
    assert agreed([("paris", here), ("paris", there), ("lima", None)]) == {"lima": None}
    assert agreed([("paris", here), ("paris", None)]) == {}


# --- normalised text, forms, matches --------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a’b‘c “d” e–f", "a'b'c \"d\" e-f"), ("a`b\tc\r\nd", "a'b c d"),
        ("New\n\nZealand", f"New{PARAGRAPH * 2}Zealand"), ("New\n \nZealand", None),
        ("New   York", "New York"), (".   Then", ".   Then"), ("Uz\u00adbek", "Uzbek"),
        ("#FreeIranNow", "#Free Iran Now"), ("#free", "#free"), ("#USA", "#USA"),
        ("Uz-\nbek", "Uz-bek"), ("ab-\n  cd", "ab-cd"), ("-\n", "- "), ("é\u0301x", "éx"),
        ("\u00a0a\u2028b", " a b"),
    ],
)  # fmt: skip
def test_plain_text(text, plain):
    assert normalise(text).text == (plain or f"New{PARAGRAPH * 3}Zealand")


def test_broken_words_that_are_known_are_whole_again():
    plain = normalise("Uzbeki-\n  stan and Sino-\nSoviet", {"Uzbekistan"})
    assert plain.text == "Uzbekistan and Sino-Soviet"
    at = plain.text.index("stan and")
    assert plain.source(np.array([0, at, at + 4])).tolist() == [0, 10, 14]
    assert plain.source(np.array([at]), ends=True).tolist() == [6]


def test_letters_of_flags_and_bare_letters():
    assert letters_of("\U0001f1fa\U0001f1f8") == "US"
    assert without_accents("Ærø, Łódź, ıĐđ, Çà") == "Æro, Lodz, iDd, Ca"


def test_forms_of_a_surface():
    def forms(surface, kind="name", flags=(), **options):
        sense = Sense(country="PER", kind=kind, flags=frozenset(flags))
        return sorted(index_forms([(surface, sense)], **options))

    assert forms("Perú") == ["PERU", "PERÚ", "Peru", "Perú"]
    assert forms("Oz") == ["Oz"], "too short for capitals"
    assert forms("yen", "currency") == ["YEN", "yen"]
    assert forms("yen", "currency", ["weak"]) == ["yen"]
    assert forms("Peru", flags=["plural"]) == ["PERU", "PERUS", "Peru", "Perus"]
    assert forms("Perú", flags=["exact"]) == ["Perú"]
    assert forms("Sino-", flags=["prefix"]) == ["Sino-"]
    assert forms("Perú", lowered=True) == ["peru", "perú"]
    assert forms("Oz", lowered=True) == []
    assert forms("Old Oz", flags=["weak"], lowered=True) == ["old oz"]
    for flag in ("exact", "nolower", "prefix", "comma", "code", "weak"):
        assert forms("Peru", flags=[flag], lowered=True) == [], flag
    bare = Language(code="xx", capitals=False)
    assert forms("перу", language=bare) == ["перу"]
    small = Language(code="xx")
    assert forms("перу", language=small) == ["ПЕРУ", "Перу", "перу"]


def test_one_reading_for_each_country_and_a_trap_alone():
    first, again = Sense(country="PER", kind="name"), Sense(country="PER", kind="city")
    other, trap = Sense(country="CHL", kind="city"), Sense(country="-", kind="trap")
    then = Sense(country="PER", kind="leader", first_year=1980)
    assert index_forms([("X", first), ("X", again), ("X", other), ("X", then)]) == {
        "X": (first, other, then)
    }
    assert index_forms([("X", first), ("X", trap)]) == {"X": (trap,)}
    written = index_forms([("Lima", first), ("LIMA", other)])
    assert written == {"LIMA": (other,), "Lima": (first,)}


@pytest.mark.parametrize("automaton", [True, False])
def test_whole_words_longest_first(automaton):
    matcher = Matcher(["U.S.", "US", "New York", "York Times", "Sino-", "Niger"],
                      automaton=automaton)  # fmt: skip

    def spans(text):
        return [text[a:b] for a, b, _ in zip(*(c.tolist() for c in matcher.find(text)),
                                             strict=True)]  # fmt: skip

    assert spans("The U.S.dollar, US_x US1 USA US") == ["U.S.", "US"]
    assert spans("New Yorkers in New York") == ["New York"]
    assert spans("New York Times") == ["New York"]
    assert spans("Sino-Soviet Sino- x") == ["Sino-"]
    assert spans("xNiger Nigeria Niger") == ["Niger"]
    assert spans("") == []
    with pytest.raises(ValueError, match="'-x' does not begin with a letter or digit"):
        Matcher(["-x"])


def test_batches_hold_so_many_characters(monkeypatch):
    monkeypatch.setattr("topics.countries.mentions._BATCH", 4)
    assert list(batches([["ab", "cd", "e", "fghij", "k"], ["", "", "", "", ""]])) == [
        (0, 2), (2, 4), (4, 5),
    ]  # fmt: skip
    assert list(batches([[], []])) == []
    assert list(batches([["ab"], ["cd"]])) == [(0, 1)]


# --- passages -------------------------------------------------------------------------------------

RUSSIAN = "Казахстан и Узбекистан подписали договор о новых поставках газа"


def test_passages_need_so_many_letters_and_another_script():
    assert passages(f"He wrote: {RUSSIAN}. Then he left.") == [(10, 10 + len(RUSSIAN), "ru")]
    assert passages(RUSSIAN, "ru") == []
    assert passages("He wrote: Казахстан и Узбекистан.") == []
    assert passages("Nothing of the kind.") == []
    english = "Kazakhstan and Uzbekistan signed an agreement about the new deliveries of gas"
    assert passages(f"Он написал: {english}. И ушёл.", "ru") == [(12, 12 + len(english), "en")]
    chinese = "中国和美国今天在北京签署了一项新的贸易协定"
    assert passages(f"He said {chinese}.") == [(8, 8 + len(chinese), "zh")]
    assert passages("He said 中国和美国今天在北.") == []
    two = passages(f"{RUSSIAN}. Then, {chinese}, he said.")
    assert [other for *_, other in two] == ["ru", "zh"]


def test_passages_stand_where_they_stood():
    text = f"He wrote: {RUSSIAN}. Then he wrote again: {RUSSIAN}."
    held = only_passages(["x", text])["ru"]
    assert list(held) == [1]
    assert len(held[1]) == len(text)
    assert re.sub(r"\S", "", held[1]).strip() == ""
    assert [m.start() for m in re.finditer("Казахстан", held[1])] == [
        m.start() for m in re.finditer("Казахстан", text)
    ]
    assert found(text) == ["Казахстан=KAZ", "Узбекистан=UZB"] * 2


def test_scripts_of_languages():
    assert scripts_of("en") == {"latin"}
    assert scripts_of("uz") >= {"latin", "cyrillic"}
    assert scripts_of("ar") == {"arabic"}
    assert scripts_of("zh") == {"east"}


# --- marks ----------------------------------------------------------------------------------------


def test_html_of_marks():
    assert show_mentions("In <b> Peru & Lima") == (
        '<div style="white-space:pre-wrap">In &lt;b&gt; '
        '<mark style="background:#b7e4c7" title="name">Peru<sub>PER</sub></mark> &amp; '
        '<mark style="background:#bde0fe" title="capital">Lima<sub>PER</sub></mark></div>'
    )


def test_colours_of_marks():
    assert highlight("In Lima, NATO\x7f said.") == (
        "In \x1b[36mLima\x1b[0m[PER], \x1b[2;4mNATO\x1b[0m[NATO] said."
    )
    gone = highlight("Soviet", successors="all")
    assert gone.startswith("\x1b[1;33mSoviet\x1b[0m[")
    assert gone.count("\x1b[1;33m") == 1
    assert "RUS" in gone
    assert "UZB" in gone


# --- codes, states, groups ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("virgin islands", r"^'virgin islands' may be British Virgin Islands \(VGB\) or "),
        ("Guiana", r"^'Guiana' may be French Guiana \(GUF\) or Guyana \(GUY\)\.$"),
        ("Qqq", r"^'Qqq' is no country that is known here\.$"),
    ],
)
def test_messages_of_codes(text, message):
    with pytest.raises(TopicsError, match=message):
        country_code(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Bahamas, The", "BHS"), ("Holy See (Vatican City State)", "VAT"), ("Macao SAR China", "MAC"),
     ("Burma (Myanmar)", "MMR"), ("guinea_bissau", "GNB"), ("St Kitts and Nevis", "KNA"),
     ("Taiwan, Province of China", "TWN"), ("U.S.", "USA"), ("kaz", "KAZ")],
)  # fmt: skip
def test_names_in_other_writing(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize("value", ["KAZ", "KAZ-KAZ", "EU-KAZ-X", 3, "", "KAZ-UZB-RUS"])
def test_what_is_no_pair(value):
    with pytest.raises(TopicsError, match=r"^`compare` needs pairs of two countries, such as KAZ-"):
        country_pair(value, name="compare")


def test_groups_by_code_and_by_name():
    assert group_code(" central  asia ", name="region") == "CENTRAL-ASIA"
    for value in ("GLOBAL-SOUTH", "Peru", 3, ""):
        with pytest.raises(TopicsError, match=r"^`region` needs a world region or an organ"):
            group_code(value, name="region")


def test_columns_of_codes():
    codes, wrong = codes_of_column(["Peru", "peru", "Qqq", "NA"])
    assert codes == {"Peru": "PER", "peru": "PER"}
    assert wrong["Qqq"] == "'Qqq' is no country that is known here."
    assert set(wrong) == {"Qqq", "NA"}


def test_states_and_groups_by_their_code():
    assert state("SUN").last_year == 1991
    assert state("PER").successors == ()
    with pytest.raises(TopicsError, match=r"^`country` 'QQQ' is not a known code; see states\.tsv"):
        state("QQQ")
    with pytest.raises(TopicsError, match=r"^`group` 'QQQ' is not a known code; see groups\.tsv"):
        group_members("QQQ")
    assert "EU" in groups_with_members()
    assert "UN" not in groups_with_members()
    with pytest.raises(TopicsError, match="no country names in the language 'xx'"):
        country_name("PER", language="xx")
    assert country_name("DEU", language="de") == "Deutschland"
    assert country_name("SUN", language="de") != "", "English where there is none"


def test_successors_and_members_of_mentions():
    mentions = pd.DataFrame({"country": ["SUN", "PER", "EU"], "kind": ["name", "name", "name"]})
    assert apply_successors(mentions)["country"].tolist() == ["RUS", "PER", "EU"]
    assert apply_successors(mentions, policy="keep") is mentions
    every = apply_successors(mentions, policy="all")
    assert every["country"].tolist()[-2:] == ["PER", "EU"]
    assert len(every) == 15 + 2
    assert mentions["country"].tolist() == ["SUN", "PER", "EU"], "the table is left as it was"
    assert expand_groups(mentions)["group"].tolist() == ["", "", ""], "no mention of a group"
    grouped = expand_groups(mentions.assign(kind=["name", "name", "organisation"]))
    assert grouped["group"].tolist() == ["", "", *["EU"] * 27]
    with pytest.raises(TopicsError, match="`policy` must be one of"):
        apply_successors(mentions, policy="heirs")


# --- data of languages ----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("topics._language_data.LANGUAGES", tmp_path)
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "names.tsv").write_text("country\tnames\tadjectives\tpeople\n", "utf-8")
    return tmp_path / "xx"


HEADERS = {"names": "country\tnames\tadjectives\tpeople", "forms": "of\tforms\tcountry",
           "more": "surface\tcountry\tkind\tflags\tfrom\tto"}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        ("names", "QQQ\tx", r"names\.tsv, line 2: 'QQQ' is no known code; see states\.tsv and"),
        ("names", "PER\tPeru!loud", r"names\.tsv, line 2: unknown flag 'loud'; use \['code', "),
        ("names", "PER\t-x", r"line 2: a form begins with a letter or digit; got '-x'\."),
        ("names", "PER\tPeru:q", r"line 2: 'Peru:q': 'q' is not in endings\.tsv\."),
        ("forms", "Qqq\tx", r"forms\.tsv, line 2: the English data have no 'Qqq'; put a row into"),
        ("forms", "Lima\tx\tCHL", r"line 2: the English data have no 'Lima' of CHL; put a row"),
        ("more", "x\tPER\tname\tloud", "line 2: unknown flag 'loud'"),
    ],
)
def test_a_wrong_row_of_a_language_is_named(folder, file, row, message):
    (folder / f"{file}.tsv").write_text(f"{HEADERS[file]}\n{row}\n", "utf-8")
    with pytest.raises(InputError, match=message):
        language_rows(Language(code="xx"), ("names", "capitals"))


def test_rows_of_a_language(folder):
    (folder / "names.tsv").write_text(
        f"{HEADERS['names']}\nPER\tPeruu|Peruuu!weak\tperuli\tPeruans\nSUN\tSovj\tsovji\n"
        "EU\tEuu\n", "utf-8",
    )  # fmt: skip
    (folder / "forms.tsv").write_text(f"{HEADERS['forms']}\nLima\tLiima|Liiima\n", "utf-8")
    (folder / "more.tsv").write_text(f"{HEADERS['more']}\nCuscu\tPER\tcity\n", "utf-8")
    (folder / "traps.txt").write_text("Peru balsam # resin\n\n# all\n", "utf-8")
    rows = language_rows(Language(code="xx"), ("names", "capitals"))
    assert [(surface, s.country, s.kind, sorted(s.flags)) for surface, s in rows] == [
        ("Peruu", "PER", "name", []), ("Peruuu", "PER", "name", ["weak"]),
        ("peruli", "PER", "demonym", []), ("Peruans", "PER", "demonym", []),
        ("Sovj", "SUN", "historical", []), ("sovji", "SUN", "historical", []),
        ("Euu", "EU", "organisation", []), ("Liima", "PER", "capital", []),
        ("Liiima", "PER", "capital", []), ("Cuscu", "PER", "city", []),
        ("Peru balsam", "-", "trap", []),
    ]  # fmt: skip


def test_what_stands_in_a_file_comes_before_what_everyone_says(folder):
    (folder / "names.tsv").write_text(f"{HEADERS['names']}\nPER\t=Peruu\nCHL\tChilu\n", "utf-8")
    facts = Language(code="xx", cldr=("de",))
    rows = dict(language_rows(facts, ("names", "capitals")))
    assert "Peru" not in rows, "what is given is all"
    assert (rows["Peruu"].country, rows["Chile"].country) == ("PER", "CHL")
    assert rows["Chilu"].country == "CHL"
    assert rows["Kiew"].kind == "capital"


def test_rules_and_compounds_of_a_language(folder):
    assert language_rules(Language(code="xx")) == {}
    (folder / "endings.tsv").write_text("class\tfor\tfits\tbefore\tendings\nm\t\t\t\t|a\n", "utf-8")
    (folder / "rules.toml").write_text(
        'titles = "Herr:m Frau"\n[[drop]]\nreason = "a b:m"\nkinds = "name"\nany_case = true\n'
        '[currency]\nunits = "x:m"\n', "utf-8",
    )  # fmt: skip
    assert language_rules(Language(code="xx")) == {
        "titles": "Herr Herra Frau",
        "drop": [{"reason": "a b:m", "kinds": "name", "any_case": True}],
        "currency": {"units": "x xa"},
    }
    (folder / "rules.toml").write_text("titles = ", "utf-8")
    with pytest.raises(InputError, match=r"rules\.toml: is not TOML in UTF-8 \("):
        language_rules(Language(code="xx"))
    (folder / "compounds.tsv").write_text("compound\tcountries\n中的美\tCHN - USA\n", "utf-8")
    compounds, senses = compound_rows(Language(code="xx"))
    (first, none, last) = compounds["中的美"]
    assert none == ""
    assert (senses[first][0].country, senses[last][0].country) == ("CHN", "USA")
    assert senses["中的美"][0].country == "CHN"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("m\tplaces\t(\t\t|a", r"line 2: `fits` is no pattern"),
        ("m\tverbs\t\t\t|a", r"line 2: `for` is one of \['names', 'places', 'adjectives', 'peo"),
        ("0\tnames\t\t\t|a", r"line 2: '0' is no new name of a class\."),
        ("\tnames\t\t\t|a", r"line 2: '' is no new name of a class\."),
        ("m\t\t\t\t|a\nm\t\t\t\t|b", r"line 3: 'm' is no new name of a class\."),
    ],
)
def test_a_wrong_class_of_endings_is_named(tmp_path, row, message):
    path = tmp_path / "endings.tsv"
    path.write_text(f"class\tfor\tfits\tbefore\tendings\n{row}\n", "utf-8")
    with pytest.raises(InputError, match=message):
        Endings(path)
    assert next(iter(Endings(None).cells("Peru", "names"))).forms == ("Peru",)


def test_short_words_and_capitals_take_no_class_unasked(tmp_path):
    path = tmp_path / "endings.tsv"
    path.write_text("class\tfor\tfits\tbefore\tendings\nn\tnames\t[a-zA-Z]\t\t|a\n", "utf-8")
    endings = Endings(path)

    def forms(cell, use="names"):
        return [one.forms for one in endings.cells(cell, use, "here")]

    assert forms("Peru") == [("Peru", "Perua")]
    assert forms("USA") == [("USA",)]
    assert forms("Al Oman") == [("Al Oman", "Al Omana")], "a particle stays"
    assert forms("El") == [("El", "Ela")], "alone it is a name"
    assert forms("von Oman") == [("von Oman", "von Omana")]
    assert forms("Peru", "places") == [("Peru", "Perua")], "as names, where places have no class"
    assert forms("Peru", "people") == [("Peru",)]
    assert endings.classes == ("n",)
    assert endings.classes_of("Peru:0 Oman", "names") == ["0", "n"]
