"""Data of languages that are not as they must be, cells of all kinds, and libraries half there."""

import csv
import os
import sys
from types import SimpleNamespace

import pandas as pd
import pytest

from topics import _machine
from topics._language_data import Language, language
from topics.errors import InputError, MissingExtraError, TopicsError, require_extra
from topics.tables import write_csv, write_tables


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read the given text as the data of a language of its own."""
    monkeypatch.setattr("topics._language_data.LANGUAGES", tmp_path)
    (tmp_path / "qx").mkdir()

    def of(text):
        (tmp_path / "qx" / "language.toml").write_text(text, "utf-8")
        return language.__wrapped__("qx")  # without its memory

    return of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('nmae = "x"', "'nmae' is not known; use one of ['apostrophes', 'bare', 'capitals', "),
        ('fold = {"ss" = "ß"}', "`fold` takes one character for one; 'ss' is not so."),
        ('fold = {"ß" = "ss"}', "`fold` takes one character for one; 'ß' is not so."),
        ('joined = ["thai"]', "'thai' in `joined` is none of ['han', 'hangul', 'hiragana', "),
        ('runs_on = ["lao"]', "'lao' in `runs_on` is none of ['han', 'hangul', 'hiragana', "),
        ('inflected = "most"', "`inflected` must be all, first or last."),
        ('segmenter = "jieba"', "`segmenter` must be one of ['', 'fugashi', 'kiwipiepy', "),
        ("joined = [", "cannot be read as TOML in UTF-8 ("),
    ],
)  # fmt: skip
def test_the_data_of_a_language_name_file_and_fault(read, tmp_path, text, told):
    with pytest.raises(InputError) as error:
        read(text)
    assert str(error.value).startswith(f"{tmp_path / 'qx' / 'language.toml'}: {told}")


def test_the_data_of_a_language_are_read(read):
    found = read('fold = {"ё" = "е"}\nignored = "\u0301"\njoined = ["han"]\ninflected = "last"')
    assert found == Language(
        code="qx", fold={"ё": "е"}, ignored="\u0301", joined=("han",), inflected="last"
    )
    assert found.plain("ё\u0301") == "е"


# --- cells


def test_lists_and_sets_are_cells_in_a_fixed_order(tmp_path):
    cells = [["b", "a"], ("=1", 2), {"z", "y", "x"}, frozenset({"-1"})]
    path = write_csv(pd.DataFrame({"cell": pd.Series(cells, dtype=object)}), tmp_path / "t.csv")
    with path.open(encoding="utf-8", newline="") as file:
        found = [row[0] for row in csv.reader(file)]
    assert found == ["cell", "b; a", "'=1; 2", "x; y; z", "'-1"]


def test_days_without_an_hour_are_days(tmp_path):
    days = [pd.Timestamp("2024-01-02").date(), pd.Timestamp("2024-01-02 03:00"), None]
    path = write_csv(pd.DataFrame({"day": pd.Series(days, dtype=object)}), tmp_path / "t.csv")
    assert path.read_text("utf-8") == 'day\n2024-01-02\n2024-01-02T03:00:00\n""\n'


@pytest.mark.parametrize("name", ["", "a/b", ".hidden", "a\nb"])
def test_tables_have_names_of_files(tmp_path, name):
    with pytest.raises(TopicsError) as error:
        write_tables({name: pd.DataFrame({"a": [1]})}, tmp_path)
    assert str(error.value) == f"`tables` has the name {name!r}, which is no file name."


# --- what a machine or an installation lacks


def test_an_extra_that_itself_lacks_something_says_what(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "half_there.py").write_text("import what_it_needs\n")
    with pytest.raises(ModuleNotFoundError, match="'what_it_needs'") as error:
        require_extra("half_there", "parquet")
    assert not isinstance(error.value, MissingExtraError)
    with pytest.raises(MissingExtraError) as missing:
        require_extra("not_there.at_all", "parquet")
    assert str(missing.value) == (
        'not_there.at_all is not installed. Run: pip install "country-topics[parquet]"'
    )


@pytest.mark.parametrize(("limit", "pool"), [(-1, None), (2**32, "system")])
def test_memory_is_reserved_only_where_there_is_no_limit(monkeypatch, limit, pool):
    resource = SimpleNamespace(
        RLIMIT_AS=9, RLIM_INFINITY=-1, getrlimit=lambda which: (limit, -1) if which == 9 else None
    )
    monkeypatch.setitem(sys.modules, "resource", resource)
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", "")  # so that it is given back
    monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL")
    _machine.reserve_no_more_than_needed()
    assert os.environ.get("ARROW_DEFAULT_MEMORY_POOL") == pool


@pytest.mark.parametrize("loaded", [True, False])
def test_numba_is_told_of_the_folder_even_when_it_is_loaded(tmp_path, monkeypatch, loaded):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.setattr(_machine, "writable", lambda folder: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    numba = SimpleNamespace(config=SimpleNamespace(CACHE_DIR="before"))
    if loaded:
        monkeypatch.setitem(sys.modules, "numba", numba)
    else:
        monkeypatch.delitem(sys.modules, "numba", raising=False)
    _machine.keep_kernels_somewhere()
    (folder,) = tmp_path.iterdir()
    assert os.environ["NUMBA_CACHE_DIR"] == str(folder)
    assert (str(folder) if loaded else "before") == numba.config.CACHE_DIR
