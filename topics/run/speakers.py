"""Whether a corpus tells who speaks: columns and names of files that hold codes of countries."""

import re
from collections.abc import Sequence
from itertools import count
from pathlib import PurePosixPath

import pandas as pd

from topics.countries.codes import codes_of_column
from topics.countries.files import known_codes
from topics.run.config import ReportConfig

MOSTLY = 0.95  # of the cells, or names, must hold a country
LEAST = 3  # different countries
_BESIDE = {"doc_id", "text", "title", "date", "year", "month", "language", "lang", "source",
           "date_precision", "dateline", "parent_id"}  # fmt: skip
_PARTS = re.compile(r"[_\-. ]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ASKS = "if these countries are the ones that speak, and not the subjects of the texts"


def speaker_hint(corpus: pd.DataFrame, config: ReportConfig) -> str:
    """Say how to take the countries that speak, where the corpus holds them and nobody asked.

    Parameters
    ----------
    corpus : DataFrame
        As it was read; texts are not looked at.
    config : ReportConfig
        Its `speaker` and `pattern` say what was asked for.

    Returns
    -------
    str
        One sentence without a stop; "" where there is nothing to say.

    Examples
    --------
    >>> names = [f"s/{code}_60_2005.txt" for code in ("KAZ", "PER", "FJI")]
    >>> speeches = pd.DataFrame({"source": names})
    >>> print(speaker_hint(speeches, ReportConfig())[:60])
    names of files hold codes of countries, such as KAZ_60_2005:
    >>> speaker_hint(speeches, ReportConfig(pattern="{name}"))
    ''
    """
    if config.speaker is not None or corpus.empty:
        return ""
    for column in corpus.columns:
        if column not in _BESIDE and _holds_countries(corpus[column]):
            example = str(corpus[column].dropna().iloc[0])
            return (
                f"the column {column!r} holds countries, such as {example}: {_ASKS}, take them "
                f"with `speaker={column!r}`"
            )
    if config.pattern is not None or "source" not in corpus.columns:
        return ""
    stems = [PurePosixPath(str(name)).stem for name in corpus["source"].drop_duplicates()]
    pattern = _pattern_of(stems)
    return pattern and (
        f"names of files hold codes of countries, such as {stems[0]}: {_ASKS}, take them with "
        f"`pattern={pattern!r}` and `speaker='iso3'`"
    )


def _holds_countries(cells: pd.Series) -> bool:
    values = cells.dropna().astype(str).str.strip()
    values = values[values != ""]
    if len(values) < MOSTLY * len(cells) or not LEAST <= values.nunique() <= 400:
        return False
    codes, _ = codes_of_column(values)
    return len(set(codes.values())) >= LEAST and bool(values.isin(list(codes)).mean() >= MOSTLY)


def _pattern_of(stems: Sequence[str]) -> str:
    """Return a pattern for names that have a code at the same place; "" where they have none.

    >>> _pattern_of(["KAZ_60_2005", "PER_60_2005", "FJI_60_2005"])
    '{iso3}_{part1}_{date:%Y}'
    >>> _pattern_of(["new-2005", "old-2005", "far-2006"])
    ''
    """
    parts = pd.DataFrame([_PARTS.split(stem) for stem in stems])
    countries = {code for code, kind in known_codes().items() if kind == "country"}
    coded = [
        place
        for place in range(parts.shape[1])
        if parts[place].isin(countries).mean() >= MOSTLY and parts[place].nunique() >= LEAST
    ]
    if not coded or len(stems) < LEAST:
        return ""
    first = _PARTS.split(stems[0])
    numbers, dated, fields = count(1), False, []
    for place, part in enumerate(first):
        if place == coded[0]:
            fields.append("{iso3}")
        elif _YEAR.fullmatch(part) and not dated:
            fields.append("{date:%Y}")
            dated = True
        else:
            fields.append(f"{{part{next(numbers)}}}")
    between = _PARTS.findall(stems[0])
    return "".join(field + mark for field, mark in zip(fields, [*between, ""], strict=True))
