import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topics.errors import TopicsError
from topics.lda.export import prepare_ldavis, write_mallet, write_r
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.lda.top_words import top_words
from topics.tables import write_tables
from topics.text.bow import BagOfWords, count_words


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(0)
    themes = (["oil", "gas", "rig", "öl"], ["war", "army", "tank"], ["tea", "rice", "milk"])
    lists = [rng.choice(themes[i % 3], 12).tolist() for i in range(90)]
    bow = count_words(pd.Series([*lists, []], index=[f"d{i}" for i in range(91)]))
    return bow, fit_lda(bow, LDAConfig(n_topics=3, restarts=3))


def test_mallet_corpus_gives_the_counts_back(fitted, tmp_path):
    bow, _ = fitted
    lines = (write_mallet(bow, tmp_path) / "corpus.txt").read_text("utf-8").splitlines()
    # The pattern that MALLET's import-file uses by default.
    parts = [re.fullmatch(r"(\S*)[\s,]*(\S*)[\s,]*(.*)", line).groups() for line in lines]
    again = count_words(pd.Series({name: text.split() for name, _, text in parts}))
    again = again.select_words(bow.words)
    assert again.doc_ids.equals(bow.doc_ids)
    assert (again.counts != bow.counts).nnz == 0


def test_mallet_tables_hold_the_model_with_its_ids(fitted, tmp_path):
    bow, model = fitted
    folder = write_mallet(bow, tmp_path, model=model)
    keys = [
        line.split("\t") for line in (folder / "topic-keys.txt").read_text("utf-8").splitlines()
    ]
    assert [int(key[0]) for key in keys] == [0, 1, 2]
    best = top_words(model, 1, measure="probability")["word"].tolist()
    assert [key[2].split()[0] for key in keys] == best
    shares = pd.read_csv(folder / "doc-topics.txt", sep="\t", header=None)
    np.testing.assert_array_equal(shares.iloc[:, 2:], model.doc_topic)
    weights = pd.read_csv(folder / "topic-word-weights.txt", sep="\t", header=None)
    phi = weights.pivot_table(index=0, columns=1, values=2)
    phi = phi.div(phi.sum(axis=1), axis=0)[model.words.tolist()]
    np.testing.assert_allclose(phi, model.topic_word, rtol=1e-5)


def test_mallet_refuses_what_it_would_misread(fitted, tmp_path):
    bow, model = fitted
    spaced = BagOfWords(counts=bow.counts, doc_ids=bow.doc_ids + " x", words=bow.words)
    with pytest.raises(TopicsError, match="'d0 x' in doc_ids"):
        write_mallet(spaced, tmp_path)
    with pytest.raises(TopicsError, match="documents and words that `model` was fitted to"):
        write_mallet(bow.select_docs(bow.doc_ids[::-1]), tmp_path, model=model)
    floats = BagOfWords(counts=bow.counts * 0.5, doc_ids=bow.doc_ids, words=bow.words)
    with pytest.raises(TopicsError, match="whole counts"):
        write_mallet(floats, tmp_path)


def test_r_folder_gives_counts_vocabulary_and_metadata(fitted, tmp_path):
    bow, _ = fitted
    documents = pd.DataFrame({"doc_id": bow.doc_ids[::-1], "country": "KAZ", "n": range(91)})
    folder = write_r(bow, tmp_path, documents=documents)
    assert (folder / "counts.mtx").read_text("ascii").startswith("%%MatrixMarket matrix coord")
    (*shape, n), *cells = np.loadtxt(folder / "counts.mtx", dtype=int, comments="%")
    row, column, count = np.transpose(cells)
    read = sp.csr_array((count, (row - 1, column - 1)), shape=tuple(shape))
    assert n == len(cells)
    assert (read != bow.counts).nnz == 0
    assert (folder / "vocabulary.txt").read_text("utf-8").split() == bow.words.tolist()
    table = pd.read_csv(folder / "documents.csv")
    assert table["doc_id"].tolist() == bow.doc_ids.tolist()
    assert table["n"].tolist() == list(range(90, -1, -1))
    for name in ("counts.mtx", "vocabulary.txt", "documents.csv"):
        assert name in (folder / "load.R").read_text("utf-8")
    assert pd.read_csv(write_r(bow, tmp_path / "b") / "documents.csv").columns.tolist() == [
        "doc_id"
    ]
    with pytest.raises(TopicsError, match="lacks the document 'd0'"):
        write_r(bow, tmp_path, documents=documents.iloc[:-1])
    with pytest.raises(TopicsError, match="has more than once the document"):
        write_r(bow, tmp_path, documents=pd.concat([documents, documents]))


def test_exports_are_the_same_bytes_each_time(fitted, tmp_path):
    bow, model = fitted
    for make in ("a", "b"):
        write_mallet(bow, tmp_path / make, model=model)
        write_r(bow, tmp_path / make)
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_ldavis_keeps_topic_ids(fitted):
    pytest.importorskip("pyLDAvis", reason="the extra ldavis is not installed")
    bow, model = fitted
    prepared = prepare_ldavis(model, bow, n_words=3)
    assert prepared.topic_order == [0, 1, 2]
    best = prepared.topic_info[prepared.topic_info["Category"] != "Default"]
    for topic, own in best.groupby("Category"):
        known = top_words(model, 4, measure="probability")
        words = set(known.loc[known["topic"] == int(topic[5:]), "word"])
        assert set(own.nlargest(3, "Freq")["Term"]) <= words
    with pytest.raises(TopicsError, match="in their order"):
        prepare_ldavis(model, bow.select_docs(bow.doc_ids[:5]))


def test_tables_go_to_csv_and_parquet(tmp_path):
    tables = {"a": pd.DataFrame({"x": [1, 2]}), "b": pd.DataFrame({"word": ["=1", "öl"]})}
    paths = write_tables(tables, tmp_path)
    assert [path.name for path in paths] == ["a.csv", "b.csv"]
    assert "'=1" in paths[1].read_text("utf-8")
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    path = Path(write_tables(tables, tmp_path, format="parquet")[1])
    assert pd.read_parquet(path)["word"].tolist() == ["=1", "öl"]
    with pytest.raises(TopicsError, match="no file name"):
        write_tables({"../a": tables["a"]}, tmp_path)
    with pytest.raises(TopicsError, match="`format`"):
        write_tables(tables, tmp_path, format="xlsx")
