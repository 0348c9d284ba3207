"""Copies among documents: exact ones, and near ones by MinHash with an exact second look.

Word pairs of each document are hashed; MinHash signatures put documents that share many of them
into the same bucket of at least one band (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of
Massive Datasets, chapter 3), and only pairs that meet in a bucket are compared, exactly. So the
work grows with the number of documents, not of pairs.

The MinHash packages (rensa 0.5, datasketch 2.0) take lists of words made in Python, which alone
costs twice what all kernels here do together, do no second look, and have changed their hashes
between versions: the same corpus must give the same copies.
"""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from topics._checks import check_range

_SHINGLE = 2  # words: word order counts, and a changed word spoils two shingles only
_BANDS, _ROWS = 48, 3  # a pair of similarity 0.42 meets in some band with probability 0.975
_FEWEST_WORDS = 30  # below, two reports from one template cannot be told from two versions of one
# Of `names_others`: how many names and figures may be new, and which share; how many may be
# exchanged, and which share; which share of figures must be the same.
_LIMITS, _LIMITS_LATER = (2, 0.25, 1, 0.5, 0.3), (0, 0.05, 0, 0.5, 0.3)
_LATER_DAYS = 2
# Of `other_figures`: places where figures may differ, or which share of all; on different days.
_FIGURES, _FIGURES_LATER = (2, 0.05), (0, 0.15)
_BUCKET = 40
_CHUNK = 4_000_000


