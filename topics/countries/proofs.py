"""One sense a document: what one match of a surface proves holds for the others.

"Paris, Texas" is followed by "the mayor of Paris", "Bill Holland" by "Holland said". A person's
name is not held against a place that the document also speaks of: "Paris Hilton flew to Paris".
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from topics.countries.context import word_before
from topics.countries.neighbours import DATELINE, FIELDS, Pending, Settled
from topics.countries.reads import BatchRead
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
    others = any(country == usual and other not in known for country, other in evidence if country)
    if others:
        return False
    return known[surface] is not None or word_before(text, start) not in locatives


def one_sense_a_document(reads: list[BatchRead], locatives: frozenset[str]) -> list[BatchRead]:
    """Carry what is proved of a surface over to its other matches in the same document.

    Parameters
    ----------
    reads : list of BatchRead
        All reads of a batch.
    locatives : frozenset of str
        Words after which a place stands rather than a person.

    Returns
    -------
    list of BatchRead
        In the same order; matches are settled otherwise, or name nobody, where a proof says so.
    """
    proofs: dict[int, list[tuple[str, Sense | None]]] = {}
    for read in reads:
        for proof in read.proofs:
            document = int(read.slot[proof.position]) // len(FIELDS)
            key = read.keys[read.surface[proof.position]]
            proofs.setdefault(document, []).append((key, proof.sense))
    if not proofs:
        return reads
    known = {document: agreed(said) for document, said in proofs.items()}
    evidence = _evidence(reads, known)
    return [_overridden(read, known, evidence, locatives) for read in reads]


def _evidence(
    reads: list[BatchRead], known: dict[int, Known]
) -> dict[int, Counter[tuple[str, str]]]:
    """Count the certain mentions of some documents by country and surface."""
    evidence: dict[int, Counter[tuple[str, str]]] = {document: Counter() for document in known}
    for read in reads:
        position, country, _ = read.settled
        documents = read.slot[position] // len(FIELDS)
        for row in np.flatnonzero(np.isin(documents, list(known))).tolist():
            key = read.keys[read.surface[position[row]]]
            evidence[int(documents[row])][country[row], key] += 1
    return evidence


def _overridden(
    read: BatchRead,
    known: dict[int, Known],
    evidence: dict[int, Counter[tuple[str, str]]],
    locatives: frozenset[str],
) -> BatchRead:
    proved = {proof.position for proof in read.proofs}
    owners = read.slot // len(FIELDS)
    usual = dict(zip(read.settled.position.tolist(), read.settled.country.tolist(), strict=True))
    waiting = {pending.position: pending.senses[0].country for pending in read.pending}
    changed: dict[int, Sense | None] = {}
    for document, said in known.items():
        first, last = np.searchsorted(owners, [document, document + 1])
        for position in range(int(first), int(last)):
            country = usual.get(position, waiting.get(position))
            key = read.keys[read.surface[position]]
            if country is None or position in proved or key not in said:
                continue
            if said[key] is None and read.slot[position] % len(FIELDS) == DATELINE:
                continue
            start = int(read.start[position])
            if overrides(said, key, country, evidence[document], read.plain.text, start, locatives):
                changed[position] = said[key]
    if not changed:
        return read
    kept = ~np.isin(read.settled.position, list(changed))
    again = [
        Pending(position, "", (sense,)) for position, sense in changed.items() if sense is not None
    ]
    return replace(
        read,
        settled=Settled(
            read.settled.position[kept], read.settled.country[kept], read.settled.kind[kept]
        ),
        pending=[p for p in read.pending if p.position not in changed] + again,
    )
