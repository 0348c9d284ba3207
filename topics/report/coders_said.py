"""What coders found of a run, in words: for the page of limits, methods, cautions and the shell."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics._checks import listed
from topics.evaluate.coding import COUNTRIES
from topics.evaluate.validity import ALL
from topics.report.facts import counted
from topics.run.steps import known_name
from topics.run.validation import Validation

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

MOST_TOPICS = 12  # that are told of one by one
UNTOLD = "‡"  # behind a topic that coders could not tell from chance
NAMES = {
    "word_intrusion": "word intrusion",
    "r4wsi": "random 4 word set intrusion",
    "topic_intrusion": "topic intrusion",
    "label_intrusion": "label intrusion",
    "optimal_label": "optimal label",
    COUNTRIES: "countries",
}
_CITES = {
    "word_intrusion": "@chang2009",
    "topic_intrusion": "@chang2009",
    "r4wsi": "@ying2022",
    "label_intrusion": "@ying2022",
    "optimal_label": "@ying2022",
}
_HOW = "topics validate draws coding sheets for this"


def found_by_coders(analysis: "Analysis", *, cite: bool = False) -> str:
    """Say what coders found, or that nobody has checked; for the page of limits and for methods.

    Parameters
    ----------
    analysis : Analysis
        The run.
    cite : bool
        Whether to cite works by their keys.
    """
    found, spoken = analysis.validation, bool(analysis.config.speaker)
    topics = not found.rows("accuracy").empty
    countries = not found.rows("precision of weights").empty
    parts = []
    if topics or countries:
        parts.append(_who(found))
    if topics:
        parts += [_topics(found, cite=cite), _by_topic(analysis)]
    if countries:
        parts += [_countries(found), _refuted(analysis)]
    unchecked = [] if topics else ["topics"]
    unchecked += [] if countries or spoken else ["countries"]
    if unchecked:
        parts.append(f"No person has checked the {listed(unchecked)} of this run{_more(found)}.")
    return " ".join(part for part in parts if part)


def _more(found: Validation) -> str:
    if found.stale:
        return f"; what coders found of {listed(found.stale)} is of another run, and not used"
    return f"; {_HOW}" if found.results.empty else ""


def _who(found: Validation) -> str:
    n = counted(found.n_coders, "coder")
    alone = "; how far others would agree is not known" if found.n_coders == 1 else ""
    return f"{n} checked a sample drawn by topic and country, on sheets without answers{alone}."


def _topics(found: Validation, *, cite: bool) -> str:
    rows = _by_task(found.rows("accuracy", topic=ALL))
    alpha = found.rows("alpha").set_index("task")
    parts = []
    for row in rows:
        work = f" [{_CITES[row['task']]}]" if cite else ""
        agree = _alpha(alpha.loc[row["task"]])
        parts.append(
            f"{NAMES[row['task']]}{work} {_percent(row)} ({_ends(row)}; chance "
            f"{100 * row['expected']:.0f} %; {counted(int(row['n_items']), 'item')}; {agree})"
        )
    works = " [@krippendorff2011; @hayes2007]" if cite else ""
    missing, unsure = _count(found, "missing"), _count(found, "cannot tell")
    rest = [f"{missing:,} answers were missing and count for nothing"] * bool(missing)
    rest += [f"{unsure:,} said that it cannot be told, which counts as not right"] * bool(unsure)
    return (
        f"The share of items answered right, with {100 * found.level:g} % intervals over items and "
        f"Krippendorff's alpha{works}: {'; '.join(parts)}."
        + (f" Of the answers, {' and '.join(rest)}." if rest else "")
    )


def _by_task(rows: pd.DataFrame) -> list[Any]:
    order = rows["task"].map(list(NAMES).index)
    return rows.loc[order.sort_values().index].to_dict("records")


def _count(found: Validation, measure: str) -> int:
    rows = found.rows(measure)
    return int(rows.loc[rows["task"] != COUNTRIES, "n_answers"].sum())


def _alpha(row: Any) -> str:  # noqa: ANN401
    if pd.isna(row["estimate"]):
        none = int(row["n_items"]) == 0
        return "alpha unknown, for " + ("none had two answers" if none else "all answers are alike")
    low, high = row["ci_low"], row["ci_high"]
    return f"alpha {row['estimate']:.2f}, {low:.2f} to {high:.2f}".replace("-", "−")


def _interval(row: Any) -> str:  # noqa: ANN401 - a row as a dict or a Series
    return f"{_percent(row)} ({_ends(row)})"


def _percent(row: Any) -> str:  # noqa: ANN401
    return f"{100 * row['estimate']:.0f} %"


def _ends(row: Any) -> str:  # noqa: ANN401
    return f"{100 * row['ci_low']:.0f} to {100 * row['ci_high']:.0f} %"


def topic_results(found: Validation) -> dict[int, str]:
    """Return what coders found of each topic, over all tasks, in a phrase for its card."""
    rows = found.rows("told")
    if rows.empty:
        return {}
    untold = set(found.untold)
    return {
        int(row["topic"]): (
            f"coders {100 * row['estimate']:.0f} % right"
            + (f" {UNTOLD}" if int(row["topic"]) in untold else "")
        )
        for row in rows.to_dict("records")
    }


def untold_sentence(found: Validation) -> str:
    """Return what the mark of a topic on its card means, with a space before it, if there is one.

    Examples
    --------
    >>> untold_sentence(Validation())
    ''
    """
    return f" {UNTOLD}: coders could not tell it from chance." if found.untold else ""


def _by_topic(analysis: "Analysis") -> str:
    """Say of each topic how often coders were right, over all tasks, the lowest first."""
    found = analysis.validation
    rows = found.rows("told").sort_values(["estimate", "topic"], kind="stable")
    labels = analysis.words.drop_duplicates("topic").set_index("topic")["topic_label"]
    untold = found.untold
    named = [
        f"{labels[int(row['topic'])]}{f' {UNTOLD}' * (int(row['topic']) in untold)} "
        f"{_interval(row)}"
        for row in rows.head(MOST_TOPICS).to_dict("records")
    ]
    few = f"the lowest {MOST_TOPICS} of {len(rows)}; all are in tables/validation.csv"
    which = f" ({few})" if len(rows) > MOST_TOPICS else ""
    text = f"By topic, over all tasks{which}: {'; '.join(named)}."
    if not untold:
        return f"{text} Each was told from chance."
    return (
        f"{text} Coders could not tell {len(untold)} of {len(rows)} topics from chance ({UNTOLD}): "
        f"do not build on {'it' if len(untold) == 1 else 'them'} before reading the texts."
    )


def _countries(found: Validation) -> str:
    def share(measure: str) -> str:
        rows = found.rows(measure, country="")
        if rows.empty or pd.isna(rows["estimate"].iloc[0]):
            return "an unknown share"
        return _interval(rows.iloc[0])

    row = found.rows("precision of weights", country="").iloc[0]
    alpha = found.rows("alpha", task=COUNTRIES)
    error = found.rows("calibration error")
    text = (
        f"In {counted(int(row['n_items']), 'text')} read for their countries, "
        f"{share('precision of weights')} of the weight is on countries that the text is about; of "
        "the countries that coders name, a probability of one half or more is given to "
        f"{share('recall')}, and of those that a text is mainly about to {share('recall of main')}."
    )
    if not error.empty:
        gap = 100 * error["estimate"].iloc[0]
        text += (
            f" Probabilities and what coders say differ by {gap:.0f} percentage points on average, "
            "over five classes."
        )
    if not alpha.empty:
        text += f" Agreement on main, also or not: {_alpha(alpha.iloc[0])}."
    return f"{text} These errors are not in the intervals of the estimates."


def _refuted(analysis: "Analysis", *, among: Collection[str] | None = None) -> str:
    """Say which countries coders refute, of all or of some."""
    found = analysis.validation
    if not found.refuted:
        return ""
    rows = found.rows("precision of weights").set_index("country")
    named = [
        f"{known_name(country)}, {_interval(rows.loc[country])}"
        for country in found.refuted
        if among is None or country in among
    ]
    if not named:
        return ""
    return (
        f"Coders refute {'; '.join(named)}: less than half of the weight there is on texts about "
        f"{'it' if len(named) == 1 else 'them'}. Cells are as they were computed; do not build on "
        "these."
    )


def coders_cautions(analysis: "Analysis") -> list[str]:
    """Return what coders found that should worry the reader of the run."""
    found = analysis.validation
    told = []
    if found.untold:
        labels = analysis.words.drop_duplicates("topic").set_index("topic")["topic_label"]
        named = "; ".join(labels[topic] for topic in found.untold)
        told.append(f"Coders could not tell from chance: {named} ({UNTOLD}).")
    refuted = _refuted(analysis, among=set(analysis.estimates["country"]))
    told += [refuted] if refuted else []
    if found.stale:
        told.append(
            f"What coders found of {listed(found.stale)} is of another run, and is not used."
        )
    return told


def result_lines(found: Validation) -> list[str]:
    """Return what coders found, in one line for each task."""
    alpha = found.rows("alpha").set_index("task")
    lines = []
    for row in _by_task(found.rows("accuracy", topic=ALL)):
        task = row["task"]
        lines.append(
            f"{NAMES[task]}: {_percent(row)} right ({_ends(row)}; chance "
            f"{100 * row['expected']:.0f} %); "
            f"{_alpha(alpha.loc[task])}{_gaps(found, task)}"
        )
    if found.untold:
        names = ", ".join(f"T{topic}" for topic in found.untold)
        lines.append(f"not told from chance: {names}")
    for measure in ("precision of weights", "precision", "recall", "recall of main"):
        rows = found.rows(measure, country="")
        if not rows.empty and rows["n_items"].iloc[0]:
            lines.append(f"countries, {measure}: {_interval(rows.iloc[0])}")
    if COUNTRIES in alpha.index:
        lines.append(f"countries: {_alpha(alpha.loc[COUNTRIES])}{_gaps(found, COUNTRIES)}")
    if found.refuted:
        lines.append(f"countries refuted: {', '.join(found.refuted)}")
    return lines


def _gaps(found: Validation, task: str) -> str:
    counts = [
        (measure, int(found.rows(measure, task=task)["n_answers"].sum()))
        for measure in ("missing", "cannot tell")
    ]
    return "".join(f"; {n:,} {measure}" for measure, n in counts if n)
