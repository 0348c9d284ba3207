"""The whole line in one call: from files to topic-country estimates, every table kept."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from topics.cleaning import clean_corpus, split_units
from topics.countries import find_countries
from topics.errors import InputError
from topics.estimate import draw_topic_country, summarise_draws
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.lda.top_words import top_words
from topics.lda.word_intervals import word_intervals
from topics.readers.corpus import read_corpus
from topics.readers.hashes import hash_files
from topics.run.analysis import NO_TRENDS, Analysis
from topics.run.comparison import compare_countries, find_again
from topics.run.config import ReportConfig, sample_folder
from topics.run.languages import judge_languages, known_languages, language_counts
from topics.run.steps import clusters, follow_documents, named, over_time, weigh, with_enough
from topics.text.tokens import count_corpus


def analyse(config: ReportConfig, *, say: Callable[[str], None] = lambda _: None) -> Analysis:
    """Run the whole line.

    Parameters
    ----------
    config : ReportConfig
        What to read and how.
    say : callable
        Told, in one line each, what each stage came to.

    Raises
    ------
    TopicsError
        When the corpus cannot be read, or too little is left of it to go on.
    """
    path = Path(config.corpus) if config.corpus else sample_folder() / "briefs"
    corpus = read_corpus(
        path,
        format=config.format,
        pattern=config.pattern,
        columns=config.columns,
        encoding=config.encoding,
        errors=config.errors,
        date_format=config.date_format,
    )
    read = corpus.attrs["read"]
    n_read = len(corpus)
    say(f"read {n_read:,} documents from {path}")
    for remark in read["remarks"]:
        say(f"note: {remark}")
    if read["skipped_files"]:
        say(f"skipped {read['skipped_files']:,} files that are no documents")
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
        raise InputError(f"{path}: none of its {n_read:,} documents has any text left.")
    unit = config.unit
    if unit == "auto":
        unit = "paragraph" if len(corpus) < config.few_documents else "document"
    units = corpus if unit == "document" else split_units(corpus, unit=unit)
    if unit != "document":
        say(f"split into {len(units):,} {unit}s")
    mentions = find_countries(units)
    weights = weigh(units, mentions, config)
    say(f"{weights['country'].nunique():,} countries in {weights['doc_id'].nunique():,} {unit}s")
    bow = count_corpus(
        units,
        mentions=mentions if config.mask_countries else None,
        min_docs=config.min_docs,
        min_share=config.min_share,
        max_share=config.max_share,
    )
    say(f"{int(bow.counts.sum()):,} tokens of {len(bow.words):,} words")
    n_topics = config.n_topics or default_topics(len(bow.doc_ids))
    config = config.updated(n_topics=n_topics, unit=unit)
    fit = LDAConfig(
        n_topics=n_topics,
        algorithm=config.algorithm,
        passes=config.passes,
        restarts=config.restarts,
        seed=config.seed,
    )
    model = fit_lda(bow, fit)
    say(f"fitted {n_topics} topics")
    reliability = pd.DataFrame()
    if config.refits:
        others = replace(fit, restarts=max(1, config.restarts // config.refits))
        reliability = find_again(model, bow, others, fits=config.refits)
        say(f"{int(reliability['stable'].sum())} of {n_topics} topics found again by other seeds")
    cluster = clusters(units, config)
    words = word_intervals(model, bow, top_words(model, n=10), cluster=cluster, level=config.level)
    enough = with_enough(weights, config.min_country_docs)
    drawn = draw_topic_country(
        model, bow, enough, cluster=cluster, draws=config.draws, seed=config.seed
    )
    estimates = summarise_draws(drawn, level=config.level).drop(columns="period")
    say(f"estimated {estimates['country'].nunique():,} countries x {n_topics} topics")
    warning = drawn.diagnostics["mixing"]["warning"]
    if warning:
        say(f"note: {warning}")
    differences = compare_countries(drawn, config.compare, level=config.level)
    periods = over_time(model, bow, enough, units, cluster, config)
    if not periods.empty:
        say(f"estimates over {periods['period'].nunique()} periods")
    elif config.trends != "off":
        say(NO_TRENDS)
    labels = topic_labels(words)
    stable = None if reliability.empty else reliability.set_index("topic")["stable"]
    return Analysis(
        config=config,
        warnings=tuple(warnings),
        read=read,
        inputs=hash_files(path),
        corpus=corpus,
        audit=audit,
        units=units,
        flow=follow_documents(read, audit, units, weights, bow),
        mentions=mentions,
        weights=weights,
        bow=bow,
        model=model,
        words=named(words, labels, stable),
        shares=model.doc_topic,
        estimates=named(estimates, labels, stable),
        contrasts=named(differences, labels, stable),
        trends=named(periods, labels, stable),
        reliability=named(reliability, labels, stable),
    )


def default_topics(n_units: int) -> int:
    """Return the number of topics when none is given: half of the root of the units, 2 to 30.

    Examples
    --------
    >>> [default_topics(n) for n in (10, 60, 136, 1000, 100_000)]
    [2, 4, 6, 16, 30]
    """
    return min(30, max(2, round(math.sqrt(n_units) / 2)))


def topic_labels(words: pd.DataFrame, *, n_words: int = 3) -> pd.Series:
    """Return a label for each topic: its id, as in every table, and its first words.

    Examples
    --------
    >>> words = pd.DataFrame({"topic": [0, 0], "rank": [1, 2], "word": ["gas", "oil"]})
    >>> topic_labels(words).to_dict()
    {0: 'T0 gas, oil'}
    """
    first = words.sort_values(["topic", "rank"]).groupby("topic").head(n_words)
    joined = first.groupby("topic")["word"].agg(", ".join)
    return pd.Series([f"T{topic} {label}" for topic, label in joined.items()], index=joined.index)
