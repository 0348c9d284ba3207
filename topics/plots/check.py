"""Whether a table can be drawn as a kind of figure, before anything is drawn; else, in one line."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from topics._checks import check_choice, did_you_mean, listed
from topics.errors import InputError, TopicsError
from topics.plots.catalogue import KINDS


def check_call(kind: str, given: Mapping[str, Any]) -> None:
    """Raise unless `kind` is known, has the options it needs and none that it does not take."""
    check_choice(kind, KINDS, name="kind")
    chosen = KINDS[kind]
    for name in chosen.options:
        if name not in given:
            raise TopicsError(f"a figure of the kind {kind} needs `{name}`: {chosen.says}.")
    takes = (*chosen.options, *chosen.extras)
    for name in given:
        if name not in takes:
            offered = listed(f"`{option}`" for option in takes)
            raise TopicsError(f"`{name}` is no option of the kind {kind}, which takes {offered}.")
    if kind == "trends" and ("topic" in given) == ("country" in given):
        raise TopicsError("a figure of the kind trends needs either `topic` or `country`.")


def check_table(kind: str, table: pd.DataFrame, source: str) -> None:
    """Raise unless a table, called `source` in messages, holds what a kind of figure draws."""
    chosen = KINDS[kind]
    needs = (*chosen.words, *chosen.numbers, *chosen.dates)
    missing = [column for column in needs if column not in table.columns]
    if missing:
        raise InputError(
            f"{source}: a figure of the kind {kind} needs the column {missing[0]!r}, as in "
            f"{chosen.table}.csv of a run; the table has {listed(table.columns)}."
            f"{_other_kinds(table)}"
        )
    if table.empty:
        raise InputError(f"{source}: has no row, so there is nothing to draw.")
    for column in chosen.numbers:
        _check_numbers(table, column, source)
    for column in chosen.dates:
        dates = pd.to_datetime(table[column], errors="coerce", format="ISO8601")
        wrong = table.loc[dates.isna() & table[column].notna(), column]
        if len(wrong):
            raise InputError(
                f"{source}: the column {column!r} must hold dates such as 2024-03-18; it has "
                f"{wrong.iloc[0]!r}."
            )
    twice = table.duplicated(list(chosen.unique)) if chosen.unique else pd.Series(dtype=bool)
    if twice.any():
        row = table.loc[twice, list(chosen.unique)].iloc[0]
        raise InputError(
            f"{source}: has several rows for {listed(row)}; a figure of the kind {kind} draws one. "
            "Pass the rows of one period or run."
        )


def check_options(
    kind: str, table: pd.DataFrame, given: Mapping[str, Any], source: str
) -> dict[str, Any]:
    """Raise when a topic, country or column is not in the table; return the options to draw by.

    Countries may be given by name.
    """
    options = dict(given)
    if "country" in options and options["country"] not in set(table["country"]):
        options["country"] = _country(str(options["country"]))
    for name in ("topic", "country"):
        if name in options and options[name] not in set(table[name]):
            known = table[name].dropna().drop_duplicates().sort_values()
            raise TopicsError(
                f"`{name}` {given[name]!r} is not in {source}, which has {listed(known)}."
            )
    if "pair" in options:
        options["pair"] = _pair(table, str(options["pair"]), source)
    for name in ("group", "measure"):
        if name in options and options[name] not in table.columns:
            raise TopicsError(
                f"`{name}`: {source} has no column {options[name]!r}; it has "
                f"{listed(table.columns)}.{did_you_mean(options[name], table.columns)}"
            )
    if kind == "sweep":
        measure = options.get("measure", "stability")
        if measure not in table.columns:
            raise InputError(
                f"{source}: has no column {measure!r}; name the one to draw with `measure`."
            )
        _check_numbers(table, measure, source)
    return options


def _check_numbers(table: pd.DataFrame, column: str, source: str) -> None:
    numbers = pd.to_numeric(table[column], errors="coerce")
    wrong = table.loc[numbers.isna() & table[column].notna(), column]
    if len(wrong):
        raise InputError(
            f"{source}: the column {column!r} must hold numbers; it has {wrong.iloc[0]!r}."
        )
    if numbers.isna().all():
        raise InputError(f"{source}: the column {column!r} is empty.")


def _other_kinds(table: pd.DataFrame) -> str:
    fits = [
        name
        for name, kind in KINDS.items()
        if name != "sweep" and {*kind.words, *kind.numbers, *kind.dates} <= set(table.columns)
    ]
    return (
        f" It fits the kind {listed(fits, last='or')}." if fits else " It fits no kind of figure."
    )


def _pair(table: pd.DataFrame, text: str, source: str) -> str:
    """Return a pair of the table, its countries given by code or name, in any order."""
    from topics.countries.codes import country_pair

    known = set((table["first"] + "-" + table["second"]).dropna())
    read = text
    if text not in known:
        read = country_pair(text, name="pair")
    for pair in (read, "-".join(reversed(read.split("-")))):
        if pair in known:
            return pair
    raise TopicsError(f"`pair` {text!r} is not in {source}, which has {listed(sorted(known))}.")


def _country(text: str) -> str:
    from topics.countries.codes import country_code

    try:
        return country_code(text)
    except TopicsError:
        return text
