"""Do topics have words of their own? Exclusivity, FREX and diversity of top words."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_columns, check_count, check_range
from topics.lda.model import TopicModel


def exclusivity(model: TopicModel, *, n: int = 10, weight: float = 0.7) -> pd.DataFrame:
    """Measure how much each topic's top words belong to it alone.

    Parameters
    ----------
    model : TopicModel
    n : int
        The most probable words of each topic that count.
    weight : float in [0, 1]
        Weight of exclusivity against frequency in FREX.

    Returns
    -------
    DataFrame
        topic; exclusivity in (0, 1]: mean of phi_kw / sum_j phi_jw over the top words (1 / K
        when every topic has the same words); frex in (0, 1]: mean over the top words of the
        weighted harmonic mean of the word's rank in the topic by exclusivity and by frequency
        (Bischof and Airoldi 2012; Roberts et al. 2014 choose 0.7).

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> from topics.lda import LDAConfig, fit_lda
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> model = fit_lda(count_words(pd.Series(texts)), LDAConfig(n_topics=2, restarts=1))
    >>> exclusivity(model, n=2)["exclusivity"].round(2).tolist()
    [1.0, 1.0]
    """
    check_count(n, name="n")
    check_range(weight, 0, 1, name="weight")
    phi = model.topic_word.to_numpy()
    share = phi / phi.sum(axis=0)
    top = np.argsort(-phi, axis=1, kind="stable")[:, :n]
    frex = 1 / (weight / _ranks(share) + (1 - weight) / _ranks(phi))
    return pd.DataFrame(
        {
            "topic": model.topic_word.index.to_numpy(),
            "exclusivity": np.take_along_axis(share, top, axis=1).mean(axis=1),
            "frex": np.take_along_axis(frex, top, axis=1).mean(axis=1),
        }
    )


def topic_diversity(words: pd.DataFrame, *, n: int = 10) -> float:
    """Compute the share of different words among the top `n` of all topics, in (0, 1].

    Parameters
    ----------
    words : DataFrame
        Columns topic, rank, word, as `top_words` gives.
    n : int
        Words per topic (Dieng, Ruiz and Blei 2020 take 25; BERTopic's comparison takes 10).

    Examples
    --------
    >>> import pandas as pd
    >>> words = pd.DataFrame({"topic": [0, 0, 1, 1], "rank": [1, 2, 1, 2]})
    >>> topic_diversity(words.assign(word=["oil", "gas", "oil", "war"]))
    0.75
    """
    check_columns(words, ("topic", "rank", "word"), name="words")
    check_count(n, name="n")
    top = words.loc[words["rank"] <= n, "word"]
    return float(top.nunique() / len(top))


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Rank each value in its row, as a share in (0, 1]."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(values, method="max", axis=1) / values.shape[1])
