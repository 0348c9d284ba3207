"""Pairs over time in a report: which are followed, what is found, and where nothing is said."""

import numpy as np
import pandas as pd
import pypdf
import pytest

from topics import plots
from topics.cli import main
from topics.errors import TopicsError
from topics.estimate.apart import OTHERS, keep_followed, set_pairs_apart
from topics.estimate.beyond import summarise_pairs
from topics.estimate.relations import draw_topic_pairs
from topics.report.facts import pairs_over_time
from topics.report.write import write_report
from topics.run.analyse import analyse
from topics.run.config import ReportConfig

WORDS = {
    "transit": "pipeline crude terminal tanker barrel export refinery valve pumping cargo",
    "harvest": "wheat barley farm tractor drought silo seed grain irrigation orchard",
    "stage": "museum theatre festival opera painter gallery orchestra novel poet sculpture",
}
YEARS = (2019, 2020, 2021)
# Together they are written about what each is by itself, but in 2021 about transit. Japan and
# Russia share as many texts, all but two of one year.
PLAN = [
    *[("Kazakhstan", "harvest", year, 14) for year in YEARS],
    *[("Russia", "stage", year, 14) for year in YEARS],
    *[("Japan", "stage", year, 8) for year in YEARS],
    *[("Kazakhstan and Russia", "harvest stage", year, 12) for year in YEARS[:2]],
    ("Kazakhstan and Russia", "transit", 2021, 14),
    ("Japan and Russia", "stage", 2019, 22), ("Japan and Russia", "stage", 2020, 2),
]  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    rng = np.random.default_rng(0)
    rows = [
        {
            "title": f"{where}: {theme} {year} {number}",
            "date": f"{year}-{1 + number % 12:02}-11",
            "text": f"{where} spoke. "
            + " ".join(rng.choice(" ".join(WORDS[t] for t in theme.split()).split(), 40))
            + f" {where} signed on {number}.",
        }
        for where, theme, year, count in PLAN
        for number in range(count)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("followed") / "news.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return str(path)


def config(corpus, **options):
    return ReportConfig(
        corpus=corpus, n_topics=3, restarts=2, draws=60, refits=0, duplicates="keep",
        max_share=0.8, seed=1, **options,
    )  # fmt: skip


@pytest.fixture(scope="module")
def run(corpus):
    return analyse(config(corpus))


def test_a_pair_with_enough_texts_in_three_years_is_followed_and_no_other(run):
    assert set(run.pairs["first"] + run.pairs["second"]) == {"KAZRUS", "JPNRUS"}
    trends = run.pair_trends
    assert set(trends["first"] + trends["second"]) == {"KAZRUS"}
    assert trends["period"].unique().tolist() == ["2019", "2020", "2021"]
    assert trends.drop_duplicates("period")["n_docs"].tolist() == [12, 12, 14]
    assert run.tables()["pair_trends"] is trends


def test_it_is_beyond_in_the_year_in_which_it_is(run):
    (topic,) = run.words.loc[run.words["word"] == "pipeline", "topic"].unique()
    cells = run.pair_trends.set_index(["period", "topic"])
    assert cells.loc[("2021", topic), "beyond"] > 0.7
    assert cells.loc[("2021", topic), "flagged"]
    assert cells.loc[("2019", topic), "beyond"] < 0.2
    assert not cells.loc["2019", "flagged"].any()


def test_it_has_a_page_a_figure_and_a_table(run, tmp_path):
    write_report(run, tmp_path / "report")
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "report/report.pdf").pages]
    (page,) = (text for text in pages[1:] if "Pairs of countries over time" in text)
    assert "Kazakhstan and Russia" in page
    assert "1 of 1" in page
    assert (tmp_path / "report/figures/pair-KAZ-RUS-trends.pdf").is_file()
    table, out = tmp_path / "report/tables/pair_trends.csv", tmp_path / "f.pdf"
    assert main(["plot", "pair-trends", str(table), "--pair", "KAZ-RUS", "-o", str(out)]) == 0
    told = out.with_suffix(".txt").read_text("utf-8")
    assert "2019 to 2021" in told
    assert "in 2021: " in told


