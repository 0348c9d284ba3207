"""Text to tokens: mask the places, split into words, drop what carries no topic.

The rule, which `tokenize` and `count_corpus` share to the letter: mentioned countries are cut out
of the text; what is left is lower-cased and brought to Unicode form NFC; a token is a letter
followed by letters and combining marks, as long as it goes (so digits, hyphens, apostrophes and
other signs separate tokens, and every script is kept); tokens that are too short or too long, and
stop words, are dropped; on request, neighbours that belong together become one token.
"""

from collections.abc import Collection, Iterable, Sequence
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_choice, check_columns, check_count, check_range
from topics.errors import TopicsError
from topics.text.bow import BagOfWords, count_ids

if TYPE_CHECKING:
    from topics.text._count import WordStream


def stopwords(language: str = "en") -> frozenset[str]:
    """Give the package's own list of function words.

    Parameters
    ----------
    language : {"en"}
        Language of the list.

    Examples
    --------
    >>> "the" in stopwords(), "us" in stopwords(), "world" in stopwords()
    (True, False, False)
    """
    check_choice(language, ("en",), name="language")
    file = resources.files("topics.text") / "data" / f"stopwords_{language}.txt"
    text = file.read_text("utf-8")
    words = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(word for word in words if word)


def mask_mentions(
    corpus: pd.DataFrame,
    mentions: pd.DataFrame | None,
    *,
    fields: Sequence[str] = ("title", "text"),
) -> list[str]:
    """Join the fields of each document, with a space in place of every mention.

    Parameters
    ----------
    corpus : DataFrame
        Columns doc_id and those of `fields`.
    mentions : DataFrame or None
        Columns doc_id, field, start, end: spans to cut, as character offsets [start, end) into
        that field. Overlapping spans are cut together; spans in other fields are ignored.
    fields : sequence of str
        Columns of `corpus` to join, in this order.

    Returns
    -------
    list of str
        One text for each row of `corpus`.

    Raises
    ------
    TopicsError
        When a mention belongs to no document of `corpus`, or reaches past its field.
    """
    check_columns(corpus, ("doc_id", *fields), name="corpus")
    if not corpus["doc_id"].is_unique:
        twice = corpus.loc[corpus["doc_id"].duplicated(), "doc_id"].iloc[0]
        raise TopicsError(f"`corpus` has the doc_id {twice!r} more than once; ids must be unique.")
    columns = [_masked(corpus, mentions, field) for field in fields]
    return ["\n".join(parts) for parts in zip(*columns, strict=True)]


def _masked(corpus: pd.DataFrame, mentions: pd.DataFrame | None, field: str) -> list[str]:
    texts: list[str] = corpus[field].tolist()
    for i, text in enumerate(texts):
        if not isinstance(text, str):
            raise TopicsError(
                f"`corpus` must hold strings in {field!r}; document "
                f"{corpus['doc_id'].iloc[i]!r} has {text!r}. Use '' for an unknown {field}."
            )
    if mentions is None:
        return texts
    check_columns(mentions, ("doc_id", "field", "start", "end"), name="mentions")
    spans = mentions.loc[mentions["field"] == field]
    rows = pd.Index(corpus["doc_id"]).get_indexer(pd.Index(spans["doc_id"]))
    if (rows < 0).any():
        stranger = spans["doc_id"].iloc[int(np.argmax(rows < 0))]
        raise TopicsError(
            f"`mentions` names the document {stranger!r}, which `corpus` lacks. "
            "Pass the mentions found in this very corpus."
        )
    starts, ends = spans["start"].to_numpy(np.int64), spans["end"].to_numpy(np.int64)
    order = np.lexsort((starts, rows))
    rows, starts, ends = rows[order], starts[order], ends[order]
    first = np.flatnonzero(np.diff(rows, prepend=-1))
    for a, b in pairwise([*first.tolist(), len(rows)]):
        row = int(rows[a])
        texts[row] = _cut(texts[row], starts[a:b].tolist(), ends[a:b].tolist(), field)
    return texts


def _cut(text: str, starts: list[int], ends: list[int], field: str) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in zip(starts, ends, strict=True):
        if not 0 <= start < end <= len(text):
            raise TopicsError(
                f"`mentions` has the span {start}:{end} in a {field} of {len(text)} characters. "
                "Pass the mentions found in this very corpus."
            )
        if start > at or not pieces:
            pieces.append(text[at:start])
        at = max(at, end)
    pieces.append(text[at:])
    return " ".join(pieces)


