"""Texts behind the numbers of pairs: passages on both countries and the topic furthest beyond."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from topics._checks import check_columns, check_count
from topics.estimate.apart import JOIN, likely_groups
from topics.report.passages import best_passage, names_in, shorten, texts_of


def pair_passages(
    units: pd.DataFrame,
    shares: pd.DataFrame,
    weights: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    words: pd.DataFrame | None = None,
    mentions: pd.DataFrame | None = None,
    most: int = 3,
) -> pd.DataFrame:
    """Find texts on both countries of a pair, and on the topic that is furthest beyond.

    Parameters
    ----------
    units, shares, weights, words, mentions
        As in `find_passages`. Without `words`, passages are the beginnings of texts.
    pairs : DataFrame
        As `topic_pairs` returns it.
    most : int
        Passages for each pair.

    Returns
    -------
    DataFrame
        first, second, topic, rank, doc_id, title, passage, share; ranked by the topic's share.
        Texts are those likely about these two countries and no third.
    """
    check_columns(units, ("doc_id", "title", "text"), name="units")
    check_columns(pairs, ("first", "second", "topic", "beyond"), name="pairs")
    check_count(most, name="most")
    known = shares.dropna()
    groups = likely_groups(weights)
    groups = groups[groups.index.isin(known.index)]
    texts = units.set_index("doc_id")
    of_topic = {} if words is None else words.groupby("topic")["word"].agg(list).to_dict()
    named = names_in(mentions, groups.index)

    def passage(doc_id: str, row: Mapping[Hashable, Any]) -> str:
        (text,) = texts_of(texts.loc[[doc_id]])
        if words is None:
            return shorten(text)
        names = [
            name for side in ("first", "second") for name in named.get((doc_id, row[side]), [])
        ]
        return best_passage(text, of_topic.get(row["topic"], []), names)[0]

    rows = []
    far = pairs.dropna(subset="beyond").sort_values("beyond", ascending=False, kind="stable")
    for row in far.drop_duplicates(["first", "second"]).sort_index().to_dict("records"):
        ids = groups.index[groups == f"{row['first']}{JOIN}{row['second']}"]
        best = known.loc[ids, row["topic"]].sort_values(ascending=False, kind="stable").head(most)
        rows += [
            (
                row["first"], row["second"], row["topic"], rank, doc_id,
                str(texts["title"].fillna("")[doc_id]), passage(doc_id, row), share,
            )
            for rank, (doc_id, share) in enumerate(best.items(), start=1)
        ]  # fmt: skip
    columns = ["first", "second", "topic", "rank", "doc_id", "title", "passage", "share"]
    return pd.DataFrame(rows, columns=columns)
