"""The tasks of coders: what is drawn for each, as one table of items and their right answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from topics._card import card, facts, rows
from topics._checks import check_choice, check_columns, check_count
from topics.errors import TopicsError
from topics.evaluate.intrusion import r4wsi, topic_intrusion, word_intrusion
from topics.evaluate.label_tasks import label_intrusion, optimal_label
from topics.evaluate.sampling import draw_by_country, draw_by_topic, foremost
from topics.lda.model import TopicModel

COUNTRIES = "countries"
QUESTIONS: Mapping[str, str] = {
    "word_intrusion": "Which word does not belong with the others?",
    "r4wsi": "Which set of words does not belong with the others?",
    "topic_intrusion": "Which group of words does not fit the text?",
    "label_intrusion": "Which label does not fit the text?",
    "optimal_label": "Which label fits the text best?",
    COUNTRIES: "Which countries is the text about?",
}
TASKS = tuple(QUESTIONS)
LABEL_TASKS = ("label_intrusion", "optimal_label")
LONGEST = 8000  # characters of a text that coders read for its countries
SHOWN = 1000  # characters of a text that is shown beside topics or labels
_LETTERS = "bcdfghjklmnpqrstvwxz"  # no vowel and no digit: no word, no number, no date


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """What was drawn for coders.

    Attributes
    ----------
    items : DataFrame
        item (the id that coders see), task, topic (judged; NA in countries), doc_id and text
        ("" where none is shown), options (list of str), answer (number of the right option; 0 in
        countries), stands_for (documents, in countries; else 1).
    notes : tuple of str
        What could not be drawn, and why.
    """

    items: pd.DataFrame
    notes: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        tasks = self.items.groupby("task", sort=False).size()
        return card(
            f"{len(self.items):,} items for coders",
            rows(("task", "items"), list(tasks.items()), most=len(tasks)),
            facts({"not drawn": "; ".join(self.notes)}),
            then="`items` has them all, with their answers. Next: "
            "`score_tasks(drawn.items, answers)`.",
        )


def draw_tasks(
    model: TopicModel,
    documents: pd.DataFrame,
    weights: pd.DataFrame,
    labels: "pd.Series[str]",
    *,
    tasks: Collection[str] = TASKS,
    per_topic: int = 2,
    texts: int = 60,
    seed: int = 0,
    mark: str = "",
) -> Drawn:
    """Draw what coders are asked.

    Parameters
    ----------
    model : TopicModel
    documents : DataFrame
        doc_id, text: what the model calls documents.
    weights : DataFrame
        doc_id, country, weight.
    labels : Series
        The label of each topic.
    tasks : collection of str
        Of `TASKS`.
    per_topic : int
        Items per topic in each task.
    texts : int
        Texts to be read for their countries.
    seed : int
        Decides the sample, intruders, orders and ids.
    mark : str
        With what ids begin.

    Returns
    -------
    Drawn
        Documents are drawn by topic and country, see `draw_by_topic` and `draw_by_country`; no
        document is shown in two tasks on topics where there are enough.

    Raises
    ------
    TopicsError
        When there is no such task, or nothing can be drawn.
    """
    check_columns(documents, ("doc_id", "text"), name="documents")
    check_count(per_topic, name="per_topic")
    check_count(texts, name="texts")
    for task in tasks:
        check_choice(task, TASKS, name="tasks")
    table = foremost(model.doc_topic, weights)
    table = table[table["doc_id"].isin(documents["doc_id"])]
    text = documents.set_index("doc_id")["text"].astype(str)
    free = table
    parts: list[pd.DataFrame] = []
    notes: list[str] = []
    for number, task in enumerate(one for one in TASKS if one in tasks):
        own_seed = seed + number
        if task == COUNTRIES:
            parts.append(_countries(table, text, texts, own_seed, notes))
            continue
        shown = pd.DataFrame()
        if task not in ("word_intrusion", "r4wsi"):
            shown = _documents(table, free, task, per_topic, own_seed, notes)
            free = free[~free["doc_id"].isin(shown["doc_id"])]
            shown = shown.assign(text=[excerpt(text[one]) for one in shown["doc_id"]])
        try:
            parts.append(_items(task, model, shown, labels, per_topic, own_seed))
        except TopicsError as error:
            notes.append(f"{task.replace('_', ' ')} was left out: {error}")
    items = pd.concat([part for part in parts if len(part)] or [_nothing(notes)])
    return Drawn(items=_with_ids(items.reset_index(drop=True), seed, mark), notes=tuple(notes))


def excerpt(text: str, *, most: int = SHOWN) -> str:
    """Return the beginning of a text, which ends with a word and an ellipsis where it was cut.

    Examples
    --------
    >>> excerpt("one two three", most=9)
    'one …'
    """
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(maxsplit=1)[0].rstrip()} …"


def _nothing(notes: list[str]) -> pd.DataFrame:
    raise TopicsError(f"nothing can be drawn for coders: {'; '.join(notes) or 'no task is left'}")


def _documents(
    table: pd.DataFrame, free: pd.DataFrame, task: str, n: int, seed: int, notes: list[str]
) -> pd.DataFrame:
    """Draw documents of each topic, of those that no other task shows where there are enough."""
    enough = free.groupby("topic").size()
    again = table[table["topic"].map(enough).fillna(0) < n]
    drawn = draw_by_topic(pd.concat([free, again]).drop_duplicates("doc_id"), n=n, seed=seed)
    sizes = drawn.groupby("topic").size()
    few = sizes[sizes < n]
    if len(few):
        names = ", ".join(f"T{topic}" for topic in few.index)
        notes.append(f"{task.replace('_', ' ')}: fewer than {n} texts in which {names} is foremost")
    return drawn


def _items(
    task: str,
    model: TopicModel,
    shown: pd.DataFrame,
    labels: "pd.Series[str]",
    per_topic: int,
    seed: int,
) -> pd.DataFrame:
    n_topics = min(3, max(1, len(model.topic_word) // 2 - 1))
    shares = model.doc_topic
    if task == "word_intrusion":
        sheet, key = word_intrusion(model, n_items=per_topic, seed=seed)
    elif task == "r4wsi":
        sheet, key = r4wsi(model, n_items=per_topic, seed=seed)
    elif task == "topic_intrusion":
        sheet, key = topic_intrusion(
            model, shown, n_items=len(shown), n_topics=n_topics, n_characters=SHOWN, seed=seed
        )
        key = key.assign(topic=key["doc_id"].map(shown.set_index("doc_id")["topic"]))
    elif task == "label_intrusion":
        sheet, key = label_intrusion(shares, shown, labels, n_topics=n_topics, seed=seed)
    else:
        n_labels = max(2, min(4, len(labels) - 2))
        sheet, key = optimal_label(shares, shown, labels, n_labels=n_labels, seed=seed)
    columns = [name for name in sheet.columns if name.startswith("option_")]
    return pd.DataFrame(
        {
            "task": task,
            "topic": key["topic"].astype("Int64"),
            "doc_id": key.get("doc_id", pd.Series("", index=key.index)),
            "text": sheet.get("text", pd.Series("", index=sheet.index)),
            "options": sheet[columns].to_numpy().tolist(),
            "answer": key["answer"],
            "stands_for": 1.0,
        }
    )


def _countries(
    table: pd.DataFrame, text: "pd.Series[str]", n: int, seed: int, notes: list[str]
) -> pd.DataFrame:
    long = table["doc_id"].map(text.str.len()) > LONGEST
    if long.any():
        notes.append(
            f"countries: {int(long.sum()):,} texts of more than {LONGEST:,} characters were not "
            "drawn from"
        )
    drawn = draw_by_country(table[~long], n=n, seed=seed) if (~long).any() else table[:0]
    return pd.DataFrame(
        {
            "task": COUNTRIES,
            "topic": pd.Series(pd.NA, index=drawn.index, dtype="Int64"),
            "doc_id": drawn["doc_id"],
            "text": drawn["doc_id"].map(text),
            "options": [[] for _ in range(len(drawn))],
            "answer": 0,
            "stands_for": drawn.get("stands_for", pd.Series(dtype=float)),
        }
    )


def _with_ids(items: pd.DataFrame, seed: int, mark: str) -> pd.DataFrame:
    """Give each item an id from which neither its task's order nor its topic can be read."""
    rng = np.random.default_rng([seed, len(items)])
    numbers = rng.choice(len(_LETTERS) ** 4, size=len(items), replace=False)
    ids = [f"{mark}-{letters(int(number), 4)}" if mark else letters(int(number), 4)
           for number in numbers]  # fmt: skip
    return items.assign(item=ids)[["item", *items.columns]]


def letters(number: int, n: int) -> str:
    """Write a number with `n` consonants, which no spreadsheet takes for a number or a date.

    Examples
    --------
    >>> letters(0, 3), letters(399, 3)
    ('bbb', 'bzz')
    """
    found = ""
    for _ in range(n):
        number, rest = divmod(number, len(_LETTERS))
        found = _LETTERS[rest] + found
    return found
