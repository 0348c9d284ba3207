"""What pages and the HTML page say of a run in numbers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics.estimate.standing import distance_from_corpus
from topics.plots.rows import (
    DAGGER_MEANS,
    DAGGER_WORTH,
    UNSETTLED,
    UNSETTLED_MEANS,
    documents_of,
    mark_unstable,
    unsettled,
)

if TYPE_CHECKING:
    from topics.run.analysis import Analysis


def headline_numbers(analysis: "Analysis") -> list[tuple[str, str]]:
    """Return the size of the run as pairs of a number and its name."""
    estimates = analysis.estimates
    return [
        (f"{len(analysis.corpus):,}", "documents kept"),
        (f"{len(analysis.mentions):,}", "mentions of countries"),
        (f"{estimates['country'].nunique():,}", "countries estimated"),
        (f"{estimates['topic'].nunique():,}", f"topics{_range(analysis)}"),
    ]


def _range(analysis: "Analysis") -> str:
    """Return the numbers of topics that do as well, where several do."""
    from topics.evaluate.recommend import recommend_topics

    numbers = "" if analysis.sweep.empty else recommend_topics(analysis.sweep).numbers
    return f" ({numbers} do as well)" if numbers else ""


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
    return f" {DAGGER_MEANS}; {DAGGER_WORTH}."


def number_sentence(analysis: "Analysis") -> str:
    """Return how the number of topics came about, and which numbers cannot be told from it."""
    from topics.evaluate.recommend import MORE_THAN_SHOWN, recommend_topics

    n_topics, found = analysis.config.n_topics, analysis.reliability
    again = "" if found.empty else f"; other seeds find {int(found['stable'].sum())} of them again"
    if analysis.sweep.empty:
        how = "as asked for" if analysis.n_topics_given else "by the size of the corpus"
        return f"{how}{again}. Other numbers were not compared"
    choice = recommend_topics(analysis.sweep)
    how = "the fewest that predict as well as any"
    if choice.n_topics < choice.predicts:
        how = f"most of which are found again, where {choice.predicts} would predict better"
    if analysis.n_topics_given:
        how = "as asked for"
    if choice.n_topics != n_topics:
        how += f" ({choice.n_topics} recommended)"
    if choice.between is None:
        return f"{how}{again}"
    apart = (
        f"{choice.numbers} topics cannot be told apart" if choice.numbers
        else f"no other of the {analysis.sweep['n_topics'].nunique()} numbers compared does as well"
    )  # fmt: skip
    return f"{how}{again}. {apart[:1].upper()}{apart[1:]}. {MORE_THAN_SHOWN}"


def settled_sentence(*tables: pd.DataFrame) -> str:
    """Return what the mark of unsettled shares means, with a space before it, when there is one."""
    marked = any(unsettled(table).any() for table in tables)
    return f" {UNSETTLED_MEANS} (see Method and limits)." if marked else ""


def share_of(row: Mapping[Any, Any], *, digits: int = 0) -> str:
    """Return the estimate of a row in per cent, marked when the sampler has not settled."""
    mark = "" if row.get("settled", True) else UNSETTLED
    return f"{mark}{100 * row['estimate']:.{digits}f} %"


def tells_pairs(analysis: "Analysis") -> bool:
    """Whether a report tells of pairs: a text that one country speaks is about no pair."""
    return "off" not in analysis.config.pairs and analysis.config.speaker is None


def pairs_sentence(analysis: "Analysis") -> str:
    """Return which texts the countries' own estimates leave out, with a space before it."""
    pairs = analysis.pairs
    if pairs.empty:
        return ""
    n_pairs = len(pairs[["first", "second"]].drop_duplicates())
    return (
        f" Texts on {counted(n_pairs, 'pair')} of countries are apart: see What countries are "
        "written about together."
    )


def label_of(row: Mapping[Any, Any]) -> str:
    """Return the label of a row's topic, with a dagger when other seeds do not find it again."""
    return mark_unstable(str(row["topic_label"]), row.get("stable", True))


