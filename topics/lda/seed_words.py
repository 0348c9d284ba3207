"""Seed words: a file of them read, and each found in a vocabulary."""

import os
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd

from topics._checks import check_columns
from topics._toml import read_toml
from topics.errors import InputError, TopicsError


def read_seed_words(path: str | os.PathLike[str]) -> pd.DataFrame:
    r"""Read seed words from TOML: a table per topic, with `words` and maybe a `label`.

    Capitals do not matter. A word that ends in ``*`` stands for every word of the vocabulary that
    starts so, and ``"oil price"`` for the phrase oil_price.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    DataFrame
        topic (0, 1, ... in the order of the file), name (of the table), label, word.

    Raises
    ------
    InputError
        When the file is missing or no TOML, a table lacks words, or a word is given twice.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "seeds.toml"
    >>> _ = path.write_text('[energy]\nlabel = "Energy"\nwords = ["gas", "pipeline*"]')
    >>> read_seed_words(path).values.tolist()
    [[0, 'energy', 'Energy', 'gas'], [0, 'energy', 'Energy', 'pipeline*']]
    """
    path = Path(path)
    tables = read_toml(path)
    rows: list[tuple[int, str, str, str]] = []
    owner: dict[str, str] = {}
    for topic, (name, table) in enumerate(tables.items()):
        words = table.get("words") if isinstance(table, dict) else None
        label = table.get("label", name) if isinstance(table, dict) else None
        if not isinstance(words, list) or not words or not isinstance(label, str):
            raise InputError(
                f'{path}: [{name}] must hold words = ["...", ...] and may hold label = "...".'
            )
        for word in words:
            if not isinstance(word, str) or not word.strip("* "):
                raise InputError(f"{path}: [{name}] has the seed word {word!r}, which is no word.")
            if fold(word) in owner:
                raise InputError(
                    f"{path}: {word!r} is a seed word of [{owner[fold(word)]}] and of [{name}]; "
                    "leave one."
                )
            owner[fold(word)] = name
            rows.append((topic, name, label, word))
    if not rows:
        raise InputError(f"{path}: holds no seed words. Give a table with words for each topic.")
    return pd.DataFrame(rows, columns=["topic", "name", "label", "word"])


def fold(word: str) -> str:
    """Bring a word to the form in which seed words and vocabulary meet.

    Examples
    --------
    >>> fold(" Oil  Price"), fold("OPEC*")
    ('oil_price', 'opec*')
    """
    return "_".join(unicodedata.normalize("NFC", word.lower()).split())


def find_seed_words(seed_words: pd.DataFrame, words: pd.Index, *, n_topics: int) -> pd.DataFrame:
    """Find seed words in a vocabulary.

    A word that the vocabulary has to the letter is that word; else the case of letters does not
    matter, and white space matches the joint of a phrase.

    Parameters
    ----------
    seed_words : DataFrame
        topic, label, word.
    words : Index
        The vocabulary.
    n_topics : int
        Topics of the fit.

    Returns
    -------
    DataFrame
        topic, label, word, place: one row per word found, patterns spelt out; `place` in the
        vocabulary is -1 for a seed word that it does not have.

    Raises
    ------
    TopicsError
        When topics are not numbered 0, 1, ..., outnumber those of the fit, have no seed word in
        the vocabulary, or share one.
    """
    check_columns(seed_words, ("topic", "label", "word"), name="seed_words")
    topics = sorted(seed_words["topic"].unique().tolist())
    if topics != list(range(len(topics))):
        raise TopicsError(f"`seed_words` must number its topics 0, 1, 2, ...; got {topics}.")
    if len(topics) > n_topics:
        raise TopicsError(
            f"`seed_words` are for {len(topics)} topics, but `config` has n_topics={n_topics}. "
            "Ask for as many, or more: those without seed words are free."
        )
    exact = {str(word): place for place, word in enumerate(words)}
    folded = pd.Series([fold(word) for word in exact], dtype=str)
    rows: list[tuple[int, str, str, int]] = []
    for topic, label, seed in seed_words[["topic", "label", "word"]].itertuples(index=False):
        seed = str(seed)
        if seed.endswith("*"):
            places = np.flatnonzero(folded.str.startswith(fold(seed[:-1]))).tolist()
        elif seed in exact:
            places = [exact[seed]]
        else:
            places = np.flatnonzero(folded == fold(seed)).tolist()
        names = [(str(words[place]), place) for place in places] or [(seed, -1)]
        rows.extend((int(topic), str(label), word, place) for word, place in names)
    table = pd.DataFrame(rows, columns=["topic", "label", "word", "place"])
    table = table.drop_duplicates(["topic", "word"], ignore_index=True)
    _check_found(table)
    return table


def _check_found(table: pd.DataFrame) -> None:
    twice = table[table.duplicated("word", keep=False)]
    if len(twice):
        word = twice["word"].iloc[0]
        owners = twice.loc[twice["word"] == word, "label"].tolist()
        raise TopicsError(f"`seed_words` gives {word!r} to {owners[0]!r} and to {owners[1]!r}.")
    lost = table.groupby("topic")["place"].max()
    if (lost < 0).any():
        topic = int(lost.index[int((lost < 0).to_numpy().argmax())])
        own = table[table["topic"] == topic]
        advice = "Write them as in the text, or drop fewer words."
        if any(len(str(word).split()) > 1 for word in own["word"]):
            advice += (
                " Several words are found as one phrase of two, where `TokenOptions(phrases=...)` "
                "has joined them."
            )
        raise TopicsError(
            f"none of the seed words of {own['label'].iloc[0]!r} is in the vocabulary: "
            f"{own['word'].tolist()}. {advice}"
        )
