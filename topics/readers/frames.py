"""A DataFrame as a corpus: its rows, like those of a file."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from topics.errors import InputError

NAME = "DataFrame"


def rows_of_frame(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table; its index is the ``doc_id`` where it is called so.

    >>> list(rows_of_frame(pd.DataFrame({"text": ["Talks open."]})))
    [{'text': 'Talks open.'}]
    """
    if frame.index.name in ("doc_id", "id") and frame.index.name not in frame.columns:
        frame = frame.reset_index()
    names = [str(column) for column in frame.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"{NAME}: two columns are called {twice[0]!r}. Rename one of them.")
    if frame.empty:
        raise InputError(f"{NAME}: has no row. Pass one with documents.")
    columns = [frame.iloc[:, at].tolist() for at in range(len(names))]
    for values in zip(*columns, strict=True):
        yield {
            name: None if value is pd.NaT or value is pd.NA else value
            for name, value in zip(names, values, strict=True)
        }
