"""Draws of pairs of countries as tables: their shares, what is beyond, and what has changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import ndtr

from topics._checks import check_range, listed
from topics.errors import InputError, TopicsError
from topics.estimate.given import with_note
from topics.estimate.intervals import difference_interval, difference_score, share_interval

if TYPE_CHECKING:
    from topics.estimate.relations import PairDraws

FDR = 0.05
# Of the texts that mentions say are about both, the part that the draws must take to be so. Below,
# texts that read like one of the countries alone may have been taken from the pair: see Notes.
LEAST_BOTH = 0.75
COLUMNS = (
    "first", "second", "topic", "period", "estimate", "std_error", "ci_low", "ci_high", "ci50_low",
    "ci50_high", "expected", "beyond", "beyond_low", "beyond_high", "beyond50_low",
    "beyond50_high", "p_value", "p_adjusted", "additivity_p", "additivity_p_adjusted", "flagged",
    "settled", "n_docs", "n_effective", "n_both", "share_first",
    "first_alone", "first_alone_low", "first_alone_high",
    "second_alone", "second_alone_low", "second_alone_high",
)  # fmt: skip


def summarise_pairs(
    draws: "PairDraws", *, level: float = 0.95, min_docs: float = 5
) -> pd.DataFrame:
    """Return one row per pair and topic; columns as `topic_pairs` documents them.

    Parameters
    ----------
    draws : PairDraws
    level : float in (0, 1)
        Level of the wider intervals.
    min_docs : float
        With periods: where a pair has fewer documents in one, its numbers are missing; where one
        of its countries has fewer (sum of weights), `expected` and all that rests on it are.

    Returns
    -------
    DataFrame
        One row per pair, topic and period; columns as `topic_pairs` documents them.

    Raises
    ------
    TopicsError
        When an option is out of range.
    """
    check_range(level, 0, 1, name="level", open_ends=True)
    check_range(min_docs, 0, float("inf"), name="min_docs")
    followed = "period" in draws.pairs
    names = [name for name in COLUMNS if name != "period" or followed]
    if draws.pairs.empty:
        return pd.DataFrame(columns=names)
    least = min_docs if followed else 0
    parts = [_cells(draws, row, level, least) for row in draws.pairs.to_dict("records")]
    table: pd.DataFrame = pd.concat(parts, ignore_index=True)
    shape = (len(draws.pairs), len(draws.together.topics))
    p_value = table["p_value"].to_numpy().reshape(shape)
    additivity = np.stack([_adjusted(row).min() for row in p_value])
    table["p_adjusted"] = _adjusted(p_value.ravel())
    table["additivity_p"] = additivity.repeat(shape[1])
    table["additivity_p_adjusted"] = _adjusted(additivity).repeat(shape[1])
    table["flagged"] = (table["p_adjusted"] < FDR) & (table["additivity_p_adjusted"] < FDR)
    table["flagged"] &= ~taken_apart(table)
    if followed:
        table = table.sort_values(["first", "second", "period"], kind="stable", ignore_index=True)
    return with_note(table[names], draws.together.note)


def taken_apart(pairs: pd.DataFrame) -> "pd.Series[bool]":
    """Return where words leave a pair far fewer texts than mentions do; False where unknown.

    Whether a text is about both countries, or about one of them alone, is drawn given its words. A
    text of the pair that reads just like one country is then mostly taken to be about that one, and
    what is left to the pair is further from both than its texts are.

    Examples
    --------
    >>> taken_apart(pd.DataFrame({"n_both": [30.0, 10.0], "n_effective": [32.0, 32.0]})).tolist()
    [False, True]
    """
    if "n_both" not in pairs:
        return pd.Series(data=False, index=pairs.index)
    return pairs["n_both"] < LEAST_BOTH * pairs["n_effective"]


def pair_changes(
    draws: "PairDraws", first: str, second: str, *, level: float = 0.95
) -> pd.DataFrame:
    """Compare pairs between two periods: the second less the first, such as after and before.

    Parameters
    ----------
    draws : PairDraws
        From `draw_topic_pairs` with `period`.
    first, second : str
        Periods.
    level : float in (0, 1)
        Level of the intervals.

    Returns
    -------
    DataFrame
        One row per pair with documents in both periods, and topic: `first, second, topic`;
        `change` of the pair's share, in [-1, 1], with `change_low, change_high`; `change_beyond`,
        of what it is beyond its two countries, with `change_beyond_low, change_beyond_high`;
        `p_value` and `p_adjusted` of `change`, over all rows (Benjamini and Hochberg 1995);
        `settled`, where the shares of the pair and of both countries are, in both periods;
        `n_first, n_second`, documents.

    Raises
    ------
    TopicsError
        When the draws have no periods, or no pair has documents in both.
    """
    check_range(level, 0, 1, name="level", open_ends=True)
    if "period" not in draws.pairs:
        raise TopicsError("the draws have no periods; give `period` to draw_topic_pairs.")
    keys = ["first", "second", "group"]
    sides = [draws.pairs[draws.pairs["period"] == p] for p in (first, second)]
    both = sides[0].merge(sides[1], on=keys, suffixes=("_before", "_after"))
    if both.empty:
        known = listed(sorted(draws.pairs["period"].unique()))
        raise TopicsError(
            f"no pair has documents in both {first!r} and {second!r}; the periods are {known}."
        )
    parts = []
    for row in both.to_dict("records"):
        whens = [row | {"period": when} for when in (first, second)]
        threes = [_three(draws, when) for when in whens]
        change = threes[1][0] - threes[0][0]
        expected = _expected(threes[1], row["share_first_after"])
        expected -= _expected(threes[0], row["share_first_before"])
        low, high = difference_interval(change, level=level)
        beyond_low, beyond_high = difference_interval(change - expected, level=level)
        parts.append(
            pd.DataFrame(
                {
                    "first": row["first"], "second": row["second"],
                    "topic": draws.together.topics, "change": change.mean(axis=0),
                    "change_low": low, "change_high": high,
                    "change_beyond": (change - expected).mean(axis=0),
                    "change_beyond_low": beyond_low, "change_beyond_high": beyond_high,
                    "p_value": 2 * ndtr(-np.abs(difference_score(change))),
                    "settled": _settled(draws, *whens),
                    "n_first": row["n_docs_before"], "n_second": row["n_docs_after"],
                }
            )
        )  # fmt: skip
    table = pd.concat(parts, ignore_index=True)
    table.insert(10, "p_adjusted", _adjusted(table["p_value"].to_numpy()))
    return with_note(table, draws.together.note)


def _adjusted(p_value: np.ndarray) -> np.ndarray:
    """Control false discoveries over what is known; what is missing stays so."""
    from scipy.stats import false_discovery_control

    adjusted = np.full(p_value.shape, np.nan)
    known = ~np.isnan(p_value)
    if known.any():
        adjusted[known] = false_discovery_control(p_value[known])
    return adjusted


def _three(draws: "PairDraws", pair: Mapping[Any, Any]) -> np.ndarray:
    """Return draws of a pair and its two countries, array (3, n_draws, n_topics).

    A country without a document beside its pair in the period is missing.
    """
    at = _places(draws, pair)
    sample = draws.together.sample[:, at].astype(np.float64).swapaxes(0, 1)
    sample[at < 0] = np.nan
    return np.asarray(sample)


def _places(draws: "PairDraws", pair: Mapping[Any, Any]) -> np.ndarray:
    """Return where a pair and its two countries stand among the groups, int array (3,).

    It is -1 for a country without a document beside its pair in the period.
    """
    period = pair.get("period", "")
    names = [(str(pair[name]), period) for name in ("group", "first", "second")]
    at = draws.together.groups.get_indexer(pd.MultiIndex.from_tuples(names))
    if at[0] < 0 or (not period and (at < 0).any()):
        lost = names[int(np.argmin(at))][0]
        raise InputError(f"no document with a word that the model knows is about {lost!r}.")
    return np.asarray(at)


def _about(draws: "PairDraws", pair: Mapping[Any, Any]) -> float:
    """Return how many documents the draws took to be about both; missing where it is not known."""
    n_about = draws.together.n_about
    return np.nan if n_about is None else float(n_about[_places(draws, pair)[0]])


def _settled(draws: "PairDraws", *pairs: Mapping[Any, Any]) -> np.ndarray:
    """Return where the shares of pairs and of their countries have settled, (n_topics,)."""
    at = np.concatenate([_places(draws, pair) for pair in pairs])
    return np.asarray(draws.together.settled[at[at >= 0]].all(axis=0))


def _expected(three: np.ndarray, share: float) -> np.ndarray:
    return np.asarray(share * three[1] + (1 - share) * three[2])


def _cells(
    draws: "PairDraws", pair: Mapping[Any, Any], level: float, min_docs: float
) -> pd.DataFrame:
    """Return the rows of one pair, but for what is adjusted over all."""
    three = _three(draws, pair)
    three[_sizes(draws, pair) < min_docs] = np.nan
    both, *alone = three
    expected = _expected(three, pair["share_first"]) + 0 * both
    beyond = both - expected
    columns: dict[str, Any] = {
        "first": pair["first"],
        "second": pair["second"],
        "topic": draws.together.topics,
        "period": pair.get("period", ""),
        "estimate": both.mean(axis=0),
        "std_error": both.std(axis=0, ddof=1),
        "expected": expected.mean(axis=0),
        "beyond": beyond.mean(axis=0),
        "p_value": 2 * ndtr(-np.abs(difference_score(beyond))),
        "settled": _settled(draws, pair),
        **{name: pair[name] for name in ("n_docs", "n_effective", "share_first")},
        "n_both": _about(draws, pair),
    }
    for width, name in ((level, ""), (0.5, "50")):
        low, high = share_interval(both, level=width)
        columns |= {f"ci{name}_low": low, f"ci{name}_high": high}
        low, high = difference_interval(beyond, level=width)
        columns |= {f"beyond{name}_low": low, f"beyond{name}_high": high}
    for side, own in zip(("first", "second"), alone, strict=True):
        low, high = share_interval(own, level=level)
        columns |= {f"{side}_alone": own.mean(axis=0), f"{side}_alone_low": low}
        columns[f"{side}_alone_high"] = high
    return pd.DataFrame(columns)


def _sizes(draws: "PairDraws", pair: Mapping[Any, Any]) -> np.ndarray:
    """Return the documents of a pair, and of each of its countries beside it, in its period."""
    sizes = pd.Series(draws.together.n_effective, index=draws.together.groups)
    when = pair.get("period", "")
    alone = [sizes.get((pair[side], when), 0.0) for side in ("first", "second")]
    return np.array([pair["n_docs"], *alone])
