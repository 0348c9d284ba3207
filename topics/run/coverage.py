"""How many documents name each country, and two together, in each language and over all."""

import pandas as pd

from topics.estimate.pairs import count_pairs
from topics.run.steps import known_name


def countries_by_language(weights: pd.DataFrame) -> pd.DataFrame:
    """Count the documents about each country, by language and over all.

    Parameters
    ----------
    weights : DataFrame
        As in a `Survey`.

    Returns
    -------
    DataFrame
        ``country, country_name, language`` ("all" for all together), ``n_docs`` (documents that
        name it), ``n_effective`` (the same weighted by how much each is about it), ``share`` (of
        the documents of that language that name a country, those that name this one); the country
        of most documents first.

    Examples
    --------
    >>> weights = pd.DataFrame({"doc_id": ["a", "b"], "country": "KAZ", "weight": [1.0, 0.5],
    ...                         "language": ["en", "ru"]})
    >>> countries_by_language(weights)[["country", "language", "n_docs", "share"]].values.tolist()
    [['KAZ', 'all', 2, 1.0], ['KAZ', 'en', 1, 1.0], ['KAZ', 'ru', 1, 1.0]]
    """
    every = pd.concat([weights.assign(language="all"), weights], ignore_index=True)
    groups = every.groupby(["country", "language"], sort=True)
    table = groups.agg(n_docs=("doc_id", "nunique"), n_effective=("weight", "sum")).reset_index()
    naming = every.groupby("language")["doc_id"].nunique()
    table["share"] = table["n_docs"] / table["language"].map(naming)
    sizes = table[table["language"] == "all"].set_index("country")["n_docs"]
    order = pd.DataFrame(
        {"size": -table["country"].map(sizes), "country": table["country"],
         "last": table["language"] != "all", "language": table["language"]}
    )  # fmt: skip
    table = table.loc[order.sort_values(list(order.columns), kind="stable").index]
    table.insert(1, "country_name", table["country"].map(known_name))
    return table.reset_index(drop=True)


def pairs_by_language(weights: pd.DataFrame) -> pd.DataFrame:
    """Count the documents that name two countries over all languages, and in each.

    Returns
    -------
    DataFrame
        As `count_pairs` gives it over all languages, with names, and ``n_both_CODE`` for each.
    """
    pairs = count_pairs(weights)
    for code, rows in weights.groupby("language", sort=True):
        own = count_pairs(rows).set_index(["first", "second"])["n_both"]
        keys = pd.MultiIndex.from_frame(pairs[["first", "second"]])
        pairs[f"n_both_{code}"] = own.reindex(keys).fillna(0).astype(int).to_numpy()
    for side in ("first", "second"):
        pairs[f"{side}_name"] = pairs[side].map(known_name)
    return pairs
