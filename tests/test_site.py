"""The documentation: it builds without a warning, its code runs, and no public name is missing."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from contextlib import redirect_stdout
from dataclasses import fields
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest

import topics
from topics.cli import COMMANDS, build_parser

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
REFERENCE = sorted((DOCS / "reference").glob("*.md"))
NEEDS = ("sphinx", "myst_nb", "furo", "numpydoc")
needs_sphinx = pytest.mark.skipif(
    not all(map(find_spec, NEEDS)), reason="the extra docs is not installed"
)


def blocks(path, *languages):
    """Blocks of code of a page, from first to last."""
    named = "|".join(map(re.escape, languages))
    found = re.finditer(rf"^( *)```(?:{named})\n(.*?)^\1```", path.read_text("utf-8"), re.M | re.S)
    return [re.sub(rf"^{match[1]}", "", match[2], flags=re.M) for match in found]


def name_of(path):
    return str(path.relative_to(DOCS))


def build(source, out):
    """Build as strictly as is published; return the exit code and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-n", "--keep-going", "-q", "-b", "html",
         "-d", out / "doctrees", source, out / "html"],
        cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@needs_sphinx
def test_the_site_builds_without_a_warning(tmp_path):
    code, said = build(DOCS, tmp_path)
    assert code == 0, said
    html = tmp_path / "html"
    for path in PAGES:
        assert (html / path.relative_to(DOCS).with_suffix(".html")).is_file(), path
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        assert (html / "tutorials" / f"{path.stem}.html").is_file(), path
    anywhere = re.compile(r'(?:<script|<link|<img)[^>]*?(?:src|href)="https?://')
    for page in html.rglob("*.html"):
        assert not anywhere.search(page.read_text("utf-8")), page  # a page asks no other site
    estimates = (html / "reference" / "estimates.html").read_text("utf-8")
    assert re.search('<a class="[^"]*" href="countries.html#topics.country_weights"', estimates)


@needs_sphinx
def test_broken_links_fail_the_build(tmp_path):
    source = tmp_path / "docs"
    (source / "_static").mkdir(parents=True)
    for name in ("conf.py", "building.py", "_static/topics.css"):
        shutil.copy(DOCS / name, source / name)
    wrong = [
        "[a page](gone-page.md)", "[a heading](#gone-heading)", "{ref}`gone-label`",
        "![a picture](gone.png)", "{py:func}`topics.gone_function`",
        "```{eval-rst}\n.. autofunction:: topics.gone_name\n```",
    ]  # fmt: skip
    (source / "index.md").write_text("# Start\n\n" + "\n\n".join(wrong) + "\n", "utf-8")
    code, said = build(source, tmp_path)
    assert code == 1, said
    for name in re.findall(r"gone[\w.-]+", "\n".join(wrong)):
        assert name.removesuffix(".md") in said, name


def commands():
    for path in PAGES:
        for block in blocks(path, "sh", "console", "bash"):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line.removeprefix("$ "), comments=True)
                if words:
                    yield pytest.param(words, id=f"{name_of(path)}: {line.strip()}")


def parses(words):
    if words[-1:] == ["--help"] or words[-1:] == ["--version"]:
        with pytest.raises(SystemExit) as stop, redirect_stdout(StringIO()):
            build_parser().parse_args(words)
        return stop.value.code == 0
    return build_parser().parse_args(words).run is not None


@pytest.mark.parametrize("words", list(commands()))
def test_every_command_of_the_documentation_is_one(words):
    program = Path(words[0]).name
    if program == "topics":
        assert parses(words[1:])
    elif program == "python" and words[1].startswith("reports/"):
        script = ROOT / words[1]
        assert script.is_file()
        options = re.findall(r'"(--[\w-]+)"', sources_of(script))
        given = [word for word in words[2:] if word.startswith("--")]
        assert set(given) <= {*options, "--help", *settings()}, given
    else:
        assert program in ("python", "python3", "pip", "git", "cd", "mkdir", "ls", "sh", "less")


def sources_of(script):
    """The text of a script and of the modules behind it."""
    measuring = (ROOT / "reports" / "measuring").glob("*.py")
    return script.read_text("utf-8") + "".join(path.read_text("utf-8") for path in measuring)


def settings():
    from topics.run.config import ReportConfig
    from topics.run.settings import settings_of

    return {known.flag for _, known in settings_of(ReportConfig).values()}


