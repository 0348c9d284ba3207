"""Every kind of figure by name: its table, the options it takes, the files it leaves."""

import json

import made_up
import pandas as pd
import pypdf
import pytest
from test_plots_layout import TABLES

from topics.errors import InputError, TopicsError
from topics.plots.kinds import KINDS, draw_kind, plot_kind, plot_run, read_table

# The table of a run that a kind draws, what must be given, and what may be.
CONTRACT = {
    "flow": ("flow", "", ""),
    "coverage": ("documents", "", "group most"),
    "words": ("topic_words", "topic", ""),
    "heatmap": ("topic_country", "", "level"),
    "standouts": ("topic_country", "", "most level"),
    "countries": ("topic_country", "topic", "most level"),
    "topics": ("topic_country", "country", "most level"),
    "contrasts": ("contrasts", "", "most level fdr"),
    "trends": ("trends", "", "topic country most level"),
    "world": ("topic_country", "topic", "least level"),
    "world-documents": ("country_documents", "", ""),
    "choropleth": ("topic_country", "topic boundaries", "least level"),
    "topic-map": ("topic_map", "", ""),
    "pairs": ("country_pairs", "", "most fdr"),
    "beyond": ("pairs", "", "most fdr"),
    "pair": ("pairs", "pair", "most level"),
    "sides": ("pairs", "pair", "most level"),
    "relations": ("pairs", "", "most fdr"),
    "pair-trends": ("pair_trends", "pair", "most level"),
    "groups": ("groups", "", "most level"),
    "group-countries": ("group_countries", "", "most fdr"),
    "effects": ("effects", "", "term topic most level fdr"),
    "mention-kinds": ("mention_kinds", "", "most"),
    "calibration": ("calibration", "", ""),
    "reliability": ("reliability", "", "threshold"),
    "sweep": ("sweep", "", "measure"),
}


def test_the_kinds_are_these_with_their_tables_and_options():
    found = {
        name: (kind.table, " ".join(kind.options), " ".join(kind.extras))
        for name, kind in KINDS.items()
    }
    assert found == CONTRACT


@pytest.mark.parametrize("kind", TABLES)
def test_every_option_a_kind_says_it_takes_works(kind):
    table, given = TABLES[kind]
    values = {
        "most": 3, "level": 0.9, "fdr": 0.1, "least": 5.0, "threshold": 0.6,
        "group": "outlet", "measure": "stability",
    }  # fmt: skip
    extras = {
        name: values[name] for name in KINDS[kind].extras if name not in given and name in values
    }
    drawing = draw_kind(kind, table, None, **(given | extras))
    assert drawing.figure.axes
    assert len(drawing.alt) > 30
    assert drawing.title


def test_the_title_is_given_or_that_of_the_figure_or_what_the_kind_says():
    flow = made_up.make_run().flow
    assert draw_kind("flow", flow, None, title="Mine").title == "Mine"
    assert draw_kind("flow", flow, None).title == "Documents kept and dropped"
    heat = draw_kind("heatmap", made_up.make_estimates(), None)
    assert heat.title == "topics by countries, with what is credible"
    # Seriated: Georgia and Kazakhstan, the least alike, do not stand side by side.
    rows = [label.get_text() for label in heat.figure.axes[0].get_yticklabels()]
    assert rows[1].split()[0] == "Uzbekistan"


@pytest.mark.parametrize("suffix", ["pdf", "svg", "png"])
def test_a_figure_leaves_its_rows_and_its_alt_text(suffix, tmp_path):
    path = tmp_path / f"figure.{suffix}"
    wanted = {"topic": 1, "title": "A title", "style": "nature", "columns": 2, "level": None}
    assert plot_kind("countries", made_up.make_estimates(), path, **wanted) == path
    assert sorted(p.suffix for p in tmp_path.iterdir()) == sorted([".csv", ".txt", f".{suffix}"])
    text = (tmp_path / "figure.txt").read_text("utf-8")
    assert text.startswith("Countries by their share of T1 vote, law")
    assert text.endswith("\n")
    assert set(pd.read_csv(tmp_path / "figure.csv")["topic"]) == {1}
    content = path.read_bytes()
    if suffix == "pdf":
        reader = pypdf.PdfReader(path)
        assert reader.metadata.title == "A title"
        assert reader.metadata.creator == "topics"
        assert reader.trailer["/Root"]["/Lang"] == "en"
        assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
        assert float(reader.pages[0].mediabox.width) == pytest.approx(183 / 25.4 * 72, abs=1)
    elif suffix == "svg":
        assert b"<title>A title</title>" in content or b">A title<" in content
        assert b">Georgia<" in content  # text stays text
    else:
        assert content.startswith(b"\x89PNG")
        assert b"A title" in content


