"""Groups with draws beside covariates: who is used, the columns, and who depends on whom."""

import warnings
from typing import Any

import numpy as np
import pandas as pd

from topics._checks import check_columns, did_you_mean, listed
from topics.errors import InputError, TopicsError, require_extra
from topics.estimate.draws import TopicCountryDraws, is_country
from topics.estimate.relations import PairDraws

_LEAST_CLUSTERS = 5


def keyed(draws: TopicCountryDraws | PairDraws) -> tuple[TopicCountryDraws, pd.DataFrame]:
    """Return draws, and a row per group to regress: its place, keys and documents.

    Returns
    -------
    draws : TopicCountryDraws
    rows : DataFrame
        `at`, its place in the draws; `country` or `first, second`; `period` where there are any;
        `n_effective`.
    """
    together = draws.together if isinstance(draws, PairDraws) else draws
    rows = together.groups.to_frame(index=False)
    rows.insert(0, "at", np.arange(len(rows)))
    rows["n_effective"] = together.n_effective
    if isinstance(draws, PairDraws):
        if draws.pairs.empty:
            raise InputError("the draws have no pair: none has enough documents.")
        names = draws.pairs.drop_duplicates("group").rename(columns={"group": "country"})
        rows = rows.merge(names[["country", "first", "second"]], on="country").drop(
            columns="country"
        )
    else:
        rows = rows[is_country(together.groups)]
    if (rows["period"] == "").all():
        rows = rows.drop(columns="period")
    return together, rows.reset_index(drop=True)


def aligned(
    rows: pd.DataFrame, data: pd.DataFrame, *, min_docs: float, missing: str, needed: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the groups with documents and covariates, with these, and those left out, and why."""
    keys = [name for name in ("country", "first", "second", "period") if name in rows]
    check_columns(data, [*keys, *needed], name="data")
    facts = data.copy()
    if "first" in keys:
        sides = np.sort(facts[["first", "second"]].astype(str).to_numpy(), axis=1)
        facts[["first", "second"]] = sides
    for name in keys:
        facts[name] = facts[name].astype(str)
    twice = facts.duplicated(keys)
    if twice.any():
        raise InputError(
            f"`data` has more than one row for {_named(facts[twice].iloc[0], keys)}; give one."
        )
    clash = sorted({"at", "n_effective"} & set(facts.columns))
    both = rows.merge(facts.drop(columns=clash), on=keys, how="left", indicator="found")
    why = pd.Series("", index=both.index)
    why[both[needed].isna().any(axis=1)] = "a covariate is missing"
    why[both["found"] == "left_only"] = "not in data"
    why[both["n_effective"] < min_docs] = f"fewer than {min_docs:g} documents"
    lost = why.isin(["a covariate is missing", "not in data"])
    if lost.any() and missing == "raise":
        first = both[lost].iloc[0]
        raise InputError(
            f"`data` lacks {int(lost.sum())} of {len(both)} groups or their covariates, first "
            f"{_named(first, keys)} ({why[lost].iloc[0]}). Add them, or give `missing='drop'`."
        )
    left_out = both.loc[why != "", [*keys, "n_effective"]].assign(why=why[why != ""])
    return both[why == ""].reset_index(drop=True), left_out.reset_index(drop=True)


def design(formula: str, rows: pd.DataFrame, intercepts: str | None) -> tuple[np.ndarray, Any]:
    """Return the columns of a formula (n_groups, n_terms), and how to make them of other data."""
    formulaic = require_extra("formulaic", "effects")
    if not isinstance(formula, str) or not formula.strip():
        raise TopicsError(f"`formula` must be a text such as '~ region'; got {formula!r}.")
    right = formula.strip().removeprefix("~")
    if "~" in right:
        raise TopicsError(
            f"`formula` has a left side, {formula!r}; shares of topics stand there. Begin with ~."
        )
    whole = right if intercepts is None else f"{right} + C(`{intercepts}`)"
    try:
        matrix = formulaic.model_matrix(whole, rows, na_action="raise", context={})
    except (ValueError, TypeError, formulaic.errors.FormulaicError) as error:
        raise _unread(formula, rows, error) from error
    x = _numbers(matrix)
    if len(x) < x.shape[1] + 3:
        raise TopicsError(
            f"`formula` {formula!r} makes {x.shape[1]} columns of {len(x)} groups; at least "
            "three groups more than columns are needed. Leave terms out."
        )
    scaled = x / np.maximum(np.abs(x).max(axis=0), 1e-300)
    if np.linalg.matrix_rank(scaled, tol=1e-9 * len(x)) < x.shape[1]:
        raise TopicsError(
            f"`formula` {formula!r}: some of its columns, {listed(matrix.columns, most=12)}, say "
            "the same as others for these groups. Leave out what the others determine."
        )
    return x, matrix.model_spec


def rows_for(spec: Any, data: pd.DataFrame) -> np.ndarray:  # noqa: ANN401 - formulaic's ModelSpec
    """Make the columns of a design for other data."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return _numbers(spec.get_model_matrix(data, context={}))
        except Exception as error:  # a formula is evaluated: it may raise anything
            raise TopicsError(
                f"`data` does not fit the formula {spec.formula}: {_first_line(error)}"
            ) from error


def members_of(rows: pd.DataFrame, cluster: str | None) -> list[np.ndarray]:
    """Return the cluster of each group; for pairs without one given, each of its countries."""
    if cluster is None and "first" in rows:
        codes = pd.factorize(pd.concat([rows["first"], rows["second"]]))[0]
        members = list(codes.reshape(2, -1))
        n_clusters = len(np.unique(codes))
    else:
        column = cluster or ("country" if "period" in rows else None)
        members = [np.arange(len(rows)) if column is None else pd.factorize(rows[column])[0]]
        n_clusters = int(members[0].max()) + 1
    if n_clusters < _LEAST_CLUSTERS:
        raise TopicsError(
            f"the {len(rows)} groups are of {n_clusters} clusters; at least {_LEAST_CLUSTERS} are "
            "needed to say how much they differ."
        )
    return members


def _numbers(matrix: pd.DataFrame) -> np.ndarray:
    return np.asarray(matrix, dtype=np.float64)


def _unread(formula: str, rows: pd.DataFrame, error: Exception) -> TopicsError:
    said = _first_line(error)
    name = said.partition("factor `")[2].partition("`")[0]
    guess = did_you_mean(name, rows.columns) if name and name not in rows.columns else ""
    return TopicsError(f"`formula` {formula!r} cannot be used: {said}{guess}")


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].strip()


def _named(row: "pd.Series[Any]", keys: list[str]) -> str:
    return repr(" ".join(str(row[key]) for key in keys))
