"""A small model that is saved, and its files with something else in them."""

import json
from functools import cache

import numpy as np
import pandas as pd

from topics.lda._stored import digest_of
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.text.bow import count_words

TEXTS = {f"d{i}": ["oil", "gas", "Öl"] * 4 if i % 2 else ["war", "army"] * 6 for i in range(12)}


@cache
def small_model():
    """Fit two topics to twelve documents, and a thirteenth without words."""
    bow = count_words(pd.Series({**TEXTS, "empty": []}))
    return fit_lda(bow, LDAConfig(n_topics=2, restarts=2))


def texts_of(folder):
    return json.loads((folder / "model.json").read_text("utf-8"))


def with_texts(folder, **changes):
    """Put other texts into a stored model, as if it had been saved so."""
    texts = texts_of(folder) | changes
    texts = {name: value for name, value in texts.items() if value is not None}
    if isinstance(texts.get("sha256"), dict) and "sha256" not in changes:
        texts["sha256"]["model.json"] = digest_of(texts)
    (folder / "model.json").write_text(json.dumps(texts), "utf-8")
    return folder / "model.json"


def with_arrays(folder, **changes):
    """Put other arrays into a stored model, as the first version would have: it had no hashes."""
    with np.load(folder / "model.npz") as archive:
        arrays = dict(archive) | changes
    np.savez(folder / "model.npz", **arrays)
    with_texts(folder, version=1, sha256=None, n_updates=None)
    return folder / "model.npz"
