"""Tables and other plain values in a file, and back to the last bit: an npz that holds a JSON text.

Nothing in such a file is run when it is read: no pickle, no code, only numbers and text.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from topics._damage import DAMAGE
from topics._write import atomic_open
from topics.errors import TopicsError
from topics.writing._unpack import BY_TEXT, Unpacker

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Array = npt.NDArray[Any]
    Arrays = dict[str, Array]

Known = Mapping[str, type]
NONE: Known = MappingProxyType({})
_TEXT = "text"
_PLAIN = (str, int, float, bool)
_MASKED = ("Int", "UInt", "Float", "boolean")


class NotPlainError(TopicsError):
    """A value that these files cannot hold exactly, such as a complex number."""


def save_values(values: Mapping[str, Any], path: Path, *, known: Known = NONE) -> None:
    """Write values into one file, whole or not at all.

    Parameters
    ----------
    values : mapping
        By name: None, texts, numbers, dates, tuples, lists and dicts of them, arrays of numbers,
        sparse tables, indexes, Series, DataFrames, and dataclasses of all these.
    path : Path
        The file; missing folders are made.
    known : mapping
        The dataclasses, by the name to keep them under.

    Raises
    ------
    NotPlainError
        When a value is of another kind.
    """
    import numpy as np

    packer = _Packer(known)
    text = json.dumps(packer.pack(dict(values)), ensure_ascii=True, separators=(",", ":"))
    arrays = packer.arrays | {_TEXT: np.frombuffer(text.encode("ascii"), np.uint8)}
    with atomic_open(path, "wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def load_values(path: Path, *, known: Known = NONE) -> dict[str, Any]:
    """Read what `save_values` wrote.

    Raises
    ------
    ValueError
        When the file is damaged or not of this kind.
    OSError
        When it cannot be read.
    """
    import numpy as np

    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        packed = json.loads(arrays.pop(_TEXT).tobytes().decode("ascii"))
        values = Unpacker(known, arrays).unpack(packed)
    except DAMAGE as error:
        raise ValueError(f"{path}: {error}") from error
    if not isinstance(values, dict):
        raise ValueError(f"{path}: no values")
    return values


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One file from which long work goes on.

    Parameters
    ----------
    path : Path
        The file; it need not be there. Only one kind of work may use it: what it was begun with
        is not written into it.
    """

    path: Path

    def load(self) -> dict[str, Any] | None:
        """Return what was saved last; None where there is nothing, or it is damaged."""
        try:
            return load_values(self.path)
        except (OSError, ValueError):
            return None

    def save(self, values: Mapping[str, Any]) -> None:
        """Replace what was saved, as a whole or not at all."""
        save_values(values, self.path)


