import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.cleaning import split_units
from topics.errors import InputError, TopicsError
from topics.evaluate import (
    coder_agreement,
    collect_answers,
    contradicting_documents,
    junk_topics,
    mark_words,
    near_duplicate_topics,
    representative_documents,
    representative_passages,
    score_intrusion,
    topic_intrusion,
    word_intrusion,
)
from topics.lda.fit import fit_lda
from topics.lda.labels import auto_labels, label_table, read_labels, write_labels
from topics.lda.model import LDAConfig
from topics.lda.top_words import top_words
from topics.simulate import simulate_corpus
from topics.tables import write_csv
from topics.text.bow import BagOfWords
from topics.text.tokens import count_corpus

WORDS = {
    theme: line.split()
    for theme, line in {
        "energy": "oil gas pipeline pipelines refinery barrel reactor uranium turbine coal",
        "war": "army troops missile tank soldier ceasefire front artillery general siege",
        "water": "river dam reservoir basin irrigation flood canal lake drought glacier",
    }.items()
}


@pytest.fixture(scope="module")
def planted():
    corpus = simulate_corpus(n_docs=400, n_topics=8, n_words=500, seed=2, concentration=3.0)
    bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
    return bow, fit_lda(bow, LDAConfig(n_topics=8, restarts=4)), corpus


@pytest.fixture(scope="module")
def texts():
    """Documents of one theme each, of two sentences; energy documents end with a note on rain."""
    rng = np.random.default_rng(0)
    rows = []
    for i in range(60):
        theme = list(WORDS)[i % 3]
        first = " ".join(rng.choice(WORDS[theme], 14)).capitalize()
        rows.append((f"{theme}{i}", "", f"{first}. Short note only."))
    return pd.DataFrame(rows, columns=["doc_id", "title", "text"])


@pytest.fixture(scope="module")
def themes(texts):
    bow = count_corpus(texts, max_share=0.9)
    model = fit_lda(bow, LDAConfig(n_topics=3, restarts=4))
    name = {}
    for topic, own in top_words(model, 5).groupby("topic"):
        name[topic] = next(t for t, words in WORDS.items() if set(own["word"]) <= set(words))
    return bow, model, name


def remake(model, **changes):
    return dataclasses.replace(model, **changes)


# --- documents and passages


def test_representative_documents_are_of_their_theme(themes):
    bow, model, name = themes
    table = representative_documents(model, bow, n=4)
    assert table.groupby("topic").size().eq(4).all()
    for row in table.itertuples():
        assert row.doc_id.startswith(name[row.topic])
    assert table.groupby("topic")["share"].apply(lambda s: s.is_monotonic_decreasing).all()
    assert representative_documents(model, bow, min_words=1000).empty
    with pytest.raises(TopicsError, match="same documents"):
        representative_documents(model, bow, shares=model.doc_topic.iloc[1:])


def test_passages_quote_the_theme_and_mark_its_words(themes, texts):
    _, model, name = themes
    units = split_units(texts, unit="sentence")
    bow = count_corpus(units, min_docs=1, max_share=1.0)
    table = representative_passages(model, units, bow, n=2, min_words=5)
    assert table.groupby("topic").size().eq(2).all()
    for row in table.itertuples():
        words = row.text.lower().rstrip(".").split()
        assert set(words) <= set(WORDS[name[row.topic]])
        assert row.marked.count("[") == len(words)
        assert row.marked.replace("[", "").replace("]", "") == row.text
        assert row.parent_id == row.doc_id.split("#")[0]


def test_contradicting_documents_are_the_planted_ones(themes):
    bow, model, name = themes
    topic = next(k for k, theme in name.items() if theme == "war")
    shares = model.doc_topic.copy()
    liar = next(d for d in bow.doc_ids if d.startswith("war"))
    shares.loc[liar] = 0.0
    shares.loc[liar, (topic + 1) % 3] = 1.0
    table = contradicting_documents(model, bow, shares=shares)
    own = table[table["topic"] == topic].set_index("kind")
    assert own.loc[["words without topic"], "doc_id"].iloc[0] == liar
    other = table[table["topic"] == (topic + 1) % 3].set_index("kind")
    assert other.loc[["topic without words"], "doc_id"].iloc[0] == liar
    assert (table["gap"] > 0).all()


@settings(max_examples=80, deadline=None)
@given(
    st.text(alphabet="aéoil the.,-\u0301Ж9\n", max_size=60),
    st.sets(st.sampled_from(["oil", "the", "é", "a"])),
)
def test_marks_add_nothing_but_marks(text, words):
    marked = mark_words(text, words, before="\x00", after="\x01")
    assert marked.replace("\x00", "").replace("\x01", "") == text.replace("\x00", "").replace(
        "\x01", ""
    )


