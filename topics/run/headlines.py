"""The cells that a report names first: where a country is furthest above the corpus, and surely."""

import pandas as pd

from topics.plots.rows import credibly_apart


def headlines(estimates: pd.DataFrame, *, most: int = 8) -> pd.DataFrame:
    """Return at most one row per topic, the one whose lift begins highest.

    Only rows above the topic's share in the corpus that are told from it count; topics without
    any are left out.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it.
    most : int
        How many rows at the most, those whose lift begins highest.

    Examples
    --------
    >>> rows = pd.DataFrame({"topic": [0, 0, 1], "lift": [2.0, 3.0, 1.5], "p_adjusted": 0.01,
    ...                      "lift_low": [1.5, 1.4, 1.2]})
    >>> headlines(rows).index.tolist()
    [0, 2]
    """
    above = estimates[credibly_apart(estimates) & (estimates["lift"] > 1).to_numpy()]
    order = above.sort_values("lift_low", ascending=False, kind="stable")
    return order.drop_duplicates("topic").head(most)
