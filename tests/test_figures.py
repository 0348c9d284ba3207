"""The figures of a report: which there are, in which order, how wide, with which data and text."""

import made_up
import pandas as pd
import pytest

from topics.readers.hashes import hash_files
from topics.report.figures import figures_of_each, overview_figures
from topics.report.manifest import manifest
from topics.report.write import derived_tables

WIDE, NARROW, PART = 6.77, 5.0, 0.7


@pytest.fixture(scope="module")
def run():
    return made_up.make_run()


@pytest.fixture(scope="module")
def extra(run):
    return derived_tables(run)


@pytest.fixture(scope="module")
def overview(run, extra, tmp_path_factory):
    return overview_figures(run, extra, tmp_path_factory.mktemp("figures"))


def test_the_overview_follows_a_readers_questions(overview):
    found = [
        (drawing.path.name, drawing.title, round(drawing.figure.get_figwidth(), 2))
        for drawing in overview
    ]
    assert found == [
        ("stand-out.pdf", "Who stands out on what", WIDE),
        ("topic-country.pdf", "topics by countries, with what is credible", WIDE),
        ("world-documents.pdf", "Documents about each country", WIDE),
        ("contrast-KAZ-GEO.pdf", "Kazakhstan minus Georgia", NARROW),
        ("topic-01-trends.pdf", "T1 vote, law", WIDE),  # it moved further than the other
        ("topic-00-trends.pdf", "T0 gas, oil", WIDE),
        ("topic-map.pdf", "Topics by the similarity of their words", WIDE),
        ("country-pairs.pdf", "Countries named together more often than by chance", WIDE),
        ("mention-kinds.pdf", "How countries are named", WIDE),
        ("calibration.pdf", "How often predictions came true", round(PART * WIDE, 2)),
        ("reliability.pdf", "Topics found again by other seeds", NARROW),
        ("flow.pdf", "Documents kept and dropped", NARROW),
        ("coverage.pdf", "Documents per day (1 of 6 undated)", WIDE),
    ]


def test_each_figure_comes_with_the_rows_it_shows_and_says_them(overview, run, extra):
    at = {drawing.path.stem: drawing for drawing in overview}
    for name, table in {
        "topic-country": run.shown(),
        "world-documents": extra["country_documents"],
        "topic-map": extra["topic_map"],
        "country-pairs": extra["country_pairs"],
        "mention-kinds": extra["mention_kinds"],
        "calibration": extra["calibration"],
        "reliability": run.reliability,
        "flow": run.flow,
    }.items():
        pd.testing.assert_frame_equal(at[name].data, table)
    trend = at["topic-01-trends"]
    assert set(trend.data["topic"]) == {1}
    assert len(trend.data) == 6
    assert "text" not in at["coverage"].data
    for name, part in {
        "stand-out": "Georgia, T1 vote, law: 70 %",
        "topic-country": "Georgia, T1 vote, law: 70 %",
        "contrast-KAZ-GEO": "between Kazakhstan and Georgia",
        "topic-01-trends": "2 countries, 2019 to 2021",
        "world-documents": "most: KAZ 3, UZB 2, GEO 1",
        "flow": "near copy: 6 kept, 1,001 dropped",
    }.items():
        assert part in at[name].alt


def test_the_level_of_the_run_is_the_level_of_its_figures(run, extra, tmp_path):
    wider = made_up.make_run(config=run.config.updated(level=0.9))
    at = {drawing.path.stem: drawing.figure for drawing in overview_figures(wider, extra, tmp_path)}
    for name in ("topic-country", "contrast-KAZ-GEO", "topic-01-trends"):
        figure = at[name]
        labels = " ".join(ax.get_xlabel() for ax in figure.axes)
        assert "90 % interval" in " ".join(labels.split())
        assert "95 %" not in labels
    (countries,) = [
        drawing
        for drawing in figures_of_each(wider, tmp_path)
        if drawing.path.stem == "topic-00-countries"
    ]
    assert "90 % intervals" in " ".join(countries.figure.axes[0].get_xlabel().split())


def test_what_was_not_done_is_not_drawn(run, extra, tmp_path):
    nothing = {name: pd.DataFrame() for name in ("contrasts", "trends", "reliability")}
    few = {name: table for name, table in extra.items() if name != "mention_kinds"}
    drawings = overview_figures(made_up.make_run(**nothing), few, tmp_path)
    assert [drawing.path.stem for drawing in drawings] == [
        "stand-out", "topic-country", "world-documents", "topic-map", "country-pairs", "flow",
        "coverage",
    ]  # fmt: skip


