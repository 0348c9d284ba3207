"""Pairs over time, before and after a date, and in one direction: known answers and bad input."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from topics import plots
from topics.errors import InputError, TopicsError
from topics.estimate import summarise_draws
from topics.estimate.beyond import pair_changes, summarise_pairs
from topics.estimate.directed import directed_weights
from topics.estimate.relations import _countries, draw_topic_pairs

N_TOPICS = 4
OWN = {"AAA": [0.7, 0.1, 0.1, 0.1], "BBB": [0.1, 0.7, 0.1, 0.1]}
MEAN = [0.4, 0.4, 0.1, 0.1]
TOGETHER = {"2011": MEAN, "2012": [0.1, 0.1, 0.7, 0.1], "2013": MEAN}


def plant(n=60, seed=0):
    """Shares and weights in which the pair is beyond its countries in the second period only."""
    rng = np.random.default_rng(seed)
    rows, weights, period = [], [], {}
    for when, together in TOGETHER.items():
        for names, mix in (
            (("AAA",), OWN["AAA"]),
            (("BBB",), OWN["BBB"]),
            (("AAA", "BBB"), together),
        ):
            for number in range(3 if when == "2013" and len(names) == 2 else n):
                doc_id = f"{when}{'-'.join(names)}{number}"
                rows.append((doc_id, *rng.dirichlet(8 * np.array(mix))))
                weights += [(doc_id, name, 1 / len(names), 1.0) for name in names]
                period[doc_id] = when
    theta = pd.DataFrame(rows, columns=["doc_id", *range(N_TOPICS)]).set_index("doc_id")
    weights = pd.DataFrame(weights, columns=["doc_id", "country", "weight", "p_about"])
    return theta, weights, pd.Series(period)


@pytest.fixture(scope="module")
def drawn():
    theta, weights, period = plant()
    return draw_topic_pairs(theta=theta, weights=weights, period=period, draws=200)


def test_a_pair_is_beyond_in_the_period_in_which_it_is(drawn):
    table = summarise_pairs(drawn)
    assert list(table["period"].unique()) == ["2011", "2012", "2013"]
    cells = table.set_index(["period", "topic"])
    assert not cells.loc["2011", "flagged"].any()
    assert cells.loc["2012", "flagged"].tolist() == [True, True, True, False]
    assert cells.loc[("2012", 2), "beyond"] == pytest.approx(0.6, abs=0.05)
    assert cells.loc["2011", "n_docs"].tolist() == [60] * N_TOPICS


def test_a_period_with_too_few_documents_is_empty_and_there(drawn):
    table = summarise_pairs(drawn)
    few = table[table["period"] == "2013"]
    assert few["n_docs"].tolist() == [3] * N_TOPICS
    assert few[["estimate", "ci_low", "expected", "beyond", "p_adjusted"]].isna().all(axis=None)
    assert not few["flagged"].any()
    asked = summarise_pairs(drawn, min_docs=3)
    assert asked["estimate"].notna().all()


def test_what_is_expected_needs_the_countries_too():
    theta, weights, period = plant()
    gone = period.index[period.index.str.startswith("2012AAA") & ~period.index.str.contains("-")]
    drawn = draw_topic_pairs(theta=theta, weights=weights, period=period.drop(gone), draws=30)
    table = summarise_pairs(drawn)
    second = table[table["period"] == "2012"]
    assert second["estimate"].notna().all()
    assert second[["expected", "beyond", "p_value"]].isna().all(axis=None)
    assert drawn.countries.groups.get_level_values("period").nunique() == 3
    shares = summarise_draws(drawn.countries)
    assert np.allclose(shares.groupby("period")["p_country_given_topic"].sum() <= N_TOPICS, 1)


def doubting(drawn, group, period, topic):
    """Draws of a sampler that has settled on all shares but one."""
    together, shape = drawn.together, drawn.together.estimate.shape
    rhat = np.ones(shape)
    rhat[together.groups.get_loc((group, period)), topic] = 1.5
    return replace(
        together, rhat=rhat, effective_size=np.full(shape, 500.0), main=together.sample.copy()
    )


@pytest.mark.parametrize("group", ["AAA+BBB", "AAA", "BBB"])
def test_a_cell_has_settled_where_the_pair_and_both_countries_have(drawn, group):
    assert summarise_pairs(drawn)["settled"].all()  # shares that were given have no sampler
    table = summarise_pairs(replace(drawn, together=doubting(drawn, group, "2012", 1)))
    cells = table.loc[~table["settled"], ["period", "topic"]]
    assert cells.to_numpy().tolist() == [["2012", 1]]


def test_pairs_go_into_the_remainder_of_their_period_with_all_that_is_known_of_them(drawn):
    rest = _countries(doubting(drawn, "AAA+BBB", "2012", 1), drawn.pairs)
    where = np.argwhere(~rest.settled).tolist()
    assert where == [[rest.groups.get_loc(("none", "2012")), 1]]
    assert rest.effective_size.shape == rest.rhat.shape == rest.estimate.shape
    assert np.array_equal(rest.main, rest.sample)
    assert np.array_equal(rest.sample, drawn.countries.sample)
    assert np.allclose(rest.sample.mean(axis=0), rest.estimate, atol=1e-5)
    of_pair = drawn.together.groups.get_loc(("AAA+BBB", "2012"))
    none = rest.groups.get_loc(("none", "2012"))
    assert np.allclose(rest.estimate[none], drawn.together.estimate[of_pair], atol=1e-6)


def test_before_and_after_a_date(drawn):
    changes = pair_changes(drawn, "2011", "2012")
    third = changes[changes["topic"] == 2].iloc[0]
    assert third["change"] == pytest.approx(0.6, abs=0.05)
    assert third["change_low"] < 0.6 < third["change_high"]
    assert third["change_beyond"] == pytest.approx(0.6, abs=0.05)
    assert third["p_adjusted"] < 0.001
    assert changes["change"].sum() == pytest.approx(0, abs=1e-6)
    back = pair_changes(drawn, "2012", "2011")
    assert np.allclose(back["change"], -changes["change"])
    assert (third["n_first"], third["n_second"]) == (60, 60)


@pytest.mark.parametrize("group", ["AAA+BBB", "AAA", "BBB"])
@pytest.mark.parametrize("period", ["2011", "2012", "2013"])
def test_a_change_has_settled_where_all_its_shares_have(drawn, group, period):
    assert pair_changes(drawn, "2011", "2012")["settled"].all()
    doubtful = replace(drawn, together=doubting(drawn, group, period, 1))
    changes = pair_changes(doubtful, "2011", "2012")
    told = changes.loc[~changes["settled"], "topic"].tolist()
    assert told == ([] if period == "2013" else [1])


def test_intervals_of_changes_hold_no_change_where_there_is_none():
    held = []
    for seed in range(15):
        theta, weights, period = plant(40, seed)
        halves = pd.Series(np.where(np.arange(len(theta)) % 2, "x", "y"), index=theta.index)
        first = period == "2011"
        drawn = draw_topic_pairs(
            theta=theta[first], weights=weights[weights["doc_id"].isin(theta.index[first])],
            period=halves[first], draws=100,
        )  # fmt: skip
        changes = pair_changes(drawn, "x", "y")
        held += [*(changes["change_low"].le(0) & changes["change_high"].ge(0))]
    assert np.mean(held) > 0.88


def test_the_figure_of_trends_takes_pairs(drawn):
    table = summarise_pairs(drawn)
    rows = table.assign(country=table["first"] + " – " + table["second"])
    with plots.figure_style("report"):
        ax = plots.plot_trends(rows, country="AAA – BBB")
    assert ax.get_title(loc="left").startswith("AAA – BBB")


def test_without_periods_there_are_no_changes(drawn):
    theta, weights, _ = plant(20)
    plain = draw_topic_pairs(theta=theta, weights=weights, draws=20)
    assert "period" not in summarise_pairs(plain)
    with pytest.raises(TopicsError, match="have no periods"):
        pair_changes(plain, "2011", "2012")
    with pytest.raises(
        TopicsError, match="both '2011' and '9'; the periods are 2011, 2012 and 2013"
    ):
        pair_changes(drawn, "2011", "9")


class TestDirected:
    def test_what_one_says_of_another_is_found_beyond_both(self):
        rng = np.random.default_rng(1)
        mixes = {
            ("KEN", None): [0.7, 0.1, 0.1, 0.1], ("KEN", "SOM"): [0.1, 0.1, 0.1, 0.7],
            ("UGA", None): [0.1, 0.7, 0.1, 0.1], ("UGA", "SOM"): [0.1, 0.4, 0.4, 0.1],
            ("TZA", None): [0.1, 0.7, 0.1, 0.1], ("TZA", "SOM"): [0.1, 0.4, 0.4, 0.1],
        }  # fmt: skip
        rows, said, of = [], [], []
        for (who, whom), mix in mixes.items():
            for number in range(60):
                doc_id = f"{who}{whom}{number}"
                rows.append((doc_id, *rng.dirichlet(8 * np.array(mix))))
                said.append((doc_id, who))
                if whom:
                    of.append((doc_id, whom, 1.0, 1.0))
        theta = pd.DataFrame(rows).set_index(0).set_axis(range(N_TOPICS), axis=1)
        weights = directed_weights(
            pd.DataFrame(said, columns=["doc_id", "country"]),
            pd.DataFrame(of, columns=["doc_id", "country", "weight", "p_about"]),
        )
        drawn = draw_topic_pairs(theta=theta, weights=weights, pairs=["KEN says-on SOM"], draws=100)
        table = summarise_pairs(drawn).set_index("topic")
        assert (table["first"].iloc[0], table["second"].iloc[0]) == ("KEN says", "on SOM")
        assert table.loc[3, "flagged"]
        assert table.loc[3, "beyond"] > 0.4

    def test_nobody_is_spoken_of_by_itself_and_halves_make_a_whole(self):
        said = pd.DataFrame({"doc_id": list("abc"), "country": ["KEN", "KEN", "UGA"]})
        of = pd.DataFrame(
            {"doc_id": ["a", "a", "b"], "country": ["SOM", "KEN", "ETH"],
             "weight": [0.4, 0.5, 0.8], "p_about": [0.5, 0.9, 0.8]}
        )  # fmt: skip
        told = directed_weights(said, of).set_index(["doc_id", "country"])["weight"]
        assert told.to_dict() == {
            ("a", "KEN says"): 0.8, ("a", "on SOM"): 0.2, ("b", "KEN says"): 0.6,
            ("b", "on ETH"): 0.4, ("c", "UGA says"): 1.0,
        }  # fmt: skip

    def test_a_document_has_one_speaker(self):
        said = pd.DataFrame({"doc_id": ["a", "a"], "country": ["KEN", "UGA"]})
        of = pd.DataFrame({"doc_id": ["b"], "country": ["SOM"], "weight": [1.0]})
        with pytest.raises(InputError, match="more than one row for 'a'"):
            directed_weights(said, of)
        with pytest.raises(InputError, match="'b', of which `speakers` has no speaker"):
            directed_weights(said.head(1), of)
        with pytest.raises(InputError, match="names nobody for 'a'"):
            directed_weights(said.head(1).assign(country=None), of)
