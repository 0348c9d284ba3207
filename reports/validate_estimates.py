"""Check the estimates against planted truth, editorial labels, and halves of speeches.

    python reports/validate_estimates.py simulation --first-seed 2 --seeds 3
    python reports/validate_estimates.py simulation --trials 12 13
    python reports/validate_estimates.py scale --threads 2
    python reports/validate_estimates.py reuters --data ../shared/data
    python reports/validate_estimates.py speeches --data ../shared/data
    python reports/validate_estimates.py pages

Every finished trial is kept in the output folder, and a second run makes only what is missing.
`pages` puts what is there into validate_estimates.pdf.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from topics._write import atomic_open
from topics.corpus import read_corpus
from topics.countries import country_weights, find_countries
from topics.estimate import draw_topic_country
from topics.estimate.baselines import baseline_estimates, by_country, known_shares
from topics.estimate.check import agreement, compare_halves, label_shares, map_topics
from topics.estimate.pages import (
    draw_cells,
    draw_halves,
    draw_scale,
    draw_splits,
    draw_table,
    half_scores,
    save_pages,
)
from topics.estimate.sampler import Unit
from topics.estimate.trial import SIZE_NAMES, Trial, compare_with_mean, run_trial, summarise_trials
from topics.lda import LDAConfig, doc_topics, fit_lda
from topics.simulate import simulate_corpus
from topics.tokens import count_corpus

LONG, SHORT = (30, 200), (10, 30)
TRIALS = [
    Trial(name="base: 1,000 docs, 12 countries, 8 topics", planted={"n_docs": 1000}, authors=True),
    Trial(name="200 docs, 5 countries", planted={"n_docs": 200, "n_countries": 5}, authors=True),
    Trial(name="5,000 docs", planted={"n_docs": 5000}),
    Trial(name="10 words", planted={"n_docs": 1000, "length": (10, 10)}),
    Trial(name="200 words", planted={"n_docs": 1000, "length": (200, 200)}),
    Trial(name="60 countries", planted={"n_docs": 2000, "n_countries": 60}),
    Trial(name="5 topics", planted={"n_docs": 1000, "n_topics": 5}),
    Trial(
        name="20 topics",
        planted={"n_docs": 2000, "n_countries": 20, "n_topics": 20, "n_words": 1500},
    ),
    Trial(
        name="20 topics, 10-30 words",
        planted={
            "n_docs": 5000, "n_countries": 20, "n_topics": 20, "n_words": 1500, "length": SHORT,
        },
    ),
    Trial(
        name="50 topics, 50-150 words",
        planted={
            "n_docs": 5000, "n_countries": 20, "n_topics": 50, "n_words": 2000,
            "length": (50, 150),
        },
    ),
    Trial(name="1 country by doc", planted={"n_docs": 1000, "countries_per_doc": (1.0,)}),
    Trial(
        name="2-4 countries by doc",
        planted={"n_docs": 1000, "countries_per_doc": (0.0, 0.4, 0.3, 0.3)},
    ),
    Trial(name="30 % false mentions", planted={"n_docs": 1000, "weight_noise": 0.3}),
    Trial(
        name="30 % false mentions, p_about withheld",
        planted={"n_docs": 1000, "weight_noise": 0.3},
        use_p_about=False,
    ),
    Trial(name="40 clusters", planted={"n_docs": 1000, "n_clusters": 40}),
    Trial(
        name="40 clusters, unknown to the estimate",
        planted={"n_docs": 1000, "n_clusters": 40},
        use_clusters=False,
    ),
    Trial(name="scattered documents", planted={"n_docs": 1000, "concentration": 2.0}),
    Trial(name="docs near their countries", planted={"n_docs": 1000, "concentration": 30.0}),
    Trial(name="20,000 docs, 60 countries", planted={"n_docs": 20_000, "n_countries": 60}),
]  # fmt: skip


def main() -> None:
    """Run one part."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("part", choices=["simulation", "reuters", "speeches", "scale", "pages"])
    parser.add_argument("--out", type=Path, default=Path("reports/out/validate_estimates"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--first-seed", type=int, default=2,
        help="seeds 0 and 1 of the simulation were looked at while the sampler was made",
    )  # fmt: skip
    parser.add_argument("--seeds", type=int, default=3, help="number of seeds")
    parser.add_argument(
        "--trials", type=int, nargs="+", choices=range(len(TRIALS)), metavar="NUMBER",
        help="of the simulation, only these trials, counted from 0",
    )  # fmt: skip
    parser.add_argument("--unit", choices=["document", "evidence"], default="document")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    seeds = range(args.first_seed, args.first_seed + args.seeds)
    if args.part == "simulation":
        chosen = args.trials or range(len(TRIALS))
        simulation(args.out, chosen, seeds, args.unit, args.threads)
    elif args.part == "scale":
        scale(args.out, args.threads)
    elif args.part == "pages":
        pages(args.out)
    else:
        part = reuters if args.part == "reuters" else speeches
        for seed in seeds:
            path = args.out / f"{args.part}-{seed}.csv"
            if not path.exists():
                write(part(args.data, seed, args.threads), path)


def simulation(
    out: Path, chosen: Iterable[int], seeds: Iterable[int], unit: Unit, threads: int
) -> None:
    """Make the trials that are not there yet, all trials of the first seed first."""
    for seed in seeds:
        for number in chosen:
            trial = TRIALS[number]
            path = out / f"trial-{unit}-{number:02d}-{seed}.csv"
            if not path.exists():
                write(run_trial(trial, seed=seed, unit=unit, threads=threads), path)
                print(path.name, trial.name)


def reuters(data: Path, seed: int, threads: int) -> pd.DataFrame:
    """Score estimates from found countries and LDA topics on editors' PLACES x TOPICS.

    Topics, more of them than subjects, are fitted to all documents and named on a random half;
    the other half is estimated, and its labels are the truth: of all its documents, and of those
    with one place, where no rule for dividing a document among places plays a part. The rows
    "places known" average the same shares by the editors' places instead of the found ones: no
    estimate of countries can be expected to do much better with these topics.
    """
    corpus = read_corpus(data / "reuters21578-train")
    places = pd.read_csv(data / "reuters_places.csv").set_index("label")["iso3"]
    counted_as = pd.read_csv(data / "reuters_1987.csv").set_index("iso3")["counted_as"]
    mentions = find_countries(corpus)
    bow = count_corpus(corpus, mentions=mentions, min_docs=5, max_share=0.4)
    weights = country_weights(mentions, corpus)
    weights["country"] = weights["country"].map(counted_as).fillna(weights["country"])
    weights = (
        weights.groupby(["doc_id", "country"], as_index=False)
        .agg(weight=("weight", "sum"), p_about=("p_about", "max"))
    )  # fmt: skip
    model = fit_lda(bow, LDAConfig(n_topics=100, seed=seed, restarts=3), threads=threads)
    labels = corpus.set_index("doc_id").loc[bow.doc_ids]
    common = labels["topics"].explode().value_counts()
    subjects = label_shares(labels["topics"], common.index[common >= 50].sort_values())
    named = labels["places"].map(lambda found: [places[p] for p in found if p in places])
    labelled = bow.doc_ids.isin(subjects.index) & (bow.counts.sum(axis=1) > 0)
    half = np.random.default_rng(seed).random(len(bow.doc_ids)) < 0.5
    learn = replace(bow, counts=bow.counts[labelled & half], doc_ids=bow.doc_ids[labelled & half])
    test = replace(bow, counts=bow.counts[labelled & ~half], doc_ids=bow.doc_ids[labelled & ~half])
    weights = weights[weights["doc_id"].isin(test.doc_ids)]
    known = subjects.loc[learn.doc_ids]
    topic_subject = map_topics(doc_topics(model, learn), known)
    found = baseline_estimates(model, test, weights)
    shares = {name: table @ topic_subject for name, table in found.items()}
    # Topics come from twice the documents that are estimated: redrawn, they would be worse.
    for name, refit in (("joint", False), ("joint, topics redrawn", True)):
        drawn = draw_topic_country(
            model, test, weights, refit=refit, draws=100, seed=seed, threads=threads
        )
        estimate = by_country(drawn)
        seen = replace(model, topic_word=drawn.topic_word)
        shares[name] = estimate @ map_topics(known_shares(seen, learn), known)
    countries = shares["joint"].index
    rows = []
    truth_docs = test.doc_ids
    seen_shares = known_shares(model, test)
    top = seen_shares.eq(seen_shares.max(axis=1), axis=0).astype(float)
    for kind, most in (("any places", 1000), ("one place", 1)):
        docs = [doc for doc in truth_docs if 1 <= len(named[doc]) <= most]
        where = label_shares(named.loc[docs], pd.Index(sorted(set(named.loc[docs].explode()))))
        truth = where.T @ subjects.loc[where.index]
        mass = truth.sum(axis=1)
        truth = truth.div(mass, axis=0)[mass >= 20]
        truth = truth.loc[truth.index.isin(countries)]
        known_places = {
            f"{name}, places known": (where.T @ table.loc[where.index]).div(mass, axis=0)
            for name, table in (("mean", seen_shares), ("argmax", top))
        }
        ceilings = {name: table @ topic_subject for name, table in known_places.items()}
        for name, table in (shares | ceilings).items():
            rows.append(
                {"truth": kind, "method": name, "seed": seed, "n_countries": len(truth)}
                | agreement(table, truth)
            )
    return pd.DataFrame(rows)


def speeches(data: Path, seed: int, threads: int) -> pd.DataFrame:
    """Estimate each country from two random halves of its UN speeches, and compare."""
    corpus = read_corpus(data / "ungdc-even-sessions", pattern="{iso3}_{session}_{year}")
    corpus = corpus[pd.to_numeric(corpus["year"]) >= 2000].reset_index(drop=True)
    bow = count_corpus(corpus, min_docs=20, max_share=0.5)
    weights = pd.DataFrame({"doc_id": corpus["doc_id"], "country": corpus["iso3"], "weight": 1.0})
    weights = weights[weights["doc_id"].isin(bow.doc_ids)]
    model = fit_lda(bow, LDAConfig(n_topics=20, seed=seed, restarts=2), threads=threads)
    order = weights.sample(frac=1, random_state=seed)
    side = order.groupby("country").cumcount().mod(2).loc[weights.index].to_numpy()
    halves = []
    for which in (0, 1):
        docs = weights["doc_id"][side == which]
        keep = bow.doc_ids.isin(docs)
        part = replace(bow, counts=bow.counts[keep], doc_ids=bow.doc_ids[keep])
        halves.append(
            draw_topic_country(
                model, part, weights[side == which], draws=200, seed=seed, threads=threads
            )
        )
    return compare_halves(*halves).assign(seed=seed)


def scale(out: Path, threads: int) -> None:
    """Time and peak memory of 500 draws for 200 countries and 50 topics, by number of documents."""
    for n_docs in (25_000, 50_000, 100_000):
        path = out / f"scale-{n_docs:06d}.csv"
        if not path.exists():
            # A fresh process each: the system keeps only the peak of a whole process.
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                write(pool.apply(time_estimate, (n_docs, threads)), path)


def time_estimate(n_docs: int, threads: int) -> pd.DataFrame:
    """One row: what an estimate with default options takes."""
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
    } | {name: drawn.diagnostics["mixing"][name] for name in ("rhat_max", "rhat_bad", "ess_min")}
    return pd.DataFrame([row])  # fmt: skip


