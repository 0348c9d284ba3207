import json
import os
import pickle
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from gensim.models import LdaModel
from measuring.tampering import TAMPERINGS, said_to, sound_model, tried

from topics.errors import InputError, TopicsError
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig
from topics.lda.store import load_model, save_model
from topics.lda.top_words import top_words
from topics.text.bow import count_words

DATA = Path(__file__).parent / "data"
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


@pytest.fixture(scope="module")
def learned():
    texts = {f"d{i}": ["oil", "gas", "Öl"] * 4 if i % 3 else ["war", "army"] * 6 for i in range(12)}
    bow = count_words(pd.Series(texts))
    config = LDAConfig(n_topics=2, algorithm="vb", eta="auto", passes=5)
    return bow, fit_lda(bow, config)


def same_topics(back, model, bow):
    np.testing.assert_array_equal(back.engine.get_topics(), model.engine.get_topics())
    assert doc_topics(back, bow).equals(doc_topics(model, bow))


def test_an_eta_that_was_learned_beside_the_topics_does_not_change_them(learned, tmp_path):
    bow, model = learned
    assert np.abs(model.engine.eta - model.engine.state.eta).max() > 0.1
    same_topics(load_model(save_model(model, tmp_path)), model, bow)


def test_a_model_that_was_stored_with_the_learned_eta_has_its_topics(learned, tmp_path):
    bow, model = learned
    folder = save_model(model, tmp_path)
    rewritten(folder, eta=model.engine.eta)
    same_topics(load_model(folder), model, bow)


