"""From what people write for a country, a name or a code of ISO 3166-1, to the code used here."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from topics._checks import did_you_mean, listed
from topics._language_data import language_codes
from topics.countries.cldr import country_names as names_in
from topics.countries.files import alpha2_codes, data_folder, known_codes, read_senses
from topics.countries.forms import without_accents
from topics.countries.names import country_name
from topics.errors import TopicsError

# Names that stand for a country only where the rest of a text decides; a cell has no such rest.
_SHARED = MappingProxyType(
    {
        "congo": ("COD", "COG"),
        "korea": ("KOR", "PRK"),
        "guiana": ("GUF", "GUY"),
        "virgin islands": ("VGB", "VIR"),
    }
)
# In use by the United Nations, and too long to be met in running text.
_OFFICIAL = MappingProxyType(
    {
        "united kingdom of great britain and northern ireland": "GBR",
        "holy see (vatican city state)": "VAT",
        "taiwan, province of china": "TWN",
        "hong kong sar china": "HKG",
        "macao sar china": "MAC",
    }
)
# A column of other codes means the African Union by AU, and by NA that nothing is known.
_DOUBTFUL = MappingProxyType({"AU": ("AUS", "AU"), "NA": ("NAM",)})
_INVERTED = re.compile(r"(.+?)(?:, | \()([^()]+?)\)?")
_SAINT = re.compile(r"\bst\.? ")
# Tables of the World Bank and others cut words short: "Korea, Dem. People's Rep."
_SHORT = MappingProxyType(
    {"rep": "republic", "dem": "democratic", "fed": "federated", "sts": "states"}
)
_CUT = re.compile(r"\b(rep|dem|fed|sts)\.")


def country_code(text: str) -> str:
    """Code of the country that a text names.

    Parameters
    ----------
    text : str
        A code of this package, ISO 3166-1 alpha-3 or alpha-2 in any case, or an English name.

    Returns
    -------
    str
        ISO 3166-1 alpha-3, or the code of a state that is gone or of a group.

    Raises
    ------
    TopicsError
        When no country is called so, or several are.

    Examples
    --------
    >>> [country_code(text) for text in ("Kenya", "ke", "Korea, Republic of", "DDR", "EU")]
    ['KEN', 'KEN', 'KOR', 'DDR', 'EU']
    """
    found = _readings(text)
    if len(found) != 1:
        raise TopicsError(_complaint(text, found))
    return found[0]


def country_pair(value: object, *, name: str) -> str:
    """Two countries written with a hyphen between them, as codes; `name` is for the message.

    Examples
    --------
    >>> country_pair("KAZ-UZB", name="compare"), country_pair("Guinea-Bissau-peru", name="compare")
    ('KAZ-UZB', 'GNB-PER')
    """
    parts = value.split("-") if isinstance(value, str) else []
    sides = [("-".join(parts[:cut]), "-".join(parts[cut:])) for cut in range(1, len(parts))]
    pairs = {
        (*_readings(first), *_readings(second))
        for first, second in sides
        if len(_readings(first)) == len(_readings(second)) == 1
    }
    # A hyphen within a code, as some groups have, would leave the pair in three parts.
    different = [pair for pair in pairs if pair[0] != pair[1] and "-" not in "".join(pair)]
    if len(different) == 1:
        return "-".join(different[0])
    doubt = "."
    if len(sides) == 1 and not pairs:
        side = next(side for side in sides[0] if len(_readings(side)) != 1)
        doubt = f": {_complaint(side, _readings(side))}"
    raise TopicsError(
        f"`{name}` needs pairs of two countries, such as KAZ-UZB or Kenya-Peru; got {value!r}"
        f"{doubt}"
    )


def group_code(value: object, *, name: str) -> str:
    """Code of the world region or organisation that a text names, whose members are known.

    Parameters
    ----------
    value : str
        A code of this package or an English name, in any case.
    name : str
        Of the argument, for the message.

    Raises
    ------
    TopicsError
        When there is none, or its members are not known.

    Examples
    --------
    >>> [group_code(text, name="region") for text in ("EU", "Central Asia", "european union")]
    ['EU', 'CENTRAL-ASIA', 'EU']
    """
    from topics.countries.states import groups_with_members

    known = groups_with_members()
    text = value if isinstance(value, str) else ""
    code: str | None = "-".join(text.upper().split())
    if code not in known:
        code = {_key(country_name(group)): group for group in known}.get(_key(text))
    if code is None:
        raise TopicsError(
            f"`{name}` needs a world region or an organisation whose members are known, such as "
            f"CENTRAL-ASIA or EU; got {value!r}.{did_you_mean(text.upper(), known)}"
        )
    return code


def codes_of_column(values: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Codes of the countries in the cells of one column, and what is wrong with the other cells.

    Parameters
    ----------
    values : iterable of str
        Cells; a value that two kinds of code share is read by what the other cells hold.

    Returns
    -------
    codes : dict
        Code by value.
    wrong : dict
        By value that names no country, or several: what is wrong with it, in a clause.

    Examples
    --------
    >>> codes_of_column(["AU", "nz"])[0], codes_of_column(["AU", "NZL"])[0]
    ({'AU': 'AUS', 'nz': 'NZL'}, {'AU': 'AU', 'NZL': 'NZL'})
    >>> codes_of_column(["Congo"])[1]
    {'Congo': "'Congo' may be DR Congo (COD) or Congo (COG)."}
    """
    different = list(dict.fromkeys(values))
    sure = {value.strip().upper() for value in different} - set(_DOUBTFUL)
    two_letters = not sure.isdisjoint(alpha2_codes())
    three_letters = not sure.isdisjoint(known_codes())
    codes: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for value in different:
        found = _readings(value)
        upper = value.strip().upper()
        if upper in _DOUBTFUL:
            found = _DOUBTFUL[upper]
            if two_letters != three_letters:
                found = found[:1] if two_letters else found[1:]
            elif len(found) == 1:
                found = ()
        if len(found) == 1:
            codes[value] = found[0]
        else:
            wrong[value] = _complaint(value, found)
    return codes, wrong


