"""What a reader should know of a run before believing it: the cautions on page 1."""

from typing import TYPE_CHECKING

from topics.report.facts import counted

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

LITTLE = 10.0  # documents, below which a country is told to rest on few
MANY = 0.25  # of the countries or topics: from this share on it is told


def cautions(analysis: "Analysis") -> list[str]:
    """Return what should worry the reader of this run, the gravest first, as sentences.

    The sampler that has not settled, documents that are few, topics that other seeds do not find
    again, who may be the speaker, languages, dates, and what was not read.
    """
    unsettled = analysis.diagnostics.get("mixing", {}).get("warning", "")
    told = [f"{unsettled[0].upper()}{unsettled[1:]}"] if unsettled else []
    told += [*_few(analysis), *_unstable(analysis)]
    told += [
        f"{warning[:1].upper()}{warning[1:].rstrip('.')}.".replace("`", "")
        for warning in analysis.warnings
    ]
    return told + [f"{line.label}: {line.text}." for line in analysis.lines if line.worry]


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
    return [
        f"{lost:,} of {counted(len(found), 'topic')} are not found again by fits from other seeds "
        "(†): they may be accidents of this fit. Fewer topics are found again more often."
    ]
