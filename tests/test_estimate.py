"""Estimates find planted mixes, their intervals hold them, and bad input is named."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring.estimates_baselines import author_topic, baseline_estimates
from measuring.estimates_trial import find_planted
from scipy.special import ndtr

from topics.errors import InputError, TopicsError
from topics.estimate import (
    contrasts,
    draw_topic_country,
    record,
    sampler,
    summarise_draws,
    topic_country,
    trends,
)
from topics.estimate.bootstrap import bootstrap_correction, unmix
from topics.estimate.inputs import line_up
from topics.estimate.intervals import difference_interval, difference_score, share_interval
from topics.estimate.joint import estimate_mixes
from topics.estimate.mixing import (
    describe_mixing,
    effective_size,
    has_settled,
    judge_chains,
    split_rhat,
)
from topics.estimate.pairs import count_pairs
from topics.estimate.standing import told_apart
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.simulate import SimulatedCorpus, simulate_corpus
from topics.simulate_news import simulate_news
from topics.text.bow import BagOfWords


@dataclass(frozen=True)
class Topics:
    topic_word: pd.DataFrame


@dataclass(frozen=True)
class Counts:
    counts: object
    doc_ids: pd.Index
    words: pd.Index


@pytest.fixture(scope="module")
def planted() -> SimulatedCorpus:
    return simulate_corpus(
        n_docs=400, n_countries=5, n_topics=4, n_words=200, length=(20, 60), seed=3
    )


@pytest.fixture(scope="module")
def drawn(planted):
    return draw_topic_country(planted, planted, planted.weights, draws=200)


def shares(table: pd.DataFrame, value: str = "estimate") -> pd.DataFrame:
    return table.set_index(["country", "topic"])[value].unstack()  # noqa: PD010


def distance(table: pd.DataFrame, planted: SimulatedCorpus) -> float:
    return float((shares(table) - planted.country_topic).abs().sum(axis=1).mean() / 2)


def blurred(planted: SimulatedCorpus, by: float) -> Topics:
    """Topics as a poor fit finds them: each mixed with the others."""
    phi = planted.topic_word.to_numpy()
    mixed = (1 - by) * phi + by * phi.mean(axis=0)
    return Topics(pd.DataFrame(mixed, planted.topic_word.index, planted.topic_word.columns))


def with_general_words(*, share: float, seed: int) -> tuple[BagOfWords, SimulatedCorpus]:
    """Counts of a planted corpus, a share of whose tokens are 60 words that tell no topic."""
    planted = simulate_corpus(
        n_docs=150, n_countries=6, n_topics=6, n_words=300, length=(30, 60), seed=seed
    )
    rng = np.random.default_rng(seed)
    tokens = planted.counts.toarray().astype(int)
    kept = rng.binomial(tokens, 1 - share)
    zipf = 1 / np.arange(1, 61)
    general = rng.multinomial((tokens - kept).sum(axis=1), zipf / zipf.sum())
    return BagOfWords(
        counts=sp.csr_array(np.hstack([kept, general]).astype(np.float32)),
        doc_ids=planted.doc_ids,
        words=pd.Index([*planted.words, *(f"general{i}" for i in range(60))]),
    ), planted


class TestTruth:
    def test_joint_estimate_is_near_the_planted_mix_and_nearer_than_the_mean(self, planted):
        joint = topic_country(planted, planted, planted.weights, draws=100)
        mean = topic_country(planted, planted, planted.weights, draws=20, method="mean")
        assert distance(joint, planted) < 0.05
        assert distance(joint, planted) < 0.5 * distance(mean, planted)

    def test_em_recovers_exact_mixes_from_expected_counts(self, planted):
        wide = planted.true_weights.set_index(["doc_id", "country"])["weight"].unstack()  # noqa: PD010
        wide = wide.reindex(planted.doc_ids).fillna(0)
        exact = wide @ planted.country_topic @ planted.topic_word
        counts = Counts(np.rint(1e6 * exact).to_numpy(), planted.doc_ids, planted.words)
        problem = line_up(planted, counts, planted.weights)
        found = estimate_mixes(problem, prior=0, iterations=2000, tolerance=1e-9)[:-1]
        assert np.abs(found - planted.country_topic).to_numpy().max() < 1e-3

    def test_intervals_hold_the_truth_as_often_as_they_say(self):
        inside = {0.5: [], 0.95: []}
        for seed in range(6):
            planted = simulate_corpus(
                n_docs=250, n_countries=6, n_topics=5, n_words=150, length=(15, 40), seed=seed
            )
            drawn = draw_topic_country(
                planted, planted, planted.weights, draws=100, refit=False, seed=seed
            )
            truth = planted.country_topic.loc[drawn.groups[:-1].get_level_values(0)].to_numpy()
            for level, found in inside.items():
                low, high = share_interval(drawn.sample[:, :-1], level=level)
                found.append(((low <= truth) & (truth <= high)).mean())
        assert 0.91 < np.mean(inside[0.95]) < 0.99
        assert 0.40 < np.mean(inside[0.5]) < 0.62

    def test_refitting_mends_blurred_topics(self, planted):
        model = blurred(planted, by=0.15)
        refitted = draw_topic_country(model, planted, planted.weights, draws=50)
        before, after = (
            find_planted(planted.topic_word, words)[1].mean()
            for words in (model.topic_word, refitted.topic_word)
        )
        assert after > before
        fixed = topic_country(model, planted, planted.weights, draws=50, refit=False)
        mended = topic_country(model, planted, planted.weights, draws=50)
        assert distance(mended, planted) < distance(fixed, planted)

    @pytest.mark.parametrize("seed", [0, 1])
    def test_general_words_do_not_draw_estimates_to_the_corpus(self, seed):
        bow, planted = with_general_words(share=0.6, seed=seed)
        model = fit_lda(bow, LDAConfig(n_topics=6, seed=seed, restarts=5), threads=1)
        drawn = draw_topic_country(model, bow, planted.weights, draws=50)
        mean = draw_topic_country(model, bow, planted.weights, draws=50, method="mean")
        assert drawn.diagnostics["general"] > 0.25
        truth = planted.country_topic.loc[drawn.groups[:-1].get_level_values(0)].to_numpy()
        error = []
        for found in (drawn, mean):
            words = found.topic_word[planted.words]
            order, _ = find_planted(planted.topic_word, words.div(words.sum(axis=1), axis=0))
            error.append(np.abs(found.estimate[:-1][:, order] - truth).sum(axis=1).mean() / 2)
        assert error[0] < 0.7 * error[1]

    def test_no_word_is_general_where_none_is(self, planted, drawn):
        assert drawn.diagnostics["general"] < 0.05

    def test_doubtful_mentions_are_seen_through(self):
        planted = simulate_corpus(
            n_docs=600, n_countries=4, n_topics=4, n_words=150, length=(20, 60),
            weight_noise=0.4, seed=5,
        )  # fmt: skip
        told = topic_country(planted, planted, planted.weights, draws=60, refit=False)
        untold = topic_country(
            planted, planted, planted.weights.drop(columns="p_about"), draws=60, refit=False
        )
        assert distance(told, planted) < distance(untold, planted)

    def test_intervals_grow_with_clusters(self):
        planted = simulate_corpus(
            n_docs=400, n_countries=4, n_topics=4, n_words=150, length=(20, 60), n_clusters=10,
            cluster_concentration=5.0, seed=6,
        )  # fmt: skip
        common = {"draws": 100, "refit": False}
        alone = topic_country(planted, planted, planted.weights, **common)
        aware = topic_country(planted, planted, planted.weights, cluster=planted.clusters, **common)
        width = [(t["ci_high"] - t["ci_low"]).mean() for t in (alone, aware)]
        assert width[1] > 1.3 * width[0]

    def test_intervals_of_a_few_documents_are_honest(self):
        """Four documents a country: the bootstrap alone would cover four in five or so."""
        planted = simulate_corpus(
            n_docs=240, n_countries=60, n_topics=4, n_words=120, length=(60, 90),
            countries_per_doc=(1.0,), seed=8,
        )  # fmt: skip
        drawn = draw_topic_country(planted, planted, planted.weights, draws=100, refit=False)
        few = drawn.n_docs[:-1] <= 6
        truth = planted.country_topic.loc[drawn.groups[:-1].get_level_values(0)].to_numpy()
        low, high = share_interval(drawn.sample[:, :-1], level=0.95)
        assert few.sum() > 20
        assert ((low <= truth) & (truth <= high))[few].mean() > 0.89

    def test_one_country_by_document_is_the_share_of_its_words(self):
        """Speakers and topics without a word in common: the answer is a count."""
        phi = pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], columns=["a", "b"])
        counts = np.array([[6, 2]] * 40 + [[1, 7]] * 40)
        docs = pd.Index([f"d{i}" for i in range(80)])
        weights = pd.DataFrame({"doc_id": docs, "country": ["X"] * 40 + ["Y"] * 40, "weight": 1.0})
        table = topic_country(
            Topics(phi), Counts(counts, docs, phi.columns), weights, refit=False, draws=100
        )
        assert np.allclose(shares(table), [[0.75, 0.25], [0.125, 0.875]], atol=0.03)

    def test_the_main_share_counts_documents_and_the_estimate_words(self):
        phi = pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], columns=["a", "b"])
        counts = np.array([[50, 30]] * 30 + [[10, 70]] * 10 + [[0, 40]] * 3)
        docs = pd.Index([f"d{i}" for i in range(43)])
        weights = pd.DataFrame({"doc_id": docs, "country": ["X"] * 40 + ["Y"] * 3, "weight": 1.0})
        inputs = (Topics(phi), Counts(counts, docs, phi.columns), weights)
        table = topic_country(*inputs, refit=False, draws=200).set_index(["country", "topic"])
        of_x = table.loc[("X", 0)]
        assert of_x["estimate"] == pytest.approx(0.5, abs=0.03)
        assert of_x["main_share"] == pytest.approx(0.75, abs=0.04)
        assert of_x["main_low"] < 0.65 < 0.75 < 0.8 < of_x["main_high"]
        assert np.allclose(table.groupby("country")["main_share"].sum(), 1)
        # Three documents that agree are not all there are.
        assert table.loc[("Y", 1), "main_share"] > 0.75
        assert table.loc[("Y", 1), "main_low"] < 0.75
        for other in ({"method": "mean"}, {"unit": "evidence", "refit": False}):
            assert topic_country(*inputs, draws=20, **other)["main_share"].isna().all()

    def test_the_main_shares_of_planted_news_are_held(self):
        inside = []
        for seed in (31, 32, 33):
            planted, many = (
                simulate_news(
                    n_docs=n_docs, n_countries=5, n_topics=4, n_words=200, length=(20, 120),
                    seed=seed,
                )
                for n_docs in (300, 4000)
            )  # fmt: skip
            main = np.eye(4)[many.doc_topic.to_numpy().argmax(axis=1)]
            rows = many.true_weights
            truth = pd.DataFrame(main[many.doc_ids.get_indexer(rows["doc_id"])])
            truth = (
                truth.mul(rows["weight"].to_numpy(), axis=0).groupby(rows["country"].array).sum()
            )
            truth = truth.div(truth.sum(axis=1), axis=0).to_numpy()
            drawn = draw_topic_country(planted, planted, planted.weights, draws=60, refit=False)
            low, high = share_interval(drawn.main[:, :-1], level=0.95)
            inside.append((low <= truth) & (truth <= high))
        assert np.mean(inside) > 0.9


class TestParts:
    def test_unmixing_finds_the_mixes_whose_means_are_given(self):
        rng = np.random.default_rng(1)
        mixes = rng.dirichlet(np.ones(3), 4)
        weights = rng.dirichlet(np.ones(2), 200)
        group = np.array([rng.choice(4, 2, replace=False) for _ in range(200)])
        shares = np.einsum("dj,djk->dk", weights, mixes[group]).astype(np.float32)
        start = np.full(mixes.shape, 1 / 3)
        for _ in range(20):
            with ThreadPoolExecutor(1) as pool:
                start = unmix(
                    pool, shares, np.arange(0, 401, 2), group.ravel(), weights.ravel(),
                    np.full(mixes.shape, 1e-9), start,
                )  # fmt: skip
        assert np.abs(start - mixes).max() < 0.01

    def test_correction_is_that_of_the_bootstrap_of_as_many_clusters(self):
        docs = pd.Index([f"d{i}" for i in range(6)])
        phi = pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], columns=["a", "b"])
        bow = Counts(np.ones((6, 2), int), docs, phi.columns)
        weights = pd.DataFrame({"doc_id": docs, "country": ["X"] * 5 + ["Y"], "weight": 1.0})
        found = bootstrap_correction(line_up(Topics(phi), bow, weights))
        assert np.allclose(found, [6 / 4] * 5 + [3])
        cluster = pd.Series(["p", "p", "q", "q", "r", "r"], docs)
        found = bootstrap_correction(line_up(Topics(phi), bow, weights, cluster=cluster))
        # X has clusters of 2, 2 and 1 documents: 25 / 9 effective ones.
        of_x = (25 / 9 + 1) / (25 / 9 - 1)
        assert np.allclose(found, [of_x, of_x, (of_x + 3) / 2])

    def test_effective_size_of_independent_and_of_sticky_draws(self):
        rng = np.random.default_rng(2)
        noise = rng.normal(size=(2, 400, 50))
        assert np.median(effective_size(noise)) == pytest.approx(800, rel=0.1)
        assert split_rhat([noise]).max() < 1.03
        sticky = np.zeros_like(noise)
        for t in range(1, 400):
            sticky[:, t] = 0.9 * sticky[:, t - 1] + noise[:, t]
        # First-order autoregression: (1 - 0.9) / (1 + 0.9) of the draws count.
        assert np.median(effective_size(sticky)) == pytest.approx(42, rel=0.3)

    def test_a_chain_that_moves_on_is_told(self):
        rng = np.random.default_rng(3)
        here = rng.dirichlet([20, 20], (2, 1000, 5))
        rhat, size = judge_chains(list(here))
        assert has_settled(rhat, size).all()
        assert describe(list(here))["warning"] == ""
        moved = here[0].copy()
        moved[500:, :2, 0] /= 2
        rhat, size = judge_chains([moved])
        assert (rhat[:2, 0] > 1.2).all()
        assert rhat[2:].max() < 1.01
        found = describe([moved])
        assert found["unsettled"] == 0.2
        assert "20 % of the shares" in found["warning"]

    def test_a_chain_that_spreads_as_it_goes_is_told_by_folding(self):
        rng = np.random.default_rng(3)
        chain = rng.normal(0, np.repeat([1, 3], 500)[:, None, None], (1000, 20, 2))
        assert (judge_chains([chain])[0] > 1.05).all()

    def test_heavy_tails_do_not_hide_that_a_chain_moves(self):
        # Of plain values, the variance of a Cauchy swamps any shift.
        chain = np.random.default_rng(3).standard_cauchy((1000, 50, 1))
        chain[500:] += 2
        halves = np.stack([chain[:500, :, 0], chain[500:, :, 0]])
        assert np.median(split_rhat([halves])) < 1.01
        assert (judge_chains([chain])[0] > 1.05).all()

    def test_too_few_draws_to_tell_are_not_settled(self):
        chain = np.random.default_rng(3).dirichlet([20, 20], (300, 5))
        rhat, size = judge_chains([chain])
        assert (size < 400).all()
        assert not has_settled(rhat, size).any()

    def test_fits_that_differ_are_no_bad_mixing(self):
        rng = np.random.default_rng(3)
        here, there = rng.dirichlet([20, 20], (2, 1000, 5))
        half = there[..., 0] / 2
        apart = describe([here, np.stack([half, 1 - half], -1)])
        assert apart["warning"] == ""
        assert apart["between_fits"] > 0.8
        assert apart["n_fits"] == 2
        assert describe([here, there])["between_fits"] < 0.1
        assert describe([here])["between_fits"] == 0

    def test_more_draws_are_more_sweeps_whatever_the_corpus(self):
        for n_tokens in (20_000, 1_000_000, 30_000_000):
            few, many = (record.n_sweeps(n_tokens, each, fits=5)[1] for each in (100, 400))
            assert many >= 2 * few

    def test_more_draws_settle_what_had_not(self):
        planted = simulate_corpus(n_docs=100, n_countries=4, n_topics=3, n_words=80, seed=1)
        short, long = (
            draw_topic_country(planted, planted, planted.weights, draws=draws)
            for draws in (30, 1500)
        )
        before, after = (drawn.diagnostics["mixing"] for drawn in (short, long))
        assert "--draws " in before["warning"]
        assert after["unsettled"] < 0.5 * before["unsettled"]
        assert not short.settled.all()
        table = summarise_draws(short)
        assert (
            table["settled"] == (table["rhat"].le(1.01) & table["effective_size"].ge(400))
        ).all()

    def test_a_sweep_serves_several_draws_of_a_large_corpus(self, planted, drawn, monkeypatch):
        monkeypatch.setattr(sampler, "n_sweeps", lambda *_, **__: (200, 50))
        short = draw_topic_country(planted, planted, planted.weights, draws=200)
        assert len(short.sample) == 200
        assert len(np.unique(short.sample[:, 0, 0])) == 200
        # The remainder, last, has no document here: its draws are of the prior alone.
        assert np.abs(short.estimate - drawn.estimate)[:-1].max() < 0.05


class TestTable:
    def test_is_coherent(self, planted):
        table = topic_country(planted, planted, planted.weights, draws=40)
        assert np.allclose(table.groupby("country")["estimate"].sum(), 1)
        assert np.allclose(table.groupby("topic")["p_country_given_topic"].sum(), 1)
        steps = table[["ci_low", "ci50_low", "estimate", "ci50_high", "ci_high"]].to_numpy()
        assert (np.diff(steps, axis=1) >= 0).all()
        assert steps.min() >= 0
        assert steps.max() <= 1
        n_effective = planted.weights.groupby("country")["weight"].sum()
        assert np.allclose(shares(table, "n_effective")[0], n_effective)
        assert "period" not in table

    def test_does_not_depend_on_threads_or_order_of_weights(self, planted):
        shuffled = planted.weights.sample(frac=1, random_state=1)
        one = topic_country(planted, planted, planted.weights, draws=20, threads=1)
        three = topic_country(planted, planted, shuffled, draws=20, threads=3)
        pd.testing.assert_frame_equal(one, three)
        other = topic_country(planted, planted, planted.weights, draws=20, seed=1)
        assert not one["estimate"].equals(other["estimate"])

    def test_periods_partition_the_documents(self, planted):
        half = pd.Series(np.where(np.arange(400) < 200, "early", "late"), planted.doc_ids)
        table = topic_country(planted, planted, planted.weights, period=half, draws=20)
        assert set(table["period"]) == {"early", "late"}
        assert np.allclose(table.groupby(["country", "period"])["estimate"].sum(), 1)
        assert table.drop_duplicates(["country", "period"])["n_docs"].sum() == len(planted.weights)

    def test_periods_and_clusters_together_are_two_levels(self, planted):
        half = pd.Series(np.where(np.arange(400) < 200, "early", "late"), planted.doc_ids)
        cluster = pd.Series([f"day{i // 10}" for i in range(400)], planted.doc_ids)
        problem = line_up(planted, planted, planted.weights, period=half, cluster=cluster)
        assert [len(parent) for parent in problem.parents[1:]] == [2 * 6, 6]
        assert problem.reported == 1
        table = topic_country(
            planted, planted, planted.weights, period=half, cluster=cluster, draws=20, refit=False
        )
        assert np.allclose(table.groupby(["country", "period"])["estimate"].sum(), 1)

    def test_evidence_is_told_by_long_documents_and_documents_count_alike(self):
        """Long documents of one topic among short ones of the other."""
        phi = pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], columns=["a", "b"])
        counts = np.array([[60, 0]] * 10 + [[0, 4]] * 30 + [[10, 10]] * 20)
        docs = pd.Index([f"d{i}" for i in range(60)])
        weights = pd.DataFrame({"doc_id": docs, "country": ["X"] * 40 + ["Y"] * 20, "weight": 1.0})
        found = {
            unit: topic_country(
                Topics(phi), Counts(counts, docs, phi.columns), weights, unit=unit, refit=False,
                draws=200,
            )
            for unit in ("document", "evidence")
        }  # fmt: skip
        assert shares(found["document"]).loc["X", 0] == pytest.approx(0.25, abs=0.03)
        assert shares(found["evidence"]).loc["X", 0] > shares(found["document"]).loc["X", 0]

    def test_the_spread_between_fits_is_in_the_intervals(self, planted):
        one = draw_topic_country(planted, planted, planted.weights, draws=60, refit=False)
        models = [blurred(planted, by) for by in (0.0, 0.3)]
        two = draw_topic_country(models, planted, planted.weights, draws=120, refit=False)
        fits = two.sample.reshape(2, 60, *two.sample.shape[1:]).mean(axis=1)
        assert np.allclose(two.sample.sum(axis=2), 1, atol=1e-5)
        # Two fits that lie d apart: Rubin's variance between them is 3/2 times d^2 / 2.
        lone = [
            draw_topic_country(model, planted, planted.weights, draws=60, refit=False, seed=0)
            for model in models
        ]
        apart = np.abs(lone[1].estimate - lone[0].estimate)[:-1]
        assert np.median(np.abs(fits[1] - fits[0])[:-1] / apart) == pytest.approx(3**0.5, rel=0.15)
        widths = [
            np.subtract(*share_interval(value.sample, level=0.95)[::-1]).mean()
            for value in (one, two)
        ]
        assert widths[1] > 1.5 * widths[0]

    def test_a_topic_that_another_fit_splits_is_put_together_again(self, planted):
        """Topic 0 in two halves; topics 1 and 2, which lie apart, as one."""
        phi = planted.topic_word.to_numpy()
        odd = np.arange(phi.shape[1]) % 2 == 1
        halves = np.stack([phi[0] * odd, phi[0] * ~odd])
        halves /= halves.sum(axis=1, keepdims=True)
        split = np.vstack([halves[0], halves[1], (phi[1] + phi[2]) / 2, phi[3]])
        models = [planted, Topics(pd.DataFrame(split, columns=planted.words))]
        lone, both = (
            draw_topic_country(model, planted, planted.weights, draws=40, refit=False)
            for model in (planted, models)
        )
        assert np.abs(both.estimate[:-1, [0, 3]] - lone.estimate[:-1, [0, 3]]).max() < 0.08
        merged = [draws.estimate[:-1, 1:3].sum(axis=1) for draws in (lone, both)]
        assert np.abs(merged[1] - merged[0]).max() < 0.12

    def test_several_fits_are_aligned(self, planted):
        turned = Topics(planted.topic_word.iloc[[2, 0, 3, 1]].reset_index(drop=True))
        both = topic_country([planted, turned], planted, planted.weights, draws=60)
        assert distance(both, planted) < 0.06

    def test_documents_without_known_words_are_listed(self, planted):
        counts = planted.counts.toarray()
        counts[7] = 0
        bow = Counts(counts, planted.doc_ids, planted.words)
        drawn = draw_topic_country(planted, bow, planted.weights, draws=20)
        assert drawn.diagnostics["dropped"] == ["doc000007"]
        assert drawn.diagnostics["undated"] == []

    def test_documents_without_a_period_are_listed(self, planted):
        counts = planted.counts.toarray()
        counts[7] = 0
        bow = Counts(counts, planted.doc_ids, planted.words)
        period = pd.Series("2010", planted.doc_ids)
        period.iloc[[3, 7]] = None
        drawn = draw_topic_country(
            planted, bow, planted.weights, period=period.drop("doc000005"), draws=20, refit=False
        )
        assert drawn.diagnostics["undated"] == ["doc000003", "doc000005"]
        assert drawn.diagnostics["dropped"] == ["doc000007"]

    def test_tables_carry_nothing_that_pandas_may_lose(self, planted):
        dates = pd.Series(pd.Timestamp("2010-01-01"), planted.doc_ids)
        for table in (
            topic_country(planted, planted, planted.weights, draws=20),
            trends(planted, planted, planted.weights, dates, draws=20),
        ):
            assert table.attrs == {}

    def test_the_share_in_the_corpus_is_what_lifts_are_measured_against(self, planted):
        drawn = draw_topic_country(planted, planted, planted.weights, draws=20)
        table = summarise_draws(drawn)
        everything = drawn.n_effective @ drawn.estimate / drawn.n_effective.sum()
        assert np.allclose(shares(table, "corpus_share"), everything)
        assert np.allclose(table["lift"] * table["corpus_share"], table["estimate"])

    def test_a_country_that_is_the_corpus_has_a_lift_of_1_and_no_more(self):
        phi = pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], columns=["a", "b"])
        counts = np.array([[6, 2]] * 20 + [[1, 7]] * 20)
        docs = pd.Index([f"d{i}" for i in range(40)])
        weights = pd.DataFrame({"doc_id": docs, "country": "X", "weight": 1.0})
        table = topic_country(
            Topics(phi), Counts(counts, docs, phi.columns), weights, refit=False, draws=50
        )
        assert (table["ci_high"] - table["ci_low"]).min() > 0.1
        for name in ("lift", "p_country"):
            assert np.allclose(table[[f"{name}_low", f"{name}_high"]], 1)
        assert table["p_adjusted"].min() > 0.9

    def test_lifts_and_countries_of_topics_are_drawn_with_the_corpus(self, planted, drawn):
        table = summarise_draws(drawn)
        for value, low in (("lift", "lift_low"), ("p_country_given_topic", "p_country_low")):
            ends = table[[low, value, low.replace("low", "high")]].to_numpy()
            assert (np.diff(ends, axis=1) >= 0).all()
            assert (ends[:, 2] > ends[:, 0]).all()
        truth = planted.country_topic.reset_index().melt("country", value_name="truth")
        truth["topic"] = truth["topic"].astype(int)
        sizes = planted.true_weights.groupby("country")["weight"].sum()
        corpus = planted.country_topic.mul(sizes / sizes.sum(), axis=0).sum()
        found = table.merge(truth, on=["country", "topic"])
        lift = found["truth"] / found["topic"].map(corpus)
        assert ((found["lift_low"] <= lift) & (lift <= found["lift_high"])).mean() > 0.85
        given = lift * found["country"].map(sizes) / sizes.sum()
        inside = (found["p_country_low"] <= given) & (given <= found["p_country_high"])
        assert inside.mean() > 0.85
        # What is told from the corpus is apart from it, nearly always.
        told = found["p_adjusted"] < 0.05
        assert told.mean() > 0.3
        assert (np.sign(lift - 1) == np.sign(found["lift"] - 1))[told].mean() > 0.95

    def test_countries_with_the_mix_of_the_corpus_are_not_told_from_it(self):
        told = []
        for seed in range(3):
            planted = simulate_corpus(
                n_docs=300, n_countries=6, n_topics=5, n_words=150, length=(20, 40), seed=seed
            )
            docs = planted.doc_ids
            rng = np.random.default_rng(seed)
            weights = pd.DataFrame(
                {"doc_id": docs, "country": rng.choice([*"ABCDEF"], len(docs)), "weight": 1.0}
            )
            table = topic_country(planted, planted, weights, draws=100, refit=False, seed=seed)
            told.append(table["p_adjusted"].lt(0.05).any())
        assert sum(told) <= 1

    def test_a_topic_of_no_document_has_a_share_and_no_lift(self, drawn):
        estimate = drawn.estimate.copy()
        estimate[:, 1] = 0
        table = summarise_draws(replace(drawn, estimate=estimate))
        empty = table["topic"] == drawn.topics[1]
        assert (table.loc[empty, "corpus_share"] == 0).all()
        assert table.loc[empty, ["lift", "p_country_given_topic"]].isna().all(axis=None)
        assert table.loc[~empty, ["lift", "p_country_given_topic"]].notna().all(axis=None)
        assert not told_apart(table[empty].assign(ci_low=0.0, ci_high=0.0)).any()


class TestContrasts:
    def test_agree_with_the_estimates(self, planted, drawn):
        table = contrasts(drawn, "C00", ["C01", "C02"])
        at = {group[0]: i for i, group in enumerate(drawn.groups)}
        expected = drawn.estimate[at["C00"]] - drawn.estimate[at["C02"]]
        assert np.allclose(table.loc[table["second"] == "C02", "estimate"], expected)
        assert (table["p_adjusted"] >= table["p_value"]).all()
        assert table["p_adjusted"].between(0, 1).all()

    def test_a_planted_difference_is_found_and_none_is_not(self, planted, drawn):
        same = contrasts(drawn, "C00", "C00")
        assert np.allclose(same[["estimate", "ci_low", "ci_high"]], 0)
        apart = planted.country_topic.loc["C00"] - planted.country_topic.loc["C01"]
        found = contrasts(drawn, "C00", "C01").set_index("topic")
        topic = apart.abs().idxmax()
        assert found.loc[topic, "p_adjusted"] < 0.05
        assert np.sign(found.loc[topic, "estimate"]) == np.sign(apart[topic])

    def test_false_discoveries_are_controlled_over_all_rows(self, drawn):
        table = contrasts(drawn, "C00", ["C01", "C02", "C03"]).sort_values("p_value")
        scaled = table["p_value"] * len(table) / np.arange(1, len(table) + 1)
        assert np.allclose(table["p_adjusted"], scaled[::-1].cummin()[::-1].clip(upper=1))

    def test_pairs_that_never_occur_count_in_the_adjustment(self):
        rows = [("a", "X"), ("a", "Y"), ("b", "X"), ("b", "Y"), ("c", "Z"), ("d", "W")]
        pairs = count_pairs(pd.DataFrame(rows, columns=["doc_id", "country"]))
        assert pairs[["first", "second"]].to_numpy().tolist() == [["X", "Y"]]
        # Two of four documents for each: both in the same two by chance once in six; six pairs.
        assert pairs["p_value"].tolist() == pytest.approx([1 / 6])
        assert pairs["p_adjusted"].tolist() == pytest.approx([1.0])
        assert count_pairs(pd.DataFrame({"doc_id": ["a"], "country": ["X"]})).empty
        assert count_pairs(pd.DataFrame({"doc_id": [], "country": []})).empty

    def test_unknown_groups_are_named(self, drawn):
        with pytest.raises(TopicsError, match="'Atlantis'"):
            contrasts(drawn, "C00", "Atlantis")
        with pytest.raises(TopicsError, match="same length"):
            contrasts(drawn, ["C00", "C01"], ["C02", "C03", "C04"])


class TestTrends:
    def test_gaps_are_shown_as_such(self, planted):
        years = np.where(np.arange(400) < 200, 2010, 2012)
        dates = pd.Series(pd.to_datetime(years.astype(str)), planted.doc_ids)
        dates.iloc[3] = pd.NaT
        table = trends(planted, planted, planted.weights, dates, min_docs=8, draws=20)
        assert set(table["period"]) == {"2010", "2011", "2012"}
        gap = table[table["period"] == "2011"]
        assert (gap["n_docs"] == 0).all()
        assert gap[["estimate", "ci_low", "ci_high"]].isna().all(axis=None)
        few = table["n_effective"] < 8
        assert table["estimate"].isna().equals(few)
        assert table["corpus_share"].notna().all()
        assert table.loc[few, "lift"].isna().all()

    def test_a_planted_change_is_followed(self):
        phi = pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], columns=["a", "b"])
        counts = np.array([[9, 1]] * 30 + [[1, 9]] * 30)
        docs = pd.Index([f"d{i}" for i in range(60)])
        weights = pd.DataFrame({"doc_id": docs, "country": "X", "weight": 1.0})
        dates = pd.Series(pd.to_datetime(["2020-01-15"] * 30 + ["2020-02-15"] * 30), docs)
        table = trends(
            Topics(phi), Counts(counts, docs, phi.columns), weights, dates, period="month",
            draws=100, refit=False,
        )  # fmt: skip
        first = table[table["topic"] == 0].set_index("period")["estimate"]
        assert first["2020-01"] > 0.8
        assert first["2020-02"] < 0.2

    def test_dates_must_be_dates(self, planted):
        with pytest.raises(InputError, match="to_datetime"):
            trends(planted, planted, planted.weights, pd.Series("2010", planted.doc_ids))


class TestBaselines:
    def test_ols_unmixes_and_argmax_counts(self, planted):
        found = baseline_estimates(planted, planted, planted.weights)
        assert all(np.allclose(table.sum(axis=1), 1) for table in found.values())
        error = {
            name: (table - planted.country_topic).abs().sum(axis=1).mean() / 2
            for name, table in found.items()
        }
        assert error["ols"] < error["mean"]

    def test_author_topic_gives_shares(self, planted):
        table, words = author_topic(planted, planted.weights, n_topics=4, passes=5)
        assert np.allclose(table.sum(axis=1), 1)
        assert words.shape == (4, 200)


class TestBadInput:
    def change(self, planted, row, **values):
        weights = planted.weights.copy()
        for column, value in values.items():
            weights.loc[row, column] = value
        return weights

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"doc_id": "lost"}, "lost"),
            ({"weight": 1.5}, r"\[0, 1\]"),
            ({"weight": -0.1}, r"\[0, 1\]"),
            ({"weight": np.nan}, r"\[0, 1\]"),
            ({"p_about": 2.0}, "p_about"),
            ({"country": "none"}, "remainder"),
        ],
    )
    def test_bad_weights_are_named(self, planted, values, message):
        weights = self.change(planted, 5, **values)
        with pytest.raises(InputError, match=message):
            topic_country(planted, planted, weights, draws=20)

    def test_weights_beyond_the_document(self, planted):
        weights = planted.weights.assign(weight=0.9)
        with pytest.raises(InputError, match="at most 1"):
            topic_country(planted, planted, weights, draws=20)

    def test_repeated_rows(self, planted):
        weights = pd.concat([planted.weights, planted.weights.iloc[[0]]])
        with pytest.raises(InputError, match="more than one row"):
            topic_country(planted, planted, weights, draws=20)

    def test_empty_inputs(self, planted):
        with pytest.raises(InputError, match="no row"):
            topic_country(planted, planted, planted.weights.iloc[:0], draws=20)
        with pytest.raises(InputError, match="is empty"):
            topic_country(Topics(pd.DataFrame()), planted, planted.weights, draws=20)

    def test_other_vocabulary(self, planted):
        strange = Topics(planted.topic_word.add_suffix("x", axis=1))
        with pytest.raises(InputError, match="share no word"):
            topic_country(strange, planted, planted.weights, draws=20)

    def test_rows_that_are_no_probabilities(self, planted):
        with pytest.raises(InputError, match="sum to 1"):
            topic_country(Topics(planted.topic_word * 2), planted, planted.weights, draws=20)

    def test_fractions_of_words(self, planted):
        bow = Counts(planted.counts * 0.5, planted.doc_ids, planted.words)
        with pytest.raises(InputError, match="whole numbers"):
            topic_country(planted, bow, planted.weights, draws=20)

    def test_documents_without_cluster(self, planted):
        with pytest.raises(InputError, match="doc000002"):
            topic_country(
                planted, planted, planted.weights, cluster=planted.clusters.drop("doc000002")
            )

    @pytest.mark.parametrize(
        "options", [{"level": 95}, {"draws": 1}, {"method": "median"}, {"seed": -1}]
    )
    def test_bad_options_are_named(self, planted, options):
        with pytest.raises(TopicsError, match=next(iter(options))):
            topic_country(planted, planted, planted.weights, **options)

    def test_fits_of_other_counts(self, planted):
        other = Topics(planted.topic_word.iloc[:3])
        with pytest.raises(InputError, match="same words and number of topics"):
            topic_country([planted, other], planted, planted.weights, draws=20)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=40),
    st.floats(0.01, 0.98),
    st.floats(0.001, 0.01),
)
def test_intervals_stay_inside_0_and_1_hold_the_mean_and_grow_with_level(values, level, more):
    draws = np.array(values)[:, None]
    low, high = share_interval(draws, level=level)
    wider_low, wider_high = share_interval(draws, level=level + more)
    assert 0 <= wider_low[0] <= low[0] <= draws.mean() + 1e-12
    assert draws.mean() - 1e-12 <= high[0] <= wider_high[0] <= 1


def test_draws_are_read_only(drawn):
    with pytest.raises(ValueError, match="read-only"):
        drawn.sample[0] = 0


class TestSkewedDraws:
    """Draws with a short reach on one side of the median and a long one on the other."""

    # Median 1; the root mean square distances are 1 below and 3 above, halves counted alone.
    draws = np.array([[0.0], [0.0], [1.0], [1.0], [4.0], [4.0]]) * np.sqrt(1.5) + 1 - np.sqrt(1.5)

    def test_score_counts_the_spread_on_the_side_of_zero(self):
        assert difference_score(self.draws) == pytest.approx(1.0)
        assert difference_score(-self.draws) == pytest.approx(-1.0)
        # Now zero lies on the side of the long reach.
        assert difference_score(self.draws - 2) == pytest.approx(-1 / 3)
        assert difference_score(2 - self.draws) == pytest.approx(1 / 3)

    def test_p_values_agree_with_the_intervals(self):
        rng = np.random.default_rng(4)
        draws = 0.1 * rng.gamma(0.7, size=(400, 300)) * rng.choice([-1, 1], 300)
        draws += rng.uniform(-0.3, 0.3, 300)
        low, high = difference_interval(draws, level=0.9)
        p_value = 2 * ndtr(-np.abs(difference_score(draws)))
        apart = (low > 0) | (high < 0)
        assert 50 < apart.sum() < 250
        assert ((p_value < 0.1) == apart).all()


def describe(chains):
    return describe_mixing(*judge_chains(chains), chains, n_sweeps=sum(map(len, chains)))


@pytest.mark.parametrize(("unsettled", "share"), [(0, None), (8, None), (30, "3 %"), (500, "50 %")])
def test_the_warning_begins_where_more_than_one_share_in_a_hundred_has_not_settled(
    unsettled, share
):
    rng = np.random.default_rng(3)
    chain = rng.normal(0.5, 0.01, (4000, 500, 2))
    chain.reshape(4000, 1000)[2000:, :unsettled] += 0.1
    found = describe([chain])
    # Chance puts an R-hat of a few thousand independent states hardly ever above 1.01.
    assert found["unsettled"] == unsettled / 1000
    assert found["n_draws"] == 4000
    if share is None:
        assert found["warning"] == ""
    else:
        assert f"{share} of the shares, marked ~, may still move" in found["warning"]


class TestRecord:
    def run(self, states, *, draws=20, sweeps=(10, 800), fits=2):
        kept = record.Record((1, 1), draws=draws, sweeps=sweeps, fits=fits)
        step = 0
        while not kept.over:
            step += 1
            for _ in range(kept.wanted(step)):
                kept.add([np.full((1, 1), step - 10)])
            kept.after(step, states[step : step + 1, None])
        return kept

    def test_draws_are_even_over_all_rounds(self):
        moving = np.arange(1000.0)
        kept = self.run(moving)
        assert kept.ends == [400, 800]
        assert kept.sweeps == 800
        assert kept.kept[:, 0, 0, 0].tolist() == list(range(40, 801, 40))
        assert kept.so_far()[:, 0, 0].tolist() == list(range(11, 811))

    def test_sweeps_stop_where_all_has_settled(self):
        kept = self.run(np.random.default_rng(0).normal(size=1000))
        assert kept.sweeps == 400
        assert kept.kept[:, 0, 0, 0].tolist() == list(range(20, 401, 20))
        alone = self.run(np.random.default_rng(0).normal(size=2000), sweeps=(10, 1600), fits=1)
        assert alone.ends == [800, 1600]

    def test_a_sweep_serves_several_draws_where_they_are_more(self):
        kept = self.run(np.arange(1000.0), draws=20, sweeps=(10, 5))
        assert kept.kept[:, 0, 0, 0].tolist() == [n for n in range(1, 6) for _ in range(4)]
