"""Countries as people write them in a column: names, codes of two and of three letters."""

import pytest

from topics.countries.codes import codes_of_column, country_code, country_pair
from topics.countries.files import alpha2_codes, known_codes
from topics.countries.names import country_name
from topics.countries.states import state
from topics.errors import TopicsError

COUNTRIES = [code for code, kind in known_codes().items() if kind == "country"]


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_code_and_every_name_of_tables_is_understood(code):
    assert country_code(code) == country_code(code.lower()) == code
    if code != "COG":  # called Congo in tables, where its code stands beside it
        assert country_code(country_name(code)) == code


def test_every_country_that_exists_has_one_code_of_two_letters():
    living = {code for code in COUNTRIES if state(code).last_year is None}
    assert sorted(alpha2_codes().values()) == sorted(living)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gb", "GBR"), ("UK", "GBR"), ("Côte d’Ivoire", "CIV"), ("COTE D'IVOIRE", "CIV"),
        (" The Gambia ", "GMB"), ("St. Lucia", "LCA"), ("Trinidad & Tobago", "TTO"),
        ("Korea, Republic of", "KOR"), ("Korea (Democratic People's Republic of)", "PRK"),
        ("Iran (Islamic Republic of)", "IRN"), ("Bolivia (Plurinational State of)", "BOL"),
        ("Congo, The Democratic Republic of the", "COD"), ("Germany (East)", "DDR"),
        ("Falkland Islands (Malvinas)", "FLK"), ("Georgia", "GEO"), ("Zaire", "COD"),
        ("USSR", "SUN"), ("Timor Leste", "TLS"), ("European Union", "EU"), ("XK", "XKX"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
    ],
)  # fmt: skip
def test_names_and_codes(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Korea", r"may be South Korea \(KOR\) or North Korea \(PRK\)"),
        ("Congo", r"may be DR Congo \(COD\) or Congo \(COG\)"),
        ("Kazahkstan", "Did you mean 'Kazakhstan'"),
        ("Xyzzy", "is no country that is known here.$"),
        ("west", "is no country"),
        ("", "is no country"),
    ],
)
def test_what_may_mean_several_or_none_is_refused(text, message):
    with pytest.raises(TopicsError, match=message):
        country_code(text)


def test_what_two_letters_mean_is_decided_by_the_column():
    assert codes_of_column(["AU", "KZ", "NA"])[0] == {"AU": "AUS", "KZ": "KAZ", "NA": "NAM"}
    codes, wrong = codes_of_column(["AU", "KAZ", "NA"])
    assert codes == {"AU": "AU", "KAZ": "KAZ"}
    assert list(wrong) == ["NA"]
    codes, wrong = codes_of_column(["AU", "Kenya"])
    assert codes == {"Kenya": "KEN"}
    assert wrong["AU"] == "'AU' may be Australia (AUS) or African Union (AU)."


@pytest.mark.parametrize("code", ["EU", "VAT", "PSE", "YUG", "CSK", "DDR", "YMD", "SUN", "NATO"])
def test_codes_of_historical_corpora_stay_as_they_are(code):
    assert codes_of_column([code, "KAZ"]) == ({code: code, "KAZ": "KAZ"}, {})


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("KAZ-UZB", "KAZ-UZB"),
        ("kazakhstan-uz", "KAZ-UZB"),
        ("Guinea-Bissau-Peru", "GNB-PER"),
        ("Peru-Guinea-Bissau", "PER-GNB"),
    ],
)
def test_pairs(text, pair):
    assert country_pair(text, name="compare") == pair


@pytest.mark.parametrize("text", ["KAZ-Xyzland", "Xyzland-KAZ"])
def test_of_a_wrong_pair_the_side_that_is_unknown_is_told(text):
    with pytest.raises(TopicsError) as refused:
        country_pair(text, name="compare")
    said = str(refused.value).partition(repr(text))[2]
    assert "'Xyzland'" in said
    assert "'KAZ'" not in said
