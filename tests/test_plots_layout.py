"""Nothing is cut off, overlaps or is too small to read, whatever the table; files repeat."""

import io
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import plot_tables
import pypdf
import pytest
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure
from matplotlib.text import Text

from topics import plots
from topics.errors import InputError, TopicsError
from topics.estimate.pairs import count_pairs
from topics.estimate.seriate import seriate
from topics.estimate.standing import told_apart
from topics.evaluate.topic_map import map_topics
from topics.plots import describe
from topics.plots.axes import wrap_text
from topics.plots.choropleth import plot_choropleth, read_boundaries
from topics.plots.fonts import FALLBACKS, family_for, installed_families
from topics.plots.kinds import KINDS, plot_kind, plot_run
from topics.plots.save import Sheet
from topics.report.pages.page import HEIGHT, WIDTH, panel_pages

ESTIMATES = seriate(plot_tables.make_estimates(14, 7))
WORDS = plot_tables.make_words(7)
LABELS = WORDS.drop_duplicates("topic").set_index("topic")["topic_label"]


def topic_map(count):
    rng = np.random.default_rng(0)
    words = pd.DataFrame(rng.dirichlet(np.full(30, 0.1), count), index=range(count))
    places = map_topics(words, pd.Series(rng.dirichlet(np.full(count, 2.0))))
    labels = plot_tables.make_words(count).drop_duplicates("topic").set_index("topic")
    return places.assign(topic_label=places["topic"].map(labels["topic_label"]))


RELIABILITY = pd.DataFrame(
    {"topic": range(7), "reliability": np.linspace(0.2, 0.9, 7), "topic_label": LABELS.to_numpy()}
)
SWEEP = pd.DataFrame({"n_topics": [5, 5, 10, 10], "stability": [0.5, 0.6, 0.7, 0.6]})
KINDS_OF_MENTION = plot_tables.make_mention_kinds()
CALIBRATION = plot_tables.make_calibration()
FLOW = pd.DataFrame({"stage": ["read", "kept"], "kept": [90, 70], "dropped": [0, 20]})
TABLES = {
    "flow": (FLOW, {}),
    "coverage": (plot_tables.make_documents(120), {"group": "outlet"}),
    "words": (WORDS, {"topic": 3}),
    "heatmap": (ESTIMATES, {}),
    "standouts": (ESTIMATES, {}),
    "countries": (ESTIMATES, {"topic": 2}),
    "topics": (ESTIMATES, {"country": "VCT"}),
    "contrasts": (plot_tables.make_contrasts(9), {}),
    "trends": (plot_tables.make_trends(7, 3), {"topic": 1}),
    "world": (ESTIMATES, {"topic": 2}),
    "world-documents": (ESTIMATES.drop_duplicates("country"), {}),
    "topic-map": (topic_map(16), {}),
    "pairs": (count_pairs(plot_tables.make_mentions()), {}),
    "beyond": (plot_tables.make_pairs(), {}),
    "pair": (plot_tables.make_pairs(), {"pair": "KAZ-RUS"}),
    "sides": (plot_tables.make_pairs(), {"pair": "KAZ-RUS"}),
    "relations": (plot_tables.make_pairs(), {}),
    "pair-trends": (plot_tables.make_pair_trends(), {"pair": "KAZ-RUS"}),
    "groups": (plot_tables.make_groups(7), {}),
    "group-countries": (plot_tables.make_group_countries(), {}),
    "effects": (plot_tables.make_effects(7), {"term": "log(trade)"}),
    "mention-kinds": (KINDS_OF_MENTION, {}),
    "calibration": (CALIBRATION, {}),
    "reliability": (RELIABILITY, {}),
    "sweep": (SWEEP, {}),
}


