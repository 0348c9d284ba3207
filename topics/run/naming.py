"""Labels for topics that a reader can say aloud: first words and phrases, without abbreviations."""

import re
from collections import Counter
from collections.abc import Hashable
from itertools import pairwise

import pandas as pd

Phrases = dict[Hashable, list[tuple[str, str]]]
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LATIN = re.compile(r"[a-z]+")
_VOWEL = re.compile(r"[aeiouy]")
TEXTS = 150  # of each topic, in which phrases are looked for
OFTEN = 5  # times that a phrase must stand there
BOUND = 0.3  # of the rarer word's places must be in the phrase


def find_phrases(units: pd.DataFrame, shares: pd.DataFrame, words: pd.DataFrame) -> Phrases:
    """Find pairs of the first words of a topic that its texts write side by side.

    Parameters
    ----------
    units : DataFrame
        doc_id, text.
    shares : DataFrame (n_docs, n_topics)
        Topic shares of the units, by doc_id.
    words : DataFrame
        topic, word: the first words of each topic.

    Returns
    -------
    dict
        By topic, pairs of words in the order in which they are written, the most frequent first.

    Examples
    --------
    >>> units = pd.DataFrame({"doc_id": ["a"], "text": ["Crude oil and more crude oil. " * 3]})
    >>> words = pd.DataFrame({"topic": 0, "word": ["oil", "crude", "gas"]})
    >>> find_phrases(units, pd.DataFrame({0: [1.0]}, index=["a"]), words)
    {0: [('crude', 'oil')]}
    """
    texts = units.set_index("doc_id")["text"]
    found: Phrases = {}
    for topic, own in words.groupby("topic")["word"]:
        known = set(own)
        ranked = shares[topic].dropna().sort_values(ascending=False, kind="stable").head(TEXTS)
        single: Counter[str] = Counter()
        double: Counter[tuple[str, str]] = Counter()
        for text in texts.loc[ranked.index]:
            tokens = [token.casefold() for token in _WORD.findall(text)]
            single.update(token for token in tokens if token in known)
            double.update(
                (one, two) for one, two in pairwise(tokens)
                if one in known and two in known and one != two
            )  # fmt: skip
        good = [
            (pair, count) for pair, count in double.items()
            if count >= OFTEN and count >= BOUND * min(single[pair[0]], single[pair[1]])
        ]  # fmt: skip
        found[topic] = [pair for pair, _ in sorted(good, key=lambda one: (-one[1], one[0]))]
    return found


def topic_labels(
    words: pd.DataFrame, *, n_words: int = 3, phrases: Phrases | None = None
) -> pd.Series:
    """Return a label for each topic: its id, as in every table, and its first words.

    Parameters
    ----------
    words : DataFrame
        topic, rank, word.
    n_words : int
        Words or phrases in a label. Abbreviations without a vowel are left out where other words
        are left.
    phrases : dict, optional
        As `find_phrases` gives them: two words that belong together are written together.

    Returns
    -------
    Series of str
        Labels such as "T0 oil, crude", indexed by topic.

    Examples
    --------
    >>> words = pd.DataFrame({"topic": 0, "rank": [1, 2, 3, 4], "word": ["cts", "oil", "crude",
    ...                                                                 "opec"]})
    >>> topic_labels(words).to_dict()
    {0: 'T0 oil, crude, opec'}
    >>> topic_labels(words, phrases={0: [("crude", "oil")]}).to_dict()
    {0: 'T0 crude oil, opec'}
    """
    labels = {}
    for topic, own in words.sort_values(["topic", "rank"], kind="stable").groupby("topic"):
        ranked = [str(word) for word in own["word"]]
        readable = [word for word in ranked if _can_be_said(word)]
        ranked = readable or ranked
        used: set[str] = set()
        parts: list[str] = []
        for word in ranked:
            if word in used or len(parts) == n_words:
                continue
            pair = next(
                (p for p in (phrases or {}).get(topic, [])
                 if word in p and set(p) <= set(ranked) and not used & set(p)),
                (word,),
            )  # fmt: skip
            used.update(pair)
            parts.append(" ".join(pair))
        labels[topic] = f"T{topic} {', '.join(parts)}"
    return pd.Series(labels).rename_axis("topic")


def _can_be_said(word: str) -> bool:
    return _LATIN.fullmatch(word) is None or (len(word) > 2 and _VOWEL.search(word) is not None)
