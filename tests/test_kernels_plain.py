"""Compiled kernels make of small corpora what the Python they are written in makes of them."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

REPORTS = Path(__file__).parents[1] / "reports"
FITS = [
    {"n_topics": 3, "restarts": 2},
    {"n_topics": 18, "restarts": 2},
    {"n_topics": 3, "algorithm": "vb"},
    {"n_topics": 18, "algorithm": "vb", "iterations": 30},
]


def made():
    """Give what the package makes of a corpus of 20 documents, by name."""
    from topics.estimate import topic_country
    from topics.evaluate import coherence
    from topics.lda import LDAConfig, doc_topics, fit_lda
    from topics.simulate import simulate_corpus
    from topics.text import BagOfWords

    corpus = simulate_corpus(
        n_docs=20, n_countries=4, n_topics=3, n_words=25, length=(5, 15), weight_noise=0.3, seed=3
    )
    doubtful = corpus.weights.assign(p_about=0.7)
    bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
    huge = BagOfWords(counts=corpus.counts * 1500, doc_ids=corpus.doc_ids, words=corpus.words)
    found = {}
    for options in FITS:
        model = fit_lda(bow, LDAConfig(passes=12, **options), threads=1)
        name = f"{model.config.algorithm} of {model.config.n_topics} topics"
        found[name] = model.topic_word.to_numpy()
        found[f"{name}, documents"] = doc_topics(model, bow, threads=1).to_numpy()
    found["huge counts"] = fit_lda(huge, LDAConfig(n_topics=2, passes=12, restarts=1)).topic_word
    words = pd.DataFrame({"topic": 0, "rank": [1, 2, 3], "word": ["oil", "gas", "war"]})
    texts = pd.Series([["oil", "gas", "x", "oil"] * 9, ["war", "oil", "x", "gas", "war"] * 3])
    windows = coherence(words, texts, npmi_window=3, c_v_window=4)
    found["coherence"] = windows.to_numpy(float)
    for name, weights in {"weights": corpus.weights, "doubtful weights": doubtful}.items():
        options = {"draws": 20, "threads": 1}
        table = topic_country(corpus, corpus, weights, **options)
        found[name] = table.select_dtypes("number").to_numpy(float)
    return {name: np.asarray(value) for name, value in found.items()}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "made.npz"
    paths = os.pathsep.join([str(REPORTS), *sys.path])
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": paths}
    subprocess.run([sys.executable, __file__, str(path)], check=True, env=env)
    with np.load(path) as plain:
        return made(), dict(plain)


def test_all_is_made_twice(both):
    compiled, plain = both
    assert list(compiled) == list(plain)
    assert all(np.isfinite(value).any() for value in compiled.values())


def test_a_fit_is_the_same(both):
    compiled, plain = both
    for name in list(compiled)[: 2 * len(FITS) + 1]:
        # numpy rounds twice where a processor multiplies and adds in one
        np.testing.assert_allclose(compiled[name], plain[name], atol=1e-6, err_msg=name)


def test_an_estimate_is_the_same_and_so_is_coherence(both):
    compiled, plain = both
    for name in ("weights", "doubtful weights", "coherence"):
        np.testing.assert_allclose(compiled[name], plain[name], rtol=1e-12, err_msg=name)


if __name__ == "__main__":
    from measuring.plain_rows import stand_in

    stand_in()
    # numpy tells where whole numbers wrap around, as those of a hash should; numba does not
    warnings.filterwarnings("ignore", "overflow encountered", RuntimeWarning)
    np.savez(sys.argv[1], **made())
