"""One trial: plant a corpus, fit topics, estimate country mixes, and score them on the truth."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from measuring.estimates_baselines import author_topic, baseline_estimates
from measuring.estimates_stm import StmEstimates, stm_estimates
from topics.estimate.alignment import affinity, align
from topics.estimate.draws import TopicCountryDraws, draw_topic_country, is_country
from topics.estimate.intervals import difference_interval, share_interval
from topics.estimate.sampler import Unit
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.run.comparison import fit_again
from topics.simulate import SimulatedCorpus, simulate_corpus
from topics.simulate_news import simulate_news
from topics.text.bow import BagOfWords

LEVELS = (0.5, 0.9, 0.95)
FOUND = 0.8
SIZES = [0, 10, 50, 100, np.inf]
_MANY = 60_000
SIZE_NAMES = ["under 10", "10-49", "50-99", "100 or more"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A simulation and how it is estimated.

    Parameters
    ----------
    name : str
        What the trial varies.
    planted : dict
        Options of `simulate_corpus`, or of `simulate_news`, without the seed.
    news : bool
        Whether `simulate_news` plants the corpus.
    use_p_about : bool
        Whether the estimate sees `p_about`.
    use_clusters : bool
        Whether the estimate sees the clusters.
    authors : bool
        Whether gensim's AuthorTopicModel is fitted for comparison.
    stm : bool
        Whether `STM(~ W)` of the package topica is fitted for comparison.
    """

    name: str
    planted: dict[str, Any]
    news: bool = False
    use_p_about: bool = True
    use_clusters: bool = True
    authors: bool = False
    stm: bool = False


