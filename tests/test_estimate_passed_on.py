"""What is given to a public function reaches what does the work, every option under its name."""

import inspect
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from by_hand import DOCS, THETA, WEIGHTS, YEARS, bow, model, reached

from topics.errors import TopicsError
from topics.estimate import draws, relations, table
from topics.lda._documents import usable_cores

TRENDS = sys.modules["topics.estimate.trends"]  # the package has its function by that name

# For each function, who does the work, and which of its options are not passed on as they are.
PASSED_ON = {
    "topic_country": (table, "topic_country", "draw_topic_country", {"level"}),
    "draw_trends": (TRENDS, "draw_trends", "draw_topic_country", {"dates", "period"}),
    "trends": (TRENDS, "trends", "draw_trends", {"level", "min_docs"}),
    "topic_pairs": (relations, "topic_pairs", "draw_topic_pairs", {"level"}),
}
LATER = {
    "topic_country": "summarise_draws",
    "trends": "summarise_trends",
    "topic_pairs": "summarise_pairs",
}


def sentinels(function):
    names = inspect.signature(function).parameters
    return {name: 0.5 if name == "level" else object() for name in names}


@pytest.mark.parametrize("name", PASSED_ON)
def test_options_reach_the_draws(name):
    module, outer, inner, others = PASSED_ON[name]
    function = getattr(module, outer)
    options = sentinels(function)
    if name == "draw_trends":
        options |= {"bow": bow(), "period": "year", "dates": pd.Series(pd.NaT, DOCS)}
        options["dates"].iloc[:2] = pd.Timestamp("2020-05-06")
    seen = reached(module, inner, lambda: function(**options))
    own = {option: value for option, value in options.items() if option not in others}
    assert {option: seen[option] for option in own} == own


@pytest.mark.parametrize("name", PASSED_ON)
def test_what_is_left_out_is_as_it_is_for_the_draws(name):
    module, outer, inner, _ = PASSED_ON[name]
    given = {"model": model(), "bow": bow(), "weights": WEIGHTS}
    if module is TRENDS:
        given["dates"] = pd.Series(pd.Timestamp("2020-05-06"), DOCS)
    seen = reached(module, inner, lambda: getattr(module, outer)(**given))
    theirs = inspect.signature(getattr(module, inner)).parameters.values()
    left_out = {option.name: option.default for option in theirs if option.name not in given}
    if name == "draw_trends":
        assert seen.pop("period").tolist() == ["2020"] * 3
        del left_out["period"]
    assert {option: seen[option] for option in left_out} == left_out


@pytest.mark.parametrize("name", LATER)
def test_options_reach_the_table(name, monkeypatch):
    module, outer, inner, _ = PASSED_ON[name]
    function, drawn = getattr(module, outer), object()
    options = sentinels(function)
    monkeypatch.setattr(module, inner, lambda *_, **__: drawn)
    seen = reached(module, LATER[name], lambda: function(**options))
    assert seen["draws"] is drawn
    assert seen["level"] == 0.5
    if "min_docs" in options:
        assert seen["min_docs"] is options["min_docs"]
    usual = reached(module, LATER[name], lambda: function(*[None] * 4)
                    if name == "trends" else function())  # fmt: skip
    assert usual["level"] == 0.95
    assert usual.get("min_docs", 5) == 5


@pytest.mark.parametrize(
    ("period", "written"), [("month", "2020-05"), ("quarter", "2020Q2"), ("year", "2020")]
)
def test_dates_become_periods(period, written):
    dates = pd.Series(pd.Timestamp("2020-05-06"), ["d1", "d0", "lost", "d2"])
    dates["d2"] = pd.NaT
    seen = reached(
        TRENDS,
        "draw_topic_country",
        lambda: TRENDS.draw_trends(model(), bow(), WEIGHTS, dates, period=period),
    )
    assert seen["period"].to_dict() == {"d1": written, "d0": written}


OPTIONS = {
    "unit": "evidence", "refit": False, "seed": 3, "threads": 2, "draws": 41, "cluster": YEARS,
    "period": YEARS,
}  # fmt: skip


