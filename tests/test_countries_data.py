"""Countries: what the data files hold, counted."""

from itertools import groupby
from pathlib import Path

import pandas as pd

from topics.countries import country_name, find_countries, load_gazetteer
from topics.countries.codes import country_code
from topics.countries.files import data_folder, read_senses, read_table
from topics.countries.states import state

FIRST, LAST = 1945, 2026
# Two princes abroad, and captains regent who change twice a year; years whose offices are not sure.
UNKNOWN = {
    "AND": "1945-1981",
    "SLV": "1949, 1961",
    "SMR": "1945-1979, 1988-2026",
    "SYR": "1959-1960",
    "URY": "1959",
}


def years(numbers):
    """Write years as stretches: 1945-1981, 1990."""
    stretches = [
        [year for _, year in stretch]
        for _, stretch in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(str(s[0]) if len(s) == 1 else f"{s[0]}-{s[-1]}" for s in stretches)


def test_every_year_of_a_state_has_a_leader():
    led = {}
    for _, sense in read_senses(data_folder() / "en" / "leaders.tsv"):
        led.setdefault(sense.country, set()).update(
            range(sense.first_year or FIRST, (sense.last_year or LAST) + 1)
        )
    since = {
        country: int(year)
        for _, (country, year) in read_table(
            Path(__file__).parent / "data" / "independent_since.tsv", ("country", "year")
        )
    }
    assert {country_code(code) for code in since} <= set(since)
    gaps = {}
    for country in led:
        here = state(country)
        first = max(FIRST, since.get(country, FIRST), here.first_year or FIRST)
        last = min(LAST, here.last_year or LAST)
        missing = [year for year in range(first, last + 1) if year not in led[country]]
        if missing:
            gaps[country] = years(missing)
    territories = {"GUM", "HKG", "ESH"}
    assert {code: gap for code, gap in gaps.items() if code not in territories} == UNKNOWN


def test_a_weak_town_counts_where_its_country_is_named_and_only_there():
    towns = [
        (town, sense.country)
        for town, sense in read_senses(data_folder() / "en" / "cities.tsv")
        if sense.weak and town != "Dayton"  # a trap hides it: the agreement
    ]
    assert len(towns) > 2000
    alone = "It later heard a woman who came from {town} by train."
    texts = [
        f"The government of {country_name(country)} met. {alone.format(town=town)}"
        for town, country in towns
    ]
    named = find_countries(pd.DataFrame({"doc_id": range(len(texts)), "text": texts}))
    found = set(zip(named["doc_id"], named["surface"], named["country"], strict=True))
    assert [pair for i, pair in enumerate(towns) if (i, *pair) not in found] == []
    surfaces = load_gazetteer("en").surfaces
    weak = [town for town, _ in towns if all(sense.weak for sense in surfaces[town])]
    assert len(weak) > 2000
    texts = [alone.format(town=town) for town in weak]
    assert find_countries(pd.DataFrame({"doc_id": range(len(texts)), "text": texts})).empty
