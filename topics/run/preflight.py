"""What can be known to go wrong before the work: settings against the corpus, stage by stage."""

from collections.abc import Mapping

import pandas as pd

from topics._checks import did_you_mean, listed
from topics.choices import PERIODS
from topics.countries import country_name
from topics.countries.codes import codes_of_column
from topics.errors import InputError, TopicsError
from topics.estimate.apart import set_pairs_apart
from topics.run.comparison import known_dates
from topics.run.config import ReportConfig
from topics.run.shown import asked_for


def check_named_columns(corpus: pd.DataFrame, config: ReportConfig) -> Mapping[str, str]:
    """Raise unless the corpus has the columns that settings name; right after reading.

    Returns
    -------
    mapping
        Code of the country that speaks by value of the column `speaker`; empty without one.

    Raises
    ------
    TopicsError
        When a column is not there, or a speaker is no country.
    """
    for name in ("speaker", "cluster", "groups"):
        column = getattr(config, name)
        if column is not None and column not in corpus.columns:
            raise TopicsError(
                f"`{name}`: the corpus has no column {column!r}; it has {listed(corpus.columns)}."
                f"{did_you_mean(column, corpus.columns)}"
            )
    return {} if config.speaker is None else _speakers(corpus, config.speaker)


def check_cleaned(corpus: pd.DataFrame, config: ReportConfig) -> None:
    """Raise when the documents that are left lack what settings need; right after cleaning.

    Raises
    ------
    TopicsError
        When periods are asked for and no document has a date, or a document has no cluster.
    """
    if config.trends in PERIODS and known_dates(corpus).isna().all():
        raise TopicsError(
            f"`trends`: no document has a date, so nothing can be followed by {config.trends}. "
            "Name the column that holds it, as in `columns={'Datum': 'date'}`, or its place in the "
            "names of the files with `pattern`, or leave it out with `trends='off'`."
        )
    if config.cluster is not None:
        missing = corpus.loc[corpus[config.cluster].isna(), "doc_id"]
        if len(missing):
            raise TopicsError(
                f"`cluster`: the column {config.cluster!r} is empty in {len(missing):,} documents, "
                f"first {missing.iloc[0]!r}. Fill it, or name another column."
            )


def check_size(units: pd.DataFrame, config: ReportConfig, reason: str = "") -> None:
    """Raise when there are more topics than documents; right after splitting.

    `reason` says why there are so few, where that is known.

    Raises
    ------
    TopicsError
        Naming both numbers.
    """
    if len(units) < 2:
        raise TopicsError(
            f"topics need several documents or parts of them, and there is {len(units)}. {reason}"
        )
    if config.n_topics is not None and config.n_topics > len(units):
        advice = reason or "Ask for fewer topics, or split with `unit='paragraph'`."
        raise TopicsError(
            f"`n_topics` is {config.n_topics}, but there are only {len(units):,} documents or "
            f"parts of them. {advice}"
        )


def check_countries(weights: pd.DataFrame, config: ReportConfig, reason: str = "") -> None:
    """Raise when countries have too few documents for what is asked; right after weighing.

    `reason` says why there are so few documents, where that is known.

    Raises
    ------
    TopicsError
        When no country has enough documents, or one that is asked for has not, or a pair.
    """
    sizes = weights.groupby("country")["weight"].sum().sort_index()
    sizes = sizes.sort_values(ascending=False, kind="stable")
    least = config.min_country_docs
    enough = sizes[sizes >= least]
    if enough.empty:
        first = country_name(str(sizes.index[0]))
        raise TopicsError(
            f"`min_country_docs`: no country has {least:g} documents; {first} has most, "
            f"{sizes.iloc[0]:.1f}. {reason or 'Give a lower value.'}"
        )
    asked = [("countries", code) for code in config.countries]
    asked += [("compare", code) for pair in config.compare for code in pair.split("-")]
    for name, code in asked:
        if code not in enough.index:
            found = (
                f"has {sizes[code]:.1f} documents, fewer than `min_country_docs`, {least:g}"
                if code in sizes.index
                else "is in no document"
            )
            raise TopicsError(
                f"`{name}`: {country_name(code)} ({code}) {found}. There are enough for "
                f"{listed(enough.index)}."
            )
    if config.region and not set(asked_for(config)) & set(enough.index):
        raise TopicsError(
            f"`region`: no country of {listed(config.region)} has {least:g} documents. There are "
            f"enough for {listed(enough.index)}."
        )
    if named_pairs(config):
        known = weights[weights["country"].isin(enough.index)]
        set_pairs_apart(known, pairs=named_pairs(config))


def named_pairs(config: ReportConfig) -> list[str] | None:
    """Return the pairs of countries that are asked for by name; None where all are taken.

    Examples
    --------
    >>> named_pairs(ReportConfig(pairs=["off"])), named_pairs(ReportConfig()) is None
    ([], True)
    """
    if config.pairs in ((), ("auto",)):
        return None
    return [pair for pair in config.pairs if pair != "off"]


def _speakers(corpus: pd.DataFrame, column: str) -> Mapping[str, str]:
    cells = speaker_cells(corpus, column)
    if cells.empty:
        raise TopicsError(f"`speaker`: the column {column!r} is empty in every document.")
    codes, wrong = codes_of_column(cells)
    if not wrong:
        return codes
    value, complaint = next(iter(wrong.items()))
    rows = corpus.loc[cells.index[cells == value]]
    others = f" So have {len(wrong) - 1} other values." if len(wrong) > 1 else ""
    raise InputError(
        f"{rows['source'].iloc[0]}: `speaker`: {complaint} The column {column!r} has it in "
        f"{len(rows):,} of {len(corpus):,} documents, first {rows['doc_id'].iloc[0]!r}.{others} "
        "Write English names or ISO 3166-1 codes, leave cells empty where no country speaks, or "
        "name another column."
    )


def speaker_cells(corpus: pd.DataFrame, column: str) -> pd.Series:
    """Return the cells of a column that say who speaks, as text; empty ones are left out."""
    cells = corpus[column].dropna().astype(str).str.strip()
    return cells[cells != ""]
