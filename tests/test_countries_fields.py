"""From the fields of documents to mentions: sides, order, offsets, columns, languages, messages."""

import numpy as np
import pandas as pd
import pytest

from topics.countries import find_countries, find_in_text, load_gazetteer
from topics.countries.codes import codes_of_column, country_code, country_pair, group_code
from topics.countries.mentions import MENTION_COLUMNS, years_of
from topics.countries.quotes import money_codes, quotes
from topics.countries.tagger import tagger
from topics.errors import TopicsError


def tag(texts, years=None):
    """Mentions of a batch as (slot, surface, country, kind, strong)."""
    found = tagger(load_gazetteer()).tag(texts, years or [None] * (len(texts) // 3))
    assert found.strong.dtype == bool
    assert found.country.dtype == found.kind.dtype == object
    assert found.slot.dtype == found.start.dtype == found.end.dtype == np.int64
    columns = (found.slot, found.start, found.end, found.country, found.kind, found.strong)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [(slot, texts[slot][start:end], *rest) for slot, start, end, *rest in rows]


def test_fields_with_and_without_capitals_are_read_together():
    texts = ["peru gold", "", "Chile and peru, Kenya.", "", "LIMA -", "the peso in chile",
             "chile gold", "", "The peso fell in Santiago."]  # fmt: skip
    assert tag(texts) == [
        (0, "peru", "PER", "name", True), (2, "Chile", "CHL", "name", True),
        (2, "Kenya", "KEN", "name", True), (4, "LIMA", "PER", "capital", True),
        (5, "chile", "CHL", "name", True), (6, "chile", "CHL", "name", True),
        (8, "peso", "CHL", "currency", False), (8, "Santiago", "CHL", "capital", True),
    ]  # fmt: skip


def test_what_waits_is_settled_by_its_own_document_and_year():
    spoke = "Then Reagan spoke."
    assert tag(["", "", spoke, "", "", spoke, "US", "", spoke], [1985, 2020, 2020]) == [
        (2, "Reagan", "USA", "leader", True), (6, "US", "USA", "name", True),
        (8, "Reagan", "USA", "leader", False),
    ]  # fmt: skip
    assert tag(["Chile", "", "", "", "", "The peso fell."]) == [(0, "Chile", "CHL", "name", True)]
    assert tag(["The peso fell.", "", "In Chile", "", "", ""]) == [
        (0, "peso", "CHL", "currency", False), (2, "Chile", "CHL", "name", True),
    ]  # fmt: skip


def test_what_is_proved_in_one_document_is_proved_in_that_one():
    proof, other = "In Paris, Texas, it rained.", "Paris slept."
    assert [row[1:3] for row in tag([other, "", proof, other, "", ""])] == [
        ("Paris", "USA"), ("Paris", "USA"), ("Texas", "USA"), ("Paris", "FRA"),
    ]  # fmt: skip
    person, said = "Jordan Lee is a cook.", "JORDAN, March 3 -"
    assert [row[:3] for row in tag(["Jordan fell", said, person, "Jordan fell", "", ""])] == [
        (1, "JORDAN", "JOR"), (3, "Jordan", "JOR"),
    ]  # fmt: skip


def test_nothing_is_found_in_nothing():
    assert tag([""] * 6) == []
    assert tag([]) == []
    assert tag(["", "", "Nothing of the kind."]) == []


def corpus(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"doc_id": [f"d{i}" for i in range(n)], **columns})


def test_columns_that_lack_a_value_are_empty():
    missing = [None, float("nan"), pd.NA, pd.NaT, "Peru"]
    found = find_countries(corpus(text=missing))
    assert found["doc_id"].tolist() == ["d4"]
    assert find_countries(corpus(text=["x"] * 5, title=missing))["field"].tolist() == ["title"]
    wrong = r"^`corpus` column 'title' must hold strings; row 1 \(doc_id 'd1'\) holds int\.$"
    with pytest.raises(TopicsError, match=wrong):
        find_countries(corpus(text=["x", "y"], title=["x", 3]))


def test_a_table_of_mentions_has_its_columns_and_their_types():
    for text in ("Peru", "nothing"):
        found = find_countries(corpus(text=[text]))
        assert tuple(found.columns) == MENTION_COLUMNS
    found = find_countries(corpus(text=["In Peru"], dateline=["LIMA -"]))
    assert found.to_numpy().tolist() == [
        ["d0", "dateline", 0, 4, "LIMA", "PER", "capital", "strong"],
        ["d0", "text", 3, 7, "Peru", "PER", "name", "strong"],
    ]
    none = find_countries(corpus(text=[]))
    assert tuple(none.columns) == MENTION_COLUMNS
    assert none["start"].dtype == none["end"].dtype == "int64"


def test_kinds_may_be_one_or_several_and_are_counted_anew():
    text = "NATO met Putin in Lima, Peru."
    assert find_in_text(text, kinds="name")["country"].tolist() == ["PER"]
    both = find_in_text(text, kinds=("organisation", "leader"))
    assert both["country"].tolist() == ["NATO", "RUS"]
    assert both.index.tolist() == [0, 1]
    assert find_in_text(text, kinds=[]).empty
    assert find_in_text(text)["country"].tolist() == ["NATO", "RUS", "PER", "PER"]


def test_documents_without_a_known_language_are_english():
    texts = ["In Peru", "In Perù", "In Peru", "В Перу"]
    table = corpus(text=texts, language=[None, "xx", float("nan"), "ru"])
    assert find_countries(table)["doc_id"].tolist() == ["d0", "d2", "d3"]
    assert find_countries(table, language="ru")["doc_id"].tolist() == ["d3"]


def test_years_of_documents():
    assert years_of(corpus(text=["a", "b"])) == [None, None]
    assert years_of(corpus(text=["a", "b"], date=["2020-12-31", None])) == [2020, None]


# --- codes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("KAZ-KAZ", r"got 'KAZ-KAZ'\.$"), (3, r"got 3\.$"),
        ("KAZ-UZB-RUS", r"got 'KAZ-UZB-RUS'\.$"),
        ("KAZ", r"got 'KAZ'\.$"), ("Korea-KAZ", r": 'Korea' may be South Korea \(KOR\) or North K"),
        ("EU-CENTRAL-ASIA", r"got 'EU-CENTRAL-ASIA'\.$"), ("", r"got ''\.$"),
    ],
)  # fmt: skip
def test_a_pair_that_is_none_is_told_with_what_is_wrong(value, said):
    with pytest.raises(TopicsError, match=said):
        country_pair(value, name="compare")


