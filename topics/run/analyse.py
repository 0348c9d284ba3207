"""The whole line in one call: from files to topic-country estimates, every table kept."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from topics._checks import listed
from topics.estimate import summarise_draws
from topics.estimate.beyond import summarise_pairs
from topics.estimate.draws import TopicCountryDraws, is_country
from topics.estimate.regroup import regroup_draws, regroup_pairs
from topics.estimate.relations import PairDraws, draw_topic_pairs
from topics.estimate.trends import summarise_trends
from topics.lda.fit import fit_lda
from topics.lda.model import TopicModel
from topics.lda.regroup import membership, regroup_model
from topics.lda.top_words import top_words
from topics.lda.word_intervals import word_intervals
from topics.run.analysis import NO_TRENDS, Analysis
from topics.run.beside import Beside, draw_beside
from topics.run.choice import compare_numbers, number_of
from topics.run.comparison import compare_countries, find_again, fit_again
from topics.run.config import ReportConfig
from topics.run.labelling import (
    Labelling,
    check_label_file,
    name_topics,
    read_labelling,
    regroup_reliability,
)
from topics.run.naming import find_phrases, topic_labels
from topics.run.preflight import named_pairs
from topics.run.prepare import Prepared, prepare
from topics.run.robust import try_choices
from topics.run.shown import candidates
from topics.run.stages import Shelf
from topics.run.steps import (
    count_documents,
    follow_documents,
    lda_config,
    named,
    over_time,
    with_enough,
)
from topics.run.validation import Validation, read_results, read_validation


def analyse(
    config: ReportConfig,
    *,
    say: Callable[[str], None] = lambda _: None,
    shelf: Shelf | None = None,
    ready: Prepared | None = None,
) -> Analysis:
    """Run the whole line.

    Parameters
    ----------
    config : ReportConfig
        What to read and how.
    say : callable
        Told, in one line each, what each stage came to.
    shelf : Shelf, optional
        Where stages are kept, to go on from when the run is interrupted or settings change;
        without it, nothing is kept.
    ready : Prepared, optional
        What `prepare` has given for this configuration and shelf.

    Returns
    -------
    Analysis
        Every table of the run, with its configuration and its model.

    Raises
    ------
    TopicsError
        When the corpus cannot be read, or too little is left of it to go on.
    """
    shelf = shelf or Shelf()
    _check_files_of_readers(config)
    ready = ready or prepare(config, say=say, shelf=shelf)
    models, sweep, reliability = _fit(config, ready, shelf, say)
    together, over = _estimate(config, ready, models, shelf, say)
    raw = summarise_draws(together.countries, level=config.level).drop(columns="period")
    beside = draw_beside(config, ready, models, together.countries, together.pairs, shelf, say)
    labelling = read_labelling(config.labels, models[0]) if config.labels else Labelling()
    model, together, over, beside, reliability = _regroup(
        labelling, models[0], together, over, beside, reliability
    )
    validation = _validated(config, model, ready, say)
    drawn, bow, level = together.countries, ready.bow, config.level
    estimates = _cells(drawn, ready, level)
    periods = pd.DataFrame()
    if over is not None:
        periods = summarise_trends(over, min_docs=config.min_period_docs, level=level)
    words, labels = _words(model, ready, labelling, level)
    stable = None if reliability.empty else reliability.set_index("topic")["stable"]
    tell = partial(named, labels=labels, stable=stable)
    robust = _try_choices(config, ready, models[0], raw, shelf, say)
    robust = robust if robust.empty else robust[~robust["topic"].isin(labelling.touched)]
    return Analysis(
        labelling=labelling,
        validation=validation,
        asked=config,
        config=ready.config.updated(
            n_topics=model.config.n_topics, restarts=model.config.n_restarts
        ),
        warnings=ready.warnings,
        account=ready.account,
        inputs=ready.inputs,
        lines=ready.lines,
        corpus=ready.corpus,
        audit=ready.audit,
        units=ready.units,
        flow=follow_documents(ready.account, ready.audit, ready.units, ready.weights, bow),
        mentions=ready.mentions,
        weights=ready.weights,
        bow=bow,
        stopped=ready.stopped,
        model=model,
        sweep=sweep,
        n_topics_given=config.n_topics is not None,
        words=tell(words),
        shares=model.doc_topic,
        estimates=tell(estimates),
        draws=drawn,
        diagnostics=drawn.diagnostics,
        pairs=tell(summarise_pairs(together, level=level)),
        contrasts=tell(
            compare_countries(
                drawn, config.compare, among=candidates(estimates, config), level=level
            )
        ),
        trends=tell(periods),
        reliability=tell(reliability),
        robust=tell(robust),
        **{name: tell(table) for name, table in beside.tables(level=level).items()},
    )


def _check_files_of_readers(config: ReportConfig) -> None:
    """Raise where a table of labels, or of what coders found, cannot be read."""
    if config.labels:
        check_label_file(config.labels)
    if config.validation:
        read_results(config.validation)


def _validated(
    config: ReportConfig, model: TopicModel, ready: Prepared, say: Callable[[str], None]
) -> Validation:
    """Read what coders found; say so where it is of other topics or weights than these."""
    if not config.validation:
        return Validation()
    found = read_validation(config.validation, model, ready.weights)
    if found.stale:
        say(
            f"note: {config.validation}: what coders found of {listed(found.stale)} is of another "
            "run, and is not used"
        )
    return found


def _words(
    model: TopicModel, ready: Prepared, labelling: Labelling, level: float
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the words of topics with intervals, and what topics are called."""
    words = word_intervals(
        model, ready.bow, top_words(model, n=10), cluster=ready.cluster, level=level
    )
    phrases = find_phrases(ready.units, model.doc_topic, words)
    return words, name_topics(topic_labels(words, phrases=phrases), labelling)


