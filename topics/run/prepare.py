"""From files to counts: the part of the line that a report and the choice of K have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from topics._language_data import language as facts_of
from topics._languages import language_name
from topics.cleaning import clean_corpus, split_units
from topics.cleaning.lines import AccountLine, account_lines, told
from topics.countries import find_countries
from topics.errors import InputError, TopicsError
from topics.readers.account import Account, Reading, describe_skipped
from topics.run.config import EACH, ReportConfig
from topics.run.few import check_counts, in_long_lines, why_empty, why_few
from topics.run.groups import check_groups
from topics.run.languages import (
    check_tools,
    judge_languages,
    known_languages,
    language_counts,
    main_language,
    warnings_of_language,
)
from topics.run.preflight import check_cleaned, check_countries, check_named_columns, check_size
from topics.run.speakers import speaker_hint
from topics.run.stages import Shelf
from topics.run.steps import clusters, known_inputs, read, weigh
from topics.text.bow import BagOfWords
from topics.text.options import TokenOptions
from topics.text.tokens import count_with_account


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """Every table between the files that were read and the counts that topics are fitted on.

    Attributes
    ----------
    config : ReportConfig
        With the unit and the language filled in.
    account : Account
        What reading came to.
    inputs : dict
        SHA-256 of every file that was there to be read, by name.
    lines : tuple of AccountLine
        What became of files and documents, in words.
    warnings : tuple of str
        What is wrong with the languages of the corpus, and whether it seems to hold who speaks.
    corpus, audit, units, mentions, weights, bow, stopped
        As in `Analysis`.
    language : str
        In which most of it is, as its code.
    cluster : Series or None
        Group of each unit, by doc_id, where units are kept together.
    """

    config: ReportConfig
    account: Account
    inputs: dict[str, str]
    lines: tuple[AccountLine, ...]
    warnings: tuple[str, ...]
    corpus: pd.DataFrame
    audit: pd.DataFrame
    units: pd.DataFrame
    mentions: pd.DataFrame
    weights: pd.DataFrame
    bow: BagOfWords
    stopped: pd.DataFrame
    language: str
    cluster: pd.Series | None


def prepare(
    config: ReportConfig,
    *,
    say: Callable[[str], None] = lambda _: None,
    shelf: Shelf | None = None,
    reading: Callable[[], Reading] | None = None,
) -> Prepared:
    """Read, clean, split, find and weigh countries, and count words.

    Settings are checked against the corpus as soon as they can be.

    Parameters
    ----------
    config : ReportConfig
        What to read and how.
    say : callable
        Told, in one line each, what each stage came to.
    shelf : Shelf, optional
        Where stages are kept and taken from; without it, nothing is kept.
    reading : callable, optional
        Gives what was read, where several runs share it; by default the files are read.

    Raises
    ------
    TopicsError
        When the corpus cannot be read, too little is left of it, or settings do not fit it.
    """
    shelf = shelf or Shelf()
    if config.language == EACH:
        raise TopicsError(f"`language={EACH!r}` is for a report. Name one language here.")
    first = first_stage(config, say, shelf, reading)
    corpus, audit, n_read = first["corpus"], first["audit"], len(first["raw"])
    main: str = first["language"]
    check_tools(main, lemmas=config.lemmas)
    of_language = warnings_of_language(main, lemmas=config.lemmas, weighed=config.speaker is None)
    for warning in of_language:
        say(f"warning: {warning}")
    speakers = check_named_columns(first["raw"], config)
    hint = speaker_hint(first["raw"], config)
    if hint:
        say(f"warning: {hint}")
    check_cleaned(corpus, config)
    found = shelf.made(
        "mentions",
        lambda _: _find(corpus, audit, n_read, speakers, main, config, say),
        config=config,
    )
    unit, mentions, weights = found["unit"], found["mentions"], found["weights"]
    units = corpus if found["units"] is None else found["units"]
    reason = why_few(n_read, audit, units, unit)
    check_size(units, config, reason)
    check_countries(weights, config, reason)
    check_groups(units, clusters(units, config), config)
    counted = shelf.made(
        "counts", lambda _: _count(units, mentions, main, config, say), config=config
    )
    bow = counted["bow"]
    check_counts(bow, config, reason)
    return Prepared(
        config=config.updated(unit=unit, language=main),
        account=first["account"],
        inputs=first["inputs"],
        lines=first["lines"],
        warnings=(*first["warnings"], *of_language, *([hint] if hint else [])),
        corpus=corpus,
        audit=audit,
        units=units,
        mentions=mentions,
        weights=weights,
        bow=bow,
        stopped=counted["stopped"],
        language=main,
        cluster=clusters(units, config),
    )


def first_stage(
    config: ReportConfig,
    say: Callable[[str], None],
    shelf: Shelf,
    reading: Callable[[], Reading] | None = None,
) -> dict[str, Any]:
    """Read and clean: corpus, audit and account, the corpus as read without its texts, lines.

    With `language` "each", documents in all languages that can be read are kept.
    """
    return shelf.made(
        "corpus",
        lambda _: _read_and_clean(config, say, reading() if reading else read(config)),
        config=config,
        inputs=known_inputs(config, shelf),
    )


def _read_and_clean(
    config: ReportConfig, say: Callable[[str], None], reading: Reading
) -> dict[str, Any]:
    raw, account = reading.corpus, reading.account
    n_read = len(raw)
    say(f"read {n_read:,} documents from {account.path}")
    for remark in account.remarks:
        say(f"note: {remark}")
    if account.skipped:
        say(describe_skipped(account.skipped))
    check_named_columns(raw, config)
    known, check, named = known_languages(), config.language_check, config.language
    wanted = known if named in (None, EACH) else [named]
    corpus, audit = clean_corpus(
        raw,
        duplicates=config.duplicates,
        languages=wanted if check == "on" else None,
        one_language=check == "on" and named != EACH,
    )
    counts = language_counts(corpus, audit)
    main = main_language(corpus["language"], known) if named in (None, EACH) else named
    chosen = named not in (None, EACH)
    warnings = judge_languages(
        counts, known, main=None if named == EACH else main, check=check, aside=check == "on",
        chosen=chosen,
    )  # fmt: skip
    for warning in warnings:
        say(f"warning: {warning}")
    lines = account_lines(account, raw, corpus, audit, languages_chosen=chosen)
    for line in told(lines):
        say(line)
    say(f"cleaned: {len(corpus):,} documents kept, {n_read - len(corpus):,} dropped")
    if corpus.empty:
        raise InputError(f"{account.path}: {why_empty(n_read, audit)}")
    if main != "en" and named != EACH:
        say(f"language: {language_name(main)} ({main})")
    return {
        "raw": raw.assign(text=""),
        "corpus": corpus,
        "audit": audit,
        "account": account,
        "inputs": dict(account.inputs),
        "lines": tuple(lines),
        "warnings": tuple(warnings),
        "language": main,
    }


def _find(
    corpus: pd.DataFrame,
    audit: pd.DataFrame,
    n_read: int,
    speakers: Mapping[str, str],
    language: str,
    config: ReportConfig,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Split into units, find countries and weigh them; units are None where documents are."""
    unit, units = split(corpus, config)
    if unit != "document":
        say(f"split into {len(units):,} {unit}s")
    check_size(units, config, why_few(n_read, audit, units, unit))
    mentions = find_countries(units, language=language)
    weights = weigh(units, mentions, config, speakers)
    say(f"{weights['country'].nunique():,} countries in {weights['doc_id'].nunique():,} {unit}s")
    apart = None if unit == "document" else units
    return {"unit": unit, "units": apart, "mentions": mentions, "weights": weights}


