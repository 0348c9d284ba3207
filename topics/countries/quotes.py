"""Codes of money beside each other, as markets quote them: USD/KZT, EUR-RUB, USDKZT."""

import re
from collections.abc import Iterator
from functools import lru_cache

from topics.countries.files import alpha2_codes

_PAIR = re.compile(r"(?<![A-Za-z0-9])([A-Z]{3})([/-]?)([A-Z]{3})(?![A-Za-z0-9])")


@lru_cache(maxsize=1)
def money_codes() -> dict[str, str | None]:
    """Return the codes of ISO 4217 with the country of each; None where it is of several.

    The first two letters of a code are the country's, as in KZT; EUR, XOF and others with an E
    or X are money of several countries. The list is that of the Unicode CLDR.

    Examples
    --------
    >>> codes = money_codes()
    >>> codes["KZT"], codes["USD"], codes["EUR"], "FOR" in codes
    ('KAZ', 'USA', None, False)
    """
    from babel.core import get_global

    countries = alpha2_codes()
    return {code: countries.get(code[:2]) for code in get_global("all_currencies")}


def quotes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the countries of the money in pairs of currency codes, with the place of each code.

    Examples
    --------
    >>> list(quotes("USD/KZT fell; EUR/RUB and ABC/KZT."))
    [(0, 3, 'USA'), (4, 7, 'KAZ'), (18, 21, 'RUS')]
    """
    codes = money_codes()
    for found in _PAIR.finditer(text):
        if found[1] in codes and found[3] in codes and found[1] != found[3]:
            for part in (1, 3):
                country = codes[found[part]]
                if country is not None:
                    yield found.start(part), found.end(part), country
