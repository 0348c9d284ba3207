"""A run in words: what stands out in it, and its corpus in numbers."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics._checks import check_columns
from topics.estimate.standing import FDR, distance_from_corpus, told_apart
from topics.plots.rows import (
    DAGGER,
    DAGGER_MEANS,
    LEAST_NAMED,
    UNSETTLED,
    UNSETTLED_MEANS,
    per_cent,
)
from topics.report.facts import (
    counted,
    label_of,
    number_sentence,
    share_of,
    tells_pairs,
    units_read,
)
from topics.run.comparison import known_dates, only_years
from topics.run.headlines import headlines

if TYPE_CHECKING:
    from topics.run.analysis import Analysis


def findings(estimates: pd.DataFrame, *, most: int = 8, speaking: bool = False) -> list[str]:
    r"""Say which countries stand out on which topics.

    Parameters
    ----------
    estimates : DataFrame
        As `topic_country` returns it, with the columns country_name and topic_label.
    most : int
        How many sentences at the most.
    speaking : bool
        Countries are those that speak, not those that are written about.

    Returns
    -------
    list of str
        One sentence per topic at most, with the interval in brackets: the country that lies
        farthest above the topic's share in the corpus, of those that are `told_apart` from it.
        Topics on which there is none are left out.

    Examples
    --------
    >>> (found,) = findings(pd.DataFrame({
    ...     "country": ["KAZ"], "country_name": ["Kazakhstan"], "topic": [0],
    ...     "topic_label": ["T1 uranium"], "estimate": [0.3], "ci_low": [0.2],
    ...     "ci_high": [0.4], "corpus_share": [0.1], "lift": [3.0], "n_effective": [24.0]}))
    >>> print(found)
    30 % (20 to 40) of what is written about Kazakhstan is on T1 uranium: 3.0 times the usual 10 %.
    """
    columns = ("country_name", "topic_label", "topic", "estimate", "corpus_share", "lift")
    check_columns(estimates, columns, name="estimates")
    said = "what {} says" if speaking else "what is written about {}"
    return [
        f"{share_of(row)} ({_interval(row)}) of {said.format(row['country_name'])} "
        f"is on {label_of(row)}: {row['lift']:.1f} times the usual "
        f"{per_cent(row['corpus_share'])} %."
        for row in headlines(estimates, most=most).to_dict("records")
    ]


def differences(contrasts: pd.DataFrame, *, most: int = 3, fdr: float = 0.05) -> list[str]:
    """Say on which topics two countries differ.

    Parameters
    ----------
    contrasts : DataFrame
        As `contrasts` returns it, with the columns first_name, second_name and topic_label.
    most : int
        How many sentences at the most.
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
    ['T1 uranium: 20 percentage points more for Iran than for Kazakhstan (10 to 30).']
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
            f"{names[0]} than for {names[1]} ({100 * ends[0]:.0f} to {100 * ends[1]:.0f})."
        )
    return sentences


def relations(
    pairs: pd.DataFrame,
    *,
    most: int = 3,
    by: float = 0.05,
    least: int = LEAST_NAMED,
) -> list[str]:
    r"""Say what two countries are written about together, where that is told from chance.

    Parameters
    ----------
    pairs : DataFrame
        As `topic_pairs` returns it, with the columns first_name, second_name, topic_label, and
        stable where it is known.
    most : int
        How many sentences at the most.
    by : float
        How far above the expected share the whole interval must lie, as a share.
    least : int
        Texts that a pair needs to be named: of fewer, too many flagged cells are chance.

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
    >>> print(found[:72], found[73:], sep="\n")
    Texts on both Kazakhstan and Russia: T1 transit 38 % (30 to 47), n = 24,
    against 10 % expected from what is written about each.
    >>> relations(pd.DataFrame())
    ['No two countries share enough texts to say what they are written about together.']
    """
    if pairs.empty:
        return ["No two countries share enough texts to say what they are written about together."]
    enough = pairs["n_docs"] >= least
    rows = pairs[pairs["flagged"] & (pairs["beyond_low"] >= by) & enough]
    if "stable" in rows:
        rows = rows[rows["stable"].fillna(value=False).astype(bool)]
    rows = rows.sort_values("beyond_low", ascending=False, kind="stable")
    rows = rows.drop_duplicates(["first", "second"]).head(most)
    if rows.empty:
        several = counted(len(pairs.loc[enough, ["first", "second"]].drop_duplicates()), "pair")
        return [
            f"Of {several} of countries with {least} texts or more on both, none stands out on a "
            "topic beyond what is written about each."
        ]
    return [
        f"Texts on both {row['first_name']} and {row['second_name']}: {label_of(row)} "
        f"{share_of(row)} ({_interval(row)}), n = {row['n_docs']:,}, against "
        f"{100 * row['expected']:.0f} % expected from what is written about each."
        for row in rows.to_dict("records")
    ]


