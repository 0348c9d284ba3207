"""The way into the page: rows by topics, each cell with its share and the marks of the figures."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pandas as pd

from topics.estimate.standing import FDR, rank_countries, told_apart
from topics.plots.beyond import FULL
from topics.plots.lift import STRONGEST, log_lift
from topics.plots.rows import (
    DAGGER_MEANS,
    LEAST_NAMED,
    UNSETTLED,
    UNSETTLED_MEANS,
    documents_of,
    marked,
    names,
    per_cent,
    tested_note,
    told_beyond,
    unsettled,
)
from topics.report.cautions import LITTLE
from topics.report.colours import step_of

if TYPE_CHECKING:
    from topics.run.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: the fragment that opens it, its text, its sign, its colour."""

    id: str
    text: str
    sign: str
    colour: str


@dataclass(frozen=True, slots=True)
class Row:
    """A country, or a pair: its key, its name, how many documents, and its cells."""

    key: str
    label: str
    documents: str
    few: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by topics; `kind` is what a row is, `note` what the marks mean."""

    kind: str
    topics: tuple[tuple[str, str], ...]  # key and label
    rows: tuple[Row, ...]
    note: str


def fragment(**parts: object) -> str:
    """Return what stands behind the # of a link into the page.

    Examples
    --------
    >>> fragment(country="KAZ", topic=3)
    'country=KAZ&topic=3'
    """
    return urlencode({name: str(value) for name, value in parts.items()})


def country_matrix(analysis: "Analysis", *, level: str) -> Matrix:
    """Return all countries by all topics; those countries first that there is most to say of."""
    estimates = analysis.estimates
    countries = estimates.drop_duplicates("country").set_index("country", drop=False)
    countries = countries.loc[rank_countries(estimates)]
    cells = estimates.assign(told=told_apart(estimates), unsettled=unsettled(estimates))
    cells = cells.assign(strength=log_lift(cells), text=estimates["estimate"].map(per_cent))
    note = (
        "The number is the share in per cent. ▲ above, ▼ below the topic's share in the corpus, "
        f"and coloured: the {level} interval leaves it out{tested_note(estimates)}. "
        f"few: fewer than {LITTLE:g} documents; the share rests on the other countries too."
    )
    kept = marked("", estimates).strip(" ()")
    note += f" {kept[0].upper()}{kept[1:]}." if kept else ""
    return _matrix(
        "country", cells, countries, called=names(countries, "country"), note=note,
        sizes=[documents_of(row) for row in countries.to_dict("records")], least=LITTLE,
    )  # fmt: skip


def pair_matrix(analysis: "Analysis") -> Matrix:
    """Return all pairs of countries by all topics; those first with something told from chance."""
    pairs = analysis.pairs.assign(pair=pair_keys(analysis.pairs))
    cells = pairs.assign(told=told_beyond(pairs), unsettled=unsettled(pairs))
    cells = cells.assign(
        strength=(STRONGEST / FULL * cells["beyond"]).clip(-STRONGEST, STRONGEST),
        text=cells["beyond"].map(points),
    )
    sides = cells.drop_duplicates("pair").set_index("pair", drop=False)
    sides = sides.assign(any_told=cells.groupby("pair")["told"].any())
    sides = sides.sort_values(["any_told", "n_docs"], ascending=False, kind="stable")
    note = (
        "The number is the share in texts on both, less the share expected of them, in percentage "
        "points. ▲ above, ▼ below it, and coloured: told from chance (false-discovery rate "
        f"{100 * FDR:g} %, for the pair as a whole and for the cell). few: fewer than "
        f"{LEAST_NAMED} texts, of which nothing is told."
    )
    return _matrix(
        "pair", cells, sides, called=pair_labels(sides), sizes=sides["n_docs"].tolist(),
        least=LEAST_NAMED, note=note,
    )  # fmt: skip


def pair_keys(pairs: pd.DataFrame) -> pd.Series:
    """Return what each row of a table of pairs is called in links, such as ``GEO-KAZ``."""
    return pairs["first"].astype(str) + "-" + pairs["second"].astype(str)


def pair_labels(pairs: pd.DataFrame) -> list[str]:
    """Return what to call the pair of each row, such as ``Georgia – Kazakhstan``."""
    columns = [f"{side}_name" if f"{side}_name" in pairs else side for side in ("first", "second")]
    return [" – ".join(map(str, both)) for both in pairs[columns].to_numpy()]


def points(beyond: float) -> str:
    """Return a difference of shares in whole percentage points, with its sign.

    Examples
    --------
    >>> points(0.123), points(-0.2), points(0.001)
    ('+12', '−20', '0')
    """
    if pd.isna(beyond):
        return ""
    rounded = round(100 * beyond)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"


def _matrix(
    kind: str,
    cells: pd.DataFrame,
    rows: pd.DataFrame,
    *,
    called: list[str],
    sizes: list[float],
    least: float,
    note: str,
) -> Matrix:
    topics = cells.drop_duplicates("topic").sort_values("topic")
    known = {(row[kind], row["topic"]): row for row in cells.to_dict("records")}
    keys = topics["topic"].tolist()
    if cells["unsettled"].any():
        note += f" {UNSETTLED_MEANS}."
    if "stable" in topics and not topics["stable"].fillna(value=True).all():
        note += f" {DAGGER_MEANS}."
    return Matrix(
        kind,
        tuple(zip(map(str, keys), names(topics, "topic"), strict=True)),
        tuple(
            Row(
                str(key), label, _size(size, least), bool(size < least),
                tuple(_cell(kind, key, topic, known.get((key, topic))) for topic in keys),
            )
            for key, label, size in zip(rows[kind], called, sizes, strict=True)
        ),
        note,
    )  # fmt: skip


def _size(documents: float, least: float) -> str:
    """Write a number of documents, so that what is few also reads so."""
    if documents < least <= round(documents):
        return f"{math.floor(10 * documents) / 10:.1f}"
    return f"{documents:,.0f}"


def _cell(kind: str, key: object, topic: object, row: Mapping[Any, Any] | None) -> Cell:
    place = fragment(**{kind: key, "topic": topic})
    if row is None or pd.isna(row["estimate"]):
        return Cell(place, "", "", "")
    text = f"{UNSETTLED if row['unsettled'] else ''}{row['text']}"
    if not row["told"]:
        return Cell(place, text, "", "")
    return Cell(place, text, "▲" if row["strength"] > 0 else "▼", step_of(row["strength"]))
