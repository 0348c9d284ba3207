import errno
import io
import tempfile
import tracemalloc
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from topics.errors import InputError, TopicsError
from topics.lda.cvb0 import CvbRun
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig
from topics.lda.top_words import top_words
from topics.text.bow import BagOfWords, count_words


def plant(seed, *, n_topics=6, n_docs=400, n_words=300, words=(40, 120), eta=0.05, alpha=0.2):
    """Documents drawn from known topics: (bow, topic_word, doc_topic)."""
    rng = np.random.default_rng(seed)
    phi = rng.dirichlet(np.full(n_words, eta), n_topics)
    theta = rng.dirichlet(np.full(n_topics, alpha), n_docs)
    sizes = rng.integers(*words, n_docs)
    counts = np.stack([rng.multinomial(n, t @ phi) for n, t in zip(sizes, theta, strict=True)])
    bow = BagOfWords(
        counts=sp.csr_array(counts),
        doc_ids=pd.Index([f"d{i}" for i in range(n_docs)]),
        words=pd.Index([f"w{i}" for i in range(n_words)]),
    )
    return bow, phi, theta


def matched(phi, found):
    """Pair planted and found topics: (order of the found, mean Bhattacharyya coefficient)."""
    affinity = np.sqrt(phi) @ np.sqrt(found).T
    rows, columns = linear_sum_assignment(-affinity)
    return columns, affinity[rows, columns].mean()


@pytest.fixture(scope="module")
def planted():
    bow, phi, theta = plant(1)
    return bow, phi, theta, fit_lda(bow, LDAConfig(n_topics=6, restarts=6))


def test_planted_topics_and_shares_are_recovered(planted):
    _, phi, theta, model = planted
    order, quality = matched(phi, model.topic_word.to_numpy())
    assert quality > 0.96
    assert np.abs(model.doc_topic.to_numpy()[:, order] - theta).sum(axis=1).mean() / 2 < 0.1


