"""Any group in the place of a country: a party, a source, an author, or several crossed."""

from collections.abc import Sequence

import pandas as pd

from topics._checks import check_columns
from topics.errors import InputError, TopicsError
from topics.estimate.apart import JOIN
from topics.estimate.groups import NONE

BETWEEN = " | "
GROUP = "= "  # before the name of a group where that may be any text, "none" too


def group_weights(
    corpus: pd.DataFrame,
    by: str | Sequence[str],
    *,
    weights: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Make weights of groups of documents, to be used as those of countries are.

    Parameters
    ----------
    corpus : DataFrame
        `doc_id` and the columns `by`.
    by : str or sequence of str
        Columns whose values are the groups; of several, every combination that occurs.
    weights : DataFrame, optional
        Weights of countries, as `country_weights` returns them: each group is then crossed with
        each country that its documents are about, such as ``"KAZ | Daily News"``.

    Returns
    -------
    DataFrame
        `doc_id, country, weight, p_about`, where `country` names the group: for `topic_country`,
        `contrasts`, `trends`, `effects` and the figures. Documents with a missing value are about
        no group.

    Raises
    ------
    InputError
        When no document has a group, or a name cannot stand for a group.

    Examples
    --------
    >>> corpus = pd.DataFrame({"doc_id": ["a", "b"], "party": ["Greens", "Reds"]})
    >>> group_weights(corpus, "party")
      doc_id country  weight  p_about
    0      a  Greens     1.0      1.0
    1      b    Reds     1.0      1.0
    >>> about = pd.DataFrame({"doc_id": ["a", "a"], "country": ["KAZ", "UZB"],
    ...                       "weight": [0.5, 0.25]})
    >>> group_weights(corpus, "party", weights=about)[["country", "weight"]]
            country  weight
    0  KAZ | Greens    0.50
    1  UZB | Greens    0.25
    """
    columns = [by] if isinstance(by, str) else list(by)
    if not columns:
        raise TopicsError("`by` names no column; give one, such as 'party'.")
    check_columns(corpus, ["doc_id", *columns], name="corpus")
    if corpus["doc_id"].duplicated().any():
        twice = corpus.loc[corpus["doc_id"].duplicated(), "doc_id"].iloc[0]
        raise InputError(f"`corpus` has more than one row for {twice!r}.")
    known = corpus.dropna(subset=columns)
    texts = known[columns].astype(str).apply(lambda cells: cells.str.strip())
    known, texts = known[texts.ne("").all(axis=1)], texts[texts.ne("").all(axis=1)]
    if known.empty:
        raise InputError(f"`corpus` has no document with a value in {', '.join(columns)}.")
    named = texts[columns[0]]
    for column in columns[1:]:
        named = named + BETWEEN + texts[column]
    for name in named.unique():
        if name == NONE or JOIN in name:
            why = "stands for the remainder" if name == NONE else "joins pairs"
            raise InputError(
                f"`corpus`: a group cannot be called {name!r}: {NONE if name == NONE else JOIN!r} "
                f"{why}. Rename it."
            )
    groups = pd.Series(named.to_numpy(), index=known["doc_id"].to_numpy())
    if weights is None:
        table = pd.DataFrame({"doc_id": groups.index, "country": groups.to_numpy()})
        table = table.assign(weight=1.0, p_about=1.0)
    else:
        check_columns(weights, ("doc_id", "country", "weight"), name="weights")
        table = weights[weights["doc_id"].isin(groups.index)]
        crossed = table["country"].astype(str) + BETWEEN + table["doc_id"].map(groups)
        table = table.assign(country=crossed, p_about=table.get("p_about", 1.0))
        table = table[["doc_id", "country", "weight", "p_about"]]
    return table.sort_values(["doc_id", "country"], ignore_index=True)
