"""Tables for the page "what was read, kept and dropped, and why"."""

from collections import Counter

import pandas as pd

from topics._checks import check_columns
from topics.errors import TopicsError
from topics.readers.account import Account

DROPPING_STAGES = ("empty", "language", "duplicate")


def flow(read: Account, audit: pd.DataFrame) -> pd.DataFrame:
    """Follow files and documents from the folder to the cleaned corpus.

    Parameters
    ----------
    read : Account
        The account of the corpus as it was read, from `topics.read_with_account`.
    audit : DataFrame
        What `clean_corpus` took away from it.

    Returns
    -------
    DataFrame
        ``step`` (skipped, read, dropped, kept), ``reason`` ("" for read and kept), ``unit`` (file
        or document), ``count``. Documents: read = dropped + kept.

    Raises
    ------
    TopicsError
        When `audit` lacks a column, or `read` is no account.

    Examples
    --------
    >>> audit = pd.DataFrame({"doc_id": ["b"], "stage": ["duplicate"], "rule": ["near copy"]})
    >>> flow(Account(documents=2), audit)[["step", "count"]].values.tolist()
    [['read', 2], ['dropped', 1], ['kept', 1]]
    """
    check_columns(audit, ("doc_id", "stage", "rule"), name="audit")
    if not isinstance(read, Account):
        raise TopicsError(
            f"`read` must be the account of read_with_account; got {type(read).__name__}."
        )
    reasons = Counter(file.reason.partition(", ")[0] for file in read.skipped)
    rows: list[tuple[str, str, str, int]] = [
        ("skipped", reason, "file", count) for reason, count in sorted(reasons.items())
    ]
    documents = read.documents
    rows.append(("read", "", "document", documents))
    gone = audit[audit["stage"].isin(DROPPING_STAGES)]
    named = gone["rule"].where(gone["stage"] != "language", "language " + gone["rule"].astype(str))
    for name, count in named.value_counts().sort_index().items():
        rows.append(("dropped", str(name), "document", int(count)))
    rows.append(("kept", "", "document", documents - len(gone)))
    return pd.DataFrame(rows, columns=["step", "reason", "unit", "count"])


def removed_lines(audit: pd.DataFrame) -> pd.DataFrame:
    """Count what was taken out of documents that stay, by rule.

    Parameters
    ----------
    audit : DataFrame
        ``doc_id, stage, rule, text``, as `clean_corpus` returns it.

    Returns
    -------
    DataFrame
        ``stage, rule, n_lines, n_docs, example`` (the most frequent text), most frequent first.

    Raises
    ------
    TopicsError
        When `audit` lacks a column.

    Examples
    --------
    >>> audit = pd.DataFrame({"doc_id": ["a", "a"], "stage": ["boilerplate"] * 2,
    ...                       "rule": ["share"] * 2, "text": ["Share", "Tweet"]})
    >>> removed_lines(audit).values.tolist()
    [['boilerplate', 'share', 2, 1, 'Share']]
    """
    check_columns(audit, ("doc_id", "stage", "rule", "text"), name="audit")
    lines = audit[~audit["stage"].isin(DROPPING_STAGES)]
    rows = [
        (
            str(stage),
            str(rule),
            len(part),
            part["doc_id"].nunique(),
            min(part["text"].mode().tolist()),
        )
        for (stage, rule), part in lines.groupby(["stage", "rule"], sort=True)
    ]
    table = pd.DataFrame(rows, columns=["stage", "rule", "n_lines", "n_docs", "example"])
    return table.sort_values("n_lines", ascending=False, kind="stable", ignore_index=True)


def coverage(corpus: pd.DataFrame, *, group: str | None = None) -> pd.DataFrame:
    """Count documents by source and month.

    Parameters
    ----------
    corpus : DataFrame
        With ``date`` and ``source`` (or the column `group`).
    group : str, optional
        Column that names the source, such as an outlet. By default the file a document came from,
        or its folder where every document is a file of its own.

    Returns
    -------
    DataFrame
        ``source`` (str), ``month`` (str: ``YYYY-MM``; only ``YYYY`` where no more is known of a
        document; "no date"), ``n_docs``; sorted by source, then month.

    Raises
    ------
    TopicsError
        When `corpus` lacks a column.

    Examples
    --------
    >>> corpus = pd.DataFrame({"source": ["a/1.txt", "a/2.txt"],
    ...                        "date": pd.to_datetime(["2024-03-18", None])})
    >>> coverage(corpus).values.tolist()
    [['a', '2024-03', 1], ['a', 'no date', 1]]
    """
    check_columns(corpus, ("date", group or "source"), name="corpus")
    source = corpus[group or "source"].astype("str")
    if group is None and source.is_unique:
        folder = source.map(lambda name: name.rpartition("/")[0])
        source = folder.where(folder != "", ".")
    month = corpus["date"].dt.strftime("%Y-%m").astype("object")
    if "date_precision" in corpus:
        month = month.mask(corpus["date_precision"] == "year", month.str[:4])
    if "year" in corpus:
        month = month.where(month.notna(), corpus["year"].astype("str"))
    month = month.where(month.notna(), "no date")
    counts = pd.DataFrame({"source": source, "month": month.astype("str")})
    return counts.groupby(["source", "month"], sort=True).size().reset_index(name="n_docs")
