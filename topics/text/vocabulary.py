"""What the vocabulary dropped, in numbers; and lemmas, so that forms of a word count as one."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np
import pandas as pd

from topics.errors import TopicsError, require_extra
from topics.text.bow import BagOfWords, check_tokens

# A word behind a letter or a comma and a blank: no sentence begins there.
_INSIDE_A_SENTENCE = re.compile(r"(?<=[\w,;] )[^\W\d_]{2,}")


def vocabulary_report(tokens: pd.Series, bow: BagOfWords, *, examples: int = 8) -> pd.DataFrame:
    """Say what of the tokens the counts kept, and why the rest went.

    Parameters
    ----------
    tokens : Series of list of str
        What `tokenize` gave.
    bow : BagOfWords
        What `count_words` made of them.
    examples : int
        Words named per row.

    Returns
    -------
    DataFrame
        fate: "kept", "too rare" (in fewer documents than the rarest word kept), "too common" (in
        more than the commonest), "other limits" (`max_words`, or words taken out by hand), and
        "all"; n_words (different words), n_tokens, share_of_tokens in [0, 1], n_docs_emptied
        (in the row "all": documents with tokens, but with none that was kept); examples: the most
        frequent, as one text.

    Raises
    ------
    TopicsError
        When `tokens` and `bow` are not of the same documents, or share no word.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> tokens = pd.Series([["oil", "gas"], ["oil", "war"], ["oil", "gas", "tea"]] * 3)
    >>> report = vocabulary_report(tokens, count_words(tokens, min_docs=4, max_share=0.7))
    >>> report[["fate", "n_words", "n_tokens", "examples"]].values.tolist()[:3]
    [['kept', 1, 6, 'gas'], ['too rare', 2, 6, 'war tea'], ['too common', 1, 9, 'oil']]
    """
    check_tokens(tokens)
    if not pd.Index(tokens.index).equals(bow.doc_ids):
        raise TopicsError("`tokens` and `bow` must hold the same documents in the same order.")
    if not bow.n_words:
        raise TopicsError("`bow` has no word; loosen `min_docs` and `max_share`.")
    lists = tokens.tolist()
    found: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for words in lists:
        found.update(set(words))
        counts.update(words)
    names = list(counts)
    docs = np.array([found[name] for name in names], np.int64)
    total = np.array([counts[name] for name in names], np.int64)
    kept = bow.words.get_indexer(pd.Index(names, dtype="str")) >= 0
    if not kept.any():
        raise TopicsError("`bow` has no word of `tokens`; pass the counts made of these tokens.")
    rare = ~kept & (docs < docs[kept].min())
    common = ~kept & (docs > docs[kept].max())
    everything = np.ones(len(names), bool)
    fates = {
        "kept": kept,
        "too rare": rare,
        "too common": common,
        "other limits": ~(kept | rare | common),
        "all": everything,
    }
    known = set(bow.words)
    emptied = sum(1 for words in lists if words and known.isdisjoint(words))
    rows = []
    for fate, chosen in fates.items():
        places = np.flatnonzero(chosen)
        most = places[np.argsort(-total[places], kind="stable")[:examples]]
        rows.append(
            {
                "fate": fate,
                "n_words": len(places),
                "n_tokens": int(total[places].sum()),
                "share_of_tokens": float(total[places].sum() / total.sum()),
                "n_docs_emptied": emptied if fate == "all" else 0,
                "examples": " ".join(names[i] for i in most),
            }
        )
    return pd.DataFrame(rows)


def lemmatize(tokens: pd.Series, *, language: str = "en") -> pd.Series:
    """Replace words by their dictionary forms; phrases ("central_bank") stay as they are.

    Do it last: after countries are masked and phrases are joined, both of which need the words of
    the text. Needs the extra "lemmas" (simplemma, which works from word lists without a model).

    Parameters
    ----------
    tokens : Series of list of str
        What `tokenize` gave.
    language : str
        Code of a language that simplemma knows, such as "en", "de" or "ru".

    Returns
    -------
    Series of list of str

    Raises
    ------
    MissingExtraError
        When simplemma is not installed.
    TopicsError
        When simplemma does not know the language.
    """
    check_tokens(tokens)
    different = list(dict.fromkeys(word for words in tokens for word in words))
    forms = dict(zip(different, dictionary_forms(different, language=language), strict=True))
    lists = [[forms[word] for word in words] for words in tokens]
    return pd.Series(lists, index=tokens.index, name=tokens.name, dtype=object)


def dictionary_forms(
    words: Sequence[str], *, language: str, nouns: Collection[str] = ()
) -> list[str]:
    """Give the dictionary form of each word, in small letters; phrases stay as they are.

    Parameters
    ----------
    words : sequence of str
        In small letters.
    language : str
        As in `lemmatize`.
    nouns : collection of str
        Those that texts write with a capital, which tells them from verbs in German.

    Raises
    ------
    MissingExtraError
        When simplemma is not installed.
    TopicsError
        When simplemma does not know the language.
    """
    simplemma = require_extra("simplemma", "lemmas")
    try:
        return [
            word
            if "_" in word
            else simplemma.lemmatize(
                word.capitalize() if word in nouns else word, lang=language
            ).lower()
            for word in words
        ]
    except ValueError as error:
        raise TopicsError(f"`language`: simplemma does not know {language!r} ({error}).") from error


def written_with_capitals(texts: Iterable[str]) -> frozenset[str]:
    """Find the words that texts mostly write with a capital where no sentence begins.

    Examples
    --------
    >>> sorted(written_with_capitals(["Sie regeln, wie die Regeln gelten. Gas kommt ohne Regeln."]))
    ['regeln']
    """
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        for word in _INSIDE_A_SENTENCE.findall(text):
            (capital if word[0].isupper() else small)[word.lower()] += 1
    return frozenset(word for word, count in capital.items() if count > small[word])
