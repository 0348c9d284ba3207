"""Tables of pairs from draws that were made by hand: every column, by its formula; notes."""

from dataclasses import replace

import numpy as np
import pandas as pd
from by_hand import TOPICS, holds, make_draws, make_pairs, p_of, same
from scipy.stats import false_discovery_control

from topics.estimate import contrasts, summarise_draws
from topics.estimate.beyond import COLUMNS, _sizes, pair_changes, summarise_pairs
from topics.estimate.crossed import compare_groups
from topics.estimate.given import with_note
from topics.estimate.intervals import difference_interval, share_interval
from topics.estimate.trends import summarise_trends


class TestPairs:
    """A pair that is a quarter the first country's, and has a fifth of texts in doubt."""

    def check(self, table, draws, at, share, level):
        both, first, second = (draws.together.sample[:, [place]].astype(float) for place in at)
        expected = share * first + (1 - share) * second
        same(table, "estimate", both.mean(axis=0))
        same(table, "std_error", both.std(axis=0, ddof=1))
        holds(table, ("ci_low", "ci_high"), share_interval(both, level=level))
        holds(table, ("ci50_low", "ci50_high"), share_interval(both, level=0.5))
        same(table, "expected", expected.mean(axis=0))
        beyond = both - expected
        same(table, "beyond", beyond.mean(axis=0))
        holds(table, ("beyond_low", "beyond_high"), difference_interval(beyond, level=level))
        holds(table, ("beyond50_low", "beyond50_high"), difference_interval(beyond, level=0.5))
        same(table, "p_value", p_of(beyond))
        for name, own in (("first_alone", first), ("second_alone", second)):
            same(table, name, own.mean(axis=0))
            holds(table, (f"{name}_low", f"{name}_high"), share_interval(own, level=level))
        same(table, "additivity_p", [[false_discovery_control(p_of(beyond).ravel()).min()] * 3])

    def test_every_column(self):
        draws = make_pairs(n_about=np.array([1.0, 14.0, 2.0, 3.0, 4.0]))
        table = summarise_pairs(draws, level=0.8)
        assert list(table.columns) == [name for name in COLUMNS if name != "period"]
        self.check(table, draws, (1, 0, 2), 0.25, 0.8)
        same(table, "p_adjusted", [false_discovery_control(table["p_value"])])
        same(table, "additivity_p_adjusted", [table["additivity_p"]])
        assert table[["first", "second"]].to_numpy().tolist() == [["X", "Y"]] * 3
        assert table["topic"].tolist() == TOPICS
        for name, value in (
            ("n_docs", 20), ("n_effective", 16.0), ("n_both", 14.0), ("share_first", 0.25)
        ):  # fmt: skip
            assert (table[name] == value).all()
        assert table["settled"].tolist() == [True, False, True]
        assert not table["flagged"].any()
        self.check(summarise_pairs(draws), draws, (1, 0, 2), 0.25, 0.95)

    def test_periods_and_too_few_documents(self):
        draws = make_pairs(["1", "2"])
        table = summarise_pairs(draws, level=0.8, min_docs=7.25)
        assert list(table.columns) == list(COLUMNS)
        assert table["period"].tolist() == ["1"] * 3 + ["2"] * 3
        # X has 6 documents of its own in the first period, 7.25 in the second.
        self.check(table[3:], draws, (3, 1, 5), 0.5, 0.8)
        assert table["beyond"].isna().tolist() == [True] * 3 + [False] * 3
        assert table["estimate"].notna().all()
        assert table["second_alone"].notna().all()
        assert table["n_both"].isna().all()
        assert summarise_pairs(draws, min_docs=20)["estimate"].notna().all()
        assert summarise_pairs(draws, min_docs=21)["estimate"].isna().all()
        assert summarise_pairs(draws)["beyond"].notna().all()

    def test_changes_between_periods(self):
        draws = make_pairs(["1", "2"])
        table = pair_changes(draws, "1", "2", level=0.8)
        assert " ".join(table.columns) == (
            "first second topic change change_low change_high change_beyond change_beyond_low "
            "change_beyond_high p_value p_adjusted settled n_first n_second"
        )
        shares = draws.together.sample.astype(float)
        change = shares[:, [3]] - shares[:, [2]]
        expected = (shares[:, [1]] + shares[:, [5]]) / 2
        expected -= 0.25 * shares[:, [0]] + 0.75 * shares[:, [4]]
        same(table, "change", change.mean(axis=0))
        holds(table, ("change_low", "change_high"), difference_interval(change, level=0.8))
        same(table, "change_beyond", (change - expected).mean(axis=0))
        ends = ("change_beyond_low", "change_beyond_high")
        holds(table, ends, difference_interval(change - expected, level=0.8))
        same(table, "p_value", p_of(change))
        same(table, "p_adjusted", [false_discovery_control(table["p_value"])])
        assert table["settled"].tolist() == [True, False, True]
        assert (
            table[["first", "second", "n_first", "n_second"]].to_numpy().tolist()
            == [["X", "Y", 20, 20]] * 3
        )
        usual = pair_changes(draws, "1", "2")
        holds(usual, ("change_low", "change_high"), difference_interval(change, level=0.95))

    def test_documents_of_a_pair_and_of_its_countries_beside_it(self):
        draws = make_pairs()
        assert _sizes(draws, draws.pairs.iloc[0].to_dict()).tolist() == [20, 6, 8.5]
        draws = make_pairs(["1", "2"])
        assert _sizes(draws, draws.pairs.iloc[1].to_dict()).tolist() == [20, 7.25, 12.25]
        lost = draws.pairs.iloc[1].to_dict() | {"first": "W"}
        assert _sizes(draws, lost).tolist() == [20, 0, 12.25]

    def test_no_pair_is_an_empty_table_with_its_columns(self):
        draws = make_pairs()
        draws = replace(draws, pairs=draws.pairs[:0])
        assert summarise_pairs(draws).columns.tolist() == [c for c in COLUMNS if c != "period"]


def test_a_note_stands_in_every_row_and_in_the_attributes_of_every_table():
    noted, periods = {"diagnostics": {"note": "so and so"}}, ["1", "2"]
    for table in (
        summarise_draws(make_draws(**noted)),
        contrasts(make_draws(**noted), "X", "Y"),
        compare_groups(make_draws(periods=periods, **noted)),
        summarise_trends(make_draws(periods=["2010", "2011"], **noted)),
        summarise_pairs(make_pairs(**noted)),
        pair_changes(make_pairs(periods, **noted), "1", "2"),
    ):
        assert (table["note"] == "so and so").all()
        assert table.attrs == {"note": "so and so"}
        assert table.columns[-1] == "note"
    assert "note" not in with_note(pd.DataFrame({"a": [1]}), "")
