"""Telegram's export of a chat as pages (messages.html, messages2.html): a message, a document."""

import re
from collections.abc import Iterator
from typing import Any

from topics.readers.pages import lines_of, text_of

PAGE = re.compile(r"class=\"message (?:default|service)\b[^>]*>")
"""What the source of such a page has in it."""

_STAMP = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) \d\d:\d\d")  # the export always writes the day first


def telegram_messages(tree: Any) -> list[Any]:  # noqa: ANN401  (lxml is untyped)
    """Return the elements of a page that are messages of people, not of the service."""
    return list(tree.xpath("//div[contains(concat(' ', @class, ' '), ' message default ')]"))


def telegram_page_rows(
    tree: Any,  # noqa: ANN401
    nodes: list[Any],
    stem: str,
) -> Iterator[dict[str, Any]]:
    """Yield the messages that have a text; who wrote stands once above several of them."""
    names = tree.xpath("//div[contains(@class, 'page_header')]//div[contains(@class, 'text bold')]")
    chat = text_of(names[0]) if names else ""
    sender = ""
    for number, node in enumerate(nodes, start=1):
        named = node.xpath(".//div[@class='from_name']")
        sender = text_of(named[0]) if named else sender
        texts = list(node.xpath(".//div[@class='text']"))
        if not texts:
            continue
        stamps = node.xpath(".//div[contains(@class, 'date')]/@title")
        found = _STAMP.match(stamps[0]) if stamps else None
        name = re.sub(r"\D", "", node.get("id") or "") or str(number)
        yield {
            "doc_id": f"{stem}:{name}",
            "text": "\n".join(line for div in texts for line in lines_of(div)),
            "date": f"{found[3]}-{found[2]}-{found[1]}" if found else None,
            "chat": chat,
            "from": sender,
        }
