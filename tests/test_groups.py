"""Groups by a column over the whole line: known answers, pages and figures, and what is refused."""

import json
import re

import numpy as np
import pandas as pd
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics import plots
from topics.cli import main
from topics.errors import TopicsError
from topics.estimate import draw_topic_country
from topics.estimate.crossed import compare_groups
from topics.report.method import method
from topics.report.prose import stands_out, summary
from topics.report.write import write_report
from topics.run.analyse import analyse
from topics.run.config import ReportConfig
from topics.run.groups import count_groups, values_of
from topics.simulate_news import simulate_news

WORDS = {
    "transit": "pipeline crude terminal tanker barrel export refinery valve pumping cargo",
    "harvest": "wheat barley farm tractor drought silo seed grain irrigation orchard",
    "stage": "museum theatre festival opera painter gallery orchestra novel poet sculpture",
}
# On Kazakhstan, Canal+ writes of transit and the party called none of harvests; on Russia both of
# the stage. Small has too few documents, and six have no value.
PLAN = [
    ("Kazakhstan", "Canal+", "transit", 24), ("Kazakhstan", "none", "harvest", 24),
    ("Russia", "Canal+", "stage", 24), ("Russia", "none", "stage", 24),
    ("Japan", "Canal+", "harvest", 9), ("Japan", "Small", "stage", 3), ("Japan", None, "stage", 6),
]  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    rng = np.random.default_rng(0)
    rows = [
        {
            "title": f"{where}: {theme} {number}",
            "party": party,
            "day": number % 3,
            "text": f"{where} spoke. " + " ".join(rng.choice(WORDS[theme].split(), 40))
            + f" {where} signed on {number}.",
        }
        for where, party, theme, count in PLAN
        for number in range(count)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("groups") / "news.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return str(path)


def config(corpus, **options):
    return ReportConfig(
        corpus=corpus, n_topics=3, restarts=2, draws=60, refits=0, trends="off",
        duplicates="keep", max_share=0.8, seed=1, **{"groups": "party"} | options,
    )  # fmt: skip


@pytest.fixture(scope="module")
def run(corpus):
    return analyse(config(corpus))


def topic_of(run, theme):
    (topic,) = (
        topic
        for topic, words in run.words.groupby("topic")["word"]
        if set(words) <= set(WORDS[theme].split())
    )
    return topic


class TestRun:
    def test_groups_are_counted_and_those_with_enough_are_estimated(self, run):
        assert run.group_documents.to_numpy().tolist() == [
            ["Canal+", 57, True], ["none", 48, True], ["Small", 3, False],
        ]  # fmt: skip
        assert set(run.groups["group"]) == {"Canal+", "none"}
        rows = dict(summary(run))
        assert rows["Groups by party"] == (
            "2 values of 3 are estimated; the others have fewer than 5 documents, 3 together, and "
            "are listed in tables/group_documents.csv; 6 documents have no value."
        )

    def test_shares_of_groups_are_those_that_were_planted(self, run):
        share = run.groups.set_index(["group", "topic"])["estimate"]
        assert share["Canal+", topic_of(run, "transit")] == pytest.approx(24 / 57, abs=0.06)
        assert share["Canal+", topic_of(run, "harvest")] == pytest.approx(9 / 57, abs=0.06)
        assert share["none", topic_of(run, "harvest")] == pytest.approx(0.5, abs=0.06)
        assert run.groups.groupby("group")["estimate"].sum().round(5).tolist() == [1, 1]

    def test_what_a_group_has_on_a_country_is_told_from_the_others(self, run):
        cells = run.group_countries.set_index(["country", "group", "topic"])
        assert set(run.group_countries["country"]) == {"KAZ", "RUS"}  # one group alone is on Japan
        transit, harvest = topic_of(run, "transit"), topic_of(run, "harvest")
        told = cells.loc[("KAZ", "Canal+", transit)]
        assert told["difference"] > 0.9
        assert told["p_adjusted"] < 0.05
        assert cells.loc[("KAZ", "none", harvest), "difference"] > 0.9
        assert cells.loc["RUS", "p_adjusted"].min() > 0.05

    def test_the_first_page_and_the_method_say_it(self, run):
        told = stands_out(run)
        assert any(line.startswith(("none: ", "Canal+: ")) for line in told)
        (cell,) = (line for line in told if " on Kazakhstan: " in line)
        assert re.search(r"% \(\d+ to \d+\), n = 24, against <?\d+ % in the other groups\.", cell)
        text = dict(method(run))["Groups of documents"]
        assert "4 groups on a country, of 2 countries" in text

    def test_the_report_has_pages_figures_and_tables(self, run, tmp_path):
        write_report(run, tmp_path / "report")
        pages = [
            page.extract_text() for page in pypdf.PdfReader(tmp_path / "report/report.pdf").pages
        ]
        (first,) = (text for text in pages[1:] if "Topics by party" in text)
        assert "Canal+" in first
        (second,) = (text for text in pages[1:] if "Countries by party" in text)
        assert "Kazakhstan: Canal+" in second.replace("\n", " ")
        for name in ("groups", "group-countries"):
            assert (tmp_path / f"report/figures/{name}.pdf").is_file()
        tables = tmp_path / "report" / "tables"
        assert list(pd.read_csv(tables / "groups.csv").columns[:2]) == ["group", "topic"]
        for name in ("group_countries", "group_documents"):
            assert len(pd.read_csv(tables / f"{name}.csv"))
        settings = json.loads((tmp_path / "report/manifest.json").read_text("utf-8"))["config"]
        assert (settings["groups"], settings["min_group_docs"]) == ("party", 5)
        out = tmp_path / "f.pdf"
        assert main(["plot", "groups", str(tables / "groups.csv"), "-o", str(out)]) == 0
        crossed = str(tables / "group_countries.csv")
        assert main(["plot", "group-countries", crossed, "-o", str(out)]) == 0
        assert "Canal+ on Kazakhstan" in out.with_suffix(".txt").read_text("utf-8")

    def test_without_groups_nothing_is_there(self, corpus):
        run = analyse(config(corpus, groups=None))
        assert not {"groups", "group_countries", "group_documents"} & set(run.tables())
        assert "Groups of documents" not in dict(method(run))

    def test_where_no_country_has_two_groups_it_is_said(self, corpus, tmp_path):
        run = analyse(config(corpus, min_group_docs=30.0))
        assert run.group_countries.empty
        assert set(run.groups["group"]) == {"Canal+", "none"}
        assert "No country has enough in two groups" in dict(method(run))["Groups of documents"]
        write_report(run, tmp_path / "report")
        pages = pypdf.PdfReader(tmp_path / "report/report.pdf").pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        assert any("so nothing can be compared" in text for text in texts)

    def test_topics_that_are_put_together_are_so_in_groups_too(self, run, corpus, tmp_path):
        path = tmp_path / "labels.csv"
        path.write_text("topic,label,into\n0,Rest,\n2,,0\n", "utf-8")
        merged = analyse(config(corpus, labels=str(path)))
        for name, keys in (("groups", ["group"]), ("group_countries", ["country", "group"])):
            before, after = getattr(run, name), getattr(merged, name)
            assert set(after["topic"]) == {0, 1}
            assert set(after.loc[after["topic"] == 0, "topic_label"]) == {"T0 Rest"}
            both = before[before["topic"] != 1].groupby(keys)["estimate"].sum()
            own = after[after["topic"] == 0].set_index(keys)["estimate"]
            assert np.allclose(own, both[own.index], atol=1e-5)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"groups": "partei"}, "no column 'partei'; it has .* Did you mean 'party'"),
        (
            {"groups": "title"},
            "0 of \\d+ values of 'title' have 5 documents; 'Japan: stage 0'",
        ),
        ({"groups": "source"}, "1 of 1 values of 'source' have 5 documents"),
        ({"groups": "doc_id"}, "'doc_id' is one value for each document"),
        ({"min_group_docs": 50.0}, "1 of 3 values of 'party' have 50 .* 'Canal\\+' has most, 57"),
        ({"cluster": "day", "groups": "day"}, "'day' is `cluster` too"),
        ({"cluster": "day"}, "0 of 3 values of 'party' have 5 documents, of 5 clusters or more"),
        ({"min_group_docs": 1.0}, "`min_group_docs` must be a number in \\[2, 1e\\+09\\]"),
        ({"groups": ""}, "`groups` must be a non-empty text"),
    ],
)
def test_what_cannot_be_grouped_is_refused_before_the_fit(corpus, monkeypatch, options, said):
    monkeypatch.setattr("topics.run.analyse.fit_lda", None)
    monkeypatch.setattr("topics.run.prepare.count_with_account", None)
    with pytest.raises(TopicsError, match=said):
        analyse(config(corpus, **options))


