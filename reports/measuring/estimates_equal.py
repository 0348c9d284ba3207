"""How often two halves of one country's texts, taken for two countries, are told apart."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from topics.estimate.contrasts import contrasts
from topics.estimate.draws import draw_topic_country
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.run.comparison import fit_again
from topics.simulate_news import simulate_news
from topics.tables import write_csv
from topics.text.bow import BagOfWords


def equal(out: Path, seeds: Iterable[int], threads: int) -> None:
    """Make the halves that are not there yet, and say how often they differ."""
    for seed in seeds:
        path = out / f"equal-{seed}.csv"
        if not path.exists():
            write_csv(run_equal(seed=seed, threads=threads), path)
            print(path.name, flush=True)
    cells = pd.concat(pd.read_csv(out / f"equal-{seed}.csv") for seed in seeds)
    below, false = cells["p_value"] < 0.05, cells["p_adjusted"] < 0.05
    by_corpus = below.groupby(cells["seed"]).mean()
    corpora = false.groupby(cells["seed"]).any()
    print(
        f"{len(cells)} differences between halves of one country, {len(corpora)} corpora\n"
        f"p_value below 0.05: {below.mean():.3f}, by corpus {by_corpus.min():.3f} to "
        f"{by_corpus.max():.3f}\n"
        f"95 % intervals that hold 0: {cells['holds'].mean():.3f}\n"
        f"p_adjusted below 0.05 in {false.sum()} cells of {corpora.sum()} of {len(corpora)} corpora"
    )  # fmt: skip


def run_equal(
    *, seed: int, draws: int = 300, restarts: int = 10, refits: int = 4, threads: int = 1
) -> pd.DataFrame:
    """Halve the texts of every planted country at random, and compare the halves.

    The halves have the same mix by construction, whatever the generator does.

    Returns
    -------
    DataFrame
        A row per country and topic: `country, topic, difference, p_value, p_adjusted` (over all
        rows), `holds`, whether the 95 % interval holds 0, `n_first, n_second, seed`.
    """
    corpus = simulate_news(n_docs=2000, n_countries=8, n_topics=8, n_words=2000, seed=seed)
    bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
    config = LDAConfig(n_topics=len(corpus.topic_word), seed=seed, restarts=restarts)
    models = [fit_lda(bow, config, threads=threads)]
    models += fit_again(bow, replace(config, restarts=max(1, restarts // refits)), fits=refits)
    rng = np.random.default_rng([seed, 1])
    half = rng.integers(0, 2, len(corpus.weights)).astype(str)
    weights = corpus.weights.assign(country=corpus.weights["country"] + "-" + half)
    drawn = draw_topic_country(models, bow, weights, draws=draws, seed=seed, threads=threads)
    names = sorted(corpus.country_topic.index)
    compared = contrasts(
        drawn, [f"{name}-0" for name in names], [f"{name}-1" for name in names]
    )  # fmt: skip
    sizes = weights["country"].value_counts()
    return pd.DataFrame(
        {
            "country": compared["first"].str[:-2], "topic": compared["topic"],
            "difference": compared["estimate"], "p_value": compared["p_value"],
            "p_adjusted": compared["p_adjusted"],
            "holds": (compared["ci_low"] <= 0) & (compared["ci_high"] >= 0),
            "n_first": compared["first"].map(sizes), "n_second": compared["second"].map(sizes),
            "seed": seed,
        }
    )  # fmt: skip
