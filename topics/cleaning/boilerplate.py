"""Which lines of one page are clutter: patterns by place, and blocks that run to the page's end.

Packages for this (trafilatura 2.3, jusText 3.0, BoilerPy3 1.0) judge blocks by their HTML tags and
links; none reads text that has lost them.
"""

import re
from functools import lru_cache

from topics.cleaning.layout import is_prose
from topics.cleaning.page import Page
from topics.cleaning.rules import ANYWHERE, EDGE, LABELS, OPENERS, rules_of
from topics.cleaning.stamps import gives_a_day
from topics.readers.dates import parse_date

_STAGE = "boilerplate"
_BARS = re.compile(r"\s*[|•·]\s*")


def take_clutter(page: Page, language: str = "") -> None:
    r"""Take the lines that are clutter wherever they stand; a line that gives a day stays.

    Rules of a `language`, where it has its own, are added to those that hold in all.

    Examples
    --------
    >>> page = Page.of("Talks open\n\nShare this article\n\nFirst published on 18 March 2024")
    >>> take_clutter(page)
    >>> page.lines
    ['Talks open', '', '', '', 'First published on 18 March 2024']
    """
    for place, index in enumerate(page.judged):
        line = page.lines[index]
        rule = _anywhere(line, language) if line else None
        if rule and not gives_a_day(line):
            page.take(index, _STAGE, rule)
        if LABELS.fullmatch(line):
            _take_link_below(page, page.judged[place + 1 : place + 2])


def take_edges(page: Page, language: str = "") -> None:
    """Take what is clutter only above the first and below the last line of running text.

    Below it, an opener such as "Related articles" takes all that follows.

    Examples
    --------
    >>> page = Page.of('''Border reopens
    ... By Ana Sol
    ... Trucks crossed the border on Monday for the first time since the spring floods.
    ... Share.
    ... Leave a Reply''')
    >>> take_clutter(page)
    >>> take_edges(page)
    >>> [(note.line, note.rule) for note in page.notes]
    [(4, 'share'), (5, 'comment form'), (2, 'byline')]
    """
    first, last = page.prose()
    if last < 0:
        return
    taken_block = ""
    for index in page.judged:
        line = page.lines[index]
        if first <= index <= last or not line:
            continue
        if index > last:
            taken_block = taken_block or _opens_block(line, language) or ""
        rule = taken_block or _at_edge(line, language)
        if rule:
            page.take(index, _STAGE, rule)


def _take_link_below(page: Page, below: list[int]) -> None:
    for index in below:
        line = page.lines[index]
        if line and not is_prose(line) and not line.endswith("."):
            page.take(index, _STAGE, "link")


@lru_cache(maxsize=65536)
def _anywhere(line: str, language: str = "") -> str | None:
    own = rules_of(language)
    return ANYWHERE.match(line) or (own.anywhere.match(line) if own else None)


@lru_cache(maxsize=65536)
def _at_edge(line: str, language: str = "") -> str | None:
    if len(line) > 250:
        return None
    own = rules_of(language)
    rule = EDGE.match(line) or (own.edge.match(line) if own else None)
    parts = _BARS.split(line)
    if rule is None and len(parts) > 1 and all(_part_of_a_bar(part) for part in parts):
        return "bar"
    return rule


def _part_of_a_bar(part: str) -> bool:
    return not part or bool(EDGE.match(part) or ANYWHERE.match(part) or parse_date(part))


@lru_cache(maxsize=65536)
def _opens_block(line: str, language: str = "") -> str | None:
    if len(line) > 160:
        return None
    own = rules_of(language)
    return OPENERS.match(line) or (own.openers.match(line) if own else None)
