"""What a sampler keeps on its way: draws, states of the mixes, means; and when it may stop."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from topics.estimate.mixing import ENOUGH, MOST_UNSETTLED, has_settled, judge_chains

# Draws of a report; more of them, over all fits, buy as many more sweeps.
_USUAL_DRAWS = 500
_AFFORDABLE_TOKENS = 400_000_000
_MOST_STATES = 1000
_SMALL = 200_000  # tokens of a small corpus
# Of one of several chains, in states: below, R-hat of its halves is hardly ever good.
_ENOUGH_OF_ONE = 200.0
_ARRAYS = ("kept", "states")


def n_sweeps(n_tokens: int, draws: int, *, fits: int = 1) -> tuple[int, int]:
    """Return the number of warm-up sweeps, and the most sweeps over which draws are spread.

    Small corpora get up to six sweeps per draw, middling ones four. In large ones the words say
    nearly all about topics and documents, and draws differ by the bootstrap most of all; the sweeps
    that they can afford grow with the draws of all fits where these are more than the usual 500.

    Examples
    --------
    >>> n_sweeps(50_000, 500), n_sweeps(300_000, 100, fits=5), n_sweeps(10_000_000, 500)
    ((300, 3000), (300, 400), (100, 250))
    >>> n_sweeps(1_000_000, 100, fits=5), n_sweeps(1_000_000, 400, fits=5)
    ((100, 300), (100, 1200))
    """
    affordable = _AFFORDABLE_TOKENS // max(n_tokens, 1)
    warm_up = int(np.clip(affordable // 4, 100, 300))
    most = 6 if n_tokens <= _SMALL else 4
    more = max(1.0, draws * fits / _USUAL_DRAWS)
    return warm_up, int(np.clip((affordable - warm_up) * more, draws // 2, most * draws))


class Record:
    """Draws spread over the sweeps after the warm-up, which go on until the mixes have settled.

    Sweeps come in rounds, each as long as all before it. Where the mixes have settled after one,
    or it was the last, the draws are those of the rounds so far; otherwise every other draw goes,
    and the next round makes as many. So the draws are even over all sweeps.

    Attributes
    ----------
    kept : float32 array (draws, n_kinds, n_groups, n_topics)
        Draws, of each kind that is asked for; `draw` of them are there.
    states : float32 array (n_states, n_groups, n_topics)
        The mixes after every `stride`-th sweep.
    """

    def __init__(
        self,
        shape: tuple[int, int],
        *,
        draws: int,
        sweeps: tuple[int, int],
        fits: int,
        kinds: int = 1,
    ) -> None:
        self.warm_up, limit = sweeps
        self.enough = max(ENOUGH / fits, _ENOUGH_OF_ONE)
        early = [end for end in (limit // 4, limit // 2) if end >= 2 * self.enough]
        self.ends = [*early, limit]
        self.stride = -(-limit // _MOST_STATES)
        self.kept = np.empty((draws, kinds, *shape), dtype=np.float32)
        self.states = np.empty((limit // self.stride, *shape), dtype=np.float32)
        self.round, self.draw, self.sweeps = 0, 0, 0
        self.over = False

    def wanted(self, step: int) -> int:
        """Return how many draws to take after a sweep."""
        first = self.ends[self.round - 1] if self.round else 0
        before = len(self.kept) // 2 if self.round else 0
        done, whole = step - self.warm_up - first, self.ends[self.round] - first
        due = before + max(done, 0) * (len(self.kept) - before) // whole
        return due - self.draw

    def add(self, drawn: Sequence[np.ndarray]) -> None:
        """Keep a draw, one array of each kind."""
        self.kept[self.draw] = drawn
        self.draw += 1

    def after(self, step: int, mixes: np.ndarray) -> None:
        """Note the mixes after a sweep; at the end of a round, see whether there is another."""
        self.sweeps = max(step - self.warm_up, 0)
        if self.sweeps and self.sweeps % self.stride == 0:
            self.states[self.sweeps // self.stride - 1] = mixes
        if self.sweeps != self.ends[self.round]:
            return
        settled = has_settled(*judge_chains([self.so_far()]), enough=self.enough)
        if self.round == len(self.ends) - 1 or settled.mean() >= 1 - MOST_UNSETTLED:
            self.over = True
            return
        self.round += 1
        self.draw = len(self.kept) // 2
        self.kept[: self.draw] = self.kept[1::2][: self.draw].copy()

    def so_far(self) -> np.ndarray:
        """Return the states that were noted."""
        return self.states[: self.sweeps // self.stride]

    def taken(self) -> dict[str, Any]:
        """Return what the next sweep adds to, as plain values."""
        own = {name: getattr(self, name) for name in ("round", "draw", "sweeps")}
        return own | {"kept": self.kept[: self.draw], "states": self.so_far()}

    def put_back(self, state: dict[str, Any]) -> None:
        """Go on from what was `taken`."""
        for name, value in state.items():
            if name in _ARRAYS:
                getattr(self, name)[: len(value)] = value
            else:
                setattr(self, name, value)
