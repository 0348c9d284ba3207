"""Show a text with its mentions marked: HTML for a notebook, colours for a terminal."""

import html
from collections.abc import Callable
from typing import Unpack

import pandas as pd

from topics.countries.mentions import FindOptions, find_in_text

# ANSI colours by kind: names bold, other kinds of a country's mention in colour, groups dim.
_ANSI = {
    "name": "1;32",
    "demonym": "32",
    "historical": "1;33",
    "capital": "36",
    "city": "36",
    "region": "36",
    "metonym": "35",
    "company": "35",
    "leader": "34",
    "currency": "33",
    "organisation": "2;4",
    "world_region": "2;4",
}
_COLOURS = {
    "name": "#b7e4c7",
    "demonym": "#d8f3dc",
    "historical": "#ffe8a3",
    "capital": "#bde0fe",
    "city": "#bde0fe",
    "region": "#bde0fe",
    "metonym": "#e4c1f9",
    "company": "#f1d9fb",
    "leader": "#c8b6ff",
    "currency": "#ffd6a5",
    "organisation": "#e5e5e5",
    "world_region": "#e5e5e5",
}


class MarkedText(str):
    """HTML that a notebook shows as it is; a string everywhere else."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def show_mentions(text: str, **options: Unpack[FindOptions]) -> MarkedText:
    """Mark the mentions in `text` as HTML; everything in the text is escaped.

    Parameters
    ----------
    text : str
        Any text.
    **options
        Keyword arguments of `find_countries`.

    Returns
    -------
    MarkedText
        HTML, a string that a notebook shows as marked text.

    Examples
    --------
    >>> "<script>" in show_mentions("<script> in Chad")
    False
    """
    mentions = find_in_text(text, **options)

    def mark(surface: str, country: str, kind: str) -> str:
        return (
            f'<mark style="background:{_COLOURS[kind]}" title="{html.escape(kind)}">'
            f"{html.escape(surface)}<sub>{html.escape(country)}</sub></mark>"
        )

    body = _marked(text, mentions, mark, html.escape)
    return MarkedText(f'<div style="white-space:pre-wrap">{body}</div>')


def highlight(text: str, **options: Unpack[FindOptions]) -> str:
    r"""Mark the mentions in `text` with terminal colours, each followed by its code.

    Control characters of the text other than tabs and line ends are left out, so that no text
    can steer the terminal.

    Parameters
    ----------
    text : str
        Any text.
    **options
        Keyword arguments of `find_countries`.

    Returns
    -------
    str
        The text with escape codes of a terminal.

    Examples
    --------
    >>> highlight("Chad")
    '\x1b[1;32mChad\x1b[0m[TCD]'
    """
    mentions = find_in_text(text, **options)

    def mark(surface: str, country: str, kind: str) -> str:
        return f"\x1b[{_ANSI[kind]}m{_printable(surface)}\x1b[0m[{country}]"

    return _marked(text, mentions, mark, _printable)


def _printable(text: str) -> str:
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not "\x7f" <= c <= "\x9f"))


def _marked(
    text: str,
    mentions: pd.DataFrame,
    mark: Callable[[str, str, str], str],
    plain: Callable[[str], str],
) -> str:
    pieces: list[str] = []
    position = 0
    # A state that is gone may have a row for each successor.
    codes = mentions.groupby(["start", "end", "surface", "kind"], sort=False)["country"]
    merged = codes.agg(" ".join).reset_index()
    columns = (merged[name].tolist() for name in ("start", "end", "surface", "country", "kind"))
    for start, end, surface, country, kind in zip(*columns, strict=True):
        pieces += [plain(text[position:start]), mark(surface, country, kind)]
        position = end
    return "".join([*pieces, plain(text[position:])])
