"""The passes of fits, written down one by one; and when a fit has come to its plateau."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from topics.lda.cvb0 import CvbRun
from topics.lda.model import LDAConfig

_WINDOW = 5  # passes over which a plateau is judged; the priors move once in so many


class PassLog:
    """Restart, pass and training perplexity of every pass made under one config.

    Parameters
    ----------
    config : LDAConfig
    entries : iterable of (restart, pass, perplexity)
        Passes made before.
    """

    def __init__(self, config: LDAConfig, entries: Iterable[tuple[int, int, float]] = ()) -> None:
        self.config = config
        self.entries = list(entries)

    def add(self, restart: int, run: CvbRun) -> None:
        """Write down the pass that `run` has just made."""
        self.entries.append((restart, run.passes, run.perplexity))

    def on_plateau(self) -> bool:
        """Tell whether the last fit gained too little over its last passes."""
        if len(self.entries) <= _WINDOW or self.entries[-1][1] <= 2 * _WINDOW:
            return False
        (before, passes, past), (restart, last, now) = self.entries[-1 - _WINDOW], self.entries[-1]
        if before != restart or last - passes != _WINDOW:
            return False
        return bool(abs(np.log(past / now)) < _WINDOW * self.config.tolerance)

    def to_table(self) -> pd.DataFrame:
        """Give the passes as `TopicModel.history` holds them."""
        return pd.DataFrame(self.entries, columns=["restart", "pass", "perplexity"])
