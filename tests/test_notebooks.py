"""Every notebook runs anywhere, is stored clean and as a script, and shows its pictures."""

import ast
import os
import re
import tomllib
from pathlib import Path

import pytest

from topics.cli import main
from topics.errors import InputError
from topics.run import notebooks as room

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST = 150  # seconds of processor time, with all kernels of numba still to be compiled
# What a notebook must have shown, since nothing else would notice that it did not.
SHOWN = {
    "02-reading-and-cleaning": ["a Nexis export of 3 articles", "split='off'", "exact copy"],
    "06-pairs": ["KAZ+RUS", "landlocked"],
    "08-other-models": ["error of the shares not included"],
}


def read(path):
    nbformat = pytest.importorskip("nbformat", reason="the extra notebooks is not installed")
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def seconds_of_children():
    times = os.times()  # on Windows, 0
    return times.children_user + times.children_system


def run(notebook, folder, monkeypatch):
    """Run in a folder that has nothing of the repository; return the notebook with its outputs."""
    nbclient = pytest.importorskip("nbclient", reason="the extra notebooks is not installed")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(folder / ".ipython"))
    settings = {"timeout": 600, "kernel_name": "python3"}
    nbclient.NotebookClient(
        notebook, resources={"metadata": {"path": folder}}, **settings
    ).execute()
    return notebook


def said(notebook, stream="stdout"):
    """All text of the outputs: of a stream, and with stdout that of results."""
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    texts = [output.text for output in outputs if output.get("name") == stream]
    if stream == "stdout":
        texts += [
            str(text)
            for output in outputs
            for kind, text in output.get("data", {}).items()
            if kind.startswith("text/")
        ]
    return "\n".join(texts)


