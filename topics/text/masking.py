"""Mentions cut out of texts, so that topics become themes and not places."""

from collections.abc import Collection
from itertools import pairwise

import numpy as np
import pandas as pd

from topics._checks import check_columns
from topics.errors import TopicsError
from topics.text.addresses import blank_addresses


def mask_mentions(
    corpus: pd.DataFrame,
    mentions: pd.DataFrame | None,
    *,
    fields: Collection[str] = ("title", "text"),
    addresses: bool = True,
) -> list[str]:
    """Join the fields of each document, with a space in place of every mention.

    Parameters
    ----------
    corpus : DataFrame
        Columns doc_id and those of `fields`.
    mentions : DataFrame or None
        Columns doc_id, field, start, end: spans to cut, as character offsets [start, end) into
        that field. Overlapping spans are cut together; spans in other fields are ignored.
    fields : collection of str
        Columns of `corpus` to join, in this order.
    addresses : bool
        False: web and mail addresses and handles are cut as well.

    Returns
    -------
    list of str
        One text per row of `corpus`.

    Raises
    ------
    TopicsError
        When a mention belongs to no document of `corpus`, or reaches past its field.
    """
    check_columns(corpus, ("doc_id", *fields), name="corpus")
    if not corpus["doc_id"].is_unique:
        twice = corpus.loc[corpus["doc_id"].duplicated(), "doc_id"].iloc[0]
        raise TopicsError(f"`corpus` has the doc_id {twice!r} more than once; ids must be unique.")
    columns = [_masked(corpus, mentions, field, addresses) for field in fields]
    return ["\n".join(parts) for parts in zip(*columns, strict=True)]


def _masked(
    corpus: pd.DataFrame, mentions: pd.DataFrame | None, field: str, addresses: bool
) -> list[str]:
    texts: list[str] = corpus[field].tolist()
    for i, text in enumerate(texts):
        if not isinstance(text, str):
            raise TopicsError(
                f"`corpus` must hold strings in {field!r}; document "
                f"{corpus['doc_id'].iloc[i]!r} has {text!r}. Use '' for an unknown {field}."
            )
    if not addresses:
        texts = [blank_addresses(text) for text in texts]
    if mentions is None:
        return texts
    check_columns(mentions, ("doc_id", "field", "start", "end"), name="mentions")
    spans = mentions.loc[mentions["field"] == field]
    rows = pd.Index(corpus["doc_id"]).get_indexer(pd.Index(spans["doc_id"]))
    if (rows < 0).any():
        stranger = spans["doc_id"].iloc[int(np.argmax(rows < 0))]
        raise TopicsError(
            f"`mentions` names the document {stranger!r}, which `corpus` lacks. "
            "Pass the mentions found in this very corpus."
        )
    starts, ends = spans["start"].to_numpy(np.int64), spans["end"].to_numpy(np.int64)
    order = np.lexsort((starts, rows))
    rows, starts, ends = rows[order], starts[order], ends[order]
    first = np.flatnonzero(np.diff(rows, prepend=-1))
    for a, b in pairwise([*first.tolist(), len(rows)]):
        row = int(rows[a])
        texts[row] = _cut(texts[row], starts[a:b].tolist(), ends[a:b].tolist(), field)
    return texts


def _cut(text: str, starts: list[int], ends: list[int], field: str) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in zip(starts, ends, strict=True):
        if not 0 <= start < end <= len(text):
            raise TopicsError(
                f"`mentions` has the span {start}:{end} in a {field} of {len(text)} characters. "
                "Pass the mentions found in this very corpus."
            )
        if start > at or not pieces:
            pieces.append(text[at:start])
        at = max(at, end)
    pieces.append(text[at:])
    return " ".join(pieces)
