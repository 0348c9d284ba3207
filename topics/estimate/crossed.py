"""Groups of documents against the corpus, and what each has on a country against all others."""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from topics._checks import check_range
from topics.errors import TopicsError
from topics.estimate.draws import TopicCountryDraws, is_country
from topics.estimate.given import with_note
from topics.estimate.intervals import difference_interval, difference_score, share_interval

COLUMNS = (
    "country", "group", "topic", "estimate", "std_error", "ci_low", "ci_high", "ci50_low",
    "ci50_high", "elsewhere", "difference", "difference_low", "difference_high", "p_value",
    "p_adjusted", "settled", "n_docs", "n_effective",
)  # fmt: skip


def compare_groups(
    draws: TopicCountryDraws,
    *,
    min_docs: float = 5,
    cells: pd.MultiIndex | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare what each group of documents has on a country with what the others have on it.

    Parameters
    ----------
    draws : TopicCountryDraws
        From `draw_topic_country`, with the group of each document, such as its source or its
        party, as `period`: texts of a group on a country then lean on all that is written about
        the country.
    min_docs : float
        Documents (sum of weights) that a country needs in a group to be compared.
    cells : MultiIndex, optional
        (country, group) to compare, in place of those with `min_docs`.
    level : float in (0, 1), default 0.95
        Level of the wider intervals.

    Returns
    -------
    DataFrame
        One row per country, group and topic, ordered, for countries with two such groups or more:
        `country, group, topic`; `estimate`, P(topic | country, group), with `std_error, ci_low,
        ci_high, ci50_low, ci50_high`; `elsewhere`, the share in the texts on the country of the
        other groups that are compared, each by its documents; `difference`, the one less the
        other, in [-1, 1], with `difference_low, difference_high`; `p_value`, as in `contrasts`,
        and `p_adjusted`, over all rows (Benjamini and Hochberg 1995); `settled`, where the shares
        of all these groups are; `n_docs, n_effective`, documents of the group on the country.

    Raises
    ------
    TopicsError
        When the draws have no periods.

    Notes
    -----
    What differs between groups may be what they write about a country, or which of its days they
    wrote on: the table cannot tell why.

    Examples
    --------
    >>> from topics.estimate import draw_topic_country
    >>> from topics.simulate_news import simulate_news
    >>> planted = simulate_news(n_docs=200, n_countries=3, n_topics=2, n_words=40, n_sources=2,
    ...                         countries_per_doc=(0.7, 0.3))
    >>> drawn = draw_topic_country(theta=planted.doc_topic, weights=planted.weights,
    ...                            period=planted.clusters, draws=30)
    >>> table = compare_groups(drawn)
    >>> bool(table.groupby(["country", "group"])["difference"].sum().abs().max() < 1e-6)
    True
    """
    check_range(level, 0, 1, name="level", open_ends=True)
    check_range(min_docs, 0, float("inf"), name="min_docs")
    known = draws.groups[is_country(draws.groups)]
    if (known.get_level_values("period") == "").all():
        raise TopicsError("the draws have no groups; give them as `period` to draw_topic_country.")
    if cells is None:
        enough = draws.n_effective[draws.groups.get_indexer(known)] >= min_docs
        cells = known[enough]
    at = draws.groups.get_indexer(cells)
    countries = draws.groups[at[at >= 0]].get_level_values("country")
    parts = [
        _of_country(draws, at[at >= 0][countries == country], level)
        for country in sorted(set(countries))
        if (countries == country).sum() > 1
    ]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(parts, ignore_index=True)
    table["p_adjusted"] = _adjusted(table["p_value"].to_numpy())
    return with_note(table[list(COLUMNS)], draws.note)


def _of_country(draws: TopicCountryDraws, at: np.ndarray, level: float) -> pd.DataFrame:
    """Compare the groups of one country, which stand at `at` in the draws."""
    shares = draws.sample[:, at].astype(np.float64)
    size = draws.n_effective[at]
    parts = shares * size[:, None]
    elsewhere = (parts.sum(axis=1, keepdims=True) - parts) / (size.sum() - size)[:, None]
    apart = shares - elsewhere
    low, high = share_interval(shares, level=level)
    low50, high50 = share_interval(shares, level=0.5)
    difference_low, difference_high = difference_interval(apart, level=level)
    shape = shares.shape[1:]
    columns = {
        "estimate": shares.mean(axis=0),
        "std_error": shares.std(axis=0, ddof=1),
        "ci_low": low,
        "ci_high": high,
        "ci50_low": low50,
        "ci50_high": high50,
        "elsewhere": elsewhere.mean(axis=0),
        "difference": apart.mean(axis=0),
        "difference_low": difference_low,
        "difference_high": difference_high,
        "p_value": 2 * ndtr(-np.abs(difference_score(apart))),
        "settled": np.broadcast_to(draws.settled[at].all(axis=0), shape),
        "n_docs": np.broadcast_to(draws.n_docs[at][:, None], shape),
        "n_effective": np.broadcast_to(size[:, None], shape),
    }
    keys = draws.groups[at].to_frame(index=False)
    table = keys.loc[keys.index.repeat(shape[1])].reset_index(drop=True)
    table = table.rename(columns={"period": "group"}).assign(topic=np.tile(draws.topics, shape[0]))
    return table.assign(**{name: np.ravel(values) for name, values in columns.items()})


def _adjusted(p_value: np.ndarray) -> np.ndarray:
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(p_value))
