"""Pages of a report say what their figures show, in order, with the numbers of the run."""

import made_up
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from test_plots_layout import cut_off, drawn_texts, overlaps

from topics import plots
from topics.plots.style import INK, QUIET
from topics.report.pages import report_pages
from topics.report.pages.account import account_page
from topics.report.pages.back import appendix, methods
from topics.report.pages.estimates import (
    contrasts_pages,
    countries_of_topics,
    heatmaps,
    trend_pages,
)
from topics.report.pages.page import (
    BOTTOM,
    HEIGHT,
    INNER,
    MARGIN,
    WIDTH,
    add_footer,
    new_page,
    panel,
    panel_pages,
    write,
    write_figures,
    write_rows,
)
from topics.report.pages.themes import cards, naming_page, reliability_page
from topics.report.write import derived_tables

SECTIONS = [
    "Summary",
    "Topics by countries",
    "The topics and their words",
    "Countries of each topic",
    "Topics of each country",
    "Differences between countries",
    "What countries are written about together",
    "Passages behind the findings",
    "Topics over time",
    "Countries in tiles",
    "Topics found again by other seeds",
    "How countries are found",
    "What was read, kept and dropped",
    "Method and limits",
    "Appendix: credible departures from the corpus",
]

SEEN = {}  # pages that were read; the figure is kept, so that its id stays its own


@pytest.fixture(autouse=True)
def _in_style():
    with plots.figure_style("report"):
        yield


def texts(figure):
    """Return what is written on a page."""
    if id(figure) not in SEEN:
        figure.draw_without_rendering()
        shown = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
        found = [" ".join(text.get_text().split()) for text in shown]
        SEEN[id(figure)] = (figure, found)
    return SEEN[id(figure)][1]


def sentence(figure):
    return " ".join(texts(figure))


def in_order(wanted, found):
    """Whether the wanted texts are among those found, in their order."""
    rest = iter(found)
    return all(text in rest for text in wanted)


@pytest.fixture(scope="module")
def sheets():
    run = made_up.make_run()
    with plots.figure_style("report"):
        return report_pages(run, derived_tables(run))


@pytest.fixture(scope="module")
def pages(sheets):
    """Return the first page of each section."""
    return {sheet.section: sheet for sheet in sheets if sheet.section}


def test_the_sections_follow_a_readers_questions(pages):
    assert [section for section in pages if section in SECTIONS] == SECTIONS
    assert len(pages) == len(SECTIONS) + 1  # and the maps of topics and of pairs


def test_nothing_on_a_page_overlaps_or_is_cut_off(sheets):
    for sheet in sheets:
        assert cut_off(sheet.figure) == []
        assert overlaps(drawn_texts(sheet.figure)) == []


def test_bookmarks_lead_to_topics_and_countries(pages):
    labels = tuple(made_up.LABELS.values())
    assert pages["The topics and their words"].entries == labels
    assert pages["Countries of each topic"].entries == labels
    # The country with most documents first.
    assert pages["Topics of each country"].entries == ("Kazakhstan", "Uzbekistan", "Georgia")


def test_every_page_but_the_first_has_title_and_number_at_its_foot(sheets):
    assert "A made-up run" in texts(sheets[0].figure)
    for number, sheet in enumerate(sheets[1:], start=2):
        assert texts(sheet.figure)[-2:] == ["A made-up run", str(number)]


def test_the_cover_has_numbers_findings_facts_and_contents(sheets, pages):
    found = texts(sheets[0].figure)
    assert in_order(
        ["6", "documents kept", "3", "mentions of countries", "3", "countries estimated", "2",
         "topics", "What stands out"],
        found,
    )  # fmt: skip
    told = sentence(sheets[0].figure)
    first = "• 70 % (60 to 80) of what is written about Georgia is on T1 vote, law: 1.7 times"
    assert first in told
    # One picture: who stands out on what, with intervals, under their topics.
    assert in_order(["Who stands out on what", "T1 vote, law †", "corpus 40 %", "1.8 times, n=8"],
                    found) or "1.7 times, n=8" in found  # fmt: skip
    assert in_order(["What was read", "Documents read", "1,007"], found)
    numbers = {sheet.section: n for n, sheet in enumerate(sheets, 1) if sheet.section}
    for section in list(pages)[1:]:
        assert f"{numbers[section]} {section}" in told


def test_every_country_on_the_first_page_is_in_a_figure(sheets, pages):
    told = sentence(sheets[0].figure)
    for name in made_up.NAMES.values():
        if name in told:
            assert name in sentence(pages["Topics by countries"].figure)


