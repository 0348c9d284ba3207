"""The labelled sentences of tests/data/languages: well formed, and spread as their README says."""

from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "data" / "languages"
WHOLE = ("uk", "be", "kk", "uz", "az", "fa", "cs", "bg")
TRAPS = (
    "ru", "uk", "be", "kk", "uz", "az", "tr", "ar", "fa", "zh",
    "de", "fr", "es", "pt", "it", "pl", "cs", "bg", "ja", "ko",
)  # fmt: skip
# ISO 3166-1 alpha-3, and the user-assigned code in common use for Kosovo.
CODES = """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD
    BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR
    COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH
    ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL
    GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR
    JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR
    MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL
    NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY
    PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP
    SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA
    UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE
"""
ISO = frozenset(CODES.split())


def rows_of(name):
    """Rows (id, text, codes named, all codes) of one file."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    assert lines[0] == "id\ttext\tnamed\tall"
    for line in lines[1:]:
        key, text, named, every = line.split("\t")
        yield key, text, codes_in(named), codes_in(every)


def codes_in(cell):
    """Codes of a cell: blank-separated, sorted, each once; ``-`` for none."""
    codes = [] if cell == "-" else cell.split(" ")
    assert codes == sorted(set(codes)), cell
    assert "-" not in codes, cell
    assert cell, "an empty cell: none is written as -"
    return codes


def names():
    return [*WHOLE, *(f"{language}_traps" for language in TRAPS)]


def test_every_file_is_listed():
    assert {path.stem for path in FOLDER.glob("*.tsv")} == set(names())


@pytest.mark.parametrize("name", names())
def test_rows_are_well_formed(name):
    for key, text, named, every in rows_of(name):
        assert text == " ".join(text.split()), key
        assert len(text) >= 8, key
        assert set(every) <= ISO, (key, set(every) - ISO)
        assert set(named) <= set(every), key


def test_no_id_and_no_sentence_twice():
    rows = [row for name in names() for row in rows_of(name)]
    for column in (0, 1):
        twice = [value for value, n in Counter(r[column] for r in rows).items() if n > 1]
        assert not twice


@pytest.mark.parametrize("language", WHOLE)
def test_sentences_are_spread(language):
    rows = list(rows_of(language))
    assert len(rows) >= 150
    assert all(8 <= len(text.split()) <= 35 for _, text, _, _ in rows)
    assert len({code for *_, every in rows for code in every}) >= 60
    assert sum(not every for *_, every in rows) >= len(rows) / 5
    assert sum(len(every) > 1 for *_, every in rows) >= len(rows) / 3


@pytest.mark.parametrize("language", TRAPS)
def test_traps_hold_both_kinds(language):
    rows = list(rows_of(f"{language}_traps"))
    assert len(rows) >= 30
    with_country = sum(bool(every) for *_, every in rows)
    assert len(rows) / 3 <= with_country <= len(rows) * 2 / 3


def share_cyrillic(text):
    letters = [letter for letter in text if letter.isalpha()]
    return sum("\u0400" <= letter <= "\u04ff" for letter in letters) / len(letters)


@pytest.mark.parametrize(("language", "least", "most"), [("uz", 0.45, 0.55), ("kk", 0.08, 0.12)])
def test_both_scripts(language, least, most):
    latin = [share_cyrillic(text) < 0.5 for _, text, _, _ in rows_of(language)]
    assert least <= sum(latin) / len(latin) <= most
