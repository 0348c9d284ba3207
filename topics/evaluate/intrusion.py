"""Do people see the topics too? Intrusion sheets for coders, and their scores with intervals.

References
----------
Chang, Boyd-Graber, Gerrish, Wang, Blei (2009): Reading tea leaves. NeurIPS.
Hayes, Krippendorff (2007): Answering the call for a standard reliability measure for coding data.
Wilson (1927): Probable inference, the law of succession, and statistical inference. JASA.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_count, check_range
from topics.errors import InputError, TopicsError
from topics.lda.model import TopicModel
from topics.lda.top_words import top_words

_STRANGE = 0.1


def word_intrusion(
    model: TopicModel, *, n_words: int = 5, measure: str = "relevance", seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make a sheet on which coders look for the word that does not belong.

    Parameters
    ----------
    model : TopicModel
    n_words : int
        Words of the topic in each item; one intruder joins them.
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
    rng = np.random.default_rng(seed)
    table = top_words(model, n_words, measure=measure)
    tops = [table.loc[table["topic"] == k, "word"].tolist() for k in model.topic_word.index]
    phi = model.topic_word.to_numpy()
    items: list[tuple[object, list[str], str]] = []
    for topic, own in enumerate(tops):
        others = dict.fromkeys(word for words in tops for word in words if word not in own)
        strength = {word: phi[topic, model.words.get_loc(word)] for word in others}
        weakest = min(phi[topic, model.words.get_loc(word)] for word in own)
        pool = [word for word in others if strength[word] <= _STRANGE * weakest]
        if not pool:
            raise TopicsError(
                f"topic {topic} has no intruder: every top word of the others is probable in it "
                "too. Use more topics, or look at near_duplicate_topics."
            )
        intruder = pool[int(rng.integers(len(pool)))]
        options = [*own, intruder]
        order = rng.permutation(len(options))
        items.append((topic, [options[i] for i in order], intruder))
    return _sheet(items, rng, key_name="intruder")


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
    extra = []
    for row in sorted(rng.choice(len(usable), n_items, replace=False).tolist()):
        doc_id, text = usable[["doc_id", "text"]].iloc[row]
        order = np.argsort(-shares.loc[doc_id].to_numpy(), kind="stable")
        intruder = int(order[rng.integers(k // 2, k)])
        options = [*order[:n_topics].tolist(), intruder]
        shown = [options[i] for i in rng.permutation(len(options))]
        topics = [model.topic_word.index[i] for i in shown]
        items.append(
            (
                model.topic_word.index[intruder],
                [tops[topic] for topic in topics],
                tops.iloc[intruder],
            )
        )
        extra.append((doc_id, str(text)[:n_characters]))
    sheet, key = _sheet(items, rng, key_name="words")
    doc_ids, texts = zip(*[extra[i] for i in key["made"]], strict=True)
    sheet.insert(1, "text", list(texts))
    key = key.assign(doc_id=list(doc_ids), intruder=key["topic"])
    return sheet, key[["item", "doc_id", "topic", "intruder", "answer"]]


def _sheet(
    items: list[tuple[object, list[str], str]], rng: np.random.Generator, *, key_name: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shuffle items and number them; the sheet for coders and the key."""
    rows, keys = [], []
    for number, made in enumerate(rng.permutation(len(items)).tolist(), 1):
        topic, options, intruder = items[made]
        named = {f"option_{i}": option for i, option in enumerate(options, 1)}
        rows.append({"item": number, **named, "answer": ""})
        keys.append(
            {
                "item": number,
                "topic": topic,
                key_name: intruder,
                "answer": options.index(intruder) + 1,
                "made": made,
            }
        )
    key = pd.DataFrame(keys)
    return pd.DataFrame(rows), key.drop(columns="made") if key_name == "intruder" else key