@pytest.mark.parametrize(
    ("section", "wanted"),
    [
        ("Topics by countries", ["30", "70", "60", "40", "80", "20"]),
        (
            "The topics and their words",
            ["T0 gas, oil", "60.0 % of the corpus; found again by other seeds: 0.93",
             "Gas flows west", "90 % on this topic", "gas", "oil", "pipeline",
             "T1 vote, law", "40.0 % of the corpus; found again by other seeds: 0.40",
             "A vote", "60 % on this topic", "vote"],
        ),
        (
            "Countries of each topic",
            ["n=1,200", "n=30", "n=8", "Kazakhstan", "Uzbekistan", "Georgia",
             "n=8", "n=30", "n=1,200", "Georgia", "Uzbekistan", "Kazakhstan"],
        ),
        ("Topics of each country", ["Kazakhstan (n = 1,200)", "Georgia (n = 8)"]),
        ("Differences between countries", ["T0 gas, oil", "T1 vote, law"]),
        ("Topics over time", ["T1 vote, law", "T0 gas, oil"]),
        ("Countries in tiles", ["Documents about each country"]),
        ("Topics found again by other seeds", ["Topic 0", "Topic 1 †"]),
        ("How countries are found", ["50", "50", "100", "n=2", "n=1"]),
    ],
)  # fmt: skip
def test_a_page_shows_its_numbers(pages, section, wanted):
    found = texts(pages[section].figure)
    assert section in found
    assert in_order(wanted, found)


@pytest.mark.parametrize(
    ("section", "wanted"),
    [
        ("Topics by countries", ["whose 95 % interval", "in per cent"]),
        ("The topics and their words", ["the line on it is the 95 % interval", "Beside them"]),
        ("Countries of each topic", ["thin line: 95 % interval", "Dashed line:"]),
        ("Topics of each country", ["thin line: 95 % interval", "Vertical tick:"]),
        ("Differences between countries", ["50 % and 95 % intervals", "rate of 5 %"]),
        ("Topics over time", ["fewer than 3 documents", "tables/trends.csv"]),
        ("Countries in tiles", ["Every country, however small, has a tile"]),
        ("Topics found again by other seeds", ["in 4 further fits from other seeds"]),
        ("How countries are found", ["about a country rests on", "editorial labels"]),
        ("What was read, kept and dropped", ["in tables/dropped.csv."]),
        ("Appendix: credible departures from the corpus", ["95 % interval", "at most 150 rows"]),
    ],
)
def test_a_page_says_how_to_read_it(pages, section, wanted):
    text = sentence(pages[section].figure)
    for part in wanted:
        assert part in text


def test_what_a_dagger_means_stands_only_where_there_is_one(pages):
    sections = [name for name in pages if "†: fits" in sentence(pages[name].figure)]
    assert {"The topics and their words", "Countries of each topic", "Topics of each country",
            "Differences between countries"} <= set(sections)  # fmt: skip
    run = made_up.make_run(reliability=pd.DataFrame())
    tables = derived_tables(run)
    for sheet in (*cards(run, tables), *countries_of_topics(run), *contrasts_pages(run)):
        assert "†" not in sentence(sheet.figure)
        assert "found again" not in sentence(sheet.figure)


def test_what_was_not_asked_for_has_no_page():
    nothing = {name: pd.DataFrame() for name in ("contrasts", "trends", "reliability")}
    run = made_up.make_run(**nothing)
    run.config = run.config.updated(speaker="iso3")
    assert list(contrasts_pages(run)) == []
    assert list(trend_pages(run)) == []
    assert list(reliability_page(run)) == []
    assert list(naming_page(derived_tables(run))) == []
    # One estimate makes no line.
    single = made_up.make_trends().assign(estimate=[0.5] + [np.nan] * 11)
    assert list(trend_pages(made_up.make_run(trends=single))) == []


def test_the_account_lists_the_rules_that_removed():
    (sheet,) = account_page(made_up.make_run())
    found = texts(sheet.figure)
    assert in_order(
        ["Lines removed, by rule", "Stage", "Rule", "Lines", "Documents", "Most frequent",
         "boilerplate", "share", "2", "2", "Share this", "title", "title", "1", "1", "Gas"],
        found,
    )  # fmt: skip
    # Two files have the documents: a row for each.
    assert in_order(["two.csv (2)", "one.csv (4)"], found)
    run = made_up.make_run()
    long = run.audit.assign(text="a line that fills more than its cell " * 9)
    (sheet,) = account_page(made_up.make_run(audit=long))
    cut = [text for text in texts(sheet.figure) if text.startswith("a line that fills")]
    assert len(cut) == 2
    assert all(text.endswith("…") for text in cut)
    (sheet,) = account_page(
        made_up.make_run(audit=run.audit.head(1), corpus=run.corpus.assign(source="one.csv"))
    )
    assert "None." in texts(sheet.figure)
    assert "one.csv (6)" not in texts(sheet.figure)