def groups_found(analysis: "Analysis") -> str:
    """Say how many groups there are, how many are estimated, and how many documents have none."""
    counts, unit = analysis.group_documents, analysis.config.unit
    own = int(counts["estimated"].sum())
    without = len(analysis.units) - int(counts["n_docs"].sum())
    few = counts.loc[~counts["estimated"], "n_docs"]
    text = f"{counted(own, 'value')} of {len(counts):,} {'is' if own == 1 else 'are'} estimated"
    if len(few):
        text += (
            f"; the others have fewer than {analysis.config.min_group_docs:g} {unit}s, "
            f"{few.sum():,} together, and are listed in tables/group_documents.csv"
        )
    return f"{text}; {counted(without, unit)} {'has' if without == 1 else 'have'} no value."


def groups_told(groups: pd.DataFrame, *, most: int = 3) -> list[str]:
    """Say which groups stand out on which topics, as `findings` does of countries.

    Examples
    --------
    >>> groups_told(pd.DataFrame({
    ...     "group": ["Greens"], "topic": [0], "topic_label": ["T0 forest"], "estimate": [0.3],
    ...     "ci_low": [0.2], "ci_high": [0.4], "corpus_share": [0.1], "lift": [3.0],
    ...     "p_adjusted": [0.001], "n_effective": [24.0]}))
    ['Greens: 30 % (20 to 40) on T0 forest, 3.0 times the usual 10 %, n = 24.']
    """
    rows = headlines(groups.assign(country=groups["group"]), most=most)
    return [
        f"{row['group']}: {share_of(row)} ({_interval(row)}) on {label_of(row)}, "
        f"{row['lift']:.1f} times the usual {per_cent(row['corpus_share'])} %, n = "
        f"{row['n_effective']:,.0f}."
        for row in rows.to_dict("records")
    ] or ["No group is told from the corpus on any topic."]


def groups_told_apart(crossed: pd.DataFrame, *, most: int = 3, fdr: float = FDR) -> list[str]:
    """Say what a group has on a country that the others have not, one sentence per pair of them.

    Examples
    --------
    >>> groups_told_apart(pd.DataFrame({
    ...     "country": ["KAZ"], "country_name": ["Kazakhstan"], "group": ["Greens"], "topic": [0],
    ...     "topic_label": ["T0 forest"], "estimate": [0.3], "ci_low": [0.2], "ci_high": [0.4],
    ...     "elsewhere": [0.1], "difference_low": [0.1], "difference_high": [0.3],
    ...     "p_adjusted": [0.001], "n_effective": [24.0]}))
    ['Greens on Kazakhstan: T0 forest 30 % (20 to 40), n = 24, against 10 % in the other groups.']
    """
    rows = crossed[(crossed["p_adjusted"] < fdr) & (crossed["difference_low"] > 0)]
    rows = rows.sort_values("difference_low", ascending=False, kind="stable")
    rows = rows.drop_duplicates(["country", "group"]).head(most)
    return [
        f"{row['group']} on {row['country_name']}: {label_of(row)} {share_of(row)} "
        f"({_interval(row)}), n = {row['n_effective']:,.0f}, against "
        f"{per_cent(row['elsewhere'])} % in the other groups."
        for row in rows.to_dict("records")
    ] or ["No group is told from the others on any country."]


