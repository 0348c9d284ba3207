"""Values from the parts that `topics.writing.values` packed them into."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]
    Arrays = dict[str, Array]

_KINDS = {
    "tuple", "list", "dict", "known", "array", "csr", "block", "table", "series", "range", "index",
    "levels", "time", "text", "NA", "NaT",
}  # fmt: skip
# How scalars that JSON does not know are written as text, and read.
BY_TEXT: dict[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "date": (date, date.isoformat, date.fromisoformat),
    "datetime": (datetime, datetime.isoformat, datetime.fromisoformat),
    "time": (time, time.isoformat, time.fromisoformat),
    "Decimal": (Decimal, str, Decimal),
    "bytes": (bytes, bytes.hex, bytes.fromhex),
}


class Unpacker:
    """Turns what a packer made into the values again."""

    def __init__(self, known: Mapping[str, type], arrays: "Arrays") -> None:
        self.known = known
        self.arrays = arrays

    def unpack(self, packed: Any) -> Any:  # noqa: ANN401
        """Return the value that stands in a packed one."""
        if not isinstance(packed, dict):
            return packed
        if packed["is"] not in _KINDS:
            raise KeyError(packed["is"])
        return getattr(self, f"_{packed['is']}")(packed)

    def _tuple(self, packed: Any) -> Any:  # noqa: ANN401
        return tuple(self.unpack(item) for item in packed["of"])

    def _list(self, packed: Any) -> Any:  # noqa: ANN401
        return [self.unpack(item) for item in packed["of"]]

    def _dict(self, packed: Any) -> Any:  # noqa: ANN401
        return {self.unpack(key): self.unpack(item) for key, item in packed["of"]}

    def _known(self, packed: Any) -> Any:  # noqa: ANN401
        parts = {name: self.unpack(part) for name, part in packed["of"].items()}
        return self.known[packed["name"]](**parts)

    def _array(self, packed: Any) -> Any:  # noqa: ANN401
        axes = packed["axes"]
        return self.arrays[packed["at"]].transpose([axes.index(i) for i in range(len(axes))])

    def _csr(self, packed: Any) -> Any:  # noqa: ANN401
        import scipy.sparse as sp

        data, indices, indptr = (self.arrays[name] for name in packed["at"])
        table = sp.csr_array((data, indices, indptr), shape=tuple(packed["shape"]))
        table.indices, table.indptr = indices, indptr  # which scipy may have made narrower
        return table

    def _block(self, packed: Any) -> Any:  # noqa: ANN401
        import pandas as pd

        index, columns = self.unpack(packed["index"]), self.unpack(packed["columns"])
        return pd.DataFrame(self.arrays[packed["at"]], index=index, columns=columns)

    def _table(self, packed: Any) -> Any:  # noqa: ANN401
        import pandas as pd

        index = self.unpack(packed["index"])
        columns = {i: self._column(part) for i, part in enumerate(packed["of"])}
        table = pd.DataFrame(columns, index=pd.RangeIndex(len(index)))
        table.columns, table.index = self.unpack(packed["columns"]), index
        return table

    def _series(self, packed: Any) -> Any:  # noqa: ANN401
        column = self._column(packed["column"])
        column.index, column.name = self.unpack(packed["index"]), self.unpack(packed["name"])
        return column

    def _range(self, packed: Any) -> Any:  # noqa: ANN401
        import pandas as pd

        start, stop, step = packed["of"]
        return pd.RangeIndex(start, stop, step, name=self.unpack(packed["names"][0]))

    def _index(self, packed: Any) -> Any:  # noqa: ANN401
        import pandas as pd

        return pd.Index(self._column(packed["of"]), name=self.unpack(packed["names"][0]))

    def _levels(self, packed: Any) -> Any:  # noqa: ANN401
        import pandas as pd

        levels = [self._column(part) for part in packed["of"]]
        names = [self.unpack(name) for name in packed["names"]]
        return pd.MultiIndex.from_arrays(levels, names=names)

    def _column(self, packed: Any) -> Any:  # noqa: ANN401
        import pandas as pd

        name = packed["dtype"]
        if "codes" in packed:
            return pd.Series(self._cells(packed), dtype=name)
        values = self.arrays[packed["at"]]
        if name == "category":
            kept = pd.Categorical.from_codes(
                values, categories=self.unpack(packed["of"]), ordered=packed["ordered"]
            )
            return pd.Series(kept)
        if "empty" in packed:
            column = pd.Series(values).astype(name)
            column[self.arrays[packed["empty"]]] = pd.NA
            return column
        if name.startswith("datetime64") and name.endswith(", UTC]"):
            return pd.to_datetime(pd.Series(values)).dt.tz_localize("UTC")
        return pd.Series(values)

    def _cells(self, packed: Any) -> "Array":  # noqa: ANN401
        import numpy as np

        letters = self.arrays[packed["of"]].data
        ends, odd = self.arrays[packed["ends"]].tolist(), self.arrays[packed["odd"]].tolist()
        different: npt.NDArray[np.object_] = np.empty(len(ends), object)
        start = 0
        for i, end in enumerate(ends):
            text = str(letters[start:end], "utf-8", "surrogatepass") if end > start else ""
            different[i] = self.unpack(json.loads(text)) if odd[i] else text
            start = end
        return different[self.arrays[packed["codes"]]]

    def _time(self, packed: Any) -> Any:  # noqa: ANN401
        import numpy as np
        import pandas as pd

        return pd.Timestamp(np.datetime64(*packed["of"]))

    def _text(self, packed: Any) -> Any:  # noqa: ANN401
        return BY_TEXT[packed["kind"]][2](packed["of"])

    def _NA(self, packed: Any) -> Any:  # noqa: ANN401, ARG002, N802
        import pandas as pd

        return pd.NA

    def _NaT(self, packed: Any) -> Any:  # noqa: ANN401, ARG002, N802
        import pandas as pd

        return pd.NaT
