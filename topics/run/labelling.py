"""The user's own names for topics: a table to edit, taken up by a run without a new fit."""

import csv
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

import pandas as pd

from topics.errors import InputError, TopicsError
from topics.lda.model import TopicModel
from topics.lda.regroup import ASIDE, membership
from topics.lda.top_words import top_words
from topics.tables import write_csv

COLUMNS = ("topic", "label", "into", "note", "words")
BACKGROUND = "background"
_KNOWN = 200  # words of a topic that a fingerprint is looked for in


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """What a table of labels says.

    Attributes
    ----------
    labels, notes : dict
        Label and note by topic, of those that have one.
    into : dict
        For topics that do not stay: the topic that each counts for, or `ASIDE`.
    """

    labels: dict[int, str] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    into: dict[int, int] = field(default_factory=dict)

    @property
    def touched(self) -> frozenset[int]:
        """Topics that were put together or set aside, and those that others count for."""
        return frozenset(self.into) | frozenset(self.into.values())


def label_table_of(folder: str | PathLike[str]) -> pd.DataFrame:
    """Make the table of labels of a report, for its reader to edit.

    Parameters
    ----------
    folder : path
        Of a report.

    Returns
    -------
    DataFrame
        topic; label, as the report has it; into, empty: the number of the topic that this one is
        to count for, or "background"; note, empty; words: the first words of the topic, by which
        a run sees that the table belongs to it.

    Raises
    ------
    InputError
        When the folder holds no report.
    """
    path = Path(folder) / "tables" / "topic_words.csv"
    try:
        words = pd.read_csv(path, keep_default_na=False)
        words = words.sort_values(["topic", "rank"], kind="stable")
        lists = words.groupby("topic")["word"].agg(lambda some: " ".join(map(str, some)))
        labels = words.drop_duplicates("topic").set_index("topic")["topic_label"]
        if labels.empty:
            raise ValueError("it has no row")
    except FileNotFoundError as error:
        raise InputError(
            f"{folder}: holds no report, for there is no tables/topic_words.csv in it. Name the "
            "folder of a report."
        ) from error
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: is not the table of a report ({error}).") from error
    bare = [_bare(topic, str(label)) for topic, label in labels.items()]
    table = pd.DataFrame({"topic": labels.index, "label": bare, "into": "", "note": ""})
    return table.assign(words=lists.to_numpy())[list(COLUMNS)]


def write_label_table(folder: str | PathLike[str], path: str | PathLike[str]) -> Path:
    """Write the table of labels of a report; a file that is there already is not touched.

    Raises
    ------
    TopicsError
        When the file is there, or the folder holds no report.
    """
    if Path(path).exists():
        raise TopicsError(
            f"{path}: is there already, maybe edited. Remove it, or name another file with `out`."
        )
    return write_csv(label_table_of(folder), Path(path))


def read_labelling(path: str | PathLike[str], model: TopicModel) -> Labelling:
    """Read an edited table of labels, and check that it was made for this fit.

    Parameters
    ----------
    path : path
        A CSV file in UTF-8 with the columns topic and label, and maybe into, note and words.
    model : TopicModel
        The fit.

    Raises
    ------
    InputError
        Naming file and line, when the file cannot be read, a topic is not there or there twice,
        `into` makes no sense, or the words are those of another fit.
    """
    rows = _rows(Path(path))
    n_topics = len(model.topic_word)
    own = top_words(model, _KNOWN, measure="probability").groupby("topic")["word"].agg(set)
    found = Labelling()
    seen: set[int] = set()
    for number, row in rows:
        where = f"{path}: line {number}"
        text = row["topic"].strip().removeprefix("T")
        if not text.isdecimal() or int(text) >= n_topics:
            raise InputError(
                f"{where}: the topic must be a number from 0 to {n_topics - 1}; it is "
                f"{row['topic']!r}."
            )
        topic = int(text)
        if topic in seen:
            raise InputError(f"{where}: topic {topic} is there a second time. Keep one line.")
        seen.add(topic)
        words = row.get("words", "").split()
        if sum(word not in own[topic] for word in words) > len(words) / 2:
            raise InputError(
                f"{where}: topic {topic} is named for the words {' '.join(words[:4])!r}, which are "
                "not those of this fit: the labels belong to another one. Write them anew with "
                "topics label."
            )
        label, into = row["label"].strip(), row.get("into", "").strip()
        if label:
            found.labels[topic] = label
        if row.get("note", "").strip():
            found.notes[topic] = row["note"].strip()
        if into and into.removeprefix("T") != str(topic):
            found.into[topic] = _target(into, where, n_topics)
    try:
        membership(model.topic_word.index, found.into)
    except TopicsError as error:
        raise InputError(f"{path}: {error}") from error
    return found


def check_label_file(path: str | PathLike[str]) -> None:
    """Raise unless a table of labels can be read; before the long work, without a fit.

    Raises
    ------
    InputError
        As in `read_labelling`.
    """
    _rows(Path(path))


def regroup_reliability(reliability: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Let a topic that was put together be as reliable as the least reliable of its parts.

    Parameters
    ----------
    reliability : DataFrame
        topic, reliability, stable and other columns; may be empty.
    members : DataFrame
        As `membership` gives it.
    """
    if reliability.empty:
        return reliability
    least = reliability.sort_values("reliability", kind="stable").set_index("topic")
    rows = [
        least.loc[least.index.isin(members.index[members[topic] > 0])].iloc[[0]].assign(topic=topic)
        for topic in members.columns
    ]
    return pd.concat(rows, ignore_index=True)[list(reliability.columns)]


def name_topics(labels: pd.Series, labelling: Labelling) -> pd.Series:
    """Put the user's labels in the place of those that were made of words.

    Examples
    --------
    >>> made = pd.Series(["T0 gas, oil", "T1 vote, law"])
    >>> name_topics(made, Labelling(labels={1: "Elections"})).tolist()
    ['T0 gas, oil', 'T1 Elections']
    """
    own = {topic: f"T{topic} {label}" for topic, label in labelling.labels.items()}
    return labels.copy().mask(labels.index.isin(own), labels.index.map(own))


def _bare(topic: object, label: str) -> str:
    return label.removeprefix(f"T{topic} ")


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            lines = [(reader.line_num, line) for line in reader if any(map(str.strip, line))]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: is not a CSV file in UTF-8 ({error}).") from error
    head = [name.strip() for name in lines[0][1]] if lines else []
    if not {"topic", "label"} <= set(head):
        raise InputError(
            f"{path}: line 1 must name the columns topic and label; it is {','.join(head)!r}."
        )
    for number, line in lines[1:]:
        if len(line) != len(head):
            raise InputError(
                f"{path}: line {number} has {len(line)} cells, and line 1 has {len(head)}. Put a "
                "label with commas between quotation marks."
            )
    return [(number, dict(zip(head, line, strict=True))) for number, line in lines[1:]]


def _target(into: str, where: str, n_topics: int) -> int:
    if into.casefold() == BACKGROUND:
        return ASIDE
    text = into.removeprefix("T")
    if not text.isdecimal() or int(text) >= n_topics:
        raise InputError(
            f"{where}: into must be the number of a topic, 0 to {n_topics - 1}, or {BACKGROUND}; "
            f"it is {into!r}."
        )
    return int(text)
