"""Tokens to a table of counts: one row per document, one column per word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics._card import card, rows
from topics.errors import TopicsError
from topics.text._columns import count_ids, tidy_counts

if TYPE_CHECKING:
    from gensim.corpora import Dictionary


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BagOfWords:
    """Word counts of documents, with the names of rows and columns.

    Parameters
    ----------
    counts : scipy.sparse.csr_array of shape (n_docs, n_words)
        Counts, zero or more; int32, or float32 when documents carry weights. It is stored with
        sorted columns and without zeros, in buffers that cannot be written to.
    doc_ids : Index of str, length n_docs
        Unique names of the documents.
    words : Index of str, length n_words
        Unique words.

    Raises
    ------
    TopicsError
        When shapes differ, a name occurs twice, or a count is negative or not finite.
    """

    counts: sp.csr_array
    doc_ids: pd.Index
    words: pd.Index

    def __post_init__(self) -> None:
        counts = tidy_counts(self.counts)
        doc_ids = pd.Index(self.doc_ids, name="doc_id")
        words = pd.Index(self.words, name="word")
        if counts.shape != (len(doc_ids), len(words)):
            raise TopicsError(
                f"`counts` has shape {counts.shape}, but there are {len(doc_ids)} `doc_ids` and "
                f"{len(words)} `words`. Give one name to each row and column."
            )
        for names, name in ((doc_ids, "doc_ids"), (words, "words")):
            if not names.is_unique:
                twice = names[names.duplicated()][0]
                raise TopicsError(f"`{name}` must be unique; {twice!r} occurs more than once.")
        for field, value in (("counts", counts), ("doc_ids", doc_ids), ("words", words)):
            object.__setattr__(self, field, value)

    def __repr__(self) -> str:
        lines = [
            f"BagOfWords of {self.n_docs:,} documents, {self.n_words:,} words and "
            f"{self.counts.sum():,.0f} tokens"
        ]
        if self.n_words:
            lines.append(f"most frequent: {', '.join(self._frequent()['word'])}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        most = self._frequent()
        return card(
            repr(self).partition("\n")[0],
            rows(list(most.columns), most.to_numpy().tolist()),
            then="Next: `fit_lda(bow, LDAConfig(n_topics=10))`, or `compare_configs` first.",
        )

    def _frequent(self, n: int = 8) -> pd.DataFrame:
        """Give the most frequent words, with their counts and documents."""
        totals = self.counts.sum(axis=0)
        first = np.argsort(-totals, kind="stable")[:n]
        found = np.bincount(self.counts.indices, minlength=self.n_words)
        words = self.words[first].astype(str)
        return pd.DataFrame({"word": words, "count": totals[first], "documents": found[first]})

    @property
    def n_docs(self) -> int:
        """Number of documents, empty ones included."""
        return len(self.doc_ids)

    @property
    def n_words(self) -> int:
        """Number of different words."""
        return len(self.words)

    @property
    def lengths(self) -> pd.Series:
        """Number of counted words in each document, by doc_id."""
        return pd.Series(self.counts.sum(axis=1), index=self.doc_ids, name="n_words")

    def select_docs(self, doc_ids: Iterable[str]) -> "BagOfWords":
        """Keep these documents, in this order, and every word."""
        wanted = pd.Index(doc_ids)
        rows = self.doc_ids.get_indexer(wanted)
        if (rows < 0).any():
            raise TopicsError(
                f"`doc_ids` names {wanted[rows < 0][0]!r}, which is not counted here."
            )
        return BagOfWords(counts=self.counts[rows], doc_ids=wanted, words=self.words)

    def select_words(self, words: Iterable[str]) -> "BagOfWords":
        """Give these words, in this order; a word not counted here becomes a column of zeros."""
        wanted = pd.Index(words)
        place = wanted.get_indexer(self.words)
        old = self.counts
        keep = place[old.indices] >= 0
        ends = np.concatenate([[0], np.cumsum(keep)])[old.indptr]
        counts = sp.csr_array(
            (old.data[keep], place[old.indices[keep]], ends), shape=(self.n_docs, len(wanted))
        )
        return BagOfWords(counts=counts, doc_ids=self.doc_ids, words=wanted)

    def to_gensim(self) -> tuple["Dictionary", list[list[tuple[int, int]]]]:
        """Give the gensim Dictionary and the corpus of (word id, count) pairs."""
        return self.to_dictionary(), list(self.iter_gensim())

    def to_dictionary(self) -> "Dictionary":
        """Give the gensim Dictionary whose ids are the columns of `counts`."""
        from topics.text._gensim import make_dictionary

        return make_dictionary(
            self.words,
            found=np.bincount(self.counts.indices, minlength=self.n_words),
            totals=self.counts.sum(axis=0),
            n_docs=self.n_docs,
        )

    def iter_gensim(self) -> Iterator[list[tuple[int, int]]]:
        """Give each document as gensim's list of (word id, count)."""
        ids, counts = self.counts.indices.tolist(), self.counts.data.tolist()
        for start, end in zip(self.counts.indptr[:-1], self.counts.indptr[1:], strict=True):
            yield list(zip(ids[start:end], counts[start:end], strict=True))

    @classmethod
    def from_gensim(
        cls,
        corpus: Iterable[Sequence[tuple[int, float]]],
        dictionary: "Dictionary",
        *,
        doc_ids: Iterable[str] | None = None,
    ) -> "BagOfWords":
        """Take a gensim corpus and its Dictionary.

        Parameters
        ----------
        corpus : iterable of lists of (word id, count)
            What `Dictionary.doc2bow` gives per document.
        dictionary : gensim.corpora.Dictionary
            Its ids must be 0 to n_words - 1 (`dictionary.compactify()` makes them so).
        doc_ids : iterable of str, optional
            Names of the documents; "0", "1", ... when absent.
        """
        from topics.text._gensim import flatten

        ends, ids, counts = flatten(corpus)
        words = {i: word for word, i in dictionary.token2id.items()}
        if sorted(words) != list(range(len(words))):
            raise TopicsError(
                "`dictionary` has ids with gaps; call dictionary.compactify() and count again."
            )
        if len(ids) and (ids.min() < 0 or ids.max() >= len(words)):
            culprit = int(ids[(ids < 0) | (ids >= len(words))][0])
            raise TopicsError(f"`corpus` uses the word id {culprit}, not in `dictionary`.")
        whole = bool(np.all(counts == np.round(counts)) and counts.max(initial=0) < 2**53)
        table = sp.csr_array(
            (counts.astype(np.int64) if whole else counts, ids, ends),
            shape=(len(ends) - 1, len(words)),
        )
        names = [str(i) for i in range(len(ends) - 1)] if doc_ids is None else list(doc_ids)
        return cls(
            counts=table, doc_ids=pd.Index(names), words=pd.Index([words[i] for i in sorted(words)])
        )


