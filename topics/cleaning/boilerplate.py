"""Which lines of one page are clutter: patterns by place, and blocks that run to the page's end."""

from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick

from topics.cleaning.page import Page
from topics.cleaning.rules import ANYWHERE, EDGE, OPENERS, WORDS

_STAGE = "boilerplate"


def take_boilerplate(page: Page) -> None:
    """Take the clutter lines off a page that has lost its HTML; the page's notes say which.

    Rules of the set ANYWHERE hold wherever a line stands, those of EDGE only above the first and
    below the last line of running text. Below it, an opener such as "Related articles" takes
    all that follows.

    Examples
    --------
    >>> page = Page.of('''Border reopens
    ... By Ana Sol
    ... Trucks crossed the border on Monday for the first time since the spring floods.
    ... Share.
    ... Leave a Reply''')
    >>> take_boilerplate(page)
    >>> [(note.line, note.rule) for note in page.notes]
    [(4, 'share'), (5, 'comment form'), (2, 'byline')]
    """
    for index in page.judged:
        rule = _anywhere(page.lines[index])
        if rule:
            page.take(index, _STAGE, rule)
    first, last = page.prose()
    if last < 0:
        return
    taken_block = ""
    for index in page.judged:
        line = page.lines[index]
        if first <= index <= last or not line:
            continue
        if index > last:
            taken_block = taken_block or _opens_block(line) or ""
        rule = taken_block or _at_edge(line)
        if rule:
            page.take(index, _STAGE, rule)


@cache
def _words() -> AhoCorasick:
    return AhoCorasick(list(WORDS))


@lru_cache(maxsize=65536)
def _anywhere(line: str) -> str | None:
    # most lines hold no word of any rule and are let through before the patterns are tried
    if " " in line and line[0].isalpha() and not _words().find_matches_as_indexes(line.lower()):
        return None
    return ANYWHERE.match(line) if line else None


@lru_cache(maxsize=65536)
def _at_edge(line: str) -> str | None:
    return EDGE.match(line) if len(line) <= 250 else None


@lru_cache(maxsize=65536)
def _opens_block(line: str) -> str | None:
    return OPENERS.match(line) if len(line) <= 160 else None
