"""Save and load a model without pickle: one npz of plain arrays and one JSON text."""

import dataclasses
import hashlib
import json
import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topics._damage import in_one_line
from topics._write import atomic_open
from topics.errors import InputError, TopicsError
from topics.lda._npz import read_arrays
from topics.lda._stored import (
    FORMAT,
    VERSION,
    check_numbers,
    check_together,
    digest_of,
    eta_of_topics,
    parse_texts,
    wanted_arrays,
)
from topics.lda.model import TopicModel

_ARRAYS, _TEXTS = "model.npz", "model.json"
_START = 1000


def save_model(model: TopicModel, folder: str | os.PathLike[str]) -> Path:
    """Write `model.npz` and `model.json` into a folder.

    Both are plain data: loading them runs no code, and the same model gives the same bytes. The
    text holds a hash of each, by which `load_model` knows them.

    Parameters
    ----------
    model : TopicModel
        A fit.
    folder : path
        Where to write; made where it is missing.

    Returns
    -------
    Path
        Of the folder.

    Raises
    ------
    TopicsError
        When the folder cannot be written to, or has a `model.json` that is no model's.
    """
    folder = Path(folder)
    _check_ours(folder / _TEXTS)
    engine, dictionary = model.engine, model.engine.id2word
    n_words = len(model.words)
    arrays: dict[str, Any] = {
        "counts": np.asarray(engine.state.sstats),
        "alpha": np.asarray(engine.alpha),
        "eta": np.asarray(engine.state.eta),  # of the topics: "auto" learns another beside it
        "doc_topic": model.doc_topic.to_numpy(),
        "topic_word": model.topic_word.to_numpy(),
        "found": np.array([dictionary.dfs.get(i, 0) for i in range(n_words)]),
        "totals": np.array([dictionary.cfs.get(i, 0) for i in range(n_words)]),
        "restart": model.history["restart"].to_numpy(np.int64),
        "pass": model.history["pass"].to_numpy(np.int64),
        "perplexity": model.history["perplexity"].to_numpy(np.float64),
    }
    texts: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "config": dataclasses.asdict(model.config),
        "converged": bool(model.converged),
        "n_docs": int(engine.state.numdocs),
        "n_updates": int(engine.num_updates),
        "words": model.words.tolist(),
        "doc_ids": model.doc_topic.index.tolist(),
    }
    # The same file on a machine with the other order of bytes.
    arrays = {name: part.astype(part.dtype.newbyteorder("<")) for name, part in arrays.items()}
    with atomic_open(folder / _ARRAYS, "wb") as file:
        np.savez(file, **arrays)
    with (folder / _ARRAYS).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    texts["sha256"] = {_ARRAYS: digest, _TEXTS: digest_of(texts)}
    with atomic_open(folder / _TEXTS) as file:
        json.dump(texts, file, ensure_ascii=False, indent=1)
        file.write("\n")
    return folder


def _check_ours(path: Path) -> None:
    """Raise where a file of that name is somebody else's, which would be lost."""
    try:
        start = path.read_bytes()[:_START] if path.is_file() else b""
    except (OSError, ValueError):  # none, or a name that no file can have: writing tells
        return
    if start.strip() and FORMAT.encode() not in start:
        raise TopicsError(f"{path} is no model of ours and is not written over. Save elsewhere.")


def load_model(folder: str | os.PathLike[str], *, trust_pickle: bool = False) -> TopicModel:
    """Read what `save_model` wrote, or an LdaModel that gensim saved.

    Parameters
    ----------
    folder : path
        The folder of `save_model`; or the file of `gensim.models.LdaModel.save`, which lies
        beside others of its name.
    trust_pickle : bool
        Read a file of gensim. It is a pickle: whoever made it can make this computer do anything
        when it is read, so set this for your own files only. Such a model has no documents;
        `doc_topics` gives the shares of any.

    Returns
    -------
    TopicModel
        As it was saved, to the bit.

    Raises
    ------
    InputError
        When a file is missing, damaged, a link out of its folder, of another version or not as it
        was saved, when a number or a word cannot be that of a model, when the two files do not
        belong together, and for a pickle unless `trust_pickle`.
    """
    folder = Path(folder)
    if os.path.isfile(folder):  # noqa: PTH113 - which no name makes fail, be it too long
        from topics.lda._pickled import load_pickled

        return load_pickled(folder, trust=trust_pickle)
    with _open(folder, _TEXTS) as file:
        texts, config = parse_texts(_whole(file, folder / _TEXTS), folder / _TEXTS)
    n_topics, n_words, n_docs = config.n_topics, len(texts["words"]), len(texts["doc_ids"])
    path = folder / _ARRAYS
    with _open(folder, _ARRAYS) as file:
        arrays = read_arrays(file, path, wanted_arrays(n_topics, n_words, n_docs))
        file.seek(0)
        hashes = texts.get("sha256")
        if hashes and hashlib.file_digest(file, "sha256").hexdigest() != hashes[_ARRAYS]:
            raise InputError(
                f"{path} has not the hash that stands in {_TEXTS}. The two files are not of one "
                "model, or one was changed; save it again."
            )
    check_numbers(arrays, path)
    arrays["eta"] = eta_of_topics(arrays, config)
    check_together(arrays, texts["n_docs"], config, path)
    words = pd.Index(texts["words"], name="word")
    doc_ids = pd.Index(texts["doc_ids"], name="doc_id")
    topics = pd.RangeIndex(n_topics, name="topic")
    from topics.lda.gensim_model import engine_from_state

    engine = engine_from_state(arrays, texts["n_docs"], words, config)
    engine.num_updates = texts.get("n_updates", texts["n_docs"])
    return TopicModel(
        topic_word=pd.DataFrame(arrays["topic_word"], index=topics, columns=words),
        doc_topic=pd.DataFrame(arrays["doc_topic"], index=doc_ids, columns=topics),
        config=config,
        engine=engine,
        history=pd.DataFrame({name: arrays[name] for name in ("restart", "pass", "perplexity")}),
        converged=texts["converged"],
    )


def _open(folder: Path, name: str) -> BufferedReader:
    """Open a file of a model; a link may lead to another file of its folder, not out of it."""
    path = folder / name
    try:
        real = path.resolve(strict=True)
        if real.parent != folder.resolve():
            raise InputError(
                f"{path} is a link to {real}, out of its folder. Copy the file into the folder."
            )
        if not stat.S_ISREG(real.stat().st_mode):
            raise InputError(f"{path} is not a file. Give a folder written by save_model.")
        return real.open("rb")
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist. Give a folder written by save_model.") from error
    except InputError:
        raise
    except (OSError, RuntimeError, ValueError) as error:  # of a link to itself; of a NUL in it
        raise InputError(
            f"{path} cannot be read ({in_one_line(error)}). Save the model again."
        ) from error


def _whole(file: BufferedReader, path: Path) -> bytes:
    try:
        return file.read()
    except (OSError, MemoryError) as error:
        said = str(error) or "it is larger than the memory"
        raise InputError(f"{path} cannot be read ({said}). Save the model again.") from error
