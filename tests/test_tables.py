"""Tables on disk: numbers untouched, formulas disarmed, the same bytes every time."""

import csv

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.errors import TopicsError
from topics.tables import write_csv


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+49 30", "-cmd|'/C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"],
)
def test_text_that_starts_a_formula_is_marked_as_text(tmp_path, cell):
    rows = read(write_csv(pd.DataFrame({cell: [cell]}), tmp_path / "t.csv"))
    assert rows == [["'" + cell], ["'" + cell]]


def test_numbers_dates_and_lists(tmp_path):
    table = pd.DataFrame(
        {
            "n": [-1, 2],
            "x": [-0.1, np.nan],
            "d": pd.to_datetime(["2024-03-18", None]),
            "t": pd.to_datetime(["2024-03-18 09:30", None]),
            "labels": [["a", "b"], []],
            "ok": [True, False],
            "m": pd.array([-5, None], dtype="Int64"),
            "f": np.array([0.1, -2], dtype="float32"),
        }
    )
    assert read(write_csv(table, tmp_path / "a" / "t.csv")) == [
        ["n", "x", "d", "t", "labels", "ok", "m", "f"],
        ["-1", "-0.1", "2024-03-18", "2024-03-18T09:30:00", "a; b", "True", "-5", "0.1"],
        ["2", "", "", "", "", "False", "", "-2.0"],
    ]


def test_index_is_written_by_name(tmp_path):
    table = pd.DataFrame({"v": [1]}, index=pd.Index(["KAZ"], name="country"))
    rows = read(write_csv(table, tmp_path / "t.csv", index=True))
    assert rows == [["country", "v"], ["KAZ", "1"]]


def test_not_a_table():
    with pytest.raises(TopicsError, match="`table` must be a pandas DataFrame"):
        write_csv([1], "t.csv")


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_any_text_comes_back(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("csv")
    rows = read(write_csv(pd.DataFrame({"text": texts, "n": range(len(texts))}), folder / "t.csv"))
    back = [row[0] for row in rows[1:]]
    assert [cell.removeprefix("'") for cell in back] == [text.removeprefix("'") for text in texts]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in back)


@settings(deadline=None)
@given(st.floats(allow_nan=False))
def test_floats_read_back_exactly(tmp_path_factory, number):
    path = write_csv(pd.DataFrame({"x": [number]}), tmp_path_factory.mktemp("csv") / "t.csv")
    assert float(read(path)[1][0]) == number