def units_read(analysis: "Analysis") -> str:
    """Return what the topic model calls documents, and why when these are too few."""
    unit = analysis.config.unit
    text = f"{len(analysis.units):,} {unit}s"
    if len(analysis.corpus) < analysis.config.few_documents:
        text += f": {len(analysis.corpus):,} documents are too few for a topic model"
    return text


def counted(count: int, name: str, *, names: str | None = None) -> str:
    """Return a number with the name of what it counts, one or many.

    Examples
    --------
    >>> counted(1, "document"), counted(1200, "country", names="countries")
    ('1 document', '1,200 countries')
    """
    return f"{count:,} {name if count == 1 else names or f'{name}s'}"


def corpus_shares(estimates: pd.DataFrame) -> pd.Series:
    """Return the share of each topic in the corpus, by topic id."""
    return estimates.groupby("topic")["corpus_share"].first()


def departures(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose interval excludes the topic's share in the corpus.

    Those above the corpus come first, then those below it; within each, by how far the nearer
    end of the interval is from the corpus, see `distance_from_corpus`.
    """
    distance = distance_from_corpus(estimates)
    parts = [
        estimates.loc[far[far > 0].sort_values(ascending=False, kind="stable").index]
        for far in (distance, -distance)
    ]
    return pd.concat(parts, ignore_index=True)


DEPARTURE_NAMES = 2  # columns of `departures_table` that hold names; the others hold numbers


def departures_table(estimates: pd.DataFrame, *, level: float) -> tuple[list[str], list[list[str]]]:
    """Return the heads and the rows of a table of `departures`, as texts to lay out.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it, with country_name, topic_label, and stable where known.
    level : float
        Level of ``ci_low, ci_high``.
    """
    interval = f"{100 * level:g} % interval"
    heads = ["Country", "Topic", "Share", interval, "Corpus", "Times", interval, "n", "q"]
    rows = [
        [
            str(row["country_name"]),
            label_of(row),
            share_of(row, digits=1),
            f"{100 * row['ci_low']:.1f} to {100 * row['ci_high']:.1f} %",
            f"{100 * row['corpus_share']:.1f} %",
            times(row["lift"]),
            f"{times(row['lift_low'])} to {times(row['lift_high'])}",
            f"{documents_of(row):,.0f}",
            small(row.get("p_adjusted")),
        ]
        for row in departures(estimates).to_dict("records")
    ]
    return heads, rows


def small(q: float | None) -> str:
    """Return a p-value in as many digits as it needs; a dash where there is none.

    Examples
    --------
    >>> small(0.0002), small(0.04), small(0.4), small(None)
    ('<0.001', '0.040', '0.40', '–')
    """
    if q is None or pd.isna(q):
        return "–"
    return "<0.001" if q < 0.001 else f"{q:.3f}" if q < 0.1 else f"{q:.2f}"


def times(lift: float) -> str:
    """Return a lift in as many digits as it needs.

    Examples
    --------
    >>> times(2.34), times(0.123), times(0.0001)
    ('2.3', '0.12', '<0.01')
    """
    return f"{lift:.1f}" if lift >= 0.95 else f"{lift:.2f}" if lift >= 0.01 else "<0.01"


def pairs_over_time(pair_trends: pd.DataFrame, *, most: int = 4) -> list[str]:
    """Return the pairs of estimates by period, such as "KAZ-RUS": told cells and texts first."""
    if pair_trends.empty:
        return []
    rows = pair_trends.drop_duplicates(["first", "second", "period"])
    sizes = rows.groupby(["first", "second"])["n_docs"].sum()
    told = pair_trends.groupby(["first", "second"])["flagged"].sum()
    order = pd.DataFrame({"told": told, "n": sizes}).sort_index()
    order = order.sort_values(["told", "n"], ascending=False, kind="stable")
    return [f"{first}-{second}" for first, second in order.index[:most]]


def most_changed(trends: pd.DataFrame) -> list[int]:
    """Return the topics of estimates by period, the one that moved furthest in a country first.

    How far is the gap between the intervals of a country's highest and lowest period.
    """
    cells = trends.dropna(subset="estimate").groupby(["topic", "country"])
    gap = (cells["ci_low"].max() - cells["ci_high"].min()).groupby("topic").max()
    return list(gap.sort_values(ascending=False, kind="stable").index)
