"""Tables of topics as the kernels want them: float32 rows of whole vectors, on cache lines."""

import numpy as np
import numpy.typing as npt

LANES = 16


def width_of(n_topics: int) -> tuple[int, ...]:
    """Give the width argument of the kernels for this many topics."""
    return (0,) * -(-n_topics // LANES)


def empty_rows(n: int, row_size: int) -> npt.NDArray[np.float32]:
    """Allocate a table whose rows begin on cache lines: a vector across two takes twice as long."""
    raw = np.empty(n * row_size + LANES, np.float32)
    skip = -raw.ctypes.data // raw.itemsize % LANES
    return raw[skip : skip + n * row_size].reshape(n, row_size)


def padded_rows(values: npt.NDArray[np.generic], fill: float = 0.0) -> npt.NDArray[np.float32]:
    """Copy a (rows, topics) table into rows of whole vectors; spare places hold `fill`."""
    n, n_topics = values.shape
    rows = empty_rows(n, LANES * len(width_of(n_topics)))
    rows[:, :n_topics] = values
    rows[:, n_topics:] = fill
    return rows
