"""Licences of the libraries: what their metadata says is what CONTRIBUTING says, and fits MIT."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SIGNS = {
    "BSD": r"BSD",
    "MIT": r"\bMIT\b",
    "Apache-2.0": r"Apache",
    "PSF": r"Python Software Foundation|PSF",
    "MPL-2.0": r"MPL-2\.0",
    "LGPL-2.1": r"LGPL-2\.1",
}
NOT_SHIPPED = ("test", "dev")  # tools, which no user installs


def wanted():
    """Names of all libraries that the package needs or offers."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lists = [project["dependencies"], *(extras[name] for name in extras if name not in NOT_SHIPPED)]
    names = {re.split(r"[<>=!~\[; ]", line)[0] for lines in lists for line in lines}
    return sorted(names - {project["name"]})


def table():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("| licence | libraries |")[2]
    rows = re.findall(r"^\| ([\w.-]+) \| (.+) \|$", text.partition("\n## ")[0], re.MULTILINE)
    return {
        re.sub(r" \(.*\)|:.*", "", name): licence
        for licence, names in rows[1:]
        for name in names.split(", ")
    }


def said(name):
    """What a library says of its licence, in any of the three fields that are in use."""
    facts = metadata(name)
    classes = [one for one in facts.get_all("Classifier") or [] if one.startswith("License")]
    short = (facts.get("License") or "").strip().splitlines()[:1]
    return " ".join([facts.get("License-Expression") or "", *classes, *short])


def test_the_table_names_the_libraries_that_are_there_and_no_others():
    assert sorted(table()) == wanted()
    assert set(table().values()) <= set(SIGNS)


@pytest.mark.parametrize("name", wanted())
def test_a_library_says_of_itself_what_the_table_says(name):
    try:
        licence = said(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed")
    assert re.search(SIGNS[table()[name]], licence), licence
    if name != "gensim":
        assert not re.search(r"\bA?L?GPL", licence), licence
