"""Who speaks of whom, on what: estimated on early sessions of the UN, and found again in late."""

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from topics.cleaning import split_units
from topics.countries import country_weights, find_countries
from topics.estimate.beyond import summarise_pairs
from topics.estimate.directed import directed_weights
from topics.estimate.relations import draw_topic_pairs
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.readers.corpus import read_corpus
from topics.text.tokens import count_corpus

LAST_EARLY = 58  # session
SPEAKERS = 120


def directed(
    data: Path, seed: int, threads: int, *, speakers: int = SPEAKERS, n_topics: int = 15
) -> pd.DataFrame:
    """Estimate pairs of speaker and mentioned from paragraphs of sessions 40 to 58 and 60 to 76.

    The speakers are those with most text. Topics are fitted on the early sessions alone, and held.

    Returns
    -------
    DataFrame
        A row per pair that both halves have, and topic: `first, second, topic, early, late,
        flagged_early, n_early, n_late`; `rank_all`, the rank correlation over all rows;
        `rank_median`, the median over pairs; `sign_kept`, of the cells flagged early.
    """
    corpus = read_corpus(data / "ungdc-even-sessions", pattern="{iso3}_{session}_{year}")
    most = corpus["text"].str.len().groupby(corpus["iso3"]).sum().nlargest(speakers).index
    units = split_units(corpus[corpus["iso3"].isin(most)], unit="paragraph")
    mentions = find_countries(units)
    bow = count_corpus(units, mentions=mentions, min_docs=20, max_share=0.3)
    bow = bow.select_docs(bow.lengths.index[bow.lengths >= 10])
    facts = units.set_index("doc_id").loc[bow.doc_ids]
    early = pd.to_numeric(facts["session"]).le(LAST_EARLY).to_numpy()
    weights = directed_weights(
        facts.reset_index()[["doc_id", "iso3"]].rename(columns={"iso3": "country"}),
        country_weights(mentions, units).loc[lambda rows: rows["doc_id"].isin(bow.doc_ids)],
    )
    first = bow.select_docs(bow.doc_ids[early])
    print(f"{len(bow.doc_ids):,} paragraphs, {early.sum():,} of them early", flush=True)
    model = fit_lda(first, LDAConfig(n_topics=n_topics, seed=seed, restarts=1), threads=threads)
    cluster, halves = facts["parent_id"], []
    for which in (early, ~early):
        part = bow.select_docs(bow.doc_ids[which])
        drawn = draw_topic_pairs(
            model, part,
            weights[weights["doc_id"].isin(part.doc_ids)], cluster=cluster, refit=False, draws=60,
            seed=seed, threads=threads,
        )  # fmt: skip
        table = summarise_pairs(drawn)
        halves.append(table[table["second"].str.startswith("on ")])
        print(f"{len(table) // n_topics:,} pairs", flush=True)
    keys = ["first", "second", "topic"]
    both = halves[0].merge(halves[1], on=keys, suffixes=("_early", "_late"))
    table = both[keys].assign(
        early=both["beyond_early"], late=both["beyond_late"], flagged_early=both["flagged_early"],
        n_early=both["n_docs_early"], n_late=both["n_docs_late"],
    )  # fmt: skip
    by_pair = table.groupby(["first", "second"])[["early", "late"]]
    ranks = by_pair.apply(lambda rows: spearmanr(rows["early"], rows["late"]).statistic)
    flagged = table[table["flagged_early"]]
    return table.assign(
        rank_all=spearmanr(table["early"], table["late"]).statistic, rank_median=ranks.median(),
        sign_kept=(np.sign(flagged["early"]) == np.sign(flagged["late"])).mean(),
        n_flagged=len(flagged), n_pairs=len(ranks), seed=seed,
    )  # fmt: skip
