"""Check estimates against known labels of documents, and against a second half of the corpus."""

import numpy as np
import pandas as pd
from scipy.optimize import nnls
from scipy.special import logit
from scipy.stats import spearmanr

from topics.estimate.draws import TopicCountryDraws, is_country

_LEAST = 1e-9


def label_shares(labels: pd.Series, names: pd.Index) -> pd.DataFrame:
    """Divide each document equally among those of its labels that are in `names`.

    Parameters
    ----------
    labels : Series of collections of str
        Labels by doc_id.
    names : Index
        Labels that count; documents without any of them are left out.

    Returns
    -------
    DataFrame (n_docs, n_labels)
        Rows sum to 1.

    Examples
    --------
    >>> label_shares(pd.Series({"a": ["oil", "gas"], "b": ["tin"]}), pd.Index(["gas", "oil"]))
       gas  oil
    a  0.5  0.5
    """
    exploded = labels.explode()
    exploded = exploded[exploded.isin(names)]
    table = pd.crosstab(exploded.index, exploded).reindex(columns=names, fill_value=0)
    return table.div(table.sum(axis=1), axis=0).rename_axis(index=None, columns=None)


def map_topics(doc_topic: pd.DataFrame, subjects: pd.DataFrame) -> pd.DataFrame:
    """Estimate P(subject | topic) from labelled documents, by non-negative least squares.

    Parameters
    ----------
    doc_topic : DataFrame (n_docs, n_topics)
        Topic shares.
    subjects : DataFrame (n_docs, n_subjects)
        Subject shares of the same documents, as `label_shares` returns them.

    Returns
    -------
    DataFrame (n_topics, n_subjects)
        Rows sum to 1; a topic that no subject needs is spread like all documents.
    """
    shares = doc_topic.loc[subjects.index].to_numpy()
    # A touch of every topic towards the mean keeps topics without labelled documents defined.
    overall = subjects.mean().to_numpy()
    n_topics = shares.shape[1]
    design = np.vstack([shares, np.eye(n_topics)])
    found = np.column_stack(
        [
            nnls(design, np.append(subjects[name].to_numpy(), np.full(n_topics, overall[i])))[0]
            for i, name in enumerate(subjects.columns)
        ]
    )
    found /= found.sum(axis=1, keepdims=True)
    return pd.DataFrame(found, index=doc_topic.columns, columns=subjects.columns)


def agreement(found: pd.DataFrame, truth: pd.DataFrame) -> dict[str, float]:
    """Measure error and rank correlations of P(subject | country), (n_countries, n_subjects).

    Returns
    -------
    dict
        `tv_error`: total variation, mean over countries. `rank_subjects`: Spearman correlation
        over the subjects of a country, mean over countries. `rank_countries`: over the countries
        of a subject, mean over subjects. `rank_all`: over all cells. `rank_there`: over the
        subjects of a country that its documents have at all, mean over countries with three or
        more. `auc`: how likely a subject that a country's documents have is found more of than one
        that they have not, mean over countries.
    """
    found = found.loc[truth.index, truth.columns]
    a, b = found.to_numpy(), truth.to_numpy()
    return {
        "tv_error": float(np.abs(a - b).sum(axis=1).mean() / 2),
        "rank_subjects": float(np.mean([_rank(x, y) for x, y in zip(a, b, strict=True)])),
        "rank_countries": float(np.mean([_rank(x, y) for x, y in zip(a.T, b.T, strict=True)])),
        "rank_all": _rank(a.ravel(), b.ravel()),
        "rank_there": float(
            np.mean([_rank(x[y > 0], y[y > 0]) for x, y in zip(a, b, strict=True) if _several(y)])
        ),
        "auc": float(np.mean([_auc(x, y > 0) for x, y in zip(a, b, strict=True)])),
    }


def _several(truth: np.ndarray) -> bool:
    return len(np.unique(truth[truth > 0])) >= 3


def _auc(found: np.ndarray, there: np.ndarray) -> float:
    """Return the share of pairs of one that is there and one that is not in the right order.

    Examples
    --------
    >>> _auc(np.array([0.5, 0.2, 0.3]), np.array([True, True, False]))
    0.5
    """
    more = np.sign(found[there][:, None] - found[~there]) / 2 + 0.5
    return float(more.mean()) if more.size else 1.0


def compare_halves(first: TopicCountryDraws, second: TopicCountryDraws) -> pd.DataFrame:
    """Compare estimates from two halves of a corpus with what their intervals promise.

    Returns
    -------
    DataFrame
        `country, topic, first, second, n_docs, z`: the difference of the mean logits over its
        standard error. Were the intervals exact, z would have standard deviation 1, lie within
        1.96 in 95 % of rows and within 0.674 in 50 %.
    """
    names = first.groups[is_country(first.groups)].intersection(second.groups)
    sides = []
    for half in (first, second):
        drawn = half.sample[:, half.groups.get_indexer(names)].astype(np.float64)
        sample = logit(np.clip(drawn, _LEAST, 1 - _LEAST))
        sides.append((half, sample.mean(axis=0), sample.std(axis=0, ddof=1)))
    (a, a_mean, a_sd), (b, b_mean, b_sd) = sides
    at_a, at_b = a.groups.get_indexer(names), b.groups.get_indexer(names)
    n_topics = len(a.topics)
    return pd.DataFrame(
        {
            "country": names.get_level_values("country").repeat(n_topics),
            "topic": np.tile(a.topics, len(names)),
            "first": a.estimate[at_a].ravel(),
            "second": b.estimate[at_b].ravel(),
            "n_docs": np.minimum(a.n_docs[at_a], b.n_docs[at_b]).repeat(n_topics),
            "z": ((a_mean - b_mean) / np.hypot(a_sd, b_sd)).ravel(),
        }
    )


def _rank(x: np.ndarray, y: np.ndarray) -> float:
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(spearmanr(x, y).statistic)
