"""The shapes of gensim, both ways: lists of (word id, count), and a Dictionary."""

from collections.abc import Iterable
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd
from gensim.corpora import Dictionary


def flatten(
    corpus: Iterable[Iterable[tuple[int, float]]],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Give a gensim corpus as CSR arrays: row pointers, word ids, counts."""
    lists = [list(document) for document in corpus]
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    flat = np.fromiter(
        chain.from_iterable(chain.from_iterable(lists)), np.float64, 2 * int(lengths.sum())
    )
    ends = np.concatenate([np.zeros(1, np.int64), lengths.cumsum()])
    return ends, flat[0::2].astype(np.int64), flat[1::2]


def make_dictionary(
    words: pd.Index, *, found: npt.NDArray[np.integer], totals: npt.NDArray[np.number], n_docs: int
) -> Dictionary:
    """Make a Dictionary whose ids are the places of `words`.

    `found` holds the number of documents with each word, `totals` its count in all.
    """
    dictionary = Dictionary()
    dictionary.token2id = {word: i for i, word in enumerate(words)}
    dictionary.id2token = dict(enumerate(words))
    dictionary.dfs = dict(enumerate(found.tolist()))
    dictionary.cfs = dict(enumerate(totals.tolist()))
    dictionary.num_docs = n_docs
    dictionary.num_nnz = int(found.sum())
    dictionary.num_pos = totals.sum().item()
    return dictionary
