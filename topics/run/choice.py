"""How many topics: numbers compared on the counts of a run, and what is said of the one taken."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topics.errors import TopicsError
from topics.evaluate.recommend import recommend_topics
from topics.evaluate.sweep import compare_configs, config_grid
from topics.run.config import ReportConfig

if TYPE_CHECKING:
    from topics.run.prepare import Prepared

SEEDS = 5  # fits of each number
FOLDS = 10
# What else helps where a unit gives too few documents.
_FINER = {
    "document": ", or split with `unit='paragraph'` or `unit='sentence'`",
    "paragraph": ", or split with `unit='sentence'`",
    "sentence": ", or more documents",
}


def compare_numbers(
    ready: "Prepared",
    numbers: Sequence[int],
    config: ReportConfig,
    *,
    name: str = "numbers",
    seeds: int = SEEDS,
    restarts: int | None = None,
    workers: int | None = None,
    folder: Path | None = None,
) -> pd.DataFrame:
    """Fit several numbers of topics to the counts of a run, each from several seeds.

    Parameters
    ----------
    ready : Prepared
        What was counted, and which units are held out together.
    numbers : sequence of int
        Two or more numbers of topics, all different.
    config : ReportConfig
        Its algorithm, passes and seed, the first of the seeds.
    name : str
        What messages call the numbers.
    seeds : int
        Fits of each number.
    restarts : int, optional
        See `config_grid`.
    workers, folder
        See `compare_configs`.

    Returns
    -------
    DataFrame
        As `compare_configs` gives it.

    Raises
    ------
    TopicsError
        When there are too few documents for that.
    """
    folds = folds_of(ready, max(numbers), name=name)
    configs = config_grid(
        numbers,
        seeds=range(config.seed, config.seed + seeds),
        restarts=restarts,
        algorithm=config.algorithm,
        passes=config.passes,
    )
    return compare_configs(
        ready.bow, configs, folds=folds, groups=ready.cluster, workers=workers, folder=folder
    )


def folds_of(ready: "Prepared", most_topics: int, *, name: str = "numbers") -> int:
    """Return how many parts the documents are dealt into, one of which a fit leaves out.

    Raises
    ------
    TopicsError
        When there are too few documents for that, or for `most_topics` topics.
    """
    filled = ready.bow.lengths[ready.bow.lengths > 0].index
    groups = len(filled) if ready.cluster is None else ready.cluster.loc[filled].nunique()
    folds = min(FOLDS, groups)
    kind = ready.config.unit
    if folds < 2:
        raise TopicsError(
            f"each fit leaves documents out to be tested on, and too few have words: {groups}. "
            "Give more documents, or lower `min_docs`."
        )
    # Groups differ in size; what is left in the worst case is known only to the fit itself.
    left = min(len(filled) - len(filled) // folds, ready.bow.n_words)
    if most_topics > left:
        raise TopicsError(
            f"`{name}` asks for {most_topics} topics, but a fit has {len(filled):,} {kind}s with "
            f"words, less those it leaves out, and {ready.bow.n_words:,} different words. Give "
            f"numbers up to {left}{_FINER[kind]}."
        )
    return folds


def default_topics(n_units: int) -> int:
    """Return the number of topics when none is given: half of the root of the units, 2 to 30.

    Examples
    --------
    >>> [default_topics(n) for n in (10, 60, 136, 1000, 100_000)]
    [2, 4, 6, 16, 30]
    """
    return min(30, max(2, round(math.sqrt(n_units) / 2)))


def number_of(config: ReportConfig, sweep: pd.DataFrame, n_units: int) -> int:
    """Return how many topics to fit: as asked for, as recommended, or by the size of the corpus."""
    if config.n_topics is not None:
        return config.n_topics
    return default_topics(n_units) if sweep.empty else recommend_topics(sweep).n_topics
