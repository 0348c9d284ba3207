"""Who stands out, and who stands beside whom: cells and orders that can be told by hand."""

import numpy as np
import pandas as pd
import pytest

from topics.estimate.seriate import seriate
from topics.estimate.standing import distance_from_corpus, rank_countries, standouts, told_apart

CELLS = pd.DataFrame(
    [
        # country, topic, ci_low, ci_high, corpus_share, n_effective, p_value, p_adjusted
        ("A", 0, 0.36, 0.49, 0.25, 3.0, 0.02, 0.20),
        ("A", 1, 0.04, 0.16, 0.25, 3.0, 0.03, 0.04),
        ("B", 0, 0.49, 0.64, 0.25, 9.0, 0.01, 0.03),
        ("B", 1, 0.20, 0.30, 0.25, 9.0, 0.90, 0.90),
        ("C", 0, 0.36, 0.49, 0.25, 3.0, 0.01, 0.05),
        ("C", 1, 0.36, 0.49, 0.25, 3.0, 0.01, 0.20),
    ],
    columns=["country", "topic", "ci_low", "ci_high", "corpus_share", "n_effective", "p_value",
             "p_adjusted"],
    index=range(10, 16),
)  # fmt: skip


class TestStanding:
    def test_how_far_and_how_sure(self):
        far = distance_from_corpus(CELLS)
        assert far.to_numpy() == pytest.approx([0.1, -0.1, 0.2, 0, 0.1, 0.1])
        assert far.index.equals(CELLS.index)
        assert told_apart(CELLS).tolist() == [False, True, True, False, True, False]
        below = CELLS.assign(ci_low=-1e-9, corpus_share=0.0)
        assert distance_from_corpus(below).tolist() == [0.0] * 6

    def test_order_of_countries(self):
        # B is the largest and stands farthest; A and C are alike but for their p-values.
        assert rank_countries(CELLS) == ["B", "C", "A"]
        swapped = CELLS.replace({"country": {"A": "C", "C": "A"}})
        assert rank_countries(swapped) == ["B", "A", "C"]
        assert rank_countries(CELLS.drop(columns="p_value")) == ["B", "A", "C"]
        # The farthest and the largest take turns.
        sizes = CELLS.assign(n_effective=CELLS["country"].map({"A": 9.0, "B": 1.0, "C": 5.0}))
        assert rank_countries(sizes) == ["B", "A", "C"]

    def test_cells_that_stand_out(self):
        found = standouts(CELLS)
        assert found.index.tolist() == [12, 14, 10, 15]
        assert list(found.columns) == list(CELLS.columns)
        assert standouts(CELLS, topics=1).index.tolist() == [12, 14, 10]
        assert standouts(CELLS, most=1).index.tolist() == [12, 15]
        none = standouts(CELLS.assign(corpus_share=0.9))
        assert none.empty
        assert list(none.columns) == list(CELLS.columns)
        many = pd.concat([CELLS.assign(topic=n, country=f"{n}") for n in range(9)])
        assert standouts(many)["topic"].nunique() == 8
        assert standouts(many).groupby("topic").size().tolist() == [3] * 8


class TestOrder:
    def test_alike_stand_side_by_side(self):
        mixes = pd.DataFrame(
            {"p": [0.7, 0.1, 0.68, 0.12], "q": [0.1, 0.8, 0.12, 0.77], "r": [0.2, 0.1, 0.2, 0.11]},
            [*"ABCD"],
        )
        table = (
            mixes.rename_axis("country")
            .reset_index()
            .melt("country", var_name="topic", value_name="estimate")
        )
        found = seriate(table.sample(frac=1, random_state=1))
        order = "".join(found["country"].drop_duplicates())
        assert {*order[:2]} in ({*"AC"}, {*"BD"})
        assert found.index.equals(pd.RangeIndex(12))
        topics = "".join(found["topic"].drop_duplicates())
        assert topics.index("r") != 1 or {*topics} == {*"pqr"}
        for _, own in found.groupby("country"):
            assert "".join(own["topic"]) == topics
        merged = found.merge(table, on=["country", "topic", "estimate"])
        assert len(merged) == 12

    def test_two_stay_in_the_order_of_their_names(self):
        table = pd.DataFrame(
            {"country": [*"BBAA"], "topic": [1, 0, 1, 0], "estimate": [0.1, 0.9, 0.8, 0.2]}
        )
        found = seriate(table)
        assert found["country"].tolist() == [*"AABB"]
        assert found["topic"].tolist() == [0, 1, 0, 1]
        assert found["estimate"].tolist() == [0.2, 0.8, 0.9, 0.1]

    def test_missing_shares_are_none(self):
        table = pd.DataFrame(
            {"country": [*"AABBCC"], "topic": [0, 1] * 3,
             "estimate": [1.0, np.nan, 0.0, 1.0, np.nan, np.nan]}
        )  # fmt: skip
        assert set(seriate(table)["country"]) == {"A", "B", "C"}
