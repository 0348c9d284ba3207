"""Time and memory of estimates by the number of documents."""

import multiprocessing
import resource
import time
from pathlib import Path
from typing import Any

import pandas as pd

from measuring.estimates_baselines import by_country
from topics.estimate import draw_topic_country
from topics.estimate.relations import draw_topic_pairs
from topics.simulate import simulate_corpus
from topics.tables import write_csv


def scale(out: Path, threads: int) -> None:
    """Measure time and peak memory of 500 draws for 200 countries and 50 topics, by documents."""
    for n_docs in (25_000, 50_000, 100_000):
        path = out / f"scale-{n_docs:06d}.csv"
        if not path.exists():
            # A fresh process each: the system keeps only the peak of a whole process.
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                write_csv(pool.apply(time_estimate, (n_docs, threads)), path)


def time_estimate(n_docs: int, threads: int) -> pd.DataFrame:
    """Return one row: what an estimate with default options takes."""
    corpus = simulate_corpus(
        n_docs=n_docs, n_countries=200, n_topics=50, n_words=5000, length=(60, 140)
    )
    compiled = simulate_corpus(n_docs=50, n_countries=5, n_topics=50, n_words=200)
    draw_topic_country(compiled, compiled, compiled.weights, draws=20, threads=threads)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    drawn = draw_topic_country(corpus, corpus, corpus.weights, draws=500, threads=threads)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    found = by_country(drawn)
    error = (found - corpus.country_topic.loc[found.index]).abs().sum(axis=1).mean() / 2
    row = {
        "n_docs": n_docs,
        "n_words": int(corpus.counts.sum()),
        "n_countries": 200,
        "n_topics": 50,
        "draws": 500,
        "threads": threads,
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        # Kilobytes, as Linux counts.
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "peak_before_gb": before / 1e6,
        "tv_error": error,
    } | {name: drawn.diagnostics["mixing"][name] for name in ("rhat_max", "unsettled", "ess_min")}
    return pd.DataFrame([row])  # fmt: skip


def pairs_scale(out: Path, threads: int) -> None:
    """Measure what pairs cost beside countries alone: 200 countries, 20 topics, by documents."""
    for n_docs in (10_000, 30_000, 100_000):
        path = out / f"pairs-scale-{n_docs:06d}.csv"
        if not path.exists():
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                write_csv(pool.apply(time_pairs, (n_docs, threads)), path)
        print(pd.read_csv(path).to_string(index=False), flush=True)


def time_pairs(
    n_docs: int, threads: int, *, n_countries: int = 200, draws: int = 100
) -> pd.DataFrame:
    """Return one row: processor seconds of the draws without pairs, and with all that have enough.

    Half of the documents are about two countries. Processor time is what can be compared where
    others use the machine too.
    """
    size: dict[str, Any] = {
        "n_topics": 20,
        "n_words": 3000,
        "length": (60, 140),
        "countries_per_doc": (0.4, 0.5, 0.1),
    }
    corpus = simulate_corpus(n_docs=n_docs, n_countries=n_countries, **size)
    compiled = simulate_corpus(n_docs=200, n_countries=5, **size)
    draw_topic_pairs(compiled, compiled, compiled.weights, draws=20, threads=threads)
    row: dict[str, Any] = {
        "n_docs": n_docs, "n_words": int(corpus.counts.sum()), "n_countries": n_countries,
        "draws": draws, "threads": threads,
    }  # fmt: skip
    for name, chosen in (("without", []), ("with", None)):
        start = time.process_time()
        drawn = draw_topic_pairs(
            corpus, corpus, corpus.weights, pairs=chosen, draws=draws, threads=threads
        )
        row[f"cpu_s_{name}"] = round(time.process_time() - start, 1)
        row[f"sweeps_{name}"] = drawn.together.diagnostics["mixing"]["n_sweeps"]
        row["n_pairs"] = len(drawn.pairs)
    row["times"] = row["cpu_s_with"] / row["cpu_s_without"]
    row["peak_gb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return pd.DataFrame([row])
