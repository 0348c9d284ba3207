"""How fits are put together, how chains are judged, and what is kept on the way: known answers."""

import numpy as np
import pytest
from by_hand import WEIGHTS, bow, model
from scipy.special import ndtri
from scipy.stats import rankdata

from topics.estimate.draws import _of_all_fits, _onto, _pooled, as_models, draw_topic_country
from topics.estimate.inputs import line_up
from topics.estimate.mixing import describe_mixing, effective_size, has_settled, judge_chains
from topics.estimate.sampler import Posterior


@pytest.fixture
def rng():
    return np.random.default_rng(4)


class TestFits:
    def test_topics_of_another_fit_count_for_those_they_are(self):
        first = np.eye(3)
        assert _onto(first, first[:, [2, 0, 1]]).tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
        # Two halves of the first topic, and one that is the second and the third at once.
        split = np.array([[0.9, 0.1, 0.0], [0.6, 0.4, 0.0], [0.0, 0.5, 0.5]]).T
        assert _onto(first, split).argmax(axis=1).tolist() == [0, 0, 1]
        assert _onto(first, split).dtype == np.float32

    def test_pooled_draws_have_the_spread_of_rubin(self, rng):
        mixes = [rng.dirichlet([90, 80 + 9 * fit], (50, 2)) for fit in range(3)]
        pooled = _pooled(mixes)
        assert (pooled.shape, pooled.dtype) == ((150, 2, 2), np.float32)
        np.testing.assert_allclose(pooled.sum(axis=2), 1, atol=1e-6)
        means = np.array([fit.mean(axis=0) for fit in mixes])
        found = pooled.reshape(3, 50, 2, 2).mean(axis=1)
        # Three fits: means lie root 2 times as far from their own mean.
        np.testing.assert_allclose(
            found - found.mean(axis=0), 2**0.5 * (means - means.mean(axis=0)), atol=1e-6
        )
        assert _pooled(mixes[:1]) is mixes[0]
        far = [np.full((1, 1, 2), [share, 1 - share]) for share in (0.0, 1.0)]
        assert _pooled(far).min() >= 0

    def test_the_value_of_all_fits(self, rng):
        problem = line_up(model(), bow(), WEIGHTS)
        chains = [
            Posterior(
                mixes=rng.dirichlet([5, 5], (10, 3)).astype(np.float32),
                mains=rng.dirichlet([2, 2], (10, 3)).astype(np.float32),
                states=rng.dirichlet([5, 5], (900, 3)).astype(np.float32),
                n_sweeps=900 + fit, n_about=np.array([2.0, 1.0, fit]),
                phi=problem.phi if fit == 0 else problem.phi[:, ::-1],
                scatter=1.0 + fit, shrinkage=3.0 + fit, eta=0.5 + fit, general=0.25,
            )
            for fit in (0, 1)
        ]  # fmt: skip
        found = _of_all_fits(problem, chains, 19)
        turned = [chains[0].mixes, chains[1].mixes[:, :, ::-1]]
        np.testing.assert_allclose(found.sample, _pooled(turned)[:19])
        mains = [chains[0].mains, chains[1].mains[:, :, ::-1]]
        np.testing.assert_allclose(found.main, _pooled(mains)[:19])
        np.testing.assert_allclose(found.estimate, found.sample.mean(axis=0), atol=1e-6)
        assert (found.estimate.dtype, found.sample.dtype) == (np.float64, np.float32)
        np.testing.assert_allclose(found.topic_word, model().topic_word, atol=1e-7)
        assert found.topic_word.columns.tolist() == ["a", "b"]
        rhat, size = judge_chains([chains[0].states, chains[1].states[:, :, ::-1]])
        np.testing.assert_allclose(found.rhat, rhat)
        np.testing.assert_allclose(found.effective_size, size)
        assert found.n_about.tolist() == [2.0, 1.0, 0.5]
        assert (found.n_docs.tolist(), found.n_effective.tolist()) == ([2, 1, 0], [2.0, 1.0, 0.0])
        told = dict(found.diagnostics)
        mixing = told.pop("mixing")
        assert told == {
            "scatter": 1.5, "shrinkage": 3.5, "eta": 1.0, "general": 0.25,
            "topics_kept": {0: 1.0, 1: 1.0}, "dropped": [], "undated": [],
        }  # fmt: skip
        assert mixing == describe_mixing(rhat, size, turned, n_sweeps=1801)
        assert (mixing["n_sweeps"], mixing["n_draws"], mixing["n_fits"]) == (1801, 20, 2)

    def test_one_model_or_several(self):
        one = model()
        assert as_models(one) == [one]
        assert as_models((one, one)) == [one, one]

    def test_the_mean_has_no_chain_and_no_main_topics(self):
        found = draw_topic_country(
            model(), bow(((2, 1), (1, 1), (0, 0))), WEIGHTS, method="mean", draws=20, threads=1
        )
        assert np.isnan(found.rhat).all()
        assert np.isnan(found.effective_size).all()
        assert found.settled.all()
        assert (found.main, found.n_about, found.note) == (None, None, "")
        assert found.diagnostics == {
            "topics_kept": {0: 1.0, 1: 1.0}, "dropped": ["d2"], "undated": []
        }  # fmt: skip
        assert not found.sample.flags.writeable