def test_the_command_says_it_in_one_line(corpus, tmp_path, capsys):
    words = ["report", corpus, "--groups", "partie", "--out", str(tmp_path / "r"), "--quiet"]
    assert main(words) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "--groups: the corpus has no column 'partie'" in error
    assert not (tmp_path / "r").exists()


def test_too_many_groups_are_refused(corpus, monkeypatch):
    monkeypatch.setattr("topics.run.groups.MOST_GROUPS", 1)
    with pytest.raises(TopicsError, match="2 values of 'party' have 5 documents or more; at"):
        analyse(config(corpus))


class TestCounts:
    def test_whole_numbers_are_read_as_such_and_blanks_are_one(self):
        units = pd.DataFrame({"doc_id": list("abc"), "x": [2014.0, None, 2014.0]})
        assert values_of(units, "x").to_dict() == {"a": "2014", "c": "2014"}
        units["x"] = ["Daily  News", "Daily\tNews ", "\n"]
        assert values_of(units, "x").unique().tolist() == ["Daily News"]

    def test_groups_of_few_clusters_are_not_estimated(self):
        values = pd.Series(["A"] * 8 + ["B"] * 8, index=range(16))
        cluster = pd.Series([*range(8), *[0, 1] * 4], index=range(16))
        told = count_groups(values, cluster, ReportConfig(groups="party"))
        assert told.set_index("group")["estimated"].to_dict() == {"A": True, "B": False}

    @given(
        st.lists(st.sampled_from(["A", "B", "C", "", None]), min_size=1, max_size=60),
        st.floats(2, 20),
    )
    def test_every_document_is_counted_once_or_has_no_value(self, cells, least):
        units = pd.DataFrame({"doc_id": range(len(cells)), "party": pd.Series(cells, dtype=object)})
        counts = count_groups(
            values_of(units, "party"), None, ReportConfig(groups="party", min_group_docs=least)
        )
        assert counts["n_docs"].sum() == sum(bool(cell) for cell in cells)
        assert (counts["estimated"] == (counts["n_docs"] >= least)).all()
        assert counts["n_docs"].is_monotonic_decreasing


