"""How far above or below the corpus: the colour of a lift, and where it is too dark for black."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from topics.plots.style import diverging

if TYPE_CHECKING:
    from matplotlib.colors import LinearSegmentedColormap

STRONGEST = 3.0  # log2 of the lift at which the colour is full: eightfold, or an eighth
_DARK = 0.75 * STRONGEST


def log_lift(rows: pd.DataFrame) -> np.ndarray:
    """Return log2 of the lift of each row, finite where the lift is 0."""
    return np.asarray(np.log2(rows["lift"].to_numpy(dtype=float).clip(1e-9)))


def is_dark(lift: np.ndarray) -> np.ndarray:
    """Return where the colour of a `log_lift` needs white letters."""
    return np.asarray(np.abs(lift) > _DARK)


def shade(lift: float) -> tuple[float, float, float, float]:
    """Return the colour of a `log_lift`: purple below the corpus, white like it, orange above."""
    place = 0.5 + 0.5 * float(np.clip(lift / STRONGEST, -1, 1))
    red, green, blue, alpha = _shades()(place)
    return red, green, blue, alpha


@lru_cache(maxsize=1)
def _shades() -> "LinearSegmentedColormap":
    return diverging()
