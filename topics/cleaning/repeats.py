"""Lines that many documents share: what a site prints on every page, whatever its language.

Only the edges of a document are touched: shared lines above its first own paragraph, and those
from some line to its end. Elsewhere a line must be shared by a fifth of all documents.
"""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from topics.cleaning.layout import is_prose

_LONGEST = 600
_CHUNK = 4_000_000
_COURTESY = re.compile(
    r"(?i).*\b(?:thank|thanks|god bless|excellenc(?:y|ies)|ladies and gentlemen|mr\.? president"
    r"|madam president|long live|distinguished)\b.*"
)
_WIDESPREAD = 0.2
_FEWEST_FOR_PROSE = 5
FREQUENT = 0.02


def line_keys(texts: Sequence[str]) -> list[NDArray[np.int64]]:
    r"""Give one number for each line of each text; 0 for lines that are empty or very long.

    A run of digits counts as one digit, so "Page 3 of 9" and "Page 12 of 40" share a key, which
    is odd; the keys of lines without digits are even.

    >>> keys, = line_keys(["Page 3 of 9\nPage 12 of 40\nPage"])
    >>> keys[0] == keys[1], keys[0] == keys[2], len(keys)
    (np.True_, np.False_, 3)
    """
    from topics.cleaning._lines import hash_lines

    keys: list[NDArray[np.int64]] = []
    start = 0
    while start < len(texts):
        size, stop = 0, start
        while stop < len(texts) and size < _CHUNK:
            size += len(texts[stop])
            stop += 1
        data = "\n".join(texts[start:stop]).encode("utf-8", "replace")
        flat = hash_lines(np.frombuffer(data + b"\n\n", np.uint8), len(data), _LONGEST)
        ends = np.cumsum([text.count("\n") + 1 for text in texts[start:stop]])
        keys += [flat[a:b] for a, b in pairwise([0, *ends.tolist()])]
        start = stop
    return keys


def fewest_documents(n_docs: int) -> int:
    """Tell how many documents must share a line: 3, and more from 900 documents on (sqrt(n) / 10).

    >>> [fewest_documents(n) for n in (5, 900, 10_000, 1_000_000)]
    [3, 3, 10, 100]
    """
    return max(3, math.ceil(math.sqrt(n_docs) / 10))


def shared_keys(keys: Sequence[NDArray[np.int64]]) -> dict[int, int]:
    """Give the keys that enough documents share, with the number of these documents.

    A line with digits must be in a fifth of all documents: tables of figures share their lines
    with other tables.
    """
    if not keys:
        return {}
    n_docs = len(keys)
    flat = np.concatenate(keys)
    order = np.argsort(flat, kind="stable")  # so that equal keys stand in the order of documents
    values = flat[order]
    documents = np.repeat(np.arange(n_docs), list(map(len, keys)))[order]
    new_value = np.diff(values, prepend=values[0] - 1) != 0
    own = new_value | (np.diff(documents, prepend=-1) != 0)
    values, counts = np.unique(values[own], return_counts=True)
    least = fewest_documents(n_docs)
    with_digits = (values & 1) == 1
    enough = counts >= np.where(with_digits, max(least, math.ceil(_WIDESPREAD * n_docs)), least)
    enough &= values != 0
    return dict(zip(values[enough].tolist(), counts[enough].tolist(), strict=True))


def documents_with(keys: Sequence[NDArray[np.int64]], shared: Mapping[int, int]) -> list[int]:
    """Give the positions of the documents that have at least one of the shared keys.

    >>> documents_with([np.array([2, 4]), np.array([6]), np.array([4])], {4: 2})
    [0, 2]
    """
    if not shared or not keys:
        return []
    wanted = np.sort(np.fromiter(shared, np.int64, len(shared)))
    flat = np.concatenate(keys)
    hit = wanted[np.minimum(np.searchsorted(wanted, flat), len(wanted) - 1)] == flat
    documents = np.repeat(np.arange(len(keys)), list(map(len, keys)))
    return [int(position) for position in np.unique(documents[hit])]


def repeated_lines(
    lines: Sequence[str], keys: NDArray[np.int64], shared: Mapping[int, int], n_docs: int
) -> list[int]:
    r"""Find the lines of one document that are a site's, not the article's: their indices.

    Examples
    --------
    >>> text = "Daily Gull\nThe ferry sails again on Monday after a long strike.\nOur offices"
    >>> keys, = line_keys([text])
    >>> shared = {int(keys[0]): 4, int(keys[2]): 4}
    >>> repeated_lines(text.split("\n"), keys, shared, 5)
    [0, 2]
    """
    filled = [index for index, line in enumerate(lines) if line]

    def is_shared(index: int) -> bool:
        count = shared.get(int(keys[index]), 0)
        if count == 0 or _COURTESY.fullmatch(lines[index]):
            return False
        line = lines[index]
        if line.count(" ") >= 2 and not line.endswith("."):
            return True
        # sentences and very short lines are shared by articles of one kind, too
        return count >= max(_FEWEST_FOR_PROSE * is_prose(line), FREQUENT * n_docs)

    own = [index for index in filled if not is_shared(index)]
    prose = [index for index in own if is_prose(lines[index])]
    if not prose:
        return []
    last = own[-1]
    widespread = max(_FEWEST_FOR_PROSE, _WIDESPREAD * n_docs)
    found = [
        index
        for index in filled
        if is_shared(index)
        and (
            index > last
            or index < prose[0]
            or (shared[int(keys[index])] >= widespread and lines[index].count(" ") >= 4)
        )
    ]
    # copies of one article share most of their lines: that is a matter for `find_duplicates`
    removed = sum(len(lines[index]) for index in found)
    if removed > sum(len(lines[index]) for index in filled) / 2:
        found = [index for index in found if not is_prose(lines[index])]
    return found