NEWS = {
    "n_docs": 1200, "n_countries": 4, "n_topics": 4, "n_words": 60, "n_sources": 3,
    "countries_per_doc": (0.6, 0.3, 0.1), "seed": 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn():
    planted = simulate_news(**NEWS, source_bias=0.8)
    return planted, draw_topic_country(
        theta=planted.doc_topic,
        weights=planted.true_weights,
        period=planted.clusters,
        draws=200,
    )


class TestCompared:
    def test_elsewhere_is_the_mean_of_the_other_groups(self, drawn):
        _, draws = drawn
        table = compare_groups(draws)
        cells = table.set_index(["country", "group", "topic"])
        others = [("C00", f"source{n}", 2) for n in (1, 2)]
        mean = np.average(
            [cells.loc[cell, "estimate"] for cell in others],
            weights=[cells.loc[cell, "n_effective"] for cell in others],
        )
        told = cells.loc[("C00", "source0", 2)]
        assert told["elsewhere"] == pytest.approx(mean, abs=1e-6)
        assert told["difference"] == pytest.approx(told["estimate"] - mean, abs=1e-6)
        assert told["difference_low"] <= told["difference"] <= told["difference_high"]
        assert table.groupby(["country", "group"])["difference"].sum().abs().max() < 1e-6

    def test_leanings_of_sources_are_found_and_none_where_there_is_none(self, drawn):
        _, draws = drawn
        assert compare_groups(draws)["p_adjusted"].lt(0.05).mean() > 0.2
        plain = simulate_news(**NEWS, source_bias=0)
        same = draw_topic_country(
            theta=plain.doc_topic, weights=plain.true_weights, period=plain.clusters, draws=200
        )
        table = compare_groups(same)
        assert table["p_adjusted"].lt(0.05).mean() <= 0.05
        held = (table["difference_low"] <= 0) & (table["difference_high"] >= 0)
        assert held.mean() > 0.85

    def test_groups_with_few_documents_are_left_out_and_a_country_with_one_is_too(self, drawn):
        _, draws = drawn
        sizes = pd.Series(draws.n_effective, index=draws.groups)
        least = float(sizes["C00"].sort_values().iloc[-2])
        table = compare_groups(draws, min_docs=least)
        assert table[table["country"] == "C00"]["group"].nunique() == 2
        assert compare_groups(draws, min_docs=1e6).empty
        cells = pd.MultiIndex.from_tuples([("C00", "source0"), ("C00", "source1")])
        assert set(compare_groups(draws, cells=cells)["group"]) == {"source0", "source1"}

    def test_draws_without_groups_are_refused(self, drawn):
        planted, _ = drawn
        plain = draw_topic_country(theta=planted.doc_topic, weights=planted.weights, draws=30)
        with pytest.raises(TopicsError, match="the draws have no groups"):
            compare_groups(plain)

    def test_the_figure_shows_the_groups_that_are_told_first(self, drawn):
        _, draws = drawn
        table = compare_groups(draws)
        told = table[table["p_adjusted"] < 0.05]
        with plots.figure_style("report"):
            ax = plots.plot_group_countries(table, most=2)
        shown = [label.get_text() for label in ax.get_yticklabels()]
        known = set(told["country"] + ": " + told["group"])
        assert len(shown) == 2
        assert set(shown) <= known
