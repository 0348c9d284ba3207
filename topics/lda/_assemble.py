"""What every fit begins and ends with: the documents that have words, and the model as a value."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_given
from topics.errors import TopicsError
from topics.lda.model import LDAConfig, TopicModel
from topics.text.bow import BagOfWords

if TYPE_CHECKING:
    from topics.lda.gensim_model import FastLda


def documents_with_words(
    bow: BagOfWords, config: LDAConfig
) -> tuple[BagOfWords, npt.NDArray[np.bool_]]:
    """Give the documents that can be fitted, and which of all they are.

    Raises
    ------
    TopicsError
        When there are more topics than documents with words, or than words.
    """
    check_given(bow, BagOfWords, name="bow")
    filled = np.diff(bow.counts.indptr) > 0
    n_docs = int(filled.sum())
    if config.n_topics > min(n_docs, bow.n_words):
        raise TopicsError(
            f"`n_topics` is {config.n_topics}, but the counts hold {n_docs} documents with words "
            f"and {bow.n_words} different words. Ask for fewer topics, split the documents into "
            "paragraphs, or keep more words."
        )
    return (bow if filled.all() else bow.select_docs(bow.doc_ids[filled])), filled


def assemble(
    bow: BagOfWords,
    filled: npt.NDArray[np.bool_],
    gamma: npt.NDArray[np.float64],
    *,
    engine: "FastLda",
    config: LDAConfig,
    history: pd.DataFrame,
    converged: bool,
) -> TopicModel:
    """Put a fit together; `gamma` holds topic counts plus alpha of the filled documents.

    `gamma` is overwritten: it may be as large as all that a fit needs besides.
    """
    gamma /= gamma.sum(axis=1, keepdims=True)
    shares = gamma
    if not filled.all():
        shares = np.full((bow.n_docs, config.n_topics), np.nan)
        shares[filled] = gamma
    topic_word = _word_shares(engine)
    topics = pd.RangeIndex(config.n_topics, name="topic")
    return TopicModel(
        topic_word=pd.DataFrame(topic_word, index=topics, columns=bow.words, copy=False),
        doc_topic=pd.DataFrame(shares, index=bow.doc_ids, columns=topics),
        config=config,
        engine=engine,
        history=history,
        converged=converged,
    )


def _word_shares(engine: "FastLda") -> npt.NDArray[np.float64]:
    """Give each topic's shares of words, laid out as pandas keeps a table.

    It is the largest table of a model, and so made topic by topic.
    """
    counts = engine.state.sstats
    eta = np.broadcast_to(engine.state.eta, counts.shape)
    out = np.empty(counts.shape, order="F")
    for topic, (own, prior) in enumerate(zip(counts, eta, strict=True)):
        weights = (prior + own).astype(np.float64)
        out[topic] = weights / weights.sum()
    return out
