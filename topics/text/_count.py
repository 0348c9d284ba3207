"""Raw text to word ids, by a state machine over UTF-8 bytes with a hash table of words seen.

Lower-casing and Unicode normalisation are Python's own and apply to whole texts. The machine then
reads bytes: letters collect into a hash, anything else ends the word, and a word met before is
found by hash and bytes. Rules about whole words (length, stop words) are left to the caller,
who applies them once per different word and not once per token.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from topics.text import _kernels as machine

_CHUNK = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordStream:
    """Word ids of documents, one document after the other; `ends` are CSR row pointers."""

    ids: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int64]
    words: list[str]


@cache
def character_classes(rule: str, numbers: bool) -> npt.NDArray[np.uint8]:
    """Give, for every code point, whether it starts a word (1), only continues one (2) or neither.

    With rule "unicode", letters (category L) start a word and combining marks (M) continue it,
    so that words of Hindi or Thai, and accents written apart, stay whole. With rule "gensim" the
    characters are those of `gensim.utils.tokenize`: what `re` calls a word character, less decimal
    digits.
    """
    characters = [chr(code) for code in range(0x110000)]
    names = np.frombuffer("".join(map(unicodedata.category, characters)).encode(), "S1")
    kinds, kinds_within = names[::2], names[1::2]
    decimal = (kinds == b"N") & (kinds_within == b"d")
    table = np.zeros(len(characters), np.uint8)
    if rule == "gensim":
        table[np.array([character.isalnum() for character in characters])] = machine.START
        table[ord("_")] = machine.START
        table[decimal] = machine.BREAK
    else:
        table[kinds == b"L"] = machine.START
        table[kinds == b"M"] = machine.INSIDE
        if numbers:
            table[decimal] = machine.START
    table.flags.writeable = False
    return table


def stream_words(
    texts: Sequence[str], *, rule: str = "unicode", numbers: bool = False
) -> WordStream:
    """Split texts into words and number the words in the order of their first occurrence."""
    classes = character_classes(rule, numbers)
    table = _Table()
    pieces: list[npt.NDArray[np.int32]] = []
    lengths: list[npt.NDArray[np.int64]] = []
    for buffer, ends in _chunks(texts, normalise=rule == "unicode"):
        ids, counts = table.read(buffer, ends, classes)
        pieces.append(ids)
        lengths.append(counts)
    ends = np.concatenate([np.zeros(1, np.int64), *lengths]).cumsum()
    return WordStream(
        ids=np.concatenate([np.zeros(0, np.int32), *pieces]), ends=ends, words=table.words()
    )


def _chunks(
    texts: Sequence[str], *, normalise: bool
) -> Iterator[tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]]:
    """Yield the bytes and the end of each text, some megabytes at a time."""
    encoded: list[bytes] = []
    size = 0
    for text in texts:
        low = text.lower()
        if normalise and not low.isascii():
            low = unicodedata.normalize("NFC", low)
        encoded.append(low.encode("utf-8", "replace"))
        size += len(encoded[-1])
        if size >= _CHUNK:
            yield _joined(encoded)
            encoded, size = [], 0
    if encoded:
        yield _joined(encoded)


def _joined(encoded: list[bytes]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    ends = np.fromiter(map(len, encoded), np.int64, len(encoded)).cumsum()
    # Four spare bytes: the machine may look one character past the end.
    return np.frombuffer(b"".join([*encoded, b"    "]), np.uint8), ends


class _Table:
    """The words seen so far: their bytes in one arena and an open-addressing hash over them."""

    def __init__(self) -> None:
        self.slots = np.full(1 << 16, -1, np.int32)
        self.hashes = np.zeros(1 << 15, np.uint64)
        self.places = np.zeros((1 << 15) + 1, np.int64)
        self.arena = np.zeros(1 << 18, np.uint8)
        # Words known; then, in the buffer at hand: text, byte, ids written, bytes of room wanted.
        self.state = np.zeros(5, np.int64)

    def read(
        self,
        buffer: npt.NDArray[np.uint8],
        ends: npt.NDArray[np.int64],
        classes: npt.NDArray[np.uint8],
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Give the word ids in `buffer` and how many each text has."""
        ids = np.empty(len(buffer) // 2 + 1, np.int32)
        counts = np.zeros(len(ends), np.int64)
        self.state[1:] = 0
        while machine.read_words(
            buffer, ends, classes, self.slots, self.hashes, self.places, self.arena, self.state,
            ids, counts,
        ):  # fmt: skip
            self._grow()
        return ids[: self.state[3]].copy(), counts

    def _grow(self) -> None:
        """Double whatever is full."""
        n_words = int(self.state[0])
        wanted = int(self.places[n_words] + self.state[4])
        while wanted > len(self.arena):
            self.arena = np.concatenate([self.arena, np.zeros_like(self.arena)])
        if n_words + 1 >= len(self.hashes):
            self.hashes = np.concatenate([self.hashes, np.zeros_like(self.hashes)])
            self.places = np.concatenate([self.places, np.zeros(len(self.places) - 1, np.int64)])
            self.slots = np.full(2 * len(self.slots), -1, np.int32)
            machine.fill_slots(self.slots, self.hashes, n_words)

    def words(self) -> list[str]:
        """Give the words by id."""
        n_words = int(self.state[0])
        arena = self.arena.tobytes()
        places = self.places[: n_words + 1].tolist()
        return [arena[start:end].decode() for start, end in pairwise(places)]


def select_words(stream: WordStream, keep: npt.NDArray[np.bool_]) -> WordStream:
    """Drop the words not kept and number the others anew, in the same order."""
    new_ids = np.cumsum(keep, dtype=np.int32) - np.int32(1)
    kept = keep[stream.ids]
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])[stream.ends]
    words = [word for word, stays in zip(stream.words, keep.tolist(), strict=True) if stays]
    return WordStream(ids=new_ids[stream.ids[kept]], ends=ends, words=words)


