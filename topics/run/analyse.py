"""The whole line in one call: from files to topic-country estimates, every table kept."""

import math
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from topics.estimate import draw_topic_country, summarise_draws
from topics.lda.fit import fit_lda
from topics.lda.top_words import top_words
from topics.lda.word_intervals import word_intervals
from topics.run.analysis import NO_TRENDS, Analysis
from topics.run.comparison import compare_countries, find_again
from topics.run.config import ReportConfig
from topics.run.prepare import prepare
from topics.run.steps import follow_documents, lda_config, named, over_time, with_enough


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
    ready = prepare(config, say=say)
    units, weights, bow, cluster = ready.units, ready.weights, ready.bow, ready.cluster
    n_topics = config.n_topics or default_topics(len(bow.doc_ids))
    fit = lda_config(config, n_topics=n_topics)
    config = ready.config.updated(n_topics=n_topics, restarts=fit.n_restarts)
    model = fit_lda(bow, fit)
    say(f"fitted {n_topics} topics")
    reliability = pd.DataFrame()
    if config.refits:
        others = replace(fit, restarts=max(1, fit.n_restarts // config.refits))
        reliability = find_again(model, bow, others, fits=config.refits)
        say(f"{int(reliability['stable'].sum())} of {n_topics} topics found again by other seeds")
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
        warnings=ready.warnings,
        account=ready.account,
        inputs=dict(ready.account.inputs),
        lines=ready.lines,
        corpus=ready.corpus,
        audit=ready.audit,
        units=units,
        flow=follow_documents(ready.account, ready.audit, units, weights, bow),
        mentions=ready.mentions,
        weights=weights,
        bow=bow,
        model=model,
        words=named(words, labels, stable),
        shares=model.doc_topic,
        estimates=named(estimates, labels, stable),
        diagnostics=drawn.diagnostics,
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