@pytest.mark.parametrize(
    "options",
    [{"trends": "off"}, {"trends": "month"}, {"pairs": ("off",)},
     {"pairs": ("JPN-RUS",), "trends": "year"},
     {"min_period_docs": 13.0}],
    ids=str,
)  # fmt: skip
def test_nothing_is_said_where_texts_are_too_few(corpus, options):
    run = analyse(config(corpus, **options))
    assert run.pair_trends.empty
    assert "pair_trends" not in run.tables()
    assert pairs_over_time(run.pair_trends) == []


def test_documents_without_a_date_do_not_count(corpus, tmp_path):
    table = pd.read_csv(corpus)
    both = table["title"].str.startswith("Kazakhstan and Russia")
    table.loc[both & table["date"].str.startswith("2020"), "date"] = None
    table.to_csv(tmp_path / "news.csv", index=False)
    run = analyse(config(str(tmp_path / "news.csv"), trends="year"))
    assert "KAZ" in set(run.pairs["first"])
    assert run.pair_trends.empty


def test_the_others_stay_apart_and_are_one_group():
    rows = []
    for number in range(20):
        rows += [(f"ab{number}", "AAA", 0.5), (f"ab{number}", "BBB", 0.5)]
        rows += [(f"bc{number}", "BBB", 0.5), (f"bc{number}", "CCC", 0.5)]
        rows += [(f"{name}{number}", name, 1.0) for name in ("AAA", "BBB", "CCC")]
    weights = pd.DataFrame(rows, columns=["doc_id", "country", "weight"])
    apart, table = set_pairs_apart(weights)
    kept, chosen = keep_followed(apart, table, ["BBB-AAA"])
    assert chosen["group"].tolist() == ["AAA+BBB"]
    assert kept["country"].value_counts().to_dict() == {
        "AAA": 20, "BBB": 20, "AAA+BBB": 20, OTHERS: 20,
    }  # fmt: skip
    assert set(kept.loc[kept["country"] == OTHERS, "doc_id"].str[:2]) == {"bc"}
    with pytest.raises(TopicsError, match="`follow`: 'AAA-CCC' is no pair that is estimated"):
        keep_followed(apart, table, ["AAA-CCC"])


def test_what_is_followed_is_as_it_is_among_all():
    rng = np.random.default_rng(1)
    mixes = {
        "AAA": [0.7, 0.2, 0.1], "BBB": [0.2, 0.7, 0.1], "CCC": [0.3, 0.3, 0.4],
        "AAA-BBB": [0.1, 0.2, 0.7], "BBB-CCC": [0.6, 0.3, 0.1],
    }  # fmt: skip
    theta, rows, period = {}, [], {}
    for names, mix in mixes.items():
        for number in range(60):
            doc_id = f"{names}{number}"
            theta[doc_id] = rng.dirichlet(8 * np.array(mix))
            sides = names.split("-")
            rows += [(doc_id, side, 1 / len(sides)) for side in sides]
            period[doc_id] = str(2000 + number % 2)
    theta = pd.DataFrame(theta).T
    weights = pd.DataFrame(rows, columns=["doc_id", "country", "weight"])
    options = {"theta": theta, "weights": weights, "period": pd.Series(period), "draws": 200}
    every = summarise_pairs(draw_topic_pairs(**options))
    drawn = draw_topic_pairs(**options, follow=["AAA-BBB"])
    own = summarise_pairs(drawn)
    same = every[every["second"] == "BBB"].reset_index(drop=True)
    for name in ("estimate", "expected", "beyond"):
        assert np.abs(own[name] - same[name]).max() < 0.03
    assert set(drawn.countries.groups.get_level_values("country")) == {"AAA", "BBB", "none"}
    assert np.allclose(drawn.countries.n_effective.sum(), 300)


def test_the_figure_shows_the_topics_that_are_farthest_off(run):
    with plots.figure_style("report"):
        ax = plots.plot_pair_trends(run.pair_trends, pair="RUS-KAZ", most=1)
    (panel,) = ax.child_axes
    (topic,) = run.words.loc[run.words["word"] == "pipeline", "topic"].unique()
    assert panel.get_title(loc="left").startswith(f"T{topic} ")
    dashed = [line for line in panel.get_lines() if line.get_linestyle() == "--"]
    assert len(dashed) == 1
    with pytest.raises(TopicsError, match="`pair` 'KAZ-JPN' is not in `pairs`"):
        plots.plot_pair_trends(run.pair_trends, pair="KAZ-JPN")
