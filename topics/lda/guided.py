"""Guided topics: seed words as an asymmetric prior, free topics beside them, and what took.

A seed word w of topic k gets the prior eta + strength * n_w on that topic, n_w being its count in
the corpus, and eta on all others: a hint whose weight does not depend on the size of the corpus.
Shares start from the seed words that a document holds; topics without seeds start at random.

References
----------
Jagarlamudi, Daumé, Udupa (2012): Incorporating lexical priors into topic models. EACL.
Watanabe, Baturo (2024): Seeded sequential LDA. Social Science Computer Review.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm.auto import tqdm

from topics._checks import check_columns, check_range
from topics.errors import InputError, TopicsError
from topics.lda._assemble import assemble, documents_with_words
from topics.lda.model import LDAConfig, TopicModel
from topics.text.bow import BagOfWords


def read_seeds(path: str | os.PathLike[str]) -> pd.DataFrame:
    r"""Read seed words from TOML: a table for each topic, with `words` and maybe a `label`.

    A word that ends in ``*`` stands for every word of the vocabulary that starts so.

    Returns
    -------
    DataFrame
        topic (0, 1, ... in the order of the file), name (of the table), label, word.

    Raises
    ------
    InputError
        When the file is missing or no TOML, a table lacks words, or a word is a seed twice.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "seeds.toml"
    >>> _ = path.write_text('[energy]\nlabel = "Energy"\nwords = ["gas", "pipeline*"]')
    >>> read_seeds(path).values.tolist()
    [[0, 'energy', 'Energy', 'gas'], [0, 'energy', 'Energy', 'pipeline*']]
    """
    path = Path(path)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is not a TOML file in UTF-8: {error}.") from error
    rows: list[tuple[int, str, str, str]] = []
    owner: dict[str, str] = {}
    for topic, (name, table) in enumerate(tables.items()):
        words = table.get("words") if isinstance(table, dict) else None
        label = table.get("label", name) if isinstance(table, dict) else None
        if not isinstance(words, list) or not words or not isinstance(label, str):
            raise InputError(
                f'{path}: [{name}] must hold words = ["...", ...] and may hold label = "...".'
            )
        for word in words:
            if not isinstance(word, str) or not word.strip("*"):
                raise InputError(f"{path}: [{name}] has the seed {word!r}; seeds are words.")
            if word in owner:
                raise InputError(
                    f"{path}: {word!r} is a seed of [{owner[word]}] and of [{name}]; leave one."
                )
            owner[word] = name
            rows.append((topic, name, label, word))
    if not rows:
        raise InputError(f"{path}: holds no seeds. Give a table with words for each topic.")
    return pd.DataFrame(rows, columns=["topic", "name", "label", "word"])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GuidedTopics:
    """A guided fit.

    Attributes
    ----------
    model : TopicModel
        Topics 0, 1, ... are those of the seeds, in their order; the others are free.
    labels : DataFrame
        topic, label: the label of the seeds, and for free topics their first words.
    report : DataFrame
        One row for each seed word: topic, label, word; n_docs, n_words (in the corpus);
        share: part of its occurrences that the model ascribes to its topic, in [0, 1]; rank: its
        place among the words of the topic; main_topic: the topic with most of its occurrences;
        status: "took" (share of at least 1/2), "shared" (its topic has most of it), "moved"
        (another topic has most), or "not in vocabulary". A pattern has a row for each word.
    """

    model: TopicModel
    labels: pd.DataFrame
    report: pd.DataFrame


def fit_guided(
    bow: BagOfWords,
    seeds: pd.DataFrame,
    config: LDAConfig,
    *,
    strength: float = 0.25,
    threads: int | None = None,
) -> GuidedTopics:
    """Fit topics that lean towards seed words.

    Parameters
    ----------
    bow : BagOfWords
    seeds : DataFrame
        topic (0, 1, ...), label, word, as `read_seeds` gives.
    config : LDAConfig
        With "cvb0"; `n_topics` counts seeded and free topics. One free topic at least is wise:
        it takes what none of the seeds is about. Seeds decide the start, so there are no
        restarts.
    strength : float
        Prior weight of a seed word, as a multiple of its count in the corpus. 0 guides by the
        start alone.
    threads : int, optional
        The result has the same bits for any number of them.

    Raises
    ------
    TopicsError
        When seeds outnumber topics, a topic has no seed in the vocabulary, or a word is a seed
        of two topics.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> seeds = pd.DataFrame({"topic": [0, 1], "label": ["War", "Energy"], "word": ["war", "gas"]})
    >>> guided = fit_guided(count_words(pd.Series(texts)), seeds, LDAConfig(n_topics=2))
    >>> guided.model.topic_word.round(1)[["army", "oil"]].to_numpy().tolist()
    [[0.4, 0.0], [0.0, 0.4]]
    >>> guided.report["status"].tolist()
    ['took', 'took']
    """
    check_columns(seeds, ("topic", "label", "word"), name="seeds")
    check_range(strength, 0, 1000, name="strength")
    if config.algorithm != "cvb0":
        raise TopicsError(
            f'`config` has algorithm "{config.algorithm}"; guided topics need "cvb0".'
        )
    found = _find(seeds, bow, config.n_topics)
    known = found[found["place"] >= 0]
    totals = np.asarray(bow.counts.sum(axis=0), float)
    hint = np.zeros((bow.n_words, config.n_topics))
    hint[known["place"], known["topic"]] = totals[known["place"]]
    model, counts = _fit(bow, hint, config, strength=strength, threads=threads)
    return GuidedTopics(
        model=model, labels=_labels(model, seeds), report=_report(found, counts, model, bow)
    )


def _find(seeds: pd.DataFrame, bow: BagOfWords, n_topics: int) -> pd.DataFrame:
    """Give a row for each seed word, patterns spelt out; `place` is -1 for an unknown word."""
    topics = sorted(seeds["topic"].unique().tolist())
    if topics != list(range(len(topics))):
        raise TopicsError(f"`seeds` must number its topics 0, 1, 2, ...; got {topics}.")
    if len(topics) > n_topics:
        raise TopicsError(
            f"`seeds` are for {len(topics)} topics, but `config` has n_topics={n_topics}. "
            "Ask for as many, or more: those without seeds are free."
        )
    rows: list[tuple[int, str, str, int]] = []
    words = pd.Series(bow.words, dtype=str)
    for topic, label, seed in seeds[["topic", "label", "word"]].itertuples(index=False):
        if str(seed).endswith("*"):
            places = np.flatnonzero(words.str.startswith(str(seed)[:-1])).tolist()
        else:
            places = (
                [place] if (place := int(bow.words.get_indexer(pd.Index([seed]))[0])) >= 0 else []
            )
        names = [(str(bow.words[place]), place) for place in places] or [(str(seed), -1)]
        rows.extend((int(topic), str(label), word, place) for word, place in names)
    table = pd.DataFrame(rows, columns=["topic", "label", "word", "place"])
    table = table.drop_duplicates(["topic", "word"], ignore_index=True)
    twice = table[table.duplicated("word", keep=False)]
    if len(twice):
        word = twice["word"].iloc[0]
        owners = twice.loc[twice["word"] == word, "label"].tolist()
        raise TopicsError(f"`seeds` gives {word!r} to {owners[0]!r} and to {owners[1]!r}.")
    lost = table.groupby("topic")["place"].max()
    if (lost < 0).any():
        topic = int(lost.index[int((lost < 0).to_numpy().argmax())])
        own = table[table["topic"] == topic]
        raise TopicsError(
            f"none of the seeds of {own['label'].iloc[0]!r} is in the vocabulary: "
            f"{own['word'].tolist()}. Spell them as in the text, or drop fewer words."
        )
    return table


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
    with Team(threads) as team, tqdm(disable=None, desc="fit_guided", unit="pass") as bar:
        while run.passes < config.n_passes and not log.on_plateau():
            run.one_pass(team)
            log.add(0, run)
            bar.update()
    counts = run.topic_counts()
    eta: Any = run.eta + strength * hint.T
    engine = engine_from_counts(counts, run.alpha[: config.n_topics], eta, known, config)
    model = assemble(
        bow, filled, run.doc_topic(), engine=engine, config=config,
        history=log.to_table(), converged=log.on_plateau(),
    )  # fmt: skip
    return model, counts


def _labels(model: TopicModel, seeds: pd.DataFrame) -> pd.DataFrame:
    from topics.lda.labels import auto_labels

    labels = auto_labels(model)
    given = seeds.drop_duplicates("topic").set_index("topic")["label"]
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
