"""Mini-batches of documents: each as counts of its own, and with its entries sorted by word."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from topics.lda._documents import Documents, WordIndex

_DOCS_IN_BATCH, _MOST_BATCHES = 500, 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Documents [start, stop) of all; rows and entries of the counts begin at 0.

    Words and counts are views of those of all documents.
    """

    start: int
    stop: int
    documents: Documents
    index: WordIndex

    @classmethod
    def of(cls, documents: Documents, start: int, stop: int) -> "Batch":
        """Take some documents in order."""
        a, b = documents.ends[start], documents.ends[stop]
        own = Documents(
            ends=documents.ends[start : stop + 1] - a,
            words=documents.words[a:b],
            counts=documents.counts[a:b],
            n_words=documents.n_words,
        )
        return cls(start=start, stop=stop, documents=own, index=WordIndex.of(own, 0, len(own)))


def batches_of(documents: Documents) -> list[Batch]:
    """Cut documents into batches of about as many entries each, at most ten."""
    n_docs, ends = len(documents), documents.ends
    batches = max(1, min(_MOST_BATCHES, n_docs // _DOCS_IN_BATCH))
    edges = np.searchsorted(ends, np.linspace(0, ends[-1], batches + 1))
    edges[0], edges[-1] = 0, n_docs
    cuts = np.unique(edges).tolist()
    return [Batch.of(documents, a, b) for a, b in pairwise(cuts)]
