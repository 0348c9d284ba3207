"""Topic mixes of countries as one tidy table, with intervals."""

from typing import Literal

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics._checks import check_choice, check_count, check_range
from topics.errors import InputError
from topics.estimate.inputs import NONE, HasCounts, HasTopicWord, Problem, line_up
from topics.estimate.intervals import logit_interval
from topics.estimate.joint import estimate_mixes, responsibilities

Method = Literal["joint", "mean"]


def topic_country(
    model: HasTopicWord,
    bow: HasCounts,
    weights: pd.DataFrame,
    *,
    by: pd.Series | None = None,
    method: Method = "joint",
    unit: Literal["document", "word"] = "document",
    cluster: pd.Series | None = None,
    level: float = 0.95,
    draws: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """P(topic | country), with intervals.

    Parameters
    ----------
    model : TopicModel
        Only `topic_word` is used.
    bow : BagOfWords
        Counts of the documents.
    weights : DataFrame
        `doc_id, country, weight[, p_about]` as `country_weights` returns them. Speaker-country
        corpora have one row by document with weight 1.
    by : Series, optional
        Period of each document, indexed by doc_id.
    method : {"joint", "mean"}
        "joint" unmixes documents that are about several countries; "mean" averages the topic
        shares of documents, each with its weight.
    unit : {"document", "word"}
        What counts the same: every document, or every word.
    cluster : Series, optional
        Cluster of each document (its source, its day), indexed by doc_id: clusters are drawn
        whole, as articles of one outlet are not independent.
    level : float in (0, 1), default 0.95
        Level of `ci_low, ci_high`.
    draws : int, default 500
        Bootstrap draws.
    seed : int
        Same seed, same table.

    Returns
    -------
    DataFrame
        `country, topic[, period], estimate, std_error, ci_low, ci_high, ci50_low, ci50_high,
        n_docs, n_effective, lift, p_country_given_topic`. Estimates of a country (and period)
        sum to 1. `n_effective` is the sum of the weights, in documents' worth; `lift` is the
        estimate over the topic's share in all documents; `p_country_given_topic` sums to 1 over
        countries and the remainder that is about no country.

    Raises
    ------
    InputError
        When the inputs do not fit together.
    """
    check_choice(method, ["joint", "mean"], name="method")
    check_choice(unit, ["document", "word"], name="unit")
    check_range(level, 0, 1, name="level", open_ends=True)
    check_count(draws, name="draws", least=2)
    problem = line_up(model, bow, weights, by=by)
    doc_weight = 1 / problem.lengths if unit == "document" else np.ones(len(problem.doc_ids))
    estimate = _mixes(problem, method, doc_weight)
    codes = _cluster_codes(problem, cluster)
    sample = np.empty((draws, *estimate.shape), dtype=np.float32)
    for b in range(draws):
        # One generator by draw: a draw does not depend on how many came before it.
        rng = np.random.default_rng([seed, b])
        extra = rng.exponential(size=codes.max() + 1)[codes]
        sample[b] = _mixes(problem, method, doc_weight * extra, start=estimate)
    return tidy(problem, estimate, sample, level=level, periods=by is not None)


def _mixes(
    problem: Problem, method: Method, doc_weight: np.ndarray, start: np.ndarray | None = None
) -> np.ndarray:
    if method == "joint":
        limit = 300 if start is None else 30
        return estimate_mixes(problem, doc_weight=doc_weight, start=start, iterations=limit)
    shares = np.full((len(problem.doc_ids), len(problem.topics)), 1 / len(problem.topics))
    prior = 0.1
    for _ in range(50):
        expected = shares * responsibilities(problem, shares) + prior
        shares = expected / expected.sum(axis=1, keepdims=True)
    scale = doc_weight * problem.lengths
    sums = sp.csr_array(problem.weights.T * scale) @ shares
    return np.asarray(sums / sums.sum(axis=1, keepdims=True))


def _cluster_codes(problem: Problem, cluster: pd.Series | None) -> np.ndarray:
    if cluster is None:
        return np.arange(len(problem.doc_ids))
    missing = problem.doc_ids.difference(cluster.dropna().index)
    if len(missing):
        raise InputError(
            f"`cluster` has no cluster for {len(missing)} documents, first {missing[0]!r}."
        )
    return pd.factorize(cluster.loc[problem.doc_ids], sort=True)[0]


def tidy(
    problem: Problem, estimate: np.ndarray, sample: np.ndarray, *, level: float, periods: bool
) -> pd.DataFrame:
    """One row by group and topic from estimates (n_groups, n_topics) and draws of them."""
    low, high = logit_interval(estimate, sample, level=level)
    low50, high50 = logit_interval(estimate, sample, level=0.5)
    mass = np.asarray(problem.weights.sum(axis=0))
    joint = mass[:, None] * estimate
    columns = {
        "estimate": estimate,
        "std_error": sample.std(axis=0, ddof=1),
        "ci_low": low,
        "ci_high": high,
        "ci50_low": low50,
        "ci50_high": high50,
        "n_docs": np.broadcast_to(problem.weights.count_nonzero(axis=0)[:, None], estimate.shape),
        "n_effective": np.broadcast_to(mass[:, None], estimate.shape),
        "lift": estimate / (joint.sum(axis=0) / joint.sum()),
        "p_country_given_topic": joint / joint.sum(axis=0),
    }
    keys = problem.groups.to_frame(index=False)
    table = keys.loc[keys.index.repeat(len(problem.topics))].reset_index(drop=True)
    table.insert(1, "topic", np.tile(problem.topics, len(keys)))
    if not periods:
        table = table.drop(columns="period")
    for name, values in columns.items():
        table[name] = np.asarray(values, dtype=int if name == "n_docs" else float).ravel()
    return table[table["country"].ne(NONE)].reset_index(drop=True)
