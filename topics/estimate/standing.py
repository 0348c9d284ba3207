"""Who stands out: countries whose share of a topic is told from that of the corpus, and how far."""

import numpy as np
import pandas as pd

from topics._checks import check_columns

FDR = 0.05  # false-discovery rate at which a cell counts as told from the corpus


def told_apart(estimates: pd.DataFrame) -> np.ndarray:
    """Say which shares are told from the topic's share in the corpus.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it. Without the column ``p_adjusted``, as in a table made
        elsewhere, the interval alone decides.

    Returns
    -------
    bool array (n_rows,)
        True where the interval excludes the share of the corpus and, at a false-discovery rate of
        5 % over all cells, the two differ.
    """
    apart = distance_from_corpus(estimates) != 0
    if "p_adjusted" in estimates.columns:
        apart &= estimates["p_adjusted"] <= FDR
    return apart.to_numpy(dtype=bool)


def distance_from_corpus(estimates: pd.DataFrame) -> pd.Series:
    """Measure how far the interval of each share is from the topic's share in the corpus.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it.

    Returns
    -------
    Series
        By row, in [-1, 1]: the nearer end of the interval less the share in the corpus, both
        under a square root, which gives large and small topics a like say (their squares, summed
        over topics, are twice a squared Hellinger distance); 0 where the interval holds the share.
        One cell in twenty lies apart by chance alone: see `told_apart`.

    Examples
    --------
    >>> distance_from_corpus(pd.DataFrame({"ci_low": [0.25, 0.05, 0.1], "corpus_share": 0.16,
    ...                                    "ci_high": [0.4, 0.09, 0.2]})).round(3).tolist()
    [0.1, -0.1, 0.0]
    """
    check_columns(estimates, ("ci_low", "ci_high", "corpus_share"), name="estimates")
    low, high, base = (
        np.sqrt(estimates[name].to_numpy(dtype=float).clip(0))
        for name in ("ci_low", "ci_high", "corpus_share")
    )
    far = np.where(low > base, low - base, np.where(high < base, high - base, 0.0))
    return pd.Series(far, index=estimates.index)


def rank_countries(estimates: pd.DataFrame) -> list[str]:
    """Order countries by how much there is to say of them.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it: country, topic, n_effective and what
        `distance_from_corpus` needs.

    Returns
    -------
    list of str
        Every country once: in turn, the one that stands farthest from the corpus, and the one
        with most documents, of those that are not yet listed. Countries with as many documents
        are ordered by how far they stand out, then by their lowest p-value, where there are any,
        and only then by their code.

    Examples
    --------
    >>> rank_countries(pd.DataFrame({
    ...     "country": ["ARE", "RUS", "USA"], "topic": 0, "n_effective": [9.0, 9.0, 40.0],
    ...     "ci_low": [0.1, 0.4, 0.1], "ci_high": [0.3, 0.6, 0.3], "corpus_share": 0.2}))
    ['RUS', 'USA', 'ARE']
    """
    known = estimates.get("p_value", pd.Series(1.0, index=estimates.index))
    by_country = estimates.assign(far=distance_from_corpus(estimates) ** 2, sure=-known).groupby(
        "country"
    )
    table = by_country.agg(far=("far", "sum"), size=("n_effective", "first"), sure=("sure", "max"))
    table = table.round(9)
    farthest, largest = (
        table.sort_values(order, ascending=False, kind="stable").index
        for order in (["far", "size", "sure"], ["size", "far", "sure"])
    )
    turns = [code for pair in zip(farthest, largest, strict=True) for code in pair]
    return list(dict.fromkeys(turns))


def standouts(estimates: pd.DataFrame, *, topics: int = 8, most: int = 3) -> pd.DataFrame:
    """Pick the cells that lie farthest above the corpus.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it.
    topics : int
        How many topics at the most, in the order of their farthest country.
    most : int
        Countries of each topic at the most.

    Returns
    -------
    DataFrame
        Rows of the table whose interval lies above the corpus, topic by topic: those first that
        are `told_apart`, and of these and of the others the farthest first.
    """
    far = estimates.assign(_far=distance_from_corpus(estimates), _told=told_apart(estimates))
    far = far[far["_far"] > 0]
    rows = far.sort_values(["_told", "_far"], ascending=False, kind="stable")
    order = list(rows["topic"].drop_duplicates().head(topics))
    parts = [rows[rows["topic"] == topic].head(most) for topic in order]
    return (pd.concat(parts) if parts else rows).drop(columns=["_far", "_told"])
