"""Which topics of two languages are written about the same countries at the same time.

Words of two languages cannot be compared without a dictionary; where and when can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from topics.errors import InputError
from topics.estimate.shuffles import SHUFFLES, shuffle_profiles

# Fewer countries can be put in so few orders that chance would explain every score.
LEAST_COUNTRIES = 6
LEAST_MONTHS = 10
LEAST_MONTH_DOCS = 5
FDR = 0.05
COLUMNS = (
    "language", "topic", "other_language", "other_topic", "score", "score_low", "score_high",
    "countries_score", "months_score", "p_value", "p_countries", "p_months", "p_adjusted",
    "matched", "n_countries", "n_months",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """Where and when the topics of one language are written about, as draws.

    Attributes
    ----------
    topics : Index
        Topic ids.
    countries, months : Index
        Codes of countries; months as ``2014-03``, in their order.
    by_country : array (n_draws, n_countries, n_topics)
        Draws of P(topic | country), as `TopicCountryDraws` has them.
    by_month : array (n_draws, n_months, n_topics)
        Draws of P(topic | month), as `month_shares` gives them.
    """

    topics: pd.Index
    countries: pd.Index
    months: pd.Index
    by_country: np.ndarray
    by_month: np.ndarray


def month_shares(
    shares: pd.DataFrame,
    dates: pd.Series,
    *,
    least: int = LEAST_MONTH_DOCS,
    draws: int = 100,
    seed: int = 0,
) -> tuple[pd.Index, np.ndarray]:
    """Draw the topic shares of months by the Bayesian bootstrap of documents (Rubin 1981).

    Parameters
    ----------
    shares : DataFrame (n_docs, n_topics)
        Topic shares of documents, by doc_id.
    dates : Series of datetime64
        By doc_id; documents without one are left out.
    least : int
        Months with fewer documents are left out.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    months : Index of str
        In their order, such as ``2014-03``.
    sample : array (draws, n_months, n_topics)
        Every row of topics sums to 1.

    Examples
    --------
    >>> shares = pd.DataFrame({0: [1.0, 1.0], 1: [0.0, 0.0]}, index=["a", "b"])
    >>> dates = pd.Series(pd.to_datetime(["2024-03-01", "2024-03-09"]), index=["a", "b"])
    >>> months, sample = month_shares(shares, dates, least=2, draws=20)
    >>> months.tolist(), sample.mean(axis=0).tolist()
    (['2024-03'], [[1.0, 0.0]])
    """
    dated = dates.reindex(shares.index).dropna()
    of_doc = dated.dt.strftime("%Y-%m")
    of_doc = of_doc[of_doc.map(of_doc.value_counts()) >= least].sort_values(kind="stable")
    months, first = np.unique(of_doc.to_numpy(dtype=str), return_index=True)
    found = np.empty((draws, len(months), shares.shape[1]))
    if not len(months):
        return pd.Index(months), found
    theta = shares.loc[of_doc.index].to_numpy(dtype=float)
    rng = np.random.default_rng([seed, 7])
    for draw in found:
        weights = rng.standard_exponential(len(theta))[:, None]
        draw[:] = np.add.reduceat(weights * theta, first) / np.add.reduceat(weights, first)
    return pd.Index(months), found / found.sum(axis=2, keepdims=True)


def match_topics(
    profiles: Mapping[str, Profile], *, level: float = 0.95, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pair topics of different languages that are written about the same countries and months.

    A topic's profile is how far the square root of its share in what is written about each
    country, and in each month, lies from its mean over these: a topic that is as frequent
    everywhere has none, and how much is written about a country plays no part. From the months
    a linear trend is taken away, since any two topics that grow would be alike. The score of two
    topics is the correlation of their profiles over the countries and months that both languages
    have enough documents of, discounted for how far the draws scatter.

    For two languages, topics are paired one to one for the highest sum of scores. The p-value of
    a pair is the share of shuffles in which either of its topics scores as high with any topic of
    the other language: countries change places at random, and months are turned round in a ring
    and maybe reversed, so that what one month shares with the next stays. Countries of one region
    are alike, and shuffled they are not: what shuffles give is stretched until it is as large as
    what the topics give that are not paired (genomic control, Devlin and Roeder 1999). P-values
    are adjusted over all pairs of all languages (Benjamini and Hochberg 1995).

    Parameters
    ----------
    profiles : mapping of str to Profile
        By language.
    level : float
        Of the interval of the score.
    seed : int
        Of the shuffles.

    Returns
    -------
    matches : DataFrame
        One row per pair of topics, the surest first: ``language, topic, other_language,
        other_topic, score`` (-1 to 1), ``score_low, score_high`` (of the correlation, draw by
        draw), ``countries_score, months_score`` (correlations over either alone; that of months is
        missing where there are too few), ``p_value``, ``p_countries, p_months`` (of this
        pair alone, by either; not adjusted), ``p_adjusted``, ``matched`` (p_adjusted and
        p_countries are at most 0.05), ``n_countries, n_months``.
    compared : DataFrame
        One row for each two languages: ``language, other_language, n_countries, n_months``, and
        ``reason``, why they were not compared, or "".

    Raises
    ------
    InputError
        When there are fewer than two languages.
    """
    from scipy.stats import false_discovery_control

    if len(profiles) < 2:
        raise InputError(f"`profiles` needs two languages or more; got {len(profiles)}.")
    parts, compared = [], []
    for number, (one, two) in enumerate(combinations(profiles, 2)):
        rng = np.random.default_rng([seed, number])
        table, about = _match_two(profiles[one], profiles[two], level=level, rng=rng)
        names = {"language": one, "other_language": two}
        parts.append(table.assign(**names))
        compared.append(names | about)
    matches = pd.concat(parts, ignore_index=True).reindex(columns=COLUMNS)
    if len(matches):
        matches["p_adjusted"] = false_discovery_control(matches["p_value"].to_numpy(dtype=float))
    told = matches[["p_adjusted", "p_countries"]].astype(float) <= FDR
    matches["matched"] = told.all(axis=1)
    keys = ["p_adjusted", "p_value", "score", "language", "other_language", "topic"]
    up = [True, True, False, True, True, True]
    matches = matches.sort_values(keys, ascending=up, kind="stable").reset_index(drop=True)
    return matches, pd.DataFrame(compared)


