"""Many short fits, of which only the promising go on: successive halving by training likelihood.

On a large corpus the short fits see a sample of the documents, and the topics of the best become
the start of one fit of all.
"""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from topics._progress import progress
from topics.lda._documents import Team
from topics.lda._fit_file import FitFile
from topics.lda._passes import PassLog
from topics.lda._starts import Starts
from topics.lda.cvb0 import CvbRun
from topics.lda.model import LDAConfig

_STAGES = (15, 40, 80)  # passes after which the poorer part of the fits ends
_KEEP = 0.3
_SAMPLE_ENTRIES = 250_000
_SAVE_EVERY = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """The run kept, how all runs went, and whether the run kept had come to a plateau."""

    run: CvbRun
    history: pd.DataFrame
    converged: bool


def best_run(
    table: sp.csr_array,
    config: LDAConfig,
    *,
    threads: int | None,
    checkpoint: str | os.PathLike[str] | None,
) -> Outcome:
    """Fit from several starts, keep the best, and take it to its plateau."""
    with Team(threads) as team, progress(desc="fit_lda", unit="pass") as bar:
        log = PassLog(config)

        def advance(restart: int, run: CvbRun, until: int) -> None:
            run.one_pass(team)
            log.add(restart, run)
            bar.update()
            bar.set_postfix(restart=restart, of=until, perplexity=f"{run.perplexity:.1f}")

        saved = None if checkpoint is None else FitFile(Path(checkpoint), table, config)
        state = None if saved is None else saved.read()
        if state is None:
            starts = _starts(saved, log)
            with starts:
                best, run = _choose(table, config, advance, starts)
            if saved is not None and log.entries:
                saved.write(_to_go_on(run, best, log))
            starts.clear()
        else:
            best = int(state["best"])
            run = start_run(table, config, best)
            run.restore(state)
            columns = (state[f"log_{name}"].tolist() for name in ("restart", "pass", "perplexity"))
            log.entries.extend(zip(*columns, strict=True))
        converged = log.on_plateau()
        while run.passes < config.n_passes and not converged:
            advance(best, run, config.n_passes)
            converged = log.on_plateau()
            if saved is not None and (
                converged or run.passes % _SAVE_EVERY == 0 or run.passes == config.n_passes
            ):
                saved.write(_to_go_on(run, best, log))
    if not converged:
        logging.getLogger(__name__).warning(
            "stopped after %d passes before a plateau; raise `passes` or `tolerance`", run.passes
        )
    return Outcome(run=run, history=log.to_table(), converged=converged)


def _choose(
    table: sp.csr_array,
    config: LDAConfig,
    advance: Callable[[int, CvbRun, int], None],
    starts: Starts,
) -> tuple[int, CvbRun]:
    """Give the number and the run of the most promising start."""
    if config.n_restarts == 1:
        return 0, start_run(table, config, 0)
    sample = _sample(table, config)
    waiting = list(range(config.n_restarts))
    runs: dict[int, CvbRun] = {}
    before = 0
    for stage in _STAGES:
        until = min(stage, config.n_passes)
        keep = 1 if stage == _STAGES[-1] else max(1, round(_KEEP * len(waiting)))
        best: dict[int, CvbRun] = {}
        for restart in waiting:
            if starts.out(restart, until):
                continue
            run = runs.pop(restart, None) or start_run(sample, config, restart)
            come_to = until if starts.done(restart, until) else before
            if come_to:
                run.wake(sample, starts.state(restart, come_to))
            while run.passes < until:
                advance(restart, run, until)
            best[restart] = run
            # Which of the others go on is known without the poorer ones: they are not kept.
            worst = min(reversed(best), key=lambda i: best[i].log_likelihood)
            if len(best) <= keep:
                worst = -1
            if come_to != until and worst != restart:
                starts.keep(restart, until, run)
            run.rest()
            if worst >= 0:
                del best[worst]
                starts.drop(worst, until)
        runs, waiting, before = best, list(best), until
        if len(runs) == 1:
            break
    number, run = max(runs.items(), key=lambda item: item[1].log_likelihood)
    state = starts.state(number, before)
    if sample.shape[0] < table.shape[0]:
        run.recall(state)
        del state
        return number, start_run(table, config, number, first=run)
    run.wake(table, state)
    return number, run


def _sample(table: sp.csr_array, config: LDAConfig) -> sp.csr_array:
    """Draw documents until they hold enough entries; all of them when that is not many more."""
    if table.nnz <= 2 * _SAMPLE_ENTRIES:
        return table
    order = np.random.default_rng([config.seed, 1]).permutation(table.shape[0])
    upto = np.cumsum(np.diff(table.indptr)[order])
    n = max(int(np.searchsorted(upto, _SAMPLE_ENTRIES)), 20 * config.n_topics)
    return table[np.sort(order[:n])]


def start_run(
    table: sp.csr_array, config: LDAConfig, restart: int, *, first: CvbRun | None = None
) -> CvbRun:
    """Start the fit of this number."""
    return CvbRun(table, config, seed=[config.seed, 0, restart], first=first)


def _starts(saved: FitFile | None, log: PassLog) -> Starts:
    """Give the starts of before there was a best one."""
    if saved is None:
        return Starts(None, "", log)
    folder = saved.path.with_name(f"{saved.path.name}.starts")
    return Starts(folder, f"{saved.key} {log.config.n_passes}", log)


def _to_go_on(run: CvbRun, best: int, log: PassLog) -> dict[str, npt.NDArray[Any]]:
    """Give all that the chosen run needs to go on, bit for bit."""
    columns = list(zip(*log.entries, strict=True))
    return {
        **run.state(),
        "best": np.array(best),
        "log_restart": np.array(columns[0]),
        "log_pass": np.array(columns[1]),
        "log_perplexity": np.array(columns[2]),
    }
