"""What the pictures say equals the table; nothing lasting is set; bad tables are refused."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from topics.errors import TopicsError
from topics.estimate.seriate import seriate
from topics.plots import (
    figure_style,
    plot_countries_of_topic,
    plot_coverage,
    plot_flow,
    plot_topic_country,
    plot_topic_words,
    plot_topics_of_country,
)

BASE = {0: 0.5, 1: 0.3, 2: 0.2}
MIX = {
    "KAZ": (0.8, 0.1, 0.1),
    "CHN": (0.2, 0.7, 0.1),
    "GEO": (0.5, 0.3, 0.2),
    "UZB": (0.75, 0.15, 0.1),
}


@pytest.fixture
def estimates():
    rows = [
        (country, topic, share, share - 0.05, share + 0.05, share - 0.02, share + 0.02)
        for country, mix in MIX.items()
        for topic, share in enumerate(mix)
    ]
    columns = ["country", "topic", "estimate", "ci_low", "ci_high", "ci50_low", "ci50_high"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        corpus_share=table["topic"].map(BASE),
        lift=table["estimate"] / table["topic"].map(BASE),
        n_effective=table["country"].map({"KAZ": 40.0, "CHN": 30.4, "GEO": 5.0, "UZB": 12.0}),
    )


def labels(axis):
    return [text.get_text() for text in axis.get_ticklabels()]


def test_heatmap_prints_the_estimates_and_colours_only_what_is_credible(estimates):
    ax = plot_topic_country(estimates)
    printed = np.array([text.get_text() for text in ax.texts]).reshape(4, 3)
    assert printed[0].tolist() == ["80", "10", "10"]
    colours = ax.images[0].get_array()
    # China is credibly apart on all three topics; Georgia, whose mix is the corpus, on none.
    assert not colours.mask[1].any()
    assert colours.mask[2].all()
    assert colours[0, 0] == pytest.approx(np.log2(0.8 / 0.5))
    assert labels(ax.yaxis) == ["KAZ  40", "CHN  30", "GEO  5", "UZB  12"]
    assert labels(ax.xaxis) == ["Topic 0", "Topic 1", "Topic 2"]


def test_heatmap_takes_names_from_the_table(estimates):
    named = estimates.assign(country_name="Land", topic_label="T1 gas")
    ax = plot_topic_country(named)
    assert {label.split()[0] for label in labels(ax.yaxis)} == {"Land"}
    assert set(labels(ax.xaxis)) == {"T1 gas"}


def test_countries_of_a_topic_are_ranked_with_their_intervals(estimates):
    ax = plot_countries_of_topic(estimates, topic=0, most=3)
    assert labels(ax.yaxis) == ["KAZ", "UZB", "GEO"]
    dots = ax.collections[-1].get_offsets()
    np.testing.assert_allclose(dots, [(0.8, 0), (0.75, 1), (0.5, 2)])
    wide = ax.collections[1].get_segments()
    np.testing.assert_allclose(wide[0], [(0.75, 0), (0.85, 0)])
    assert [text.get_text() for text in ax.texts] == ["n=40", "n=12", "n=5"]
    assert ax.lines[0].get_xdata()[0] == pytest.approx(0.5)


def test_topics_of_a_country(estimates):
    ax = plot_topics_of_country(estimates, country="CHN")
    assert labels(ax.yaxis) == ["Topic 1", "Topic 0", "Topic 2"]
    assert ax.get_title(loc="left") == "CHN (n = 30)"
    ticks = ax.collections[-1].get_offsets()
    np.testing.assert_allclose(ticks[:, 0], [0.3, 0.5, 0.2])


def test_words_of_a_topic():
    words = pd.DataFrame(
        {"topic": 1, "rank": [2, 1], "word": ["oil", "gas"], "probability": [0.1, 0.3]}
    )
    ax = plot_topic_words(words, topic=1)
    assert labels(ax.yaxis) == ["gas", "oil"]
    assert [bar.get_width() for bar in ax.patches] == [0.3, 0.1]


def test_flow_says_what_was_kept_and_dropped():
    flow = pd.DataFrame({"stage": ["read", "cleaned"], "kept": [10, 7], "dropped": [0, 3]})
    ax = plot_flow(flow)
    assert [text.get_text() for text in ax.texts] == ["10", "7, dropped 3"]


def test_coverage_counts_months_and_undated():
    dates = pd.to_datetime(["2024-01-03", "2024-01-20", "2024-03-29", None])
    ax = plot_coverage(pd.DataFrame({"date": dates}))
    heights = [bar.get_height() for bar in ax.patches]
    assert heights == pytest.approx([0.85, 0, 0.425])  # two documents are the full height
    assert labels(ax.yaxis) == ["0", "2"]
    assert "(1 of 4 undated)" in ax.get_title(loc="left")


def test_coverage_without_any_date_still_says_so():
    ax = plot_coverage(pd.DataFrame({"date": pd.to_datetime([None, None])}))
    assert "(2 of 2 undated)" in ax.get_title(loc="left")


def test_seriation_puts_like_countries_side_by_side(estimates):
    order = list(seriate(estimates)["country"].drop_duplicates())
    assert abs(order.index("KAZ") - order.index("UZB")) == 1
    shuffled = seriate(estimates.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(seriate(estimates), shuffled)


def test_plots_set_nothing_for_good_and_draw_where_they_are_told(estimates):
    from matplotlib.figure import Figure

    before = dict(mpl.rcParams)
    ax = Figure().add_subplot()
    with figure_style("report"):
        assert plot_countries_of_topic(estimates, topic=0, ax=ax) is ax
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda t: plot_countries_of_topic(t, topic=9), "`topic` 9 is not in `estimates`"),
        (lambda t: plot_topics_of_country(t, country="XXX"), "`country` 'XXX'"),
        (lambda t: plot_topic_country(t.drop(columns="lift")), "lacks the column 'lift'"),
        (
            lambda t: plot_countries_of_topic(t.drop(columns="corpus_share"), topic=0),
            "lacks the column 'corpus_share'",
        ),
        (lambda t: plot_flow([1, 2]), "must be a pandas DataFrame; got list"),
        (lambda t: figure_style("poster").__enter__(), "must be one of"),
    ],
)
def test_bad_tables_are_refused(estimates, draw, message):
    with pytest.raises(TopicsError, match=message):
        draw(estimates)
