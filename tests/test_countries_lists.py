"""What a document's countries say of one another, and codes of money quoted against each other."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.countries import find_countries
from topics.countries.lists import LIST_FEATURES, list_features
from topics.countries.salience import salience_model


def table(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns)


THREE = table(
    doc_id=["a", "a", "a", "b"],
    n_mentions=[1, 1, 5, 2],
    enumerated=[1.0, 1.0, 0.0, 0.0],
    in_title=[0.0, 0.0, 1.0, 0.0],
)


def test_each_country_is_described_by_the_others_of_its_document() -> None:
    even, likely = 0.5, 1 / (1 + np.exp(-2.0))
    features = list_features(np.array([even, likely, likely, even]), THREE)
    assert tuple(features.columns) == LIST_FEATURES
    assert features["own"].tolist() == pytest.approx([0, 2, 2, 0])
    assert features["others"].tolist() == pytest.approx([2, 1, 1, 0])
    assert features["others_about"].tolist() == pytest.approx(
        np.log1p([2 * likely, likely + 0.5, likely + 0.5, 0]).tolist()
    )
    # Of the first document two stand in a list, and those two are named once each.
    assert features["listed"].tolist() == pytest.approx([2, 0, 1, 0])
    assert features["peers"].tolist() == pytest.approx([2, 0, 0, 0])
    assert features["n_peers"].tolist() == pytest.approx(np.log1p([2, 2, 1, 1]).tolist())
    assert features["n_listed"].tolist() == pytest.approx(np.log1p([2, 2, 2, 0]).tolist())
    assert features["rank"].tolist() == [3, 1.5, 1.5, 1]
    assert features["highest"].tolist() == pytest.approx([2, 2, 2, 0])
    assert features["scatter"].tolist() == pytest.approx([np.sqrt(8) / 3] * 3 + [0])
    assert features["n_countries"].tolist() == pytest.approx(np.log1p([3, 3, 3, 1]).tolist())
    assert features["n_in_title"].tolist() == pytest.approx(np.log1p([1, 1, 1, 0]).tolist())
    assert features["named_once"].tolist() == pytest.approx([2 / 3] * 3 + [0])


def test_certainty_has_finite_odds_and_no_rows_give_none() -> None:
    sure = list_features(np.array([0.0, 1.0, 1.0, 1.0]), THREE)
    assert np.isfinite(sure.to_numpy()).all()
    assert list_features(np.zeros(0), THREE.iloc[:0]).shape == (0, len(LIST_FEATURES))


@given(st.permutations(range(4)), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_the_order_of_rows_decides_nothing(order: list[int], p: list[float]) -> None:
    chance = np.array(p)
    there = list_features(chance, THREE)
    moved = list_features(chance[order], THREE.iloc[order])
    pd.testing.assert_frame_equal(moved.sort_index(), there)


def test_members_of_a_list_rise_and_fall_together() -> None:
    n = 5
    rows = table(doc_id=["a"] * n, n_mentions=[1] * n, enumerated=[1.0] * n, in_title=[0.0] * n)
    for dateline in (True, False):
        model = salience_model(dateline=dateline, file="salience_lists.tsv")
        low, middle, high = (
            model.probability(list_features(np.array([0.5] + [others] * (n - 1)), rows))[0]
            for others in (0.1, 0.5, 0.9)
        )
        assert low < middle < high
        assert high > 1.2 * low


QUOTES = "USD/KZT fell, EUR-RUB rose, GBPUSD was flat; KZT alone, AAA/KZT and USD/USD are no pairs."


def test_codes_of_money_count_only_where_asked_for_and_in_pairs() -> None:
    corpus = pd.DataFrame({"doc_id": ["a"], "text": [QUOTES]})
    assert find_countries(corpus).empty
    found = find_countries(corpus, currency_pairs=True)
    assert found["surface"].tolist() == ["USD", "KZT", "RUB", "GBP", "USD"]
    assert found["country"].tolist() == ["USA", "KAZ", "RUS", "GBR", "USA"]
    assert set(found["kind"]) == {"currency"}
    for start, end, surface in zip(found["start"], found["end"], found["surface"], strict=True):
        assert QUOTES[start:end] == surface


def test_pairs_of_money_stand_among_the_other_mentions_in_the_order_of_the_text() -> None:
    corpus = pd.DataFrame(
        {"doc_id": ["a", "b"], "title": ["USD/UZS", ""], "text": ["Uzbekistan sells gold.", "x"]}
    )
    found = find_countries(corpus, currency_pairs=True)
    assert found[["field", "country"]].to_numpy().tolist() == [
        ["title", "USA"], ["title", "UZB"], ["text", "UZB"],
    ]  # fmt: skip
    none = find_countries(corpus.iloc[1:], currency_pairs=True)
    assert none.empty
    assert list(none.columns) == list(found.columns)
