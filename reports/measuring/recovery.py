"""How many planted topics a fit finds, and how well a dagger tells those that it does not find."""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from topics.estimate.alignment import affinity, align
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.run.comparison import find_again, fit_again
from topics.simulate import SimulatedCorpus, simulate_corpus
from topics.simulate_news import simulate_news
from topics.tables import write_csv
from topics.text.bow import BagOfWords

SAME = 0.8  # affinity of words from which a planted topic counts as found
THRESHOLDS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
GENERATORS: dict[str, Callable[..., SimulatedCorpus]] = {
    "news": simulate_news,
    "easy": simulate_corpus,
}


def planted_corpus(
    args: argparse.Namespace, n_topics: int, seed: int
) -> tuple[BagOfWords, np.ndarray]:
    """Return the counts of a planted corpus and the planted P(word | topic)."""
    planted = GENERATORS[args.generator](n_docs=args.documents, n_topics=n_topics, seed=seed)
    bow = BagOfWords(counts=planted.counts, doc_ids=planted.doc_ids, words=planted.words)
    return bow, planted.topic_word.to_numpy()


def recovery(args: argparse.Namespace) -> pd.DataFrame:
    """Fit planted corpora as a report does, refits and all."""
    rows, judged = [], []
    for seed in range(args.first_seed, args.first_seed + args.simulations):
        for n_topics in args.topics:
            bow, truth = planted_corpus(args, n_topics, seed)
            for ratio in args.ratios:
                fitted = round(ratio * n_topics)
                config = LDAConfig(n_topics=fitted, seed=seed, **_settings(args))
                started = time.process_time()
                model = fit_lda(bow, config)
                cpu = time.process_time() - started
                alike = affinity(model.topic_word.to_numpy(), truth)
                row = {
                    "seed": seed, "planted": n_topics, "fitted": fitted,
                    "found": int((alike.max(axis=0) >= SAME).sum()),
                    "found_one_to_one": int((alike[align(alike)] >= SAME).sum()),
                    "eta": float(model.engine.eta[0]), "cpu": cpu,
                }  # fmt: skip
                if args.refits:
                    others = replace(config, restarts=max(1, config.n_restarts // args.refits))
                    again = find_again(model, fit_again(bow, others, fits=args.refits))
                    judged.append(again.assign(**row, affinity=alike.max(axis=1)))
                rows.append(row)
                print(row, flush=True)
    table = pd.DataFrame(rows)
    print(table.groupby(["planted", "fitted"])[["found", "found_one_to_one", "eta", "cpu"]].mean())
    if judged:
        topics = pd.concat(judged, ignore_index=True)
        write_csv(topics, args.out / "recovery_topics.csv")
        write_csv(dagger_table(topics), args.out / "dagger.csv")
        print(dagger_table(topics).round(3).to_string(index=False))
    return table


def _settings(args: argparse.Namespace) -> dict[str, Any]:
    return {} if args.eta is None else {"eta": args.eta if args.eta == "auto" else float(args.eta)}


def dagger_table(topics: pd.DataFrame) -> pd.DataFrame:
    """Say what flags are worth at each threshold, by how many topics were fitted.

    Parameters
    ----------
    topics : DataFrame
        planted, fitted, reliability, and affinity: to the planted topic that is most alike.

    Returns
    -------
    DataFrame
        ratio, threshold; n_topics; missed: the share of topics that are like no planted one;
        flagged; recall: of the missed, those flagged; precision: of the flagged, those missed;
        missed_unflagged: of those without a flag, the missed.
    """
    rows = []
    whole = topics.assign(ratio=(topics["fitted"] / topics["planted"]).round(1))
    parts = [("all", whole), *((str(key), part) for key, part in whole.groupby("ratio"))]
    for ratio, part in parts:
        missed = part["affinity"] < SAME
        for threshold in THRESHOLDS:
            flagged = part["reliability"] < threshold
            rows.append(
                {
                    "ratio": ratio, "threshold": threshold, "n_topics": len(part),
                    "missed": missed.mean(), "flagged": flagged.mean(),
                    "recall": flagged[missed].mean(), "precision": missed[flagged].mean(),
                    "missed_unflagged": missed[~flagged].mean(),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
