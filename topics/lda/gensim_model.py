"""The subclass of gensim's LdaModel that both algorithms end as, and gensim's own algorithm in it.

`inference` and `update` follow gensim's equations, schedule and random draws, so that the same
seed gives gensim's topics up to rounding. (A few short documents stand between two topics and
turn on the last bit; gensim's own topics in float64 are further off, as `vb` in
`reports/benchmark_lda.py` measures.) They differ in two ways, both on purpose: `update` heeds its
arguments `iterations` and `gamma_threshold`, which gensim ignores; and with `revive_words` a word
that the first chunk lacked can come back. (gensim adds the float32 epsilon to every word's
probability, which swallows such a word for ever.)
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from gensim.corpora import Dictionary
from gensim.models import LdaModel

from topics.lda._documents import Documents, Team
from topics.lda._fit_file import FitFile
from topics.lda._forms import as_documents, as_lists
from topics.lda._rows import padded_rows
from topics.lda._vb_kernels import NO_WORD
from topics.lda.vb import EStep, draw_starts, train, word_rows
from topics.text._gensim import make_dictionary
from topics.text.bow import BagOfWords

if TYPE_CHECKING:
    from topics.lda.model import LDAConfig

_EPSILON = float(np.finfo(np.float32).eps)


class FastLda(LdaModel):  # type: ignore[misc]
    """A gensim LdaModel whose inference and training run in compiled threads.

    Parameters
    ----------
    *args, **kwargs
        Those of `gensim.models.LdaModel`.
    threads : int, optional
        Threads to use; all the processors of the process when absent. The result does not depend
        on it.
    revive_words : bool
        Let words that the first chunk lacked come back.
    """

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        threads: int | None = None,
        revive_words: bool = False,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        self.threads = threads
        self.epsilon = 1e-30 if revive_words else _EPSILON
        # Beside a larger epsilon a word this rare in a topic counts for nothing.
        self.least = np.float32(0) if revive_words else NO_WORD
        super().__init__(*args, **kwargs)

    def inference(
        self, chunk: Iterable[Any], collect_sstats: bool = False
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any] | None]:
        """Give gamma of shape (n_docs, n_topics) and the statistics (n_topics, n_words), or None.

        As in gensim, each call draws new starts from `random_state`; `topics.doc_topics` does not.
        """
        if self.dtype != np.float32:
            gamma, statistics = super().inference(chunk, collect_sstats)
            return gamma, statistics
        documents = as_documents(chunk, self.num_terms)
        starts = draw_starts(self, len(documents))
        # Only the words at hand are copied: gensim's habits ask for one document at a time.
        used, words = np.unique(documents.words, return_inverse=True)
        few = Documents(
            ends=documents.ends,
            words=words.astype(np.int32),
            counts=documents.counts,
            n_words=len(used),
        )
        topics = word_rows(self, used)
        with Team(1 if len(documents) < 16 else self.threads) as team:
            step = EStep(self, few, team)
            step.infer(0, len(few), topics, starts)
            gamma = np.ascontiguousarray(step.gamma[:, : self.num_topics])
            if not collect_sstats:
                return gamma, None
            statistics = np.zeros_like(self.expElogbeta)
            statistics[:, used] = step.statistics(0, len(few), topics)[:, : self.num_topics].T
        return gamma, statistics

    def bound(self, corpus: Any, gamma: Any = None, subsample_ratio: float = 1.0) -> float:  # noqa: ANN401
        """Give gensim's bound of the log-likelihood of documents in any form of `update`."""
        return float(super().bound(as_lists(corpus, self.num_terms), gamma, subsample_ratio))

    def log_perplexity(self, chunk: Any, total_docs: int | None = None) -> float:  # noqa: ANN401
        """Give gensim's bound per word, in bits, of documents in any form of `update`.

        It bounds the likelihood from below as variational Bayes sees it. For topics of "cvb0" it
        is another distance below, so never compare the figure between the two algorithms:
        `topics.evaluate` scores held-out words alike for both.
        """
        return float(super().log_perplexity(as_lists(chunk, self.num_terms), total_docs))

    def diff(self, other: LdaModel, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Compare topics with those of another model, as gensim does; a plain LdaModel will do."""
        if isinstance(other, LdaModel) and not isinstance(other, type(self)):
            twin = object.__new__(type(self))  # gensim asks for a model of the same class
            twin.__dict__.update(other.__dict__)
            other = twin
        return super().diff(other, *args, **kwargs)

    def update(
        self,
        corpus: Any,  # noqa: ANN401
        chunksize: int | None = None,
        decay: float | None = None,
        offset: float | None = None,
        passes: int | None = None,
        update_every: int | None = None,
        eval_every: int | None = None,
        iterations: int | None = None,
        gamma_threshold: float | None = None,
        chunks_as_numpy: bool = False,
    ) -> None:
        """Train on a corpus: lists of (word id, count), a sparse table, or a BagOfWords.

        Parameters are those of gensim; what is None is taken from the model.
        """
        own = {"iterations": iterations, "gamma_threshold": gamma_threshold}
        own = {name: value for name, value in own.items() if value is not None}
        before = {name: getattr(self, name) for name in own}
        self.__dict__.update(own)
        try:
            if self.callbacks or self.dispatcher or self.dtype != np.float32:
                super().update(
                    corpus, chunksize, decay, offset, passes, update_every, eval_every,
                    chunks_as_numpy=chunks_as_numpy,
                )  # fmt: skip
                return
            documents = as_documents(corpus, self.num_terms)
            if len(documents):
                train(
                    self,
                    documents,
                    chunk_size=min(len(documents), chunksize or self.chunksize),
                    decay=self.decay if decay is None else decay,
                    offset=self.offset if offset is None else offset,
                    passes=self.passes if passes is None else passes,
                    update_every=self.update_every if update_every is None else update_every,
                    eval_every=(self.eval_every if eval_every is None else eval_every) or 0,
                )
        finally:
            self.__dict__.update(before)


def random_state(seed: int) -> int | np.random.RandomState:
    """Give gensim the generator of a seed: of its own up to 2**32, of all the bits of a larger."""
    if seed < 2**32:
        return seed
    return np.random.RandomState(np.random.MT19937(np.random.SeedSequence(seed)))


def train_engine(
    bow: BagOfWords,
    config: "LDAConfig",
    *,
    threads: int | None,
    checkpoint: str | os.PathLike[str] | None = None,
) -> tuple[FastLda, npt.NDArray[np.float64]]:
    """Fit by gensim's algorithm; give the model and gamma of the documents.

    The fit goes on from a `checkpoint` that was written before it was interrupted.
    """
    engine = FastLda(
        num_topics=config.n_topics,
        id2word=bow.to_dictionary(),
        alpha=config.alpha,
        eta=config.eta,
        random_state=random_state(config.seed),
        passes=config.n_passes,
        chunksize=config.chunk_size,
        update_every=config.update_every,
        decay=config.decay,
        offset=config.offset,
        iterations=config.iterations,
        gamma_threshold=config.gamma_threshold,
        eval_every=None,
        threads=threads,
        revive_words=config.revive_words,
    )
    saved = None if checkpoint is None else FitFile(Path(checkpoint), bow.counts, config)
    documents = Documents.of(bow.counts)
    train(
        engine, documents,
        chunk_size=min(len(documents), engine.chunksize),
        decay=engine.decay, offset=engine.offset, passes=engine.passes,
        update_every=engine.update_every, eval_every=0, saved=saved,
    )  # fmt: skip
    with Team(threads) as team:
        return engine, infer_vb(engine, documents, team)


def infer_vb(
    engine: FastLda, documents: Documents, team: Team, *, iterations: int = 500
) -> npt.NDArray[np.float64]:
    """Give gamma of documents by variational Bayes, each from the same flat start.

    A document's words are spread evenly over topics first; gensim draws starts at random, and so
    gives the same document another answer at the next call.
    """
    n_topics = engine.num_topics
    flat = documents.sizes[:, None] / n_topics + np.asarray(engine.alpha, np.float64)
    starts = padded_rows(flat, fill=1.0)
    step = EStep(engine, documents, team, iterations=iterations, threshold=1e-4)
    step.infer(0, len(documents), word_rows(engine), starts)
    return step.gamma[:, :n_topics].astype(np.float64)


def engine_from_counts(
    counts: npt.NDArray[Any],
    alpha: npt.NDArray[Any],
    eta: float,
    bow: BagOfWords,
    config: "LDAConfig",
) -> FastLda:
    """Give expected word counts of shape (n_topics, n_words) the form of a gensim model."""
    return _engine(counts, alpha, eta, bow.n_docs, bow.to_dictionary(), config)


def engine_from_state(
    arrays: dict[str, Any], n_docs: int, words: pd.Index, config: "LDAConfig"
) -> FastLda:
    """Build the gensim model of a saved one."""
    dictionary = make_dictionary(
        words, found=arrays["found"], totals=arrays["totals"], n_docs=n_docs
    )
    return _engine(arrays["counts"], arrays["alpha"], arrays["eta"], n_docs, dictionary, config)


def _engine(
    counts: npt.NDArray[Any],
    alpha: npt.NDArray[Any],
    eta: float | npt.NDArray[Any],
    n_docs: int,
    dictionary: Dictionary,
    config: "LDAConfig",
) -> FastLda:
    engine = FastLda(
        num_topics=config.n_topics,
        id2word=dictionary,
        alpha=np.asarray(alpha, np.float32),
        eta=eta,
        random_state=random_state(config.seed),
    )
    engine.state.sstats = np.ascontiguousarray(counts, np.float32)
    engine.state.numdocs = engine.num_updates = n_docs
    engine.sync_state()
    return engine
