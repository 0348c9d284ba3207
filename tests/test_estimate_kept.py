"""What is kept on the way, and topics and pairs that are put together: known answers."""

import numpy as np
import pandas as pd
import pytest
from by_hand import TOPICS, WEIGHTS, YEARS, bow, make_draws, make_pairs, model

from topics.estimate.against import against_corpus
from topics.estimate.draws import draw_topic_country
from topics.estimate.record import Record, n_sweeps
from topics.estimate.regroup import regroup_draws, regroup_pairs
from topics.estimate.relations import _countries


class TestRecord:
    @pytest.mark.parametrize(
        ("n_tokens", "draws", "fits", "sweeps"),
        [
            (0, 500, 1, (300, 3000)), (200_000, 100, 1, (300, 600)), (200_001, 100, 1, (300, 400)),
            (200_000, 500, 1, (300, 1700)),
            (400_000, 500, 1, (250, 2000 - 1250)), (399_999, 2000, 1, (250, 3000)),
            (1_000_000, 500, 1, (100, 300)), (1_000_000, 501, 1, (100, 300)),
            (1_000_000, 100, 5, (100, 300)), (1_000_000, 1000, 1, (100, 600)),
            (100_000_000, 501, 1, (100, 250)),
        ],
    )  # fmt: skip
    def test_sweeps(self, n_tokens, draws, fits, sweeps):
        assert n_sweeps(n_tokens, draws, fits=fits) == sweeps
        assert all(isinstance(number, int) for number in n_sweeps(n_tokens, draws, fits=fits))

    @pytest.mark.parametrize(
        ("fits", "limit", "ends", "stride"),
        [
            (1, 3000, [3000], 3), (1, 3200, [800, 1600, 3200], 4), (1, 1600, [800, 1600], 2),
            (2, 1600, [400, 800, 1600], 2), (5, 1599, [799, 1599], 2), (5, 1000, [500, 1000], 1),
            (5, 1001, [500, 1001], 2), (5, 799, [799], 1),
        ],
    )  # fmt: skip
    def test_rounds(self, fits, limit, ends, stride):
        record = Record((2, 3), draws=10, sweeps=(7, limit), fits=fits, kinds=2)
        ends = [*[limit // 2] * (fits == 1 and limit == 3000), *ends]
        assert (record.warm_up, record.ends, record.stride) == (7, ends, stride)
        assert (record.kept.shape, record.kept.dtype) == ((10, 2, 2, 3), np.float32)
        assert (record.states.shape, record.states.dtype) == ((limit // stride, 2, 3), np.float32)
        assert (record.round, record.draw, record.sweeps, record.over) == (0, 0, 0, False)
        assert Record((2, 3), draws=10, sweeps=(7, 9), fits=1).kept.shape == (10, 1, 2, 3)

    def test_sweeps_of_the_warm_up_do_not_count(self):
        record = Record((1, 2), draws=4, sweeps=(3, 8), fits=1)
        for step, sweeps in ((1, 0), (3, 0), (4, 1), (6, 3)):
            assert record.wanted(step) == (step == 6)
            record.after(step, np.full((1, 2), step))
            assert record.sweeps == len(record.so_far()) == sweeps

    def test_what_was_taken_goes_on_elsewhere(self):
        first, second = (Record((1, 2), draws=4, sweeps=(1, 8), fits=1, kinds=2) for _ in range(2))
        for step in range(1, 6):
            for _ in range(first.wanted(step)):
                first.add([np.full((1, 2), step), np.full((1, 2), -step)])
            first.after(step, np.full((1, 2), step))
        state = first.taken()
        assert (state["round"], state["draw"], state["sweeps"]) == (0, 2, 4)
        assert state["kept"][:, 1, 0, 0].tolist() == [-3, -5]
        second.put_back(state)
        assert second.so_far()[:, 0, 0].tolist() == [2, 3, 4, 5]
        assert second.wanted(7) == 1
        assert second.kept[:2].tolist() == first.kept[:2].tolist()


class TestPutTogether:
    def test_topics(self):
        members = pd.DataFrame(
            [[1, 0], [0, 0], [0, 1]], ["oil", "war", "vote"], ["fuel", "rule"]
        ).loc[["war", "vote", "oil"]]
        draws = make_draws(
            topic_word=pd.DataFrame([[1, 0], [0.5, 0.5], [0.25, 0.75]], TOPICS, ["a", "b"])
        )
        members.loc["war", "fuel"] = 1
        found = regroup_draws(draws, members)
        joined = np.stack([draws.sample[..., [0, 2]].sum(axis=2), draws.sample[..., 1]], axis=2)
        np.testing.assert_allclose(found.sample, joined, atol=1e-6)
        main = np.stack([draws.main[..., [0, 2]].sum(axis=2), draws.main[..., 1]], axis=2)
        np.testing.assert_allclose(found.main, main, atol=1e-6)
        np.testing.assert_allclose(found.estimate, joined.mean(axis=0), atol=1e-6)
        assert (found.estimate.dtype, found.sample.dtype) == (np.float64, np.float32)
        assert not found.sample.flags.writeable
        assert found.topics.equals(pd.Index(["fuel", "rule"], name="topic"))
        assert found.topics.name == "topic"
        np.testing.assert_allclose(found.topic_word, [[0.625, 0.375], [0.5, 0.5]])
        assert found.topic_word.index.tolist() == ["fuel", "rule"]
        assert found.topic_word.columns.tolist() == ["a", "b"]
        np.testing.assert_array_equal(found.rhat, draws.rhat[:, [0, 1]])
        assert regroup_draws(make_draws(main=None), members).main is None

    def test_a_topic_has_settled_as_the_worst_of_its_parts(self):
        rhat = np.array([[1.0, 1.2, 1.1]] * 3)
        size = np.array([[500.0, 300.0, 200.0]] * 3)
        whole = pd.DataFrame({"all": [1, 1, 0], "war": [0, 0, 1]}, TOPICS)
        found = regroup_draws(make_draws(rhat=rhat, effective_size=size), whole)
        assert found.rhat[0].tolist() == [1.2, 1.1]
        assert found.effective_size[0].tolist() == [300.0, 200.0]

    def test_a_topic_that_is_set_aside_leaves_the_others_whole(self):
        members = pd.DataFrame({"oil": [1, 0, 0], "vote": [0, 1, 0]}, TOPICS)
        found = regroup_draws(make_draws(), members)
        kept = make_draws().sample[..., :2]
        np.testing.assert_allclose(found.sample, kept / kept.sum(axis=2, keepdims=True), atol=1e-6)
        pairs = regroup_pairs(make_pairs(), members)
        assert pairs.together.topics.tolist() == pairs.countries.topics.tolist() == ["oil", "vote"]

    def test_pairs_go_into_the_remainder(self):
        draws = make_pairs()
        found = _countries(draws.together, draws.pairs)
        assert found.groups.tolist() == [("X", ""), ("Y", ""), ("Z", ""), ("none", "")]
        sizes = draws.together.n_effective
        assert found.n_effective.tolist() == [6.0, 8.5, 9.75, sizes[1] + sizes[4]]
        assert found.n_docs.tolist() == [7, 9, 10, 8 + 11]
        weights = sizes[[1, 4]] / sizes[[1, 4]].sum()
        for name in ("sample", "main"):
            values = getattr(draws.together, name)
            np.testing.assert_array_equal(getattr(found, name)[:, :3], values[:, [0, 2, 3]])
            rest = np.einsum("dgk,g->dk", values[:, [1, 4]], weights)
            np.testing.assert_allclose(getattr(found, name)[:, 3], rest, atol=1e-6)
            assert getattr(found, name).dtype == np.float32
        np.testing.assert_allclose(
            found.estimate, found.sample.mean(axis=0, dtype=float), atol=1e-6
        )
        assert found.effective_size[:, 0].tolist() == [500, 502, 503, 501]
        assert found.n_about is None
        assert not found.sample.flags.writeable
        assert _countries(draws.together, draws.pairs[:0]) is draws.together


def test_what_is_told_against_the_corpus_is_numbers():
    draws = make_draws()
    found = against_corpus(draws, level=0.95)
    assert {values.dtype for values in found.values()} == {np.dtype(float)}
    assert np.isnan(found["p_adjusted"]).all(axis=1).tolist() == [False, False, True]
    alone = draw_topic_country(
        model(), bow(), WEIGHTS, period=YEARS, method="mean", draws=20, threads=1
    )
    assert np.isnan(against_corpus(alone, level=0.95)["lift"]).all(axis=1).tolist() == [
        False, False, True, True
    ]  # fmt: skip
