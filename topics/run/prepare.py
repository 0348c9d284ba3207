"""From files to counts: the part of the line that a report and the choice of K have in common."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from topics.cleaning import clean_corpus, split_units
from topics.countries import find_countries
from topics.errors import InputError
from topics.readers.account import Account, describe_skipped
from topics.run.config import ReportConfig
from topics.run.languages import judge_languages, known_languages, language_counts
from topics.run.preflight import check_cleaned, check_countries, check_named_columns, check_size
from topics.run.steps import clusters, read, weigh
from topics.text.bow import BagOfWords
from topics.text.tokens import count_corpus


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """Every table between the files that were read and the counts that topics are fitted on.

    Attributes
    ----------
    config : ReportConfig
        With the unit filled in.
    account : Account
        What reading came to.
    warnings : tuple of str
        What is wrong with the languages of the corpus.
    corpus, audit, units, mentions, weights, bow
        As in `Analysis`.
    cluster : Series or None
        Group of each unit, by doc_id, where units are kept together.
    """

    config: ReportConfig
    account: Account
    warnings: tuple[str, ...]
    corpus: pd.DataFrame
    audit: pd.DataFrame
    units: pd.DataFrame
    mentions: pd.DataFrame
    weights: pd.DataFrame
    bow: BagOfWords
    cluster: pd.Series | None


def prepare(config: ReportConfig, *, say: Callable[[str], None] = lambda _: None) -> Prepared:
    """Read, clean, split, find and weigh countries, and count words.

    Settings are checked against the corpus as soon as they can be.

    Parameters
    ----------
    config : ReportConfig
        What to read and how.
    say : callable
        Told, in one line each, what each stage came to.

    Raises
    ------
    TopicsError
        When the corpus cannot be read, too little is left of it, or settings do not fit it.
    """
    reading = read(config)
    corpus, account = reading.corpus, reading.account
    n_read = len(corpus)
    say(f"read {n_read:,} documents from {account.path}")
    for remark in account.remarks:
        say(f"note: {remark}")
    if account.skipped:
        say(describe_skipped(account.skipped))
    for warning in account.warnings:
        say(f"warning: {warning}")
    speakers = check_named_columns(corpus, config)
    known, check = known_languages(), config.language_check
    corpus, audit = clean_corpus(
        corpus, duplicates=config.duplicates, languages=known if check == "on" else None
    )
    counts = language_counts(corpus, audit)
    warnings = judge_languages(counts, known, check=check, aside=check == "on")
    for warning in warnings:
        say(f"warning: {warning}")
    say(f"cleaned: {len(corpus):,} documents kept, {n_read - len(corpus):,} dropped")
    if corpus.empty:
        raise InputError(f"{account.path}: none of its {n_read:,} documents has any text left.")
    check_cleaned(corpus, config)
    unit = config.unit
    if unit == "auto":
        unit = "paragraph" if len(corpus) < config.few_documents else "document"
    units = corpus if unit == "document" else split_units(corpus, unit=unit)
    if unit != "document":
        say(f"split into {len(units):,} {unit}s")
    check_size(units, config)
    mentions = find_countries(units)
    weights = weigh(units, mentions, config, speakers)
    say(f"{weights['country'].nunique():,} countries in {weights['doc_id'].nunique():,} {unit}s")
    check_countries(weights, config)
    bow = count_corpus(
        units,
        mentions=mentions if config.mask_countries else None,
        min_docs=config.min_docs,
        min_share=config.min_share,
        max_share=config.max_share,
    )
    say(f"{int(bow.counts.sum()):,} tokens of {len(bow.words):,} words")
    return Prepared(
        config=config.updated(unit=unit),
        account=account,
        warnings=tuple(warnings),
        corpus=corpus,
        audit=audit,
        units=units,
        mentions=mentions,
        weights=weights,
        bow=bow,
        cluster=clusters(units, config),
    )
