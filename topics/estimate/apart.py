"""Documents about two countries and no third go to the pair of them; what is left, to the two."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics._checks import check_columns
from topics.errors import InputError, TopicsError

LIKELY = 0.5
# Documents that a pair needs, and that each of its countries needs beside all pairs (sum of
# weights). With corpora of 160 documents, in which many have no more than these, intervals still
# held what was planted: `reports/validate_estimates.py pairs`, "few documents".
LEAST, LEAST_APART = 15, 6.0
JOIN = "+"
OTHERS = f"other{JOIN}pairs"  # where only some pairs are followed
_FEWEST_CLUSTERS = 5  # of fewer, the bootstrap cannot say how much they differ
# How many times heavier a state of a document is than the next: see `set_pairs_apart`.
_HEAVIER = 1e4


def set_pairs_apart(
    weights: pd.DataFrame,
    *,
    pairs: Sequence[str] | None = None,
    least: int = LEAST,
    least_apart: float = LEAST_APART,
    cluster: pd.Series | None = None,
    period: pd.Series | None = None,
    plain: bool = False,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    r"""Give documents about two countries to their pair.

    Parameters
    ----------
    weights : DataFrame
        `doc_id, country, weight[, p_about]`, as `topic_country` takes them.
    pairs : sequence of str, optional
        Such as ``"KAZ-UZB"``. By default every pair with enough documents.
    least : int
        Documents about both, and about no third country, that a pair needs.
    least_apart : float
        Documents (sum of weights) that each of its countries needs beside all pairs.
    cluster : Series, optional
        Cluster of each document, by doc_id. The documents of a pair must be of five or more.
    period : Series, optional
        Period of each document, by doc_id: the table then counts by `period`.
    plain : bool
        Give weights as chances of these states, for shares of documents that are given: their
        words cannot tell the state.

    Returns
    -------
    weights : DataFrame
        `doc_id, country, weight, p_about` for `draw_topic_country`; a pair is a country of its
        own, such as ``"KAZ+UZB"``.
    table : DataFrame
        One row per pair, sorted: `first, second, group` (its name in `weights`), `n_docs`,
        `n_effective` (the sum over them of the probability that they are about both), and
        `share_first`, the mean weight of the first country when they are.

    Raises
    ------
    InputError
        When a code holds "+", or a document has two rows for one country.
    TopicsError
        When a pair that is asked for has too few documents, or is no pair.

    Notes
    -----
    A document belongs to a pair when exactly two countries have `p_about` of a half or more.
    Documents about three and more countries stay as they are, and are unmixed. A document of a
    pair is about both, only about the first, only about the second, or about neither, with
    probabilities :math:`p_1 p_2`, :math:`p_1 (1 - p_2)`, :math:`(1 - p_1) p_2` and
    :math:`(1 - p_1)(1 - p_2)`. The sampler knows groups that a document is about or is not,
    independently, and divides it by their weights. So the four states are told one after the
    other: about the pair with :math:`p_1 p_2`; if not, about the first with
    :math:`p_1 (1 - p_2) / (1 - p_1 p_2)`; if not, about the second with :math:`p_2`; and each
    weighs so much more than the next that the next does not count beside it. An unlikely third
    country keeps its weight beside the pair; where the document is about only one of the two, a
    third that it is about as well takes its place.
    """
    rows = _rows(weights)
    found = _two_likely(rows)
    ids = found["doc_id"]
    found["cluster"] = ids if cluster is None else cluster.reindex(ids).to_numpy()
    chosen = (
        _with_enough(rows, found, least, least_apart)
        if pairs is None
        else _asked_for(rows, found, pairs, least, least_apart)
    )
    found = found[found["group"].isin(chosen)].copy()
    found["period"] = "" if period is None else period.reindex(found["doc_id"]).to_numpy()
    table = (
        found.assign(part=found["share_first"] * found["p_both"])
        .groupby(["group", "period"], sort=True)
        .agg(
            first=("first", "first"),
            second=("second", "first"),
            n_docs=("p_both", "size"),
            n_effective=("p_both", "sum"),
            part=("part", "sum"),
        )
        .reset_index()
    )
    table["share_first"] = table.pop("part") / table["n_effective"]
    columns = ["first", "second", "group", "n_docs", "n_effective", "share_first"]
    if period is not None:
        columns.insert(3, "period")
    return (_by_chance if plain else _by_state)(rows, found), table[columns]


def keep_followed(
    weights: pd.DataFrame, table: pd.DataFrame, follow: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep some of the pairs that were set apart, with their countries.

    Parameters
    ----------
    weights, table : DataFrame
        As `set_pairs_apart` returns them.
    follow : sequence of str
        Pairs, such as ``"KAZ-UZB"``.

    Returns
    -------
    weights, table : DataFrame
        The other pairs are one group, `OTHERS`: their documents stay apart. What the other
        countries are about counts as about none.

    Raises
    ------
    TopicsError
        When a pair was not set apart.
    """
    groups = [JOIN.join(sorted(str(pair).split("-"))) for pair in follow]
    for pair, group in zip(follow, groups, strict=True):
        if group not in set(table["group"]):
            raise TopicsError(f"`follow`: {pair!r} is no pair that is estimated.")
    chosen = table[table["group"].isin(groups)]
    kept = {*groups, *chosen["first"], *chosen["second"]}
    names = weights["country"].astype(str)
    other = names.str.contains(JOIN, regex=False) & ~names.isin(kept)
    rows = weights.assign(country=names.where(~other, OTHERS))
    return rows[rows["country"].isin(kept | {OTHERS})], chosen.reset_index(drop=True)


