"""Values as files: what is read is what was written, to the last bit, and nothing else."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from topics.writing.values import Checkpoint, NotPlainError, load_values, save_values


@dataclass(frozen=True, kw_only=True)
class Own:
    name: str
    parts: tuple[int, ...] = ()


KNOWN = {"Own": Own}


def through(value, folder):
    save_values({"value": value}, folder / "v.npz", known=KNOWN)
    return load_values(folder / "v.npz", known=KNOWN)["value"]


TABLE = pd.DataFrame(
    {
        "text": ["Ürümqi", "", None, "'quoted", "a line\r\nmore", "null"],
        "mixed": ["half \ud83d of a pair", "1", None, math.nan, pd.NA, [1, {"a": (2, None)}]],
        "odd": [date(2024, 1, 2), datetime(2024, 1, 2, 3), time(4), Decimal("1.10"), b"\0", True],
        "day": pd.to_datetime(["2024-01-02", None, *["1999-12-31"] * 4]).astype("datetime64[s]"),
        "moment": pd.to_datetime(["2024-01-02T03:04:05.006007", *[None] * 5], utc=True),
        "number": [0.1, -0.0, math.nan, math.inf, 5e-324, 1 / 3],
        "small": np.arange(6, dtype=np.int8),
        "whole": pd.array([1, None, 2**62, -3, 0, None], dtype="Int64"),
        "half": pd.array([0.5, None, 1, 2, 3, 4], dtype="Float32"),
        "yes": pd.array([True, None, False, True, True, None], dtype="boolean"),
        "kind": pd.Categorical(["b", "a", None, "a", "b", "b"], categories=["b", "a", "c"]),
        "string": pd.array(["a", None, "b", "c", "", "e"], dtype="string"),
    },
    index=pd.Index(list("uvwxyz"), name="doc_id"),
)


def test_a_table_of_all_kinds_comes_back(tmp_path):
    back = through(TABLE, tmp_path)
    pd.testing.assert_frame_equal(back, TABLE, check_exact=True, check_freq=False)
    assert [type(cell) for cell in back["mixed"]] == [type(cell) for cell in TABLE["mixed"]]
    assert [repr(cell) for cell in back["odd"]] == [repr(cell) for cell in TABLE["odd"]]
    assert math.copysign(1, back["number"].iloc[1]) == -1


@pytest.mark.parametrize("order", "CF")
def test_a_block_of_numbers_keeps_its_order_in_memory(tmp_path, order):
    # Sums over a table depend on it in their last bits.
    values = np.asarray(np.random.default_rng(0).random((50, 7)), order=order)
    table = pd.DataFrame(values, columns=pd.Index([f"w{i}" for i in range(7)], name="word"))
    back = through(table, tmp_path)
    pd.testing.assert_frame_equal(back, table, check_exact=True)
    assert back.mean().tolist() == table.mean().tolist()
    assert back.mean(axis=1).tolist() == table.mean(axis=1).tolist()


@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 0, 1), (2, 1, 0), (1, 0, 2)])
def test_an_array_keeps_its_order_in_memory(tmp_path, axes):
    array = np.random.default_rng(0).random((30, 4, 5), dtype=np.float32).transpose(axes)
    back = through(array, tmp_path)
    assert np.array_equal(back, array)
    assert back.strides == array.strides
    assert through(np.float32(3) * np.ones(()), tmp_path) == 3


def test_sparse_tables_indexes_and_own_values_come_back(tmp_path):
    counts = sp.csr_array(np.eye(3, dtype=np.float32)[[0, 2, 2]])
    counts.indices = counts.indices.astype(np.int64)
    groups = pd.MultiIndex.from_tuples([("KAZ", ""), ("UZB", "2024")], names=["country", "period"])
    values = {
        "counts": counts,
        "groups": groups,
        "rows": pd.RangeIndex(2, 9, name="topic"),
        "series": pd.Series([1.5, None], index=["a", "b"], name="cluster"),
        "own": Own(name="x", parts=(1, 2)),
        "keys": {1: "one", "1": "text", None: []},
        "empty": pd.DataFrame(),
    }
    back = through(values, tmp_path)
    assert (back["counts"].toarray() == counts.toarray()).all()
    assert (back["counts"].indices.dtype, back["counts"].dtype) == (np.int64, np.float32)
    pd.testing.assert_index_equal(back["groups"], groups, exact=True)
    pd.testing.assert_index_equal(back["rows"], values["rows"], exact=True)
    pd.testing.assert_series_equal(back["series"], values["series"])
    assert back["own"] == values["own"]
    assert back["keys"] == values["keys"]
    assert back["empty"].empty


CELLS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates()


@given(st.recursive(CELLS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_plain_value_comes_back(tmp_path_factory, value):
    folder = tmp_path_factory.mktemp("values")
    assert repr(through(value, folder)) == repr(value)


@given(st.lists(st.text(st.characters(codec=None)) | st.none() | st.floats(), min_size=1))
def test_any_column_comes_back(tmp_path_factory, cells):
    folder = tmp_path_factory.mktemp("values")
    column = pd.Series(cells, dtype=object)
    assert [repr(c) for c in through(column, folder)] == [repr(c) for c in column]


def test_the_same_values_are_the_same_bytes(tmp_path):
    for name in "ab":
        save_values({"table": TABLE}, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    "value",
    [1j, object(), {1, 2}, np.array(["a"]), np.array([object()], dtype=object), pd.Timedelta("1s"),
     pd.DataFrame({"a": [1j]}), pd.Series([lambda: None]),
     pd.Series(pd.period_range("2024", "2025"))],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_cannot_be_kept_exactly_is_refused(tmp_path, value):
    with pytest.raises(NotPlainError, match="cannot keep"):
        through(value, tmp_path)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "1", '{"is": "unpack"}', '{"is": "_class__"}', '{"is": "known", "name": "os"}',
     '{"is": "array", "at": "7"}', '{"is": "dict", "of": 1}', '{"of": []}', "[" * 100_000,
     '{"is": "known", "name": "Own", "of": {"other": 1}}', '{"is": "text", "kind": "eval"}'],
)  # fmt: skip
def test_damaged_texts_are_an_error_and_run_nothing(tmp_path, text):
    path = tmp_path / "v.npz"
    np.savez(path, text=np.frombuffer(text.encode(), np.uint8))
    with pytest.raises(ValueError, match=r"v\.npz"):
        load_values(path, known=KNOWN)
    assert Checkpoint(path).load() is None


def test_damaged_arrays_and_pickles_are_an_error(tmp_path):
    path = tmp_path / "v.npz"
    save_values({"a": np.arange(3)}, path)
    whole = path.read_bytes()
    for content in (b"", whole[:40], whole[:-9], b"PK" + whole[9:]):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r".+"):
            load_values(path)
        assert Checkpoint(path).load() is None
    np.savez(path, text=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        load_values(path)


def test_a_checkpoint_gives_what_was_saved_last(tmp_path):
    checkpoint = Checkpoint(tmp_path / "new" / "c.npz")
    assert checkpoint.load() is None
    state = np.random.default_rng(5).bit_generator.state
    for step in (1, 2):
        checkpoint.save({"step": step, "state": state, "topic": np.arange(step)})
    found = checkpoint.load()
    assert (found["step"], found["state"], found["topic"].tolist()) == (2, state, [0, 1])
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["c.npz"]