def rename_words(stream: WordStream, names: Sequence[str]) -> WordStream:
    """Give every word another name; words of one name become one, at the first one's place."""
    numbers: dict[str, int] = {}
    new_ids = np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int32)
    ids = new_ids[stream.ids] if len(names) else stream.ids
    return WordStream(ids=ids, ends=stream.ends, words=list(numbers))


def join_phrases(stream: WordStream, *, threshold: float, min_count: int) -> WordStream:
    """Join neighbours that occur together far more often than apart: "central_bank".

    A pair is a phrase when it occurs `min_count` times or more and its normalised pointwise
    mutual information, log(p(ab) / p(a)p(b)) / -log p(ab), exceeds `threshold`. Pairs are joined
    from left to right. Equals gensim's `Phrases(scoring="npmi")` without connector words.

    References
    ----------
    Bouma (2009): Normalized (pointwise) mutual information in collocation extraction. GSCL.
    """
    n_words, n_tokens = len(stream.words), len(stream.ids)
    starts_pair = np.ones(n_tokens, bool)
    starts_pair[stream.ends[1:][np.diff(stream.ends) > 0] - 1] = False
    at = np.flatnonzero(starts_pair)
    pairs = sp.csr_array(
        (np.ones(len(at), np.int32), (stream.ids[at], stream.ids[at + 1] if len(at) else at)),
        shape=(n_words, n_words),
    )
    pairs.sum_duplicates()
    single = np.bincount(stream.ids, minlength=n_words)
    left = np.repeat(np.arange(n_words), np.diff(pairs.indptr))
    enough = pairs.data >= min_count
    left, right, together = left[enough], pairs.indices[enough], pairs.data[enough]
    joint = together / max(n_tokens, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = np.log(joint / (single[left] / n_tokens * (single[right] / n_tokens)))
        is_phrase = surprise / -np.log(joint) > threshold
    left, right = left[is_phrase], right[is_phrase].astype(np.int32)
    ids = np.empty(n_tokens, np.int32)
    ends = np.zeros_like(stream.ends)
    pair_ends = np.concatenate([[0], np.bincount(left, minlength=n_words).cumsum()])
    machine.join_pairs(stream.ids, stream.ends, pair_ends, right, n_words, ids, ends)
    names = [
        f"{stream.words[a]}_{stream.words[b]}"
        for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]
    return WordStream(ids=ids[: ends[-1]], ends=ends, words=[*stream.words, *names])
