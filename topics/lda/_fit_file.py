"""The file from which an interrupted fit goes on: its state as arrays, and whose state it is."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from topics._damage import DAMAGE, in_one_line
from topics._write import atomic_open
from topics.errors import InputError
from topics.lda._rows import LANES, empty_rows
from topics.lda.model import LDAConfig

_LAYOUT = 3  # of the arrays in the file


class FitFile:
    """One file with all that a fit needs to go on, bit for bit.

    Parameters
    ----------
    path : Path
        The file; it need not be there.
    table : csr_array of shape (n_docs, n_words)
        The counts of the fit.
    config : LDAConfig
        What decides the fit. A fit with other `passes` or `tolerance` may go on from the file.
    """

    def __init__(self, path: Path, table: sp.csr_array, config: LDAConfig) -> None:
        self.path = path
        kept = {k: v for k, v in asdict(config).items() if k not in ("passes", "tolerance")}
        digest = hashlib.sha256(json.dumps([_LAYOUT, kept, list(table.shape)]).encode())
        for part in (table.indptr, table.indices, table.data):
            digest.update(np.ascontiguousarray(part).tobytes())
        self.key = digest.hexdigest()

    def read(self) -> dict[str, npt.NDArray[Any]] | None:
        """Give what was written last; None where there is no file.

        Raises
        ------
        InputError
            When the file cannot be read, or is of another fit.
        """
        if not self.path.exists():
            return None
        try:
            with self.path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                state = {name: file[name] for name in file.files}
        except (*DAMAGE, OSError, MemoryError) as error:
            raise InputError(
                f"{self.path} cannot be read ({in_one_line(error)}). Delete it to start again."
            ) from error
        if str(state.get("key")) != self.key:
            raise self.of_another()
        return state

    def of_another(self) -> InputError:
        """Give the error of a file from which this fit cannot go on."""
        return InputError(
            f"{self.path} belongs to other counts or another config. Delete it, or name "
            "another `checkpoint`."
        )

    def write(self, state: dict[str, npt.NDArray[Any]]) -> None:
        """Replace what was written, as a whole or not at all."""
        with atomic_open(self.path, "wb") as file:
            np.savez(file, **{**state, "key": np.array(self.key)})  # type: ignore[arg-type]


def on_lines(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Give rows from a file as the kernels want them, on cache lines: these, or a copy."""
    if rows.ctypes.data % (LANES * rows.itemsize) == 0 and rows.flags.c_contiguous:
        return rows
    out = empty_rows(*rows.shape)
    out[:] = rows
    return out
