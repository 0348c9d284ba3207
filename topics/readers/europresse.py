"""Europresse (Eureka) pages: an ARTICLE, or a cell of a table, for each article of the export."""

import re
from collections.abc import Iterator
from typing import Any

from topics.readers.dates import find_date
from topics.readers.fields import row_of
from topics.readers.pages import lines_of, text_of

PAGE = re.compile(r"DocPublicationName|titreArticleVisu|docOcurrContainer")
"""What the source of a page that Europresse made has in it."""

_NAME = "*[contains(@class, 'DocPublicationName')]"
_TITLE = "*[contains(@class, 'itreArticleVisu') or contains(@class, 'rdp__articletitle')]"
_BODY = "*[contains(@class, 'docOcurrContainer')]"
_ISSUE = re.compile(r",? (?:no|n°|nº|vol)\.? ?\d+.*$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"(?:\w+day|\w+di|dimanche|\w+tag|mittwoch|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado"
    r"|domingo|\w+d[ìi]|sabato|domenica|\w+-feira|\w+dag)\.?",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"(?:p|pp|pg|page|pages|seite|s|pág|pag)\. ?\S.*|page \S.*", re.IGNORECASE
)


def europresse_nodes(tree: Any) -> list[Any]:  # noqa: ANN401  (lxml is untyped)
    """Return the elements of a page that are articles of Europresse."""
    found = tree.xpath(f"//article[.//{_NAME} or .//{_TITLE} or .//{_BODY}]")
    if not found:  # the older layout
        found = tree.xpath(f"//td[.//{_NAME}][not(.//td[.//{_NAME}])]")
    if not found:  # one article without a frame
        found = tree.xpath(f"//body[count(.//{_NAME}) = 1 or count(.//{_BODY}) = 1]")
    return [node for node in found if not any(other in node.iterancestors() for other in found)]


def europresse_rows(nodes: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the articles in these elements, without `doc_id`."""
    for node in nodes:
        fields = [("publication", _outlet(node)), *_header(node), *_beside(node)]
        row: dict[str, Any] = {"date": None, **row_of(fields)}
        yield {**row, "title": _title(node), "text": _text(node)}


def _first(node: Any, path: str) -> str:  # noqa: ANN401
    found = node.xpath(path)
    return text_of(found[0]) if found else ""


def _outlet(node: Any) -> str:  # noqa: ANN401
    found = node.xpath(f".//{_NAME}")
    lines = lines_of(found[-1]) if found else []
    # "Le Quai, no. 4312" is the outlet and the number of the issue
    return _ISSUE.sub("", next(filter(None, lines), ""))


def _title(node: Any) -> str:  # noqa: ANN401
    titles = [text_of(title) for title in node.xpath(f".//{_TITLE}")]
    return next(filter(None, titles), "") or _first(node, ".//*[contains(@class, 'titreArticle')]")


def _header(node: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Section, day and page stand in one line, and only the day is always there."""
    line = _first(node, ".//*[contains(@class, 'DocHeader')]")
    found = find_date(line)
    yield "date", line
    if found:
        _, start, end = found
        parts = [
            "" if _WEEKDAY.fullmatch(part.strip()) else part.strip()
            for part in line[:start].split(",")
        ]
        yield "section", ", ".join(filter(None, parts))
        for part in line[end:].split(","):
            if _PAGE_NUMBER.fullmatch(part.strip()):
                yield "page", part.strip()


def _beside(node: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    title = node.xpath(".//*[contains(@class, 'titreArticle')]")
    for place in title[:1]:
        for line in place.xpath(".//*[contains(@class, 'sm-margin-bottom')]"):
            if "News" not in line.get("class"):
                yield "highlight", text_of(line)
        header = place.iterancestors("header")
        if next(header, None) is not None:
            for after in place.itersiblings("div"):
                if len(text := text_of(after)) < 150 and "docAuthors" not in after.get("class", ""):
                    yield "byline", text
    for author in node.xpath(
        ".//*[contains(@class, 'docAuthors') or contains(@class, 'sm-margin-bottomNews')]"
    ):
        yield "byline", text_of(author)
    for aside in node.xpath(".//aside"):
        lines = [line for line in lines_of(aside) if line]
        column = "notes"
        for line in lines:
            label, colon, rest = line.partition(":")
            if colon and len(label) < 25:
                column = "graphic" if label.lower().startswith(("illustr", "photo")) else "notes"
                line = rest
            yield column, line


def _text(node: Any) -> str:  # noqa: ANN401
    found = node.xpath(f".//{_BODY}") or node.xpath(".//*[contains(@class, 'DocText')]")
    found = found or node.xpath(".//section") or node.xpath(".//p")
    outer = [part for part in found if not any(other in part.iterancestors() for other in found)]
    titles = node.xpath(f".//{_TITLE}")
    blocks = [
        "\n".join(lines_of(part))
        for part in outer
        if part not in titles
        and not any(parent.tag in ("header", "aside", "footer") for parent in part.iterancestors())
    ]
    return "\n\n".join(filter(None, blocks))