def tokenize(
    corpus: pd.DataFrame,
    *,
    mentions: pd.DataFrame | None = None,
    fields: Sequence[str] = ("title", "text"),
    stop: Collection[str] | None = None,
    extra_stop: Iterable[str] = (),
    min_length: int = 3,
    max_length: int = 40,
    numbers: bool = False,
    rule: str = "unicode",
    phrases: float | None = None,
    phrase_min_count: int = 10,
) -> pd.Series:
    """Split documents into lower-case words.

    Parameters
    ----------
    corpus : DataFrame
        Columns doc_id (unique) and those of `fields`.
    mentions : DataFrame, optional
        What `find_countries` gave for this corpus; the spans are cut out first, so that topics
        become themes and not places.
    fields : sequence of str
        Columns to read, in order.
    stop : collection of str, optional
        Words to drop: `stopwords()` by default, `()` for none. Compared after lower-casing.
    extra_stop : iterable of str
        More words to drop.
    min_length, max_length : int
        Shortest and longest token kept, in characters.
    numbers : bool
        Let decimal digits be letters, so that "2014" and "g20" stay.
    rule : {"unicode", "gensim"}
        "unicode" is the rule at the top of this module. "gensim" makes the tokens of
        `gensim.utils.simple_preprocess` (with `min_length=2, max_length=15, stop=()`).
    phrases : float in (0, 1), optional
        Join neighbours whose normalised pointwise mutual information exceeds this, as in
        "central_bank"; 0.5 is a common choice. They are learned from this very corpus, after the
        steps above, and equal those of gensim's `Phrases(scoring="npmi")`.
    phrase_min_count : int
        Least number of occurrences of a phrase.

    Returns
    -------
    Series of list of str
        Tokens in order, by doc_id. A document may have none.

    Examples
    --------
    >>> import pandas as pd
    >>> text = "The Café sold 20 oil-lamps."
    >>> corpus = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": [text]})
    >>> tokenize(corpus)["a"]
    ['café', 'sold', 'oil', 'lamps']
    """
    from topics.text._count import select_words

    stream, dropped = _stream(
        corpus, mentions, fields, stop, extra_stop, min_length, max_length, numbers, rule
    )
    stream = select_words(stream, ~dropped)
    if phrases is not None:
        stream = _joined(stream, phrases, phrase_min_count)
    words = np.array(stream.words, dtype=object)[stream.ids].tolist()
    ends = stream.ends.tolist()
    lists = [words[a:b] for a, b in pairwise(ends)]
    index = pd.Index(corpus["doc_id"], name="doc_id")
    return pd.Series(lists, index=index, name="tokens", dtype=object)


def count_corpus(
    corpus: pd.DataFrame,
    *,
    mentions: pd.DataFrame | None = None,
    fields: Sequence[str] = ("title", "text"),
    stop: Collection[str] | None = None,
    extra_stop: Iterable[str] = (),
    min_length: int = 3,
    max_length: int = 40,
    numbers: bool = False,
    rule: str = "unicode",
    phrases: float | None = None,
    phrase_min_count: int = 10,
    min_docs: int = 2,
    min_share: float = 0.0,
    max_share: float = 0.5,
    max_words: int | None = None,
) -> BagOfWords:
    """Count words straight from the text: `count_words(tokenize(corpus))` without the lists.

    Parameters are those of `tokenize` and `count_words`; so is every number in the result.

    Examples
    --------
    >>> import pandas as pd
    >>> corpus = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": ["Oil, oil and gas"]})
    >>> bow = count_corpus(corpus, min_docs=1)
    >>> bow.words.tolist(), bow.counts.toarray().tolist()
    (['gas', 'oil'], [[1, 2]])
    """
    from topics.text._count import select_words

    stream, dropped = _stream(
        corpus, mentions, fields, stop, extra_stop, min_length, max_length, numbers, rule
    )
    if phrases is not None:
        stream = _joined(select_words(stream, ~dropped), phrases, phrase_min_count)
        dropped = np.zeros(len(stream.words), bool)
    return count_ids(
        stream.ids,
        stream.ends,
        pd.Index(corpus["doc_id"]),
        stream.words,
        min_docs=min_docs,
        min_share=min_share,
        max_share=max_share,
        max_words=max_words,
        dropped=dropped,
    )


def _joined(stream: "WordStream", threshold: float, min_count: int) -> "WordStream":
    from topics.text._count import join_phrases

    check_range(threshold, 0, 1, name="phrases", open_ends=True)
    check_count(min_count, name="phrase_min_count")
    return join_phrases(stream, threshold=threshold, min_count=min_count)


def _stream(
    corpus: pd.DataFrame,
    mentions: pd.DataFrame | None,
    fields: Sequence[str],
    stop: Collection[str] | None,
    extra_stop: Iterable[str],
    min_length: int,
    max_length: int,
    numbers: bool,
    rule: str,
) -> "tuple[WordStream, npt.NDArray[np.bool_]]":
    """Read the documents as word ids; mark the words that the options exclude."""
    from topics.text._count import stream_words

    check_choice(rule, ("unicode", "gensim"), name="rule")
    check_count(min_length, name="min_length")
    check_count(max_length, name="max_length", least=min_length)
    if isinstance(stop, str) or isinstance(extra_stop, str):
        raise TopicsError(
            "`stop` and `extra_stop` must be collections of words; got one string. "
            'Put it in a list: ["word"].'
        )
    dropped = (stopwords() if stop is None else frozenset(stop)) | frozenset(extra_stop)
    stream = stream_words(
        mask_mentions(corpus, mentions, fields=fields), rule=rule, numbers=numbers
    )
    excluded = [
        not min_length <= len(word) <= max_length or word in dropped or word[0] == "_"
        for word in stream.words
    ]
    return stream, np.array(excluded, bool)
