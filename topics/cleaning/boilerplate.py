"""Which lines of one page are clutter: patterns by place, and blocks that run to the page's end."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from topics.cleaning.layout import is_prose
from topics.cleaning.rules import ANYWHERE, EDGE, LONG_LINE_WORDS, OPENERS

_LONGEST = 700
_EDGE_OF_WRAPPED = 12


class Removed(NamedTuple):
    """A removed line: its row from 0, and the rule that names why."""

    row: int
    rule: str


def find_boilerplate(lines: Sequence[str], *, wrapped: bool = False) -> list[Removed]:
    """Find the clutter lines of a page that has lost its HTML.

    Parameters
    ----------
    lines : sequence of str
        Normalised lines without leading and trailing spaces.
    wrapped : bool
        Lines are broken to a width: only the first and last dozen and lines that stand alone are
        looked at, since any line in between may be the torn-off end of a sentence.

    Returns
    -------
    list of Removed
        In the order of the page.

    Examples
    --------
    >>> page = ["Border reopens", "By Ana Sol", "Trucks crossed the border on Monday for the first "
    ...         "time since the spring floods.", "Share.", "Leave a Reply"]
    >>> [(page[row], rule) for row, rule in find_boilerplate(page)]
    [('By Ana Sol', 'byline'), ('Share.', 'share'), ('Leave a Reply', 'comment form')]
    """
    filled = [index for index, line in enumerate(lines) if line]
    looked_at = filled
    if wrapped:
        outer = {*filled[:_EDGE_OF_WRAPPED], *filled[-_EDGE_OF_WRAPPED:]}
        looked_at = [index for index in filled if index in outer or _stands_alone(lines, index)]
    found: dict[int, str] = {}
    for index in looked_at:
        rule = _anywhere(lines[index])
        if rule:
            found[index] = rule
    prose = [index for index in filled if index not in found and _running(lines, index, wrapped)]
    if not prose:
        return [Removed(*item) for item in sorted(found.items())]
    for index in looked_at:
        if index not in found and (index < prose[0] or index > prose[-1]):
            rule = _at_edge(lines[index])
            if rule:
                found[index] = rule
    opener = next((i for i in looked_at if i > prose[-1] and _opens_block(lines[i])), None)
    if opener is not None:
        block = _opens_block(lines[opener]) or ""
        for index in filled:
            if index >= opener and index not in found:
                found[index] = block
    return [Removed(*item) for item in sorted(found.items())]


def _stands_alone(lines: Sequence[str], index: int) -> bool:
    above = index == 0 or not lines[index - 1]
    return above and (index + 1 == len(lines) or not lines[index + 1])


def _running(lines: Sequence[str], index: int, wrapped: bool) -> bool:
    line = lines[index]
    if is_prose(line):
        return True
    # in broken lines a line is running text when it goes on in the next, or comes from the last
    return wrapped and len(line) >= 40 and not _stands_alone(lines, index)


@lru_cache(maxsize=65536)
def _anywhere(line: str) -> str | None:
    if len(line) > _LONGEST:
        return None
    if len(line) > 60:
        lower = line.lower()
        if not any(word in lower for word in LONG_LINE_WORDS):
            return None
    return ANYWHERE.match(line)


@lru_cache(maxsize=65536)
def _at_edge(line: str) -> str | None:
    return EDGE.match(line) if len(line) <= 250 else None


@lru_cache(maxsize=65536)
def _opens_block(line: str) -> str | None:
    return OPENERS.match(line) if len(line) <= 160 else None
