"""Draws with topics put together or set aside: the same draws, summed and made whole again."""

from dataclasses import replace

import numpy as np
import pandas as pd

from topics.estimate.draws import TopicCountryDraws
from topics.estimate.relations import PairDraws

_LEAST = 1e-12


def regroup_draws(draws: TopicCountryDraws, members: pd.DataFrame) -> TopicCountryDraws:
    """Put topics together in every draw, and leave out those that are set aside.

    Parameters
    ----------
    draws : TopicCountryDraws
        From `draw_topic_country`.
    members : DataFrame (n_topics, n_kept)
        Which topic counts for which, 0 and 1; topics in rows, those that are kept in columns.

    Returns
    -------
    TopicCountryDraws
        Shares are of the topics that are kept: every draw sums to 1 again. What a topic that is
        put together has, is the sum of its parts in the same draw, so that its interval holds
        how the parts move against each other. It has settled when all its parts have: `rhat` is
        the highest, `effective_size` the lowest of theirs.
    """
    which = members.loc[draws.topics].to_numpy(dtype=np.float64)
    sample = _shares_of(draws.sample, which)
    parts = [np.flatnonzero(column) for column in which.T]
    sizes = [draws.effective_size[:, own].min(axis=1) for own in parts]
    words = np.einsum("kj,kv->jv", which, draws.topic_word.to_numpy(dtype=np.float64))
    return replace(
        draws,
        topics=pd.Index(members.columns, name=draws.topics.name),
        sample=sample,
        estimate=sample.mean(axis=0, dtype=np.float64),
        main=None if draws.main is None else _shares_of(draws.main, which),
        rhat=np.stack([draws.rhat[:, own].max(axis=1) for own in parts], axis=1),
        effective_size=np.stack(sizes, axis=1),
        topic_word=pd.DataFrame(
            words / words.sum(axis=1, keepdims=True),
            index=members.columns,
            columns=draws.topic_word.columns,
        ),
    )


def _shares_of(sample: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Add up draws (n_draws, n_groups, n_topics) by topic that is kept, as shares again."""
    sums = np.einsum("dgk,kj->dgj", sample.astype(np.float64), which)
    shares = (sums / sums.sum(axis=2, keepdims=True).clip(_LEAST)).astype(np.float32)
    shares.flags.writeable = False
    return np.asarray(shares)


def regroup_pairs(draws: PairDraws, members: pd.DataFrame) -> PairDraws:
    """Put topics together in the draws of pairs and of countries; see `regroup_draws`."""
    return replace(
        draws,
        together=regroup_draws(draws.together, members),
        countries=regroup_draws(draws.countries, members),
    )
