"""Marks, colours and positions in figures, against tables whose picture is known."""

import json

import made_up
import numpy as np
import pandas as pd
import plot_tables
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from topics import plots
from topics.errors import InputError, TopicsError
from topics.estimate.pairs import count_pairs
from topics.evaluate.topic_map import map_topics
from topics.plots.choropleth import Boundaries, plot_choropleth, read_boundaries
from topics.plots.style import ACCENT, BAND, INK, QUIET, RULE
from topics.plots.tiles import window_of


@pytest.fixture(autouse=True)
def _in_style():
    with plots.figure_style("report"):
        yield


def cells(*rows):
    table = pd.DataFrame(rows, columns=["country", "topic", "estimate", "ci_low", "ci_high"])
    return table.assign(corpus_share=0.1, lift=table["estimate"] / 0.1)


# Against a corpus of 10 % on both topics: above, far above; below, no credible departure.
HEAT = cells(
    ("KAZ", 0, 0.20, 0.15, 0.25),
    ("KAZ", 1, 0.80, 0.70, 0.90),
    ("UZB", 0, 0.05, 0.02, 0.08),
    ("UZB", 1, 0.12, 0.05, 0.20),
)


def triangles(ax):
    """Return (column, row, "up" or "down", colour) of every triangle on the axes."""
    found = []
    for marks in ax.collections:
        if not len(marks.get_offsets()):
            continue
        shape = np.unique(marks.get_paths()[0].vertices.round(3), axis=0)
        assert len(shape) == 3
        points_up = (shape[:, 1] == shape[:, 1].max()).sum() == 1
        colour = to_hex(marks.get_facecolor()[0])
        found += [
            (round(x), round(y), "up" if points_up else "down", y - round(y), colour)
            for x, y in marks.get_offsets()
        ]
    return found


def test_triangles_of_the_heatmap_point_where_the_country_departs():
    ax = plots.plot_topic_country(HEAT)
    found = {(row, column): (points, colour) for column, row, points, _, colour in triangles(ax)}
    assert found == {
        (0, 0): ("up", INK),
        (0, 1): ("up", "#ffffff"),  # white on the dark cell
        (1, 0): ("down", INK),
    }
    # Up stands in the upper corner, down in the lower; rows count downwards.
    assert ax.yaxis_inverted()
    assert {points: np.sign(shift) for *_, points, shift, _ in triangles(ax)} == {
        "up": -1,
        "down": 1,
    }
    assert "▲ above, ▼ below" in ax.figure.axes[1].get_xlabel()


def test_numbers_of_the_heatmap_are_bold_where_credible_and_white_where_dark():
    ax = plots.plot_topic_country(HEAT)
    found = [
        (text.get_text(), text.get_fontweight(), to_hex(text.get_color())) for text in ax.texts
    ]
    assert found == [
        ("20", "bold", INK),
        ("80", "bold", "#ffffff"),
        ("5", "bold", INK),
        ("12", "normal", QUIET),
    ]
    image = ax.images[0]
    assert image.get_array().mask.tolist() == [[False, False], [False, True]]
    # Purple below, orange above, and the same strength for a lift and its inverse.
    r, g, b, _ = image.cmap(image.norm(1.0))
    assert r > g > b
    r, g, b, _ = image.cmap(image.norm(-1.0))
    assert b > r > g
    assert image.norm([-3.0, 0.0, 3.0]).tolist() == pytest.approx([0, 0.5, 1])


def test_small_shares_and_pairs_that_are_missing():
    table = cells(
        ("KAZ", 0, 0.004, 0.0, 0.2),
        ("KAZ", 1, 0.0, 0.0, 0.2),
        ("UZB", 0, 0.0051, 0.0, 0.2),
    )
    ax = plots.plot_topic_country(table)
    places = {
        tuple(np.round(text.get_position()).astype(int)): text.get_text() for text in ax.texts
    }
    assert places == {(0, 0): "<1", (1, 0): "0", (0, 1): "1"}
    assert triangles(ax) == []


ESTIMATES = made_up.make_estimates()


def said(ax):
    """Return what stands below the axes, on one line."""
    return " ".join(ax.get_xlabel().split())


def rows_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def segments(ax):
    """Return the horizontal lines of intervals: (from, to, row, width, colour)."""
    found = []
    for lines in ax.collections:
        if isinstance(lines, LineCollection) and lines.get_transform() == ax.transData:
            colour, width = to_hex(lines.get_color()[0]), lines.get_linewidth()[0]
            found += [
                (round(a[0], 6), round(b[0], 6), a[1], round(width, 2), colour)
                for a, b in lines.get_segments()
            ]
    return found


def dots(ax):
    """Return the last scatter: (x, y, colour inside)."""
    marks = ax.collections[-1]
    inside = [to_hex(colour) for colour in marks.get_facecolor()]
    return [
        (round(x, 6), y, fill) for (x, y), fill in zip(marks.get_offsets(), inside, strict=True)
    ]