def test_pairs_that_were_estimated_are_drawn(run, extra, tmp_path):
    pairs = made_up.make_pairs()
    drawings = overview_figures(made_up.make_run(pairs=pairs), extra, tmp_path)
    (drawing,) = [drawing for drawing in drawings if drawing.path.stem == "pairs-beyond"]
    pd.testing.assert_frame_equal(drawing.data, pairs)
    assert "Georgia and Kazakhstan, T0 gas, oil: 20 %, expected 50 %" in drawing.alt
    assert "2 of 4 cells are told from chance" in drawing.alt


def test_at_most_four_topics_are_drawn_over_time(run, extra, tmp_path):
    trends = pd.concat(
        [made_up.make_trends().assign(topic=lambda t, n=n: t["topic"] + 2 * n) for n in range(3)]
    )
    drawings = overview_figures(made_up.make_run(trends=trends), extra, tmp_path)
    names = [drawing.path.stem for drawing in drawings if "trends" in drawing.path.stem]
    assert names == ["topic-01-trends", "topic-03-trends", "topic-05-trends", "topic-00-trends"]


def test_every_topic_and_every_country_has_figures_of_its_own(run, tmp_path):
    found = [
        (drawing.path.name, drawing.title, round(drawing.figure.get_figwidth(), 2))
        for drawing in figures_of_each(run, tmp_path)
    ]
    assert found == [
        ("topic-00-words.pdf", "T0 gas, oil", 3.0),
        ("topic-00-countries.pdf", "T0 gas, oil", NARROW),
        ("topic-01-words.pdf", "T1 vote, law", 3.0),
        ("topic-01-countries.pdf", "T1 vote, law", NARROW),
        ("country-GEO-topics.pdf", "Georgia (n = 8)", NARROW),
        ("country-KAZ-topics.pdf", "Kazakhstan (n = 1,200)", NARROW),
        ("country-UZB-topics.pdf", "Uzbekistan (n = 30)", NARROW),
    ]


def test_tables_beside_the_estimates(run, extra):
    assert extra["country_documents"].set_index("country")["n_docs"].to_dict() == {
        "FRA": 0.5, "GEO": 1.0, "KAZ": 3.0, "UZB": 2.0,
    }  # fmt: skip
    places = extra["topic_map"].set_index("topic")
    assert places["topic_label"].to_dict() == made_up.LABELS
    assert places["share"].to_dict() == pytest.approx({0: 0.66, 1: 0.34})
    (pair,) = extra["country_pairs"].to_dict("records")
    assert (pair["first_name"], pair["second_name"], pair["n_both"]) == ("France", "Kazakhstan", 1)
    assert extra["mention_kinds"]["country_name"].tolist() == [
        "Kazakhstan", "Kazakhstan", "Uzbekistan",
    ]  # fmt: skip
    passages = extra["passages"]
    assert set(passages["country"]) <= set(made_up.NAMES)
    speaking = made_up.make_run(config=run.config.updated(speaker="iso3"))
    strange = speaking.weights.replace({"country": {"FRA": "my own code"}})
    speaking.weights = strange
    tables = derived_tables(speaking)
    assert not {"mention_kinds", "calibration"} & set(tables)
    assert "my own code" in tables["country_pairs"]["second_name"].tolist()


def test_the_manifest_counts_and_names(run, tmp_path):
    import platform
    from importlib.metadata import version

    from topics import __version__

    found = manifest(made_up.make_run(mentions=run.mentions.head(2), units=run.units.head(5)))
    assert found["counts"] == {
        "documents": 6, "units": 5, "mentions": 2, "tokens": 5400, "words": 3,
    }  # fmt: skip
    assert found["inputs_sha256"] == {"one.csv": "00", "two.csv": "11"}
    assert found["config"]["corpus"] is None
    assert found["config"]["restarts"] == 7
    assert found["versions"]["country-topics"] == __version__
    assert found["versions"]["python"] == platform.python_version()
    libraries = {"gensim", "matplotlib", "numba", "numpy", "pandas", "scipy"}
    assert libraries <= set(found["versions"])
    assert found["versions"]["pandas"] == version("pandas")
    elsewhere = made_up.make_run(config=run.config.updated(corpus=str(tmp_path / "news")))
    assert manifest(elsewhere)["config"]["corpus"] == "news"


def test_inputs_are_hashed_by_their_name_in_the_folder(tmp_path):
    # Of the empty text and of "abc", as FIPS 180-2 gives them.
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_bytes(b"abc")
    (tmp_path / "a.txt").write_bytes(b"")
    assert hash_files(tmp_path) == {"a.txt": empty, "sub/b.txt": abc}
    assert list(hash_files(tmp_path)) == ["a.txt", "sub/b.txt"]
    assert hash_files(tmp_path / "sub" / "b.txt") == {"b.txt": abc}
