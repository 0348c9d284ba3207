"""Tables of draws that were made by hand: every column, from the draws and by its formula."""

import numpy as np
import pandas as pd
import pytest
from by_hand import TOPICS, column, holds, make_draws, p_of, same
from scipy.stats import false_discovery_control

from topics.estimate import contrasts, summarise_draws
from topics.estimate.crossed import compare_groups
from topics.estimate.intervals import difference_interval, share_interval
from topics.estimate.trends import summarise_trends


class TestCountries:
    draws = make_draws()
    table = summarise_draws(draws, level=0.8)
    shares = draws.sample[:, :2].astype(float)

    def test_columns_and_rows_are_in_order(self):
        assert " ".join(self.table.columns) == (
            "country topic period estimate std_error ci_low ci_high ci50_low ci50_high n_docs "
            "n_effective main_share main_low main_high corpus_share lift lift_low lift_high "
            "p_country_given_topic p_country_low p_country_high p_value p_adjusted rhat "
            "effective_size settled"
        )
        assert self.table["country"].tolist() == ["X"] * 3 + ["Y"] * 3
        assert self.table["topic"].tolist() == TOPICS * 2
        assert self.table.index.equals(pd.RangeIndex(6))
        assert self.table["n_docs"].dtype == int
        assert self.table["settled"].dtype == bool
        assert self.table["rhat"].dtype == float

    def test_shares_and_their_intervals(self):
        same(self.table, "estimate", self.shares.mean(axis=0))
        same(self.table, "std_error", self.shares.std(axis=0, ddof=1))
        holds(self.table, ("ci_low", "ci_high"), share_interval(self.shares, level=0.8))
        holds(self.table, ("ci50_low", "ci50_high"), share_interval(self.shares, level=0.5))
        mains = self.draws.main[:, :2].astype(float)
        same(self.table, "main_share", mains.mean(axis=0))
        holds(self.table, ("main_low", "main_high"), share_interval(mains, level=0.8))

    def test_what_is_known_of_groups_stands_in_each_of_their_rows(self):
        same(self.table, "n_docs", [[7] * 3, [8] * 3])
        same(self.table, "n_effective", [[6.0] * 3, [7.25] * 3])
        same(self.table, "rhat", self.draws.rhat[:2])
        same(self.table, "effective_size", [[500.0] * 3, [501.0] * 3])
        assert self.table["settled"].tolist() == [True, False, True, True, True, True]

    def test_the_corpus_is_drawn_with_the_countries(self):
        size = np.array([6, 7.25, 8.5]) / 21.75
        drawn = self.draws.sample.astype(float)
        corpus = np.einsum("dgk,g->dk", drawn, size)
        mean = size @ self.draws.estimate
        same(self.table, "corpus_share", [mean] * 2)
        same(self.table, "lift", self.draws.estimate[:2] / mean)
        times = np.log(self.shares) - np.log(corpus)[:, None]
        low, high = difference_interval(times, level=0.8, ends=(-20.8, 20.8))
        ends = [
            np.exp(np.maximum(low, times.min(axis=0))), np.exp(np.minimum(high, times.max(axis=0)))
        ]  # fmt: skip
        lift = column(self.table, "lift")
        holds(self.table, ("lift_low", "lift_high"),
              (np.minimum(ends[0], lift), np.maximum(ends[1], lift)))  # fmt: skip
        given = self.shares * size[:2, None] / corpus[:, None]
        same(self.table, "p_country_given_topic", self.draws.estimate[:2] * size[:2, None] / mean)
        low, high = share_interval(given, level=0.8)
        point = column(self.table, "p_country_given_topic")
        holds(self.table, ("p_country_low", "p_country_high"),
              (np.minimum(low, point), np.maximum(high, point)))  # fmt: skip
        same(self.table, "p_value", p_of(times))
        adjusted = false_discovery_control(p_of(times).ravel())
        same(self.table, "p_adjusted", adjusted.reshape(2, 3))

    def test_the_usual_level_is_95(self):
        usual = summarise_draws(self.draws)
        holds(usual, ("ci_low", "ci_high"), share_interval(self.shares, level=0.95))
        pd.testing.assert_frame_equal(usual, summarise_draws(self.draws, level=0.95))

    def test_without_main_topics_their_shares_are_missing(self):
        table = summarise_draws(make_draws(main=None))
        assert table[["main_share", "main_low", "main_high"]].isna().all(axis=None)

    @pytest.mark.parametrize("far", [0.0, 1.0])
    def test_intervals_hold_an_estimate_beside_the_draws(self, far):
        table = summarise_draws(make_draws(estimate=np.full((3, 3), far)))
        end = "low" if far == 0 else "high"
        for name in ("ci", "ci50", *(["p_country"] if far == 0 else [])):
            value = "p_country_given_topic" if name == "p_country" else "estimate"
            known = table[value].notna()
            assert (table.loc[known, f"{name}_{end}"] == table.loc[known, value]).all()


