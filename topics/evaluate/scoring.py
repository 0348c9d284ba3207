"""Scores of coders: the share of items that they answered right, topic by topic, with intervals."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_count, check_range
from topics.errors import InputError, TopicsError
from topics.evaluate.agreement import krippendorff_alpha, wilson


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
        low, high = wilson(k, n, level) if n else (np.nan, np.nan)
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
        n_coders, n_items, alpha, ci_low, ci_high, as `krippendorff_alpha` gives them.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"coder": list("aaabbb"), "item": [1, 2, 3] * 2})
    >>> answers["answer"] = [1, 2, 3, 1, 2, 3]
    >>> coder_agreement(answers, n_options=6)["alpha"].item()
    1.0
    """
    found = krippendorff_alpha(_answers(answers, n_options), level=level, draws=draws, seed=seed)
    return found.drop(columns="n_answers")


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