def test_intervals_are_thin_and_thick_and_a_dot_is_hollow_where_the_corpus_is():
    ax = plots.plot_countries_of_topic(ESTIMATES, topic=0, level=0.9)
    assert rows_of(ax) == ["Kazakhstan", "Uzbekistan", "Georgia"]
    assert segments(ax) == [
        (0.7, 0.9, 0, 0.9, ACCENT), (0.5, 0.7, 1, 0.9, ACCENT), (0.2, 0.4, 2, 0.9, ACCENT),
        (0.77, 0.83, 0, 3.6, BAND), (0.57, 0.63, 1, 3.6, BAND), (0.27, 0.33, 2, 3.6, BAND),
    ]  # fmt: skip
    assert dots(ax) == [(0.8, 0, ACCENT), (0.6, 1, "#ffffff"), (0.3, 2, ACCENT)]
    assert ax.lines[0].get_xdata()[0] == pytest.approx(0.6)
    assert ax.get_xlim() == pytest.approx((0, 0.945))
    assert ax.yaxis_inverted()
    guides = ax.collections[0]  # from edge to edge, whatever the scale
    assert guides.get_transform() == ax.get_yaxis_transform()
    np.testing.assert_allclose(guides.get_segments()[2], [(0, 2), (1, 2)])
    assert to_hex(guides.get_color()[0]) == RULE
    assert [text.get_text() for text in ax.texts] == ["n=1,200", "n=30", "n=8"]
    assert ax.get_title(loc="left") == "T0 gas, oil"
    assert said(ax) == (
        "dot: estimate; lines: 50 % and 90 % intervals dashed: share in the corpus; hollow: not "
        "told from it"
    )
    silent = plots.plot_countries_of_topic(ESTIMATES, topic=0, explain=False, most=2)
    assert said(silent) == ""
    assert rows_of(silent) == ["Kazakhstan", "Uzbekistan"]


def test_vertical_ticks_are_the_shares_of_the_corpus():
    ax = plots.plot_topics_of_country(ESTIMATES, country="GEO")
    assert rows_of(ax) == ["T1 vote, law", "T0 gas, oil"]
    np.testing.assert_allclose(ax.collections[-1].get_offsets(), [(0.4, 0), (0.6, 1)])
    assert ax.get_title(loc="left").split() == ["Georgia", "(n", "=", "8)"]
    assert "vertical tick: share in the corpus; hollow: not told from it" in said(ax)
    assert "50 % and 95 % intervals" in said(ax)
    assert said(plots.plot_topics_of_country(ESTIMATES, country="GEO", explain=False)) == ""
    assert len(rows_of(plots.plot_topics_of_country(ESTIMATES, country="GEO", most=1))) == 1


def test_no_more_than_twelve_rows_unless_asked_for():
    many = pd.concat(
        [ESTIMATES.assign(country=f"C{n}", estimate=n / 20, country_name=f"C{n}") for n in range(9)]
    ).drop_duplicates(["country", "topic"])
    many = pd.concat([many, many.assign(country=many["country"] + "b")])
    assert len(rows_of(plots.plot_countries_of_topic(many, topic=0))) == 12
    some = pd.concat([ESTIMATES.assign(topic=n) for n in range(15)])
    some = some.drop_duplicates(["country", "topic"])
    assert len(rows_of(plots.plot_topics_of_country(some, country="KAZ"))) == 12


def test_shares_are_ticked_in_per_cent():
    ax = plots.plot_countries_of_topic(ESTIMATES, topic=0)
    ax.figure.draw_without_rendering()
    ticks = dict(
        zip(ax.get_xticks(), [label.get_text() for label in ax.get_xticklabels()], strict=True)
    )
    assert ticks[0.0] == "0 %"
    assert all(text == f"{100 * tick:.3g} %" for tick, text in ticks.items())
    assert len(ticks) <= 6


CONTRASTS = pd.DataFrame(
    {
        "first": "KAZ", "second": "GEO", "first_name": "Kazakhstan", "second_name": "Georgia",
        "topic": [0, 1, 2, 3],
        "estimate": [-0.4, 0.1, 0.3, np.nan],
        "ci_low": [-0.5, -0.1, 0.2, np.nan],
        "ci_high": [-0.3, 0.3, 0.4, np.nan],
        "p_adjusted": [0.01, 0.05, 0.051, np.nan],
    }
)  # fmt: skip


def test_differences_are_ranked_and_filled_where_they_are_discoveries():
    ax = plots.plot_contrasts(CONTRASTS, level=0.9)
    assert rows_of(ax) == ["Topic 2", "Topic 1", "Topic 0"]
    assert dots(ax) == [(0.3, 0, "#ffffff"), (0.1, 1, ACCENT), (-0.4, 2, ACCENT)]
    assert segments(ax)[:3] == [
        (0.2, 0.4, 0, 0.9, ACCENT), (-0.1, 0.3, 1, 0.9, ACCENT), (-0.5, -0.3, 2, 0.9, ACCENT),
    ]  # fmt: skip
    assert ax.get_xlim() == pytest.approx((-0.54, 0.54))
    assert ax.lines[0].get_xdata() == [0, 0]
    assert ax.get_title(loc="left") == "Kazakhstan minus Georgia"
    sides = {text.get_text(): (text.xy, text.get_ha()) for text in ax.texts}
    assert sides == {
        "← more in Georgia": ((0.0, 1), "left"),
        "more in Kazakhstan →": ((1.0, 1), "right"),
    }
    assert "90 % interval" in said(ax)
    assert "filled: false-discovery rate at most 5 % over all rows of the table" in said(ax)
    ax.figure.draw_without_rendering()
    ticks = [label.get_text().replace("\N{MINUS SIGN}", "-") for label in ax.get_xticklabels()]
    assert "0" in ticks
    assert {text[0] for text in ticks if text != "0"} == {"+", "-"}


