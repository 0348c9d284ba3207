"""A run in words: its numbers, what stands out, how it was made and what limits it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics._checks import check_columns
from topics.run.comparison import known_dates, only_years

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

UNSTABLE = "†"  # behind the label of a topic that other seeds do not find again


def findings(estimates: pd.DataFrame, *, most: int = 8, level: float = 0.95) -> list[str]:
    """Say which countries stand out on which topics.

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
        One sentence per topic at most: the country whose interval begins highest above the
        topic's share in the corpus. Topics on which no country stands out are left out.

    Examples
    --------
    >>> findings(pd.DataFrame({
    ...     "country": ["KAZ"], "country_name": ["Kazakhstan"], "topic": [0],
    ...     "topic_label": ["T1 uranium"], "estimate": [0.3], "ci_low": [0.2],
    ...     "ci_high": [0.4], "lift": [3.0]}))
    ['Kazakhstan, T1 uranium: 30 % (95 % interval 20 to 40 %), 3.0 times the corpus (10 %).']
    """
    check_columns(
        estimates,
        ("country_name", "topic_label", "topic", "estimate", "ci_low", "ci_high", "lift"),
        name="estimates",
    )
    rows = estimates.assign(base=estimates["estimate"] / estimates["lift"])
    rows = rows.assign(margin=rows["ci_low"] / rows["base"])
    rows = rows[rows["margin"] > 1].sort_values("margin", ascending=False, kind="stable")
    rows = rows.drop_duplicates("topic").head(most)
    return [
        f"{row['country_name']}, {label_of(row)}: {100 * row['estimate']:.0f} % "
        f"({100 * level:g} % interval {100 * row['ci_low']:.0f} to {100 * row['ci_high']:.0f} %), "
        f"{row['lift']:.1f} times the corpus ({100 * row['base']:.0f} %)."
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
    ...     "first": ["KAZ"], "first_name": ["Kazakhstan"], "second": ["UZB"],
    ...     "second_name": ["Laos"], "topic_label": ["T1 uranium"], "estimate": [-0.2],
    ...     "ci_low": [-0.3], "ci_high": [-0.1], "p_adjusted": [0.001]}))
    ['Laos more than Kazakhstan, T1 uranium: by 20 points of per cent (95 % interval 10 to 30).']
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
        sentences.append(
            f"{names[0]} more than {names[1]}, {label_of(row)}: by "
            f"{100 * abs(row['estimate']):.0f} points of per cent ({100 * level:g} % interval "
            f"{100 * ends[0]:.0f} to {100 * ends[1]:.0f})."
        )
    return sentences


def stands_out(analysis: "Analysis") -> list[str]:
    """Return the findings and differences of a run as sentences, at least one."""
    level = analysis.config.level
    found = findings(analysis.estimates, level=level)
    sentences = [
        *(found or ["No country departs credibly from the corpus on any topic."]),
        *differences(analysis.contrasts, level=level),
    ]
    if any(UNSTABLE in sentence for sentence in sentences):
        sentences.append(f"{UNSTABLE}: fits from other seeds do not find this topic again.")
    return sentences


def _label(row: dict[str, Any]) -> str:
    label = str(row["topic_label"])
    return label if row.get("stable", True) else f"{label} {UNSTABLE}"


def label_of(row: Mapping[Any, Any]) -> str:
    """Return the label of a row's topic, with a dagger when other seeds do not find it again."""
    label = str(row["topic_label"])
    return label if row.get("stable", True) else f"{label} {UNSTABLE}"


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
    rows = [
        ("Documents read", f"{read:,}"),
        ("Documents kept", f"{kept:,} ({read - kept:,} dropped, listed in tables/dropped.csv)"),
        ("Lines of boilerplate removed", f"{lines:,}"),
        (
            "Dates",
            f"{span}; {kept - len(dates):,} documents undated{coarse}{_unread_dates(analysis)}",
        ),
        (
            "Tokens and vocabulary",
            f"{int(words.counts.sum()):,} tokens of {len(words.words):,} words",
        ),
        ("Countries", _countries_found(analysis, estimated)),
        ("Topics", f"{analysis.config.n_topics}, LDA by {analysis.config.algorithm}"),
    ]
    if analysis.config.unit != "document":
        rows.insert(3, ("Units of the topic model", _split(analysis)))
    return rows


def year_only(corpus: pd.DataFrame) -> str:
    """Say of how many documents only the year is known, where more is known of others."""
    days = known_dates(corpus, at_least="month").notna().sum()
    years = known_dates(corpus).notna().sum() - days
    return f", {years:,} with their year only" if days and years else ""


def _unread_dates(analysis: "Analysis") -> str:
    number = analysis.read.get("dates_unreadable", 0)
    examples = "; ".join(analysis.read.get("dates_unreadable_examples", []))
    return f"; {number:,} could not be read, such as {examples}" if number else ""


def _countries_found(analysis: "Analysis", estimated: int) -> str:
    found = analysis.weights["country"].nunique()
    least = analysis.config.min_country_docs
    how = "mentioned" if analysis.config.speaker is None else "speaking"
    return f"{found:,} {how}, {estimated:,} with at least {least:g} documents and so estimated"