def drawn_texts(figure):
    figure.draw_without_rendering()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    # A tick outside the limits is not drawn, though it has a label.
    hidden = set()
    for ax in figure.findobj(lambda artist: hasattr(artist, "get_xlim")):
        for axis, low_high in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            low, high = sorted(low_high)
            slack = 1e-6 * (high - low)
            for tick in axis.get_major_ticks():
                off = not low - slack <= tick.get_loc() <= high + slack
                if off or not (axis.get_visible() and ax.axison):
                    hidden |= {id(tick.label1), id(tick.label2)}
    return [text for text in texts if id(text) not in hidden]


def cut_off(figure):
    page = figure.bbox
    return [
        text.get_text()
        for text in drawn_texts(figure)
        if not (
            page.x0 - 1 <= text.get_window_extent().x0
            and text.get_window_extent().x1 <= page.x1 + 1
            and page.y0 - 1 <= text.get_window_extent().y0
            and text.get_window_extent().y1 <= page.y1 + 1
        )
    ]


def overlaps(texts):
    boxes = [(text, text.get_window_extent()) for text in texts if not text.get_rotation() % 90]
    return [
        (a.get_text(), b.get_text())
        for (a, one), (b, two) in itertools.combinations(boxes, 2)
        if min(one.x1, two.x1) - max(one.x0, two.x0) > 1
        and min(one.y1, two.y1) - max(one.y0, two.y0) > 0.25 * min(one.height, two.height)
    ]


def draw(kind, style, columns):
    table, options = TABLES[kind]
    with plots.figure_style(style, columns=columns):
        figure = KINDS[kind].draw(table, **options).get_figure(root=True)
        texts = drawn_texts(figure)
    return figure, texts


def test_every_kind_is_tried_here():
    assert set(TABLES) == set(KINDS) - {"choropleth"}


@pytest.mark.parametrize("style", ["report", "nature", "slides"])
@pytest.mark.parametrize("kind", TABLES)
def test_no_text_is_cut_off_overlaps_or_is_too_small(kind, style):
    figure, texts = draw(kind, style, 2 if kind.startswith("world") else 1)
    assert texts
    assert cut_off(figure) == []
    assert overlaps(texts) == []
    sizes = [text.get_fontsize() for text in texts]
    assert min(sizes) >= 5
    if style == "nature":
        assert max(sizes) <= 7


def test_the_widths_are_those_of_the_journal():
    for columns, millimetres in ((1, 89), (2, 183)):
        figure, _ = draw("heatmap", "nature", columns)
        assert figure.get_figwidth() * 25.4 == pytest.approx(millimetres)


@pytest.mark.parametrize(("countries", "topics"), [(60, 50), (1, 2), (1, 30), (40, 2)])
def test_pages_hold_small_and_large_tables(countries, topics):
    estimates = plot_tables.make_estimates(countries, topics)
    draws = [
        lambda ax, topic=topic: plots.plot_countries_of_topic(
            estimates, topic=topic, explain=False, ax=ax
        )
        for topic in range(min(topics, 12))
    ]
    with plots.figure_style("report"):
        pages = list(panel_pages("Countries of each topic", "What.", draws, height=1.6))
        assert sum(len(places) for _, places in pages) == len(draws)
        for page, _ in pages:
            assert tuple(page.get_size_inches()) == (WIDTH, HEIGHT)
            assert cut_off(page) == []
            assert overlaps(drawn_texts(page)) == []


def test_marks_tell_above_from_below_without_colour():
    ax = plots.plot_topic_country(ESTIMATES)
    base = ESTIMATES["corpus_share"]
    above, below = (ESTIMATES["ci_low"] > base).sum(), (ESTIMATES["ci_high"] < base).sum()
    counts = [len(marks.get_offsets()) for marks in ax.collections]
    assert sum(counts[:2]) == above
    assert sum(counts[2:]) == below


def test_a_share_of_nothing_is_apart_from_a_corpus_that_has_the_topic():
    cell = ESTIMATES.iloc[[0]].assign(estimate=0.0, lift=0.0, ci_low=0.0, ci_high=0.01)
    assert told_apart(cell.assign(corpus_share=0.2)).all()
    assert not told_apart(cell.assign(corpus_share=0.0, lift=np.nan)).any()
    text = describe.heatmap_text(cell.assign(corpus_share=0.2))
    assert "1 of 1 cells differ credibly" in text
    assert text.endswith("None is above it.")