def check_tokens(tokens: object) -> None:
    """Raise unless `tokens` is a Series, as `tokenize` gives."""
    if not isinstance(tokens, pd.Series):
        raise TopicsError(f"`tokens` must be a Series of lists; got {type(tokens).__name__}.")


def count_words(
    tokens: pd.Series,
    *,
    min_docs: int = 2,
    min_share: float = 0.0,
    max_share: float = 0.5,
    max_words: int | None = None,
) -> BagOfWords:
    """Count the words of tokenized documents.

    Parameters
    ----------
    tokens : Series of list of str
        What `tokenize` gives: one list per document, by unique doc_id.
    min_docs : int
        Drop words that occur in fewer documents than this.
    min_share : float in [0, 1]
        Drop words that occur in a smaller share of the documents that have any word: in a large
        corpus they cannot say what a topic is about.
    max_share : float in (0, 1]
        Drop words that occur in more than this share of the documents that have any word. It
        spares words of at most 5 documents, so that a handful of texts keeps a vocabulary.
    max_words : int, optional
        Keep this many of the words found in most documents; ties go to the first met.

    Returns
    -------
    BagOfWords
        Words in gensim's order (by first document, then by the alphabet), so that ids equal those
        of a Dictionary over the same tokens after `filter_extremes`. Every document keeps its
        row, also when no word of it is left.

    Raises
    ------
    TopicsError
        When `tokens` is no Series of lists of words with unique doc_ids, or an option is out of
        range.

    Examples
    --------
    >>> import pandas as pd
    >>> bow = count_words(pd.Series({"a": ["oil", "oil", "gas"], "b": ["gas"]}), min_docs=1)
    >>> bow.words.tolist(), bow.counts.toarray().tolist()
    (['gas', 'oil'], [[1, 2], [1, 0]])
    """
    check_tokens(tokens)
    ids: dict[str, int] = {}
    lists = tokens.tolist()
    for i, document in enumerate(lists):
        if not isinstance(document, (list, tuple)):
            raise TopicsError(
                f"`tokens` must hold a list of words for each document; {tokens.index[i]!r} has "
                f"{type(document).__name__}. Use `tokenize`."
            )
        try:
            for word in document:
                if word not in ids:
                    ids[_word(word)] = len(ids)
        except TypeError as error:
            raise TopicsError(
                f"`tokens` must hold words; {tokens.index[i]!r} has {_odd(document)} among them. "
                "Use `tokenize`."
            ) from error
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    flat = np.fromiter(
        map(ids.__getitem__, chain.from_iterable(lists)), np.int32, int(lengths.sum())
    )
    counts, words = count_ids(
        flat,
        np.concatenate([np.zeros(1, np.int64), lengths.cumsum()]),
        list(ids),
        min_docs=min_docs,
        min_share=min_share,
        max_share=max_share,
        max_words=max_words,
    )
    return BagOfWords(counts=counts, doc_ids=pd.Index(tokens.index), words=words)


def _word(word: object) -> str:
    if not isinstance(word, str):
        raise TypeError
    return word


def _odd(document: Iterable[object]) -> str:
    return next(repr(word) for word in document if not isinstance(word, str))[:80]