def likely_groups(weights: pd.DataFrame) -> pd.Series:
    """Name what each document is likely about: one country, or a pair such as ``"KAZ+UZB"``.

    Parameters
    ----------
    weights : DataFrame
        As in `set_pairs_apart`.

    Returns
    -------
    Series of str
        By doc_id, for documents with one or two countries of `p_about` of a half or more.

    Examples
    --------
    >>> weights = pd.DataFrame({"doc_id": ["a", "a", "b"], "country": ["KAZ", "UZB", "KAZ"],
    ...                         "weight": [0.5, 0.5, 1.0]})
    >>> likely_groups(weights).to_dict()
    {'a': 'KAZ+UZB', 'b': 'KAZ'}
    """
    rows = _rows(weights)
    named = rows[rows["p_about"] >= LIKELY].astype({"country": str}).groupby("doc_id")["country"]
    return named.agg(JOIN.join)[named.size() <= 2]


def _rows(weights: pd.DataFrame) -> pd.DataFrame:
    """Check weights, and put them in order."""
    check_columns(weights, ["doc_id", "country", "weight"], name="weights")
    rows = weights[weights["weight"] > 0]
    rows = rows.assign(p_about=rows.get("p_about", 1.0))
    odd = rows.loc[rows["country"].astype(str).str.contains(JOIN, regex=False), "country"]
    if len(odd):
        raise InputError(f"`weights.country`: {odd.iloc[0]!r} holds a {JOIN}, which joins pairs.")
    twice = rows.duplicated(["doc_id", "country"])
    if twice.any():
        row = rows[twice].iloc[0]
        raise InputError(
            f"`weights` has more than one row for {row['doc_id']!r}, {row['country']!r}. "
            "Add them up first."
        )
    rows = rows[["doc_id", "country", "weight", "p_about"]]
    return rows.sort_values(["doc_id", "country"], ignore_index=True)


