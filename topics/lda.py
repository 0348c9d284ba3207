"""Counts to topics: LDA behind gensim's interface, with restarts; and topics of new documents."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_choice, check_count, check_range
from topics.bow import BagOfWords
from topics.choices import ALGORITHMS
from topics.errors import TopicsError

if TYPE_CHECKING:
    from topics._engine import FastLda


@dataclass(frozen=True, slots=True, kw_only=True)
class LDAConfig:
    """Everything that decides a fit: the same config on the same counts gives the same bits.

    Parameters
    ----------
    n_topics : int
        Number of topics K, at least 2.
    passes : int, optional
        Passes over the documents. "cvb0" makes at most so many (200 when absent) and stops on a
        plateau; "vb" makes them all (10 when absent).
    seed : int
        Decides random starts and the order of documents.
    algorithm : {"cvb0", "vb"}
        "cvb0" is collapsed variational Bayes; "vb" is gensim's online variational Bayes, number
        for number. Their bounds and perplexities are not comparable with each other.
    restarts : int, optional
        Random starts of "cvb0" (20 when absent), of which the best by training likelihood is
        kept. Local optima are the largest error of topic models: keep this as high as time
        allows. "vb" starts once.
    alpha : "auto" or float
        Prior on a document's topics: "auto" learns one value for each topic, at most 2.5 in all.
    eta : "auto" or float
        Prior on a topic's words. "auto" learns it; `reports/benchmark_lda.py priors` compares.
    tolerance : float
        "cvb0" stops when training perplexity falls by less than this share in a pass.
    chunk_size, update_every, decay, offset, iterations, gamma_threshold
        Schedule of "vb", as in gensim; "cvb0" ignores them.
    revive_words : bool
        Let "vb" bring back words that the first chunk lacked. gensim loses them for ever.

    Notes
    -----
    ``LDAConfig(algorithm="vb", alpha=1 / K, eta=1 / K, ...)`` is ``gensim.models.LdaModel`` with
    its defaults, ``random_state=seed`` and ``eval_every=None``.
    """

    n_topics: int
    passes: int | None = None
    seed: int = 0
    algorithm: str = "cvb0"
    restarts: int | None = None
    alpha: float | str = "auto"
    eta: float | str = 0.05
    tolerance: float = 1e-4
    chunk_size: int = 2000
    update_every: int = 1
    decay: float = 0.5
    offset: float = 1.0
    iterations: int = 50
    gamma_threshold: float = 0.001
    revive_words: bool = False

    def __post_init__(self) -> None:
        check_count(self.n_topics, name="n_topics", least=2)
        check_count(self.seed, name="seed", least=0)
        check_choice(self.algorithm, ALGORITHMS, name="algorithm")
        for name in ("passes", "restarts"):
            if getattr(self, name) is not None:
                check_count(getattr(self, name), name=name)
        for name in ("chunk_size", "iterations"):
            check_count(getattr(self, name), name=name)
        check_count(self.update_every, name="update_every", least=0)
        for name in ("tolerance", "decay", "gamma_threshold"):
            check_range(getattr(self, name), 0, 1, name=name)
        check_range(self.offset, 0, 1e9, name="offset")
        for name in ("alpha", "eta"):
            if getattr(self, name) != "auto":
                check_range(getattr(self, name), 0, 1000, name=name, open_ends=True)
        if self.algorithm == "vb" and (self.restarts or 1) > 1:
            raise TopicsError(
                f'`restarts` is {self.restarts}, but algorithm "vb" starts once. Fit with several '
                '`seed`s, or use algorithm "cvb0".'
            )

    @property
    def n_passes(self) -> int:
        """Passes to make, or to make at most."""
        return self.passes or (200 if self.algorithm == "cvb0" else 10)

    @property
    def n_restarts(self) -> int:
        """Random starts to make."""
        return self.restarts or (20 if self.algorithm == "cvb0" else 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TopicModel:
    """A fitted model.

    Parameters
    ----------
    topic_word : DataFrame of shape (n_topics, n_words)
        Word probabilities of each topic; rows sum to 1. The index is "topic", from 0.
    doc_topic : DataFrame of shape (n_docs, n_topics)
        Topic shares of the training documents; rows sum to 1, and a document without any word
        has NaN.
    config : LDAConfig
        What decided the fit.
    engine : gensim LdaModel
        The same topics as a true gensim model, for everything made for gensim. Its
        `log_perplexity` is a bound of variational Bayes: do not compare that figure of a "cvb0"
        model with that of a "vb" model.
    history : DataFrame
        Columns restart, pass, perplexity (training, per word): how the fit went. Restart i of a
        config is seeded by (seed, i).
    converged : bool
        Whether "cvb0" stopped on a plateau; "vb" does not look.
    """

    topic_word: pd.DataFrame
    doc_topic: pd.DataFrame
    config: LDAConfig
    engine: "FastLda"
    history: pd.DataFrame
    converged: bool = False

    @property
    def words(self) -> pd.Index:
        """The vocabulary, in the order of the columns of `topic_word`."""
        return self.topic_word.columns

    @property
    def alpha(self) -> npt.NDArray[np.float64]:
        """Prior on a document's topics, of shape (n_topics,)."""
        return np.asarray(self.engine.alpha, np.float64)


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
        A file that "cvb0" writes every ten passes once the best start is chosen. When it exists,
        the fit goes on from there and ends with the same bits as one that was never interrupted;
        with more `passes` in the config, a finished fit goes on as well.

    Raises
    ------
    TopicsError
        When there are more topics than documents with words, or than words.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.bow import count_words
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> model = fit_lda(count_words(pd.Series(texts)), LDAConfig(n_topics=2, restarts=2))
    >>> sorted(model.topic_word.round(1)[["gas", "war"]].to_numpy().tolist())
    [[0.0, 0.5], [0.5, 0.0]]
    """
    if threads is not None:
        check_count(threads, name="threads")
    if checkpoint is not None and config.algorithm != "cvb0":
        raise TopicsError('`checkpoint` needs algorithm "cvb0"; leave it out for "vb".')
    filled = np.diff(bow.counts.indptr) > 0
    n_docs = int(filled.sum())
    if config.n_topics > min(n_docs, bow.n_words):
        raise TopicsError(
            f"`n_topics` is {config.n_topics}, but the counts hold {n_docs} documents with words "
            f"and {bow.n_words} different words. Ask for fewer topics, split the documents into "
            "paragraphs, or keep more words."
        )
    known = bow if filled.all() else bow.select_docs(bow.doc_ids[filled])
    if config.algorithm == "vb":
        from topics._engine import train_engine

        engine, gamma = train_engine(known, config, threads=threads)
        history = pd.DataFrame({"restart": [0], "pass": [config.n_passes], "perplexity": [np.nan]})
        converged = False
    else:
        from topics._engine import engine_from_counts
        from topics._restarts import best_run

        outcome = best_run(known.counts, config, threads=threads, checkpoint=checkpoint)
        run, history, converged = outcome.run, outcome.history, outcome.converged
        alpha = run.alpha[: config.n_topics]
        engine = engine_from_counts(run.topic_counts(), alpha, run.eta, known, config)
        gamma = run.doc_topic()
        del outcome, run  # As large as the shares, and no longer needed.
    gamma /= gamma.sum(axis=1, keepdims=True)
    shares = gamma
    if not filled.all():
        shares = np.full((bow.n_docs, config.n_topics), np.nan)
        shares[filled] = gamma
    topic_word = engine.state.get_lambda().astype(np.float64)
    topic_word /= topic_word.sum(axis=1, keepdims=True)
    topics = pd.RangeIndex(config.n_topics, name="topic")
    return TopicModel(
        topic_word=pd.DataFrame(topic_word, index=topics, columns=bow.words),
        doc_topic=pd.DataFrame(shares, index=bow.doc_ids, columns=topics),
        config=config,
        engine=engine,
        history=history,
        converged=converged,
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
    """
    if threads is not None:
        check_count(threads, name="threads")
    from topics._documents import Documents, Team, fold_in
    from topics._engine import infer_vb

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


