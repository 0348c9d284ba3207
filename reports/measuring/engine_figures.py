"""Draw what `benchmark_lda.py` measured: one PDF of tables and a figure of quality over time."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from topics._write import atomic_open
from topics.errors import InputError

KEYS = ["corpus", "n_topics"]
PARTS = ("quality", "vb", "priors", "restarts", "text", "bits", "scaling", "memory", "apply")
# The steps of each peer whose quality is to be reached.
GOALS = {"gensim": (10,), "sklearn": (10,), "tomotopy": (150, 400)}
ROWS_ON_PAGE = 30
MEASURES = ("perplexity", "npmi")
TITLES = {
    "quality": "CPU time of a peer over that of cvb0 at the same quality (-: never as good)",
    "quality, last step": "Quality at the last step: median over seeds, and range",
    "vb": "The algorithm of LdaModel: one pass, medians over seeds; l1 is the distance in words",
    "priors": "Priors, judged on a tenth of the training documents: means over seeds",
    "restarts": "Planted topics recovered (mean Bhattacharyya at least 0.96)",
    "text": "Text to counts: MB of text in a CPU second, and growth of the cost with the text",
    "bits": "Digests of fits and shares by number of threads",
    "scaling": "CPU seconds of a pass of cvb0, and the exponent of their growth",
    "memory": "Peak memory of a fit of 255,000 passages, 100 topics",
    "apply": "Topic shares of 100,000 new documents",
}


def time_to_quality(table: pd.DataFrame) -> pd.DataFrame:
    """Say how much less CPU time cvb0 needs for a peer's perplexity, its NPMI, and both.

    Medians over seeds are compared with each other; `seeds` counts those in which cvb0 reached
    both figures of the peer's run with that seed, `least` and `most` are the range over them.
    """
    medians = table.groupby([*KEYS, "tool", "step"], as_index=False)[["cpu", *MEASURES]].median()
    rows = []
    for keys, part in medians.groupby(KEYS):
        runs = table.set_index(KEYS).loc[[keys]]
        for tool, goals in GOALS.items():
            for _, goal in part[(part["tool"] == tool) & part["step"].isin(goals)].iterrows():
                theirs = runs[(runs["tool"] == tool) & (runs["step"] == goal["step"])]
                by_seed = [
                    times_less(runs[runs["seed"] == seed["seed"]], seed, MEASURES)
                    for _, seed in theirs.iterrows()
                ]
                reached = [ratio for ratio in by_seed if ratio == ratio]
                rows.append(
                    {
                        "corpus": keys[0], "n_topics": keys[1], "peer": tool, "step": goal["step"],
                        "cpu": goal["cpu"],
                        "less: perplexity": times_less(part, goal, ["perplexity"]),
                        "less: npmi": times_less(part, goal, ["npmi"]),
                        "less: both": times_less(part, goal, MEASURES),
                        "seeds": f"{len(reached)} of {len(by_seed)}",
                        "least": min(reached, default=float("nan")),
                        "most": max(reached, default=float("nan")),
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)


def times_less(runs: pd.DataFrame, goal: "pd.Series[float]", measures: Sequence[str]) -> float:
    """Divide a peer's CPU time by that at which cvb0 is first as good; missing when it never is."""
    mine = runs[runs["tool"] == "cvb0"].sort_values("step")
    good = np.ones(len(mine), bool)
    for measure in measures:
        sign = 1 if measure == "npmi" else -1
        good &= (sign * mine[measure] >= sign * goal[measure]).to_numpy()
    return (
        float(goal["cpu"] / mine["cpu"].to_numpy()[good.argmax()]) if good.any() else float("nan")
    )


def last_quality(table: pd.DataFrame) -> pd.DataFrame:
    """Give each tool's figures at its last step: the median over seeds, and the range."""
    last = table[table["step"] == table.groupby([*KEYS, "tool"])["step"].transform("max")]
    rows = []
    for keys, part in last.groupby([*KEYS, "tool", "step"], sort=False):
        row: dict[str, object] = dict(zip([*KEYS, "tool", "step"], keys, strict=True))
        row |= {"seeds": len(part), "cpu": part["cpu"].median(), "wall": part["wall"].median()}
        for measure in MEASURES:
            values = part[measure]
            row[measure] = values.median()
            row[f"{measure}, range"] = f"{values.min():.4g} to {values.max():.4g}"
        rows.append(row)
    return pd.DataFrame(rows).sort_values([*KEYS, "tool"], ignore_index=True)


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
        columns = ["cpu", "wall", "times_less", "l1", "l1_float64"]
        out = by_tool[columns].median()
        out.insert(3, "least", by_tool["times_less"].min())
        out.insert(4, "most", by_tool["times_less"].max())
        return out.reset_index()
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
        return _by_route(table)
    if name == "scaling":
        return _exponents(table)
    return table