class TestContrasts:
    draws = make_draws()
    apart = (draws.sample[:, [0]].astype(float) - draws.sample[:, [1, 2]]).astype(float)

    def test_every_column(self):
        table = contrasts(self.draws, "X", ["Y", "none"], level=0.8)
        assert " ".join(table.columns) == (
            "first second topic estimate std_error ci_low ci_high ci50_low ci50_high p_value "
            "p_adjusted settled"
        )
        assert table["first"].tolist() == ["X"] * 6
        assert table["second"].tolist() == ["Y"] * 3 + ["none"] * 3
        assert table["topic"].tolist() == TOPICS * 2
        same(table, "estimate", self.apart.mean(axis=0))
        same(table, "std_error", self.apart.std(axis=0, ddof=1))
        holds(table, ("ci_low", "ci_high"), difference_interval(self.apart, level=0.8))
        holds(table, ("ci50_low", "ci50_high"), difference_interval(self.apart, level=0.5))
        same(table, "p_value", p_of(self.apart))
        adjusted = false_discovery_control(p_of(self.apart).ravel())
        same(table, "p_adjusted", adjusted.reshape(2, 3))
        assert table["settled"].tolist() == [True, False, True] * 2
        usual = contrasts(self.draws, "X", ["Y", "none"])
        holds(usual, ("ci_low", "ci_high"), difference_interval(self.apart, level=0.95))

    def test_sides_pair_up(self):
        table = contrasts(self.draws, ["X", "Y"], ["Y", "X"])
        assert table["first"].tolist() == ["X"] * 3 + ["Y"] * 3
        assert table["second"].tolist() == ["Y"] * 3 + ["X"] * 3
        many = contrasts(self.draws, ["X", "none"], "Y")
        assert many["first"].tolist() == ["X"] * 3 + ["none"] * 3
        of_periods = make_draws(periods=["1", "2"])
        table = contrasts(of_periods, ("X", "1"), ("X", "2"))
        assert (table["first"][0], table["second"][0]) == ("X 1", "X 2")

    @pytest.mark.parametrize("far", [-0.5, 0.5])
    def test_intervals_hold_an_estimate_beside_the_draws(self, far):
        estimate = np.array([[0.25 + far / 2], [0.25 - far / 2], [0]]).repeat(3, axis=1)
        table = contrasts(make_draws(estimate=estimate), "X", "Y")
        end = "low" if far < 0 else "high"
        assert (table[f"ci50_{end}"] == far).all()
        assert table[f"ci_{end}"].abs().ge(0.5).all()