def test_differences_without_adjustment_and_of_several_pairs():
    plain = CONTRASTS.drop(columns=["p_adjusted", "first_name", "second_name"])
    ax = plots.plot_contrasts(plain)
    assert [fill for *_, fill in dots(ax)] == [ACCENT, "#ffffff", ACCENT]
    assert "filled: the interval excludes 0; not adjusted for the number of rows" in said(ax)
    assert ax.get_title(loc="left") == "KAZ minus GEO"
    several = pd.concat([plain, plain.assign(second="UZB", estimate=0.2)], ignore_index=True)
    ax = plots.plot_contrasts(several, most=3)
    assert ax.get_title(loc="left") == "Differences, first minus second"
    assert rows_of(ax) == ["Topic 2: KAZ – GEO", "Topic 0: KAZ – UZB", "Topic 0: KAZ – GEO"]
    assert ax.texts[:] == []
    quiet = plots.plot_contrasts(plain, explain=False, fdr=0.01)
    assert said(quiet) == ""
    assert quiet.texts[:] == []
    bare = plots.plot_contrasts(plain.drop(columns=["first", "second"]))
    assert bare.get_title(loc="left") == "the first minus the second"
    looser = plots.plot_contrasts(CONTRASTS, fdr=0.06)
    assert {fill for *_, fill in dots(looser)} == {ACCENT}
    assert "at most 6 %" in said(looser)


def tile(ax, code):
    """Return the colour of a country's tile, its text's colour, and its row and column."""
    (text,) = [text for text in ax.texts if text.get_text() == code]
    x, y = text.get_position()
    column, row = round(x), round(y)
    (patch,) = [
        p for p in ax.patches if (round(p.get_x() + 0.47), round(p.get_y() + 0.46)) == (column, row)
    ]
    return to_hex(patch.get_facecolor()), to_hex(text.get_color()), column, row


def lines_on(ax, column, row):
    found = {}
    for line in ax.lines:
        xs, ys = (np.asarray(data, float) for data in line.get_data())
        if (np.rint(xs) == column).all() and (np.rint(ys) == row).all():
            found[line.get_marker()] = (xs - column, to_hex(line.get_color()))
    return found


def test_tiles_of_the_world_have_colour_triangle_and_interval():
    few = made_up.make_estimates().assign(country=lambda t: t["country"].replace("UZB", "FRA"))
    rows = pd.concat([ESTIMATES, few[few["country"] == "FRA"].assign(n_effective=2.9)])
    with plots.figure_style("report", columns=2):
        ax = plots.plot_world_topic(rows, topic=0, level=0.9, whole=True)
    fill, text, column, row = tile(ax, "KAZ")
    image = plots.style.diverging()
    assert fill == to_hex(image(0.5 + 0.5 * np.log2(0.8 / 0.6) / 3))
    assert text == INK
    # The interval from 0 at the left to the highest end (0.9) at the right.
    marks = lines_on(ax, column, row)
    np.testing.assert_allclose(marks["None"][0], np.array([0.7, 0.9]) / 0.9 * 0.8 - 0.4)
    np.testing.assert_allclose(marks["o"][0], [0.8 / 0.9 * 0.8 - 0.4])
    assert set(marks) == {"None", "o", "^"}
    fill, _, column, row = tile(ax, "GEO")
    assert fill == to_hex(image(0.5 + 0.5 * np.log2(0.5) / 3))
    assert set(lines_on(ax, column, row)) == {"None", "o", "v"}
    fill, _, column, row = tile(ax, "UZB")  # not apart from the corpus
    assert fill == "#ffffff"
    assert set(lines_on(ax, column, row)) == {"None", "o"}
    fill, text, column, row = tile(ax, "FRA")
    assert (fill, text) == ("#c9c9c9", INK)
    assert lines_on(ax, column, row) == {}
    assert tile(ax, "BRA")[:2] == ("#ffffff", "#9a9a9a")
    assert "below the share in the corpus: the 90 % interval leaves it out" in said(ax)
    assert "foot of a tile: the 90 % interval, from 0 to 90 %" in said(ax)
    adjusted = rows.assign(p_adjusted=0.04, settled=False)
    with plots.figure_style("report", columns=2):
        other = plots.plot_world_topic(adjusted, topic=0)
    assert "leaves it out (false-discovery rate 5 %)" in said(other)
    assert tile(other, "UZB")[0] == "#ffffff"  # the interval holds the corpus's share
    assert "~: the sampler has not settled" in said(other)
    assert [text.get_text() for text in other.texts].count("~") == 3
    assert "grey: fewer than 3 documents" in said(ax)
    assert ax.get_title(loc="left") == "T0 gas, oil"
    assert "†" in said(plots.plot_world_topic(rows.assign(stable=False), topic=0))
    enough = plots.plot_world_topic(rows, topic=0, least=2.9, ax=ax.figure.add_subplot())
    assert tile(enough, "FRA")[0] == "#ffffff"


def test_shares_that_have_not_settled_are_marked_in_every_figure():
    estimates = made_up.make_estimates().assign(settled=lambda t: t["country"] != "GEO")
    ax = plots.plot_topic_country(estimates)
    numbers = [text.get_text() for text in ax.texts]
    assert [number for number in numbers if "~" in number] == ["~30", "~70"]
    assert "~: the sampler has not settled" in said(ax.figure.axes[-1])
    ax = plots.plot_countries_of_topic(estimates, topic=0)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Kazakhstan", "Uzbekistan", "Georgia ~",
    ]  # fmt: skip
    assert "; ~: the sampler has not settled" in said(ax)
    contrasts = made_up.make_contrasts().head(2).assign(settled=[True, False])
    ax = plots.plot_contrasts(contrasts)
    assert sum(label.get_text().endswith(" ~") for label in ax.get_yticklabels()) == 1
    trends = made_up.make_trends().assign(settled=lambda t: t["period"] != "2019")
    ax = plots.plot_trends(trends, topic=1)
    *_, hollow = ax.child_axes[0].lines
    assert hollow.get_color() == "white"
    assert np.isfinite(hollow.get_ydata()).tolist() == [True, False, False]
    assert "hollow: the sampler has not settled" in said(ax)
    for table, plot in ((estimates, plots.plot_topic_country), (contrasts, plots.plot_contrasts)):
        ax = plot(table.assign(settled=True))
        assert not any("~" in text.get_text() for text in ax.texts)


