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
        how the parts move against each other.
    """
    which = members.loc[draws.topics].to_numpy(dtype=np.float64)
    sample = np.einsum("dgk,kj->dgj", draws.sample.astype(np.float64), which)
    sample /= sample.sum(axis=2, keepdims=True).clip(_LEAST)
    sample = sample.astype(np.float32)
    sample.flags.writeable = False
    words = np.einsum("kj,kv->jv", which, draws.topic_word.to_numpy(dtype=np.float64))
    return replace(
        draws,
        topics=pd.Index(members.columns, name=draws.topics.name),
        sample=sample,
        estimate=sample.mean(axis=0, dtype=np.float64),
        topic_word=pd.DataFrame(
            words / words.sum(axis=1, keepdims=True),
            index=members.columns,
            columns=draws.topic_word.columns,
        ),
    )


def regroup_pairs(draws: PairDraws, members: pd.DataFrame) -> PairDraws:
    """Put topics together in the draws of pairs and of countries; see `regroup_draws`."""
    return replace(
        draws,
        together=regroup_draws(draws.together, members),
        countries=regroup_draws(draws.countries, members),
    )
