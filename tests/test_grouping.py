"""Any group in the place of a country: weights, estimates, figures, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from topics import plots
from topics.errors import TopicsError
from topics.estimate import contrasts, draw_topic_country, summarise_draws
from topics.estimate.effects import effects
from topics.estimate.grouping import group_weights

CORPUS = pd.DataFrame(
    {"doc_id": list("abcd"), "party": ["Greens", "Reds", None, " "], "outlet": ["X", "Y", "X", "X"]}
)


def test_every_combination_is_a_group_and_what_is_missing_is_none():
    table = group_weights(CORPUS, ["party", "outlet"])
    assert table[["doc_id", "country"]].to_numpy().tolist() == [
        ["a", "Greens | X"], ["b", "Reds | Y"],
    ]  # fmt: skip
    assert group_weights(CORPUS, "outlet")["country"].value_counts().to_dict() == {"X": 3, "Y": 1}


def test_groups_cross_countries():
    about = pd.DataFrame(
        {"doc_id": ["a", "a", "b", "c"], "country": ["KAZ", "UZB", "KAZ", "KAZ"],
         "weight": [0.6, 0.3, 0.8, 1.0], "p_about": [0.7, 0.4, 0.8, 1.0]}
    )  # fmt: skip
    table = group_weights(CORPUS, "party", weights=about)
    assert table["country"].tolist() == ["KAZ | Greens", "UZB | Greens", "KAZ | Reds"]
    assert table["weight"].tolist() == [0.6, 0.3, 0.8]
    assert table["p_about"].tolist() == [0.7, 0.4, 0.8]


def test_groups_go_through_estimates_contrasts_effects_and_figures():
    rng = np.random.default_rng(0)
    parties = [f"Party {letter}" for letter in "ABCDEFGH"]
    rows = pd.DataFrame({"doc_id": [f"d{i}" for i in range(240)], "party": parties * 30})
    lean = rows["party"].map(dict(zip(parties, np.linspace(0.1, 0.8, 8), strict=True)))
    theta = pd.DataFrame({0: rng.beta(8 * lean, 8 * (1 - lean))}, index=rows["doc_id"])
    theta = theta.assign(**{"1": 1 - theta[0]}).set_axis([0, 1], axis=1)
    theta.index = pd.Index(rows["doc_id"])
    drawn = draw_topic_country(theta=theta, weights=group_weights(rows, "party"), draws=50)
    table = summarise_draws(drawn)
    first = table[table["topic"] == 0].set_index("country")["estimate"]
    assert np.abs(first - np.linspace(0.1, 0.8, 8)).max() < 0.1
    assert contrasts(drawn, "Party H", "Party A")["p_adjusted"].max() < 0.001
    data = pd.DataFrame({"country": parties, "place": np.arange(8.0)})
    assert effects(drawn, data, "~ place", topics=[0]).table["ci_low"].iloc[1] > 0
    with plots.figure_style("report"):
        ax = plots.plot_countries_of_topic(table, topic=0)
        assert ax.get_yticklabels()[0].get_text() == "Party H"
        plots.plot_topic_country(table)


@pytest.mark.parametrize(
    ("corpus", "by", "said"),
    [
        (CORPUS, "partei", "lacks the column 'partei'"),
        (CORPUS, [], "`by` names no column"),
        (CORPUS.assign(party=None), "party", "no document with a value in party"),
        (CORPUS.assign(party="none"), "party", "cannot be called 'none': 'none' stands for"),
        (CORPUS.assign(party="A+B"), "party", r"cannot be called 'A\+B': '\+' joins pairs"),
        (pd.concat([CORPUS, CORPUS]), "outlet", "more than one row for 'a'"),
    ],
)
def test_what_is_no_group_is_refused(corpus, by, said):
    with pytest.raises(TopicsError, match=said):
        group_weights(corpus, by)
