"""Topics by pairs: colour and marks only where a cell is told from chance."""

import made_up
import numpy as np
import plot_tables
import pytest
from test_plots_layout import cut_off, drawn_texts, overlaps

from topics import plots
from topics.errors import TopicsError
from topics.plots.describe import beyond_text
from topics.report.pages.relations import relations_page

PAIRS = plot_tables.make_pairs(9, 6)


@pytest.fixture(autouse=True)
def _in_style():
    with plots.figure_style("report"):
        yield


def test_cells_are_coloured_where_they_are_flagged():
    ax = plots.plot_beyond(PAIRS)
    drawn = ax.images[0].get_array()
    assert (~np.ma.getmaskarray(drawn)).sum() == PAIRS["flagged"].sum() > 0
    marks = sum(len(marks.get_offsets()) for marks in ax.collections)
    assert marks == PAIRS["flagged"].sum()
    written = sorted(text.get_text() for text in ax.texts if not text.get_text().startswith("n="))
    points = [round(100 * beyond) for beyond in PAIRS["beyond"]]
    assert written == sorted(f"{p:+d}" if p else "0" for p in points)


def test_a_pair_that_may_be_the_mean_of_its_countries_is_not_coloured():
    table = PAIRS.assign(p_adjusted=0.001, additivity_p_adjusted=0.2)
    assert np.ma.getmaskarray(plots.plot_beyond(table).images[0].get_array()).all()


def test_rows_are_named_and_counted_and_those_with_findings_come_first():
    codes = PAIRS.drop(columns=["first_name", "second_name"])
    ax = plots.plot_beyond(codes, most=3)
    flagged = PAIRS[PAIRS["flagged"]].drop_duplicates(["first", "second"])
    most = flagged.nlargest(3, "n_docs")
    names = {f"{row.first} – {row.second}" for row in most.itertuples()}
    assert {label.get_text() for label in ax.get_yticklabels()} == names
    assert {text.get_text() for text in ax.texts if text.get_text().startswith("n=")} == {
        f"n={n}" for n in most["n_docs"]
    }


def test_long_names_are_cut_and_short_ones_are_not():
    labels = [label.get_text() for label in plots.plot_beyond(PAIRS).get_yticklabels()]
    assert any("Democratic Re" in label and "…" in label for label in labels)
    assert "Germany – Tajikistan" in labels


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(TopicsError, match="lacks the column 'beyond'"):
        plots.plot_beyond(PAIRS.drop(columns="beyond"))


def texts_of(run, words=None):
    pages = list(relations_page(run, {"pair_words": words}))
    assert len(pages) <= 1
    if not pages:
        return None, ""
    (sheet,) = pages
    texts = drawn_texts(sheet.figure)
    assert cut_off(sheet.figure) == []
    assert overlaps(texts) == []
    return sheet, " ".join(" ".join(text.get_text() for text in texts).split())


def test_the_page_shows_pairs_and_their_words():
    run = made_up.make_run(pairs=made_up.make_pairs())
    sheet, text = texts_of(run, made_up.make_pair_words())
    assert sheet.section == "What countries are written about together"
    for part in ("Georgia – Kazakhstan", "vote, observers", "+30", "n=24", "tables/pairs.csv"):
        assert part in text


def test_many_pairs_fit_on_the_page():
    pairs = plot_tables.make_pairs(50, 30)
    words = pairs.drop_duplicates(["first", "second"])[["first", "second"]]
    words = words.assign(word="interconnection agreements " * 9)
    sheet, _ = texts_of(made_up.make_run(pairs=pairs), words)
    rows = sheet.figure.axes[0].get_yticklabels()
    assert len(rows) == 24


def test_the_page_says_why_there_are_no_pairs():
    sheet, text = texts_of(made_up.make_run())
    assert sheet.section == "What countries are written about together"
    assert "No two countries share enough texts" in text
    assert "It takes 15 texts" in text


def test_there_is_no_page_when_pairs_are_off_or_countries_speak():
    config = made_up.make_run().config
    for options in ({"pairs": ("off",)}, {"speaker": "land"}):
        assert texts_of(made_up.make_run(config=config.updated(**options))) == (None, "")


def test_small_pairs_are_not_coloured():
    table = PAIRS.assign(n_docs=19)
    assert np.ma.getmaskarray(plots.plot_beyond(table).images[0].get_array()).all()
    assert beyond_text(table).startswith("Table of 9 pairs")
    assert " 0 of 54 cells are told" in beyond_text(table)
    drawn = plots.plot_beyond(table, least=15).images[0].get_array()
    assert (~np.ma.getmaskarray(drawn)).sum() == PAIRS["flagged"].sum()
