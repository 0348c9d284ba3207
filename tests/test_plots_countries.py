"""Figures about the mentions themselves: their kinds, and how well they are calibrated."""

import numpy as np
import pandas as pd
import plot_tables
import pytest
from test_plots_layout import cut_off, drawn_texts, overlaps

from topics.countries import mention_kinds, reliability, salience_reliability
from topics.errors import TopicsError
from topics.plots import describe, figure_style, plot_calibration, plot_mention_kinds

MENTIONS = pd.DataFrame(
    {
        "country": ["RUS"] * 4 + ["UZB"] * 2 + ["EU"] * 9,
        "kind": ["name", "leader", "leader", "leader", "name", "city", *["organisation"] * 9],
    }
)


def test_bars_and_numbers_are_the_shares_of_each_kind():
    ax = plot_mention_kinds(mention_kinds(MENTIONS))
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Russia", "Uzbekistan"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["name", "city", "leader"]
    shares = {(0, 0): 0.25, (2, 0): 0.75, (0, 1): 0.5, (1, 1): 0.5}
    drawn = {
        (round(bar.get_x() + 0.46), round(bar.get_y() + 0.35)): bar.get_width() / 0.92
        for bar in ax.patches
    }
    assert drawn == pytest.approx(shares)
    assert [text.get_text() for text in ax.texts] == ["25", "75", "50", "50", "n=4", "n=2"]


def test_the_countries_with_most_mentions_are_shown():
    kinds = plot_tables.make_mention_kinds()
    ax = plot_mention_kinds(kinds.sample(frac=1, random_state=1), most=3)
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert names == ["Kazakhstan", "Uzbekistan", "Kyrgyzstan"]
    told = describe.mention_kinds_text(kinds)
    assert "Kazakhstan (4,000 mentions)" in told
    assert "European" not in told


def test_a_table_without_a_country_is_refused():
    groups = mention_kinds(MENTIONS[MENTIONS["country"] == "EU"])
    with pytest.raises(TopicsError, match="names no country"):
        plot_mention_kinds(groups)


def test_the_curve_goes_through_the_bins_and_says_how_many():
    table = reliability([0.1, 0.1, 0.3, 0.9, 0.9], [False, True, False, True, True], n_bins=5)
    ax = plot_calibration(table)
    diagonal, curve = ax.lines
    assert diagonal.get_xydata().tolist() == [[0, 0], [1, 1]]
    np.testing.assert_allclose(curve.get_xydata(), [(0.1, 0.5), (0.3, 0), (0.9, 1)])
    assert [text.get_text() for text in ax.texts] == ["2", "1", "2"]
    heights = [bar.get_height() for bar in ax.patches]
    assert heights[1] == pytest.approx(heights[0] / 2)
    assert "n = 5" in ax.get_xlabel()
    # (0.4 * 2 + 0.3 * 1 + 0.1 * 2) / 5
    assert "error 0.260" in " ".join(ax.get_xlabel().split())
    assert "predicted 0.90, true 1.00 (n = 2)" in describe.calibration_text(table)


def test_samples_are_not_mixed_silently():
    both = pd.concat([salience_reliability(dateline=yes) for yes in (True, False)])
    with pytest.raises(TopicsError, match="several samples"):
        plot_calibration(both)
    with pytest.raises(TopicsError, match="no bin"):
        plot_calibration(both.iloc[:0])


@pytest.mark.parametrize("style", ["report", "nature", "plos", "slides"])
@pytest.mark.parametrize(
    "draw",
    [
        lambda: plot_calibration(plot_tables.make_calibration(20, flat=True)),
        lambda: plot_calibration(salience_reliability()),
        lambda: plot_mention_kinds(plot_tables.make_mention_kinds(60), most=40),
        lambda: plot_mention_kinds(mention_kinds(MENTIONS)),
    ],
)
def test_nothing_overlaps_or_is_cut_off(draw, style):
    with figure_style(style):
        figure = draw().get_figure(root=True)
        texts = drawn_texts(figure)
    assert cut_off(figure) == []
    assert overlaps(texts) == []
    assert min(text.get_fontsize() for text in texts) >= 5
