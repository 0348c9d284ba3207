"""The `vb` algorithm against gensim itself."""

import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from gensim.models import LdaModel
from scipy.special import psi
from test_lda import matched, plant

from topics.errors import InputError, TopicsError
from topics.lda._fit_file import FitFile
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.gensim_model import FastLda
from topics.lda.model import LDAConfig
from topics.text.bow import BagOfWords

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")


@pytest.fixture(scope="module")
def planted():
    bow, phi, theta = plant(4, n_topics=8, n_docs=500, n_words=400)
    dictionary, corpus = bow.to_gensim()
    return bow, phi, theta, dictionary, corpus


def distance(ours, theirs):
    """Mean over topics of the L1 distance between their words."""
    return np.abs(ours.get_topics() - theirs.get_topics()).sum(axis=1).mean()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"alpha": "auto"},
        {"alpha": "asymmetric", "eta": 0.02},
        {"eta": "auto"},
        {"update_every": 0},
        {"update_every": 2},
        {"eval_every": 2},
        {"num_topics": 3, "decay": 0.7, "offset": 8},
        {"num_topics": 20},
    ],
)
def test_the_same_seed_gives_gensims_topics(planted, options):
    _, _, _, dictionary, corpus = planted
    options = {
        "num_topics": 8, "id2word": dictionary, "chunksize": 120, "passes": 2,
        "eval_every": None, "random_state": 5, **options,
    }  # fmt: skip
    ours, theirs = FastLda(corpus, **options), LdaModel(corpus, **options)
    assert distance(ours, theirs) < 1e-4
    np.testing.assert_allclose(ours.alpha, theirs.alpha, atol=1e-5)
    np.testing.assert_allclose(ours.eta, theirs.eta, atol=3e-5)
    assert ours.num_updates == theirs.num_updates
    assert ours.state.numdocs == theirs.state.numdocs
    # The random draws were replayed to the last.
    assert ours.random_state.rand() == theirs.random_state.rand()


def test_inference_is_gensims(planted):
    _, _, _, dictionary, corpus = planted
    options = {"num_topics": 8, "id2word": dictionary, "random_state": 1}
    ours, theirs = FastLda(corpus, **options), LdaModel(corpus, **options)
    theirs.expElogbeta = ours.expElogbeta
    some = [*corpus[:40], []]
    gamma, statistics = ours.inference(some, collect_sstats=True)
    expected, expected_statistics = theirs.inference(some, collect_sstats=True)
    np.testing.assert_allclose(gamma, expected, rtol=2e-3, atol=2e-3)
    np.testing.assert_allclose(statistics, expected_statistics, rtol=2e-2, atol=2e-3)
    assert ours.inference(some)[1] is None


def test_exp_digamma_is_exact_to_float32():
    from topics.lda._digamma import inverse_exp_digamma
    from topics.lda._rows import empty_rows, padded_rows, width_of
    from topics.lda._vb_kernels import exp_elog_topics

    x = np.geomspace(0.02, 1e6, 4000, dtype=np.float32)
    rows = padded_rows(x.reshape(-1, 16))
    found = empty_rows(*rows.shape)
    scale = np.ones(16, np.float32)
    exp_elog_topics(0, len(rows), rows, scale, np.float32(0), found, width_of(16))
    # exp(-50) of float32 keeps five digits; from 1 on nearly all are kept.
    for least, error in ((0.02, 2e-5), (1, 1e-6)):
        some = x >= least
        expected = np.exp(psi(x[some].astype(float)))
        np.testing.assert_allclose(found.ravel()[some], expected, rtol=error)
        single = [inverse_exp_digamma(value) for value in x[some]]
        np.testing.assert_allclose(single, 1 / expected, rtol=error)


