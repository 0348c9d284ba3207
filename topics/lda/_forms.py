"""Documents in any form that gensim or this package knows, checked before a kernel reads them."""

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from topics.errors import TopicsError
from topics.lda._documents import Documents
from topics.text._columns import tidy_counts
from topics.text._gensim import flatten
from topics.text.bow import BagOfWords


def as_documents(corpus: Any, n_words: int) -> Documents:  # noqa: ANN401
    """Read documents in any form that gensim or this package knows."""
    if isinstance(corpus, BagOfWords):
        _check_ids(np.array([corpus.n_words - 1]), n_words)
        return Documents.of(corpus.counts)
    if sp.issparse(corpus):
        table = tidy_counts(corpus)
        _check_ids(np.array([table.shape[1] - 1]), n_words)
        return Documents.of(table)
    ends, ids, counts = flatten(corpus)
    _check_ids(ids, n_words)
    if not (np.isfinite(counts) & (counts >= 0)).all():
        raise TopicsError("a count must be a number of at least 0. Look at the documents.")
    return Documents(
        ends=ends, words=ids.astype(np.int32), counts=counts.astype(np.float32), n_words=n_words
    )


def as_lists(corpus: Any, n_words: int) -> Any:  # noqa: ANN401
    """Give documents as gensim's lists; what is no table of ours or scipy's stays as it is."""
    if not (isinstance(corpus, BagOfWords) or sp.issparse(corpus)):
        return corpus
    documents = as_documents(corpus, n_words)
    return documents.as_lists(0, len(documents))


def _check_ids(ids: npt.NDArray[np.int64], n_words: int) -> None:
    """Raise before a kernel reads beyond its tables."""
    if len(ids) and not (ids.min() >= 0 and ids.max() < n_words):
        raise TopicsError(
            f"the documents have the word id {ids[(ids < 0) | (ids >= n_words)][0]}, but the model "
            f"knows {n_words} words. Count the documents by the model's own dictionary."
        )
