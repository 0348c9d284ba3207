"""Texts behind the numbers: typical headlines of a topic, passages of a topic and a country."""

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_count
from topics.estimate.apart import JOIN, likely_groups

LONGEST = 280  # characters of a passage


def find_headlines(units: pd.DataFrame, shares: pd.DataFrame, *, most: int = 5) -> pd.DataFrame:
    """Find the titles of the documents with most of each topic, among those it is largest in.

    Parameters
    ----------
    units : DataFrame
        Columns doc_id and title.
    shares : DataFrame (n_docs, n_topics)
        Topic shares of the units, by doc_id.
    most : int
        Titles a topic.

    Returns
    -------
    DataFrame
        topic, rank (from 1), title, share, doc_id; no row for a topic that is the largest of
        no document with a title. A title stands once with a topic, though many paragraphs may
        share it.
    """
    check_columns(units, ("doc_id", "title"), name="units")
    check_count(most, name="most")
    titles = units.set_index("doc_id")["title"].fillna("").astype(str).str.strip()
    titles = titles[titles != ""]
    known = shares.loc[shares.index.isin(titles.index)].dropna()
    columns = ["topic", "rank", "title", "share", "doc_id"]
    # Where few documents have titles, theirs must not stand for topics that they hardly hold.
    largest = known.idxmax(axis=1)
    parts = []
    for topic in known.columns:
        ranked = known.loc[largest == topic, topic]
        ranked = ranked.sort_values(ascending=False, kind="stable").head(40 * most)
        best = pd.DataFrame({"title": titles.loc[ranked.index], "share": ranked})
        best = best.drop_duplicates("title").head(most)
        best = best.assign(topic=topic, rank=range(1, len(best) + 1), doc_id=best.index)
        parts.append(best[columns])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def find_passages(
    units: pd.DataFrame,
    shares: pd.DataFrame,
    weights: pd.DataFrame,
    *,
    countries: Iterable[str],
    most: int = 2,
    least: float = 0.1,
) -> pd.DataFrame:
    """Find texts that are about a country and on a topic.

    Parameters
    ----------
    units : DataFrame
        Columns doc_id, title and text.
    shares : DataFrame (n_docs, n_topics)
        Topic shares of the units, by doc_id.
    weights : DataFrame
        doc_id, country, weight.
    countries : iterable of str
        Whose passages to find.
    most : int
        Passages for each country and topic.
    least : float in [0, 1]
        Least weight times share of a passage.

    Returns
    -------
    DataFrame
        country, topic, rank, doc_id, title, passage (the start of the text, cut at a word),
        weight, share; ranked by weight times share.
    """
    check_columns(units, ("doc_id", "title", "text"), name="units")
    check_columns(weights, ("doc_id", "country", "weight"), name="weights")
    check_count(most, name="most")
    known = shares.dropna()
    rows = weights[weights["country"].isin(list(countries)) & weights["doc_id"].isin(known.index)]
    texts = units.set_index("doc_id")
    parts = []
    for country, some in rows.groupby("country", sort=True):
        ids, about = some["doc_id"].to_numpy(), some["weight"].to_numpy(dtype=float)
        theta = known.loc[ids].to_numpy(dtype=float)
        product = theta * about[:, None]
        for column, topic in enumerate(known.columns):
            best = np.argsort(-product[:, column], kind="stable")[:most]
            best = best[product[best, column] >= least]
            parts += [
                (country, topic, rank, ids[place], about[place], theta[place, column])
                for rank, place in enumerate(best, start=1)
            ]
    table = pd.DataFrame(parts, columns=["country", "topic", "rank", "doc_id", "weight", "share"])
    found = texts.loc[table["doc_id"]]
    table.insert(4, "title", found["title"].fillna("").astype(str).to_numpy())
    table.insert(5, "passage", [shorten(text) for text in found["text"]])
    return table


def pair_passages(
    units: pd.DataFrame,
    shares: pd.DataFrame,
    weights: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    most: int = 3,
) -> pd.DataFrame:
    """Find texts on both countries of a pair, and on the topic that is furthest beyond.

    Parameters
    ----------
    units, shares, weights
        As in `find_passages`.
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
    rows = []
    far = pairs.dropna(subset="beyond").sort_values("beyond", ascending=False, kind="stable")
    for row in far.drop_duplicates(["first", "second"]).sort_index().to_dict("records"):
        ids = groups.index[groups == f"{row['first']}{JOIN}{row['second']}"]
        best = known.loc[ids, row["topic"]].sort_values(ascending=False, kind="stable").head(most)
        rows += [
            (
                row["first"], row["second"], row["topic"], rank, doc_id,
                str(texts["title"].fillna("")[doc_id]), shorten(texts["text"][doc_id]), share,
            )
            for rank, (doc_id, share) in enumerate(best.items(), start=1)
        ]  # fmt: skip
    columns = ["first", "second", "topic", "rank", "doc_id", "title", "passage", "share"]
    return pd.DataFrame(rows, columns=columns)


def shorten(text: str, *, longest: int = LONGEST) -> str:
    r"""Return the start of a text on one line, cut at a word.

    Examples
    --------
    >>> shorten("The pipeline\n  runs north.", longest=16)
    'The pipeline…'
    """
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= longest:
        return line
    head = line[:longest]
    cut = head.rfind(" ")
    return (head[:cut] if cut > longest // 2 else head).rstrip(" ,;:") + "…"