def test_options_that_are_missing_or_strange_are_named(tmp_path):
    table, path = made_up.make_estimates(), tmp_path / "f.pdf"
    for kind, options, message in (
        ("countries", {"topic": None}, "countries needs `topic`"),
        ("topic-map", {"most": 2}, "`most` is no option of the kind topic-map, which takes none"),
        ("heatmap", {"most": 2}, "`most` is no option of the kind heatmap, which takes `level`"),
        ("poster", {}, "`kind` must be one of flow, coverage, .* or sweep; got 'poster'"),
    ):
        with pytest.raises(TopicsError, match=message):
            plot_kind(kind, table, path, **options)
    with pytest.raises(TopicsError, match="`path` must be one of"):
        plot_kind("heatmap", table, tmp_path / "f.jpeg")
    assert not list(tmp_path.iterdir())


def test_a_table_is_read_with_its_words_as_they_are(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("word,share\nnan,1\nNA,\n", "utf-8")
    table = read_table(path)
    assert table["word"].tolist() == ["nan", "NA"]
    assert table["share"].isna().tolist() == [False, True]
    with pytest.raises(InputError, match=r"none\.csv: cannot be read"):
        read_table(tmp_path / "none.csv")
    path.write_bytes(b"a,b\ncaf\xe9,1\n")
    with pytest.raises(InputError, match=r"t\.csv: is not a CSV table in UTF-8"):
        read_table(path)


def test_a_run_is_drawn_with_the_topic_and_country_that_stand_out(tmp_path):
    tables, out = tmp_path / "tables", tmp_path / "figures"
    tables.mkdir()
    made_up.make_estimates().to_csv(tables / "topic_country.csv", index=False)
    made_up.make_trends().iloc[6:].to_csv(tables / "trends.csv", index=False)
    paths = plot_run(tables, out)
    names = [path.stem for path in paths]
    assert names == ["heatmap", "standouts", "countries", "topics", "trends", "world"]
    assert set(pd.read_csv(out / "countries.csv")["topic"]) == {1}  # Georgia's, the highest lift
    assert set(pd.read_csv(out / "topics.csv")["country"]) == {"GEO"}
    assert set(pd.read_csv(out / "trends.csv")["topic"]) == {0}
    width = float(pypdf.PdfReader(out / "heatmap.pdf").pages[0].mediabox.width)
    assert width == pytest.approx(6.77 * 72, abs=1)
    slides = plot_run(tables, out, style="slides")
    width = float(pypdf.PdfReader(slides[0]).pages[0].mediabox.width)
    assert width == pytest.approx(12.8 * 72, abs=1)


def test_a_run_is_drawn_on_boundaries_where_they_are_given(tmp_path):
    made_up.make_estimates().to_csv(tmp_path / "topic_country.csv", index=False)
    square = [[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]]
    features = [
        {"type": "Feature", "properties": {"ISO_A3": code},
         "geometry": {"type": "Polygon", "coordinates": square}}
        for code in ("KAZ", "GEO")
    ]  # fmt: skip
    shapes = tmp_path / "squares.geojson"
    shapes.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    paths = plot_run(tmp_path, tmp_path / "out", boundaries=shapes)
    assert "choropleth" in [path.stem for path in paths]
    text = pypdf.PdfReader(tmp_path / "out" / "choropleth.pdf").pages[0].extract_text()
    assert "squares.geojson" in text
    assert "T1 vote, law" in text
    assert (tmp_path / "out" / "choropleth.txt").read_text("utf-8").startswith("World map")
