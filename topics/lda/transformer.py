"""Topics as a step of a scikit-learn pipeline: counts in, topic shares out."""

from collections.abc import Sequence
from inspect import signature
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from topics.errors import TopicsError, require_extra
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig, TopicModel
from topics.text.bow import BagOfWords

if TYPE_CHECKING:
    from sklearn.utils import Tags


class TopicTransformer:
    """Fit topics to a sparse table of counts and give topic shares of documents.

    It follows scikit-learn's conventions and works in its pipelines and grids. `fit` and
    `transform` need scikit-learn (extra "sklearn"), which checks their input.

    Parameters
    ----------
    n_topics : int
        Number of topics.
    words : sequence of str, optional
        Names of the columns; "0", "1", ... when absent.
    threads : int, optional
        Threads to use; all the processors of the process when absent. The result does not depend
        on it.
    passes, seed, algorithm, restarts, alpha, eta, tolerance, chunk_size, update_every, decay, \
offset, iterations, gamma_threshold, revive_words
        The other fields of `LDAConfig`, which explains them.

    Attributes
    ----------
    model_ : TopicModel
        The fitted model.
    n_features_in_ : int
        Number of columns of the counts.

    Examples
    --------
    >>> import numpy as np, scipy.sparse as sp
    >>> counts = sp.csr_array(np.repeat([[5, 5, 0, 0], [0, 0, 5, 5]], 10, axis=0))
    >>> shares = TopicTransformer(n_topics=2, restarts=2).fit_transform(counts)
    >>> shares.shape, bool(abs(shares[0, 0] - shares[-1, 0]) > 0.9)
    ((20, 2), True)
    """

    def __init__(
        self,
        n_topics: int = 10,
        *,
        words: Sequence[str] | None = None,
        threads: int | None = None,
        passes: int | None = None,
        seed: int = 0,
        algorithm: str = "cvb0",
        restarts: int | None = None,
        alpha: float | str = "auto",
        eta: float | str = 0.05,
        tolerance: float = 1e-4,
        chunk_size: int = 2000,
        update_every: int = 1,
        decay: float = 0.5,
        offset: float = 1.0,
        iterations: int = 50,
        gamma_threshold: float = 0.001,
        revive_words: bool = False,
    ) -> None:
        self.n_topics = n_topics
        self.words = words
        self.threads = threads
        self.passes = passes
        self.seed = seed
        self.algorithm = algorithm
        self.restarts = restarts
        self.alpha = alpha
        self.eta = eta
        self.tolerance = tolerance
        self.chunk_size = chunk_size
        self.update_every = update_every
        self.decay = decay
        self.offset = offset
        self.iterations = iterations
        self.gamma_threshold = gamma_threshold
        self.revive_words = revive_words

    def __repr__(self) -> str:
        defaults = {name: field.default for name, field in _parameters().items()}
        own = self.get_params()
        changed = [
            f"{name}={value!r}" for name, value in own.items() if value is not defaults[name]
        ]
        return f"TopicTransformer({', '.join(changed)})"

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 - scikit-learn's name
        """Give the parameters, as scikit-learn's `clone` and grids ask for them."""
        return {name: getattr(self, name) for name in _parameters()}

    def set_params(self, **params: Any) -> Self:  # noqa: ANN401
        """Change parameters; the next `fit` uses them."""
        for name, value in params.items():
            if name not in _parameters():
                raise TopicsError(
                    f"{name!r} is no parameter of TopicTransformer; choose from "
                    f"{sorted(_parameters())}."
                )
            setattr(self, name, value)
        return self

    def fit(self, X: Any, y: object = None) -> Self:  # noqa: ANN401, N803, ARG002
        """Fit topics to counts of shape (n_docs, n_words), zero or more."""
        bow = self._bow(X, reset=True)
        own = self.get_params()
        del own["words"], own["threads"]
        self.model_: TopicModel = fit_lda(bow, LDAConfig(**own), threads=self.threads)
        return self

    def transform(self, X: Any) -> npt.NDArray[np.float64]:  # noqa: ANN401, N803
        """Give topic shares (n_docs, n_topics); a document without known words has NaN."""
        validation = require_extra("sklearn.utils.validation", "sklearn")
        validation.check_is_fitted(self, "model_")
        return doc_topics(self.model_, self._bow(X), threads=self.threads).to_numpy()

    def fit_transform(self, X: Any, y: object = None) -> npt.NDArray[np.float64]:  # noqa: ANN401, N803
        """Fit topics and give the shares of the same documents."""
        return self.fit(X, y).transform(X)

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[np.object_]:  # noqa: ARG002
        """Name the columns of `transform`."""
        return np.array([f"topic{k}" for k in range(self.n_topics)], dtype=object)

    def __sklearn_tags__(self) -> "Tags":
        from sklearn.utils import InputTags, Tags, TargetTags, TransformerTags

        return Tags(
            estimator_type="transformer",
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(preserves_dtype=[]),
            input_tags=InputTags(sparse=True, positive_only=True),
        )

    def _bow(self, counts: Any, *, reset: bool = False) -> BagOfWords:  # noqa: ANN401
        validation = require_extra("sklearn.utils.validation", "sklearn")
        least = 2 if reset else 1  # two topics at least want as many documents and words
        checked = validation.validate_data(
            self, counts, reset=reset, accept_sparse="csr", ensure_non_negative=True,
            ensure_min_samples=least, ensure_min_features=least,
        )  # fmt: skip
        table = sp.csr_array(checked)
        words = map(str, range(table.shape[1])) if self.words is None else self.words
        ids = [str(i) for i in range(table.shape[0])]
        return BagOfWords(counts=table, doc_ids=pd.Index(ids), words=pd.Index(list(words)))


def _parameters() -> dict[str, Any]:
    own = dict(signature(TopicTransformer.__init__).parameters)
    del own["self"]
    return own
