"""The peer that knows the weights too: the structural topic model given countries as covariates."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from topics.estimate.groups import NONE
from topics.estimate.inputs import HasTopicWord, line_up
from topics.text.bow import BagOfWords

_DRAWS = 25


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StmEstimates:
    """Estimates of P(topic | country) with intervals.

    Attributes
    ----------
    estimate, low, high : DataFrames (n_countries, n_topics)
        Regression coefficients of shares on weights, and their 95 % intervals.
    topic_word : DataFrame (n_topics, n_words)
        The topics that were fitted.
    """

    estimate: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    topic_word: pd.DataFrame


def stm_estimates(
    model: HasTopicWord, bow: BagOfWords, weights: pd.DataFrame, *, n_topics: int, seed: int
) -> StmEstimates:
    """Fit `STM(~ W)` and estimate its effects, with the package topica (extra ``benchmark``).

    W is the matrix of weights of countries and of the remainder, whose rows sum to 1: the
    coefficient of a country is the mean share in documents about it alone. Intervals are by the
    method of composition (Treier and Jackman 2008), as in R's stm.

    Parameters
    ----------
    model : TopicModel
        Any fit of the same counts; it is used to line up documents and weights alone.
    bow, weights
        As in `topic_country`.
    n_topics, seed : int
        Of the fit, which starts from the spectral solution.
    """
    import topica

    problem = line_up(model, bow, weights)
    rows = bow.doc_ids.get_indexer(problem.doc_ids)
    words = bow.words.to_numpy(dtype=str)
    counts = bow.counts[rows]
    at, data, ends = counts.indices, counts.data, counts.indptr
    texts = [np.repeat(words[at[i:j]], data[i:j]).tolist() for i, j in pairwise(ends)]
    design = problem.weights.toarray()
    named = np.asarray(problem.groups.get_level_values("country"))
    known = (named != NONE) & (design.sum(axis=0) > 0)
    used = known | ((named == NONE) & (design.sum(axis=0) > 0))
    fitted = topica.STM(n_topics, seed=seed).fit(texts, prevalence=design[:, known], num_threads=1)
    found = topica.estimate_effect(
        fitted, design[:, used], add_intercept=False, feature_names=list(named[used]),
        nsims=_DRAWS, seed=seed,
    ).to_frame()  # fmt: skip
    parts = {
        name: found.pivot_table(column, "feature", "topic").loc[named[known]]
        for name, column in (("estimate", "coef"), ("low", "ci_low"), ("high", "ci_high"))
    }
    topic_word = pd.DataFrame(np.asarray(fitted.topic_word), columns=list(fitted.vocabulary))
    return StmEstimates(**parts, topic_word=topic_word.reindex(columns=bow.words, fill_value=0.0))
