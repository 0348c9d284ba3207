"""One sweep of the sampler over a block of documents: topics of words, tables, who is about what.

Compiled with numba, without the interpreter lock. Every document has its own stream of random
numbers, made from a key and its number, so results do not depend on how documents are dealt out
to threads.
"""

import numba
import numpy as np


@numba.njit(inline="always")
def _mixed(z: np.uint64) -> np.uint64:
    # SplitMix64 (Steele, Lea and Flood 2014): a counter becomes well-mixed random bits.
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@numba.njit(inline="always")
def _uniform(state: np.ndarray) -> float:
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    return float(_mixed(state[0]) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@numba.njit(inline="always")
def _seeded(key: np.uint64, number: int) -> np.uint64:
    return _mixed(key + np.uint64(number) * np.uint64(0xD1342543DE82EF95))


@numba.njit(inline="always")
def _resolve(
    first: int, last: int, share: np.ndarray, about: np.ndarray, rest: float, out: np.ndarray
) -> None:
    """Weigh slots given which groups the document is about; the last takes the remainder."""
    total = 0.0
    for j in range(first, last - 1):
        out[j - first] = share[j] * about[j]
        total += out[j - first]
    if total <= 0:
        rest = 1.0
    for j in range(first, last - 1):
        out[j - first] *= (1 - rest) / max(total, 1e-12)
    out[last - 1 - first] = rest


@numba.njit(inline="always")
def _prior(
    first: int,
    last: int,
    weight: np.ndarray,
    group: np.ndarray,
    mixes: np.ndarray,
    concentration: float,
    out: np.ndarray,
) -> None:
    """Fill in pseudo-counts of topics: concentration times the mean mix of the groups."""
    out[:] = 1e-12
    for j in range(first, last):
        w = weight[j - first] * concentration
        if w > 0:
            for k in range(len(out)):
                out[k] += w * mixes[group[j], k]


@numba.njit(inline="always")
def _redraw_topics(
    start: int,
    stop: int,
    words: np.ndarray,
    topic: np.ndarray,
    phi: np.ndarray,
    general: np.ndarray,
    balance: np.ndarray,
    concentration: float,
    prior: np.ndarray,
    n: np.ndarray,
    mass: np.ndarray,
    p: np.ndarray,
    state: np.ndarray,
    word_topic: np.ndarray,
) -> int:
    """Redraw the topics of the tokens of a document, and count those that are of one.

    `n` counts the tokens of each topic, `mass` adds their prior. General words stand behind the
    last topic.
    """
    n_topics = len(n)
    n_topical = n.sum()
    n_general = 0
    for t in range(start, stop):
        if topic[t] == n_topics:
            n_general += 1
    for t in range(start, stop):
        v = words[t]
        now = topic[t]
        if now == n_topics:
            n_general -= 1
        elif now >= 0:
            n[now] -= 1
            n_topical -= 1
            mass[now] = n[now] + prior[now]
        total = np.float32(0)
        for k in range(n_topics):
            p[k] = mass[k] * phi[v, k]
            total += p[k]
        # On the scale of `mass`, which sums to n_topical + concentration.
        odds = (n_general + balance[0]) / (n_topical + balance[1])
        of_general = np.float32(odds * (n_topical + concentration)) * general[v]
        left = np.float32(_uniform(state)) * (total + of_general) - of_general
        if left <= 0 and of_general > 0:
            topic[t] = n_topics
            n_general += 1
            word_topic[v, n_topics] += 1
            continue
        # A word mostly keeps its topic: try that first, then the others in turn.
        k = now
        kept = 0 <= now < n_topics
        if kept:
            left -= p[now]
            p[now] = 0
        if not kept or left > 0:
            k = 0
            left -= p[0]
            while left > 0 and k < n_topics - 1:
                k += 1
                left -= p[k]
        topic[t] = k
        n[k] += 1
        n_topical += 1
        mass[k] = n[k] + prior[k]
        word_topic[v, k] += 1
    return int(n_topical)


@numba.njit(inline="always")
def _redraw_about(
    lo: int,
    hi: int,
    share: np.ndarray,
    p_about: np.ndarray,
    about: np.ndarray,
    rest: float,
    weight: np.ndarray,
    group: np.ndarray,
    mixes: np.ndarray,
    concentration: float,
    n: np.ndarray,
    prior: np.ndarray,
    other: np.ndarray,
    state: np.ndarray,
) -> None:
    """Redraw which groups a document is about, given the topics of its words, in place."""
    n_topics = len(n)
    for j in range(lo, hi - 1):
        if p_about[j] >= 1 or p_about[j] <= 0:
            continue
        about[j] = 1 - about[j]
        _resolve(lo, hi, share, about, rest, weight)
        _prior(lo, hi, weight, group, mixes, concentration, other)
        odds = p_about[j] / (1 - p_about[j]) if about[j] == 1 else (1 - p_about[j]) / p_about[j]
        for k in range(n_topics):
            for i in range(n[k]):
                odds *= (other[k] + i) / (prior[k] + i)
        if _uniform(state) * (1 + odds) < odds:
            prior[:] = other
        else:
            about[j] = 1 - about[j]
    _resolve(lo, hi, share, about, rest, weight)


@numba.njit(inline="always")
def _seat_tables(
    lo: int,
    hi: int,
    weight: np.ndarray,
    group: np.ndarray,
    mixes: np.ndarray,
    concentration: float,
    n: np.ndarray,
    prior: np.ndarray,
    state: np.ndarray,
    tables: np.ndarray,
) -> int:
    """Count the tables (Chinese restaurant): the independent choices of topic behind the words."""
    n_topics = len(n)
    n_tables = 0
    for k in range(n_topics):
        for i in range(n[k]):
            if i > 0 and _uniform(state) * (prior[k] + i) >= prior[k]:
                continue
            n_tables += 1
            ahead = _uniform(state) * prior[k] / concentration
            j = lo
            ahead -= weight[0] * mixes[group[lo], k]
            while ahead > 0 and j < hi - 1:
                j += 1
                ahead -= weight[j - lo] * mixes[group[j], k]
            tables[group[j], k] += 1
    return n_tables


@numba.njit(nogil=True, cache=True, error_model="numpy")
def sweep(
    first_doc: int,
    last_doc: int,
    key: np.uint64,
    indptr: np.ndarray,
    words: np.ndarray,
    topic: np.ndarray,
    phi: np.ndarray,
    general: np.ndarray,
    balance: np.ndarray,
    slots: np.ndarray,
    group: np.ndarray,
    share: np.ndarray,
    p_about: np.ndarray,
    about: np.ndarray,
    rest: np.ndarray,
    mixes: np.ndarray,
    concentration: float,
    word_topic: np.ndarray,
    tables: np.ndarray,
    n_tables: np.ndarray,
    lengths: np.ndarray,
) -> None:
    """Redraw topics, tables and memberships of documents first_doc..last_doc-1, in place.

    Parameters
    ----------
    indptr, words, topic : arrays
        Tokens of the documents: word and current topic (-1 at the start; n_topics for general
        words, which are of no topic).
    general, balance : arrays (n_words,), (2,)
        P(word | general); pseudo-counts of general words and of the others in a document.
    slots, group, share, p_about, about : arrays
        By document, the groups it may be about, the remainder last; their relative shares given
        that it is about them.
    rest : float array (n_docs,)
        What goes to the remainder even so.
    word_topic, tables, n_tables : arrays, added to
        Tokens by word and topic, tables by group and topic, tables per document.
    lengths : array (n_docs,), filled in
        Tokens per document that are not general.
    """
    n_topics = phi.shape[1]
    n = np.zeros(n_topics, np.int64)
    prior, other = np.zeros(n_topics), np.zeros(n_topics)
    mass = np.zeros(n_topics, np.float32)
    p = np.zeros(n_topics, np.float32)
    most = 1
    for d in range(first_doc, last_doc):
        most = max(most, slots[d + 1] - slots[d])
    weight = np.zeros(most)
    state = np.zeros(1, np.uint64)
    for d in range(first_doc, last_doc):
        state[0] = _seeded(key, d)
        lo, hi = slots[d], slots[d + 1]
        _resolve(lo, hi, share, about, rest[d], weight)
        _prior(lo, hi, weight, group, mixes, concentration, prior)
        n[:] = 0
        for t in range(indptr[d], indptr[d + 1]):
            if 0 <= topic[t] < n_topics:
                n[topic[t]] += 1
        for k in range(n_topics):
            mass[k] = n[k] + prior[k]
        lengths[d] = _redraw_topics(
            indptr[d], indptr[d + 1], words, topic, phi, general, balance, concentration, prior, n,
            mass, p, state, word_topic,
        )  # fmt: skip
        _redraw_about(
            lo, hi, share, p_about, about, rest[d], weight, group, mixes, concentration, n, prior,
            other, state,
        )  # fmt: skip
        n_tables[d] += _seat_tables(
            lo, hi, weight, group, mixes, concentration, n, prior, state, tables
        )


@numba.njit(nogil=True, cache=True, error_model="numpy")
def tables_above(
    tables: np.ndarray,
    parent: np.ndarray,
    mixes_above: np.ndarray,
    concentration: float,
    key: np.uint64,
) -> np.ndarray:
    """Seat the tables of each group in its parent; int32 array like `mixes_above`."""
    out = np.zeros(mixes_above.shape, np.int32)
    state = np.zeros(1, np.uint64)
    for c in range(tables.shape[0]):
        state[0] = _seeded(key, c)
        for k in range(tables.shape[1]):
            pseudo = concentration * mixes_above[parent[c], k]
            for i in range(tables[c, k]):
                if i == 0 or _uniform(state) * (pseudo + i) < pseudo:
                    out[parent[c], k] += 1
    return out


@numba.njit(nogil=True, cache=True, error_model="numpy")
def document_state(
    indptr: np.ndarray,
    topic: np.ndarray,
    slots: np.ndarray,
    share: np.ndarray,
    about: np.ndarray,
    rest: np.ndarray,
    lengths: np.ndarray,
    shares: np.ndarray,
    weights: np.ndarray,
) -> None:
    """Fill in the topic shares (n_docs, n_topics) of documents and the weights of their slots.

    Shares are of the words that have a topic; where a document has none, they are 0.
    """
    shares[:] = 0
    n_topics = shares.shape[1]
    for d in range(len(rest)):
        lo, hi = slots[d], slots[d + 1]
        _resolve(lo, hi, share, about, rest[d], weights[lo:hi])
        each = np.float32(1 / max(lengths[d], 1))
        for t in range(indptr[d], indptr[d + 1]):
            if topic[t] < n_topics:
                shares[d, topic[t]] += each
