"""Shares on covariates by hand: coefficients, their errors, every column, and what is refused."""

import html
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from by_hand import TOPICS, make_draws
from scipy.special import expit, logit
from scipy.stats import false_discovery_control, norm, t

from topics.estimate.effects import Fit, _p, effects
from topics.estimate.fractional import blocks_of, covariance, fit_shares, information

pytest.importorskip("formulaic", reason="the extra effects is not installed")

NAMES = [f"C{n:02}" for n in range(12)]
DRAWS = make_draws((*NAMES, "none"))
FACTS = pd.DataFrame(
    {"country": NAMES, "x": np.linspace(-1, 2, 12), "side": ["left", "right"] * 6,
     "region": [*"aabbccddeeff"]}
)  # fmt: skip


@pytest.fixture
def rng():
    return np.random.default_rng(8)


@pytest.fixture(scope="module")
def found():
    return effects(DRAWS, FACTS, "~ x + side", level=0.8)


class TestFit:
    x = np.column_stack([np.ones(12), FACTS["x"]])
    y = np.random.default_rng(8).uniform(0.1, 0.6, 12)

    def test_means_are_fitted_as_they_are(self):
        sides = np.column_stack([np.ones(12), np.arange(12) % 2])
        told = logit([self.y[::2].mean(), self.y[1::2].mean()])
        assert fit_shares(sides, self.y) == pytest.approx([told[0], told[1] - told[0]])

    def test_shares_at_their_ends_do_not_run_away(self):
        sides = np.column_stack([np.ones(12), np.arange(12) % 2])
        b = fit_shares(sides, np.tile([0.0, 1.0], 6))
        assert np.abs(sides @ b).max() < 75
        assert expit(sides @ b)[:2] == pytest.approx([0, 1], abs=1e-6)

    def test_information(self):
        p = expit(self.x @ [0.2, 0.5])
        told = sum(q * (1 - q) * np.outer(row, row) for q, row in zip(p, self.x, strict=True))
        np.testing.assert_allclose(information(self.x, p), told)

    def test_blocks(self):
        (alone,), signs = blocks_of([np.array([1, 0, 1])])
        assert ([part.tolist() for part in alone], signs) == ([[1], [0, 2]], [1])
        blocks, signs = blocks_of([np.array([0, 0, 1, 0]), np.array([1, 2, 2, 1])])
        assert [[part.tolist() for part in parts] for parts in blocks] == [
            [[0, 1, 3], [0, 2, 3], [1, 2]], [[0, 3], [1], [2]]
        ]  # fmt: skip
        assert signs == [1, -1]

    @pytest.mark.parametrize("pairs", [False, True])
    def test_the_covariance_is_a_jackknife_and_what_the_draws_say_beyond_it(self, pairs, rng):
        draws = rng.normal(self.y, 0.2, (30, 12)) + rng.normal(0, 0.5, (30, 1))
        members = [np.repeat(np.arange(6), 2)]
        if pairs:
            members = [np.arange(12) % 4, 4 + np.arange(12) % 3]
        b = fit_shares(self.x, self.y)
        p = expit(self.x @ b)
        slopes = p * (1 - p)
        whole = self.x.T @ (slopes[:, None] * self.x)
        inverse = np.linalg.inv(whole)
        apart = draws - draws.mean(axis=0)
        moved = apart @ self.x @ inverse
        left = apart - slopes * (moved @ self.x.T)
        jackknife, seen = np.zeros((2, 2)), np.zeros((2, 2))
        blocks, signs = blocks_of(members)
        for parts, sign in zip(blocks, signs, strict=True):
            for part in parts:
                kept = np.setdiff1d(np.arange(12), part)
                rest = self.x[kept].T @ (slopes[kept, None] * self.x[kept])
                gone = np.linalg.inv(rest) @ (self.x[part].T @ (self.y - p)[part])
                jackknife += sign * (len(parts) - 1) / len(parts) * np.outer(gone, gone)
                own = left[:, part] @ self.x[part]
                seen += sign * own.T @ own
        beyond = (moved.T @ moved - inverse @ seen @ inverse) / 29

        def positive(matrix):
            values, vectors = np.linalg.eigh(matrix)
            return vectors @ np.diag(np.maximum(values, 0)) @ vectors.T

        assert np.linalg.eigvalsh(beyond).max() > 0
        told = covariance(self.x, self.y, b, draws, (blocks, signs))
        np.testing.assert_allclose(told, positive(jackknife) + positive(beyond), rtol=1e-6)

    def test_predictions_are_as_wide_as_the_intervals_of_coefficients(self):
        spread = np.array([[[0.04]]])
        fit = Fit(np.array([[0.5]]), spread, freedom=4, level=0.8)
        mean, drawn = fit.predictions(np.array([[1.0], [2.0]]))
        assert mean == pytest.approx(expit([[0.5], [1.0]]))
        assert drawn.shape == (4000, 2, 1)
        reach = np.quantile(logit(drawn[:, 0, 0]), 0.9) - 0.5
        assert reach == pytest.approx(0.2 * t.ppf(0.9, 4), rel=0.05)
        assert t.ppf(0.9, 4) / norm.ppf(0.9) > 1.15
        np.testing.assert_array_equal(drawn, fit.predictions(np.array([[1.0], [2.0]]))[1])