def run_trial(
    trial: Trial,
    *,
    seed: int,
    unit: Unit = "document",
    draws: int = 300,
    restarts: int = 20,
    refits: int = 4,
    threads: int = 1,
) -> pd.DataFrame:
    """Measure error, coverage and width by method and by size of country.

    Parameters
    ----------
    trial : Trial
    seed : int
        Decides the planted corpus, the fit and the draws.
    unit : {"document", "evidence"}
        As in `topic_country`.
    draws, restarts, refits, threads : int
        Posterior draws; random starts of the fit; further fits from other seeds, each with its
        part of as many starts, as a report makes them; threads.

    Returns
    -------
    DataFrame
        `trial, seed, method, size, n_countries, n_shares, tv_error`, the total-variation error
        averaged over countries, `cover_50, cover_90, cover_95`, shares of intervals that hold the
        truth, `cover_differences`, the same of 95 % intervals of differences between countries,
        `width`, the mean width of 95 % intervals, `match`, the mean affinity
        (Bhattacharyya) of the topics to the planted ones, `cover_main, width_main, tv_main`, the
        same of shares of documents by main topic, on planted news, `found`, the share of planted
        topics with an affinity of 0.8 or more, and `cover_95_found`, the coverage for those. Topics
        are matched to planted ones by their words: by those of the fit for "joint, words of the
        fit", by those of the draws for "joint". "oracle" knows the planted topics.
    """
    corpus = (simulate_news if trial.news else simulate_corpus)(**trial.planted, seed=seed)
    bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
    n_topics = len(corpus.topic_word)
    config = LDAConfig(n_topics=n_topics, seed=seed, restarts=restarts)
    model = fit_lda(bow, config, threads=threads)
    again = replace(config, restarts=max(1, restarts // max(1, refits)))
    models = [model, *fit_again(bow, again, fits=refits)]
    weights = corpus.weights if trial.use_p_about else corpus.weights.drop(columns="p_about")
    several = corpus.clusters.duplicated().any() and trial.use_clusters
    cluster = corpus.clusters if several else None
    shared: dict[str, Any] = {"cluster": cluster, "seed": seed, "threads": threads}
    joint = draw_topic_country(models, bow, weights, draws=draws, unit=unit, **shared)
    mean = draw_topic_country(model, bow, weights, draws=200, method="mean", **shared)
    oracle = draw_topic_country(corpus, bow, weights, draws=100, refit=False, unit=unit, **shared)
    fitted, refitted = model.topic_word, joint.topic_word
    order, similarity = find_planted(corpus.topic_word, fitted)
    sizes = _sizes(corpus)
    mains = main_truth(trial, seed) if trial.news else None
    parts = [
        _score(corpus, sizes, joint, refitted, mains).assign(method="joint"),
        _score(corpus, sizes, joint, fitted).assign(method="joint, words of the fit"),
        _score(corpus, sizes, mean, fitted).assign(method="mean"),
        _score(corpus, sizes, oracle, corpus.topic_word, mains).assign(method="oracle"),
    ]
    if trial.stm:
        peer = stm_estimates(model, bow, weights, n_topics=n_topics, seed=seed)
        parts.append(_score_peer(corpus, sizes, peer).assign(method="stm"))
    for method, table in baseline_estimates(model, bow, weights).items():
        if method != "mean":
            scored = _errors(corpus, sizes, table.iloc[:, order])
            parts.append(scored.assign(method=method, match=similarity.mean()))
    if trial.authors:
        table, words = author_topic(bow, weights, n_topics=n_topics, seed=seed)
        at_order, at_similarity = find_planted(corpus.topic_word, words)
        scored = _errors(corpus, sizes, table.iloc[:, at_order])
        parts.append(scored.assign(method="author-topic", match=at_similarity.mean()))
    result = pd.concat(parts, ignore_index=True)
    result.insert(0, "trial", trial.name)
    result.insert(1, "seed", seed)
    return result


def main_truth(trial: Trial, seed: int) -> pd.DataFrame:
    """Return the shares of documents by main topic, (n_countries, n_topics), of a planted world.

    Of sixty thousand other documents on the same countries, each counting by its true weights.
    """
    many = simulate_news(**trial.planted | {"n_docs": _MANY, "length": (2, 2)}, seed=seed)
    top = pd.get_dummies(many.doc_topic.to_numpy().argmax(axis=1)).reindex(
        columns=many.doc_topic.columns, fill_value=False
    )
    rows = many.true_weights
    of_docs = (
        top.to_numpy()[many.doc_ids.get_indexer(pd.Index(rows["doc_id"]))]
        * rows[["weight"]].to_numpy()
    )
    table = pd.DataFrame(of_docs, columns=top.columns).groupby(rows["country"].to_numpy()).sum()
    return table.div(table.sum(axis=1), axis=0)


def summarise_trials(results: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Average scores of `run_trial` over countries, each counting the same.

    Parameters
    ----------
    results : DataFrame
        Rows of `run_trial`, of any number of trials and seeds.
    columns : list of str
        Columns to keep apart, such as `["trial", "method"]`.
    """
    scores = ["tv_error", *(f"cover_{100 * level:.0f}" for level in LEVELS), "cover_95_found"]
    scores += [
        "cover_differences",
        "width",
        "cover_main",
        "width_main",
        "tv_main",
        "match",
        "found",
    ]
    results = results.reindex(columns=[*results.columns, *set(scores) - set(results.columns)])
    weighted = results[scores].mul(results["n_countries"], axis=0)
    known = results[scores].notna().mul(results["n_countries"], axis=0)
    keys = [results[key] for key in columns]
    table = weighted.groupby(keys, sort=False).sum() / known.groupby(keys, sort=False).sum()
    sums = results.groupby(columns, sort=False)[["n_countries", "n_shares"]].sum()
    return table.join(sums)


def compare_with_mean(cells: pd.DataFrame) -> pd.DataFrame:
    """Divide the errors of the joint estimate and of the oracle by the mean method's, per trial.

    Parameters
    ----------
    cells : DataFrame
        `summarise_trials(results, ["trial", "method"])`.

    Returns
    -------
    DataFrame
        `trial, n_shares, joint, mean, argmax, ols, stm, oracle` (errors), `ratio` (joint to mean),
        `oracle_ratio`, which no estimate that has to find the topics can hope to beat,
        `cover_50, cover_90, cover_95, cover_differences` of the joint estimate, `width` of its
        95 % intervals in widths of the oracle's, and `found`, the share of planted topics found.
    """
    error = cells["tv_error"].unstack("method")  # noqa: PD010
    joint, oracle = (cells.xs(method, level="method") for method in ("joint", "oracle"))
    names = list(cells.index.get_level_values("trial").unique())
    methods = ["joint", "mean", "argmax", "ols", "stm", "oracle"]
    table = error.reindex(columns=methods).assign(
        ratio=error["joint"] / error["mean"],
        oracle_ratio=error["oracle"] / error["mean"],
        **{f"cover_{100 * level:.0f}": joint[f"cover_{100 * level:.0f}"] for level in LEVELS},
        cover_differences=joint["cover_differences"],
        width=joint["width"] / oracle["width"],
        found=joint["found"],
    )
    table.insert(0, "n_shares", joint["n_shares"])
    return table.loc[names].rename_axis(columns=None).reset_index()


def find_planted(planted: pd.DataFrame, fitted: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the fitted topic for each planted one, by their words, and the affinity of each."""
    similarity = affinity(planted.to_numpy(), fitted[planted.columns].to_numpy())
    rows, columns = align(similarity)
    return columns, similarity[rows, columns]


def _sizes(corpus: SimulatedCorpus) -> pd.Series:
    """Sort countries into bins by their number of documents."""
    n_docs = corpus.weights.groupby("country").size()
    return pd.cut(n_docs, SIZES, right=False, labels=SIZE_NAMES).astype(str)


def _errors(corpus: SimulatedCorpus, sizes: pd.Series, table: pd.DataFrame) -> pd.DataFrame:
    truth = corpus.country_topic.loc[table.index]
    error = pd.Series(
        np.abs(table.to_numpy() - truth.to_numpy()).sum(axis=1) / 2, index=table.index
    )
    grouped = error.groupby(sizes.loc[table.index])
    frame = pd.DataFrame({"n_countries": grouped.size(), "tv_error": grouped.mean()})
    return frame.rename_axis("size").reset_index()


def _score_peer(corpus: SimulatedCorpus, sizes: pd.Series, peer: StmEstimates) -> pd.DataFrame:
    """Score a peer that has 95 % intervals of shares, and none of differences."""
    order, similarity = find_planted(corpus.topic_word, peer.topic_word)
    found = similarity >= FOUND
    estimate, low, high = (
        part.iloc[:, order].to_numpy() for part in (peer.estimate, peer.low, peer.high)
    )
    names = peer.estimate.index
    truth = corpus.country_topic.loc[names].to_numpy()
    inside = (low <= truth) & (truth <= high)
    by_country = {"cover_95": inside.mean(axis=1), "width": (high - low).mean(axis=1)}
    if found.any():
        by_country["cover_95_found"] = inside[:, found].mean(axis=1)
    covered = pd.DataFrame(by_country, index=names).groupby(sizes.loc[names].to_numpy()).mean()
    table = pd.DataFrame(estimate, index=names)
    scored = _errors(corpus, sizes, table).merge(covered, left_on="size", right_index=True)
    return scored.assign(
        n_shares=scored["n_countries"] * truth.shape[1], match=similarity.mean(), found=found.mean()
    )


def _score(
    corpus: SimulatedCorpus,
    sizes: pd.Series,
    draws: TopicCountryDraws,
    words: pd.DataFrame,
    mains: pd.DataFrame | None = None,
) -> pd.DataFrame:
    order, similarity = find_planted(corpus.topic_word, words)
    found = similarity >= FOUND
    keep = is_country(draws.groups)
    names = draws.groups.get_level_values("country")[keep]
    sample = draws.sample[:, keep][:, :, order]
    estimate = draws.estimate[keep][:, order]
    truth = corpus.country_topic.loc[names].to_numpy()
    by_country = {}
    for level in LEVELS:
        low, high = share_interval(sample, level=level)
        low, high = np.minimum(low, estimate), np.maximum(high, estimate)
        inside = (low <= truth) & (truth <= high)
        by_country[f"cover_{100 * level:.0f}"] = inside.mean(axis=1)
    by_country["width"] = (high - low).mean(axis=1)
    # Each country with the one that follows it.
    low, high = difference_interval(sample - np.roll(sample, 1, axis=1), level=0.95)
    apart = truth - np.roll(truth, 1, axis=0)
    by_country["cover_differences"] = ((low <= apart) & (apart <= high)).mean(axis=1)
    if mains is not None and draws.main is not None:
        main, planted = draws.main[:, keep][:, :, order], mains.loc[names].to_numpy()
        low, high = share_interval(main, level=0.95)
        by_country["cover_main"] = ((low <= planted) & (planted <= high)).mean(axis=1)
        by_country["width_main"] = (high - low).mean(axis=1)
        by_country["tv_main"] = np.abs(main.mean(axis=0) - planted).sum(axis=1) / 2
    if found.any():
        by_country["cover_95_found"] = inside[:, found].mean(axis=1)
    covered = pd.DataFrame(by_country, index=names).groupby(sizes.loc[names].to_numpy()).mean()
    table = pd.DataFrame(estimate, index=names)
    scored = _errors(corpus, sizes, table).merge(covered, left_on="size", right_index=True)
    return scored.assign(
        n_shares=scored["n_countries"] * truth.shape[1], match=similarity.mean(), found=found.mean()
    )