def test_rows_are_shares(planted):
    bow, _, _, model = planted
    np.testing.assert_allclose(model.topic_word.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(model.doc_topic.sum(axis=1), 1, rtol=1e-12)
    assert model.doc_topic.index.equals(bow.doc_ids)
    assert model.topic_word.columns.equals(bow.words)
    assert model.topic_word.index.name == "topic"


def test_threads_and_runs_change_no_bit(planted):
    bow, _, _, model = planted
    for threads in (1, 2, 3, 5):
        again = fit_lda(bow, model.config, threads=threads)
        assert again.topic_word.equals(model.topic_word)
        assert again.doc_topic.equals(model.doc_topic)
        assert again.history.equals(model.history)


def test_another_seed_is_another_fit(planted):
    bow, _, _, model = planted
    other = fit_lda(bow, LDAConfig(n_topics=6, restarts=1, seed=5, passes=5))
    assert not other.topic_word.equals(model.topic_word)


def test_new_documents_get_the_shares_they_were_drawn_with(planted):
    _, phi, _, model = planted
    order, _ = matched(phi, model.topic_word.to_numpy())
    rng = np.random.default_rng(3)
    theta = rng.dirichlet(np.full(6, 0.3), 50)
    counts = np.stack([rng.multinomial(400, row) for row in theta @ phi])
    bow = BagOfWords(
        counts=sp.csr_array(counts),
        doc_ids=pd.Index([f"n{i}" for i in range(50)]),
        words=model.words,
    )
    shares = doc_topics(model, bow).to_numpy()[:, order]
    assert np.abs(shares - theta).sum(axis=1).mean() / 2 < 0.06


def test_shares_do_not_depend_on_the_batch(planted):
    bow, _, _, model = planted
    whole = doc_topics(model, bow)
    ids = bow.doc_ids[::-7]
    some = doc_topics(model, bow.select_docs(ids), threads=3)
    assert some.equals(whole.loc[ids])
    assert doc_topics(model, bow).equals(whole)


def test_words_are_matched_by_name(planted):
    bow, _, _, model = planted
    shuffled = bow.select_words(["unheard-of", *bow.words[::-1]])
    np.testing.assert_allclose(doc_topics(model, shuffled), doc_topics(model, bow), atol=1e-4)


def test_a_document_without_a_known_word_has_no_share(planted):
    bow, _, _, model = planted
    counts = sp.csr_array(np.array([[1, 0], [0, 3]]))
    strange = BagOfWords(
        counts=counts, doc_ids=pd.Index(["a", "b"]), words=pd.Index([bow.words[0], "unheard-of"])
    )
    shares = doc_topics(model, strange)
    assert shares.loc["a"].sum() == pytest.approx(1)
    assert shares.loc["b"].isna().all()


def test_empty_documents_keep_their_row_and_change_nothing():
    bow, _, _ = plant(2, n_docs=60)
    holed = sp.csr_array(sp.vstack([bow.counts[:30], sp.csr_array((2, 300)), bow.counts[30:]]))
    ids = [*bow.doc_ids[:30], "empty", "void", *bow.doc_ids[30:]]
    config = LDAConfig(n_topics=4, restarts=2, passes=25)
    model = fit_lda(BagOfWords(counts=holed, doc_ids=pd.Index(ids), words=bow.words), config)
    assert model.doc_topic.loc[["empty", "void"]].isna().to_numpy().all()
    assert model.doc_topic.drop(["empty", "void"]).equals(fit_lda(bow, config).doc_topic)


def test_the_engine_is_a_gensim_model_with_the_same_topics(planted):
    from gensim.models import CoherenceModel, LdaModel

    bow, _, _, model = planted
    dictionary, corpus = bow.to_gensim()
    assert isinstance(model.engine, LdaModel)
    np.testing.assert_allclose(model.engine.get_topics(), model.topic_word, atol=1e-7)
    assert model.engine.id2word.token2id == dictionary.token2id
    score = CoherenceModel(model=model.engine, corpus=corpus, coherence="u_mass").get_coherence()
    assert -3 < score < 0
    best = max(model.engine[corpus[0]], key=lambda pair: pair[1])[0]
    assert best == model.doc_topic.iloc[0].idxmax()


@pytest.mark.parametrize("measure", ["relevance", "probability", "frex", "lift"])
def test_top_words_are_ranked_by_the_figure_they_show(planted, measure):
    model = planted[-1]
    table = top_words(model, 7, measure=measure)
    assert table["rank"].tolist() == list(range(1, 8)) * 6
    assert (table.groupby("topic")["weight"].diff().dropna() <= 1e-12).all()
    assert not table.duplicated(["topic", "word"]).any()


def test_top_words_by_probability_are_the_largest_of_the_row(planted):
    model = planted[-1]
    table = top_words(model, 5, measure="probability")
    for topic, words in table.groupby("topic")["word"]:
        assert words.tolist() == model.topic_word.loc[topic].nlargest(5).index.tolist()


def test_top_words_of_planted_topics_are_planted(planted):
    _, phi, _, model = planted
    order, _ = matched(phi, model.topic_word.to_numpy())
    table = top_words(model, 10, measure="probability")
    for topic, row in enumerate(phi):
        found = set(table.loc[table["topic"] == order[topic], "word"])
        assert len(found & {f"w{i}" for i in np.argsort(-row)[:10]}) >= 8


def test_an_interrupted_fit_goes_on_to_the_same_bits(tmp_path):
    bow, _, _ = plant(6, n_docs=120)
    config = LDAConfig(n_topics=5, restarts=3, passes=90, tolerance=0.0)
    whole = fit_lda(bow, config)
    file = tmp_path / "fit.npz"
    half = fit_lda(bow, replace(config, passes=60), checkpoint=file)
    assert half.history["pass"].max() == 60
    resumed = fit_lda(bow, config, checkpoint=file)
    assert resumed.topic_word.equals(whole.topic_word)
    assert resumed.doc_topic.equals(whole.doc_topic)
    assert resumed.history["perplexity"].iloc[-30:].tolist() == (
        whole.history["perplexity"].iloc[-30:].tolist()
    )


@pytest.mark.parametrize("sampled", [False, True])
def test_a_fit_that_is_interrupted_in_its_starts_goes_on_to_the_same_bits(
    tmp_path, monkeypatch, sampled
):
    bow, _, _ = plant(6, n_docs=120)
    if sampled:
        monkeypatch.setattr("topics.lda.restarts._SAMPLE_ENTRIES", bow.counts.nnz // 4)
    config = LDAConfig(n_topics=4, restarts=7, passes=95, tolerance=0.0)
    one_pass, passes = CvbRun.one_pass, []

    def counted(run, team):
        if len(passes) == stop_at:
            raise KeyboardInterrupt
        passes.append(1)
        one_pass(run, team)

    stop_at = -1
    monkeypatch.setattr(CvbRun, "one_pass", counted)
    whole = fit_lda(bow, config)
    every = len(passes)
    assert every > 7 * 15 + 2 * 25 + 40
    for stop_at in (3, 15, 40, 7 * 15 + 1, 7 * 15 + 26, every - 31, every - 1):
        file = tmp_path / str(stop_at) / "fit.npz"
        passes.clear()
        with pytest.raises(KeyboardInterrupt):
            fit_lda(bow, config, checkpoint=file)
        kept = [path.name for path in file.with_name("fit.npz.starts").glob("*-15.npz")]
        assert len(kept) <= 2
        stop_at, made = -1, len(passes)
        passes.clear()
        resumed = fit_lda(bow, config, checkpoint=file)
        assert every - made <= len(passes) <= every - made + 40  # those of one start at most
        assert resumed.topic_word.equals(whole.topic_word)
        assert resumed.doc_topic.equals(whole.doc_topic)
        assert resumed.history.equals(whole.history)
        assert [path.name for path in file.parent.iterdir()] == ["fit.npz"]


def test_a_damaged_start_is_made_again(tmp_path, monkeypatch):
    bow, _, _ = plant(6, n_docs=120)
    config = LDAConfig(n_topics=4, restarts=4, passes=40)
    whole = fit_lda(bow, config)
    with monkeypatch.context() as patch:
        patch.setattr("topics.lda._fit_file.FitFile.write", None)  # not called: an error
        with pytest.raises(TypeError):
            fit_lda(bow, config, checkpoint=tmp_path / "fit.npz")
    damaged = [*(tmp_path / "fit.npz.starts").glob("*-15.npz")]
    assert len(damaged) == 1
    damaged[0].write_bytes(b"")
    resumed = fit_lda(bow, config, checkpoint=tmp_path / "fit.npz")
    assert resumed.history.equals(whole.history)
    assert resumed.topic_word.equals(whole.topic_word)


def test_a_foreign_or_damaged_checkpoint_is_refused(tmp_path):
    bow, _, _ = plant(6, n_docs=60)
    file = tmp_path / "fit.npz"
    fit_lda(bow, LDAConfig(n_topics=3, restarts=1, passes=10), checkpoint=file)
    with pytest.raises(InputError, match="other counts or another config"):
        fit_lda(bow, LDAConfig(n_topics=4, restarts=1), checkpoint=file)
    file.write_bytes(file.read_bytes()[:99])
    with pytest.raises(InputError, match="Delete it"):
        fit_lda(bow, LDAConfig(n_topics=3, restarts=1), checkpoint=file)


@pytest.mark.parametrize("shape", ["(" * 300 + ")" * 300, "(" * 4000, "(3, 1j)", "'3'", "x" * 300])
def test_a_checkpoint_with_a_header_of_anything_is_refused_in_one_line(tmp_path, shape):
    text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".encode() + b"\n"
    file = tmp_path / "fit.npz"
    with zipfile.ZipFile(file, "w") as archive:
        size = len(text).to_bytes(2, "little")
        archive.writestr("key.npy", np.lib.format.magic(1, 0) + size + text)
    bow, _, _ = plant(6, n_docs=60)
    with pytest.raises(TopicsError, match=r"fit\.npz cannot be read \([^\n]*\)\. Delete it"):
        fit_lda(bow, LDAConfig(n_topics=3, restarts=1), checkpoint=file)


def test_a_fit_stops_on_its_plateau_and_says_when_it_did_not(caplog):
    bow, _, _ = plant(6, n_docs=120)
    done = fit_lda(bow, LDAConfig(n_topics=4, restarts=1, tolerance=1e-3))
    assert done.converged
    assert done.history["pass"].max() < 200
    assert not caplog.records
    cut = fit_lda(bow, LDAConfig(n_topics=4, restarts=1, passes=8))
    assert not cut.converged
    assert "before a plateau" in caplog.text


def test_restarts_keep_the_likeliest(planted):
    bow, _, _, _ = planted
    model = fit_lda(bow, LDAConfig(n_topics=6, restarts=6))
    at_15 = model.history.query("`pass` == 15").set_index("restart")["perplexity"]
    last = model.history["restart"].iloc[-1]
    assert sorted(at_15.index) == list(range(6))
    assert at_15[last] <= at_15.median()


def test_a_large_corpus_is_started_from_a_sample(monkeypatch):
    from topics.lda import restarts as _restarts

    bow, phi, _ = plant(7, n_docs=900)
    monkeypatch.setattr(_restarts, "_SAMPLE_ENTRIES", bow.counts.nnz // 4)
    model = fit_lda(bow, LDAConfig(n_topics=6, restarts=5))
    assert matched(phi, model.topic_word.to_numpy())[1] > 0.96


def test_a_few_short_documents_can_be_fitted():
    texts = {f"d{i}": (["oil", "gas"] if i % 2 else ["war", "army"]) for i in range(4)}
    bow = count_words(pd.Series(texts), min_docs=1)
    model = fit_lda(bow, LDAConfig(n_topics=2))
    assert model.doc_topic.notna().to_numpy().all()
    assert model.topic_word.notna().to_numpy().all()


def test_weighted_counts_can_be_fitted():
    bow, phi, _ = plant(8, n_docs=150)
    for scale in (0.01, 2.5):
        weighted = BagOfWords(counts=bow.counts * scale, doc_ids=bow.doc_ids, words=bow.words)
        model = fit_lda(weighted, LDAConfig(n_topics=6, restarts=3))
        assert matched(phi, model.topic_word.to_numpy())[1] > (0.5 if scale < 1 else 0.9)


def test_alpha_and_eta_of_drawn_counts_are_found():
    from topics.lda._priors import likeliest_alpha, likeliest_eta

    rng = np.random.default_rng(0)
    alpha = np.array([0.1, 0.3, 0.9])
    docs = np.stack([rng.multinomial(60, row) for row in rng.dirichlet(alpha, 4000)])
    found = likeliest_alpha(docs.astype(float), np.full(3, 0.5), steps=60)
    np.testing.assert_allclose(found, alpha, rtol=0.1)
    words = np.stack([rng.multinomial(3000, rng.dirichlet(np.full(500, 0.07))) for _ in range(20)])
    assert likeliest_eta(words.T.astype(float), 0.5, steps=60) == pytest.approx(0.07, rel=0.1)


def test_alpha_of_planted_topics_is_found(planted):
    _, _, _, model = planted
    assert 0.1 < model.alpha.mean() < 0.3  # planted: 0.2


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 20), st.integers(2, 40))
def test_any_counts_give_shares(seed, n_topics, n_docs):
    rng = np.random.default_rng(seed)
    counts = sp.csr_array(rng.poisson(0.3, (n_docs + n_topics, 25 + n_topics)))
    ids = pd.Index([f"d{i}" for i in range(counts.shape[0])])
    words = pd.Index([f"w{i}" for i in range(counts.shape[1])])
    bow = BagOfWords(counts=counts, doc_ids=ids, words=words)
    if (bow.lengths > 0).sum() < n_topics:
        return
    model = fit_lda(bow, LDAConfig(n_topics=n_topics, restarts=2, passes=12, seed=seed))
    assert (model.doc_topic.isna().all(axis=1) == (bow.lengths == 0)).all()
    assert ((model.doc_topic.dropna().sum(axis=1) - 1).abs() < 1e-9).all()
    assert ((model.topic_word.sum(axis=1) - 1).abs() < 1e-9).all()
    assert (model.topic_word.to_numpy() > 0).all()


def test_more_topics_than_documents_are_refused():
    bow, _, _ = plant(2, n_docs=5)
    with pytest.raises(TopicsError, match="`n_topics` is 6, but the counts hold 5 documents"):
        fit_lda(bow, LDAConfig(n_topics=6))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_topics": 1}, "n_topics"),
        ({"n_topics": 3, "algorithm": "gibbs"}, "algorithm"),
        ({"n_topics": 3, "passes": 0}, "passes"),
        ({"n_topics": 3, "alpha": -1.0}, "alpha"),
        ({"n_topics": 3, "eta": "symmetric"}, "eta"),
        ({"n_topics": 3, "restarts": 0}, "restarts"),
    ],
)
def test_bad_configs_are_refused(options, message):
    with pytest.raises(TopicsError, match=f"`{message}`"):
        LDAConfig(**options)


