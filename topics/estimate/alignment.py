"""Which topic of one fit is which of another: similarity of their words, and the best pairing."""

import numpy as np


def affinity(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the Bhattacharyya affinity, in [0, 1], of each row of `a` with each of `b`.

    Examples
    --------
    >>> affinity(np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([[1.0, 0.0]])).round(3)
    array([[1.   ],
           [0.707]])
    """
    # Not `@`, whose sums turn on the number of threads.
    return np.asarray(np.einsum("iv,jv->ij", np.sqrt(a), np.sqrt(b)))


def align(similarity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns, paired one to one so that the sum of similarity is largest.

    Kuhn's Hungarian method (1955). Rows ascend; where one side has more, its surplus stays alone.

    Examples
    --------
    >>> rows, columns = align(np.array([[0.1, 0.9], [0.8, 0.7]]))
    >>> rows.tolist(), columns.tolist()
    ([0, 1], [1, 0])
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(similarity, maximize=True)
    return np.asarray(rows), np.asarray(columns)
