"""A run in words: what stands out in it, and its corpus in numbers."""

from typing import TYPE_CHECKING

import pandas as pd

from topics._checks import check_columns
from topics.plots.rows import DAGGER, DAGGER_MEANS, UNSETTLED, UNSETTLED_MEANS
from topics.report.facts import (
    counted,
    label_of,
    number_sentence,
    share_of,
    tells_pairs,
    times,
    units_read,
)
from topics.run.comparison import known_dates, only_years
from topics.run.headlines import headlines

if TYPE_CHECKING:
    from topics.run.analysis import Analysis


def findings(estimates: pd.DataFrame, *, most: int = 8, level: float = 0.95) -> list[str]:
    r"""Say which countries stand out on which topics.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it, with the columns country_name and topic_label.
    most : int
        How many sentences at the most.
    level : float
        Level of the interval in the columns ci_low and ci_high.

    Returns
    -------
    list of str
        One sentence per topic at most: of the countries that are told from the topic's share in
        the corpus, the one whose lift begins highest. Topics on which none is are left out.

    Examples
    --------
    >>> (found,) = findings(pd.DataFrame({
    ...     "country": ["KAZ"], "country_name": ["Kazakhstan"], "topic": [0],
    ...     "topic_label": ["T1 uranium"], "estimate": [0.3], "ci_low": [0.2],
    ...     "ci_high": [0.4], "corpus_share": [0.1], "lift": [3.0], "lift_low": [2.1],
    ...     "lift_high": [4.0]}))
    >>> print(found[:59], found[60:], sep="\n")
    Kazakhstan, T1 uranium: 30 % (95 % interval 20 to 40 %),
    3.0 times (2.1 to 4.0) the corpus's 10 %.
    """
    columns = ("country_name", "topic_label", "topic", "estimate", "ci_low", "ci_high")
    lifts = ("corpus_share", "lift", "lift_low", "lift_high")
    check_columns(estimates, (*columns, *lifts), name="estimates")
    rows = headlines(estimates, most=most)
    return [
        f"{row['country_name']}, {label_of(row)}: {share_of(row)} "
        f"({100 * level:g} % interval {100 * row['ci_low']:.0f} to {100 * row['ci_high']:.0f} %), "
        f"{row['lift']:.1f} times ({times(row['lift_low'])} to {times(row['lift_high'])}) the "
        f"corpus's {100 * row['corpus_share']:.0f} %."
        for row in rows.to_dict("records")
    ]


def differences(
    contrasts: pd.DataFrame, *, most: int = 3, level: float = 0.95, fdr: float = 0.05
) -> list[str]:
    """Say on which topics two countries differ.

    Parameters
    ----------
    contrasts : DataFrame
        As `contrasts` returns it, with the columns first_name, second_name and topic_label.
    most : int
        How many sentences at the most.
    level : float
        Level of the interval in the columns ci_low and ci_high.
    fdr : float
        False-discovery rate at which a difference counts.

    Returns
    -------
    list of str
        One sentence per pair at most, those furthest from no difference first.

    Examples
    --------
    >>> differences(pd.DataFrame({
    ...     "first": ["KAZ"], "first_name": ["Kazakhstan"], "second": ["IRN"],
    ...     "second_name": ["Iran"], "topic_label": ["T1 uranium"], "estimate": [-0.2],
    ...     "ci_low": [-0.3], "ci_high": [-0.1], "p_adjusted": [0.001]}))
    ['T1 uranium: 20 percentage points more for Iran than for Kazakhstan (95 % interval 10 to 30).']
    """
    if contrasts.empty:
        return []
    rows = contrasts[contrasts["p_adjusted"] <= fdr]
    near = rows[["ci_low", "ci_high"]].abs().min(axis=1)
    rows = rows.loc[near.sort_values(ascending=False, kind="stable").index]
    sentences = []
    for row in rows.drop_duplicates(["first", "second"]).head(most).to_dict("records"):
        names, ends = [row["first_name"], row["second_name"]], [row["ci_low"], row["ci_high"]]
        if row["estimate"] < 0:
            names.reverse()
            ends = [-row["ci_high"], -row["ci_low"]]
        mark = "" if row.get("settled", True) else UNSETTLED
        sentences.append(
            f"{label_of(row)}: {mark}{100 * abs(row['estimate']):.0f} percentage points more for "
            f"{names[0]} than for {names[1]} ({100 * level:g} % interval {100 * ends[0]:.0f} to "
            f"{100 * ends[1]:.0f})."
        )
    return sentences


