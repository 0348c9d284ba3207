"""Topics by countries in one picture: where a country departs from the corpus, and how surely."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm

from topics._checks import check_columns
from topics.plots.axes import names, use_axes
from topics.plots.style import DIVERGING, INK, QUIET

STRONGEST = 3.0  # log2 of the lift at which the colour is full: eightfold, or an eighth


def plot_topic_country(estimates: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw P(topic | country) as a table of cells, coloured by the lift against the corpus.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it; rows and columns stand in the table's order (see
        `seriate`). Columns ``country_name`` and ``topic_label`` are used where there are any.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Notes
    -----
    A cell is coloured when the interval of its estimate leaves out the topic's share in the
    corpus; the number is the estimate in per cent. Other cells stay white, their number grey.
    """
    check_columns(
        estimates, ("country", "topic", "estimate", "ci_low", "ci_high", "lift"), name="estimates"
    )
    countries = estimates.drop_duplicates("country")
    topics = estimates.drop_duplicates("topic")
    ax = use_axes(ax, width=2.2 + 0.42 * len(topics), height=1.6 + 0.2 * len(countries))
    cells = estimates.set_index(["country", "topic"])
    order = pd.MultiIndex.from_product([countries["country"], topics["topic"]])
    cells = cells.reindex(order)
    shape = (len(countries), len(topics))
    base = (cells["estimate"] / cells["lift"]).to_numpy()
    credible = ((cells["ci_low"] > base) | (cells["ci_high"] < base)).to_numpy().reshape(shape)
    lift = np.log2(cells["lift"].to_numpy(dtype=float).clip(1e-9)).reshape(shape)
    norm = TwoSlopeNorm(0, -STRONGEST, STRONGEST)
    image = ax.imshow(
        np.ma.masked_where(~credible, lift.clip(-STRONGEST, STRONGEST)),
        cmap=DIVERGING, norm=norm, aspect="auto", interpolation="nearest",
    )  # fmt: skip
    shares = cells["estimate"].to_numpy(dtype=float).reshape(shape)
    for (row, column), share in np.ndenumerate(shares):
        dark = credible[row, column] and abs(lift[row, column]) > 0.6 * STRONGEST
        ax.text(
            column, row, f"{100 * share:.0f}", ha="center", va="center", fontsize="x-small",
            color="white" if dark else INK if credible[row, column] else QUIET,
            fontweight="bold" if credible[row, column] else "normal",
        )  # fmt: skip
    ax.set_yticks(range(shape[0]), names(countries, "country"))
    ax.set_xticks(
        range(shape[1]), names(topics, "topic"), rotation=40, ha="left", rotation_mode="anchor"
    )
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.set_xticks(np.arange(shape[1] + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(shape[0] + 1) - 0.5, minor=True)
    ax.grid(which="minor", color="#e8e8e8", linewidth=0.5)
    ax.tick_params(which="minor", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    figure = ax.get_figure()
    assert figure is not None
    bar = figure.colorbar(image, ax=ax, location="bottom", shrink=0.5, aspect=35, pad=0.02)
    bar.set_ticks([-3, -2, -1, 0, 1, 2, 3], labels=["⅛", "¼", "½", "1", "2", "4", "8"])
    bar.set_label("times the topic's share in the corpus (coloured where the interval excludes 1)")
    bar.outline.set_visible(False)  # type: ignore[operator]
    return ax


def seriate(estimates: pd.DataFrame) -> pd.DataFrame:
    """Order the table so that countries with like topics, and topics with like countries, meet.

    Parameters
    ----------
    estimates : DataFrame
        With the columns country, topic and estimate, one row for each pair.

    Returns
    -------
    DataFrame
        The same rows, sorted by country and then topic in the order of the leaves of an
        average-linkage tree of Hellinger distances with optimal leaf ordering
        (Bar-Joseph et al. 2001, Bioinformatics 17, S22-S29).
    """
    table = estimates.pivot_table(index="country", columns="topic", values="estimate")
    rank = {
        "country": dict(zip(table.index[_leaves(table)], range(len(table)), strict=True)),
        "topic": dict(zip(table.columns[_leaves(table.T)], range(len(table.T)), strict=True)),
    }
    return estimates.sort_values(
        ["country", "topic"], key=lambda column: column.map(rank[str(column.name)])
    ).reset_index(drop=True)


def _leaves(table: pd.DataFrame) -> np.ndarray:
    from scipy.cluster.hierarchy import leaves_list, linkage

    if len(table) < 3:
        return np.arange(len(table))
    shares = table.to_numpy(dtype=float)
    shares = shares / shares.sum(axis=1, keepdims=True).clip(1e-12)
    return np.asarray(leaves_list(linkage(np.sqrt(shares), "average", optimal_ordering=True)))
