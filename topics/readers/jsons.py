"""JSON: a document a line, one value, or several values after one another, whatever the name."""

import json
import re
from collections.abc import Iterator
from typing import Any

from topics.errors import InputError
from topics.readers.files import MAX_WHOLE_FILE_BYTES, File
from topics.readers.lines import read_lines
from topics.readers.options import ReadOptions
from topics.readers.records import Records
from topics.readers.unread import UnreadFileError

_HEAD = 2**16
_ASSIGNMENT = re.compile(r"\s*(?:window\.|var |const )?[\w.$]{1,80}\s*=\s*(?=[\[{])")
_BLANK = re.compile(r"[\s\x1e,;]*")  # a record separator (RFC 7464) may stand before each value


def read_jsonl(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the documents of a .jsonl file, one a line; blank lines are passed over.

    A file whose first line is no whole JSON value is read as `read_json` does.
    """
    records = Records(options.text_names)
    seen = False
    with file.open() as stream:
        for number, line in read_lines(stream, file.name, options):
            if line.strip():
                if not seen and not _is_whole(line):
                    break
                seen = True
                value = _parse(line, f"{file.name}: line {number}")
                if not isinstance(value, dict) and not _holds_objects(value):
                    _object(value, f"line {number}", file)
                for row in records.rows(value):
                    yield _object(row, f"line {number}", file)
        else:
            _say(records, file, options)
            return
    yield from _whole(file, options)


def read_json(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the documents of a .json file.

    The file holds a list of objects, alone or anywhere inside an object (the outermost list whose
    objects have text is taken), a single document, several values after one another, or an
    archive of Twitter (``window.YTD.tweets.part0 = [...]``). One object a line is read as .jsonl.
    """
    if holds_lines(file):
        yield from read_jsonl(file, options)
    else:
        yield from _whole(file, options)


def holds_lines(file: File) -> bool:
    """Say whether a file holds one JSON object on each line, from its beginning."""
    with file.open() as stream:
        head = stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    first, _, rest = head.partition(b"\n")
    if not first.startswith(b"{") or rest.lstrip()[:1] != b"{":
        return False
    return _is_whole(first.decode("utf-8", "replace"))


def rows_of_text(text: str, file: File, options: ReadOptions) -> Iterator[dict[str, Any]] | None:
    """Rows of a text that is JSON although its name does not say so; None for any other text."""
    start = text[:64].lstrip("\ufeff \t\r\n")
    if not start.startswith(("{", "[")) or not re.match(r'[\[\s]*\{\s*"', start):
        return None
    try:
        values = list(_values(text, file.name))
    except InputError:
        return None  # running text may begin with a brace too
    return _rows(values, file, options)


def _whole(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    data = file.read(MAX_WHOLE_FILE_BYTES)
    yield from _rows(_values(options.decode(data, file.name), file.name), file, options)


def _rows(values: Any, file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    records = Records(options.text_names)
    rows: list[dict[str, Any]] = []
    for value in values:
        if not isinstance(value, (dict, list)):
            raise InputError(f"{file.name}: holds no list of documents but {type(value).__name__}.")
        for row in records.rows(value):
            rows.append(_object(row, f"item {len(rows) + 1}", file))
    if records.are_notes():
        raise UnreadFileError(
            file.name,
            f"{len(rows):,} notes of a few words, in {records.lists} lists: no documents",
            "save the objects one per line, as .jsonl, to have them read all the same",
        )
    _say(records, file, options)
    yield from rows


def _say(records: Records, file: File, options: ReadOptions) -> None:
    if records.no_messages:
        options.remarks.append(
            f"{file.name}: {records.no_messages:,} messages without text (of the service, or "
            "pictures alone) are left out"
        )
    if records.not_read:
        said = ", ".join(f"{name[:40]!r}" for name in sorted(records.not_read)[:5])
        options.remarks.append(
            f"{file.name}: of several lists that have texts the longest is read; not read: {said}"
        )
    if records.without_text:
        options.remarks.append(f"{file.name}: {records.without_text:,} objects have no text")


def _values(text: str, name: str) -> Iterator[Any]:
    """Yield the JSON values of a text, one after another."""
    decoder = json.JSONDecoder(object_pairs_hook=_named_once)
    assignment = _ASSIGNMENT.match(text)
    at = _after_blank(text, assignment.end() if assignment else 0)
    if at == len(text):
        raise InputError(f"{name}: line 1 is not JSON (the file is empty). Remove the file.")
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
            if "\\ud" in text or "\\uD" in text:
                value = _whole_characters(value)
        except json.JSONDecodeError as error:
            raise InputError(
                f"{name}: line {error.lineno} is not JSON ({error.msg}, column {error.colno}). "
                "Mend that place."
            ) from None
        except (RecursionError, ValueError) as error:
            raise InputError(f"{name}: JSON that cannot be read ({error}). Mend it.") from None
        yield value
        at = _after_blank(text, at)


def _after_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _is_whole(line: str) -> bool:
    try:
        json.loads(line.lstrip("\ufeff"))
    except json.JSONDecodeError:
        return False
    except (RecursionError, ValueError):
        return True  # whole, and refused where it is read
    return True


def _parse(line: str, place: str) -> Any:  # noqa: ANN401  (JSON is any type)
    try:
        value = json.loads(line, object_pairs_hook=_named_once)
        return _whole_characters(value) if "\\ud" in line or "\\uD" in line else value
    except json.JSONDecodeError as error:
        raise InputError(
            f"{place} column {error.colno} is not JSON ({error.msg}). Mend that place."
        ) from None
    except (RecursionError, ValueError) as error:
        raise InputError(f"{place}: JSON that cannot be read ({error}). Mend it.") from None


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its fields; of two values under one name, one would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next((name for name, value in pairs if found[name] != value), None)
        if twice is not None:
            raise ValueError(f"two values of {twice[:40]!r} in one object")
    return found


def _holds_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


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
