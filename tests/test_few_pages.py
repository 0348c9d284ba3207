"""Few documents get a report for few documents; figures that say nothing are left out."""

import made_up
import pandas as pd
import plot_tables
import pytest
from matplotlib.text import Text

from topics import plots
from topics.report.pages import report_pages
from topics.report.pages.documents import about_documents, documents_pages, few_documents
from topics.report.pages.themes import reliability_page, world_pages
from topics.report.write import derived_tables
from topics.run.steps import count_documents


@pytest.fixture(autouse=True)
def _in_style():
    with plots.figure_style("report"):
        yield


@pytest.fixture(scope="module")
def five():
    """Six paragraphs of two documents."""
    run = made_up.make_run()
    units = run.units.assign(parent_id=["a", "a", "a", "a", "b", "b"])
    corpus = run.corpus.head(2).assign(doc_id=["a", "b"], title=["Mr. President,", "Party wins"])
    return made_up.make_run(
        units=units,
        corpus=corpus,
        config=run.config.updated(unit="paragraph"),
        estimates=run.estimates.assign(n_documents=[1, 1, 2, 2, 1, 1]),
    )


def written(figure):
    return " ".join(" ".join(text.get_text().split()) for text in figure.findobj(Text))


def test_each_document_says_who_it_is_about_and_on_what(five):
    first, second = about_documents(five).to_dict("records")
    # Three of the four paragraphs of the first are about Kazakhstan, one about Uzbekistan.
    assert first["countries"] == "Kazakhstan 75 %, Uzbekistan 25 %, France 12 %"
    assert first["topics"] == "T0 gas, oil 70 %, T1 vote, law 30 %"
    assert first["title"] == "a"  # a salutation is no title
    assert second["title"] == "Party wins"
    assert second["countries"] == "Georgia 50 %, Uzbekistan 50 %"
    assert first["source"] == "one.csv, 2020-01-05"


def test_a_report_on_few_documents_has_no_pages_of_hollow_dots(five):
    assert few_documents(five)
    sections = [sheet.section for sheet in report_pages(five, derived_tables(five))]
    assert "The documents, one by one" in sections
    for section in ("Countries of each topic", "Topics of each country", "Countries in tiles"):
        assert section not in sections
    many = made_up.make_run()
    assert not few_documents(many)
    assert list(documents_pages(many)) == []


def test_counts_are_of_documents_and_not_of_their_parts(five):
    ax = plots.plot_topics_of_country(five.estimates, country="UZB")
    assert "(n = 2)" in ax.get_title(loc="left")
    counts = count_documents(five.weights.assign(p_about=five.weights["weight"]), five.units)
    assert counts.to_dict() == {"KAZ": 1, "UZB": 2, "GEO": 1, "FRA": 1}


def test_a_topic_has_a_map_only_where_several_countries_stand_out():
    run = made_up.make_run()
    (page,) = [sheet.figure for sheet in world_pages(run, derived_tables(run)["country_documents"])]
    assert "Documents about each country" in written(page)
    assert "T0 gas, oil" not in written(page)
    above = run.estimates.assign(lift=2.0, ci_low=0.7, ci_high=0.9)
    some = made_up.make_run(estimates=above)
    told = " ".join(
        written(sheet.figure)
        for sheet in world_pages(some, derived_tables(some)["country_documents"])
    )
    assert "T0 gas, oil" in told
    two = pd.DataFrame({"country": ["KAZ", "UZB"], "n_docs": [3.0, 2.0]})
    assert list(world_pages(some, two)) == []


def test_topics_that_are_all_found_again_need_no_page():
    found = pd.DataFrame({"topic": [0, 1], "reliability": [0.9, 0.8], "stable": [True, True]})
    assert list(reliability_page(made_up.make_run(reliability=found))) == []
    lost = found.assign(stable=[True, False])
    assert len(list(reliability_page(made_up.make_run(reliability=lost)))) == 1


def test_an_isolated_point_has_its_interval():
    trends = made_up.make_trends()  # Georgia has 2019 and 2021, and nothing between
    ax = plots.plot_trends(trends, topic=1)
    lines = {
        panel.get_title(loc="left"): [
            path for marks in panel.collections if hasattr(marks, "get_segments")
            for path in marks.get_segments()
        ]
        for panel in ax.child_axes
    }  # fmt: skip
    wide = [[round(float(y), 2) for _, y in path] for path in lines["Georgia"]]
    assert wide[:2] == [[0.15, 0.25], [0.15, 0.25]]
    assert lines["Kazakhstan"] == []


def test_one_day_is_no_chart():
    documents = pd.DataFrame({"date": pd.to_datetime(["2024-03-18", None])})
    ax = plots.plot_coverage(documents)
    assert [text.get_text() for text in ax.texts] == ["the one dated document is of 2024-03-18"]
    assert not ax.patches


def test_panels_side_by_side_can_share_their_axis():
    estimates = plot_tables.make_estimates(5, 3)
    ends = {
        plots.plot_countries_of_topic(estimates, topic=topic, reach=0.8).get_xlim()[1]
        for topic in range(3)
    }
    assert ends == {0.8}
