"""Estimates against the corpus: lift, P(country | topic), and which cells are told from it."""

import numpy as np
from scipy.special import ndtr

from topics.estimate.draws import TopicCountryDraws, is_country
from topics.estimate.intervals import difference_interval, difference_score, share_interval

# Below this, shares are as good as 0; it keeps their logarithms finite.
_LEAST = 1e-9
# Draws are kept in single precision: nearer to 1, a lift is 1.
_ROUNDING = 1e-6
_ENDS = (float(np.log(_LEAST)), float(-np.log(_LEAST)))


def against_corpus(draws: TopicCountryDraws, *, level: float) -> dict[str, np.ndarray]:
    """Compare every group with the corpus, draw by draw.

    The share of a topic in the corpus is drawn with the shares that make it up, so that what is
    not known of it is part of every interval and test.

    Parameters
    ----------
    draws : TopicCountryDraws
    level : float in (0, 1)
        Level of the intervals.

    Returns
    -------
    dict of float arrays (n_groups, n_topics)
        `corpus_share`; `lift`, the estimate over it, with `lift_low, lift_high`;
        `p_country_given_topic` with `p_country_low, p_country_high`; `p_value`, for the hypothesis
        that the lift is 1, from the normal curve that is laid over the draws of its logarithm;
        `p_adjusted`, which controls the false-discovery rate over all cells of countries
        (Benjamini and Hochberg 1995). What is divided by 0 is missing, and so is what has no
        estimate; both adjusted values are missing for the remainder.
    """
    size = draws.n_effective / draws.n_effective.sum()
    joint = size[:, None] * np.nan_to_num(draws.estimate)
    of_topic = np.broadcast_to(joint.sum(axis=0), joint.shape)
    known = np.isfinite(draws.estimate) & (of_topic > 0)
    # Topic by topic: the logarithms of all draws at once would be twice the draws themselves.
    parts = [_against(draws.sample[:, :, k], size, level) for k in range(len(draws.topics))]
    drawn = {name: np.where(known, np.stack([p[name] for p in parts], axis=1), np.nan)
             for name in parts[0]}  # fmt: skip
    lift, given = _ratio(draws.estimate, of_topic), _ratio(joint, of_topic)
    tested = known & is_country(draws.groups)[:, None]
    return {
        "corpus_share": of_topic,
        "lift": lift,
        "lift_low": np.minimum(drawn["lift_low"], lift),
        "lift_high": np.maximum(drawn["lift_high"], lift),
        "p_country_given_topic": given,
        "p_country_low": np.minimum(drawn["p_country_low"], given),
        "p_country_high": np.maximum(drawn["p_country_high"], given),
        "p_value": drawn["p_value"],
        "p_adjusted": _adjusted(drawn["p_value"], tested),
    }


def _against(shares: np.ndarray, size: np.ndarray, level: float) -> dict[str, np.ndarray]:
    """Compare draws (n_draws, n_groups) of the shares of one topic with the corpus."""
    joint = shares * size
    corpus = joint.sum(axis=1, keepdims=True).clip(_LEAST)
    times = np.log(shares.clip(_LEAST)) - np.log(corpus)
    times[np.abs(times) < _ROUNDING] = 0.0
    low, high = difference_interval(times, level=level, ends=_ENDS)
    # A curve over two heaps, as where one fit in five has no such topic, reaches beyond all draws.
    low, high = np.maximum(low, times.min(axis=0)), np.minimum(high, times.max(axis=0))
    p_low, p_high = share_interval((joint / corpus).clip(0, 1), level=level)
    return {
        "lift_low": np.exp(low),
        "lift_high": np.exp(high),
        "p_country_low": p_low,
        "p_country_high": p_high,
        "p_value": 2 * ndtr(-np.abs(difference_score(times))),
    }


def _adjusted(p_value: np.ndarray, tested: np.ndarray) -> np.ndarray:
    from scipy.stats import false_discovery_control

    out = np.full(p_value.shape, np.nan)
    if tested.any():
        out[tested] = false_discovery_control(p_value[tested])
    return out


def _ratio(values: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Divide; what is divided by 0 is missing."""
    return np.asarray(np.divide(values, of, out=np.full(values.shape, np.nan), where=of > 0))
