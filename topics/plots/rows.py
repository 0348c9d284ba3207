"""What figures and pages read off a table: rows of a topic, names, daggers, what is apart."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from topics._checks import check_columns
from topics.errors import TopicsError
from topics.estimate.mixing import MARK, MARK_MEANS
from topics.estimate.standing import FDR

DAGGER = "†"  # behind the label of a topic that other seeds do not find again
UNSETTLED, UNSETTLED_MEANS = MARK, MARK_MEANS
DAGGER_MEANS = f"{DAGGER}: fits from other seeds do not find this topic again"
# Of reports/validate_topics.py recovery, on the corpora that the threshold was chosen on.
DAGGER_WORTH = (
    "on planted news, 31 of 68 topics with this mark were real all the same, and 1 of 163 without "
    "it was not"
)
# Texts on both that a pair of countries needs to be told of: where there are fewer, one in ten
# flagged cells or more is of a pair without a mix of its own
# (`reports/validate_estimates.py pairs`).
LEAST_NAMED = 20
INTERCEPT = "Intercept"  # the term of a regression that no figure shows by itself


def told_beyond(
    pairs: pd.DataFrame, *, fdr: float = 0.05, least: int = LEAST_NAMED
) -> "pd.Series[bool]":
    """Return which rows of `topic_pairs` are told from chance, of pairs with enough documents."""
    told = (pairs["p_adjusted"] < fdr) & (pairs["additivity_p_adjusted"] < fdr)
    return told & (pairs["n_docs"] >= least)


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


def marked(title: str, rows: pd.DataFrame) -> str:
    """Return a title with what the intervals of the table leave out, where its `note` says so.

    Examples
    --------
    >>> marked("Kazakhstan", pd.DataFrame({"topic": [1]}))
    'Kazakhstan'
    >>> marked("Kazakhstan", pd.DataFrame({"note": ["error of the shares not included"]}))
    'Kazakhstan (error of the shares not included)'
    """
    notes = list(dict.fromkeys(rows["note"].dropna())) if "note" in rows.columns else []
    return f"{title} ({'; '.join(map(str, notes))})" if notes else title


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
    pairs = zip(texts, unsettled(rows), strict=True)
    return [f"{text} {UNSETTLED}" if mark else text for text, mark in pairs]


def unsettled_note(rows: pd.DataFrame) -> str:
    """Return what the mark of an `unsettled` row means, when there is one."""
    return f"; {UNSETTLED_MEANS}" if unsettled(rows).any() else ""


def told_note(rows: pd.DataFrame, level: float) -> str:
    """Return what it takes for an estimate to be marked as told from the corpus."""
    return f"the {100 * level:g} % interval leaves it out{tested_note(rows)}"


def tested_note(rows: pd.DataFrame) -> str:
    """Return what else a mark asks for, where cells were tested together."""
    return f" (false-discovery rate {100 * FDR:g} %)" if "p_adjusted" in rows.columns else ""


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


def documents_of(row: Mapping[Any, Any] | pd.Series) -> float:
    """Return the documents behind an estimate, also where it rests on parts of documents.

    Examples
    --------
    >>> documents_of({"n_effective": 12.5}), documents_of({"n_effective": 12.5, "n_documents": 3})
    (12.5, 3.0)
    """
    return float(row.get("n_documents", row["n_effective"]))


def per_cent(share: float) -> str:
    """Return a share as a whole number of per cent.

    Examples
    --------
    >>> per_cent(0.126), per_cent(0.004), per_cent(0.0)
    ('13', '<1', '0')
    """
    return "<1" if 0 < share < 0.005 else f"{100 * share:.0f}"