def test_shares_of_pairs_that_have_not_settled_are_marked():
    pairs = plot_tables.make_pairs().assign(settled=lambda t: t["topic"] != 0)
    doubtful = pairs["topic_label"].iloc[0]
    for plot in (plots.plot_pair, plots.plot_sides):
        ax = plot(pairs, pair="KAZ-RUS")
        labels = [label.get_text() for label in ax.child_axes[0].get_yticklabels()]
        (marked,) = [label for label in labels if "~" in label]
        assert marked.endswith(" ~")
        assert marked[:5] == doubtful[:5]
        assert "~: the sampler has not settled" in " ".join(t.get_text() for t in ax.texts)
        settled = plot(pairs.assign(settled=True), pair="KAZ-RUS")
        assert not any("~" in text.get_text() for text in settled.texts)
    ax = plots.plot_beyond(pairs)
    assert sum(text.get_text().startswith("~") for text in ax.texts) == 6
    flagged = pairs.assign(p_adjusted=0.01, additivity_p_adjusted=0.01, settled=False)
    assert "for 6 of them the sampler has not settled" in said(plots.plot_relations(flagged))
    settled = plots.plot_relations(flagged.assign(settled=True))
    assert "settled" not in said(settled)


def test_a_strong_departure_is_written_in_white_on_the_tile():
    strong = ESTIMATES.assign(lift=np.where(ESTIMATES["country"] == "KAZ", 8.0, 1.0))
    strong["ci_low"] = strong["estimate"] - 0.01
    with plots.figure_style("report", columns=2):
        ax = plots.plot_world_topic(strong, topic=0)
    fill, text, column, row = tile(ax, "KAZ")
    assert fill == to_hex(plots.style.diverging()(1.0))
    assert text == "#ffffff"
    assert {colour for _, colour in lines_on(ax, column, row).values()} == {"#ffffff"}


def test_documents_on_tiles_are_darker_the_more_there_are():
    counts = pd.DataFrame(
        {"country": ["KAZ", "KAZ", "UZB", "GEO", "BRA", "XXX"],
         "n_docs": [20_000.0, 3_456.0, 1_234.0, 0.4, 0.0, 5.0]}
    )  # fmt: skip
    with plots.figure_style("report", columns=2):
        ax = plots.plot_world_documents(counts, whole=True)
    shown = [text.get_text() for text in ax.texts if not text.get_text().isalpha()]
    assert sorted(shown) == ["1.2k", "23k", "<1"]
    shades = [tile(ax, code)[0] for code in ("KAZ", "UZB", "GEO", "BRA")]
    light = [sum(int(shade[n : n + 2], 16) for n in (1, 3, 5)) for shade in shades]
    assert light == sorted(light)
    assert shades[-1] == "#ffffff"
    assert [tile(ax, code)[1] for code in ("KAZ", "UZB", "GEO")] == ["#ffffff", "#ffffff", INK]
    assert "without a tile: XXX" in said(ax)
    assert "too narrow" not in said(ax)
    assert ax.get_title(loc="left") == "Documents about each country"
    with plots.figure_style("nature"):
        narrow = plots.plot_world_documents(counts, whole=True)
    assert narrow.texts[:] == []
    assert "too narrow for codes" in said(narrow)


def test_a_region_is_drawn_without_the_rest_of_the_world():
    codes = ["KAZ", "UZB", "KGZ", "TJK", "TKM", "IRN", "AFG", "RUS", "CHN", "MNG"]
    window = window_of([*codes, "USA"])
    assert window.loose == ("USA",)
    assert all(window.holds(code) for code in [*codes, "TUR"])
    assert not window.holds("BRA")
    assert window.zoom > 1.5
    places = [(column, row) for _, column, row in window.tiles]
    assert len(set(places)) == len(places)
    usa = next(column for code, column, _ in window.tiles if code == "USA")
    assert usa == window.left < min(column for code, column, _ in window.tiles if code != "USA") - 1
    world = window_of(codes, whole=True)
    assert len(world.tiles) == len(plots.world_tiles())
    assert window_of(["BRA", "USA", "CHN", "ZAF"]) == world == window_of([])


@given(st.lists(st.sampled_from(plots.world_tiles()["country"].tolist()), max_size=40, unique=True))
def test_no_country_is_lost_from_a_map_of_its_region(codes):
    window = window_of(codes)
    assert all(window.holds(code) for code in codes)
    for _, column, row in window.tiles:
        assert window.left <= column <= window.right
        assert window.top <= row <= window.bottom
    assert len({(column, row) for _, column, row in window.tiles}) == len(window.tiles)


def test_the_map_of_a_region_tells_what_it_leaves_out():
    counts = pd.DataFrame({"country": ["KAZ", "UZB", "BRA", "PER"], "n_docs": [5.5, 4, 0.75, 1.5]})
    with plots.figure_style("report", columns=2):
        ax = plots.plot_world_documents(counts, among=["KAZ", "UZB"])
    codes = {text.get_text() for text in ax.texts}
    assert {"KAZ", "UZB", "IRN"} <= codes
    assert "BRA" not in codes
    assert "outside the map: 2 about 2 further countries" in said(ax)
    assert "weighted by how much they are about" in said(ax)
    with plots.figure_style("report", columns=2):
        ax = plots.plot_world_documents(counts.assign(n_docs=2))
    assert "number of documents about the country" in said(ax)
    assert "outside the map" not in said(ax)