@pytest.mark.parametrize(
    "path", [path for path in PAGES if blocks(path, "python")], ids=name_of
)  # fmt: skip
def test_the_code_of_a_page_runs(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a folder that holds nothing
    names = {"__name__": "page"}
    for number, code in enumerate(blocks(path, "python"), 1):
        exec(compile(code, f"{name_of(path)}, block {number}", "exec"), names)


FENCES = re.compile(
    r"^```(?:\{code-block\} (\w+)\n((?::[^\n]*\n)*)\n?|(sh|text)\n)(.*?)^```", re.M | re.S
)


def steps(path):
    """Files to write, commands to type and lines to see, in the order of a page."""
    for kind, options, plain, body in FENCES.findall(path.read_text("utf-8")):
        caption = re.search(r":caption: (\S+)", options)
        if caption:
            yield "file", (caption[1], body)
        elif "sh" in (kind, plain):
            for line in body.splitlines():
                yield "command", (shlex.split(line), ":class: refused" in options)
        elif plain == "text":
            yield "seen", body.splitlines()


def typed(path, folder):
    """Type every command of a page in a folder, and look for what the page says is seen."""
    said = ""
    for kind, what in steps(path):
        if kind == "file":
            (folder / what[0]).write_text(what[1], "utf-8")
        elif kind == "seen":
            assert [line for line in what if line not in said] == []
        else:
            words, refused = what
            done = subprocess.run(
                [sys.executable, "-m", "topics", *words[1:]],
                cwd=folder, capture_output=True, text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
            said = done.stdout + done.stderr
            assert done.returncode == (2 if refused else 0), said


def test_from_a_nexis_export_to_a_labelled_heatmap(tmp_path):
    shutil.copy(DOCS / "howto" / "nexis-sample.txt", tmp_path / "export.txt")
    typed(DOCS / "howto" / "nexis.md", tmp_path)
    run = tmp_path / "run1"
    assert "Labour migration" in (tmp_path / "heatmap.csv").read_text("utf-8")
    assert (tmp_path / "heatmap.pdf").stat().st_size > 5000
    described = (DOCS / "formats.md").read_text("utf-8").split("## Tables")[1]
    for path in [*run.glob("tables/*.csv"), *tmp_path.glob("c*/*.csv")]:
        assert path.name in described, path
        columns = path.read_text("utf-8").splitlines()[0].split(",")
        missing = [name for name in columns if not name.isdigit() and f"`{name}`" not in described]
        assert missing == [], path


def test_the_page_on_tables_tells_what_is_seen(tmp_path):
    typed(DOCS / "howto" / "tables.md", tmp_path)


def test_the_gallery_shows_every_picture_with_its_code():
    import gallery

    text = (DOCS / "gallery.md").read_text("utf-8")
    shown = re.findall(
        r"gallery/([\w-]+)\.png\n.*?\n```\n\n```\{code-of\} reports/gallery\.py (\w+)", text, re.S
    )
    assert shown
    assert dict(shown) == {name: function.__name__ for name, function in gallery.PICTURES.items()}
    assert {f"{name}.png" for name in gallery.PICTURES} == {
        path.name for path in (ROOT / "reports" / "gallery").iterdir()
    }


def test_settings_on_pages_are_settings():
    from topics.run.config import ReportConfig

    shown = [tomllib.loads(block) for path in PAGES for block in blocks(path, "toml")]
    assert shown
    for settings in shown:
        assert set(settings) <= {field.name for field in fields(ReportConfig)}
        ReportConfig(**settings)


def test_every_public_name_stands_once_in_the_reference():
    stated = [
        name
        for path in REFERENCE
        for name in re.findall(r"^\.\. auto\w+:: topics\.(\w+)$", path.read_text("utf-8"), re.M)
    ]
    assert sorted(stated) == sorted(topics.__all__)


def test_a_room_in_the_table_has_the_names_of_its_page():
    text = (DOCS / "reference" / "index.md").read_text("utf-8")
    rows = re.findall(r"^\| \[[^]]+\]\((\w[\w-]*\.md)\) \| (.+) \|$", text, re.M)
    assert {page for page, _ in rows} == {path.name for path in REFERENCE} - {"index.md"}
    for page, names in rows:
        told = (DOCS / "reference" / page).read_text("utf-8")
        stated = re.findall(r"^\.\. auto\w+:: topics\.(\w+)$", told, re.M)
        assert sorted(re.findall(r"`(\w+)`", names)) == sorted(stated), page


def test_every_command_has_its_help_on_the_page_of_commands():
    shown = re.findall(r"^```\{command-help\} (\w+)$", (DOCS / "cli.md").read_text("utf-8"), re.M)
    assert sorted(shown) == sorted(["topics", *COMMANDS])


def test_the_scripts_of_the_measurements_are_all_named():
    named = set(re.findall(r"`(\w+\.py)`", (DOCS / "measured" / "index.md").read_text("utf-8")))
    assert named == {path.name for path in (ROOT / "reports").glob("*.py")}
