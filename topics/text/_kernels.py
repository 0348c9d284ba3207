# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""Compiled loops over bytes and word ids: reading words, counting them, joining phrases."""

import numpy as np
from numba import njit

from topics._utf8 import character

# Of the modules that this one imports, which numba does not look at: a test holds it to them.
_IMPORTS_DIGEST = "23368a68"
BREAK, START, INSIDE = 0, 1, 2


@njit(nogil=True, cache=True, error_model="numpy")
def fill_slots(slots, hashes, n_words):
    mask = np.uint64(len(slots) - 1)
    for word in range(n_words):
        slot = np.int64(hashes[word] & mask)
        while slots[slot] >= 0:
            slot = np.int64(np.uint64(slot + 1) & mask)
        slots[slot] = word


@njit(nogil=True, cache=True, error_model="numpy")
def read_words(
    buffer, ends, classes, slots, hashes, places, arena, state, ids, counts
):  # fmt: skip
    """Read on from where `state` stands; True when a table must grow first."""
    n_words, doc, at, n_ids = state[0], state[1], state[2], state[3]
    mask = np.uint64(len(slots) - 1)
    while doc < len(ends):
        end = ends[doc]
        while at < end:
            code, step = character(buffer, at)
            if classes[code] != START:
                at += step
                continue
            start = at
            digest = np.uint64(0xCBF29CE484222325)
            while True:
                for k in range(step):
                    digest = (digest ^ np.uint64(buffer[at + k])) * np.uint64(0x100000001B3)
                at += step
                if at >= end:
                    break
                code, step = character(buffer, at)
                if classes[code] == BREAK:
                    break
            digest ^= digest >> np.uint64(32)
            size = at - start
            slot = np.int64(digest & mask)
            word = np.int64(slots[slot])
            while word >= 0:
                first = places[word]
                if hashes[word] == digest and places[word + 1] - first == size:
                    k = 0
                    while k < size and arena[first + k] == buffer[start + k]:
                        k += 1
                    if k == size:
                        break
                slot = np.int64(np.uint64(slot + 1) & mask)
                word = np.int64(slots[slot])
            if word < 0:
                first = places[n_words]
                if n_words + 1 >= len(hashes) or first + size > len(arena):
                    state[0], state[1], state[2], state[3] = n_words, doc, start, n_ids
                    state[4] = size
                    return True
                for k in range(size):
                    arena[first + k] = buffer[start + k]
                word = n_words
                slots[slot] = word
                hashes[word] = digest
                n_words += 1
                places[n_words] = first + size
            ids[n_ids] = word
            n_ids += 1
            counts[doc] += 1
        doc += 1
    state[0], state[1], state[2], state[3], state[4] = n_words, doc, at, n_ids, 0
    return False


@njit(nogil=True, cache=True, error_model="numpy")
def count_documents(ids, ends, dropped, found, first, out_ends, out_ids, out_counts):
    """Count the words of each document, words in order of occurrence.

    `found` receives the number of documents with each word, `first` the first of them.
    """
    last = np.full(len(found), -1, np.int64)
    place = np.empty(len(found), np.int64)
    n = 0
    for doc in range(len(ends) - 1):
        for at in range(ends[doc], ends[doc + 1]):
            word = ids[at]
            if dropped[word]:
                continue
            if last[word] == doc:
                out_counts[place[word]] += 1
                continue
            if found[word] == 0:
                first[word] = doc
            last[word] = doc
            place[word] = n
            out_ids[n] = word
            out_counts[n] = 1
            found[word] += 1
            n += 1
        out_ends[doc + 1] = n


@njit(nogil=True, cache=True, error_model="numpy")
def sort_columns(ends, ids, counts, rank, n_columns, out_ends, out_ids, out_counts):
    """Rename words by `rank` (-1 drops one) and sort each document's words: two counting sorts."""
    starts = np.zeros(n_columns + 1, np.int64)
    for at in range(ends[-1]):
        if rank[ids[at]] >= 0:
            starts[rank[ids[at]] + 1] += 1
    for column in range(n_columns):
        starts[column + 1] += starts[column]
    n = starts[n_columns]
    docs = np.empty(n, np.int32)
    values = np.empty(n, np.int32)
    place = starts[:-1].copy()
    for doc in range(len(ends) - 1):
        kept = 0
        for at in range(ends[doc], ends[doc + 1]):
            column = rank[ids[at]]
            if column >= 0:
                docs[place[column]] = doc
                values[place[column]] = counts[at]
                place[column] += 1
                kept += 1
        out_ends[doc + 1] = out_ends[doc] + kept
    fill = out_ends[:-1].copy()
    for column in range(n_columns):
        for at in range(starts[column], starts[column + 1]):
            to = fill[docs[at]]
            fill[docs[at]] = to + 1
            out_ids[to] = column
            out_counts[to] = values[at]


@njit(nogil=True, cache=True, error_model="numpy")
def join_pairs(ids, ends, pair_ends, pair_right, first_phrase, out_ids, out_ends):
    """Replace pairs that are phrases, from left to right; pairs are CSR rows sorted by column."""
    n = 0
    for doc in range(len(ends) - 1):
        at = ends[doc]
        while at < ends[doc + 1]:
            word = ids[at]
            joined = -1
            if at + 1 < ends[doc + 1]:
                low, high = pair_ends[word], pair_ends[word + 1]
                while low < high:
                    middle = (low + high) // 2
                    if pair_right[middle] < ids[at + 1]:
                        low = middle + 1
                    else:
                        high = middle
                if low < pair_ends[word + 1] and pair_right[low] == ids[at + 1]:
                    joined = low
            if joined >= 0:
                out_ids[n] = first_phrase + joined
                at += 2
            else:
                out_ids[n] = word
                at += 1
            n += 1
        out_ends[doc + 1] = n
