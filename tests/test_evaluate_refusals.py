"""What is said where topics, texts or documents do not suffice for what is asked of them."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topics.errors import TopicsError
from topics.evaluate import (
    compare_configs,
    completion,
    config_grid,
    flag_topics,
    junk_topics,
    representative_passages,
    word_intrusion,
)
from topics.evaluate._worker import _passes_made
from topics.evaluate.coding import draw_tasks
from topics.evaluate.country_gold import score_countries
from topics.evaluate.intrusion import r4wsi
from topics.evaluate.sweep import _perplexity
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.text.bow import BagOfWords

WORDS = pd.Index([f"w{number}" for number in range(12)])


def topics_of(*rows):
    """Return what intrusion looks at: topics with these weights of words, of the first words."""
    phi = np.array(rows, dtype=float)
    words = WORDS[: phi.shape[1]]
    table = pd.DataFrame(phi / phi.sum(axis=1, keepdims=True), columns=words)
    shares = pd.DataFrame(np.eye(len(phi)), index=[f"d{k}" for k in range(len(phi))])
    return SimpleNamespace(
        topic_word=table.rename_axis("topic"), words=words, doc_topic=shares, n_topics=len(phi)
    )


@pytest.fixture(scope="module")
def small():
    """Counts of twelve documents on two themes, and a quick fit of them."""
    counts = np.zeros((12, 12), np.int32)
    counts[::2, :6] = 5
    counts[1::2, 6:] = 5
    ids = pd.Index([f"d{number}" for number in range(12)], name="doc_id")
    bow = BagOfWords(counts=sp.csr_array(counts), doc_ids=ids, words=WORDS)
    return bow, fit_lda(bow, LDAConfig(n_topics=2, restarts=1))


# --- intruders


def test_topics_that_share_their_words_have_no_intruder():
    alike = topics_of([6, 5, 4, 3, 2, 1], [1, 2, 3, 4, 5, 6])
    told = r"^topic 0 has no intruder: every top word of the others is shown of it or prob"
    with pytest.raises(TopicsError, match=told):
        word_intrusion(alike, n_words=3, measure="probability")


def test_a_small_vocabulary_leaves_no_word_for_an_intruder():
    apart = topics_of([3, 2, 1e-6, 1e-6], [1e-6, 1e-6, 3, 2])
    assert len(word_intrusion(apart, n_words=2, measure="probability")[0]) == 2
    with pytest.raises(TopicsError, match="ask for fewer words or items"):
        word_intrusion(apart, n_words=2, n_items=2, measure="probability")


def test_no_word_is_an_intruder_of_a_topic_twice():
    model = topics_of([9, 8, 7, 6, 1e-6, 1e-6], [8, 1e-6, 0.5, 1e-6, 9, 6])
    _, key = word_intrusion(model, n_words=2, n_items=2, measure="probability")
    # One word of each topic is strange to the other; a second item would have to repeat it.
    assert dict(zip(key["topic"], key["intruder"], strict=True)) == {0: "w4", 1: "w1"}


def test_sets_of_words_need_words():
    told = r"^topic 0 has no sets of words: 12 top words are needed, and four of another topic that"
    with pytest.raises(TopicsError, match=told):
        r4wsi(topics_of([3, 2, 1], [1, 2, 3]))


# --- tasks of coders


NOBODY = pd.DataFrame(
    {"doc_id": [], "country": [], "weight": [], "p_about": []}, dtype=object
).astype({"weight": float, "p_about": float})  # fmt: skip
LABELS = pd.Series(["one", "other"])


def test_when_nothing_can_be_drawn_all_reasons_are_given(small):
    _, model = small
    documents = pd.DataFrame({"doc_id": ["d0", "d2", "d1"], "text": "a text"})
    with pytest.raises(TopicsError, match=r"^nothing can be drawn for coders: ") as error:
        draw_tasks(model, documents, NOBODY, LABELS, tasks=["r4wsi", "label_intrusion"])
    lone = model.doc_topic.loc["d1"].idxmax()
    reasons = str(error.value).removeprefix("nothing can be drawn for coders: ").split("; ")
    assert reasons[0].startswith("r4wsi was left out: topic 0 has no sets of words")
    assert reasons[1] == f"label intrusion: fewer than 2 texts in which T{lone} is foremost"
    assert reasons[2].startswith("label intrusion was left out: ")


def test_long_texts_are_not_drawn_and_counted(small):
    _, model = small
    documents = pd.DataFrame({"doc_id": ["d0", "d1", "d2"], "text": "a text"})
    documents.loc[1, "text"] = "x" * 8001
    drawn = draw_tasks(model, documents, NOBODY, LABELS, tasks=["countries"])
    assert sorted(drawn.items["doc_id"]) == ["d0", "d2"]
    assert drawn.notes == ("countries: 1 texts of more than 8,000 characters were not drawn from",)


CODED = pd.DataFrame(
    [("a", "d0", "KAZ", "main"), ("a", "d1", None, "")],
    columns=["coder", "doc_id", "country", "degree"],
)
STANDS = pd.Series({"d0": 1.0, "d1": 1.0})


def test_no_coded_text_is_said():
    with pytest.raises(TopicsError, match=r"^`coded` has no text whose countries were coded"):
        score_countries(CODED.iloc[:0], NOBODY, STANDS)


def test_weights_that_find_nothing_have_no_calibration():
    results = score_countries(CODED, NOBODY, STANDS)
    assert not results["measure"].str.startswith("calibration").any()
    recall = results[results["measure"] == "recall"]
    assert recall["estimate"].tolist() == [0.0]
    assert np.isnan(results.set_index("measure").loc["precision", "estimate"])


# --- counts and tables


def test_shares_of_tokens_cannot_be_dealt_out(small):
    bow, model = small
    halves = BagOfWords(counts=bow.counts * 0.5, doc_ids=bow.doc_ids, words=bow.words)
    with pytest.raises(TopicsError, match=r"^`bow` must hold whole counts"):
        completion(model, halves)


def test_junk_is_not_told_from_one_document():
    model = topics_of([3, 2, 1])
    with pytest.raises(TopicsError, match=r"^`model` has shares of fewer than 2 training"):
        junk_topics(model)


def test_passages_need_their_texts(small):
    bow, model = small
    units = pd.DataFrame({"doc_id": bow.doc_ids[1:], "text": "w0 w1"})
    with pytest.raises(TopicsError, match=r"^`units` lacks the document 'd0', which `bow` counts"):
        representative_passages(model, units, bow)


def test_topics_are_flagged_by_one_run():
    stability = pd.DataFrame({"topic": [0, 1, 0], "reliability": [0.9, 0.4, 0.8], "stable": True})
    table = pd.DataFrame({"topic": [1, 0]})
    with pytest.raises(TopicsError, match=r"^`stability` holds several runs; pass the rows of the"):
        flag_topics(table, stability)
    assert flag_topics(table, stability[:2])["reliability"].tolist() == [0.4, 0.9]


# --- sweeps


def test_a_sweep_that_fails_leaves_fits_that_ended_and_no_others(small, tmp_path, monkeypatch):
    bow, _ = small

    def fail(jobs, folder, *, workers):
        del workers
        for number, job in enumerate(jobs[:2]):
            (folder / job["key"]).mkdir()
            (folder / job["key"] / "model.npz").write_text("half")
            if ended and number == 0:
                (folder / job["key"] / "result.json").write_text("{}")
        raise TopicsError("the disk went away")
        yield

    monkeypatch.setattr("topics.evaluate.sweep.run_jobs", fail)
    for ended, left in [(True, 1), (False, 0)]:
        folder = tmp_path / str(ended)
        with pytest.raises(TopicsError, match="the disk went away"):
            compare_configs(bow, config_grid([2, 3], seeds=[0]), folder=folder, workers=1, folds=2)
        assert len(list(folder.glob("k*"))) == left
        assert folder.exists() == ended


def test_a_fold_without_two_words_to_a_document_has_no_perplexity():
    told = "^fold 1 holds no document with two words to test on. Give more or longer documents"
    with pytest.raises(TopicsError, match=told):
        _perplexity({"n_heldout": 0, "log_likelihood": 0.0}, {"fold": 1})
    halves = {"n_heldout": 4, "log_likelihood": 4 * np.log(0.5)}
    assert _perplexity(halves, {"fold": 1}) == pytest.approx(2)


def test_passes_are_those_asked_for_or_those_made():
    history = pd.DataFrame({"pass": range(7)})
    for algorithm, passes in [("vb", 3), ("cvb0", 7)]:
        config = SimpleNamespace(algorithm=algorithm, n_passes=3)
        assert _passes_made(SimpleNamespace(config=config, history=history)) == passes
