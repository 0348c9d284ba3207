"""Languages as folders of data: endings, scripts, disputed places, sentences to trip over."""

import csv
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from topics._language_data import LANGUAGES, SCRIPTS, Language, language, language_codes
from topics.cleaning import clean_corpus, rules
from topics.countries import country_name, find_countries, find_in_text, languages, load_gazetteer
from topics.countries.files import data_folder, known_codes, read_table
from topics.countries.inflect import Endings, endings_of
from topics.countries.language_rows import compound_rows
from topics.countries.matcher import Matcher
from topics.countries.normalise import normalise
from topics.errors import InputError, MissingExtraError, TopicsError
from topics.plots import fonts
from topics.run import languages as run_languages
from topics.run.languages import known_languages
from topics.text import TokenOptions, segment, stopwords, tokenize

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


def test_only_one_word_of_several_may_be_inflected(tmp_path):
    path = tmp_path / "endings.tsv"
    path.write_text("class\tfor\tfits\tbefore\tendings\nn\tnames\t[a-z]\t\t|da,den\n", "utf-8")
    last, first = (Endings(path, inflected=which) for which in ("last", "first"))
    assert forms(last, "Suudi Arabistan") == [
        ["Suudi Arabistan", "Suudi Arabistanda", "Suudi Arabistanden"]
    ]
    assert forms(first, "Suudi Arabistan")[0][1] == "Suudida Arabistan"
    assert forms(first, "Suudi Arabistan:n")[0][1:] == [
        "Suudida Arabistanda", "Suudida Arabistanden", "Suudiden Arabistanda",
        "Suudiden Arabistanden",
    ]  # fmt: skip


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
    table = endings_of(language(code))
    (one,) = table.cells(cell, use, "here")
    assert list(one.forms) == expected.split("|")


@pytest.mark.parametrize("code", OTHERS)
def test_every_class_has_a_paradigm_in_the_tests(code):
    table = endings_of(language(code))
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
def test_a_word_may_run_on_behind_a_name_but_must_begin_with_it_if_short(automaton):
    matcher = Matcher(["미국", "이란", "러시아"], runs_on=("hangul",), automaton=automaton)
    found = matcher.find("미국은 사랑이란 주한미국 이란과 친러시아의")
    assert found.start.tolist() == [0, 14, 19]


@pytest.mark.parametrize("automaton", [True, False])
def test_one_word_may_name_several_countries_a_character_each(automaton):
    matcher = Matcher(
        ["中美", "中\u2060", "美\u2060", "美国"],
        joined=("han",),
        automaton=automaton,
        compounds={"中美": ("中\u2060", "美\u2060")},
    )
    found = matcher.find("中美与美国")
    spans = [found.start.tolist(), found.end.tolist(), found.surface.tolist()]
    assert spans == [[0, 1, 3], [1, 2, 5], [1, 2, 3]]


def test_a_compound_needs_a_known_code_for_each_character(tmp_path, monkeypatch):
    monkeypatch.setattr("topics._language_data.LANGUAGES", tmp_path)
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "compounds.tsv").write_text("compound\tcountries\n中美\tCHN\n", "utf-8")
    with pytest.raises(InputError, match=r"line 2: '中美' needs a known code, or -"):
        compound_rows(Language(code="xx"))


def test_a_script_without_capitals_is_read_beside_small_letters():
    assert find_in_text("中国的 app 和 iphone", language="zh")["country"].tolist() == ["CHN"]


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


SAID = "Казахстан и Узбекистан подписали договор о новых поставках газа на зиму"


def test_a_passage_in_another_script_is_read_in_its_language():
    text = f"The minister of Chad wrote: «{SAID}». Peru was silent."
    found = find_in_text(text)
    assert found["country"].tolist() == ["TCD", "KAZ", "UZB", "PER"]
    spans = zip(found["start"], found["end"], found["surface"], strict=True)
    assert all(text[start:end] == surface for start, end, surface in spans)
    english = "The governments of Norway and Kenya signed a new treaty on fish in the port"
    found = find_in_text(f"{SAID}. «{english}». Иран ждёт.", language="ru")
    assert found["country"].tolist() == ["KAZ", "UZB", "NOR", "KEN", "IRN"]
    assert find_in_text("Talks in Алматы, Kazakhstan")["country"].tolist() == ["KAZ"]


