"""Which countries are named together more often than chance would have it."""

import numpy as np
import pandas as pd

from topics._checks import check_columns


def count_pairs(mentions: pd.DataFrame) -> pd.DataFrame:
    """Count the documents that name two countries, against chance.

    Parameters
    ----------
    mentions : DataFrame
        Columns doc_id and country, one row per mention.

    Returns
    -------
    DataFrame
        first, second, n_both, expected, lift, p_value, p_adjusted: the number of documents with
        both countries, what it would be if they were independent, the one-sided hypergeometric
        p-value, and that value adjusted for the number of pairs (Benjamini and Hochberg 1995).
        Only pairs that do occur are listed; the adjustment counts all.

    Raises
    ------
    TopicsError
        When `mentions` lacks a column.
    """
    from scipy.sparse import csr_array
    from scipy.stats import false_discovery_control, hypergeom

    check_columns(mentions, ("doc_id", "country"), name="mentions")
    pairs = mentions[["doc_id", "country"]].drop_duplicates()
    docs, _ = pd.factorize(pairs["doc_id"], sort=True)
    codes, countries = pd.factorize(pairs["country"], sort=True)
    shape = (int(docs.max()) + 1 if len(docs) else 0, len(countries))
    named = csr_array((np.ones(len(pairs)), (docs, codes)), shape=shape)
    both = (named.T @ named).toarray()
    sizes = both.diagonal()
    first, second = np.nonzero(np.triu(both, 1))
    n_both = both[first, second].astype(int)
    p = np.atleast_1d(hypergeom.sf(n_both - 1, shape[0], sizes[first], sizes[second]))
    possible = len(countries) * (len(countries) - 1) // 2
    every = np.concatenate([p, np.ones(possible - len(p))])  # pairs that never occur: p = 1
    expected = sizes[first] * sizes[second] / max(1, shape[0])
    table = pd.DataFrame(
        {
            "first": np.asarray(countries)[first],
            "second": np.asarray(countries)[second],
            "n_both": n_both,
            "expected": expected,
            "lift": n_both / expected,
            "p_value": p,
            "p_adjusted": false_discovery_control(every)[: len(p)],
        }
    )
    return table.sort_values(["p_value", "first", "second"], kind="stable").reset_index(drop=True)
