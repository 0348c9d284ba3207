"""Names of countries and cities in other languages, from the Common Locale Data Repository.

Reference: Unicode CLDR, https://cldr.unicode.org, read through the package babel.
"""

import re
from collections.abc import Iterator
from types import MappingProxyType

from topics.countries.files import alpha2_codes

# Regions of the United Nations and groups that CLDR names, by our codes.
_GROUPS = MappingProxyType(
    {
        "EU": "EU", "UN": "UN", "143": "CENTRAL-ASIA", "005": "SOUTH-AMERICA",
        "013": "CENTRAL-AMERICA", "021": "NORTH-AMERICA", "019": "AMERICAS", "029": "CARIBBEAN",
        "002": "AFRICA", "015": "NORTH-AFRICA", "011": "WEST-AFRICA", "014": "EAST-AFRICA",
        "142": "ASIA", "030": "EAST-ASIA", "035": "SOUTHEAST-ASIA", "034": "SOUTH-ASIA",
        "150": "EUROPE", "151": "EASTERN-EUROPE", "155": "WESTERN-EUROPE",
        "039": "SOUTHERN-EUROPE", "009": "OCEANIA", "419": "LATIN-AMERICA",
    }
)  # fmt: skip
_REMARK = re.compile(r"\s*[(（].*?[)）]\s*")


def country_names(locale: str) -> Iterator[tuple[str, str]]:
    """Yield (name, code) of states, territories and world regions.

    Remarks in parentheses are left out, and names that hold a choice of two or that two have.

    Parameters
    ----------
    locale : str
        Such as "ru", "uz_Cyrl" or "zh_Hant".

    Examples
    --------
    >>> names = dict(country_names("de"))
    >>> names["Deutschland"], names["Zentralasien"], names["Sonderverwaltungsregion Hongkong"]
    ('DEU', 'CENTRAL-ASIA', 'HKG')
    """
    from babel import Locale

    codes = {**_GROUPS, **alpha2_codes()}
    found: dict[str, set[str]] = {}
    for letters, name in Locale.parse(locale).territories.items():
        plain = _REMARK.sub(" ", name).strip()
        if letters in codes and not any(mark in plain for mark in (" - ", "–", "/", ",")):
            found.setdefault(plain, set()).add(codes[letters])
    for plain, meant in found.items():
        if len(meant) == 1:
            yield plain, min(meant)


def city_names(locale: str) -> Iterator[tuple[str, str]]:
    """Yield (name, English name) of the cities that time zones are called after.

    Examples
    --------
    >>> dict(city_names("ru"))["Ташкент"]
    'Tashkent'
    """
    from babel import Locale

    english = Locale.parse("en").time_zones
    for zone, facts in Locale.parse(locale).time_zones.items():
        name = facts.get("city")
        if name:
            plain = zone.rpartition("/")[2].replace("_", " ")
            yield name, english.get(zone, {}).get("city") or plain