def test_the_same_model_gives_the_same_bytes(fitted, tmp_path):
    _, model = fitted
    save_model(model, tmp_path / "a")
    save_model(load_model(tmp_path / "a"), tmp_path / "b")
    for name in ("model.npz", "model.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_what_the_engine_counted_comes_back(fitted, tmp_path):
    model = load_model(save_model(fitted[1], tmp_path / "a"))
    model.engine.num_updates = 1234  # not the number of documents: it was updated since
    back = load_model(save_model(model, tmp_path / "b"))
    assert back.engine.num_updates == 1234
    assert back.engine.state.numdocs == len(TEXTS)


def rewritten(folder, **changes):
    """Put other arrays into a stored model, as the first version would have: it had no hashes."""
    with np.load(folder / "model.npz") as archive:
        arrays = dict(archive)
    np.savez(folder / "model.npz", **arrays | changes)
    texts = json.loads((folder / "model.json").read_text("utf-8"))
    for name in ("sha256", "n_updates"):
        del texts[name]
    (folder / "model.json").write_text(json.dumps(texts | {"version": 1}), "utf-8")
    return folder


@pytest.mark.parametrize("dtype", ["<f4", "<f8", "<i4", "<i8"])
def test_totals_of_words_are_read_in_every_form_they_were_written_in(dtype, fitted, tmp_path):
    totals = fitted[1].engine.id2word.cfs
    folder = save_model(fitted[1], tmp_path)
    rewritten(folder, totals=np.array([totals[i] for i in range(len(totals))], dtype))
    engine = load_model(folder).engine
    assert engine.id2word.cfs == totals
    assert engine.num_updates == engine.state.numdocs == len(TEXTS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"eta": np.ones((7, 1))},
            "eta has shape (7, 1), but the text beside it asks for () or (5,) or (2,) or (2, 5): "
            "not of one model",
        ),
        (
            {"pass": np.ones((3, 1), "<i8")},
            "pass has shape (3, 1), but the text beside it asks for (n,)",
        ),
        ({"alpha": np.ones(2, "<i8")}, "alpha holds <i8, not <f4 or <f8"),
        ({"other": np.ones(2)}, "it holds the arrays "),
    ],
    ids=["shape", "length", "kind", "name"],
)  # fmt: skip
def test_a_refusal_says_what_was_found_and_what_is_asked_for(changes, said, fitted, tmp_path):
    folder = rewritten(save_model(fitted[1], tmp_path), **changes)
    with pytest.raises(InputError) as refused:
        load_model(folder)
    assert str(refused.value).startswith(f"{folder / 'model.npz'} cannot be read ({said}")
    assert str(refused.value).endswith("). Save the model again.")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("alpha", np.zeros(2), "alpha holds a prior of zero"),
        ("eta", np.array(0.0), "eta holds a prior of zero"),
        ("eta", np.array(np.inf), "eta holds a number that is not finite"),
        ("alpha", np.array([-1.0, 1]), "alpha holds a number below zero"),
        ("topic_word", np.full((2, 3), 0.5), "topic_word holds a row that does not sum to 1"),
        ("doc_topic", np.full((13, 2), 0.4), "doc_topic holds a row that does not sum to 1"),
        ("doc_topic", np.full((13, 2), 2.0), "doc_topic holds a share that is not in [0, 1]"),
    ],
)
def test_numbers_of_no_model_are_named(name, value, said, fitted, tmp_path):
    if value.shape == (2, 3):
        value = np.resize(value, (2, len(fitted[1].words)))
    folder = rewritten(save_model(fitted[1], tmp_path), **{name: value})
    with pytest.raises(InputError) as refused:
        load_model(folder)
    path = folder / "model.npz"
    assert str(refused.value) == f"{path}: {said}. The file is not as it was saved."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"n_docs": -1}, "`n_docs` must be a whole number of at least 0; got -1."),
        ({"converged": 1}, "`config` must be a table and `converged` true or false."),
        ({"more": 1}, "the key 'more' is none of a model."),
        ({"words": ["a", "a"]}, "`words` must be unique; 'a' occurs more than once."),
        ({"words": "a"}, "`words` must be a list of texts."),
        ({"doc_ids": [0.5]}, "`doc_ids` must be a list of names."),
        ({"config": {}}, "`config`: the key 'algorithm' is missing or superfluous."),
        ({"version": 2, "n_updates": 1, "sha256": []},
         "`sha256` must hold the hashes of model.npz and model.json."),
    ],
    ids=str,
)  # fmt: skip
def test_texts_of_no_model_are_named(change, said, fitted, tmp_path):
    path = rewritten(save_model(fitted[1], tmp_path)) / "model.json"
    texts = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(texts | change), "utf-8")
    with pytest.raises(InputError) as refused:
        load_model(path.parent)
    assert str(refused.value) == f"{path}: {said} Save the model again."


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
    (folder / "model.json").write_text("{}", "utf-8")
    with pytest.raises(InputError, match="not a saved model"):
        load_model(folder)


@pytest.mark.parametrize("version", [1, 2])
def test_stored_models_of_every_version_keep_loading(version):
    model = load_model(DATA / f"model_v{version}")
    words = top_words(model, 3, measure="probability").groupby("topic")["word"].agg(set)
    assert words[0] == {"crane", "harbour", "quay"}
    assert words[1] > {"wheat", "barley"}
    assert model.doc_topic.loc["d1", 0] > 0.99
    assert model.doc_topic.loc["empty"].isna().all()
    assert (model.engine.num_updates, model.config.seed, model.converged) == (6, 4, True)
    fresh = doc_topics(model, count_words(pd.Series({"x": ["quay", "crane"]}), min_docs=1))
    assert fresh.loc["x"].idxmax() == 0


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return sound_model(tmp_path_factory.mktemp("sound") / "model")


def test_a_sound_model_is_taken(sound):
    assert said_to(sound) is None


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_model_that_was_tampered_with_is_refused_in_one_line(name, sound, tmp_path, monkeypatch):
    folder = tried(name, sound, tmp_path)
    monkeypatch.chdir(tmp_path)
    said = said_to(folder)
    assert said is not None
    assert "model." in said
    assert "\n" not in said
    assert len(said) < 500
    assert not (tmp_path / "a-pickle-was-run").exists()


