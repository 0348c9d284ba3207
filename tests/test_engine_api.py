"""The engine as gensim's: what takes a corpus takes ours too, and odd input ends in one line."""

import json
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from gensim.models import LdaModel

from topics.errors import TopicsError
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.guided import fit_guided
from topics.lda.model import LDAConfig
from topics.lda.store import load_model, save_model
from topics.lda.top_words import top_words
from topics.run.config import ReportConfig
from topics.text.bow import BagOfWords, count_words


def drawn(n_docs, seed=0, phi=None):
    rng = np.random.default_rng(seed)
    phi = np.random.default_rng(9).dirichlet(np.full(120, 0.05), 5) if phi is None else phi
    counts = [rng.multinomial(60, mix @ phi) for mix in rng.dirichlet(np.full(5, 0.2), n_docs)]
    ids = pd.Index([f"d{i}" for i in range(n_docs)])
    words = pd.Index([f"w{i}" for i in range(120)])
    return BagOfWords(counts=sp.csr_array(np.array(counts)), doc_ids=ids, words=words)


@pytest.fixture(scope="module")
def fitted():
    bow = drawn(1500)
    return bow, fit_lda(bow, LDAConfig(n_topics=5, restarts=2))


def moved(engine, more):
    before = engine.get_topics()
    engine.update(more)
    return np.abs(engine.get_topics() - before).sum(axis=1).mean()


def test_a_small_update_moves_topics_no_more_than_gensims(fitted, tmp_path):
    bow, model = fitted
    few = list(drawn(50, seed=1).iter_gensim())
    dictionary, corpus = bow.to_gensim()
    theirs = LdaModel(corpus, num_topics=5, id2word=dictionary, random_state=1, passes=5)
    back = load_model(save_model(model, tmp_path))
    assert model.engine.num_updates == back.engine.num_updates == theirs.num_updates == 1500
    ours = moved(back.engine, few)
    assert 0 < ours < 2 * moved(theirs, few)
    assert ours < 0.4
    saved = load_model(save_model(replace(model, engine=back.engine), tmp_path / "more"))
    assert saved.engine.num_updates == 1550


@pytest.mark.parametrize("distance", ["kullback_leibler", "hellinger", "jaccard"])
def test_topics_are_compared_with_those_of_a_plain_model(fitted, distance):
    bow, model = fitted
    dictionary, corpus = bow.to_gensim()
    plain = LdaModel(corpus, num_topics=5, id2word=dictionary, random_state=1)
    ours, terms = model.engine.diff(plain, distance=distance, num_words=20)
    theirs, _ = plain.diff(model.engine, distance=distance, num_words=20)
    if distance != "kullback_leibler":  # which is not symmetric
        np.testing.assert_allclose(ours, theirs.T, atol=1e-6)
    assert ours.shape == terms.shape[:2] == (5, 5)
    assert type(plain) is LdaModel
    with pytest.raises((ValueError, AttributeError)):
        model.engine.diff([])


def test_bounds_take_every_form_of_corpus(fitted):
    bow, model = fitted
    few = bow.select_docs(bow.doc_ids[:30])
    figures = []
    for corpus in (list(few.iter_gensim()), few, few.counts, sp.csc_array(few.counts)):
        engine = model.engine
        engine.random_state = np.random.RandomState(5)
        bound = engine.bound(corpus, subsample_ratio=2.0)
        figures.append((bound, engine.log_perplexity(corpus), engine.log_perplexity(corpus, 900)))
    assert figures[1:] == figures[:1] * 3
    assert all(np.isfinite(figures[0]))


@pytest.mark.parametrize(
    ("corpus", "message"),
    [
        ([[(120, 1)]], "the word id 120, but the model knows 120 words"),
        ([[(0, 1), (-1, 1)]], "the word id -1"),
        ([[(0, np.nan)]], "a number of at least 0"),
        ([[(0, -1.0)]], "a number of at least 0"),
        (sp.csr_array(np.ones((2, 121))), "the word id 120"),
        (sp.csr_array(-np.ones((2, 120))), "must not be negative"),
    ],
)
def test_documents_that_the_model_cannot_know_are_refused(fitted, corpus, message):
    engine = fitted[1].engine
    for call in (engine.update, engine.inference):
        with pytest.raises(TopicsError, match=message):
            call(corpus)