def test_threads_must_be_a_count(planted):
    bow, _, _, model = planted
    for call in (
        lambda: doc_topics(model, bow, threads=0),
        lambda: fit_lda(bow, model.config, threads=0),
    ):
        with pytest.raises(TopicsError, match="`threads`"):
            call()


def test_an_unknown_measure_is_refused(planted):
    with pytest.raises(TopicsError, match="`measure` must be one of"):
        top_words(planted[-1], measure="tfidf")


def test_a_learned_prior_on_shares_stays_moderate():
    rng = np.random.default_rng(5)
    phi = rng.dirichlet(np.full(150, 0.05), 4)
    counts = np.array([rng.multinomial(200, m @ phi) for m in rng.dirichlet(np.full(4, 5.0), 300)])
    ids = pd.Index([f"d{i}" for i in range(300)])
    words = pd.Index([f"w{i}" for i in range(150)])
    bow = BagOfWords(counts=sp.csr_array(counts), doc_ids=ids, words=words)
    learned = fit_lda(bow, LDAConfig(n_topics=4, restarts=1)).alpha
    assert learned.sum() == pytest.approx(2.5, rel=1e-3)
    assert fit_lda(bow, LDAConfig(n_topics=4, restarts=1, alpha=5.0)).alpha.sum() == 20


