"""`topics completion`: shells complete every command and option, values and files."""

import re
import shutil
import subprocess
import sys

import pytest

from topics.choices import UNITS
from topics.cli import COMMANDS, build_parser, main
from topics.cli.completion import SHELLS
from topics.cli.parser import commands

PARSERS = commands(build_parser())
OPTIONS = {
    name: sorted(flag for action in parser._actions for flag in action.option_strings)
    for name, parser in PARSERS.items()
}


@pytest.fixture(scope="module")
def scripts(tmp_path_factory):
    """The file of each shell."""
    folder = tmp_path_factory.mktemp("completion")
    found = {}
    for shell in SHELLS:
        done = subprocess.run(
            [sys.executable, "-m", "topics", "completion", shell],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stderr == ""
        found[shell] = folder / shell
        found[shell].write_text(done.stdout, "utf-8")
    return found


@pytest.fixture(scope="module")
def completed(scripts):
    """What bash offers after each of some beginnings of a line, as a list of lists."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")

    def ask(beginnings, *, folder):
        steps = [f"source {scripts['bash']}"]
        for words in beginnings:
            line = " ".join(f"'{word}'" for word in ["topics", *words])
            steps.append(f"COMP_WORDS=({line}); COMP_CWORD={len(words)}; _shtab_topics")
            steps.append('printf "%s " "${COMPREPLY[@]}"; echo')
        done = subprocess.run(
            [bash, "--norc", "-c", "\n".join(steps)],
            cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return [sorted(set(line.split())) for line in done.stdout.splitlines()]

    return ask


def test_bash_offers_every_command_and_every_option(completed, tmp_path):
    names = list(COMMANDS)
    first, *rest = completed([[""], *([name, "-"] for name in names)], folder=tmp_path)
    assert first == sorted(names)
    assert dict(zip(names, rest, strict=True)) == OPTIONS


def test_bash_offers_values_files_and_folders(completed, tmp_path):
    (tmp_path / "news.csv").touch()
    (tmp_path / "run1").mkdir()
    found = completed(
        [
            ["report", "--unit", ""],
            ["report", "--unit", "p"],
            ["report", "n"],
            ["report", "--config", ""],
            ["report", "--rerun", ""],
            ["countries", "news.csv", "--kinds", "name", "dem"],
            ["completion", ""],
        ],
        folder=tmp_path,
    )
    assert found == [
        sorted(UNITS), ["paragraph"], ["news.csv"], ["news.csv", "run1"], ["run1"], ["demonym"],
        sorted(SHELLS),
    ]  # fmt: skip


@pytest.mark.parametrize("shell", SHELLS)
def test_the_file_of_a_shell_names_every_command_and_option(shell, scripts):
    words = set(re.findall(r"[\w-]+", scripts[shell].read_text("utf-8")))
    bare = shell == "tcsh"  # which lists long options without their hyphens
    for name, flags in OPTIONS.items():
        assert name in words
        assert {flag.lstrip("-") if bare else flag for flag in flags} <= words


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_can_read_its_file(shell, scripts):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    done = subprocess.run([program, "-n", scripts[shell]], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_the_extra_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert 'pip install "country-topics[completion]"' in capsys.readouterr().err


def test_a_shell_that_is_not_served_is_named(capsys):
    assert main(["completion", "cmd"]) == 2
    assert "'cmd'" in capsys.readouterr().err
