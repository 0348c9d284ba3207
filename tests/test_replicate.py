"""A replication folder: what it holds, that a rerun gives the same bytes, what is refused."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from topics import check_replication, write_replication
from topics.cli import main
from topics.report.write import write_report
from topics.run.config import ReportConfig, sample_folder
from topics.run.pins import package_line, pins
from topics.writing.replace import hash_below

BRIEFS = sample_folder() / "briefs"


@pytest.fixture(scope="module")
def made(small, tmp_path_factory):
    """The folder of a small report, which tests read and never change."""
    return write_report(small, tmp_path_factory.mktemp("made") / "run").parent


@pytest.fixture
def run(made, tmp_path):
    """A report whose manifest a test may change."""
    folder = tmp_path / "run"
    (folder / "tables").mkdir(parents=True)
    shutil.copyfile(made / "manifest.json", folder / "manifest.json")
    shutil.copyfile(made / "tables" / "topic_country.csv", folder / "tables" / "topic_country.csv")
    return folder


def change(run, **facts):
    path = run / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))


def test_it_holds_settings_versions_hashes_and_one_command(run, small, tmp_path):
    folder = write_replication(run, tmp_path / "new" / "rep")
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.md", "SHA256SUMS", "expected", "manifest.json", "report.toml", "requirements.txt",
        "run.sh",
    ]  # fmt: skip
    config = ReportConfig.from_toml(folder / "report.toml")
    assert config == replace(small.asked, corpus=str(folder / "data" / "briefs"))
    pinned = dict(
        line.split("==") for line in (folder / "requirements.txt").read_text().splitlines()[1:]
    )
    assert pinned == pins()
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sums == {f"data/briefs/{name}": value for name, value in small.inputs.items()}
    assert os.access(folder / "run.sh", os.X_OK)
    readme = (folder / "README.md").read_text()
    assert "not part of this folder" in readme
    assert "- `data/briefs/culture-01.txt`" in readme
    assert str(BRIEFS.parent) not in "".join(
        path.read_text() for path in folder.iterdir() if path.is_file()
    )


def test_data_are_copied_only_where_asked_for(run, tmp_path):
    folder = write_replication(run, tmp_path / "rep", data=True, corpus=[BRIEFS])
    assert hash_below(folder / "data" / "briefs") == hash_below(BRIEFS)
    assert "whoever made this folder" in (folder / "README.md").read_text()


def test_the_same_replication_has_the_same_bytes(run, tmp_path):
    one, two = (write_replication(run, tmp_path / name) for name in ("one", "two"))
    assert hash_below(one) == hash_below(two)
    assert write_replication(run, one) == one


def test_a_rerun_elsewhere_gives_the_same_bytes(made, tmp_path, monkeypatch, capsys):
    folder = write_replication(made, tmp_path / "rep", data=True, corpus=[BRIEFS])
    moved = folder.rename(tmp_path / "else where")
    monkeypatch.chdir(moved)
    assert main(["report", "--config", "report.toml", "--out", "report", "--quiet"]) == 0
    capsys.readouterr()
    assert main(["replicate", "--check", "."]) == 0
    n_files = len(json.loads((made / "manifest.json").read_text())["files"])
    assert capsys.readouterr().out.splitlines() == [
        "inputs: 280 of 280 files are as they were", "versions: as they were",
        f"report: {n_files} of {n_files} files have the same bytes",
    ]  # fmt: skip


def test_what_differs_is_told(made, tmp_path, capsys):
    folder = write_replication(made, tmp_path / "rep")
    new = folder / "report"
    shutil.copytree(made, new)
    (new / "report.pdf").unlink()
    table = new / "tables" / "topic_country.csv"
    head, first, *rest = table.read_text("utf-8").splitlines()
    cells = first.split(",")
    place = head.split(",").index("estimate")
    cells[place] = str(float(cells[place]) + 0.02)
    table.write_text("\n".join([head, ",".join(cells), *rest, ""]), "utf-8")
    assert main(["replicate", "--check", str(folder)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == (
        "inputs: 0 of 280 files are as they were; 280 are not there, such as "
        "data/briefs/culture-01.txt"
    )
    assert "differ: tables/topic_country.csv" in said
    assert "are not there: report.pdf" in said
    assert said[-1] == "estimates: differ by 2 percentage points at the most"


def test_other_versions_machines_and_inputs_are_told(made, run, tmp_path):
    versions = json.loads((run / "manifest.json").read_text())["versions"]
    folder = write_replication(run, tmp_path / "rep", data=True, corpus=[BRIEFS])
    path = folder / "manifest.json"
    about = json.loads(path.read_text())
    about["report"] |= {"versions": versions | {"numpy": "1.0"}, "machine": "Plan9 vax"}
    path.write_text(json.dumps(about))
    (folder / "data" / "briefs" / "water-01.txt").write_text("Other.")
    shutil.copytree(made, folder / "report")
    same, lines = check_replication(folder)
    assert same
    assert lines[0].endswith("1 are not, such as data/briefs/water-01.txt")
    assert lines[1].startswith(f"not as they were: numpy 1.0 (here {versions['numpy']}) and the ma")


def test_labels_go_along(run, tmp_path):
    (run / "labels.csv").write_text("topic,label\n0,Rivers\n")
    settings = json.loads((run / "manifest.json").read_text())["settings"]
    change(run, settings=settings | {"labels": "gone/labels.csv"})
    folder = write_replication(run, tmp_path / "rep")
    assert (folder / "labels.csv").read_text() == (run / "labels.csv").read_text()
    assert tomllib.loads((folder / "report.toml").read_text())["labels"] == "labels.csv"
    (run / "validation.csv").write_text("measure\n")
    change(run, settings=settings | {"validation": "gone/validation.csv"})
    folder = write_replication(run, tmp_path / "coded")
    assert (folder / "validation.csv").read_text() == "measure\n"
    assert tomllib.loads((folder / "report.toml").read_text())["validation"] == "validation.csv"


def test_the_sample_of_the_package_needs_no_data(run, tmp_path):
    settings = json.loads((run / "manifest.json").read_text())["settings"]
    change(run, settings=settings | {"corpus": None})
    folder = write_replication(run, tmp_path / "rep")
    assert "corpus" not in tomllib.loads((folder / "report.toml").read_text())
    assert (folder / "SHA256SUMS").read_text() == ""
    assert "the sample corpus" in (folder / "README.md").read_text()


def test_a_file_and_several_inputs_stand_where_they_are_read(run, tmp_path):
    settings = json.loads((run / "manifest.json").read_text())["settings"]
    change(run, settings=settings | {"corpus": "a.csv"}, inputs_sha256={"a.csv": "0" * 64})
    folder = write_replication(run, tmp_path / "rep")
    assert (folder / "SHA256SUMS").read_text() == f"{'0' * 64}  data/a.csv\n"
    several = {"a.csv": "0" * 64, "b/c.txt": "1" * 64}
    change(run, settings=settings | {"corpus": ["a.csv", "b"]}, inputs_sha256=several)
    folder = write_replication(run, tmp_path / "rep2")
    assert (folder / "SHA256SUMS").read_text() == (
        f"{'0' * 64}  data/a.csv\n{'1' * 64}  data/b/c.txt\n"
    )
    assert tomllib.loads((folder / "report.toml").read_text())["corpus"] == ["data/a.csv", "data/b"]


def test_the_package_itself_is_asked_for_as_it_was_installed(monkeypatch):
    class Distribution:
        def __init__(self, text):
            self.text = text

        def read_text(self, name):
            return self.text

    def line(text):
        monkeypatch.setattr("topics.run.pins.metadata.distribution", lambda _: Distribution(text))
        return package_line("1.2")

    assert line(None) == "country-topics==1.2"
    commit = {"url": "https://a.org/r", "vcs_info": {"vcs": "git", "commit_id": "abc"}}
    assert line(json.dumps(commit)) == "country-topics @ git+https://a.org/r@abc"
    assert line('{"url": "file:///home/me", "dir_info": {}}').startswith("# country-topics 1.2")


@pytest.mark.skipif(sys.platform == "win32", reason="no sh")
def test_the_command_is_read_by_a_plain_shell(run, tmp_path):
    folder = write_replication(run, tmp_path / "rep")
    fake = tmp_path / "fake"
    fake.write_text('#!/bin/sh\necho "$@"\n')
    fake.chmod(0o755)
    found = {"TOPICS": str(fake), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [folder / "run.sh"], env=found, capture_output=True, text=True, check=True, cwd="/"
    )
    assert done.stdout == "report --config report.toml --out report\nreplicate --check .\n"


@pytest.mark.parametrize(
    ("facts", "words", "says"),
    [
        ({}, "nowhere -o rep", "nowhere: holds no report"),
        ({}, "run", "-o is missing"),
        ({}, "run -o run", "is a country-topics report, not a folder of topics replicate"),
        ({}, "run -o rep --with-data --corpus gone", "gone: the inputs of the report are not wh"),
        ({}, "run -o rep --with-data", "Say with --corpus where briefs is now."),
        ({}, "run -o rep --with-data --corpus other/briefs", "is not as the report read it"),
        ({}, "--check run", "run: is no replication folder"),
        ({}, "--check run -o rep", "--check takes the folder of a replication and nothing else"),
        ({"settings": None}, "run -o rep", "does not tell the settings as they were given"),
        ({"versions": {}}, "run -o rep", "not installed here"),
        ({"settings": {"corpus": "-"}}, "run -o rep", "read standard input"),
        ({"settings": {"corpus": ["a", "a"]}}, "run -o rep", "several inputs called 'a'"),
        ({"settings": {"corpus": None, "labels": "l.csv"}}, "run -o rep", "l.csv: the labels of"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(run, facts, words, says, monkeypatch, capsys):
    monkeypatch.chdir(run.parent)
    shutil.copytree(BRIEFS, "other/briefs")
    Path("other/briefs/water-01.txt").write_text("Other.")
    change(run, **facts)
    before = {path: path.read_bytes() for path in run.parent.rglob("*") if path.is_file()}
    assert main(["replicate", *words.split()]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert says in error
    after = {path: path.read_bytes() for path in run.parent.rglob("*") if path.is_file()}
    assert after == before


def test_a_check_before_the_rerun_says_so(run, tmp_path, capsys):
    folder = write_replication(run, tmp_path / "rep")
    assert main(["replicate", "--check", str(folder)]) == 2
    assert re.search(r"has no report yet\. Make it first: \S+run\.sh\n$", capsys.readouterr().err)
