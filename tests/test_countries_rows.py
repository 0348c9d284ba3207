"""Rows of a language: which class each kind of form takes, what is refused, inflection."""

import pytest

from topics._language_data import Language
from topics.countries.files import known_codes
from topics.countries.inflect import Endings, Paradigm
from topics.countries.language_rows import compound_rows, language_rows, language_rules
from topics.errors import InputError

FILES = ("names", "capitals", "cities", "regions", "leaders")
ENDINGS = "class\tfor\tfits\tbefore\tendings\n"
NAMES = "country\tnames\tadjectives\tpeople\n"
FORMS = "of\tforms\tcountry\n"
MORE = "surface\tcountry\tkind\tflags\tfrom\tto\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("topics._language_data.LANGUAGES", tmp_path)
    (tmp_path / "qx").mkdir()
    (tmp_path / "qx" / "names.tsv").write_text(NAMES, "utf-8")
    return tmp_path / "qx"


def rows(folder, *, cldr=(), **files):
    for name, text in files.items():
        kind = "txt" if name == "traps" else "tsv"
        (folder / f"{name}.{kind}").write_text(text, "utf-8")
    found = language_rows(Language(code="qx", cldr=cldr), FILES)
    return {surface: f"{s.country} {s.kind} {' '.join(sorted(s.flags))}".strip()
            for surface, s in found}  # fmt: skip


BY_USE = (
    ENDINGS + "n\tnames\t[a-z]\t\t|N\np\tplaces\t[a-z]\t\t|P\na\tadjectives\t[a-z]\t\t|A\n"
    "q\tpeople\t[a-z]\t\t|Q\n"
)


def test_each_column_and_file_takes_the_classes_that_are_for_it(folder):
    found = rows(
        folder,
        endings=BY_USE,
        names=f"{NAMES}PER\tPeru\tperuv\tPeruans\n",
        forms=f"{FORMS}Lima\tLiima\n",
        more=f"{MORE}Cuscu\tPER\tcity\ncuscen\tPER\tdemonym\n",
        traps="Foo # a dog\n",
    )
    assert found == {
        "Peru": "PER name", "PeruN": "PER name", "peruv": "PER demonym", "peruvA": "PER demonym",
        "Peruans": "PER demonym", "PeruansQ": "PER demonym", "Liima": "PER capital",
        "LiimaP": "PER capital", "Cuscu": "PER city", "CuscuN": "PER city", "cuscen": "PER demonym",
        "cuscenA": "PER demonym", "Foo": "- trap", "FooN": "- trap",
    }  # fmt: skip


def test_what_a_language_leaves_out_is_filled_from_cldr_in_its_classes(folder):
    found = rows(folder, cldr=("de",), endings=BY_USE, names=f"{NAMES}PER\t=Peruu\nCHL\tChilu\n")
    assert "Peru" not in found
    assert {key: found[key] for key in ("Chile", "ChileN", "Chilu", "Peruu", "PeruuN")} == {
        "Chile": "CHL name", "ChileN": "CHL name", "Chilu": "CHL name", "Peruu": "PER name",
        "PeruuN": "PER name",
    }  # fmt: skip
    assert (found["Kiew"], found["KiewP"]) == ("UKR capital", "UKR capital")
    assert found["Europa"] == found["EuropaN"] == "EUROPE world_region"


def test_facts_of_english_rows_hold_and_habits_do_not(folder):
    found = rows(folder, forms=f"{FORMS}Texas\tTeksas\nParis\tPariis\tFRA\nFlorida\tFlorda!weak\n")
    assert found == {
        "Teksas": "USA region state", "Pariis": "FRA capital", "Florda": "USA region state weak",
    }  # fmt: skip


def test_what_stands_in_a_file_is_not_repeated(folder):
    found = language_rows(Language(code="qx"), FILES)
    assert found == []
    (folder / "names.tsv").write_text(f"{NAMES}PER\tPeru|Peru\tPeru\n", "utf-8")
    found = language_rows(Language(code="qx"), FILES)
    assert [(surface, s.kind) for surface, s in found] == [("Peru", "name"), ("Peru", "demonym")]


