"""The words of a topic as bars."""

import pandas as pd
from matplotlib.axes import Axes

from topics._checks import check_columns
from topics.errors import TopicsError
from topics.plots.axes import percent_axis, topic_title, use_axes
from topics.plots.style import BAND


def plot_topic_words(words: pd.DataFrame, *, topic: int, ax: Axes | None = None) -> Axes:
    """Draw the top words of one topic, the bar being the word's share of the topic.

    Parameters
    ----------
    words : DataFrame
        As `top_words` returns it: topic, rank, word, probability.
    topic : int
        Topic id.
    ax : Axes, optional
        Where to draw; a new figure when None.
    """
    check_columns(words, ("topic", "rank", "word", "probability"), name="words")
    rows = words[words["topic"] == topic].sort_values("rank")
    if rows.empty:
        raise TopicsError(f"`topic` {topic!r} is not in `words`.")
    ax = use_axes(ax, height=0.2 * len(rows) + 0.6)
    places = range(len(rows))
    ax.barh(places, rows["probability"], color=BAND, height=0.72)
    ax.set_yticks(places, rows["word"].tolist())
    ax.tick_params(axis="y", length=0)
    ax.invert_yaxis()
    percent_axis(ax.xaxis)
    ax.set_title(topic_title(rows), loc="left")
    return ax