def test_flow_has_kept_and_hatched_dropped():
    flow = pd.DataFrame({"stage": ["read", "kept"], "kept": [4000, 3000], "dropped": [0, 1000]})
    ax = plots.plot_flow(flow)
    bars = [(bar.get_x(), bar.get_width(), bool(bar.get_hatch())) for bar in ax.patches]
    assert bars == [(0, 4000, False), (0, 3000, False), (4000, 0, True), (3000, 1000, True)]
    notes = [(text.get_text(), text.xy) for text in ax.texts]
    assert notes == [("4,000", (4000, 0)), ("3,000, dropped 1,000", (4000, 1))]
    assert rows_of(ax) == ["read", "kept"]
    assert ax.yaxis_inverted()
    assert ax.get_title(loc="left") == "Documents kept and dropped"


def days(*texts):
    return pd.DataFrame({"date": pd.to_datetime(list(texts))})


@pytest.mark.parametrize(
    ("dates", "word", "bars"),
    [
        (days("2020-01-01", "2020-03-11"), "day", 71),
        (days("2020-01-01", "2020-03-12"), "month", 3),
        (days("1995-01-02", "2020-01-20"), "month", 301),
        (days("1995-01-02", "2020-02-25"), "year", 26),
        (days("2019-01-01", "2021-01-01"), "year", 3),
    ],
)
def test_dates_are_counted_by_day_month_or_year(dates, word, bars):
    ax = plots.plot_coverage(dates)
    assert ax.get_title(loc="left") == f"Documents per {word} (0 of 2 undated)"
    assert len(ax.patches) == bars
    heights = [bar.get_height() for bar in ax.patches]
    assert (heights[0], heights[-1]) == (0.85, 0.85)
    assert sum(heights[1:-1]) == 0


def test_a_corpus_without_dates_has_no_axis():
    ax = plots.plot_coverage(pd.DataFrame({"date": [pd.NaT] * 3}))
    (note,) = ax.texts
    assert (note.get_text(), note.get_position()) == ("no document has a date", (0, 0.5))
    assert not ax.axison


def test_outlets_have_a_row_each_and_the_rarest_share_the_last():
    outlets = ["Ledger"] * 5 + ["Times"] * 3 + ["Post"] * 2 + ["Gull", None]
    table = pd.DataFrame({"date": pd.Timestamp("2020-01-01"), "outlet": outlets})
    ax = plots.plot_coverage(table, group="outlet", most=3)
    assert rows_of(ax) == ["others (4)", "Times (3)", "Ledger (5)"]  # from the bottom up
    assert said(ax) == "highest bar: 5"
    heights = {round(bar.get_y()): bar.get_height() for bar in ax.patches}
    assert heights == pytest.approx({0: 0.85 * 4 / 5, 1: 0.85 * 3 / 5, 2: 0.85})
    ax = plots.plot_coverage(table, group="outlet", most=5)
    assert set(rows_of(ax)) == {
        "Ledger (5)", "Times (3)", "Post (2)", "Gull (1)", "not known (1)",
    }  # fmt: skip
    with pytest.raises(TopicsError, match="another column than 'date'"):
        plots.plot_coverage(table, group="date")


def test_words_have_bars_intervals_and_a_card_its_headlines():
    ax = plots.plot_topic_words(made_up.make_words().iloc[::-1], topic=1)
    assert rows_of(ax) == ["vote", "law", "party"]
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([0.4, 0.2, 0.4 / 3])
    assert segments(ax)[0][:3] == (0.36, 0.44, 0)
    assert said(ax) == "share of the topic's words"
    assert said(plots.plot_topic_words(made_up.make_words(), topic=1, explain=False)) == ""
    headlines = pd.DataFrame(
        {
            "topic": [1, 1, 0, 1, 1, 1, 1],
            "rank": [2, 1, 1, 3, 4, 5, 6],
            "title": ["Second", "First", "Other", " ", "Third", "Fourth", "Fifth"],
            "share": [0.456, 0.9, 0.9, 0.4, 0.3, 0.2, 0.1],
        }
    )
    long = pd.concat([made_up.make_words()] * 4)
    card = plots.plot_topic_card(long, topic=1, headlines=headlines, note="40 % of it all")
    written = [text.get_text() for text in card.texts]
    assert written == [
        "T1 vote, law", "40 % of it all", "First", "90 % on this topic", "Second",
        "46 % on this topic", "Third", "30 % on this topic", "Fourth", "20 % on this topic",
    ]  # fmt: skip
    heights = [text.get_position()[1] for text in card.texts]
    assert heights == sorted(heights, reverse=True)
    (bars,) = card.child_axes
    assert rows_of(bars)[:4] == ["vote"] * 4
    assert bars.get_title(loc="left") == ""
    alone = plots.plot_topic_card(made_up.make_words(), topic=0)
    assert [text.get_text() for text in alone.texts] == ["T0 gas, oil"]


