"""Small questions about the text around a match: whether it is an address, a place, a code."""

import re

from topics.countries.normalise import PARAGRAPH

# How far around a match the rules look, in characters.
WINDOW = 40
# A word has its bound: a chain of names and hyphens would be read to its end at every name.
NEXT_WORDS = re.compile(r"[ -]([\w-]{1,40})(?:[ -](\w{1,40}))?")
SURNAME_AHEAD = re.compile(r" ([A-Z][a-z]{2,40})(?:'s)?(?: [a-z]|[,.;:)]| ?\x1e|$)")
DOMAIN = re.compile(r"\.(?:com|org|net|gov|edu|info|int|[a-z]{2})\b")
BESIDE_AN_ADDRESS = frozenset("./@:-_?=&%+~")
_WORD_AHEAD = re.compile(r" ([A-Z][\w'-]{0,40}\w)")
_AND_AHEAD = re.compile(r" (?:and|AND|&) (\w{1,40})")
_END_OF_PLACE = re.compile(r"[,.;:)]| -| ?\x1e|$")
_URL = re.compile(r"://|www\.|@|\.(?:com|org|net|gov|edu|info|int|[a-z]{2})(?:[/?#]|$)")
# What stands before the exchange in <BARC.L> or (7203.T); a letter in parentheses is an initial.
_INSTRUMENT = re.compile(r"(?:<[A-Z0-9][A-Za-z0-9]{0,9}|\([A-Z0-9]{2,9}[a-z]?)\.$")
_SENTENCE_ENDS = frozenset(".?!:;-") | {PARAGRAPH}
_LONGEST_INSTRUMENT = 12
_LONGEST_ADDRESS = 200


def in_address(text: str, start: int, end: int) -> bool:
    """Tell whether the match is part of a URL, an e-mail address, a handle or a ticker."""
    left, right = text[max(0, start - 1) : start], text[end : end + 1]
    if left == "<" and right in (">", "."):
        return True
    if left not in BESIDE_AN_ADDRESS and right not in BESIDE_AN_ADDRESS:
        return False
    # A longer run without spaces is looked at in part, or its matches would each read all of it.
    low, high = max(0, start - _LONGEST_ADDRESS), end + _LONGEST_ADDRESS
    first = max(text.rfind(" ", low, start) + 1, low)
    last = text.find(" ", end, high)
    token = text[first : last if last >= 0 else high]
    return bool(_URL.search(token.strip("\"'()[]<>,;!").rstrip(".")))


def closes_a_place(text: str, start: int, end: int) -> bool:
    """Tell whether an abbreviation stands as in "Rome, Ga.," rather than in running text."""
    if text[max(0, start - 2) : start] not in (", ", " ("):
        return False
    return text[end - 1] == "." or _END_OF_PLACE.match(text, end) is not None


def ends_a_place(text: str, end: int) -> bool:
    """Tell whether a comma or the end of the field follows, as in a dateline."""
    return text[end : end + 1] == "," or text[end : end + 2] == f" {PARAGRAPH}"


def closes_a_code(text: str, start: int) -> bool:
    """Tell whether an instrument code leads up to the match, as to the L of <BARC.L>."""
    return _INSTRUMENT.search(text, max(0, start - _LONGEST_INSTRUMENT), start) is not None


def word_before(text: str, start: int) -> str:
    """Find the word before an offset, past an initial: "Michael" for "Michael B. Jordan".

    Examples
    --------
    >>> word_before("as Michael B. Jordan", 14)
    'Michael'
    """
    before = text[max(0, start - WINDOW) : start]
    if before[-1:] != " ":
        return ""
    *others, last = before.split(" ")[-3:-1]
    if others and len(last) == 2 and last[1] == "." and last[0].isupper():
        last = others[0]
    return last.rstrip(".").lstrip("\"'(")


def word_ahead(text: str, end: int) -> str:
    """Give the word with a capital that follows a match after a space, or nothing.

    Examples
    --------
    >>> word_ahead("Paris Hilton's hotel", 5)
    'Hilton'
    """
    match = _WORD_AHEAD.match(text, end)
    return match[1].removesuffix("'s") if match else ""


def begins_a_sentence(text: str, start: int) -> bool:
    """Tell whether a word with a capital has it because of its place.

    Examples
    --------
    >>> begins_a_sentence("It rose. But Baker", 9), begins_a_sentence("Yesterday Makoto Kuroda", 10)
    (True, False)
    """
    before = text[max(0, start - 3) : start].rstrip(" \"'(")
    return not before or before[-1] in _SENTENCE_ENDS


def after_and(text: str, end: int) -> str:
    """Give the word that "and" joins to a match, or nothing.

    Examples
    --------
    >>> after_and("Chad and Beth", 4)
    'Beth'
    """
    match = _AND_AHEAD.match(text, end)
    return match[1] if match else ""


def known(word: str, words: frozenset[str], any_case: bool) -> bool:
    """Tell whether a word is one of `words`, as written or in capitals."""
    if any_case:
        return word.lower() in words
    return word in words or (word.isupper() and len(word) > 2 and word.capitalize() in words)
