"""Columns of a file under the names of the corpus: given names, common names, cells as text."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from topics._checks import listed
from topics.errors import InputError
from topics.readers.datenames import bare_name, date_column
from topics.readers.textnames import text_column
from topics.readers.unread import UnreadFileError

_ALIASES = {
    "doc_id": ("docid", "id"),
    # in English, then in other languages without marks above letters
    "title": (
        "title",
        "headline",
        "webtitle",
        "headlinemain",
        "subject",
        "titel",
        "uberschrift",
        "schlagzeile",
        "titre",
        "titulo",
        "titular",
        "titolo",
        "kop",
        "tytul",
        "nadpis",
        "cim",
        "titlu",
        "baslik",
        "basliq",
        "judul",
        "заголовок",
        "название",
        "назва",
        "тақырып",
        "аталышы",
        "τιτλος",
        "العنوان",
        "عنوان",
        "כותרת",
        "标题",
        "標題",
        "タイトル",
        "見出し",
        "제목",
    ),
}


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    return {own: tuple(map(bare_name, names)) for own, names in _ALIASES.items()}


def renaming_of(
    keys: list[str],
    columns: Mapping[str, str],
    name: str,
    row: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """Say what the columns `keys` of the file `name` are called in the corpus, if not the same.

    Parameters
    ----------
    keys : list of str
        In their order in the file.
    columns : mapping
        New names that the caller gives; common names of dates and the like go by these alone.
    name : str
        For messages.
    row : mapping, optional
        The first row: a column with a name such as ``data`` is the date where it holds a day.

    Examples
    --------
    >>> renaming_of(["Artikel", "publishedAt", "n"], {"Artikel": "text"}, "a.csv")
    {'Artikel': 'text', 'publishedAt': 'date'}
    """
    given = {key: columns[key] for key in keys if key in columns}
    taken = {columns.get(key, key) for key in keys}
    renaming = dict(given)
    free = [key for key in keys if key not in given]
    for own, aliases in _aliases().items():
        found = [key for key in free if bare_name(key) in aliases]
        if own not in taken and found:
            # the order of the aliases is the order of preference
            renaming[min(found, key=lambda key: aliases.index(bare_name(key)))] = own
    if "text" not in taken:
        free = [key for key in keys if key not in renaming]
        if (text := text_column(free)) is not None:
            renaming[text] = "text"
    if "date" not in taken:
        free = [key for key in free if key not in renaming]
        if dated := _date_of(free, renaming, {} if row is None else row):
            renaming[dated] = "date"
    if "text" not in taken | set(renaming.values()):
        raise UnreadFileError(
            name,
            f"no column with the text; found {listed(keys, most=12)}",
            "name the one that holds it, as in `columns={'Artikel': 'text'}`",
        )
    if "source" in taken:
        renaming |= {key: "given_source" for key in keys if renaming.get(key, key) == "source"}
    targets = [renaming.get(key, key) for key in keys]
    twice = [target for target, times in Counter(targets).items() if times > 1]
    if twice:
        raise InputError(f"{name}: two columns would be called {twice[0]!r}. Change `columns`.")
    return {key: target for key, target in renaming.items() if key != target}


def _date_of(free: list[str], renaming: Mapping[str, str], row: Mapping[str, Any]) -> str | None:
    """Return the column of the date: by its name, or inside the object that holds the text."""
    text = next((old for old, new in renaming.items() if new == "text"), "text")
    inside = text.rpartition(".")[0] + "."
    beside = {key.removeprefix(inside): key for key in free if key.startswith(inside)}
    if found := date_column(free, row):
        return found
    # the day of an object beside it may be that of an account, not of the text
    within = date_column(beside, {name: row.get(key) for name, key in beside.items()})
    return None if within is None else beside[within]


def as_text(value: object, column: str, place: str) -> str:
    """Turn a cell of a text column into a string; "" for a missing one."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    raise InputError(
        f"{place}: {column!r} is {type(value).__name__}, not text. "
        "Map another column with `columns`."
    )