def _split(analysis: "Analysis") -> str:
    unit = analysis.config.unit
    text = f"{len(analysis.units):,} {unit}s"
    if len(analysis.corpus) < analysis.config.few_documents:
        text += f": {len(analysis.corpus):,} documents are too few for a topic model"
    return text


def method(analysis: "Analysis") -> list[tuple[str, str]]:
    """Return headings and paragraphs on how the run was made and what limits it."""
    config = analysis.config
    level = f"{100 * config.level:g} %"
    empty = int(analysis.shares.isna().any(axis=1).sum())
    weak = analysis.weights.groupby("country")["weight"].sum()
    weak = weak[weak < config.min_country_docs]
    paragraphs = [
        (
            "Which countries a text is about",
            (
                f"The country is the one that speaks, taken from the column {config.speaker}."
                if config.speaker
                else "Names, demonyms, capitals, cities, metonyms, companies and leaders are found "
                f"in title and text ({len(analysis.mentions):,} mentions); a calibrated model "
                "turns them into the probability that a text is about a country, and a text about "
                "several countries is shared among them. A country that a text is about without "
                "naming it is missed. A mention is not an act: a country may be the speaker, the "
                "subject, or the target of what is said."
            )
            + f" {len(weak):,} countries below {config.min_country_docs:g} documents are not "
            "estimated.",
        ),
        (
            "Topics",
            f"Latent Dirichlet allocation with {config.n_topics} topics, fitted by "
            f"{config.algorithm} on {len(analysis.bow.doc_ids):,} {config.unit}s, the likeliest "
            f"of {config.restarts} fits, seed {config.seed}. "
            + (
                "Words that name countries are left out, so that topics are themes. "
                if config.mask_countries
                else "Words that name countries are in the vocabulary. "
            )
            + f"Words in fewer than {config.min_docs} {config.unit}s, in less than "
            f"{100 * config.min_share:g} % or in more than {100 * config.max_share:g} % of them "
            f"are left out; {empty:,} {config.unit}s have no "
            "word left and no share. Topics are patterns of words, and their labels are their "
            "first words: read the texts before giving them a name.",
        ),
        (
            "Estimates and intervals",
            "P(topic | country) is the mean share of the topic in the documents about the "
            "country, estimated jointly for all countries by Gibbs sampling of a topic model "
            "whose documents know their countries, so that a document about several of them is "
            "unmixed. The "
            f"{level} intervals rest on {config.draws} draws"
            + (" of whole groups of documents" if _grouped(analysis) else "")
            + " and carry which documents happened to be there, which topics each of them holds, "
            "which countries it is about, and what the topics' words are. "
            "They say how far the estimates would move with another sample of such texts; "
            "they do not say what the sources chose to report, and they cannot mend a corpus "
            "that leaves a country's own press out. With many cells in one figure, some lie "
            "outside their interval by chance: about one in twenty at 95 %." + _mixing(analysis),
        ),
        ("Comparisons", _comparisons(analysis)),
        (
            "Rerun",
            "The same input, configuration and seed give the same bytes. manifest.json holds "
            "hashes of the inputs, the configuration and the versions of all libraries.",
        ),
    ]
    if config.unit != "document":
        paragraphs.insert(
            0,
            (
                "Few documents" if len(analysis.corpus) < config.few_documents else "Units",
                f"The topic model reads {_split(analysis)}. Parts of one document are not "
                "independent, so the bootstrap draws whole documents; with few documents its "
                "intervals are wide, and rightly so.",
            ),
        )
    return paragraphs


def _mixing(analysis: "Analysis") -> str:
    found = analysis.estimates.attrs.get("diagnostics", {}).get("mixing")
    if found is None:
        return ""
    told = f" Of the {found['n_draws']:,} draws, the least settled share is worth "
    told += f"{found['ess_min']:,.0f} independent ones (half of the shares at least "
    told += f"{found['ess_median']:,.0f})."
    if found["warning"]:
        told += f" Caution: {found['warning']}"
    return told


def _comparisons(analysis: "Analysis") -> str:
    config, found, again = analysis.config, analysis.trends, analysis.reliability
    text = ""
    if not analysis.contrasts.empty:
        pairs = len(analysis.contrasts[["first", "second"]].drop_duplicates())
        chosen = "asked for" if config.compare else "of the countries with most documents"
        text = (
            f"Differences between countries ({pairs} pairs, {chosen}) come from the same draws "
            "as the estimates; the false-discovery rate is controlled over all pairs and topics "
            "(Benjamini and Hochberg 1995). "
        )
    if found.empty:
        text += (
            "Estimates over time were switched off. "
            if config.trends == "off"
            else "There are no estimates over time: too few documents with a date. "
        )
    else:
        text += (
            f"Estimates over time cover {found['country'].nunique()} countries in "
            f"{found['period'].nunique()} periods; the periods of a country lean on its overall "
            "mix, by as much as the data say. "
        )
    if not again.empty:
        text += (
            f"Of the {len(again)} topics, {int(again['stable'].sum())} were found again by "
            f"{config.refits} more fits from other seeds, with a likeness of 0.5 or more."
        )
    return text.strip()


def _grouped(analysis: "Analysis") -> bool:
    return analysis.config.cluster is not None or analysis.config.unit != "document"
