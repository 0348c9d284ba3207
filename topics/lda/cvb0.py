"""CVB0 in memoised mini-batches: collapsed variational Bayes, zeroth order.

Each word of a document is shared out over topics in proportion to
(N_dk + alpha_k)(N_wk + eta)/(N_k + V eta), where its own last share is taken out of the counts
(Asuncion et al. 2009). Stored shares would need memory for every word times every topic; the
share to take out is recomputed instead from the counts of the last visit. Each mini-batch
remembers what it gave to the word counts and replaces it at the next visit (Foulds et al. 2013
decay it instead), so a pass is exact in its counts and there is no step size to choose.

References
----------
Asuncion, Welling, Smyth, Teh (2009): On smoothing and inference for topic models. UAI.
Foulds, Boyles, DuBois, Smyth, Welling (2013): Stochastic collapsed variational Bayesian
inference for latent Dirichlet allocation. KDD.
"""

import json
import math
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from topics.lda import _kernels as kernels
from topics.lda._batches import Batch, batches_of
from topics.lda._documents import Documents, Floats, Ints, Team, doc_blocks
from topics.lda._fit_file import on_lines
from topics.lda._priors import likeliest_alpha, likeliest_eta
from topics.lda._rows import empty_rows, padded_rows, width_of
from topics.lda._start import kmeans_shares
from topics.lda.model import LDAConfig

_F = np.float32
_DRAWN_DOCS, _DRAWN_TOKENS = 1500, 500_000
_ROWS_AT_ONCE = 4096
_PRIORS_FROM, _PRIORS_EVERY = 10, 5
# Where a learned prior begins.
_FIRST_ALPHA, _FIRST_ETA = 0.1, 0.05
# Sum of a learned alpha. Of passages of speeches, held-out words are told worse the larger the
# prior is; for news and whole speeches it makes little difference (part `priors` of
# reports/benchmark_lda.py).
_LARGEST_TOTAL = 2.5