@pytest.mark.parametrize("n_topics", [40, 70])
def test_documents_of_few_topics_end_where_all_topics_would(n_topics):
    bow, phi, _ = plant(3, n_topics=n_topics, n_docs=200, n_words=500, alpha=0.02)
    options = {"num_topics": n_topics, "id2word": bow.to_dictionary(), "random_state": 1}
    ours, theirs = FastLda(**options), LdaModel(**options)
    for model in (ours, theirs):
        model.expElogbeta = np.maximum(phi, 1e-25).astype(np.float32)
    gamma, statistics = ours.inference(bow.to_gensim()[1], collect_sstats=True)
    expected, expected_statistics = theirs.inference(bow.to_gensim()[1], collect_sstats=True)
    assert (np.median((gamma > 0.1).sum(axis=1))) <= 8
    np.testing.assert_allclose(gamma, expected, rtol=1e-2, atol=2e-2)
    np.testing.assert_allclose(statistics, expected_statistics, rtol=5e-2, atol=2e-2)


def test_two_updates_are_gensims(planted):
    _, _, _, dictionary, corpus = planted
    models = [
        kind(num_topics=8, id2word=dictionary, random_state=2, eval_every=None)
        for kind in (FastLda, LdaModel)
    ]
    for model in models:
        model.update(corpus[:200], chunksize=100)
        model.update(corpus[200:], passes=2, decay=0.6)
    assert distance(*models) < 1e-4


def test_every_form_of_corpus_is_the_same_corpus(planted):
    bow, _, _, dictionary, corpus = planted
    options = {"num_topics": 5, "id2word": dictionary, "random_state": 2, "threads": 1}
    first = FastLda(corpus, **options).get_topics()
    for form in (bow, bow.counts, [np.array(document) for document in corpus]):
        assert (FastLda(form, **options).get_topics() == first).all()
    for threads in (2, 3, 5):
        assert (FastLda(bow, **{**options, "threads": threads}).get_topics() == first).all()


def test_update_heeds_its_iterations(planted):
    bow, _, _, dictionary, _ = planted
    options = {"num_topics": 5, "id2word": dictionary, "random_state": 2, "eval_every": None}
    once, many = FastLda(**options), FastLda(**options)
    once.update(bow, iterations=1)
    many.update(bow)
    assert once.iterations == 50
    assert distance(once, many) > 0.01


def test_callbacks_still_work(planted):
    from gensim.models.callbacks import ConvergenceMetric

    _, _, _, dictionary, corpus = planted
    model = FastLda(
        corpus[:100], num_topics=3, id2word=dictionary, random_state=2, passes=3,
        callbacks=[ConvergenceMetric()],
    )  # fmt: skip
    assert len(model.metrics["Convergence"]) == 3


def test_words_that_the_first_chunk_lacked_come_back_on_request():
    rng = np.random.default_rng(0)
    early = [[(int(w), 1) for w in rng.choice(50, 20, replace=False)] for _ in range(100)]
    late = [[(int(w) + 50, 1) for w in rng.choice(50, 20, replace=False)] for _ in range(100)]
    words = {i: f"w{i}" for i in range(100)}
    options = {"num_topics": 30, "id2word": words, "chunksize": 100, "random_state": 0}
    mass = {}
    for revive in (False, True):
        model = FastLda(early + late, revive_words=revive, **options)
        mass[revive] = model.state.sstats[:, 50:].sum()
    assert mass[False] < 1e-3
    assert mass[True] > 500


def test_saving_and_pickling_keep_the_model(planted, tmp_path):
    bow, _, _, dictionary, corpus = planted
    model = FastLda(bow, num_topics=4, id2word=dictionary, random_state=0)
    model.save(str(tmp_path / "model"))
    for back in (FastLda.load(str(tmp_path / "model")), pickle.loads(pickle.dumps(model))):
        assert (back.get_topics() == model.get_topics()).all()
        assert back.inference(corpus[:3])[0].shape == (3, 4)


def test_fit_lda_is_gensims_model_on_gensims_settings(planted):
    bow, _, _, dictionary, corpus = planted
    config = LDAConfig(n_topics=8, algorithm="vb", passes=3, seed=7, alpha=1 / 8, eta=1 / 8)
    model = fit_lda(bow, config)
    gensim = LdaModel(
        corpus, num_topics=8, id2word=dictionary, passes=3, random_state=7, eval_every=None
    )
    assert np.abs(model.topic_word - gensim.get_topics()).sum(axis=1).mean() < 1e-4
    np.testing.assert_allclose(model.doc_topic.sum(axis=1), 1)


