"""Whether the headlines of a report hold under other choices that are as defensible."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from topics.errors import InputError
from topics.estimate import summarise_draws
from topics.estimate.alignment import affinity
from topics.estimate.draws import SAME_TOPIC
from topics.estimate.relations import draw_topic_pairs
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig, TopicModel
from topics.run.comparison import fit_again
from topics.run.config import LARGEST_SEED, ReportConfig
from topics.run.headlines import headlines
from topics.run.prepare import Prepared, count_units
from topics.run.steps import with_enough
from topics.text.bow import BagOfWords

COLUMNS = (
    "country", "topic", "choice", "similarity", "estimate", "lift", "lift_low", "lift_high",
    "p_adjusted", "verdict",
)  # fmt: skip
# Other seeds than those of the refits, which take the next ones.
_OTHER_SEED = 1000
_FEWEST = 5
# As exports and tables name the paper; the reader's own "source" may be the file.
_SOURCES = ("publication", "given_source", "source")
_SHARE_LEFT = 0.2  # of the documents, without which nothing is estimated


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """Another way to have made the report: its name, the fit, and what it is fitted on."""

    name: str
    fit: LDAConfig
    bow: BagOfWords
    weights: pd.DataFrame


def try_choices(
    config: ReportConfig,
    ready: Prepared,
    model: TopicModel,
    fit: LDAConfig,
    estimates: pd.DataFrame,
    *,
    say: Callable[[str], None] = lambda _: None,
) -> pd.DataFrame:
    """Make the estimates again under other choices, and see which headlines hold.

    The choices: two other numbers of topics (two thirds of it, and half as many again); another
    seed; words that name countries in the vocabulary, or out of it; and without the largest value
    of the column that names sources, where the corpus has several (see `largest_source`). Each is
    fitted as often as the report itself is, so that its intervals carry as much.

    Parameters
    ----------
    config, ready
        Of the report.
    model : TopicModel
        Whose topics `estimates` are of.
    fit : LDAConfig
        Of `model`.
    estimates : DataFrame
        As `topic_country` returns them.
    say : callable
        Told, in one line each, what each choice came to.

    Returns
    -------
    DataFrame
        One row per headline and choice, the report's own choice first: `country, topic, choice`;
        `similarity`, the Bhattacharyya affinity, in [0, 1], of the topic to the one that is most
        like it under the choice; `estimate, lift, lift_low, lift_high, p_adjusted` of that topic in
        that country; `verdict`: "holds" where the lift is above 1 too and its interval overlaps
        that of the report, "moves" where it is above 1 and they do not overlap, "turns" where it
        is not above 1, "lost" where no topic is like it (affinity below 0.75) or the country is not
        estimated. Empty where there is no headline.
    """
    top = headlines(estimates)
    if top.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    parts = [top.assign(choice="as reported", similarity=1.0, verdict="holds")]
    for choice in _choices(config, ready, fit):
        topic_word, found = _estimate(config, ready, choice)
        rows = _judge(top, model.topic_word, topic_word, found).assign(choice=choice.name)
        hold = int((rows["verdict"] == "holds").sum())
        say(f"{choice.name}: {hold} of {len(rows)} headlines hold")
        parts.append(rows)
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def _choices(config: ReportConfig, ready: Prepared, fit: LDAConfig) -> Iterator[Choice]:
    own: dict[str, Any] = {"bow": ready.bow, "weights": ready.weights}
    for n_topics in sorted({max(2, round(fit.n_topics * by)) for by in (2 / 3, 3 / 2)}):
        if n_topics != fit.n_topics:
            yield Choice(name=f"{n_topics} topics", fit=replace(fit, n_topics=n_topics), **own)
    seed = (fit.seed + _OTHER_SEED) % LARGEST_SEED
    yield Choice(name=f"seed {seed}", fit=replace(fit, seed=seed), **own)
    other = "with country words" if config.mask_countries else "without country words"
    turned = replace(config, mask_countries=not config.mask_countries)
    bow = count_units(ready.units, ready.mentions, ready.language, turned)
    yield Choice(name=other, fit=fit, bow=bow, weights=ready.weights)
    largest = largest_source(ready.corpus)
    if largest is not None:
        column, name = largest
        others = ready.units[column].astype(str) != name
        keep = ready.bow.doc_ids.isin(ready.units.loc[others, "doc_id"])
        if keep.mean() >= _SHARE_LEFT:
            bow = replace(ready.bow, counts=ready.bow.counts[keep], doc_ids=ready.bow.doc_ids[keep])
            weights = ready.weights[ready.weights["doc_id"].isin(bow.doc_ids)]
            yield Choice(name=f"without {name}", fit=fit, bow=bow, weights=weights)


def largest_source(corpus: pd.DataFrame) -> tuple[str, str] | None:
    """Return a column that names sources, and its commonest value.

    None where there are not two, or none has five documents: then it names files.

    Examples
    --------
    >>> largest_source(pd.DataFrame({"source": ["a.csv"] * 6, "given_source": ["A", *"BBBBB"]}))
    ('given_source', 'B')
    """
    for column in _SOURCES:
        if column in corpus.columns:
            counts = corpus[column].dropna().astype(str).value_counts().sort_index()
            if len(counts) > 1 and counts.max() >= _FEWEST:
                return column, str(counts.idxmax())
    return None


def _estimate(
    config: ReportConfig, ready: Prepared, choice: Choice
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the topics' words under a choice, and the estimates; none without any country."""
    fit, bow = choice.fit, choice.bow
    others = replace(fit, restarts=max(1, fit.n_restarts // max(1, config.refits)))
    models = [fit_lda(bow, fit), *fit_again(bow, others, fits=config.refits)]
    enough = with_enough(choice.weights, config.min_country_docs)
    try:
        drawn = draw_topic_pairs(
            models, bow, enough, pairs=[] if "off" in config.pairs else None,
            cluster=ready.cluster, draws=config.draws, seed=config.seed,
        )  # fmt: skip
    except InputError:
        return models[0].topic_word, pd.DataFrame(columns=["country", "topic"])
    return models[0].topic_word, summarise_draws(drawn.countries, level=config.level)


def _judge(
    top: pd.DataFrame, own: pd.DataFrame, other: pd.DataFrame, found: pd.DataFrame
) -> pd.DataFrame:
    """Find each headline among the estimates under another choice, by the words of its topic."""
    words = own.columns.union(other.columns)
    similarity = affinity(
        own.reindex(columns=words, fill_value=0.0).to_numpy(np.float64),
        other.reindex(columns=words, fill_value=0.0).to_numpy(np.float64),
    )
    of = top["topic"].map({topic: place for place, topic in enumerate(own.index)}).to_numpy()
    best = similarity[of].argmax(axis=1)
    rows = top[["country", "topic"]].reset_index(drop=True)
    rows = rows.assign(similarity=similarity[of, best], like=other.index[best])
    kept = ["country", "topic", "estimate", "lift", "lift_low", "lift_high", "p_adjusted"]
    found = found.reindex(columns=kept).rename(columns={"topic": "like"})
    rows = rows.merge(
        found.astype({"like": rows["like"].dtype}), on=["country", "like"], how="left"
    )
    low, high = (top[name].to_numpy() for name in ("lift_low", "lift_high"))
    lost = (rows["similarity"] < SAME_TOPIC) | rows["lift"].isna()
    turns = rows["lift"] <= 1
    apart = (rows["lift_low"] > high) | (rows["lift_high"] < low)
    verdict = np.select([lost, turns, apart], ["lost", "turns", "moves"], "holds")
    return rows.assign(verdict=verdict)
