"""Posts of Twitter/X and messages of Telegram: the whole text, as people saw it, in one string.

Twitter's fields: the reference of objects of its interface, versions 1.1 and 2, and the README of
the archive a user downloads. Telegram's: "Export chat history" of Telegram Desktop as JSON.
"""

from typing import Any

_ONLY_TWEETS = ("full_text", "extended_tweet", "note_tweet", "retweeted_status")
_BESIDE_TWEETS = ("id_str", "retweet_count", "public_metrics", "edit_history_tweet_ids")


def is_tweet(record: dict[str, Any]) -> bool:
    """Say whether an object is a post of Twitter/X."""
    return any(key in record for key in _BESIDE_TWEETS) and (
        "text" in record or any(key in record for key in _ONLY_TWEETS)
    )


def tweet_row(tweet: dict[str, Any]) -> dict[str, Any]:
    """Return a post as a row: the long form of its text, and its number as ``doc_id``.

    >>> tweet_row({"id_str": "7", "text": "Talks…", "extended_tweet": {"full_text": "Talks open."}})
    {'doc_id': '7', 'text': 'Talks open.'}
    """
    row = {
        key: value
        for key, value in tweet.items()
        if key not in (*_ONLY_TWEETS, "text", "id", "id_str", "entities", "extended_entities")
    }
    text = _whole(tweet)
    again = tweet.get("retweeted_status")
    if isinstance(again, dict) and text.startswith("RT @") and text.endswith("…"):
        text = text.partition(": ")[0] + ": " + _whole(again)
    number = tweet.get("id_str") or tweet.get("id")
    return {"doc_id": None if number is None else str(number), "text": text, **row}


def _whole(tweet: dict[str, Any]) -> str:
    note: Any = tweet.get("note_tweet")
    for key in ("note_tweet_results", "result"):
        note = note.get(key, note) if isinstance(note, dict) else note
    extended = tweet.get("extended_tweet")
    choices = (
        note.get("text") if isinstance(note, dict) else None,
        extended.get("full_text") if isinstance(extended, dict) else None,
        tweet.get("full_text"),
        tweet.get("text"),
    )
    return next((text for text in choices if isinstance(text, str) and text), "")


def is_telegram(record: dict[str, Any]) -> bool:
    """Say whether an object is a message of a Telegram export, of a person or of the service."""
    return (
        record.get("type") in ("message", "service")
        and "id" in record
        and "date" in record
        and ("text" in record or "action" in record)
    )


def telegram_row(message: dict[str, Any], chat: dict[str, Any]) -> dict[str, Any] | None:
    """Return a message as a row; None for one without text.

    Parameters
    ----------
    message : dict
        ``text`` is a string, or a list of strings and of objects with a text.
    chat : dict
        What surrounds the messages: ``name`` and ``id`` of the chat.

    Examples
    --------
    >>> talk = {"id": 3, "type": "message", "date": "2024-03-02", "text": ["In ", {"text": "Oslo"}]}
    >>> telegram_row(talk, {"id": 1, "name": "News"})["text"]
    'In Oslo'
    """
    text = message.get("text")
    if isinstance(text, list):
        parts = [part.get("text") if isinstance(part, dict) else part for part in text]
        text = "".join(part for part in parts if isinstance(part, str))
    if message["type"] == "service" or not isinstance(text, str) or not text.strip():
        return None
    place = f"{chat['id']}:" if "id" in chat else ""
    row = {"doc_id": f"{place}{message['id']}", "text": text, "date": message["date"]}
    row["chat"] = chat.get("name")
    row["from"] = message.get("from")
    if message.get("forwarded_from"):
        row["forwarded_from"] = message["forwarded_from"]
    return row
