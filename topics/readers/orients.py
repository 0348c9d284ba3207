"""JSON that is a table turned round, as pandas and databases write it, back to one object a row."""

from typing import Any

from topics.readers.textnames import text_column


def rows_of_table(value: dict[str, Any], given: frozenset[str]) -> list[dict[str, Any]] | None:
    """Return the rows of a table in one object; None when it is none.

    Four forms are known: ``{"columns": [...], "data": [[...]]}``; a list for each column; an
    object for each column, with its cells by row; an object for each row by its id.

    Examples
    --------
    >>> rows_of_table({"text": {"0": "a", "1": "b"}, "n": {"0": 1, "1": 2}}, frozenset())
    [{'text': 'a', 'n': 1}, {'text': 'b', 'n': 2}]
    >>> rows_of_table({"k1": {"text": "a"}, "k2": {"text": "b"}}, frozenset())
    [{'doc_id': 'k1', 'text': 'a'}, {'doc_id': 'k2', 'text': 'b'}]
    """
    columns, data = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(data, list):
        names = [str(name) for name in columns]
        if data and all(isinstance(row, list) and len(row) == len(names) for row in data):
            return [dict(zip(names, row, strict=True)) for row in data]
    parts = list(value.values())
    if len(parts) > 1 and all(isinstance(part, list) and part for part in parts):
        name = text_column(value, given)
        alike = len({len(part) for part in parts}) == 1
        if name is not None and alike and all(isinstance(cell, str) for cell in value[name]):
            return [dict(zip(value, cells, strict=True)) for cells in zip(*parts, strict=True)]
    if len(parts) < 2 or not all(isinstance(part, dict) and part for part in parts):
        return None
    rows = list(parts[0])
    if text_column(value, given) is not None and all(list(part) == rows for part in parts):
        return [{name: cells[row] for name, cells in value.items()} for row in rows]
    names_of = [text_column(part, given) for part in parts]
    if all(
        name is not None and isinstance(part[name], str)
        for name, part in zip(names_of, parts, strict=True)
    ):
        return [{"doc_id": key, **part} for key, part in value.items()]
    return None