def test_marks_meet_whole_words_of_any_script():
    assert mark_words("Нефть и нефтяник", {"нефть"}) == "[Нефть] и нефтяник"
    assert mark_words("cafe\u0301s cafe\u0301", {"café"}) == "cafe\u0301s [cafe\u0301]"
    with pytest.raises(TopicsError, match="got one string"):
        mark_words("oil", "oil")


# --- junk and duplicates


def test_split_topic_is_found_as_near_duplicate(planted):
    _, model, _ = planted
    assert near_duplicate_topics(model).empty
    phi = model.topic_word.copy()
    rng = np.random.default_rng(0)
    phi.loc[3] = phi.loc[5] * rng.uniform(0.8, 1.2, phi.shape[1])
    phi.loc[3] /= phi.loc[3].sum()
    table = near_duplicate_topics(remake(model, topic_word=phi))
    assert table[["topic", "other"]].to_numpy().tolist() == [[3, 5]]
    assert table["similarity"].item() > 0.9
    assert table["shared_words"].item() >= 15


def test_planted_junk_is_named_and_real_topics_are_not(planted):
    _, model, _ = planted
    assert not junk_topics(model)["junk"].any()
    phi, theta = model.topic_word.copy(), model.doc_topic.copy()
    rng = np.random.default_rng(0)
    phi.loc[0] = rng.dirichlet(np.full(phi.shape[1], 50))
    phi.loc[1] = model.doc_topic.mean() @ model.topic_word
    theta[2] = 0.3
    theta[3] = 1e-7
    theta.loc[theta.index[7], 3] = 50
    theta[4] = 1e-9
    table = junk_topics(remake(model, topic_word=phi, doc_topic=theta)).set_index("topic")
    for topic, reason in enumerate(["equally", "whole corpus", "evenly", "handful", "less than"]):
        assert reason in table.loc[topic, "reason"]
    assert table["junk"].tolist() == [True] * 5 + [False] * 3


# --- labels


def test_labels_name_the_theme_without_repeating_a_word(themes, planted):
    _, model, name = themes
    labels = auto_labels(model, n_words=9).set_index("topic")["label"]
    for topic, theme in name.items():
        assert set(labels[topic].split(", ")) <= set(WORDS[theme])
    energy = labels[next(k for k, theme in name.items() if theme == "energy")]
    assert ("pipeline" in energy.split(", ")) != ("pipelines" in energy.split(", "))
    twins = planted[1].topic_word.copy()
    twins.loc[1] = twins.loc[0]
    assert auto_labels(remake(planted[1], topic_word=twins))["label"].is_unique


def test_labels_go_to_a_file_and_back(themes, tmp_path):
    _, model, _ = themes
    labels = auto_labels(model)
    labels["label"] = ["Öl, Gas", '"Krieg"', "Wasser"]
    write_labels(labels, tmp_path)
    pd.testing.assert_frame_equal(read_labels(model, tmp_path), labels, check_dtype=False)
    named = label_table(pd.DataFrame({"topic": [2, 0], "x": [1, 2]}), read_labels(model, tmp_path))
    assert named["topic_label"].tolist() == ["Wasser", "Öl, Gas"]
    with pytest.raises(TopicsError, match="no label for topic 9"):
        label_table(pd.DataFrame({"topic": [9]}), labels)


def test_labels_of_another_fit_are_refused(themes, planted, tmp_path):
    write_labels(auto_labels(themes[1]).assign(words="aaa bbb ccc"), tmp_path)
    with pytest.raises(InputError, match=r"line 2 names topic 0 .* belong to another fit"):
        read_labels(themes[1], tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("topic,name\n", "line 1 must be topic,label,words"),
        ("topic,label,words\n0,A\n", "line 2 must hold a topic"),
        ("topic,label,words\n7,A,\n", "line 2 must hold a topic from 0 to 2"),
        ("topic,label,words\n0,A,\n0,B,\n", "line 3 is the second for topic 0"),
        ("topic,label,words\n0, ,\n", "line 2 has no label for topic 0"),
        ("topic,label,words\n0,A,\n1,B,\n", "no label for topic 2"),
    ],
)
def test_bad_label_files_are_refused_by_line(themes, tmp_path, text, message):
    path = tmp_path / "labels.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_labels(themes[1], path)
    with pytest.raises(InputError, match="does not exist"):
        read_labels(themes[1], tmp_path / "none.csv")


# --- intrusion


