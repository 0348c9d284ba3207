"""Topic shares of countries over time, with gaps where there are too few documents."""

from collections.abc import Sequence
from os import PathLike
from typing import Literal

import numpy as np
import pandas as pd

from topics._checks import check_choice, check_range
from topics.errors import InputError
from topics.estimate.draws import TopicCountryDraws, draw_topic_country
from topics.estimate.inputs import HasCounts, HasTopicWord
from topics.estimate.sampler import Unit
from topics.estimate.table import summarise_draws

Period = Literal["month", "quarter", "year"]
FREQUENCY = {"month": "M", "quarter": "Q", "year": "Y"}
# What is not told of a country in a period with too few documents.
_NUMBERS = [
    "estimate", "std_error", "ci_low", "ci_high", "ci50_low", "ci50_high", "main_share",
    "main_low", "main_high", "lift", "lift_low", "lift_high", "p_country_given_topic",
    "p_country_low", "p_country_high", "p_value", "p_adjusted",
]  # fmt: skip


def trends(
    model: HasTopicWord | Sequence[HasTopicWord],
    bow: HasCounts,
    weights: pd.DataFrame,
    dates: pd.Series,
    *,
    period: Period = "year",
    min_docs: float = 5,
    unit: Unit = "document",
    cluster: pd.Series | None = None,
    refit: bool = True,
    level: float = 0.95,
    draws: int = 500,
    seed: int = 0,
    threads: int | None = None,
    checkpoint: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Estimate P(topic | country, period), with bands.

    Periods of a country lean on the country's overall mix, by as much as the data say.

    Parameters
    ----------
    model, bow, weights, unit, cluster, refit, level, draws, seed, threads, checkpoint
        As in `topic_country`.
    dates : Series of datetime64
        Date of each document, indexed by doc_id. Documents without one are left out; the
        `diagnostics` of `draw_topic_country` list them, as `undated`, when it is given `period`.
    period : {"month", "quarter", "year"}
        Length of a period.
    min_docs : float, default 5
        Where a country has fewer documents in a period (sum of weights), the row is there with
        its number of documents, and its estimate and interval are missing.

    Returns
    -------
    DataFrame
        As `topic_country` returns with `period`; a row for every country, topic and period from
        the first to the last. Periods are written 2014, 2014Q3 or 2014-03.

    Raises
    ------
    InputError
        When no document has a date, or the inputs do not fit together.
    """
    drawn = draw_trends(
        model, bow, weights, dates, period=period, unit=unit, cluster=cluster, refit=refit,
        draws=draws, seed=seed, threads=threads, checkpoint=checkpoint,
    )  # fmt: skip
    return summarise_trends(drawn, min_docs=min_docs, level=level)


def draw_trends(
    model: HasTopicWord | Sequence[HasTopicWord],
    bow: HasCounts,
    weights: pd.DataFrame,
    dates: pd.Series,
    *,
    period: Period = "year",
    unit: Unit = "document",
    cluster: pd.Series | None = None,
    refit: bool = True,
    draws: int = 500,
    seed: int = 0,
    threads: int | None = None,
    checkpoint: str | PathLike[str] | None = None,
) -> TopicCountryDraws:
    """Draw topic mixes of countries by period; the parameters are those of `trends`."""
    check_choice(period, FREQUENCY, name="period")
    if not isinstance(dates, pd.Series) or not pd.api.types.is_datetime64_any_dtype(dates):
        raise InputError("`dates` must be a Series of dates indexed by doc_id; see pd.to_datetime.")
    dated = dates[dates.index.isin(bow.doc_ids)].dropna()
    if dated.empty:
        raise InputError("no document of `bow` has a date in `dates`.")
    periods = dated.dt.to_period(FREQUENCY[period])
    return draw_topic_country(
        model,
        bow,
        weights,
        period=periods.astype(str),
        unit=unit,
        cluster=cluster,
        refit=refit,
        draws=draws,
        seed=seed,
        threads=threads,
        checkpoint=checkpoint,
    )


def summarise_trends(
    draws: TopicCountryDraws, *, min_docs: float = 5, level: float = 0.95
) -> pd.DataFrame:
    """Return one row per country, period and topic, as `trends` documents them.

    Parameters
    ----------
    draws : TopicCountryDraws
        From `draw_trends`.
    min_docs, level : float
        As in `trends`.
    """
    check_range(min_docs, 0, float("inf"), name="min_docs")
    table = summarise_draws(draws, level=level)
    periods = [pd.Period(text) for text in draws.groups.get_level_values("period")]
    span = pd.period_range(min(periods), max(periods)).astype(str)
    every = pd.MultiIndex.from_product(
        [table["country"].unique(), span, table["topic"].unique()],
        names=["country", "period", "topic"],
    )
    full = table.set_index(list(every.names)).reindex(every).reset_index()[table.columns]
    full["settled"] = full["settled"].astype("boolean").fillna(value=True)
    full = full.fillna({"n_docs": 0, "n_effective": 0.0}).astype({"n_docs": int, "settled": bool})
    full["corpus_share"] = full["topic"].map(table.groupby("topic")["corpus_share"].first())
    full.loc[full["n_effective"] < min_docs, _NUMBERS] = np.nan
    return full
