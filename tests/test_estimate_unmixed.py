"""Means of documents, mixes of groups and the run of the sampler: what each makes is known."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import numpy as np
import pandas as pd
import pytest
from by_hand import DOCS, PHI, THETA, WEIGHTS, Means, Uneven, alone, bow, doubtful, model

from topics.estimate import sampler, topic_country
from topics.estimate.bootstrap import DocumentMeans, unmix
from topics.estimate.documents import Documents
from topics.estimate.given import bootstrap_shares, line_up_shares, share_table
from topics.estimate.hierarchy import Hierarchy
from topics.estimate.inputs import line_up
from topics.estimate.joint import estimate_mixes, responsibilities
from topics.estimate.mean import bootstrap_means, document_shares
from topics.estimate.resume import resumed, taken
from topics.estimate.words import Topics


class TestMeans:
    def test_of_documents_as_drawn(self):
        problem = alone()
        docs, tree = Documents(problem), Hierarchy(problem, threads=1)
        docs.topic[:] = [0, 0, 1, 0, 1, 1, 1, 1]
        tree.update(Means(), np.array([[2, 2], [0, 1], [0, 0]], np.int32))
        means = DocumentMeans(problem)
        assert means.plain == pytest.approx([3, 3, 3])
        assert means.spread == pytest.approx([3.75, 3.75, 3.75])
        with ThreadPoolExecutor(1) as pool:
            found, mains = means.draw(Uneven(), pool, docs, tree, 5.0)
        sums = np.array([[2 / 3 + 2 * 0.5, 1 / 3 + 2 * 0.5], [0, 3 * 1], [0, 0]])
        # A document is worth its tables: 4 of two documents, 1 of one; where none is, much.
        prior = tree.concentrations[0] * tree.mixes[1] / np.array([[2.0], [1.0], [1000.0]])
        told = sums + prior
        assert found == pytest.approx(told / told.sum(axis=1, keepdims=True), abs=1e-5)
        mixes = tree.mixes[0]
        of_second = int(np.argmax(1 + 5 * mixes[0]))  # one word of either topic
        tops = np.zeros((3, 2))
        tops[0, 0] += 1
        tops[0, of_second] += 2
        tops[1, 1] += 3
        tops += tops.sum(axis=0) / 6 + 1e-9
        assert mains == pytest.approx(tops / tops.sum(axis=1, keepdims=True), abs=1e-6)

    def test_many_documents_are_unmixed_in_blocks(self):
        rng = np.random.default_rng(2)
        n = 9000
        mixes = np.array([[0.8, 0.2], [0.3, 0.7]])
        weights = np.tile([0.25, 0.75], n // 2).repeat(1)
        weights = np.column_stack([weights, 1 - weights]).ravel()
        shares = (weights.reshape(n, 2) @ mixes).astype(np.float32)
        slots, group = np.arange(0, 2 * n + 1, 2), np.tile([0, 1], n)
        prior = np.full((2, 2), 1e-9)
        start, found = rng.dirichlet([1, 1], 2), []
        for threads in (1, 2):
            at = start
            with ThreadPoolExecutor(threads) as pool:
                for _ in range(8):
                    at = unmix(pool, shares.copy(), slots, group, weights, prior.copy(), at)
            found.append(at)
        assert np.array_equal(*found)
        assert found[0] == pytest.approx(mixes, abs=0.02)

    def test_of_documents_with_their_weights(self):
        shares = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
        estimate, sample = bootstrap_means(alone(), shares, draws=3000, seed=1)
        np.testing.assert_allclose(estimate[:2], [[0.75, 0.25], [0, 1]])
        assert np.isnan(estimate[2]).all()
        assert (sample.shape, sample.dtype) == ((3000, 3, 2), np.float32)
        np.testing.assert_allclose(sample.sum(axis=2), 1, atol=1e-6)
        # Of two documents, by Rubin: the mean, and half the distance times the root of 1 / 3.
        assert sample[:, 0, 0].mean() == pytest.approx(0.75, abs=0.01)
        assert sample[:, 0, 0].std() == pytest.approx(0.25 / 3**0.5, rel=0.05)
        few = bootstrap_means(alone(), shares, draws=5, seed=1)[1]
        assert np.array_equal(few, sample[:5])
        other = bootstrap_means(alone(), shares, draws=5, seed=2)[1]
        assert not np.array_equal(other, few)
        together = alone(pd.Series([*"ppq"], DOCS))
        one = bootstrap_means(together, shares, draws=20, seed=1)[1]
        assert one[:, 0].std(axis=0) == pytest.approx(0, abs=1e-6)

    def test_topics_of_documents(self):
        plain = line_up(model(pd.DataFrame(np.eye(2), columns=PHI.columns)), bow(), WEIGHTS)
        found = document_shares(plain, alpha=np.array([0.5, 0.25]))
        assert found == pytest.approx(
            np.array([[2.5, 1.25], [1.5, 1.25], [0.5, 3.25]]) / [[3.75], [2.75], [3.75]], abs=1e-5
        )

    def test_shares_that_are_given(self):
        problem, shares = line_up_shares(share_table(THETA), WEIGHTS)
        options = {"draws": 6, "seed": 3, "threads": 1}
        found = bootstrap_shares(problem, shares, **options)
        assert (found.shape, found.dtype) == ((6, 3, 2), np.float32)
        few = bootstrap_shares(problem, shares, **options | {"draws": 4, "threads": 2})
        assert np.array_equal(found[:4], few)
        other = bootstrap_shares(problem, shares, **options | {"seed": 4})
        assert not np.array_equal(found, other)
        # Half a document's worth of the corpus, drawn, beside one that counts as drawn.
        many = bootstrap_shares(problem, shares, **options | {"draws": 2000}).astype(float)
        rng, corpus = np.random.default_rng(9), THETA.mean().to_numpy()
        times = 3.75 * rng.standard_gamma(1 / 3.75, (20_000, 1))
        prior = rng.standard_gamma(0.5 * corpus, (20_000, 2)) + 1e-12
        told = times * THETA.loc["d2"].to_numpy() + prior
        told /= told.sum(axis=1, keepdims=True)
        assert many[:, 1].mean(axis=0) == pytest.approx(told.mean(axis=0), abs=0.02)
        assert many[:, 1].std(axis=0) == pytest.approx(told.std(axis=0), abs=0.02)
        assert many[:, 2].mean(axis=0) == pytest.approx(corpus, abs=0.03)


class TestJoint:
    def test_responsibilities_are_the_same_in_blocks(self):
        ids = pd.Index([f"d{n:04}" for n in range(4100)])
        counts = np.random.default_rng(0).integers(1, 4, (4100, 2))
        weights = pd.DataFrame({"doc_id": ids, "country": "X", "weight": 1.0})
        problem = line_up(model(), bow(counts, ids), weights)
        shares = np.random.default_rng(1).dirichlet([1, 1], 4100)
        expected = (counts / (shares @ PHI.to_numpy())) @ PHI.to_numpy().T
        for threads in (1, 2):
            found = responsibilities(problem, shares, threads=threads)
            np.testing.assert_allclose(found, expected, rtol=1e-4)
            assert found.dtype == np.float32

    def test_mixes_with_their_prior(self):
        """Topics without a word in common: the answer is a count, with half a document more."""
        problem = line_up(model(pd.DataFrame(np.eye(2), columns=PHI.columns)), bow(), WEIGHTS)
        shares = np.array([[2 / 3 + 0.5, 1 / 3 + 0.5], [0, 1], [0, 0]])
        corpus = shares.sum(axis=0) / 3
        told = shares + 0.5 * corpus
        told /= told.sum(axis=1, keepdims=True)
        assert estimate_mixes(problem, tolerance=1e-9) == pytest.approx(told, abs=1e-5)
        more = shares + 2 * corpus
        more /= more.sum(axis=1, keepdims=True)
        assert estimate_mixes(problem, prior=2) == pytest.approx(more, abs=1e-4)
        whole = np.array([[3, 2], [0, 3], [0, 0.0]])  # every word counts, and no document more
        told = whole + 0.5 * whole.sum(axis=0) / 8
        told /= told.sum(axis=1, keepdims=True)
        found = estimate_mixes(problem, doc_weight=np.ones(3), tolerance=1e-9)
        assert found == pytest.approx(told, abs=1e-5)
        start = np.array([[0.9, 0.1]] * 3)
        still = estimate_mixes(problem, start=start, iterations=0)
        assert still is start
        once = estimate_mixes(alone(), start=start, iterations=1)
        assert not np.allclose(once, estimate_mixes(alone(), iterations=1))
        loose = estimate_mixes(alone(), start=start, tolerance=1.0)
        assert np.array_equal(loose, once)


@pytest.fixture
def problem():
    return doubtful()


class Kept:
    """A checkpoint that keeps what it is given."""

    def __init__(self, state=None):
        self.state, self.done = state, []

    def load(self):
        return self.state

    def save(self, values):
        self.state = deepcopy(values)  # arrays are filled in place
        self.done.append(values["done"])


class TestRun:
    def test_what_was_taken_is_put_back(self, problem):
        def parts(known=False):
            return Documents(problem), Hierarchy(problem, threads=1), Topics(problem, known=known)

        ours, theirs = parts(), parts()
        rng, other = np.random.default_rng(1), np.random.default_rng(2)
        ours[0].topic[:], ours[0].about[:], ours[0].lengths = 1, 0, np.array([1, 2, 3])
        ours[1].update(rng, np.array([[2, 2], [0, 1], [1, 1]], np.int32))
        ours[2].update(rng, np.array([[2, 3, 1], [1, 3, 2]]))
        state = taken(rng, *ours)
        assert resumed(Kept(state), other, *theirs) is state
        assert rng.random() == other.random()
        assert set(state["documents"]) == {"topic", "about", "lengths"}
        for name in ("topic", "about", "lengths"):
            assert np.array_equal(getattr(ours[0], name), getattr(theirs[0], name))
        for own, others in zip(ours[1:], theirs[1:], strict=True):
            assert vars(own).keys() == vars(others).keys()
            for name, value in vars(own).items():
                pairs = (
                    zip(value, vars(others)[name], strict=True) if isinstance(value, list)
                    else [(value, vars(others)[name])]
                )  # fmt: skip
                assert all(np.array_equal(*pair) for pair in pairs), name
        assert resumed(None, other, *theirs) == resumed(Kept(), other, *theirs) == {}

    def test_what_a_run_returns(self, problem, monkeypatch):
        told = {}

        class Bar:
            def __init__(self, **options):
                told.update(options, steps=0)

            def __enter__(self):
                return self

            def __exit__(self, *_):
                pass

            def update(self):
                told["steps"] += 1

        monkeypatch.setattr(sampler, "progress", Bar)
        kept = Kept()
        found = sampler.sample_mixes(problem, draws=20, seed=[1, 0], checkpoint=kept)
        # A warm-up of 300 sweeps, and six for each draw.
        assert told == {"total": 420, "initial": 0, "desc": "sampling", "steps": 420}
        assert kept.done == [250]
        assert found.n_sweeps == 120
        assert (found.mixes.shape, found.mains.shape) == ((20, 3, 2), (20, 3, 2))
        assert found.states.shape == (120, 3, 2)
        for part in (found.mixes, found.mains, found.states):
            np.testing.assert_allclose(part.sum(axis=2), 1, atol=1e-5)
        np.testing.assert_allclose(found.phi.sum(axis=0), 1, atol=1e-5)
        assert found.phi.dtype == np.float32
        # X is about two for certain; Y is in doubt in both of its documents.
        assert found.n_about[0] == 2
        assert 0 < found.n_about[1] < 2
        assert 0 < found.general < 1
        assert min(found.scatter, found.shrinkage, found.eta) > 0
        again = sampler.sample_mixes(problem, draws=20, seed=[1, 0], checkpoint=kept)
        assert (told["initial"], told["steps"]) == (250, 170)
        for name in ("mixes", "mains", "states", "phi", "n_about", "scatter", "shrinkage", "eta",
                     "general", "n_sweeps"):  # fmt: skip
            assert np.array_equal(getattr(found, name), getattr(again, name)), name

    def test_evidence_is_the_mixes_themselves(self, problem):
        found = sampler.sample_mixes(problem, draws=120, seed=[1], unit="evidence", refit=False)
        assert found.mains is None
        assert found.n_sweeps == 720
        assert np.array_equal(found.mixes, found.states[5::6])
        assert np.isnan(found.eta)
        assert found.general == 0
        np.testing.assert_allclose(found.phi, PHI.T, atol=1e-6)

    def test_a_corpus_of_eight_words_has_an_estimate(self):
        table = topic_country(model(), bow(), WEIGHTS, draws=40, threads=1)
        assert table[["estimate", "ci_low", "ci_high"]].notna().all(axis=None)
