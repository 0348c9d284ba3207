"""Fits and samplers go on from where they were interrupted, and end with the same bits."""

import numpy as np
import pandas as pd
import pytest

from topics.estimate import draw_topic_country
from topics.estimate.inputs import line_up
from topics.estimate.sampler import sample_mixes
from topics.estimate.trends import trends
from topics.simulate import simulate_corpus
from topics.writing.values import Checkpoint


@pytest.fixture(scope="module")
def planted():
    return simulate_corpus(n_docs=60, n_countries=3, n_topics=3, n_words=60, seed=1)


class Stopping(Checkpoint):
    """Interrupts the work after it has saved so many times."""

    def save(self, values):
        super().save(values)
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt


left = [0]


@pytest.fixture(autouse=True)
def often(monkeypatch):
    # The corpora of tests are small: their states would be kept once or never.
    monkeypatch.setattr("topics.estimate.sampler._SWEEPS_BETWEEN", (7, 7))


@pytest.mark.parametrize(
    "options",
    [{}, {"unit": "evidence"}, {"refit": False}],
    ids=str,
)
@pytest.mark.parametrize("at", [1, 50])
def test_a_sampler_goes_on_to_the_same_bits(planted, tmp_path, options, at):
    problem = line_up(planted, planted, planted.weights)
    whole = sample_mixes(problem, draws=20, seed=[1, 0], **options)
    path = tmp_path / "part" / "0.npz"
    left[0] = at
    with pytest.raises(KeyboardInterrupt):
        sample_mixes(problem, draws=20, seed=[1, 0], checkpoint=Stopping(path), **options)
    assert path.stat().st_size < 100_000
    resumed = sample_mixes(
        problem, draws=20, seed=[1, 0], threads=2, checkpoint=Checkpoint(path), **options
    )
    for name in ("mixes", "phi", "scatter", "shrinkage", "eta"):
        assert np.array_equal(getattr(resumed, name), getattr(whole, name), equal_nan=True), name


def test_the_draws_of_several_fits_and_periods_go_on(planted, tmp_path, monkeypatch):
    dates = pd.Series(pd.date_range("2020-01-01", periods=60, freq="20D"), index=planted.doc_ids)
    calls = [
        lambda **more: draw_topic_country(
            [planted, planted], planted, planted.weights, draws=20, **more
        ).sample.tobytes(),
        lambda **more: trends(planted, planted, planted.weights, dates, draws=20, **more).to_csv(),
    ]
    for number, call in enumerate(calls):
        whole = call()
        with monkeypatch.context() as patch:
            patch.setattr("topics.estimate.draws.Checkpoint", Stopping)
            left[0] = 80 - 40 * number
            with pytest.raises(KeyboardInterrupt):
                call(checkpoint=tmp_path / str(number))
        assert call(checkpoint=tmp_path / str(number)) == whole
    assert sorted(path.name for path in (tmp_path / "0").iterdir()) == ["0.npz", "1.npz"]
