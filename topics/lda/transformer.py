"""The topic model as a step of a scikit-learn pipeline: counts in, topic shares out."""

from dataclasses import fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from topics.errors import TopicsError
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig, TopicModel
from topics.text.bow import BagOfWords


class TopicTransformer:
    """Fit topics to a sparse table of counts and give topic shares of documents.

    It follows scikit-learn's conventions (`fit`, `transform`, `fit_transform`, `get_params`,
    `set_params`, `get_feature_names_out`) and works in its pipelines and grids, without needing
    scikit-learn itself. `model_` is the fitted `TopicModel`.

    Parameters
    ----------
    n_topics : int
    words : sequence of str, optional
        Names of the columns; "0", "1", ... when absent.
    **settings
        Other fields of `LDAConfig`.

    Examples
    --------
    >>> import numpy as np, scipy.sparse as sp
    >>> counts = sp.csr_array(np.repeat([[5, 5, 0, 0], [0, 0, 5, 5]], 10, axis=0))
    >>> shares = TopicTransformer(n_topics=2, restarts=2).fit_transform(counts)
    >>> shares.shape, bool(abs(shares[0, 0] - shares[-1, 0]) > 0.9)
    ((20, 2), True)
    """

    def __init__(self, n_topics: int = 10, words: Any = None, **settings: Any) -> None:  # noqa: ANN401
        self.n_topics = n_topics
        self.words = words
        known = sorted({field.name for field in fields(LDAConfig)} - {"n_topics"})
        for name in settings:
            if name not in known:
                raise TopicsError(f"{name!r} is no setting of LDAConfig; choose from {known}.")
        self._settings = dict(settings)

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 - scikit-learn's name
        """Give the parameters, as scikit-learn's `clone` and grids ask for them."""
        return {"n_topics": self.n_topics, "words": self.words, **self._settings}

    def set_params(self, **params: Any) -> Self:  # noqa: ANN401
        """Change parameters; the next `fit` uses them."""
        self.__init__(**{**self.get_params(), **params})  # type: ignore[misc]
        return self

    def fit(self, X: Any, y: object = None) -> Self:  # noqa: ANN401, N803, ARG002
        """Fit topics to counts of shape (n_docs, n_words)."""
        config = LDAConfig(n_topics=self.n_topics, **self._settings)
        self.model_: TopicModel = fit_lda(self._bow(X), config)
        return self

    def transform(self, X: Any) -> npt.NDArray[np.float64]:  # noqa: ANN401, N803
        """Give topic shares (n_docs, n_topics); a document without known words has NaN."""
        if not hasattr(self, "model_"):
            raise TopicsError("the transformer has not been fitted; call `fit` first.")
        return doc_topics(self.model_, self._bow(X)).to_numpy()

    def fit_transform(self, X: Any, y: object = None) -> npt.NDArray[np.float64]:  # noqa: ANN401, N803
        """Fit topics and give the shares of the same documents."""
        return self.fit(X, y).transform(X)

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[np.object_]:  # noqa: ARG002
        """Name the columns of `transform`."""
        return np.array([f"topic{k}" for k in range(self.n_topics)], dtype=object)

    def _bow(self, counts: Any) -> BagOfWords:  # noqa: ANN401
        table = sp.csr_array(counts)
        words = map(str, range(table.shape[1])) if self.words is None else self.words
        ids = [str(i) for i in range(table.shape[0])]
        return BagOfWords(counts=table, doc_ids=pd.Index(ids), words=pd.Index(list(words)))
