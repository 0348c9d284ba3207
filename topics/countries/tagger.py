"""From the fields of documents to mentions: normalise, match, read neighbours, weigh evidence.

Documents go through in batches, joined into one text, so that the cost of a call is shared and
most matches are settled by arrays; only doubtful ones are looked at one by one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from topics.countries.certain import Words
from topics.countries.evidence import Evidence
from topics.countries.gazetteer import Gazetteer
from topics.countries.matcher import Ints, Matcher
from topics.countries.neighbours import DATELINE, FIELDS, Neighbours, Pending, Proof, Settled
from topics.countries.normalise import PARAGRAPH, Normalised, normalise
from topics.countries.proofs import Known, agreed, overrides
from topics.countries.rules import read_rules
from topics.countries.senses import Sense

_SEPARATOR = f" {PARAGRAPH}{PARAGRAPH} "


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Mentions of a batch, in reading order: which slot (a field of a document), and what."""

    slot: Ints
    start: Ints
    end: Ints
    country: Words
    kind: Words
    strong: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """One batch after matcher and neighbours; offsets are those of the normalised text."""

    plain: Normalised
    slots: Ints
    begins: Ints
    start: Ints
    end: Ints
    slot: Ints
    surface: Ints
    # By surface: in lower case.
    keys: list[str]
    settled: Settled
    pending: list[Pending]
    proofs: list[Proof]


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """A matcher and the rules for the surfaces it finds."""

    matcher: Matcher
    neighbours: Neighbours
    # By surface: 1 where the last character only closes the code that the mention stands in.
    closers: Ints
    keys: list[str]

    def read(self, texts: Sequence[str], slots: Ints, words: frozenset[str]) -> _Read:
        """Match the texts of `slots` as one."""
        chosen = [texts[slot] for slot in slots]
        lengths = np.array([len(text) + len(_SEPARATOR) for text in chosen], dtype=np.int64)
        begins = np.cumsum(lengths) - lengths
        plain = normalise(_SEPARATOR.join(chosen), words)
        matches = self.matcher.find(plain.text)
        slot = slots[np.searchsorted(begins, plain.source(matches.start), side="right") - 1]
        read = self.neighbours.read(plain.text, matches, slot % len(FIELDS))
        return _Read(
            plain=plain,
            slots=slots,
            begins=begins,
            start=matches.start,
            end=matches.end - self.closers[matches.surface],
            slot=slot,
            surface=matches.surface,
            keys=self.keys,
            settled=read.settled,
            pending=read.pending,
            proofs=read.proofs,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """Matchers for ordinary text and for text without capitals, over one gazetteer."""

    ordinary: _Side
    lowered: _Side
    evidence: Evidence
    words: frozenset[str]
    locatives: frozenset[str]

    def tag(self, texts: Sequence[str], years: Sequence[int | None]) -> Found:
        """Find the mentions in a batch of documents.

        Parameters
        ----------
        texts : sequence of str
            Title, dateline and text of the first document, of the second, ...
        years : sequence of int or None
            Year of each document, for leaders and names that changed hands.
        """
        lower = np.array([text.islower() for text in texts], dtype=bool)
        filled = np.array([bool(text) for text in texts], dtype=bool)
        reads = [
            side.read(texts, np.flatnonzero(mask), self.words)
            for side, mask in (
                (self.ordinary, filled & ~lower),
                (self.lowered, filled & lower),
            )
            if mask.any()
        ]
        reads = _one_sense_a_document(reads, self.locatives)
        parts = [_certain(read) for read in reads]
        parts += self._settle(reads, parts, texts, years)
        if not parts:
            parts = [_nothing()]
        together = [
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("slot", "start", "end", "country", "kind", "strong")
        ]
        order = np.lexsort((together[1], together[0]))
        return Found(*(column[order] for column in together))

    def _settle(
        self,
        reads: list[_Read],
        parts: list[Found],
        texts: Sequence[str],
        years: Sequence[int | None],
    ) -> list[Found]:
        """Weigh the pending matches of each document against its certain mentions."""
        waiting: dict[int, list[tuple[_Read, Pending]]] = {}
        for read in reads:
            owners = (read.slot // len(FIELDS)).tolist()
            for pending in read.pending:
                waiting.setdefault(owners[pending.position], []).append((read, pending))
        certain: dict[int, list[str]] = {document: [] for document in waiting}
        for part in parts:
            documents = part.slot // len(FIELDS)
            concerned = np.isin(documents, list(waiting))
            for document, country in zip(
                documents[concerned].tolist(), part.country[concerned].tolist(), strict=True
            ):
                certain[document].append(country)
        chosen: dict[int, list[tuple[int, Sense]]] = {id(read): [] for read in reads}
        for document, matches in waiting.items():
            fields = texts[document * len(FIELDS) : (document + 1) * len(FIELDS)]
            senses = self.evidence.settle(
                certain[document],
                [pending for _, pending in matches],
                "\n".join(fields),
                years[document],
            )
            for (read, pending), sense in zip(matches, senses, strict=True):
                if sense is not None:
                    chosen[id(read)].append((pending.position, sense))
        return [_chosen(read, chosen[id(read)]) for read in reads if chosen[id(read)]]


def _one_sense_a_document(reads: list[_Read], locatives: frozenset[str]) -> list[_Read]:
    """Carry what is proved of a surface over to its other matches in the same document."""
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
    reads: list[_Read], known: dict[int, Known]
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
    read: _Read,
    known: dict[int, Known],
    evidence: dict[int, Counter[tuple[str, str]]],
    locatives: frozenset[str],
) -> _Read:
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
            if overrides(
                said, key, country, evidence[document], read.plain.text, start, locatives
            ):
                changed[position] = said[key]
    if not changed:
        return read
    kept = ~np.isin(read.settled.position, list(changed))
    again = [
        Pending(position, "", (sense,)) for position, sense in changed.items() if sense is not None
    ]
    return replace(
        read,
        settled=Settled(*(column[kept] for column in read.settled)),
        pending=[p for p in read.pending if p.position not in changed] + again,
    )


def _located(read: _Read, position: Ints) -> tuple[Ints, Ints, Ints]:
    """Slots and offsets in their own sources of the matches at `position`."""
    slot = read.slot[position]
    begin = read.begins[np.searchsorted(read.slots, slot)]
    start = read.plain.source(read.start[position]) - begin
    end = read.plain.source(read.end[position], ends=True) - begin
    return slot, start, end


def _certain(read: _Read) -> Found:
    position, country, kind = read.settled
    return Found(*_located(read, position), country, kind, np.ones(len(position), dtype=bool))


def _chosen(read: _Read, chosen: list[tuple[int, Sense]]) -> Found:
    position = np.array([position for position, _ in chosen], dtype=np.int64)
    return Found(
        *_located(read, position),
        np.array([sense.country for _, sense in chosen], dtype=object),
        np.array([sense.kind for _, sense in chosen], dtype=object),
        np.array([not sense.weak for _, sense in chosen], dtype=bool),
    )


def _nothing() -> Found:
    none = np.empty(0, dtype=np.int64)
    word = np.empty(0, dtype=object)
    return Found(none, none, none, word, word, np.empty(0, dtype=bool))


@lru_cache(maxsize=4)
def tagger(gazetteer: Gazetteer) -> Tagger:
    """Compile a gazetteer; done once for each."""
    rules = read_rules(gazetteer)

    def side(table: dict[str, tuple[Sense, ...]]) -> _Side:
        surfaces, senses = list(table), list(table.values())
        closers = np.array(["code" in group[0].flags for group in senses], dtype=np.int64)
        keys = [surface.lower() for surface in surfaces]
        return _Side(Matcher(surfaces), Neighbours(rules, surfaces, senses), closers, keys)

    words = frozenset(
        word for surface in gazetteer.surfaces for word in surface.split() if word.isalpha()
    )
    return Tagger(
        side(gazetteer.surfaces),
        side(gazetteer.lowered),
        Evidence(gazetteer.language),
        words,
        rules.locatives,
    )
