"""What decides a fit, and what comes out of it."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from importlib import import_module
from numbers import Real
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._card import card, rows
from topics._checks import check_choice, check_count, check_range, plain
from topics.choices import ALGORITHMS
from topics.errors import TopicsError

if TYPE_CHECKING:
    from gensim.models import LdaModel

    from topics.lda.gensim_model import FastLda
    from topics.text.bow import BagOfWords

_SHOWN = 10  # topics that a model prints


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
        Decides random starts and the order of documents; any whole number from 0.
    algorithm : {"cvb0", "vb"}
        "cvb0" is collapsed variational Bayes; "vb" is gensim's online variational Bayes, number
        for number. Their bounds and perplexities are not comparable with each other.
    restarts : int, optional
        Random starts of "cvb0" (20 when absent), of which the best by training likelihood is
        kept. Local optima are the largest error of topic models: keep this as high as time
        allows. "vb" starts once.
    alpha : "auto" or float
        Prior on a document's topics: "auto" learns one value per topic, at most 2.5 in all.
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
    its defaults, ``random_state=seed`` (below 2**32, the most that gensim takes) and
    ``eval_every=None``.
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
            prior = getattr(self, name)
            if not (isinstance(prior, str) and prior == "auto"):
                check_range(prior, 0, 1000, name=name, open_ends=True)
        if not isinstance(self.revive_words, bool):
            raise TopicsError(f"`revive_words` must be True or False; got {self.revive_words!r}.")
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Real) and not isinstance(value, bool):
                object.__setattr__(self, field.name, plain(value))
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
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

    @classmethod
    def from_gensim(cls, lda: "LdaModel", bow: "BagOfWords") -> Self:
        """Take a fit that gensim itself made, for everything that follows a fit.

        Parameters
        ----------
        lda : gensim LdaModel
            Fitted, with an `id2word` that names its words.
        bow : BagOfWords
            Counts of the documents, such as `BagOfWords.from_gensim(dictionary, corpus)`. Words
            are matched by name.

        Returns
        -------
        TopicModel
            With the topics of `lda`, in its order, and shares of the documents of `bow` inferred
            from a flat start, as `doc_topics` does. Of the settings, `config` holds what gensim
            keeps; the seed is not among them.

        Raises
        ------
        TopicsError
            When `lda` is no LdaModel or does not name its words, or shares no word with `bow`.

        Examples
        --------
        >>> from gensim.models import LdaModel
        >>> from topics.simulate import simulate_corpus
        >>> from topics.text.bow import BagOfWords
        >>> planted = simulate_corpus(n_docs=30, n_countries=3, n_topics=2, n_words=40, seed=1)
        >>> bow = BagOfWords(counts=planted.counts, doc_ids=planted.doc_ids, words=planted.words)
        >>> dictionary, corpus = bow.to_gensim()
        >>> lda = LdaModel(corpus, id2word=dictionary, num_topics=2, random_state=1)
        >>> TopicModel.from_gensim(lda, bow).doc_topic.shape
        (30, 2)
        """
        # It makes models, as `fit_lda` does, and so stands beside that.
        adopt: Callable[..., Self] = import_module("topics.lda.adopt").adopt_gensim
        return adopt(lda, bow)

    def __repr__(self) -> str:
        lines = [
            f"TopicModel of {len(self.topic_word)} topics, {len(self.words):,} words and "
            f"{len(self.doc_topic):,} documents, by {self.config.algorithm}"
        ]
        shown = self._first_words(_SHOWN)
        lines += [f"{topic:>3}  {words}" for topic, words in shown.items()]
        if len(self.topic_word) > _SHOWN:
            lines.append(f"and {len(self.topic_word) - _SHOWN} more topics")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        sizes = self.doc_topic.mean().tolist()
        words = self._first_words(len(self.topic_word))
        cells = [
            [topic, f"{size:.1%}", said]
            for (topic, said), size in zip(words.items(), sizes, strict=True)
        ]
        return card(
            repr(self).partition("\n")[0],
            rows(("topic", "share", "first words"), cells, most=len(cells)),
            then="Next: `top_words(model)`, `doc_topics(model, bow)`, "
            "`topic_country(model, bow, weights)`.",
        )

    def _first_words(self, n_topics: int) -> "pd.Series[str]":
        from topics.lda.top_words import top_words

        own = top_words(self, 8)
        own = own[own["topic"] < n_topics]
        return own.groupby("topic", sort=True)["word"].agg(", ".join)

    @property
    def words(self) -> pd.Index:
        """The vocabulary, in the order of the columns of `topic_word`."""
        return self.topic_word.columns

    @property
    def alpha(self) -> npt.NDArray[np.float64]:
        """Prior on a document's topics, of shape (n_topics,)."""
        return np.asarray(self.engine.alpha, np.float64)
