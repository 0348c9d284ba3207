"""Pairs of countries against planted interactions, and against those in editors' labels."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from measuring.estimates_check import label_shares, map_topics
from measuring.estimates_trial import find_planted
from topics.countries import apply_successors, country_weights, find_countries
from topics.estimate.beyond import summarise_pairs
from topics.estimate.intervals import share_interval
from topics.estimate.relations import PairDraws, draw_topic_pairs
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig
from topics.readers.corpus import read_corpus
from topics.run.comparison import fit_again
from topics.simulate import SimulatedCorpus, simulate_corpus
from topics.simulate_news import simulate_news
from topics.tables import write_csv
from topics.text.bow import BagOfWords
from topics.text.tokens import count_corpus

NEWS = "planted news"
_SMALL: dict[str, Any] = {"n_docs": 1000, "n_countries": 5, "interactions": 3}
SETTINGS: dict[str, dict[str, Any]] = {
    "1-3 countries by doc": {**_SMALL, "countries_per_doc": (0.5, 0.35, 0.15)},
    "1-5 countries by doc": {
        **_SMALL, "n_docs": 1500, "countries_per_doc": (0.3, 0.35, 0.15, 0.1, 0.1),
    },
    "20 % false mentions": {
        **_SMALL, "countries_per_doc": (0.5, 0.35, 0.15), "weight_noise": 0.2,
    },
    "no interaction": {**_SMALL, "interactions": 0, "countries_per_doc": (0.5, 0.35, 0.15)},
    "few documents": {
        "n_docs": 160, "n_countries": 5, "interactions": 2, "countries_per_doc": (0.3, 0.7),
    },
    NEWS: {
        **_SMALL, "n_docs": 1500, "n_topics": 8, "n_words": 1500, "weight_noise": 0.1,
        "countries_per_doc": (0.35, 0.35, 0.15, 0.1, 0.05),
    },
}  # fmt: skip
PATHS = ("known words", "whole path")
_SIZES = [15, 30, 60, 120, np.inf]
_LEAST_SUBJECT = 30
_LEAST_PAIR = 30
_NO_SUBJECT = "no subject"
_LARGE = 0.02


def pairs(out: Path, chosen: Iterable[int], seeds: Iterable[int], threads: int) -> None:
    """Make the trials that are not there yet, and put all that is there into one table."""
    names = [(number, list(SETTINGS)[number]) for number in chosen]
    for seed in seeds:
        for path in PATHS:
            for number, name in names:
                file = out / f"pairs-{PATHS.index(path)}-{number}-{seed}.csv"
                if not file.exists():
                    write_csv(run_pairs(name, path, seed=seed, threads=threads), file)
    cells = pd.concat([pd.read_csv(file) for file in sorted(out.glob("pairs-[0-9]*.csv"))])
    write_csv(summarise(cells), out / "pairs.csv")
    print(summarise(cells).round(3).to_string(index=False))


def run_pairs(name: str, path: str, *, seed: int, threads: int, fits: int = 5) -> pd.DataFrame:
    """Plant a corpus, estimate its pairs, and set every cell beside its truth.

    Parameters
    ----------
    name : str
        Of `SETTINGS`.
    path : {"known words", "whole path"}
        Topics as planted, or fitted and redrawn.
    seed, threads : int
        As in `draw_topic_pairs`.
    fits : int
        How many fits of the topics are drawn from, as in a report.

    Returns
    -------
    DataFrame
        A row per pair, or country, and topic: `setting, path, seed, kind` ("planted", "additive" or
        "country"), `n_docs, truth, estimate, held, held50, p_value, flagged, additivity_p`.
    """
    corpus = (simulate_news if name == NEWS else simulate_corpus)(**SETTINGS[name], seed=seed)
    options: dict[str, Any] = {"seed": seed, "threads": threads}
    if name == NEWS:
        options["cluster"] = corpus.clusters
    if path == "known words":
        drawn = draw_topic_pairs(
            corpus, corpus, corpus.weights, refit=False, draws=100, **options
        )  # fmt: skip
        order = np.arange(len(corpus.topic_word))
    else:
        bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
        config = LDAConfig(n_topics=len(corpus.topic_word), seed=seed, restarts=5)
        # as a report does: the best of several fits, and again from other seeds
        models = [fit_lda(bow, config, threads=threads)]
        models += fit_again(bow, replace(config, restarts=1), fits=fits - 1)
        drawn = draw_topic_pairs(models, bow, corpus.weights, draws=150, **options)
        order, _ = find_planted(corpus.topic_word, drawn.together.topic_word)
    parts = [_pair_cells(corpus, drawn, order), _country_cells(corpus, drawn, order)]
    return pd.concat(parts).assign(setting=name, path=path, seed=seed)


def _pair_cells(corpus: SimulatedCorpus, drawn: PairDraws, order: np.ndarray) -> pd.DataFrame:
    planted_as = pd.Series(np.arange(len(order)), index=drawn.together.topics[order])
    cells = summarise_pairs(drawn)
    cells["topic"] = cells["topic"].map(planted_as)
    mixes = corpus.country_topic
    truth, kind = [], []
    for row in cells.to_dict("records"):
        pair = (row["first"], row["second"])
        share, topic = row["share_first"], row["topic"]
        expected = share * mixes.loc[pair[0], topic] + (1 - share) * mixes.loc[pair[1], topic]
        real = pair in corpus.pair_topic.index
        truth.append(corpus.pair_topic.loc[pair, topic] - expected if real else 0.0)
        kind.append("planted" if real else "additive")
    return pd.DataFrame(
        {
            "kind": kind, "first": cells["first"], "second": cells["second"],
            "n_docs": cells["n_docs"], "n_effective": cells["n_effective"],
            "n_both": cells["n_both"], "share": cells["estimate"], "truth": truth,
            "estimate": cells["beyond"], "error": cells["beyond_high"] - cells["beyond_low"],
            "held": cells["beyond_low"].le(truth) & cells["beyond_high"].ge(truth),
            "held50": cells["beyond50_low"].le(truth) & cells["beyond50_high"].ge(truth),
            "p_value": cells["p_value"], "flagged": cells["flagged"],
            "additivity_p": cells["additivity_p"],
        }
    )  # fmt: skip


def _country_cells(corpus: SimulatedCorpus, drawn: PairDraws, order: np.ndarray) -> pd.DataFrame:
    own = drawn.countries
    names = own.groups.get_level_values("country")[:-1]
    sample = own.sample[:, :-1][:, :, order]
    truth = corpus.country_topic.loc[names].to_numpy()
    held = []
    for level in (0.95, 0.5):
        low, high = share_interval(sample, level=level)
        held.append((low <= truth) & (truth <= high))
    return pd.DataFrame(
        {
            "kind": "country", "first": names.repeat(truth.shape[1]),
            "n_docs": own.n_docs[:-1].repeat(truth.shape[1]), "truth": truth.ravel(),
            "estimate": own.estimate[:-1][:, order].ravel(), "held": held[0].ravel(),
            "held50": held[1].ravel(),
        }
    )  # fmt: skip


def summarise(cells: pd.DataFrame) -> pd.DataFrame:
    """Average over cells, by path, setting and kind, then by path and kind over all settings.

    Returns
    -------
    DataFrame
        `path, setting, kind, n_cells, n_pairs, held, held50, below_05` (share of p-values below
        0.05), `additivity_05` (share of pairs), `power` (flagged, of the cells that are off by
        0.05 or more), `false_discoveries` (of the flagged cells, those of pairs without
        interaction).
    """
    rows = []
    by_size = pd.cut(cells["n_docs"], _SIZES, right=False).astype(str)
    parts = [
        *cells.groupby(["path", "setting"], sort=False),
        *(((path, "all"), part) for path, part in cells.groupby("path", sort=False)),
        *(
            ((path, f"{size} documents"), part[part["kind"] != "country"])
            for (path, size), part in cells.groupby(["path", by_size])
        ),
    ]
    for (path, setting), part in parts:
        for kind, some in part.groupby("kind"):
            large = some[some["truth"].abs() >= 0.05]
            pairs_of = some.drop_duplicates(["setting", "seed", "first", "second"])
            flagged = part[part["flagged"].eq(other=True)]
            rows.append(
                {
                    "path": path, "setting": setting, "kind": kind, "n_cells": len(some),
                    "n_pairs": len(pairs_of), "held": some["held"].mean(),
                    "held50": some["held50"].mean(), "below_05": some["p_value"].lt(0.05).mean(),
                    "additivity_05": pairs_of["additivity_p"].lt(0.05).mean(),
                    "power": large["flagged"].eq(other=True).mean()
                    if kind == "planted" else np.nan,
                    "false_discoveries": (flagged["kind"] == "additive").mean()
                    if kind == "additive" else np.nan,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def pairs_reuters(data: Path, seed: int, threads: int, *, n_topics: int = 50) -> pd.DataFrame:
    """Set what pairs are about beyond their countries beside the same in editors' labels.

    Topics are named by the labels of a random half of the documents. Of the labels, a pair's
    interaction is the mean of the subjects of documents with exactly its two places, less the
    mean of those of its countries' documents with one place. Documents without a subject count as
    one subject more. Both sides come from the same news:
    what is measured is the method, not what another year would say.

    Returns
    -------
    DataFrame
        A row per pair of 30 documents or more by either count, and subject: `first, second,
        subject, n_docs, n_labelled, found, labelled`; `rank_all`, the rank correlation over all
        rows, `rank_large` over those that the labels put at 0.02 or more, and `rank_labels`, that
        of the labels with themselves between random halves of the documents.
    """
    corpus = read_corpus(data / "reuters21578-train")
    places = pd.read_csv(data / "reuters_places.csv").set_index("label")["iso3"]
    mentions = find_countries(corpus)
    bow = count_corpus(corpus, mentions=mentions, min_docs=5, max_share=0.4)
    # the labels know one Soviet Union by its place, the gazetteer by its time
    weights = country_weights(apply_successors(mentions), corpus)
    model = fit_lda(bow, LDAConfig(n_topics=n_topics, seed=seed, restarts=2), threads=threads)
    labels = corpus.set_index("doc_id").loc[bow.doc_ids]
    common = labels["topics"].explode().value_counts()
    names = common.index[common >= _LEAST_SUBJECT].sort_values()
    # Most documents on some relations, such as loans, have no subject: that is a subject too.
    subjects = label_shares(labels["topics"], names).reindex(bow.doc_ids, fill_value=0.0)
    subjects[_NO_SUBJECT] = (subjects.sum(axis=1) == 0).astype(float)
    half = np.random.default_rng(seed).random(len(subjects)) < 0.5
    shares = doc_topics(model, bow)
    named = subjects[half & shares.loc[subjects.index].notna().all(axis=1).to_numpy()]
    cells = summarise_pairs(
        draw_topic_pairs(model, bow, weights, least=20, draws=100, seed=seed, threads=threads)
    )
    beyond = cells.pivot_table(index=["first", "second"], columns="topic", values="beyond")
    found = beyond @ map_topics(shares, named)
    where = labels["places"].map(lambda codes: tuple(sorted({places[p] for p in codes
                                                             if p in places})))  # fmt: skip
    where = where.loc[subjects.index]
    sizes = cells.drop_duplicates(["first", "second"]).set_index(["first", "second"])["n_docs"]
    n_both = where.value_counts()
    enough = [
        pair for pair in found.index
        if max(n_both.get(pair, 0), sizes[pair]) >= _LEAST_PAIR
        and n_both.get(pair, 0) >= _LEAST_PAIR // 2
    ]  # fmt: skip
    labelled = _interactions(subjects, where, enough)
    table = pd.concat(
        [
            pd.DataFrame(
                {
                    "first": pair[0], "second": pair[1], "subject": subjects.columns,
                    "n_docs": sizes[pair], "n_labelled": n_both[pair], "found": found.loc[pair],
                    "labelled": labelled[pair],
                }
            )
            for pair in enough
        ],
        ignore_index=True,
    )  # fmt: skip
    large = table[table["labelled"].abs() >= _LARGE]
    return table.assign(
        rank_all=spearmanr(table["found"], table["labelled"]).statistic,
        rank_large=spearmanr(large["found"], large["labelled"]).statistic,
        rank_labels=_agreement(subjects, where, enough, seed), seed=seed,
    )  # fmt: skip


def _interactions(
    subjects: pd.DataFrame, where: pd.Series, pairs: list[tuple[str, str]]
) -> pd.DataFrame:
    """Return what labels say of pairs beyond their countries: a row per subject, columns pairs."""
    said = {}
    for pair in pairs:
        alone = [subjects[where == (code,)].mean() for code in pair]
        said[pair] = subjects[where == pair].mean() - sum(alone) / 2
    return pd.DataFrame(said)


def _agreement(
    subjects: pd.DataFrame, where: pd.Series, pairs: list[tuple[str, str]], seed: int
) -> float:
    """Return the mean rank correlation of the labels with themselves, between random halves."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(20):
        half = rng.random(len(subjects)) < 0.5
        one, other = (_interactions(subjects[h], where[h], pairs) for h in (half, ~half))
        said = np.column_stack([one.to_numpy().ravel(), other.to_numpy().ravel()])
        found.append(spearmanr(said[~np.isnan(said).any(axis=1)]).statistic)
    return float(np.mean(found))
