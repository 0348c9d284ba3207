"""What became of every file and document that was read: a value beside the table of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from topics._card import card, facts, rows

NOT_READ = "kind that is not read"
"""The reason a file is left out for where it is of a kind that no reader knows."""
LARGE = 100_000
"""A file with more characters than this is seldom one article."""
_MOST_KINDS = 12
_WORRYING = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedFile:
    """A file that was not read.

    Parameters
    ----------
    file : str
        Its name below the path that was read.
    kind : str
        Such as ``csv`` or ``.doc``; "" where the name says none.
    reason : str
        Why it was not read.
    advice : str
        What to do to have it read; "" where there is nothing to do.
    """

    file: str
    kind: str
    reason: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRead:
    """What became of the files of one kind: how many were read and skipped, and what they held."""

    kind: str
    read: int = 0
    skipped: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What was read from a path and what was not.

    Parameters
    ----------
    path : str
        What was read.
    documents, files, characters : int
        Documents in the table, files that were read, characters of all texts.
    kinds : tuple of KindRead
        By kind of file, those with most files first.
    skipped : tuple of SkippedFile
        Every file that was not read.
    inputs : mapping
        The SHA-256 of every file that was opened, by its name below `path`; standard input and
        tables in memory have none, nor have chunks.
    large_single : tuple of str
        Files with more than 100,000 characters that gave one document.
    replaced_characters : int
        Characters that did not decode and became U+FFFD.
    encodings : mapping
        How many files were read in an encoding that was guessed, by its name.
    dates : mapping
        How many documents have a date, by its precision.
    dates_missing, dates_unreadable : int
        Documents whose date is empty, and those whose date could not be read.
    dates_unreadable_examples : tuple of str
        The first of the latter: the ``doc_id`` and what was written.
    remarks : tuple of str
        What a reader should know besides, a line each.
    """

    path: str = ""
    documents: int
    files: int = 0
    characters: int = 0
    kinds: tuple[KindRead, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    large_single: tuple[str, ...] = ()
    replaced_characters: int = 0
    encodings: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)
    dates_missing: int = 0
    dates_unreadable: int = 0
    dates_unreadable_examples: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def skipped_files(self) -> int:
        """How many files were not read."""
        return len(self.skipped)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What should worry: files that are one document each though long, much unread.

        Examples
        --------
        >>> Account(documents=9, dates_unreadable=3, dates_unreadable_examples=("a: x",)).warnings
        ('3 of 9 documents have a date that could not be read, such as a: x',)
        """
        found = []
        if self.large_single:
            number = len(self.large_single)
            found.append(
                f"{number:,} long file{'s' * (number > 1)} (over {LARGE // 1000} kB) gave one "
                f"document each, such as {self.large_single[0]}: does it hold several articles?"
            )
        unread = sum(bool(file.kind) and file.kind != "folder" for file in self.skipped)
        if unread > _WORRYING * (self.files + unread):
            found.append(f"{unread:,} of {self.files + unread:,} files were not read")
        # documents without any date are counted after cleaning, which finds days in texts
        if self.dates_unreadable > _WORRYING * self.documents:
            found.append(
                f"{self.dates_unreadable:,} of {self.documents:,} documents have a date that could "
                f"not be read, such as {'; '.join(self.dates_unreadable_examples[:3])}"
            )
        if self.replaced_characters > _WORRYING * self.characters:
            found.append(
                f"{self.replaced_characters:,} of {self.characters:,} characters did not decode"
            )
        return tuple(found)

    def _repr_html_(self) -> str:
        return self._card("Next: `clean_corpus`; then `flow(account, audit)` counts what is left.")

    def _card(self, then: str) -> str:
        title = f"{self.documents:,} documents were read"
        told = {
            "from": self.path,
            "files": self.files,
            "characters": self.characters,
            "not read": describe_skipped(self.skipped),
            "dates": ", ".join(f"{many:,} by {name}" for name, many in self.dates.items()),
            "dates that could not be read": self.dates_unreadable or "",
            "encodings guessed": ", ".join(f"{n:,} {name}" for name, n in self.encodings.items()),
            "warning": "; ".join(self.warnings),
            "remarks": "; ".join(self.remarks),
        }
        kinds = [[one.kind, one.read, one.skipped, one.documents] for one in self.kinds]
        heads = ("kind", "files read", "skipped", "documents")
        return card(title, facts(told), rows(heads, kinds) if kinds else "", then=then)


def _order(item: tuple[tuple[str, str], int]) -> tuple[int, bool, tuple[str, str]]:
    return -item[1], not item[0][0], item[0]


def describe_skipped(skipped: Iterable[SkippedFile]) -> str:
    """Say in one line which files were skipped, by kind, with what can be done; "" for none.

    >>> old = SkippedFile(file="a.doc", kind=".doc", reason="x", advice="save as .docx")
    >>> describe_skipped([old, SkippedFile(file="._a", kind="", reason="resource fork of macOS")])
    '2 files were skipped: 1 .doc (x: save as .docx), 1 (resource fork of macOS)'
    """
    counts = Counter(
        (
            file.kind,
            file.advice
            if file.advice and file.reason == NOT_READ
            else ": ".join(filter(None, (file.reason, file.advice))),
        )
        for file in skipped
    )
    if not counts:
        return ""
    number = sum(counts.values())
    parts = [
        f"{count:,} {kind} ({note})" if kind else f"{count:,} ({note})"
        for (kind, note), count in sorted(counts.items(), key=_order)
    ]
    more = f", and {len(parts) - _MOST_KINDS:,} other kinds" if len(parts) > _MOST_KINDS else ""
    said = ", ".join(parts[:_MOST_KINDS]) + more
    return f"{number:,} file{'s were' if number > 1 else ' was'} skipped: {said}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """A corpus as it was read, and the account of it.

    Parameters
    ----------
    corpus : DataFrame
        A row for each document, as `topics.read_corpus` returns it.
    account : Account
        What was read and what was not.
    """

    corpus: pd.DataFrame
    account: Account

    def _repr_html_(self) -> str:
        return self.account._card(
            "`reading.corpus` is the table of documents, `reading.account` what is said here. "
            "Next: `clean_corpus(reading.corpus)`."
        )
