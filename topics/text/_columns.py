"""Tables of counts: which words become columns, in which order, and a form that cannot change."""

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from topics._checks import check_count, check_range
from topics.errors import TopicsError


def count_ids(
    ids: npt.NDArray[np.int32],
    ends: npt.NDArray[np.int64],
    words: list[str],
    *,
    min_docs: int,
    min_share: float,
    max_share: float,
    max_words: int | None,
    dropped: npt.NDArray[np.bool_] | None = None,
) -> tuple[sp.csr_array, pd.Index]:
    """Count word ids that stand document after document; `ends` are CSR row pointers.

    Gives the counts (documents, words) and the words kept, in gensim's order.

    `dropped` marks words to leave out; the other filters are those of `count_words`. Every step
    is linear in the tokens but for sorting the vocabulary.
    """
    from topics.text import _kernels as machine

    check_count(min_docs, name="min_docs")
    check_range(min_share, 0, 1, name="min_share")
    check_range(max_share, 0, 1, name="max_share")
    if max_words is not None:
        check_count(max_words, name="max_words")
    n_docs, n_words = len(ends) - 1, len(words)
    found = np.zeros(n_words, np.int64)
    first = np.zeros(n_words, np.int64)
    entry_ends = np.zeros(n_docs + 1, np.int64)
    entries = np.empty(len(ids), np.int32)
    values = np.empty(len(ids), np.int32)
    dropped = np.zeros(n_words, bool) if dropped is None else dropped
    machine.count_documents(ids, ends, dropped, found, first, entry_ends, entries, values)
    filled = int((np.diff(entry_ends) > 0).sum())
    keep = (found >= max(min_docs, min_share * filled, 1)) & (found <= max(max_share * filled, 5))
    kept = np.flatnonzero(keep).tolist()
    # gensim numbers the new words of each document by the alphabet.
    kept.sort(key=lambda word: (first[word], words[word]))
    if max_words is not None and len(kept) > max_words:
        often = sorted(range(len(kept)), key=lambda i: (-found[kept[i]], i))[:max_words]
        kept = [kept[i] for i in sorted(often)]
    rank = np.full(n_words, -1, np.int32)
    rank[kept] = np.arange(len(kept), dtype=np.int32)
    n_entries = int(found[kept].sum())
    out = (
        np.zeros(n_docs + 1, np.int64),
        np.empty(n_entries, np.int32),
        np.empty(n_entries, np.int32),
    )
    machine.sort_columns(entry_ends, entries, values, rank, len(kept), *out)
    table = sp.csr_array((out[2], out[1], out[0]), shape=(n_docs, len(kept)))
    return table, pd.Index([words[word] for word in kept], dtype="str")


def tidy_counts(given: object) -> sp.csr_array:
    """Check counts and copy them as sorted, zero-free, read-only CSR."""
    if not sp.issparse(given):
        raise TopicsError(
            f"`counts` must be a scipy sparse array; got {type(given).__name__}. "
            "Wrap it: scipy.sparse.csr_array(counts)."
        )
    if isinstance(given, sp.coo_array | sp.coo_matrix) and given.dtype.kind in "iub":
        given = given.astype(np.int64)  # scipy adds up what stands twice without a look
    counts: sp.csr_array = sp.csr_array(given)  # type: ignore[call-overload]
    if len(counts.data) and not np.isfinite(counts.data).all():
        raise TopicsError("`counts` holds a value that is not finite.")
    if len(counts.data) and counts.data.min() < 0:
        raise TopicsError(f"`counts` must not be negative; it holds {counts.data.min()}.")
    whole = counts.dtype.kind in "iub"
    _check_room(counts, whole=whole)
    if not counts.has_canonical_format:
        # Wide, since counts of one word may add up to more than each.
        counts = counts.astype(np.int64 if whole else np.float64, copy=True)
        counts.sum_duplicates()
        _check_room(counts, whole=whole)
    tidy: sp.csr_array = counts.astype(np.int32 if whole else np.float32, copy=True)
    tidy.eliminate_zeros()
    for part in (tidy.data, tidy.indices, tidy.indptr):
        part.flags.writeable = False
    return tidy


def _check_room(counts: sp.csr_array, *, whole: bool) -> None:
    largest = np.iinfo(np.int32).max if whole else float(np.finfo(np.float32).max)
    if len(counts.data) and counts.data.max() > largest:
        raise TopicsError(
            f"`counts` holds {counts.data.max()}, and there is room for no more than {largest}. "
            "Divide the counts by some number."
        )
