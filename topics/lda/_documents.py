"""Documents as plain arrays, cut into blocks that threads work on; folding in new documents.

Every kernel writes to places of its own, and sums go word by word or document by document in the
order of the input. Blocks are cut by the data alone, and no kernel leaves the order of a sum to the
compiler. So the result has the same bits for any number of threads, and for kernels that were
compiled for other processors (logarithms and exponentials of the system may round differently).
"""

import math
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Blocks = list[tuple[int, int]]

_DOC_BLOCK, _WORD_BLOCK = 20_000, 50_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Documents:
    """Counts as plain CSR arrays: what the kernels read."""

    ends: Longs
    words: Ints
    counts: Floats
    n_words: int

    @classmethod
    def of(cls, table: sp.csr_array) -> "Documents":
        """Take the rows of a CSR table."""
        return cls(
            ends=table.indptr.astype(np.int64),
            words=np.ascontiguousarray(table.indices, np.int32),
            counts=np.ascontiguousarray(table.data, np.float32),
            n_words=table.shape[1],
        )

    def __len__(self) -> int:
        """Give the number of documents."""
        return len(self.ends) - 1

    def as_lists(self, start: int, stop: int) -> list[list[tuple[int, float]]]:
        """Give documents [start, stop) as gensim's lists of (word id, count)."""
        ends = self.ends[start : stop + 1].tolist()
        words, counts = self.words.tolist(), self.counts.tolist()
        return [list(zip(words[a:b], counts[a:b], strict=True)) for a, b in pairwise(ends)]

    @property
    def sizes(self) -> npt.NDArray[np.float64]:
        """Sum of counts of each document."""
        sums = np.concatenate([[0.0], np.cumsum(self.counts, dtype=np.float64)])
        return np.asarray(sums[self.ends[1:]] - sums[self.ends[:-1]])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordIndex:
    """The entries of documents [start, stop) sorted by word, documents in order within a word.

    Word `words[i]` has the entries from `ends[i]` to `ends[i + 1]`: only words that occur are here.
    """

    words: Ints
    ends: Longs
    docs: Ints
    entries: Ints

    @classmethod
    def of(cls, documents: Documents, start: int, stop: int) -> "WordIndex":
        """Sort by counting: linear in the entries."""
        from topics.lda import _kernels as kernels

        n = int(documents.ends[stop] - documents.ends[start])
        ends = np.zeros(documents.n_words + 1, np.int64)
        docs, entries = np.empty(n, np.int32), np.empty(n, np.int32)
        kernels.sort_by_word(start, stop, documents.ends, documents.words, ends, docs, entries)
        words = np.flatnonzero(np.diff(ends)).astype(np.int32)
        return cls(words=words, ends=np.append(ends[words], n), docs=docs, entries=entries)

    def blocks(self) -> Blocks:
        """Cut the words into blocks of about equal work."""
        return cut(self.ends, 0, len(self.words), _WORD_BLOCK)


class Team:
    """Threads that run one kernel over many blocks; with one thread, no thread at all."""

    def __init__(self, threads: int | None = None) -> None:
        self.threads = usable_cores() if threads is None else threads
        self._pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None

    def run(
        self,
        kernel: Callable[..., Any],
        blocks: Iterable[tuple[int, int]],
        *args: Any,  # noqa: ANN401
    ) -> None:
        """Call `kernel(start, stop, *args)` for every block."""
        if self._pool is None:
            for start, stop in blocks:
                kernel(start, stop, *args)
        else:
            list(self._pool.map(lambda block: kernel(*block, *args), blocks))

    def __enter__(self) -> "Team":
        """Use the team in a `with` block, which ends its threads."""
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()


def usable_cores() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cut(ends: Longs, start: int, stop: int, work: int) -> Blocks:
    """Cut rows [start, stop) of a CSR layout into blocks of about `work` entries."""
    entries = int(ends[stop] - ends[start])
    n = max(1, entries // work)
    inner = (
        np.searchsorted(ends[start : stop + 1], ends[start] + np.arange(1, n) * (entries / n))
        + start
    )
    edges = np.unique(np.concatenate([[start], inner, [stop]])).tolist()
    return list(pairwise(edges))


def even_blocks(n_rows: int, size: int = 2048) -> Blocks:
    """Cut rows into blocks of `size`."""
    return [(a, min(a + size, n_rows)) for a in range(0, n_rows, size)]


def doc_blocks(documents: Documents, start: int = 0, stop: int | None = None) -> Blocks:
    """Cut documents into blocks of about equal work."""
    return cut(documents.ends, start, len(documents) if stop is None else stop, _DOC_BLOCK)


def fold_in(
    documents: Documents,
    topic_word: npt.NDArray[Any],
    alpha: npt.NDArray[Any],
    team: Team,
    *,
    sweeps: int = 200,
    tolerance: float = 1e-4,
) -> npt.NDArray[np.float64]:
    """Give the expected topic counts of new documents, plus alpha, with the topics held fixed.

    The fixed point of theta_k = alpha_k + sum_w n_w theta_k phi_kw / (theta . phi_w), from the
    same flat start for every document, until the mean change of a topic's count is below
    `tolerance`; a document's answer depends on nothing but itself.
    """
    from topics.lda import _kernels as kernels
    from topics.lda._rows import padded_rows, width_of

    n_topics = len(topic_word)
    rows = padded_rows(topic_word.T)
    prior = padded_rows(alpha[None, :])[0]
    width = width_of(n_topics)
    shares = np.zeros((len(documents), rows.shape[1]), np.float32)
    shares[:, :n_topics] = alpha + documents.sizes[:, None] / n_topics
    team.run(
        kernels.fold_in, doc_blocks(documents),
        documents.ends, documents.words, documents.counts, rows, prior, shares,
        sweeps, np.float32(tolerance * n_topics), width,
    )  # fmt: skip
    return shares[:, :n_topics].astype(np.float64)


def log_likelihood(
    documents: Documents, shares: npt.NDArray[Any], topic_word: npt.NDArray[Any], team: Team
) -> float:
    """Give sum_dw n_dw log(sum_k theta_dk phi_kw); rows of `shares` need not sum to 1."""
    from topics.lda import _kernels as kernels
    from topics.lda._rows import padded_rows, width_of

    rows = padded_rows(topic_word.T)
    weights = padded_rows(shares)
    out = np.zeros(len(documents))
    team.run(
        kernels.score, doc_blocks(documents),
        documents.ends, documents.words, documents.counts, rows, weights, out,
        width_of(shares.shape[1]),
    )  # fmt: skip
    return math.fsum(out)
