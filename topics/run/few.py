"""Why so little is left to be fitted, and what helps in that case: the end of an error message."""

import pandas as pd

from topics.errors import TopicsError
from topics.run.config import ReportConfig
from topics.text.bow import BagOfWords

_ONE_LINE = 600  # characters; a paragraph of a news story seldom has more
_FEW = 10
_KEEP_COPIES = "Keep copies with `duplicates='keep'`, or give more documents."


def in_long_lines(corpus: pd.DataFrame, paragraphs: pd.DataFrame) -> bool:
    """Say whether most of the text stands in lines too long for paragraphs, and so few are made.

    Parameters
    ----------
    corpus : DataFrame
        The documents.
    paragraphs : DataFrame
        Their paragraphs, as `split_units` gives them.
    """
    lengths = paragraphs["text"].str.len()
    long = lengths[lengths > 3 * _ONE_LINE].sum()
    return bool(long > lengths.sum() / 2 and len(paragraphs) < _FEW * len(corpus))


def why_empty(n_read: int, audit: pd.DataFrame) -> str:
    """Say what became of documents of which cleaning left none."""
    parts = _dropped(audit)
    if not parts:
        return f"none of its {n_read:,} documents has any text left."
    what = " and ".join(f"{count:,} {reason}" for count, reason, _ in parts)
    advice = next((advice for _, _, advice in parts if advice), "Give documents with text.")
    return f"of its {n_read:,} documents none is left: {what}. {advice}"


def why_few(n_read: int, audit: pd.DataFrame, units: pd.DataFrame, unit: str) -> str:
    """Give the reason that fits why there are few documents, and the advice; "" where many are."""
    if len(units) >= max(_FEW, n_read // 2):
        return ""
    for count, reason, advice in _dropped(audit):
        if count >= n_read / 2:
            return f"{count:,} of {n_read:,} documents {reason}. {advice}"
    long = bool((units["text"].str.len() > _ONE_LINE).any())
    if unit != "sentence" and long and not units["text"].str.contains("\n", regex=False).any():
        one = "Every document is one line" if n_read > 1 else "The document is one line"
        return f"{one}: split it by sentences with `unit='sentence'`."
    if unit == "document" and long:
        return "Split the documents with `unit='paragraph'` or `unit='sentence'`."
    if n_read == 1:
        return (
            "The corpus is one document: give more, or, if its file holds several texts, the line "
            "that parts them as `split='LINE'`."
        )
    return f"The corpus is small, {n_read:,} documents in all: give more documents."


def _dropped(audit: pd.DataFrame) -> list[tuple[int, str, str]]:
    """Documents dropped, most first: how many, what they are, and what keeps them."""
    stages = audit["stage"].value_counts()
    known = [
        ("duplicate", "are copies of others", _KEEP_COPIES),
        ("language", "are in other languages", "Give a corpus in one language that is supported."),
        ("empty", "have no text", ""),
    ]  # fmt: skip
    found = [(int(stages[s]), what, advice) for s, what, advice in known if s in stages]
    return sorted(found, key=lambda row: -row[0])


def check_counts(bow: BagOfWords, config: ReportConfig, reason: str) -> None:
    """Raise when there are too few words, or documents with words, for topics; after counting.

    Parameters
    ----------
    bow : BagOfWords
        The counts.
    config : ReportConfig
        Its `n_topics`, or 2 without one, is what they must allow.
    reason : str
        What `why_few` gave.

    Raises
    ------
    TopicsError
        Saying which of the two there are too few of, and what helps.
    """
    least = config.n_topics or 2
    filled = int((bow.lengths > 0).sum())
    if bow.n_words >= least and filled >= least:
        return
    if not reason and len(bow.doc_ids) >= least:
        reason = (
            f"A word must occur in {config.min_docs} documents (`min_docs`) and in at most "
            f"{config.max_share:.0%} of them (`max_share`): loosen these"
            + (f", or ask for fewer than {least} topics." if config.n_topics else ".")
        )
    raise TopicsError(
        f"{filled:,} of {len(bow.doc_ids):,} documents or parts have words in common, "
        f"{bow.n_words:,} different ones: too few for {least} topics. {reason}".rstrip()
    )
