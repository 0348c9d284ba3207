"""Names for topics: short ones made of words, and the user's own in a file beside the model."""

import csv
import os
from pathlib import Path

import pandas as pd

from topics._checks import check_columns, check_count
from topics.errors import InputError, TopicsError
from topics.lda.model import TopicModel
from topics.lda.top_words import top_words
from topics.tables import write_csv

LABELS = "labels.csv"
_FINGERPRINT = 10
_KNOWN = 200


def auto_labels(model: TopicModel, *, n_words: int = 3, measure: str = "relevance") -> pd.DataFrame:
    """Name each topic by its first words, without repeating forms of one word.

    Parameters
    ----------
    model : TopicModel
    n_words : int
        Words in a label.
    measure : str
        What orders the words, see `top_words`.

    Returns
    -------
    DataFrame
        topic; label: different for every topic (a fourth or later word tells apart those that
        would be alike); words: the 10 first words in that order, which tell a reader, and
        `read_labels`, what the label was given to.

    Raises
    ------
    TopicsError
        When an option is out of range.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> from topics.lda import LDAConfig, fit_lda
    >>> texts = {f"d{i}": ["oil", "oils", "gas"] * 9 if i % 2 else ["war"] * 9 for i in range(20)}
    >>> model = fit_lda(count_words(pd.Series(texts)), LDAConfig(n_topics=2, restarts=1))
    >>> sorted(auto_labels(model, n_words=2)["label"])[0]
    'gas, oil'
    """
    check_count(n_words, name="n_words")
    table = top_words(model, max(30, 3 * n_words), measure=measure)
    rows = []
    taken: set[str] = set()
    for topic, own in table.groupby("topic", sort=True):
        words = own["word"].tolist()
        chosen: list[str] = []
        for word in words:
            if any(_same_word(word, other) for other in chosen):
                continue
            chosen.append(word)
            if len(chosen) >= n_words and ", ".join(chosen) not in taken:
                break
        label = ", ".join(chosen)
        taken.add(label)
        rows.append({"topic": topic, "label": label, "words": " ".join(words[:_FINGERPRINT])})
    return pd.DataFrame(rows)


def _same_word(a: str, b: str) -> bool:
    """Tell whether two words look like forms of one: a long common start and short ends."""
    differ = (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
    start = next(differ, min(len(a), len(b)))
    return start >= 3 and max(len(a), len(b)) - start <= 3 and start >= max(len(a), len(b)) / 2


def write_labels(labels: pd.DataFrame, folder: str | os.PathLike[str]) -> Path:
    """Write labels as `labels.csv` beside a saved model, for the user to edit.

    Parameters
    ----------
    labels : DataFrame
        topic, label, words, as `auto_labels` gives.
    folder : path
        The folder of `save_model`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    TopicsError
        When `labels` lacks a column, or the folder cannot be written to.
    """
    check_columns(labels, ("topic", "label", "words"), name="labels")
    return write_csv(labels[["topic", "label", "words"]], Path(folder) / LABELS)


def read_labels(model: TopicModel, folder: str | os.PathLike[str]) -> pd.DataFrame:
    """Read `labels.csv` and check that it was written for this model.

    Parameters
    ----------
    model : TopicModel
    folder : path
        The folder with `labels.csv`, or a CSV file.

    Returns
    -------
    DataFrame
        topic, label, words; one row per topic of the model, in its order.

    Raises
    ------
    InputError
        When the file is missing, a line is not as it should be, a topic has no label or two, or
        a topic's words are not those of the model: labels of another fit would be wrong in
        silence.
    """
    path = Path(folder) / LABELS if Path(folder).is_dir() else Path(folder)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist. `write_labels` makes it.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is not a CSV file in UTF-8 ({error}).") from error
    if not lines or lines[0] != ["topic", "label", "words"]:
        raise InputError(f"{path}: line 1 must be topic,label,words; it is {lines[:1]}.")
    own = top_words(model, _KNOWN, measure="probability")
    known = {k: set(own.loc[own["topic"] == k, "word"]) for k in range(len(model.topic_word))}
    found: dict[int, tuple[str, str]] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        if len(line) != 3 or not line[0].strip().isdigit() or int(line[0]) not in known:
            raise InputError(
                f"{path}: line {number} must hold a topic from 0 to {len(known) - 1}, a label and "
                f"words; it is {line}."
            )
        topic, label, words = int(line[0]), line[1].strip(), line[2]
        if topic in found or not label:
            fault = "is the second for" if label else "has no label for"
            raise InputError(f"{path}: line {number} {fault} topic {topic}.")
        strangers = [word for word in words.split() if word not in known[topic]]
        if len(strangers) > len(words.split()) / 2:
            raise InputError(
                f"{path}: line {number} names topic {topic} for the words {words!r}, but the model "
                f"has other words there. The labels belong to another fit; write them anew."
            )
        found[topic] = (label, words)
    missing = sorted(set(known) - set(found))
    if missing:
        raise InputError(f"{path} has no label for topic {missing[0]}.")
    return pd.DataFrame(
        [{"topic": k, "label": found[k][0], "words": found[k][1]} for k in sorted(found)]
    )


def label_table(table: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """Put `topic_label` beside the column topic of any table; topic ids stay as they are.

    Parameters
    ----------
    table : DataFrame
        Column topic, any others.
    labels : DataFrame
        Columns topic and label, one row per topic.

    Returns
    -------
    DataFrame
        A copy of `table` with the column `topic_label`.

    Raises
    ------
    TopicsError
        When a table lacks a column, a topic has no label or two.

    Examples
    --------
    >>> import pandas as pd
    >>> labels = pd.DataFrame({"topic": [0, 1], "label": ["Energy", "War"]})
    >>> label_table(pd.DataFrame({"topic": [1, 0, 1]}), labels)["topic_label"].tolist()
    ['War', 'Energy', 'War']
    """
    check_columns(table, ("topic",), name="table")
    check_columns(labels, ("topic", "label"), name="labels")
    names = labels.set_index("topic")["label"]
    if not names.index.is_unique:
        raise TopicsError("`labels` has a topic more than once.")
    unknown = table.loc[~table["topic"].isin(names.index), "topic"]
    if len(unknown):
        raise TopicsError(f"`labels` has no label for topic {unknown.iloc[0]}.")
    return table.assign(topic_label=table["topic"].map(names))
