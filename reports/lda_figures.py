"""Draw what `benchmark_lda.py` measured: one PDF of tables and a figure of quality over time."""

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from topics._write import atomic_open
from topics.errors import InputError

KEYS = ["corpus", "n_topics"]
PARTS = ("quality", "vb", "priors", "restarts", "text", "bits", "scaling", "memory", "apply")


def time_to_quality(table: pd.DataFrame) -> pd.DataFrame:
    """Say how long cvb0 needs for each peer's last perplexity and NPMI together.

    Medians over seeds; `times_less` is the peer's CPU time over ours, missing when one of the
    two figures is not reached.
    """
    medians = table.groupby([*KEYS, "tool", "step"], as_index=False)[
        ["cpu", "wall", "perplexity", "npmi"]
    ].median()
    rows = []
    for (corpus, n_topics), part in medians.groupby(KEYS):
        mine = part[part["tool"] == "cvb0"].sort_values("step")
        for tool, theirs in part[part["tool"] != "cvb0"].groupby("tool"):
            last = theirs.sort_values("step").iloc[-1]
            reached = mine[
                (mine["perplexity"] <= last["perplexity"]) & (mine["npmi"] >= last["npmi"])
            ]
            cpu = reached["cpu"].iloc[0] if len(reached) else float("nan")
            rows.append(
                {
                    "corpus": corpus, "n_topics": n_topics, "peer": tool, "step": last["step"],
                    "cpu": last["cpu"], "perplexity": last["perplexity"], "npmi": last["npmi"],
                    "cvb0_cpu": cpu, "times_less": last["cpu"] / cpu,
                    "cvb0_last_perplexity": mine["perplexity"].iloc[-1],
                    "cvb0_last_npmi": mine["npmi"].iloc[-1],
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def summary(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Reduce a part's measurements to medians and ranges."""
    if name == "quality":
        return time_to_quality(table)
    if name == "vb":
        table = table.copy()
        first = table[table["tool"] == "LdaModel"].set_index(["corpus", "seed"])["cpu"]
        keys = pd.MultiIndex.from_frame(table[["corpus", "seed"]])
        table["times_less"] = first.reindex(keys).to_numpy() / table["cpu"]
        by_tool = table.groupby(["corpus", "tool"], sort=False)
        return by_tool[["cpu", "wall", "times_less", "l1"]].median().reset_index()
    if name == "priors":
        measures = ["sum_alpha", "found_eta", "own_alpha_perplexity", "perplexity", "npmi"]
        settings = table.groupby(["corpus", "alpha", "eta"], sort=False)
        return settings[measures].mean().reset_index()
    if name == "restarts":
        return table.groupby(["start", "restarts"], sort=False, as_index=False).agg(
            simulations=("seed", "size"),
            recovered=("bhattacharyya", lambda x: (x >= 0.96).mean()),
            lowest=("bhattacharyya", "min"),
            cpu=("cpu", "median"),
        )
    if name == "text":
        return table.groupby("route", sort=False, as_index=False)["mb_per_s"].agg(
            ["median", "min", "max"]
        )
    if name == "scaling":
        columns = ["corpus", "vary", "n_docs", "n_topics", "entries"]
        return table.groupby(columns, sort=False)[["cpu"]].median().reset_index()
    return table


def write_pdf(folder: Path) -> Path:
    """Put every table found in `folder` into `benchmark_lda.pdf` there."""
    from matplotlib.backends.backend_pdf import PdfPages

    found = [(name, folder / f"{name}.csv") for name in PARTS]
    tables = {name: pd.read_csv(path) for name, path in found if path.exists()}
    if not tables:
        raise InputError(f"{folder} holds no table. Run a part of benchmark_lda.py first.")
    path = folder / "benchmark_lda.pdf"
    with (
        atomic_open(path, "wb") as file,
        PdfPages(file, metadata={"CreationDate": None, "Title": "LDA benchmark"}) as pages,
    ):
        for name, table in tables.items():
            short = summary(name, table)
            (folder / f"{name}_summary.md").write_text(_markdown(short), encoding="utf-8")
            pages.savefig(_page(name, short))
        if "quality" in tables:
            for (corpus, n_topics), part in tables["quality"].groupby(KEYS):
                figure = Figure(figsize=(10, 4.5), layout="constrained")
                for ax, measure in zip(figure.subplots(1, 2), ("perplexity", "npmi"), strict=True):
                    for tool, rows in part.groupby("tool", sort=False):
                        line = rows.groupby("step")[["cpu", measure]].median()
                        ax.plot(line["cpu"], line[measure], marker="o", ms=3, label=str(tool))
                    ax.set(xscale="log", xlabel="CPU seconds", ylabel=f"held-out {measure}"
                           if measure == "perplexity" else "NPMI")  # fmt: skip
                ax.legend()
                figure.suptitle(f"{corpus}, {n_topics} topics: median over seeds")
                pages.savefig(figure)
    return path


def _format(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _markdown(table: pd.DataFrame) -> str:
    lines = ["| " + " | ".join(map(str, table.columns)) + " |", "| --- " * table.shape[1] + "|"]
    lines += ["| " + " | ".join(map(_format, row)) + " |" for row in table.to_numpy().tolist()]
    return "\n".join(lines) + "\n"


def _page(name: str, table: pd.DataFrame) -> "Figure":

    figure = Figure(figsize=(11.7, 8.3), layout="constrained")
    ax = figure.subplots()
    ax.set_axis_off()
    ax.set_title(name)
    cells = [[_format(value) for value in row] for row in table.to_numpy().tolist()][:40]
    drawn = ax.table(cells, colLabels=list(table.columns), loc="upper center")
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(7)
    drawn.auto_set_column_width(list(range(table.shape[1])))
    return figure
