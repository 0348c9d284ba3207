"""What two countries are written about together, beyond what is written about each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import PathLike

import numpy as np
import pandas as pd

from topics._card import card, rows
from topics._checks import check_count, check_range
from topics.errors import InputError
from topics.estimate.apart import LEAST, LEAST_APART, OTHERS, keep_followed, set_pairs_apart
from topics.estimate.beyond import summarise_pairs
from topics.estimate.draws import TopicCountryDraws, as_models, draw_topic_country
from topics.estimate.given import line_up_shares, share_table
from topics.estimate.groups import NONE
from topics.estimate.inputs import HasCounts, HasTopicWord, line_up
from topics.estimate.sampler import Unit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairDraws:
    """Draws of P(topic | pair), and of the mixes of countries with these pairs apart.

    Attributes
    ----------
    together : TopicCountryDraws
        Of pairs, such as "KAZ+UZB", and of countries, from the same draws.
    countries : TopicCountryDraws
        Of countries alone, for `summarise_draws` and `contrasts`: what is written about each
        beside the pairs. What is about a pair counts to the remainder "none".
    pairs : DataFrame
        One row per pair, or pair and period: `first, second, group[, period], n_docs,
        n_effective, share_first`.
    """

    together: TopicCountryDraws
    countries: TopicCountryDraws
    pairs: pd.DataFrame

    def _repr_html_(self) -> str:
        shown = self.pairs.sort_values("n_docs", ascending=False, kind="stable").round(2)
        return card(
            f"{len(self.together.sample):,} draws of P(topic | pair): {len(shown):,} pairs, "
            f"{len(self.together.topics):,} topics",
            rows([str(name) for name in shown.columns], shown.to_numpy().tolist()),
            then="Next: `summarise_pairs(draws)`; of periods, `pair_changes`; of the countries "
            "beside their pairs, `summarise_draws(draws.countries)`.",
        )


def draw_topic_pairs(
    model: HasTopicWord | Sequence[HasTopicWord] | None = None,
    bow: HasCounts | None = None,
    weights: pd.DataFrame | None = None,
    *,
    theta: pd.DataFrame | np.ndarray | None = None,
    doc_ids: Sequence[str] | pd.Index | None = None,
    pairs: Sequence[str] | None = None,
    least: int = LEAST,
    least_apart: float = LEAST_APART,
    follow: Sequence[str] | None = None,
    period: pd.Series | None = None,
    unit: Unit = "document",
    cluster: pd.Series | None = None,
    refit: bool = True,
    draws: int = 500,
    seed: int = 0,
    threads: int | None = None,
    checkpoint: str | PathLike[str] | None = None,
) -> PairDraws:
    """Draw topic mixes of pairs of countries, and of the countries beside their pairs.

    Parameters
    ----------
    model, bow, weights, theta, doc_ids, pairs, least, least_apart, period, unit, cluster, refit
        As in `topic_pairs`.
    draws, seed, threads
        As in `topic_pairs`.
    follow : sequence of str, optional
        Those of the pairs that the draws are wanted of, with their countries: all stay apart, and
        the others are put together.
    checkpoint : path, optional
        As in `topic_country`.

    Returns
    -------
    PairDraws
        Draws of pairs, in [0, 1], and of the countries beside their pairs.

    Raises
    ------
    TopicsError
        When an option is out of range, or a pair that is asked for has too few documents.
    InputError
        When the inputs do not fit together.
    """
    check_count(least, name="least", least=2)
    check_range(least_apart, 1, float("inf"), name="least_apart")
    # Whatever is wrong with the inputs is said of them as they were given.
    if weights is None:
        raise InputError("`weights` is missing: which documents are about which countries.")
    if theta is not None:
        theta, doc_ids = share_table(theta, doc_ids), None
        usable = line_up_shares(theta, weights, period=period, cluster=cluster)[0].doc_ids
    else:
        model = as_models(model)
        if bow is None:
            raise InputError("`bow` is missing: the counts of the documents.")
        usable = line_up(model[0], bow, weights, period=period, cluster=cluster).doc_ids
    known = weights[weights["doc_id"].isin(usable)]
    apart, table = set_pairs_apart(
        known, pairs=pairs, least=least, least_apart=least_apart, cluster=cluster, period=period,
        plain=theta is not None,
    )  # fmt: skip
    if follow is not None:
        apart, table = keep_followed(apart, table, follow)
    together = draw_topic_country(
        model,
        bow,
        weights if table.empty else apart,
        theta=theta,
        period=period,
        unit=unit,
        cluster=cluster,
        refit=refit,
        draws=draws,
        seed=seed,
        threads=threads,
        checkpoint=checkpoint,
    )
    return PairDraws(together=together, countries=_countries(together, table), pairs=table)


def topic_pairs(
    model: HasTopicWord | Sequence[HasTopicWord] | None = None,
    bow: HasCounts | None = None,
    weights: pd.DataFrame | None = None,
    *,
    theta: pd.DataFrame | np.ndarray | None = None,
    doc_ids: Sequence[str] | pd.Index | None = None,
    pairs: Sequence[str] | None = None,
    least: int = LEAST,
    least_apart: float = LEAST_APART,
    period: pd.Series | None = None,
    unit: Unit = "document",
    cluster: pd.Series | None = None,
    refit: bool = True,
    level: float = 0.95,
    draws: int = 500,
    seed: int = 0,
    threads: int | None = None,
) -> pd.DataFrame:
    """Estimate P(topic | pair of countries), and how far it is from what the two let expect.

    Parameters
    ----------
    model, bow, weights, theta, doc_ids, unit, cluster, refit, draws, seed, threads
        As in `topic_country`.
    pairs : sequence of str, optional
        Such as ``"KAZ-UZB"``. By default every pair with enough documents.
    least : int, default 15
        Documents about both countries, and about no third, that a pair needs; with `cluster`, of
        five clusters or more.
    least_apart : float, default 6
        Documents (sum of weights) that each of its countries needs beside all pairs.
    period : Series, optional
        Period of each document, such as a year, or "before" and "after" a date, indexed by doc_id;
        other documents are left out. Pairs with enough documents over all periods are followed
        through them, and lean on their overall mix, as countries do.
    level : float in (0, 1), default 0.95
        Level of the wider intervals.

    Returns
    -------
    DataFrame
        One row per pair and topic, ordered: `first, second, topic[, period]`; `estimate`,
        P(topic | pair), with `std_error, ci_low, ci_high, ci50_low, ci50_high`; `expected`, the
        mean of the two countries' own mixes, weighted by `share_first` and the rest; `beyond`, the
        estimate less that, in [-1, 1], with `beyond_low, beyond_high, beyond50_low, beyond50_high`;
        `p_value`, twice the probability that `beyond` has the other sign, as in `contrasts`, and
        `p_adjusted`, which controls the false-discovery rate over all rows (Benjamini and
        Hochberg 1995); `additivity_p`, for the hypothesis that the pair is the mean of its
        countries on every topic (Simes 1986, over its topics), `additivity_p_adjusted` over all
        pairs; `flagged`, where both adjusted values are below 0.05 and `n_both` allows it;
        `n_docs`, `n_effective` (the sum of the probabilities that they are about both), `n_both`
        (the same given their words, see Notes; missing from `theta`), `share_first`; `settled`,
        where the shares of the pair and of both countries are; `first_alone` and `second_alone`,
        the two countries' own mixes, with `_low` and `_high`. Empty when no pair has enough
        documents.
        With `period` all this is by period, missing where there are fewer than 5 documents. From
        `theta`, `note` says what the intervals leave out.

    Raises
    ------
    TopicsError
        When a pair that is asked for has too few documents.
    InputError
        When the inputs do not fit together.

    Notes
    -----
    A document belongs to a pair when exactly two countries have `p_about` of a half or more (see
    `set_pairs_apart`); whether it is about both, about one alone or about neither is drawn with
    the topics of its words. The countries' own mixes come from the documents that belong to no
    pair of the table. Documents about three and more countries are unmixed into the countries'
    own mixes, so what two of three have together counts to the two. Pairs lean on the corpus, as
    countries do, by as much as the data say: a pair with few documents is drawn towards it.
    Where texts of a pair read now like the one country and now like the other, words take them for
    texts on that one alone, all the more the less of them is left to the pair, and `beyond` is too
    large: where `n_both` is below three quarters of `n_effective`, no cell is flagged.
    Differences that come from when or where texts on both appeared are not told from what the two
    countries share. That the probabilities `p_about` are themselves estimates is not carried.

    In ``reports/validate_estimates.py pairs --first-seed 400 --seeds 10``, six settings of 160 to
    1,500 documents, topics fitted five times as in a report: 95 % intervals of `beyond` held 95 %
    of what was planted in 127 pairs with a mix of their own, and 96 % of the zeros of 238 pairs
    without one (90 % where a fifth of the mentions were false); those of the countries' own mixes
    held 95 %, in corpora of 160 documents 92 %. Of the flagged cells 2.9 % were of pairs without a
    mix of their own, 11 % where a pair had fewer than 30 documents: ask for more, with `least`,
    where a cell must stand by itself. Of the cells that are off by 0.05 or more 71 % were flagged.
    From one fit, intervals held 93 % of what was planted and of the countries' own mixes: give
    several.

    See Also
    --------
    draw_topic_pairs : the draws behind the table, and countries' own mixes.
    pair_changes : a pair before and after a date.

    Examples
    --------
    >>> from topics.simulate import simulate_corpus
    >>> planted = simulate_corpus(
    ...     n_docs=150, n_countries=3, n_topics=2, n_words=40, countries_per_doc=(0.5, 0.5),
    ...     interactions=1, seed=1)
    >>> table = topic_pairs(planted, planted, planted.weights, draws=50)
    >>> bool(table.groupby(["first", "second"])["beyond"].sum().abs().max() < 1e-6)
    True
    """
    check_range(level, 0, 1, name="level", open_ends=True)
    drawn = draw_topic_pairs(
        model,
        bow,
        weights,
        theta=theta,
        doc_ids=doc_ids,
        pairs=pairs,
        least=least,
        least_apart=least_apart,
        period=period,
        unit=unit,
        cluster=cluster,
        refit=refit,
        draws=draws,
        seed=seed,
        threads=threads,
    )
    return summarise_pairs(drawn, level=level)


def _countries(drawn: TopicCountryDraws, pairs: pd.DataFrame) -> TopicCountryDraws:
    """Put the pairs into the remainder, so that all shares still make up the corpus."""
    if pairs.empty:
        return drawn
    names, periods = (drawn.groups.get_level_values(name) for name in ("country", "period"))
    gone = np.asarray(names.isin([*pairs["group"], OTHERS, NONE]))
    none = drawn.groups[np.asarray(names == NONE)]
    # Of each period, those who go into its remainder, and with what weights.
    heres = [gone & np.asarray(periods == when) for when in none.get_level_values("period")]
    parts = [drawn.n_effective[h] / max(drawn.n_effective[h].sum(), 1e-12) for h in heres]
    sample = _put_together(drawn.sample, gone, heres, parts)
    sample.flags.writeable = False
    estimates = [part @ drawn.estimate[here] for here, part in zip(heres, parts, strict=True)]
    return replace(
        drawn,
        groups=drawn.groups[~gone].append(none),
        sample=sample,
        estimate=np.vstack([drawn.estimate[~gone], *estimates]),
        main=None if drawn.main is None else _put_together(drawn.main, gone, heres, parts),
        rhat=np.vstack([drawn.rhat[~gone], *(drawn.rhat[h].max(axis=0) for h in heres)]),
        effective_size=np.vstack(
            [drawn.effective_size[~gone], *(drawn.effective_size[h].min(axis=0) for h in heres)]
        ),
        n_about=None,  # of states that are told one after the other
        n_docs=np.append(drawn.n_docs[~gone], [drawn.n_docs[h].sum() for h in heres]),
        n_effective=np.append(
            drawn.n_effective[~gone], [drawn.n_effective[h].sum() for h in heres]
        ),
    )


def _put_together(
    sample: np.ndarray, gone: np.ndarray, heres: list[np.ndarray], parts: list[np.ndarray]
) -> np.ndarray:
    """Replace groups of draws by those, at the end, that are means of some with weights."""
    lasts = [
        np.einsum("dgk,g->dk", sample[:, here].astype(np.float64), part)[:, None]
        for here, part in zip(heres, parts, strict=True)
    ]
    return np.concatenate([sample[:, ~gone], *(last.astype(np.float32) for last in lasts)], axis=1)
