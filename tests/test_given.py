"""Estimates from topic shares of any model: known answers, what is said of them, bad input."""

import numpy as np
import pandas as pd
import plot_tables
import pytest
import scipy.sparse as sp
from gensim.models import LdaModel

from topics import TopicModel
from topics.errors import InputError, TopicsError
from topics.estimate import contrasts, draw_topic_country, summarise_draws, topic_country
from topics.estimate.apart import set_pairs_apart
from topics.estimate.beyond import summarise_pairs
from topics.estimate.given import NOTE, share_table
from topics.estimate.relations import draw_topic_pairs, topic_pairs
from topics.plots.catalogue import KINDS
from topics.plots.kinds import draw_kind
from topics.simulate import simulate_corpus
from topics.text.bow import BagOfWords


@pytest.fixture(scope="module")
def planted():
    return simulate_corpus(
        n_docs=900, n_countries=4, n_topics=5, n_words=200, length=(30, 80),
        countries_per_doc=(0.5, 0.4, 0.1), interactions=2, seed=5,
    )  # fmt: skip


def counted(planted):
    return BagOfWords(counts=planted.counts, doc_ids=planted.doc_ids, words=planted.words)


def shares(table):
    return table.pivot_table(index="country", columns="topic", values="estimate")


def test_documents_on_several_countries_are_unmixed():
    exact = simulate_corpus(
        n_docs=500, n_countries=5, n_topics=4, n_words=50, countries_per_doc=(0.2, 0.4, 0.4),
        concentration=1e6, seed=2,
    )  # fmt: skip
    table = topic_country(theta=exact.doc_topic, weights=exact.true_weights, draws=20)
    assert np.abs(shares(table) - exact.country_topic).to_numpy().max() < 0.02
    wide = exact.true_weights.pivot_table(index="country", columns="doc_id", values="weight")
    plain = wide.fillna(0) @ exact.doc_topic
    plain = plain.div(plain.sum(axis=1), axis=0)
    assert np.abs(plain - exact.country_topic).to_numpy().max() > 0.1


def test_intervals_hold_what_was_planted_where_shares_have_no_error():
    held = []
    for seed in range(8):
        corpus = simulate_corpus(
            n_docs=300, n_countries=6, n_topics=5, n_words=50, weight_noise=0.2, seed=seed
        )
        table = topic_country(theta=corpus.doc_topic, weights=corpus.weights, draws=150)
        truth = [corpus.country_topic.loc[c, t] for c, t in table[["country", "topic"]].to_numpy()]
        held.append(table["ci_low"].le(truth) & table["ci_high"].ge(truth))
    assert 0.9 < np.concatenate(held).mean() < 0.99


def test_clusters_widen_intervals():
    corpus = simulate_corpus(
        n_docs=400, n_countries=3, n_topics=4, n_words=50, n_clusters=15,
        cluster_concentration=5, seed=1,
    )  # fmt: skip
    apart, together = (
        topic_country(theta=corpus.doc_topic, weights=corpus.weights, cluster=cluster, draws=100)
        for cluster in (None, corpus.clusters)
    )
    assert together["std_error"].mean() > 1.5 * apart["std_error"].mean()


def test_pairs_of_given_shares_are_beyond_as_planted(planted):
    drawn = draw_topic_pairs(theta=planted.doc_topic, weights=planted.weights, draws=100)
    table = summarise_pairs(drawn)
    real = [pair in planted.pair_topic.index for pair in zip(table["first"], table["second"])]  # noqa: B905
    assert 0 < sum(real) < len(real)
    assert table["flagged"][real].mean() > 0.4
    assert table["flagged"][~np.array(real)].mean() < 0.1
    assert set(table["note"]) == {NOTE}
    wide = planted.doc_topic.reindex(columns=planted.doc_topic.columns)
    again = topic_pairs(
        theta=wide.to_numpy(), doc_ids=wide.index, weights=planted.weights, draws=100
    )
    pd.testing.assert_frame_equal(again, table)


def test_doubtful_documents_of_a_pair_are_divided_by_the_chance_of_each_state():
    rows = []
    for number in range(20):
        rows += [(f"b{number}", "AAA", 0.5, 0.8), (f"b{number}", "BBB", 0.4, 0.5)]
        rows += [(f"a{number}", "AAA", 1.0, 1.0), (f"c{number}", "BBB", 1.0, 1.0)]
    weights = pd.DataFrame(rows, columns=["doc_id", "country", "weight", "p_about"])
    told, table = set_pairs_apart(weights, plain=True)
    one = told[told["doc_id"] == "b3"].set_index("country")["weight"]
    assert one.round(6).to_dict() == {"AAA": 0.4, "AAA+BBB": 0.4, "BBB": 0.1}
    assert len(table) == 1
    whole = told.groupby("doc_id")["weight"].sum()
    assert np.allclose(whole, weights.groupby("doc_id")["weight"].sum())


def test_what_is_left_out_is_said_in_every_table(planted):
    drawn = draw_topic_country(theta=planted.doc_topic, weights=planted.weights, draws=30)
    assert drawn.note == NOTE
    for table in (summarise_draws(drawn), contrasts(drawn, "C00", "C01")):
        assert set(table["note"]) == {NOTE} == {table.attrs["note"]}
    own = topic_country(planted, planted, planted.weights, refit=False, draws=20)
    assert "note" not in own


