"""What pages and the HTML page say of a run in numbers."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from topics.analysis import Analysis


def headline_numbers(analysis: "Analysis") -> list[tuple[str, str]]:
    """Return the size of the run as pairs of a number and its name."""
    estimates = analysis.estimates
    return [
        (f"{len(analysis.corpus):,}", "documents kept"),
        (f"{len(analysis.mentions):,}", "mentions of countries"),
        (f"{estimates['country'].nunique():,}", "countries estimated"),
        (f"{estimates['topic'].nunique():,}", "topics"),
    ]


def corpus_shares(estimates: pd.DataFrame) -> pd.Series:
    """Return the share of each topic in the corpus, which the lifts are measured against."""
    base = estimates["estimate"] / estimates["lift"]
    return base.groupby(estimates["topic"]).median()


def departures(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose interval leaves out the topic's share in the corpus (column base)."""
    rows = estimates.assign(base=estimates["estimate"] / estimates["lift"])
    above, below = rows["ci_low"] / rows["base"], rows["base"] / rows["ci_high"]
    margin = above.where(above > 1, below)
    order = margin.sort_values(ascending=False, kind="stable").index
    return rows.loc[[index for index in order if margin[index] > 1]].reset_index(drop=True)