def _two_likely(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the documents with exactly two likely countries, and what is known of both."""
    likely = rows[rows["p_about"] >= LIKELY]
    two = likely[likely.groupby("doc_id")["country"].transform("size") == 2]
    first, second = two.iloc[::2], two.iloc[1::2]
    # A weight is that of a document that may be about neither: this is it when about both.
    part = [side["weight"].to_numpy() / side["p_about"].to_numpy() for side in (first, second)]
    found = pd.DataFrame(
        {
            "doc_id": first["doc_id"].to_numpy(),
            "first": first["country"].to_numpy(),
            "second": second["country"].to_numpy(),
            "p_first": first["p_about"].to_numpy(dtype=float).clip(max=1),
            "p_second": second["p_about"].to_numpy(dtype=float).clip(max=1),
            "part": part[0] + part[1],
            "share_first": part[0] / (part[0] + part[1]),
        }
    )
    found["p_both"] = found["p_first"] * found["p_second"]
    found["group"] = found["first"].astype(str) + JOIN + found["second"].astype(str)
    return found


def _with_enough(
    rows: pd.DataFrame, found: pd.DataFrame, least: int, least_apart: float
) -> set[str]:
    """Return the pairs with enough documents whose countries have enough beside all of these."""
    sizes, clusters = (found.groupby("group")[name] for name in ("doc_id", "cluster"))
    enough = (sizes.size() >= least) & (clusters.nunique() >= min(least, _FEWEST_CLUSTERS))
    chosen = set(enough.index[enough])
    while True:
        # Documents of a pair that is given up go back to its countries, so more may have enough;
        # all pairs of a country that lacks them go at once, so that the order does not matter.
        beside = _apart(rows, found[found["group"].isin(chosen)])
        kept = {
            pair for pair in chosen
            if all(beside.get(code, 0.0) >= least_apart for code in pair.split(JOIN))
        }  # fmt: skip
        if kept == chosen:
            return chosen
        chosen = kept


def _asked_for(
    rows: pd.DataFrame,
    found: pd.DataFrame,
    pairs: Sequence[str],
    least: int,
    least_apart: float,
) -> set[str]:
    sizes = found["group"].value_counts()
    clusters = found.groupby("group")["cluster"].nunique()
    chosen = {}
    for pair in pairs:
        sides = sorted(str(pair).split("-"))
        if len(sides) != 2 or sides[0] == sides[1]:
            raise TopicsError(f"`pairs` needs two countries each, such as 'KAZ-UZB'; got {pair!r}.")
        chosen[JOIN.join(sides)] = pair
    beside = _apart(rows, found[found["group"].isin(chosen)])
    for group, pair in chosen.items():
        n_docs = int(sizes.get(group, 0))
        if n_docs < least:
            raise TopicsError(
                f"`pairs`: {n_docs} documents are about both countries of {pair} and no third; "
                f"at least {least} are needed. Leave the pair out."
            )
        if clusters[group] < min(least, _FEWEST_CLUSTERS):
            raise TopicsError(
                f"`pairs`: the {n_docs} documents about both countries of {pair} are of "
                f"{clusters[group]} clusters; at least {min(least, _FEWEST_CLUSTERS)} are needed. "
                "Leave the pair out."
            )
        for code in group.split(JOIN):
            if beside.get(code, 0.0) < least_apart:
                raise TopicsError(
                    f"`pairs`: {code} has {beside.get(code, 0.0):.1f} documents beside its pairs; "
                    f"{least_apart:g} are needed to say what is expected of {pair}. Leave the pair "
                    "out."
                )
    return set(chosen)


def _apart(rows: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Sum the weights of each country over the documents that belong to no pair."""
    return rows[~rows["doc_id"].isin(found["doc_id"])].groupby("country")["weight"].sum()


def _by_state(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return weights in which the documents of pairs are told by state."""
    if found.empty:
        return rows.reset_index(drop=True)
    p_both, p_second = found["p_both"].to_numpy(), found["p_second"].to_numpy()
    only_first = found["p_first"].to_numpy() - p_both
    p_first = np.divide(only_first, 1 - p_both, out=np.zeros(len(found)), where=p_both < 1)
    p_second = np.where((p_both < 1) & (p_first < 1), p_second, 0.0)
    states = pd.concat(
        pd.DataFrame(
            {
                "doc_id": found["doc_id"].to_numpy(),
                "country": found[name].to_numpy(),
                "p_about": p,
                "part": _HEAVIER ** -float(place),
            }
        )
        for place, (name, p) in enumerate(
            [("group", p_both), ("first", p_first), ("second", p_second)]
        )
    )
    # Which of the two comes first in the alphabet does not matter: the chain gives every state
    # the probability that it has.
    of_doc = found.set_index("doc_id")
    mine = rows[rows["doc_id"].isin(of_doc.index)]
    beside = mine[mine["p_about"] < LIKELY]
    part = beside["weight"] / beside["p_about"].clip(lower=1e-9)
    beside = beside.assign(part=part / of_doc["part"].loc[beside["doc_id"]].to_numpy())
    new = pd.concat([states, beside.drop(columns="weight")])
    new = new[(new["p_about"] > 0) & (new["part"] > 0)]
    raw = new["part"] * new["p_about"]
    # What a document leaves to no country is what it was.
    total = mine.groupby("doc_id")["weight"].sum() / raw.groupby(new["doc_id"]).sum()
    new = new.assign(weight=raw * total.loc[new["doc_id"]].to_numpy())
    others = rows[~rows["doc_id"].isin(of_doc.index)]
    columns = ["doc_id", "country", "weight", "p_about"]
    together = pd.concat([others, new[columns]])
    return together.sort_values(["doc_id", "country"], ignore_index=True)


def _by_chance(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return weights in which what a document gives to the two of a pair is divided by state."""
    p_first, p_second, p_both = (
        found[f"p_{name}"].to_numpy() for name in ("first", "second", "both")
    )
    chances = (p_both, p_first - p_both, p_second - p_both)
    pairs = rows.merge(found[["doc_id", "first", "second"]], on="doc_id")
    own = pairs["country"].eq(pairs["first"]) | pairs["country"].eq(pairs["second"])
    total = pairs[own].groupby("doc_id")["weight"].sum().reindex(found["doc_id"]).to_numpy()
    states = pd.concat(
        pd.DataFrame(
            {
                "doc_id": found["doc_id"].to_numpy(),
                "country": found[name].to_numpy(),
                "weight": total * chance / sum(chances),
            }
        )
        for name, chance in zip(("group", "first", "second"), chances, strict=True)
    )
    others = pd.concat([pairs[~own], rows[~rows["doc_id"].isin(found["doc_id"])]])
    together = pd.concat([others[["doc_id", "country", "weight"]], states[states["weight"] > 0]])
    return together.assign(p_about=1.0).sort_values(["doc_id", "country"], ignore_index=True)
