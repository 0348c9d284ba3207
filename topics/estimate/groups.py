"""What gets a topic mix: countries, their periods and clusters, and how they lean on each other."""

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics.errors import InputError

NONE = "none"
ROUNDING = 1e-6


def weight_matrix(
    weights: pd.DataFrame, doc_ids: pd.Index, period: pd.Series | None
) -> tuple[pd.MultiIndex, sp.csr_array, sp.csr_array]:
    """Return groups, and weights and p_about of documents per group, the remainder included."""
    if period is not None and not period.index.is_unique:
        raise InputError("`period` must have one period per document; its index repeats doc_ids.")
    period = pd.Series("", index=doc_ids) if period is None else period.reindex(doc_ids)
    kept = weights[weights["doc_id"].isin(doc_ids) & weights["weight"].gt(0)]
    table = pd.DataFrame(
        {
            "row": doc_ids.get_indexer(pd.Index(kept["doc_id"])),
            "country": kept["country"].to_numpy(),
            "weight": kept["weight"].to_numpy(np.float64),
            "p_about": kept["p_about"].to_numpy(np.float64) if "p_about" in kept else 1.0,
        }
    )
    rest = 1 - np.bincount(table["row"], weights=table["weight"], minlength=len(doc_ids))
    rest[rest < ROUNDING] = 0
    # Every document has a remainder, be it 0, last in its row: the sampler tells it by its place.
    remainder = pd.DataFrame(
        {"row": np.arange(len(doc_ids)), "country": NONE, "weight": rest, "p_about": 1.0}
    )
    table = pd.concat([table, remainder], ignore_index=True)
    table["period"] = period.to_numpy()[table["row"]]
    named = table.loc[table["country"].ne(NONE), ["country", "period"]].drop_duplicates()
    none = table.loc[table["country"].eq(NONE), ["country", "period"]].drop_duplicates()
    order = ["country", "period"]
    groups = pd.MultiIndex.from_frame(
        pd.concat([named.sort_values(order), none.sort_values(order)]), names=order
    )
    column = groups.get_indexer(pd.MultiIndex.from_frame(table[order]))
    shape = (len(doc_ids), len(groups))
    total = np.bincount(table["row"], weights=table["weight"], minlength=len(doc_ids))
    scaled = table["weight"].to_numpy() / total[table["row"]]
    at = (table["row"].to_numpy(), column)
    matrix = sp.csr_array((scaled, at), shape=shape)
    about = sp.csr_array((np.minimum(table["p_about"].to_numpy(), 1.0), at), shape=shape)
    matrix.sort_indices()
    about.sort_indices()
    return groups, matrix, about


def cluster_codes(doc_ids: pd.Index, cluster: pd.Series | None) -> np.ndarray | None:
    """Return the cluster number of each document; None when no two documents share a cluster."""
    if cluster is None:
        return None
    if not cluster.index.is_unique:
        raise InputError("`cluster` must have one cluster per document; its index repeats doc_ids.")
    missing = doc_ids.difference(cluster.dropna().index)
    if len(missing):
        raise InputError(
            f"`cluster` has no cluster for {len(missing)} documents, first {missing[0]!r}."
        )
    codes, names = pd.factorize(cluster.loc[doc_ids], sort=True)
    return codes if len(names) < len(doc_ids) else None


def parents_of(
    groups: pd.MultiIndex, weights: sp.csr_array, cluster: np.ndarray | None, periods: bool
) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Return the leaf of each entry of `weights`, and the parents from the leaves to the corpus."""
    leaf = weights.indices.astype(np.int64)
    parents = []
    if cluster is not None:
        of_slot = np.repeat(cluster, np.diff(weights.indptr))
        pairs, leaf = np.unique(leaf * (cluster.max() + 1) + of_slot, return_inverse=True)
        parents.append(pairs // (cluster.max() + 1))
    top = len(groups)
    if periods:
        country = pd.factorize(groups.get_level_values("country"))[0]
        parents.append(country)
        top = country.max() + 1
    parents.append(np.zeros(top, dtype=np.int64))
    return leaf, tuple(parents)
