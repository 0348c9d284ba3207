"""What figures and pages read off a table: rows of a topic, names, daggers, what is apart."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics._checks import check_columns
from topics.errors import TopicsError

FDR = 0.05  # false-discovery rate at which cells are told from the corpus
DAGGER = "†"  # behind the label of a topic that other seeds do not find again
UNSETTLED = "~"  # beside a share for which the sampler did not run long enough
UNSETTLED_MEANS = f"{UNSETTLED}: the sampler has not settled"
DAGGER_MEANS = f"{DAGGER}: fits from other seeds do not find this topic again"
# Of reports/validate_topics.py recovery, on the corpora that the threshold was chosen on.
DAGGER_WORTH = (
    "on planted news, 31 of 68 topics with this mark were real all the same, and 1 of 163 without "
    "it was not"
)


def rows_of(
    table: pd.DataFrame, column: str, value: object, *, columns: Sequence[str], name: str
) -> pd.DataFrame:
    """Return the rows of one topic, or of one country, of a table that must have `columns`.

    Raises
    ------
    TopicsError
        When a column is missing, or no row has the value.
    """
    check_columns(table, columns, name=name)
    rows = table[table[column] == value]
    if rows.empty:
        raise TopicsError(f"`{column}` {value!r} is not in `{name}`.")
    return rows


def topic_title(rows: pd.DataFrame) -> str:
    """Return the label of the topic that `rows` are about, or its number."""
    return names(rows.iloc[:1], "topic")[0]


def names(rows: pd.DataFrame, column: str) -> list[str]:
    """Return what to call the country or topic of each row; a dagger follows an unstable topic.

    Examples
    --------
    >>> names(pd.DataFrame({"country": ["KAZ"], "country_name": ["Kazakhstan"]}), "country")
    ['Kazakhstan']
    >>> names(pd.DataFrame({"topic": [3, 4], "stable": [True, False]}), "topic")
    ['Topic 3', 'Topic 4 †']
    """
    readable = {"country": "country_name", "topic": "topic_label"}[column]
    if readable in rows.columns:
        texts = [str(name) for name in rows[readable]]
    else:
        texts = [f"Topic {value}" if column == "topic" else str(value) for value in rows[column]]
    if column == "topic" and "stable" in rows.columns:
        flags = rows["stable"].fillna(True).astype(bool)
        texts = [mark_unstable(*pair) for pair in zip(texts, flags, strict=True)]
    return texts


def mark_unstable(label: str, stable: object) -> str:
    """Return the label of a topic, with a dagger when other seeds do not find it again."""
    return label if stable else f"{label} {DAGGER}"


def dagger_note(rows: pd.DataFrame) -> str:
    """Return what the dagger behind a topic means, when there is one."""
    if "stable" not in rows.columns or rows["stable"].fillna(True).astype(bool).all():
        return ""
    return f"; {DAGGER_MEANS}"


def unsettled(rows: pd.DataFrame) -> np.ndarray:
    """Return where the sampler did not run long enough, as far as a table tells.

    Examples
    --------
    >>> unsettled(pd.DataFrame({"settled": [True, False]})).tolist()
    [False, True]
    """
    if "settled" not in rows.columns:
        return np.zeros(len(rows), dtype=bool)
    return ~rows["settled"].astype("boolean").fillna(value=True).to_numpy(dtype=bool)


def mark_unsettled(texts: Sequence[str], rows: pd.DataFrame) -> list[str]:
    """Put a mark behind the text of each row that is `unsettled`."""
    marked = zip(texts, unsettled(rows), strict=True)
    return [f"{text} {UNSETTLED}" if mark else text for text, mark in marked]


def unsettled_note(rows: pd.DataFrame) -> str:
    """Return what the mark of an `unsettled` row means, when there is one."""
    return f"; {UNSETTLED_MEANS}" if unsettled(rows).any() else ""


def sides_of(rows: pd.DataFrame) -> tuple[str, str] | None:
    """Return the names of the two sides of contrasts; None when these are no single pair."""
    pairs = rows.reindex(columns=["first", "second"]).drop_duplicates()
    if len(pairs) != 1 or pairs.isna().any(axis=None):
        return None
    first, second = (
        str(rows[f"{side}_name" if f"{side}_name" in rows.columns else side].iloc[0])
        for side in ("first", "second")
    )
    return first, second


def credibly_apart(rows: pd.DataFrame) -> np.ndarray:
    """Return where an estimate is told from the topic's share in the corpus.

    That is where `p_adjusted` is below 0.05; in a table without it, where the interval leaves out
    the share.
    """
    if "p_adjusted" in rows.columns:
        return (rows["p_adjusted"] < FDR).to_numpy()
    base = rows["corpus_share"]
    return ((rows["ci_low"] > base) | (rows["ci_high"] < base)).to_numpy()


def apart_note(rows: pd.DataFrame, level: float) -> str:
    """Return how a table tells estimates from the corpus.

    Examples
    --------
    >>> apart_note(pd.DataFrame({"p_adjusted": [0.01]}), 0.95)
    'false-discovery rate 5 % over all cells'
    >>> apart_note(pd.DataFrame({"ci_low": [0.01]}), 0.95)
    '95 % interval excludes it'
    """
    if "p_adjusted" in rows.columns:
        return f"false-discovery rate {100 * FDR:g} % over all cells"
    return f"{100 * level:g} % interval excludes it"


def per_cent(share: float) -> str:
    """Return a share as a whole number of per cent.

    Examples
    --------
    >>> per_cent(0.126), per_cent(0.004), per_cent(0.0)
    ('13', '<1', '0')
    """
    return "<1" if 0 < share < 0.005 else f"{100 * share:.0f}"
