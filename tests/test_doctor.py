"""What `topics doctor` says of an installation: versions, extras, languages, fonts, caches."""

import json
import re
import subprocess
import sys
import tomllib
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest

import topics
from topics.cli import main
from topics.plots import fonts
from topics.run import doctor as room
from topics.run import requirements

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture
def installed(monkeypatch):
    """Versions by name in the place of those that are installed; None for a missing one."""
    given = {}
    real = metadata.version

    def version(name):
        if name not in given:
            return real(name)
        if given[name] is None:
            raise metadata.PackageNotFoundError(name)
        return given[name]

    monkeypatch.setattr(metadata, "version", version)
    return given


def by_name(rows):
    return {row.name: row for row in rows}


def test_every_library_and_extra_of_the_project_is_there_with_its_version():
    found = topics.doctor()
    names = {re.split(r"[<>=]", line)[0] for line in PROJECT["dependencies"]}
    assert {one.name for one in found.needed} == names
    assert by_name(found.needed)["numpy"].version == metadata.version("numpy")
    extras = set(PROJECT["optional-dependencies"]) - {"all", "test", "dev"}
    assert {one.name for one in found.extras} == extras
    assert found.version == topics.__version__
    assert found.python.split()[0] == sys.version.split()[0]
    assert 1 <= found.cores_usable <= found.cores


@pytest.mark.parametrize(
    ("version", "state"),
    [("4.4", "ok"), ("4.9.1", "ok"), ("4.3.9", "outside"), ("5.0", "outside"), (None, "missing"),
     ("not a version", "outside"), ("4.5rc1", "ok")],
)  # fmt: skip
def test_a_needed_library_out_of_its_range_is_said_and_is_exit_code_1(
    version, state, installed, capsys
):
    installed["gensim"] = version
    assert main(["doctor"]) == (0 if state == "ok" else 1)
    out = capsys.readouterr().out
    assert re.search(rf"^  gensim +{re.escape(version or '-')} +{state}, needs", out, re.M)
    last = out.splitlines()[-1]
    assert ('pip install "gensim<5,>=4.4"' in last) == (state != "ok")


def test_a_missing_extra_has_the_line_that_installs_it_and_is_no_fault(installed, capsys):
    installed |= {"simplemma": None, "unidic-lite": None, "striprtf": "0.0.1"}
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert re.search(r'^  lemmas +missing +pip install "country-topics\[lemmas\]"$', out, re.M)
    assert re.search(r'^  japanese +missing +pip install "country-topics\[japanese\]"$', out, re.M)
    assert re.search(r'^  rtf +outside +pip install "country-topics\[rtf\]"$', out, re.M)
    assert re.search(r"^  de +German +lemmas: extra lemmas not in order", out, re.M)
    assert re.search(r"^  ja .*segmenter: extra japanese not in order", out, re.M)
    assert re.search(r"^  en +English +lemmas: none used", out, re.M)


def test_an_extra_that_brings_another_is_missing_where_that_one_is(installed):
    installed["trafilatura"] = None
    extras = by_name(topics.doctor().extras)
    assert extras["warc"].state == extras["html"].state == "missing"
    assert "trafilatura" in [one.name for one in extras["warc"].libraries]


def test_another_python_is_exit_code_1(monkeypatch, capsys):
    monkeypatch.setattr("platform.python_version", lambda: "3.10.4")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert re.search(r"^  Python +3\.10\.4 .*outside, needs >=3\.11,<3\.14$", out, re.M)
    assert out.splitlines()[-1].startswith("Not well. Use a Python in the range")


def test_json_is_the_same_call(capsys):
    assert main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == json.loads(json.dumps(topics.doctor().as_dict()))
    assert said["well"] is True
    assert said["needed"][0].keys() == {"name", "wanted", "version", "state"}


def test_fonts_are_told_by_language(monkeypatch):
    rows = {row.code: row for row in topics.doctor().languages}
    assert rows["en"].fonts == rows["ru"].fonts == ("DejaVu Sans",)
    fonts.family_for.cache_clear()
    monkeypatch.setattr(fonts, "installed_families", lambda: frozenset({"DejaVu Sans"}))
    bare = topics.doctor()
    fonts.family_for.cache_clear()
    rows = {row.code: row for row in bare.languages}
    assert rows["zh"].fonts == ()
    assert rows["zh"].font_to_install == "Noto Sans CJK (fonts-noto-cjk)"
    assert rows["uk"].font_to_install == ""
    assert "some letters cannot be drawn; install Noto Sans CJK" in str(bare)
    assert bare.well


def test_caches_that_cannot_be_written_to_are_said(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    (kernels, _), free = topics.doctor().caches, tmp_path
    assert (kernels.folder, kernels.writable, kernels.lasting) == (str(free), True, False)
    monkeypatch.setattr(room, "writable", lambda folder: False)
    found = topics.doctor()
    assert [one.writable for one in found.caches] == [False, False]
    assert "cannot be written to" in str(found)
    monkeypatch.setattr(room, "kernels_folder", lambda package: None)
    assert "no place found" in str(topics.doctor())


@pytest.mark.parametrize("module", ["matplotlib.font_manager", "babel"])
def test_a_library_that_cannot_be_imported_does_not_stop_it(module, installed, monkeypatch, capsys):
    name = module.partition(".")[0]
    monkeypatch.setitem(sys.modules, module, None)
    installed[name] = None
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert re.search(rf"^  {name} +- +missing", out, re.M)
    del installed[name]  # as its metadata has it, all is well
    assert main(["doctor"]) == (1 if name == "matplotlib" else 0)


def test_without_packaging_one_line_says_what_to_install(monkeypatch, capsys):
    for module in [name for name in sys.modules if name.partition(".")[0] == "packaging"]:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, "packaging", None)
    assert main(["doctor"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "topics: packaging is not installed. Run: pip install packaging\n"


def test_installed_metadata_says_what_a_checkout_says():
    said = Message()
    said["Requires-Python"] = ">=3.11"
    for name in ("html", "warc"):
        said["Provides-Extra"] = name
    for line in ("numpy>=2.0", "trafilatura>=2; extra == 'html'", "warcio>=1.7; extra == 'warc'",
                 "country-topics[html]; extra == 'warc'"):  # fmt: skip
        said["Requires-Dist"] = line
    python, needs = requirements.from_metadata(said)
    assert python == ">=3.11"
    assert needs[""] == ["numpy>=2.0"]
    assert [line.partition(";")[0] for line in needs["warc"]] == [
        "warcio>=1.7", "country-topics[html]",
    ]  # fmt: skip


def test_it_reads_an_installation_without_a_checkout(monkeypatch, tmp_path):
    monkeypatch.setattr(requirements, "_CHECKOUT", tmp_path / "pyproject.toml")
    requirements._declared.cache_clear()
    try:
        found = topics.doctor()
    finally:
        requirements._declared.cache_clear()
    # Of an installation that may be older than the checkout.
    declared = "\n".join(metadata.requires("country-topics"))
    numpy = by_name(found.needed)["numpy"]
    assert f"numpy{numpy.wanted}\n" in declared
    assert numpy.wanted
    assert "trafilatura" in {one.name for one in by_name(found.extras)["html"].libraries}
    assert "pytest" not in str(found)


def test_it_imports_no_slow_library():
    code = "import sys, topics; str(topics.doctor()); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not {"pandas", "gensim", "numba", "scipy", "simplemma"} & set(done.stdout.split())
