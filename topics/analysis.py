"""The whole line in one call: from files to topic-country estimates, every table kept."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from topics.bow import BagOfWords
from topics.cleaning import removed_lines
from topics.comparison import compare_countries, find_again
from topics.config import ReportConfig
from topics.estimate import draw_topic_country, summarise_draws
from topics.lda import TopicModel, fit_lda, top_words
from topics.manifest import hash_files
from topics.prepare import prepare
from topics.steps import follow_documents, lda_config, named, over_time, with_enough
from topics.words import word_intervals

NO_TRENDS = "no trends: too few documents with a date"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Analysis:
    """Every table between the files that were read and the estimates that came out.

    Attributes
    ----------
    config : ReportConfig
        With the number of topics, the unit and the restarts filled in.
    inputs : dict
        SHA-256 of every file that was there to be read, by name.
    corpus, audit, units : DataFrame
        Cleaned documents, what was dropped and why, and what the topic model calls documents.
    flow : DataFrame
        stage, kept, dropped: documents along the line, a row for each reason to drop them.
    mentions, weights : DataFrame
        Where countries are named in the units, and how much each unit is about each country.
    bow : BagOfWords
        Counts behind the fit.
    model : TopicModel
        The fitted topics.
    words, shares : DataFrame
        Words that tell the topics apart; document-topic shares.
    estimates : DataFrame
        As `topic_country` returns it, with country_name, topic_label, and stable where it is
        known: whether fits from other seeds find the topic again.
    contrasts, trends, reliability : DataFrame
        Differences between countries, estimates by period, and how well each topic is found
        again by fits from other seeds, with names and labels. Each is empty when it was not
        asked for or there is too little for it.
    """

    config: ReportConfig
    inputs: dict[str, str]
    corpus: pd.DataFrame
    audit: pd.DataFrame
    units: pd.DataFrame
    flow: pd.DataFrame
    mentions: pd.DataFrame
    weights: pd.DataFrame
    bow: BagOfWords
    model: TopicModel
    words: pd.DataFrame
    shares: pd.DataFrame
    estimates: pd.DataFrame
    contrasts: pd.DataFrame
    trends: pd.DataFrame
    reliability: pd.DataFrame

    def shown(self) -> pd.DataFrame:
        """Return the estimates that the figures show: the countries with most documents."""
        from topics.plots import seriate

        sizes = self.estimates.drop_duplicates("country").set_index("country")["n_effective"]
        sizes = sizes.sort_index().sort_values(ascending=False, kind="stable")
        most = sizes.index[: self.config.max_countries]
        return seriate(self.estimates[self.estimates["country"].isin(most)])

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table of the run by the name of its file."""
        documents = self.corpus.drop(columns="text")
        documents = documents.assign(n_characters=self.corpus["text"].str.len())
        found = {
            "contrasts": self.contrasts,
            "trends": self.trends,
            "reliability": self.reliability,
        }
        return {
            "documents": documents,
            "dropped": self.audit,
            "removed_lines": removed_lines(self.audit),
            "flow": self.flow,
            "mentions": self.mentions,
            "weights": self.weights,
            "topic_words": self.words,
            "topic_word": self.model.topic_word.T.rename_axis("word").reset_index(),
            "document_topics": self.shares.rename_axis("doc_id").reset_index(),
            "topic_country": self.estimates,
            **{name: table for name, table in found.items() if not table.empty},
        }


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
        inputs=hash_files(ready.path),
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
