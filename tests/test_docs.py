"""What the documentation promises: its commands exist, its code runs, its files are there."""

import ast
import inspect
import re
import shlex
import subprocess
import sys
import tomllib
from itertools import product
from pathlib import Path

import pytest

import topics
from topics.cli import build_parser
from topics.cli.parser import commands as commands_of

ROOT = Path(__file__).parents[1]
# Other folders, such as the cache of pytest or a report, may stand beside the project's own.
OWN = ("docs", "notebooks", "reports", "seeds", "tests", "topics")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(p for own in OWN for p in ROOT.glob(f"{own}/README.md"))])
PAGES = sorted(path for path in ROOT.glob("docs/**/*.md") if "_build" not in path.parts)
# Options of other programs that texts name.
ELSEWHERE = {"--version", "--update", "--to", "--citeproc", "--bibliography"}


def blocks(path, language):
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.M | re.S)


def prose(path):
    """The text without blocks of code, and without what the changelog says of older versions."""
    text = path.read_text("utf-8").partition("\n## 0.")[0] if path.name == "CHANGELOG.md" else ""
    return re.sub(r"^ *```.*?^ *```", "", text or path.read_text("utf-8"), flags=re.M | re.S)


def commands():
    for path in DOCUMENTS:
        for block in blocks(path, "sh"):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line, comments=True)
                if words and Path(words[0]).name == "topics":
                    yield pytest.param(words[1:], id=f"{path.name}: {line.strip()}")
    # in running text, those that are written out: with what they work on
    for line in re.findall(r"`topics (\w+ [^`]+)`", prose(ROOT / "README.md")):
        yield pytest.param(shlex.split(line), id=f"README.md: topics {line}")


@pytest.mark.parametrize("words", list(commands()))
def test_every_documented_command_parses(words):
    if words[-1:] == ["--help"]:
        with pytest.raises(SystemExit) as stop:
            build_parser().parse_args(words)
        assert stop.value.code == 0
    else:
        assert build_parser().parse_args(words).run


@pytest.mark.parametrize("path", [*DOCUMENTS, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_option_and_command_that_a_text_names_is_there(path):
    sources = "".join(one.read_text("utf-8") for one in (ROOT / "reports").rglob("*.py"))
    known = {
        flag for one in commands_of(build_parser()).values() for flag in one._option_string_actions
    }
    for shown in re.findall(r"`([^`\n]+)`", prose(path)):
        if shown.startswith("topics ") and shown != "topics of countries":
            name = re.split(r"[ |]", shown)[1]
            assert name in commands_of(build_parser()) or not re.fullmatch(r"[a-z]+", name), shown
        for flag in re.findall(r"(?<![\w-])--[a-z][\w-]*", shown):
            assert flag in known or f'"{flag}"' in sources or flag in ELSEWHERE, flag


def test_readmes_code_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a folder that holds nothing
    (code,) = blocks(ROOT / "README.md", "python")
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "topic-0.pdf").stat().st_size > 1000


def test_readme_has_the_two_commands_that_ci_runs():
    readme = (ROOT / "README.md").read_text("utf-8")
    for marker, last in (("report", "topics report"), ("tests", "pytest")):
        block = readme.split(f"<!-- {marker} -->\n```sh\n")[1].split("```")[0]
        assert "-m venv .venv" in block
        assert last in block.strip().splitlines()[-1]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_linked_files_exist(path):
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert "://" in link or (path.parent / link).exists(), link


def test_public_names_are_documented():
    for name in topics.__all__:
        value = getattr(topics, name)
        assert isinstance(value, str) or (value.__doc__ and value.__doc__.strip()), name


def test_every_public_name_stands_in_the_table_of_rooms_once():
    text = (ROOT / "docs" / "reference" / "index.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(named) == sorted(topics.__all__)


def test_options_of_public_functions_are_keyword_only():
    positional = {
        (name, parameter.name)
        for name in topics.__all__
        if inspect.isfunction(function := getattr(topics, name))
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        and parameter.default is not parameter.empty
    }
    # What these are about, where there is a usual answer.
    assert positional == {
        ("figure_style", "name"), ("map_topics", "shares"), ("stopwords", "language"),
        ("top_words", "n"),
        # Shares of documents may take the place of a model and counts.
        *product(
            ("topic_country", "draw_topic_country", "topic_pairs", "draw_topic_pairs"),
            ("model", "bow", "weights"),
        ),
    }  # fmt: skip


def test_the_names_that_type_checkers_see_are_the_public_ones():
    tree = ast.parse((ROOT / "topics" / "__init__.py").read_text("utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {(node.module, alias.name) for node in block.body for alias in node.names}
    assert seen == {(home, name) for home, names in topics._HOMES.items() for name in names.split()}


def test_importing_the_package_is_quick():
    code = "import sys, topics, topics.cli; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"pandas", "gensim", "numba", "matplotlib", "scipy"} & set(done.stdout.split())


def test_the_version_is_that_of_the_distribution():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert topics.__version__ == project["version"]
    assert f"## {topics.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_citation_agrees_with_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    said = dict(re.findall(r"^([\w-]+): +(.+)$", text, re.M))
    assert said["cff-version"] == "1.2.0"
    assert {"message", "title"} <= said.keys()
    assert said["title"].strip('"').startswith(f"{project['name']}: ")
    assert (said["version"], said["license"]) == (project["version"], project["license"])
    names = re.findall(r"^  - name: (.+)$", text, re.M)
    assert names == [author["name"] for author in project["authors"]]
    assert "doi" not in text.lower()
    assert "://" not in text
