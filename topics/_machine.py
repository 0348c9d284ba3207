# mypy: ignore-errors
# ruff: noqa: ANN001, ANN202
"""The compiled state machine that reads words from UTF-8 bytes, and its hash table."""

import numpy as np
from numba import njit

BREAK, START, INSIDE = 0, 1, 2


@njit(nogil=True, cache=True, error_model="numpy")
def fill_slots(slots, hashes, n_words):
    mask = np.uint64(len(slots) - 1)
    for word in range(n_words):
        slot = np.int64(hashes[word] & mask)
        while slots[slot] >= 0:
            slot = np.int64(np.uint64(slot + 1) & mask)
        slots[slot] = word


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _character(buffer, at):
    """Decode one UTF-8 character: its code point and its length in bytes."""
    lead = np.int64(buffer[at])
    if lead < 0x80:
        return lead, 1
    code = np.int64(buffer[at + 1]) & 0x3F
    if lead < 0xE0:
        return ((lead & 0x1F) << 6) | code, 2
    code = (code << 6) | (np.int64(buffer[at + 2]) & 0x3F)
    if lead < 0xF0:
        return ((lead & 0x0F) << 12) | code, 3
    code = (code << 6) | (np.int64(buffer[at + 3]) & 0x3F)
    return ((lead & 0x07) << 18) | code, 4


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
            code, step = _character(buffer, at)
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
                code, step = _character(buffer, at)
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
