"""A page with ARTICLE elements side by side, made by no known database: each is a document.

What stands beside one long article is another matter: teasers and comments are no documents.
"""

from collections.abc import Iterator
from typing import Any

from topics.readers.dates import find_date, parse_date
from topics.readers.pages import lines_of, text_of

_LEAST = 80
"""Characters that an element must hold to count as a text."""
_TEASER = 400
"""Beside a text of five times its length, an element of fewer characters is a teaser."""
_NO_PLACE = ("aside", "nav", "footer")


def side_by_side(tree: Any) -> tuple[list[Any], int]:  # noqa: ANN401  (lxml is untyped)
    """Return the articles that stand side by side, and the number of teasers beside a long one.

    The list is empty when the page has one article, whatever else is on it.
    """
    groups: dict[Any, list[tuple[int, Any]]] = {}
    for node in tree.xpath("//article[not(ancestor::article)]"):
        if not _is_comment(node) and not any(up.tag in _NO_PLACE for up in node.iterancestors()):
            groups.setdefault(node.getparent(), []).append((len(text_of(node)), node))
    if not groups:
        return [], 0
    best = max(groups.values(), key=lambda group: sum(size for size, _ in group))
    sizes = sorted((size for size, _ in best), reverse=True)
    if len(sizes) < 2 or sizes[1] < _LEAST:
        return [], 0
    if sizes[0] > 5 * sizes[1] and sizes[1] < _TEASER:
        return [], len(best) - 1
    return [node for size, node in best if size], 0


def _is_comment(node: Any) -> bool:  # noqa: ANN401
    named = [f"{up.get('class')} {up.get('id')}" for up in (node, *node.iterancestors())][:6]
    return any("comment" in name.lower() for name in named)


def sibling_rows(nodes: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each element: headline, day, and all of its text besides."""
    for node in nodes:
        heading = node.xpath(
            ".//h1|.//h2|.//h3|.//*[contains(@class, 'title') or contains(@class, 'headline')"
            " or contains(@class, 'titre')]"
        )
        title = text_of(heading[0]) if heading else ""
        lines = lines_of(node)
        if title in lines[:8]:
            lines.remove(title)
        stamps = [stamp for stamp in node.xpath(".//time") if parse_date(stamp.get("datetime", ""))]
        day = parse_date(stamps[0].get("datetime")) if stamps else None
        if stamps and text_of(stamps[0]) in lines[:8]:
            lines.remove(text_of(stamps[0]))
        for line in [] if day else [line for line in lines[:8] if line and len(line) < 60]:
            if found := find_date(line):
                day = found[0]
                lines.remove(line)
                break
        text = "\n".join(lines).strip("\n")
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        yield {"title": title, "date": day.isoformat() if day else None, "text": text}