def test_trends_have_a_panel_each_with_bands_gaps_and_the_same_scale():
    trends = made_up.make_trends()
    ax = plots.plot_trends(trends, topic=1, level=0.9)
    panels = ax.child_axes
    assert [panel.get_title(loc="left") for panel in panels] == ["Kazakhstan", "Georgia"]
    assert ax.get_title(loc="left") == "T1 vote, law"
    assert "50 % and 90 % intervals; tick at the foot: too few documents" in said(ax)
    line, gaps = panels[0].lines
    assert (line.get_marker(), gaps.get_marker(), gaps.get_linestyle()) == ("o", "|", "None")
    assert (line.get_color(), gaps.get_color()) == (ACCENT, QUIET)
    assert line.get_ydata().tolist() == pytest.approx([0.2, 0.2, 0.6])
    assert gaps.get_xdata().tolist() == []
    assert panels[1].lines[1].get_xdata().tolist() == [1]
    assert panels[1].lines[1].get_ydata().tolist() == [0]
    wide, narrow = (band.get_paths()[0].vertices[:, 1] for band in panels[0].collections)
    assert (wide.min(), wide.max()) == pytest.approx((0.15, 0.65))
    assert (narrow.min(), narrow.max()) == pytest.approx((0.18, 0.62))
    assert [panel.get_ylim() for panel in panels] == [(0, pytest.approx(1.05 * 0.65))] * 2
    assert [label.get_text() for label in panels[0].get_xticklabels()] == ["2019", "2020", "2021"]
    boxes = [panel.get_position() for panel in panels]
    assert boxes[0].y0 == pytest.approx(boxes[1].y0)
    assert panels[0].yaxis.get_gridlines()[0].get_color() == RULE
    high = plots.plot_trends(trends.assign(ci_high=trends["ci_high"] + 0.34), topic=1)
    assert high.child_axes[0].get_ylim() == (0, 1)  # a share is at most 1
    below = plots.plot_trends(trends, topic=1, columns=1)
    boxes = [panel.get_position() for panel in below.child_axes]
    assert boxes[0].x0 == pytest.approx(boxes[1].x0)
    assert boxes[0].y0 > boxes[1].y1


def test_trends_of_a_country_and_a_period_without_rows():
    trends = made_up.make_trends()
    trends = trends[trends["period"] != "2020"]
    ax = plots.plot_trends(trends, country="KAZ", most=1)
    (panel,) = ax.child_axes
    assert panel.get_title(loc="left") == "T1 vote, law"  # the higher peak
    assert ax.get_title(loc="left") == "Kazakhstan"
    assert panel.lines[1].get_xdata().tolist() == [1]  # 2020 has no row: a gap
    for both in ({"topic": 1, "country": "KAZ"}, {}):
        with pytest.raises(TopicsError, match="give either `topic` or `country`"):
            plots.plot_trends(trends, **both)
    with pytest.raises(TopicsError, match="`topic` 9 is not in `trends`"):
        plots.plot_trends(trends, topic=9)
    with pytest.raises(TopicsError, match="`country` 'XXX' is not in `trends`"):
        plots.plot_trends(trends, country="XXX")
    with pytest.raises(TopicsError, match="a period is not written as 2014"):
        plots.plot_trends(trends.assign(period="spring"), topic=1)


def test_pairs_stand_on_a_circle_and_the_strongest_line_is_widest():
    pairs = pd.DataFrame(
        {
            "first": ["A", "A", "B", "C"],
            "second": ["B", "C", "C", "D"],
            "n_both": [30, 12, 11, 2],
            "expected": [10.0, 10.0, 1.0, 9.0],  # the last is rarer than by chance
            "p_adjusted": [0.01, 0.05, 0.051, 0.01],
            "first_name": ["Aland", "Aland", "Bland", "Cland"],
            "second_name": ["Bland", "Cland", "Cland", "Dland"],
        }
    )
    ax = plots.plot_pairs(pairs)
    assert sorted(text.get_text() for text in ax.texts) == ["Aland", "Bland", "Cland"]
    assert not any(patch.get_fill() for patch in ax.patches)
    widths = sorted(patch.get_linewidth() for patch in ax.patches)
    assert widths == pytest.approx([0.4 + 2.6 * 2 / 20, 3.0])
    assert "lines: 2 of 4 pairs, false-discovery rate at most 5 %" in said(ax)
    spots = np.array([line.get_xydata()[0] for line in ax.lines])
    radii = np.hypot(*spots.T)
    assert radii == pytest.approx(radii[0])
    turns = np.diff(np.degrees(np.arctan2(*spots.T[::-1])))
    assert set(np.round(turns % 360, 3)) == {240.0}  # a third of the circle, clockwise
    for text in ax.texts:
        x, y = text.get_position()
        assert np.hypot(x, y) == pytest.approx(radii[0] + 0.06)
        assert text.get_ha() == ("right" if x < -1e-9 else "left")
    assert "3 of 4 pairs" in said(plots.plot_pairs(pairs, fdr=0.06))
    two = plots.plot_pairs(pairs, most=2)
    assert sorted(text.get_text() for text in two.texts) == ["Aland", "Bland"]
    none = plots.plot_pairs(pairs.assign(p_adjusted=1.0))
    assert [text.get_text() for text in none.texts] == ["no pair exceeds chance"]
    coded = plots.plot_pairs(pairs.drop(columns=["first_name", "second_name"]))
    assert sorted(text.get_text() for text in coded.texts) == ["A", "B", "C"]


def test_pairs_are_counted_and_adjusted_for_all_that_could_be():
    rows = [("d0", "A"), ("d0", "B"), ("d0", "B"), ("d1", "A"), ("d1", "B"), ("d2", "C")]
    table = count_pairs(pd.DataFrame(rows, columns=["doc_id", "country"]))
    (pair,) = table.to_dict("records")
    assert (pair["first"], pair["second"], pair["n_both"]) == ("A", "B", 2)
    assert pair["expected"] == pytest.approx(2 * 2 / 3)
    assert pair["lift"] == pytest.approx(1.5)
    # One of the three ways to choose B's two documents of three is A's.
    assert pair["p_value"] == pytest.approx(1 / 3)
    assert pair["p_adjusted"] == pytest.approx(1.0)  # three pairs could be
    none = count_pairs(pd.DataFrame({"doc_id": ["a"], "country": ["A"]}))
    assert none.empty


