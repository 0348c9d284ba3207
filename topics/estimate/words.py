"""The state of the sampler's topics: their words, and the general words that belong to none."""

import numpy as np
from scipy.special import digamma

from topics.estimate.inputs import Problem

_LEAST_PHI = 1e-30
# How alike documents are in their share of general words, in words' worth of a Beta prior. On
# single planted corpora with a shared background, 100 found topics and mixes better than 20, and
# 1,000 made little difference.
_STEADY = 100.0
# Where general words start: as frequent as in the corpus, and this part of every document.
_START = 0.3
_SMOOTH = 0.1


class Topics:
    """P(word | topic), and the words that texts share whatever they are about.

    Attributes
    ----------
    phi : float32 array (n_words, n_topics)
        P(word | topic), of the words that have a topic.
    general : float32 array (n_words,)
        P(word | general); all 0 where topics are taken as known.
    balance : float64 array (2,)
        Pseudo-counts of general words and of the others in a document.
    eta : float
        Mean of the Dirichlet prior of the topics; NaN where they are taken as known.
    base : float64 array (n_words,)
        What a word has of the prior, 1 on average: more the more frequent it is, by the root.
    """

    def __init__(self, problem: Problem, *, known: bool) -> None:
        self.phi, self.known = problem.phi, known
        n_words = len(problem.phi)
        if known:
            self.general, self.balance = np.zeros(n_words, np.float32), np.array([0.0, 1.0])
            self.eta = np.nan
            return
        corpus = np.bincount(problem.words, weights=problem.counts, minlength=n_words) + _SMOOTH
        self.general = (corpus / corpus.sum()).astype(np.float32)
        self.balance = _STEADY * np.array([_START, 1 - _START])
        self.eta = 0.02
        self.base = np.sqrt(corpus)
        self.base /= self.base.mean()

    def update(self, rng: np.random.Generator, word_topic: np.ndarray) -> None:
        """Redraw all from the tokens by word and topic, general words in the last column."""
        if self.known:
            return
        of_topics, of_general = word_topic[:, :-1], word_topic[:, -1]
        self.eta = _update_eta(self.eta, self.base, of_topics)
        prior = (self.eta * self.base).astype(np.float32)
        phi = rng.standard_gamma(of_topics + prior[:, None], dtype=np.float32)
        phi += np.float32(_LEAST_PHI)
        self.phi = phi / phi.sum(axis=0)
        general = rng.standard_gamma(of_general + np.float32(_SMOOTH), dtype=np.float32)
        self.general = general / general.sum()
        n_general, n_topical = int(of_general.sum()), int(of_topics.sum())
        share = (n_general + 1) / (n_general + n_topical + 2)
        self.balance = _STEADY * np.array([share, 1 - share])

    @property
    def general_share(self) -> float:
        """Expected part of a document's words that are general, in [0, 1]."""
        return float(self.balance[0] / self.balance.sum())

    def as_written(self) -> np.ndarray:
        """Return P(word | topic) of texts on nothing else, general words included."""
        share = self.general_share
        return (1 - share) * self.phi + share * self.general[:, None]


def _update_eta(eta: float, base: np.ndarray, word_topic: np.ndarray) -> float:
    """Take one fixed-point step towards the likeliest Dirichlet prior eta * base (Minka 2000)."""
    word, topic = np.nonzero(word_topic)
    if not len(word):  # of very few words, all may be general: they say nothing about topics
        return eta
    own, totals = eta * base, word_topic.sum(axis=0)
    top = (base[word] * (digamma(word_topic[word, topic] + own[word]) - digamma(own[word]))).sum()
    whole = own.sum()
    bottom = base.sum() * (digamma(totals + whole) - digamma(whole)).sum()
    return float(np.clip(eta * top / bottom, 1e-4, 10.0))
