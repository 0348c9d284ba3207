"""Which number of topics? A grid of fits in one table, and a recommendation with its reason."""

import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topics._checks import check_choice, check_count
from topics._progress import progress
from topics.errors import TopicsError
from topics.evaluate._pool import run_jobs
from topics.evaluate._worker import COUNTS, RESULT, save_counts
from topics.evaluate.coherence import Reference, coherence_table
from topics.evaluate.stability import AGAIN, MEASURES, stability_table
from topics.evaluate.words import exclusivity, topic_diversity
from topics.lda.model import LDAConfig
from topics.lda.store import load_model
from topics.lda.top_words import top_words
from topics.text.bow import BagOfWords

_FORMAT = 1
_FIELDS = ("n_topics", "seed", "algorithm", "passes", "restarts", "alpha", "eta")


def config_grid(
    n_topics: Iterable[int],
    *,
    seeds: Iterable[int] = range(5),
    restarts: int | None = None,
    **settings: Any,  # noqa: ANN401 - fields of LDAConfig
) -> list[LDAConfig]:
    """Make a configuration for each number of topics and seed.

    Parameters
    ----------
    n_topics : iterable of int
        Values of K.
    seeds : iterable of int
        Fits of each K; at least 3 for a recommendation that knows its own noise.
    restarts : int, optional
        Random starts of each fit. When absent, 3 for "cvb0": fewer than `LDAConfig` makes, as
        the seeds restart too.
    **settings
        Other fields of `LDAConfig`.

    Returns
    -------
    list of LDAConfig
        In the order of `n_topics`, then of `seeds`.

    Examples
    --------
    >>> [(c.n_topics, c.seed) for c in config_grid([5, 10], seeds=[0, 1])]
    [(5, 0), (5, 1), (10, 0), (10, 1)]
    """
    seeds = list(seeds)
    if restarts is None and settings.get("algorithm", "cvb0") == "cvb0":
        restarts = 3
    return [
        LDAConfig(n_topics=k, seed=seed, restarts=restarts, **settings)
        for k in n_topics
        for seed in seeds
    ]


def compare_configs(
    bow: BagOfWords,
    configs: Sequence[LDAConfig],
    *,
    texts: "pd.Series | Reference | None" = None,
    folds: int = 10,
    groups: pd.Series | None = None,
    workers: int | None = None,
    folder: str | os.PathLike[str] | None = None,
    n_words: int = 10,
    measure: str = "hellinger",
) -> pd.DataFrame:
    """Fit every configuration, each without one fold of the documents, and measure all of them.

    Configurations that differ in nothing but the seed are runs of one setting. The first run of
    every setting leaves out fold 0, the second fold 1, and so on: settings are compared over the
    same folds, and stability speaks of other seeds and of other documents at once.

    Parameters
    ----------
    bow : BagOfWords
    configs : sequence of LDAConfig
        All different. `config_grid` makes them.
    texts : Series of list of str, or Reference, optional
        Tokens of the texts, from `tokenize`, for coherence over sliding windows as in gensim.
        Without them, whole documents are the windows: the figures are comparable within the
        table, and not with published ones.
    folds : int
        A fold is this part of the documents, drawn at random.
    groups : Series, optional
        Group of each doc_id. Documents of one group, such as paragraphs of one article, are held
        out together.
    workers : int, optional
        Processes to fit in; as many as processors when absent. The table does not depend on it.
    folder : path, optional
        Keeps every fit (`load_model(folder / row["key"])` loads the one of a row). A second call
        resumes where the first was interrupted. Without it, fits are thrown away.
    n_words : int
        Top words, by probability, that coherence, exclusivity and diversity look at.
    measure : str
        See `topic_similarity`.

    Returns
    -------
    DataFrame
        One row for each configuration, in the order given: n_topics, seed, algorithm, passes,
        restarts, alpha, eta, and those fields of LDAConfig in which the configurations differ;
        fold;
        perplexity (held-out, by document completion; lower is better); npmi, c_v, u_mass,
        exclusivity, frex (means over topics); diversity; stability (mean reliability of the
        topics against the other runs of the setting; NaN for a single run); least_stable (of the
        worst topic); n_again (topics whose reliability is 0.6 or more); n_unknown, n_apart (see
        `coherence`); n_heldout (tokens scored); passes_made; seconds (of the fit; the only column
        that differs from run to run); key.

    Raises
    ------
    TopicsError
        When a configuration occurs twice, a fit fails, or a fold leaves nothing to fit.
    """
    configs = _checked(configs)
    check_count(folds, name="folds", least=2)
    check_choice(measure, MEASURES, name="measure")
    from topics.lda._documents import usable_cores

    workers = usable_cores() if workers is None else workers
    check_count(workers, name="workers")
    fold_of = deal_folds(bow, folds=folds, groups=groups)
    settings = [dataclasses.replace(config, seed=0) for config in configs]
    digest = _digest(bow, fold_of)
    seen: dict[LDAConfig, int] = {}
    jobs: list[dict[str, Any]] = []
    for config, setting in zip(configs, settings, strict=True):
        fold = seen.get(setting, 0)
        seen[setting] = fold + 1
        job = {"config": dataclasses.asdict(config), "fold": fold % folds}
        name = json.dumps([_FORMAT, digest, job], sort_keys=True)
        key = hashlib.sha256(name.encode()).hexdigest()[:16]
        jobs.append({**job, "key": f"k{config.n_topics}-s{config.seed}-{key}"})
    with ExitStack() as stack:
        if folder is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="topics-sweep-"))
        path = Path(folder)
        todo = [job for job in jobs if not (path / job["key"] / RESULT).is_file()]
        if todo:
            # The longest first, so that no worker is left alone with one at the end.
            todo.sort(key=lambda job: -job["config"]["n_topics"])
            done = len(jobs) - len(todo)
            try:
                save_counts(bow, fold_of, path)
                with progress(
                    total=len(jobs), initial=done, desc="compare_configs", unit="fit"
                ) as bar:
                    for _ in run_jobs(todo, path, workers=min(workers, len(todo))):
                        bar.update()
            except BaseException:
                _clear_unfinished(path, [job["key"] for job in todo])
                raise
        reference = Reference.of(bow if texts is None else texts)
        return _measure(jobs, settings, path, reference, n_words=n_words, measure=measure)


