"""What a reader should know of a run before believing it: the cautions on page 1."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from topics.report.coders_said import coders_cautions
from topics.report.facts import counted

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

LITTLE = 10.0  # documents, below which a country is told to rest on few
MANY = 0.25  # of the countries or topics: from this share on it is told


def cautions(
    analysis: "Analysis", *, sampler: bool = True, coders: bool = True, beside: Collection[str] = ()
) -> list[str]:
    """Return what should worry the reader of this run, the gravest first, as sentences.

    The sampler that has not settled, documents that are few, topics that other seeds do not find
    again, who may be the speaker, languages, dates, and what was not read. Without `sampler`, all
    but the first; without `coders`, what they found is left out; without the lines of the account
    that have a label in `beside`.
    """
    unsettled = analysis.diagnostics.get("mixing", {}).get("warning", "")
    told = [f"{unsettled[0].upper()}{unsettled[1:]}"] if unsettled and sampler else []
    told += [*_few(analysis), *_unstable(analysis)]
    told += coders_cautions(analysis) if coders else []
    told += [
        f"{warning[:1].upper()}{warning[1:].rstrip('.')}.".replace("`", "")
        for warning in analysis.warnings
    ]
    return told + [
        f"{line.label}: {line.text}."
        for line in analysis.lines
        if line.worry and line.label not in beside
    ]


def _few(analysis: "Analysis") -> list[str]:
    config, n_docs = analysis.config, len(analysis.corpus)
    if n_docs < config.few_documents:
        split = (
            "" if config.unit == "document" else f", read as {len(analysis.units):,} {config.unit}s"
        )
        return [
            f"{counted(n_docs, 'document')}{split}: too few to say what is written about a country "
            "in general. Shares are of these texts."
        ]
    sizes = analysis.estimates.drop_duplicates("country")["n_effective"]
    few = int((sizes < LITTLE).sum())
    if few < MANY * len(sizes):
        return []
    return [
        f"{few:,} of {counted(len(sizes), 'country', names='countries')} rest on fewer than "
        f"{LITTLE:g} documents each: their intervals are wide, and rest on the other countries too."
    ]


def _unstable(analysis: "Analysis") -> list[str]:
    found = analysis.reliability
    lost = 0 if found.empty else int((~found["stable"].astype(bool)).sum())
    if not lost or lost < MANY * len(found):
        return []
    be, chance = ("is", "it may be an accident") if lost == 1 else ("are", "they may be accidents")
    return [
        f"{lost:,} of {counted(len(found), 'topic')} {be} not found again by fits from other seeds "
        f"(†): {chance} of this fit. Fewer topics are found again more often."
    ]
