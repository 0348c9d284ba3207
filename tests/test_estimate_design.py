"""Groups beside covariates: who is used, who depends on whom, and what is refused of a formula."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from by_hand import make_draws, make_pairs, said

from topics.estimate.design import aligned, keyed, members_of
from topics.estimate.effects import effects

pytest.importorskip("formulaic", reason="the extra effects is not installed")

NAMES = [f"C{n:02}" for n in range(12)]
DRAWS = make_draws((*NAMES, "none"))
FACTS = pd.DataFrame({"country": NAMES, "x": np.linspace(-1, 2, 12), "side": [*"lr"] * 6})


class TestGroups:
    def test_countries(self):
        together, rows = keyed(DRAWS)
        assert together is DRAWS
        assert list(rows.columns) == ["at", "country", "n_effective"]
        assert rows["at"].tolist() == list(range(12))
        assert rows["country"].tolist() == NAMES
        _, rows = keyed(make_draws(periods=["1", "2"]))
        assert list(rows.columns) == ["at", "country", "period", "n_effective"]
        assert rows["period"].tolist() == ["1", "2", "1", "2"]

    def test_pairs(self):
        draws = make_pairs(["1", "2"])
        together, rows = keyed(draws)
        assert together is draws.together
        assert list(rows.columns) == ["at", "period", "n_effective", "first", "second"]
        assert rows["at"].tolist() == [2, 3]
        assert rows["n_effective"].tolist() == together.n_effective[2:4].tolist()
        assert rows[["first", "second"]].to_numpy().tolist() == [["X", "Y"]] * 2
        assert rows.index.tolist() == [0, 1]
        none = replace(draws, pairs=draws.pairs[:0])
        assert said(lambda: keyed(none)) == "the draws have no pair: none has enough documents."

    def test_covariates_of_pairs_are_found_in_any_order(self):
        _, rows = keyed(make_pairs([2010, 2011]))
        data = pd.DataFrame({"first": ["Y", "X"], "second": ["X", "Y"], "period": ["2011", "2010"],
                             "x": [7, 8], "at": 0, "n_effective": 0})  # fmt: skip
        rows = rows.astype({"period": str})
        both, left_out = aligned(rows, data, min_docs=0, missing="raise", needed=["x"])
        assert both["x"].tolist() == [8, 7]
        assert both["at"].tolist() == [2, 3]
        assert left_out.empty

    def test_who_depends_on_whom(self):
        rows = pd.DataFrame({"country": NAMES, "region": [*"aabbccddeeff"]})
        assert members_of(rows, None)[0].tolist() == list(range(12))
        assert members_of(rows, "region")[0].tolist() == np.repeat(range(6), 2).tolist()
        by_period = rows.assign(period="1", country=[*"aabbccddeeff"])
        assert members_of(by_period, None)[0].tolist() == np.repeat(range(6), 2).tolist()
        pairs = pd.DataFrame({"first": [*"aabc"], "second": [*"bcde"], "side": [*"wxyz"]})
        assert [m.tolist() for m in members_of(pairs, None)] == [[0, 0, 1, 2], [1, 2, 3, 4]]
        assert said(lambda: members_of(pairs[:3], None)) == (
            "the 3 groups are of 4 clusters; at least 5 are needed to say how much they differ."
        )
        assert said(lambda: members_of(rows[:8], "region")) == (
            "the 8 groups are of 4 clusters; at least 5 are needed to say how much they differ."
        )
        assert len(members_of(pairs.assign(side=range(4)).loc[[0, 1, 2, 3, 3]], None)) == 2


def lacking(**options):
    data = FACTS[1:].copy()
    data.loc[3, "x"] = np.nan
    return effects(DRAWS, data, "~ x", **options)


REFUSED = {
    "no formula": (
        lambda: effects(DRAWS, FACTS, " "),
        "`formula` must be a text such as '~ region'; got ' '.",
    ),
    "a formula that is no text": (
        lambda: effects(DRAWS, FACTS, 3),
        "`formula` must be a text such as '~ region'; got 3.",
    ),
    "a left side": (
        lambda: effects(DRAWS, FACTS, "y ~ x"),
        "`formula` has a left side, 'y ~ x'; shares of topics stand there. Begin with ~.",
    ),
    "too few groups": (
        lambda: effects(make_draws((*NAMES[:5], "none")), FACTS[:5], "~ x + side"),
        "`formula` '~ x + side' makes 3 columns of 5 groups; at least three groups more than "
        "columns are needed. Leave terms out.",
    ),
    "columns that say the same": (
        lambda: effects(DRAWS, FACTS.assign(z=FACTS["x"] * 2), "~ x + z"),
        "`formula` '~ x + z': some of its columns, Intercept, x and z, say the same as others for "
        "these groups. Leave out what the others determine.",
    ),
    "covariates that are missing": (
        lacking,
        "`data` lacks 2 of 12 groups or their covariates, first 'C00' (not in data). Add them, or "
        "give `missing='drop'`.",
    ),
    "groups twice": (
        lambda: effects(DRAWS, pd.concat([FACTS, FACTS[2:3]]), "~ x"),
        "`data` has more than one row for 'C02'; give one.",
    ),
    "pairs twice": (
        lambda: effects(
            make_pairs(["1", "2"]),
            pd.DataFrame({"first": [*"XY"], "second": [*"YX"], "period": "1", "x": 1}), "~ x",
        ),
        "`data` has more than one row for 'X Y 1'; give one.",
    ),
    "an unknown topic": (
        lambda: effects(DRAWS, FACTS, "~ x", topics=["oil", "sun"]),
        "`topics`: the draws have no topic 'sun'.",
    ),
    "an unknown way": (
        lambda: effects(DRAWS, FACTS, "~ x", missing="drip"),
        "`missing` must be one of raise or drop; got 'drip'. Did you mean 'drop'?",
    ),
    "a level beyond 1": (
        lambda: effects(DRAWS, FACTS, "~ x", level=1),
        "`level` must be a number in (0, 1); got 1.",
    ),
    "fewer than no documents": (
        lambda: effects(DRAWS, FACTS, "~ x", min_docs=-1),
        "`min_docs` must be a number in [0, inf]; got -1.",
    ),
    "data of another kind": (
        lambda: effects(DRAWS, [1], "~ x"),
        "`data` must be a pandas DataFrame; got list.",
    ),
    "sides of other lengths": (
        lambda: effects(DRAWS, FACTS, "~ x").compare(FACTS[:2], FACTS[:3]),
        "`first` has 2 rows and `second` 3; they are compared row by row.",
    ),
    "predictions for a list": (
        lambda: effects(DRAWS, FACTS, "~ x").predict([1]),
        "`data` must be a pandas DataFrame; got list.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_regressed_is_refused_in_so_many_words(case):
    call, message = REFUSED[case]
    assert said(call) == message


def test_a_column_that_is_not_there_is_guessed():
    told = said(lambda: effects(DRAWS, FACTS, "~ sid"))
    assert told.startswith("`formula` '~ sid' cannot be used: ")
    assert told.endswith(" Did you mean 'side'?")
    told = said(lambda: effects(DRAWS, FACTS, "~ x").predict(FACTS[["side"]]))
    assert told.startswith("`data` does not fit the formula 1 + x: ")


def test_a_column_of_a_formula_must_be_known_for_all_that_are_used():
    data = FACTS.assign(side=[None, *FACTS["side"][1:]], other=None)
    assert said(lambda: effects(DRAWS, data, "~ x + side")) == (
        "`data` lacks 1 of 12 groups or their covariates, first 'C00' (a covariate is missing). "
        "Add them, or give `missing='drop'`."
    )
    assert said(lambda: effects(DRAWS, data, "~ x", cluster="side")) == (
        "`data` lacks 1 of 12 groups or their covariates, first 'C00' (a covariate is missing). "
        "Add them, or give `missing='drop'`."
    )
    assert len(effects(DRAWS, data, "~ x", missing="drop").groups) == 12
    named = data.rename(columns={"side": "the side"})
    kept = effects(DRAWS, named, "~ x + `the side`", missing="drop")
    assert kept.left_out["country"].tolist() == ["C00"]
