"""Line up topics, counts and country weights: one row per document, one column per group."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics._checks import check_columns
from topics.errors import InputError
from topics.estimate.groups import (
    NONE,
    ROUNDING,
    cluster_codes,
    parents_of,
    weight_matrix,
)


class HasTopicWord(Protocol):
    """Anything with a `topic_word` table, such as the `TopicModel` that `fit_lda` returns."""

    @property
    def topic_word(self) -> pd.DataFrame:
        """Hold topics in rows and words in columns; rows sum to 1."""


class HasCounts(Protocol):
    """Anything with word counts, such as the `BagOfWords` that `count_words` returns."""

    @property
    def counts(self) -> Any:  # noqa: ANN401 - any scipy sparse array
        """Hold sparse counts (n_docs, n_words)."""

    @property
    def doc_ids(self) -> pd.Index:
        """Name the documents, one per row of `counts`."""

    @property
    def words(self) -> pd.Index:
        """Name the words, one per column of `counts`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """What an estimate needs, lined up.

    Attributes
    ----------
    doc_ids : Index
        Documents with at least one word that the model knows.
    groups : MultiIndex
        What gets a topic mix: (country, period); period is "" unless periods were asked for.
        The remainder of the documents, which is about no country, has country "none".
    topics : Index
        Topic ids of the model.
    vocabulary : Index (n_words,)
        Words of the model.
    indptr, words, counts : arrays
        The counts in compressed rows; `words` points into the rows of `phi`.
    phi : float32 array (n_words, n_topics)
        P(word | topic), transposed so that a word's topics lie side by side.
    weights : csr_array (n_docs, n_groups)
        Rows sum to 1, the remainder included.
    p_about : csr_array (n_docs, n_groups)
        Probability that the document is about the group at all; same pattern as `weights`.
    cluster : int array (n_docs,)
        Cluster of each document; documents are their own clusters unless some were given.
    leaf : int array (n_slots,)
        For each entry of `weights`, the part of the group that it belongs to: its documents of
        one cluster. Without clusters, the group itself.
    parents : tuple of int arrays
        The hierarchy from the leaves up: the parent of each leaf, of each leaf's parent, and so
        on, up to the corpus.
    reported : int
        Which level of the hierarchy the groups are: 0 when they are the leaves.
    dropped : Index
        Documents left out because the model knows none of their words.
    undated : Index
        Other documents left out because they have no period, where periods were asked for.
    """

    doc_ids: pd.Index
    groups: pd.MultiIndex
    topics: pd.Index
    vocabulary: pd.Index
    indptr: np.ndarray
    words: np.ndarray
    counts: np.ndarray
    phi: np.ndarray
    weights: sp.csr_array
    p_about: sp.csr_array
    cluster: np.ndarray
    leaf: np.ndarray
    parents: tuple[np.ndarray, ...]
    reported: int
    dropped: pd.Index
    undated: pd.Index

    @property
    def lengths(self) -> np.ndarray:
        """Count the known words per document, float64 array (n_docs,)."""
        return np.add.reduceat(self.counts.astype(np.float64), self.indptr[:-1])


