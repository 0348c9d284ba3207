"""Many short fits, of which only the promising go on: successive halving by training likelihood."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from tqdm.auto import tqdm

from topics._cvb import CvbRun
from topics._documents import Team
from topics.lda import LDAConfig

_FIRST_PASSES = 20
_KEEP = 3


def best_run(
    table: sp.csr_array, config: LDAConfig, *, threads: int | None
) -> tuple[CvbRun, pd.DataFrame]:
    """Fit from several random starts and give the best run, and how all of them went."""
    log: list[tuple[int, int, float]] = []
    with Team(threads) as team, tqdm(disable=None, desc="fit_lda", unit="pass") as bar:

        def advance(restart: int, run: CvbRun, until: int) -> None:
            n_tokens = run.sizes.sum()
            while run.passes < min(until, config.n_passes):
                before = run.log_likelihood
                run.one_pass(team)
                perplexity = float(np.exp(-run.log_likelihood / n_tokens))
                log.append((restart, run.passes, perplexity))
                bar.update()
                bar.set_postfix(restart=restart, perplexity=f"{perplexity:.1f}")
                gain = (run.log_likelihood - before) / n_tokens
                if run.passes > _FIRST_PASSES and abs(gain) < config.tolerance:
                    break

        runs = {i: _start(table, config, i) for i in range(config.n_restarts)}
        until = _FIRST_PASSES
        while len(runs) > 1 and until < config.n_passes:
            for restart, run in runs.items():
                advance(restart, run, until)
            ranked = sorted(runs, key=lambda i: -runs[i].log_likelihood)
            runs = {i: runs[i] for i in sorted(ranked[: max(1, len(runs) // _KEEP)])}
            until *= 2
        for restart, run in runs.items():
            advance(restart, run, config.n_passes)
        best = max(runs, key=lambda i: runs[i].log_likelihood)
    return runs[best], pd.DataFrame(log, columns=["restart", "pass", "perplexity"])


def _start(table: sp.csr_array, config: LDAConfig, restart: int) -> CvbRun:
    return CvbRun(
        table,
        config.n_topics,
        alpha=0.1 if config.alpha == "auto" else float(config.alpha),
        eta=0.02 if config.eta == "auto" else float(config.eta),
        seed=[config.seed, restart],
        batches=max(1, min(10, table.shape[0] // 100)),
        learn_alpha=config.alpha == "auto",
        learn_eta=config.eta == "auto",
    )
