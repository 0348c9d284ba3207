"""Check the estimates against planted truth, editorial labels, and halves of speeches.

    python reports/validate_estimates.py simulation --seeds 3
    python reports/validate_estimates.py simulation --seeds 1 --trials 12 13
    python reports/validate_estimates.py reuters --data ../shared/data
    python reports/validate_estimates.py speeches --data ../shared/data
    python reports/validate_estimates.py pages

Every finished trial is kept in the output folder, and a second run makes only what is missing.
`pages` puts what is there into validate_estimates.pdf.
"""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from topics._write import atomic_open
from topics.corpus import read_corpus
from topics.countries import country_weights, find_countries
from topics.estimate import draw_topic_country
from topics.estimate.baselines import baseline_estimates, by_country, known_shares
from topics.estimate.check import agreement, compare_halves, label_shares, map_topics
from topics.estimate.sampler import Unit
from topics.estimate.trial import Trial, run_trial, summarise_trials
from topics.lda import LDAConfig, doc_topics, fit_lda
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
    parser.add_argument("part", choices=["simulation", "reuters", "speeches", "pages"])
    parser.add_argument("--out", type=Path, default=Path("reports/out/validate_estimates"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument(
        "--trials", type=int, nargs="+", choices=range(len(TRIALS)), metavar="NUMBER",
        help="of the simulation, only these trials, counted from 0",
    )  # fmt: skip
    parser.add_argument("--unit", choices=["document", "evidence"], default="document")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    if args.part == "simulation":
        chosen = args.trials or range(len(TRIALS))
        simulation(args.out, chosen, args.seeds, args.unit, args.threads)
    elif args.part == "reuters":
        for seed in range(args.seeds):
            path = args.out / f"reuters-{seed}.csv"
            if not path.exists():
                write(reuters(args.data, seed, args.threads), path)
    elif args.part == "speeches":
        for seed in range(args.seeds):
            path = args.out / f"speeches-{seed}.csv"
            if not path.exists():
                write(speeches(args.data, seed, args.threads), path)
    else:
        pages(args.out)


def simulation(out: Path, chosen: Iterable[int], seeds: int, unit: Unit, threads: int) -> None:
    """Make the trials that are not there yet, first all trials of the first seed."""
    for seed in range(seeds):
        for number in chosen:
            trial = TRIALS[number]
            path = out / f"trial-{unit}-{number:02d}-{seed}.csv"
            if not path.exists():
                write(run_trial(trial, seed=seed, unit=unit, threads=threads), path)
                print(path.name, trial.name)


def reuters(data: Path, seed: int, threads: int) -> pd.DataFrame:
    """Score estimates from found countries and LDA topics on editors' PLACES x TOPICS.

    Topics are named on a random half of the documents; the other half is estimated, and its
    labels are the truth: of all its documents, and of those with one place, where no rule for
    dividing a document among places plays a part.
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
    model = fit_lda(bow, LDAConfig(n_topics=30, seed=seed, restarts=3), threads=threads)
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
    for name, refit in (("joint", True), ("joint, topics as fitted", False)):
        drawn = draw_topic_country(
            model, test, weights, refit=refit, draws=100, seed=seed, threads=threads
        )
        estimate = by_country(drawn)
        seen = replace(model, topic_word=drawn.topic_word)
        shares[name] = estimate @ map_topics(known_shares(seen, learn), known)
    countries = shares["joint"].index
    rows = []
    truth_docs = test.doc_ids
    for kind, most in (("all", 1000), ("one place", 1)):
        docs = [doc for doc in truth_docs if 1 <= len(named[doc]) <= most]
        where = label_shares(named.loc[docs], pd.Index(sorted(set(named.loc[docs].explode()))))
        truth = where.T @ subjects.loc[where.index]
        mass = truth.sum(axis=1)
        truth = truth.div(mass, axis=0)[mass >= 20]
        truth = truth.loc[truth.index.isin(countries)]
        for name, table in shares.items():
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


def pages(out: Path) -> None:
    """Put tables and figures of what was made so far into the output folder."""
    figures = []
    for unit in ("document", "evidence"):
        parts = [pd.read_csv(path) for path in sorted(out.glob(f"trial-{unit}-*.csv"))]
        if not parts:
            continue
        trials = pd.concat(parts, ignore_index=True)
        large = trials[trials["size"].isin(["50-199", "200 or more"])]
        tables = {
            "cells": summarise_trials(large, ["trial", "method"]),
            "sizes": summarise_trials(trials, ["size", "method"]),
            "all": summarise_trials(trials, ["method"]),
            "large": summarise_trials(large, ["method"]),
        }
        for name, table in tables.items():
            write(table.round(4).reset_index(), out / f"simulation-{unit}-{name}.csv")
        n_seeds = trials["seed"].nunique()
        title = f"Simulation, unit={unit}: countries with 50 documents or more, {n_seeds} seeds"
        figures.append(draw_cells(tables["cells"], title))
    for name in ("reuters", "speeches"):
        parts = [pd.read_csv(path) for path in sorted(out.glob(f"{name}-[0-9]*.csv"))]
        if not parts:
            continue
        table = pd.concat(parts, ignore_index=True)
        if name == "reuters":
            scores = table.groupby(["truth", "method"], sort=False).mean(numeric_only=True)
            write(scores.drop(columns="seed").round(4).reset_index(), out / "reuters-scores.csv")
        else:
            write(half_scores(table), out / "speeches-scores.csv")
    if figures:
        save_pages(figures, out / "validate_estimates.pdf")


def half_scores(table: pd.DataFrame) -> pd.DataFrame:
    """How often two halves agree, by size of estimate."""
    size = pd.cut((table["first"] + table["second"]) / 2, [0, 0.01, 0.05, 0.2, 1]).astype(str)
    rows = {
        name: {
            "n": len(part),
            "sd_of_z": part["z"].std(),
            "within_50": (part["z"].abs() < 0.6745).mean(),
            "within_95": (part["z"].abs() < 1.96).mean(),
        }
        for name, part in [("all", table), *table.groupby(size)]
    }
    return pd.DataFrame(rows).T.round(4).rename_axis("estimate").reset_index()


def draw_cells(cells: pd.DataFrame, title: str) -> Figure:
    """Error by method and coverage of the joint estimate, a line for each trial."""
    figure = Figure(figsize=(8.3, 5.8), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    names = list(cells.index.get_level_values("trial").unique())
    for method, marker in {"joint": "o", "mean": "s", "ols": "^", "argmax": "x"}.items():
        error = cells["tv_error"].xs(method, level="method").reindex(names)
        left.plot(error, range(len(names)), marker, label=method, markersize=4)
    joint = cells.xs("joint", level="method").reindex(names)
    for level, marker in {"50": "v", "90": "s", "95": "o"}.items():
        line = right.plot(
            joint[f"cover_{level}"], range(len(names)), marker, label=f"{level} %", markersize=4
        )
        right.axvline(int(level) / 100, color=line[0].get_color(), linewidth=0.7)
    left.set_yticks(range(len(names)), names, fontsize=7)
    left.invert_yaxis()
    left.set_xlim(left=0)
    left.set_xlabel("total-variation error of P(topic | country)")
    right.set_xlim(0, 1)
    right.set_xlabel("share of the joint intervals that hold the truth")
    for axes in (left, right):
        axes.legend(fontsize=7)
        axes.grid(axis="y", linewidth=0.3)
    figure.suptitle(title, fontsize=9)
    return figure


def save_pages(figures: list[Figure], path: Path) -> None:
    """Write figures as pages of one PDF whose bytes do not depend on the day."""
    with atomic_open(path, "wb") as file, PdfPages(file, metadata={"CreationDate": None}) as pdf:
        for figure in figures:
            pdf.savefig(figure)


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table whole or not at all."""
    with atomic_open(path) as file:
        table.to_csv(file, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