def pages(out: Path) -> None:
    """Put tables and figures of what was made so far into the output folder."""
    figures = []
    for unit in ("document", "evidence"):
        trials = collect(out, f"trial-{unit}-*.csv")
        if trials is None:
            continue
        order = {trial.name: number for number, trial in enumerate(TRIALS)}
        trials = trials.sort_values("trial", key=lambda names: names.map(order), kind="stable")
        large = trials[trials["size"].isin(["50-199", "200 or more"])]
        tables = {
            "cells": summarise_trials(large, ["trial", "method"]),
            "sizes": summarise_trials(trials, ["size", "method"]).reindex(SIZE_NAMES, level="size"),
            "all": summarise_trials(trials, ["method"]),
            "large": summarise_trials(large, ["method"]),
        }
        for name, table in tables.items():
            write(table.round(4).reset_index(), out / f"simulation-{unit}-{name}.csv")
        ratios = compare_with_mean(tables["cells"]).round(4)
        write(ratios, out / f"simulation-{unit}-ratios.csv")
        title = f"Simulation, unit={unit}, countries with 50 documents or more"
        figures += [
            draw_cells(tables["cells"], f"{title}: coverage with twice its standard error"),
            draw_table(ratios, f"{title}: errors, ratio to the mean method, coverage"),
        ]
        for name in ("large", "sizes"):
            what = title if name == "large" else f"Simulation, unit={unit}, by size of country"
            figures.append(draw_table(tables[name].reset_index(), what))
    scores = collect(out, "reuters-[0-9]*.csv")
    if scores is not None:
        mean = scores.groupby(["truth", "method"], sort=False).mean(numeric_only=True)
        write(mean.drop(columns="seed").round(4).reset_index(), out / "reuters-scores.csv")
        title = f"Reuters PLACES x TOPICS, {scores['seed'].nunique()} random splits"
        figures.append(draw_splits(scores, title))
        figures.append(draw_table(mean.drop(columns="seed").reset_index(), f"{title}: means"))
    halves = collect(out, "speeches-[0-9]*.csv")
    if halves is not None:
        write(half_scores(halves), out / "speeches-scores.csv")
        title = f"Halves of UN speeches, {halves['seed'].nunique()} random splits"
        figures += [draw_halves(halves, title), draw_table(half_scores(halves), title)]
    clock = collect(out, "scale-[0-9]*.csv")
    if clock is not None:
        title = "200 countries, 50 topics, 500 draws, documents of 60 to 140 words"
        figures.append(draw_scale(clock, title))
        columns = ["n_docs", "n_words", "threads", "wall_s", "cpu_s", "peak_gb", "rhat_max"]
        figures.append(draw_table(clock[columns], title))
    if figures:
        save_pages(figures, out / "validate_estimates.pdf")


def collect(out: Path, pattern: str) -> pd.DataFrame | None:
    """Rows of all files of a kind, or None when there is none."""
    parts = [pd.read_csv(path) for path in sorted(out.glob(pattern))]
    return pd.concat(parts, ignore_index=True) if parts else None


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table whole or not at all."""
    with atomic_open(path) as file:
        table.to_csv(file, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
