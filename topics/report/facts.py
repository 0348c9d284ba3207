"""What pages and the HTML page say of a run in numbers."""

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from topics.run.analysis import Analysis


def headline_numbers(analysis: "Analysis") -> list[tuple[str, str]]:
    """Return the size of the run as pairs of a number and its name."""
    estimates = analysis.estimates
    return [
        (f"{len(analysis.corpus):,}", "documents kept"),
        (f"{len(analysis.mentions):,}", "mentions of countries"),
        (f"{estimates['country'].nunique():,}", "countries estimated"),
        (f"{estimates['topic'].nunique():,}", "topics"),
    ]


def dated_documents(analysis: "Analysis") -> pd.DataFrame:
    """Return the documents without their text, with their date, or their year where that is all."""
    from topics.run.comparison import known_dates, only_years

    corpus = analysis.corpus.drop(columns="text")
    if only_years(corpus):
        corpus = corpus.assign(date_precision="year")
    return corpus.assign(date=known_dates(corpus).to_numpy())


def dagger_sentence(analysis: "Analysis") -> str:
    """Return what a dagger behind a topic means, with a space before it, when there is one."""
    found = analysis.reliability
    if found.empty or found["stable"].all():
        return ""
    return " †: fits from other seeds do not find this topic again."


def corpus_shares(estimates: pd.DataFrame) -> pd.Series:
    """Return the share of each topic in the corpus, which the lifts are measured against."""
    base = estimates["estimate"] / estimates["lift"]
    return base.groupby(estimates["topic"]).median()


def departures(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose interval leaves out the topic's share in the corpus (column base).

    Those above the corpus come first, then those below it; within each, by how far the nearer
    end of the interval is from the corpus.
    """
    rows = estimates.assign(base=estimates["estimate"] / estimates["lift"])
    above, below = rows["ci_low"] / rows["base"], rows["base"] / rows["ci_high"]
    parts = [
        rows.loc[margin[margin > 1].sort_values(ascending=False, kind="stable").index]
        for margin in (above, below)
    ]
    return pd.concat(parts, ignore_index=True)


def most_changed(trends: pd.DataFrame) -> list[int]:
    """Return the topics of estimates by period, the one that moved furthest in a country first.

    How far is the gap between the intervals of a country's highest and lowest period.
    """
    cells = trends.dropna(subset="estimate").groupby(["topic", "country"])
    gap = (cells["ci_low"].max() - cells["ci_high"].min()).groupby("topic").max()
    return list(gap.sort_values(ascending=False, kind="stable").index)