def test_the_alt_text_of_contrasts_names_the_pair_and_the_unit():
    rows = plot_tables.make_contrasts()
    text = describe.contrasts_text(rows.assign(first_name="Casachstan"))
    assert text.startswith("Differences between Casachstan and Uzbekistan by topic")
    assert text.count("percentage points") == 1
    two = pd.concat([rows, rows.assign(second="Georgia")])
    assert "between two groups" in describe.contrasts_text(two)
    assert "between two groups" in describe.contrasts_text(rows.drop(columns=["first", "second"]))


def test_a_topic_that_other_seeds_do_not_find_has_a_dagger_everywhere():
    flagged = ESTIMATES.assign(stable=ESTIMATES["topic"] != 2)
    ax = plots.plot_topics_of_country(flagged, country="KAZ")
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert [label for label in labels if label.endswith("†")] == [f"{LABELS[2]} †"]
    assert "†" in ax.get_xlabel()
    assert "†" not in plots.plot_topics_of_country(ESTIMATES, country="KAZ").get_xlabel()


def test_every_country_has_a_tile_of_its_own():
    tiles = plots.world_tiles()
    assert len(tiles) == 250
    assert tiles["country"].is_unique
    assert not tiles.duplicated(["column", "row"]).any()
    assert {"VCT", "NRU", "XKX", "NAM", "LIE"} <= set(tiles["country"])
    place = tiles.set_index("country")
    assert place.loc["CAN", "row"] < place.loc["MEX", "row"] < place.loc["CHL", "row"]
    assert place.loc["PRT", "column"] < place.loc["KAZ", "column"] < place.loc["JPN", "column"]


def test_pairs_are_held_against_chance():
    # A and B are always together; C and D are spread over all documents alike.
    rows = [(f"d{n}", code) for n in range(40) for code in ("AB" if n < 20 else "E")]
    rows += [(f"d{n}", "C") for n in range(0, 40, 2)]
    pairs = count_pairs(pd.DataFrame(rows, columns=["doc_id", "country"]))
    pairs = pairs.set_index(["first", "second"])
    assert pairs.loc[("A", "B"), "n_both"] == 20
    assert pairs.loc[("A", "B"), "expected"] == pytest.approx(10)
    assert pairs.loc[("A", "B"), "p_adjusted"] < 1e-6
    assert pairs.loc[("A", "C"), "n_both"] == pairs.loc[("A", "C"), "expected"] == 10
    assert pairs.loc[("A", "C"), "p_adjusted"] > 0.5


def test_the_topic_map_keeps_distances_and_ids():
    words = pd.DataFrame([[0.5, 0.5, 0, 0], [0.5, 0.4, 0.1, 0], [0, 0, 0.5, 0.5]], index=[7, 3, 5])
    places = map_topics(words).set_index("topic")
    assert list(places.index) == [7, 3, 5]
    near = np.hypot(*(places.loc[7, ["x", "y"]] - places.loc[3, ["x", "y"]]))
    far = np.hypot(*(places.loc[7, ["x", "y"]] - places.loc[5, ["x", "y"]]))
    assert far == pytest.approx(1, abs=0.02)  # no word in common: the largest there is
    assert near < 0.4


SQUARE = [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]]


def boundaries(folder, **properties):
    shape = {"type": "Polygon", "coordinates": SQUARE}
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    path = folder / "shapes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def test_a_map_names_its_source_and_what_it_does_not_show(tmp_path):
    shapes = read_boundaries(boundaries(tmp_path, ISO_A3="-99", ISO_A3_EH="KAZ"))
    estimates = plot_tables.make_estimates(3, 2)
    ax = plot_choropleth(estimates, topic=0, boundaries=shapes)
    assert "boundaries: shapes.geojson" in ax.get_xlabel()
    assert "without a boundary: KGZ, UZB" in ax.get_xlabel()
    assert len(ax.patches) == 1


