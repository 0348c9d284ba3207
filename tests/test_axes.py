"""What figures share: places, titles and notes, labels that fit, letters that have a glyph."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from topics import plots
from topics.errors import TopicsError
from topics.estimate.standing import told_apart
from topics.plots import fonts
from topics.plots.axes import (
    fill_figure,
    fit_labels,
    head,
    key,
    label_rows,
    percent_axis,
    text_width,
    use_axes,
    wrap_text,
)
from topics.plots.rows import dagger_note, names, topic_title
from topics.plots.style import PRESETS, QUIET, diverging, scale, small


@pytest.fixture(autouse=True)
def _in_style():
    with plots.figure_style("report"):
        yield


def inches(ax):
    """Return left, right, bottom and top margins of axes, in inches."""
    wide, high = ax.figure.get_size_inches()
    box = ax.get_position()
    return [box.x0 * wide, (1 - box.x1) * wide, box.y0 * high, (1 - box.y1) * high]


@pytest.mark.parametrize(("style", "grows"), [("report", 1), ("slides", 16 / 7.5)])
def test_new_axes_are_as_wide_as_the_style_and_grow_with_its_type(style, grows):
    with plots.figure_style(style):
        width, height = use_axes(None, height=2.0, share=0.5).figure.get_size_inches()
        assert width == pytest.approx(PRESETS[style].width / 2)
        assert height == pytest.approx(2.0 * grows)
        assert scale() == pytest.approx(grows)
    ax = Figure().add_subplot()
    assert use_axes(ax) is ax


def test_axes_fill_a_figure_but_for_title_and_notes():
    ax = fill_figure(use_axes(None, height=3.0), head=0.4, foot=0.5)
    assert inches(ax) == pytest.approx([0.1, 0.1, 0.5, 0.4])
    ax = fill_figure(use_axes(None, height=3.0), head=0.0, foot=0.0)
    assert inches(ax) == pytest.approx([0.1, 0.1, 0.08, 0.08])


def test_a_title_of_its_own_figure_begins_at_the_edge_and_is_broken_to_its_width():
    long = "A title that has too many words for one line of a figure " * 3
    ax = Figure(figsize=(3, 2)).add_subplot()
    head(ax, long, own=True)
    ax.figure.draw_without_rendering()
    title = ax._left_title
    box = title.get_window_extent()
    assert box.x0 / ax.figure.dpi == pytest.approx(0.06, abs=0.03)
    assert box.x1 / ax.figure.dpi <= 3
    lines = ax.get_title(loc="left").split("\n")
    assert len(lines) == 2
    assert lines[1].endswith("…")
    ax = Figure(figsize=(3, 2)).add_subplot()
    head(ax, long, own=False)
    assert ax.get_title(loc="left") == long
    assert ax._left_title.get_position()[0] == 0


def test_a_note_is_small_and_quiet_and_broken_in_a_figure_of_its_own():
    ax = Figure(figsize=(3, 2)).add_subplot()
    text = "one part of the note that is long enough for more than a line of three inches\nother"
    key(ax, text, own=True)
    lines = ax.get_xlabel().split("\n")
    assert len(lines) == 3
    assert lines[-1] == "other"
    assert " ".join(lines[:2]) == text.partition("\n")[0]
    label = ax.xaxis.label
    assert (label.get_color(), label.get_fontsize()) == (QUIET, small())
    ax.figure.draw_without_rendering()
    assert label.get_window_extent().x0 / ax.figure.dpi == pytest.approx(0.06, abs=0.03)
    ax = Figure(figsize=(3, 2)).add_subplot()
    key(ax, text, own=False)
    assert ax.get_xlabel() == text


def test_shares_are_ticked_in_per_cent_with_few_ticks():
    ax = Figure(figsize=(4, 2)).add_subplot()
    ax.set_xlim(0, 0.5)
    percent_axis(ax.xaxis)
    ax.figure.draw_without_rendering()
    assert [label.get_text() for label in ax.get_xticklabels()] == [
        "0 %", "20 %", "40 %", "60 %",
    ]  # fmt: skip
    ax.set_xlim(0, 0.1)
    percent_axis(ax.xaxis, ticks=2)
    ax.figure.draw_without_rendering()
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0 %", "5 %", "10 %"]


def test_rows_are_labelled_from_the_top_without_marks():
    ax = Figure(figsize=(4, 2)).add_subplot()
    label_rows(ax, ["$a$", "b"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["$a$", "b"]
    assert ax.get_yticks().tolist() == [0, 1]
    assert not ax.yaxis.get_ticklabels()[0].get_parse_math()
    assert not ax.spines["left"].get_visible()
    assert ax.yaxis.get_major_ticks()[0].tick1line.get_markersize() == 0


def test_labels_become_smaller_and_then_shorter():
    ax = Figure(figsize=(4, 2)).add_subplot()
    full = ["short", "a label of middle length", "a label that is far too long for so little room"]
    label_rows(ax, full)
    size = ax.get_yticklabels()[0].get_fontsize()
    width = 0.8 * text_width(full[1], size)
    fit_labels(ax.yaxis, width)
    short, middle, long = ax.get_yticklabels()
    assert (short.get_text(), short.get_fontsize()) == ("short", size)
    assert middle.get_text() == full[1]
    assert 5.2 < middle.get_fontsize() < size
    assert long.get_text().endswith("…")
    assert long.get_fontsize() == pytest.approx(5.2)
    for label in (short, middle, long):
        assert text_width(label.get_text(), label.get_fontsize()) <= 1.002 * width


def test_text_is_broken_where_it_fits_and_never_before_a_per_cent_sign():
    words = "one two three four five six"
    width = text_width("one two three", 8)
    assert wrap_text(words, width * 1.001, 8) == ["one two three", "four five six"]
    assert wrap_text(words, 100, 8) == [words]
    assert wrap_text("  spaced \n out\ttext ", 100, 8) == ["spaced out text"]
    assert wrap_text("", 1, 8) == [""]
    assert wrap_text("of 95 % here", text_width("of 95", 8) * 1.001, 8)[:2] == ["of", "95\u00a0%"]
    assert wrap_text(words, width * 1.001, 8, most=2) == ["one two three", "four five six"]
    (line,) = wrap_text("one, two three", text_width("one, …", 8) * 1.001, 8, most=1)
    assert line == "one…"
    bold = text_width(words, 8, weight="bold")
    assert bold > text_width(words, 8)
    assert len(wrap_text(words, 0.999 * bold, 8, weight="bold")) == 2
    assert text_width(words, 16) == pytest.approx(2 * text_width(words, 8), rel=0.02)


def test_names_are_those_of_the_table_with_daggers():
    rows = pd.DataFrame({"topic": [3, 4], "country": ["KAZ", "UZB"], "stable": [True, None]})
    assert names(rows, "topic") == ["Topic 3", "Topic 4"]  # not known: no dagger
    assert names(rows, "country") == ["KAZ", "UZB"]
    assert dagger_note(rows) == ""
    flagged = rows.assign(stable=[False, True], topic_label=["a", "b"])
    assert names(flagged, "topic") == ["a †", "b"]
    assert names(flagged, "country") == ["KAZ", "UZB"]
    assert dagger_note(flagged).startswith("; †: ")
    assert topic_title(flagged) == "a †"
    assert dagger_note(rows.drop(columns="stable")) == ""


def test_an_interval_that_touches_the_corpus_is_not_apart():
    rows = pd.DataFrame(
        {"estimate": 0.4, "corpus_share": 0.2, "ci_low": [0.2, 0.21, 0.0, 0.0],
         "ci_high": [0.5, 0.5, 0.2, 0.19]}
    )  # fmt: skip
    assert told_apart(rows).tolist() == [False, True, False, True]


def test_styles_have_the_type_and_widths_of_their_journals():
    widths = {}
    for name in ("report", "nature", "plos", "slides"):
        for columns in (1, 2):
            with plots.figure_style(name, columns=columns):
                widths[name, columns] = round(mpl.rcParams["figure.figsize"][0] * 25.4, 1)
                size = mpl.rcParams["font.size"]
                assert size == PRESETS[name].size
                assert mpl.rcParams["axes.titlesize"] == size + 0.5
                assert mpl.rcParams["xtick.labelsize"] == size - 0.5
                assert mpl.rcParams["axes.titlelocation"] == "left"
                assert mpl.rcParams["pdf.fonttype"] == 42
                assert not mpl.rcParams["axes.spines.top"]
                assert not mpl.rcParams["text.parse_math"]
                assert small() == max(5.0, size - 1.5)
    assert widths == {
        ("report", 1): 127.0, ("report", 2): 172.0, ("nature", 1): 89.0, ("nature", 2): 183.0,
        ("plos", 1): 132.0, ("plos", 2): 190.5, ("slides", 1): 254.0, ("slides", 2): 325.1,
    }  # fmt: skip
    with pytest.raises(TopicsError, match="`columns` must be 1 or 2; got 3"):
        plots.figure_style("report", columns=3).__enter__()


def test_colours_diverge_from_purple_over_white_to_orange():
    low, middle, high = (diverging()(place) for place in (0.0, 0.5, 1.0))
    assert low[2] > low[0] > low[1]
    assert high[0] > high[1] > high[2]
    assert min(middle[:3]) > 0.9
    assert 0.1 < sum(low[:3]) / 3 < 0.5
    assert 0.1 < sum(high[:3]) / 3 < 0.6


def test_a_letter_takes_the_first_installed_font_that_has_it(monkeypatch):
    letters = {"DejaVu Sans": "gas", "Noto Sans CJK SC": "中", "Noto Sans Thai": "ก中"}
    monkeypatch.setattr(
        fonts, "_letters", lambda family: frozenset(map(ord, letters.get(family, "")))
    )
    monkeypatch.setattr(fonts, "installed_families", lambda: frozenset(letters))
    fonts.family_for.cache_clear()
    try:
        assert fonts.family_for("gas") == ("DejaVu Sans",)
        assert fonts.family_for("gas 中") == ("DejaVu Sans", "Noto Sans CJK SC")
        # In the order of the fallbacks; one that shows nothing more is left out.
        assert fonts.family_for("中ก") == ("DejaVu Sans", "Noto Sans CJK SC", "Noto Sans Thai")
        assert fonts.family_for("a\u200d\u0301\n") == ("DejaVu Sans",)  # these need no glyph
        for letter, remedy in (
            ("あ", "Noto Sans CJK (fonts-noto-cjk)"),
            ("\N{GRINNING FACE}", "Symbola (fonts-symbola)"),
            ("అ", "Noto Sans for Telugu (fonts-noto-core)"),
        ):
            with pytest.raises(TopicsError) as error:
                fonts.family_for(f"gas {letter}")
            assert repr(letter) in str(error.value)
            assert f"Install one that can, such as {remedy}, and run again." in str(error.value)
    finally:
        fonts.family_for.cache_clear()


def test_only_texts_that_need_it_get_other_fonts(monkeypatch):
    figure = Figure()
    plain, other = figure.text(0, 0, "gas"), figure.text(0, 0, "中")
    hidden = figure.text(0, 0, "中", visible=False)
    before = plain.get_fontfamily()
    monkeypatch.setattr(fonts, "family_for", lambda text, drawn: (*drawn, "Another"))
    fonts.mend_glyphs(figure)
    assert other.get_fontfamily() == [*before, "Another"]
    assert plain.get_fontfamily() == hidden.get_fontfamily() == before


def test_families_begin_with_the_one_asked_for():
    assert fonts.families() == ["DejaVu Sans"]
    assert fonts.families("DejaVu Serif") == ["DejaVu Serif", "DejaVu Sans"]
    with pytest.raises(TopicsError, match="no font of the family 'No Such' is installed"):
        fonts.families("No Such")


def test_a_crowded_topic_map_writes_labels_that_do_not_meet():
    topics = pd.DataFrame({"topic": range(12), "share": 1 / 12})
    topics = topics.assign(
        x=[0.1 * (n % 4) for n in range(12)], y=[0.02 * n for n in range(12)],
        topic_label=[f"T{n} gas, pipeline, oil" for n in range(12)],
    )  # fmt: skip
    ax = plots.plot_topic_map(topics)
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(Bbox(other)) for other in boxes[:number])
    shown = [text.get_text() for text in ax.texts]
    # A label without room loses its last words, or all but its number; none is cut elsewhere.
    endings = {"", " gas", " gas, pipeline", " gas, pipeline, oil"}
    assert all(text.removeprefix(text.split(" ")[0]) in endings for text in shown)
    assert len(shown) >= 8


def test_every_public_name_of_the_figures_is_there():
    assert sorted(plots.__all__) == list(plots.__all__)
    for name in plots.__all__:
        assert callable(getattr(plots, name))
