"""Do people see the topics too? Sheets on which coders look for the words that do not belong.

References
----------
Chang, Boyd-Graber, Gerrish, Wang, Blei (2009): Reading tea leaves. NeurIPS.
Ying, Montgomery, Stewart (2022): Topics, concepts, and measurement. Political Analysis 30.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_count
from topics.errors import TopicsError
from topics.lda.model import TopicModel
from topics.lda.top_words import top_words

_STRANGE = 0.1
_SET = 4  # words in a set, and sets in an item, of R4WSI
_POOL = 20  # top words of a topic that its sets are drawn from


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a coder is asked: options, which of them is right, and what sheet and key have more."""

    topic: object
    options: list[str]
    right: str
    shown: dict[str, object] = field(default_factory=dict)
    kept: dict[str, object] = field(default_factory=dict)


def word_intrusion(
    model: TopicModel,
    *,
    n_words: int = 5,
    n_items: int = 1,
    measure: str = "relevance",
    seed: int = 0,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make a sheet on which coders look for the word that does not belong.

    Parameters
    ----------
    model : TopicModel
    n_words : int
        Words of the topic in each item; one intruder joins them.
    n_items : int
        Items per topic. The first has the first `n_words` words, the second those after them.
    measure : str
        Order of words, see `top_words`.
    seed : int
        Decides intruders and the order of items and words.

    Returns
    -------
    sheet : DataFrame
        item, option_1, ..., option_{n_words + 1}, answer (empty, for the number of the option).
        It gives nothing away.
    key : DataFrame
        item, topic, intruder (the word), answer (its option). Keep it from the coders.

    Notes
    -----
    The intruder is a top word of another topic, so that it is no rare word, and in this topic at
    most a tenth as probable as the least of the words shown.
    """
    check_count(n_words, name="n_words", least=2)
    check_count(n_items, name="n_items")
    rng = np.random.default_rng(seed)
    table = top_words(model, n_words * n_items, measure=measure)
    tops = [table.loc[table["topic"] == k, "word"].tolist() for k in model.topic_word.index]
    phi = model.topic_word.to_numpy()
    items: list[Item] = []
    for place, topic in enumerate(model.topic_word.index):
        everything = tops[place]
        others = dict.fromkeys(w for words in tops for w in words[:n_words] if w not in everything)
        strength = {word: phi[place, model.words.get_loc(word)] for word in others}
        for number in range(n_items):
            own = everything[number * n_words : (number + 1) * n_words]
            weakest = min(phi[place, model.words.get_loc(word)] for word in own)
            pool = [word for word in others if strength[word] <= _STRANGE * weakest]
            if not pool and number == 0:
                raise TopicsError(
                    f"topic {topic} has no intruder: every top word of the others is shown of it "
                    "or probable in it too. Use more topics, ask for fewer words or items, or "
                    "look at near_duplicate_topics."
                )
            if not pool:
                break
            intruder = pool[int(rng.integers(len(pool)))]
            others.pop(intruder)  # no word is an intruder of the same topic twice
            options = shuffled([*own, intruder], rng)
            items.append(Item(topic=topic, options=options, right=intruder))
    sheet, key = sheet_and_key(items, rng)
    return sheet, key.rename(columns={"right": "intruder"})


def r4wsi(
    model: TopicModel, *, n_items: int = 2, measure: str = "relevance", seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make a sheet for random 4 word set intrusion: one of four sets of words does not belong.

    Three sets of four words are of one topic, the fourth is of another. Words are drawn without
    replacement from the 20 top words of their topic, each as often as it is probable there, so
    that more than the few first words of a topic are judged.

    Parameters
    ----------
    model : TopicModel
    n_items : int
        Items per topic.
    measure : str
        Order of words, see `top_words`.
    seed : int
        Decides words, intruders and orders.

    Returns
    -------
    sheet, key : DataFrame
        As in `word_intrusion`, with four options; `intruder` is the intruding set, `source` the
        topic that it is of. The words of the intruding set are no top words of the topic judged.

    Raises
    ------
    TopicsError
        When a topic has fewer than 12 words, or no other topic has four of its own.
    """
    check_count(n_items, name="n_items")
    rng = np.random.default_rng(seed)
    table = top_words(model, _POOL, measure=measure)
    tops = {int(topic): table[table["topic"] == topic] for topic in model.topic_word.index}
    items = []
    for topic, own in tops.items():
        strange = {
            other: words[~words["word"].isin(own["word"])]
            for other, words in tops.items()
            if other != topic
        }
        sources = [other for other, words in strange.items() if len(words) >= _SET]
        if len(own) < 3 * _SET or not sources:
            raise TopicsError(
                f"topic {topic} has no sets of words: 12 top words are needed, and four of another "
                "topic that are not among its 20. Use more topics, or leave r4wsi out."
            )
        for _ in range(n_items):
            source = sources[int(rng.integers(len(sources)))]
            words = _drawn(own, 3 * _SET, rng)
            sets = [", ".join(words[i : i + _SET]) for i in range(0, 3 * _SET, _SET)]
            intruder = ", ".join(_drawn(strange[source], _SET, rng))
            options = shuffled([*sets, intruder], rng)
            items.append(
                Item(topic=topic, options=options, right=intruder, kept={"source": source})
            )
    sheet, key = sheet_and_key(items, rng)
    return sheet, key.rename(columns={"right": "intruder"})


def _drawn(words: pd.DataFrame, n: int, rng: np.random.Generator) -> list[str]:
    odds = words["probability"].to_numpy()
    places = rng.choice(len(words), n, replace=False, p=odds / odds.sum())
    return [str(word) for word in words["word"].iloc[places]]


def topic_intrusion(
    model: TopicModel,
    documents: pd.DataFrame,
    *,
    n_items: int = 20,
    n_topics: int = 3,
    n_words: int = 8,
    n_characters: int = 1000,
    seed: int = 0,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make a sheet on which coders look for the topic that a document does not have.

    Parameters
    ----------
    model : TopicModel
    documents : DataFrame
        doc_id, text: the training documents.
    n_items : int
        Documents, drawn at random.
    n_topics : int
        Topics with the largest shares in each item; one topic with a small share joins them.
    n_words : int
        Words by which a topic is shown.
    n_characters : int
        How much of the text is shown.
    seed : int
        Decides documents, intruders and orders.

    Returns
    -------
    sheet, key : DataFrame
        As in `word_intrusion`; the sheet has `text`, the options are topics shown by words, and
        the key has doc_id, and as `intruder` and `topic` the id of the intruding topic.
    """
    check_columns(documents, ("doc_id", "text"), name="documents")
    for value, name in ((n_items, "n_items"), (n_topics, "n_topics"), (n_words, "n_words")):
        check_count(value, name=name)
    k = len(model.topic_word)
    if k < 2 * (n_topics + 1):
        raise TopicsError(
            f"`n_topics` is {n_topics}, but the model has {k} topics: an item needs a topic among "
            f"the lesser half. Ask for at most {k // 2 - 1}."
        )
    rng = np.random.default_rng(seed)
    shares = model.doc_topic.dropna()
    usable = documents[documents["doc_id"].isin(shares.index)]
    if len(usable) < n_items:
        raise TopicsError(
            f"`n_items` is {n_items}, but only {len(usable)} of `documents` have shares."
        )
    tops = top_words(model, n_words).groupby("topic", sort=True)["word"].apply(", ".join)
    items = []
    for row in sorted(rng.choice(len(usable), n_items, replace=False).tolist()):
        doc_id, text = usable[["doc_id", "text"]].iloc[row]
        order = np.argsort(-shares.loc[doc_id].to_numpy(), kind="stable")
        intruder = int(order[rng.integers(k // 2, k)])
        options = shuffled([tops.iloc[i] for i in (*order[:n_topics].tolist(), intruder)], rng)
        topic = model.topic_word.index[intruder]
        items.append(
            Item(
                topic=topic, options=options, right=tops.iloc[intruder],
                shown={"text": str(text)[:n_characters]},
                kept={"doc_id": doc_id, "intruder": topic},
            )
        )  # fmt: skip
    sheet, key = sheet_and_key(items, rng)
    return sheet, key[["item", "doc_id", "topic", "intruder", "answer"]]


def shuffled(options: list[str], rng: np.random.Generator) -> list[str]:
    """Put options into a random order."""
    return [options[i] for i in rng.permutation(len(options))]


def sheet_and_key(items: list[Item], rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shuffle items and number them; return the sheet for coders and the key.

    Returns
    -------
    sheet : DataFrame
        item, what is shown, option_1, ..., answer (empty).
    key : DataFrame
        item, topic, right (the option), answer (its number), and what is kept.
    """
    rows, keys = [], []
    for number, made in enumerate(rng.permutation(len(items)).tolist(), 1):
        item = items[made]
        named = {f"option_{i}": option for i, option in enumerate(item.options, 1)}
        rows.append({"item": number, **item.shown, **named, "answer": ""})
        answer = item.options.index(item.right) + 1
        keys.append(
            {"item": number, "topic": item.topic, "right": item.right, "answer": answer} | item.kept
        )
    return pd.DataFrame(rows), pd.DataFrame(keys)
