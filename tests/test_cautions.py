"""Page 1 says what should worry before anything else: what applies to this run, and no more."""

import made_up
import pandas as pd
import pytest

from topics.readers.corpus import read_corpus
from topics.report.cautions import cautions
from topics.run.config import ReportConfig
from topics.run.speakers import speaker_hint


def quiet(**changes):
    """Return a run that nothing is wrong with, but for the changes."""
    config = made_up.make_run().config.updated(few_documents=2)
    facts = {
        "config": config,
        "estimates": made_up.make_estimates().assign(n_effective=90.0),
        "reliability": pd.DataFrame({"topic": [0, 1], "stable": [True, True]}),
    }
    return made_up.make_run(**(facts | changes))


def test_a_run_that_nothing_is_wrong_with_has_none():
    assert cautions(quiet()) == []


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({"diagnostics": {"mixing": {"warning": "run it for longer."}}}, "Run it for longer."),
        ({"config": ReportConfig(unit="document")}, "6 documents: too few to say what is written"),
        ({"config": ReportConfig(unit="paragraph")}, "6 documents, read as 6 paragraphs: too few"),
        ({"estimates": made_up.make_estimates()}, "1 of 3 countries rest on fewer than 10 docum"),
        (
            {"reliability": pd.DataFrame({"topic": [0, 1], "stable": [True, False]})},
            "1 of 2 topics is not found again by fits from other seeds (†): it may be",
        ),
        ({"warnings": ("the column `x` is odd",)}, "The column x is odd."),
    ],
)
def test_each_is_told_where_it_applies(changes, begins):
    (told,) = cautions(quiet(**changes))
    assert told.startswith(begins)


def speeches(folder, *, stems):
    folder.mkdir()
    for stem in stems:
        (folder / f"{stem}.txt").write_text(f"Mr President, this is the speech {stem}.\n")
    return read_corpus(folder)


def test_names_of_files_that_hold_countries_suggest_who_speaks(tmp_path):
    stems = ["ISR_60_2005", "KAZ_60_2005", "PER_60_2005", "USA_62_2007"]
    corpus = speeches(tmp_path / "a", stems=stems)
    told = speaker_hint(corpus, ReportConfig())
    assert "`pattern='{iso3}_{part1}_{date:%Y}'` and `speaker='iso3'`" in told
    # What is suggested works, and is then no longer suggested.
    read = read_corpus(tmp_path / "a", pattern="{iso3}_{part1}_{date:%Y}")
    assert set(read["iso3"]) == {"ISR", "KAZ", "PER", "USA"}
    named = ReportConfig(pattern="{iso3}_{part1}_{date:%Y}")
    assert "the column 'iso3' holds countries" in speaker_hint(read, named)
    assert speaker_hint(read, named.updated(speaker="iso3")) == ""
    assert speaker_hint(speeches(tmp_path / "b", stems=["new-1", "old-2", "far-3"]),
                        ReportConfig()) == ""  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["Kenya", "Peru", "Fiji", "KAZ"], True),
        (["Kenya", "Kenya", "Peru", "Peru"], False),  # two alone may be anything
        (["Kenya", "Peru", "Fiji", "Reuters"], False),
        (["Kenya", None, None, "Peru"], False),
    ],
)
def test_a_column_of_countries_suggests_who_speaks(cells, told):
    corpus = pd.DataFrame({"source": "a.csv", "land": cells, "language": ["de", "fr", "es", "it"]})
    assert ("speaker='land'" in speaker_hint(corpus, ReportConfig())) == told