def _count(
    units: pd.DataFrame,
    mentions: pd.DataFrame,
    language: str,
    config: ReportConfig,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Count the words of units, and say how many there are."""
    bow, stopped = _count_words(units, mentions, language, config)
    say(f"{int(bow.counts.sum()):,} tokens of {len(bow.words):,} words")
    return {"bow": bow, "stopped": stopped}


def count_units(
    units: pd.DataFrame, mentions: pd.DataFrame, language: str, config: ReportConfig
) -> BagOfWords:
    """Count the words of units as a configuration says.

    Parameters
    ----------
    units, mentions : DataFrame
        As in an `Analysis`.
    language : str
        In which the units are, as its code.
    config : ReportConfig
        What of the words counts.
    """
    return _count_words(units, mentions, language, config)[0]


def _count_words(
    units: pd.DataFrame, mentions: pd.DataFrame, language: str, config: ReportConfig
) -> tuple[BagOfWords, pd.DataFrame]:
    """Count the words of units, and the stop words that are not counted."""
    return count_with_account(
        units,
        mentions=mentions if config.mask_countries else None,
        min_docs=config.min_docs,
        min_share=config.min_share,
        max_share=config.max_share,
        options=TokenOptions(
            language=language,
            news_words=config.news_words,
            lemmas=config.lemmas and bool(facts_of(language).lemmas),
        ),
    )


def split(corpus: pd.DataFrame, config: ReportConfig) -> tuple[str, pd.DataFrame]:
    """Split documents into the units of a configuration, or into those that suit the corpus.

    Few documents are split into paragraphs; into sentences where they have no paragraphs.

    Returns
    -------
    unit : str
        What the units are.
    units : DataFrame
        The units.
    """
    unit = config.unit
    if unit == "auto":
        if len(corpus) >= config.few_documents:
            return "document", corpus
        units = split_units(corpus, unit="paragraph")
        if not in_long_lines(corpus, units):
            return "paragraph", units
        unit = "sentence"
    return unit, corpus if unit == "document" else split_units(corpus, unit=unit)