def _match_two(
    one: Profile, two: Profile, *, level: float, rng: np.random.Generator
) -> tuple[pd.DataFrame, dict[str, object]]:
    """Pair the topics of two languages; say over how many countries and months, or why not."""
    countries = one.countries.intersection(two.countries).sort_values()
    months = one.months.intersection(two.months).sort_values()
    months = months if len(months) >= LEAST_MONTHS else months[:0]
    about = {"n_countries": len(countries), "n_months": len(months), "reason": ""}
    if len(countries) < LEAST_COUNTRIES:
        about["reason"] = (
            f"only {len(countries)} countries have enough documents in both; at least "
            f"{LEAST_COUNTRIES} are needed"
        )
        return pd.DataFrame(columns=list(COLUMNS)), about
    sides = [_Side.of(profile, countries, months) for profile in (one, two)]
    table = _pairs(*sides, level=level, rng=rng)
    return table.assign(n_countries=len(countries), n_months=len(months)), about


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    """Profiles of one language over the countries and months in common: draws, and their means."""

    topics: pd.Index
    sample: np.ndarray  # (n_draws, n_countries + n_months, n_topics)
    countries: np.ndarray  # (n_countries, n_topics)
    months: np.ndarray  # (n_months, n_topics)
    length: np.ndarray  # (n_topics,): root of the mean square length of a draw

    @classmethod
    def of(cls, profile: Profile, countries: pd.Index, months: pd.Index) -> "_Side":
        where = profile.by_country[:, profile.countries.get_indexer(countries)]
        when = profile.by_month[:, profile.months.get_indexer(months)]
        n = min(len(where), len(when)) if len(months) else len(where)
        places = _centred(np.sqrt(where[:n].astype(float)))
        times = _without_trend(_centred(np.sqrt(when[:n].astype(float))))
        sample = np.concatenate([places, times], axis=1) if len(months) else places
        square = (sample**2).sum(axis=1).mean(axis=0)
        return cls(
            topics=profile.topics,
            sample=sample,
            countries=places.mean(axis=0),
            months=times.mean(axis=0) if len(months) else np.empty((0, places.shape[2])),
            length=np.sqrt(np.maximum(square, 1e-12)),
        )


def _centred(sample: np.ndarray) -> np.ndarray:
    return sample - sample.mean(axis=1, keepdims=True) if sample.shape[1] else sample


def _without_trend(sample: np.ndarray) -> np.ndarray:
    n = sample.shape[1]
    if not n:
        return sample
    step = np.arange(n) - (n - 1) / 2
    slope = np.einsum("m,dmk->dk", step, sample) / (step**2).sum()
    return np.asarray(sample - step[None, :, None] * slope[:, None, :])


def _pairs(one: _Side, two: _Side, *, level: float, rng: np.random.Generator) -> pd.DataFrame:
    """Pair topics one to one, with score, interval and p-values."""
    from scipy.optimize import linear_sum_assignment

    lengths = one.length[:, None] * two.length
    places = np.einsum("ci,cj->ij", one.countries, two.countries)
    times = np.einsum("mi,mj->ij", one.months, two.months)
    score = ((places + times) / lengths).round(9)
    first, second = linear_sum_assignment(-score)
    at = (first, second)
    chance = shuffle_profiles(
        (one.countries, two.countries), (one.months, two.months), lengths, at, rng=rng
    )
    found = score[at]
    of_first = (chance.best_of_first[:, first] >= found).sum(axis=0)
    of_second = (chance.best_of_second[:, second] >= found).sum(axis=0)
    draws = _draw_scores(one.sample, two.sample, first, second)
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(draws, [tail, 100 - tail], axis=0)
    by_countries = (chance.places >= places[at].round(9)).sum(axis=0)
    by_months = (chance.times >= times[at].round(9)).sum(axis=0)
    return pd.DataFrame(
        {
            "topic": one.topics[first],
            "other_topic": two.topics[second],
            "score": found,
            "score_low": low,
            "score_high": high,
            "countries_score": _cosine(places, one.countries, two.countries)[at],
            "months_score": _cosine(times, one.months, two.months)[at],
            "p_value": (1 + np.maximum(of_first, of_second)) / (1 + SHUFFLES),
            "p_countries": (1 + by_countries) / (1 + SHUFFLES),
            "p_months": (1 + by_months) / (1 + SHUFFLES)
            if len(one.months)
            else np.full(len(first), np.nan),
        }
    )


def _cosine(products: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    if not len(one):
        return np.full(products.shape, np.nan)
    square = (one**2).sum(axis=0)[:, None] * (two**2).sum(axis=0)
    return np.asarray(products / np.sqrt(np.maximum(square, 1e-24)))


def _draw_scores(
    one: np.ndarray, two: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    """Return the correlation of each pair of topics draw by draw, (n_draws, n_pairs)."""
    n = min(len(one), len(two))
    left, right = one[:n][:, :, first], two[:n][:, :, second]
    square = (left**2).sum(axis=1) * (right**2).sum(axis=1)
    return np.asarray((left * right).sum(axis=1) / np.sqrt(np.maximum(square, 1e-24)))
