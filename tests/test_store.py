import json

import numpy as np
import pandas as pd
import pytest

from topics.errors import InputError
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig
from topics.lda.store import load_model, save_model
from topics.text.bow import count_words

TEXTS = {f"d{i}": ["oil", "gas", "Öl"] * 4 if i % 2 else ["war", "army"] * 6 for i in range(12)}


@pytest.fixture(scope="module")
def fitted():
    bow = count_words(pd.Series({**TEXTS, "empty": []}))
    return bow, fit_lda(bow, LDAConfig(n_topics=2, restarts=2))


def test_a_saved_model_comes_back_whole(fitted, tmp_path):
    bow, model = fitted
    back = load_model(save_model(model, tmp_path / "model"))
    assert back.config == model.config
    for name in ("topic_word", "doc_topic", "history"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(model, name))
    assert doc_topics(back, bow).equals(doc_topics(model, bow))
    np.testing.assert_array_equal(back.engine.get_topics(), model.engine.get_topics())
    assert back.engine.id2word.token2id == model.engine.id2word.token2id
    assert back.engine.id2word.dfs == model.engine.id2word.dfs


def test_the_same_model_gives_the_same_bytes(fitted, tmp_path):
    _, model = fitted
    save_model(model, tmp_path / "a")
    save_model(load_model(tmp_path / "a"), tmp_path / "b")
    for name in ("model.npz", "model.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_no_pickle_is_read(fitted, tmp_path):
    folder = save_model(fitted[1], tmp_path)
    np.savez(folder / "model.npz", counts=np.array([{"any": "object"}], dtype=object))
    with pytest.raises(InputError, match="cannot be read"):
        load_model(folder)


def test_damaged_and_foreign_files_are_refused(fitted, tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        load_model(tmp_path / "nowhere")
    folder = save_model(fitted[1], tmp_path / "model")
    texts = json.loads((folder / "model.json").read_text("utf-8"))
    whole = (folder / "model.npz").read_bytes()
    (folder / "model.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="cannot be read"):
        load_model(folder)
    (folder / "model.npz").write_bytes(whole)
    (folder / "model.json").write_text(json.dumps({**texts, "version": 99}), "utf-8")
    with pytest.raises(InputError, match="version 99"):
        load_model(folder)
    (folder / "model.json").write_text(json.dumps({**texts, "words": ["one"]}), "utf-8")
    with pytest.raises(InputError, match="not of one model"):
        load_model(folder)
    (folder / "model.json").write_text("{}", "utf-8")
    with pytest.raises(InputError, match="not a saved model"):
        load_model(folder)
