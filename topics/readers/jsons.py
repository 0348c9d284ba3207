"""JSON: a document a line (.jsonl), or one list of documents (.json)."""

import json
from collections.abc import Iterator
from typing import Any

from topics.errors import InputError
from topics.readers.files import MAX_WHOLE_FILE_BYTES, File
from topics.readers.lines import read_lines
from topics.readers.options import ReadOptions


def read_jsonl(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the objects of a .jsonl file, one a line; blank lines are passed over."""
    with file.open() as stream:
        for number, line in read_lines(stream, file.name, options):
            if line.strip():
                yield _object(_parse(line, f"{file.name}: line {number}"), f"line {number}", file)


def read_json(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the objects of a .json file.

    The file holds one list of objects, one object that has such a list under one of its keys
    (``{"articles": [...]}``), or a single document.
    """
    data = file.read(MAX_WHOLE_FILE_BYTES)
    value = _parse(options.decode(data, file.name), file.name)
    if isinstance(value, dict):
        lists = [inner for inner in value.values() if _is_table(inner)]
        value = lists[0] if len(lists) == 1 else [value]
    if not isinstance(value, list):
        raise InputError(f"{file.name}: holds no list of documents but {type(value).__name__}.")
    for number, item in enumerate(value, start=1):
        yield _object(item, f"item {number}", file)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _parse(text: str, place: str) -> Any:  # noqa: ANN401  (JSON is any type)
    try:
        value = json.loads(text)
        return _whole_characters(value) if "\\ud" in text or "\\uD" in text else value
    except json.JSONDecodeError as error:
        where = f" column {error.colno}" if "line" in place else f": line {error.lineno}"
        raise InputError(f"{place}{where} is not JSON ({error.msg}). Mend that place.") from None
    except (RecursionError, ValueError) as error:
        raise InputError(f"{place}: JSON that cannot be read ({error}). Mend it.") from None


def _whole_characters(value: Any) -> Any:  # noqa: ANN401
    # an escaped half of a character cannot be stored in any table
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole_characters(item) for item in value]
    if isinstance(value, dict):
        return {_whole_characters(key): _whole_characters(item) for key, item in value.items()}
    return value


def _object(value: object, place: str, file: File) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError(
            f"{file.name}: {place} is no JSON object but {type(value).__name__}. "
            'Write {"text": ...} for each document.'
        )
    return value
