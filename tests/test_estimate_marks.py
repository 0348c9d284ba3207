"""Words that mark pairs, countries that are named together, and weights of groups and speakers."""

import numpy as np
import pandas as pd
import pytest
from by_hand import both, bow

from topics.estimate.directed import directed_weights
from topics.estimate.grouping import group_weights
from topics.estimate.marking import pair_words
from topics.estimate.pairs import count_pairs

COLUMNS = ["doc_id", "country", "weight", "p_about"]


class TestWords:
    def test_words_of_pairs_in_order(self):
        weights = both()
        docs = pd.Index(sorted(weights["doc_id"].unique()))
        together = np.array([*"b" * 16, *"o" * 12]) == "b"
        counts = np.where(together[:, None], [3, 1, 0, 2, 1], [1, 1, 3, 0, 1])
        counts[1:16, 4], counts[0, 4] = 0, 40  # in one text of the pair alone
        found = pair_words(bow(counts, docs, pd.Index([*"abcde"])), weights)
        assert list(found.columns) == [
            "first", "second", "rank", "word", "log_odds", "z", "n_together", "n_apart",
            "docs_together",
        ]  # fmt: skip
        assert found["word"].tolist() == ["d", "a"]
        assert found[["first", "second", "rank"]].to_numpy().tolist() == [
            ["X", "Y", 1], ["X", "Y", 2]
        ]  # fmt: skip
        assert found["n_together"].tolist() == [32, 48]
        assert found["n_apart"].tolist() == [0, 12]
        assert found["docs_together"].tolist() == [16, 16]
        assert {found[name].dtype for name in ("n_together", "n_apart")} == {np.dtype(int)}
        assert found.index.tolist() == [0, 1]
        total = counts.sum(axis=0)
        prior = 500 * total[0] / total.sum()
        inside, outside = counts[:16].sum() + 500, counts[16:].sum() + 500
        one, other = 48 + prior, 12 + prior
        odds = np.log(one / (inside - one)) - np.log(other / (outside - other))
        assert found["log_odds"][1] == pytest.approx(odds)
        assert found["z"][1] == pytest.approx(odds / np.sqrt(1 / one + 1 / other))
        few = pair_words(bow(counts, docs, pd.Index([*"abcde"])), weights, most=1, prior=1.0)
        assert few["word"].tolist() == ["a"]
        one, other = 48 + prior / 500, 12 + prior / 500
        odds = np.log(one / (inside - 499 - one)) - np.log(other / (outside - 499 - other))
        assert few["log_odds"][0] == pytest.approx(odds)
        none = pair_words(bow(counts, docs, pd.Index([*"abcde"])), weights, least=17)
        assert list(none.columns) == list(found.columns)
        assert none.empty

    def test_a_word_of_two_texts_may_mark_and_ten_words_do(self):
        docs = pd.Index(sorted(both()["doc_id"].unique()))
        counts = np.ones((28, 14), int)
        counts[:16, :12] += 1
        counts[:, 13] = 200
        counts[:, 12] = 0
        counts[:2, 12] = 1
        found = pair_words(bow(counts, docs, pd.Index([*"abcdefghijklmn"])), both(), most=14)
        assert found["docs_together"].tolist() == [16] * 12 + [2]
        assert len(pair_words(bow(counts, docs, pd.Index([*"abcdefghijklmn"])), both())) == 10

    def test_countries_that_are_named_together(self):
        rows = [(doc, code) for doc, codes in
                {"a": "XY", "b": "XYY", "c": "XZ", "d": "Z", "e": "Y"}.items()
                for code in codes]  # fmt: skip
        table = count_pairs(pd.DataFrame(rows, columns=["doc_id", "country"]))
        assert list(table.columns) == [
            "first", "second", "n_both", "expected", "lift", "p_value", "p_adjusted"
        ]  # fmt: skip
        # X and Y in three of five each: two or more in common in 7 of 10 ways; X and Z: 9 of 10.
        told = [["X", "Y", 2, 1.8, 2 / 1.8, 0.7], ["X", "Z", 1, 1.2, 1 / 1.2, 0.9]]
        assert table.iloc[:, :2].to_numpy().tolist() == [row[:2] for row in told]
        assert np.allclose(table.iloc[:, 2:6], [row[2:] for row in told])
        assert table["p_adjusted"].tolist() == pytest.approx([1.0, 1.0])
        assert table["n_both"].dtype == int


class TestGroups:
    corpus = pd.DataFrame(
        {
            "doc_id": [*"cabde"],
            "party": ["Red ", "Green", None, "Red", " "],
            "year": [1, 2, 1, 1, 2],
        }
    )

    def test_every_document_with_a_value_is_of_its_group(self):
        table = group_weights(self.corpus, "party")
        assert list(table.columns) == COLUMNS
        assert table.to_numpy().tolist() == [
            ["a", "Green", 1.0, 1.0], ["c", "Red", 1.0, 1.0], ["d", "Red", 1.0, 1.0]
        ]  # fmt: skip
        assert group_weights(self.corpus, ["party", "year"])["country"].tolist() == [
            "Green | 2", "Red | 1", "Red | 1"
        ]  # fmt: skip

    def test_groups_cross_countries(self):
        weights = pd.DataFrame(
            {"doc_id": [*"aacb"], "country": ["Y", "X", "X", "X"], "weight": [0.5, 0.25, 1, 1]}
        )
        table = group_weights(self.corpus, "party", weights=weights.assign(n=1))
        assert list(table.columns) == COLUMNS
        assert table.to_numpy().tolist() == [
            ["a", "X | Green", 0.25, 1.0], ["a", "Y | Green", 0.5, 1.0], ["c", "X | Red", 1.0, 1.0]
        ]  # fmt: skip
        told = group_weights(self.corpus, "party", weights=weights.assign(p_about=0.75))
        assert told["p_about"].tolist() == [0.75] * 3

    def test_speakers_and_those_they_speak_of(self):
        speakers = pd.DataFrame({"doc_id": [*"bac"], "country": ["K", "S", "K"]})
        mentioned = pd.DataFrame(
            {"doc_id": [*"baab"], "country": ["S", "K", "S", "E"], "weight": [0.5, 0.6, 0.4, 0.25],
             "p_about": [0.9, 0.8, 1.0, 0.7]}
        )  # fmt: skip
        table = directed_weights(speakers, mentioned)
        assert list(table.columns) == COLUMNS
        assert table.index.equals(pd.RangeIndex(6))
        assert table[["doc_id", "country"]].to_numpy().tolist() == [
            ["a", "S says"], ["a", "on K"], ["b", "K says"], ["b", "on E"], ["b", "on S"],
            ["c", "K says"],
        ]  # fmt: skip
        assert table["weight"].tolist() == pytest.approx([0.7, 0.3, 0.625, 0.125, 0.25, 1.0])
        assert table["p_about"].tolist() == [1.0, 0.8, 1.0, 0.7, 0.9, 1.0]
        plain = directed_weights(speakers, mentioned.drop(columns="p_about"))
        assert (plain["p_about"] == 1).all()
