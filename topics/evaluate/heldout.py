"""Held-out likelihood: how well one half of an unseen document foretells the other."""

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics._checks import check_count
from topics.errors import TopicsError
from topics.lda.model import TopicModel
from topics.text.bow import BagOfWords


def completion(
    model: TopicModel, bow: BagOfWords, *, seed: int = 0, threads: int | None = None
) -> pd.DataFrame:
    """Score documents that the model has not seen by document completion.

    Every token of a document goes to one of two halves by the toss of a coin. Topic shares are
    inferred from the first half, with the topics held fixed; the words of the second are scored.
    The figure is comparable between models of any kind over the same vocabulary, as it does not
    rest on a bound (Wallach, Murray, Salakhutdinov and Mimno 2009, document completion).

    Parameters
    ----------
    model : TopicModel
    bow : BagOfWords
        Documents held out from the fit. Words that the model does not know are left out.
    seed : int
        Decides the halves; the same for every model.
    threads : int, optional
        The result does not depend on it.

    Returns
    -------
    DataFrame
        doc_id; n_words: tokens scored; log_likelihood: their natural log-probability. Held-out
        perplexity is exp(-sum(log_likelihood) / sum(n_words)). A document with fewer than two
        known tokens has nothing to score.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> from topics.lda import LDAConfig, fit_lda
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(30)}
    >>> bow = count_words(pd.Series(texts))
    >>> model = fit_lda(bow.select_docs(bow.doc_ids[:20]), LDAConfig(n_topics=2, restarts=1))
    >>> round(perplexity(completion(model, bow.select_docs(bow.doc_ids[20:]))), 1)
    2.0
    """
    from topics.lda._documents import Documents, Team, fold_in

    check_count(seed, name="seed", least=0)
    known = bow if bow.words.equals(model.words) else bow.select_words(model.words)
    counts = known.counts
    if counts.dtype.kind != "i":
        raise TopicsError("`bow` must hold whole counts; document completion deals out tokens.")
    rng = np.random.default_rng(seed)
    first = counts.copy()
    first.data = rng.binomial(counts.data, 0.5).astype(np.int32)
    second = sp.csr_array(counts - first)
    first.eliminate_zeros()
    phi = model.topic_word.to_numpy()
    with Team(threads) as team:
        theta = fold_in(Documents.of(first), phi, model.alpha, team)
    theta /= theta.sum(axis=1, keepdims=True)
    second.eliminate_zeros()
    docs = np.repeat(np.arange(known.n_docs), np.diff(second.indptr))
    by_word = np.ascontiguousarray(phi.T)
    scores = np.zeros(len(docs))
    step = 200_000  # Bounds the memory of the gathered rows.
    for a in range(0, len(docs), step):
        part = slice(a, a + step)
        found = np.einsum("ij,ij->i", theta[docs[part]], by_word[second.indices[part]])
        scores[part] = second.data[part] * np.log(found)
    usable = (counts.sum(axis=1) >= 2).astype(float)
    return pd.DataFrame(
        {
            "doc_id": bow.doc_ids,
            "n_words": (second.sum(axis=1) * usable).astype(np.int64),
            "log_likelihood": np.bincount(docs, scores, minlength=known.n_docs) * usable,
        }
    )


def perplexity(scores: pd.DataFrame) -> float:
    """Compute exp(-log-likelihood per word) of what `completion` returned.

    Raises
    ------
    TopicsError
        When no word was scored.
    """
    n_words = scores["n_words"].sum()
    if not n_words:
        raise TopicsError("no held-out document has two words that the model knows.")
    return float(np.exp(-scores["log_likelihood"].sum() / n_words))
