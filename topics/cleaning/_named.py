"""Names of countries as the kernels of `topics.cleaning.duplicates` read them: hashed words."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from topics.cleaning.agencies import AGENCIES
from topics.countries.cldr import country_names as names_in
from topics.countries.files import data_folder, read_senses
from topics.countries.gazetteer import languages, load_gazetteer

_FILES = ("names", "historical", "demonyms", "capitals", "cities")
_KINDS = ("name", "historical", "demonym", "capital", "city")
_MOST_WORDS = 5
_CLOCKS = ("am", "pm", "gmt", "utc", "est", "edt", "cet", "hrs", "hours")


class Named(NamedTuple):
    """Names of countries, sorted by the key of their words."""

    keys: NDArray[np.uint64]
    codes: NDArray[np.int64]
    longest: int
    """Words of the longest name."""


@lru_cache(maxsize=4)
def country_names(texts_in: frozenset[str] = frozenset()) -> Named:
    """Read the names of countries, of their people, capitals and large towns.

    Of languages other than English that the texts are in, all forms; of any others the names of
    countries only, as they stand in a list.
    """
    from topics.cleaning._minhash import read_words
    from topics.cleaning._stories import run_keys

    country: dict[str, str] = {}
    for name in _FILES:
        for surface, sense in read_senses(data_folder() / "en" / f"{name}.tsv"):
            if "weak" in sense.flags or "prefix" in sense.flags:
                continue
            country.setdefault(surface.lower(), sense.country)
            if "plural" in sense.flags:
                country.setdefault(surface.lower() + "s", sense.country)
    # of other languages the names alone, where a capital marks them
    for language in languages():
        for name, code in names_in(language):
            if name[0].isupper() and len(name.split()) <= _MOST_WORDS:
                country.setdefault(name.lower(), code)
    for language in sorted(texts_in & set(languages()) - {"en"}):
        for surface, sense in load_gazetteer(language).rows:
            whole = sense.kind in _KINDS and not {"weak", "prefix"} & sense.flags
            if whole and surface[0].isupper() and len(surface.split()) <= _MOST_WORDS:
                country.setdefault(surface.lower(), sense.country)
    after = {"SUN": "RUS", "DDR": "DEU", "CSK": "CZE", "YUG": "SRB", "SCG": "SRB"}
    words, ends, _ = read_words(*_packed(list(country)))
    number = {code: n for n, code in enumerate(sorted(set(country.values())))}
    codes = np.array([number[after.get(code, code)] for code in country.values()], np.int64)
    keys, first = np.unique(run_keys(words, ends), return_index=True)
    return Named(keys, codes[first], int(np.diff(ends, prepend=0).max()))


def countries_in(text: str, texts_in: frozenset[str] = frozenset()) -> set[int]:
    """Give the numbers of the countries that a text names."""
    from topics.cleaning._minhash import read_words
    from topics.cleaning._stories import countries_of

    words, _, _ = read_words(*_packed([text]))
    found = countries_of(words, *country_names(texts_in))
    return set(found[found >= 0].tolist())


@lru_cache(maxsize=1)
def passing_words() -> tuple[NDArray[np.uint32], NDArray[np.uint32], np.uint32]:
    """Words that tell no story: agencies, what follows a time of day, and "by"."""
    from topics.cleaning._minhash import read_words

    words, _, _ = read_words(*_packed([*AGENCIES, *_CLOCKS, "by"]))
    words &= ~np.uint32(3)
    return words[: len(AGENCIES)], words[len(AGENCIES) : -1], words[-1]


def _packed(texts: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    pieces = [text.encode() for text in texts]
    return np.frombuffer(b"".join(pieces), np.uint8), np.cumsum([*map(len, pieces)])
