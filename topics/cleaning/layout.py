"""How a text is laid out: a paragraph a line, or paragraphs broken into lines of one width."""

from collections.abc import Sequence

ENDS_SENTENCE = (".", "!", "?", '"', "'", ":", ")", "”", "。", "…", "»")
_SAMPLE = 400


def is_wrapped(lines: Sequence[str]) -> bool:
    """Say whether lines were broken to a width, so that a paragraph runs over several lines.

    True when almost no line is longer than 110 characters and at least a third of the lines that
    have a line directly below them are of middle length and stop in the middle of a sentence.
    The first 400 lines decide.

    >>> lines = ["The ministers met on Monday to speak about", "the border and agreed to go on."]
    >>> is_wrapped(lines * 3)
    True
    >>> is_wrapped(["Headline", "", "The ministers met. " * 9])
    False
    """
    lengths = list(map(len, lines[:_SAMPLE]))
    filled = len(lengths) - lengths.count(0)
    if filled < 3 or sum([length > 110 for length in lengths]) > 0.05 * filled:
        return False
    followed = broken = 0
    for line, length, below in zip(lines, lengths, lengths[1:], strict=False):
        if length and below:
            followed += 1
            broken += length >= 40 and not line.endswith(ENDS_SENTENCE)
    return followed > 0 and broken >= followed / 3


def _short_of(lengths: Sequence[int]) -> float:
    """Below which length a line ends well before the width of the text."""
    filled = sorted([length for length in lengths if length])
    return 0.75 * filled[int(0.9 * (len(filled) - 1))] if filled else 0.0


def paragraphs_of(lines: Sequence[str]) -> list[list[int]]:
    """Group the lines of a text with broken lines into paragraphs: lists of line indices.

    A paragraph starts after an empty line, at an indented line that follows one with less indent,
    and after a line that ends a sentence well before the width of the text.

    >>> paragraphs_of(["    Wheat rose on", "Monday.", "    Maize fell."])
    [[0, 1], [2]]
    """
    lengths = list(map(len, lines))
    short = _short_of(lengths)
    groups: list[list[int]] = []
    above, length_above, indent_above = "", 0, 0
    for index, line in enumerate(lines):
        length = lengths[index]
        if length:
            indent = length - len(line.lstrip(" ")) if line[0] == " " else 0
            if indent == length:
                length = 0  # nothing but spaces
            elif (
                not length_above
                or indent >= indent_above + 2
                or (length_above < short and above.endswith(ENDS_SENTENCE))
            ):
                groups.append([index])
            else:
                groups[-1].append(index)
            indent_above = indent
        above, length_above = line, length
    return groups


def whole_lines(lines: Sequence[str]) -> list[int]:
    """Find the lines that stand for themselves in a text with broken lines: their indices.

    All others are pieces of a sentence: no rule may judge them. A line stands for itself when a
    sentence, a gap or another such line is above it, it does not start in lower case, and it ends
    before the width of the text or above a gap.

    >>> whole_lines(["Rain", "", "The ministers met on Monday to speak of the", "share.", "Share"])
    [0, 4]
    """
    lengths = [*map(len, lines), 0]
    short = _short_of(lengths)
    found: list[int] = []
    for index, line in enumerate(lines):
        length = lengths[index]
        if not length or (length >= short and lengths[index + 1]):
            continue
        if line[0].islower() or (lengths[index + 1] and lines[index + 1][0].islower()):
            continue
        if (
            index == 0
            or not lengths[index - 1]
            or (found and found[-1] == index - 1)
            or lines[index - 1].endswith(ENDS_SENTENCE)
        ):
            found.append(index)
    return found


def is_prose(line: str) -> bool:
    """Say whether a line looks like running text: a full sentence of some length.

    >>> is_prose("The two governments agreed on Monday to reopen the crossing by the end of May.")
    True
    >>> is_prose("Why the crossing matters")
    False
    """
    length = len(line)
    if length >= 160:
        return True
    return length >= 50 and line.endswith(ENDS_SENTENCE) and line.count(" ") >= 7
