"""From the fields of documents to mentions: normalise, match, read neighbours, weigh evidence.

Documents go through in batches, joined into one text, so that the cost of a call is shared and
most matches are settled by arrays; only doubtful ones are looked at one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from topics._language_data import language as facts_of
from topics.countries.certain import Words
from topics.countries.evidence import Evidence
from topics.countries.gazetteer import Gazetteer
from topics.countries.matcher import Ints, Matcher, mask
from topics.countries.neighbours import FIELDS, Neighbours, Pending
from topics.countries.proofs import one_sense_a_document
from topics.countries.reads import BatchRead, Side
from topics.countries.rules import Rules, read_rules
from topics.countries.senses import Sense


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Mentions of a batch, in reading order: which slot (a field of a document), and what."""

    slot: Ints
    start: Ints
    end: Ints
    country: Words
    kind: Words
    strong: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tagger:
    """Matchers for ordinary text and for text without capitals, over one gazetteer."""

    gazetteer: Gazetteer
    rules: Rules
    evidence: Evidence
    words: frozenset[str]

    @cached_property
    def ordinary(self) -> Side:
        """What reads ordinary text."""
        return _side(self.gazetteer.surfaces, self.rules, self.gazetteer)

    @cached_property
    def lowered(self) -> Side:
        """What reads text without capitals; made when there is such a text."""
        return _side(self.gazetteer.lowered, self.rules, self.gazetteer)

    def tag(self, texts: Sequence[str], years: Sequence[int | None]) -> Found:
        """Find the mentions in a batch of documents.

        Parameters
        ----------
        texts : sequence of str
            Title, dateline and text of the first document, of the second, ...
        years : sequence of int or None
            Year of each document, for leaders and names that changed hands.
        """
        cased = facts_of(self.gazetteer.language).capitals
        lower = mask(cased and text.islower() for text in texts)
        filled = mask(bool(text) for text in texts)
        reads = [
            getattr(self, side).read(texts, np.flatnonzero(chosen), self.words)
            for side, chosen in (("ordinary", filled & ~lower), ("lowered", filled & lower))
            if chosen.any()
        ]
        reads = one_sense_a_document(reads, self.rules.locatives)
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
        reads: list[BatchRead],
        parts: list[Found],
        texts: Sequence[str],
        years: Sequence[int | None],
    ) -> list[Found]:
        """Weigh the pending matches of each document against its certain mentions."""
        waiting: dict[int, list[tuple[BatchRead, Pending]]] = {}
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


def _located(read: BatchRead, position: Ints) -> tuple[Ints, Ints, Ints]:
    """Slots and offsets in their own sources of the matches at `position`."""
    slot = read.slot[position]
    begin = read.begins[np.searchsorted(read.slots, slot)]
    start = read.plain.source(read.start[position]) - begin
    end = read.plain.source(read.end[position], ends=True) - begin
    return slot, start, end


def _certain(read: BatchRead) -> Found:
    position, country, kind = read.settled
    return Found(*_located(read, position), country, kind, np.ones(len(position), dtype=bool))


def _chosen(read: BatchRead, chosen: list[tuple[int, Sense]]) -> Found:
    position = np.array([position for position, _ in chosen], dtype=np.int64)
    return Found(
        *_located(read, position),
        np.array([sense.country for _, sense in chosen], dtype=object),
        np.array([sense.kind for _, sense in chosen], dtype=object),
        mask(not sense.weak for _, sense in chosen),
    )


def _nothing() -> Found:
    none = np.empty(0, dtype=np.int64)
    word = np.empty(0, dtype=object)
    return Found(none, none, none, word, word, np.empty(0, dtype=bool))


def _side(table: dict[str, tuple[Sense, ...]], rules: Rules, gazetteer: Gazetteer) -> Side:
    facts = facts_of(gazetteer.language)
    surfaces, senses = list(table), list(table.values())
    closers = np.array(["code" in group[0].flags for group in senses], dtype=np.int64)
    keys = [surface.lower() for surface in surfaces]
    matcher = Matcher(
        surfaces,
        joined=facts.joined,
        runs_on=facts.runs_on,
        compounds={word: parts for word, parts in gazetteer.compounds.items() if word in table},
    )
    return Side(matcher, Neighbours(rules, surfaces, senses), closers, keys, facts)


@lru_cache(maxsize=32)
def tagger(gazetteer: Gazetteer) -> Tagger:
    """Compile a gazetteer; done once for each."""
    words = frozenset(
        word for surface in gazetteer.surfaces for word in surface.split() if word.isalpha()
    )
    return Tagger(gazetteer, read_rules(gazetteer), Evidence(gazetteer.language), words)