def find_duplicates(
    texts: Sequence[str],
    *,
    titles: Sequence[str] | None = None,
    days: Sequence[object] | None = None,
    threshold: float = 0.42,
    near: bool = True,
    languages: Collection[str] = (),
) -> pd.DataFrame:
    """Find for each text the earlier text that it copies.

    Two texts are near-duplicates when the Jaccard similarity of their sets of word pairs is at
    least `threshold` and they tell of the same:

    - Neither is about a country that the other does not name, by its name, people, capital or a
      large town: a country in the lead, the one named most, or one that stands where the other
      text has another, or one in the title.
    - Names and figures are the same, but for a quarter of those of the shorter text, or two; for
      a twentieth when the texts are more than two days apart.
    - At most one of each dozen (none when the texts are more than two days apart) stands where the
      other text has another, between the same words; more only where as many are new in other
      places.
    - Figures differ between the same words in two places at most, or one of twenty; in texts of
      different days in 15 % of the places at most. So tables of two hours and reports that a wire
      writes from one template are told apart, and corrected stories are found.

    Agencies, bylines and times of day do not count, nor do datelines that `clean_corpus` took off.
    Names are words with a capital. Each text is compared with texts that are kept, never with
    copies, so no chain of small changes joins unlike texts.

    Parameters
    ----------
    texts : sequence of str
    titles : sequence of str, optional
        Texts of fewer than 30 words are copies only when their titles are equal too, and never
        near-duplicates: "Quarterly dividend 20 cents" is said of many companies.
    days : sequence of datetime-like, optional
        Days of publication; NaT or None where a day is not known.
    threshold : float
        In [0.2, 1]. With 5-15 % of words changed at random the similarity is 0.5 to 0.8.
    near : bool
        False: only texts that are equal but for case and white space.
    languages : collection of str, optional
        ISO 639-1 codes of the languages of the texts: names of countries are known in all their
        forms there, and elsewhere as they stand in a list.

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
    if len(texts) > 1:
        words, ends, wholes = _read(texts)
        for copy, first in _exact(texts, titles, wholes):
            original[copy], similarity[copy] = first, 1.0
        if near:
            known = pd.Series(list(days or [None] * len(texts)), dtype="object")
            numbers = known.astype("datetime64[s]").to_numpy()
            _add_near(words, ends, numbers, threshold, original, similarity, frozenset(languages))
        if titles is not None:
            _keep_other_countries(texts, titles, original, similarity, frozenset(languages))
    exact = similarity == 1.0
    return pd.DataFrame({"original": original, "similarity": similarity, "exact": exact})


def _keep_other_countries(
    texts: Sequence[str],
    titles: Sequence[str],
    original: NDArray[np.intp],
    similarity: NDArray[np.float64],
    languages: frozenset[str],
) -> None:
    """Keep the copies whose titles say that they are about another country than their originals.

    That is where each title names a country which the other document names nowhere.
    """
    from topics.cleaning._named import countries_in

    copies = np.flatnonzero(original != np.arange(len(original)))
    differ = [n for n in copies.tolist() if titles[n].lower() != titles[original[n]].lower()]
    for copy in differ:
        first = int(original[copy])
        in_copy = countries_in(titles[copy], languages)
        in_first = countries_in(titles[first], languages)
        if not (in_copy - in_first and in_first - in_copy):
            continue
        if (in_copy - in_first - countries_in(texts[first], languages)) and (
            in_first - in_copy - countries_in(texts[copy], languages)
        ):
            original[copy], similarity[copy] = copy, np.nan


def _read(
    texts: Sequence[str],
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.uint64]]:
    """Words of all texts, one text after the other; where each ends; a hash of each text."""
    from topics.cleaning._minhash import read_words

    parts = [read_words(*chunk) for chunk in _chunks(texts)]
    words, ends, wholes = zip(*parts, strict=True)
    before = np.cumsum([0, *map(len, words[:-1])])
    shifted = [part + start for part, start in zip(ends, before, strict=True)]
    return np.concatenate(words), np.concatenate(shifted), np.concatenate(wholes)


def _chunks(texts: Sequence[str]) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.int64]]]:
    """UTF-8 of some megabytes of text at a time, and the end of each text."""
    pieces: list[bytes] = []
    size = 0
    for text in texts:
        pieces.append(text.encode("utf-8", "replace"))
        size += len(pieces[-1])
        if size >= _CHUNK:
            yield _buffer(pieces), np.cumsum([*map(len, pieces)])
            pieces, size = [], 0
    if pieces:
        yield _buffer(pieces), np.cumsum([*map(len, pieces)])


def _buffer(pieces: list[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(pieces), np.uint8)


def _exact(
    texts: Sequence[str], titles: Sequence[str] | None, wholes: NDArray[np.uint64]
) -> Iterator[tuple[int, int]]:
    """Yield (position of a copy, position of the first text that is equal)."""
    order = np.argsort(wholes, kind="stable")
    starts = np.flatnonzero(np.diff(wholes[order], prepend=wholes[order[:1]] + np.uint64(1)))
    ends = np.append(starts[1:], len(order))
    several = ends - starts > 1
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        first: dict[str, int] = {}
        for position in order[start:end].tolist():
            words = texts[position].lower().split()
            if titles is not None and len(words) < _FEWEST_WORDS:
                words += ["\n", *titles[position].lower().split()]
            key = " ".join(words)
            if key.strip() and first.setdefault(key, position) != position:
                yield position, first[key]


def _add_near(
    words: NDArray[np.uint32],
    ends: NDArray[np.int64],
    days: NDArray[np.datetime64],
    threshold: float,
    original: NDArray[np.intp],
    similarity: NDArray[np.float64],
    languages: frozenset[str],
) -> None:
    """Enter the near copies; exact copies of a near copy follow it."""
    from topics.cleaning._minhash import band_keys
    from topics.cleaning._named import country_names, passing_words
    from topics.cleaning._pairs import find_copies
    from topics.cleaning._stories import forget

    generator = np.random.default_rng(20240318)
    factors = generator.integers(0, 2**31, _BANDS * _ROWS, dtype=np.uint32) * 2 + 1
    masks = generator.integers(0, 2**32, _BANDS * _ROWS, dtype=np.uint32)
    lengths = np.diff(ends, prepend=0)
    asked = np.flatnonzero((original == np.arange(len(ends))) & (lengths >= _FEWEST_WORDS))
    if len(asked) < 2:
        return
    kept = np.zeros(len(ends), bool)
    kept[asked] = True
    words, ends = words[np.repeat(kept, lengths)], np.cumsum(lengths[asked])
    pairs = _partners(band_keys(words, ends, _SHINGLE, factors, masks, _ROWS))
    forget(words, *passing_words())
    first, scores = find_copies(
        words, ends, pairs, days[asked].astype("datetime64[D]").astype(np.int64), _SHINGLE,
        threshold, _LIMITS, _LIMITS_LATER, _LATER_DAYS, _FIGURES, _FIGURES_LATER,
        *country_names(languages),
    )  # fmt: skip
    copies = np.flatnonzero(first != np.arange(len(first)))
    leads_to = np.arange(len(original))
    leads_to[asked[copies]] = asked[first[copies]]
    original[:] = leads_to[original]
    similarity[asked[copies]] = np.minimum(scores[copies], 0.999)  # same pairs, yet not equal


def _partners(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """All pairs of texts that meet in some band, each once, sorted by the later text."""
    from topics.cleaning._pairs import bucket_pairs

    bits = len(keys).bit_length()
    number = np.arange(len(keys), dtype=np.uint64)
    # key and number in one integer: sorting is quick and has one outcome only
    packed = keys >> np.uint64(bits) << np.uint64(bits) | number[:, None]
    columns = np.sort(np.ascontiguousarray(packed.T), axis=1)
    pairs: NDArray[np.uint64] = np.sort(
        np.concatenate([bucket_pairs(column, bits, _BUCKET) for column in columns])
    )
    once = np.ones(len(pairs), bool)
    once[1:] = pairs[1:] != pairs[:-1]
    return pairs[once]
