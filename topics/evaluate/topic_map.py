"""Places of topics on a plane, near each other where their words are."""

import numpy as np
import pandas as pd


def map_topics(topic_word: pd.DataFrame, shares: pd.Series | None = None) -> pd.DataFrame:
    """Place topics on a plane by the distances of their words.

    Parameters
    ----------
    topic_word : DataFrame (n_topics, n_words)
        Rows sum to 1; the index holds the topic ids.
    shares : Series, optional
        Share of each topic in the corpus, by topic id.

    Returns
    -------
    DataFrame
        topic, x, y, share: classical scaling (Torgerson 1952) of the square roots of the
        Jensen-Shannon divergences, the sign of each axis such that its farthest topic is
        positive. Column share is 1 / n_topics when no shares are given.
    """
    words = topic_word.to_numpy(dtype=float)
    count = len(words)
    squared = np.zeros((count, count))
    for row in range(count):
        middle = (words[row] + words) / 2
        squared[row] = (_entropy(middle) - (_entropy(words[row]) + _entropy(words)) / 2).clip(0)
    centre = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(-0.5 * centre @ squared @ centre)
    places = np.zeros((count, 2))
    for axis, column in enumerate(np.argsort(values)[::-1][:2]):
        place = vectors[:, column] * np.sqrt(max(values[column], 0.0))
        farthest = place[np.argmax(np.round(np.abs(place), 9))]
        places[:, axis] = np.round(place * (1 if farthest >= 0 else -1), 9)
    share = np.full(count, 1 / count) if shares is None else shares.loc[topic_word.index]
    return pd.DataFrame(
        {
            "topic": topic_word.index,
            "x": places[:, 0],
            "y": places[:, 1],
            "share": np.asarray(share),
        }
    )


def _entropy(rows: np.ndarray) -> np.ndarray:
    return np.asarray(-(rows * np.log2(np.where(rows > 0, rows, 1.0))).sum(axis=-1))
