"""Topic shares on covariates: planted slopes, what intervals carry, tables, bad input."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from measuring.estimates_effects import SETTINGS, Setting, run_slopes
from scipy.special import expit

from topics import plots
from topics.errors import InputError, TopicsError
from topics.estimate.draws import TopicCountryDraws
from topics.estimate.effects import effects
from topics.estimate.fractional import fit_shares
from topics.estimate.given import NOTE
from topics.estimate.relations import PairDraws


def draws_of(shares, *, names=None, period="", error=0.01, n=50.0, seed=0, **more):
    """Draws around shares (n_groups, n_topics), and the remainder."""
    rng = np.random.default_rng(seed)
    shares = np.vstack([shares, np.full(shares.shape[1], 1 / shares.shape[1])])
    sample = (shares + error * rng.standard_normal((100, *shares.shape))).clip(1e-4)
    sample /= sample.sum(axis=2, keepdims=True)
    names = [f"A{i:02d}" for i in range(len(shares) - 1)] if names is None else names
    period = [period] * len(names) if isinstance(period, str) else period
    groups = [*zip(names, period, strict=True), ("none", period[0])]
    return TopicCountryDraws(
        groups=pd.MultiIndex.from_tuples(groups, names=["country", "period"]),
        topics=pd.RangeIndex(shares.shape[1], name="topic"),
        sample=sample.astype(np.float32), estimate=sample.mean(axis=0), main=None,
        rhat=np.full(shares.shape, np.nan), effective_size=np.full(shares.shape, np.nan),
        n_docs=np.full(len(shares), int(n)), n_effective=np.full(len(shares), n),
        topic_word=pd.DataFrame(), **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def facts():
    rng = np.random.default_rng(3)
    return pd.DataFrame(
        {"country": [f"A{i:02d}" for i in range(40)], "trade": np.exp(rng.standard_normal(40)),
         "region": np.repeat(["east", "west"], 20)}
    )  # fmt: skip


@pytest.fixture(scope="module")
def drawn(facts):
    rng = np.random.default_rng(4)
    first = expit(-1 + 0.8 * np.log(facts["trade"]) + 0.1 * rng.standard_normal(40))
    rest = (1 - first) * 0.5
    return draws_of(np.column_stack([first, rest, rest]))


@pytest.fixture(scope="module")
def found(drawn, facts):
    return effects(drawn, facts, "~ log(trade) + region")


def test_planted_slopes_are_found(found):
    table = found.table.set_index(["topic", "term"])
    slope = table.loc[(0, "log(trade)")]
    assert slope["ci_low"] < 0.8 < slope["ci_high"]
    assert slope["ci_high"] - slope["ci_low"] < 0.3
    assert slope["p_adjusted"] < 1e-6
    region = table.loc[(0, "region[T.west]")]
    assert region["ci_low"] < 0 < region["ci_high"]
    assert table.loc[0, "p_adjusted"].isna().tolist() == [True, False, False]
    assert (found.table["n_groups"] == 40).all()


def test_a_fit_solves_its_equations():
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(30), rng.standard_normal(30)])
    y = rng.beta(1, 3, 30)
    b = fit_shares(x, y)
    assert np.abs(x.T @ (y - expit(x @ b))).max() < 1e-8


@pytest.mark.parametrize("name", SETTINGS)
def test_intervals_hold_planted_slopes(name):
    told = pd.DataFrame([run_slopes(SETTINGS[name], seed=seed) for seed in range(500, 525)])
    assert told["held"].mean() > 0.8
    assert told["estimate"].mean() == pytest.approx(0.5, abs=0.1)


def test_error_that_all_groups_share_is_carried():
    alone, shared = (
        pd.DataFrame([run_slopes(Setting(n=40, shared=s), seed=seed) for seed in range(25)])
        for s in (False, True)
    )
    assert shared["held_start"].mean() > 0.85
    # It moves all groups alike: slopes are as well known as without.
    assert shared["width"].mean() < 1.3 * alone["width"].mean()


def test_error_of_the_draws_widens_intervals(facts):
    shares = np.column_stack([np.full(40, 0.3), np.full(40, 0.7)])
    narrow, wide = (
        effects(draws_of(shares, error=e, seed=1), facts, "~ trade", topics=[0]).table
        for e in (0.001, 0.1)
    )
    assert wide["std_error"].iloc[1] > 3 * narrow["std_error"].iloc[1]


def test_predictions_and_differences_stay_within_their_bounds(found):
    rows = pd.DataFrame({"trade": [1e-9, 1.0, 1e9], "region": ["east", "west", "east"]})
    told = found.predict(rows)
    assert told[["estimate", "ci_low", "ci_high"]].min(axis=None) >= 0
    assert told[["estimate", "ci_low", "ci_high"]].max(axis=None) <= 1
    assert (told["ci_low"] <= told["estimate"]).all()
    middle = told[(told["row"] == 1) & (told["topic"] == 0)].iloc[0]
    assert middle["ci_low"] < expit(-1) < middle["ci_high"]
    apart = found.compare(rows.iloc[[2]], rows.iloc[[0]])
    first = apart[apart["topic"] == 0].iloc[0]
    assert first["estimate"] == pytest.approx(1, abs=0.01)
    assert first["ci_high"] <= 1
    pd.testing.assert_frame_equal(told, found.predict(rows))
    same = found.compare(rows, rows)
    assert (same["ci_low"] == same["ci_high"]).all()


def test_periods_of_a_country_are_no_more_than_the_country():
    rng = np.random.default_rng(5)
    of_country = rng.standard_normal(25)
    share = expit(np.repeat(of_country, 6))
    names = np.repeat([f"A{i:02d}" for i in range(25)], 6)
    periods = np.tile([str(2010 + i) for i in range(6)], 25)
    drawn = draws_of(np.column_stack([share, 1 - share]), names=names, period=list(periods))
    data = pd.DataFrame(
        {"country": names, "period": periods.astype(int),
         "x": np.repeat(rng.standard_normal(25), 6), "alone": np.arange(len(names))}
    )  # fmt: skip
    own = effects(drawn, data, "~ x", topics=[0])
    assert own.table["n_clusters"].iloc[0] == 25
    naive = effects(drawn, data, "~ x", topics=[0], cluster="alone")
    assert own.table["std_error"].iloc[1] > 1.8 * naive.table["std_error"].iloc[1]
    within = effects(drawn, data.assign(y=range(150)), "~ y", topics=[0], intercepts="country")
    assert within.table["term"].tolist() == ["Intercept", "y"]


def test_pairs_in_any_order():
    rng = np.random.default_rng(6)
    codes = [f"A{i:02d}" for i in range(9)]
    pairs = [(a, b) for i, a in enumerate(codes) for b in codes[i + 1 :]]
    x = rng.standard_normal(len(pairs))
    share = expit(0.7 * x - 1)
    names = [f"{a}+{b}" for a, b in pairs]
    value = draws_of(np.column_stack([share, 1 - share]), names=names)
    table = pd.DataFrame(pairs, columns=["first", "second"]).assign(group=names, n_docs=50)
    drawn = PairDraws(together=value, countries=value, pairs=table)
    data = pd.DataFrame(pairs, columns=["second", "first"]).assign(x=x)
    slope = effects(drawn, data, "~ x", topics=[0]).table.iloc[1]
    assert slope["estimate"] == pytest.approx(0.7, abs=0.1)
    assert slope["n_clusters"] == 9


def test_the_note_of_the_draws_stays(facts):
    shares = np.column_stack([np.full(40, 0.3), np.full(40, 0.7)])
    found = effects(draws_of(shares, diagnostics={"note": NOTE}), facts, "~ trade")
    assert set(found.table["note"]) == {NOTE}
    assert set(found.predict(facts.head(2))["note"]) == {NOTE}


class TestSettled:
    @pytest.fixture
    def doubtful(self, drawn, facts):
        """Of topic 1, the shares of two groups that are used and of one that is not."""
        rhat, size = np.ones(drawn.rhat.shape), np.full(drawn.rhat.shape, 500.0)
        rhat[[3, 40], 1] = 1.02
        size[8, 1] = 399.0
        draws = replace(drawn, rhat=rhat, effective_size=size)
        return effects(draws, facts, "~ log(trade) + region")

    def test_a_topic_has_settled_where_the_shares_of_all_groups_that_are_used_have(
        self, found, doubtful
    ):
        assert found.table["settled"].all()
        assert (found.table["n_unsettled"] == 0).all()
        told = doubtful.table.groupby("topic")[["settled", "n_unsettled"]].first()
        assert told["settled"].tolist() == [True, False, True]
        assert told["n_unsettled"].tolist() == [0, 2, 0]

    def test_other_topics_and_groups_left_out_do_not_matter(self, drawn, facts):
        rhat, size = np.ones(drawn.rhat.shape), np.full(drawn.rhat.shape, 500.0)
        rhat[5, 1] = 2.0
        draws = replace(drawn, rhat=rhat, effective_size=size)
        assert effects(draws, facts, "~ trade", topics=[2, 0]).table["settled"].all()
        fewer = effects(draws, facts.drop(index=5), "~ trade", missing="drop")
        assert fewer.table["settled"].all()
        assert not effects(draws, facts, "~ trade", topics=[2, 1]).table["settled"].all()

    def test_predictions_say_it_too(self, doubtful, facts):
        for told in (doubtful.predict(facts), doubtful.compare(facts, facts)):
            assert (told["settled"] == (told["topic"] != 1)).all()

    def test_tables_and_figures_mark_it(self, found, doubtful):
        for table in (doubtful.to_markdown(), doubtful.to_latex()):
            assert "of a topic, up to 2 of 40 groups may move" in table
        rows = doubtful.to_markdown().splitlines()[2:11]
        assert [row.split(" | ")[2].startswith("\\~") for row in rows] == [False] * 3 + [
            True
        ] * 3 + [False] * 3
        assert "settled" not in found.to_markdown()
        with plots.figure_style("report"):
            ax = plots.plot_effects(doubtful.table, term="log(trade)")
        labels = [t.get_text() for t in ax.get_yticklabels()]
        assert sorted(labels) == ["Topic 0", "Topic 1 ~", "Topic 2"]
        assert "the sampler has not settled" in ax.get_xlabel().replace("\n", " ")


def test_tables_for_papers(found):
    lines = found.to_markdown().splitlines()
    assert lines[0].startswith("| Topic | Term | Estimate | Std. error | 95 % interval | p |")
    assert len(lines) == 2 + 9
    assert "<0.001" in lines[3]
    told = found.to_latex()
    assert told.startswith("\\begin{tabular}{llrrrrr}\n\\toprule")
    assert "95 \\% interval" in told
    assert "log(trade)" in told
    assert "Effects of ~ log(trade) + region on 3 topics, from 40 groups" in repr(found)
    assert "<table" in found._repr_html_()


def test_groups_without_covariates_are_an_error_or_told(drawn, facts):
    data = facts.iloc[3:].copy()
    data.loc[5, "trade"] = np.nan
    with pytest.raises(InputError, match="lacks 4 of 40 groups or their covariates, first 'A00'"):
        effects(drawn, data, "~ trade")
    found = effects(drawn, data, "~ trade", missing="drop")
    assert found.left_out["why"].tolist() == ["not in data"] * 3 + ["a covariate is missing"]
    assert len(found.groups) == 36
    few = draws_of(np.full((40, 2), 0.5), n=4.0)
    with pytest.raises(TopicsError, match="makes 2 columns of 0 groups"):
        effects(few, facts, "~ trade")


@pytest.mark.parametrize(
    ("formula", "options", "said"),
    [
        ("share ~ trade", {}, "has a left side"),
        ("~ trad", {}, "cannot be used: .*trad.* Did you mean 'trade'"),
        ("~ trade +", {}, "cannot be used: Operator"),
        ("", {}, "must be a text such as"),
        ("~ trade + I(2 * trade)", {}, "say the same as others"),
        ("~ trade", {"topics": [7]}, "no topic 7"),
        ("~ trade", {"missing": "skip"}, "`missing` must be one of"),
        ("~ trade", {"cluster": "region"}, "of 2 clusters; at least 5"),
        ("~ trade", {"cluster": "regoin"}, "lacks the column 'regoin'"),
    ],
)
def test_what_cannot_be_regressed_is_refused_in_one_line(drawn, facts, formula, options, said):
    with pytest.raises(TopicsError, match=said):
        effects(drawn, facts, formula, **options)


def test_what_cannot_be_predicted_is_refused(found, facts, drawn):
    with pytest.raises(TopicsError, match="does not fit the formula"):
        found.predict(pd.DataFrame({"trade": [1.0], "region": ["north"]}))
    with pytest.raises(TopicsError, match="does not fit the formula"):
        found.predict(pd.DataFrame({"trade": [1.0]}))
    with pytest.raises(TopicsError, match="are compared row by row"):
        found.compare(facts.head(2), facts.head(3))
    with pytest.raises(InputError, match="more than one row for 'A00'"):
        effects(drawn, pd.concat([facts, facts.head(1)]), "~ trade")
    with pytest.raises(TopicsError, match="lacks the column 'country'"):
        effects(drawn, facts.drop(columns="country"), "~ trade")


class TestForest:
    def test_terms_of_a_topic_and_topics_of_a_term(self, found):
        with plots.figure_style("report"):
            ax = plots.plot_effects(found.table, term="log(trade)")
            assert [t.get_text() for t in ax.get_yticklabels()] == ["Topic 0", "Topic 1", "Topic 2"]
            assert ax.get_title(loc="left") == "log(trade)"
            ax = plots.plot_effects(found.table, topic=0)
            told = [t.get_text() for t in ax.get_yticklabels()]
            assert told == ["log(trade)", "region[T.west]"]

    def test_marks_are_filled_where_told(self, found):
        with plots.figure_style("report"):
            ax = plots.plot_effects(found.table, topic=0)
        dots = ax.collections[-1].get_facecolor()
        assert (dots[0] != dots[1]).any()

    def test_a_term_or_a_topic_must_be_chosen_where_there_are_several(self, found):
        with pytest.raises(TopicsError, match="give `term` or `topic`"):
            plots.plot_effects(found.table)
        with pytest.raises(TopicsError, match="'size' is not in"):
            plots.plot_effects(found.table, term="size")