class _Packer:
    """Turns values into what JSON can hold, with arrays beside it, by number."""

    def __init__(self, known: Known) -> None:
        self.names = {kind: name for name, kind in known.items()}
        self.arrays: Arrays = {}

    def pack(self, value: Any) -> Any:  # noqa: ANN401
        """Return what stands for a value: itself if it is plain, or its kind and its parts."""
        import numpy as np
        import pandas as pd
        import scipy.sparse as sp

        if value is None or type(value) in _PLAIN:
            return value
        if isinstance(value, tuple | list):
            return {"is": type(value).__name__, "of": [self.pack(item) for item in value]}
        if isinstance(value, dict):
            pairs = [[self.pack(key), self.pack(item)] for key, item in value.items()]
            return {"is": "dict", "of": pairs}
        if type(value) in self.names and is_dataclass(value):
            parts = {f.name: self.pack(getattr(value, f.name)) for f in fields(value)}
            return {"is": "known", "name": self.names[type(value)], "of": parts}
        if isinstance(value, np.ndarray):
            # Sums depend in their last bits on how the axes lie in memory: it is to be the same.
            axes = sorted(range(value.ndim), key=lambda axis: -abs(value.strides[axis]))
            return {"is": "array", "at": self._array(value.transpose(axes)), "axes": axes}
        if isinstance(value, sp.csr_array):
            at = [self._array(part) for part in (value.data, value.indices, value.indptr)]
            return {"is": "csr", "at": at, "shape": [int(n) for n in value.shape]}
        if isinstance(value, pd.DataFrame):
            return self._table(value)
        if isinstance(value, pd.Series):
            parts = {"column": self._column(value), "index": self._index(value.index)}
            return {"is": "series", "name": self.pack(value.name), **parts}
        if isinstance(value, pd.Index):
            return self._index(value)
        return self._scalar(value)

    def _scalar(self, value: Any) -> Any:  # noqa: ANN401
        import numpy as np
        import pandas as pd

        if isinstance(value, np.bool_ | np.integer | np.float64):
            return value.item()
        for name in ("NA", "NaT"):
            if value is getattr(pd, name):
                return {"is": name}
        if isinstance(value, pd.Timestamp) and value.tz is None:
            return {"is": "time", "of": [int(value.asm8.astype(np.int64)), value.unit]}
        for kind, (own, write, _) in BY_TEXT.items():
            if type(value) is own:
                return {"is": "text", "kind": kind, "of": write(value)}
        raise NotPlainError(f"cannot keep a value of the kind {type(value).__name__}.")

    def _array(self, array: "Array") -> str:
        if array.dtype.kind not in "biufmM":
            raise NotPlainError(f"cannot keep an array of {array.dtype}.")
        name = str(len(self.arrays))
        self.arrays[name] = array
        return name

    def _table(self, table: "pd.DataFrame") -> Any:  # noqa: ANN401
        parts = {"columns": self._index(table.columns), "index": self._index(table.index)}
        kinds = set(table.dtypes)
        if len(kinds) == 1 and getattr(next(iter(kinds)), "kind", "O") in "biuf":
            return {"is": "block", "at": self._array(table.to_numpy()), **parts}
        columns = [self._column(table.iloc[:, i]) for i in range(table.shape[1])]
        return {"is": "table", "of": columns, **parts}

    def _index(self, index: "pd.Index") -> Any:  # noqa: ANN401
        import pandas as pd

        names = [self.pack(name) for name in index.names]
        if isinstance(index, pd.RangeIndex):
            return {"is": "range", "of": [index.start, index.stop, index.step], "names": names}
        if isinstance(index, pd.MultiIndex):
            levels = [
                self._column(pd.Series(index.get_level_values(i))) for i in range(index.nlevels)
            ]
            return {"is": "levels", "of": levels, "names": names}
        return {"is": "index", "of": self._column(pd.Series(index)), "names": names}

    def _column(self, column: "pd.Series[Any]") -> Any:  # noqa: ANN401
        """Pack the values of a column with the name of their dtype."""
        import numpy as np
        import pandas as pd

        dtype = column.dtype
        name = str(dtype)
        if isinstance(dtype, np.dtype) and dtype.kind in "biufmM":
            return {"dtype": name, "at": self._array(column.to_numpy())}
        if isinstance(dtype, pd.CategoricalDtype):
            codes = self._array(column.cat.codes.to_numpy())
            return {
                "dtype": "category", "at": codes, "ordered": bool(dtype.ordered),
                "of": self._index(dtype.categories),
            }  # fmt: skip
        if name.startswith(_MASKED):
            empty = column.isna().to_numpy()
            filled = column.to_numpy(dtype=name.lower().removesuffix("ean"), na_value=0)
            return {"dtype": name, "at": self._array(filled), "empty": self._array(empty)}
        if isinstance(dtype, pd.DatetimeTZDtype) and str(dtype.tz) == "UTC":
            naive = column.dt.tz_localize(None).to_numpy()
            return {"dtype": name, "at": self._array(naive)}
        if name == "object" or isinstance(dtype, pd.StringDtype):
            return {"dtype": name, **self._cells(column.astype(object).tolist())}
        raise NotPlainError(f"cannot keep a column of {name}.")

    def _cells(self, cells: list[Any]) -> dict[str, Any]:
        """Pack texts, and what stands between them, once for each different one."""
        import numpy as np

        found: dict[str | tuple[str], int] = {}  # what is no text, as JSON in a tuple
        codes = np.empty(len(cells), np.int64)
        for i, cell in enumerate(cells):
            key = cell if type(cell) is str else (json.dumps(self.pack(cell)),)
            codes[i] = found.setdefault(key, len(found))
        letters, ends = bytearray(), np.empty(len(found), np.int64)
        for i, key in enumerate(found):
            text = key if isinstance(key, str) else key[0]
            # Half of a surrogate pair, which some JSON files hold, is text to Python.
            letters += text.encode("utf-8", "surrogatepass")
            ends[i] = len(letters)
        odd = np.array([isinstance(key, tuple) for key in found], bool)
        parts = {"codes": codes, "ends": ends, "odd": odd, "of": np.frombuffer(letters, np.uint8)}
        return {name: self._array(part) for name, part in parts.items()}