def _by_route(table: pd.DataFrame) -> pd.DataFrame:
    """Give speeds on the largest corpus, and how the cost of a route grows with the text."""
    largest = table[table["mb"] == table.groupby("route")["mb"].transform("max")]
    speed = (largest["mb"] / largest["cpu"]).groupby(largest["route"], sort=False)
    out = speed.agg(["median", "min", "max"]).add_suffix("_mb_per_s")
    cost = table.groupby(["route", "mb"])["cpu"].median().reset_index()
    out["exponent"] = {
        route: _slope(part["mb"], part["cpu"]) for route, part in cost.groupby("route")
    }
    gensim = out["median_mb_per_s"].get("gensim", float("nan"))
    out["times_gensim"] = out["median_mb_per_s"] / gensim
    return out.reset_index()


def _exponents(table: pd.DataFrame) -> pd.DataFrame:
    """Give median costs of a pass, and the exponent of the growth, over each varied figure."""
    keys = ["corpus", "vary", "n_docs", "n_topics", "entries"]
    cost = table.groupby(keys, sort=False)["cpu"].median().reset_index()
    slopes = {
        (corpus, vary): _slope(part["n_docs" if vary == "documents" else "n_topics"], part["cpu"])
        for (corpus, vary), part in cost.groupby(["corpus", "vary"])
    }
    cost["exponent"] = [slopes[pair] for pair in zip(cost["corpus"], cost["vary"], strict=True)]
    return cost


def _slope(x: "pd.Series[float]", y: "pd.Series[float]") -> float:
    """Give the exponent of y = a x^b by least squares on logarithms; missing for one point."""
    return float(np.polyfit(np.log(x), np.log(y), 1)[0]) if len(x) > 1 else float("nan")


def write_pdf(folder: Path) -> Path:
    """Put every table found in `folder` into `benchmark_lda.pdf` there."""
    from matplotlib.backends.backend_pdf import PdfPages

    found = [(name, folder / f"{name}.csv") for name in PARTS]
    tables = {name: pd.read_csv(path) for name, path in found if path.exists()}
    if not tables:
        raise InputError(f"{folder} holds no table. Run a part of benchmark_lda.py first.")
    summaries: dict[str, pd.DataFrame] = {
        name: summary(name, table) for name, table in tables.items()
    }
    if "quality" in tables:
        last = {"quality, last step": last_quality(tables["quality"])}
        summaries = {"quality": summaries["quality"], **last, **summaries}
    path = folder / "benchmark_lda.pdf"
    with (
        atomic_open(path, "wb") as file,
        PdfPages(file, metadata={"CreationDate": None, "Title": "LDA benchmark"}) as pages,
    ):
        for name, table in summaries.items():
            file_name = name.replace(", ", "_").replace(" ", "_")
            (folder / f"{file_name}_summary.md").write_text(_markdown(table), encoding="utf-8")
            for start in range(0, len(table), ROWS_ON_PAGE):
                pages.savefig(_page(name, table[start : start + ROWS_ON_PAGE]))
        if "quality" in tables:
            for (corpus, n_topics), part in tables["quality"].groupby(KEYS):
                pages.savefig(_curves(part, f"{corpus}, {n_topics} topics: median over seeds"))
    return path


def _curves(table: pd.DataFrame, title: str) -> Figure:
    """Draw quality over CPU time, one line for each tool."""
    figure = Figure(figsize=(10, 4.5), layout="constrained")
    axes = figure.subplots(1, 2)
    colours = {tool: f"C{i}" for i, tool in enumerate(("cvb0", *GOALS))}
    for ax, measure in zip(axes, MEASURES, strict=True):
        for tool, rows in table.groupby("tool", sort=False):
            line = rows.groupby("step")[["cpu", measure]].median()
            ax.plot(
                line["cpu"], line[measure], marker="o", ms=3, label=tool, color=colours[str(tool)]
            )
        ax.set(xscale="log", xlabel="CPU seconds")
        ax.set_ylabel("NPMI" if measure == "npmi" else "held-out perplexity")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    figure.suptitle(title)
    return figure


def _format(value: object) -> str:
    if isinstance(value, float):
        return "-" if value != value else f"{value:.4g}"
    return str(value)


def _markdown(table: pd.DataFrame) -> str:
    lines = ["| " + " | ".join(map(str, table.columns)) + " |", "| --- " * table.shape[1] + "|"]
    lines += ["| " + " | ".join(map(_format, row)) + " |" for row in table.to_numpy().tolist()]
    return "\n".join(lines) + "\n"


def _page(name: str, table: pd.DataFrame) -> Figure:
    cells = [[_format(value) for value in row] for row in table.to_numpy(object).tolist()]
    figure = Figure(figsize=(11.7, 1.2 + 0.24 * (len(table) + 1)), layout="constrained")
    ax = figure.subplots()
    ax.set_axis_off()
    ax.set_title(TITLES[name], fontsize=10)
    drawn = ax.table(cells, colLabels=list(table.columns), loc="upper center")
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(8)
    drawn.auto_set_column_width(list(range(table.shape[1])))
    drawn.scale(1, 1.15)
    for (row, _), cell in drawn.get_celld().items():
        cell.set(linewidth=0.3, facecolor="0.93" if row == 0 else "white")
    return figure
