"""Words that a printer broke at the end of a line are made whole when lines are joined."""

import re
from collections.abc import Sequence

_SOFT = re.compile(r"[\xad\xac]([ \t]*(?:\r\n?|\n))(?=[ \t]*[^\W\d_])")
# the first halves of compounds that keep their hyphen, such as "long-term" and "vice-president"
_FIRST_HALVES = """
long short high well north south east west two three four five seven eight nine twenty thirty forty
fifty sixty seventy eighty ninety first second third self vice half full mid year month week multi
single large small hard cease anti
"""
_OWN_WORDS = frozenset(_FIRST_HALVES.split())
_SHORTEST = 4  # letters of the other half: "north-ern" and "short-age" are one word


def visible_hyphens(text: str) -> str:
    r"""Show the hyphens at ends of lines that are written as soft ones or as the sign of negation.

    >>> visible_hyphens("minis\xad\nters")
    'minis-\nters'
    """
    return _SOFT.sub(r"-\1", text) if "\xad" in text or "\xac" in text else text


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph; a hyphen at the end of one goes before a small letter.

    It stays, without a space, in a word that the paragraph also has with a hyphen and nowhere
    without, and after the usual first halves of compounds.

    >>> join_lines(["The minis-", "ters had a long-", "term plan."])
    'The ministers had a long-term plan.'
    >>> join_lines(["The re-election, he said, was a re-", "election."])
    'The re-election, he said, was a re-election.'
    """
    text = " ".join(lines)
    if not any(line.endswith("-") for line in lines[:-1]):
        return text
    low = text.lower()
    pieces: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        pieces.append(line)
        if not (line.endswith("-") and line[-2:-1].isalpha() and after[:1].islower()):
            pieces.append(" ")
            continue
        left = re.split(r"[\W\d_]", line[:-1])[-1].lower()
        right = re.split(r"[\W\d_]", after, maxsplit=1)[0].lower()
        if right in ("and", "or", "to"):  # "pre- and post-war": a word is left out
            pieces.append(" ")
        elif not _keeps(left, right, line, low):
            pieces[-1] = line[:-1]
    return "".join(pieces).rstrip(" ")


def _keeps(left: str, right: str, line: str, text: str) -> bool:
    if re.search(rf"(?<!\w){left}{right}(?!\w)", text):
        return False
    hyphened = re.search(rf"(?<!\w){left}-{right}(?!\w)", text) is not None
    compound = left in _OWN_WORDS and len(right) >= _SHORTEST and not right.startswith("teen")
    return hyphened or compound or line[: -len(left) - 1].endswith("-")