def relations(
    pairs: pd.DataFrame, *, most: int = 3, level: float = 0.95, by: float = 0.05
) -> list[str]:
    r"""Say what two countries are written about together, where that is told from chance.

    Parameters
    ----------
    pairs : DataFrame
        As `topic_pairs` returns it, with the columns first_name, second_name, topic_label, and
        stable where it is known.
    most : int
        How many sentences at the most.
    level : float
        Level of the intervals.
    by : float
        How far above the expected share the whole interval must lie, as a share.

    Returns
    -------
    list of str
        One sentence per pair at most, furthest from the expected share first: the pair is not
        the mean of its countries, the cell is flagged, and other seeds find the topic again. When
        there is none, one sentence that says so.

    Examples
    --------
    >>> (found,) = relations(pd.DataFrame({
    ...     "first_name": ["Kazakhstan"], "second_name": ["Russia"], "first": "KAZ",
    ...     "second": "RUS", "topic_label": ["T1 transit"], "estimate": [0.38], "ci_low": [0.3],
    ...     "ci_high": [0.47], "expected": [0.1], "beyond_low": [0.2], "beyond_high": [0.36],
    ...     "flagged": [True], "n_docs": [24]}))
    >>> print(found[:88], found[89:], sep="\n")
    Texts on both Kazakhstan and Russia: T1 transit 38 % (95 % interval 30 to 47 %; n = 24),
    against 10 % expected from what is written about each.
    >>> relations(pd.DataFrame())
    ['No two countries share enough texts to say what they are written about together.']
    """
    if pairs.empty:
        return ["No two countries share enough texts to say what they are written about together."]
    rows = pairs[pairs["flagged"] & (pairs["beyond_low"] >= by)]
    if "stable" in rows:
        rows = rows[rows["stable"].fillna(value=False).astype(bool)]
    rows = rows.sort_values("beyond_low", ascending=False, kind="stable")
    rows = rows.drop_duplicates(["first", "second"]).head(most)
    if rows.empty:
        several = counted(len(pairs[["first", "second"]].drop_duplicates()), "pair")
        return [
            f"Of {several} of countries with enough texts on both, none stands out on a topic "
            "beyond what is written about each."
        ]
    return [
        f"Texts on both {row['first_name']} and {row['second_name']}: {label_of(row)} "
        f"{share_of(row)} ({100 * level:g} % interval {100 * row['ci_low']:.0f} to "
        f"{100 * row['ci_high']:.0f} %; n = {row['n_docs']:,}), against "
        f"{100 * row['expected']:.0f} % expected from what is written about each."
        for row in rows.to_dict("records")
    ]


def stands_out(analysis: "Analysis") -> list[str]:
    """Return the findings and differences of a run as sentences, at least one."""
    level = analysis.config.level
    found = findings(analysis.estimates, level=level)
    sentences = [
        *(found or ["No country departs credibly from the corpus on any topic."]),
        *differences(analysis.contrasts, level=level),
        *(relations(analysis.pairs, level=level) if tells_pairs(analysis) else []),
    ]
    if any(DAGGER in sentence for sentence in sentences):
        sentences.append(f"{DAGGER_MEANS}.")
    if any(UNSETTLED in sentence for sentence in sentences):
        sentences.append(f"{UNSETTLED_MEANS}.")
    return [*sentences, robustness(analysis)]


def summary(analysis: "Analysis") -> list[tuple[str, str]]:
    """Return the corpus and the run in numbers, as pairs of a name and a value."""
    flow = analysis.flow
    read, kept = int(flow["kept"].iloc[0]), len(analysis.corpus)
    dates = known_dates(analysis.corpus).dropna()
    form = "%Y" if only_years(analysis.corpus) else "%Y-%m-%d"
    span = f"{dates.min():{form}} to {dates.max():{form}}" if len(dates) else "none known"
    coarse = year_only(analysis.corpus)
    audit = analysis.audit
    lines = int((audit["line"].notna() & (audit["stage"] != "title")).sum())
    words = analysis.bow
    estimated = analysis.estimates["country"].nunique()
    about_lines = ("Lines of boilerplate removed", f"{lines:,}")
    rows = [
        ("Documents read", f"{read:,}"),
        ("Documents kept", f"{kept:,} ({read - kept:,} dropped, listed in tables/dropped.csv)"),
        about_lines,
        (
            "Dates",
            f"{span}; {counted(kept - len(dates), 'document')} undated{coarse}"
            f"{_unread_dates(analysis)}",
        ),
    ]
    if analysis.lines:
        rows = [*((line.label, line.text) for line in analysis.lines), about_lines]
    rows += [
        (
            "Tokens and vocabulary",
            f"{int(words.counts.sum()):,} tokens, {len(words.words):,} distinct words",
        ),
        ("Countries", _countries_found(analysis, estimated)),
        (
            "Topics",
            f"{analysis.config.n_topics} (LDA, fitted by {analysis.config.algorithm}), "
            f"{number_sentence(analysis)}",
        ),
    ]
    if analysis.config.unit != "document":
        rows.insert(-3 if analysis.lines else 3, ("Units of the topic model", units_read(analysis)))
    return rows


def robustness(analysis: "Analysis") -> str:
    """Say whether the headlines were tried under other choices, and how many hold."""
    table = analysis.robust
    if not analysis.config.robust:
        return "Not tried (--robust): other numbers of topics, seeds, country words, sources."
    if table.empty:
        return "Nothing stands out that could be tried under other choices."
    tried = table[table["choice"] != "as reported"]
    cells = [tried["country"], tried["topic"]]
    hold = tried["verdict"].eq("holds").groupby(cells).all()
    turned = int(tried["verdict"].eq("turns").groupby(cells).any().sum())
    return (
        f"{int(hold.sum())} of {len(hold)} headlines hold under all of "
        f"{tried['choice'].nunique()} other choices; {turned} turn under one or more."
    )


def year_only(corpus: pd.DataFrame) -> str:
    """Say of how many documents only the year is known, where more is known of others."""
    days = known_dates(corpus, at_least="month").notna().sum()
    years = known_dates(corpus).notna().sum() - days
    return f", {years:,} with their year only" if days and years else ""


def _unread_dates(analysis: "Analysis") -> str:
    number = analysis.account.dates_unreadable
    examples = "; ".join(analysis.account.dates_unreadable_examples)
    return f"; {number:,} could not be read, such as {examples}" if number else ""


def _countries_found(analysis: "Analysis", estimated: int) -> str:
    found = analysis.weights["country"].nunique()
    least = analysis.config.min_country_docs
    how = "mentioned" if analysis.config.speaker is None else "speaking"
    return f"{found:,} {how}; {estimated:,} with at least {least:g} documents, which are estimated"