def test_a_link_within_the_folder_is_followed(sound, tmp_path):
    folder = shutil.copytree(sound, tmp_path / "model")
    (folder / "model.npz").rename(folder / "kept")
    (folder / "model.npz").symlink_to("kept")
    (tmp_path / "link").symlink_to(folder)
    assert said_to(folder) is None
    assert said_to(tmp_path / "link") is None


@pytest.mark.parametrize("eta", [None, "auto"])
def test_a_model_of_gensim_is_read_only_where_it_is_trusted(eta, tmp_path):
    bow = count_words(pd.Series(TEXTS))
    dictionary, corpus = bow.to_gensim()
    theirs = LdaModel(corpus, num_topics=2, id2word=dictionary, eta=eta, random_state=1, passes=5)
    theirs.save(str(tmp_path / "theirs"))
    with pytest.raises(InputError, match="trust_pickle=True"):
        load_model(tmp_path / "theirs")
    model = load_model(tmp_path / "theirs", trust_pickle=True)
    for topics in (model.topic_word, model.engine.get_topics()):
        np.testing.assert_allclose(topics, theirs.get_topics(), atol=1e-6)
    assert model.words.tolist() == bow.words.tolist()
    assert model.engine.num_updates == theirs.num_updates == len(TEXTS)
    shares = doc_topics(model, bow)
    np.testing.assert_allclose(
        shares.max(axis=1), [max(p for _, p in theirs[doc]) for doc in corpus], atol=0.02
    )
    back = load_model(save_model(model, tmp_path / "own"))
    assert doc_topics(back, bow).equals(shares)


class Runs:
    def __reduce__(self):
        return (os.mkdir, ("a-pickle-was-run",))


def test_a_pickle_is_not_run_unasked_and_another_is_no_model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad").write_bytes(pickle.dumps(Runs()))
    with pytest.raises(InputError, match="trust_pickle"):
        load_model("bad")
    assert not (tmp_path / "a-pickle-was-run").exists()
    for content in (pickle.dumps([1]), b"text", b""):
        (tmp_path / "other").write_bytes(content)
        with pytest.raises(InputError, match="not a model of gensim"):
            load_model("other", trust_pickle=True)
    theirs = LdaModel([[(0, 1)], [(1, 1)]], num_topics=2)
    theirs.save("nameless")
    with pytest.raises(InputError, match="id2word"):
        load_model("nameless", trust_pickle=True)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "\ud800"])
def test_a_name_that_no_folder_can_have_is_one_line(fitted, name):
    with pytest.raises(TopicsError, match=r"^cannot write .*Choose a folder you may write to\.$"):
        save_model(fitted[1], name)
    with pytest.raises(InputError, match=r"Save the model again\.$"):
        load_model(name)


def test_a_folder_in_the_place_of_a_file_stays(fitted, tmp_path):
    (tmp_path / "model.json").mkdir()
    (tmp_path / "model.json" / "notes.txt").write_text("mine")
    with pytest.raises(TopicsError, match=r"model\.json: a folder is there\. Remove it\.$"):
        save_model(fitted[1], tmp_path)
    assert (tmp_path / "model.json" / "notes.txt").read_text() == "mine"
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("text", ['{"name": "my own model"}', "[1, 2]", "notes of mine", "\x00"])
def test_a_file_of_the_users_own_is_not_written_over(fitted, tmp_path, text):
    (tmp_path / "model.json").write_text(text)
    with pytest.raises(TopicsError, match="is no model of ours and is not written over"):
        save_model(fitted[1], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]
    assert (tmp_path / "model.json").read_text() == text


@pytest.mark.parametrize("size", [0, 60])
def test_a_model_of_ours_that_is_damaged_is_written_over(fitted, tmp_path, size):
    path = save_model(fitted[1], tmp_path) / "model.json"
    path.write_bytes(path.read_bytes()[:size])
    save_model(fitted[1], tmp_path)
    assert load_model(tmp_path).words.equals(fitted[1].words)
