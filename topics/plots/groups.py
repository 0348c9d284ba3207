"""Groups of documents, such as parties or outlets: their topics, and those they see elsewhere."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns, check_count, check_range
from topics.estimate.seriate import seriate
from topics.plots.axes import head, use_axes, wrap_text, write_counts
from topics.plots.beyond import draw_differences, explain_differences
from topics.plots.heatmap import label_cells, plot_topic_country
from topics.plots.rows import dagger_note, marked, unsettled, unsettled_note
from topics.plots.style import small


def plot_groups(
    groups: pd.DataFrame, *, most: int = 30, level: float = 0.95, ax: Axes | None = None
) -> Axes:
    """Draw P(topic | group) as a table of cells, as `plot_topic_country` does for countries.

    Parameters
    ----------
    groups : DataFrame
        The table ``groups`` of a run, or `topic_country` with group in place of country.
    most : int
        How many groups to show, those with most documents first; similar ones stand side by side.
    level : float
        Level of ``ci_low, ci_high``, for the note below the scale.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `groups` lacks a column, or an option is out of range.
    """
    check_columns(groups, ("group", "topic", "estimate", "n_effective"), name="groups")
    check_count(most, name="most")
    sizes = groups.groupby("group")["n_effective"].first().sort_index()
    shown = sizes.sort_values(ascending=False, kind="stable").index[:most]
    rows = groups[groups["group"].isin(shown)].assign(
        country=lambda t: t["group"], country_name=lambda t: t["group"]
    )
    return plot_topic_country(seriate(rows), level=level, ax=ax, noun="group")


def plot_group_countries(
    crossed: pd.DataFrame, *, most: int = 30, fdr: float = 0.05, ax: Axes | None = None
) -> Axes:
    """Draw what groups have on countries, against what the others have on them, as cells.

    Parameters
    ----------
    crossed : DataFrame
        As `compare_groups` returns it; columns country_name and topic_label are used where there
        are any.
    most : int
        How many rows to show: those with a coloured cell first, by number of documents.
    fdr : float in (0, 1)
        A cell is coloured where `p_adjusted` is below this.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `crossed` lacks a column, or an option is out of range.

    Notes
    -----
    The number is `difference` in percentage points; it is grey and the cell white where it is not
    told from chance. At the right, n is the number of documents of the group on the country,
    weighted by how much they are about it.
    """
    needed = ("country", "group", "topic", "estimate", "difference", "p_adjusted", "n_effective")
    check_columns(crossed, needed, name="crossed")
    check_count(most, name="most")
    check_range(fdr, 0, 1, name="fdr", open_ends=True)
    rows = foremost_cells(crossed, most, fdr)
    cells, topics = rows.drop_duplicates(["country", "group"]), rows.drop_duplicates("topic")
    shape = (len(cells), len(topics))
    own = ax is None
    ax = use_axes(ax, height=2.2 + 0.17 * shape[0])
    order = [
        (country, group, topic)
        for country, group in zip(cells["country"], cells["group"], strict=True)
        for topic in topics["topic"]
    ]
    keyed = rows.set_index(["country", "group", "topic"]).reindex(pd.MultiIndex.from_tuples(order))
    told = keyed["p_adjusted"].lt(fdr).to_numpy().reshape(shape)
    values = keyed["difference"].to_numpy(dtype=float).reshape(shape)
    image = draw_differences(ax, values, told, unsettled(keyed).reshape(shape))
    figure = ax.get_figure(root=True)
    assert figure is not None
    label_cells(ax, _names(cells, 0.36 * figure.get_figwidth()), topics)
    write_counts(ax, cells["n_effective"])
    head(ax, marked("Topics of a group on a country, less those of the others", crossed), own=own)
    explain_differences(
        ax, image, "percentage points more than the other groups have; ▲ more, ▼ less (hatched)",
        f" at a false-discovery rate of {100 * fdr:g} %; n: documents of the group on the "
        f"country{dagger_note(topics)}{unsettled_note(rows)}", own=own,
    )  # fmt: skip
    return ax


def foremost_cells(crossed: pd.DataFrame, most: int, fdr: float) -> pd.DataFrame:
    """Return the rows of the groups on countries to show, in the order of the figure."""
    by = ["country", "group"]
    cells = crossed.assign(told=crossed["p_adjusted"] < fdr).groupby(by)
    size = cells.agg(told=("told", "any"), n=("n_effective", "first")).sort_index()
    size = size.sort_values(["told", "n"], ascending=False, kind="stable").head(most)
    rows: pd.DataFrame = crossed.set_index(by).loc[size.index.sort_values()].reset_index()
    # Topics that countries share stand side by side; a country's groups stay together.
    order = seriate(rows.assign(country=rows["country"] + "\n" + rows["group"]))["topic"].unique()
    place = dict(zip(order, range(len(order)), strict=True))
    rows = rows.sort_values(
        [*by, "topic"], key=lambda c: c.map(place) if c.name == "topic" else c, kind="stable"
    )
    return rows.reset_index(drop=True)


def _names(cells: pd.DataFrame, width: float) -> list[str]:
    """Return what to call each row, in `width` inches: of long names only the start."""
    column = "country_name" if "country_name" in cells else "country"
    texts = cells[column].astype(str) + ": " + cells["group"].astype(str)
    return [wrap_text(text, width, small(0), most=1)[0] for text in np.asarray(texts)]
