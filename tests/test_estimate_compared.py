"""Topics of two languages are compared as plain loops compare them."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from topics.estimate import across, shuffles
from topics.estimate.across import COLUMNS, Profile, match_topics, month_shares
from topics.estimate.shuffles import SHUFFLES, Shuffled, shuffle_profiles

CODES = [*"ABCDEFGH"]
MONTHS = [f"2020-{n:02}" for n in range(1, 13)]


def around(rng, draws, n, topics):
    """Draw shares around those of each of `n` countries or months."""
    drawn = rng.standard_gamma(60 * rng.dirichlet(np.full(topics, 3.0), n), (draws, n, topics))
    return drawn / drawn.sum(axis=2, keepdims=True)


def profile(rng, codes=CODES, months=MONTHS, *, topics=3, draws=30, start=0):
    return Profile(
        topics=pd.Index([f"t{n + start}" for n in range(topics)]),
        countries=pd.Index(codes),
        months=pd.Index(months),
        by_country=around(rng, draws, len(codes), topics),
        by_month=around(rng, draws - 5, len(months), topics),
    )


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture(scope="module")
def sides():
    rng = np.random.default_rng(6)
    # In other orders, and with countries and months that the other has not.
    return {
        "en": profile(rng),
        "ru": profile(rng, [*"XHGFEDCBA"], [*MONTHS[2:], "2021-01"], start=5, draws=40),
    }


@pytest.fixture(scope="module")
def matched(sides):
    return match_topics(sides, level=0.8)


class TestLanguages:
    def sums(self, side, n):
        """Return profiles of draws over the countries and months in common: what they measure."""
        codes, months = CODES, MONTHS[2:]
        where = np.sqrt(side.by_country[:n][:, [list(side.countries).index(c) for c in codes]])
        when = np.sqrt(side.by_month[:n][:, [list(side.months).index(m) for m in months]])
        where = where - where.mean(axis=1, keepdims=True)
        steps = np.arange(10.0)
        for draw in when:
            for column in draw.T:
                column -= np.polyval(np.polyfit(steps, column, 1), steps)
        return where, when

    def test_scores_are_correlations_over_countries_and_months(self, sides, matched):
        table, compared = matched
        assert list(table.columns) == list(COLUMNS)
        assert table.index.equals(pd.RangeIndex(3))
        assert (table["language"] == "en").all()
        assert (table["other_language"] == "ru").all()
        assert (table["n_countries"] == 8).all()
        assert (table["n_months"] == 10).all()
        assert compared.to_dict("records") == [
            {"language": "en", "other_language": "ru", "n_countries": 8, "n_months": 10,
             "reason": ""}
        ]  # fmt: skip
        ours, theirs = self.sums(sides["en"], 25), self.sums(sides["ru"], 35)
        size = [
            np.sqrt(sum((part**2).sum(axis=1) for part in side).mean(axis=0))
            for side in (ours, theirs)
        ]
        total = 0.0
        for row in table.itertuples():
            k, j = int(row.topic[1]), int(row.other_topic[1]) - 5
            one, two = ([part.mean(axis=0)[:, at] for part in side]
                        for side, at in ((ours, k), (theirs, j)))  # fmt: skip
            by = [first @ second for first, second in zip(one, two, strict=True)]
            assert row.score == pytest.approx(sum(by) / (size[0][k] * size[1][j]), abs=1e-8)
            for name, part in (("countries_score", 0), ("months_score", 1)):
                norm = np.linalg.norm(one[part]) * np.linalg.norm(two[part])
                assert getattr(row, name) == pytest.approx(by[part] / norm)
            first, second = (np.concatenate(side, axis=1)[:25] for side in (ours, theirs))
            draws = [
                a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
                for a, b in zip(first[:, :, k], second[:, :, j], strict=True)
            ]
            assert [row.score_low, row.score_high] == pytest.approx(np.percentile(draws, [10, 90]))
            total += row.score
        # One to one, and the best sum there is.
        assert sorted(table["topic"]) == ["t0", "t1", "t2"]
        assert sorted(table["other_topic"]) == ["t5", "t6", "t7"]

    def test_p_values_and_what_they_decide(self, matched):
        table, _ = matched
        for name in ("p_value", "p_countries", "p_months"):
            assert table[name].between(1 / (1 + SHUFFLES), 1).all()
            times = table[name] * (1 + SHUFFLES)
            assert np.allclose(times, times.round())
        told = (table["p_adjusted"] <= 0.05) & (table["p_countries"] <= 0.05)
        assert table["matched"].equals(told)
        assert table["p_adjusted"].is_monotonic_increasing
        assert np.allclose(table["p_adjusted"], false_discovery_control(table["p_value"]))

    def test_p_values_count_the_shuffles_that_score_as_high(self, sides, monkeypatch):
        def shuffled(*_, **__):
            rows = np.arange(SHUFFLES)[:, None]
            return Shuffled(
                best_of_first=np.where(rows < 9, 2.0, -2.0) * np.ones(3),
                best_of_second=np.where(rows < 4, 2.0, -2.0) * np.ones(3),
                places=np.where(rows < 19, 99.0, -99.0) * np.ones(3),
                times=np.where(rows < 29, 99.0, -99.0) * np.ones(3),
            )

        monkeypatch.setattr(across, "shuffle_profiles", shuffled)
        table, _ = match_topics(sides)
        assert table["p_value"].tolist() == [10 / 5000] * 3
        assert table["p_countries"].tolist() == [20 / 5000] * 3
        assert table["p_months"].tolist() == [30 / 5000] * 3
        assert table["p_adjusted"].tolist() == [10 / 5000] * 3
        assert table["matched"].all()
        assert table["score"].is_monotonic_decreasing

    def test_a_topic_that_is_the_same_in_both_is_matched(self, rng):
        one = profile(rng)
        same = one.by_country[:, ::-1]
        other = Profile(
            topics=pd.Index(["s0", "s1", "s2"]), countries=one.countries[::-1],
            months=one.months, by_country=same, by_month=one.by_month,
        )  # fmt: skip
        table, _ = match_topics({"en": one, "de": other})
        assert table["topic"].str[1:].tolist() == table["other_topic"].str[1:].tolist()
        assert (table["score"] > 0.85).all()
        assert (table["p_value"] < 0.2).all()
        usual, _ = match_topics({"en": one, "de": other}, level=0.95, seed=0)
        pd.testing.assert_frame_equal(table, usual)
        elsewhere, _ = match_topics({"en": one, "de": other}, seed=1)
        assert not elsewhere["p_countries"].equals(table["p_countries"])

    @pytest.mark.parametrize(("n", "months"), [(10, 10), (9, 0)])
    def test_months_that_are_needed(self, n, months, rng):
        table, compared = match_topics({"en": profile(rng), "ru": profile(rng, months=MONTHS[:n])})
        assert compared["n_months"].tolist() == [months]
        assert (table["n_months"] == months).all()
        assert table["months_score"].isna().eq(months == 0).all()
        assert table["p_months"].isna().eq(months == 0).all()
        assert table["p_value"].notna().all()

    def test_countries_that_are_needed(self, rng):
        table, compared = match_topics({"en": profile(rng), "ru": profile(rng, CODES[:5])})
        assert table.empty
        assert list(table.columns) == list(COLUMNS)
        assert compared["reason"].tolist() == [
            "only 5 countries have enough documents in both; at least 6 are needed"
        ]
        assert compared[["n_countries", "n_months"]].to_numpy().tolist() == [[5, 12]]
        table, compared = match_topics({"en": profile(rng), "ru": profile(rng, CODES[:6])})
        assert (len(table), compared["reason"].tolist()) == (3, [""])

    def test_months_by_the_bootstrap(self):
        shares = pd.DataFrame({0: [1.0, 0.5, 0.0, 0.2], 1: [0.0, 0.5, 1.0, 0.8]}, [*"abcd"])
        dates = pd.Series(
            pd.to_datetime(["2020-02-03", "2020-01-05", "2020-02-07", None]), [*"abcd"]
        )
        months, sample = month_shares(shares, dates, least=1, draws=3, seed=2)
        assert months.tolist() == ["2020-01", "2020-02"]
        assert sample.shape == (3, 2, 2)
        assert np.allclose(sample[:, 0], 0.5)
        again = month_shares(shares, dates, least=1, draws=5, seed=2)[1]
        assert np.array_equal(again[:3], sample)
        assert not np.array_equal(month_shares(shares, dates, least=1, draws=3)[1], sample)
        assert month_shares(shares, dates, least=1)[1].shape == (100, 2, 2)
        assert len(month_shares(shares, dates)[0]) == 0
        many = pd.Series(pd.Timestamp("2020-03-01"), range(5))
        same = pd.DataFrame(0.5, range(5), [0, 1])
        assert month_shares(same, many)[0].tolist() == ["2020-03"]
        assert len(month_shares(same[:4], many)[0]) == 0


class Loaded:
    """A generator whose orders are known."""

    def __init__(self):
        self.rng = np.random.default_rng(2)

    def permuted(self, rows, axis):
        assert rows.shape == (SHUFFLES, 7)
        assert (rows == np.arange(7)).all()
        self.orders = self.rng.permuted(rows, axis=axis)
        return self.orders

    def integers(self, n, size):
        assert (n, size) == (9, (SHUFFLES, 1))
        self.starts = self.rng.integers(n, size=size)
        return self.starts

    def choice(self, ways, size):
        assert sorted(ways) == [-1, 1]
        self.ways = self.rng.choice(ways, size=size)
        return self.ways


def test_shuffles_by_plain_loops(rng):
    countries = rng.normal(size=(7, 3)), rng.normal(size=(7, 4))
    months = rng.normal(size=(9, 3)), rng.normal(size=(9, 4))
    lengths, pairs = rng.uniform(1, 2, (3, 4)), (np.array([0, 2]), np.array([3, 1]))
    dice = Loaded()
    found = shuffle_profiles(countries, months, lengths, pairs, rng=dice)
    stretch = [1.0, 1.0]

    def sums(n):
        ring = [(dice.starts[n, 0] + dice.ways[n, 0] * step) % 9 for step in range(9)]
        return countries[0].T @ countries[1][dice.orders[n]], months[0].T @ months[1][ring]

    # What was stretched is seen in the first shuffle, and must be so in all others.
    places, times = sums(0)
    stretch = [found.places[0, 0] / places[0, 3], found.times[0, 0] / times[0, 3]]
    assert min(stretch) > 1 - 1e-6
    for n in (0, 1, 249, 250, 4998):
        places, times = (factor * part for factor, part in zip(stretch, sums(n), strict=True))
        scores = (places + times) / lengths
        assert found.best_of_first[n] == pytest.approx(scores.max(axis=1), abs=1e-6)
        assert found.best_of_second[n] == pytest.approx(scores.max(axis=0), abs=1e-6)
        assert found.places[n] == pytest.approx(places[pairs], abs=1e-6)
        assert found.times[n] == pytest.approx(times[pairs], abs=1e-6)
    for name, n in (("best_of_first", 3), ("best_of_second", 4), ("places", 2), ("times", 2)):
        assert getattr(found, name).shape == (SHUFFLES, n)
        assert np.array_equal(getattr(found, name).round(9), getattr(found, name))


def test_sums_are_stretched_to_those_of_pairs_that_are_not_lined_up():
    places = [np.array([[[9.0, 2.0], [2.0, 9.0]]]), np.array([[[5.0, 1.0], [1.0, 5.0]]] * 3)]
    times = [np.array([[[9.0, 1.0], [1.0, 9.0]]]), np.array([[[5.0, 2.0], [2.0, 5.0]]] * 3)]
    found, chance = ([places[n], times[n]] for n in (0, 1))
    assert shuffles._stretch(found, chance) == [2.0, 1.0]
    alone = [np.ones((1, 1, 1)), np.ones((1, 1, 1))]
    assert shuffles._stretch(alone, alone) == [1.0, 1.0]
    assert shuffles._size(np.array([3.0, -4.0])) == pytest.approx(12.5**0.5)

    orders = shuffles._rings(0, np.random.default_rng(0))  # where there are no months
    assert (orders.shape, orders.dtype) == ((SHUFFLES, 0), int)