def test_a_model_prints_its_sizes_and_the_first_words_of_its_topics():
    lists = [["oil", "<i>"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(24)]
    bow = count_words(pd.Series(lists, index=[f"d{i}" for i in range(24)]))
    model = fit_lda(bow, LDAConfig(n_topics=2, restarts=1))
    first, *topics = repr(model).splitlines()
    assert first == "TopicModel of 2 topics, 4 words and 24 documents, by cvb0"
    pairs = sorted(sorted(line.replace(",", "").split()[1:3]) for line in topics)
    assert pairs == [["<i>", "oil"], ["army", "war"]]
    page = model._repr_html_()
    assert "&lt;i&gt;" in page
    assert "<i>" not in page
    assert "50.0%" in page


def wide_counts():
    rng = np.random.default_rng(3)
    words = rng.integers(0, 20_000, (1200, 12))
    counts = sp.csr_array(
        (np.ones(words.size), (np.repeat(np.arange(1200), 12), words.ravel())), (1200, 20_000)
    )
    ids, names = (pd.Index([f"{letter}{i}" for i in range(n)]) for letter, n in zip(
        "dw", counts.shape, strict=True
    ))  # fmt: skip
    return BagOfWords(counts=counts, doc_ids=ids, words=names)


def test_starts_that_wait_keep_nothing_in_memory(monkeypatch):
    """Of twenty starts six wait for the next stage: in files, with what their batches have."""
    bow = wide_counts()
    monkeypatch.setattr("topics.lda._batches._DOCS_IN_BATCH", 120)
    fit_lda(plant(1, n_docs=40)[0], LDAConfig(n_topics=2, restarts=1, passes=1))  # imports
    peaks = []
    for restarts in (2, 20):
        tracemalloc.start()
        fit_lda(bow, LDAConfig(n_topics=16, restarts=restarts, passes=2), threads=1)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    one_table = bow.n_words * 16 * 4
    assert peaks[0] < 11 * one_table
    assert peaks[1] < peaks[0] + one_table


@pytest.mark.parametrize("fault", ["no folder", "disk full"])
def test_starts_wait_in_memory_where_no_file_can_be_made(monkeypatch, fault):
    bow, config = wide_counts(), LDAConfig(n_topics=4, restarts=7, passes=20)
    whole = fit_lda(bow, config, threads=1)

    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(errno.ENOSPC, "No space left on device")

    def refused():
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused if fault == "no folder" else Full)
    again = fit_lda(bow, config, threads=1)
    assert again.topic_word.equals(whole.topic_word)
    assert again.history.equals(whole.history)


