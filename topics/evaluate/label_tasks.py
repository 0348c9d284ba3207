"""Do the labels of topics say what their texts are about? Sheets for coders.

References
----------
Ying, Montgomery, Stewart (2022): Topics, concepts, and measurement: A crowdsourced procedure for
validating topics as measures. Political Analysis 30.
"""

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_count
from topics.errors import TopicsError
from topics.evaluate.intrusion import Item, sheet_and_key, shuffled

_FOREMOST = 3  # topics of a text that no wrong label is taken from


def label_intrusion(
    shares: pd.DataFrame,
    documents: pd.DataFrame,
    labels: "pd.Series[str]",
    *,
    n_topics: int = 3,
    seed: int = 0,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make a sheet on which coders look for the label that does not fit a text.

    Parameters
    ----------
    shares : DataFrame (n_docs, n_topics)
        Topic shares by doc_id, as `doc_topics` gives them.
    documents : DataFrame
        doc_id, text: each makes an item.
    labels : Series
        The label of each topic.
    n_topics : int
        Topics with the largest shares in the text, whose labels are shown; the label of a topic
        among the lesser half joins them.
    seed : int
        Decides intruders and orders.

    Returns
    -------
    sheet : DataFrame
        item, text, option_1, ..., option_{n_topics + 1}, answer (empty).
    key : DataFrame
        item, topic (with the largest share), right (the label), answer (its option), doc_id,
        intruder (the topic of the label).

    Raises
    ------
    TopicsError
        When there are too few topics with labels of their own.
    """
    check_count(n_topics, name="n_topics")
    order = _orders(shares, documents, labels)
    k = shares.shape[1]
    if k < 2 * (n_topics + 1):
        raise TopicsError(
            f"`n_topics` is {n_topics}, but there are {k} topics: an item needs a topic among the "
            f"lesser half. Ask for at most {k // 2 - 1}."
        )
    rng = np.random.default_rng(seed)
    items = []
    for (doc_id, text), topics in zip(_rows(documents), order, strict=True):
        own = _different([labels[topic] for topic in topics[:n_topics]])
        lesser = [topic for topic in topics[k // 2 :] if labels[topic].casefold() not in own]
        if len(own) < n_topics or not lesser:
            raise _alike(labels)
        intruder = lesser[int(rng.integers(len(lesser)))]
        options = shuffled([*own.values(), labels[intruder]], rng)
        items.append(_item(topics[0], options, labels[intruder], doc_id, text, intruder=intruder))
    return sheet_and_key(items, rng)


def optimal_label(
    shares: pd.DataFrame,
    documents: pd.DataFrame,
    labels: "pd.Series[str]",
    *,
    n_labels: int = 4,
    seed: int = 0,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make a sheet on which coders choose the label that fits a text best.

    Parameters
    ----------
    shares, documents, labels
        As in `label_intrusion`.
    n_labels : int
        Labels to choose from: that of the topic with the largest share, and others, which are
        drawn from topics that are not among the three with the largest.
    seed : int
        Decides the other labels and orders.

    Returns
    -------
    sheet, key : DataFrame
        As in `label_intrusion`, without `intruder`.

    Raises
    ------
    TopicsError
        When there are too few topics with labels of their own.
    """
    check_count(n_labels, name="n_labels", least=2)
    order = _orders(shares, documents, labels)
    k = shares.shape[1]
    if k < _FOREMOST + n_labels - 1:
        raise TopicsError(
            f"`n_labels` is {n_labels}, but there are {k} topics, three of which are foremost in a "
            f"text. Ask for at most {k - _FOREMOST + 1}."
        )
    rng = np.random.default_rng(seed)
    items = []
    for (doc_id, text), topics in zip(_rows(documents), order, strict=True):
        right = labels[topics[0]]
        others = _different([labels[topic] for topic in topics[_FOREMOST:]])
        others.pop(right.casefold(), None)
        if len(others) < n_labels - 1:
            raise _alike(labels)
        drawn = rng.choice(sorted(others.values()), n_labels - 1, replace=False).tolist()
        options = shuffled([right, *map(str, drawn)], rng)
        items.append(_item(topics[0], options, right, doc_id, text))
    return sheet_and_key(items, rng)


def _item(
    topic: object, options: list[str], right: str, doc_id: str, text: str, **kept: object
) -> Item:
    return Item(
        topic=topic, options=options, right=right, shown={"text": text},
        kept={"doc_id": doc_id, **kept},
    )  # fmt: skip


def _orders(
    shares: pd.DataFrame, documents: pd.DataFrame, labels: "pd.Series[str]"
) -> list[list[int]]:
    """Return the topics of each document, that with the largest share first."""
    check_columns(documents, ("doc_id", "text"), name="documents")
    unlabelled = shares.columns.difference(labels.index)
    if len(unlabelled):
        raise TopicsError(f"`labels` has none for topic {unlabelled[0]}.")
    known = shares.dropna()
    unknown = documents.loc[~documents["doc_id"].isin(known.index), "doc_id"]
    if len(unknown):
        raise TopicsError(f"`shares` has none for the document {unknown.iloc[0]!r}.")
    values = known.loc[documents["doc_id"]].to_numpy()
    places = np.argsort(-values, axis=1, kind="stable")
    return [[int(shares.columns[place]) for place in row] for row in places]


def _rows(documents: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(documents["doc_id"], documents["text"].astype(str), strict=True))


def _different(labels: list[str]) -> dict[str, str]:
    """Return labels by their small letters: two that a coder cannot tell apart are one."""
    return {label.casefold(): label for label in labels}


def _alike(labels: "pd.Series[str]") -> TopicsError:
    folded = labels.str.casefold()
    twice = labels[folded.duplicated()]
    named = f" {twice.iloc[0]!r} is the label of several." if len(twice) else ""
    return TopicsError(
        f"too few topics have a label of their own.{named} Give each topic its own with topics "
        "label, and make the report again with these labels."
    )
