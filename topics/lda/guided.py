"""Guided topics: seed words as an asymmetric prior, free topics beside them, and what took.

A seed word w of topic k gets the prior eta + strength * n_w on that topic, n_w being its count in
the corpus, and eta on all others: a hint whose weight does not depend on the size of the corpus.
Shares start from the seed words that a document holds; topics without them start at random.

References
----------
Jagarlamudi, Daumé, Udupa (2012): Incorporating lexical priors into topic models. EACL.
Watanabe, Baturo (2024): Seeded sequential LDA. Social Science Computer Review.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_count, check_given, check_range
from topics._progress import progress
from topics.errors import TopicsError
from topics.lda._assemble import assemble, documents_with_words
from topics.lda.labels import auto_labels
from topics.lda.model import LDAConfig, TopicModel
from topics.lda.seed_words import find_seed_words
from topics.text.bow import BagOfWords


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GuidedTopics:
    """A guided fit.

    Attributes
    ----------
    model : TopicModel
        Topics 0, 1, ... are those of the seed words, in their order; the others are free.
    labels : DataFrame
        topic, label: the label of the seed words, and for free topics their first words.
    report : DataFrame
        One row per seed word: topic, label, word; n_docs, n_words (in the corpus);
        share: part of its occurrences that the model ascribes to its topic, in [0, 1]; rank: its
        place among the words of the topic; main_topic: the topic with most of its occurrences;
        status: "took" (share of at least 1/2), "shared" (its topic has most of it), "moved"
        (another topic has most), or "not in vocabulary". A pattern has a row per word.
    """

    model: TopicModel
    labels: pd.DataFrame
    report: pd.DataFrame


def fit_guided(
    bow: BagOfWords,
    seed_words: pd.DataFrame,
    config: LDAConfig,
    *,
    strength: float = 0.25,
    threads: int | None = None,
) -> GuidedTopics:
    """Fit topics that lean towards seed words.

    Parameters
    ----------
    bow : BagOfWords
    seed_words : DataFrame
        topic (0, 1, ...), label, word, as `read_seed_words` gives. The case of letters does not
        matter, a final ``*`` stands for any end, and "oil price" for the phrase oil_price.
    config : LDAConfig
        With "cvb0"; `n_topics` counts guided and free topics. One free topic at least is wise:
        it takes what none of the seed words is about. They decide the start, so there are no
        restarts.
    strength : float
        Prior weight of a seed word, as a multiple of its count in the corpus. 0 guides by the
        start alone.
    threads : int, optional
        The result has the same bits for any number of them.

    Returns
    -------
    GuidedTopics
        `model`, whose first topics are those of the seed words; `labels`; and `report`, a row for
        each seed word that says whether its topic took it.

    Raises
    ------
    TopicsError
        When there are seed words for more topics than those of `config`, a topic has none in
        the vocabulary, or a word is given to two topics.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> words = pd.DataFrame({"topic": [0, 1], "label": ["War", "Energy"], "word": ["war", "gas"]})
    >>> guided = fit_guided(count_words(pd.Series(texts)), words, LDAConfig(n_topics=2))
    >>> guided.model.topic_word.round(1)[["army", "oil"]].to_numpy().tolist()
    [[0.4, 0.0], [0.0, 0.4]]
    >>> guided.report["status"].tolist()
    ['took', 'took']
    """
    if threads is not None:
        check_count(threads, name="threads")
    check_range(strength, 0, 1000, name="strength")
    check_given(bow, BagOfWords, name="bow")
    check_given(config, LDAConfig, name="config")
    if config.algorithm != "cvb0":
        raise TopicsError(
            f'`config` has algorithm "{config.algorithm}"; guided topics need "cvb0".'
        )
    found = find_seed_words(seed_words, bow.words, n_topics=config.n_topics)
    known = found[found["place"] >= 0]
    totals = np.asarray(bow.counts.sum(axis=0), float)
    hint = np.zeros((bow.n_words, config.n_topics))
    hint[known["place"], known["topic"]] = totals[known["place"]]
    model, counts = _fit(bow, hint, config, strength=strength, threads=threads)
    return GuidedTopics(
        model=model, labels=_labels(model, seed_words), report=_report(found, counts, model, bow)
    )


def _fit(
    bow: BagOfWords,
    hint: npt.NDArray[np.float64],
    config: LDAConfig,
    *,
    strength: float,
    threads: int | None,
) -> tuple[TopicModel, npt.NDArray[np.float64]]:
    """Fit, and give the model and the expected counts of shape (n_topics, n_words)."""
    from topics.lda._documents import Team
    from topics.lda._guided import GuidedRun
    from topics.lda._passes import PassLog
    from topics.lda.gensim_model import engine_from_counts

    known, filled = documents_with_words(bow, config)
    run = GuidedRun(known.counts, config, hint=hint, strength=strength)
    log = PassLog(config)
    with Team(threads) as team, progress(desc="fit_guided", unit="pass") as bar:
        while run.passes < config.n_passes and not log.on_plateau():
            run.one_pass(team)
            log.add(0, run)
            bar.update()
    counts = run.topic_counts().astype(np.float64)
    eta: Any = run.eta + strength * hint.T
    engine = engine_from_counts(counts, run.alpha[: config.n_topics], eta, known, config)
    model = assemble(
        bow, filled, run.doc_topic(), engine=engine, config=config,
        history=log.to_table(), converged=log.on_plateau(),
    )  # fmt: skip
    return model, counts


def _labels(model: TopicModel, seed_words: pd.DataFrame) -> pd.DataFrame:
    labels = auto_labels(model)
    given = seed_words.drop_duplicates("topic").set_index("topic")["label"]
    own = labels["topic"].map(given)
    return labels.assign(label=own.where(own.notna(), labels["label"]))


def _report(
    found: pd.DataFrame, counts: npt.NDArray[np.float64], model: TopicModel, bow: BagOfWords
) -> pd.DataFrame:
    n_docs = np.bincount(bow.counts.indices, minlength=bow.n_words)
    n_words = np.asarray(bow.counts.sum(axis=0))
    phi = model.topic_word.to_numpy()
    rows: list[dict[str, Any]] = []
    for topic, label, word, place in found.itertuples(index=False):
        row: dict[str, Any] = {"topic": topic, "label": label, "word": word}
        if place < 0:
            row |= {"n_docs": 0, "n_words": 0, "share": np.nan, "rank": pd.NA}
            row |= {"main_topic": pd.NA, "status": "not in vocabulary"}
        else:
            given = counts[:, place] / max(counts[:, place].sum(), 1e-12)
            main = int(given.argmax())
            kept = "shared" if main == topic else "moved"
            row |= {"n_docs": int(n_docs[place]), "n_words": int(n_words[place])}
            row |= {"share": float(given[topic]), "main_topic": main}
            row |= {"rank": int((phi[topic] > phi[topic, place]).sum()) + 1}
            row |= {"status": "took" if given[topic] >= 0.5 else kept}
        rows.append(row)
    columns = ["topic", "label", "word", "n_docs", "n_words", "share", "rank", "main_topic"]
    table = pd.DataFrame(rows)[[*columns, "status"]]
    return table.astype({"rank": "Int64", "main_topic": "Int64"})
