"""Gensim's variational Bayes on compiled kernels: the E-step and the training schedule.

Topics and statistics are kept word by word in padded float32 rows; `model` is a gensim LdaModel,
whose settings, priors and random state decide, and whose state is brought up to date at the end.
"""

from typing import Any

import numpy as np
from gensim.models import LdaModel
from scipy.special import psi

from topics.lda import _vb_kernels as kernels
from topics.lda._documents import Documents, Floats, Team, WordIndex, doc_blocks, even_blocks
from topics.lda._fit_file import FitFile
from topics.lda._progress import Progress
from topics.lda._rows import LANES, empty_rows, padded_rows, width_of


def draw_starts(model: LdaModel, n_docs: int) -> Floats:
    """Draw gamma's starts as gensim does, from the model's random state."""
    return padded_rows(
        model.random_state.gamma(100.0, 1.0 / 100.0, (n_docs, model.num_topics)), fill=1.0
    )


def word_rows(model: LdaModel, words: Any = slice(None)) -> Floats:  # noqa: ANN401
    """Give exp(E[log beta]) of some words or all, word by word, without numbers too small."""
    rows = padded_rows(model.expElogbeta[:, words].T)
    rows[rows <= model.least] = 0
    return rows


class EStep:
    """Buffers and calls of one E-step over rows of `documents`."""

    def __init__(
        self,
        model: LdaModel,
        documents: Documents,
        team: Team,
        *,
        iterations: int | None = None,
        threshold: float | None = None,
    ) -> None:
        self.model, self.documents, self.team = model, documents, team
        self.iterations = int(model.iterations if iterations is None else iterations)
        self.threshold = model.gamma_threshold if threshold is None else threshold
        self.width = width_of(model.num_topics)
        self.gamma = np.empty((0, 0), np.float32)
        self.weights = empty_rows(len(documents), LANES * len(self.width))
        self.rates = np.empty(len(documents.words), np.float32)
        self.indexes: dict[int, WordIndex] = {}

    def infer(self, start: int, stop: int, topics: Floats, starts: Floats) -> None:
        """Move `starts`, rows of [start, stop), to gamma; keep weights and rates."""
        model, documents = self.model, self.documents
        alpha = padded_rows(np.asarray(model.alpha)[None, :], fill=1.0)[0]
        self.gamma = starts
        ends = documents.ends[start : stop + 1]
        self.team.run(
            kernels.infer_documents,
            [(a - start, b - start) for a, b in doc_blocks(documents, start, stop)],
            ends, documents.words, documents.counts, topics, alpha,
            np.float32(topics.shape[1] - model.num_topics), starts, self.weights[start:stop],
            self.rates, self.iterations, np.float32(self.threshold * model.num_topics),
            np.float32(model.epsilon), self.width,
        )  # fmt: skip

    def statistics(self, start: int, stop: int, topics: Floats) -> Floats:
        """Give the sufficient statistics (n_words, n_topics) of the documents just inferred."""
        if start not in self.indexes:
            self.indexes[start] = WordIndex.of(self.documents, start, stop)
        index = self.indexes[start]
        out = empty_rows(*topics.shape)
        out[:] = 0
        self.team.run(
            kernels.gather_statistics, index.blocks(),
            index.words, index.ends, index.docs, index.entries, self.rates, self.weights, topics,
            out, self.width,
        )  # fmt: skip
        return out


def train(
    model: LdaModel,
    documents: Documents,
    *,
    chunk_size: int,
    decay: float,
    offset: float,
    passes: int,
    update_every: int,
    eval_every: int,
    saved: FitFile | None = None,
) -> None:
    """Follow `LdaModel.update` step by step, with topics kept word by word.

    A fit that is `saved` goes on from there, and writes now and then how far it has come.
    """
    n_docs, n_topics = len(documents), model.num_topics
    model.state.numdocs += n_docs
    chunks = [(a, min(a + chunk_size, n_docs)) for a in range(0, n_docs, chunk_size)]
    with Team(model.threads) as team:
        progress = Progress(model, saved, passes=passes)
        if progress.statistics is None:
            statistics = padded_rows(model.state.sstats.T)
            # The first E-step of gensim takes the topics from the random start alone, without eta.
            topics = word_rows(model)
        else:
            statistics = progress.statistics
            topics = _exp_elog(model, statistics, team)
        step = EStep(model, documents, team)
        for number in range(passes):
            gathered: Floats | None = None
            n_gathered = 0
            for i, (start, stop) in enumerate(chunks, 1):
                if (number, i) <= progress.done:
                    continue
                last = stop == n_docs
                if eval_every and (last or i % eval_every == 0):
                    _publish(model, statistics)
                    model.log_perplexity(documents.as_lists(start, stop), total_docs=n_docs)
                step.infer(start, stop, topics, draw_starts(model, stop - start))
                new = step.statistics(start, stop, topics)
                gathered = new if gathered is None else gathered + new
                n_gathered += stop - start
                rho = pow(offset + number + model.num_updates / chunk_size, -decay)
                if model.optimize_alpha:
                    model.update_alpha(np.ascontiguousarray(step.gamma[:, :n_topics]), rho)
                if not (last or (update_every and i % update_every == 0)):
                    continue
                statistics *= np.float32(1.0 - rho)
                statistics += np.float32(rho * model.state.numdocs / n_gathered) * gathered
                topics = _exp_elog(model, statistics, team)
                if n_topics > 5:
                    # gensim logs five topics here, and draws to choose them.
                    model.random_state.rand(n_topics)
                if model.optimize_eta:
                    _publish(model, statistics)
                    model.update_eta(model.state.get_lambda(), rho)
                if number == 0:
                    model.num_updates += n_gathered
                gathered, n_gathered = None, 0
                progress.note((number, i), statistics, at_end=last and number == passes - 1)
        _publish(model, statistics)


def _publish(model: LdaModel, statistics: Floats) -> None:
    model.state.sstats = np.ascontiguousarray(statistics[:, : model.num_topics].T)
    model.sync_state()


def _exp_elog(model: LdaModel, statistics: Floats, team: Team) -> Floats:
    """Give exp(E[log beta]) word by word; spare places hold zero."""
    # Not `model.eta`: with eta="auto" gensim learns that one and never gives it to its topics.
    eta = np.asarray(model.state.eta)
    rows = (
        statistics
        + padded_rows(eta[:, None] if eta.ndim == 1 else eta.T, fill=1.0)[
            :, : 1 if eta.ndim == 1 else None
        ]
    )
    norms = np.zeros(rows.shape[1], np.float32)
    # gensim adds up a topic's words one by one in float32, and its topics show it: so here too.
    sums = np.add.reduce(rows[:, : model.num_topics], axis=0, dtype=np.float32)
    norms[: model.num_topics] = np.exp(-psi(sums.astype(np.float64)))
    topics = empty_rows(*rows.shape)
    team.run(
        kernels.exp_elog_topics, even_blocks(len(rows)),
        rows, norms, model.least, topics, width_of(model.num_topics),
    )  # fmt: skip
    return topics