def test_the_method_runs_over_several_pages_where_it_must():
    sheets = list(methods(made_up.make_run()))
    assert [sheet.section for sheet in sheets] == ["Method and limits"] + [""] * (len(sheets) - 1)
    text = " ".join(sentence(sheet.figure) for sheet in sheets)
    for heading in ("Which countries a text is about", "Estimates and intervals", "Comparisons"):
        assert heading in text
    assert "500 draws" in text


def test_the_appendix_is_a_table_of_departures_that_goes_on():
    (sheet,) = appendix(made_up.make_run())
    assert in_order(
        ["Country", "Topic", "Share", "95 % interval", "Corpus", "Times", "n",
         "Georgia", "T1 vote, law", "70.0 %", "60.0 to 80.0 %", "40.0 %", "1.7", "8",
         "Kazakhstan", "T0 gas, oil", "80.0 %", "70.0 to 90.0 %", "60.0 %", "1.3", "1,200",
         "Georgia", "T0 gas, oil", "30.0 %", "20.0 to 40.0 %", "60.0 %", "0.50", "8"],
        texts(sheet.figure),
    )  # fmt: skip
    long = made_up.make_estimates().assign(
        country_name="United Arab Emirates", settled=False, p_adjusted=1e-9
    )
    (sheet,) = appendix(made_up.make_run(estimates=long))
    for number in ("~80.0 %", "60.0 to 80.0 %", "<0.001"):
        assert number in texts(sheet.figure)  # a number is never cut off
    assert overlaps(drawn_texts(sheet.figure)) == []
    none = made_up.make_run(estimates=made_up.make_estimates().assign(ci_low=0.0, ci_high=1.0))
    (sheet,) = appendix(none)
    assert "None." in texts(sheet.figure)
    # 4 departures of each of 50 copies: at most 150 rows, on as many pages as they need.
    copies = [
        made_up.make_estimates().assign(country=lambda t, n=n: t["country"] + str(n))
        for n in range(50)
    ]
    run = made_up.make_run(estimates=pd.concat(copies, ignore_index=True))
    run.shown = lambda: run.estimates
    sheets = list(appendix(run))
    assert [bool(sheet.section) for sheet in sheets] == [True] + [False] * (len(sheets) - 1)
    assert "(continued)" not in sentence(sheets[0].figure)
    assert all("(continued)" in sentence(sheet.figure) for sheet in sheets[1:])
    rows = [texts(sheet.figure) for sheet in sheets]
    count = sum(text in ("Georgia", "Kazakhstan") for page in rows for text in page)
    assert count == 150


def test_a_large_heatmap_is_cut_into_parts_that_are_about_as_large():
    tables = [
        made_up.make_estimates().assign(
            country=f"C{n:02d}", country_name=f"Country {n:02d}", topic=lambda t: t["topic"]
        )
        for n in range(63)
    ]
    estimates = pd.concat(tables, ignore_index=True).drop_duplicates(["country", "topic"])
    run = made_up.make_run(estimates=estimates)
    run.shown = lambda: run.estimates
    sheets = list(heatmaps(run))
    counts = [sum(t.startswith("Country ") for t in texts(sheet.figure)) for sheet in sheets]
    assert counts == [32, 31]
    assert [sheet.section for sheet in sheets] == ["Topics by countries", ""]
    assert "Topics by countries (continued)" in texts(sheets[1].figure)


def test_a_paragraph_is_broken_set_in_and_tells_where_the_next_one_goes():
    page, down = new_page("A title", intro="An introduction.")
    assert texts(page) == ["A title", "An introduction."]
    title, intro = page.texts
    assert (title.get_fontweight(), intro.get_fontweight()) == ("bold", "normal")
    assert title.get_fontsize() > intro.get_fontsize()
    assert (title.get_color(), intro.get_color()) == (INK, QUIET)
    start = down
    end = write(page, "word " * 60, start, size=10, hang=0.2)
    lines = [text for text in page.texts if text.get_text().startswith("word")]
    assert len(lines) > 1
    assert end - start == pytest.approx(len(lines) * 10 * 1.5 / 72)
    lefts = [text.get_position()[0] * WIDTH for text in lines]
    assert lefts == pytest.approx([MARGIN] + [MARGIN + 0.2] * (len(lines) - 1))
    heights = [(1 - text.get_position()[1]) * HEIGHT for text in lines]
    assert np.diff(heights) == pytest.approx(10 * 1.5 / 72)
    assert start < heights[0] < start + 10 * 1.5 / 72
    page.draw_without_rendering()
    right = max(text.get_window_extent().x1 for text in lines) / page.dpi
    assert right <= MARGIN + INNER + 0.01
    # The next word would not have fitted.
    assert right > MARGIN + INNER - 0.6
    # Bold letters are wider, and are measured as such.
    write(page, "heavy " * 60, start, size=10, weight="bold", width=3.0, left=1.5)
    bold = [text for text in page.texts if text.get_text().startswith("heavy")]
    page.draw_without_rendering()
    for text in bold:
        box = text.get_window_extent()
        assert box.x0 / page.dpi == pytest.approx(1.5, abs=0.02)
        assert box.x1 / page.dpi <= 4.51


