"""What a stored model must be, word by word and number by number, before anybody works with it."""

import dataclasses
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from topics.errors import InputError, TopicsError
from topics.lda._npz import EITHER, FLOATS, WHOLE, Wanted
from topics.lda.model import LDAConfig

FORMAT, VERSION = "country-topics model", 2
# Keys of the text that come with each version of the format.
_KEYS = {
    1: {"format", "version", "config", "converged", "n_docs", "words", "doc_ids"},
    2: {
        "format", "version", "config", "converged", "n_docs", "words", "doc_ids", "n_updates",
        "sha256",
    },
}  # fmt: skip
_MOST = 2**53
_MOST_OFF = 1e-4  # between the topics and those of the counts and eta


def digest_of(texts: dict[str, Any]) -> str:
    """Return the SHA-256 of all of a model's text but the digests themselves."""
    rest = {name: value for name, value in texts.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def parse_texts(text: bytes, path: Path) -> tuple[dict[str, Any], LDAConfig]:
    """Read the text of a model, check each of its values, and give it with its configuration.

    Raises
    ------
    InputError
        When it is no JSON of a model, of a version not known, a value is missing, superfluous or
        of another kind, or the text is not the one that was written.
    """
    try:
        texts = json.loads(text.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError, MemoryError) as error:
        said = str(error) or type(error).__name__
        raise InputError(f"{path} is not JSON ({said}). Save the model again.") from error
    if not isinstance(texts, dict) or texts.get("format") != FORMAT:
        raise InputError(f"{path} is not a saved model. Give a folder written by save_model.")
    version = texts.get("version")
    if type(version) is not int or version not in _KEYS:
        raise InputError(
            f"{path} has format version {_shown(version)}; this package reads 1 to {VERSION}. "
            "Use the package version that saved it, or fit again."
        )
    wrong = _wrong_texts(texts, _KEYS[version])
    if wrong:
        raise InputError(f"{path}: {wrong}. Save the model again.")
    if version > 1 and texts["sha256"]["model.json"] != digest_of(texts):
        raise InputError(
            f"{path} was changed after it was saved: it has not the hash that stands in it. "
            "Save the model again."
        )
    try:
        fields = {field.name for field in dataclasses.fields(LDAConfig)}
        if set(texts["config"]) != fields:
            odd = sorted(set(texts["config"]) ^ fields)[0]
            raise TopicsError(f"the key {_shown(odd)} is missing or superfluous.")
        return texts, LDAConfig(**texts["config"])
    except TopicsError as error:
        raise InputError(f"{path}: `config`: {error} Save the model again.") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key stands twice")
    return table


def _shown(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _wrong_texts(texts: dict[str, Any], keys: set[str]) -> str | None:
    """Say what is wrong with the values of the text, if anything."""
    if set(texts) != keys:
        odd = sorted(set(texts) ^ keys)[0]
        return f"the key {_shown(odd)} is {'missing' if odd in keys else 'none of a model'}"
    if not isinstance(texts["config"], dict) or type(texts["converged"]) is not bool:
        return "`config` must be a table and `converged` true or false"
    for name in {"n_docs", "n_updates"} & keys:
        if type(texts[name]) is not int or not 0 <= texts[name] < _MOST:
            return f"`{name}` must be a whole number of at least 0; got {_shown(texts[name])}"
    hashes = texts.get("sha256")
    if "sha256" in keys and (
        not isinstance(hashes, dict) or set(hashes) != {"model.npz", "model.json"}
    ):
        return "`sha256` must hold the hashes of model.npz and model.json"
    for name, kinds in (("words", {str}), ("doc_ids", {str, int})):
        values = texts[name]
        if (
            not isinstance(values, list)
            or len(found := set(map(type, values))) > 1
            or found - kinds
        ):
            return f"`{name}` must be a list of {'texts' if name == 'words' else 'names'}"
        if len(set(values)) < len(values):
            twice, _ = Counter(values).most_common(1)[0]
            return f"`{name}` must be unique; {_shown(twice)} occurs more than once"
        try:
            "".join(map(str, values)).encode()
        except UnicodeEncodeError:
            return f"`{name}` holds half a character, which no text can"
    return None


def wanted_arrays(n_topics: int, n_words: int, n_docs: int) -> Wanted:
    """Say of which kinds and shapes the arrays of a model are."""
    both = (n_topics, n_words)
    return {
        "counts": (FLOATS, (both,)),
        "topic_word": (FLOATS, (both,)),
        "doc_topic": (FLOATS, ((n_docs, n_topics),)),
        "alpha": (FLOATS, ((n_topics,),)),
        "eta": (FLOATS, ((), (n_words,), (n_topics,), both)),
        "found": (WHOLE, ((n_words,),)),
        "totals": (EITHER, ((n_words,),)),
        "restart": (WHOLE, ((None,),)),
        "pass": (WHOLE, ((None,),)),
        "perplexity": (FLOATS, ((None,),)),
    }


def check_numbers(arrays: dict[str, npt.NDArray[Any]], path: Path) -> None:
    """Raise unless the numbers of a model can be what their names say, each for itself."""
    for name in ("counts", "topic_word", "alpha", "eta", "found", "totals", "restart", "pass"):
        _refuse(path, name, "a number that is not finite", ~np.isfinite(arrays[name]).all())
        _refuse(path, name, "a number below zero", (arrays[name] < 0).any())
    for name in ("alpha", "eta"):
        _refuse(path, name, "a prior of zero", (arrays[name] == 0).any())
    _refuse(path, "alpha", "a prior of 1e9 or more", (arrays["alpha"] >= 1e9).any())
    shares = arrays["doc_topic"]
    empty = np.isnan(shares).all(axis=1)  # documents without words of the model
    for name, rows in (("topic_word", arrays["topic_word"]), ("doc_topic", shares[~empty])):
        _refuse(path, name, "a share that is not in [0, 1]", ~((rows >= 0) & (rows <= 1)).all())
        off = np.abs(rows.sum(axis=1) - 1) > 1e-4
        _refuse(path, name, "a row that does not sum to 1", off.any())
    for name in ("found", "totals"):
        _refuse(path, name, "a number of 2**53 or more", (arrays[name] >= _MOST).any())
    lengths = {len(arrays[name]) for name in ("restart", "pass", "perplexity")}
    _refuse(path, "perplexity", "another number of passes than its columns", len(lengths) > 1)
    perplexity = arrays["perplexity"]
    _refuse(
        path, "perplexity", "a number that is no perplexity",
        ((perplexity <= 0) | np.isinf(perplexity)).any(),
    )  # fmt: skip


def check_together(
    arrays: dict[str, npt.NDArray[Any]], n_docs: int, config: LDAConfig, path: Path
) -> None:
    """Raise unless the numbers of a model can be those of one fit."""
    n_filled = int((~np.isnan(arrays["doc_topic"][:, 0])).sum())
    n_rows = len(arrays["doc_topic"])
    few = f"shares of {n_filled} documents, fewer than topics"
    _refuse(path, "doc_topic", few, n_rows > 0 and n_filled < config.n_topics)
    more = f"shares of {n_filled} documents, more than the {n_docs} that were fitted"
    _refuse(path, "doc_topic", more, n_filled > n_docs)
    # An engine may have been updated after the fit.
    if n_filled < n_docs or (config.algorithm, config.eta) == ("vb", "auto"):
        return
    off = _off_topics(arrays, arrays["eta"])
    _refuse(path, "topic_word", "other topics than `counts` and `eta`", off > _MOST_OFF)


def eta_of_topics(
    arrays: dict[str, npt.NDArray[Any]], config: LDAConfig
) -> npt.NDArray[np.floating]:
    """Give the eta that a model's topics have.

    With ``algorithm="vb"`` and ``eta="auto"`` gensim learns an eta that it never gives to its
    topics, which keep the first, 1 / number of topics. Once that learned one was stored; the
    topics, which are stored too, tell the two apart.
    """
    eta = arrays["eta"]
    if (config.algorithm, config.eta) != ("vb", "auto"):
        return eta
    first = np.full(eta.shape, 1 / config.n_topics, np.float32)
    mended = _off_topics(arrays, first) < min(_off_topics(arrays, eta), _MOST_OFF)
    return first if mended else eta


def _off_topics(arrays: dict[str, npt.NDArray[Any]], eta: npt.NDArray[Any]) -> float:
    """Give the largest difference between the topics and those of the counts and an eta."""
    counts = arrays["counts"]
    if eta.ndim == 1 and len(eta) != counts.shape[1]:
        eta = eta[:, None]
    weights = counts.astype(np.float64) + eta
    shares = weights / weights.sum(axis=1, keepdims=True)
    return float(np.abs(shares - arrays["topic_word"]).max())


def _refuse(path: Path, name: str, what: str, wrong: object) -> None:
    if wrong:
        raise InputError(f"{path}: {name} holds {what}. The file is not as it was saved.")
