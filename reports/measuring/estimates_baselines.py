"""What others do, to compare with: count top topics, regress shares on weights, author-topic."""

import numpy as np
import pandas as pd

from topics.estimate.draws import TopicCountryDraws, is_country
from topics.estimate.inputs import HasCounts, HasTopicWord, Problem, line_up
from topics.estimate.mean import document_shares


def baseline_estimates(
    model: HasTopicWord, bow: HasCounts, weights: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Estimate P(topic | country) by simpler means, without intervals.

    Returns
    -------
    dict of DataFrame (n_countries, n_topics)
        "mean": weighted mean of document-topic shares. "argmax": weighted share of documents
        whose top topic it is, as BERTopic counts. "ols": least squares of document shares on the
        weights, clipped at 0 and rescaled, as stm's estimateEffect fits without a link.
    """
    problem = line_up(model, bow, weights)
    shares = document_shares(problem, alpha=_alpha(model))
    top = np.eye(shares.shape[1])[shares.argmax(axis=1)]
    dense = problem.weights.toarray()
    dense = dense[:, dense.sum(axis=0) > 0]
    slopes = np.zeros((problem.weights.shape[1], shares.shape[1]))
    slopes[np.asarray(problem.weights.sum(axis=0)) > 0] = np.linalg.lstsq(
        dense, shares, rcond=None
    )[0]
    return {
        "mean": _by_country(problem, problem.weights.T @ shares),
        "argmax": _by_country(problem, problem.weights.T @ top),
        "ols": _by_country(problem, slopes.clip(min=0)),
    }


def known_shares(model: HasTopicWord, bow: HasCounts) -> pd.DataFrame:
    """Infer topic shares of documents (n_docs, n_topics), with the model's topics and prior."""
    everywhere = pd.DataFrame({"doc_id": bow.doc_ids, "country": "any", "weight": 1.0})
    problem = line_up(model, bow, everywhere)
    shares = document_shares(problem, alpha=_alpha(model))
    return pd.DataFrame(shares, index=problem.doc_ids, columns=problem.topics)


def by_country(draws: TopicCountryDraws) -> pd.DataFrame:
    """Return the estimates of draws without periods as a table (n_countries, n_topics)."""
    keep = is_country(draws.groups)
    names = draws.groups.get_level_values("country")[keep]
    return pd.DataFrame(draws.estimate[keep], index=names, columns=draws.topics)


def author_topic(
    bow: HasCounts, weights: pd.DataFrame, *, n_topics: int, passes: int = 50, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fit gensim's AuthorTopicModel with countries as authors.

    It knows who, not how much: a document's countries count alike. Topics are updated after
    every hundredth of the documents: with gensim's own 2,000 documents per update, small corpora
    stay near where they started however many passes are made.

    Returns
    -------
    country_topic, topic_word : DataFrames (n_countries, n_topics), (n_topics, n_words)
        Its own topics, which differ from those of an LDA fit.
    """
    from gensim.models import AuthorTopicModel

    row = {doc: i for i, doc in enumerate(bow.doc_ids)}
    named = weights[weights["weight"] > 0]
    authors = {
        country: [row[doc] for doc in docs] for country, docs in named.groupby("country")["doc_id"]
    }
    counts = bow.counts
    indices, data, ends = counts.indices, counts.data, counts.indptr
    wanted = sorted({i for docs in authors.values() for i in docs})
    number = {i: n for n, i in enumerate(wanted)}
    corpus = [
        list(
            zip(
                indices[ends[i] : ends[i + 1]].tolist(),
                data[ends[i] : ends[i + 1]].tolist(),
                strict=True,
            )
        )
        for i in wanted
    ]
    model = AuthorTopicModel(
        corpus,
        num_topics=n_topics,
        id2word=dict(enumerate(map(str, bow.words))),
        author2doc={country: [number[i] for i in docs] for country, docs in authors.items()},
        passes=passes,
        chunksize=max(5, len(corpus) // 100),
        random_state=seed,
        eval_every=0,
    )
    shares = model.state.gamma / model.state.gamma.sum(axis=1, keepdims=True)
    names = [model.id2author[i] for i in range(len(shares))]
    return (
        pd.DataFrame(shares, index=pd.Index(names, name="country")),
        pd.DataFrame(model.get_topics(), columns=bow.words),
    )


def _by_country(problem: Problem, values: np.ndarray) -> pd.DataFrame:
    total = values.sum(axis=1, keepdims=True)
    values = np.divide(values, total, out=np.full(values.shape, np.nan), where=total > 0)
    table = pd.DataFrame(
        values, index=problem.groups.get_level_values("country"), columns=problem.topics
    )
    return table[is_country(problem.groups)]


def _alpha(model: HasTopicWord) -> np.ndarray:
    return np.asarray(getattr(model, "alpha", 0.1), dtype=float)
