"""Beside the estimates: countries compared, followed over time, and topics found again."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pandas as pd

from topics.errors import TopicsError
from topics.estimate import TopicCountryDraws, contrasts
from topics.estimate.draws import is_country
from topics.estimate.trends import FREQUENCY, draw_trends
from topics.evaluate import topic_stability
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig, TopicModel
from topics.text.bow import BagOfWords

MOST_PERIODS = 40
MOST_COUNTRIES = 9  # in a figure of trends
PRECISE_ENOUGH = 0.9  # share of dated documents that a shorter period must be known of
PAIRED = 4  # countries, when nobody says which to compare


def compare_countries(
    drawn: TopicCountryDraws,
    pairs: Sequence[str],
    *,
    among: Sequence[str] = (),
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare countries two by two, topic by topic.

    Parameters
    ----------
    drawn : TopicCountryDraws
        Without periods.
    pairs : sequence of str
        Such as ``"KAZ-UZB"``. When empty, four countries are compared with one another.
    among : sequence of str
        Where these four are taken from, all countries when empty: those with the most documents,
        and of those with as many the first of `among`.
    level : float
        Level of `ci_low, ci_high`.

    Returns
    -------
    DataFrame
        As `contrasts` returns it; false discoveries are controlled over all pairs and topics.
        Empty when there is only one country.

    Raises
    ------
    TopicsError
        When a pair is not two countries that were estimated.
    """
    sizes = pd.Series(drawn.n_effective, index=drawn.groups.get_level_values("country"))
    sizes = sizes[is_country(drawn.groups)]
    sides = [tuple(pair.split("-")) for pair in pairs] or list(
        combinations(_largest(sizes, among, PAIRED), 2)
    )
    for pair in sides:
        if len(pair) != 2 or pair[0] == pair[1] or not set(pair) <= set(sizes.index):
            raise TopicsError(
                f"`compare`: {'-'.join(pair)!r} is not two of the countries that were estimated; "
                f"write them as {'-'.join(_largest(sizes, among, 2))!r}. There are "
                f"{', '.join(_largest(sizes, (), len(sizes)))}."
            )
    if not sides:
        return pd.DataFrame()
    first, second = zip(*sides, strict=True)
    return contrasts(drawn, list(first), list(second), level=level)


def known_dates(corpus: pd.DataFrame, *, at_least: str = "year") -> pd.Series:
    """Return the date of each document, by doc_id; where only its year is known, that.

    Parameters
    ----------
    corpus : DataFrame
        ``doc_id, date``, maybe ``date_precision``, and ``year``, which stands for a date that is
        not there.
    at_least : {"year", "quarter", "month", "day"}
        Dates that are less precise are left out (NaT).

    Examples
    --------
    >>> corpus = pd.DataFrame({"doc_id": ["a", "b"], "date": pd.to_datetime(["1991-04-02", None]),
    ...                        "year": ["1990", "1992"]})
    >>> known_dates(corpus).dt.year.tolist()
    [1991, 1992]
    >>> known_dates(corpus, at_least="month").notna().tolist()
    [True, False]
    """
    dates, precision = _dates_and_precision(corpus)
    levels = ("year", "quarter", "month", "day")
    fine = precision.isin(levels[max(1, levels.index(at_least)) :])
    dates = dates.where(fine | (precision == "year") & (at_least == "year"))
    return dates.set_axis(corpus["doc_id"])


def finest_period(corpus: pd.DataFrame) -> str:
    """Return the shortest period that at least nine tenths of the dated documents can be told by.

    Examples
    --------
    >>> corpus = pd.DataFrame({"doc_id": ["a", "b"], "year": ["1990", "1992"],
    ...                        "date": pd.to_datetime(["1991-04-02", None])})
    >>> finest_period(corpus), finest_period(corpus.head(1))
    ('year', 'month')
    """
    dates, precision = _dates_and_precision(corpus)
    only_year = (precision[dates.notna()] == "year").mean()
    return "year" if only_year > 1 - PRECISE_ENOUGH else "month"


def only_years(corpus: pd.DataFrame) -> bool:
    """Whether a year is all that is known of the date of every dated document."""
    dates, precision = _dates_and_precision(corpus)
    return bool(dates.notna().any()) and bool((precision[dates.notna()] == "year").all())