def test_the_same_whatever_the_threads_and_the_order(planted):
    one = topic_country(theta=planted.doc_topic, weights=planted.weights, draws=25, threads=1)
    two = topic_country(theta=planted.doc_topic, weights=planted.weights, draws=25, threads=2)
    pd.testing.assert_frame_equal(one, two)
    more = topic_country(
        theta=planted.doc_topic, weights=planted.weights.sample(frac=1, random_state=1), draws=25
    )
    pd.testing.assert_frame_equal(one, more)


def test_documents_without_topics_and_without_a_period_are_told(planted):
    theta = planted.doc_topic.copy()
    theta.iloc[3], theta.iloc[4] = 0, np.nan
    period = pd.Series("2014", index=planted.doc_ids[10:])
    drawn = draw_topic_country(theta=theta, weights=planted.weights, period=period, draws=20)
    assert drawn.diagnostics["dropped"] == list(planted.doc_ids[3:5])
    assert len(drawn.diagnostics["undated"]) == 8


def test_shares_come_as_tables_arrays_and_sparse_arrays():
    values = np.array([[0.25, 0.75], [1.0, 0.0]])
    expected = share_table(pd.DataFrame(values, index=["a", "b"]))
    for given in (values, values.tolist(), sp.csr_array(values)):
        pd.testing.assert_frame_equal(share_table(given, ["a", "b"]), expected, check_names=False)


@pytest.mark.parametrize(
    ("theta", "doc_ids", "said"),
    [
        (np.eye(2), None, "give `doc_ids`"),
        (np.eye(2), ["a"], "got 2x2"),
        ([[(0, 0.5)], [(0, 0.1), (1, 0.9)]], ["a", "b"], "corpus2dense"),
        (pd.DataFrame(np.eye(2)), ["a", "b"], "Leave out"),
        (pd.DataFrame([[0.5, 0.2]], index=["a"]), None, "'a' has 0.7"),
        (pd.DataFrame([[1.5, -0.5]], index=["a"]), None, "'a' has 1"),
        (pd.DataFrame([[0.0, 0.0]], index=["a"]), None, "no document with topics"),
        (pd.DataFrame({"doc_id": ["a"], "t": [1.0]}), None, "Make doc_id its index"),
    ],
)
def test_what_are_no_shares_is_refused(theta, doc_ids, said):
    with pytest.raises(InputError, match=said):
        share_table(theta, doc_ids)


def test_what_does_not_go_together_is_refused(planted):
    theta, weights = planted.doc_topic, planted.weights
    with pytest.raises(TopicsError, match="`bow` has no use beside `theta`"):
        topic_country(None, planted, weights, theta=theta)
    with pytest.raises(TopicsError, match="`method` has no use"):
        topic_country(weights=weights, theta=theta, method="mean")
    with pytest.raises(InputError, match="not in `theta`"):
        topic_country(weights=weights, theta=theta.iloc[5:])
    with pytest.raises(InputError, match="`weights` is missing"):
        topic_country(theta=theta)
    with pytest.raises(InputError, match="`model` is missing"):
        topic_country(weights=weights)
    with pytest.raises(InputError, match="`bow` is missing"):
        topic_pairs(planted, weights=weights)


class TestGensim:
    def test_a_fit_of_gensim_goes_the_whole_line(self, planted):
        bow = counted(planted)
        dictionary, corpus = bow.to_gensim()
        lda = LdaModel(corpus, id2word=dictionary, num_topics=5, passes=5, random_state=1)
        model = TopicModel.from_gensim(lda, bow)
        np.testing.assert_allclose(model.topic_word, lda.get_topics(), atol=1e-6)
        assert model.doc_topic.index.equals(bow.doc_ids)
        assert np.allclose(model.doc_topic.sum(axis=1), 1)
        together = draw_topic_pairs(model, bow, planted.weights, draws=20)
        assert not summarise_pairs(together).empty
        table = summarise_draws(together.countries)
        assert np.allclose(table.groupby("country")["estimate"].sum(), 1)
        assert "note" not in table

    def test_what_is_no_model_or_of_other_words_is_refused(self, planted):
        bow = counted(planted)
        dictionary, corpus = bow.to_gensim()
        lda = LdaModel(corpus[:50], id2word=dictionary, num_topics=2, random_state=1)
        with pytest.raises(TopicsError, match="`lda` must be a LdaModel"):
            TopicModel.from_gensim(object(), bow)
        other = BagOfWords(counts=bow.counts, doc_ids=bow.doc_ids, words=bow.words + "x")
        with pytest.raises(TopicsError, match="share no word"):
            TopicModel.from_gensim(lda, other)


NAMED = {"topic": 1, "country": "KAZ", "boundaries": None}


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("heatmap", plot_tables.make_estimates(4, 3)),
        ("countries", plot_tables.make_estimates(4, 3)),
        ("topics", plot_tables.make_estimates(4, 3)),
        ("world", plot_tables.make_estimates(4, 3)),
        ("beyond", plot_tables.make_pairs(4, 3)),
    ],
)
def test_what_is_left_out_is_said_in_title_and_alt_text(kind, table, tmp_path):
    options = {name: NAMED[name] for name in KINDS[kind].options}
    for shown, wanted in ((table, False), (table.assign(note=NOTE), True)):
        drawing = draw_kind(kind, shown, tmp_path / "a.pdf", **options)
        (title, *_) = [ax.get_title(loc="left") for ax in drawing.figure.axes]
        said = [NOTE in " ".join(text.split()).lower() for text in (title.lower(), drawing.alt)]
        assert said == [wanted, wanted]
