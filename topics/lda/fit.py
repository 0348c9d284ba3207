"""Counts to topics: LDA with restarts; and the topics of new documents."""

import os

import numpy as np
import pandas as pd

from topics._checks import check_count, check_given
from topics.lda._assemble import assemble, documents_with_words
from topics.lda.model import LDAConfig, TopicModel
from topics.text.bow import BagOfWords


def fit_lda(
    bow: BagOfWords,
    config: LDAConfig,
    *,
    threads: int | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
) -> TopicModel:
    """Fit topics.

    Parameters
    ----------
    bow : BagOfWords
        Counts. Documents without a word take no part and get NaN shares.
    config : LDAConfig
    threads : int, optional
        Threads to use; all the processors of the process when absent. The result has the same
        bits for any number of them.
    checkpoint : path, optional
        A file that "cvb0" writes every ten passes once the best start is chosen, and "vb" every
        other second; until the best start is chosen, a folder of that name and ``.starts`` holds
        the starts that are done. When either exists, the fit goes on from there and ends with the
        same bits as one that was never interrupted; with more `passes` in the config, a finished
        fit goes on as well.

    Returns
    -------
    TopicModel
        Topics and the shares of the documents; `engine` is a gensim LdaModel.

    Raises
    ------
    TopicsError
        When there are more topics than documents with words, or than words.

    Notes
    -----
    Memory of "cvb0" beside the counts: 123 MB for 10,000 documents of 45 tokens over 80,700 words,
    50 topics and 20 starts, 209 MB for documents of 200 tokens (part `starts` of
    reports/benchmark_lda.py). It cannot be much less: the arrays of the model that is returned take
    65 MB, float64 shares of all words and gensim's two tables; and a fit remembers what each of at
    most ten batches gave to every word it has, a row of float32 topics each, besides the counts and
    shares of words, each a table of all words and topics. Starts that wait for the choice, at most
    six of twenty, are on disk: beside the checkpoint, or in the folder for temporary files, or in
    memory where that is full.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> model = fit_lda(count_words(pd.Series(texts)), LDAConfig(n_topics=2, restarts=2))
    >>> sorted(model.topic_word.round(1)[["gas", "war"]].to_numpy().tolist())
    [[0.0, 0.5], [0.5, 0.0]]
    """
    if threads is not None:
        check_count(threads, name="threads")
    check_given(config, LDAConfig, name="config")
    known, filled = documents_with_words(bow, config)
    if config.algorithm == "vb":
        from topics.lda.gensim_model import train_engine

        engine, gamma = train_engine(known, config, threads=threads, checkpoint=checkpoint)
        history = pd.DataFrame({"restart": [0], "pass": [config.n_passes], "perplexity": [np.nan]})
        converged = False
    else:
        from topics.lda.gensim_model import engine_from_counts
        from topics.lda.restarts import best_run

        outcome = best_run(known.counts, config, threads=threads, checkpoint=checkpoint)
        history, converged = outcome.history, outcome.converged
        gamma, counts, alpha, eta = outcome.run.fitted()
        engine = engine_from_counts(counts, alpha, eta, known, config)
        del counts, outcome
    return assemble(
        bow, filled, gamma, engine=engine, config=config, history=history, converged=converged
    )


def doc_topics(model: TopicModel, bow: BagOfWords, *, threads: int | None = None) -> pd.DataFrame:
    """Give the topic shares of documents, with the topics held fixed.

    Every document starts from the same place and is worked on alone, so its answer does not
    depend on the batch, its order, or earlier calls.

    Parameters
    ----------
    model : TopicModel
    bow : BagOfWords
        Words are matched by name; those that the model does not know are left out.
    threads : int, optional
        Threads to use; the result does not depend on it.

    Returns
    -------
    DataFrame of shape (n_docs, n_topics)
        Rows sum to 1; a document without any known word has NaN.

    Raises
    ------
    TopicsError
        When `model` or `bow` is something else, or they share no word.
    """
    if threads is not None:
        check_count(threads, name="threads")
    check_given(model, TopicModel, name="model")
    check_given(bow, BagOfWords, name="bow")
    from topics.lda._documents import Documents, Team, fold_in
    from topics.lda.gensim_model import infer_vb

    known = bow if bow.words.equals(model.words) else bow.select_words(model.words)
    documents = Documents.of(known.counts)
    with Team(threads) as team:
        if model.config.algorithm == "vb":
            theta = infer_vb(model.engine, documents, team)
        else:
            theta = fold_in(documents, model.topic_word.to_numpy(), model.alpha, team)
    theta /= theta.sum(axis=1, keepdims=True)
    theta[np.diff(documents.ends) == 0] = np.nan
    return pd.DataFrame(theta, index=bow.doc_ids, columns=model.topic_word.index)
