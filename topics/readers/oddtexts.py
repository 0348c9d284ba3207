"""Texts that are not what they should be: words for nothing, HTML, misread letters, cut texts."""

import re
from dataclasses import dataclass

from topics.readers.signs import read_signs

_NOTHING = frozenset((
    "nan", "none", "null", "nat", "<na>", "n/a", "#n/a", "na", "undefined", "[removed]",
    "[deleted]",
))  # fmt: skip
_LONGEST = 2 * max(map(len, _NOTHING))  # with blanks around
# UTF-8 that was once read as cp1252, latin-1 or cp1251: two or three letters for one
_MISREAD = re.compile(
    "\\w*(?:(?:[РС][\\xa0-\\xbfЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґё№єјЅѕї‚„…†‡€‰‹‘’“”•–—™›]){3}|[ÃÐÑ][\\x80-\\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[™œ“”˜\\x9d\\x9c¦]|Â[\\xa0-\\xbf])\\w*"
)
# Cyrillic or Greek that was read as latin-1, or written where its letters had no place
_LOST = re.compile("\\b[À-ÖØ-öø-ÿ]{5,}\\b|(?<!\\?)(?:\\?{2,}[^\\w?]{1,3}){3}")
_CUT = re.compile(r"(?:\[\+\d+ (?:chars|characters)\]|\[?(?:…|\.\.\.)\]?|\[&hellip;\])\s*$")
_END = 30
_FEWEST_CUT = 3
_MANY = 0.3
_FULL_CELL = 32_767
_SIGNS = ("Ã", "â€", "Â", "Ð", "Рµ", "Рё", "Р°", "Р\xa0")


@dataclass(slots=True)
class OddTexts:
    """Counts odd texts of a corpus, and makes those empty that are a word for nothing.

    Odd are also texts that a service or a spreadsheet cut short.
    """

    marked: int = 0
    coded: int = 0
    lost: int = 0
    lost_example: str = ""
    nothing: int = 0
    misread: int = 0
    example: str = ""
    cut: int = 0
    full: int = 0
    seen: int = 0

    def see(self, text: str) -> str:
        """Return a text, "" for one that says nothing but "nan", "null" or "[removed]".

        >>> OddTexts().see("NaN"), OddTexts().see("None came.")
        ('', 'None came.')
        """
        if len(text) <= _LONGEST and text.strip().lower() in _NOTHING:
            self.nothing += 1
            return ""
        self.seen += 1
        self.cut += _CUT.search(text, max(0, len(text) - _END)) is not None
        self.full += len(text) == _FULL_CELL
        if not text.isascii() and any(sign in text for sign in _SIGNS):
            found = _MISREAD.search(text)
            if found:
                self.misread += 1
                self.example = self.example or found[0][:30]
        if "???" in text or not text.isascii():
            found = _LOST.search(text)
            if found:
                self.lost += 1
                self.lost_example = self.lost_example or found[0][:30].strip()
        return text

    def with_signs(self, text: str) -> str:
        """Return a text with the signs that a program wrote as codes, and count it."""
        read = read_signs(text)
        self.coded += read != text
        return read

    def remarks(self) -> list[str]:
        """Say how many texts there were of each kind."""
        said = []
        if self.marked:
            said.append(f"texts written in HTML, read without its tags: {self.marked:,}")
        if self.coded:
            said.append(
                "texts with signs written as codes, such as &rsquo; or \\u2019 or \\n, read as the "
                f"signs: {self.coded:,}"
            )
        if self.lost:
            said.append(
                f"texts whose letters were lost before they came here, such as "
                f"{self.lost_example!r}: {self.lost:,}; export them again in UTF-8"
            )
        if self.nothing:
            said.append(
                "texts that are a word for nothing, such as nan, null or [removed], taken as "
                f"empty: {self.nothing:,}"
            )
        if self.misread:
            said.append(
                f"texts with letters that look misread before they came here, such as "
                f"{self.example!r}: {self.misread:,}; `topics clean --mojibake` repairs them"
            )
        if self.cut >= max(_FEWEST_CUT, _MANY * self.seen):
            said.append(
                "texts that end in an ellipsis or in a count such as [+1234 chars], so may be cut "
                f"short: {self.cut:,} of {self.seen:,}"
            )
        if self.full:
            said.append(
                f"texts of {_FULL_CELL:,} characters, the most that a cell of a spreadsheet holds, "
                f"so cut short: {self.full:,}"
            )
        return said