def top_words(
    model: TopicModel, n: int = 10, by: str = "relevance", *, weight: float = 0.6
) -> pd.DataFrame:
    """List the words that say most about each topic.

    Parameters
    ----------
    model : TopicModel
    n : int
        Words a topic.
    by : {"relevance", "probability", "frex", "lift"}
        "probability": phi_kw. "lift": phi_kw / p(w). "relevance": weight * log phi_kw +
        (1 - weight) * log lift (Sievert and Shirley 2014). "frex": harmonic mean of a word's
        rank in the topic by frequency and by exclusivity (Bischof and Airoldi 2012), with
        `weight` on frequency.
    weight : float in [0, 1]
        See `by`.

    Returns
    -------
    DataFrame
        Columns topic, rank (from 1), word, probability (phi_kw), weight (the figure ranked by).
        Ties go to the word that stands first in the vocabulary.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.bow import count_words
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> model = fit_lda(count_words(pd.Series(texts)), LDAConfig(n_topics=2, restarts=1))
    >>> top_words(model, 2).columns.tolist()
    ['topic', 'rank', 'word', 'probability', 'weight']
    """
    check_count(n, name="n")
    check_range(weight, 0, 1, name="weight")
    measures: dict[str, Callable[[], npt.NDArray[np.float64]]] = {
        "probability": lambda: phi,
        "lift": lambda: phi / share,
        "relevance": lambda: weight * np.log(phi) + (1 - weight) * np.log(phi / share),
        "frex": lambda: 1 / (weight / _ranks(phi) + (1 - weight) / _ranks(phi / phi.sum(axis=0))),
    }
    check_choice(by, measures, name="by")
    phi = model.topic_word.to_numpy()
    size = model.doc_topic.fillna(0.0).to_numpy().sum(axis=0) + 1e-12
    share = (size / size.sum()) @ phi
    figures = measures[by]()
    n = min(n, phi.shape[1])
    order = np.argsort(-figures, axis=1, kind="stable")[:, :n]
    return pd.DataFrame(
        {
            "topic": np.repeat(np.arange(len(phi)), n),
            "rank": np.tile(np.arange(1, n + 1), len(phi)),
            "word": model.words[order.ravel()].to_numpy(),
            "probability": np.take_along_axis(phi, order, axis=1).ravel(),
            "weight": np.take_along_axis(figures, order, axis=1).ravel(),
        }
    )


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give each value's place in its row as a share in (0, 1]; equal values share the higher."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(values, method="max", axis=1) / values.shape[1])
