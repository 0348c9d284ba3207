"""Where a place lies, as far as what stands beside it tells: Paris, Texas; Tripoli, Lebanon."""

import re
from dataclasses import replace

from topics.countries.files import alpha2_codes
from topics.countries.matcher import Match
from topics.countries.senses import PLACE_KINDS, PLACES, Sense

# What ends an apposition: "the council of Lebanon, New Hampshire, voted".
_CLOSED = re.compile(r"[,.;:)?!]| -| ?\x1e|'s\b|$")
# Postal codes of states and provinces, but OK, OR and LA, which mean else: Paris, TX.
_STATES = (
    "AK AL AR AZ CA CO CT DE FL GA HI IA ID IL IN KS KY MA MD ME MI MN MO MS MT NC ND NE "
    "NH NJ NM NV NY OH PA RI SC SD TN TX UT VA VT WA WI WV WY"
)
_PROVINCES = "AB BC MB NB NL NS ON PE QC SK"
_POSTAL = dict.fromkeys(_STATES.split(), "USA") | dict.fromkeys(_PROVINCES.split(), "CAN")
_CODED = re.compile(
    r", ([A-Z]{2})(?:[,.;:)]| -| \d{5}(?!\d)| [A-Z]\d[A-Z]|(?<! IN)(?<! ME)(?<! HI) [a-z]| ?\x1e|$)"
)
# "China, LA and Boston" is a list, "Paris, TX and Rome, GA" are two towns.
_GOES_ON = re.compile(r",? (?:and|or) (?![A-Z][\w .'-]{1,30}, [A-Z]{2}\b)")
# A list rather than an apposition: "China, Mexico, Texas and Ohio".
_LISTED = re.compile(r"(?:, (?:and |or )?| and | or )$")


def placed(
    text: str, matches: list[Match], position: int, readings: list[tuple[Sense, ...]]
) -> tuple[Sense, ...] | None:
    """Read "Paris, Texas" and "Tripoli, Lebanon": a place and where it lies.

    Parameters
    ----------
    text : str
        Normalised text.
    matches : list of Match
        All of them, in order.
    position : int
        Of the match to read.
    readings : list of tuple of Sense
        By surface.

    Returns
    -------
    tuple of Sense or None
        The one reading that fits; None where nothing beside the match places it.
    """
    start, end, index = matches[position]
    senses = readings[index]
    coded = None if text[start:end].isupper() else _CODED.match(text, end)
    if coded and not _GOES_ON.match(text, coded.end(1)):
        return _in_postal(senses, coded[1])
    if position + 1 < len(matches):
        next_start, _, next_index = matches[position + 1]
        if text[end:next_start] in (", ", " ("):
            moved = _moved(senses, readings[next_index])
            if moved is None and _is_apposed(text, matches, position, readings):
                moved = (Sense(country=readings[next_index][0].country, kind="city"),)
            if moved is not None:
                return moved
    if position and len(senses) > 1 and any("state" in sense.flags for sense in senses):
        _, last_end, last_index = matches[position - 1]
        city = readings[last_index]
        if text[last_end:start] == ", " and city[0].kind in ("capital", "city"):
            here = [sense for sense in senses if sense.country == city[0].country]
            states = [sense for sense in senses if "state" in sense.flags]
            return ((here or states)[0],)
    return None


def _in_postal(senses: tuple[Sense, ...], code: str) -> tuple[Sense, ...] | None:
    """Take a place before the postal code of a state for a town of that state: Lima, OH."""
    country = _POSTAL.get(code)
    if country is None or senses[0].kind not in PLACE_KINDS:
        return None
    # Delhi, IN and Berlin, DE lie where the codes of countries say; WA is Australia's too.
    others = {alpha2_codes().get(code), "AUS" if code == "WA" else None}
    if any(sense.country in others for sense in senses):
        return None
    return (Sense(country=country, kind="city"),)


def _moved(senses: tuple[Sense, ...], following: tuple[Sense, ...]) -> tuple[Sense, ...] | None:
    """Take the reading of a place that fits the country or state after the comma."""
    countries = {sense.country for sense in following}
    for sense in senses:
        if sense.country in countries and sense.kind in PLACES:
            return (replace(sense, flags=frozenset()),)
    states = [sense for sense in following if "state" in sense.flags and sense.kind == "region"]
    if not states:
        return None
    abbreviated = "comma" in states[0].flags
    if senses[0].kind in ("capital", "city") or (
        abbreviated and senses[0].kind in ("name", "region", "metonym")
    ):
        return (Sense(country=states[0].country, kind="city"),)
    return None


def _is_apposed(
    text: str, matches: list[Match], position: int, readings: list[tuple[Sense, ...]]
) -> bool:
    """Tell whether a country's name is a town's, for a state in full closes in on it.

    "Norway, Maine, " is a town; "Mexico, Texas and Ohio" are three in a list.
    """
    start, end, index = matches[position]
    _, state_end, state = matches[position + 1]
    if not _is_place(readings[index]) or text[end : end + 2] != ", ":
        return False
    if len(readings[state]) > 1 or "state" not in readings[state][0].flags:
        return False
    if readings[state][0].country == readings[index][0].country:
        return False
    if _CLOSED.match(text, state_end) is None:
        return False
    if position + 2 < len(matches):
        follows, _, third = matches[position + 2]
        if _LISTED.fullmatch(text[state_end:follows]) and _is_place(readings[third]):
            return False
    if position == 0:
        return True
    _, last_end, last = matches[position - 1]
    return not (_LISTED.fullmatch(text[last_end:start]) and _is_place(readings[last]))


def _is_place(senses: tuple[Sense, ...]) -> bool:
    return senses[0].kind in PLACE_KINDS
