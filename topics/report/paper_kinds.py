"""What each table for a paper is made of: columns, cells that are told apart, notes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from topics.estimate.standing import FDR, told_apart
from topics.plots.rows import (
    DAGGER_MEANS,
    DAGGER_WORTH,
    LEAST_NAMED,
    UNSETTLED,
    UNSETTLED_MEANS,
    dagger_note,
    documents_of,
    told_beyond,
    unsettled,
)
from topics.report.facts import label_of, small

Row = Mapping[Any, Any]
_SHARE = (
    "Share: the mean, over the documents {about} the country, of the part of a document's words "
    "that goes to the topic; documents about several countries are unmixed. Corpus: the topic's "
    "share of all documents."
)
_SPOKEN = (
    "Share: the mean, over the documents {about} the country, of the part of a document's words "
    "that goes to the topic. Corpus: the topic's share of all documents."
)
_APART = "Texts on the pairs of countries that were estimated apart are in none of these shares."
_NOTHING = "too few documents to tell."


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What notes say of a run: level of intervals, unit, who speaks, n of countries, any pairs.

    And of a table: what stands where a number is missing, or has not settled.
    """

    level: float
    unit: str
    spoken: bool
    sizes: Mapping[str, float]
    pairs: bool
    missing: str = "–"
    loose: str = UNSETTLED

    @property
    def interval(self) -> str:
        """Head of a column of intervals."""
        return f"{100 * self.level:g} % interval"

    @property
    def about(self) -> str:
        """How documents belong to a country."""
        return "spoken by" if self.spoken else "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of table.

    Attributes
    ----------
    name, table : str
        What it is called, and its file in a run.
    sides, words, numbers, flags : tuple of str
        Columns that hold codes of countries, text, numbers, and truth values; all must be there.
    told : callable
        From rows to where they are told apart.
    against, how : str
        From what, and by which rule, for the notes.
    order, rising : tuple
        Columns to order by, and which way.
    texts : int
        The first columns of the table, which hold text.
    heads, cells, notes : callable
        Of the run; of a row and the run; of the rows shown and the run.
    """

    name: str
    table: str
    sides: tuple[str, ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    flags: tuple[str, ...]
    told: Callable[[pd.DataFrame], np.ndarray]
    against: str
    how: str
    order: tuple[str, ...]
    rising: tuple[bool, ...]
    texts: int
    heads: Callable[[Run], list[str]]
    cells: Callable[[Row, Run], list[str]]
    notes: Callable[[pd.DataFrame, Run], list[str]]


def _told_from_0(rows: pd.DataFrame) -> np.ndarray:
    outside = (rows["ci_low"] > 0) | (rows["ci_high"] < 0)
    return (outside & (rows["p_adjusted"] <= FDR)).to_numpy(dtype=bool)


def _told_pairs(rows: pd.DataFrame) -> np.ndarray:
    return told_beyond(rows, fdr=FDR).to_numpy(dtype=bool)


def _share(row: Row, name: str) -> str:
    return "–" if pd.isna(row[name]) else f"{100 * row[name]:.1f} %"


def _points(value: float) -> str:
    return "–" if pd.isna(value) else f"{100 * value:+.1f}".replace("-", "−")


def _between(row: Row, low: str, high: str, *, signed: bool = False) -> str:
    if pd.isna(row[low]):
        return "–"
    if signed:
        return f"{_points(row[low])} to {_points(row[high])}"
    return f"{100 * row[low]:.1f} to {100 * row[high]:.1f} %"


def _mark(row: Row, text: str) -> str:
    return text if row["settled"] or text == "–" else f"{UNSETTLED}{text}"


def _estimate(row: Row, run: Run) -> list[str]:
    del run
    period = [str(row["period"])] if "period" in row else []
    return [
        str(row["country_name"]), label_of(row), *period, _mark(row, _share(row, "estimate")),
        _between(row, "ci_low", "ci_high"), _share(row, "corpus_share"),
        f"{documents_of(row):,.0f}", small(row["p_adjusted"]),
    ]  # fmt: skip


def _contrast(row: Row, run: Run) -> list[str]:
    sizes = [run.sizes.get(row[side]) for side in ("first", "second")]
    return [
        str(row["first_name"]), str(row["second_name"]), label_of(row),
        _mark(row, _points(row["estimate"])), _between(row, "ci_low", "ci_high", signed=True),
        " / ".join("–" if size is None else f"{size:,.0f}" for size in sizes),
        small(row["p_adjusted"]),
    ]  # fmt: skip


def _pair(row: Row, run: Run) -> list[str]:
    del run
    return [
        str(row["first_name"]), str(row["second_name"]), label_of(row),
        _mark(row, _share(row, "estimate")), _between(row, "ci_low", "ci_high"),
        _share(row, "expected"), _points(row["beyond"]),
        _between(row, "beyond_low", "beyond_high", signed=True), f"{row['n_docs']:,.0f}",
        small(row["p_adjusted"]),
    ]  # fmt: skip


def _common(rows: pd.DataFrame, run: Run, cells: str = "all cells of the run") -> list[str]:
    """Return what holds of every table: intervals, correction, and the marks that are there."""
    notes = [
        f"Intervals ({100 * run.level:g} %) say how far a number would move with another sample of "
        "such texts, not what the sources left unreported.",
        f"q: p-value adjusted to control the false-discovery rate over {cells}, not only those "
        "shown (Benjamini and Hochberg 1995).",
    ]
    count = int((unsettled(rows) & rows["estimate"].notna()).sum())
    if count:
        means = UNSETTLED_MEANS.removeprefix(UNSETTLED)
        notes.append(
            f"{run.loose}{means}: {count:,} of the cells shown, which more draws may move."
        )
    if dagger_note(rows):
        notes.append(f"{DAGGER_MEANS}; {DAGGER_WORTH}.")
    given: list[str] = list(rows["note"].dropna().unique()) if "note" in rows else []
    return [*notes, *(f"Note: {note}." for note in given)]


def _country_notes(rows: pd.DataFrame, run: Run) -> list[str]:
    share = (_SPOKEN if run.spoken else _SHARE).format(about=run.about)
    noun = "document" if "n_documents" in rows else run.unit
    part = (
        "" if "n_documents" in rows or run.spoken else ", each counted by how much it is about it"
    )
    notes = [share, f"n: {noun}s {run.about} the country{part}.", *_common(rows, run)]
    if run.pairs and "period" not in rows:
        notes.append(_APART)
    return [*notes, f"{run.missing}: {_NOTHING}"] if rows["estimate"].isna().any() else notes


def _contrast_notes(rows: pd.DataFrame, run: Run) -> list[str]:
    return [
        "Difference: the first country's share of words less the second's, in percentage points, "
        "from the same draws.",
        f"n: documents {run.about} the first and the second country, as in the table of estimates.",
        *_common(rows, run, "all comparisons of the run"),
        *([_APART] if run.pairs else []),
    ]


def _pair_notes(rows: pd.DataFrame, run: Run) -> list[str]:
    notes = [
        "Share: of words, in texts about exactly these two countries. Expected: the mean of the "
        "two countries' own mixes, beside their pairs. Beyond: the one less the other, in "
        "percentage points; q is of it.",
        f"n: {run.unit}s about exactly these two countries.",
        *_common(rows, run, "all cells of pairs in the run"),
        "Why texts on both differ cannot be told from the table: they may come from other weeks or "
        "other pages of the source.",
    ]
    return [*notes, f"{run.missing}: {_NOTHING}"] if rows["expected"].isna().any() else notes


_NUMBERS = ("topic", "estimate", "ci_low", "ci_high", "p_adjusted")
_COUNTRY: dict[str, Any] = {
    "sides": ("country",),
    "numbers": (*_NUMBERS, "corpus_share", "n_effective"),
    "flags": ("settled",),
    "told": told_apart,
    "against": "the topic's share in the corpus",
    "how": f"the {{level}} % interval leaves it out, and q is at most {FDR:g}",
    "cells": _estimate,
    "notes": _country_notes,
}
_SIDES: dict[str, Any] = {
    "sides": ("first", "second"),
    "words": ("first", "second", "first_name", "second_name", "topic_label"),
    "order": ("first_name", "second_name", "estimate"),
    "rising": (True, True, False),
    "texts": 3,
}
KINDS = {
    "estimates": Kind(
        name="estimates", table="topic_country", words=("country", "country_name", "topic_label"),
        order=("country_name", "estimate"), rising=(True, False), texts=2,
        heads=lambda run: ["Country", "Topic", "Share", run.interval, "Corpus", "n", "q"],
        **_COUNTRY,
    ),
    "contrasts": Kind(
        name="contrasts", table="contrasts", numbers=_NUMBERS, flags=("settled",),
        told=_told_from_0, against="0",
        how=f"the {{level}} % interval leaves it out, and q is at most {FDR:g}",
        heads=lambda run: ["First", "Second", "Topic", "Difference", run.interval, "n", "q"],
        cells=_contrast, notes=_contrast_notes, **_SIDES,
    ),
    "pairs": Kind(
        name="pairs", table="pairs", flags=("settled", "flagged"),
        numbers=(*_NUMBERS, "expected", "beyond", "beyond_low", "beyond_high",
                 "additivity_p_adjusted", "n_docs"),
        told=_told_pairs, against="what is written about each of the two",
        how=f"q is below {FDR:g}, as is that of the pair as a whole, and n is at least "
            f"{LEAST_NAMED}",
        heads=lambda run: ["First", "Second", "Topic", "Share", run.interval, "Expected", "Beyond",
                           run.interval, "n", "q"],
        cells=_pair, notes=_pair_notes, **_SIDES,
    ),
    "trends": Kind(
        name="trends", table="trends",
        words=("country", "period", "country_name", "topic_label"),
        order=("country_name", "topic", "period"), rising=(True, True, True), texts=3,
        heads=lambda run: ["Country", "Topic", "Period", "Share", run.interval, "Corpus", "n", "q"],
        **_COUNTRY,
    ),
}  # fmt: skip
