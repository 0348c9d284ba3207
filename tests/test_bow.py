import re

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from gensim.corpora import Dictionary
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.errors import TopicsError
from topics.text.bow import BagOfWords, count_words

DOCUMENTS = st.lists(
    st.lists(st.sampled_from(["oil", "gas", "war", "Öl", "石油", "a"]), max_size=9)
)


def tokens_of(documents):
    index = pd.Index([f"d{i}" for i in range(len(documents))], name="doc_id", dtype="str")
    return pd.Series(documents, index=index, dtype=object)


def small():
    return count_words(tokens_of([["oil", "oil", "gas"], ["gas"], []]), min_docs=1)


def test_counts_of_a_hand_counted_text():
    bow = small()
    assert bow.words.tolist() == ["gas", "oil"]
    assert bow.counts.toarray().tolist() == [[1, 2], [1, 0], [0, 0]]
    assert bow.lengths.tolist() == [3, 1, 0]


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_ids_and_counts_are_those_of_gensim(documents):
    bow = count_words(tokens_of(documents), min_docs=1, max_share=1.0)
    dictionary = Dictionary(documents)
    ours, corpus = bow.to_gensim()
    assert ours.token2id == dictionary.token2id
    assert corpus == [dictionary.doc2bow(document) for document in documents]
    assert (ours.dfs, ours.cfs) == (dictionary.dfs, dictionary.cfs)
    assert (ours.num_docs, ours.num_pos, ours.num_nnz) == (
        dictionary.num_docs,
        dictionary.num_pos,
        dictionary.num_nnz,
    )


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS)
def test_the_way_to_gensim_and_back_changes_nothing(documents):
    bow = count_words(tokens_of(documents), min_docs=1, max_share=1.0)
    dictionary, corpus = bow.to_gensim()
    back = BagOfWords.from_gensim(corpus, dictionary, doc_ids=bow.doc_ids)
    assert back.words.equals(bow.words)
    assert back.doc_ids.equals(bow.doc_ids)
    assert (back.counts.toarray() == bow.counts.toarray()).all()


def test_the_vocabulary_filter_is_that_of_gensim():
    rng = np.random.default_rng(0)
    documents = [[f"w{i}" for i in rng.zipf(1.4, 30) if i < 300] for _ in range(80)]
    bow = count_words(tokens_of(documents), min_docs=3, max_share=0.4, max_words=25)
    dictionary = Dictionary(documents)
    dictionary.filter_extremes(no_below=3, no_above=0.4, keep_n=25)
    assert set(bow.words) == set(dictionary.token2id)


def test_a_handful_of_documents_keeps_its_vocabulary():
    bow = count_words(tokens_of([["oil", "war"], ["oil", "gas"], ["oil"]]), min_docs=2)
    assert bow.words.tolist() == ["oil"]


def test_selecting_words_by_name():
    bow = small().select_words(["oil", "peace", "gas"])
    assert bow.counts.toarray().tolist() == [[2, 0, 1], [0, 0, 1], [0, 0, 0]]


def test_selecting_documents_by_name():
    assert small().select_docs(["d2", "d0"]).counts.toarray().tolist() == [[0, 0], [1, 2]]
    with pytest.raises(TopicsError, match="'d9'"):
        small().select_docs(["d9"])


def test_counts_cannot_be_written_to_and_do_not_follow_the_caller():
    table = sp.csr_array(np.array([[1, 2]]))
    bow = BagOfWords(counts=table, doc_ids=pd.Index(["a"]), words=pd.Index(["x", "y"]))
    table.data[:] = 9
    assert bow.counts.toarray().tolist() == [[1, 2]]
    with pytest.raises(ValueError, match="read-only"):
        bow.counts.data[0] = 3


@pytest.mark.parametrize(
    ("table", "doc_ids", "words", "message"),
    [
        (np.eye(2), ["a", "a"], ["x", "y"], "`doc_ids` must be unique; 'a'"),
        (np.eye(2), ["a", "b"], ["x", "x"], "`words` must be unique; 'x'"),
        (-np.eye(2), ["a", "b"], ["x", "y"], "must not be negative; it holds -1.0"),
        (np.eye(2) * np.nan, ["a", "b"], ["x", "y"], "not finite"),
        (np.eye(2, dtype=np.int64) << 31, ["a", "b"], ["x", "y"], "holds 2147483648, and there"),
        (np.eye(2, dtype=np.uint64) << 63, ["a", "b"], ["x", "y"], "holds 9223372036854775808"),
        (np.eye(2) * 1e300, ["a", "b"], ["x", "y"], "holds 1e"),
        (np.eye(2), ["a"], ["x", "y"], r"shape \(2, 2\), but there are 1 `doc_ids` and 2"),
    ],
)
def test_bad_tables_are_refused(table, doc_ids, words, message):
    with pytest.raises(TopicsError, match=message):
        BagOfWords(counts=sp.csr_array(table), doc_ids=pd.Index(doc_ids), words=pd.Index(words))


def test_a_dense_table_is_refused():
    with pytest.raises(TopicsError, match="ndarray"):
        BagOfWords(counts=np.eye(2), doc_ids=pd.Index(["a", "b"]), words=pd.Index(["x", "y"]))


def test_texts_in_place_of_tokens_are_refused():
    with pytest.raises(TopicsError, match="'a' has str"):
        count_words(pd.Series({"a": "oil and gas"}))


def test_a_dictionary_with_gaps_is_refused():
    dictionary = Dictionary([["a", "b", "c"]])
    del dictionary.token2id["b"]
    with pytest.raises(TopicsError, match="compactify"):
        BagOfWords.from_gensim([[(0, 1)]], dictionary)


def test_it_prints_its_sizes_and_frequent_words():
    bow = count_words(pd.Series({"a": ["oil", "oil", "<b>"], "b": ["gas", "oil"]}), min_docs=1)
    assert repr(bow).splitlines() == [
        "BagOfWords of 2 documents, 3 words and 5 tokens",
        "most frequent: oil, <b>, gas",
    ]
    page = bow._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert re.findall("<td[^>]*>(.*?)</td>", page)[:3] == ["oil", "3", "2"]
    assert repr(bow.select_words([])) == "BagOfWords of 2 documents, 0 words and 0 tokens"
    assert "<table" in bow.select_words([])._repr_html_()


def test_counts_that_stand_twice_are_added_without_overflow():
    twice = sp.coo_array((np.array([2**30, 2**30], np.int32), ([0, 0], [0, 0])), (1, 1))
    raw = sp.csr_array(
        (np.full(2, 2**30, np.int32), np.zeros(2, np.int32), np.array([0, 2])), (1, 1)
    )
    for table in (twice, raw):
        with pytest.raises(TopicsError, match="room for no more than 2147483647"):
            BagOfWords(counts=table, doc_ids=pd.Index(["a"]), words=pd.Index(["x"]))
    dictionary = Dictionary([["x"]])
    for count in (2**31, 1e300):
        with pytest.raises(TopicsError, match="room for no more"):
            BagOfWords.from_gensim([[(0, count)]], dictionary)
    assert BagOfWords.from_gensim([[(0, 2**31 - 1)]], dictionary).counts.toarray() == 2**31 - 1
