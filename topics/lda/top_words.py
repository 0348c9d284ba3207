"""The words that say most about each topic, by four measures."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_choice, check_count, check_range

if TYPE_CHECKING:
    from topics.lda.model import TopicModel


def top_words(
    model: "TopicModel", n: int = 10, *, measure: str = "relevance", weight: float = 0.6
) -> pd.DataFrame:
    """List the words that say most about each topic.

    Parameters
    ----------
    model : TopicModel
    n : int
        Words per topic.
    measure : {"relevance", "probability", "frex", "lift"}
        "probability": phi_kw. "lift": phi_kw / p(w). "relevance": weight * log phi_kw +
        (1 - weight) * log lift (Sievert and Shirley 2014). "frex": harmonic mean of a word's
        rank in the topic by frequency and by exclusivity (Bischof and Airoldi 2012), with
        `weight` on frequency.
    weight : float in [0, 1]
        See `measure`.

    Returns
    -------
    DataFrame
        Columns topic, rank (from 1), word, probability (phi_kw), weight (the measure).
        Ties go to the word that stands first in the vocabulary.

    Raises
    ------
    TopicsError
        When an option is not one of those listed or out of range.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> from topics.lda import LDAConfig, fit_lda
    >>> model = fit_lda(count_words(pd.Series(texts)), LDAConfig(n_topics=2, restarts=1))
    >>> top_words(model, 2).columns.tolist()
    ['topic', 'rank', 'word', 'probability', 'weight']
    """
    check_count(n, name="n")
    check_range(weight, 0, 1, name="weight")
    measures: dict[str, Callable[[], npt.NDArray[np.float64]]] = {
        "probability": lambda: phi,
        "lift": lambda: phi / share,
        "relevance": lambda: weight * np.log(phi) + (1 - weight) * np.log(phi / share),
        "frex": lambda: 1 / (weight / _ranks(phi) + (1 - weight) / _ranks(phi / phi.sum(axis=0))),
    }
    check_choice(measure, measures, name="measure")
    phi = model.topic_word.to_numpy()
    size = model.doc_topic.fillna(0.0).to_numpy().sum(axis=0) + 1e-12
    share = ((size / size.sum())[:, None] * phi).sum(axis=0)
    figures = measures[measure]()
    n = min(n, phi.shape[1])
    order = np.argsort(-figures, axis=1, kind="stable")[:, :n]
    return pd.DataFrame(
        {
            "topic": np.repeat(model.topic_word.index.to_numpy(), n),
            "rank": np.tile(np.arange(1, n + 1), len(phi)),
            "word": model.words[order.ravel()].to_numpy(),
            "probability": np.take_along_axis(phi, order, axis=1).ravel(),
            "weight": np.take_along_axis(figures, order, axis=1).ravel(),
        }
    )


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give each value's place in its row as a share in (0, 1]; equal values share the higher."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(values, method="max", axis=1) / values.shape[1])