class CvbRun:
    """One fit under way: its counts, and `one_pass` to take it further.

    Parameters
    ----------
    table : csr_array of shape (n_docs, n_words)
        Documents with at least one word each.
    config : LDAConfig
        Its number of topics and its priors; one that is "auto" moves towards its maximum
        likelihood now and then.
    seed : list of int
        Decides the order of documents and the random start.
    first : CvbRun, optional
        Start from the topics and priors of this run, over other documents with the same words.
    """

    def __init__(
        self,
        table: sp.csr_array,
        config: LDAConfig,
        *,
        seed: list[int],
        first: "CvbRun | None" = None,
    ) -> None:
        rng = np.random.default_rng(seed)
        self.order = rng.permutation(table.shape[0])
        self.n_topics = n_topics = config.n_topics
        self.learn_alpha, self.learn_eta = config.alpha == "auto", config.eta == "auto"
        alpha = _FIRST_ALPHA if self.learn_alpha else float(config.alpha)
        self.eta = _FIRST_ETA if self.learn_eta else float(config.eta)
        self.passes = 0
        self.log_likelihood = -math.inf
        self.width = width_of(n_topics)
        self.alpha = padded_rows(np.full((1, n_topics), alpha))[0]
        self._given: list[Floats] = []
        rows = self._lay_out(table)
        if first is None:
            shares = kmeans_shares(rows, n_topics, rng)
            shares *= self.sizes[:, None].astype(np.float32)
            self.theta = padded_rows(shares)
            del shares
        else:
            self.alpha, self.eta = first.alpha.copy(), first.eta
            self.theta = padded_rows(np.zeros((len(self.documents), n_topics), np.float32))
        del rows
        self.theta += self.alpha
        self._draws = rng.bit_generator.state
        if first is None:
            self.word_counts = self._first_counts()
        else:
            growth = self.sizes.sum() / first.sizes.sum()
            known = np.isin(self.words, first.words)
            self.word_counts = empty_rows(len(self.words), len(self.alpha))
            self.word_counts[~known] = 0
            here = np.isin(first.words, self.words)
            self.word_counts[known] = first.word_counts[here] * np.float32(growth)
        self._refresh()

    def _lay_out(self, table: sp.csr_array) -> sp.csr_array:
        """Put documents in order and cut them into batches; give their rows, of words that occur.

        What is made here depends on the table and the order alone, so that a run at rest can do
        without.
        """
        self.words, self.n_words = words_of(table), table.shape[1]
        rows = table[self.order]
        if len(self.words) < table.shape[1]:
            places = np.zeros(table.shape[1], np.int32)
            places[self.words] = np.arange(len(self.words), dtype=np.int32)
            rows = sp.csr_array(
                (rows.data, places[rows.indices], rows.indptr),
                shape=(rows.shape[0], len(self.words)),
            )
        self.documents = Documents.of(rows)
        self.sizes = self.documents.sizes
        n_entries = len(self.documents.words)
        self._batches = batches_of(self.documents)
        # What a visit to a batch leaves for its gathering, so no larger than the largest batch.
        self._used = empty_rows(
            max(batch.stop - batch.start for batch in self._batches), len(self.alpha)
        )
        n_entries = max(len(batch.documents.words) for batch in self._batches)
        self._rate = np.empty(n_entries, np.float32)
        self._inverse = np.empty(n_entries, np.float32)
        self._topics = empty_rows(len(self.words), len(self.alpha))
        return rows

    def rest(self) -> None:
        """Let go of all that is large; with what `state` gave, `wake` brings it back."""
        del self.documents, self._batches, self._used, self._rate, self._inverse, self._topics
        del self.theta, self.word_counts, self._given

    def wake(self, table: sp.csr_array, state: dict[str, npt.NDArray[Any]]) -> None:
        """Go on after `rest`, with the table and the state of before."""
        self._lay_out(table)
        self.restore(state)

    def recall(self, state: dict[str, npt.NDArray[Any]]) -> None:
        """Take back, at rest, what a run over other documents starts from: topics and priors."""
        self.word_counts = state["word_counts"]
        self.alpha, self.eta = state["alpha"], float(state["eta"])

    def _first_counts(self) -> Floats:
        """Share out every word as its document's random start says."""
        table = sp.csr_array(
            (self.documents.counts, self.documents.words, self.documents.ends),
            shape=(len(self.documents), self.documents.n_words),
        )
        shares = self.theta / self.theta.sum(axis=1, keepdims=True)
        return np.asarray(table.T @ shares, np.float32)

    def _refresh(self) -> None:
        """Recompute the topics' word probabilities from the counts."""
        sums = self.word_counts[:, : self.n_topics].sum(axis=0, dtype=np.float64)
        self._scale = np.zeros(len(self.alpha), np.float32)
        self._scale[: self.n_topics] = 1.0 / (sums + self.n_words * self.eta)
        np.add(self.word_counts, _F(self.eta), out=self._topics)
        self._topics *= self._scale

    def one_pass(self, team: Team) -> None:
        """Visit every mini-batch once."""
        score = 0.0
        seen = 0.0
        n_tokens = float(self.sizes.sum())
        for i, batch in enumerate(self._batches):
            documents, index = batch.documents, batch.index
            team.run(
                kernels.visit_documents, doc_blocks(documents),
                documents.ends, documents.words, documents.counts, self._topics, self._scale,
                self.alpha, self.theta[batch.start : batch.stop], self._used, self._rate,
                self._inverse, self.width,
            )  # fmt: skip
            first_visit = i == len(self._given)
            if first_visit:
                self._given.append(empty_rows(len(index.words), len(self.alpha)))
                self._given[i][:] = 0
            team.run(
                kernels.gather_words, index.blocks(),
                index.words, index.ends, index.docs, index.entries, self._rate, self._inverse,
                self._used, self._scale, self._topics, self._given[i], self.word_counts,
                self.width,
            )  # fmt: skip
            score += self._batch_score(batch)
            if first_visit:
                # Until every batch has been seen, those that have speak for all.
                seen += float(self.sizes[batch.start : batch.stop].sum())
                self._count_given()
                self.word_counts *= _F(n_tokens / seen)
            self._refresh()
        self.log_likelihood = score
        self.passes += 1
        if self.passes >= _PRIORS_FROM and self.passes % _PRIORS_EVERY == 0:
            self._learn_priors()

    def _count_given(self) -> None:
        """Set the word counts to what the batches gave."""
        self.word_counts[:] = 0
        for batch, given in zip(self._batches, self._given, strict=False):
            words = batch.index.words
            for at in range(0, len(words), _ROWS_AT_ONCE):
                some = slice(at, at + _ROWS_AT_ONCE)
                self.word_counts[words[some]] += given[some]

    def _batch_score(self, batch: Batch) -> float:
        """Give the training log-likelihood of a batch at its last visit."""
        counts, sizes = batch.documents.counts, self.sizes[batch.start : batch.stop]
        words = counts * np.log(self._inverse[: len(counts)])
        norms = sizes + float(self.alpha.sum(dtype=np.float64))
        return float(-words.sum(dtype=np.float64) - (sizes * np.log(norms)).sum())

    def _learn_priors(self) -> None:
        """Move the priors towards their maximum likelihood, given topics drawn for some words.

        Expected counts would not do: they are spread more evenly than any draw, and the prior
        learned from them is several times too large.
        """
        if not (self.learn_alpha or self.learn_eta):
            return
        n_topics, documents = self.n_topics, self.documents
        # The draws take the same chances each time: no noise from pass to pass.
        enough = int(np.searchsorted(np.cumsum(self.sizes), _DRAWN_TOKENS)) + 1
        n_drawn = min(len(documents), _DRAWN_DOCS, enough)
        upto = documents.ends[n_drawn]
        counts = documents.counts[:upto]
        n_chances = np.where(counts > kernels.ONE_BY_ONE, 1, counts).astype(np.int64).sum()
        rng = np.random.default_rng()
        rng.bit_generator.state = self._draws
        in_docs = np.zeros((n_drawn, n_topics))
        drawn, places = np.unique(documents.words[:upto], return_inverse=True)
        in_words = np.zeros((len(drawn), n_topics))
        kernels.draw_topics(
            n_drawn, documents.ends, places.astype(np.int32), documents.counts,
            self._topics[drawn], self.theta, rng.random(int(n_chances), dtype=np.float32),
            in_docs, in_words,
        )  # fmt: skip
        if not in_docs.any():
            return  # Weighted counts below one: no whole word to draw a topic for.
        if self.learn_alpha:
            old = self.alpha.copy()
            learned = likeliest_alpha(in_docs, self.alpha[:n_topics])
            self.alpha[:n_topics] = learned * min(1.0, _LARGEST_TOTAL / learned.sum())
            self.theta += self.alpha - old
            np.maximum(self.theta, 0, out=self.theta)
        if self.learn_eta:
            self.eta = likeliest_eta(in_words, self.eta, n_words=self.n_words)
            self._refresh()

    @property
    def perplexity(self) -> float:
        """Training perplexity per word at the last pass."""
        return float(np.exp(-self.log_likelihood / self.sizes.sum()))

    def state(self) -> dict[str, npt.NDArray[Any]]:
        """Give all that changes from pass to pass."""
        given = {f"given_{i}": part for i, part in enumerate(self._given)}
        return {
            "theta": self.theta,
            "word_counts": self.word_counts,
            "alpha": self.alpha,
            "eta": np.array(self.eta),
            "passes": np.array(self.passes),
            "log_likelihood": np.array(self.log_likelihood),
            # A run that started from another's topics has drawn fewer numbers before.
            "draws": np.frombuffer(json.dumps(self._draws).encode(), np.uint8),
            **given,
        }

    def restore(self, state: dict[str, npt.NDArray[Any]]) -> None:
        """Go back to where `state` was taken; its arrays are taken out of it."""
        self.theta = on_lines(state.pop("theta"))
        self.word_counts = on_lines(state.pop("word_counts"))
        self.alpha, self.eta = state["alpha"], float(state["eta"])
        self.passes, self.log_likelihood = int(state["passes"]), float(state["log_likelihood"])
        self._draws = json.loads(state["draws"].tobytes())
        names = [f"given_{i}" for i in range(len(self._batches))]
        self._given = [on_lines(state.pop(name)) for name in names if name in state]
        self._refresh()

    def fitted(
        self,
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float32], npt.NDArray[Any], float]:
        """Give `doc_topic`, `topic_counts`, alpha and eta, and end the run: its memory is free."""
        gamma = self.doc_topic()
        del self.documents, self._batches, self._given, self._topics, self.theta
        counts = self.topic_counts()
        del self.word_counts
        return gamma, counts, self.alpha[: self.n_topics], self.eta

    def doc_topic(self) -> npt.NDArray[np.float64]:
        """Give topic counts plus alpha of each document, in the order of the input."""
        out = np.empty((len(self.documents), self.n_topics))
        out[self.order] = self.theta[:, : self.n_topics]
        return out

    def topic_counts(self) -> npt.NDArray[np.float32]:
        """Give expected counts of shape (n_topics, n_words)."""
        out = np.zeros((self.n_topics, self.n_words), np.float32)
        out[:, self.words] = self.word_counts[:, : self.n_topics].T
        return out


def words_of(table: sp.csr_array) -> Ints:
    """Give the columns of a table that have an entry, in order."""
    return np.flatnonzero(np.bincount(table.indices, minlength=table.shape[1])).astype(np.int32)
