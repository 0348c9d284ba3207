"""Covariates for a run that was kept: its draws, the names of its topics, and a table of facts."""

from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from topics._checks import check_columns
from topics.errors import InputError, TopicsError
from topics.estimate.effects import Effects, effects
from topics.estimate.relations import PairDraws
from topics.run.kept import FOLDER, load, stage_folders, stages_of


def effects_of_run(
    folder: str | PathLike[str],
    data: pd.DataFrame,
    formula: str,
    *,
    pairs: bool = False,
    **options: Any,  # noqa: ANN401 - those of `effects`
) -> Effects:
    """Regress the topic shares of a report's countries, or pairs, on covariates.

    Parameters
    ----------
    folder : path
        Of a report whose stages were kept.
    data : DataFrame
        As `effects` takes it; countries by code or English name.
    formula : str
        As `effects` takes it.
    pairs : bool
        Regress the shares of pairs, not of countries.
    **options
        Of `effects`.

    Returns
    -------
    Effects
        Its table has topic_label where the report has one.

    Raises
    ------
    TopicsError
        When nothing is kept of the estimates, a country is not known, or as `effects` says.
    """
    folder = Path(folder)
    drawn = _draws(folder)
    columns = ["first", "second"] if pairs else ["country"]
    check_columns(data, columns, name="data")
    found = effects(
        drawn if pairs else drawn.countries,
        data.assign(**{column: _codes(data[column]) for column in columns}),
        formula,
        **options,
    )
    labels = folder / "tables" / "topic_country.csv"
    if labels.is_file():
        known = pd.read_csv(labels).drop_duplicates("topic")
        if "topic_label" in known:
            named = found.table["topic"].map(known.set_index("topic")["topic_label"])
            found.table.insert(1, "topic_label", named)
    return found


def _draws(folder: Path) -> PairDraws:
    kept = stage_folders(stages_of(folder), "estimates")
    whole = [path for path in kept if "." not in path.name]
    if not whole:
        raise InputError(
            f"{folder}: keeps no draws of estimates (in {FOLDER}). Make the report without "
            "--no-stages."
        )
    newest = max(whole, key=lambda path: (path.stat().st_mtime_ns, path.name))
    try:
        drawn: PairDraws = load(newest)["together"]
    except (OSError, ValueError, LookupError) as error:
        raise InputError(f"{newest}: cannot be read ({error}). Make the report again.") from error
    return drawn


def _codes(cells: "pd.Series[Any]") -> "pd.Series[Any]":
    from topics.countries.codes import codes_of_column

    codes, wrong = codes_of_column(cells.dropna().astype(str).unique())
    if wrong:
        cell, complaint = next(iter(wrong.items()))
        raise TopicsError(f"`data`: {cell!r} in {cells.name!r} is no country: {complaint}")
    return cells.map(lambda cell: cell if pd.isna(cell) else codes[str(cell)])
