"""What topic shares go with: coefficients as a forest."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from topics._checks import check_columns, check_count, check_range
from topics.errors import TopicsError
from topics.plots.axes import head, key, label_rows, use_axes
from topics.plots.intervals import draw_dots
from topics.plots.rows import (
    INTERCEPT,
    dagger_note,
    mark_unsettled,
    marked,
    names,
    rows_of,
    unsettled_note,
)
from topics.plots.style import QUIET, scale

_NEEDED = ("topic", "term", "estimate", "ci_low", "ci_high", "p_adjusted")


def plot_effects(
    effects: pd.DataFrame,
    *,
    term: str | None = None,
    topic: int | None = None,
    most: int = 30,
    level: float = 0.95,
    fdr: float = 0.05,
    ax: Axes | None = None,
) -> Axes:
    """Draw coefficients of a term over topics, or of a topic over terms, with intervals.

    Parameters
    ----------
    effects : DataFrame
        The `table` of `effects`: topic, term, estimate, ci_low, ci_high, p_adjusted. Columns
        topic_label and settled are used where there are any: ~ stands behind a row that rests on
        shares for which the sampler has not settled.
    term : str, optional
        Term to show; needed, unless there is only one, where no `topic` is given.
    topic : int, optional
        Topic whose terms to show. Intercepts are left out.
    most : int
        How many rows to show, those furthest from 0 first.
    level : float
        Level of the intervals, for the note below the axis.
    fdr : float in (0, 1)
        A dot is filled where `p_adjusted` is at the most this.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `effects` lacks a column, has no term to draw, or has several and neither `term` nor
        `topic` chooses; or when an option is out of range.
    """
    own = ax is None
    check_count(most, name="most")
    check_range(fdr, 0, 1, name="fdr", open_ends=True)
    rows = effects
    if topic is not None:
        rows = rows_of(rows, "topic", topic, columns=_NEEDED, name="effects")
    if term is not None:
        rows = rows_of(rows, "term", term, columns=_NEEDED, name="effects")
    check_columns(rows, _NEEDED, name="effects")
    if term is None:
        rows = rows[rows["term"] != INTERCEPT]
    terms = rows["term"].drop_duplicates()
    if rows.empty:
        raise TopicsError("`effects` holds no term but the intercept; there is nothing to draw.")
    if topic is None and len(terms) > 1:
        raise TopicsError(
            f"`effects` holds {len(terms)} terms; give `term` or `topic`, such as "
            f"`term={rows['term'].iloc[0]!r}`."
        )
    far = rows["estimate"].abs().sort_values(ascending=False, kind="stable").index[:most]
    rows = rows.loc[far].sort_values("estimate", ascending=False, kind="stable")
    ax = use_axes(ax, height=0.17 * len(rows) + 0.95)
    draw_dots(ax, rows, hollow=rows["p_adjusted"] > fdr)
    over_topics = topic is None
    labels = names(rows, "topic") if over_topics else [str(name) for name in rows["term"]]
    label_rows(ax, mark_unsettled(labels, rows))
    ax.axvline(0, color=QUIET, linewidth=0.8 * scale(), zorder=1)
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:+.3g}" if x else "0"))
    title = str(rows["term"].iloc[0]) if over_topics else names(rows.iloc[:1], "topic")[0]
    head(ax, marked(title, rows), own=own)
    key(
        ax,
        f"change of the log-odds of the share; {100 * level:g} % interval\nfilled: "
        f"false-discovery rate at most {100 * fdr:g} % over all rows of the table"
        f"{dagger_note(rows)}{unsettled_note(rows)}",
        own=own,
    )
    return ax