def _interval(row: Mapping[Hashable, Any]) -> str:
    return f"{100 * row['ci_low']:.0f} to {100 * row['ci_high']:.0f}"


def stands_out(analysis: "Analysis", *, most: int = 5) -> list[str]:
    """Return the findings, `most` at the most, and differences of a run as sentences."""
    found = findings(analysis.shown(), most=most, speaking=analysis.config.speaker is not None)
    sentences = [
        *(found or ["No country is told from the corpus on any topic."]),
        *differences(analysis.contrasts, most=1 + bool(analysis.config.compare)),
        *(relations(analysis.pairs) if tells_pairs(analysis) else []),
        *(groups_told(analysis.groups, most=1) if len(analysis.groups) else []),
        *(
            groups_told_apart(analysis.group_countries, most=1)
            if len(analysis.group_countries)
            else []
        ),
    ]
    if any(DAGGER in sentence for sentence in sentences):
        sentences.append(f"{DAGGER_MEANS}.")
    if any(UNSETTLED in sentence for sentence in sentences):
        sentences.append(f"{UNSETTLED_MEANS}.")
    return [*sentences, robustness(analysis)]


def chosen_as_extremes(estimates: pd.DataFrame, *, level: float = 0.95) -> str:
    """Say of how many cells the findings are the farthest, and how many may be chance.

    Examples
    --------
    >>> import textwrap
    >>> print(textwrap.fill(chosen_as_extremes(pd.DataFrame({
    ...     "country": ["KAZ", "UZB"], "topic": 0, "corpus_share": 0.1, "ci_low": [0.2, 0.05],
    ...     "ci_high": [0.3, 0.2], "p_adjusted": [0.01, 0.6]})), 94))
    Of 2 cells (2 countries x 1 topic), 1 is told from the corpus (false-discovery rate 5 %). What
    is told was picked for lying farthest out: expect less of other texts. In brackets: 95 %
    intervals.
    """
    told = int(told_apart(estimates).sum())
    alone = int((distance_from_corpus(estimates) != 0).sum())
    countries = counted(estimates["country"].nunique(), "country", names="countries")
    topics = counted(estimates["topic"].nunique(), "topic")
    text = (
        f"Of {len(estimates):,} cells ({countries} x {topics}), {told:,} "
        f"{'is' if told == 1 else 'are'} told from the corpus (false-discovery rate "
        f"{100 * FDR:g} %)."
    )
    if alone > told:
        text += (
            f" The intervals of another {alone - told:,} leave the corpus out too, as happens by "
            "chance among so many: they are not told (hollow dots in figures)."
        )
    if told:
        text += " What is told was picked for lying farthest out: expect less of other texts."
    return f"{text} In brackets: {100 * level:g} % intervals."


def what_was_read(analysis: "Analysis") -> list[tuple[str, str]]:
    """Return what page 1 says of the corpus: its account, and which countries were estimated.

    Lines that worry stand with the cautions, and not here.
    """
    worries = {line.label for line in analysis.lines if line.worry}
    beside = worries | {"Lines of boilerplate removed", "Tokens and vocabulary", "Topics"}
    rows = [row for row in summary(analysis) if row[0] not in beside]
    return [row for row in rows if row[1] not in ("none", "none found")]


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
    if analysis.config.groups is not None:
        rows.insert(-1, (f"Groups by {analysis.config.groups}", groups_found(analysis)))
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
    shown = analysis.shown()["country"].nunique()
    figures = "" if shown == estimated else f", {shown:,} of them in the figures"
    return (
        f"{found:,} {how}; {estimated:,} with at least {least:g} {analysis.config.unit}s, which "
        f"are estimated{figures}"
    )
