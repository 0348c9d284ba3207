"""The parts of the sampler, with a generator that draws means: what each makes is known."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from by_hand import DOCS, WEIGHTS, YEARS, Means, alone, bow, doubtful, model
from scipy.special import gammaln

from topics.estimate.documents import Documents
from topics.estimate.hierarchy import Hierarchy, draw_dirichlet, new_key, redraw_concentration
from topics.estimate.inputs import line_up
from topics.estimate.joint import estimate_mixes
from topics.estimate.words import Topics, _update_eta


@pytest.fixture
def problem():
    return doubtful()


class TestDocuments:
    def test_tokens_and_who_documents_are_about(self, problem):
        docs = Documents(problem)
        assert docs.words.tolist() == [0, 0, 1, 0, 1, 1, 1, 1]
        assert docs.indptr.tolist() == [0, 3, 5, 8]
        assert (docs.topic.tolist(), docs.topic.dtype) == ([-1] * 8, np.int16)
        assert docs.slots.tolist() == [0, 3, 5, 7]
        assert docs.group.tolist() == [0, 1, 2, 0, 2, 1, 2]
        assert docs.p_about.tolist() == [1, 0.5, 1, 1, 1, 0.5, 1]
        assert docs.share.tolist() == [0.5, 0.5, 0.25, 1, 0, 1, 0.5]
        assert (docs.about.tolist(), docs.about.dtype) == ([1] * 7, np.int8)
        # What is left to none beside that the document may be about nobody.
        assert docs.rest.tolist() == [0.25, 0, 0]
        assert docs.lengths.tolist() == [3, 2, 3]
        assert (docs.blocks[0], docs.blocks[-1]) == (0, 3)
        assert (np.diff(docs.blocks) > 0).all()

    def test_many_documents_are_cut_in_sixteen_blocks(self):
        ids = pd.Index([f"d{n:03}" for n in range(160)])
        weights = pd.DataFrame({"doc_id": ids, "country": "X", "weight": 1.0})
        docs = Documents(line_up(model(), bow(np.ones((160, 2)), ids), weights))
        assert docs.blocks.tolist() == list(range(0, 161, 10))

    def test_a_sweep_counts_every_word_once(self, problem):
        docs = Documents(problem)
        mixes = np.full((3, 2), 0.5)
        found = []
        for threads in (1, 3):
            docs = Documents(problem)
            topics = Topics(problem, known=True)
            with ThreadPoolExecutor(threads) as pool:
                tokens, tables, seated = docs.sweep(pool, threads, np.uint64(7), topics, mixes, 5.0)
            found.append((tokens, tables, seated, docs.topic))
            assert tokens.sum(axis=1).tolist() == [3, 5]
            assert tokens[:, 2].tolist() == [0, 0]
            assert tables.sum() == seated.sum()
            assert (seated >= 1).all()
            assert np.bincount(docs.topic, minlength=2).tolist() == tokens.sum(axis=0)[:2].tolist()
        assert all(np.array_equal(*parts) for parts in zip(*found, strict=True))
        assert [part.dtype for part in found[0]] == [np.int32, np.int32, np.int64, np.int16]

    def test_the_state_of_documents(self, problem):
        docs = Documents(problem)
        docs.topic[:] = [0, 0, 1, 0, 2, 1, 1, 2]
        docs.lengths[:] = [3, 1, 2]
        shares, weights = docs.state(2)
        np.testing.assert_allclose(shares, [[2 / 3, 1 / 3], [1, 0], [0, 1]], atol=1e-6)
        np.testing.assert_allclose(weights, [0.375, 0.375, 0.25, 1, 0, 1, 0])
        assert (shares.dtype, weights.dtype) == (np.float32, np.float64)


class TestTopics:
    def test_topics_start_as_they_were_fitted(self, problem):
        known = Topics(problem, known=True)
        assert known.phi is problem.phi
        assert known.general.tolist() == [0, 0]
        assert known.balance.tolist() == [0, 1]
        assert np.isnan(known.eta)
        assert known.general_share == 0
        assert np.array_equal(known.as_written(), problem.phi)
        known.update(Means(), np.ones((2, 3), int))
        assert known.phi is problem.phi
        drawn = Topics(problem, known=False)
        assert drawn.phi is problem.phi
        assert drawn.general == pytest.approx([3.1 / 8.2, 5.1 / 8.2])
        assert (drawn.general.dtype, known.general.dtype) == (np.float32, np.float32)
        assert drawn.balance.tolist() == [30.0, 70.0]
        assert drawn.eta == 0.02
        roots = np.sqrt([3.1, 5.1])
        assert drawn.base == pytest.approx(roots / roots.mean())
        assert drawn.general_share == 0.3

    def test_an_update_draws_words_of_topics_and_general_ones(self, problem):
        topics = Topics(problem, known=False)
        tokens = np.array([[20, 3, 5], [10, 30, 15]])
        topics.update(Means(), tokens)
        assert topics.eta == pytest.approx(_update_eta(0.02, topics.base, tokens[:, :2]), abs=1e-12)
        phi = tokens[:, :2] + topics.eta * topics.base[:, None]
        assert topics.phi == pytest.approx(phi / phi.sum(axis=0), abs=1e-6)
        assert topics.general == pytest.approx([5.1 / 20.2, 15.1 / 20.2])
        assert (topics.phi.dtype, topics.general.dtype) == (np.float32, np.float32)
        assert topics.balance.tolist() == pytest.approx([100 * 21 / 85, 100 * 64 / 85])
        mixed = 64 / 85 * topics.phi + 21 / 85 * topics.general[:, None]
        assert topics.as_written() == pytest.approx(mixed)
        empty = Topics(problem, known=False)
        empty.update(Means(), np.zeros((2, 3), int) + np.array([[1, 0, 0], [1, 1, 0]]))
        assert np.isfinite(empty.phi).all()

    def test_the_prior_of_topics_becomes_the_likeliest(self):
        rng = np.random.default_rng(3)
        base = rng.uniform(0.5, 1.5, 30)
        counts = np.stack(
            [rng.multinomial(200, rng.dirichlet(0.4 * base)) for _ in range(8)], axis=1
        )
        eta = 0.02
        for _ in range(300):
            eta = _update_eta(eta, base, counts)

        def likelihood(value):
            own = value * base[:, None]
            whole = gammaln(own.sum()) - gammaln(own.sum() + counts.sum(axis=0))
            return whole.sum() + (gammaln(counts + own) - gammaln(own)).sum()

        grid = np.linspace(0.1, 1, 1801)
        assert eta == pytest.approx(grid[np.argmax([likelihood(v) for v in grid])], abs=1e-3)
        high = 9.9
        for _ in range(50):
            high = _update_eta(high, np.ones(2), np.full((2, 1), 500))
        assert high == 10.0
        assert _update_eta(1e-4, np.ones(2), np.array([[50], [0]])) == 1e-4

    def test_a_sweep_in_which_every_word_is_general_leaves_the_prior(self, problem):
        topics = Topics(problem, known=False)
        topics.update(np.random.default_rng(0), np.array([[0, 0, 3], [0, 0, 5]]))
        assert topics.eta == 0.02
        assert topics.phi.sum(axis=0) == pytest.approx([1, 1])
        assert topics.balance == pytest.approx([90.0, 10.0])


class TestHierarchy:
    def test_it_starts_from_the_likeliest_mixes(self):
        problem = line_up(model(), bow(), WEIGHTS, period=YEARS, cluster=pd.Series([*"pqp"], DOCS))
        found = Hierarchy(problem, threads=1)
        start = estimate_mixes(problem, tolerance=1e-3)
        assert len(found.mixes) == 4
        np.testing.assert_allclose(found.mixes[1], start)
        np.testing.assert_allclose(found.mixes[0], start[problem.parents[0]])
        assert found.mixes[2].tolist() == [[0.5, 0.5]] * 3
        assert found.mixes[3].tolist() == [[0.5, 0.5]]
        assert found.concentrations == [5.0, 5.0, 5.0]
        assert found.tables == []

    def test_an_update_goes_up_and_comes_down(self):
        found = Hierarchy(alone(), threads=1)
        tables = np.array([[3, 1], [0, 4], [1, 1]], np.int32)
        found.update(Means(), tables)
        above = found.tables[1]
        assert found.tables[0] is tables
        assert above.shape == (1, 2)
        assert (np.sign(above[0]) == 1).all()
        assert (above[0] <= tables.sum(axis=0)).all()
        concentration = redraw_concentration(Means(), 5.0, tables.sum(axis=1), int(above.sum()))
        assert found.concentrations == [concentration]
        top = (above[0] + 0.5) / (above.sum() + 1)
        assert found.mixes[1][0] == pytest.approx(top)
        own = tables + concentration * top
        assert found.mixes[0] == pytest.approx(own / own.sum(axis=1, keepdims=True))

    def test_parts(self):
        assert draw_dirichlet(Means(), np.array([[1.0, 3.0], [0.0, 0.0]])) == pytest.approx(
            np.array([[0.25, 0.75], [0.5, 0.5]])
        )
        assert new_key(Means()) == 2**63 - 1
        assert type(new_key(Means())) is np.uint64

    def test_concentrations_are_drawn_from_their_posterior(self):
        sizes, n_tables = np.array([9, 0, 14, 5, 30]), 17
        rng, value, drawn = np.random.default_rng(1), 5.0, []
        for _ in range(6000):
            value = redraw_concentration(rng, value, sizes, n_tables)
            drawn.append(value)
        grid = np.linspace(0.01, 60, 6000)
        logs = n_tables * np.log(grid) - 0.1 * grid
        logs += sum(gammaln(grid) - gammaln(grid + n) for n in sizes if n)
        density = np.exp(logs - logs.max())
        assert np.mean(drawn) == pytest.approx(np.average(grid, weights=density), rel=0.03)
        assert type(value) is float
