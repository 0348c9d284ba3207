"""Draws from topic shares of documents that any model has given: unmixed, clustered, and marked.

Shares are taken as they are. What a model leaves open of a document's topics is not in them, so it
cannot be in the intervals: everything made from such draws says so.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd

from topics.errors import InputError, TopicsError
from topics.estimate.bootstrap import SPREAD, bootstrap_correction, unmix
from topics.estimate.groups import cluster_codes, parents_of, weight_matrix
from topics.estimate.inputs import Problem, check_weights

NOTE = "error of the shares not included"
_ROUNDING = 1e-3
# Documents' worth of the corpus that is added to each group, so that no share is 0 for certain.
_PRIOR = 0.5
_TURNS = 6  # of fifty steps each, to where the draws start


def share_table(theta: Any, doc_ids: Sequence[str] | pd.Index | None = None) -> pd.DataFrame:  # noqa: ANN401
    """Return topic shares of documents as a table, checked.

    Parameters
    ----------
    theta : DataFrame or array (n_docs, n_topics)
        Rows sum to 1. Rows of zeros or missing values, such as the outliers of BERTopic, are
        documents without topics.
    doc_ids : sequence of str, optional
        Documents of an array, row by row; a table has them as its index.

    Raises
    ------
    InputError
        When it is no such table.
    """
    if not isinstance(theta, pd.DataFrame):
        if doc_ids is None:
            raise InputError("`theta` is no DataFrame; give `doc_ids`, its documents row by row.")
        if hasattr(theta, "toarray"):
            theta = theta.toarray()
        try:
            values = np.asarray(theta, dtype=np.float64)
        except (TypeError, ValueError):
            values = np.empty(0)
        if values.ndim != 2 or len(values) != len(doc_ids):
            found = "x".join(map(str, values.shape))
            raise InputError(
                f"`theta` must be a table of {len(doc_ids)} documents, as `doc_ids` says, by "
                f"topics; got {found}. gensim's lists become one by gensim.matutils.corpus2dense."
            )
        theta = pd.DataFrame(values, index=pd.Index(doc_ids))
    elif doc_ids is not None:
        raise InputError("`doc_ids` names the rows of an array; `theta` is a DataFrame. Leave out.")
    table = theta.rename_axis(index="doc_id", columns="topic")
    if table.shape[1] < 2 or not all(kind.kind in "fiub" for kind in table.dtypes):
        raise InputError(
            f"`theta` must hold numbers for two topics or more; it has the columns "
            f"{list(theta.columns[:5])}. Make doc_id its index."
        )
    table = table.astype(np.float64)
    sums = table.sum(axis=1)
    known = table.notna().all(axis=1) & (sums > 0)
    wrong = known & ((sums - 1).abs().gt(_ROUNDING) | table.lt(0).any(axis=1))
    if wrong.any():
        raise InputError(
            f"the rows of `theta` must be shares that sum to 1; {sums.index[wrong][0]!r} has "
            f"{sums[wrong].iloc[0]:.4g}, one of {int(wrong.sum())}. Add a topic for what is of no "
            "topic, or divide by the sums."
        )
    if not known.any():
        raise InputError("`theta` has no document with topics: all rows are 0 or missing.")
    shares: pd.DataFrame = table.div(sums.where(known), axis=0)
    return shares


def with_note(table: pd.DataFrame, note: str) -> pd.DataFrame:
    """Say in every row, and in the attributes, what the intervals leave out, if anything."""
    if note:
        table = table.assign(note=note)
        table.attrs["note"] = note
    return table


def check_alone(**others: object) -> None:
    """Raise when something is given that shares of documents leave no use for."""
    for name, value in others.items():
        if value is not None:
            raise TopicsError(f"`{name}` has no use beside `theta`, which takes its place.")


def line_up_shares(
    theta: pd.DataFrame,
    weights: pd.DataFrame,
    *,
    period: pd.Series | None = None,
    cluster: pd.Series | None = None,
) -> tuple[Problem, np.ndarray]:
    """Return documents and groups lined up, without words, and the shares (n_docs, n_topics)."""
    check_weights(weights, theta.index, name="theta")
    known = theta.notna().all(axis=1).to_numpy()
    dated = known if period is None else known & theta.index.isin(period.dropna().index)
    if not dated.any():
        raise InputError("no document of `theta` with topics has a period in `period`.")
    doc_ids = theta.index[dated]
    groups, matrix, p_about = weight_matrix(weights, doc_ids, period)
    codes = cluster_codes(doc_ids, cluster)
    leaf, parents = parents_of(groups, matrix, codes, period is not None)
    problem = Problem(
        doc_ids=doc_ids,
        groups=groups,
        topics=theta.columns,
        vocabulary=pd.Index([], dtype=str, name="word"),
        indptr=np.zeros(len(doc_ids) + 1, dtype=np.int64),
        words=np.empty(0, dtype=np.int32),
        counts=np.empty(0, dtype=np.float32),
        phi=np.empty((0, theta.shape[1]), dtype=np.float32),
        weights=matrix,
        p_about=p_about,
        cluster=np.arange(len(doc_ids)) if codes is None else codes,
        leaf=leaf,
        parents=parents,
        reported=len(parents) - 1 - (period is not None),
        dropped=theta.index[~known],
        undated=theta.index[known & ~dated],
    )
    return problem, theta.to_numpy()[dated]


def bootstrap_shares(
    problem: Problem, shares: np.ndarray, *, draws: int, seed: int, threads: int
) -> np.ndarray:
    """Draw mean topic shares of groups, unmixed, by the Bayesian bootstrap over clusters.

    Returns
    -------
    float32 array (n_draws, n_groups, n_topics)
        Rows sum to 1.

    Notes
    -----
    A document on several groups counts as the mean of these, by its weights, which for a doubtful
    country are its chance: the words that could tell are not known here.
    """
    slots = problem.weights.indptr.astype(np.int64)
    group = problem.weights.indices.astype(np.int64)
    weights = problem.weights.data.astype(np.float64)
    spread = SPREAD * bootstrap_correction(problem)
    corpus = shares.mean(axis=0)
    start = np.tile(corpus, (len(problem.groups), 1))
    kept = np.empty((draws, *start.shape), dtype=np.float32)
    with ThreadPoolExecutor(threads) as pool:
        even, least = shares.astype(np.float32), np.broadcast_to(_PRIOR * corpus, start.shape)
        for _ in range(_TURNS):
            start = unmix(pool, even, slots, group, weights, least.copy(), start)
        for b in range(draws):
            # A generator per draw: a draw does not depend on how many are made.
            rng = np.random.default_rng([seed, b])
            times = (spread * rng.standard_gamma(1 / spread))[problem.cluster]
            prior = rng.standard_gamma(least) + 1e-12
            drawn = (shares * times[:, None]).astype(np.float32)
            kept[b] = unmix(pool, drawn, slots, group, weights, prior, start)
    return kept
