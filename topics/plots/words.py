"""The words of a topic as bars, and topic cards: words beside typical headlines."""

import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns
from topics.plots.axes import fill_figure, head, label_rows, percent_axis, use_axes, wrap_text
from topics.plots.lettering import Plain
from topics.plots.rows import rows_of, topic_title
from topics.plots.style import BAND, INK, QUIET, scale, small

HEADLINES = 4


def plot_topic_words(
    words: pd.DataFrame, *, topic: int, explain: bool = True, ax: Axes | None = None
) -> Axes:
    """Draw the top words of one topic, the bar being the word's share of the topic.

    Parameters
    ----------
    words : DataFrame
        As `top_words` returns it: topic, rank, word, probability. With the columns ci_low and
        ci_high, a line on each bar shows the interval of the share.
    topic : int
        Topic id.
    explain : bool
        Say below the axis what the bars mean.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.
    """
    own = ax is None
    rows = _rows(words, topic)
    ax = use_axes(ax, height=0.17 * len(rows) + 0.75, share=0.6)
    places = range(len(rows))
    ax.barh(places, rows["probability"], color=BAND, height=0.7)
    if "ci_low" in rows.columns:
        ax.hlines(places, rows["ci_low"], rows["ci_high"], color=INK, linewidth=0.8 * scale())
    label_rows(ax, rows["word"].astype(str).tolist())
    ax.set_ylim(len(rows) - 0.4, -0.6)
    percent_axis(ax.xaxis, ticks=2)
    head(ax, topic_title(rows), own=own)
    if explain:
        ax.set_xlabel("share of the topic's words", fontsize=small(), color=QUIET, loc="left")
    return ax


def plot_topic_card(
    words: pd.DataFrame,
    *,
    topic: int,
    headlines: pd.DataFrame | None = None,
    note: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw a topic as a card: its words with bars, typical headlines, and a line of facts.

    Parameters
    ----------
    words : DataFrame
        As in `plot_topic_words`.
    topic : int
        Topic id.
    headlines : DataFrame, optional
        Columns topic, rank, title and share (the topic's share of that document).
    note : str
        A line under the title: the topic's share of the corpus, its reliability.
    ax : Axes, optional
        Where to draw; a new figure when None.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Raises
    ------
    TopicsError
        When `words` lacks a column or does not hold the topic.

    Notes
    -----
    The card takes the whole of `ax`, which must have its final place on the page: headlines
    are broken to its width.
    """
    rows = _rows(words, topic)
    if ax is None:
        ax = fill_figure(use_axes(None, height=0.135 * len(rows) + 0.7), head=0.0, foot=0.0)
    box = ax.get_window_extent()
    dpi = ax.figure.dpi
    width, height = box.width / dpi, box.height / dpi
    ax.set_axis_off()
    k = scale()
    top = 0.36 * k / height if note else 0.2 * k / height
    title = wrap_text(topic_title(rows), width, small(0) + 0.5, most=1, weight="bold")[0]
    ax.text(0, 1, title, va="top", fontweight="bold", fontsize=small(0) + 0.5, parse_math=False)
    if note:
        ax.text(0, 1 - 0.17 * k / height, note, va="top", fontsize=small(), color=QUIET)
    gutter = 0.85 * k / width
    right = 0.44 if headlines is not None else 1.0
    foot = 0.16 * k / height
    bars = ax.inset_axes((gutter, foot, right - gutter, 1 - top - foot))
    plot_topic_words(words, topic=topic, explain=False, ax=bars)
    bars.set_title("")
    bars.tick_params(labelsize=small(1))
    bars.set_yticks(
        range(len(rows)),
        [wrap_text(str(w), gutter * width - 0.06, small(1), most=1)[0] for w in rows["word"]],
        parse_math=False,
    )
    if headlines is not None:
        _write_headlines(ax, headlines, topic, left=right + 0.04, top=1 - top, size=(width, height))
    return ax


def _write_headlines(
    ax: Axes, headlines: pd.DataFrame, topic: int, *, left: float, top: float,
    size: tuple[float, float],
) -> None:  # fmt: skip
    check_columns(headlines, ("topic", "rank", "title", "share"), name="headlines")
    width, height = size
    rows = headlines[headlines["topic"] == topic].sort_values("rank")
    rows = rows[rows["title"].str.strip() != ""].head(HEADLINES)
    line = 0.118 * scale() / height
    place = top
    for title, share in zip(rows["title"], rows["share"], strict=True):
        lines = wrap_text(f"{title}", (1 - left) * width, small(1), most=3)
        if place - (len(lines) + 1) * line < -0.01:
            break
        for text in lines:
            ax.add_artist(Plain(left, place, text, va="top", fontsize=small(1)))
            place -= line
        note = f"{100 * share:.0f} % on this topic"
        ax.add_artist(Plain(left, place, note, va="top", fontsize=small(), color=QUIET))
        place -= 1.45 * line


def _rows(words: pd.DataFrame, topic: int) -> pd.DataFrame:
    columns = ("topic", "rank", "word", "probability")
    return rows_of(words, "topic", topic, columns=columns, name="words").sort_values("rank")