@pytest.mark.parametrize(
    ("value", "said"),
    [("centralasia", "Did you mean 'CENTRAL-ASIA'"), ("euu", "Did you mean 'EU'"),
     ("GLOBAL-SOUTH", "got 'GLOBAL-SOUTH'"), (None, r"got None\.$"), ("", r"got ''\.$")],
)  # fmt: skip
def test_a_group_that_is_none_is_told_with_what_is_near(value, said):
    with pytest.raises(TopicsError, match=said):
        group_code(value, name="region")


@pytest.mark.parametrize(
    ("text", "code"),
    [("Hong Kong SAR China", "HKG"), ("ZAF", "ZAF"), ("za", "ZAF"), (" peru ", "PER"),
     ("Viet Nam", "VNM"), ("Micronesia (Federated States of)", "FSM"), ("ASEAN", "ASEAN"),
     ("Venezuela (Bolivarian Republic of)", "VEN"), ("St. Vincent & the Grenadines", "VCT"),
     ("Bahamas (The)", "BHS"), ("Tanzania, United Republic of", "TZA"), ("Türkiye", "TUR")],
)  # fmt: skip
def test_names_as_lists_of_states_have_them(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("values", "codes", "wrong"),
    [
        (["AU"], {}, {"AU"}), (["NA"], {}, {"NA"}),
        (["AU", "NZ"], {"AU": "AUS", "NZ": "NZL"}, set()),
        (["AU", "NZL"], {"AU": "AU", "NZL": "NZL"}, set()),
        (["au", " nz "], {"au": "AUS", " nz ": "NZL"}, set()),
        (["AU", "NZ", "NZL"], {"NZ": "NZL", "NZL": "NZL"}, {"AU"}),
        (["NA", "NZ"], {"NA": "NAM", "NZ": "NZL"}, set()), (["NA", "NZL"], {"NZL": "NZL"}, {"NA"}),
        (["NA", "NZ", "NZL"], {"NZ": "NZL", "NZL": "NZL"}, {"NA"}), ([], {}, set()),
    ],
)  # fmt: skip
def test_doubtful_codes_of_a_column(values, codes, wrong):
    found, complaints = codes_of_column(values)
    assert (found, set(complaints)) == (codes, wrong)


def test_codes_of_money():
    assert money_codes()["GBP"] == "GBR"
    assert money_codes()["XOF"] is None
    for text in ("aUSD/KZT", "USD/KZT1", "USD//KZT", "USD KZT", "usd/kzt", "USD/KZTX", "XUSD/KZT"):
        assert list(quotes(text)) == [], text
    assert list(quotes("(USDKZT)")) == [(1, 4, "USA"), (4, 7, "KAZ")]
    assert list(quotes("KZT-XOF")) == [(0, 3, "KAZ")]
