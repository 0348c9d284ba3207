"""A batch of texts read as one: matched, and told from its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from topics._language_data import ENGLISH, Language
from topics.countries.matcher import Ints, Matcher
from topics.countries.neighbours import FIELDS, Neighbours, Pending, Proof, Settled
from topics.countries.normalise import PARAGRAPH, Normalised, normalise

_SEPARATOR = f" {PARAGRAPH}{PARAGRAPH} "


@dataclass(frozen=True, slots=True, eq=False)
class BatchRead:
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
class Side:
    """A matcher and the rules for the surfaces it finds."""

    matcher: Matcher
    neighbours: Neighbours
    # By surface: 1 where the last character only closes the code that the mention stands in.
    closers: Ints
    keys: list[str]
    language: Language = ENGLISH

    def read(self, texts: Sequence[str], slots: Ints, words: frozenset[str]) -> BatchRead:
        """Match the texts of `slots` as one."""
        chosen = [texts[slot] for slot in slots]
        lengths = np.array([len(text) + len(_SEPARATOR) for text in chosen], dtype=np.int64)
        begins = np.cumsum(lengths) - lengths
        plain = normalise(_SEPARATOR.join(chosen), words, self.language)
        matches = self.matcher.find(plain.text)
        slot = slots[np.searchsorted(begins, plain.source(matches.start), side="right") - 1]
        read = self.neighbours.read(plain.text, matches, slot % len(FIELDS))
        return BatchRead(
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
