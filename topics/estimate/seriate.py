"""Rows and columns in an order that puts similar ones side by side."""

import numpy as np
import pandas as pd


def seriate(estimates: pd.DataFrame) -> pd.DataFrame:
    """Order the table so that similar countries, and similar topics, stand side by side.

    Parameters
    ----------
    estimates : DataFrame
        With the columns country, topic and estimate, one row for each pair.

    Returns
    -------
    DataFrame
        The same rows, sorted by country and then topic in the order of the leaves of an
        average-linkage tree of Hellinger distances with optimal leaf ordering
        (Bar-Joseph et al. 2001, Bioinformatics 17, S22-S29).
    """
    table = estimates.pivot_table(index="country", columns="topic", values="estimate")
    rank = {
        "country": dict(zip(table.index[_leaves(table)], range(len(table)), strict=True)),
        "topic": dict(zip(table.columns[_leaves(table.T)], range(len(table.T)), strict=True)),
    }
    return estimates.sort_values(
        ["country", "topic"], key=lambda column: column.map(rank[str(column.name)])
    ).reset_index(drop=True)


def _leaves(table: pd.DataFrame) -> np.ndarray:
    from scipy.cluster.hierarchy import leaves_list, linkage

    if len(table) < 3:
        return np.arange(len(table))
    shares = table.fillna(0).to_numpy(dtype=float)
    shares = shares / shares.sum(axis=1, keepdims=True).clip(1e-12)
    return np.asarray(leaves_list(linkage(np.sqrt(shares), "average", optimal_ordering=True)))