def score_intrusion(
    answers: pd.DataFrame, key: pd.DataFrame, *, n_options: int, level: float = 0.95
) -> pd.DataFrame:
    """Score what the coders answered.

    Parameters
    ----------
    answers : DataFrame
        coder, item, answer (number of the option; empty or missing for no answer). The filled-in
        sheets, one after the other, with a column coder.
    key : DataFrame
        What the maker of the sheet gave.
    n_options : int
        Options of an item; guessing gets 1 / n_options right.
    level : float in (0, 1)
        Level of the interval.

    Returns
    -------
    DataFrame
        topic ("all" in the last row), n_answers, n_right, precision (share right; NaN without an
        answer), ci_low, ci_high (Wilson's interval), chance, above_chance (ci_low > chance). The
        interval of the last row takes answers as independent; coders who agree much make it too
        short, see `coder_agreement`.

    Raises
    ------
    InputError
        When an answer is not a number of an option, an item is not in the key, or a coder
        answered an item twice.
    """
    check_columns(key, ("item", "topic", "answer"), name="key")
    check_count(n_options, name="n_options", least=2)
    check_range(level, 0, 1, name="level", open_ends=True)
    given = _answers(answers, n_options)
    right = key.set_index("item")
    strangers = given.loc[~given["item"].isin(right.index), "item"]
    if len(strangers):
        raise InputError(f"`answers` has the item {strangers.iloc[0]}, which `key` lacks.")
    given = given.assign(
        topic=given["item"].map(right["topic"]),
        right=given["answer"] == given["item"].map(right["answer"]),
    )
    rows = []
    for topic in [*sorted(key["topic"].unique().tolist()), "all"]:
        own = given["right"] if topic == "all" else given.loc[given["topic"] == topic, "right"]
        n, k = len(own), int(own.sum())
        low, high = _wilson(k, n, level)
        rows.append((topic, n, k, k / n if n else np.nan, low, high))
    columns = ["topic", "n_answers", "n_right", "precision", "ci_low", "ci_high"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(chance=1 / n_options, above_chance=table["ci_low"] > 1 / n_options)


def coder_agreement(
    answers: pd.DataFrame,
    *,
    n_options: int,
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure how far coders agree: Krippendorff's alpha for categories, with an interval.

    Parameters
    ----------
    answers : DataFrame
        coder, item, answer.
    n_options : int
        Options of an item.
    level : float in (0, 1)
        Level of the percentile interval.
    draws : int
        Bootstrap draws over items.
    seed : int

    Returns
    -------
    DataFrame
        One row: n_coders, n_items (answered by two coders or more), alpha (1: full agreement,
        0: as by chance), ci_low, ci_high.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"coder": list("aaabbb"), "item": [1, 2, 3] * 2})
    >>> answers["answer"] = [1, 2, 3, 1, 2, 3]
    >>> coder_agreement(answers, n_options=6)["alpha"].item()
    1.0
    """
    check_range(level, 0, 1, name="level", open_ends=True)
    check_count(draws, name="draws", least=20)
    given = _answers(answers, n_options)
    table = given.pivot_table(index="item", columns="answer", values="coder", aggfunc="count")
    counts = table.fillna(0).to_numpy()
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        raise TopicsError("`answers` has no item that two coders answered.")
    rng = np.random.default_rng(seed)
    drawn = [_alpha(counts[rng.integers(len(counts), size=len(counts))]) for _ in range(draws)]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return pd.DataFrame(
        {
            "n_coders": [given["coder"].nunique()],
            "n_items": [len(counts)],
            "alpha": [_alpha(counts)],
            "ci_low": [float(low)],
            "ci_high": [float(high)],
        }
    )


def _answers(answers: pd.DataFrame, n_options: int) -> pd.DataFrame:
    check_columns(answers, ("coder", "item", "answer"), name="answers")
    text = answers["answer"].astype("string").str.strip().fillna("")
    given = answers.loc[text != "", ["coder", "item"]].assign(answer=text[text != ""])
    numbers = pd.to_numeric(given["answer"], errors="coerce")
    wrong = ~numbers.isin(range(1, n_options + 1))
    if wrong.any():
        row = given[wrong].iloc[0]
        raise InputError(
            f"`answers`: coder {row['coder']!r} answered {row['answer']!r} to item {row['item']}; "
            f"give the number of an option, 1 to {n_options}, or leave it empty."
        )
    twice = given.duplicated(["coder", "item"])
    if twice.any():
        row = given[twice].iloc[0]
        raise InputError(f"`answers`: coder {row['coder']!r} answered item {row['item']} twice.")
    return given.assign(answer=numbers.astype(int))


def _wilson(k: int, n: int, level: float) -> tuple[float, float]:
    from scipy.stats import binomtest

    if n == 0:
        return np.nan, np.nan
    interval = binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
    return float(interval.low), float(interval.high)


def _alpha(counts: np.ndarray) -> float:
    """Compute Krippendorff's alpha of counts (items, categories), two answers or more per item."""
    sizes = counts.sum(axis=1)
    n = counts.sum()
    observed = ((sizes[:, None] * counts - counts**2).sum(axis=1) / (sizes - 1)).sum() / n
    totals = counts.sum(axis=0)
    expected = (n**2 - (totals**2).sum()) / (n * (n - 1))
    return 1.0 if expected == 0 else float(1 - observed / expected)


def collect_answers(sheets: Sequence[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Put filled-in sheets together: (name of the coder, sheet) each.

    Examples
    --------
    >>> import pandas as pd
    >>> sheet = pd.DataFrame({"item": [1], "option_1": ["oil"], "answer": ["1"]})
    >>> collect_answers([("ann", sheet), ("bob", sheet)])["coder"].tolist()
    ['ann', 'bob']
    """
    if not sheets:
        raise TopicsError("`sheets` is empty; give one (coder, sheet) for each coder.")
    for coder, sheet in sheets:
        check_columns(sheet, ("item", "answer"), name=f"sheet of {coder}")
    return pd.concat(
        [sheet[["item", "answer"]].assign(coder=coder) for coder, sheet in sheets],
        ignore_index=True,
    )[["coder", "item", "answer"]]