def test_a_start_that_cannot_be_read_back_is_told_in_one_line(monkeypatch):
    class Short(io.BytesIO):
        def readinto(self, buffer):
            return len(bytes(buffer)) // 2

    monkeypatch.setattr(tempfile, "TemporaryFile", Short)
    with pytest.raises(TopicsError, match=r"temporary file in .* cannot be read back: it was cut"):
        fit_lda(wide_counts(), LDAConfig(n_topics=4, restarts=7, passes=20), threads=1)


def test_a_run_at_rest_goes_on_to_the_same_bits():
    from topics.lda._documents import Team
    from topics.lda.restarts import start_run

    bow, _, _ = plant(9, n_docs=150)
    config = LDAConfig(n_topics=4)
    runs = [start_run(bow.counts, config, 0) for _ in range(2)]
    with Team(1) as team:
        for _ in range(12):
            for run in runs:
                run.one_pass(team)
            state = {name: part.copy() for name, part in runs[1].state().items()}
            runs[1].rest()
            runs[1].wake(bow.counts, state)
    assert runs[0].word_counts.tobytes() == runs[1].word_counts.tobytes()
    assert runs[0].theta.tobytes() == runs[1].theta.tobytes()


def test_words_that_no_document_has_change_the_prior_alone():
    bow, phi, _ = plant(10, n_docs=150)
    more = bow.select_words([*bow.words, *(f"none{i}" for i in range(50))])
    config = LDAConfig(n_topics=6, restarts=3)
    model = fit_lda(more, config)
    assert matched(phi, model.topic_word[bow.words].to_numpy())[1] > 0.9
    assert (model.topic_word.iloc[:, -50:].max(axis=1) < model.topic_word.median(axis=1) * 10).all()
    assert (model.topic_word > 0).to_numpy().all()


