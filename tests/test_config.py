"""The settings of a report: what is refused, and with which words; how files and flags join."""

import os
import threading
from dataclasses import asdict
from pathlib import Path

import pytest

from topics.errors import InputError, TopicsError
from topics.lda.seed_words import read_seed_words
from topics.run.config import ReportConfig


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"title": ""}, "`title` must be a non-empty text; got ''."),
        ({"title": None}, "`title` must be a non-empty text; got None."),
        ({"encoding": ""}, "`encoding` must be a non-empty text"),
        ({"corpus": ""}, "`corpus` must be a non-empty text"),
        ({"corpus": 3}, "`corpus` must be a non-empty text; got 3."),
        ({"format": ""}, "`format`"),
        ({"pattern": ""}, "`pattern`"),
        ({"speaker": ""}, "`speaker`"),
        ({"cluster": ""}, "`cluster`"),
        ({"mask_countries": 1}, "`mask_countries` must be true or false; got 1."),
        ({"columns": ["a"]}, "`columns` needs a column and its new name"),
        ({"columns": {"a": 1}}, "`columns` needs a column and its new name"),
        ({"columns": {"": "text"}}, "`columns` needs a column and its new name"),
        ({"errors": "ignore"}, "`errors` must be one of"),
        ({"duplicates": "all"}, "`duplicates` must be one of"),
        ({"unit": "page"}, "`unit` must be one of"),
        ({"algorithm": "lsa"}, "`algorithm` must be one of"),
        ({"trends": "week"}, "`trends` must be one of"),
        ({"n_topics": 1}, "`n_topics` must be a whole number of at least 2; got 1."),
        ({"few_documents": 0}, "`few_documents` must be a whole number of at least 1"),
        ({"passes": 0}, "`passes` must be a whole number of at least 1"),
        ({"restarts": 0}, "`restarts` must be a whole number of at least 1"),
        ({"min_docs": 0}, "`min_docs` must be a whole number of at least 1"),
        ({"max_countries": 0}, "`max_countries` must be a whole number of at least 1"),
        ({"draws": 19}, "`draws` must be a whole number of at least 20; got 19."),
        ({"seed": -1}, "`seed` must be a whole number of at least 0"),
        ({"refits": -1}, "`refits` must be a whole number of at least 0"),
        ({"min_share": -0.1}, r"`min_share` must be a number in \[0, 1\]"),
        ({"max_share": 0.0}, r"`max_share` must be a number in \[0.001, 1\]"),
        ({"max_share": 1.1}, r"`max_share` must be a number in \[0.001, 1\]"),
        ({"level": 0}, r"`level` must be a number in \(0, 1\)"),
        ({"level": 1}, r"`level` must be a number in \(0, 1\)"),
        ({"min_country_docs": -1}, "`min_country_docs` must be a number in"),
        ({"min_period_docs": -1}, "`min_period_docs` must be a number in"),
        ({"compare": "KAZ-UZB"}, "`compare` must be a list of pairs of countries"),
        ({"compare": ["KAZ"]}, "`compare` needs pairs of two countries"),
        ({"compare": ["KAZ-UZB-GEO"]}, "`compare` needs pairs of two countries"),
        ({"compare": [3]}, "`compare` needs pairs of two countries"),
        ({"countries": ["Atlantis"]}, "`countries` needs countries, .*'Atlantis' is no country"),
        ({"region": ["GLOBAL-SOUTH"]}, "`region` needs a world region .*; got 'GLOBAL-SOUTH'"),
        ({"region": [3]}, "`region` needs a world region .*; got 3"),
        ({"pairs": ["KAZ"]}, "`pairs` needs pairs of two countries"),
        ({"pairs": ["off", "KAZ-UZB"]}, "`pairs` needs pairs of countries, or auto, or off"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(settings, message):
    with pytest.raises(TopicsError, match=message):
        ReportConfig(**settings)


def test_the_outermost_values_are_allowed():
    config = ReportConfig(
        n_topics=2, draws=20, seed=0, refits=0, min_share=0, max_share=1, level=0.999, passes=1,
        restarts=1, min_docs=1, max_countries=1, few_documents=1, min_country_docs=0,
        min_period_docs=0, compare=["KAZ-UZB"], columns={"Artikel": "text"}, mask_countries=False,
    )  # fmt: skip
    assert config.compare == ("KAZ-UZB",)
    assert ReportConfig(min_share=1, max_share=1).min_share == 1
    with pytest.raises(TopicsError, match="`min_share` is 1, above `max_share`"):
        ReportConfig(min_share=1, max_share=0.001)


def test_a_file_is_read_from_its_own_folder_and_changes_go_first(tmp_path):
    (tmp_path / "runs").mkdir()
    path = tmp_path / "runs" / "mine.toml"
    path.write_text(
        'corpus = "../news"\ntitle = "Été"\ncompare = ["KAZ-UZB"]\nlevel = 0.9\n', "utf-8"
    )
    config = ReportConfig.from_toml(path)
    assert config.corpus == str(tmp_path / "runs" / "../news")
    assert (config.title, config.compare, config.level) == ("Été", ("KAZ-UZB",), 0.9)
    changed = config.updated(level=0.8, title=None, n_topics=5)
    assert (changed.level, changed.title, changed.n_topics) == (0.8, "Été", 5)
    untouched = {"level", "n_topics"}
    assert {k: v for k, v in asdict(changed).items() if k not in untouched} == {
        k: v for k, v in asdict(config).items() if k not in untouched
    }
    path.write_text("")
    assert ReportConfig.from_toml(path) == ReportConfig()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"level = 95", r"mine.toml: level must be a number in \(0, 1\); got 95"),
        (b"levels = 0.9", "mine.toml: 'levels' is no setting; choose from .*'level'"),
        (b"title = 'caf\xe9'", "mine.toml: is not a TOML file in UTF-8"),
        (b"corpus = 3", "mine.toml: corpus must be a non-empty text; got 3"),
        (None, "mine.toml: cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(content, message, tmp_path):
    path = tmp_path / "mine.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        ReportConfig.from_toml(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize("read", [ReportConfig.from_toml, read_seed_words])
def test_a_pipe_is_not_waited_for(read, tmp_path):
    path = tmp_path / "mine.toml"
    os.mkfifo(path)
    said = []

    def reading():
        try:
            read(path)
        except InputError as error:
            said.append(str(error))

    reader = threading.Thread(target=reading, daemon=True)
    reader.start()
    reader.join(20)
    if reader.is_alive():
        path.open("w").close()  # lets it go
    assert [line.partition(": ")[2] for line in said] == [
        "cannot be read: it is a pipe, a device or a socket. Give a regular file."
    ]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs files of what is open")
def test_a_pipe_that_a_shell_has_opened_is_read():
    there, here = os.pipe()
    os.write(here, b"level = 0.8")
    os.close(here)
    try:
        assert ReportConfig.from_toml(f"/dev/fd/{there}").level == 0.8
    finally:
        os.close(there)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read: it is a folder. Give a regular file"):
        ReportConfig.from_toml(tmp_path)
