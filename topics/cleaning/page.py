"""One document as lines on a page: which lines a rule may judge, and what is left in the end."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from topics.cleaning.hyphens import join_lines, visible_hyphens
from topics.cleaning.layout import Measures, is_prose, measure, paragraphs, squeeze, survey
from topics.cleaning.normalise import normalise


class Note(NamedTuple):
    """One row of the audit without its document."""

    stage: str
    rule: str
    line: int | None
    text: str
    times: int = 1


@dataclass(slots=True)
class Page:
    """The normalised lines of a text; a line that is taken away becomes empty and leaves a note."""

    lines: list[str]
    wrapped: bool
    judged: list[int]
    """Indices of the lines that may be clutter or facts, by place and length alone."""
    running: bytearray
    """1 for each line that looks like running text."""
    indented: Measures
    """Measures of the lines before runs of spaces were squeezed: indents mark paragraphs."""
    notes: list[Note] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "Page":
        """Normalise a text and see how it is laid out."""
        normal = normalise(visible_hyphens(text), keep_indent=True)
        flat = squeeze(normal)
        measures = measure(flat)
        wrapped, judged, running = survey(measures)
        indented = measure(normal) if wrapped and flat is not normal else measures
        return cls(flat.split("\n"), wrapped, judged, running, indented)

    def prose(self) -> tuple[int, int]:
        """Give the first and last index of running text; (number of lines, -1) for none."""
        first = self.running.find(1)
        return (first if first >= 0 else len(self.lines)), self.running.rfind(1)

    def take(self, index: int, stage: str, rule: str) -> None:
        """Take a whole line away."""
        self.notes.append(Note(stage, rule, index + 1, self.lines[index]))
        self.lines[index] = ""
        self.running[index] = 0

    def take_part(self, index: int, rest: str, part: str, stage: str, rule: str) -> None:
        """Take `part` of a line away and leave `rest`."""
        self.notes.append(Note(stage, rule, index + 1, part))
        self.lines[index] = rest
        piece = self.wrapped and bool(rest) and index not in self.judged
        self.running[index] = piece or is_prose(rest)

    def text(self) -> tuple[str, NDArray[np.int32]]:
        """Say what is left: a paragraph a line, and the number in the source of each filled line.

        At most one empty line stands between two paragraphs.
        """
        if self.wrapped:
            taken = bytes([not line for line in self.lines]) if self.notes else b""
            spans = paragraphs(self.indented, taken=taken)
            text = "\n".join([join_lines(self.lines[start:stop]) for start, stop in spans])
            return text, np.array([start + 1 for start, _ in spans], np.int32)
        numbers = [number for number, line in enumerate(self.lines, start=1) if line]
        return without_gaps(self.lines), np.array(numbers, np.int32)


def without_gaps(lines: list[str]) -> str:
    r"""Join lines; no empty line at the ends, and at most one between two lines.

    >>> without_gaps(["", "a", "", "", "b", ""])
    'a\n\nb'
    """
    text = "\n".join(lines).strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text