def test_rows_and_numbers_stand_below_one_another():
    page, down = new_page("A title")
    end = write_rows(page, [("Short", "one"), ("Long", "two " * 60), ("Last", "three")], down)
    at = {text.get_text().split(" ")[0]: text.get_position() for text in page.texts}
    assert at["Short"][1] == at["one"][1] > at["Long"][1] > at["Last"][1] == at["three"][1]
    assert at["one"][0] == at["three"][0] > at["Short"][0] == at["Last"][0]
    assert len(page.artists) == 1 + 3  # below the title and below each row
    assert end > down
    page, down = new_page("A title")
    end = write_figures(page, [("6", "documents"), ("2", "topics"), ("9", "countries")], down)
    assert write_figures(new_page("A title")[0], [("2", "a long name " * 20)], down) > end
    at = {text.get_text(): text.get_position() for text in page.texts}
    assert at["6"][0] == at["documents"][0] < at["2"][0] == at["topics"][0] < at["9"][0]
    assert at["6"][1] > at["documents"][1] == at["countries"][1]
    assert (at["9"][0] - at["2"][0]) * WIDTH == pytest.approx(INNER / 3)


def test_a_panel_fills_its_box_and_its_title_stands_above():
    page, _ = new_page("A title")
    ax = panel(page, (1.0, 2.0, 4.0, 3.0), lambda ax: ax.set_title("Of it", loc="left"), gutter=1.0)
    box = ax.get_position()
    inches = [box.x0 * WIDTH, (1 - box.y1) * HEIGHT, box.width * WIDTH, box.height * HEIGHT]
    assert inches == pytest.approx([2.0, 2.0, 3.0, 3.0])
    assert ax.get_title(loc="left") == ""
    (title,) = [text for text in page.texts if text.get_text() == "Of it"]
    assert title.get_position()[0] * WIDTH == pytest.approx(1.0)
    assert (1 - title.get_position()[1]) * HEIGHT < 2.0
    panel(page, (1, 6, 4, 3), lambda ax: ax.set_title("No", loc="left"), titled=False)
    assert "No" not in texts(page)


@pytest.mark.parametrize(("columns", "per_row"), [(1, 1), (2, 2)])
def test_panels_fill_pages_row_by_row(columns, per_row):
    drawn = []
    draws = [lambda ax, n=n: drawn.append((n, ax)) for n in range(9)]
    pages = list(panel_pages("Title", "", draws, height=3.0, columns=columns))
    assert [place for _, places in pages for place in places] == list(range(9))
    assert [n for n, _ in drawn] == list(range(9))
    titles = [text.get_text() for page, _ in pages for text in page.texts]
    assert titles == ["Title"] + ["Title (continued)"] * (len(pages) - 1)
    assert len(pages) > 1
    boxes = [ax.get_position() for _, ax in drawn]
    first = pages[0][1]
    rows = {round(boxes[place].y0, 6) for place in first}
    assert len(first) == len(rows) * per_row
    for place in first[per_row:]:
        assert boxes[place].y1 < boxes[place - per_row].y0  # below the one above it
    assert min(box.y0 for box in boxes) * HEIGHT > BOTTOM
    assert max(box.x1 for box in boxes) * WIDTH <= MARGIN + INNER
    if columns == 2:
        assert boxes[0].y0 == boxes[1].y0
        assert boxes[0].x1 < boxes[1].x0
        assert boxes[0].width == pytest.approx(boxes[1].width)


def test_the_footer_is_below_everything_with_its_number_at_the_right():
    page, _ = new_page("A title")
    add_footer(page, "A run", 12)
    at = {text.get_text(): text.get_position() for text in page.texts}
    assert at["A run"][1] == at["12"][1]
    assert at["A run"][1] * HEIGHT < BOTTOM
    assert at["A run"][0] * WIDTH == pytest.approx(MARGIN)
    page.draw_without_rendering()
    (number,) = [text for text in page.texts if text.get_text() == "12"]
    assert number.get_window_extent().x1 / page.dpi == pytest.approx(WIDTH - MARGIN, abs=0.02)
    page, _ = new_page("A title")
    add_footer(page, "a long title of a run " * 10, 3)
    page.draw_without_rendering()
    (cut,) = [text for text in page.texts if text.get_text().endswith("…")]
    end = cut.get_window_extent().x1 / page.dpi
    assert MARGIN + INNER - 0.8 < end < MARGIN + INNER - 0.5  # 0.6 is left for the number
