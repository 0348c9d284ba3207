"""Topics of two languages that share countries and months are matched; others are not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.errors import InputError
from topics.estimate.across import LEAST_COUNTRIES, Profile, match_topics, month_shares

COUNTRIES = [f"C{number:02d}" for number in range(14)]
MONTHS = [f"{2020 + number // 12}-{1 + number % 12:02d}" for number in range(24)]


def mixes(rng, n, n_topics=6, spread=1.0):
    """P(topic | place) for n places, as logits."""
    return spread * rng.standard_normal((n, n_topics))


def profile(rng, places, times=None, *, noise=0.05, draws=40, countries=COUNTRIES, months=MONTHS):
    """Draws around planted logits."""

    def around(logits):
        middle = logits + noise * rng.standard_normal(logits.shape)
        sample = np.exp(middle + noise * rng.standard_normal((draws, *logits.shape)))
        return sample / sample.sum(axis=2, keepdims=True)

    times = np.zeros((0, places.shape[1])) if times is None else times
    return Profile(
        topics=pd.RangeIndex(places.shape[1]),
        countries=pd.Index(countries),
        months=pd.Index(months[: len(times)]),
        by_country=around(places),
        by_month=around(times),
    )


def two(seed, *, shared, months=True, noise=0.05, regional=0.0):
    rng = np.random.default_rng(seed)
    places = [mixes(rng, len(COUNTRIES), 9) for _ in range(2)]
    region = [mixes(rng, 4, 9)[np.arange(len(COUNTRIES)) % 4] for _ in range(2)]
    places = [
        np.sqrt(1 - regional) * own + np.sqrt(regional) * common
        for own, common in zip(places, region, strict=True)
    ]
    times = [mixes(rng, len(MONTHS), 9) for _ in range(2)]
    for pair in (places, times):
        pair[1][:, :shared] = pair[0][:, :shared]
    return {
        code: profile(rng, places[side], times[side] if months else None, noise=noise)
        for side, code in enumerate(("en", "ru"))
    }


def test_topics_with_the_same_countries_and_months_are_matched_and_no_others():
    found = others = 0
    for seed in range(5):
        matches, compared = match_topics(two(seed, shared=3), seed=seed)
        told = matches[matches["matched"]]
        right = told[(told["topic"] == told["other_topic"]) & (told["topic"] < 3)]
        assert (right["score"] > 0.5).all()
        assert (right["score_low"] > 0.3).all()
        assert (right["months_score"] > 0.5).all()
        found += len(right)
        others += len(told) - len(right)
        assert compared.loc[0, ["n_countries", "n_months", "reason"]].tolist() == [14, 24, ""]
    assert found >= 13  # of 15
    assert others <= 2


def test_topics_that_share_nothing_are_seldom_matched():
    found = [match_topics(two(seed, shared=0), seed=seed)[0] for seed in range(100, 130)]
    wrong = sum(bool(table["matched"].any()) for table in found)
    assert wrong <= 5  # of 30; 1.5 are expected at the most, 6 or more have a chance of 1 in 250
    values = np.concatenate([table["p_value"] for table in found])
    assert (values <= 0.05).mean() <= 0.08


def test_countries_that_are_alike_in_a_region_are_no_proof():
    # Four fifths of what is written about a country is that of its region: shuffled countries
    # score far less than unrelated topics do.
    found = [
        match_topics(two(seed, shared=0, months=False, regional=0.8), seed=seed)[0]
        for seed in range(200, 220)
    ]
    assert (
        sum(bool(table["matched"].any()) for table in found) <= 4
    )  # of 20; 5 or more have a chance of 1 in 300
    values = np.concatenate([table["p_value"] for table in found])
    assert (values <= 0.05).mean() <= 0.08


def test_countries_alone_decide_where_there_are_no_months():
    matches, compared = match_topics(two(3, shared=3, months=False))
    told = matches[matches["matched"]]
    assert set(zip(told["topic"], told["other_topic"], strict=True)) >= {(0, 0), (1, 1), (2, 2)}
    assert matches[["months_score", "p_months"]].isna().all(axis=None)
    assert compared.loc[0, "n_months"] == 0


def test_how_much_is_written_about_a_country_matches_nothing():
    # Every topic is as frequent in what is written about any country: there is no profile.
    rng = np.random.default_rng(0)
    flat = np.tile(np.linspace(-1, 1, 6), (len(COUNTRIES), 1))
    matches, _ = match_topics({"en": profile(rng, flat), "ru": profile(rng, flat)})
    assert not matches["matched"].any()


def test_the_same_months_about_other_countries_are_no_match():
    rng = np.random.default_rng(2)
    times = mixes(rng, len(MONTHS), spread=2.0)
    places = [mixes(rng, len(COUNTRIES), spread=0.3) for _ in range(2)]
    matches, _ = match_topics(
        {code: profile(rng, places[side], times) for side, code in enumerate(("en", "ru"))}
    )
    same = matches[matches["topic"] == matches["other_topic"]]
    assert (same["p_months"] <= 0.05).all()
    assert not matches.loc[matches["p_countries"] > 0.05, "matched"].any()
    assert matches["matched"].sum() <= 1


def test_topics_that_both_grow_are_not_at_the_same_time():
    rng = np.random.default_rng(4)
    growth = np.outer(np.linspace(-2, 2, len(MONTHS)), [1, 0, 0, 0, 0, 0])
    places = [mixes(rng, len(COUNTRIES)) for _ in range(2)]
    noise = [growth + mixes(rng, len(MONTHS), spread=0.2) for _ in range(2)]
    matches, _ = match_topics(
        {code: profile(rng, places[s], noise[s]) for s, code in enumerate(("en", "ru"))}
    )
    assert not matches["matched"].any()


def test_what_is_not_known_of_a_profile_lowers_the_score():
    sure, _ = match_topics(two(7, shared=6, noise=0.02))
    unsure, _ = match_topics(two(7, shared=6, noise=0.6))
    assert sure["score"].median() > 0.9
    assert unsure["score"].median() < sure["score"].median() - 0.1
    width = [(t["score_high"] - t["score_low"]).median() for t in (sure, unsure)]
    assert width[0] < width[1]


def test_too_few_countries_in_common_are_not_compared_and_said():
    rng = np.random.default_rng(0)
    few = [f"X{number}" for number in range(9)] + COUNTRIES[: LEAST_COUNTRIES - 1]
    sides = {
        "en": profile(rng, mixes(rng, 14)),
        "ru": profile(rng, mixes(rng, 14), countries=few),
        "de": profile(rng, mixes(rng, 14)),
    }
    matches, compared = match_topics(sides)
    assert set(matches["language"]) == {"en"}
    assert set(matches["other_language"]) == {"de"}
    reasons = compared.set_index(["language", "other_language"])["reason"]
    assert reasons["en", "ru"].startswith("only 5 countries have enough documents in both")
    assert reasons["en", "de"] == ""


def test_false_discoveries_are_controlled_over_all_languages():
    from scipy.stats import false_discovery_control

    rng = np.random.default_rng(5)
    sides = {code: profile(rng, mixes(rng, 14)) for code in ("de", "en", "ru")}
    matches, _ = match_topics(sides)
    assert len(matches) == 18
    assert np.allclose(matches["p_adjusted"], false_discovery_control(matches["p_value"]))
    assert matches["p_adjusted"].is_monotonic_increasing


@settings(max_examples=5, deadline=None)
@given(order=st.permutations(range(len(COUNTRIES))), seed=st.integers(0, 5))
def test_the_order_of_countries_plays_no_part_and_runs_are_the_same(order, seed):
    sides = two(seed, shared=2)
    ru = sides["ru"]
    turned = Profile(
        topics=ru.topics, countries=ru.countries[list(order)], months=ru.months,
        by_country=ru.by_country[:, list(order)], by_month=ru.by_month,
    )  # fmt: skip
    once, _ = match_topics(sides, seed=seed)
    again, _ = match_topics(sides | {"ru": turned}, seed=seed)
    pd.testing.assert_frame_equal(once, again)


def test_one_language_has_nothing_to_be_matched_with():
    with pytest.raises(InputError, match="needs two languages or more; got 1"):
        match_topics({"en": two(0, shared=0)["en"]})


def test_shares_of_months_are_means_over_their_documents():
    ids = [f"d{number}" for number in range(40)]
    first = np.repeat([1.0, 0.0], [10, 30])
    shares = pd.DataFrame({0: first, 1: 1 - first}, index=ids)
    days = ["2024-05-03"] * 20 + ["2024-04-30"] * 18 + ["2024-06-01", None]
    dates = pd.Series(pd.to_datetime(days), index=ids)
    months, sample = month_shares(shares, dates, draws=400)
    assert months.tolist() == ["2024-04", "2024-05"]  # June has one document
    assert np.allclose(sample.sum(axis=2), 1)
    assert np.allclose(sample[:, 0], [0, 1])
    assert sample[:, 1, 0].mean() == pytest.approx(0.5, abs=0.02)
    # Of the Bayesian bootstrap: sqrt(p (1 - p) / (n + 1)).
    assert sample[:, 1, 0].std() == pytest.approx(np.sqrt(0.25 / 21), rel=0.15)
    none, empty = month_shares(shares, dates[:0], draws=20)
    assert len(none) == 0
    assert empty.shape == (20, 0, 2)
