"""A model that gensim saved, as a value of ours: a pickle, read only where it is trusted."""

from pathlib import Path

import numpy as np
import pandas as pd
from gensim.models import LdaModel
from gensim.utils import FakeDict

from topics._damage import in_one_line
from topics.errors import InputError, TopicsError
from topics.lda.gensim_model import engine_from_state
from topics.lda.model import LDAConfig, TopicModel


def load_pickled(path: Path, *, trust: bool) -> TopicModel:
    """Read a file of `LdaModel.save`, and the files that gensim put beside it.

    Raises
    ------
    InputError
        Unless it is trusted and holds an LdaModel that knows its words.
    """
    if not trust:
        raise InputError(
            f"{path} is a file, not a folder of save_model. If it is a model that you saved with "
            "gensim yourself, give `trust_pickle=True`: a pickle may run any program when read."
        )
    try:
        model = LdaModel.load(str(path))
        return model_of_gensim(model)
    except TopicsError as error:
        raise InputError(f"{path}: {error}") from error
    except Exception as error:  # a pickle may raise anything, or hold anything
        said = in_one_line(error, most=200)
        raise InputError(f"{path} is not a model of gensim ({said}).") from error


def model_of_gensim(model: LdaModel) -> TopicModel:
    """Give gensim's own model the form of ours; it knows no documents.

    Its `config` holds what gensim keeps of the settings; the seed is not among them.
    """
    if isinstance(model.id2word, FakeDict) or len(model.id2word) != model.num_terms:
        raise TopicsError("the model does not name its words. Give gensim's LdaModel an `id2word`.")
    words = pd.Index([str(model.id2word[i]) for i in range(model.num_terms)], name="word")
    if not words.is_unique:
        raise TopicsError("the model has one name for two words.")
    alpha = np.asarray(model.alpha, np.float64)
    # Not `model.eta`: "auto" learns that one and never gives it to the topics.
    eta = np.asarray(model.state.eta, np.float64)
    config = LDAConfig(
        n_topics=int(model.num_topics),
        passes=int(model.passes),
        algorithm="vb",
        alpha="auto" if model.optimize_alpha or np.ptp(alpha) else float(alpha[0]),
        eta="auto" if model.optimize_eta or np.ptp(eta) else float(eta.flat[0]),
        chunk_size=int(model.chunksize),
        update_every=int(model.update_every),
        decay=float(model.decay),
        offset=float(model.offset),
        iterations=int(model.iterations),
        gamma_threshold=float(model.gamma_threshold),
    )
    n_words = range(len(words))
    found, totals = (getattr(model.id2word, name, {}) for name in ("dfs", "cfs"))
    arrays = {
        "counts": model.state.sstats,
        "alpha": alpha,
        "eta": eta,
        "found": np.array([found.get(i, 0) for i in n_words], np.int64),
        "totals": np.array([totals.get(i, 0) for i in n_words]),
    }
    engine = engine_from_state(arrays, int(model.state.numdocs), words, config)
    engine.num_updates = int(model.num_updates)
    topic_word = engine.state.get_lambda().astype(np.float64)
    topic_word /= topic_word.sum(axis=1, keepdims=True)
    topics = pd.RangeIndex(config.n_topics, name="topic")
    return TopicModel(
        topic_word=pd.DataFrame(topic_word, index=topics, columns=words),
        doc_topic=pd.DataFrame(
            np.empty((0, config.n_topics)), index=pd.Index([], dtype=str, name="doc_id"),
            columns=topics,
        ),
        config=config,
        engine=engine,
        history=pd.DataFrame({"restart": [0], "pass": [config.n_passes], "perplexity": [np.nan]}),
    )  # fmt: skip
