"""How a value shows itself in a notebook: what it is, small tables, and what to call next."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

_LONGEST = 160  # characters of a cell, of a fact _LONGEST_FACT
_LONGEST_FACT = 1000
_MOST = 10  # rows of a table


def card(title: str, *tables: str, then: str = "") -> str:
    """Return a value as HTML.

    Parameters
    ----------
    title : str
        What it is and how large, in one line; escaped.
    *tables : str
        HTML, from `facts` and `rows`.
    then : str
        What to call next, with code between backticks; escaped.

    Examples
    --------
    >>> card("2 <b>", facts({"a": "<i>"}), then="Next: `f(x)`.")
    '<div class="mathjax_ignore"><p><strong>2 &lt;b&gt;</strong></p><table><tr>\
<th style="text-align:left">a</th><td style="text-align:left">&lt;i&gt;</td></tr></table>\
<p>Next: <code>f(x)</code>.</p></div>'
    """
    code = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(then))
    head, end = f"<p><strong>{escape(title)}</strong></p>", f"<p>{code}</p>" if then else ""
    body = "".join([head, *tables, end])
    # A dollar sign in a name is no formula.
    return f'<div class="mathjax_ignore">{body}</div>'


def facts(known: Mapping[str, object]) -> str:
    """Return facts by their names as a table in HTML; those that are empty are left out."""
    lines = [
        f"<tr>{_cell('th', name)}{_cell('td', value, _LONGEST_FACT)}</tr>"
        for name, value in known.items()
        if value not in ("", None, (), [])
    ]
    return f"<table>{''.join(lines)}</table>" if lines else ""


def rows(heads: Sequence[str], cells: Iterable[Sequence[object]], *, most: int = _MOST) -> str:
    """Return the first rows of a table as HTML, and how many more there are.

    Examples
    --------
    >>> "and 2 more" in rows(["n"], [[1], [2], [3]], most=1)
    True
    """
    every = list(cells)
    head = "".join(_cell("th", name) for name in heads)
    lines = ["".join(_cell("td", value) for value in row) for row in every[:most]]
    body = "".join(f"<tr>{line}</tr>" for line in [head, *lines])
    more = f"<p>and {len(every) - most:,} more</p>" if len(every) > most else ""
    return f"<table>{body}</table>{more}"


def _cell(tag: str, value: object, longest: int = _LONGEST) -> str:
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    text = text if len(text) <= longest else f"{text[: longest - 4]} ..."
    return f'<{tag} style="text-align:left">{escape(text)}</{tag}>'