def test_word_sheet_hides_one_stranger_by_item(planted):
    _, model, _ = planted
    sheet, key = word_intrusion(model, n_words=5, seed=4)
    own = top_words(model, 5).groupby("topic")["word"].apply(set)
    assert sheet["answer"].eq("").all()
    assert sorted(key["topic"]) == list(range(8))
    assert key["topic"].tolist() != list(range(8))
    options = sheet.set_index("item")
    for row in key.itertuples():
        shown = options.loc[row.item, [f"option_{i}" for i in range(1, 7)]].tolist()
        assert set(shown) - own[row.topic] == {row.intruder}
        assert shown[row.answer - 1] == row.intruder
        assert any(row.intruder in own[k] for k in range(8) if k != row.topic)
    again = word_intrusion(model, n_words=5, seed=4)
    assert again[0].equals(sheet)
    assert again[1].equals(key)


def test_topic_sheet_hides_one_absent_topic_by_document(planted):
    bow, model, _ = planted
    documents = pd.DataFrame({"doc_id": bow.doc_ids, "text": "text of " + bow.doc_ids})
    sheet, key = topic_intrusion(model, documents, n_items=12, seed=1)
    assert len(sheet) == 12
    tops = top_words(model, 8).groupby("topic")["word"].apply(", ".join)
    for shown, row in zip(sheet.itertuples(), key.itertuples(), strict=True):
        assert shown.text == f"text of {row.doc_id}"
        ranks = model.doc_topic.loc[row.doc_id].rank(ascending=False)
        assert ranks[row.intruder] > 4
        assert getattr(shown, f"option_{row.answer}") == tops[row.intruder]
    with pytest.raises(TopicsError, match="at most 3"):
        topic_intrusion(model, documents, n_topics=4)
    with pytest.raises(TopicsError, match="only 2 of `documents`"):
        topic_intrusion(model, documents.head(2))


def test_sheets_survive_csv_and_perfect_coders_score_one(planted, tmp_path):
    _, model, _ = planted
    sheet, key = word_intrusion(model)
    filled = sheet.assign(answer=key["answer"])
    back = pd.read_csv(write_csv(filled, tmp_path / "ann.csv"), dtype=str).astype({"item": int})
    answers = collect_answers([("ann", back), ("bob", filled)])
    scores = score_intrusion(answers, key, n_options=6)
    assert scores["precision"].eq(1).all()
    assert scores["n_answers"].tolist() == [2] * 8 + [16]
    assert scores["above_chance"].iloc[-1]
    assert coder_agreement(answers, n_options=6)["alpha"].item() == 1


def test_guessing_coders_score_chance_and_agree_by_chance(planted):
    _, model, _ = planted
    _, key = word_intrusion(model)
    rng = np.random.default_rng(0)
    answers = pd.concat(
        [
            pd.DataFrame({"coder": f"c{i}", "item": key["item"], "answer": rng.integers(1, 7, 8)})
            for i in range(40)
        ]
    )
    last = score_intrusion(answers, key, n_options=6).iloc[-1]
    assert last["ci_low"] < 1 / 6 < last["ci_high"]
    agreement = coder_agreement(answers, n_options=6).iloc[0]
    assert agreement["ci_low"] < 0.02
    assert abs(agreement["alpha"]) < 0.05


def test_alpha_is_the_published_one():
    """The worked example of nominal data in Krippendorff's handout (2011), alpha = 0.743."""
    coders = {
        "A": "1 2 3 3 2 1 4 1 2 . . .",
        "B": "1 2 3 3 2 2 4 1 2 5 . 3",
        "C": ". 3 3 3 2 3 4 2 2 5 1 .",
        "D": "1 2 3 3 2 4 4 1 2 5 1 .",
    }
    rows = [
        (coder, item, "" if value == "." else value)
        for coder, line in coders.items()
        for item, value in enumerate(line.split())
    ]
    answers = pd.DataFrame(rows, columns=["coder", "item", "answer"])
    assert coder_agreement(answers, n_options=5)["alpha"].item() == pytest.approx(0.743, abs=5e-4)


def test_bad_answers_are_refused():
    key = pd.DataFrame({"item": [1], "topic": [0], "answer": [2]})
    answers = pd.DataFrame({"coder": ["ann"], "item": [1], "answer": ["9"]})
    with pytest.raises(InputError, match="coder 'ann' answered '9' to item 1"):
        score_intrusion(answers, key, n_options=6)
    with pytest.raises(InputError, match="twice"):
        score_intrusion(pd.concat([answers, answers]).assign(answer="1"), key, n_options=6)
    with pytest.raises(InputError, match="the item 5"):
        score_intrusion(answers.assign(item=5, answer="1"), key, n_options=6)
    blank = score_intrusion(answers.assign(answer=" "), key, n_options=6)
    assert blank["n_answers"].tolist() == [0, 0]
    with pytest.raises(TopicsError, match="no item that two coders"):
        coder_agreement(answers.assign(answer="1"), n_options=6)
    with pytest.raises(TopicsError, match="is empty"):
        collect_answers([])
