"""Names of months and weekdays in many languages, from the Common Locale Data Repository.

Reference: Unicode CLDR, https://cldr.unicode.org, read through the package babel.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

# Croatian is left out: its listopad is October, that of Polish and Czech November
LOCALES = (
    "en", "ar", "ar_DZ", "ar_LB", "ar_MA", "az", "az_Cyrl", "be", "bg", "ca", "cs", "da", "de",
    "de_AT", "el", "es", "es_PE", "et", "fa", "fa_AF", "fi", "fr", "he", "hi", "hu", "hy", "id",
    "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mk", "nb", "nl", "pl", "pt", "ro", "ru",
    "sk", "sl", "sr", "sr_Latn", "sv", "tg", "tk", "tr", "uk", "ur", "uz", "uz_Cyrl", "zh",
)  # fmt: skip
_ENGLISH = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_ENGLISH_DAYS = (
    "monday mon tuesday tues tue wednesday wednes wed thursday thurs thur thu friday fri "
    "saturday satur sat sunday sun"
)
# forms that are common in print and not in CLDR
_MORE = {"maerz": 3, "сен": 9, "мрт": 3}


def fold(word: str) -> str:
    """Bring a name to one form: small letters, no marks above or below, no stop behind.

    >>> fold("MÄRZ"), fold("Şubat"), fold("févr.")
    ('marz', 'subat', 'fevr')
    """
    word = word.casefold().strip(" .\u200e\u200f").replace("ı", "i")
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
        word = "".join(mark for mark in word if not unicodedata.combining(mark))
    return word


@lru_cache(maxsize=8192)
def month_of(name: str) -> int | None:
    """Return the number of the month that a word names in any of the languages known, or None.

    Full and short names, in the nominative and in the genitive.

    >>> [month_of(name) for name in ("March", "марта", "Mart", "août", "آذار", "lipca", "talks")]
    [3, 3, 3, 8, 3, 7, None]
    """
    word = fold(name)
    return _ENGLISH_MONTHS.get(word) or _names()[0].get(word)


@lru_cache(maxsize=8192)
def is_weekday(name: str) -> bool:
    """Say whether a word names a day of the week in any of the languages known.

    >>> is_weekday("Mon."), is_weekday("среда"), is_weekday("Marzo")
    (True, True, False)
    """
    word = fold(name)
    return word in _ENGLISH_WEEKDAYS or word in _names()[1]


_ENGLISH_MONTHS = {
    name: number for number, names in enumerate(_ENGLISH, start=1) for name in names.split()
}
_ENGLISH_WEEKDAYS = frozenset(_ENGLISH_DAYS.split())


@cache
def _names() -> tuple[dict[str, int], frozenset[str]]:
    """All months and weekdays; loaded only when a word is no English one: it takes half a second.

    A name of different months in different languages is no name here.
    """
    months: dict[str, set[int]] = {name: {number} for name, number in _MORE.items()}
    for name, number in _every("months"):
        months.setdefault(fold(name), set()).add(number)
    weekdays = {word for name, _ in _every("days") for word in re.split(r"[\s-]+", fold(name))}
    weekdays = {word for word in weekdays if len(word) > 1 or not word.isascii()}
    sure = {name: min(numbers) for name, numbers in months.items() if len(numbers) == 1}
    return sure, frozenset(weekdays)


def _every(kind: Literal["months", "days"]) -> Iterator[tuple[str, int]]:
    from babel import Locale

    for code in LOCALES:
        names = getattr(Locale.parse(code), kind)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    if not any(map(str.isdigit, name)):
                        yield name, number
