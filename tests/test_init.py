"""`topics init`: what it writes is every setting, is accepted as it is, and keeps its schema."""

import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.cli import main
from topics.errors import TopicsError
from topics.run.config import ReportConfig
from topics.run.settings import Items, Renames, settings_of
from topics.run.template import config_schema, config_template

ROOT = Path(__file__).parents[1]
KNOWN = settings_of(ReportConfig)
UNSET = [name for name, (default, _) in KNOWN.items() if default in (None, ())]
SCHEMA = jsonschema.Draft202012Validator(config_schema())


def test_every_setting_stands_in_the_file_once():
    keys = re.findall(r"^(?:# )?(\w+) = ", config_template(), re.M)
    assert sorted(keys) == sorted(KNOWN)


def test_the_file_is_the_defaults():
    written = tomllib.loads(config_template())
    assert written == {name: KNOWN[name][0] for name in KNOWN if name not in UNSET}
    assert ReportConfig(**written) == ReportConfig()


@pytest.mark.parametrize("name", UNSET)
def test_a_setting_that_is_not_set_is_shown_by_an_example_that_is_taken(name, tmp_path):
    path = tmp_path / "report.toml"
    path.write_text(re.sub(rf"^# ({name} = )", r"\1", config_template(), flags=re.M), "utf-8")
    value = getattr(ReportConfig.from_toml(path), name)
    assert value not in (None, ())
    SCHEMA.validate(tomllib.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("name", KNOWN)
def test_the_file_says_of_a_setting_what_help_says(name):
    entries = config_template().split("\n\n")
    (entry,) = (part for part in entries if re.search(rf"^(# )?{name} = ", part, re.M))
    said = " ".join(entry.replace("\n# ", " ").split())
    assert re.split(r"--|`", KNOWN[name][1].help)[0].strip() in said
    assert not {own.flag for _, own in KNOWN.values()} & set(re.findall(r"--[a-z-]+", said))


def test_a_report_takes_the_file_unchanged(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    assert capsys.readouterr().out == "settings: report.toml\n"
    assert Path("report.toml").read_text("utf-8") == config_template()
    assert main(["report", "missing.csv", "--config", "report.toml"]) == 2
    assert "missing.csv" in capsys.readouterr().err  # the corpus is refused, and no setting
    assert ReportConfig.from_toml("report.toml") == ReportConfig()


@pytest.mark.parametrize("words", [["mine.toml"], ["--schema", "mine.toml"]])
def test_nothing_is_overwritten(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_text("seed = 3\n", "utf-8")
    assert main(["init", *words]) == 2
    assert "mine.toml is there already" in capsys.readouterr().err
    assert Path("mine.toml").read_text("utf-8") == "seed = 3\n"


def test_a_link_to_nothing_and_a_folder_are_left_too(tmp_path, capsys):
    link = tmp_path / "link.toml"
    try:
        link.symlink_to(tmp_path / "elsewhere.toml")
    except OSError:
        pytest.skip("links cannot be made here")
    assert main(["init", str(link)]) == 2
    assert main(["init", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("is there already") == 2
    assert not (tmp_path / "elsewhere.toml").exists()


def test_the_schema_is_one_and_fits_what_is_shipped(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--schema"]) == 0
    assert capsys.readouterr().out == "schema: report.schema.json\n"
    jsonschema.Draft202012Validator.check_schema(config_schema())
    for text in (config_template(), (ROOT / "seeds" / "report.toml").read_text("utf-8")):
        SCHEMA.validate(tomllib.loads(text))
    assert not SCHEMA.is_valid({"topics": 8})


VALUES = st.one_of(
    st.booleans(),
    st.integers(-3, 2**33),
    st.floats(-2, 1e10).filter(lambda number: not number.is_integer()),
    st.text("ab", max_size=2),
    st.sampled_from(["csv", "auto", "off", "near", "vb", "all", "skip"]),
    st.lists(st.text("ab", max_size=2), max_size=2),
    st.lists(st.integers(0, 5), max_size=2),
    st.dictionaries(st.text("a", max_size=1), st.text("b", max_size=1), max_size=1),
)


@pytest.mark.parametrize(
    "name", [name for name in KNOWN if name not in ("language", "date_format")]
)
@settings(max_examples=40)
@given(value=VALUES)
def test_the_schema_takes_what_the_settings_check_takes(name, value):
    known = KNOWN[name][1]
    if isinstance(known, Items) and not hasattr(known.item, "check"):
        value = ["KAZ-UZB" if name in ("compare", "pairs") else "EU"] if value else value
        value = ["KAZ"] if name == "countries" and value else value
    if isinstance(known, Renames) and isinstance(value, list):
        return  # as typed on the command line, which no file has
    try:
        known.check(value, name)
        taken = True
    except TopicsError:
        taken = False
    assert SCHEMA.is_valid({name: value}) == taken
