"""Bands of trends against planted mixes of countries by year, over the whole path."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from measuring.estimates_trial import FOUND, LEVELS, find_planted
from topics.estimate.intervals import share_interval
from topics.estimate.trends import draw_trends
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.run.comparison import fit_again
from topics.simulate import SimulatedCorpus
from topics.simulate_news import simulate_news
from topics.tables import write_csv
from topics.text.bow import BagOfWords

_YEARS, _COUNTRIES, _FIRST = 4, 6, 2001


def trends(out: Path, seeds: Iterable[int], threads: int) -> None:
    """Plant news on one country a text, in four years that have nothing to do with each other."""
    for seed in seeds:
        path = out / f"trends-{seed}.csv"
        if not path.exists():
            write_csv(run_trends(seed=seed, threads=threads), path)
            print(path.name)
    cells = pd.concat(pd.read_csv(out / f"trends-{seed}.csv") for seed in seeds)
    held = [f"held_{100 * level:.0f}" for level in LEVELS]
    table = cells.groupby("words")[["error", "width", "found", *held]].mean()
    print(table.assign(n=cells.groupby("words").size()).round(3).to_string())


def run_trends(
    *, seed: int, draws: int = 300, restarts: int = 20, refits: int = 4, threads: int = 1
) -> pd.DataFrame:
    """Estimate country-years and hold their bands against what was planted.

    Returns
    -------
    DataFrame
        One row per country, year and topic, for "fit" and for "known" words of topics: n_docs,
        error (absolute), width (of 95 % bands), held_50, held_90, held_95, and found: whether the
        topic has an affinity of 0.8 or more to the planted one.
    """
    corpus = simulate_news(
        n_docs=3000, n_countries=_COUNTRIES * _YEARS, countries_per_doc=(1.0,), seed=seed
    )
    bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
    config = LDAConfig(n_topics=len(corpus.topic_word), seed=seed, restarts=restarts)
    again = replace(config, restarts=max(1, restarts // refits))
    models = [fit_lda(bow, config, threads=threads), *fit_again(bow, again, fits=refits)]
    weights, dates = _as_years(corpus)
    shared: dict[str, Any] = {"draws": draws, "seed": seed, "threads": threads}
    found = draw_trends(models, bow, weights, dates, **shared)
    known = draw_trends(corpus, bow, weights, dates, refit=False, **shared)
    return pd.concat(
        [
            _score(corpus, found, found.topic_word).assign(words="fit"),
            _score(corpus, known, corpus.topic_word).assign(words="known"),
        ]
    ).assign(seed=seed)


def _as_years(corpus: SimulatedCorpus) -> tuple[pd.DataFrame, pd.Series]:
    """Take every four planted countries as four years of one; a text is of its true one's year."""
    number = {code: n for n, code in enumerate(corpus.country_topic.index)}
    weights = corpus.weights.assign(
        country=[f"C{number[code] // _YEARS}" for code in corpus.weights["country"]]
    )
    # A false mention may be of another year of the same country: then the text names it twice.
    weights = weights.groupby(["doc_id", "country"], as_index=False, sort=False).agg(
        weight=("weight", "sum"), p_about=("p_about", "max")
    )
    true = corpus.true_weights.set_index("doc_id")["country"].map(number) % _YEARS + _FIRST
    return weights, pd.to_datetime(true.astype(str) + "-07-01")


def _score(corpus: SimulatedCorpus, draws: Any, words: pd.DataFrame) -> pd.DataFrame:  # noqa: ANN401
    order, similarity = find_planted(corpus.topic_word, words)
    names = draws.groups.get_level_values("country")
    keep = np.array([name.startswith("C") for name in names])
    countries = names[keep]
    years = draws.groups.get_level_values("period")[keep].astype(int)
    cells = [int(c[1:]) * _YEARS + year - _FIRST for c, year in zip(countries, years, strict=True)]
    truth = corpus.country_topic.to_numpy()[cells]
    sample, estimate = draws.sample[:, keep][:, :, order], draws.estimate[keep][:, order]
    rows: dict[str, Any] = {"error": np.abs(estimate - truth).ravel()}
    for level in LEVELS:
        low, high = share_interval(sample, level=level)
        low, high = np.minimum(low, estimate), np.maximum(high, estimate)
        rows[f"held_{100 * level:.0f}"] = ((low <= truth) & (truth <= high)).ravel()
    rows["width"] = (high - low).ravel()
    n_topics = truth.shape[1]
    return pd.DataFrame(
        {
            "country": np.repeat(countries, n_topics),
            "year": np.repeat(years, n_topics),
            "topic": np.tile(np.arange(n_topics), len(cells)),
            **rows,
            "found": np.tile(similarity >= FOUND, len(cells)),
        }
    )
