"""States that were gone when a text was written are its background, unless it is about them."""

import re

import numpy as np
import pandas as pd

from topics.countries.features import Floats
from topics.countries.mentions import years_of
from topics.countries.states import state

# From this share of the mentions on, a text is about a state that is gone: history.
_HISTORY = 0.5
# A year that has come: not "by 2030", "until 2050".
_YEAR = re.compile(r"(?<!\b[Bb]y )(?<!\b[Uu]ntil )(?<!\b[Yy]ear )\b((?:19|20)\d\d)\b")


def presence(table: pd.DataFrame, corpus: pd.DataFrame) -> Floats:
    """Say how far each country of a document counts as present rather than as its past.

    The model of `p_about` was fitted on texts of one year, whose states all existed. What is done
    about the others is a rule, not an estimate: where a state was gone, its probability falls in
    proportion to its share of the mentions below one half.

    Parameters
    ----------
    table : DataFrame
        With `doc_id`, `country` and `share`, from `salience_features`.
    corpus : DataFrame
        With `doc_id` and `text`, and optionally `date`. Without a date the latest year that the
        text names stands for it.

    Returns
    -------
    ndarray, shape (rows of `table`,)
        In [0, 1]; 1 for every state that existed.

    Examples
    --------
    >>> corpus = pd.DataFrame({"doc_id": ["a"], "text": ["Prague"], "date": ["2020-05-01"]})
    >>> table = pd.DataFrame(
    ...     {"doc_id": "a", "country": ["CSK", "CZE"], "share": [0.1, 0.9]}
    ... )
    >>> presence(table, corpus)
    array([0.2, 1. ])
    """
    result = np.ones(len(table))
    ends = {code: state(code).last_year for code in table["country"].unique()}
    gone = table["country"].map(lambda code: ends[code] is not None).to_numpy(dtype=bool)
    if not gone.any():
        return result
    ids = corpus["doc_id"].tolist()
    texts = dict(zip(ids, corpus["text"].tolist(), strict=True))
    years = dict(zip(ids, years_of(corpus), strict=True))
    doc_ids, shares = table["doc_id"].tolist(), table["share"].to_numpy(dtype=np.float64)
    countries = table["country"].tolist()
    for row in np.flatnonzero(gone).tolist():
        last = ends[countries[row]]
        doc_id = doc_ids[row]
        if last is not None and _written_after(last, years[doc_id], texts[doc_id]):
            result[row] = min(1.0, shares[row] / _HISTORY)
    return result


def _written_after(last: int, year: int | None, text: object) -> bool:
    """Tell whether a document was written after a year, as far as can be known."""
    if year is not None:
        return year > last
    named = [int(found) for found in _YEAR.findall(text)] if isinstance(text, str) else []
    # A text that names the very year in which the state ended looks back on it.
    return bool(named) and max(named) >= last
