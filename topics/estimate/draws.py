"""Draws of every country's topic mix: what tables, contrasts and trends are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from topics._card import card, facts, rows
from topics._checks import check_choice, check_count
from topics.errors import InputError
from topics.estimate.alignment import affinity, align
from topics.estimate.given import (
    NOTE,
    bootstrap_shares,
    check_alone,
    line_up_shares,
    share_table,
)
from topics.estimate.groups import NONE
from topics.estimate.inputs import HasCounts, HasTopicWord, Problem, line_up
from topics.estimate.mean import bootstrap_means, document_shares
from topics.estimate.mixing import describe_mixing, has_settled, judge_chains
from topics.estimate.sampler import Posterior, Unit, sample_mixes
from topics.lda._documents import usable_cores
from topics.writing.values import Checkpoint

Method = Literal["joint", "mean"]
# Affinity at which the Hellinger distance is a half: topics are then told to be the same.
SAME_TOPIC = 0.75


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TopicCountryDraws:
    """Draws of P(topic | country, period).

    Attributes
    ----------
    groups : MultiIndex
        (country, period); period is "" when none were asked for. The remainder that is about no
        country is called "none".
    topics : Index
        Topic ids of the model.
    sample : float32 array (n_draws, n_groups, n_topics)
        Read-only; every row of topics sums to 1.
    estimate : float64 array (n_groups, n_topics)
        Mean of the draws, or the weighted mean of document shares for method "mean".
    main : float32 array (n_draws, n_groups, n_topics), or None
        Draws of the share of documents that are mainly about each topic; None unless `method` is
        "joint" and `unit` "document", and for shares that were given.
    n_docs, n_effective : arrays (n_groups,)
        Documents with a weight on the group; sum of these weights.
    n_about : float64 array (n_groups,) or None
        Mean number of documents that the draws took to be about the group, given their words; to be
        set against the sum of `p_about`. None where words did not decide it.
    topic_word : DataFrame (n_topics, n_words)
        P(word | topic) as the draws saw it, on average.
    rhat, effective_size : float64 arrays (n_groups, n_topics)
        How well the chains behind each share mixed (see `topics.estimate.mixing.judge_chains`),
        looked at before the documents are resampled, whose noise would hide it; NaN for method
        "mean" and for shares that were given, which have no chain.
    settled : bool array (n_groups, n_topics)
        Where `rhat` is at most 1.01 and `effective_size` at least 400, or there is no chain.
    diagnostics : dict
        `scatter`, `shrinkage`, `eta`, `general`: how documents scatter, how much countries lean
        on the corpus, the prior of the topics, and the part of all words that is of no topic (see
        the sampler); `topics_kept`: per topic, the
        affinity (Bhattacharyya, 0 to 1) of `topic_word` to the model's; `dropped`: documents left
        out because the model knows none of their words; `undated`: the others that were left out
        because they have no period; `mixing`: whether the sampler ran long enough, with a
        `warning` when it did not, as `topics.estimate.mixing.describe_mixing` says it. Method
        "mean" has `topics_kept`, `dropped` and `undated` alone; draws from shares that were given,
        as `theta`, have `dropped`, `undated` and `note`, what their intervals leave out.
    """

    groups: pd.MultiIndex
    topics: pd.Index
    sample: np.ndarray
    estimate: np.ndarray
    main: np.ndarray | None
    n_docs: np.ndarray
    n_effective: np.ndarray
    topic_word: pd.DataFrame
    rhat: np.ndarray
    effective_size: np.ndarray
    n_about: np.ndarray | None = None
    diagnostics: dict[str, Any] = field(default_factory=dict)

    @property
    def settled(self) -> np.ndarray:  # noqa: D102 - told above
        return np.asarray(has_settled(self.rhat, self.effective_size) | np.isnan(self.rhat))

    @property
    def note(self) -> str:
        """What the intervals leave out, to be said wherever they are shown; mostly nothing."""
        return str(self.diagnostics.get("note", ""))

    def _repr_html_(self) -> str:
        many, groups, topics = self.sample.shape
        told = {
            "settled": f"{self.settled.sum():,} of {self.settled.size:,} shares",
            "warning": self.diagnostics.get("mixing", {}).get("warning", ""),
            "documents left out": sum(
                len(self.diagnostics.get(name, ())) for name in ("dropped", "undated")
            ) or "",
            "note": self.note,
        }  # fmt: skip
        first = np.argsort(-self.n_effective, kind="stable")
        cells = [
            [" ".join(filter(None, map(str, group))), int(self.n_docs[at]),
             f"{self.n_effective[at]:.1f}"]
            for at, group in zip(first, self.groups[first], strict=True)
        ]  # fmt: skip
        return card(
            f"{many:,} draws of P(topic | country): {groups:,} groups, {topics:,} topics",
            facts(told),
            rows(("country", "n_docs", "n_effective"), cells),
            then="Next: `summarise_draws(draws)`, `contrasts(draws, first, second)`, "
            "`effects(draws, data, formula)`.",
        )


def draw_topic_country(
    model: HasTopicWord | Sequence[HasTopicWord] | None = None,
    bow: HasCounts | None = None,
    weights: pd.DataFrame | None = None,
    *,
    theta: pd.DataFrame | np.ndarray | None = None,
    doc_ids: Sequence[str] | pd.Index | None = None,
    period: pd.Series | None = None,
    method: Method = "joint",
    unit: Unit = "document",
    cluster: pd.Series | None = None,
    refit: bool = True,
    draws: int = 500,
    seed: int = 0,
    threads: int | None = None,
    checkpoint: str | PathLike[str] | None = None,
) -> TopicCountryDraws:
    """Draw topic mixes of countries.

    Parameters
    ----------
    model, bow, weights, theta, doc_ids, period, method, unit, cluster, refit, draws, seed, threads
        As in `topic_country`.
    checkpoint : path, optional
        As in `topic_country`.

    Returns
    -------
    TopicCountryDraws
        Draws of shape (n_draws, n_groups, n_topics), in [0, 1], every row of topics summing to 1,
        with diagnostics of the sampler.

    Raises
    ------
    TopicsError
        When an option is not one of those listed or out of range.
    InputError
        When the inputs do not fit together.
    """
    check_choice(method, ["joint", "mean"], name="method")
    check_choice(unit, ["document", "evidence"], name="unit")
    check_count(draws, name="draws", least=20)
    check_count(seed, name="seed", least=0)
    threads = usable_cores() if threads is None else threads
    check_count(threads, name="threads")
    if weights is None:
        raise InputError("`weights` is missing: which documents are about which countries.")
    if theta is not None:
        check_alone(
            model=model,
            bow=bow,
            checkpoint=checkpoint,
            method=method if method != "joint" else None,
            unit=unit if unit != "document" else None,
        )
        return _draw_given(
            share_table(theta, doc_ids), weights, period, cluster, draws, seed, threads
        )
    models = as_models(model)
    if bow is None:
        raise InputError("`bow` is missing: the counts of the documents.")
    problems = [line_up(m, bow, weights, period=period, cluster=cluster) for m in models]
    first = problems[0]
    if method == "mean":
        alpha = np.asarray(getattr(models[0], "alpha", 0.1))
        shares = document_shares(first, alpha=alpha, threads=threads)
        estimate, sample = bootstrap_means(first, shares, draws=draws, seed=seed)
        return _value(first, estimate, sample, first.phi, {})
    _check_alike(problems)
    each = -(-draws // len(models))
    chains = [
        sample_mixes(
            problem,
            draws=each,
            seed=[seed, i],
            unit=unit,
            refit=refit,
            fits=len(models),
            threads=threads,
            checkpoint=None if checkpoint is None else Checkpoint(Path(checkpoint) / f"{i}.npz"),
        )
        for i, problem in enumerate(problems)
    ]
    return _of_all_fits(first, chains, draws)


def _of_all_fits(first: Problem, chains: Sequence[Posterior], draws: int) -> TopicCountryDraws:
    """Pool the draws of several fits, with the topics of the first."""
    onto = [_onto(chains[0].phi, chain.phi) for chain in chains]
    # Not `@`, as in `affinity`.
    mixes, states = (
        [np.einsum("dgj,jk->dgk", of, which) for of, which in zip(every, onto, strict=True)]
        for every in ([chain.mixes for chain in chains], [chain.states for chain in chains])
    )
    parts = sum(np.einsum("vj,jk->vk", c.phi, which) for c, which in zip(chains, onto, strict=True))
    phi = parts / np.sum(onto, axis=(0, 1))
    sample = _pooled(mixes)[:draws]
    mains = [
        np.einsum("dgj,jk->dgk", chain.mains, which)
        for chain, which in zip(chains, onto, strict=True)
        if chain.mains is not None
    ]
    rhat, size = judge_chains(states)
    learned = _learned(chains) | {
        "mixing": describe_mixing(rhat, size, mixes, n_sweeps=sum(c.n_sweeps for c in chains))
    }
    estimate = sample.mean(axis=0, dtype=np.float64)
    main = _pooled(mains)[:draws] if mains else None
    about = np.mean([chain.n_about for chain in chains], axis=0)
    return _value(
        first, estimate, sample, phi, learned, mixing=(rhat, size), main=main, n_about=about
    )


def as_models(
    model: HasTopicWord | Sequence[HasTopicWord] | None,
) -> list[HasTopicWord]:
    """Return one model or several as a list that is not empty."""
    if model is None:
        raise InputError("`model` is missing; pass a fitted model, or shares as `theta`.")
    models = list(model) if isinstance(model, Sequence) else [model]
    if not models:
        raise InputError("`model` is an empty list; pass one fitted model or several.")
    return models


def _draw_given(
    theta: pd.DataFrame,
    weights: pd.DataFrame,
    period: pd.Series | None,
    cluster: pd.Series | None,
    draws: int,
    seed: int,
    threads: int,
) -> TopicCountryDraws:
    problem, shares = line_up_shares(theta, weights, period=period, cluster=cluster)
    sample = bootstrap_shares(problem, shares, draws=draws, seed=seed, threads=threads)
    sample.flags.writeable = False
    estimate = sample.mean(axis=0, dtype=np.float64)
    no_chain = np.full(estimate.shape, np.nan)
    return TopicCountryDraws(
        groups=problem.groups,
        topics=problem.topics,
        sample=sample,
        estimate=estimate,
        main=None,
        n_docs=problem.weights.count_nonzero(axis=0),
        n_effective=np.asarray(problem.weights.sum(axis=0)),
        topic_word=pd.DataFrame(index=problem.topics, columns=problem.vocabulary, dtype=float),
        rhat=no_chain,
        effective_size=no_chain,
        diagnostics={
            "note": NOTE,
            "dropped": problem.dropped.tolist(),
            "undated": problem.undated.tolist(),
        },
    )


def _onto(first: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Say which topic of the first fit each topic of another counts for; 0 and 1, float32 (K, K).

    Topics are paired one to one. Where the two of a pair are not found again in one another, as
    `topic_stability` judges it, the other fit has split or merged topics: its topic then counts
    for the one that it is most like, so that no topic gets the share of a stranger.
    """
    similarity = affinity(first.T, other.T)
    of_first, of_other = align(similarity)
    best = similarity.argmax(axis=0)
    alike = similarity[of_first, of_other] >= SAME_TOPIC
    best[of_other[alike]] = of_first[alike]
    which = np.zeros(similarity.shape, dtype=np.float32)
    which[np.arange(len(best)), best] = 1
    return which


