"""Did you look? Documents and passages that show a topic, and those that speak against it."""

import re
import unicodedata
from collections.abc import Collection
from functools import cache

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_count, check_range
from topics.errors import TopicsError
from topics.lda.fit import doc_topics
from topics.lda.model import TopicModel
from topics.lda.top_words import top_words
from topics.text.bow import BagOfWords


def representative_documents(
    model: TopicModel,
    bow: BagOfWords,
    *,
    n: int = 5,
    min_words: int = 10,
    shares: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the documents with the largest share of each topic.

    Parameters
    ----------
    model : TopicModel
    bow : BagOfWords
    n : int
        Documents per topic.
    min_words : int
        Documents with fewer counted words say too little to represent anything.
    shares : DataFrame, optional
        What `doc_topics` gives for `bow`, when it is at hand.

    Returns
    -------
    DataFrame
        topic, rank (from 1), doc_id, share, n_words. Ties go to the longer document.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> from topics.lda import LDAConfig, fit_lda
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> bow = count_words(pd.Series(texts))
    >>> model = fit_lda(bow, LDAConfig(n_topics=2, restarts=1))
    >>> representative_documents(model, bow, n=1)["doc_id"].str[-1].astype(int).mod(2).nunique()
    2
    """
    check_count(n, name="n")
    check_count(min_words, name="min_words")
    shares = _shares(model, bow, shares)
    lengths = bow.lengths
    long = np.flatnonzero(lengths.to_numpy() >= min_words)
    tables = []
    for topic in shares.columns:
        own = shares[topic].to_numpy()[long]
        order = long[np.lexsort((-lengths.to_numpy()[long], -own))[:n]]
        tables.append(
            pd.DataFrame(
                {
                    "topic": topic,
                    "rank": np.arange(1, len(order) + 1),
                    "doc_id": bow.doc_ids[order],
                    "share": shares[topic].to_numpy()[order],
                    "n_words": lengths.to_numpy()[order],
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def contradicting_documents(
    model: TopicModel,
    bow: BagOfWords,
    *,
    n: int = 5,
    n_words: int = 20,
    min_words: int = 10,
    shares: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List the documents that speak against the reading of a topic by its top words.

    Parameters
    ----------
    model : TopicModel
    bow : BagOfWords
    n : int
        Documents for each topic and kind.
    n_words : int
        Top words by relevance that stand for the topic.
    min_words : int
        Shorter documents are left out.
    shares : DataFrame, optional
        As in `representative_documents`.

    Returns
    -------
    DataFrame
        topic; kind: "words without topic" (the topic's top words stand in it, yet the model gives
        it to other topics) or "topic without words" (the model gives it to the topic, yet hardly
        any top word stands in it); rank; doc_id; share (of the topic, in [0, 1]); word_share
        (of the document's counted words that are top words); gap: how far apart the places of the
        document are by share and by word_share, in (0, 1].
    """
    from scipy.stats import rankdata

    check_count(n, name="n")
    check_count(min_words, name="min_words")
    shares = _shares(model, bow, shares)
    known = bow if bow.words.equals(model.words) else bow.select_words(model.words)
    lengths = bow.lengths.to_numpy()
    long = np.flatnonzero((lengths >= min_words) & shares.notna().all(axis=1).to_numpy())
    tops = top_words(model, n_words)
    tables = []
    for topic, own in tops.groupby("topic", sort=True):
        columns = known.words.get_indexer(pd.Index(own["word"]))
        found = np.asarray(known.counts[:, columns].sum(axis=1)).ravel()
        words = (found / np.maximum(lengths, 1))[long]
        share = shares[topic].to_numpy()[long]
        places = [rankdata(values, method="average") / len(long) for values in (share, words)]
        gap = places[1] - places[0]
        for kind, sign in (("words without topic", 1), ("topic without words", -1)):
            order = np.argsort(-sign * gap, kind="stable")[:n]
            order = order[sign * gap[order] > 0]
            tables.append(
                pd.DataFrame(
                    {
                        "topic": topic,
                        "kind": kind,
                        "rank": np.arange(1, len(order) + 1),
                        "doc_id": bow.doc_ids[long[order]],
                        "share": share[order],
                        "word_share": words[order],
                        "gap": np.abs(gap[order]),
                    }
                )
            )
    return pd.concat(tables, ignore_index=True)


def representative_passages(
    model: TopicModel,
    units: pd.DataFrame,
    bow: BagOfWords,
    *,
    n: int = 3,
    min_words: int = 10,
    before: str = "[",
    after: str = "]",
) -> pd.DataFrame:
    """Quote the passages that show each topic best, with the words that count marked.

    Parameters
    ----------
    model : TopicModel
    units : DataFrame
        doc_id, text, and parent_id when the units are parts of documents, as `split_units` gives:
        sentences or paragraphs. At most one passage is quoted from a document.
    bow : BagOfWords
        Counts of `units`, made with the same options as those of the model.
    n : int
        Passages per topic.
    min_words : int
        Units with fewer counted words are left out.
    before, after : str
        Put around each word that the model ascribes to the topic more than to all others
        together: theta_k phi_kw > 1/2 sum_j theta_j phi_jw.

    Returns
    -------
    DataFrame
        topic, rank, doc_id, parent_id, share, text, marked (the text with marks).
    """
    check_columns(units, ("doc_id", "text"), name="units")
    shares = doc_topics(model, bow)
    texts = units.set_index("doc_id")["text"]
    missing = bow.doc_ids.difference(texts.index)
    if len(missing):
        raise TopicsError(f"`units` lacks the document {missing[0]!r}, which `bow` counts.")
    parents = (
        units.set_index("doc_id")["parent_id"]
        if "parent_id" in units.columns
        else pd.Series(units["doc_id"].to_numpy(), index=units["doc_id"])
    )
    ranked = representative_documents(
        model, bow, n=bow.n_docs, min_words=min_words, shares=shares
    ).dropna(subset=["share"])
    ranked = ranked.assign(parent_id=ranked["doc_id"].map(parents))
    ranked = ranked.drop_duplicates(["topic", "parent_id"]).groupby("topic").head(n)
    ranked = ranked.assign(rank=ranked.groupby("topic").cumcount() + 1)
    ranked = ranked.assign(text=ranked["doc_id"].map(texts)).reset_index(drop=True)
    phi = model.topic_word.to_numpy()
    rows = shares.index.get_indexer(pd.Index(ranked["doc_id"]))
    marked = []
    for topic, row, text in zip(ranked["topic"], rows, ranked["text"], strict=True):
        weights = shares.to_numpy()[row][:, None] * phi
        words = model.words[weights[topic] > weights.sum(axis=0) / 2]
        marked.append(mark_words(text, set(words), before=before, after=after))
    columns = ["topic", "rank", "doc_id", "parent_id", "share", "text"]
    return ranked[columns].assign(marked=marked)


def mark_words(text: str, words: Collection[str], *, before: str = "[", after: str = "]") -> str:
    """Put marks around the words of a text that are in `words`, whatever their case.

    Words are what `tokenize` takes for words: letters with their combining marks.

    Examples
    --------
    >>> mark_words("Gas, gas-fired plants and gasoline.", {"gas", "plants"})
    '[Gas], [gas]-fired [plants] and gasoline.'
    """
    if isinstance(words, str):
        raise TopicsError('`words` must be a collection of words; got one string: use {"word"}.')

    def mark(match: re.Match[str]) -> str:
        word = match.group()
        known = unicodedata.normalize("NFC", word.lower()) in words
        return f"{before}{word}{after}" if known else word

    return _word_pattern().sub(mark, text)


@cache
def _word_pattern() -> re.Pattern[str]:
    marks = "".join(
        character
        for character in map(chr, range(0x300, 0x10000))
        if unicodedata.category(character).startswith("M")
    )
    return re.compile(rf"[^\W\d_](?:[^\W\d_]|[{re.escape(marks)}])*")


def _shares(model: TopicModel, bow: BagOfWords, shares: pd.DataFrame | None) -> pd.DataFrame:
    if shares is None:
        return doc_topics(model, bow)
    if not shares.index.equals(bow.doc_ids):
        raise TopicsError("`shares` and `bow` must hold the same documents in the same order.")
    return shares


def near_duplicate_topics(model: TopicModel, *, threshold: float = 0.5) -> pd.DataFrame:
    """List pairs of topics that are hard to tell apart by their words.

    Parameters
    ----------
    model : TopicModel
    threshold : float in [0, 1]
        Hellinger similarity from which a pair is listed.

    Returns
    -------
    DataFrame
        topic, other (larger id), similarity (1 - Hellinger distance), shared_words (of the 20
        most probable), correlation (of their shares over the training documents: near-duplicates
        that stand in different documents may be regional or temporal forms of one theme);
        most similar first.
    """
    from topics.evaluate.stability import topic_similarity

    check_range(threshold, 0, 1, name="threshold")
    table = topic_similarity(model.topic_word, model.topic_word).to_numpy()
    tops = [
        set(words["word"])
        for _, words in top_words(model, 20, measure="probability").groupby("topic", sort=True)
    ]
    together = np.corrcoef(model.doc_topic.dropna().to_numpy().T)
    topics = model.topic_word.index.to_numpy()
    a, b = np.triu_indices(len(topics), 1)
    keep = table[a, b] >= threshold
    pairs = pd.DataFrame(
        {
            "topic": topics[a[keep]],
            "other": topics[b[keep]],
            "similarity": table[a[keep], b[keep]],
            "shared_words": [len(tops[i] & tops[j]) for i, j in zip(a[keep], b[keep], strict=True)],
            "correlation": together[a[keep], b[keep]],
        }
    )
    return pairs.sort_values("similarity", ascending=False, kind="stable", ignore_index=True)