class TestGroups:
    draws = make_draws(periods=["News", "Post", "Sun"])

    def test_every_column(self):
        table = compare_groups(self.draws, level=0.8, min_docs=8.5)
        assert " ".join(table.columns) == (
            "country group topic estimate std_error ci_low ci_high ci50_low ci50_high elsewhere "
            "difference difference_low difference_high p_value p_adjusted settled n_docs "
            "n_effective"
        )
        # Of X, only "Sun" has as many documents; of Y, all.
        assert table["country"].unique().tolist() == ["Y"]
        assert table["group"].tolist() == np.repeat(["News", "Post", "Sun"], 3).tolist()
        assert table["topic"].tolist() == TOPICS * 3
        assert table.index.equals(pd.RangeIndex(9))
        shares, size = self.draws.sample[:, 3:6].astype(float), self.draws.n_effective[3:6]
        others = [[1, 2], [0, 2], [0, 1]]
        elsewhere = np.stack(
            [np.average(shares[:, own], axis=1, weights=size[own]) for own in others], axis=1
        )
        apart = shares - elsewhere
        same(table, "estimate", shares.mean(axis=0))
        same(table, "std_error", shares.std(axis=0, ddof=1))
        holds(table, ("ci_low", "ci_high"), share_interval(shares, level=0.8))
        holds(table, ("ci50_low", "ci50_high"), share_interval(shares, level=0.5))
        same(table, "elsewhere", elsewhere.mean(axis=0))
        same(table, "difference", apart.mean(axis=0))
        ends = ("difference_low", "difference_high")
        holds(table, ends, difference_interval(apart, level=0.8))
        same(table, "p_value", p_of(apart))
        same(table, "p_adjusted", false_discovery_control(p_of(apart).ravel()).reshape(3, 3))
        same(table, "n_docs", np.array([[10], [11], [12]]).repeat(3, axis=1))
        same(table, "n_effective", size[:, None].repeat(3, axis=1))
        assert table["settled"].all()

    def test_the_usual_options_and_what_has_not_settled(self):
        table = compare_groups(self.draws)
        pd.testing.assert_frame_equal(table, compare_groups(self.draws, level=0.95, min_docs=5))
        assert table["country"].unique().tolist() == ["X", "Y"]
        doubtful = (table["country"] == "X") & (table["topic"] == "vote")
        assert table["settled"].equals(~doubtful)

    def test_none_to_compare_is_an_empty_table_with_its_columns(self):
        table = compare_groups(self.draws, min_docs=100)
        assert list(table.columns) == list(compare_groups(self.draws).columns)
        assert table.empty


class TestTrends:
    groups = (("X", "2010"), ("X", "2012"), ("Y", "2012"), ("none", "2010"), ("none", "2012"))
    draws = make_draws(
        tuple("abcde"),
        groups=pd.MultiIndex.from_tuples(groups, names=["country", "period"]),
        n_effective=np.array([6.0, 3.0, 9.0, 5.0, 5.0]),
    )

    def test_every_period_is_there_and_numbers_only_of_enough_documents(self):
        table = summarise_trends(self.draws, min_docs=6, level=0.8)
        plain = summarise_draws(self.draws, level=0.8)
        assert list(table.columns) == list(plain.columns)
        keys = table.drop_duplicates(["country", "period"])[["country", "period"]]
        assert keys.to_numpy().tolist() == [
            [country, year] for country in "XY" for year in ("2010", "2011", "2012")
        ]
        assert table["topic"].tolist() == TOPICS * 6
        numbers = table.columns.drop(
            ["country", "topic", "period", "n_docs", "n_effective", "corpus_share", "settled",
             "rhat", "effective_size"]
        )  # fmt: skip
        assert len(numbers) == 17
        full = table["n_effective"] >= 6
        assert full.to_numpy().nonzero()[0].tolist() == [0, 1, 2, 15, 16, 17]
        assert table.loc[full, numbers].notna().all(axis=None)
        assert table.loc[~full, numbers].isna().all(axis=None)
        known = plain[plain["n_effective"] >= 6].reset_index(drop=True)
        pd.testing.assert_frame_equal(table[full].reset_index(drop=True), known)
        same(table, "n_docs", [[7] * 3, [0] * 3, [8] * 3, [0] * 3, [0] * 3, [9] * 3])
        same(table, "n_effective", [[6] * 3, [0] * 3, [3] * 3, [0] * 3, [0] * 3, [9] * 3])
        same(table, "corpus_share", [plain["corpus_share"][:3].to_numpy()] * 6)
        assert table["settled"].tolist() == [True, False] + [True] * 16
        assert (table["n_docs"].dtype, table["settled"].dtype) == (int, bool)

    def test_the_usual_options(self):
        usual = summarise_trends(self.draws)
        pd.testing.assert_frame_equal(usual, summarise_trends(self.draws, min_docs=5, level=0.95))
        assert usual["estimate"].notna().sum() == 6
