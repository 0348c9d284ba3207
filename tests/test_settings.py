"""Settings are declared once: fields, keys in TOML, flags, defaults in help and checks agree."""

import argparse
import inspect
import re
from dataclasses import dataclass, fields

import pytest

from topics.cli import build_parser, choose, main
from topics.cli.settings import add_settings, given
from topics.errors import TopicsError
from topics.readers import READERS
from topics.run.config import ReportConfig
from topics.run.settings import Count, Switch, setting, settings_of

FIELDS = [field.name for field in fields(ReportConfig)]
KNOWN = settings_of(ReportConfig)
# One value of each setting that is not its default: as typed, in TOML, and as the field holds it.
OTHER = {
    "corpus": (["x"], '"x"', "x"),
    "title": (["A B"], '"A B"', "A B"),
    "format": (["csv"], '"csv"', "csv"),
    "pattern": (["{iso3}"], '"{iso3}"', "{iso3}"),
    "encoding": (["cp1251"], '"cp1251"', "cp1251"),
    "columns": (["A=text", "B=date"], '{A = "text", B = "date"}', {"A": "text", "B": "date"}),
    "errors": (["skip"], '"skip"', "skip"),
    "split": (["=+"], '"=+"', "=+"),
    "date_format": (["%d/%m/%Y"], '"%d/%m/%Y"', "%d/%m/%Y"),
    "language_check": (["off"], '"off"', "off"),
    "unit": (["sentence"], '"sentence"', "sentence"),
    "few_documents": (["7"], "7", 7),
    "speaker": (["land"], '"land"', "land"),
    "cluster": (["source"], '"source"', "source"),
    "duplicates": (["exact"], '"exact"', "exact"),
    "mask_countries": ([], "false", False),
    "n_topics": (["9"], "9", 9),
    "news_words": ([], "true", True),
    "choose_from": (["8", "12"], "[8, 12]", (8, 12)),
    "algorithm": (["vb"], '"vb"', "vb"),
    "passes": (["7"], "7", 7),
    "restarts": (["7"], "7", 7),
    "min_docs": (["7"], "7", 7),
    "min_share": (["0.01"], "0.01", 0.01),
    "max_share": (["0.6"], "0.6", 0.6),
    "draws": (["70"], "70", 70),
    "level": (["0.8"], "0.8", 0.8),
    "min_country_docs": (["1.5"], "1.5", 1.5),
    "max_countries": (["7"], "7", 7),
    "countries": (["KAZ", "Kenya"], '["KAZ", "Kenya"]', ("KAZ", "KEN")),
    "figures": (["all"], '"all"', "all"),
    "labels": (["names.csv"], '"names.csv"', "names.csv"),
    "validation": (["v.csv"], '"v.csv"', "v.csv"),
    "region": (["Central Asia", "EU"], '["Central Asia", "EU"]', ("CENTRAL-ASIA", "EU")),
    "compare": (
        ["KAZ-UZB", "Kenya-pe"], '["KAZ-UZB", "Kenya-pe"]', ("KAZ-UZB", "KEN-PER"),
    ),
    "pairs": (["KAZ-UZB", "Kenya-pe"], '["KAZ-UZB", "Kenya-pe"]', ("KAZ-UZB", "KEN-PER")),
    "trends": (["year"], '"year"', "year"),
    "min_period_docs": (["1.5"], "1.5", 1.5),
    "refits": (["0"], "0", 0),
    "language": (["en"], '"en"', "en"),
    "lemmas": ([], "false", False),
    "robust": ([], "true", True),
    "groups": (["party"], '"party"', "party"),
    "min_group_docs": (["8"], "8", 8.0),
    "seed": (["7"], "7", 7),
}  # fmt: skip


