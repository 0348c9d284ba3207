"""How sure the share of a word in a topic is: the spread over documents, topics held."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import norm

from topics._checks import check_columns, check_range
from topics.lda.model import TopicModel
from topics.text.bow import BagOfWords


def word_intervals(
    model: TopicModel,
    bow: BagOfWords,
    words: pd.DataFrame,
    *,
    cluster: pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Add intervals to the probabilities of words.

    Parameters
    ----------
    model : TopicModel
        The fit.
    bow : BagOfWords
        What it was fitted on.
    words : DataFrame
        topic, word, probability, as `top_words` returns them.
    cluster : Series, optional
        Cluster of each document, indexed by doc_id, as in `topic_country`.
    level : float in (0, 1)
        Level of the intervals.

    Returns
    -------
    DataFrame
        `words` with `ci_low` and `ci_high`, in (0, 1).

    Raises
    ------
    TopicsError
        When `words` lacks a column, or `level` is not between 0 and 1.

    Notes
    -----
    The share of word v in topic k is a ratio of sums over documents: the tokens of v that belong
    to k, by all the tokens that do. Its variance is that of a ratio estimate (Cochran 1977,
    chapter 6), which is what a bootstrap over documents gives while each document keeps its
    topics; the interval is taken on the logit scale. Where a topic rests on a few documents that
    repeat a word, the interval is wide, though the word be frequent.

    Examples
    --------
    >>> from topics.text import count_words
    >>> from topics.lda import LDAConfig, fit_lda, top_words
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> bow = count_words(pd.Series(texts))
    >>> model = fit_lda(bow, LDAConfig(n_topics=2, restarts=1))
    >>> word_intervals(model, bow, top_words(model, 2)).columns[-2:].tolist()
    ['ci_low', 'ci_high']
    """
    check_columns(words, ("topic", "word", "probability"), name="words")
    check_range(level, 0, 1, name="level", open_ends=True)
    phi = model.topic_word
    shares = model.doc_topic.reindex(bow.doc_ids).fillna(0.0).to_numpy()
    lengths = np.asarray(bow.counts.sum(axis=1), dtype=np.float64)
    groups, n_groups = _groups(bow.doc_ids, cluster)
    kept = pd.Index(words["word"].unique())
    columns = bow.counts[:, bow.words.get_indexer(kept)].tocsc()
    place = dict(zip(kept, range(len(kept)), strict=True))
    column_of_phi = phi[kept].to_numpy()
    spread = np.empty(len(words))
    for at, (topic, word) in enumerate(zip(words["topic"], words["word"], strict=True)):
        k, v = phi.index.get_loc(topic), place[word]
        inside = slice(columns.indptr[v], columns.indptr[v + 1])
        docs, counts = columns.indices[inside].astype(np.intp), columns.data[inside]
        chance = shares[docs] * column_of_phi[:, v]
        belongs = counts * chance[:, k] / np.maximum(chance.sum(axis=1), 1e-300)
        spread[at] = _ratio_error(belongs, docs, lengths * shares[:, k], groups, n_groups)
    p = np.clip(words["probability"].to_numpy(float), 1e-12, 1 - 1e-12)
    reach = norm.ppf(0.5 + level / 2) * spread / (p * (1 - p))
    return words.assign(ci_low=expit(logit(p) - reach), ci_high=expit(logit(p) + reach))


def _groups(doc_ids: pd.Index, cluster: pd.Series | None) -> tuple[npt.NDArray[np.intp], int]:
    if cluster is None:
        return np.arange(len(doc_ids)), len(doc_ids)
    codes, values = pd.factorize(cluster.reindex(doc_ids), use_na_sentinel=False)
    return codes, len(values)


def _ratio_error(
    part: npt.NDArray[np.float64],
    docs: npt.NDArray[np.intp],
    whole: npt.NDArray[np.float64],
    groups: npt.NDArray[np.intp],
    n_groups: int,
) -> float:
    """Give the standard error of sum(part) / sum(whole); `part` belongs to the documents `docs`.

    Examples
    --------
    >>> whole = np.array([10.0, 10.0, 10.0, 10.0])
    >>> round(_ratio_error(np.array([4.0, 2.0]), np.array([0, 1]), whole, np.arange(4), 4), 4)
    0.0957
    """
    total = whole.sum()
    if total <= 0 or n_groups < 2:
        return 0.0
    apart = np.bincount(groups[docs], part, n_groups)
    apart -= part.sum() / total * np.bincount(groups, whole, n_groups)
    return float(np.sqrt((apart**2).sum() * n_groups / (n_groups - 1)) / total)
