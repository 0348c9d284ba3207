"""The account of a run in six lines, the same on the terminal and in every report."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import pandas as pd

from topics.cleaning.account import DROPPING_STAGES
from topics.readers.account import LARGE, Account, SkippedFile

_A_TENTH = 0.1
_EXAMPLES = 3
_KINDS = 4


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line of the account.

    Parameters
    ----------
    label : str
        What it is about, such as ``Dates``.
    text : str
        The numbers.
    worry : bool
        Whether the numbers should worry: then the line is a warning, not a fact.
    """

    label: str
    text: str
    worry: bool = False


def account_lines(
    read: Account,
    corpus: pd.DataFrame,
    cleaned: pd.DataFrame,
    audit: pd.DataFrame,
    *,
    languages_chosen: bool = False,
) -> list[AccountLine]:
    """Say in six lines at most what became of files and documents.

    A line is a worry when one document holds a file of more than 100,000 characters, and when more
    than a tenth of files were not read, of documents dropped, or of days not known or not read; and
    where no document is kept, or more than a tenth of them have no text.

    Parameters
    ----------
    read : Account
        Of the reading, from `read_with_account`.
    corpus, cleaned : DataFrame
        The documents before and after cleaning.
    audit : DataFrame
        What cleaning took away.
    languages_chosen : bool
        Whether the user asked for some languages: then leaving out the others is no worry.

    Returns
    -------
    list of AccountLine
        Files, documents, dates, languages (where they are known), copies, other documents dropped.

    Examples
    --------
    >>> corpus = pd.DataFrame({"doc_id": ["a", "b"], "text": ["x", "x"], "source": ["a.txt"] * 2,
    ...                        "date": pd.to_datetime(["2024-03-01", "2024-03-02"])})
    >>> audit = pd.DataFrame({"doc_id": ["b"], "stage": ["duplicate"], "rule": ["exact copy"]})
    >>> for line in account_lines(Account(documents=2), corpus, corpus[:1], audit):
    ...     print(line.worry, line.label, line.text, sep=" | ")
    False | Files | 1 read (.txt)
    False | Documents | 2 read, 1 kept
    False | Dates | 2024-03-01; none undated
    True | Copies | 1 of 2 documents (1 exact), dropped
    False | Other documents dropped | none
    """
    gone = audit[audit["stage"].isin(DROPPING_STAGES)]
    return [
        _files(read, corpus),
        _documents(corpus, cleaned),
        _dates(read, corpus, cleaned),
        *_languages(cleaned),
        _copies(gone, len(corpus)),
        _others(gone, len(corpus), chosen=languages_chosen),
    ]


def _files(read: Account, corpus: pd.DataFrame) -> AccountLine:
    sources = corpus["source"].astype(str)
    kinds = Counter(_kind(name) for name in sources.unique())
    n_read = read.files or sum(kinds.values())
    text = f"{n_read:,} read ({_most(kinds)})"
    skipped = read.skipped_files
    if skipped:
        text += f"; {skipped:,} not read ({_skipped(read.skipped)})"
    alone = ~sources.duplicated(keep=False) & (corpus["text"].str.len() > LARGE)
    if alone.any():
        name = sources[alone].iloc[0]
        more = int(alone.sum()) - 1
        text += f"; {name} is one document of {int(corpus['text'].str.len()[alone].iloc[0]):,} "
        text += "characters" + (f" (and {more:,} more such)" if more else "")
    return AccountLine("Files", text, bool(alone.any()) or skipped > _A_TENTH * (n_read + skipped))


def _documents(corpus: pd.DataFrame, cleaned: pd.DataFrame) -> AccountLine:
    text = f"{len(corpus):,} read, {len(cleaned):,} kept"
    bare = int((cleaned["text"] == "").sum()) if "text" in cleaned else 0
    if bare:
        text += f"; {bare:,} of these {'have' if bare > 1 else 'has'} a title and no text"
    return AccountLine("Documents", text, cleaned.empty or bare > _A_TENTH * len(cleaned))


