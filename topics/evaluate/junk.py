"""Topics that carry no theme: noise, background, or a single document.

References
----------
AlSumait, Barbará, Gentle, Domeniconi (2009): Topic significance ranking of LDA generative models.
ECML PKDD. (Distances of a topic from three kinds of junk.)
"""

import numpy as np
import pandas as pd

from topics.errors import TopicsError
from topics.evaluate.stability import hellinger
from topics.lda.model import TopicModel


def junk_topics(
    model: TopicModel,
    *,
    min_share: float = 0.001,
    noise: float = 0.7,
    corpus_like: float = 0.7,
    everywhere: float = 0.97,
    few_documents: float = 3.0,
) -> pd.DataFrame:
    """Measure how close each topic is to known kinds of junk, and say which are.

    Parameters
    ----------
    model : TopicModel
    min_share : float
        A topic with less than this share of the corpus holds nothing.
    noise : float
        Hellinger similarity to equal probabilities of all words from which a topic is noise.
    corpus_like : float
        Hellinger similarity to the word distribution of the whole corpus from which it is vacuous.
    everywhere : float
        Evenness over documents from which it is background: boilerplate, function words.
    few_documents : float
        A topic whose mass sits in fewer (effective) documents than this is about these, and no
        theme.

    Returns
    -------
    DataFrame
        topic; share: of the corpus; noise_similarity, corpus_similarity (Hellinger, in [0, 1]);
        evenness: entropy of P(document | topic) over its maximum, in [0, 1]; n_effective_docs:
        exp of that entropy; n_effective_words: exp of the entropy of P(word | topic); junk: bool;
        reason: "" or a short text.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> from topics.lda import LDAConfig, fit_lda
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> model = fit_lda(count_words(pd.Series(texts)), LDAConfig(n_topics=2, restarts=1))
    >>> junk_topics(model)["reason"].tolist()
    ['', '']
    """
    phi = model.topic_word.to_numpy()
    theta = model.doc_topic.dropna().to_numpy()
    if len(theta) < 2:
        raise TopicsError("`model` has shares of fewer than 2 training documents.")
    size = theta.sum(axis=0)
    share = size / size.sum()
    corpus = (share[:, None] * phi).sum(axis=0)
    to_noise = hellinger(phi, np.full((1, phi.shape[1]), 1 / phi.shape[1]))[:, 0]
    to_corpus = hellinger(phi, corpus[None])[:, 0]
    documents = theta / np.maximum(size, 1e-300)
    spread = _entropy(documents.T)
    table = pd.DataFrame(
        {
            "topic": model.topic_word.index.to_numpy(),
            "share": share,
            "noise_similarity": to_noise,
            "corpus_similarity": to_corpus,
            "evenness": spread / np.log(len(theta)),
            "n_effective_docs": np.exp(spread),
            "n_effective_words": np.exp(_entropy(phi)),
        }
    )
    tests = {
        f"holds less than {min_share:.1%} of the corpus": table["share"] < min_share,
        "all words are about equally probable": table["noise_similarity"] >= noise,
        "has the words of the whole corpus": table["corpus_similarity"] >= corpus_like,
        "is spread evenly over all documents": table["evenness"] >= everywhere,
        "sits in a handful of documents": table["n_effective_docs"] < few_documents,
    }
    flags = pd.DataFrame(tests)
    reasons = ["; ".join(flags.columns[row]) for row in flags.to_numpy(bool)]
    return table.assign(junk=flags.any(axis=1), reason=reasons)


def _entropy(rows: np.ndarray) -> np.ndarray:
    from scipy.special import entr

    return np.asarray(entr(rows).sum(axis=1))