def test_names_are_folded_as_texts_are(folder):
    (folder / "names.tsv").write_text(f"{NAMES}PER\tПерё\n", "utf-8")
    facts = Language(code="qx", fold={"ё": "е"})
    assert [surface for surface, _ in language_rows(facts, FILES)] == ["Пере"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"traps": "# a\nPeru:z\n"}, r"traps\.txt, line 2: 'Peru:z': 'z' is not in endings\.tsv\."),
        ({"traps": "-x"}, r"traps\.txt, line 1: a form begins with a letter or digit; got '-x'"),
        ({"more": f"{MORE}Peru:z\tPER\tname\n"}, r"more\.tsv: Peru:z: 'Peru:z': 'z' is not in"),
        ({"more": f"{MORE}Peru!loud\tPER\tname\n"}, r"more\.tsv: unknown flag 'loud'; use"),
        ({"forms": f"{FORMS}Lima\tx:z\n"}, r"forms\.tsv, line 2: 'x:z': 'z' is not in"),
        ({"forms": f"{FORMS}Lima\t-x\n"}, r"forms\.tsv, line 2: a form begins"),
        ({"names": f"{NAMES}PER\tx\ty:z\n"}, r"names\.tsv, line 2: 'y:z': 'z' is not in"),
        ({"names": "country\tnames\n"}, r"names\.tsv, line 1: the header must be country names"),
        ({"forms": "of\tforms\n"}, r"forms\.tsv, line 1: the header must be of forms country"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_with_its_file(folder, files, message):
    with pytest.raises(InputError, match=message):
        rows(folder, **files)


@pytest.mark.parametrize("row", ["中美\tCHN", "中\t-", "中美\tCHN QQQ", "中\tCHN USA"])
def test_a_wrong_compound_is_named(folder, row):
    path = folder / "compounds.tsv"
    path.write_text(f"compound\tcountries\n中美\tCHN USA\n{row}\n", "utf-8")
    with pytest.raises(
        InputError, match=r"compounds\.tsv, line 3: .* needs a known code, or -, for"
    ):
        compound_rows(Language(code="qx"))


def test_compounds_have_a_surface_for_each_character(folder):
    assert compound_rows(Language(code="qx")) == ({}, {})
    (folder / "compounds.tsv").write_text("compound\tcountries\n俄的苏\tRUS - SUN\n", "utf-8")
    compounds, senses = compound_rows(Language(code="qx"))
    assert compounds == {"俄的苏": ("俄RUS\u2060", "", "苏SUN\u2060")}
    assert {surface: [(s.country, s.kind) for s in some] for surface, some in senses.items()} == {
        "俄RUS\u2060": [("RUS", "name")], "苏SUN\u2060": [("SUN", "historical")],
        "俄的苏": [("RUS", "name")],
    }  # fmt: skip


def test_rules_are_written_out_whatever_they_stand_in(folder):
    (folder / "endings.tsv").write_text(f"{ENDINGS}m\t\t\t\t|a\nn\tnames\t[a-z]\t\t|N\n", "utf-8")
    (folder / "rules.toml").write_text(
        'titles = "Herr:m Frau"\nany_case = true\n[[drop]]\nreason = "a:m"\nafter = "Ёx:m"\n'
        "[currency]\nunits = \"x:m y\"\n", "utf-8",
    )  # fmt: skip
    facts = Language(code="qx", fold={"Ё": "Е"})
    assert language_rules(facts) == {
        "titles": "Herr Herra Frau", "any_case": True,
        "drop": [{"reason": "a:m", "after": "Еx Еxa"}], "currency": {"units": "x xa y"},
    }  # fmt: skip
    (folder / "rules.toml").write_text('titles = "Herr:z"\n', "utf-8")
    with pytest.raises(InputError, match=r"rules\.toml: 'Herr:z': 'z' is not in endings\.tsv\."):
        language_rules(facts)


# --- inflection -----------------------------------------------------------------------------------


def test_cases_of_a_paradigm():
    one = Paradigm("m", "", None, ("al-", "wal-"), (("a",), ("y", "e"), ("",)))
    assert one.cases("al-Kuba") == [
        ("al-Kuba", "wal-Kuba"), ("al-Kuby", "al-Kube", "wal-Kuby", "wal-Kube"),
        ("al-Kub", "wal-Kub"),
    ]  # fmt: skip
    assert one.cases("Kuba") is None
    assert one.cases("al-Kubo") is None


@pytest.fixture
def endings(folder):
    path = folder / "endings.tsv"
    path.write_text(
        f"{ENDINGS}m\tnames\t[nrb]\t\t|a,o,i|u\nf\tnames\ta\t\ta|y\nx\t\t\t\t|x\n", "utf-8"
    )
    return Endings(path)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Iran", ["Iran", "Irana", "Irano", "Irani", "Iranu"]), ("Kuba", ["Kuba", "Kuby"]),
        (" Iran:0 | Togo ", ["Iran", "Togo"]), ("||", []), ("Kuba:x", ["Kuba", "Kubax"]),
        # two variants of each word where several have some
        ("Iran Oman", ["Iran Oman", "Irana Omana", "Irana Omano", "Irano Omana", "Irano Omano",
                       "Iranu Omanu"]),
        ("Iran Togo", ["Iran Togo", "Irana Togo", "Irano Togo", "Irani Togo", "Iranu Togo"]),
        ("a:b:x", ["a:b", "a:bx"]), ("IRAN", ["IRAN"]), ("an Iran", ["an Iran", "an Irana",
         "an Irano", "an Irani", "an Iranu"]), ("In Oman:0", ["In Oman"]),
    ],
)  # fmt: skip
def test_forms_of_a_cell(endings, cell, expected):
    assert [form for one in endings.cells(cell, "names", "here") for form in one.forms] == expected


def test_words_with_different_numbers_of_cases(endings):
    with pytest.raises(
        InputError, match=r"here: the words of 'Iran Kuba' have .* cases, \[3, 2\]\. "
    ):
        list(endings.cells("Iran Kuba", "names", "here"))
    (one,) = endings.cells("Iran Kuba", "names")
    assert one.forms == ("Iran Kuba",)
    (flagged,) = endings.cells("Iran:0!weak!exact", "names", "here")
    assert flagged.flags == {"weak", "exact"}


def test_classes_of_a_cell(endings):
    assert endings.classes_of("Iran Kuba Togo:x!weak", "names") == ["m", "f", "x"]
    assert endings.classes_of("in", "names") == ["m"], "alone"
    assert endings.classes_of("in Kuba", "names") == ["f"]
    assert endings.classes == ("m", "f", "x")


def test_codes_that_a_row_may_use():
    kinds = known_codes()
    assert (kinds["PER"], kinds["SUN"], kinds["EU"], kinds["ASIA"]) == (
        "country", "country", "organisation", "world_region",
    )  # fmt: skip