def _skipped(listed: Iterable[SkippedFile]) -> str:
    listed = list(listed)
    kinds = Counter(file.kind or _kind(file.file) for file in listed)
    # what a fault was in full, and what to do, stands in skipped.csv
    reasons = Counter(re.split(r" \(|, ", file.reason)[0] for file in listed)
    return f"{_most(kinds)}: {_most(reasons)}"


def _kind(name: str) -> str:
    return PurePosixPath(name).suffix.lower() or "no suffix"


def _most(counts: Mapping[str, int]) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) == 1:
        return ranked[0][0]
    parts = [f"{count:,} {name}" for name, count in ranked[:_KINDS]]
    rest = sum(count for _, count in ranked[_KINDS:])
    return ", ".join([*parts, f"{rest:,} more"] if rest else parts)


def _dates(read: Account, corpus: pd.DataFrame, cleaned: pd.DataFrame) -> AccountLine:
    known = cleaned["date"].notna()
    if "year" in cleaned:
        known |= cleaned["year"].notna()
    days = cleaned["date"].dropna()
    years = int((cleaned["date_precision"] == "year").sum()) if "date_precision" in cleaned else 0
    form = "%Y" if years and years == len(days) else "%Y-%m-%d"
    ends = {day.strftime(form) for day in (days.min(), days.max())} if len(days) else set()
    span = " to ".join(sorted(ends)) or ("years only" if known.any() else "none known")
    undated = int((~known).sum())
    text = f"{span}; {undated or 'none':{',' if undated else ''}} undated"
    if form != "%Y" and years:
        text += f"; {years:,} with their year only"
    unread = read.dates_unreadable
    if unread:
        examples = read.dates_unreadable_examples[:_EXAMPLES]
        named = f", such as {'; '.join(map(str, examples))}" if examples else ""
        text += f"; {unread:,} could not be read{named}"
    worry = undated > _A_TENTH * len(cleaned) or unread > _A_TENTH * len(corpus)
    return AccountLine("Dates", text, worry)


def _languages(cleaned: pd.DataFrame) -> list[AccountLine]:
    if "language" not in cleaned:
        return []
    counts = Counter(str(code) for code in cleaned["language"].fillna("unknown") if code)
    return [AccountLine("Languages", _most(counts))] if counts else []


def _copies(gone: pd.DataFrame, n_read: int) -> AccountLine:
    rules = gone.loc[gone["stage"] == "duplicate", "rule"].str.removesuffix(" copy")
    if rules.empty:
        return AccountLine("Copies", "none found")
    kinds = ", ".join(f"{count:,} {rule}" for rule, count in sorted(Counter(rules).items()))
    text = f"{len(rules):,} of {n_read:,} documents ({kinds}), dropped"
    return AccountLine("Copies", text, len(rules) > _A_TENTH * n_read)


def _others(gone: pd.DataFrame, n_read: int, *, chosen: bool) -> AccountLine:
    others = gone[gone["stage"] != "duplicate"]
    label = "Other documents dropped"
    if others.empty:
        return AccountLine(label, "none")
    named = others["rule"].where(others["stage"] != "language", "in " + others["rule"].astype(str))
    text = f"{len(others):,} of {n_read:,} ({_most(Counter(named))})"
    unasked = others[others["stage"] != "language"] if chosen else others
    if len(unasked) < len(others):
        text += ", other languages as asked"
    return AccountLine(label, text, len(unasked) > _A_TENTH * n_read)


def told(lines: list[AccountLine]) -> list[str]:
    """Give the lines as the terminal shows them.

    >>> told([AccountLine("Copies", "none found"), AccountLine("Dates", "none known", True)])
    ['copies: none found', 'warning: dates: none known']
    """
    return [
        f"{'warning: ' if line.worry else ''}{line.label[0].lower()}{line.label[1:]}: {line.text}"
        for line in lines
    ]