def test_circles_of_topics_have_areas_of_shares_and_labels():
    topics = pd.DataFrame(
        {"topic": [0, 1, 2], "x": [0.5, -0.5, 0.0], "y": [0.0, 0.1, -0.4],
         "share": [0.2, 0.4, 0.1], "topic_label": ["T0 gas", "T1 vote", "T2 rail"]}
    )  # fmt: skip
    with plots.figure_style("report"):
        ax = plots.plot_topic_map(topics)
    marks = ax.collections[0]
    np.testing.assert_allclose(marks.get_offsets(), [(-0.5, 0.1), (0.5, 0.0), (0.0, -0.4)])
    assert marks.get_sizes().tolist() == pytest.approx([900, 450, 225])
    assert ax.get_xlim() == ax.get_ylim()
    assert max(ax.get_xlim()) >= 1.15 * 0.5
    assert [text.get_text() for text in ax.texts] == ["T1 vote", "T0 gas", "T2 rail"]
    for text, (x, y) in zip(ax.texts, marks.get_offsets(), strict=True):
        assert np.hypot(*(np.array(text.get_position()) - (x, y))) < 0.5
    assert ax.get_title(loc="left") == "Topics by the similarity of their words"
    assert "Jensen-Shannon" in said(ax)


def test_a_topic_map_turns_its_farthest_topic_to_the_positive_side():
    words = pd.DataFrame([[1.0, 0, 0], [0.9, 0.1, 0], [0, 0, 1.0]], index=[4, 5, 6])
    places = map_topics(words, pd.Series([0.2, 0.3, 0.5], index=[6, 5, 4]))
    assert places["topic"].tolist() == [4, 5, 6]
    assert places["share"].tolist() == [0.5, 0.3, 0.2]
    assert places.loc[places["x"].abs().idxmax(), "x"] > 0
    assert places["topic"].iloc[places["x"].abs().idxmax()] == 6
    # Jensen-Shannon between texts without a common word is 1 bit.
    ends = places.set_index("topic")[["x", "y"]]
    assert np.hypot(*(ends.loc[4] - ends.loc[6])) == pytest.approx(1.0)
    assert map_topics(words)["share"].tolist() == pytest.approx([1 / 3] * 3)


def test_reliability_is_ranked_and_hollow_below_the_threshold():
    table = pd.DataFrame(
        {"topic": [0, 1, 2], "reliability": [0.49, 0.9, 0.5], "lowest": [0.3, 0.7, 0.5]}
    )
    ax = plots.plot_reliability(table)
    assert rows_of(ax) == ["Topic 1", "Topic 2", "Topic 0"]
    assert dots(ax) == [(0.9, 0, ACCENT), (0.5, 1, ACCENT), (0.49, 2, "#ffffff")]
    assert segments(ax)[3:] == [
        (0.7, 0.9, 0, 0.9, ACCENT), (0.5, 0.5, 1, 0.9, ACCENT), (0.3, 0.49, 2, 0.9, ACCENT),
    ]  # fmt: skip
    assert ax.lines[0].get_xdata() == [0.5, 0.5]
    assert said(ax) == (
        "1: the same words; hollow: below 0.5, unstable; line: down to the worst of the other seeds"
    )
    ax = plots.plot_reliability(table.drop(columns="lowest"), threshold=0.6)
    assert [fill for *_, fill in dots(ax)] == [ACCENT, "#ffffff", "#ffffff"]
    assert said(ax) == "1: the same words; hollow: below 0.6, unstable"
    assert ax.get_title(loc="left") == "Topics found again by other seeds"


def test_a_sweep_has_a_dot_for_each_fit_and_the_means():
    sweep = pd.DataFrame({"n_topics": [5, 5, 10, 10], "held_out": [0.2, 0.4, 0.9, np.nan]})
    ax = plots.plot_sweep(sweep, measure="held_out")
    fits, means = ax.collections
    np.testing.assert_allclose(fits.get_offsets(), [(5, 0.2), (5, 0.4), (10, 0.9)])
    np.testing.assert_allclose(means.get_offsets(), [(5, 0.3), (10, 0.9)])
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [(5, 0.3), (10, 0.9)])
    assert {to_hex(marks.get_facecolor()[0]) for marks in (fits, means)} == {ACCENT}
    assert ax.lines[0].get_color() == BAND
    assert ax.get_title(loc="left") == "held out"
    assert said(ax) == "number of topics (dots: fits; bars: means)"