def _dates_and_precision(corpus: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    dates = pd.to_datetime(corpus["date"])
    precision = pd.Series("day", index=corpus.index)
    if "date_precision" in corpus.columns:
        given = corpus["date_precision"]
        precision = given.where(given.isin(["day", "month", "year"]), "day")
    if "year" in corpus.columns:
        text = corpus["year"].astype("string").str.removesuffix(".0")
        text = text.where(text.str.fullmatch(r"1[5-9]\d\d|20\d\d").fillna(value=False))
        years = pd.to_datetime(text, format="%Y", errors="coerce")
        precision = precision.mask(dates.isna() & years.notna(), "year")
        dates = dates.fillna(years)
    return dates, precision


def choose_period(
    dates: pd.Series,
    weights: pd.DataFrame,
    *,
    min_docs: float,
    finest: str = "month",
    among: Sequence[str] = (),
) -> str | None:
    """Name the shortest period in which the countries with the most documents have enough of them.

    Parameters
    ----------
    dates : Series of datetime64
        By doc_id.
    weights : DataFrame
        doc_id, country, weight.
    min_docs : float
        Enough for one country in one period.
    finest : {"month", "quarter", "year"}
        Shortest length of a period to consider.
    among : sequence of str
        As in `follow_countries`.

    Returns
    -------
    str or None
        "month", "quarter" or "year": the shortest with 2 to 40 periods from the first date to
        the last in which at least half of the cells of the nine countries with the most documents
        are filled; None when there is no such period.

    Examples
    --------
    >>> ids = [f"d{i}" for i in range(40)]
    >>> dates = pd.Series(pd.date_range("2020-01-01", periods=40, freq="30D"), index=ids)
    >>> weights = pd.DataFrame({"doc_id": ids, "country": "KAZ", "weight": 1.0})
    >>> choose_period(dates, weights, min_docs=3)
    'quarter'
    """
    known = dates.dropna()
    rows = most_written_about(weights[weights["doc_id"].isin(known.index)], among)
    n_countries = rows["country"].nunique()
    for name in list(FREQUENCY)[list(FREQUENCY).index(finest) :]:
        periods = known.dt.to_period(FREQUENCY[name])
        n_periods = 0 if periods.empty else (periods.max() - periods.min()).n + 1
        if 2 <= n_periods <= MOST_PERIODS:
            cells = rows.groupby(["country", rows["doc_id"].map(periods)])["weight"].sum()
            if (cells >= min_docs).sum() >= 0.5 * n_countries * n_periods:
                return name
    return None


def follow_countries(
    models: Sequence[TopicModel],
    bow: BagOfWords,
    weights: pd.DataFrame,
    dates: pd.Series,
    *,
    period: str,
    among: Sequence[str] = (),
    **options: object,
) -> TopicCountryDraws:
    """Draw the topics of the nine countries with the most documents, period by period.

    Parameters
    ----------
    models, bow, weights, dates, period, **options
        As in `draw_trends`; what the other countries are about counts as about none of the nine.
    among : sequence of str
        Where the nine are taken from, all countries when empty; of those with as many documents,
        the first of `among` are taken.
    """
    dated = weights[weights["doc_id"].isin(dates.dropna().index)]
    rows = most_written_about(dated, among)
    return draw_trends(models, bow, rows, dates, period=period, **options)  # type: ignore[arg-type]


def most_written_about(
    weights: pd.DataFrame, among: Sequence[str], most: int = MOST_COUNTRIES
) -> pd.DataFrame:
    """Keep the countries with most documents, of those in `among` unless it is empty."""
    sizes = weights.groupby("country")["weight"].sum()
    return weights[weights["country"].isin(_largest(sizes, among, most))]


def _largest(sizes: pd.Series, among: Sequence[str], most: int) -> list[str]:
    """Return the countries with most documents, and of those with as many the first of `among`."""
    order = [code for code in among if code in sizes.index] or sorted(sizes.index)
    ranked = sizes[order].round(9).sort_values(ascending=False, kind="stable")
    return list(ranked.index[:most])


def fit_again(
    bow: BagOfWords, config: LDAConfig, *, fits: int, checkpoints: Path | None = None
) -> list[TopicModel]:
    """Fit again from other seeds.

    Parameters
    ----------
    bow : BagOfWords
        Counts of the documents.
    config : LDAConfig
        Of the fits; they take the seeds that follow its own.
    fits : int
        How many.
    checkpoints : Path, optional
        A folder in which each fit keeps what lets it go on when it is interrupted.
    """
    return [
        fit_lda(
            bow,
            replace(config, seed=config.seed + number),
            checkpoint=checkpoints and checkpoints / f"{number}.npz",
        )
        for number in range(1, fits + 1)
    ]


def find_again(model: TopicModel, others: Sequence[TopicModel]) -> pd.DataFrame:
    """See which topics other fits find again.

    Parameters
    ----------
    model : TopicModel
        The fit whose topics are judged.
    others : sequence of TopicModel
        At least one fit of the same counts from another seed.

    Returns
    -------
    DataFrame
        topic, reliability, lowest, found, stable, as `topic_stability` gives them for `model`.
    """
    table = topic_stability({"model": model} | {str(n): fit for n, fit in enumerate(others)})
    return table[table["run"] == "model"].drop(columns="run").reset_index(drop=True)
