"""Fitters of other packages, watched while they fit, and the yardstick all are held to.

Every fitter is a generator of (step, topics as (n_topics, n_words) weights, alpha): it works
until the next checkpoint and yields, so that judging its topics is not on its clock.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from topics.lda._documents import Documents, Team, fold_in, log_likelihood
from topics.lda.model import LDAConfig
from topics.text.bow import BagOfWords

Array = npt.NDArray[Any]
Checkpoints = Iterator[tuple[int, Array, Array]]
ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.5)


class Yardstick:
    """Held-out document completion and NPMI, the same for every tool.

    Half the tokens of each test document give its topic shares, the other half is scored; alpha
    is the best of a small grid for everybody. NPMI: ten top words, co-occurrence in documents.
    """

    def __init__(self, train: BagOfWords, test: BagOfWords) -> None:
        rng = np.random.default_rng(7)
        first = test.counts.astype(np.int64)
        given, asked = first.copy(), first.copy()
        given.data = rng.binomial(first.data, 0.5)
        asked.data = first.data - given.data
        for half in (given, asked):
            half.eliminate_zeros()
        both = (np.diff(given.indptr) > 0) & (np.diff(asked.indptr) > 0)
        self.given, self.asked = (Documents.of(half[both]) for half in (given, asked))
        self.n_tokens = float(self.asked.sizes.sum())
        self.seen = sp.csc_array(train.counts > 0).astype(np.float32)
        self.found = np.bincount(train.counts.indices, minlength=train.n_words)

    def __call__(self, topics: Array) -> dict[str, float]:
        """Judge topics, given as weights of shape (n_topics, n_words)."""
        phi = np.maximum(topics / topics.sum(axis=1, keepdims=True), 1e-12)
        perplexities = [self.perplexity(phi, np.full(len(phi), alpha)) for alpha in ALPHAS]
        return {"perplexity": min(perplexities), "npmi": self.npmi(phi)}

    def perplexity(self, phi: Array, alpha: Array) -> float:
        """Give the perplexity of the asked halves under one prior."""
        with Team() as team:
            theta = fold_in(self.given, phi, alpha, team, sweeps=100, tolerance=1e-3)
            return float(np.exp(-log_likelihood(self.asked, theta, phi, team) / self.n_tokens))

    def npmi(self, phi: Array, n: int = 10) -> float:
        """Give the mean over topics of the mean NPMI of pairs of their top words."""
        tops = np.argsort(-phi, axis=1, kind="stable")[:, :n]
        words, place = np.unique(tops, return_inverse=True)
        columns = self.seen[:, words]
        together = (columns.T @ columns).toarray() / self.seen.shape[0]
        alone = self.found[words] / self.seen.shape[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            table = np.log(together / np.outer(alone, alone)) / -np.log(together)
        table[together == 0] = -1
        pairs = np.triu_indices(n, 1)
        rows = place.reshape(tops.shape)
        return float(np.mean([table[np.ix_(row, row)][pairs].mean() for row in rows]))


def ours(bow: BagOfWords, n_topics: int, seed: int, steps: list[int]) -> Checkpoints:
    """Run one start of cvb0, one thread."""
    from topics.lda.restarts import start_run

    run = start_run(bow.counts, LDAConfig(n_topics=n_topics, seed=seed), 0)
    with Team(1) as team:
        for step in steps:
            while run.passes < step:
                run.one_pass(team)
            yield step, run.topic_counts().astype(float) + run.eta, run.alpha[:n_topics]


def gensim(bow: BagOfWords, n_topics: int, seed: int, steps: list[int]) -> Checkpoints:
    """Run gensim's LdaModel with its defaults, passes as steps; each step starts anew."""
    from gensim.models import LdaModel

    dictionary, corpus = bow.to_gensim()
    for step in steps:
        model = LdaModel(
            corpus, num_topics=n_topics, id2word=dictionary, random_state=seed, passes=step,
            eval_every=None,
        )  # fmt: skip
        yield step, model.get_topics().astype(float), np.asarray(model.alpha)


def sklearn(bow: BagOfWords, n_topics: int, seed: int, steps: list[int]) -> Checkpoints:
    """Run scikit-learn's online VB, passes as steps."""
    from sklearn.decomposition import (
        LatentDirichletAllocation,
    )

    model = LatentDirichletAllocation(
        n_topics, batch_size=2048, random_state=seed, total_samples=bow.n_docs
    )
    table = sp.csr_matrix(bow.counts)
    done = 0
    for step in steps:
        for _ in range(step - done):
            for start in range(0, bow.n_docs, 2048):
                model.partial_fit(table[start : start + 2048])
        done = step
        yield step, model.components_.astype(float), np.full(n_topics, 1 / n_topics)


def tomotopy(bow: BagOfWords, n_topics: int, seed: int, steps: list[int]) -> Checkpoints:
    """Run tomotopy's collapsed Gibbs sampler, one worker, iterations as steps."""
    import tomotopy as tp

    model = tp.LDAModel(k=n_topics, seed=seed)
    names = np.array([str(i) for i in range(bow.n_words)], dtype=object)
    table = bow.counts
    for start, end in zip(table.indptr[:-1], table.indptr[1:], strict=True):
        model.add_doc(np.repeat(names[table.indices[start:end]], table.data[start:end]).tolist())
    model.train(0)
    used = np.array([int(word) for word in model.used_vocabs])
    done = 0
    for step in steps:
        model.train(step - done, workers=1)
        done = step
        phi = np.full((n_topics, bow.n_words), 1e-12)
        phi[:, used] = [model.get_topic_word_dist(k) for k in range(n_topics)]
        yield step, phi, np.asarray(model.alpha)


FITTERS = {
    "cvb0": (ours, [3, 5, 7, 10, 15, 20, 30, 45, 60, 80, 110]),
    "gensim": (gensim, [10]),
    "sklearn": (sklearn, [2, 5, 10]),
    "tomotopy": (tomotopy, [50, 100, 150, 200, 300, 400]),
}
