"""Text to tokens: mask the places, split into words, drop what carries no topic.

The rule, which `tokenize` and `count_corpus` share to the letter: mentioned countries, web and mail
addresses and handles are cut out of the text; what is left is lower-cased and brought to Unicode
form NFC; a token is a letter followed by letters and combining marks, as long as it goes (so
digits, hyphens, apostrophes and other signs separate tokens, and every script is kept; in a
language such as Ukrainian an apostrophe between letters belongs to the word); tokens that
are too short or too long, and stop words, are dropped; on request, neighbours that belong together
become one token.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._language_data import language as facts_of
from topics.text._columns import count_ids
from topics.text.bow import BagOfWords
from topics.text.masking import mask_mentions
from topics.text.options import TokenOptions, stopwords
from topics.text.segment import LETTER_APOSTROPHE, part_words
from topics.text.vocabulary import dictionary_forms, written_with_capitals

if TYPE_CHECKING:
    from topics.text._count import WordStream


def tokenize(
    corpus: pd.DataFrame,
    *,
    mentions: pd.DataFrame | None = None,
    options: TokenOptions | None = None,
) -> pd.Series:
    """Split documents into lower-case words.

    Parameters
    ----------
    corpus : DataFrame
        Columns doc_id (unique) and those of `options.fields`.
    mentions : DataFrame, optional
        What `find_countries` gave for this corpus; the spans are cut out first, so that topics
        become themes and not places.
    options : TokenOptions, optional
        What is a token: columns, stop words, lengths, numbers, phrases.

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
    >>> tokenize(corpus, options=TokenOptions(numbers=True, min_length=2))["a"]
    ['café', 'sold', '20', 'oil', 'lamps']
    """
    from topics.text._count import select_words

    stream, dropped, _ = _stream(corpus, mentions, options or TokenOptions())
    stream = select_words(stream, ~dropped)
    words = np.array(stream.words, dtype=object)[stream.ids].tolist()
    lists = [words[a:b] for a, b in pairwise(stream.ends.tolist())]
    index = pd.Index(corpus["doc_id"], name="doc_id")
    return pd.Series(lists, index=index, name="tokens", dtype=object)


def count_corpus(
    corpus: pd.DataFrame,
    *,
    mentions: pd.DataFrame | None = None,
    options: TokenOptions | None = None,
    min_docs: int = 2,
    min_share: float = 0.0,
    max_share: float = 0.5,
    max_words: int | None = None,
) -> BagOfWords:
    """Count words straight from the text: `count_words(tokenize(corpus))` without the lists.

    Parameters
    ----------
    corpus, mentions, options
        What to read, and what is a token: as in `tokenize`.
    min_docs, min_share, max_share, max_words
        Which tokens become words of the vocabulary: as in `count_words`.

    Returns
    -------
    BagOfWords
        The same counts, number for number.

    Examples
    --------
    >>> import pandas as pd
    >>> corpus = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": ["Oil, oil and gas"]})
    >>> bow = count_corpus(corpus, min_docs=1)
    >>> bow.words.tolist(), bow.counts.toarray().tolist()
    (['gas', 'oil'], [[1, 2]])
    """
    bow, _ = count_with_account(
        corpus,
        mentions=mentions,
        options=options,
        min_docs=min_docs,
        min_share=min_share,
        max_share=max_share,
        max_words=max_words,
    )
    return bow


def count_with_account(
    corpus: pd.DataFrame,
    *,
    mentions: pd.DataFrame | None = None,
    options: TokenOptions | None = None,
    min_docs: int = 2,
    min_share: float = 0.0,
    max_share: float = 0.5,
    max_words: int | None = None,
) -> tuple[BagOfWords, pd.DataFrame]:
    """Count words as `count_corpus` does, and tell which stop words were dropped.

    Returns
    -------
    BagOfWords
        The counts.
    DataFrame
        word, n_tokens, kind ("function word", "word of reporting", "other"): a row for every stop
        word of the corpus, the most frequent first.

    Examples
    --------
    >>> import pandas as pd
    >>> text = "On Monday the oil and on the gas"
    >>> corpus = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": [text]})
    >>> count_with_account(corpus, min_docs=1)[1].to_numpy().tolist()[2:]
    [['and', 1, 'function word'], ['monday', 1, 'word of reporting']]
    """
    options = options or TokenOptions()
    stream, dropped, stopped = _stream(corpus, mentions, options)
    counts, words = count_ids(
        stream.ids,
        stream.ends,
        stream.words,
        min_docs=min_docs,
        min_share=min_share,
        max_share=max_share,
        max_words=max_words,
        dropped=dropped,
    )
    return BagOfWords(counts=counts, doc_ids=pd.Index(corpus["doc_id"]), words=words), stopped


def _stream(
    corpus: pd.DataFrame, mentions: pd.DataFrame | None, options: TokenOptions
) -> "tuple[WordStream, npt.NDArray[np.bool_], pd.DataFrame]":
    """Read the documents as word ids, phrases joined; mark the words that the options exclude.

    The third value is the account of the stop words.
    """
    from topics.text._count import join_phrases, rename_words, select_words, stream_words

    keep = options.addresses or options.rule != "unicode"
    texts = mask_mentions(corpus, mentions, fields=options.fields, addresses=keep)
    if options.rule == "unicode":
        texts = part_words(texts, options.language)
    stream = stream_words(texts, rule=options.rule, numbers=options.numbers)
    facts = facts_of(options.language)
    if facts.apostrophes:
        stream = rename_words(stream, [w.replace(LETTER_APOSTROPHE, "'") for w in stream.words])
    stop = options.dropped()
    dropped = np.array(
        [
            not options.shortest <= len(word) <= options.max_length
            or word in stop
            or word[0] == "_"
            for word in stream.words
        ],
        bool,
    )
    stopped = _stopped(stream, stop, options.language)
    if options.phrases is None and not options.lemmas:
        return stream, dropped, stopped
    stream = select_words(stream, ~dropped)
    if options.phrases is not None:
        stream = join_phrases(stream, threshold=options.phrases, min_count=options.phrase_min_count)
    if not options.lemmas:
        return stream, np.zeros(len(stream.words), bool), stopped
    nouns = written_with_capitals(texts) if facts.noun_capitals else frozenset()
    forms = dictionary_forms(stream.words, language=facts.lemmas, nouns=nouns)
    stream = rename_words(stream, forms)
    short = [len(word) < options.shortest or word in stop for word in stream.words]
    return stream, np.array(short, bool), stopped


def _stopped(stream: "WordStream", stop: frozenset[str], language: str) -> pd.DataFrame:
    """Count the stop words of the texts, the most frequent first."""
    places = [place for place, word in enumerate(stream.words) if word in stop]
    totals = np.bincount(stream.ids, minlength=len(stream.words))[places]
    function, reporting = stopwords(language), stopwords(language, news=True)
    words = [stream.words[place] for place in places]
    kinds = [
        "function word" if word in function else
        "word of reporting" if word in reporting else "other"
        for word in words
    ]  # fmt: skip
    table = pd.DataFrame({"word": words, "n_tokens": totals.astype(np.int64), "kind": kinds})
    return table.sort_values(["n_tokens", "word"], ascending=[False, True], ignore_index=True)