def test_a_map_is_coloured_and_hatched_like_the_tiles():
    square = np.array([[0.0, 0], [9, 0], [9, 9], [0, 9], [0, 0]])
    shapes = Boundaries(
        rings={code: [square] for code in ("KAZ", "GEO", "UZB", "FRA", "BRA")}, source="squares"
    )
    few = ESTIMATES[ESTIMATES["country"] == "KAZ"].assign(country="FRA", n_effective=2.9)
    ax = plot_choropleth(pd.concat([ESTIMATES, few]), topic=0, boundaries=shapes, level=0.9)
    drawn = [(to_hex(patch.get_facecolor()), patch.get_hatch()) for patch in ax.patches]
    image = plots.style.diverging()
    assert dict(zip(sorted(shapes.rings), drawn, strict=True)) == {
        "BRA": ("#ffffff", None),
        "FRA": ("#c9c9c9", None),
        "GEO": (to_hex(image(0.5 - 0.5 / 3)), "-----"),
        "KAZ": (to_hex(image(0.5 + 0.5 * np.log2(0.8 / 0.6) / 3)), "....."),
        "UZB": ("#ffffff", None),
    }
    assert "below it (the 90 % interval leaves it out); grey: fewer than 3 documents" in said(ax)
    assert said(ax).endswith("boundaries: squares; without a boundary: none")
    # Equal Earth as its authors give it: the pole lies at 1.3173 on the globe's radius, and the
    # equator's end at 2.7066.
    corners = plot_choropleth(
        ESTIMATES, topic=0,
        boundaries=Boundaries(rings={"KAZ": [np.array([[0, 90.0], [180, 0], [0, 0]])]}, source=""),
    ).patches[0].get_path().vertices  # fmt: skip
    np.testing.assert_allclose(corners, [(0, 1.3173), (2.7066, 0), (0, 0)], atol=1e-4)


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plots.plot_topic_country(ESTIMATES, ax=ax),
        lambda ax: plots.plot_countries_of_topic(ESTIMATES, topic=0, ax=ax),
        lambda ax: plots.plot_topics_of_country(ESTIMATES, country="KAZ", ax=ax),
        lambda ax: plots.plot_contrasts(CONTRASTS, ax=ax),
        lambda ax: plots.plot_trends(made_up.make_trends(), topic=1, ax=ax),
        lambda ax: plots.plot_world_topic(ESTIMATES, topic=0, ax=ax),
        lambda ax: plots.plot_world_documents(
            pd.DataFrame({"country": ["KAZ"], "n_docs": 1}), ax=ax
        ),
        lambda ax: plots.plot_flow(made_up.make_run().flow, ax=ax),
        lambda ax: plots.plot_coverage(days("2020-01-01"), ax=ax),
        lambda ax: plots.plot_topic_words(made_up.make_words(), topic=0, ax=ax),
        lambda ax: plots.plot_topic_card(made_up.make_words(), topic=0, ax=ax),
        lambda ax: plots.plot_topic_map(
            pd.DataFrame({"topic": [0, 1], "x": [0.1, -0.1], "y": 0.0, "share": 0.5}), ax=ax
        ),
        lambda ax: plots.plot_pairs(
            pd.DataFrame({"first": ["A"], "second": ["B"], "n_both": 9, "expected": 1.0,
                          "p_adjusted": 0.01}), ax=ax
        ),
        lambda ax: plots.plot_reliability(
            pd.DataFrame({"topic": [0], "reliability": 0.9}), ax=ax
        ),
        lambda ax: plots.plot_sweep(
            pd.DataFrame({"n_topics": [5], "stability": 0.9}), ax=ax
        ),
        lambda ax: plots.plot_mention_kinds(
            pd.DataFrame({"country": ["KAZ"], "kind": "name", "n_mentions": 1, "share": 1.0}),
            ax=ax,
        ),
        lambda ax: plots.plot_calibration(
            pd.DataFrame({"bin_low": [0.0], "bin_high": 0.1, "n": 9, "predicted": 0.05,
                          "observed": 0.1}), ax=ax
        ),
        lambda ax: plot_choropleth(
            ESTIMATES, topic=0, boundaries=Boundaries(
                rings={"KAZ": [np.array([[0.0, 0], [9, 0], [9, 9]])]}, source="one"), ax=ax
        ),
    ],
)  # fmt: skip
def test_a_plot_draws_where_it_is_told_and_makes_a_figure_when_it_is_not(draw):
    ax = Figure(figsize=(6, 6)).add_subplot()
    assert draw(ax) is ax
    assert ax.get_children()
    alone = draw(None)
    assert alone.figure is not ax.figure
    assert alone.figure.axes[0] is alone


NAMED = ("ISO_A3_EH", "ISO_A3", "iso_a3", "ADM0_A3", "ISO3", "iso3", "ISO3166-1-Alpha-3")


def geojson(folder, *features):
    path = folder / "shapes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def feature(properties, kind="Polygon", **facts):
    ring = [[0, 0, 5], [9, 0, 5], [9, 9, 5]]  # with heights, which are left out
    shape = {"type": kind, "coordinates": [ring] if kind == "Polygon" else [[ring], [ring]]}
    return {"type": "Feature", "properties": properties, "geometry": shape} | facts


@pytest.mark.parametrize("name", NAMED)
def test_codes_of_countries_are_found_under_their_usual_names(name, tmp_path):
    shapes = read_boundaries(geojson(tmp_path, feature({name: "kaz"})))
    assert list(shapes.rings) == ["KAZ"]
    assert shapes.rings["KAZ"][0].tolist() == [[0, 0], [9, 0], [9, 9]]
    assert shapes.source == "shapes.geojson"


def test_the_surest_code_goes_first_and_one_can_be_named(tmp_path):
    codes = ("GGG", "FFF", "EEE", "DDD", "CCC", "BBB", "AAA")
    several = dict(zip(NAMED[::-1], codes, strict=True))
    path = geojson(tmp_path, feature(several), feature({}, "MultiPolygon", id="UZB"),
                   feature({"ISO_A3": "-99", "own": "GEO"}))  # fmt: skip
    shapes = read_boundaries(path, source="Somewhere")
    assert {code: len(rings) for code, rings in shapes.rings.items()} == {"AAA": 1, "UZB": 2}
    assert shapes.source == "Somewhere"
    assert list(read_boundaries(path, code="own").rings) == ["GEO"]
    with pytest.raises(InputError, match=r"three-letter country code in \['nowhere'\]"):
        read_boundaries(path, code="nowhere")
    point = feature({"ISO_A3": "KAZ"}) | {"geometry": {"type": "Point", "coordinates": [0, 0]}}
    with pytest.raises(InputError, match="is a 'Point'; expected Polygon or MultiPolygon"):
        read_boundaries(geojson(tmp_path, point))
    with pytest.raises(InputError, match=r"none\.geojson: cannot be read"):
        read_boundaries(tmp_path / "none.geojson")
