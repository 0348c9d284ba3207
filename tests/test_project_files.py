"""Files about the project agree with it: workflow, hooks, forms, sessions, what is packed."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DEV = dict(one.split("==") for one in PROJECT["optional-dependencies"]["dev"] if "==" in one)
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))  # config.yml is none


def read(path):
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load(path.read_text("utf-8"))


def test_the_workflow_has_every_system_and_version():
    path = ROOT / ".github" / "workflows" / "tests.yml"
    jobs = read(path)["jobs"]
    assert path.read_text("utf-8").startswith("# UNTESTED")
    matrix = jobs["newest"]["strategy"]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    assert matrix["python"] == [f"3.{n}" for n in range(int(low), int(high))]
    (oldest,) = (step["with"] for step in jobs["oldest"]["steps"] if "with" in step)
    assert oldest["python-version"] == matrix["python"][0]


def test_the_workflow_runs_what_there_is():
    jobs = read(ROOT / ".github" / "workflows" / "tests.yml")["jobs"]
    runs = " ".join(step.get("run", "") for job in jobs.values() for step in job["steps"])
    assert set(re.findall(r"\.\[(\w+)\]", runs)) <= set(PROJECT["optional-dependencies"])
    for name in re.findall(r"\.ci/\w+", runs):
        assert (ROOT / name).is_file()
    checks = (ROOT / ".ci" / "run").read_text("utf-8")
    for check in ("ruff check .", "ruff format --check .", "mypy"):
        assert check in runs
        assert check in checks


def test_hooks_are_pinned_to_the_versions_of_dev():
    hooks = read(ROOT / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    pins = dict(
        need.split("==") for hook in hooks for need in hook.get("additional_dependencies", ())
    )
    assert pins == {"ruff": DEV["ruff"]}
    assert {hook["id"] for hook in hooks} == {"ruff-check", "ruff-format", "mypy", "notebooks"}


@pytest.mark.parametrize(
    "path", [one for one in FORMS if one.stem != "config"], ids=lambda p: p.stem
)
def test_a_form_is_one_and_asks_for_what_is_needed(path):
    form = read(path)
    assert {"name", "description", "body"} <= form.keys()
    fields = [one for one in form["body"] if one["type"] != "markdown"]
    ids = [one["id"] for one in fields]
    assert len(ids) == len(set(ids))
    assert all(one["type"] in ("input", "textarea") for one in fields)
    assert all(one["attributes"]["label"] for one in fields)
    assert any(one.get("validations", {}).get("required") for one in fields)
    from topics.cli import COMMANDS

    named = re.findall(r"`topics (\w+)", path.read_text("utf-8"))
    assert set(named) <= COMMANDS.keys()
    assert path.stem != "fault" or "doctor" in named


def test_sessions_are_those_that_contributing_names():
    nox = (ROOT / "noxfile.py").read_text("utf-8")
    sessions = re.findall(r"^def (\w+)\(session", nox, re.M)
    assert sessions == ["tests", "lint", "docs", "lowest", "report"]
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert set(re.findall(r"nox -s (\w+)", told)) == set(sessions)


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_what_is_packed_is_what_stands_here(kind, tmp_path):
    """A wheel is the package, the seeds and the notebooks; a source archive makes the same one."""
    builders = pytest.importorskip("hatchling.builders.wheel")
    root = ROOT
    if kind == "sdist":
        import tarfile

        from hatchling.builders.sdist import SdistBuilder

        (packed,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path))
        with tarfile.open(packed) as archive:
            archive.extractall(tmp_path / "source", filter="data")
        (root,) = (tmp_path / "source").iterdir()
        assert {"README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "tests"} <= {
            path.name for path in root.iterdir()
        }
        assert not list(root.rglob("*.pyc"))
    versions = ["standard"]
    (wheel,) = builders.WheelBuilder(str(root)).build(directory=str(tmp_path), versions=versions)
    names = set(zipfile.ZipFile(wheel).namelist())
    inside = {name for name in names if ".dist-info/" not in name}
    stands = {
        str(path.relative_to(ROOT)) if folder == "topics" else f"topics/{path.relative_to(ROOT)}"
        for folder in ("topics", "seeds", "notebooks")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }  # fmt: skip
    assert inside == {name.replace("\\", "/") for name in stands}
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_benchmarks_are_added_and_nothing_is_lost(tmp_path):
    import pandas as pd
    from measuring.tracking import COLUMNS, FILE, WHATS, append

    from topics.errors import TopicsError

    kept = pd.read_csv(FILE)
    assert tuple(kept.columns) == COLUMNS
    assert set(kept["what"]) <= {what for what, _ in WHATS.values()}
    assert (kept["value"] > 0).all()
    path = tmp_path / "rows.csv"
    for n in range(2):
        append(path, [("2026-01-01", "0.1.0", "a, b", "fit", str(n + 1), "s")])
    assert pd.read_csv(path)["value"].tolist() == [1, 2]
    path.write_text("other\n1\n", "utf-8")
    with pytest.raises(TopicsError, match="Name another file"):
        append(path, [])
    assert path.read_text("utf-8") == "other\n1\n"


DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_why_and_what_follows_and_names_files_that_are_there(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 40
    headings = re.findall(r"^## (\w+)", text, re.M)
    assert [one for one in headings if one != "Why"] == ["Context", "Decision", "Consequences"]
    assert text.startswith(f"# {int(path.name[:4])}. ")
    for name in re.findall(r"`((?:topics|reports|tests)/[\w/.]+)", text):
        assert (ROOT / name).exists(), name


def test_decisions_are_numbered_one_by_one():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_maintenance_names_files_that_are_there():
    named = re.findall(
        r"`([\w./*-]+/[\w./*-]*|\w+\.(?:tsv|toml))`", (ROOT / "MAINTENANCE.md").read_text("utf-8")
    )
    assert len(named) > 20
    data = ROOT / "topics" / "countries" / "data"
    made = {"dist/", "report.toml"}  # by a release, by a command
    for name in set(named) - made:
        places = (ROOT, data, data / "languages" / "de")
        assert any(list(place.glob(name.strip("/"))) for place in places), name
