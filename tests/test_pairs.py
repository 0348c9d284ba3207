"""Pairs of countries: known answers from planted interactions, states, words, bad input."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.errors import InputError, TopicsError
from topics.estimate import contrasts, summarise_draws, topic_country
from topics.estimate.apart import likely_groups, set_pairs_apart
from topics.estimate.beyond import summarise_pairs, taken_apart
from topics.estimate.documents import Documents
from topics.estimate.inputs import line_up
from topics.estimate.marking import pair_words
from topics.estimate.relations import draw_topic_pairs, topic_pairs
from topics.plots.rows import told_beyond
from topics.simulate import simulate_corpus
from topics.text.bow import BagOfWords


def plant(**options):
    return simulate_corpus(
        **{"n_docs": 900, "n_countries": 4, "n_topics": 5, "n_words": 200, "length": (30, 80),
           "countries_per_doc": (0.5, 0.4, 0.1), "interactions": 2, "seed": 5} | options
    )  # fmt: skip


@pytest.fixture(scope="module")
def planted():
    return plant()


@pytest.fixture(scope="module")
def drawn(planted):
    return draw_topic_pairs(planted, planted, planted.weights, refit=False, draws=100, threads=1)


@pytest.fixture(scope="module")
def table(drawn):
    return summarise_pairs(drawn)


def truth_of(planted, table):
    """What each cell is beyond its countries, in truth, and whether its pair interacts."""
    mixes = planted.country_topic
    beyond, real = [], []
    for row in table.itertuples():
        expected = (
            row.share_first * mixes.loc[row.first, row.topic]
            + (1 - row.share_first) * mixes.loc[row.second, row.topic]
        )
        real.append((row.first, row.second) in planted.pair_topic.index)
        pair = (row.first, row.second)
        beyond.append(planted.pair_topic.loc[pair, row.topic] - expected if real[-1] else 0.0)
    return np.array(beyond), np.array(real)


def two_countries(p_first, p_second):
    return pd.DataFrame(
        {
            "doc_id": np.repeat([f"d{i:02d}" for i in range(30)], 2),
            "country": ["AAA", "BBB"] * 30,
            "p_about": [p_first, p_second] * 30,
        }
    ).assign(
        weight=lambda rows: [
            p * (1 - other) + p * other / 2
            for p, other in zip(
                rows["p_about"], [p_second, p_first] * 30, strict=True
            )
        ]
    )  # fmt: skip


def with_own(weights, n=12):
    own = pd.DataFrame(
        {
            "doc_id": [f"own{i}{code}" for code in ("AAA", "BBB") for i in range(n)],
            "country": np.repeat(["AAA", "BBB"], n),
            "p_about": 1.0,
            "weight": 1.0,
        }
    )
    return pd.concat([weights, own], ignore_index=True)


def test_planted_interactions_are_found_and_no_others(planted, table):
    beyond, real = truth_of(planted, table)
    assert real.sum() == 10
    assert (~real).sum() >= 10
    assert np.abs(table["beyond"] - beyond).max() < 0.15
    large = np.abs(beyond) > 0.1
    assert large.sum() >= 3
    assert table["flagged"][large].all()
    assert not table["flagged"][~real].any()
    assert (table["additivity_p_adjusted"][real] < 0.01).all()
    assert (table["additivity_p_adjusted"][~real] > 0.05).all()


def test_intervals_hold_what_was_planted(planted, table):
    beyond, _ = truth_of(planted, table)
    held = table["beyond_low"].le(beyond) & table["beyond_high"].ge(beyond)
    assert held.mean() >= 0.85
    half = table["beyond50_low"].le(beyond) & table["beyond50_high"].ge(beyond)
    assert 0.3 <= half.mean() <= 0.8


def test_countries_are_not_blamed_for_their_pairs(planted, drawn):
    apart = summarise_draws(drawn.countries)
    mixed = topic_country(planted, planted, planted.weights, refit=False, draws=100, threads=1)
    error = {
        name: (found.pivot_table(index="country", columns="topic", values="estimate")
               - planted.country_topic).abs().mean(axis=None)
        for name, found in (("apart", apart), ("mixed", mixed))
    }  # fmt: skip
    assert error["apart"] < 0.7 * error["mixed"]


def test_countries_and_remainder_make_up_the_corpus(planted, drawn):
    own = drawn.countries
    assert list(own.groups.get_level_values("country")) == [*planted.country_topic.index, "none"]
    assert own.n_effective.sum() == pytest.approx(drawn.together.n_effective.sum())
    np.testing.assert_allclose(own.sample.sum(axis=2), 1, atol=1e-5)
    np.testing.assert_allclose(own.estimate.sum(axis=1), 1)
    np.testing.assert_allclose(
        own.n_effective @ own.estimate, drawn.together.n_effective @ drawn.together.estimate
    )
    assert len(contrasts(own, "C00", "C01")) == 5


def test_a_table_is_consistent(drawn, table):
    assert table.groupby(["first", "second"])["estimate"].sum().tolist() == pytest.approx(
        [1.0] * len(drawn.pairs)
    )
    np.testing.assert_allclose(table["beyond"], table["estimate"] - table["expected"], atol=1e-6)
    assert (table["first"] < table["second"]).all()
    order = ["beyond_low", "beyond50_low", "beyond", "beyond50_high", "beyond_high"]
    assert (table[order].diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert (table["p_adjusted"] >= table["p_value"]).all()


def test_weak_pairs_are_not_estimated(planted, table):
    named = set(zip(table["first"], table["second"], strict=True))
    sizes = planted.weights.groupby("doc_id")["country"].agg(tuple).value_counts()
    assert named == {pair for pair, n in sizes.items() if len(pair) == 2 and n >= 15}


def test_threads_and_order_of_rows_leave_no_trace(planted):
    options = {"refit": False, "draws": 20}
    one = topic_pairs(planted, planted, planted.weights, threads=1, **options)
    shuffled = planted.weights.sample(frac=1, random_state=3)
    two = topic_pairs(planted, planted, shuffled, threads=2, **options)
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_no_pair_with_enough_documents_gives_an_empty_table(planted):
    table = topic_pairs(
        planted, planted, planted.weights, least=5000, refit=False, draws=20, threads=1
    )
    assert table.empty
    assert "beyond" in table


@given(p_first=st.floats(0.5, 1), p_second=st.floats(0.5, 1), third=st.floats(0, 0.49))
@settings(max_examples=60, deadline=None)
def test_every_state_has_its_probability(p_first, p_second, third):
    """Told one after the other, states have the probabilities of two independent countries."""
    weights = two_countries(p_first, p_second)
    extra = pd.DataFrame(
        {"doc_id": weights["doc_id"].unique(), "country": "CCC", "p_about": third,
         "weight": third * (1 - p_first) * (1 - p_second)}
    )  # fmt: skip
    before = pd.concat([with_own(weights), extra], ignore_index=True)
    after, table = set_pairs_apart(before)
    assert table["n_effective"].item() == pytest.approx(30 * p_first * p_second)
    totals = [rows.groupby("doc_id")["weight"].sum() for rows in (before, after)]
    pd.testing.assert_series_equal(*totals)
    one = after[after["doc_id"] == "d00"].set_index("country")["p_about"]
    p = [one.get(name, 0.0) for name in ("AAA+BBB", "AAA", "BBB")]
    assert p[0] == pytest.approx(p_first * p_second)
    assert (1 - p[0]) * p[1] == pytest.approx(p_first * (1 - p_second), abs=1e-9)
    assert (1 - p[0]) * (1 - p[1]) * p[2] == pytest.approx((1 - p_first) * p_second, abs=1e-9)


def test_the_sampler_sees_one_state_at_a_time():
    weights, _ = set_pairs_apart(with_own(two_countries(0.8, 0.7)))
    ids = pd.Index(sorted(weights["doc_id"].unique()), name="doc_id")
    bow = BagOfWords(
        counts=sp.csr_array(np.ones((len(ids), 2), dtype=np.int32)), doc_ids=ids,
        words=pd.Index(["one", "two"], name="word"),
    )  # fmt: skip

    class Model:
        topic_word = pd.DataFrame([[0.5, 0.5], [0.5, 0.5]], columns=bow.words)

    problem = line_up(Model(), bow, weights)
    documents = Documents(problem)
    documents.topic[:] = 0
    names = problem.groups.get_level_values("country")
    lo, hi = documents.slots[:2]
    assert [names[column] for column in documents.group[lo:hi]] == ["AAA", "AAA+BBB", "BBB", "none"]
    for about, heavy in (((1, 1, 1), 1), ((1, 0, 1), 0), ((0, 0, 1), 2), ((0, 0, 0), 3)):
        documents.about[lo : hi - 1] = about
        _, drawn = documents.state(2)
        assert drawn[lo + heavy] > 0.999
    assert documents.rest[0] == pytest.approx(0, abs=1e-9)


def test_doubtful_documents_count_for_what_they_are():
    """Half of the mentions are false; where both are real, the pair is about something else."""
    planted = plant(weight_noise=0.25, n_docs=1500)
    table = topic_pairs(
        planted, planted, planted.weights, refit=False, draws=100, threads=1, least=40
    )
    beyond, real = truth_of(planted, table)
    held = table["beyond_low"].le(beyond) & table["beyond_high"].ge(beyond)
    assert real.any()
    assert held.mean() >= 0.8
    assert not table["flagged"][~real].any()


def test_documents_about_three_countries_stay_as_they_are():
    weights = with_own(two_countries(1.0, 1.0))
    third = weights.head(2).assign(country="CCC", weight=1 / 3, p_about=0.5)[:1]
    weights.loc[weights["doc_id"] == "d00", "weight"] = 1 / 3
    weights = pd.concat([weights, third], ignore_index=True)
    after, table = set_pairs_apart(weights)
    assert table["n_docs"].tolist() == [29]
    kept = after[after["doc_id"] == "d00"]
    assert kept["country"].tolist() == ["AAA", "BBB", "CCC"]
    assert "d00" not in likely_groups(weights)


def test_a_country_without_texts_of_its_own_gives_no_pair():
    _, table = set_pairs_apart(with_own(two_countries(1.0, 1.0), n=5))
    assert table.empty
    _, table = set_pairs_apart(with_own(two_countries(1.0, 1.0), n=6))
    assert table["group"].tolist() == ["AAA+BBB"]
    assert table["share_first"].tolist() == [0.5]


def test_documents_of_few_clusters_are_no_evidence():
    weights = with_own(two_countries(1.0, 1.0))
    cluster = pd.Series("one", index=weights["doc_id"].unique())
    assert set_pairs_apart(weights, cluster=cluster)[1].empty
    with pytest.raises(TopicsError, match="of 1 clusters; at least 5"):
        set_pairs_apart(weights, pairs=["BBB-AAA"], cluster=cluster)
    cluster.iloc[:4] = ["two", "three", "four", "five"]
    assert set_pairs_apart(weights, pairs=["BBB-AAA"], cluster=cluster)[1]["n_docs"].item() == 30


def test_words_of_a_pair_are_those_that_mark_it():
    words = ["gas", "pipe", "grain", "said"]
    together, apart = [2, 3, 0, 4], [2, 0, 2, 4]
    weights = with_own(two_countries(1.0, 1.0))
    ids = pd.Index(weights["doc_id"].unique(), name="doc_id")
    counts = np.array([together if doc.startswith("d") else apart for doc in ids])
    bow = BagOfWords(
        counts=sp.csr_array(counts), doc_ids=ids, words=pd.Index(words, name="word")
    )  # fmt: skip
    found = pair_words(bow, weights)
    assert found["word"].iloc[0] == "pipe"
    assert "grain" not in set(found["word"])
    row = found.iloc[0]
    assert (row["n_together"], row["n_apart"], row["docs_together"]) == (90, 0, 30)
    prior = 500 * counts.sum(axis=0) / counts.sum()
    y = counts[:30].sum(axis=0)[1] + prior[1], counts[30:].sum(axis=0)[1] + prior[1]
    n = counts[:30].sum() + 500, counts[30:].sum() + 500
    odds = np.log(y[0] / (n[0] - y[0])) - np.log(y[1] / (n[1] - y[1]))
    assert row["log_odds"] == pytest.approx(odds)
    assert row["z"] == pytest.approx(odds / np.sqrt(1 / y[0] + 1 / y[1]))


def test_the_words_that_mark_a_pair_most_come_first():
    words = pd.Index(["said", "grain", "pipe", "gas"], name="word")
    together, apart = [9, 1, 3, 0], [9, 0, 0, 1]
    weights = with_own(two_countries(1.0, 1.0))
    ids = pd.Index(weights["doc_id"].unique(), name="doc_id")
    counts = np.array([together if doc.startswith("d") else apart for doc in ids])
    bow = BagOfWords(counts=sp.csr_array(counts), doc_ids=ids, words=words)
    found = pair_words(bow, weights)
    assert found["word"].tolist()[:2] == ["pipe", "grain"]
    assert found["rank"].tolist() == list(range(1, len(found) + 1))
    assert pair_words(bow, weights, most=1)["word"].tolist() == ["pipe"]


@pytest.mark.parametrize("refit", [True, False])
def test_topics_of_pairs_are_drawn_or_stay_as_fitted(refit):
    planted = simulate_corpus(
        n_docs=120, n_countries=2, n_topics=2, n_words=40, countries_per_doc=(0.5, 0.5), seed=1
    )
    drawn = draw_topic_pairs(planted, planted, planted.weights, refit=refit, draws=20).together
    assert np.isnan(drawn.diagnostics["eta"]) == (not refit)
    moved = np.abs(drawn.topic_word.to_numpy() - planted.topic_word.to_numpy()).max()
    assert (moved > 1e-3) == refit


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pairs": ["C00"]}, "two countries"),
        ({"pairs": ["C00-C00"]}, "two countries"),
        ({"pairs": ["C00-XYZ"]}, "0 documents are about both countries of C00-XYZ"),
        ({"pairs": ["C00-C01"], "least_apart": 5000}, "beside its pairs"),
        ({"least": 1}, "`least`"),
        ({"least_apart": 0}, "`least_apart`"),
        ({"level": 95}, "`level`"),
    ],
)
def test_bad_options_are_named(planted, options, message):
    with pytest.raises(TopicsError, match=message):
        topic_pairs(planted, planted, planted.weights, refit=False, draws=20, threads=1, **options)


def test_several_fits_are_pooled_and_none_is_refused(planted, table):
    two = topic_pairs(
        [planted, planted], planted, planted.weights, refit=False, draws=40, threads=1
    )
    assert np.abs(two["beyond"] - table["beyond"]).max() < 0.1
    with pytest.raises(InputError, match="empty list"):
        topic_pairs([], planted, planted.weights)


def test_a_code_that_joins_is_refused(planted):
    weights = planted.weights.assign(country=planted.weights["country"] + "+")
    with pytest.raises(InputError, match="holds a"):
        topic_pairs(planted, planted, weights)


def test_wrong_weights_are_refused_as_they_were_given(planted):
    at = planted.weights["doc_id"].duplicated(keep=False)
    wrong = planted.weights.assign(p_about=planted.weights["p_about"].mask(at, 1.5))
    with pytest.raises(InputError, match=r"`weights.p_about` must lie in \[0, 1\]"):
        topic_pairs(planted, planted, wrong)
    twice = pd.concat([planted.weights, planted.weights.head(1)])
    with pytest.raises(InputError, match="more than one row"):
        pair_words(planted, twice)


def test_documents_without_known_words_do_not_count(planted, table):
    counts = planted.counts.copy().tolil()
    pair = table.iloc[0]
    groups = likely_groups(planted.weights)
    empty = groups.index[groups == f"{pair['first']}+{pair['second']}"][:3]
    counts[planted.doc_ids.get_indexer(empty)] = 0
    bow = BagOfWords(counts=sp.csr_array(counts), doc_ids=planted.doc_ids, words=planted.words)
    drawn = draw_topic_pairs(planted, bow, planted.weights, refit=False, draws=20, threads=1)
    assert drawn.pairs["n_docs"].iloc[0] == pair["n_docs"] - 3


def test_words_of_unknown_documents_are_refused(planted):
    weights = planted.weights.assign(doc_id="elsewhere")
    with pytest.raises(InputError, match="elsewhere"):
        pair_words(planted, weights)


def pair_of_texts(mixes, *, n_alone=20, n_words=40, seed=0):
    """Counts of texts on AAA (topic 0), on BBB (topic 1), and on both, of these mixes of topics."""
    rng = np.random.default_rng(seed)
    phi = np.kron(np.eye(3), np.full(10, 0.1))
    rows, weights = [], []
    for names, shares in [
        *[(("AAA",), (1, 0, 0))] * n_alone, *[(("BBB",), (0, 1, 0))] * n_alone,
        *((("AAA", "BBB"), mix) for mix in mixes),
    ]:  # fmt: skip
        doc_id = f"d{len(rows):03d}"
        rows.append(rng.multinomial(n_words, np.array(shares, float) @ phi))
        p = 0.95 if len(names) == 2 else 1.0
        weights += [(doc_id, name, p / len(names), p) for name in names]
    words = pd.Index([f"w{v:02d}" for v in range(30)])
    model = SimpleNamespace(topic_word=pd.DataFrame(phi, columns=words))
    ids = pd.Index([f"d{number:03d}" for number in range(len(rows))])
    bow = BagOfWords(counts=sp.csr_array(np.array(rows, np.int32)), doc_ids=ids, words=words)
    table = pd.DataFrame(weights, columns=["doc_id", "country", "weight", "p_about"])
    return draw_topic_pairs(model, bow, table, refit=False, draws=60)


def test_a_pair_whose_texts_read_like_either_country_is_not_flagged():
    apart = [(1, 0, 0)] * 12 + [(0, 1, 0)] * 12 + [(0, 0, 1)] * 14
    found = summarise_pairs(pair_of_texts(apart, n_alone=200))
    # Of 38 texts, some 34 are about both by their mentions, and a third of them on topic 2.
    assert found["n_effective"].iloc[0] == pytest.approx(38 * 0.95**2)
    assert found.loc[2, "beyond_low"] > 14 / 38 + 0.1
    assert found["n_both"].iloc[0] < 20
    assert (found["p_adjusted"] < 0.05).any()
    assert not found["flagged"].any()
    assert not told_beyond(found).any()


def test_a_pair_whose_texts_are_all_on_both_is_flagged_where_it_is_beyond():
    found = summarise_pairs(pair_of_texts([(0.3, 0.3, 0.4)] * 38))
    assert found["n_both"].iloc[0] > 0.9 * found["n_effective"].iloc[0]
    assert found["flagged"].all()
    assert found.loc[2, "beyond_low"] < 0.4 < found.loc[2, "beyond_high"]
    assert told_beyond(found).all()


def test_from_shares_that_are_given_it_is_not_known_who_is_about_both():
    planted = plant(seed=5)
    table = topic_pairs(theta=planted.doc_topic, weights=planted.weights, draws=30)
    assert table["n_both"].isna().all()
    assert not taken_apart(table).any()