@pytest.mark.parametrize("huge", [10**5, 10**8])
def test_huge_counts_are_fitted_without_a_draw_for_every_token(huge):
    rng = np.random.default_rng(11)
    small = np.array(
        [rng.multinomial(40, row) for row in np.kron(np.eye(2), np.full((20, 4), 0.25))]
    )
    ids = pd.Index([f"d{i}" for i in range(40)])
    bow = BagOfWords(
        counts=sp.csr_array(small * huge), doc_ids=ids, words=pd.Index(list("abcdefgh"))
    )
    model = fit_lda(bow, LDAConfig(n_topics=2, restarts=2))
    phi = model.topic_word.to_numpy()
    own = phi[phi[:, 0].argmax()]
    np.testing.assert_allclose(own, small[:20].sum(axis=0) / small[:20].sum(), atol=1e-3)
    assert (model.alpha < 1).all()


def test_draws_of_large_counts_are_whole_and_sum_to_them():
    from topics.lda import _kernels as kernels

    counts = np.array([3e6, 2000.0, 7.0], np.float32)
    topics, theta = np.array([[0.5, 0.2, 0.1]] * 3, np.float32), np.ones((1, 3), np.float32)
    in_docs, in_words = np.zeros((1, 3)), np.zeros((3, 3))
    chances = np.random.default_rng(0).random(9, np.float32)
    ends, words = np.array([0, 3]), np.arange(3, dtype=np.int32)
    kernels.draw_topics(1, ends, words, counts, topics, theta, chances, in_docs, in_words)
    assert in_words.sum(axis=1).tolist() == counts.tolist()
    assert (in_words == in_words.round()).all()
    np.testing.assert_allclose(in_words[0] / 3e6, np.array([5, 2, 1]) / 8, atol=1e-6)
    assert in_docs.sum() == counts.sum()