def _clear_unfinished(folder: Path, keys: list[str]) -> None:
    """Remove what fits of this run have left that did not end; those with a result stay."""
    for path in (folder / key for key in keys):
        if path.is_dir() and not (path / RESULT).is_file():
            shutil.rmtree(path, ignore_errors=True)
    if folder.is_dir() and not any(path.is_dir() for path in folder.iterdir()):
        (folder / COUNTS).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()


def deal_folds(bow: BagOfWords, *, folds: int, groups: pd.Series | None = None) -> np.ndarray:
    """Deal each document a fold at random, groups together; an empty document has fold -1.

    The deal depends on the number and order of documents (or groups) and on nothing else.
    """
    rng = np.random.default_rng(0)
    if groups is None:
        fold = rng.permutation(bow.n_docs) % folds
    else:
        missing = bow.doc_ids.difference(groups.index)
        if len(missing):
            raise TopicsError(f"`groups` has no group for the document {missing[0]!r}.")
        codes, names = pd.factorize(groups.loc[bow.doc_ids])
        fold = (rng.permutation(len(names)) % folds)[codes]
    filled = np.diff(bow.counts.indptr) > 0
    fold = np.where(filled, fold, -1)
    if len(set(fold[filled].tolist())) < folds:
        raise TopicsError(
            f"`folds` is {folds}, but the documents with words do not fill as many folds. "
            "Ask for fewer folds, or give more documents."
        )
    return fold


def _checked(configs: Sequence[LDAConfig]) -> list[LDAConfig]:
    configs = list(configs)
    if not configs:
        raise TopicsError("`configs` is empty; `config_grid` makes a grid of them.")
    for config in configs:
        if not isinstance(config, LDAConfig):
            raise TopicsError(f"`configs` must hold LDAConfig; got {type(config).__name__}.")
    if len(set(configs)) < len(configs):
        twice = next(config for config in configs if configs.count(config) > 1)
        raise TopicsError(f"`configs` holds {twice} more than once.")
    return configs


def _digest(bow: BagOfWords, fold_of: np.ndarray) -> str:
    """Name the counts, the words and the folds by their content."""
    sha = hashlib.sha256()
    for array in (bow.counts.data, bow.counts.indices, bow.counts.indptr, fold_of):
        sha.update(str(array.dtype).encode())
        sha.update(np.ascontiguousarray(array).tobytes())
    sha.update("\n".join([*bow.words, *bow.doc_ids]).encode())
    return sha.hexdigest()


def _measure(
    jobs: list[dict[str, Any]],
    settings: list[LDAConfig],
    folder: Path,
    reference: Reference,
    *,
    n_words: int,
    measure: str,
) -> pd.DataFrame:
    """Load the fits, setting by setting, and give the row of each in the order of the jobs."""
    rows: dict[str, dict[str, Any]] = {}
    varied = [name for name in jobs[0]["config"] if len({j["config"][name] for j in jobs}) > 1]
    shown = list(dict.fromkeys([*_FIELDS, *varied]))
    for setting in dict.fromkeys(settings):
        members = [job for job, own in zip(jobs, settings, strict=True) if own == setting]
        topics = {}
        for job in members:
            model = load_model(folder / job["key"])
            topics[job["key"]] = model.topic_word
            result = json.loads((folder / job["key"] / RESULT).read_text("utf-8"))
            words = top_words(model, n_words, measure="probability")
            coherent = coherence_table(words, reference, n=n_words)
            exclusive = exclusivity(model, n=n_words)
            rows[job["key"]] = {
                **{name: job["config"][name] for name in shown},
                "passes": model.config.n_passes,
                "restarts": model.config.n_restarts,
                "fold": job["fold"],
                "perplexity": _perplexity(result, job),
                **{name: float(coherent[name].mean()) for name in ("npmi", "c_v", "u_mass")},
                **{name: float(exclusive[name].mean()) for name in ("exclusivity", "frex")},
                "diversity": topic_diversity(words, n=n_words),
                "stability": np.nan,
                "least_stable": np.nan,
                "n_again": np.nan,
                "n_unknown": int(coherent["n_unknown"].sum()),
                "n_apart": int(coherent["n_apart"].sum()),
                "n_heldout": result["n_heldout"],
                "passes_made": result["passes_made"],
                "seconds": result["seconds"],
                "key": job["key"],
            }
        if len(members) > 1:
            found = stability_table(topics, measure=measure, threshold=AGAIN).groupby("run")
            for key, run in found:
                rows[str(key)] |= {
                    "stability": run["reliability"].mean(),
                    "least_stable": run["reliability"].min(),
                    "n_again": int(run["stable"].sum()),
                }
    return pd.DataFrame([rows[job["key"]] for job in jobs])


def _perplexity(result: dict[str, Any], job: dict[str, Any]) -> float:
    if not result["n_heldout"]:
        raise TopicsError(
            f"fold {job['fold']} holds no document with two words to test on. Give more or longer "
            "documents."
        )
    return float(np.exp(-result["log_likelihood"] / result["n_heldout"]))