class TestChains:
    def test_r_hat_and_size_are_those_of_ranks(self, rng):
        chains = [rng.normal(size=(61, 2, 3)).cumsum(axis=0) for _ in range(2)]
        rhat, size = judge_chains(chains)

        def halves(values):
            scores = ndtri((rankdata(values) - 3 / 8) / (len(values) + 1 / 4))
            return np.stack([scores[:30], scores[-30:]])

        def total(pair):
            within = pair.var(axis=1, ddof=1).mean()
            return within, within * 29 / 30 + pair.mean(axis=1).var(ddof=1)

        for group, topic in np.ndindex(2, 3):
            values = [chain[:, group, topic] for chain in chains]
            plain = [halves(value) for value in values]
            folded = [halves(np.abs(value - np.median(value))) for value in values]
            worst = 0.0
            for kind in (plain, folded):
                within, whole = np.mean([total(pair) for pair in kind], axis=0)
                worst = max(worst, np.sqrt(whole / within))
            assert rhat[group, topic] == pytest.approx(worst)
            assert size[group, topic] == pytest.approx(
                sum(effective_size(pair[:, :, None])[0] for pair in plain)
            )

    def test_many_shares_are_judged_as_few(self, rng):
        states = rng.normal(size=(20, 1, 2003))
        rhat, size = judge_chains([states])
        for few in (slice(0, 3), slice(1998, 2003)):
            own = judge_chains([states[:, :, few]])
            np.testing.assert_allclose(rhat[:, few], own[0])
            np.testing.assert_allclose(size[:, few], own[1])

    def test_the_effective_size_adds_pairs_of_autocorrelations_while_they_are_positive(self, rng):
        chains = rng.normal(size=(2, 40, 1)).cumsum(axis=1)
        centred = chains - chains.mean(axis=1, keepdims=True)
        within = chains.var(axis=1, ddof=1).mean()
        whole = within * 39 / 40 + chains.mean(axis=1).var(ddof=1)
        lagged = [
            np.mean([np.sum(c[lag:] * c[: 40 - lag]) / 40 for c in centred]) for lag in range(40)
        ]
        rho = 1 - (within - np.array(lagged)) / whole
        rho[0] = 1
        time, last = -1.0, np.inf
        for pair in rho.reshape(20, 2).sum(axis=1):
            if pair <= 0:
                break
            last = min(last, pair)
            time += 2 * last
        assert effective_size(chains)[0] == pytest.approx(80 / time)
        # Draws that swing from side to side tell more than independent ones, to a point.
        swinging = np.tile([1.0, -1.0], (2, 20))[:, :, None]
        assert effective_size(swinging)[0] == pytest.approx(80 * np.log10(80))
        assert effective_size(np.ones((2, 40, 1)))[0] == pytest.approx(80)

    def test_bounds_of_what_has_settled(self):
        rhat, size = np.array([1.0, 1.01, 1.0101, 1.0]), np.array([400.0, 400, 999, 399.9])
        assert has_settled(rhat, size).tolist() == [True, True, False, False]
        assert has_settled(rhat, size, enough=100).tolist() == [True, True, False, True]

    def test_what_is_told_of_chains(self):
        rhat, size = np.array([[1.0, 1.0304]]), np.array([[80.04, 1000.0]])
        mixes = [np.tile([[[0.25]], [[0.5]]], (n, 1, 2)) for n in (5, 8)]
        found = describe_mixing(rhat, size, mixes, n_sweeps=700)
        assert found == {
            "rhat_max": 1.03, "ess_min": 80.0, "ess_median": 540.0, "unsettled": 1.0,
            "between_fits": 0.0, "n_fits": 2, "n_draws": 26, "n_sweeps": 700,
            "warning": "the sampler reached its limit before all settled: 100 % of the shares, "
            "marked ~, may still move in a longer run (R-hat above 1.01 or effective size below "
            "400). To settle takes 5 times as long, or longer: --draws 130.",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("rhat", "size", "times"),
        [(1.0, 390.0, 2), (1.045, 400.0, 5), (2.0, 1.0, 20), (1.0, 100.5, 4)],
    )
    def test_how_much_longer(self, rhat, size, times):
        found = describe_mixing(
            np.array([[rhat]]), np.array([[size]]), [np.ones((30, 1, 1))], n_sweeps=1
        )
        assert found["warning"].endswith(f"or longer: --draws {30 * times}.")

    def test_the_part_between_fits(self, rng):
        angle = rng.uniform(0.5, 1.0, (2, 30, 1, 2))
        angle[1] += 0.2
        found = describe_mixing(
            np.ones((1, 2)), np.full((1, 2), 500.0), list(np.sin(angle) ** 2), n_sweeps=1
        )
        between = angle.mean(axis=1).var(axis=0, ddof=1)
        whole = between + angle.var(axis=1).mean(axis=0)
        rounded = [np.full((3, 1, 1), share, np.float32) for share in (1 + 2e-7, -1e-9)]
        ends = describe_mixing(np.ones((1, 1)), np.full((1, 1), 500.0), rounded, n_sweeps=1)
        assert ends["between_fits"] == 1
        assert found["between_fits"] == pytest.approx(np.median(between / whole), abs=1e-4)