def test_languages_are_loaded_only_when_needed():
    import subprocess

    code = (
        "import topics, sys; from topics.countries import find_in_text; find_in_text('Chad');"
        "assert 'babel' not in sys.modules and 'simplemma' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# --- clutter ------------------------------------------------------------------------------------

RUSSIAN_PAGE = """Порт открыт после шторма

Автор: Мария Лугова

Порт на севере страны снова принимает суда, сообщила в понедельник администрация порта, и
грузовики стоят в очереди у ворот с самого утра.

Фото: пресс-служба порта

Рыбаки говорят, что за неделю простоя они потеряли половину улова, а лёд подорожал вдвое.

Нашли ошибку? Выделите её и нажмите Ctrl+Enter

Читайте также:
Мост закрыт на ремонт
"""
GERMAN_PAGE = """Hafen nach Sturm wieder geöffnet

Der Hafen im Norden nimmt seit Montag wieder Schiffe auf, wie die Verwaltung mitteilte, und die
Lastwagen stehen seit dem frühen Morgen vor dem Tor.

Lesen Sie auch: Brücke bleibt gesperrt

Die Fischer sagen, dass sie in der Woche die Hälfte ihres Fangs verloren haben und das Eis teurer
geworden ist als je zuvor.

Anzeige

Artikel teilen
"""


@pytest.mark.parametrize(
    ("page", "rules"),
    [
        (RUSSIAN_PAGE, {"byline", "caption", "found an error", "link block"}),
        (GERMAN_PAGE, {"link", "advertisement", "share"}),
    ],
)
def test_clutter_goes_by_the_rules_of_the_language(page, rules):
    corpus = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": [page], "date": [pd.NaT]})
    cleaned, audit = clean_corpus(corpus)
    assert set(audit.loc[audit["stage"] == "boilerplate", "rule"]) == rules
    assert len(cleaned.loc[0, "text"].splitlines()) == 2


def test_rules_of_clutter_are_checked(tmp_path, monkeypatch):
    folder = tmp_path / "xx"
    folder.mkdir()
    monkeypatch.setattr(rules, "LANGUAGES", tmp_path)
    (folder / "clutter.toml").write_text("[below]\nshare = ['x']\n", "utf-8")
    with pytest.raises(InputError, match="'below' is none of"):
        rules.rules_of.__wrapped__("xx")
    (folder / "clutter.toml").write_text("[edge]\nshare = ['(']\n", "utf-8")
    with pytest.raises(InputError, match=r"clutter\.toml: "):
        rules.rules_of.__wrapped__("xx")


def test_german_nouns_are_told_from_verbs_by_their_capitals():
    pytest.importorskip("simplemma", reason="the extra lemmas is not installed")
    texts = ["Sie liefern Gas, und das Gas kostet viel.", "Man spricht über Regeln und Verträge."]
    corpus = pd.DataFrame({"doc_id": ["a", "b"], "title": "", "text": texts})
    tokens = tokenize(corpus, options=TokenOptions(language="de", lemmas=True))
    assert "gas" in tokens["a"]
    assert {"regel", "vertrag", "sprechen"} <= set(tokens["b"])


@pytest.mark.parametrize("code", OTHERS)
def test_rules_and_clutter_of_every_language_can_be_read(code):
    rules.rules_of(code)
    load_gazetteer(code)


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("segmenter", "text", "words"),
    [
        ("rjieba", "部长在北京讨论天然气供应问题", {"北京", "讨论", "天然气", "供应"}),
        ("fugashi", "首相は月曜日に大統領と会談し、協力した。", {"首相", "会談", "協力"}),
        ("kiwipiepy", "대통령은 월요일에 총리와 만나 논의했다.", {"대통령", "총리", "만나다"}),
    ],
)  # fmt: skip
def test_words_are_parted_where_blanks_do_not(monkeypatch, segmenter, text, words):
    pytest.importorskip(segmenter, reason="the extra is not installed")
    facts = Language(code="xx", segmenter=segmenter, min_length=2)
    monkeypatch.setattr(segment, "facts_of", lambda code: facts)
    (parted,) = segment.part_words([f"{text}\n{text}"], "xx")
    first, second = parted.split("\n")
    assert first == second
    assert words <= set(first.split())


@pytest.mark.parametrize(("code", "segmenter"), [("ja", "fugashi"), ("ko", "kiwipiepy")])
def test_a_run_without_a_break_takes_no_square_of_its_length(code, segmenter):
    pytest.importorskip(segmenter, reason="the extra is not installed")
    segment.part_words(["a"], code)
    start = time.process_time()
    segment.part_words(["a" * 100_000], code)
    assert time.process_time() - start < 3


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 1002, 2500])
@pytest.mark.parametrize("stop", ["", "。", " "])
def test_long_lines_are_cut_behind_a_stop_and_keep_every_letter(size, stop):
    line = ("文" * 700 + stop) * (size // 700) + "字" * (size % 700)
    pieces = segment._PIECES.findall(line)
    assert "".join(pieces) == line
    assert all(len(piece) <= 1001 for piece in pieces)
    if len(line) <= 1000:
        assert pieces == [line][: len(line)]
    elif stop:
        assert all(piece.endswith(stop) for piece in pieces[:-1])


def test_a_missing_segmenter_names_its_extra(monkeypatch):
    facts = Language(code="xx", segmenter="rjieba")
    monkeypatch.setattr(segment, "facts_of", lambda code: facts)
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(MissingExtraError, match=r"country-topics\[chinese\]"):
        segment.check_segmenter("xx")


def test_a_script_that_no_font_has_is_told_before_the_work(monkeypatch):
    facts = Language(code="xx", joined=("han",))
    monkeypatch.setattr(run_languages, "facts_of", lambda code: facts)
    monkeypatch.setattr(run_languages, "check_segmenter", lambda code: None)
    fonts.family_for.cache_clear()
    monkeypatch.setattr(fonts, "installed_families", lambda: frozenset({"DejaVu Sans"}))
    with pytest.raises(TopicsError, match="Noto Sans CJK"):
        run_languages.check_tools("xx", lemmas=True)
    fonts.family_for.cache_clear()
