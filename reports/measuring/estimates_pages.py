"""What was measured of estimates, as tables and as a PDF."""

from pathlib import Path

import pandas as pd

from measuring.estimates_planted import TRIALS
from measuring.estimates_plots import (
    draw_cells,
    draw_halves,
    draw_scale,
    draw_splits,
    draw_table,
    half_scores,
    save_pages,
)
from measuring.estimates_trial import SIZE_NAMES, compare_with_mean, summarise_trials
from topics.tables import write_csv


def pages(out: Path) -> None:
    """Put tables and figures of what was made so far into the output folder."""
    figures = []
    for unit in ("document", "evidence"):
        trials = collect(out, f"trial-{unit}-*.csv")
        if trials is None:
            continue
        order = {trial.name: number for number, trial in enumerate(TRIALS)}
        trials = trials.sort_values("trial", key=lambda names: names.map(order), kind="stable")
        large = trials[trials["size"].isin(["50-99", "100 or more"])]
        tables = {
            "cells": summarise_trials(large, ["trial", "method"]),
            "sizes": summarise_trials(trials, ["size", "method"]).reindex(SIZE_NAMES, level="size"),
            "all": summarise_trials(trials, ["method"]),
            "large": summarise_trials(large, ["method"]),
        }
        for name, table in tables.items():
            write_csv(table.round(4).reset_index(), out / f"simulation-{unit}-{name}.csv")
        ratios = compare_with_mean(tables["cells"]).round(4)
        write_csv(ratios, out / f"simulation-{unit}-ratios.csv")
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
        write_csv(mean.drop(columns="seed").round(4).reset_index(), out / "reuters-scores.csv")
        title = f"Reuters PLACES x TOPICS, {scores['seed'].nunique()} random splits"
        figures.append(draw_splits(scores, title))
        figures.append(draw_table(mean.drop(columns="seed").reset_index(), f"{title}: means"))
    halves = collect(out, "speeches-[0-9]*.csv")
    if halves is not None:
        write_csv(half_scores(halves), out / "speeches-scores.csv")
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
    """Return the rows of all files of a kind, or None when there is none."""
    parts = [pd.read_csv(path) for path in sorted(out.glob(pattern))]
    return pd.concat(parts, ignore_index=True) if parts else None