def test_the_notebooks_are_numbered_without_a_gap():
    numbers = [int(path.name[:2]) for path in NOTEBOOKS]
    assert numbers == list(range(1, len(NOTEBOOKS) + 1))
    assert len(numbers) >= 8


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_clean_and_defines_no_function(path):
    notebook = read(path)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    for cell in code(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None
        tree = ast.parse(cell.source)
        kinds = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
        assert not any(isinstance(node, kinds) for node in ast.walk(tree))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_script_says_the_same(path):
    jupytext = pytest.importorskip("jupytext", reason="the extra notebooks is not installed")
    notebook, script = read(path), jupytext.read(path.with_suffix(".py"))
    assert notebook.metadata["jupytext"]["formats"] == "ipynb,py:percent"
    cells, others = (
        [(cell.cell_type, cell.source) for cell in one.cells] for one in (notebook, script)
    )
    assert cells == others


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_pages_that_it_names_are_there(path):
    text = "\n".join(cell.source for cell in read(path).cells)
    for page in re.findall(r"`(docs/[^`]+)`", text):
        assert (ROOT / page).is_file(), page


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_it_runs(path, tmp_path, monkeypatch):
    notebook = read(path)
    for module in ("sklearn", "formulaic"):
        if any(f"{module}." in cell.source for cell in code(notebook)):
            pytest.importorskip(module)
    monkeypatch.setenv("TQDM_DISABLE", "1")
    before = seconds_of_children()
    run(notebook, tmp_path, monkeypatch)
    took = seconds_of_children() - before
    assert took < LONGEST, f"{path.name} took {took:.0f} s of processor time, over {LONGEST} s"
    assert said(notebook, "stderr") == ""
    for words in SHOWN.get(path.stem, ()):
        assert words in said(notebook)
    for cell in code(notebook):
        if cell.source.endswith(("\nfigure", "\nax.figure")):
            kinds = [kind for output in cell.outputs for kind in output.get("data", {})]
            assert "image/png" in kinds, cell.source
    assert {entry.name for entry in tmp_path.iterdir()} <= {".ipython"}, "it leaves nothing behind"


FIT = """
import sys, warnings
warnings.simplefilter("error")
sys.modules.update({without})
import topics
from topics import _progress
_progress._PATIENCE = 0
planted = topics.simulate_corpus(n_docs=60, n_countries=3, n_topics=2, n_words=40, seed=1)
bow = topics.BagOfWords(counts=planted.counts, doc_ids=planted.doc_ids, words=planted.words)
model = topics.fit_lda(bow, topics.LDAConfig(n_topics=2, restarts=1), threads=1)
"""


@pytest.mark.parametrize("widgets", [True, False], ids=["with ipywidgets", "without ipywidgets"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_bar_shows_in_a_notebook_without_a_warning(widgets, tmp_path, monkeypatch):
    nbformat = pytest.importorskip("nbformat", reason="the extra notebooks is not installed")
    if widgets:
        pytest.importorskip("ipywidgets")
    source = FIT.replace("{without}", "{}" if widgets else "{'ipywidgets': None}")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    run(notebook, tmp_path, monkeypatch)
    kinds = [kind for output in notebook.cells[0].outputs for kind in output.get("data", {})]
    text = said(notebook, "stderr")
    assert "Warning" not in text
    if widgets:
        assert "application/vnd.jupyter.widget-view+json" in kinds
        assert text == ""
    else:
        assert kinds == []
        assert "fit_lda:" in text
        lines = [line.strip() for line in text.replace("\n", "\r").split("\r")]
        assert all(line == "" or line.startswith("fit_lda:") for line in lines)


def test_notebook_copies_them(tmp_path, capsys):
    assert main(["notebook", str(tmp_path / "learn")]) == 0
    copies = sorted((tmp_path / "learn").iterdir())
    assert [copy.name for copy in copies] == [path.name for path in NOTEBOOKS]
    assert [copy.read_bytes() for copy in copies] == [path.read_bytes() for path in NOTEBOOKS]
    assert capsys.readouterr().out.splitlines()[: len(copies)] == [str(copy) for copy in copies]
    assert main(["notebook", str(tmp_path / "learn"), "--scripts"]) == 0
    scripts = sorted((tmp_path / "learn").glob("*.py"))
    assert [path.stem for path in scripts] == [path.stem for path in NOTEBOOKS]


def test_notebook_replaces_nothing(tmp_path, capsys):
    mine = tmp_path / "03-countries.ipynb"
    mine.write_text("my own", "utf-8")
    assert main(["notebook", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"topics: {mine} is there already")
    assert mine.read_text("utf-8") == "my own"
    assert [path.name for path in tmp_path.iterdir()] == [mine.name]


def test_notebook_into_a_file_is_one_line(tmp_path, capsys):
    (tmp_path / "taken").write_text("x", "utf-8")
    assert main(["notebook", str(tmp_path / "taken")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"topics: {tmp_path / 'taken'} is a file.")


def test_a_missing_extra_is_named_with_what_installs_it(tmp_path, capsys, monkeypatch):
    gone = room.extras()[0].__class__("effects", "missing", "pip install effects", ())
    monkeypatch.setattr(room, "extras", lambda: (gone,))
    assert main(["notebook", str(tmp_path / "learn")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "missing for 06-pairs: pip install effects"


def test_what_is_said_of_extras_is_of_those_that_there_are():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(room.NEEDS) <= set(project["optional-dependencies"])


def test_the_installed_copy_comes_first_and_is_where_the_wheel_puts_it(tmp_path, monkeypatch):
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    inside = build["targets"]["wheel"]["force-include"]["notebooks"]
    copies = [tmp_path / inside, tmp_path / "notebooks"]
    for folder in copies:
        folder.mkdir(parents=True)
        (folder / "01-quickstart.ipynb").write_text("{}", "utf-8")
    module = tmp_path / os.path.relpath(room.__file__, ROOT)
    monkeypatch.setattr(room, "__file__", str(module))
    assert room.notebook_folder() == copies[0]
    (copies[0] / "01-quickstart.ipynb").unlink()
    assert room.notebook_folder() == copies[1]
    (copies[1] / "01-quickstart.ipynb").unlink()
    with pytest.raises(InputError, match="no notebooks were found"):
        room.notebook_folder()
