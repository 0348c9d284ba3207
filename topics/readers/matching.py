"""A name matched with pieces in time that grows with its length: no expression can be made to hang.

A regular expression with eight fields tries every way to part a name among them, which for a long
name that does not fit takes hours. Here every piece is tried once at every place.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a pattern: fixed text, or some characters of a kind.

    Parameters
    ----------
    fixed : str
        The text itself; "" for characters of a kind.
    kind : {"other", "digit", "letter", "any"}
        "other" is all but a slash, "any" is all.
    least, most : int
        How many characters; -1 for as many as there are.
    greedy : bool
        Take as many as can be, rather than as few.
    field : str
        Which field the piece is of; "" for none.
    """

    fixed: str = ""
    kind: str = "other"
    least: int = 1
    most: int = -1
    greedy: bool = False
    field: str = ""


def match_pieces(pieces: Sequence[Piece], name: str) -> dict[str, str] | None:
    """Give what each field takes of a name, or None when the name does not fit.

    Of all ways to part the name, the one is taken in which the first piece is shortest (longest
    where it is greedy), then the second, and so on, as regular expressions do.

    Examples
    --------
    >>> pieces = [Piece(field="who"), Piece("_"), Piece(kind="digit", greedy=True, field="n")]
    >>> match_pieces(pieces, "a_b_12"), match_pieces(pieces, "a_b")
    ({'who': 'a_b', 'n': '12'}, None)
    """
    end = len(name)
    # ends[i][p]: where piece i ends when it begins at p and all that follow fit; -1 where none do
    ends: list[list[int]] = []
    fits = [place == end for place in range(end + 1)]
    for piece in reversed(pieces):
        found = _fixed(piece, name, fits) if piece.fixed else _some(piece, name, fits)
        ends.append(found)
        fits = [place >= 0 for place in found]
    if not fits[0]:
        return None
    values: dict[str, str] = {}
    at = 0
    for piece, found in zip(pieces, reversed(ends), strict=True):
        if piece.field:
            values[piece.field] = values.get(piece.field, "") + name[at : found[at]]
        at = found[at]
    return values


def _fixed(piece: Piece, name: str, fits: list[bool]) -> list[int]:
    width = len(piece.fixed)
    found = [-1] * (len(name) + 1)
    at = name.find(piece.fixed)
    while at >= 0:
        if fits[at + width]:
            found[at] = at + width
        at = name.find(piece.fixed, at + 1)
    return found


def _some(piece: Piece, name: str, fits: list[bool]) -> list[int]:
    end = len(name)
    found = [-1] * (end + 1)
    # by place: where the run of such characters ends, the next place that fits, the last one
    run, following = end, _next(fits)
    last = _last(fits)
    for place in range(end, -1, -1):
        if place < end and not _is(piece.kind, name[place]):
            run = place
        limit = run if piece.most < 0 else min(run, place + piece.most)
        start = place + piece.least
        if start <= limit:
            stop = last[limit] if piece.greedy else following[start]
            if start <= stop <= limit:
                found[place] = stop
    return found


def _next(fits: list[bool]) -> list[int]:
    places, after = [0] * len(fits), len(fits)
    for place in range(len(fits) - 1, -1, -1):
        after = place if fits[place] else after
        places[place] = after
    return places


def _last(fits: list[bool]) -> list[int]:
    places, before = [0] * len(fits), -1
    for place, fit in enumerate(fits):
        before = place if fit else before
        places[place] = before
    return places


def _is(kind: str, mark: str) -> bool:
    if kind == "digit":
        return mark.isdecimal()
    if kind == "letter":
        return mark.isalpha()
    return kind == "any" or mark != "/"