def _pooled(mixes: list[np.ndarray]) -> np.ndarray:
    """Pool the draws of several fits, with as much spread between fits as so few leave open.

    The variance of n pooled fits is that within a fit and (n - 1) / n times that between fits; that
    of their mean is the first and (n + 1) / n times the second (Rubin 1987, section 3.3).
    """
    n, means = len(mixes), [fit.mean(axis=0, dtype=np.float64) for fit in mixes]
    if n == 1:
        return mixes[0]
    reach = np.sqrt((n + 1) / (n - 1)) - 1
    middle = np.mean(means, axis=0)
    apart = [
        (fit + reach * (mean - middle)).clip(min=1e-9)
        for fit, mean in zip(mixes, means, strict=True)
    ]
    pooled = np.concatenate(apart)
    return np.asarray(pooled / pooled.sum(axis=2, keepdims=True), dtype=np.float32)


def _value(
    problem: Problem,
    estimate: np.ndarray,
    sample: np.ndarray,
    phi: np.ndarray,
    diagnostics: dict[str, Any],
    *,
    mixing: tuple[np.ndarray, np.ndarray] | None = None,
    main: np.ndarray | None = None,
    n_about: np.ndarray | None = None,
) -> TopicCountryDraws:
    unknown = np.full(estimate.shape, np.nan)
    rhat, size = mixing or (unknown, unknown)
    sample.flags.writeable = False
    kept = np.sqrt(problem.phi * phi).sum(axis=0, dtype=np.float64)
    return TopicCountryDraws(
        groups=problem.groups,
        topics=problem.topics,
        sample=sample,
        estimate=estimate,
        main=main,
        n_docs=problem.weights.count_nonzero(axis=0),
        n_effective=np.asarray(problem.weights.sum(axis=0)),
        topic_word=pd.DataFrame(phi.T, index=problem.topics, columns=problem.vocabulary),
        rhat=rhat,
        effective_size=size,
        n_about=n_about,
        diagnostics=diagnostics
        | {
            "topics_kept": dict(zip(problem.topics.tolist(), kept.round(4).tolist(), strict=True)),
            "dropped": problem.dropped.tolist(),
            "undated": problem.undated.tolist(),
        },
    )


def _learned(chains: Sequence[Posterior]) -> dict[str, Any]:
    return {
        name: float(np.mean([getattr(chain, name) for chain in chains]))
        for name in ("scatter", "shrinkage", "eta", "general")
    }


def _check_alike(problems: Sequence[Problem]) -> None:
    for problem in problems[1:]:
        if not problem.vocabulary.equals(problems[0].vocabulary) or len(problem.topics) != len(
            problems[0].topics
        ):
            raise InputError(
                "the models in `model` must have the same words and number of topics; fit them "
                "on the same counts with other seeds."
            )


def is_country(groups: pd.MultiIndex) -> np.ndarray:
    """Return a boolean array (n_groups,): False for the remainder."""
    return np.asarray(groups.get_level_values("country") != NONE)