class TestSampler:
    """What `draw_topic_country` makes of its options."""

    def draw(self, **options):
        return draws.draw_topic_country(model(), bow(), WEIGHTS, **options)

    def test_each_fit_makes_its_part_of_the_draws(self):
        seen = reached(
            draws,
            "sample_mixes",
            lambda: draws.draw_topic_country(
                [model(), model()], bow(), WEIGHTS, checkpoint="folder", **OPTIONS
            ),
        )
        problem, checkpoint = seen.pop("problem"), seen.pop("checkpoint")
        assert seen == {
            "draws": 21, "seed": [3, 0], "unit": "evidence", "refit": False, "fits": 2,
            "threads": 2,
        }  # fmt: skip
        assert checkpoint.path == Path("folder/0.npz")
        assert problem.groups.tolist() == [("X", "1"), ("Y", "2"), ("none", "1"), ("none", "2")]
        assert problem.cluster.tolist() == [0, 0, 1]

    def test_defaults(self):
        seen = reached(draws, "sample_mixes", self.draw)
        assert seen["problem"].groups.tolist() == [("X", ""), ("Y", ""), ("none", "")]
        assert seen["problem"].cluster.tolist() == [0, 1, 2]
        del seen["problem"]
        assert seen == {
            "draws": 500, "seed": [0, 0], "unit": "document", "refit": True, "fits": 1,
            "threads": usable_cores(), "checkpoint": None,
        }  # fmt: skip

    def test_a_seed_of_each_fit(self, monkeypatch):
        seeds, drawn = [], draws.sample_mixes
        monkeypatch.setattr(
            draws, "sample_mixes", lambda *a, **k: seeds.append(k["seed"]) or drawn(*a, **k)
        )
        found = draws.draw_topic_country(
            [model()] * 3, bow(), WEIGHTS, draws=20, refit=False, seed=4, threads=1
        )
        assert seeds == [[4, 0], [4, 1], [4, 2]]
        assert found.sample.shape == (20, 3, 2)
        assert found.diagnostics["mixing"]["n_draws"] == 21

    def test_the_mean(self, monkeypatch):
        fitted = model()
        fitted.alpha = [0.25, 0.75]
        seen = reached(
            draws,
            "document_shares",
            lambda: draws.draw_topic_country(
                fitted, bow(), WEIGHTS, method="mean", **OPTIONS | {"unit": "document"}
            ),
        )
        assert (seen["alpha"].tolist(), seen["threads"]) == ([0.25, 0.75], 2)
        seen = reached(draws, "document_shares", lambda: self.draw(method="mean"))
        assert (seen["alpha"], seen["threads"]) == (0.1, usable_cores())
        monkeypatch.setattr(draws, "document_shares", lambda *_, **__: THETA.to_numpy())
        seen = reached(
            draws, "bootstrap_means", lambda: self.draw(method="mean", draws=30, seed=2, threads=1)
        )
        assert (seen["draws"], seen["seed"]) == (30, 2)
        assert seen["shares"] is not None

    def test_shares_that_are_given(self):
        seen = reached(
            draws,
            "bootstrap_shares",
            lambda: draws.draw_topic_country(
                theta=THETA.to_numpy(), doc_ids=DOCS, weights=WEIGHTS, draws=30, seed=2, threads=2,
                cluster=YEARS, period=YEARS,
            ),
        )  # fmt: skip
        assert (seen["draws"], seen["seed"], seen["threads"]) == (30, 2, 2)
        assert np.allclose(seen["shares"], THETA)
        assert seen["problem"].cluster.tolist() == [0, 0, 1]
        assert seen["problem"].groups.tolist()[0] == ("X", "1")
        seen = reached(
            draws, "bootstrap_shares",
            lambda: draws.draw_topic_country(theta=THETA, weights=WEIGHTS),
        )  # fmt: skip
        assert (seen["draws"], seen["seed"], seen["threads"]) == (500, 0, usable_cores())


def test_what_has_no_use_beside_shares_is_named():
    for options in (
        {"model": model()}, {"bow": bow()}, {"checkpoint": "folder"}, {"method": "mean"},
        {"unit": "evidence"},
    ):  # fmt: skip
        with pytest.raises(
            TopicsError, match=f"^`{next(iter(options))}` has no use beside `theta`, which takes"
        ):
            draws.draw_topic_country(theta=THETA, weights=WEIGHTS, **options)
