"""The state of the sampler above its documents: mixes of countries and of all that they lean on."""

import numpy as np

from topics.estimate._kernels import tables_above
from topics.estimate.inputs import Problem
from topics.estimate.joint import estimate_mixes


class Hierarchy:
    """Mixes of leaves, their parents, and so on up to the corpus; `update` redraws them all."""

    def __init__(self, problem: Problem, *, threads: int) -> None:
        reported = problem.reported
        start = estimate_mixes(problem, tolerance=1e-3, threads=threads)
        self.parents = problem.parents
        self.mixes = [start]
        for parent in self.parents[:reported][::-1]:
            self.mixes.insert(0, self.mixes[0][parent])
        for parent in self.parents[reported:]:
            shape = (parent.max() + 1, start.shape[1])
            self.mixes.append(np.full(shape, 1 / start.shape[1]))
        self.concentrations = [5.0] * len(self.parents)
        self.tables: list[np.ndarray] = []

    def update(self, rng: np.random.Generator, tables: np.ndarray) -> None:
        """Redraw concentrations and mixes given the tables of the leaves."""
        levels = [tables]
        for i, parent in enumerate(self.parents):
            c = self.concentrations[i]
            above = tables_above(levels[i], parent, self.mixes[i + 1], c, new_key(rng))
            self.concentrations[i] = redraw_concentration(
                rng, c, levels[i].sum(axis=1), int(above.sum())
            )
            levels.append(above)
        self.tables = levels
        n_topics = tables.shape[1]
        self.mixes[-1] = draw_dirichlet(rng, levels[-1] + 1 / n_topics)
        for i in reversed(range(len(self.parents))):
            pseudo = self.concentrations[i] * self.mixes[i + 1][self.parents[i]]
            self.mixes[i] = draw_dirichlet(rng, pseudo + levels[i])


def draw_dirichlet(rng: np.random.Generator, pseudo: np.ndarray) -> np.ndarray:
    """Draw once per row; the floor keeps logarithms of shares finite."""
    draw = rng.standard_gamma(pseudo) + 1e-12
    return np.asarray(draw / draw.sum(axis=1, keepdims=True))


def new_key(rng: np.random.Generator) -> np.uint64:
    """Return a key for one sweep of kernels, which make their own random numbers from it."""
    return np.uint64(rng.integers(2**63))


def redraw_concentration(
    rng: np.random.Generator, value: float, sizes: np.ndarray, n_tables: int
) -> float:
    """Redraw the concentration of Dirichlets that seated `sizes` guests at `n_tables` tables.

    Auxiliary variables of Escobar and West (1995), as in appendix A of Teh et al. (2006), with a
    flat Gamma(1, 0.1) prior.
    """
    sizes = sizes[sizes > 0]
    log_eta = np.log(rng.beta(value + 1, sizes)).sum()
    extra = (rng.random(len(sizes)) * (value + sizes) < sizes).sum()
    return float(rng.gamma(1 + n_tables - extra, 1 / (0.1 - log_eta)))
