"""Documents inside a JSON value: the list whose objects have text, in whatever wrapping.

Forms that interfaces and archives are known for: NewsAPI, the Guardian, Media Cloud, WordPress,
Elasticsearch, Reddit; posts of Twitter/X (its interface and its archive); Telegram's result.json.
"""

from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

from topics.readers.markup import html_to_text, is_markup
from topics.readers.orients import rows_of_table
from topics.readers.posts import is_telegram, is_tweet, telegram_row, tweet_row
from topics.readers.textnames import text_column

_DEEPEST = 8
_NOTE = 40  # characters, less than a headline
_MOST_INNER = 24


class _Table(NamedTuple):
    """A list of objects under its name, and the fields beside it."""

    name: str
    items: list[Any]
    beside: dict[str, Any]


class Records:
    """Turns the objects of a file into rows.

    Parameters
    ----------
    given : collection of str
        Names of fields that the caller says hold the text.
    """

    def __init__(self, given: frozenset[str] = frozenset()) -> None:
        self.given = given
        self.without_text = 0
        self.no_messages = 0
        self.lengths: list[int] = []
        self.lists = 0
        self.not_read: set[str] = set()
        self._text: str | None = None

    def rows(self, value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  (JSON is any type)
        """Yield a row for every document in a value; anything that is no object comes as it is."""
        if isinstance(value, dict):
            if isinstance(value.get("text"), str) and not is_telegram(value):
                yield self._row(value)
                return
            value = rows_of_table(value, self.given) or value
        for item, chat in self._objects(value):
            if not isinstance(item, dict):
                yield item
            elif is_telegram(item):
                row = telegram_row(item, chat)
                if row is None:
                    self.no_messages += 1
                else:
                    yield row
            else:
                yield self._row(item)

    def are_notes(self) -> bool:
        """Whether the objects are notes on something else: a few words each, in several lists.

        Documents stand in one list, or are longer; messages of chats are not asked.
        """
        return self.lists > 1 and bool(self.lengths) and median(self.lengths) < _NOTE

    def _row(self, record: dict[str, Any]) -> dict[str, Any]:
        if is_tweet(record):
            record = tweet_row(record)
        row = _flat(record) if any(type(inner) is dict for inner in record.values()) else record
        name = "text" if "text" in row else text_column(row, self.given)
        self.lengths.append(len(str(row[name])) if name is not None else 0)
        if name is None and self._text is not None:
            # interfaces leave out a field that is empty
            row = {**row, self._text: None}
            self.without_text += 1
        elif name is not None:
            self._text = name
            text = row[name]
            if isinstance(text, str) and "</" in text and is_markup(text):
                row = {**row, name: html_to_text(text)}
        return row

    def _objects(self, value: Any) -> Iterator[tuple[Any, dict[str, Any]]]:  # noqa: ANN401
        """Yield the objects of the outermost list that has text, each with what surrounds it."""
        if isinstance(value, dict) and self._has_text(value):
            yield self._unwrapped(value), {}
            return
        lists = [_Table("", value, {})] if isinstance(value, list) else _tables_in(value)
        outermost = lists
        for _ in range(_DEEPEST):
            if not lists:
                break
            full = [table for table in lists if any(map(self._has_text, table.items))]
            if full:
                longest = max(full, key=lambda table: len(table.items))
                self.not_read |= {table.name for table in full} - {longest.name}
                self.lists += sum(table.name == longest.name for table in full)
                # lists of one name belong together, such as the messages of several chats
                for table in full:
                    if table.name == longest.name:
                        for item in table.items:
                            yield self._unwrapped(item), table.beside
                return
            lists = [inner for table in lists for item in table.items for inner in _tables_in(item)]
        # no field is known to hold text: the columns are named where they are checked
        for item in outermost[0].items if len(outermost) == 1 else [value]:
            yield item, {}

    def _has_text(self, item: object) -> bool:
        if not isinstance(item, dict):
            return False
        name = text_column(item, self.given)
        own = name is not None and not isinstance(item[name], (dict, list))
        return own or is_telegram(item) or self._inner(item) is not None

    def _inner(self, item: dict[str, Any]) -> str | None:
        """Return the one field of an object that is itself the document, such as `_source`."""
        inner = [
            key
            for key, value in item.items()
            if isinstance(value, dict) and text_column(_flat(value), self.given) is not None
        ]
        return inner[0] if len(inner) == 1 else None

    def _unwrapped(self, item: Any) -> Any:  # noqa: ANN401
        if not isinstance(item, dict) or is_telegram(item):
            return item
        flat = text_column(_flat(item), self.given)
        if flat is not None and "." not in flat:
            return item
        inner = self._inner(item)
        if inner is None or inner == "fields":
            return item
        around = {key: value for key, value in item.items() if key != inner}
        if "_id" in around:
            around["doc_id"] = around.pop("_id")
        return {**around, **item[inner]}


def _tables_in(value: Any, depth: int = 0) -> list[_Table]:  # noqa: ANN401
    """Return the lists of objects in a value, outermost only."""
    found: list[_Table] = []
    if isinstance(value, dict) and depth < _DEEPEST:
        beside = {key: inner for key, inner in value.items() if isinstance(inner, (str, int))}
        for key, inner in value.items():
            if isinstance(inner, list) and inner and all(isinstance(row, dict) for row in inner):
                found.append(_Table(key, inner, beside))
            else:
                found += _tables_in(inner, depth + 1)
    return found


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Bring fields of short inner objects up, their names joined by dots."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if not isinstance(value, dict):
            flat[key] = value
        elif isinstance(value.get("rendered"), str):  # WordPress: {"content": {"rendered": "<p>"}}
            flat[key] = html_to_text(value["rendered"])
        elif value and len(value) <= _MOST_INNER:
            for inner, field in value.items():
                flat.setdefault(f"{key}.{inner}", field)
        elif value:
            flat[key] = value
    return flat