def test_bad_boundaries_are_refused(tmp_path):
    with pytest.raises(InputError, match="three-letter country code"):
        read_boundaries(boundaries(tmp_path, name="Kazakhstan"))
    (tmp_path / "x.geojson").write_text("[]")
    with pytest.raises(InputError, match="is not a GeoJSON FeatureCollection"):
        read_boundaries(tmp_path / "x.geojson")


def test_figures_are_the_same_bytes_in_another_place(tmp_path):
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import plot_tables\n"
        "from topics.plots.kinds import plot_kind\n"
        "for ending in ('pdf', 'svg', 'png'):\n"
        "    table = plot_tables.make_estimates(9, 3)\n"
        "    plot_kind('countries', table, f'x.{ending}', topic=1)\n"
    )
    tests = Path(__file__).parent
    made = []
    for folder, zone, seed in (("a", "UTC", "1"), ("b", "Asia/Tashkent", "2")):
        (tmp_path / folder).mkdir()
        subprocess.run(
            [sys.executable, "-c", code, tests, tests.parent], check=True,
            cwd=tmp_path / folder, env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        made.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
    assert set(made[0]) == {"x.pdf", "x.svg", "x.png", "x.csv", "x.txt"}
    assert made[0] == made[1]


def test_a_kind_leaves_data_and_alt_text_beside_the_figure(tmp_path):
    path = plot_kind(
        "countries", ESTIMATES, tmp_path / "x.pdf", topic=2, style="nature", language="de"
    )
    reader = pypdf.PdfReader(path)
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert reader.metadata.title == LABELS[2]
    rows = pd.read_csv(tmp_path / "x.csv")
    assert rows["estimate"].to_numpy() == pytest.approx(
        ESTIMATES.loc[ESTIMATES["topic"] == 2, "estimate"].to_numpy()
    )
    top = rows.loc[rows["estimate"].idxmax()]
    alt = (tmp_path / "x.txt").read_text("utf-8")
    assert f"{top['country_name']} {100 * top['estimate']:.0f} %" in alt
    text = reader.pages[0].extract_text()
    assert top["country_name"] in text


def test_a_table_comes_back_from_csv_with_its_words(tmp_path):
    words = WORDS.assign(word=WORDS["word"].where(WORDS["rank"] > 1, "null"))
    words.to_csv(tmp_path / "words.csv", index=False)
    path = plot_kind("words", tmp_path / "words.csv", tmp_path / "w.pdf", topic=0)
    assert "null" in pypdf.PdfReader(path).pages[0].extract_text()


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("pie", {}, "`kind` must be one of"),
        ("countries", {}, "needs `topic`"),
        ("flow", {"topic": 1}, "`topic` is no option"),
        ("countries", {"topic": 99}, "`topic` 99 is not in"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(tmp_path, kind, options, message):
    with pytest.raises(TopicsError, match=message):
        plot_kind(kind, ESTIMATES, tmp_path / "x.pdf", **options)
    assert not list(tmp_path.iterdir())


def test_pages_have_bookmarks_title_and_language(tmp_path):
    with plots.figure_style("report"):
        sheets = []
        for number, name in enumerate(("Summary", "", "Countries")):
            page = Figure(figsize=(WIDTH, HEIGHT))
            page.text(0.1, 0.9, f"page {number}")
            sheets.append(Sheet(page, name, ("Kazakhstan",) if number == 2 else ()))
        plots.save_pages(sheets, tmp_path / "r.pdf", title="A run")
    reader = pypdf.PdfReader(tmp_path / "r.pdf")
    summary, countries, below = reader.outline
    assert (summary.title, countries.title, below[0].title) == (
        "Summary",
        "Countries",
        "Kazakhstan",
    )
    assert reader.get_destination_page_number(countries) == 2
    assert reader.metadata.title == "A run"
    assert reader.trailer["/Root"]["/Lang"] == "en"


def words_of(*texts):
    return pd.DataFrame(
        {"topic": 0, "rank": range(1, len(texts) + 1), "word": texts, "probability": 0.1}
    )


def test_a_letter_without_a_glyph_is_an_error_that_names_the_remedy(tmp_path):
    hieroglyph = "\U000131aa"
    with plots.figure_style("report"):
        ax = plots.plot_topic_words(words_of("gas", hieroglyph), topic=0)
        with pytest.raises(TopicsError, match=r"EGYPTIAN HIEROGLYPH L006A.*Install"):
            plots.save_figure(ax.figure, tmp_path / "x.pdf", title="x")
    assert not list(tmp_path.iterdir())


def test_many_scripts_are_drawn_as_they_are_read(tmp_path):
    words = ["газ", "αέριο", "gaz", "საქართველო", "Հայաստան", "سلام", "שלום", "$5 and $6"]
    with plots.figure_style("report"):
        ax = plots.plot_topic_words(words_of(*words), topic=0)
        plots.save_figure(ax.figure, tmp_path / "x.pdf", title="x")
    fonts = pypdf.PdfReader(tmp_path / "x.pdf").pages[0]["/Resources"]["/Font"]
    for font in fonts.values():
        assert font["/Subtype"] == "/Type0"
        assert "DejaVuSans" in font["/BaseFont"]
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        tables = TTFont(io.BytesIO(inner["/FontFile2"].get_data()), lazy=True).keys()
        assert "glyf" in tables
        assert not {"GSUB", "GPOS", "kern"} & set(tables)  # the page says where each glyph stands


def test_arabic_letters_join_and_run_from_the_right():
    from topics.plots.axes import text_width

    with plots.figure_style("report"):
        apart = sum(text_width(letter, 20) for letter in "سلام")
        assert text_width("سلام", 20) < 0.85 * apart


def test_chinese_is_drawn_in_an_installed_font(tmp_path):
    chinese = {family for family in FALLBACKS[:5] if family in installed_families()}
    if not chinese:
        pytest.skip(f"no font with Chinese letters is installed here, such as {FALLBACKS[0]}")
    drawn = family_for("中国经济 economy")
    assert drawn[0] == "DejaVu Sans"
    assert drawn[1] in chinese
    path = plot_kind("words", words_of("gas", "中国经济"), tmp_path / "x.pdf", topic=0)
    page = pypdf.PdfReader(path).pages[0]
    assert "中国经济" in page.extract_text()
    assert any("DejaVu" not in font["/BaseFont"] for font in page["/Resources"]["/Font"].values())


def test_text_without_spaces_is_broken_where_it_must_be():
    lines = wrap_text("x" * 200, 1.0, 7)
    assert len(lines) > 5
    assert "".join(lines) == "x" * 200


def test_a_font_that_is_not_installed_is_refused():
    with (
        pytest.raises(TopicsError, match="'No Such Font' is installed"),
        plots.figure_style("nature", font="No Such Font"),
    ):
        pass


def test_a_saved_run_is_drawn_whole(tmp_path):
    for name, (table, _) in TABLES.items():
        table.to_csv(tmp_path / f"{KINDS[name].table}.csv", index=False)
    paths = plot_run(tmp_path, tmp_path / "figures")
    assert {path.stem for path in paths} == set(TABLES)
    shapes = boundaries(tmp_path, ISO_A3="KAZ")
    mapped = plot_run(tmp_path, tmp_path / "figures", boundaries=shapes)
    assert {path.stem for path in mapped} == {*TABLES, "choropleth"}
    assert all(len(pypdf.PdfReader(path).pages) == 1 for path in paths)
    with pytest.raises(InputError, match="holds no table of a run"):
        plot_run(tmp_path / "nothing", tmp_path / "again")
