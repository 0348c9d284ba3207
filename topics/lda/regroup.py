"""Topics put together, or set aside as background, after a fit: no new fit is made."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from topics.errors import TopicsError
from topics.lda.model import TopicModel

ASIDE = -1


def membership(topics: pd.Index, into: Mapping[int, int]) -> pd.DataFrame:
    """Say which topic counts for which, as a matrix.

    Parameters
    ----------
    topics : Index
        Topic ids of a fit.
    into : mapping
        For topics that do not stay as they are: the topic that each counts for, or `ASIDE`.

    Returns
    -------
    DataFrame of shape (n_topics, n_kept)
        0 and 1; a row of a topic that is set aside holds 0 alone. Topics that are kept keep
        their ids.

    Raises
    ------
    TopicsError
        When a topic is not there, counts for one that does not stay as it is, or fewer than two
        are left.

    Examples
    --------
    >>> membership(pd.RangeIndex(4), {1: 0, 3: ASIDE}).astype(int).to_numpy().tolist()
    [[1, 0], [1, 0], [0, 1], [0, 0]]
    """
    for topic, other in into.items():
        for named in (topic, other):
            if named != ASIDE and named not in topics:
                raise TopicsError(f"there is no topic {named}; topics are 0 to {max(topics)}.")
        if other != ASIDE and into.get(other, other) != other:
            raise TopicsError(
                f"topic {topic} is to count for topic {other}, which is itself put elsewhere."
            )
    counts = {topic: into.get(topic, topic) for topic in topics}
    kept = [topic for topic in topics if counts[topic] == topic]
    if len(kept) < 2:
        raise TopicsError(f"{len(kept)} of {len(topics)} topics would be left; keep two or more.")
    table = pd.DataFrame(0.0, index=topics, columns=pd.Index(kept, name=topics.name))
    for topic, other in counts.items():
        if other != ASIDE:
            table.loc[topic, other] = 1.0
    return table


def regroup_model(model: TopicModel, members: pd.DataFrame) -> TopicModel:
    """Put topics of a model together, and leave out those that are set aside.

    Parameters
    ----------
    model : TopicModel
        A fit.
    members : DataFrame
        As `membership` gives it.

    Returns
    -------
    TopicModel
        Shares of documents are of the topics that are kept, NaN where a document has no other.
        The words of topics that are put together are averaged by the size of each. Its `engine`
        is that of the fit.
    """
    shares = model.doc_topic
    size = shares.fillna(0.0).sum()
    weighted = members.mul(size.clip(lower=1e-12), axis=0)
    words = pd.DataFrame(
        np.einsum("kj,kv->jv", weighted.to_numpy(), model.topic_word.to_numpy()),
        index=pd.Index(members.columns, name=model.topic_word.index.name),
        columns=model.topic_word.columns,
    )
    kept = pd.DataFrame(
        np.einsum("dk,kj->dj", shares.to_numpy(), members.to_numpy()),
        index=shares.index,
        columns=members.columns,
    )
    total = kept.sum(axis=1, skipna=False)
    return replace(
        model,
        topic_word=words.div(words.sum(axis=1), axis=0),
        doc_topic=kept.div(total.where(total > 0), axis=0),
    )
