"""Who goes to a pair, to one of its countries or to a group: weights that can be told by hand."""

import pandas as pd
import pytest
from by_hand import both

from topics.estimate.apart import keep_followed, likely_groups, set_pairs_apart

COLUMNS = ["doc_id", "country", "weight", "p_about"]


def chances(weights, doc_id):
    """Return the chance of each group of a document: about it, and about none that is heavier."""
    rows = weights[weights["doc_id"] == doc_id].sort_values("weight", ascending=False)
    left, found = 1.0, {}
    for country, p in zip(rows["country"], rows["p_about"], strict=True):
        found[country] = left * p
        left *= 1 - p
    return found


@pytest.fixture
def doubtful():
    """Documents about both, one of them in doubt, and with a third that is unlikely."""
    table = both().assign(p_about=1.0)
    table.loc[:1, "p_about"] = [0.8, 0.6]
    table.loc[:1, "weight"] = [0.56, 0.36]  # alone with 0.32 and 0.12, half of 0.48 each
    third = pd.DataFrame({"doc_id": ["b01"], "country": "Z", "weight": 0.1, "p_about": 0.25})
    table.loc[2:3, "weight"] = [0.5, 0.4]
    return pd.concat([table, third], ignore_index=True)


class TestPairs:
    def test_each_state_has_its_chance(self, doubtful):
        weights, table = set_pairs_apart(doubtful)
        found = chances(weights, "b00")
        assert found == pytest.approx({"X+Y": 0.48, "X": 0.32, "Y": 0.12})
        own = weights[weights["doc_id"] == "b00"].sort_values("weight", ascending=False)
        assert own["weight"].sum() == pytest.approx(0.92)
        shares = (own["weight"] / own["p_about"]).to_numpy()
        assert shares[:2] / shares[1:] == pytest.approx([1e4, 1e4])
        assert table["n_docs"].tolist() == [16]
        assert table["n_effective"].tolist() == [15.48]
        # Of b00, 0.7 and 0.6 are the parts of a document on both.
        share = (14 * 0.5 + 5 / 9 + 0.48 * 0.7 / 1.3) / 15.48
        assert table["share_first"].tolist() == pytest.approx([share])

    def test_an_unlikely_third_stays_beside_the_pair(self, doubtful):
        weights, _ = set_pairs_apart(doubtful)
        own = weights[weights["doc_id"] == "b01"].set_index("country")
        assert own.index.tolist() == ["X+Y", "Z"]
        assert own["p_about"].to_dict() == {"X+Y": 1.0, "Z": 0.25}
        assert own["weight"].sum() == pytest.approx(1.0)
        parts = own["weight"] / own["p_about"]
        assert parts["Z"] / parts["X+Y"] == pytest.approx(0.4 / 0.9)

    def test_others_stay_as_they_are_and_rows_are_in_order(self, doubtful):
        shuffled = doubtful.sample(frac=1, random_state=0)
        weights, table = set_pairs_apart(shuffled)
        assert list(weights.columns) == COLUMNS
        assert weights.index.equals(pd.RangeIndex(len(weights)))
        assert weights.equals(weights.sort_values(["doc_id", "country"]))
        alone = weights["doc_id"].str.startswith("o")
        assert (
            weights[alone]
            .reset_index(drop=True)
            .equals(doubtful[32:44].reset_index(drop=True)[COLUMNS])
        )
        assert list(table.columns) == [
            "first", "second", "group", "n_docs", "n_effective", "share_first"
        ]  # fmt: skip
        assert table.iloc[0, :3].tolist() == ["X", "Y", "X+Y"]
        # Where there is no pair, weights are only put in order.
        none, empty = set_pairs_apart(shuffled, least=17)
        assert none.equals(doubtful.sort_values(["doc_id", "country"], ignore_index=True)[COLUMNS])
        assert list(empty.columns) == list(table.columns)
        assert empty.empty

    def test_chances_of_shares_that_are_given(self, doubtful):
        weights, _ = set_pairs_apart(doubtful, plain=True)
        assert list(weights.columns) == COLUMNS
        assert weights.index.equals(pd.RangeIndex(len(weights)))
        assert (weights["p_about"] == 1).all()
        by_doc = weights.set_index(["doc_id", "country"])["weight"]
        assert by_doc["b00"].to_dict() == pytest.approx(
            {"X": 0.92 * 0.32 / 0.92, "X+Y": 0.92 * 0.48 / 0.92, "Y": 0.92 * 0.12 / 0.92}
        )
        assert by_doc["b01"].to_dict() == pytest.approx({"X+Y": 0.9, "Z": 0.1})
        assert by_doc["b02"].to_dict() == {"X+Y": 1.0}
        assert by_doc["oX0"].to_dict() == {"X": 1.0}

    def test_rows_without_weight_do_not_count(self):
        empty = pd.DataFrame({"doc_id": ["b00", "b01"], "country": "Z", "weight": [0.0, 1e-9]})
        weights, table = set_pairs_apart(pd.concat([both(17), empty]))
        assert table["n_docs"].tolist() == [16]
        assert weights.loc[weights["doc_id"] == "b01", "country"].tolist() == ["X", "Y", "Z"]

    @pytest.mark.parametrize(("n", "own", "enough"), [(15, 6, 1), (14, 6, 0), (15, 5, 0)])
    def test_documents_that_a_pair_needs(self, n, own, enough):
        assert len(set_pairs_apart(both(n, own))[1]) == enough
        asked = {"least": n, "least_apart": float(own)}
        assert len(set_pairs_apart(both(n, own), **asked)[1]) == 1
        assert len(set_pairs_apart(both(n, own), pairs=["Y-X"], **asked)[1]) == 1

    @pytest.mark.parametrize(
        ("n", "least", "enough"), [(5, 15, 1), (4, 15, 0), (4, 4, 1), (3, 4, 0)]
    )
    def test_clusters_that_a_pair_needs(self, n, least, enough):
        cluster = pd.Series([f"s{i % n}" for i in range(16)], [f"b{i:02}" for i in range(16)])
        assert len(set_pairs_apart(both(), least=least, cluster=cluster)[1]) == enough
        if enough:
            asked = {"pairs": ["X-Y"], "least": least, "cluster": cluster}
            assert len(set_pairs_apart(both(), **asked)[1]) == 1

    def test_pairs_that_are_given_up_go_back_to_their_countries(self):
        """Z has nothing but its pair with X, whose texts X then has beside its pair with Y."""
        other = pd.DataFrame(
            [(f"c{i:02}", code, 0.5) for i in range(15) for code in "XZ"],
            columns=["doc_id", "country", "weight"],
        )
        few = both(own=0)
        few = pd.concat([few, *[pd.DataFrame({"doc_id": [f"oY{i}"], "country": "Y", "weight": 1.0})
                                for i in range(6)]])  # fmt: skip
        _, table = set_pairs_apart(pd.concat([few, other], ignore_index=True))
        assert table.empty
        _, table = set_pairs_apart(pd.concat([both(), other], ignore_index=True))
        assert table["group"].tolist() == ["X+Y"]

    def test_periods_are_counted_apart(self):
        period = pd.Series(["1"] * 10 + ["2"] * 6, [f"b{i:02}" for i in range(16)])
        weights, table = set_pairs_apart(both(), period=period)
        assert list(table.columns)[3] == "period"
        assert table["period"].tolist() == ["1", "2"]
        assert table["n_docs"].tolist() == [10, 6]
        assert table["n_effective"].tolist() == [10, 6]
        assert table["share_first"].tolist() == [0.5, 0.5]
        assert weights.equals(set_pairs_apart(both())[0])

    def test_those_that_are_followed(self):
        third = pd.DataFrame(
            [(f"c{i:02}", code, 0.5) for i in range(15) for code in "YZ"]
            + [(f"oZ{i}", "Z", 1.0) for i in range(6)],
            columns=["doc_id", "country", "weight"],
        )
        weights, table = set_pairs_apart(pd.concat([both(), third], ignore_index=True))
        assert table["group"].tolist() == ["X+Y", "Y+Z"]
        kept, followed = keep_followed(weights, table, ["Z-Y"])
        assert followed["group"].tolist() == ["Y+Z"]
        assert followed.index.tolist() == [0]
        assert set(kept["country"]) == {"Y", "Z", "Y+Z", "other+pairs"}
        assert kept["country"].value_counts()["other+pairs"] == 16

    def test_what_documents_are_likely_about(self, doubtful):
        found = likely_groups(doubtful)
        assert (found["b00"], found["b01"], found["oX0"]) == ("X+Y", "X+Y", "X")
        half = pd.DataFrame({"doc_id": "a", "country": ["Y", "X"], "weight": 0.5,
                             "p_about": [0.5, 0.49]})  # fmt: skip
        assert likely_groups(half).to_dict() == {"a": "Y"}
