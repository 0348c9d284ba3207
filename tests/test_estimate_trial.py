"""A trial scores estimates on planted truth, and its pages show what was scored."""

import numpy as np
import pandas as pd
import pytest
from measuring.estimates_check import agreement, label_shares, map_topics
from measuring.estimates_plots import (
    draw_cells,
    draw_halves,
    draw_scale,
    draw_splits,
    draw_table,
    half_scores,
    save_pages,
)
from measuring.estimates_trial import (
    Trial,
    compare_with_mean,
    find_planted,
    run_trial,
    summarise_trials,
)


@pytest.fixture(scope="module")
def scored() -> pd.DataFrame:
    planted = {
        "n_docs": 250, "n_countries": 3, "n_topics": 3, "n_words": 100, "length": (20, 40),
        "countries_per_doc": (0.0, 1.0),
    }  # fmt: skip
    return run_trial(
        Trial(name="two by doc", planted=planted), seed=1, draws=40, restarts=2, refits=1
    )


@pytest.fixture(scope="module")
def cells(scored) -> pd.DataFrame:
    return summarise_trials(scored, ["trial", "method"])


def halves(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    share = rng.beta(0.5, 5, n)
    return pd.DataFrame({"first": share, "second": share, "z": rng.normal(size=n)})


def test_unmixing_beats_the_mean_and_counting_top_topics(cells):
    error = cells["tv_error"].xs("two by doc", level="trial")
    assert error["joint"] < 0.5 * error["mean"]
    assert error["joint"] < 0.5 * error["argmax"]
    assert cells.loc[("two by doc", "joint"), "n_shares"] == 9


def test_ratios_are_those_of_the_errors(cells):
    row = compare_with_mean(cells).iloc[0]
    assert row["ratio"] == pytest.approx(row["joint"] / row["mean"])
    assert row["oracle_ratio"] == pytest.approx(row["oracle"] / row["mean"])
    assert row["cover_95"] == cells.loc[("two by doc", "joint"), "cover_95"]


def test_averages_weigh_by_countries():
    rows = pd.DataFrame(
        {
            "trial": "t", "method": "m", "n_countries": [1, 3], "n_shares": [2, 6],
            "tv_error": [0.4, 0.0], "cover_50": [1.0, np.nan], "cover_90": 1.0, "cover_95": 1.0,
            "cover_95_found": 1.0, "cover_differences": 1.0,
            "width": 0.1, "match": 1.0, "found": 1.0,
        }
    )  # fmt: skip
    row = summarise_trials(rows, ["trial", "method"]).iloc[0]
    assert row["tv_error"] == pytest.approx(0.1)
    assert row["cover_50"] == 1
    assert row["n_shares"] == 8


def test_topics_are_matched_one_to_one():
    planted = pd.DataFrame(np.eye(3), columns=list("abc"))
    order, similarity = find_planted(planted, planted.iloc[[2, 0, 1]].reset_index(drop=True))
    assert order.tolist() == [1, 2, 0]
    assert similarity.tolist() == pytest.approx([1, 1, 1])


def test_subjects_are_mapped_through_topics():
    rng = np.random.default_rng(1)
    truth = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5]])
    shares = pd.DataFrame(rng.dirichlet(np.ones(3), 500))
    subjects = pd.DataFrame(shares.to_numpy() @ truth, columns=["oil", "tin"])
    assert np.abs(map_topics(shares, subjects) - truth).to_numpy().max() < 0.05


def test_agreement_with_itself_is_perfect():
    truth = pd.DataFrame([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]])
    scores = agreement(truth, truth)
    assert scores["tv_error"] == 0
    assert scores["rank_all"] == pytest.approx(1)
    assert agreement(truth, truth[::-1].reset_index(drop=True))["tv_error"] > 0.5


def test_labels_that_do_not_count_drop_their_documents():
    labels = pd.Series({"a": ["x", "rare"], "b": ["rare"]})
    assert label_shares(labels, pd.Index(["x"])).index.tolist() == ["a"]


def test_halves_are_scored_by_size():
    scores = half_scores(halves(4000)).set_index("estimate")
    assert scores.loc["all", "n"] == 4000
    assert scores["n"].iloc[1:].sum() == 4000
    assert scores.loc["all", "within_95"] == pytest.approx(0.95, abs=0.015)


def test_pages_show_what_they_are_given(cells, tmp_path):
    pages = [draw_cells(cells, "cells")]
    left, right = pages[0].axes
    joint = next(line for line in left.lines if line.get_label() == "joint")
    assert joint.get_xdata() == pytest.approx(cells["tv_error"].xs("joint", level="method"))
    assert [text.get_text() for text in left.get_yticklabels()] == ["two by doc"]
    assert right.get_xlim() == (0, 1)
    scores = pd.DataFrame(
        {"truth": "one", "method": ["joint", "mean"] * 2, "seed": [0, 0, 1, 1]}
    ).assign(rank_all=[0.7, 0.5, 0.9, 0.6], tv_error=0.2)
    pages.append(draw_splits(scores, "splits"))
    means = pages[1].axes[0].lines[1].get_xdata()
    assert means == pytest.approx([0.8, 0.55])
    clock = pd.DataFrame({"n_docs": [1000, 2000], "cpu_s": [60.0, 120.0], "peak_gb": [1.0, 1.5]})
    pages += [draw_halves(halves(200), "halves"), draw_scale(clock, "scale")]
    assert pages[3].axes[0].lines[0].get_ydata().tolist() == [1, 2]
    pages.append(draw_table(clock, "table"))
    texts = {cell.get_text().get_text() for cell in pages[4].axes[0].tables[0].get_celld().values()}
    assert {"n_docs", "1,000", "1.500"} <= texts
    save_pages(pages, tmp_path / "all.pdf")
    assert (tmp_path / "all.pdf").read_bytes().count(b"/Type /Page ") == len(pages)


def test_same_table_same_bytes(tmp_path):
    clock = pd.DataFrame({"n_docs": [1000, 2000], "cpu_s": [60.0, 120.0], "peak_gb": [1.0, 1.5]})
    for name in ("a.pdf", "b.pdf"):
        save_pages([draw_table(clock, "scale")], tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
