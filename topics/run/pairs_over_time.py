"""Pairs of countries over time: which have enough texts, in what periods, and their draws."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from topics.choices import PERIODS
from topics.estimate.apart import set_pairs_apart
from topics.estimate.relations import PairDraws, draw_topic_pairs
from topics.estimate.trends import FREQUENCY
from topics.lda.model import TopicModel
from topics.run.comparison import MOST_PERIODS, finest_period, known_dates
from topics.run.config import ReportConfig
from topics.run.preflight import named_pairs
from topics.run.prepare import Prepared

ENOUGH = 5  # texts on both that a pair needs in a period,
LEAST_PERIODS = 3  # and in so many periods


def pairs_to_follow(
    ready: Prepared, weights: pd.DataFrame, pairs: Sequence[str], config: ReportConfig
) -> tuple[list[str], pd.Series | None]:
    """Return the pairs with enough texts in three periods or more, and the period of each document.

    Parameters
    ----------
    ready : Prepared
        Documents, their words and dates.
    weights : DataFrame
        Of countries that are estimated.
    pairs : sequence of str
        Pairs that are estimated, such as ``"KAZ-RUS"``.
    config : ReportConfig
        Its `trends` is the length of a period; with "auto", the longest in which a pair has enough:
        there it has most texts.

    Returns
    -------
    list of str, Series or None
        None where no pair has enough.
    """
    if config.trends == "off" or not pairs:
        return [], None
    known = ready.bow.lengths[ready.bow.lengths > 0].index
    rows = weights[weights["doc_id"].isin(known)]
    lengths = [config.trends]
    if config.trends == "auto":
        lengths = ["year"] if finest_period(ready.units) == "year" else list(PERIODS)[::-1]
    for length in lengths:
        dates = known_dates(ready.units, at_least=length).dropna()
        periods = dates[dates.index.isin(known)].dt.to_period(FREQUENCY[length])
        if periods.empty or (periods.max() - periods.min()).n >= MOST_PERIODS:
            continue
        dated = rows[rows["doc_id"].isin(periods.index)]
        _, table = set_pairs_apart(dated, cluster=ready.cluster, period=periods.astype(str))
        enough = table[table["n_docs"] >= max(ENOUGH, config.min_period_docs)]
        several = enough.groupby(["first", "second"])["period"].nunique()
        found = [f"{first}-{second}" for first, second in several.index[several >= LEAST_PERIODS]]
        chosen = [pair for pair in found if pair in pairs]
        if chosen:
            return chosen, periods.astype(str)
    return [], None


def follow_pairs(
    models: Sequence[TopicModel],
    ready: Prepared,
    weights: pd.DataFrame,
    pairs: Sequence[str],
    config: ReportConfig,
    *,
    checkpoint: Path | None = None,
) -> PairDraws | None:
    """Draw the topics of pairs by period, where dates and numbers allow; see `pairs_to_follow`."""
    follow, period = pairs_to_follow(ready, weights, pairs, config)
    if period is None:
        return None
    return draw_topic_pairs(
        models, ready.bow, weights, pairs=follow if named_pairs(config) else None, follow=follow,
        period=period,
        cluster=ready.cluster, draws=config.draws, seed=config.seed, checkpoint=checkpoint,
    )  # fmt: skip
