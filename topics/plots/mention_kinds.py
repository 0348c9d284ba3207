"""By which kinds of mention each country is named: names, cities, leaders and others."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns, check_count
from topics.choices import GROUP_KINDS
from topics.countries.senses import KINDS
from topics.errors import TopicsError
from topics.plots.axes import fit_labels, head, key, label_rows, use_axes, write_counts
from topics.plots.lettering import Plain
from topics.plots.rows import names, per_cent
from topics.plots.style import BAND, INK, RULE, SMALLEST, scale, small

_BAR = 0.92  # of a column's width, for a kind that has all mentions of a country


def plot_mention_kinds(kinds: pd.DataFrame, *, most: int = 15, ax: Axes | None = None) -> Axes:
    """Draw a table of bars: the countries with most mentions by the kinds of their mentions.

    Parameters
    ----------
    kinds : DataFrame
        As `mention_kinds` returns it: country, kind, n_mentions, share. A column
        ``country_name`` is used where there is one.
    most : int
        How many countries to show, those with most mentions first.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `kinds` lacks a column or names no country, or an option is out of range.

    Notes
    -----
    The number beside a bar's start is the share in per cent; n is the number of mentions of the
    country. Codes that are only named as an organisation or a world region are left out.
    """
    own = ax is None
    check_columns(kinds, ("country", "kind", "n_mentions", "share"), name="kinds")
    check_count(most, name="most")
    rows = rows_of_countries(kinds)
    if rows.empty:
        raise TopicsError("`kinds` names no country; pass the table of `mention_kinds`.")
    total = rows.groupby("country", sort=False)["n_mentions"].sum()
    total = total.sort_values(ascending=False, kind="stable").head(most)
    rows = rows[rows["country"].isin(total.index)]
    columns = [kind for kind in KINDS if kind in set(rows["kind"])]
    ax = use_axes(ax, height=0.17 * len(total) + 1.15)
    k = scale()
    place = {country: row for row, country in enumerate(total.index)}
    left = [columns.index(kind) - 0.46 for kind in rows["kind"]]
    high = [place[country] for country in rows["country"]]
    ax.barh(high, _BAR * rows["share"], left=left, height=0.7, color=BAND, linewidth=0)
    size = max(SMALLEST, small(1.5))
    for x, y, share in zip(left, high, rows["share"], strict=True):
        ax.add_artist(Plain(x + 0.04, y, per_cent(share), va="center", fontsize=size, color=INK))
    write_counts(ax, total)
    first = rows.drop_duplicates("country").set_index("country").loc[total.index].reset_index()
    label_rows(ax, names(first, "country"))
    figure = ax.get_figure(root=True)
    assert figure is not None
    fit_labels(ax.yaxis, 0.32 * figure.get_figwidth())
    for column in range(len(columns)):
        ax.axvline(column - 0.46, color=RULE, linewidth=0.6 * k, zorder=0)
    turned: dict[str, Any] = {"rotation": 40, "ha": "left", "rotation_mode": "anchor"}
    starts = [column - 0.3 for column in range(len(columns))]
    ax.set_xticks(starts, [kind.replace("_", " ") for kind in columns], **turned)
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.spines["bottom"].set_visible(False)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(total) - 0.4, -0.6)
    head(ax, "How countries are named", own=own)
    key(ax, "share of the country's mentions by kind, in per cent; n: number of mentions", own=own)
    return ax


def rows_of_countries(kinds: pd.DataFrame) -> pd.DataFrame:
    """Leave out the codes that are only named as an organisation or a world region."""
    countries = kinds.loc[~kinds["kind"].isin(GROUP_KINDS), "country"]
    return kinds[kinds["country"].isin(countries)]