def line_up(
    model: HasTopicWord,
    bow: HasCounts,
    weights: pd.DataFrame,
    *,
    period: pd.Series | None = None,
    cluster: pd.Series | None = None,
) -> Problem:
    """Check the three inputs against each other and line them up.

    Parameters
    ----------
    model : TopicModel
        Its `topic_word` (n_topics, n_words) is used.
    bow : BagOfWords
        Counts of the documents. Words the model does not know are ignored.
    weights : DataFrame
        `doc_id, country, weight` and optionally `p_about`; weight and p_about in [0, 1], the
        weights of a document sum to at most 1.
    period : Series, optional
        Period of each document, indexed by doc_id. Documents without one are left out.
    cluster : Series, optional
        Cluster of each document, indexed by doc_id.

    Raises
    ------
    InputError
        When ids, words, or weights do not fit together.
    """
    phi = _topic_word(model)
    check_weights(weights, bow.doc_ids, name="bow")
    column = pd.Index(phi.columns).get_indexer(bow.words)
    if not (column >= 0).any():
        raise InputError(
            "`bow` and `model` share no word: were both made from the same tokens? "
            f"First words: {list(bow.words[:3])} and {list(phi.columns[:3])}."
        )
    counts = sp.csr_array(bow.counts)[:, column >= 0]
    counts.sum_duplicates()
    counts.eliminate_zeros()
    known = np.diff(counts.indptr) > 0
    dated = known if period is None else known & bow.doc_ids.isin(period.dropna().index)
    if (counts.data < 0).any() or (counts.data % 1 != 0).any():
        raise InputError("`bow.counts` must be whole numbers of at least 0: how often words occur.")
    if not dated.any():
        raise InputError(
            "no document is left: none has a word that `model` knows"
            + ("." if period is None else " and a period in `period`.")
        )
    doc_ids = bow.doc_ids[dated]
    counts = counts[dated]
    groups, matrix, p_about = weight_matrix(weights, doc_ids, period)
    codes = cluster_codes(doc_ids, cluster)
    leaf, parents = parents_of(groups, matrix, codes, period is not None)
    return Problem(
        doc_ids=doc_ids,
        groups=groups,
        topics=phi.index,
        vocabulary=phi.columns,
        indptr=counts.indptr.astype(np.int64),
        words=column[column >= 0][counts.indices].astype(np.int32),
        counts=counts.data.astype(np.float32),
        phi=np.ascontiguousarray(phi.to_numpy(np.float32).T),
        weights=matrix,
        p_about=p_about,
        cluster=np.arange(len(doc_ids)) if codes is None else codes,
        leaf=leaf,
        parents=parents,
        reported=len(parents) - 1 - (period is not None),
        dropped=bow.doc_ids[~known],
        undated=bow.doc_ids[known & ~dated],
    )


def _topic_word(model: HasTopicWord) -> pd.DataFrame:
    phi = model.topic_word
    if phi.empty:
        raise InputError("`model.topic_word` is empty: fit the model on documents that have words.")
    sums = phi.sum(axis=1)
    if (phi.to_numpy() < 0).any() or not np.allclose(sums, 1, atol=1e-3):
        raise InputError(
            "the rows of `model.topic_word` must be probabilities that sum to 1; "
            f"topic {sums.sub(1).abs().idxmax()!r} does not."
        )
    return phi


def check_weights(weights: pd.DataFrame, doc_ids: pd.Index, *, name: str) -> None:
    """Check weights of documents against the documents of `name`, and these against each other."""
    check_columns(weights, ["doc_id", "country", "weight"], name="weights")
    if not doc_ids.is_unique:
        twice = doc_ids[doc_ids.duplicated()][0]
        raise InputError(f"the doc_ids of `{name}` must be unique; {twice!r} is there twice.")
    if weights.empty:
        raise InputError("`weights` has no row: no document is about any country.")
    unknown = ~weights["doc_id"].isin(doc_ids)
    if unknown.any():
        raise InputError(
            f"`weights` names {int(unknown.sum())} rows whose doc_id is not in `{name}`, first "
            f"{weights.loc[unknown, 'doc_id'].iloc[0]!r}. Pass weights of its documents."
        )
    for column in ["weight"] + ["p_about"] * ("p_about" in weights):
        wrong = ~weights[column].between(0, 1 + ROUNDING)
        if wrong.any():
            row = weights.loc[wrong].iloc[0]
            raise InputError(
                f"`weights.{column}` must lie in [0, 1]; {row['doc_id']!r}, {row['country']!r} "
                f"has {row[column]}."
            )
    twice_ = weights.duplicated(["doc_id", "country"])
    if twice_.any():
        row = weights.loc[twice_].iloc[0]
        raise InputError(
            f"`weights` has more than one row for {row['doc_id']!r}, {row['country']!r}. "
            "Add them up first."
        )
    if weights["country"].isna().any() or weights["country"].eq(NONE).any():
        raise InputError(
            f"`weights.country` must name a country; {NONE!r} and missing names stand for the "
            "remainder, which is added here."
        )
    total = weights.groupby("doc_id")["weight"].sum()
    if total.max() > 1 + ROUNDING:
        raise InputError(
            f"the weights of a document must sum to at most 1; those of {total.idxmax()!r} sum "
            f"to {total.max():.3f}. Divide the weights by their sum."
        )
