"""Pages of the validation: what trials, labels, halves and clocks found, a figure for each."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from topics._write import atomic_open

_MARKERS = {"joint": "o", "mean": "s", "ols": "^", "argmax": "x", "oracle": "|"}


def draw_cells(cells: pd.DataFrame, title: str) -> Figure:
    """Draw error by method and coverage of the joint estimate, a line for each trial.

    Parameters
    ----------
    cells : DataFrame
        `summarise_trials(results, ["trial", "method"])`.
    title : str
    """
    figure = Figure(figsize=(8.3, 6.2), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    names = list(cells.index.get_level_values("trial").unique())
    for method, marker in _MARKERS.items():
        error = cells["tv_error"].xs(method, level="method").reindex(names)
        left.plot(error, range(len(names)), marker, label=method, markersize=4)
    joint = cells.xs("joint", level="method").reindex(names)
    n_shares = joint["n_shares"]
    for level, marker in {"50": "v", "90": "s", "95": "o"}.items():
        cover = joint[f"cover_{level}"]
        # Twice the standard error were every share a trial of its own; it is at least that.
        reach = 2 * np.sqrt(cover * (1 - cover) / n_shares)
        line = right.errorbar(
            cover, range(len(names)), xerr=reach, fmt=marker, label=f"{level} %", markersize=4,
            linewidth=0.7,
        )  # fmt: skip
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


def draw_splits(scores: pd.DataFrame, title: str) -> Figure:
    """Draw rank correlation and error by method: a point for each split, a bar for the mean.

    Parameters
    ----------
    scores : DataFrame
        `truth, method, seed, rank_all, tv_error`.
    title : str
    """
    figure = Figure(figsize=(8.3, 5.8), layout="constrained")
    kinds = list(scores["truth"].unique())
    panels = figure.subplots(len(kinds), 2, sharey="row", squeeze=False)
    labels = {"rank_all": "rank correlation", "tv_error": "total-variation error"}
    for row, kind in enumerate(kinds):
        part = scores[scores["truth"] == kind]
        methods = list(part["method"].unique())
        for column, (score, label) in enumerate(labels.items()):
            axes = panels[row, column]
            at = part["method"].map(methods.index)
            axes.plot(part[score], at, ".", alpha=0.5)
            mean = part.groupby("method")[score].mean().reindex(methods)
            axes.plot(mean, range(len(methods)), "|k", markersize=14)
            axes.set_yticks(range(len(methods)), methods, fontsize=7)
            axes.set_xlabel(label, fontsize=8)
            axes.grid(linewidth=0.3)
        panels[row, 0].invert_yaxis()
        panels[row, 0].set_title(f"labels of documents with {kind}", loc="left", fontsize=8)
    figure.suptitle(title, fontsize=9)
    return figure


def draw_halves(table: pd.DataFrame, title: str) -> Figure:
    """Draw differences of halves in standard errors, against the normal curve they should follow.

    Parameters
    ----------
    table : DataFrame
        `compare_halves(...)`, of any number of splits.
    title : str
    """
    figure = Figure(figsize=(8.3, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    bins = np.linspace(-4, 4, 41)
    left.hist(table["z"].clip(-4, 4), bins, density=True, color="0.75")
    left.plot(bins, np.exp(-(bins**2) / 2) / np.sqrt(2 * np.pi), "k", linewidth=1)
    left.set_xlabel("difference of two halves, in standard errors")
    left.set_yticks([])
    scores = half_scores(table).set_index("estimate")
    for column, promised, marker in (("within_50", 0.5, "v"), ("within_95", 0.95, "o")):
        line = right.plot(scores[column], range(len(scores)), marker, label=f"{promised:.0%}")
        right.axvline(promised, color=line[0].get_color(), linewidth=0.7)
    right.set_yticks(range(len(scores)), [f"share {name}" for name in scores.index], fontsize=7)
    right.invert_yaxis()
    right.set_xlim(0, 1.02)
    right.set_xlabel("part of the differences within what intervals promise")
    right.legend(fontsize=7)
    figure.suptitle(title, fontsize=9)
    return figure


def draw_scale(table: pd.DataFrame, title: str) -> Figure:
    """Draw time and memory against the number of documents.

    Parameters
    ----------
    table : DataFrame
        `n_docs, cpu_s, peak_gb`.
    title : str
    """
    figure = Figure(figsize=(8.3, 3.6), layout="constrained")
    panels = figure.subplots(1, 2)
    labels = {"cpu_s": "CPU minutes", "peak_gb": "peak memory, GB"}
    for axes, (column, label) in zip(panels, labels.items(), strict=True):
        values = table[column] / (60 if column == "cpu_s" else 1)
        axes.plot(table["n_docs"] / 1000, values, "o-")
        axes.set_xlim(left=0)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("documents, thousands")
        axes.set_ylabel(label)
        axes.grid(linewidth=0.3)
    figure.suptitle(title, fontsize=9)
    return figure


def draw_table(table: pd.DataFrame, title: str) -> Figure:
    """Put a table on a page of its own; numbers with three decimals."""
    text = table.copy()
    words = [i for i, name in enumerate(text.columns) if text[name].dtype.kind not in "iuf"]
    for name in text.select_dtypes("number").columns:
        whole = (text[name].dropna() % 1 == 0).all()
        text[name] = text[name].map(lambda x, whole=whole: f"{x:,.0f}" if whole else f"{x:.3f}")
    text = text.astype(str).replace({"nan": "", "<NA>": ""})
    figure = Figure(figsize=(8.3, 1.2 + 0.19 * len(text)), layout="constrained")
    axes = figure.subplots()
    axes.set_axis_off()
    widest = [max(len(str(v)) for v in [name, *text[name]]) + 2 for name in text.columns]
    drawn = axes.table(
        text.to_numpy().tolist(), colLabels=[str(name) for name in text.columns],
        loc="upper center", edges="horizontal", colWidths=[w / sum(widest) for w in widest],
    )  # fmt: skip
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(6.5)
    for (_, column), cell in drawn.get_celld().items():
        cell.set_linewidth(0.3)
        cell.get_text().set_horizontalalignment("left" if column in words else "right")
    figure.suptitle(title, fontsize=9)
    return figure


def half_scores(table: pd.DataFrame) -> pd.DataFrame:
    """Measure how often two halves agree, by size of the estimate.

    Parameters
    ----------
    table : DataFrame
        `compare_halves(...)`, of any number of splits.

    Returns
    -------
    DataFrame
        `estimate, n, sd_of_z, within_50, within_95`.
    """
    labels = ["to 1 %", "1-5 %", "5-20 %", "over 20 %"]
    size = pd.cut((table["first"] + table["second"]) / 2, [0, 0.01, 0.05, 0.2, 1], labels=labels)
    rows = {
        name: {
            "n": len(part),
            "sd_of_z": part["z"].std(),
            "within_50": (part["z"].abs() < 0.6745).mean(),
            "within_95": (part["z"].abs() < 1.96).mean(),
        }
        for name, part in [("all", table), *table.groupby(size, observed=True)]
    }
    return pd.DataFrame(rows).T.round(4).rename_axis("estimate").reset_index()


def save_pages(figures: Sequence[Figure], path: Path) -> None:
    """Write figures as pages of one PDF whose bytes do not depend on the day."""
    with atomic_open(path, "wb") as file, PdfPages(file, metadata={"CreationDate": None}) as pdf:
        for figure in figures:
            pdf.savefig(figure)