class TestTable:
    def test_every_column(self, found):
        table = found.table
        assert " ".join(table.columns) == (
            "topic term estimate std_error ci_low ci_high p_value p_adjusted settled n_unsettled "
            "n_groups n_clusters"
        )
        assert table["topic"].tolist() == np.repeat(TOPICS, 3).tolist()
        assert table["term"].tolist() == ["Intercept", "x", "side[T.right]"] * 3
        x = np.column_stack([np.ones(12), FACTS["x"], np.arange(12) % 2])
        sample = DRAWS.sample[:, :12].astype(float)
        reach = t.ppf(0.9, 12 - 3)
        for k in range(3):
            own = table[3 * k : 3 * k + 3]
            y = sample[:, :, k].mean(axis=0)
            b = fit_shares(x, y)
            spread = covariance(x, y, b, sample[:, :, k], blocks_of([np.arange(12)]))
            error = np.sqrt(np.diag(spread))
            np.testing.assert_allclose(own["estimate"], b, atol=1e-8)
            np.testing.assert_allclose(own["std_error"], error)
            np.testing.assert_allclose(own["ci_low"], b - reach * error)
            np.testing.assert_allclose(own["ci_high"], b + reach * error)
            np.testing.assert_allclose(own["p_value"], 2 * t.sf(np.abs(b) / error, 9))
        tested = table["term"] != "Intercept"
        assert table["p_adjusted"].isna().equals(~tested)
        np.testing.assert_allclose(
            table.loc[tested, "p_adjusted"], false_discovery_control(table["p_value"][tested])
        )
        assert table["n_unsettled"].tolist() == [0] * 3 + [1] * 3 + [0] * 3
        assert table["settled"].tolist() == [True] * 3 + [False] * 3 + [True] * 3
        assert (table["n_groups"] == 12).all()
        assert (table["n_clusters"] == 12).all()

    def test_what_stands_beside_the_table(self, found):
        assert found.formula == "~ x + side"
        assert found.topics.tolist() == TOPICS
        assert (found.fit.freedom, found.fit.level) == (9, 0.8)
        assert list(found.groups.columns) == ["country", "n_effective"]
        assert found.groups["country"].tolist() == NAMES
        assert found.groups["n_effective"].tolist() == DRAWS.n_effective[:12].tolist()
        assert found.left_out.empty
        assert list(found.left_out.columns) == ["country", "n_effective", "why"]
        assert found.note == ""
        assert repr(found).startswith("Effects of ~ x + side on 3 topics, from 12 groups\n")

    def test_clusters_topics_and_the_usual_level(self):
        found = effects(DRAWS, FACTS, "~ x", cluster="region", topics=["war", "oil"])
        assert found.table["topic"].tolist() == ["war", "war", "oil", "oil"]
        assert (found.table["n_clusters"] == 6).all()
        assert (found.fit.freedom, found.fit.level) == (5, 0.95)
        by_region = effects(DRAWS, FACTS, "~ x", intercepts="region", topics=["oil"])
        assert by_region.table["term"].tolist() == ["Intercept", "x"]
        assert by_region.fit.coefficients.shape == (1, 7)
        assert by_region.fit.freedom == 12 - 7
        alone = effects(DRAWS, FACTS, "~ 1", topics=["oil"])
        assert alone.table["p_adjusted"].isna().all()
        assert alone.table["estimate"][0] == pytest.approx(
            logit(DRAWS.sample[:, :12, 0].mean(dtype=float)), abs=1e-6
        )

    def test_groups_that_are_left_out(self):
        data = FACTS[1:].copy()
        data.loc[3, "x"] = np.nan
        found = effects(DRAWS, data, "~ x", missing="drop", min_docs=8.5)
        assert found.left_out.to_numpy().tolist() == [
            ["C00", 6.0, "fewer than 8.5 documents"], ["C01", 7.25, "fewer than 8.5 documents"],
            ["C03", 9.75, "a covariate is missing"],
        ]  # fmt: skip
        few = make_draws((*NAMES, "none"), n_effective=np.array([4.99, *[5.0] * 12]))
        assert effects(few, FACTS, "~ x").left_out["country"].tolist() == ["C00"]

    def test_predictions_and_differences(self, found):
        rows = pd.DataFrame({"x": [0.0, 1.0], "side": ["left", "right"]}, index=["p", "q"])
        told = found.predict(rows)
        assert list(told.columns) == ["row", "topic", "estimate", "ci_low", "ci_high", "settled"]
        assert told["row"].tolist() == ["p"] * 3 + ["q"] * 3
        assert told["topic"].tolist() == TOPICS * 2
        assert told["settled"].tolist() == [True, False, True] * 2
        b = found.fit.coefficients
        means = expit(np.stack([b[:, 0], b.sum(axis=1)]))
        np.testing.assert_allclose(told["estimate"], means.ravel())
        design = np.array([[1, 0, 0], [1, 1, 1.0]])
        drawn = found.fit.predictions(design)[1]
        low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
        np.testing.assert_allclose(told["ci_low"], low.ravel())
        np.testing.assert_allclose(told["ci_high"], high.ravel())
        apart = found.compare(rows[1:], rows[:1])
        assert list(apart.columns) == list(told.columns)
        assert apart["row"].tolist() == ["q"] * 3
        np.testing.assert_allclose(apart["estimate"], means[1] - means[0])
        low, high = np.quantile(drawn[:, 1] - drawn[:, 0], [0.1, 0.9], axis=0)
        np.testing.assert_allclose(apart["ci_low"], low)
        np.testing.assert_allclose(apart["ci_high"], high)

    def test_tables_for_papers(self, found):
        lines = found.to_markdown().splitlines()
        assert lines[0] == (
            "| Topic | Term | Estimate | Std. error | 80 % interval | p | p adjusted |"
        )
        row = found.table.iloc[4]
        assert lines[6].replace("\\", "") == (
            f"| vote | x | ~{row['estimate']:.2f} | {row['std_error']:.2f} | "
            f"{row['ci_low']:.2f} to {row['ci_high']:.2f} | {row['p_value']:.3f} | "
            f"{row['p_adjusted']:.3f} |"
        )
        assert lines[2].endswith("|  |")
        note = (
            "~: the sampler has not settled on all shares behind the number; of a topic, up to 1 "
            "of 12 groups may move with more draws."
        )
        assert lines[-1].replace("\\", "") == f"*Notes.* {note}"
        noted = replace(found, note="so and so")
        assert "Note: so and so." in noted.to_markdown()
        assert "Note: so and so." in noted.to_latex()
        shown = html.unescape(re.sub("<[^>]+>", " ", noted._repr_html_()))
        assert "Effects of ~ x + side on 3 topics, from 12 groups" in shown
        assert f"notes  Note: so and so. {note}" in " ".join(shown.split(" ")).replace("   ", "  ")
        assert (
            "`table` has all numbers. Next: `predict`, `compare`, `to_latex`, "
            "`plot_effects(found.table)`."
        ).replace("`", "") in re.sub(r"\s+([.,])", r"\1", re.sub(r"\s+", " ", shown))
        assert [_p(value) for value in (np.nan, 0.00099, 0.001, 0.25)] == [
            "", "<0.001", "0.001", "0.250"
        ]  # fmt: skip