def test_whole_numbers_of_numpy_are_whole_numbers(fitted):
    bow, _ = fitted
    few = bow.select_docs(bow.doc_ids[:60])
    own = LDAConfig(
        n_topics=np.int64(3), passes=np.int32(11), seed=np.uint8(2), restarts=np.int16(2),
        alpha=np.float32(0.5),
    )  # fmt: skip
    plain = LDAConfig(n_topics=3, passes=11, seed=2, restarts=2, alpha=0.5)
    assert own == plain
    assert json.dumps(asdict(own)) == json.dumps(asdict(plain))
    model, same = fit_lda(few, own, threads=np.int64(1)), fit_lda(few, plain)
    assert model.topic_word.equals(same.topic_word)
    assert top_words(model, np.int64(4)).equals(top_words(same, 4))
    config = ReportConfig(n_topics=np.int64(7), min_share=np.float32(0.25), seed=np.uint32(3))
    assert json.dumps(asdict(config)) == json.dumps(
        asdict(ReportConfig(n_topics=7, min_share=0.25, seed=3))
    )


@pytest.mark.parametrize("algorithm", ["cvb0", "vb"])
def test_seeds_may_have_any_size(algorithm):
    bow = drawn(60)
    models = [
        fit_lda(bow, LDAConfig(n_topics=3, algorithm=algorithm, passes=3, seed=seed, restarts=1))
        for seed in (2**32 - 1, 2**32, 10**40, 10**40)
    ]
    tables = [model.topic_word.to_numpy().tobytes() for model in models]
    assert tables[2] == tables[3]
    assert len(set(tables)) == 3


@pytest.mark.parametrize("config", [None, {"n_topics": 3}, [3], "cvb0", 3])
def test_what_is_no_config_is_named_as_such(fitted, config):
    bow, _ = fitted
    words = pd.DataFrame({"topic": [0], "label": ["a"], "word": ["w1"]})
    for call in (lambda: fit_lda(bow, config), lambda: fit_guided(bow, words, config)):
        with pytest.raises(TopicsError, match="`config` must be a LDAConfig; got"):
            call()


@pytest.mark.parametrize("bow", [None, [["oil"]], np.eye(3), pd.DataFrame(np.eye(3))])
def test_what_are_no_counts_is_named_as_such(fitted, bow):
    model = fitted[1]
    for call in (lambda: fit_lda(bow, model.config), lambda: doc_topics(model, bow)):
        with pytest.raises(TopicsError, match="`bow` must be a BagOfWords; got"):
            call()


@pytest.mark.parametrize(
    "options",
    [
        {"n_topics": True}, {"n_topics": 3.0}, {"n_topics": "3"}, {"n_topics": [3]},
        {"n_topics": np.array([3])}, {"n_topics": np.float64(3)}, {"seed": -1}, {"seed": None},
        {"seed": float("nan")}, {"alpha": np.array([0.1, 0.2, 0.3])}, {"alpha": [0.1]},
        {"alpha": float("inf")}, {"eta": None}, {"algorithm": ["cvb0"]}, {"algorithm": None},
        {"algorithm": np.array(["cvb0"])}, {"tolerance": "small"}, {"revive_words": "yes"},
    ],
)  # fmt: skip
def test_settings_of_another_kind_are_refused_in_one_line(options):
    with pytest.raises(TopicsError, match=f"`{next(iter(options))}`") as caught:
        LDAConfig(**{"n_topics": 3, **options})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("odd", [float("nan"), None, 3, ["oil"], {"a"}, b"oil"])
def test_tokens_that_are_no_words_are_refused(odd):
    tokens = pd.Series({"a": ["oil", "gas"], "b": ["oil", odd]})
    with pytest.raises(TopicsError, match="`tokens` must hold words; 'b' has"):
        count_words(tokens, min_docs=1)


def test_a_document_that_is_missing_is_refused():
    with pytest.raises(TopicsError, match="'b' has float"):
        count_words(pd.Series({"a": ["oil"], "b": np.nan}))
