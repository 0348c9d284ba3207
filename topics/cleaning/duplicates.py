"""Copies among documents: exact ones, and near ones by MinHash with an exact second look.

Word pairs of each document are hashed; MinHash signatures put documents that share many of them
into the same bucket of at least one band (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of
Massive Datasets, chapter 3), and only pairs that meet in a bucket are compared, exactly. So the
work grows with the number of documents, not of pairs.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from topics._checks import check_range

_SHINGLE = 2  # words: word order counts, and a changed word spoils two shingles only
_BANDS, _ROWS = 48, 3  # a pair of similarity 0.42 meets in some band with probability 0.975
_FEWEST_WORDS = 30  # below, two reports from one template cannot be told from two versions of one
_SAME_FIGURES, _FEWEST_FIGURES = 0.3, 6
_BUCKET = 40


def find_duplicates(
    texts: Sequence[str],
    *,
    titles: Sequence[str] | None = None,
    threshold: float = 0.42,
    near: bool = True,
) -> pd.DataFrame:
    """Find for each text the earlier text that it copies.

    Two texts are near-duplicates when the Jaccard similarity of their sets of word pairs is at
    least `threshold`, and their figures are not mostly different: reports that a wire sends every
    day share their words, but not their numbers. Each text is compared with texts that are kept,
    never with copies, so no chain of small changes joins unlike texts.

    Parameters
    ----------
    texts : sequence of str
    titles : sequence of str, optional
        Texts of fewer than 30 words are copies only when their titles are equal too, and never
        near-duplicates: "Quarterly dividend 20 cents" is said of many companies.
    threshold : float
        In [0.2, 1]. With 5-15 % of words changed at random the similarity is 0.5 to 0.8.
    near : bool
        False: only texts that are equal but for case and white space.

    Returns
    -------
    DataFrame
        A row a text: ``original`` (int, position of the kept text; a text's own position when it
        is kept), ``similarity`` (1.0 for exact copies; NaN for kept texts) and ``exact`` (bool).
        Empty texts are copies only by their titles.

    Examples
    --------
    >>> find_duplicates(["Rain fell.", "Snow.", "rain  fell."])["original"].tolist()
    [0, 1, 0]
    """
    check_range(threshold, 0.2, 1.0, name="threshold")
    original = np.arange(len(texts))
    similarity = np.full(len(texts), np.nan)
    for alike in _same_letters(texts):
        first: dict[str, int] = {}
        for position in alike:
            words = texts[position].lower().split()
            if titles is not None and len(words) < _FEWEST_WORDS:
                words += ["\n", *titles[position].lower().split()]
            key = " ".join(words)
            if key.strip():
                original[position] = first.setdefault(key, position)
            if original[position] != position:
                similarity[position] = 1.0
    if near:
        single = np.flatnonzero(original == np.arange(len(texts)))
        for copy, kept, score in _near(texts, single, threshold):
            original[original == copy] = kept  # exact copies of a copy follow it
            similarity[copy] = min(score, 0.999)  # same words in the same pairs, yet not equal
    exact = similarity == 1.0
    return pd.DataFrame({"original": original, "similarity": similarity, "exact": exact})


def _same_letters(texts: Sequence[str]) -> list[list[int]]:
    # counting is a hundred times faster than splitting, and tells most texts apart
    groups: dict[tuple[int, int, int], list[int]] = {}
    for position, text in enumerate(texts):
        spaces = text.count(" ") + text.count("\n") + text.count("\t")
        marks = (text.count("e") + text.count("E"), text.count("t") + text.count("T"))
        groups.setdefault((len(text) - spaces, *marks), []).append(position)
    return [group for group in groups.values() if len(group) > 1]


def _near(
    texts: Sequence[str], positions: NDArray[np.intp], threshold: float
) -> Iterator[tuple[int, int, float]]:
    from topics.cleaning._minhash import band_keys, shared, shingles, word_hashes

    generator = np.random.default_rng(20240318)
    factors = generator.integers(0, 2**31, _BANDS * _ROWS, dtype=np.uint32) * 2 + 1
    masks = generator.integers(0, 2**32, _BANDS * _ROWS, dtype=np.uint32)
    words: dict[int, NDArray[np.uint64]] = {}
    keys: list[NDArray[np.uint64]] = []
    for position in positions:
        data = texts[position].lower().encode("utf-8", "replace")
        hashes = word_hashes(np.frombuffer(data, np.uint8))
        if hashes.size >= _FEWEST_WORDS:
            words[int(position)] = hashes
            keys.append(band_keys(shingles(hashes, _SHINGLE), factors, masks, _ROWS))
    if not keys:
        return
    partners = _partners(np.array(keys), np.fromiter(words, np.int64))
    sets: dict[int, tuple[NDArray[np.uint32], NDArray[np.uint64]]] = {}

    def parts(position: int) -> tuple[NDArray[np.uint32], NDArray[np.uint64]]:
        if position not in sets:
            hashes = words[position]
            figures = np.unique(hashes[(hashes & np.uint64(1)) == 1])
            sets[position] = np.unique(shingles(hashes, _SHINGLE)), figures
        return sets[position]

    copies: set[int] = set()
    for position, earlier in partners:
        best, kept = 0.0, -1
        pairs, figures = parts(position)
        for other in earlier:
            if other in copies:
                continue
            other_pairs, other_figures = parts(other)
            both = shared(pairs, other_pairs)
            score = both / (len(pairs) + len(other_pairs) - both)
            if score > best and score >= threshold:
                same = shared(figures, other_figures)
                either = len(figures) + len(other_figures) - same
                if either < _FEWEST_FIGURES or same >= _SAME_FIGURES * either:
                    best, kept = score, other
        if kept >= 0:
            copies.add(position)
            yield position, kept, best


def _partners(
    keys: NDArray[np.uint64], positions: NDArray[np.int64]
) -> list[tuple[int, list[int]]]:
    """For each text the earlier texts that it meets in some band, in order of position."""
    pairs: list[NDArray[np.int64]] = []
    for band in range(keys.shape[1]):
        column = keys[:, band]
        order = np.argsort(column, kind="stable")
        sorted_keys = column[order]
        bounds = np.flatnonzero(np.diff(sorted_keys)) + 1
        starts = np.concatenate(([0], bounds))
        sizes = np.diff(np.concatenate((starts, [len(order)])))
        twos = starts[sizes == 2]
        pairs.append(np.stack((order[twos + 1], order[twos]), axis=1))
        for start, size in zip(starts[sizes > 2], sizes[sizes > 2], strict=True):
            bucket = order[start : start + size]
            # in a large bucket each text meets the first ones, which stand for the rest
            firsts = bucket[:_BUCKET]
            later, earlier = np.meshgrid(bucket, firsts, indexing="ij")
            keep = later > earlier
            pairs.append(np.stack((later[keep], earlier[keep]), axis=1))
    met = np.unique(np.concatenate(pairs), axis=0)
    if not len(met):
        return []
    laters, starts = np.unique(met[:, 0], return_index=True)
    groups = np.split(positions[met[:, 1]], starts[1:])
    return [
        (int(positions[later]), group.tolist()) for later, group in zip(laters, groups, strict=True)
    ]
