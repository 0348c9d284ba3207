"""Countries: what the data files hold, counted."""

from itertools import groupby
from pathlib import Path

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