def _readings(text: str) -> tuple[str, ...]:
    """Codes that a text may stand for: as it is, as a code, by name."""
    text = text.strip()
    if text in known_codes():
        return (text,)
    upper = text.upper()
    if known_codes().get(upper) == "country":
        return (upper,)
    if upper in alpha2_codes():
        return (alpha2_codes()[upper],)
    for key in _keys(text):
        if key in _SHARED:
            return _SHARED[key]
        if key in _named():
            return (_named()[key],)
    if (key := _key(text)) in _named_elsewhere():
        return _named_elsewhere()[key]
    inverted = _INVERTED.fullmatch(text)
    twice = {_named().get(_key(part)) for part in inverted.groups()} if inverted else set()
    return tuple(code for code in twice if code) if len(twice) == 1 else ()


def _keys(text: str) -> Iterator[str]:
    """Forms under which a name may be listed, the fullest first."""
    yield _key(text)
    inverted = _INVERTED.fullmatch(text.strip())
    if inverted:
        yield _key(f"{inverted[2]} {inverted[1]}")
        yield _key(f"{inverted[2]} of {inverted[1]}")
        # "Bolivia (Plurinational State of)": the style of a state, and no other state.
        if inverted[2].endswith((" of", " of the")):
            yield _key(inverted[1])


def _key(text: str) -> str:
    plain = without_accents(text).casefold().replace("’", "'").replace("&", " and ")
    plain = _CUT.sub(lambda cut: _SHORT[cut[1]], plain)
    plain = " ".join(plain.replace("-", " ").replace("_", " ").split()).strip(" .")
    return _SAINT.sub("saint ", plain).removeprefix("the ")


@lru_cache(maxsize=1)
def _named() -> Mapping[str, str]:
    """Code by name, as `_key` writes it; names of texts that need other words are left out."""
    found = {_key(name): code for name, code in _OFFICIAL.items()}
    for code, kind in known_codes().items():
        if kind != "world_region":
            found[_key(country_name(code))] = code
    for file in ("names", "historical"):
        for surface, sense in read_senses(data_folder() / "en" / f"{file}.tsv"):
            if not sense.weak:
                found.setdefault(_key(surface), sense.country)
    return found


@lru_cache(maxsize=1)
def _named_elsewhere() -> Mapping[str, tuple[str, ...]]:
    """Codes by name in the other languages that are read, as `_key` writes it."""
    found: dict[str, set[str]] = {}
    for language in language_codes():
        for name, code in names_in(language):
            if known_codes()[code] != "world_region":
                found.setdefault(_key(name), set()).add(code)
    return {key: tuple(sorted(codes)) for key, codes in found.items()}


def _complaint(text: str, found: tuple[str, ...]) -> str:
    if found:
        candidates = [f"{country_name(code)} ({code})" for code in found]
        return f"{text!r} may be {listed(candidates, last='or')}."
    names = [country_name(code) for code, kind in known_codes().items() if kind == "country"]
    return f"{text!r} is no country that is known here.{did_you_mean(text, names)}"
