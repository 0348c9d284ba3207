"""The subclass of gensim's LdaModel that both algorithms end as."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from gensim.corpora import Dictionary
from gensim.models import LdaModel

from topics.bow import BagOfWords

if TYPE_CHECKING:
    from topics.lda import LDAConfig


class FastLda(LdaModel):  # type: ignore[misc]
    """A gensim LdaModel."""


def engine_from_counts(
    counts: npt.NDArray[np.float64],
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
    dictionary = Dictionary()
    dictionary.token2id = {word: i for i, word in enumerate(words)}
    dictionary.id2token = dict(enumerate(words))
    dictionary.dfs = dict(enumerate(arrays["found"].tolist()))
    dictionary.cfs = dict(enumerate(arrays["totals"].tolist()))
    dictionary.num_docs = n_docs
    dictionary.num_nnz = int(arrays["found"].sum())
    dictionary.num_pos = arrays["totals"].sum().item()
    return _engine(arrays["counts"], arrays["alpha"], arrays["eta"], n_docs, dictionary, config)


def _engine(
    counts: npt.NDArray[Any],
    alpha: npt.NDArray[Any],
    eta: Any,
    n_docs: int,
    dictionary: Dictionary,
    config: "LDAConfig",
) -> FastLda:
    engine = FastLda(
        num_topics=config.n_topics,
        id2word=dictionary,
        alpha=np.asarray(alpha, np.float32),
        eta=eta,
        random_state=config.seed,
    )
    engine.state.sstats = np.ascontiguousarray(counts, np.float32)
    engine.state.numdocs = n_docs
    engine.sync_state()
    return engine
