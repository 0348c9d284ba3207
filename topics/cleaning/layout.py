"""How a text is laid out: a paragraph a line, or paragraphs broken into lines of one width."""

from collections.abc import Sequence

_ENDS_SENTENCE = (".", "!", "?", '"', "'", ":", ")", "”", "。")


def is_wrapped(lines: Sequence[str]) -> bool:
    """Say whether lines were broken to a width, so that a paragraph runs over several lines.

    True when almost no line is longer than 110 characters and at least a third of the lines that
    have a line directly below them are of middle length and stop in the middle of a sentence.

    >>> lines = ["The ministers met on Monday to speak about", "the border and agreed to go on."]
    >>> is_wrapped(lines * 3)
    True
    >>> is_wrapped(["Headline", "", "The ministers met. " * 9])
    False
    """
    lengths = [len(line) for line in lines]
    filled = sum(length > 0 for length in lengths)
    if filled < 3 or sum(length > 110 for length in lengths) > 0.05 * filled:
        return False
    followed = broken = 0
    for line, length, below in zip(lines, lengths, lengths[1:], strict=False):
        if length and below:
            followed += 1
            broken += length >= 40 and not line.rstrip().endswith(_ENDS_SENTENCE)
    return followed > 0 and broken >= followed / 3


def paragraphs_of(lines: Sequence[str]) -> list[list[int]]:
    """Group the lines of a text with broken lines into paragraphs: lists of line indices.

    A paragraph starts after an empty line, at an indented line that follows one with less indent,
    and after a line that ends a sentence well before the width of the text.

    >>> paragraphs_of(["    Wheat rose on", "Monday.", "    Maize fell."])
    [[0, 1], [2]]
    """
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths:
        return []
    short = 0.75 * lengths[int(0.9 * (len(lengths) - 1))]
    groups: list[list[int]] = []
    above, indent_above = "", 0
    for index, line in enumerate(lines):
        bare = line.strip(" ")
        if bare:
            indent = len(line) - len(line.lstrip(" "))
            if (
                not above
                or indent >= indent_above + 2
                or (len(above) < short and above.endswith(_ENDS_SENTENCE))
            ):
                groups.append([index])
            else:
                groups[-1].append(index)
            indent_above = indent
        above = bare
    return groups


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
    return length >= 60 and line.endswith(_ENDS_SENTENCE) and line.count(" ") >= 9
