"""The methods section of a paper, from what a run did: the whole, corpus and countries.

Paragraphs cite works by their keys in references.bib, as Pandoc does: ``[@blei2003]``.
"""

from typing import TYPE_CHECKING

import pandas as pd

from topics._languages import language_name
from topics.report.facts import counted
from topics.report.methods_estimates import estimates, limits, software
from topics.report.methods_topics import topics_found
from topics.run.comparison import known_dates, only_years

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

_LATE = ("with words", "with a country")  # stages of `Analysis.flow` that follow cleaning


def methods_section(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> list[tuple[str, str]]:
    """Describe how a run was made, as a methods section does, with its own numbers.

    Parameters
    ----------
    analysis : Analysis
        What `analyse` returns.
    tables : dict of DataFrame
        Those of the report; "calibration" says what the weights of countries rest on.

    Returns
    -------
    list of (str, str)
        Headings and paragraphs, which cite works as ``[@key]``. What does not flatter the run is
        said too: documents left out, topics not found again, shares that have not settled.
    """
    paragraphs = [
        ("Corpus", _corpus(analysis)),
        ("Countries", _countries(analysis, tables)),
        ("Topics", topics_found(analysis)),
        ("Estimates", estimates(analysis)),
        ("Limits", limits(analysis)),
        ("Software", software(analysis)),
    ]
    return [(heading, " ".join(text.split())) for heading, text in paragraphs]


def _corpus(analysis: "Analysis") -> str:
    account, flow = analysis.account, analysis.flow
    n_read, n_kept = int(flow["kept"].iloc[0]), len(analysis.corpus)
    gone = flow[(flow["dropped"] > 0) & ~flow["stage"].isin(_LATE)]
    reasons = [
        f"{_reason(stage)}, {count:,}"
        for stage, count in zip(gone["stage"], gone["dropped"].astype(int), strict=True)
    ]
    files = f" from {counted(account.files, 'file')}" if account.files else ""
    skipped = (
        f" ({counted(account.skipped_files, 'further file')} could not be read, or was of a kind "
        "that is not)" if account.skipped else ""
    )  # fmt: skip
    text = f"The corpus comprised {counted(n_read, 'document')}{files}{skipped}. "
    if n_read == n_kept:
        text += "None was left out. "
    else:
        text += f"{n_kept:,} were kept and {n_read - n_kept:,} left out ({'; '.join(reasons)}). "
    removed = analysis.audit
    lines = int((removed["line"].notna() & (removed["stage"] != "title")).sum())
    if lines:
        text += f"{counted(lines, 'line')} of boilerplate were removed from the texts. "
    return f"{text}{_copies(analysis)}{_language(analysis)}{_dates(analysis)}{_units(analysis)}"


def _reason(stage: str) -> str:
    code = stage.removeprefix("language ")
    return stage if code == stage else f"in {language_name(code)}"


def _copies(analysis: "Analysis") -> str:
    return {
        "near": "Copies were sought among all documents, near ones by MinHash and an exact "
        "comparison of the candidates [@broder1997]. ",
        "exact": "Only exact copies were sought; near-duplicates stayed. ",
        "keep": "Copies were not sought. ",
    }[analysis.config.duplicates]


def _language(analysis: "Analysis") -> str:
    config = analysis.config
    main = language_name(config.language or "en")
    codes = analysis.corpus.get("language", pd.Series(dtype="str")).astype("str")
    others = int((~codes.isin([config.language, ""])).sum())
    text = (
        "The language of each document was identified [@lui2012], and topics were made from "
        f"documents in {main}"
    )
    if not others:
        return f"{text} alone. "
    return (
        f"{text}; {counted(others, 'document')} identified as in another language "
        f"{'was' if others == 1 else 'were'} read as {main} all the same. "
    )


def _dates(analysis: "Analysis") -> str:
    dates = known_dates(analysis.corpus).dropna()
    n_kept = len(analysis.corpus)
    if dates.empty:
        return "No document has a known date. "
    form = "%Y" if only_years(analysis.corpus) else "%Y-%m-%d"
    first, last = f"{dates.min():{form}}", f"{dates.max():{form}}"
    text = f"Known dates run from {first} to {last}" if first < last else (
        f"The only known date is {first}"
    )  # fmt: skip
    undated, unread = n_kept - len(dates), analysis.account.dates_unreadable
    rest = f"; {undated:,} of {n_kept:,} documents are undated" if undated else ""
    odd = f", {unread:,} because their date could not be read" if unread else ""
    return f"{text}{rest}{odd}. "


def _units(analysis: "Analysis") -> str:
    config, n_docs = analysis.config, len(analysis.corpus)
    if config.unit == "document":
        return ""
    few = f"As {n_docs:,} documents are too few for a topic model, they" if (
        n_docs < config.few_documents
    ) else "Documents"  # fmt: skip
    return (
        f"{few} were split into {len(analysis.units):,} {config.unit}s, the units of the model; "
        "parts of one document are not independent, and were resampled together. "
    )


def _countries(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> str:
    config, unit = analysis.config, analysis.config.unit
    sizes = analysis.weights.groupby("country")["weight"].sum()
    estimated = analysis.estimates["country"].nunique()
    weak = int((sizes < config.min_country_docs).sum())
    few = (
        f"{counted(estimated, 'country', names='countries')} "
        f"{'was' if estimated == 1 else 'were'} estimated; "
        f"{counted(weak, 'other')} whose weights add up to less than "
        f"{config.min_country_docs:g} {unit}s {'was' if weak == 1 else 'were'} not. "
    )
    if config.speaker:
        return (
            f"Countries are those that speak, from the column {config.speaker} of the data; which "
            f"countries a text mentions plays no part. {few}"
        )
    main = language_name(config.language or "en")
    return (
        "Countries were found in titles and texts by their names, demonyms, capitals and other "
        "cities, metonyms, companies and leaders, with the gazetteers and rules of country-topics "
        f"for {main} ({counted(len(analysis.mentions), 'mention')} of "
        f"{counted(analysis.mentions['country'].nunique(), 'country', names='countries')}). "
        f"{_calibration(analysis, tables)}A {unit} about several countries was divided among them "
        f"by these probabilities, not assigned to one. {few}"
    )


def _calibration(analysis: "Analysis", tables: dict[str, pd.DataFrame]) -> str:
    from topics.countries.tables import calibration_error

    text = (
        "Two small neural networks, one that looks at a country by itself and one that sees the "
        "others of the text, turned the place, the number and the kind of the mentions into the "
        f"probability that a {analysis.config.unit} is about a country. They were fitted to the "
        "country labels that editors gave to Reuters newswire of 1987 [@lewis1997]"
    )
    found = tables.get("calibration")
    if found is not None:
        text += (
            f"; in five-fold cross-validation there, over {int(found['n'].sum()):,} pairs of a "
            "text and a country, predicted and observed frequencies differed by "
            f"{100 * calibration_error(found):.1f} percentage points on average"
        )
    other = (analysis.config.language or "en") != "en"
    more = f", nor on text in {language_name(analysis.config.language or 'en')}" if other else ""
    if not analysis.validation.rows("precision of weights").empty:
        return f"{text}. What coders found of them in this corpus is told under limits. "
    return f"{text}. In this run they were not validated on the corpus at hand{more}. "
