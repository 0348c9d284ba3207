"""Differences between countries or periods, with intervals and control of false discoveries."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtr

from topics._checks import check_range
from topics.errors import TopicsError
from topics.estimate.draws import TopicCountryDraws, is_country
from topics.estimate.given import with_note
from topics.estimate.intervals import difference_interval, difference_score

Group = str | tuple[str, str]


def contrasts(
    draws: TopicCountryDraws,
    first: Group | Sequence[Group],
    second: Group | Sequence[Group],
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare topic shares of countries, or of periods: first minus second.

    Parameters
    ----------
    draws : TopicCountryDraws
        From `draw_topic_country`. Both sides come from the same draws, so what they share (the
        topics, the documents that are about both) cancels out.
    first, second : str, (str, str), or sequences of them
        Countries, or (country, period) when the draws have periods. A single group is compared
        with each of the other side; two lists are compared pair by pair.
    level : float in (0, 1), default 0.95
        Level of `ci_low, ci_high`.

    Returns
    -------
    DataFrame
        `first, second, topic, estimate, std_error, ci_low, ci_high, ci50_low, ci50_high, p_value,
        p_adjusted, settled`. Estimates are differences of shares, in [-1, 1]. `p_value` is
        twice the probability of the other sign under the normal curve that is laid over the draws
        for the intervals, on its side that faces 0: that of the draws themselves would be 0 where
        none of a few hundred crosses. `p_adjusted` controls the false-discovery rate over all rows
        of the table (Benjamini and Hochberg 1995). `settled`: both shares are. Draws from shares
        that were given add `note`, as in `topic_country`.

    Raises
    ------
    TopicsError
        When a group is not among the draws, or the sides do not pair up.

    Examples
    --------
    >>> from topics.estimate import draw_topic_country
    >>> from topics.simulate import simulate_corpus
    >>> planted = simulate_corpus(n_docs=60, n_countries=3, n_topics=2, n_words=40, seed=1)
    >>> drawn = draw_topic_country(planted, planted, planted.weights, draws=50)
    >>> contrasts(drawn, "C00", ["C01", "C02"])[["first", "second", "topic"]].shape
    (4, 3)
    """
    from scipy.stats import false_discovery_control

    check_range(level, 0, 1, name="level", open_ends=True)
    pairs = _pairs(first, second)
    a, b = (_positions(draws, [pair[side] for pair in pairs]) for side in (0, 1))
    apart = draws.sample[:, a].astype(np.float64) - draws.sample[:, b]
    estimate = draws.estimate[a] - draws.estimate[b]
    low, high = difference_interval(apart, level=level)
    low50, high50 = difference_interval(apart, level=0.5)
    p_value = 2 * ndtr(-np.abs(difference_score(apart)))
    n_topics = len(draws.topics)
    columns = {
        "estimate": estimate,
        "std_error": apart.std(axis=0, ddof=1),
        "ci_low": np.minimum(low, estimate),
        "ci_high": np.maximum(high, estimate),
        "ci50_low": np.minimum(low50, estimate),
        "ci50_high": np.maximum(high50, estimate),
        "p_value": p_value,
        "p_adjusted": false_discovery_control(p_value.ravel()),
        "settled": draws.settled[a] & draws.settled[b],
    }
    table = pd.DataFrame(
        {
            "first": np.repeat([_label(pair[0]) for pair in pairs], n_topics),
            "second": np.repeat([_label(pair[1]) for pair in pairs], n_topics),
            "topic": np.tile(draws.topics, len(pairs)),
        }
    )
    table = table.assign(**{name: np.ravel(values) for name, values in columns.items()})
    return with_note(table, draws.note)


def _pairs(
    first: Group | Sequence[Group], second: Group | Sequence[Group]
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    left, right = _groups(first), _groups(second)
    if len(left) == 1:
        left = left * len(right)
    if len(right) == 1:
        right = right * len(left)
    if len(left) != len(right) or not left:
        raise TopicsError(
            f"`first` has {len(left)} groups and `second` {len(right)}; give one, or lists of the "
            "same length."
        )
    return list(zip(left, right, strict=True))


def _groups(side: Group | Sequence[Group]) -> list[tuple[str, str]]:
    members = [side] if isinstance(side, (str, tuple)) else list(side)
    return [(m, "") if isinstance(m, str) else (m[0], m[1]) for m in members]


def _label(group: tuple[str, str]) -> str:
    return f"{group[0]} {group[1]}".strip()


def _positions(draws: TopicCountryDraws, groups: list[tuple[str, str]]) -> np.ndarray:
    at = draws.groups.get_indexer(pd.MultiIndex.from_tuples(groups))
    if (at < 0).any():
        lost = groups[int(np.argmin(at))]
        known = draws.groups[is_country(draws.groups)]
        example = [_label(group) for group in known[:5]]
        raise TopicsError(
            f"the draws have no group {_label(lost)!r}; they have {len(known)}, such as {example}. "
            "Draws by period need (country, period)."
        )
    return np.asarray(at)
