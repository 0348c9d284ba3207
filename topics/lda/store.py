"""Save and load a model without pickle: one npz of plain arrays and one JSON text."""

import dataclasses
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topics._write import atomic_open
from topics.errors import InputError
from topics.lda.model import LDAConfig, TopicModel

_VERSION = 1
_ARRAYS, _TEXTS = "model.npz", "model.json"


def save_model(model: TopicModel, folder: str | os.PathLike[str]) -> Path:
    """Write `model.npz` and `model.json` into a folder.

    Both are plain data: loading them runs no code, and the same model gives the same bytes.
    """
    folder = Path(folder)
    dictionary = model.engine.id2word
    n_words = len(model.words)
    arrays: dict[str, Any] = {
        "counts": np.asarray(model.engine.state.sstats),
        "alpha": np.asarray(model.engine.alpha),
        "eta": np.asarray(model.engine.eta),
        "doc_topic": model.doc_topic.to_numpy(),
        "topic_word": model.topic_word.to_numpy(),
        "found": np.array([dictionary.dfs.get(i, 0) for i in range(n_words)], np.int64),
        "totals": np.array([dictionary.cfs.get(i, 0) for i in range(n_words)]),
        "restart": model.history["restart"].to_numpy(np.int64),
        "pass": model.history["pass"].to_numpy(np.int64),
        "perplexity": model.history["perplexity"].to_numpy(np.float64),
    }
    texts = {
        "format": "country-topics model",
        "version": _VERSION,
        "config": dataclasses.asdict(model.config),
        "converged": model.converged,
        "n_docs": int(model.engine.state.numdocs),
        "words": model.words.tolist(),
        "doc_ids": model.doc_topic.index.tolist(),
    }
    with atomic_open(folder / _ARRAYS, "wb") as file:
        np.savez(file, **arrays)
    with atomic_open(folder / _TEXTS) as file:
        json.dump(texts, file, ensure_ascii=False, indent=1)
        file.write("\n")
    return folder


def load_model(folder: str | os.PathLike[str]) -> TopicModel:
    """Read what `save_model` wrote.

    Raises
    ------
    InputError
        When a file is missing, damaged, of another version, or the two do not belong together.
    """
    folder = Path(folder)
    texts = _read_texts(folder / _TEXTS)
    arrays = _read_arrays(folder / _ARRAYS)
    words, doc_ids = (
        pd.Index(texts["words"], name="word"),
        pd.Index(texts["doc_ids"], name="doc_id"),
    )
    config = LDAConfig(**texts["config"])
    n_topics = config.n_topics
    shapes = {
        "topic_word": (n_topics, len(words)),
        "counts": (n_topics, len(words)),
        "doc_topic": (len(doc_ids), n_topics),
        "alpha": (n_topics,),
    }
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise InputError(
                f"{folder / _ARRAYS}: {name} has shape {arrays[name].shape}, but {_TEXTS} asks for "
                f"{shape}. The two files are not of one model; save it again."
            )
    topics = pd.RangeIndex(n_topics, name="topic")
    from topics.lda.gensim_model import engine_from_state

    return TopicModel(
        topic_word=pd.DataFrame(arrays["topic_word"], index=topics, columns=words),
        doc_topic=pd.DataFrame(arrays["doc_topic"], index=doc_ids, columns=topics),
        config=config,
        engine=engine_from_state(arrays, texts["n_docs"], words, config),
        history=pd.DataFrame({name: arrays[name] for name in ("restart", "pass", "perplexity")}),
        converged=texts["converged"],
    )


def _read_texts(path: Path) -> dict[str, Any]:
    try:
        texts = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist. Give a folder written by save_model.") from error
    except ValueError as error:
        raise InputError(f"{path} is not JSON ({error}). Save the model again.") from error
    if not isinstance(texts, dict) or texts.get("format") != "country-topics model":
        raise InputError(f"{path} is not a saved model. Give a folder written by save_model.")
    if texts["version"] != _VERSION:
        raise InputError(
            f"{path} has format version {texts['version']!r}; this package reads {_VERSION}. "
            "Use the package version that saved it, or fit again."
        )
    return texts


def _read_arrays(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist. Give a folder written by save_model.") from error
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} cannot be read ({error}). Save the model again.") from error
