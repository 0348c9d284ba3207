"""The cells that a report names first: where a country is farthest above the corpus, and surely."""

import pandas as pd

from topics.estimate.standing import standouts, told_apart


def headlines(estimates: pd.DataFrame, *, most: int = 8) -> pd.DataFrame:
    """Return at most one row per topic, the one that lies farthest above the corpus.

    Only rows that are `told_apart` from the topic's share in the corpus count; topics without any
    are left out.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it.
    most : int
        How many rows at the most, the farthest first.

    Examples
    --------
    >>> rows = pd.DataFrame({"topic": [0, 0, 1], "corpus_share": 0.1, "p_adjusted": 0.01,
    ...                      "ci_low": [0.2, 0.3, 0.15], "ci_high": [0.4, 0.5, 0.3]})
    >>> headlines(rows).index.tolist()
    [1, 2]
    """
    return standouts(estimates[told_apart(estimates)], topics=most, most=1)
