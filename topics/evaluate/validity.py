"""What coders found of topics: how often they were right, where they could not tell from chance.

References
----------
Chang, Boyd-Graber, Gerrish, Wang, Blei (2009): Reading tea leaves. NeurIPS.
Ying, Montgomery, Stewart (2022): Topics, concepts, and measurement. Political Analysis 30.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_columns, check_range
from topics.errors import InputError, TopicsError
from topics.evaluate.agreement import krippendorff_alpha, wilson

ALL = "all"
CANNOT_TELL = "?"
COLUMNS = (
    "measure", "task", "topic", "country", "n_items", "n_answers", "estimate", "ci_low", "ci_high",
    "expected", "p_value",
)  # fmt: skip


def score_tasks(
    items: pd.DataFrame, answers: pd.DataFrame, *, level: float = 0.95, seed: int = 0
) -> pd.DataFrame:
    """Score what coders answered to the tasks on topics.

    Parameters
    ----------
    items : DataFrame
        item, task, topic, options, answer, as `draw_tasks` gives them; those of countries are
        left out.
    answers : DataFrame
        coder, item, answer: the number of an option; `CANNOT_TELL`, which is not right; missing
        or empty, which is no answer. Items of countries are passed over.
    level : float in (0, 1)
        Level of the intervals.
    seed : int
        Of the bootstrap behind the interval of alpha.

    Returns
    -------
    DataFrame
        The columns `COLUMNS`, a row for each measure:

        - "accuracy", of each task by topic and of all topics: the mean over items of the share of
          coders who were right; Wilson's interval for as many items as there are, for coders of
          one item are not independent; ``expected`` is what guessing gives.
        - "told", of each topic over all tasks: the same share, and as ``p_value`` how likely
          guessing gets so many items right (exact, each item with its own chance; where coders
          disagree on items, the sum of their shares is rounded down).
        - "alpha", of each task: Krippendorff's alpha, see `krippendorff_alpha`. ``n_items`` is 0
          and the estimate missing where no item has two answers.
        - "missing" and "cannot tell", of each task: how many answers were not given, of all
          items by each coder who has any of the task, and how often coders said that they cannot
          tell, as ``n_answers``.

    Raises
    ------
    InputError
        When an answer is outside the options of its item.
    """
    check_columns(items, ("item", "task", "topic", "options", "answer"), name="items")
    check_columns(answers, ("coder", "item", "answer"), name="answers")
    check_range(level, 0, 1, name="level", open_ends=True)
    items = items[items["options"].map(len) > 0].set_index("item").sort_index()
    given = answers.assign(answer=_as_text(answers["answer"]))
    given = given[given["item"].isin(items.index)]
    _check(items, given)
    told = given[given["answer"] != ""]
    right = told["answer"] == told["item"].map(items["answer"]).astype("string")
    shares = right.groupby(told["item"]).mean().rename("right").to_frame()
    shares = shares.assign(
        n=told.groupby("item").size(),
        chance=1 / items["options"].map(len),
        task=items["task"],
        topic=items["topic"],
    )
    parts = [_accuracy(shares, level), _told(shares, level)]
    tasks = sorted(given["item"].map(items["task"]).unique())
    parts += [_agreement(task, told, items, level, seed) for task in tasks]
    parts += [_not_given(task, given, items) for task in tasks]
    return as_results([row for part in parts for row in part])


def as_results(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Make a table of `COLUMNS` of rows that have some of them."""
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = ["estimate", "ci_low", "ci_high", "expected", "p_value"]
    texts = {"task": "", "topic": "", "country": ""}
    counts = ["n_items", "n_answers"]
    table[counts] = table[counts].astype(float).fillna(0).astype(int)
    table[list(texts)] = table[list(texts)].astype(object).fillna(texts).astype("str")
    return table.astype(dict.fromkeys(numbers, float))


def untold_topics(results: pd.DataFrame, *, level: float = 0.95) -> list[int]:
    """Return the topics that coders could not tell from chance.

    These are the topics of which guessing gets as many items right more often than in
    (1 - level) / 2 of cases.
    """
    rows = results[(results["measure"] == "told") & (results["n_items"] > 0)]
    return sorted(int(topic) for topic in rows.loc[rows["p_value"] > (1 - level) / 2, "topic"])


def _as_text(answers: "pd.Series[str]") -> "pd.Series[str]":
    """Return answers as they are typed: 3 for 3.0, and nothing for what is missing."""
    text = answers.astype("string").str.strip().fillna("")
    return text.str.replace(r"^(\d+)[.,]0*$", r"\1", regex=True)


