"""What inputs become when they are lined up, for draws and for shares that were given."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from by_hand import DOCS, PHI, THETA, WEIGHTS, bow, model

from topics.estimate.given import line_up_shares, share_table
from topics.estimate.groups import cluster_codes, parents_of, weight_matrix
from topics.estimate.inputs import line_up

# Of the words, "c" is unknown to the model; document 3 has no other, document 4 no period.
WORDS = pd.Index([*"cab"])
COUNTS = np.array([[1, 2, 0], [0, 1, 3], [1, 0, 4], [5, 0, 0], [0, 1, 1]])
IDS = pd.Index([f"d{i}" for i in range(5)])
MANY = pd.DataFrame(
    {
        "doc_id": ["d0", "d1", "d1", "d2", "d3", "d4", "d4"],
        "country": ["Y", "X", "Y", "X", "X", "Y", "X"],
        "weight": [0.5, 0.25, 0.75, 1.0, 1.0, 0.6, 0.0],
        "p_about": [0.5, 1.0, 0.8, 1.0, 1.0, 1.0, 0.5],
    }
)
PERIOD = pd.Series(["1", "2", "1", "2"], ["d0", "d1", "d2", "d3"])


@pytest.fixture(scope="module")
def problem():
    return line_up(model(), bow(COUNTS, IDS, WORDS), MANY)


def test_documents_words_and_topics(problem):
    assert problem.doc_ids.tolist() == ["d0", "d1", "d2", "d4"]
    assert problem.dropped.tolist() == ["d3"]
    assert problem.undated.tolist() == []
    assert problem.topics.equals(PHI.index)
    assert problem.vocabulary.equals(PHI.columns)
    np.testing.assert_array_equal(problem.phi, PHI.to_numpy().T)
    assert problem.indptr.tolist() == [0, 1, 3, 4, 6]
    assert problem.words.tolist() == [0, 0, 1, 1, 0, 1]
    assert problem.counts.tolist() == [2, 1, 3, 4, 1, 1]
    assert problem.lengths.tolist() == [2, 4, 4, 2]
    kinds = [getattr(problem, name).dtype for name in ("indptr", "words", "counts", "phi")]
    assert kinds == [np.int64, np.int32, np.float32, np.float32]
    assert problem.phi.flags.c_contiguous


def test_weights_with_their_remainder(problem):
    assert problem.groups.tolist() == [("X", ""), ("Y", ""), ("none", "")]
    assert problem.groups.names == ["country", "period"]
    np.testing.assert_allclose(
        problem.weights.toarray(), [[0, 0.5, 0.5], [0.25, 0.75, 0], [1, 0, 0], [0, 0.6, 0.4]]
    )
    np.testing.assert_allclose(
        problem.p_about.toarray(), [[0, 0.5, 1], [1, 0.8, 1], [1, 0, 1], [0, 1, 1]]
    )
    # Every document has a remainder, last in its row.
    assert problem.weights.indptr.tolist() == [0, 2, 5, 7, 9]
    assert problem.weights.indices[problem.weights.indptr[1:] - 1].tolist() == [2] * 4
    assert problem.cluster.tolist() == [0, 1, 2, 3]
    assert problem.leaf.tolist() == problem.weights.indices.tolist()
    assert [parent.tolist() for parent in problem.parents] == [[0, 0, 0]]
    assert problem.reported == 0


def test_periods_and_clusters_are_levels_of_their_own():
    cluster = pd.Series([*"pqpqp"], IDS)
    found = line_up(model(), bow(COUNTS, IDS, WORDS), MANY, period=PERIOD, cluster=cluster)
    assert found.doc_ids.tolist() == ["d0", "d1", "d2"]
    assert (found.dropped.tolist(), found.undated.tolist()) == (["d3"], ["d4"])
    assert found.groups.tolist() == [
        ("X", "1"), ("X", "2"), ("Y", "1"), ("Y", "2"), ("none", "1"), ("none", "2")
    ]  # fmt: skip
    assert found.cluster.tolist() == [0, 1, 0]
    assert found.reported == 1
    # Leaves are groups by cluster: X 1 p, X 2 q, Y 1 p, Y 2 q, none 1 p, none 2 q.
    assert [parent.tolist() for parent in found.parents] == [
        [0, 1, 2, 3, 4, 5], [0, 0, 1, 1, 2, 2], [0, 0, 0]
    ]  # fmt: skip
    assert {parent.dtype for parent in found.parents} == {np.dtype(np.int64)}
    by_period = line_up(model(), bow(COUNTS, IDS, WORDS), MANY, period=PERIOD)
    assert (by_period.reported, len(by_period.parents)) == (0, 2)
    by_cluster = line_up(model(), bow(COUNTS, IDS, WORDS), MANY, cluster=cluster)
    assert (by_cluster.reported, len(by_cluster.parents)) == (1, 2)


def test_a_period_without_documents_of_its_own_has_none_as_well():
    period = PERIOD.where(PERIOD == "1")
    found = line_up(model(), bow(COUNTS, IDS, WORDS), MANY, period=period)
    assert found.doc_ids.tolist() == ["d0", "d2"]
    assert found.undated.tolist() == ["d1", "d4"]


@pytest.mark.parametrize("weight", [1 + 9e-7, 1 - 9e-7])
def test_weights_may_be_off_by_rounding(weight):
    table = WEIGHTS.assign(weight=[weight, 1.0, 1.0], p_about=[weight, 1.0, 1.0])
    groups, matrix, about = weight_matrix(table, DOCS, None)
    assert matrix.toarray()[0].tolist() == [1, 0, 0]
    assert about.max() == 1
    np.testing.assert_allclose(matrix.sum(axis=1), 1, atol=1e-15)
    assert len(groups) == 3


def test_counts_that_are_stored_twice_or_as_zero_are_counted_once():
    twice = sp.csr_array(
        (np.array([1.0, 1.0, 0.0, 1.0, 3.0]), [0, 0, 1, 1, 1], [0, 3, 4, 5]), shape=(3, 2)
    )
    found = line_up(model(), bow(((1, 1),) * 3), WEIGHTS)
    assert found.counts.tolist() == [1] * 6
    counted = bow()
    counted.counts = twice
    found = line_up(model(), counted, WEIGHTS)
    assert found.counts.tolist() == [2, 1, 3]
    assert found.words.tolist() == [0, 1, 1]


def test_topics_may_be_off_by_a_thousandth():
    assert line_up(model(PHI * 1.0009), bow(), WEIGHTS).phi.sum() == pytest.approx(2, abs=0.01)


def test_cluster_codes():
    assert cluster_codes(DOCS, None) is None
    assert cluster_codes(DOCS, pd.Series([*"abc"], DOCS)) is None
    assert cluster_codes(DOCS, pd.Series([*"babx"], ["d2", "d1", "d0", "lost"])).tolist() == [
        1, 0, 1
    ]  # fmt: skip


def test_parts_of_groups_are_of_one_cluster():
    groups, matrix, _ = weight_matrix(WEIGHTS, DOCS, None)
    leaf, parents = parents_of(groups, matrix, np.array([0, 1, 1]), False)
    # Slots: X none, X none, Y none. Leaves: X 0, X 1, Y 1, none 0, none 1.
    assert leaf.tolist() == [0, 3, 1, 4, 2, 4]
    assert [parent.tolist() for parent in parents] == [[0, 0, 1, 2, 2], [0, 0, 0]]
    assert leaf.dtype == np.int64


class TestShares:
    shares = share_table(pd.DataFrame([[0.5, 0.5], [0, 0], [0.3, 0.7005], [0.2, 0.8]]))

    def test_rows_are_made_to_sum_to_1_and_those_of_zeros_are_missing(self):
        assert self.shares.isna().all(axis=1).tolist() == [False, True, False, False]
        assert self.shares.loc[2].sum() == 1
        assert (self.shares.index.name, self.shares.columns.name) == ("doc_id", "topic")
        assert share_table(np.array([[1, 0]]), ["a"]).loc["a"].tolist() == [1.0, 0.0]
        assert share_table(sp.csr_array([[1.0, 0.0]]), ["a"]).loc["a"].tolist() == [1.0, 0.0]

    def test_documents_are_lined_up_as_those_with_words(self):
        theta = share_table(THETA.reindex([*DOCS, "d3", "d4"]).fillna(0.0))
        theta.loc["d3"] = 0.5
        problem, shares = line_up_shares(
            theta, MANY[:5], period=PERIOD[:3], cluster=pd.Series([*"pqpqp"], IDS)
        )
        assert problem.doc_ids.tolist() == ["d0", "d1", "d2"]
        assert problem.dropped.tolist() == ["d4"]
        assert problem.undated.tolist() == ["d3"]
        assert problem.topics.tolist() == [0, 1]
        np.testing.assert_allclose(shares, THETA)
        other = line_up(
            model(), bow(COUNTS, IDS, WORDS), MANY[:5], period=PERIOD,
            cluster=pd.Series([*"pqpqp"], IDS),
        )  # fmt: skip
        for name in ("groups", "reported"):
            assert np.all(getattr(problem, name) == getattr(other, name))
        for name in ("cluster", "leaf"):
            np.testing.assert_array_equal(getattr(problem, name), getattr(other, name))
        assert all(
            np.array_equal(*pair) for pair in zip(problem.parents, other.parents, strict=True)
        )
        np.testing.assert_allclose(problem.weights.toarray(), other.weights.toarray())
        np.testing.assert_allclose(problem.p_about.toarray(), other.p_about.toarray())
        plain, _ = line_up_shares(share_table(THETA), WEIGHTS)
        assert plain.cluster.tolist() == [0, 1, 2]
        assert plain.groups.get_level_values("period").tolist() == [""] * 3
        assert (len(plain.vocabulary), plain.phi.shape, plain.indptr.tolist()) == (
            0, (0, 2), [0] * 4
        )  # fmt: skip
