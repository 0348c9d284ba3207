"""What a report on several languages says in words, over all of them."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from topics._languages import language_name
from topics.estimate.across import FDR
from topics.plots.rows import DAGGER, DAGGER_MEANS, names
from topics.report.cautions import cautions
from topics.report.facts import counted
from topics.report.prose import findings

if TYPE_CHECKING:
    from topics.run.analysis import Analysis
    from topics.run.each import Mixed

MATCHED = "Topics of different languages about the same countries"
_MOST_LISTED = 6  # languages without topics by name


def numbers_of_all(mixed: "Mixed") -> list[tuple[str, str]]:
    """Return the size of the run as pairs of a number and its name."""
    found = mixed.survey
    return [
        (f"{len(found.corpus):,}", "documents kept"),
        (f"{len(mixed.analyses):,}", "languages with topics"),
        (f"{found.weights['country'].nunique():,}", "countries named"),
        (f"{_matched(mixed):,}", "pairs of topics matched"),
    ]


def _matched(mixed: "Mixed") -> int:
    return 0 if mixed.matches.empty else int(mixed.matches["matched"].sum())


def cautions_of_all(mixed: "Mixed") -> list[str]:
    """Return what should worry a reader, the gravest first.

    Languages left out, what the reading worried of, how many cautions each part has of its own,
    and what matches are not.
    """
    told = []
    left = mixed.languages[mixed.languages["topics"] == 0]
    if len(left):
        rows = left.head(_MOST_LISTED).to_dict("records")
        listed = "; ".join(
            f"{row['language_name']} {row['documents']:,} ({row['reason'].rstrip('.')})".replace(
                "`", ""
            )
            for row in rows
        )
        more = f"; and {len(left) - len(rows)} more" if len(left) > len(rows) else ""
        told.append(
            f"No topics were made of {left['documents'].sum():,} documents, listed in "
            f"tables/left_out.csv: {listed}{more}."
        )
    told += [
        f"{warning[:1].upper()}{warning[1:].rstrip('.')}.".replace("`", "")
        for warning in mixed.survey.warnings
    ]
    told += [f"{line.label}: {line.text}." for line in mixed.survey.lines if line.worry]
    own = [
        f"{language_name(code)} {n}"
        for code, analysis in mixed.analyses.items()
        if (n := len(cautions(analysis)))
    ]
    if own:
        told.append(f"Cautions on the first page of each part: {', '.join(own)}.")
    told.append(
        "Each language has topics of its own, made of its own documents: shares of one cannot be "
        "added to those of another, and a topic of one language is never the topic of another. "
        "What differs between languages may lie in their sources."
    )
    return told


def language_rows(mixed: "Mixed") -> list[tuple[str, str]]:
    """Return what was read in each language with topics, and what its part holds."""
    rows = []
    for row in mixed.languages[mixed.languages["topics"] > 0].to_dict("records"):
        analysis = mixed.analyses[row["language"]]
        unit = analysis.config.unit
        parts = "" if unit == "document" else f", read as {len(analysis.units):,} {unit}s"
        estimated = analysis.estimates["country"].nunique()
        countries = counted(estimated, "country", names="countries")
        rows.append(
            (
                f"{row['language_name']} ({row['language']})",
                f"{row['documents']:,} documents{parts}; {counted(row['topics'], 'topic')}, "
                f"{countries} estimated; folder {row['language']}",
            )
        )
    return rows


def findings_of(mixed: "Mixed", *, most: int) -> list[tuple[str, list[str]]]:
    """Return the strongest associations of each language as sentences."""
    speaking = mixed.survey.config.speaker is not None
    return [
        (
            language_name(code),
            findings(analysis.shown(), most=most, speaking=speaking)
            or ["No country is told from the corpus on any topic."],
        )
        for code, analysis in mixed.analyses.items()
    ]


def counted_topics(mixed: "Mixed") -> str:
    """Say how many topics of different languages are about the same countries."""
    if len(mixed.analyses) < 2:
        return "One language alone has topics: there is nothing to compare."
    found = mixed.matches
    if found.empty:
        return "Topics were not compared: " + " ".join(compared_sentences(mixed))
    return (
        f"Of {counted(len(found), 'pair')} of topics of different languages, lined up by their "
        f"countries and months, {_matched(mixed):,} {'is' if _matched(mixed) == 1 else 'are'} told "
        f"from chance at a false-discovery rate of {100 * FDR:g} %: see {MATCHED}."
    )


def compared_sentences(mixed: "Mixed") -> list[str]:
    """Say over how many countries and months each two languages were compared, or why not."""
    sentences = []
    for row in mixed.compared.to_dict("records"):
        names = f"{language_name(row['language'])} and {language_name(row['other_language'])}"
        if row["reason"]:
            sentences.append(f"{names}: not compared; {row['reason']}.")
            continue
        months = (
            f"{row['n_months']:,} months" if row["n_months"]
            else "no months (too few with enough dated documents in both)"
        )  # fmt: skip
        sentences.append(f"{names}: over {row['n_countries']:,} countries and {months}.")
    return sentences


def match_sentences(mixed: "Mixed") -> list[list[str]]:
    """Return, for each pair of topics that is told from chance, both topics and what they share."""
    if mixed.matches.empty:
        return []
    labels = {code: labels_of(analysis) for code, analysis in mixed.analyses.items()}
    rows = mixed.matches[mixed.matches["matched"]]
    return [
        [
            f"{language_name(row['language'])} {labels[row['language']][row['topic']]}  –  "
            f"{language_name(row['other_language'])} "
            f"{labels[row['other_language']][row['other_topic']]}",
            shared(row),
        ]
        for row in rows.to_dict("records")
    ]


def labels_of(analysis: "Analysis") -> dict[object, str]:
    """Return the labels of topics, with a dagger where other seeds do not find one again."""
    words = analysis.words.drop_duplicates("topic")
    return dict(zip(words["topic"], names(words, "topic"), strict=True))


def shared(row: Mapping[Hashable, Any]) -> str:
    """Say what two matched topics share, and how sure that is.

    Parameters
    ----------
    row : mapping
        A row of `match_topics` that is matched.

    Examples
    --------
    >>> import textwrap
    >>> row = {"p_months": 0.01, "n_months": 24, "score": 0.7, "score_low": 0.5,
    ...     "score_high": 0.8, "countries_score": 0.8, "months_score": 0.4, "p_adjusted": 0.002,
    ...     "n_countries": 12}
    >>> print(textwrap.fill(shared(row), 94))
    Written about the same countries at the same time. Score 0.70 (0.50 to 0.80), adjusted p
    0.002; countries 0.80 (12 in common), months 0.40 (24).
    """
    if not row["n_months"]:
        said, months = "Written about the same countries; months were not compared", ""
    else:
        months = f", months {row['months_score']:.2f} ({row['n_months']:,})"
        said = (
            "Written about the same countries at the same time" if row["p_months"] <= FDR
            else "Written about the same countries; whether at the same time is not told"
        )  # fmt: skip
    return (
        f"{said}. Score {row['score']:.2f} ({row['score_low']:.2f} to {row['score_high']:.2f}), "
        f"adjusted p {_p(row['p_adjusted'])}; "
        f"countries {row['countries_score']:.2f} "
        f"({row['n_countries']:,} in common){months}."
    )


def dagger_line(mixed: "Mixed") -> list[str]:
    """Return what the dagger behind a topic means, where there is one."""
    every = [label for one in mixed.analyses.values() for label in labels_of(one).values()]
    return [f"{DAGGER_MEANS}."] if any(DAGGER in label for label in every) else []


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def lone_topics(mixed: "Mixed") -> list[tuple[str, list[str]]]:
    """Return, by language, the topics that no topic of another language is matched with.

    What comes before them says whether the language was compared with any.
    """
    found = mixed.matches
    told = found[found["matched"]] if len(found) else found
    taken = set()
    if len(told):
        for side in ("", "other_"):
            taken |= set(zip(told[f"{side}language"], told[f"{side}topic"], strict=True))
    done = mixed.compared[mixed.compared["reason"] == ""]
    compared = {*done["language"], *done["other_language"]}
    rows = []
    for code, analysis in mixed.analyses.items():
        alone = [
            label for topic, label in labels_of(analysis).items() if (code, topic) not in taken
        ]
        what = "no counterpart found" if code in compared else "not compared"
        listed = [f"•  {label}" for label in alone] or ["None: every topic has one."]
        rows.append((f"{language_name(code)}: {what}", listed))
    return rows
