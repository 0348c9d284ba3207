"""Languages as folders of data: endings, scripts, disputed places, sentences to trip over."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from topics._language_data import LANGUAGES, SCRIPTS, Language, language_codes
from topics.countries import country_name, find_countries, find_in_text, languages, load_gazetteer
from topics.countries.files import data_folder, known_codes, read_table
from topics.countries.inflect import Endings
from topics.countries.matcher import Matcher
from topics.countries.normalise import normalise
from topics.errors import InputError
from topics.run.languages import known_languages
from topics.text import stopwords

DATA = Path(__file__).parent / "data" / "gazetteers"
OTHERS = [code for code in language_codes() if code != "en"]


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if row and not row[0].startswith("#")]


SENTENCES = [
    pytest.param(path.stem, *row, id=f"{path.stem}-{number}")
    for path in sorted(DATA.glob("??.tsv"))
    for number, row in enumerate(rows_of(path), start=1)
]
PARADIGMS = [
    (path.stem.partition("_")[0], *row)
    for path in sorted(DATA.glob("??_forms.tsv"))
    for row in rows_of(path)
]


# --- endings ------------------------------------------------------------------------------------


@pytest.fixture
def endings(tmp_path):
    path = tmp_path / "endings.tsv"
    path.write_text(
        "class\tfor\tfits\tbefore\tendings\n"
        "m\tnames\t[nr]\t\t|a|u\n"
        "f\tnames\ta\t\ta|y|e,oj\n"
        "adj\tadjectives\tski\t\tski|skiego|o-\n"
        "al\tnames\t^al-.*\tal-|wal-|lil-\t\n"
        "odd\t\t\t\t|x\n",
        encoding="utf-8",
    )
    return Endings(path)


def forms(endings, cell, use="names", where="here"):
    return [list(one.forms) for one in endings.cells(cell, use, where)]


def test_a_class_is_chosen_by_its_pattern_or_named(endings):
    assert forms(endings, "Iran") == [["Iran", "Irana", "Iranu"]]
    assert forms(endings, "Kuba|Iran:0") == [["Kuba", "Kuby", "Kube", "Kuboj"], ["Iran"]]
    assert forms(endings, "Kuba:odd") == [["Kuba", "Kubax"]]
    assert forms(endings, "iranski", "adjectives") == [["iranski", "iranskiego", "irano-"]]
    assert forms(endings, "Togo") == [["Togo"]]
    assert forms(endings, "al-Iraq") == [["al-Iraq", "wal-Iraq", "lil-Iraq"]]


def test_words_together_are_inflected_in_step(endings):
    assert forms(endings, "Nova Kuba") == [
        ["Nova Kuba", "Novy Kuby", "Nove Kube", "Nove Kuboj", "Novoj Kube", "Novoj Kuboj"]
    ]
    assert forms(endings, "Iran i Oman") == [["Iran i Oman", "Irana i Omana", "Iranu i Omanu"]]


def test_flags_stay_with_their_form(endings):
    first, second = endings.cells("Chad:0!weak|Iran", "names", "here")
    assert (first.forms, first.flags) == (("Chad",), frozenset({"weak"}))
    assert second.flags == frozenset()


def test_what_cannot_be_inflected_is_an_error(endings):
    with pytest.raises(InputError, match=r"here: 'Iran:zz': 'zz' is not in endings\.tsv"):
        forms(endings, "Iran:zz")
    with pytest.raises(InputError, match="here: 'Iran:f': does not end so"):
        forms(endings, "Iran:f")
    with pytest.raises(InputError, match="different numbers of cases"):
        forms(endings, "Iran Kuba:odd")
    assert forms(endings, "Iran Nauru:0", where="") == [
        ["Iran Nauru", "Irana Nauru", "Iranu Nauru"]
    ]


@pytest.mark.parametrize(
    ("code", "use", "cell", "expected"), PARADIGMS, ids=[f"{r[0]}-{r[2]}" for r in PARADIGMS]
)
def test_paradigms(code, use, cell, expected):
    table = Endings(LANGUAGES / code / "endings.tsv")
    (one,) = table.cells(cell, use, "here")
    assert list(one.forms) == expected.split("|")


@pytest.mark.parametrize("code", OTHERS)
def test_every_class_has_a_paradigm_in_the_tests(code):
    path = LANGUAGES / code / "endings.tsv"
    if not path.is_file():
        return
    table = Endings(path)
    tested = set()
    for own, use, cell, _ in PARADIGMS:
        if own == code:
            tested |= set(table.classes_of(cell, use))
    missing = set(table.classes) - tested
    assert not missing, f"no row in {code}_forms.tsv for {sorted(missing)}"


# --- scripts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("automaton", [True, False])
def test_scripts_without_blanks_need_no_bounds_but_others_do(automaton):
    matcher = Matcher(["中国", "中国大酒店", "US"], joined=("han",), automaton=automaton)
    found = matcher.find("在中国的US公司和BUS中国大酒店")
    assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == [
        (1, 3), (4, 6), (12, 17),
    ]  # fmt: skip


@pytest.mark.parametrize("automaton", [True, False])
def test_a_word_may_run_on_behind_a_name_but_must_begin_with_it(automaton):
    matcher = Matcher(["미국", "이란"], runs_on=("hangul",), automaton=automaton)
    found = matcher.find("미국은 사랑이란 주한미국 이란과")
    assert found.start.tolist() == [0, 14]


def test_scripts_are_what_unicode_calls_them():
    import unicodedata

    for name, spans in SCRIPTS.items():
        for first, last in spans:
            for code in (first, last):
                said = unicodedata.name(chr(code), "")
                assert name.upper() in said or "CJK" in said or "IDEOGRAPHIC" in said or not said


def test_folded_and_ignored_characters_leave_offsets_true():
    facts = Language(code="xx", fold={"ё": "е"}, ignored="\u0301")
    plain = normalise("Королёв ска\u0301зал", (), facts)
    assert plain.text == "Королев сказал"
    assert find_in_text("Киселёв: Росси\u0301я!", language="ru")["surface"].tolist() == [
        "Росси\u0301я"
    ]


def test_turkish_capitals():
    facts = Language(code="xx", turkic=True)
    assert facts.upper("ılık iz") == "ILIK İZ"
    assert facts.lower("ILIK İZ") == "ılık iz"


# --- the languages there are --------------------------------------------------------------------


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_loads_and_names_countries(code):
    gazetteer = load_gazetteer(code)
    assert code in languages()
    assert code in known_languages()
    assert len(gazetteer.surfaces) > 500
    assert len(gazetteer.surfaces) < 500_000
    assert len(stopwords(code)) > 60
    assert country_name("KAZ", language=code) != ""
    countries = {sense.country for senses in gazetteer.surfaces.values() for sense in senses}
    lacking = {
        c for c, kind in known_codes().items() if kind == "country" and len(c) == 3
    } - countries
    assert len(lacking) < 40, f"no form for {sorted(lacking)}"


@pytest.mark.parametrize(("code", "text", "expected"), SENTENCES)
def test_sentences_to_trip_over(code, text, expected):
    found = find_in_text(text, language=code)
    countries = found.loc[~found["kind"].isin(["organisation", "world_region"]), "country"]
    assert set(countries) == set(expected.replace(",", " ").split()) - {"-"}


@pytest.mark.parametrize("code", OTHERS)
def test_there_are_thirty_sentences_to_trip_over(code):
    path = DATA / f"{code}.tsv"
    assert path.is_file(), f"write {path}"
    assert len(rows_of(path)) >= 30


POLICY = [row for _, row in read_table(data_folder() / "policy.tsv", ("place", "country", "kind"))]


@pytest.mark.parametrize(("place", "country", "kind"), POLICY, ids=[row[0] for row in POLICY])
def test_disputed_places_mean_the_same_in_every_language(place, country, kind):
    (sense,) = load_gazetteer("en").surfaces[place]
    assert (sense.country, sense.kind) == (country, kind)
    for code in OTHERS:
        gazetteer = load_gazetteer(code)
        named = [
            surface
            for surface, senses in gazetteer.surfaces.items()
            if any((s.country, s.kind) == (country, kind) for s in senses)
        ]
        assert named, f"{code} has no form for {place}"


@pytest.mark.parametrize("code", OTHERS)
def test_forms_of_disputed_places_come_from_the_english_row(code):
    path = LANGUAGES / code / "forms.tsv"
    rows = {row[0]: row[1] for row in rows_of(path)} if path.is_file() else {}
    for place, _, kind in POLICY:
        if kind == "region":
            assert place in rows, f"{code} has no form for {place}"


def test_a_file_of_the_user_overrides_the_policy(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text("surface\tcountry\tkind\tflags\tfrom\tto\nКрыму\tRUS\tregion\t\t\t\n", "utf-8")
    found = find_in_text("в Крыму", language="ru", extra_gazetteer=path)
    assert found["country"].tolist() == ["RUS"]
    assert find_in_text("в Крыму", language="ru")["country"].tolist() == ["UKR"]


# --- documents by language ----------------------------------------------------------------------


def test_each_document_is_read_in_its_language():
    texts = ["Talks in Kazakhstan.", "Переговоры в Казахстане.", "Gespräche in Kasachstan.", "Oman"]
    corpus = pd.DataFrame(
        {"doc_id": list("abcd"), "text": texts, "language": ["en", "ru", "de", "xx"]}
    )
    found = find_countries(corpus)
    assert found["doc_id"].tolist() == list("abcd")
    assert found["country"].tolist() == ["KAZ", "KAZ", "KAZ", "OMN"]
    assert find_countries(corpus, language="ru")["doc_id"].tolist() == ["b"]
    plain = find_countries(corpus.drop(columns="language"))
    assert plain["doc_id"].tolist() == ["a", "d"]


def test_languages_are_loaded_only_when_needed():
    import subprocess
    import sys

    code = (
        "import topics, sys; from topics.countries import find_in_text; find_in_text('Chad');"
        "assert 'babel' not in sys.modules and 'simplemma' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
