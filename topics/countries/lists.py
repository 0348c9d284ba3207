"""What a document's countries say of one another: members of a list rise and fall together.

A table of exports names fifteen countries once each, and an editor counts all of them or none; by
itself each of them looks like an aside. So each country is looked at twice: alone, by
`salience_features`, and then in the light of what the first look came to for the others.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics.countries.features import Floats

LIST_FEATURES = (
    "own",
    "others",
    "others_about",
    "listed",
    "n_listed",
    "peers",
    "n_peers",
    "highest",
    "rank",
    "scatter",
    "n_countries",
    "n_in_title",
    "named_once",
)
# Odds beyond these are as good as certain.
_LEAST = 1e-4
_LAST_RANK = 8


def list_features(p: Floats, table: pd.DataFrame) -> pd.DataFrame:
    """Describe each country of a document by what the others of the document look like.

    Parameters
    ----------
    p : ndarray, shape (n,)
        P(the document is about the country), from each country looked at alone.
    table : DataFrame, n rows
        From `salience_features`.

    Returns
    -------
    DataFrame, n rows
        The columns `LIST_FEATURES`, in log-odds or logarithms of counts:

        ``own``, ``others``, ``listed``, ``peers``
            Log-odds: the country's own, and the mean of the document's others, of the others that
            stand in an enumeration, and of the others that are named as often; 0 without any.
        ``others_about``
            log(1 + the number of others that the document is expected to be about).
        ``n_listed``, ``n_peers``, ``n_countries``, ``n_in_title``
            log(1 + how many): countries in an enumeration; named as often; in all; in the title.
        ``highest``, ``scatter``, ``rank``
            The largest log-odds of the document, their standard deviation, and the place of this
            country among them: 1 for the first, at most 8.
        ``named_once``
            Part of the document's countries that are named a single time.
    """
    odds = _log_odds(p)
    doc = pd.factorize(table["doc_id"])[0]
    times = np.minimum(table["n_mentions"].to_numpy(), 999)
    peer = pd.factorize(doc * 1000 + times)[0]
    in_list = table["enumerated"].to_numpy() > 0
    n, n_listed = _sums(doc), _sums(doc, in_list)
    mean = _sums(doc, odds) / np.maximum(n, 1)
    squares = _sums(doc, odds**2) / np.maximum(n, 1) - mean**2
    features = {
        "own": odds,
        "others": _mean_of_others(odds, doc),
        "others_about": np.log1p(np.maximum(_sums(doc, p) - p, 0.0)),
        "listed": (_sums(doc, odds * in_list) - odds * in_list) / np.maximum(n_listed - in_list, 1),
        "n_listed": np.log1p(n_listed),
        "peers": _mean_of_others(odds, peer),
        "n_peers": np.log1p(_sums(peer)),
        "highest": pd.Series(odds).groupby(doc).transform("max").to_numpy(),
        "rank": np.minimum(pd.Series(p).groupby(doc).rank(ascending=False).to_numpy(), _LAST_RANK),
        "scatter": np.sqrt(np.maximum(squares, 0.0)),
        "n_countries": np.log1p(n),
        "n_in_title": np.log1p(_sums(doc, table["in_title"].to_numpy())),
        "named_once": _sums(doc, times == 1) / np.maximum(n, 1),
    }
    return pd.DataFrame(features, columns=list(LIST_FEATURES), index=table.index)


def _log_odds(p: Floats) -> Floats:
    inside = np.clip(p, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(inside / (1 - inside)), dtype=np.float64)


def _sums(group: npt.NDArray[np.int64], values: npt.ArrayLike | None = None) -> Floats:
    """Add values up over each group, and give each member the sum; without values, its size."""
    if not len(group):
        return np.zeros(0)
    weights = None if values is None else np.asarray(values, dtype=np.float64)
    return np.bincount(group, weights=weights)[group].astype(np.float64)


def _mean_of_others(values: Floats, group: npt.NDArray[np.int64]) -> Floats:
    return np.asarray((_sums(group, values) - values) / np.maximum(_sums(group) - 1, 1))