def help_of(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    return capsys.readouterr().out


def entries(text):
    """What help says of each option, by its first flag."""
    found = [entry.split("\n\n")[0] for entry in re.split(r"\n  (?=-|CORPUS)", text)]
    return {re.split(r"[ ,\n]", entry)[0]: " ".join(entry.split()) for entry in found}


@pytest.mark.parametrize("name", FIELDS)
def test_help_of_a_report_has_every_setting_with_its_default(name, capsys):
    default, known = KNOWN[name]
    entry = entries(help_of("report", capsys).split("examples:")[0])[known.flag]
    stated = re.search(r"\(default: (.*)\)$", entry)[1]
    if isinstance(known, Switch):
        assert stated == (known.flag if default else known.off)
    elif default in (None, ()):
        assert stated == known.unset != ""
    else:
        assert known.check(known.parse(stated), name) == default


@pytest.mark.parametrize("name", FIELDS)
def test_flag_and_key_give_the_same_value(name, tmp_path):
    typed, written, value = OTHER[name]
    assert value != KNOWN[name][0]
    flag = KNOWN[name][1].off if name in ("mask_countries", "lemmas") else KNOWN[name][1].flag
    words = typed if name == "corpus" else [flag, *typed]
    arguments = build_parser().parse_args(["report", *words])
    assert ReportConfig().updated(**given(arguments)) == ReportConfig(**{name: value})
    path = tmp_path / "mine.toml"
    path.write_text(f"{name} = {written}\n", "utf-8")
    if name == "corpus":
        value = str(tmp_path / value)
    assert ReportConfig.from_toml(path) == ReportConfig(**{name: value})


@pytest.mark.parametrize("name", FIELDS)
def test_the_docstring_names_every_setting(name):
    names = re.findall(r"^([a-z_, ]+) : ", inspect.getdoc(ReportConfig), re.M)
    assert name in ", ".join(names).split(", ")


def test_a_field_without_a_setting_has_no_flag_and_fails():
    @dataclass(frozen=True)
    class Config:
        seed: int = setting(0, Count("--seed", "seed"))
        speed: int = 3

    with pytest.raises(TypeError, match=r"'speed' of Config has no setting"):
        settings_of(Config)


@pytest.mark.parametrize("command", ["choose", "clean", "countries"])
def test_other_commands_take_the_same_flags_from_the_same_place(command, capsys):
    listed = entries(help_of(command, capsys).split("examples:")[0])
    report = entries(help_of("report", capsys).split("examples:")[0])
    shared = {"choose": choose.SETTINGS, "clean": ("duplicates",), "countries": ("errors",)}
    for name in (*shared[command], "columns", "encoding"):
        flag = KNOWN[name][1].flag
        assert listed[flag].split(" (default:")[0] == report[flag].split(" (default:")[0]


def test_a_list_may_be_split_over_several_flags():
    words = "report x --column A=text --column B=date C=outlet --compare KAZ-UZB --compare KAZ-KGZ"
    found = given(build_parser().parse_args(words.split()))
    assert found["columns"] == {"A": "text", "B": "date", "C": "outlet"}
    assert found["compare"] == ("KAZ-UZB", "KAZ-KGZ")


def test_a_flag_goes_before_a_key_both_ways(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("mask_countries = false\nrestarts = 50\n", "utf-8")
    config = ReportConfig.from_toml(path)
    for flag, value in (("--mask-countries", True), ("--with-country-words", False)):
        changes = given(build_parser().parse_args(["report", flag]))
        assert config.updated(**changes).mask_countries is value


def test_no_option_is_taken_by_its_first_letters(capsys):
    assert main(["report", "--top", "3"]) == 2
    assert "unknown option --top" in capsys.readouterr().err


def test_restarts_are_those_of_the_algorithm():
    from topics.run.steps import lda_config

    def restarts(**settings):
        return lda_config(ReportConfig(**settings), n_topics=2).n_restarts

    assert [restarts(), restarts(algorithm="vb"), restarts(restarts=3)] == [20, 1, 3]
    assert restarts(algorithm="vb", restarts=1) == 1
    with pytest.raises(TopicsError, match="vb starts once"):
        ReportConfig(algorithm="vb", restarts=2)
    # The restarts of a file belong to the algorithm of the file.
    assert ReportConfig(restarts=50).updated(algorithm="vb").restarts is None
    assert ReportConfig(restarts=50).updated(algorithm="cvb0").restarts == 50
    with pytest.raises(TopicsError, match="vb starts once"):
        ReportConfig(restarts=50).updated(algorithm="vb", restarts=2)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"min_share": 0.4}, "`min_share` is 0.4, above `max_share`, 0.3"),
        ({"compare": ("XXX-KAZ",)}, "'XXX' is no country"),
        ({"compare": ("KAZ-KAZ",)}, "needs pairs of two countries"),
        ({"compare": ("Congo-KAZ",)}, r"'Congo' may be DR Congo \(COD\) or Congo \(COG\)"),
        ({"compare": "KAZ-UZB"}, "must be a list"),
        ({"seed": 2**32}, "at most 2147483648"),
        ({"title": None}, "`title` must be a non-empty text"),
        ({"mask_countries": 1}, "must be true or false"),
        ({"columns": {"A": 1}}, "needs a column and its new name"),
        ({"columns": ["A"]}, "needs a column and its new name"),
        ({"format": "doc"}, "`format` must be one of"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings, message):
    with pytest.raises(TopicsError, match=message):
        ReportConfig(**settings)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("topics = 3", "'topics' is no setting; choose from corpus, "),
        ("topics = 3", "Did you mean 'n_topics'?"),
        ("n_topics = 1", "mine.toml: n_topics must be a whole number of at least 2; got 1."),
        ('unit = "paragraf"', "Did you mean 'paragraph'?"),
    ],
)
def test_a_file_of_settings_is_judged_by_its_keys(content, message, tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text(content, "utf-8")
    assert main(["report", "--config", str(path), "--out", str(tmp_path / "out")]) == 2
    assert message in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["mine.toml"]


def test_formats_are_those_that_are_read():
    assert set(KNOWN["format"][1].choices) == set(READERS)


def test_settings_not_asked_for_are_not_added():
    parser = argparse.ArgumentParser()
    add_settings(parser, ["seed"], seed="the day's own")
    assert [action.dest for action in parser._actions] == ["help", "seed"]
    assert "(default: the day's own)" in " ".join(parser.format_help().split())
