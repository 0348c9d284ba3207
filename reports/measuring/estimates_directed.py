"""Who speaks of whom, on what: estimated on one half of the UN debates, and found in the other."""

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
LEAST = 8  # paragraphs of a pair in each half: few, for 15 leave six pairs


def directed(
    data: Path, seed: int, threads: int, *, n_topics: int = 15, least: int = LEAST
) -> pd.DataFrame:
    """Estimate pairs of speaker and mentioned in two halves of the debates, and compare them.

    Halves are sessions 40 to 58 and 60 to 76, or speeches of all sessions at random: what random
    halves do not agree on is noise, not change. Topics are fitted on the early sessions alone, and
    redrawn in neither half.

    Returns
    -------
    DataFrame
        A row per split, pair that both halves have, and topic: `split, first, second, topic,
        beyond_first, beyond_second, flagged, n_first, n_second`; of the split, `rank_all`, the
        rank correlation over all rows, `sign_kept`, of the `n_flagged` cells that are flagged in
        the first half, and `n_pairs`.
    """
    corpus = read_corpus(data / "ungdc-even-sessions", pattern="{iso3}_{session}_{year}")
    units = split_units(corpus, unit="paragraph")
    mentions = find_countries(units)
    bow = count_corpus(units, mentions=mentions, min_docs=20, max_share=0.3)
    bow = bow.select_docs(bow.lengths.index[bow.lengths >= 10])
    facts = units.set_index("doc_id").loc[bow.doc_ids]
    early = pd.to_numeric(facts["session"]).le(LAST_EARLY).to_numpy()
    speeches = facts["parent_id"].drop_duplicates()
    chosen = speeches[np.random.default_rng(seed).random(len(speeches)) < 0.5]
    weights = directed_weights(
        facts.reset_index()[["doc_id", "iso3"]].rename(columns={"iso3": "country"}),
        country_weights(mentions, units).loc[lambda rows: rows["doc_id"].isin(bow.doc_ids)],
    )
    print(f"{len(bow.doc_ids):,} paragraphs, {early.sum():,} of them early", flush=True)
    first = bow.select_docs(bow.doc_ids[early])
    model = fit_lda(first, LDAConfig(n_topics=n_topics, seed=seed, restarts=1), threads=threads)

    def estimated(which: np.ndarray) -> pd.DataFrame:
        part = bow.select_docs(bow.doc_ids[which])
        drawn = draw_topic_pairs(
            model, part, weights[weights["doc_id"].isin(part.doc_ids)], least=least,
            cluster=facts["parent_id"], refit=False, draws=60, seed=seed, threads=threads,
        )  # fmt: skip
        table = summarise_pairs(drawn)
        return table[table["second"].str.startswith("on ")]

    splits = {"sessions": early, "at random": facts["parent_id"].isin(chosen).to_numpy()}
    tables = [
        _compared(estimated(which), estimated(~which)).assign(split=name, seed=seed)
        for name, which in splits.items()
    ]
    return pd.concat(tables, ignore_index=True)


def _compared(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    keys = ["first", "second", "topic"]
    both = one.merge(other, on=keys, suffixes=("_first", "_second"))
    flagged = both[both["flagged_first"]]
    same = np.sign(flagged["beyond_first"]) == np.sign(flagged["beyond_second"])
    return both[keys].assign(
        beyond_first=both["beyond_first"], beyond_second=both["beyond_second"],
        flagged=both["flagged_first"], n_first=both["n_docs_first"],
        n_second=both["n_docs_second"],
        rank_all=spearmanr(both["beyond_first"], both["beyond_second"]).statistic,
        sign_kept=same.mean(), n_flagged=len(flagged), n_pairs=len(both.groupby(keys[:2])),
    )  # fmt: skip
