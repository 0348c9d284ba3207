"""Groups of documents that a column names, such as parties or outlets, by themselves and crossed.

A group is estimated as a country that speaks is: each document is of one. Crossed with countries,
the texts of a group on a country lean on all that is written about that country, as those of a
period do.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from topics._checks import did_you_mean
from topics.errors import TopicsError
from topics.estimate.draws import TopicCountryDraws, draw_topic_country
from topics.estimate.grouping import GROUP
from topics.lda.model import TopicModel
from topics.run.comparison import most_written_about
from topics.run.config import ReportConfig
from topics.text.bow import BagOfWords

MOST_GROUPS = 100
MOST_CROSSED = 12  # countries
_FEWEST_CLUSTERS = 5  # of fewer, the bootstrap cannot say how much they differ


def values_of(units: pd.DataFrame, column: str) -> pd.Series:
    """Return the value of each document as text, by doc_id; documents without one are left out.

    Examples
    --------
    >>> units = pd.DataFrame({"doc_id": list("abcd"), "party": [" Greens", None, " ", "Reds"]})
    >>> values_of(units, "party").to_dict()
    {'a': 'Greens', 'd': 'Reds'}
    >>> values_of(units.assign(party=[1.0, None, 2.0, 2.0]), "party").tolist()
    ['1', '2', '2']
    """
    cells = units.set_index("doc_id")[column].dropna()
    if pd.api.types.is_float_dtype(cells) and (cells % 1 == 0).all():
        cells = cells.astype("int64")
    texts = cells.astype(str).str.split().str.join(" ")
    return texts[texts != ""].rename("group")


def count_groups(
    values: pd.Series, cluster: pd.Series | None, config: ReportConfig
) -> pd.DataFrame:
    """Count the documents of each group, and say which are estimated.

    Returns
    -------
    DataFrame
        group, n_docs, estimated; the largest first. A group is estimated when it has
        `min_group_docs` documents, of five clusters where documents are kept together.
    """
    enough = _with_enough(values.to_frame(), values.index, cluster, config.min_group_docs)
    sizes = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return pd.DataFrame(
        {"group": sizes.index, "n_docs": sizes.to_numpy(), "estimated": sizes.index.isin(enough)}
    )


def check_groups(
    units: pd.DataFrame, cluster: pd.Series | None, config: ReportConfig
) -> pd.DataFrame | None:
    """Raise when the column of groups holds too few or too many; right after splitting.

    Returns
    -------
    DataFrame or None
        As `count_groups`; None where no groups are asked for.

    Raises
    ------
    TopicsError
        Naming the column, what it holds, and what to do.
    """
    column = config.groups
    if column is None:
        return None
    if column in {config.cluster, "doc_id", "parent_id", "text"}:
        why = (
            "is `cluster` too: of a group that is one cluster, no interval can be given"
            if column == config.cluster
            else "is one value for each document"
        )
        raise TopicsError(f"`groups`: {column!r} {why}. Name another column.")
    counts = count_groups(values_of(units, column), cluster, config)
    n_groups, least = int(counts["estimated"].sum()), config.min_group_docs
    of = "" if cluster is None else f", of {_FEWEST_CLUSTERS} clusters or more"
    if n_groups > MOST_GROUPS:
        raise TopicsError(
            f"`groups`: {n_groups:,} values of {column!r} have {least:g} documents or more{of}; at "
            f"most {MOST_GROUPS} are estimated. Raise `min_group_docs`, or name another column."
        )
    if n_groups < 2:
        most = f"; {counts['group'].iloc[0]!r} has most, {counts['n_docs'].iloc[0]:,}"
        others = [name for name in units.columns if name != column]
        raise TopicsError(
            f"`groups`: {n_groups} of {len(counts):,} values of {column!r} have {least:g} documents"
            f"{of}{most if len(counts) else ''}; two are needed to compare. Lower "
            f"`min_group_docs`, or name another column.{did_you_mean(column, others)}"
        )
    return counts


def cells_with_enough(
    weights: pd.DataFrame,
    values: pd.Series,
    cluster: pd.Series | None,
    config: ReportConfig,
    *,
    among: Sequence[str] = (),
) -> pd.MultiIndex:
    """Return the countries crossed with groups that have enough documents, as (country, group).

    Of the twelve countries with most documents, those that two groups or more write enough about.

    Parameters
    ----------
    weights : DataFrame
        doc_id, country, weight; of countries that are estimated.
    values : Series
        As `values_of` returns it, of the groups that are estimated.
    cluster : Series or None
        As in `Prepared`.
    config : ReportConfig
        Its `min_group_docs` is enough.
    among : sequence of str
        Where the twelve are taken from, all countries when empty.
    """
    rows = weights[weights["doc_id"].isin(values.index)]
    rows = most_written_about(rows, among, MOST_CROSSED)
    keys = pd.DataFrame(
        {"country": rows["country"].to_numpy(), "group": rows["doc_id"].map(values).to_numpy()}
    )
    cells = _with_enough(
        keys, rows["doc_id"], cluster, config.min_group_docs, rows["weight"].to_numpy()
    )
    several = cells.to_frame()["country"].duplicated(keep=False).to_numpy(dtype=bool)
    return pd.MultiIndex.from_tuples(list(cells[several]), names=["country", "group"])


def _with_enough(
    keys: pd.DataFrame,
    doc_ids: "pd.Series | pd.Index",
    cluster: pd.Series | None,
    least: float,
    weight: float | np.ndarray = 1.0,
) -> pd.Index:
    """Return the values of `keys` with enough documents, and clusters where there are any."""
    names = list(keys.columns)
    own = doc_ids.to_numpy() if cluster is None else cluster.reindex(doc_ids).to_numpy()
    table = keys.reset_index(drop=True).assign(weight=weight, cluster=own)
    found = table.groupby(names).agg(weight=("weight", "sum"), cluster=("cluster", "nunique"))
    fewest = 1 if cluster is None else _FEWEST_CLUSTERS
    enough = (found["weight"].round(9) >= least) & (found["cluster"] >= fewest)
    return found.index[enough]


def draw_groups(
    models: Sequence[TopicModel],
    bow: BagOfWords,
    values: pd.Series,
    cluster: pd.Series | None,
    config: ReportConfig,
    *,
    checkpoint: Path | None = None,
) -> TopicCountryDraws:
    """Draw the topics of groups; what is of none of them, or of too small ones, is the remainder.

    A group is called as its value after `GROUP`, so that none is taken for the remainder.
    """
    known = values[values.index.isin(bow.doc_ids)]
    weights = pd.DataFrame(
        {"doc_id": known.index, "country": GROUP + known.to_numpy(), "weight": 1.0, "p_about": 1.0}
    )
    return draw_topic_country(
        models, bow, weights, cluster=cluster, draws=config.draws, seed=config.seed,
        checkpoint=checkpoint,
    )  # fmt: skip


def draw_crossed(
    models: Sequence[TopicModel],
    bow: BagOfWords,
    weights: pd.DataFrame,
    values: pd.Series,
    cells: pd.MultiIndex,
    cluster: pd.Series | None,
    config: ReportConfig,
    *,
    checkpoint: Path | None = None,
) -> TopicCountryDraws | None:
    """Draw the topics of countries in each group; None where there is no cell.

    What the other countries are about counts as about none of these; documents of no group are
    left out.
    """
    if cells.empty:
        return None
    rows = weights[weights["country"].isin(cells.get_level_values("country"))]
    return draw_topic_country(
        models, bow, rows, period=values[values.index.isin(bow.doc_ids)], cluster=cluster,
        draws=config.draws, seed=config.seed, checkpoint=checkpoint,
    )  # fmt: skip