def test_vb_shares_do_not_depend_on_the_batch(planted):
    bow, _, _, _, _ = planted
    model = fit_lda(bow, LDAConfig(n_topics=8, algorithm="vb", passes=3))
    ids = bow.doc_ids[::-9]
    assert doc_topics(model, bow.select_docs(ids)).equals(model.doc_topic.loc[ids])


def test_vb_finds_planted_topics_too(planted):
    bow, phi, _, _, _ = planted
    config = LDAConfig(n_topics=8, algorithm="vb", passes=30, chunk_size=100, seed=1)
    assert matched(phi, fit_lda(bow, config).topic_word.to_numpy())[1] > 0.85


def test_an_empty_document_has_no_share_under_vb_either():
    bow, _, _ = plant(2, n_docs=30)
    table = bow.counts.toarray()
    table[3] = 0
    holed = BagOfWords(
        counts=type(bow.counts)(table), doc_ids=bow.doc_ids, words=pd.Index(bow.words)
    )
    model = fit_lda(holed, LDAConfig(n_topics=3, algorithm="vb", passes=2))
    assert model.doc_topic.iloc[3].isna().all()
    assert doc_topics(model, holed).iloc[3].isna().all()


def test_restarts_of_vb_are_refused():
    with pytest.raises(TopicsError, match="starts once"):
        LDAConfig(n_topics=3, algorithm="vb", restarts=4)


def test_the_bound_is_gensims(planted):
    _, _, _, dictionary, corpus = planted
    options = {"num_topics": 8, "id2word": dictionary, "random_state": 1}
    ours, theirs = FastLda(corpus, **options), LdaModel(corpus, **options)
    assert ours.log_perplexity(corpus) == pytest.approx(theirs.log_perplexity(corpus), rel=1e-3)


@pytest.mark.parametrize(
    "options",
    [{"alpha": "auto", "eta": "auto", "seed": 2**40}, {"update_every": 3}, {"update_every": 0}],
    ids=str,
)
def test_an_interrupted_fit_goes_on_to_the_same_bits(planted, tmp_path, monkeypatch, options):
    bow = planted[0]
    config = LDAConfig(n_topics=7, algorithm="vb", passes=3, chunk_size=130, **options)
    whole = fit_lda(bow, config)
    monkeypatch.setattr("topics.lda._progress._SECONDS_BETWEEN", 0.0)
    updates, write, left = [], FitFile.write, [0]

    def stopping(file, state):
        write(file, state)
        updates.append(1)
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    monkeypatch.setattr(FitFile, "write", stopping)
    fit_lda(bow, config, checkpoint=tmp_path / "whole.npz")
    every = len(updates)
    assert every == 3 * {1: 4, 3: 2, 0: 1}[config.update_every]
    for at in range(1, every + 1):
        file = tmp_path / f"{at}.npz"
        left[0] = at
        with pytest.raises(KeyboardInterrupt):
            fit_lda(bow, config, checkpoint=file)
        updates.clear()
        resumed = fit_lda(bow, config, checkpoint=file, threads=2)
        assert len(updates) == every - at
        assert resumed.topic_word.equals(whole.topic_word)
        assert resumed.doc_topic.equals(whole.doc_topic)
        assert resumed.engine.alpha.tobytes() == whole.engine.alpha.tobytes()
        assert resumed.engine.eta.tobytes() == whole.engine.eta.tobytes()
        assert resumed.engine.num_updates == whole.engine.num_updates


def test_a_finished_fit_goes_on_with_more_passes_and_not_with_fewer(planted, tmp_path):
    bow, file = planted[0], tmp_path / "fit.npz"
    config = LDAConfig(n_topics=4, algorithm="vb", passes=2)
    fit_lda(bow, config, checkpoint=file)
    more = replace(config, passes=4)
    assert fit_lda(bow, more, checkpoint=file).topic_word.equals(fit_lda(bow, more).topic_word)
    for other in (replace(config, passes=3), replace(config, passes=4, n_topics=5)):
        with pytest.raises(InputError, match="another config"):
            fit_lda(bow, other, checkpoint=file)
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(InputError, match="Delete it"):
        fit_lda(bow, more, checkpoint=file)
