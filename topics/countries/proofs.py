"""One sense a document: what one match of a surface proves holds for the others.

"Paris, Texas" is followed by "the mayor of Paris", "Bill Holland" by "Holland said". A person's
name is not held against a place that the document also speaks of: "Paris Hilton flew to Paris".
"""

from collections import Counter
from collections.abc import Iterable

from topics.countries.context import word_before
from topics.countries.senses import Sense

# What a match turned out to be: a country's code, or None for nobody.
Known = dict[str, Sense | None]


def agreed(proofs: Iterable[tuple[str, Sense | None]]) -> Known:
    """Keep what the proofs of a document say of each surface, where they do not contradict.

    Parameters
    ----------
    proofs : iterable of (str, Sense or None)
        Surfaces in lower case, and what each was proved to mean.

    Examples
    --------
    >>> agreed([("jordan", None), ("jordan", None)])
    {'jordan': None}
    """
    said: dict[str, dict[str | None, Sense | None]] = {}
    for surface, sense in proofs:
        said.setdefault(surface, {})[sense.country if sense else None] = sense
    return {
        surface: next(iter(readings.values()))
        for surface, readings in said.items()
        if len(readings) == 1
    }


def overrides(
    known: Known,
    surface: str,
    usual: str,
    evidence: Counter[tuple[str, str]],
    text: str,
    start: int,
    locatives: frozenset[str],
) -> bool:
    """Tell whether what is known of a surface holds for another match of it.

    Parameters
    ----------
    known : dict
        From `agreed`.
    surface : str
        Of the match, in lower case.
    usual : str
        The country that it means elsewhere, or "".
    evidence : Counter
        Certain mentions of the document, by country and surface in lower case.
    text : str
        Normalised text.
    start : int
        Of the match.
    locatives : frozenset of str
        Words after which a place stands rather than a person.
    """
    if surface not in known:
        return False
    others = any(
        country == usual and other not in known for country, other in evidence if country
    )
    if others:
        return False
    return known[surface] is not None or word_before(text, start) not in locatives