def _fit(
    config: ReportConfig, ready: Prepared, shelf: Shelf, say: Callable[[str], None]
) -> tuple[list[TopicModel], pd.DataFrame, pd.DataFrame]:
    """Fit topics, first those of the report; say which of them other seeds find again.

    The second value is the comparison of numbers of topics, empty where none were compared.
    """

    def make(part: Path | None) -> dict[str, Any]:
        sweep = pd.DataFrame()
        if config.choose_from:
            sweep = compare_numbers(
                ready,
                config.choose_from,
                config,
                name="choose_from",
                folder=part and part / "choice",
            )
            say(f"compared {len(config.choose_from)} numbers of topics")
        fit = lda_config(config, n_topics=number_of(config, sweep, len(ready.bow.doc_ids)))
        model = fit_lda(ready.bow, fit, checkpoint=part and part / "fit.npz")
        say(f"fitted {fit.n_topics} topics")
        return {"model": model, "sweep": sweep}

    made = shelf.made("model", make, config=config)
    model: TopicModel = made["model"]
    fit, n_topics = model.config, model.config.n_topics

    def again(part: Path | None) -> dict[str, Any]:
        if not config.refits:
            return {"reliability": pd.DataFrame()}
        others = replace(fit, restarts=max(1, fit.n_restarts // config.refits))
        models = fit_again(ready.bow, others, fits=config.refits, checkpoints=part)
        found = find_again(model, models)
        say(f"{int(found['stable'].sum())} of {n_topics} topics found again by other seeds")
        return {"reliability": found} | {str(n): fit for n, fit in enumerate(models)}

    refits = shelf.made("refits", again, config=config)
    models = [model, *(refits[str(n)] for n in range(config.refits))]
    return models, made["sweep"], refits["reliability"]


def _estimate(
    config: ReportConfig,
    ready: Prepared,
    models: list[TopicModel],
    shelf: Shelf,
    say: Callable[[str], None],
) -> tuple[PairDraws, TopicCountryDraws | None]:
    """Draw the topics of pairs and countries, and those of countries over time."""
    bow, cluster = ready.bow, ready.cluster
    enough = with_enough(ready.weights, config.min_country_docs)

    def make(part: Path | None) -> dict[str, Any]:
        together = draw_topic_pairs(
            models, bow, enough, pairs=named_pairs(config), cluster=cluster, draws=config.draws,
            seed=config.seed, checkpoint=part,
        )  # fmt: skip
        drawn = together.countries
        n_countries = is_country(drawn.groups).sum()
        say(f"estimated {n_countries:,} countries x {len(drawn.topics)} topics")
        if len(together.pairs):
            say(f"estimated {len(together.pairs):,} pairs of countries written about together")
        return {"together": together}

    together: PairDraws = shelf.made("estimates", make, config=config)["together"]
    warning = together.countries.diagnostics["mixing"]["warning"]
    if warning:
        say(f"note: {warning}")

    estimates = summarise_draws(together.countries, level=config.level).drop(columns="period")

    def follow(part: Path | None) -> dict[str, Any]:
        found = over_time(
            models, bow, enough, ready.units, cluster, config,
            among=candidates(estimates, config), checkpoint=part,
        )  # fmt: skip
        return {"over": found}

    over: TopicCountryDraws | None = shelf.made("trends", follow, config=config)["over"]
    if over is not None:
        say(f"estimates over {over.groups.get_level_values('period').nunique()} periods")
    elif config.trends != "off":
        say(NO_TRENDS)
    return together, over


def _regroup(
    labelling: Labelling,
    model: TopicModel,
    together: PairDraws,
    over: TopicCountryDraws | None,
    beside: Beside,
    reliability: pd.DataFrame,
) -> tuple[TopicModel, PairDraws, TopicCountryDraws | None, Beside, pd.DataFrame]:
    """Put topics together and set them aside, where a reader asks for it."""
    if not labelling.into:
        return model, together, over, beside, reliability
    members = membership(model.topic_word.index, labelling.into)
    return (
        regroup_model(model, members),
        regroup_pairs(together, members),
        over and regroup_draws(over, members),
        beside.regrouped(members),
        regroup_reliability(reliability, members),
    )


def _cells(draws: TopicCountryDraws, ready: Prepared, level: float) -> pd.DataFrame:
    """Return the estimates, with the documents behind parts of documents where there are such."""
    estimates = summarise_draws(draws, level=level).drop(columns="period")
    if ready.config.unit == "document":
        return estimates
    documents = count_documents(ready.weights, ready.units)
    return estimates.assign(n_documents=estimates["country"].map(documents))


def _try_choices(
    config: ReportConfig,
    ready: Prepared,
    model: TopicModel,
    estimates: pd.DataFrame,
    shelf: Shelf,
    say: Callable[[str], None],
) -> pd.DataFrame:
    """See which headlines hold under other choices, where that is asked for."""

    def make(_: Path | None) -> dict[str, Any]:
        if not config.robust:
            return {"robust": pd.DataFrame()}
        fit = lda_config(config, n_topics=model.config.n_topics)
        return {"robust": try_choices(config, ready, model, fit, estimates, say=say)}

    robust: pd.DataFrame = shelf.made("robust", make, config=config)["robust"]
    return robust
