"""A page as the lines a reader would see: blocks parted by empty lines, blanks made one."""

from typing import Any

from topics.errors import require_extra

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_UNSEEN = frozenset(("head", "script", "style", "template", "noscript", "title"))


def lines_of(element: Any) -> list[str]:  # noqa: ANN401  (lxml is untyped)
    """Return the visible text of an element as lines; an empty line ends a block.

    >>> import pytest
    >>> html = pytest.importorskip("lxml.html")
    >>> lines_of(html.fromstring("<div><p>A <b>b</b><br>c</p><p>d</p></div>"))
    ['A b', 'c', '', 'd']
    """
    etree = require_extra("lxml.etree", "html")
    pieces: list[str] = []
    unseen = 0
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            unseen += tag in _UNSEEN
            if tag in _BLOCKS:
                pieces.append("\n\n")
            elif tag == "br":
                pieces.append("\n")
            if node.text and not unseen:
                pieces.append(" ".join(node.text.split("\n")) if tag != "pre" else node.text)
            continue
        if event == "end":
            unseen -= tag in _UNSEEN
            if tag in _BLOCKS:
                pieces.append("\n\n")
        if node.tail and not unseen and node is not element:
            pieces.append(" ".join(node.tail.split("\n")))
    lines: list[str] = []
    for line in "".join(pieces).split("\n"):
        line = " ".join(line.split())
        if line or (lines and lines[-1]):
            lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def text_of(element: Any) -> str:  # noqa: ANN401
    """Return the visible text of an element on one line."""
    return " ".join(filter(None, lines_of(element)))