def _check(items: pd.DataFrame, given: pd.DataFrame) -> None:
    sizes = given["item"].map(items["options"].map(len))
    number = pd.to_numeric(given["answer"], errors="coerce").astype(float)
    free = given["answer"].isin(["", CANNOT_TELL])
    wrong = ~free & ~((number >= 1) & (number <= sizes) & (number % 1 == 0))
    if wrong.any():
        row = given[wrong].iloc[0]
        raise InputError(
            f"`answers`: coder {row['coder']!r} answered {row['answer']!r} to item {row['item']}; "
            f"give the number of an option, 1 to {sizes[wrong].iloc[0]:.0f}, {CANNOT_TELL} where "
            "it cannot be told, or nothing."
        )


def _accuracy(shares: pd.DataFrame, level: float) -> list[dict[str, object]]:
    rows = []
    for task, of_task in shares.groupby("task", sort=True):
        for topic in [*sorted(of_task["topic"].unique().tolist()), ALL]:
            own = of_task if topic == ALL else of_task[of_task["topic"] == topic]
            rows.append({"measure": "accuracy", "task": task} | _row(own, topic, level))
    return rows


def _told(shares: pd.DataFrame, level: float) -> list[dict[str, object]]:
    rows = []
    for topic in sorted(shares["topic"].unique().tolist()):
        own = shares[shares["topic"] == topic]
        p_value = _by_chance(own["chance"].to_numpy(), int(own["right"].sum() + 1e-9))
        rows.append({"measure": "told", "task": ALL, "p_value": p_value} | _row(own, topic, level))
    return rows


def _row(own: pd.DataFrame, topic: object, level: float) -> dict[str, object]:
    low, high = wilson(float(own["right"].sum()), len(own), level)
    return {
        "topic": str(topic),
        "n_items": len(own),
        "n_answers": int(own["n"].sum()),
        "estimate": own["right"].mean(),
        "ci_low": low,
        "ci_high": high,
        "expected": own["chance"].mean(),
    }


def _by_chance(chances: npt.NDArray[np.float64], right: int) -> float:
    """Return how likely at least so many of independent guesses are right."""
    odds = np.ones(1)
    for chance in np.sort(chances):
        odds = np.convolve(odds, [1 - chance, chance])
    return float(min(1.0, odds[right:].sum()))


def _agreement(
    task: str, told: pd.DataFrame, items: pd.DataFrame, level: float, seed: int
) -> list[dict[str, object]]:
    own = told[told["item"].map(items["task"]) == task]
    own = own[own["answer"] != CANNOT_TELL]
    row: dict[str, object] = {"measure": "alpha", "task": task, "topic": ALL, "expected": 0.0}
    try:
        found = krippendorff_alpha(own, level=level, seed=seed).iloc[0]
    except InputError:
        raise
    except TopicsError:  # nobody shared an item: told by the missing estimate
        return [row]
    same = {name: found[name] for name in ("n_items", "n_answers", "ci_low", "ci_high")}
    return [row | same | {"estimate": found["alpha"]}]


def _not_given(task: str, given: pd.DataFrame, items: pd.DataFrame) -> list[dict[str, object]]:
    own = given[given["item"].map(items["task"]) == task]
    n_items = int((items["task"] == task).sum())
    asked = n_items * own["coder"].nunique()  # rows that a coder has removed are missing too
    counts = {
        "missing": asked - int(own["answer"].ne("").sum()),
        "cannot tell": int(own["answer"].eq(CANNOT_TELL).sum()),
    }
    return [
        {"measure": name, "task": task, "topic": ALL, "n_items": n_items, "n_answers": n}
        for name, n in counts.items()
    ]


def disagreements(items: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """List the items to which coders gave different answers.

    Parameters
    ----------
    items, answers : DataFrame
        As in `score_tasks`.

    Returns
    -------
    DataFrame
        task, topic, item, doc_id, options (with their numbers), right (the number), and the
        answers, as "ann: 2, bob: 4".
    """
    known = items[items["options"].map(len) > 0].set_index("item")
    given = answers.assign(answer=_as_text(answers["answer"]))
    given = given[given["answer"] != ""]
    given = given[given["item"].isin(known.index)].sort_values(["item", "coder"], kind="stable")
    rows = []
    for item, own in given.groupby("item"):
        if own["answer"].nunique() < 2:
            continue
        row = known.loc[item]
        options = [f"{number}: {option}" for number, option in enumerate(row["options"], 1)]
        said = [f"{coder}: {one}" for coder, one in zip(own["coder"], own["answer"], strict=True)]
        rows.append(
            (row["task"], row["topic"], item, row.get("doc_id", ""), " | ".join(options),
             row["answer"], ", ".join(said))
        )  # fmt: skip
    columns = ["task", "topic", "item", "doc_id", "options", "right", "answers"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["task", "topic", "item"], kind="stable", ignore_index=True)
