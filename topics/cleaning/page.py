"""One document as lines on a page: which lines a rule may judge, and what is left in the end."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from topics.cleaning.layout import ENDS_SENTENCE, is_prose, is_wrapped, paragraphs_of, whole_lines
from topics.cleaning.normalise import normalise, squeeze

_LONGEST_HEADING = 160
_LONGEST_CLUTTER = 700
_TOP, _BOTTOM = 4, 8
_SENTENCE_ENDS = "".join(ENDS_SENTENCE)


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
    indented: list[str]
    wrapped: bool
    judged: list[int] = field(init=False)
    """Indices of the lines that may be clutter or facts, by place and length alone."""
    notes: list[Note] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "Page":
        """Normalise a text and see how it is laid out."""
        normal = normalise(text, keep_indent=True)
        flat = squeeze(normal)
        lines = flat.split("\n")
        indented = normal.split("\n") if flat is not normal else lines.copy()
        wrapped = len(flat) < 110 * len(lines) and is_wrapped(lines)
        return cls(lines, indented, wrapped)

    def __post_init__(self) -> None:
        self.judged = self._judged()

    def _judged(self) -> list[int]:
        if self.wrapped:
            return whole_lines(self.lines)
        filled = [
            index for index, line in enumerate(self.lines) if line and not self._goes_on(index)
        ]
        edges = {*filled[:_TOP], *filled[-_BOTTOM:]}
        return [
            index
            for index in filled
            if (length := len(self.lines[index])) <= _LONGEST_HEADING
            or (
                length <= _LONGEST_CLUTTER
                and (index in edges or self.lines[index].endswith((")", "]", ").", "].")))
            )
        ]

    def _goes_on(self, index: int) -> bool:
        # the rest of a sentence that was broken by hand
        above = self.lines[index - 1] if index else ""
        broken = above.count(" ") >= 5 and above[-1] not in _SENTENCE_ENDS
        return broken and self.lines[index][0].islower()

    def prose(self) -> tuple[int, int]:
        """First and last index of running text; (number of lines, -1) when there is none."""
        apart = set(self.judged) if self.wrapped else ()

        def is_running(index: int) -> bool:
            line = self.lines[index]
            return is_prose(line) or (self.wrapped and bool(line) and index not in apart)

        rows = range(len(self.lines))
        first = next(filter(is_running, rows), len(rows))
        return first, next(filter(is_running, reversed(rows)), -1)

    def take(self, index: int, stage: str, rule: str) -> None:
        """Take a whole line away."""
        self.notes.append(Note(stage, rule, index + 1, self.lines[index]))
        self.lines[index] = ""

    def take_part(self, index: int, rest: str, part: str, stage: str, rule: str) -> None:
        """Take `part` of a line away and leave `rest`."""
        self.notes.append(Note(stage, rule, index + 1, part))
        self.lines[index] = rest

    def text(self) -> tuple[str, NDArray[np.int32]]:
        """Say what is left: a paragraph a line, and the number in the source of each filled line.

        At most one empty line stands between two paragraphs.
        """
        if self.wrapped:
            kept = [
                raw if line else "" for raw, line in zip(self.indented, self.lines, strict=True)
            ]
            groups = paragraphs_of(kept)
            text = "\n".join([" ".join([self.lines[i] for i in group]) for group in groups])
            return text, np.array([group[0] + 1 for group in groups], np.int32)
        numbers = [number for number, line in enumerate(self.lines, start=1) if line]
        text = "\n".join(self.lines).strip("\n")
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text, np.array(numbers, np.int32)
