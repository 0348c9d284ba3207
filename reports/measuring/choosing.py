"""How often a planted number of topics is found; what a sweep takes; coherence of topics."""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

from measuring.recovery import GENERATORS, recovery
from measuring.words import SETTINGS, compare_words
from topics.errors import TopicsError
from topics.evaluate import (
    compare_configs,
    config_grid,
    recommend_topics,
    topic_diversity,
)
from topics.evaluate.coherence import coherence_table
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig
from topics.lda.top_words import top_words
from topics.readers.corpus import read_corpus
from topics.tables import write_csv
from topics.text.bow import BagOfWords
from topics.text.tokens import count_corpus, tokenize


def planted(args: argparse.Namespace) -> pd.DataFrame:
    """Recover a planted number of topics: from 4 to 12 of the easy generator, to 20 of news."""
    rows = []
    most = 12 if args.generator == "easy" else 20
    tried = range(2, 16) if args.generator == "easy" else (*range(4, 21, 2), 24, 28)
    for seed in range(args.first_seed, args.first_seed + args.simulations):
        truth = int(np.random.default_rng([seed, 1]).integers(4, most + 1))
        corpus = GENERATORS[args.generator](n_docs=args.documents, n_topics=truth, seed=seed)
        bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
        started = time.perf_counter()
        grid = config_grid(tried, seeds=range(args.seeds))
        table = compare_configs(bow, grid, workers=args.workers)
        choice = recommend_topics(table)
        low, high = choice.between or (choice.n_topics, choice.n_topics)
        means = table.groupby("n_topics")[["perplexity", "npmi", "c_v", "stability"]].mean()
        rows.append(
            {
                "seed": seed,
                "truth": truth,
                "found": choice.n_topics,
                "low": low,
                "high": high,
                "or_more": choice.or_more,
                "lowest_perplexity": means["perplexity"].idxmin(),
                "highest_npmi": means["npmi"].idxmax(),
                "highest_c_v": means["c_v"].idxmax(),
                "highest_stability": means["stability"].idxmax(),
                "seconds": time.perf_counter() - started,
            }
        )
        print(rows[-1], flush=True)
        table.to_csv(args.out / f"planted-{args.generator}-{seed}.csv", index=False)
    table = pd.DataFrame(rows)
    held = (table["low"] <= table["truth"]) & (table["truth"] <= table["high"])
    width = (table["high"] / table["low"]).mean()
    print(f"range: holds the planted number {held.mean():.0%}, highest to lowest {width:.2f}, "
          f"without an upper end {table['or_more'].mean():.0%}")  # fmt: skip
    for column in table.columns.drop(["seed", "truth", "low", "high", "or_more", "seconds"]):
        off = (table[column] - table["truth"]).abs()
        print(f"{column}: exact {(off == 0).mean():.0%}, within one {(off <= 1).mean():.0%}")
    return table


def sweep(args: argparse.Namespace) -> pd.DataFrame:
    """Time a full sweep: reading apart, everything from tokens to the finished table."""
    corpus = read_corpus(args.corpus, encoding=args.encoding)
    started = time.perf_counter()
    tokens = tokenize(corpus)
    bow = count_corpus(corpus, min_docs=3)
    print(f"{bow.n_docs:,} documents, {bow.n_words:,} words, {int(bow.counts.sum()):,} tokens")
    table = compare_configs(
        bow, config_grid(args.topics, seeds=range(args.seeds)), texts=tokens, workers=args.workers
    )
    print(f"sweep of {len(table)} fits: {(time.perf_counter() - started) / 60:.1f} minutes")
    choice = recommend_topics(table)
    print(choice.table.round(4).to_string(index=False))
    print(choice.reason)
    return table


def compare_coherence(args: argparse.Namespace) -> pd.DataFrame:
    """C_V of 10 top words (gensim) and diversity at each K, whole documents, defaults."""
    from gensim.models import CoherenceModel

    corpus = read_corpus(args.corpus, encoding=args.encoding)
    bow = count_corpus(
        corpus, min_docs=args.min_docs, min_share=args.min_share, max_share=args.max_share
    )
    vocabulary = set(bow.words)
    # The texts that coherence looks words up in are what the model saw: tokens of its vocabulary.
    tokens = tokenize(corpus).map(lambda words: [word for word in words if word in vocabulary])
    dictionary = bow.to_dictionary()
    judged = {}
    rows = []
    for k in args.topics:
        started = time.perf_counter()
        model = fit_lda(bow, LDAConfig(n_topics=k, seed=args.seed))
        seconds = time.perf_counter() - started
        shares = doc_topics(model, bow)
        for order in ("relevance", "probability"):
            words = top_words(model, 10, measure=order)
            found = coherence_table(words, tokens)
            lists = words.groupby("topic")["word"].apply(list).tolist()
            if args.gensim:
                judge = CoherenceModel(
                    topics=lists, texts=tokens.tolist(), dictionary=dictionary,
                    coherence="c_v", topn=10, processes=1,
                )  # fmt: skip
                judged = {"c_v_gensim": judge.get_coherence()}
            rows.append(
                {
                    "n_topics": k,
                    "order": order,
                    "c_v": found["c_v"].mean(),
                    **judged,
                    "npmi": found["npmi"].mean(),
                    "diversity": topic_diversity(words),
                    "assigned": shares.notna().all(axis=1).mean(),
                    "seconds": seconds,
                }
            )
            print(rows[-1], flush=True)
    return pd.DataFrame(rows)


def main(description: str) -> int:
    """Run one measurement and write its table to `reports/out/validate_topics`."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=Path("reports/out/validate_topics"))
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("planted", help="recovery of a planted number of topics")
    one.add_argument("--simulations", type=int, default=50)
    one.add_argument("--first-seed", type=int, default=0)
    one.add_argument("--documents", type=int, default=800)
    one.add_argument("--generator", choices=sorted(GENERATORS), default="easy")
    one.set_defaults(run=planted)
    two = commands.add_parser("sweep", help="time and outcome of a full sweep")
    two.add_argument("--topics", type=int, nargs="+", default=[5, 10, 15, 20, 30, 40, 50, 75])
    three = commands.add_parser("coherence", help="C_V and diversity with the defaults")
    three.add_argument("--topics", type=int, nargs="+", default=[10, 20, 50])
    three.add_argument("--seed", type=int, default=0)
    three.add_argument("--min-docs", type=int, default=3, help="as in topics report")
    three.add_argument("--min-share", type=float, default=0.003, help="as in topics report")
    three.add_argument("--max-share", type=float, default=0.3, help="as in topics report")
    three.add_argument("--gensim", action="store_true", help="also ask gensim itself (slow)")
    four = commands.add_parser("recovery", help="planted topics found, and what daggers are worth")
    four.add_argument("--generator", choices=sorted(GENERATORS), default="news")
    four.add_argument("--documents", type=int, default=3000)
    four.add_argument("--topics", type=int, nargs="+", default=[12, 20])
    four.add_argument("--ratios", type=float, nargs="+", default=[1.0], help="fitted to planted")
    four.add_argument("--simulations", type=int, default=10)
    four.add_argument("--first-seed", type=int, default=0)
    four.add_argument("--refits", type=int, default=4, help="as in topics report")
    four.add_argument("--eta", help="prior of words, auto or a number; LDAConfig's own without it")
    four.set_defaults(run=recovery)
    five = commands.add_parser("words", help="shown words, beside those of tf-idf NMF")
    five.add_argument(
        "--corpora", nargs="+", choices=("reuters", "speeches"), default=["reuters", "speeches"]
    )
    five.add_argument("--data", type=Path, default=Path("../shared/data"))
    five.add_argument("--documents", type=int, default=4000)
    five.add_argument("--topics", type=int, nargs="+", default=[20])
    five.add_argument("--seeds", type=int, default=2)
    five.add_argument("--settings", nargs="+", choices=list(SETTINGS), default=list(SETTINGS))
    five.set_defaults(run=compare_words)
    two.set_defaults(run=sweep)
    three.set_defaults(run=compare_coherence)
    for command in (two, three):
        command.add_argument("corpus")
        command.add_argument("--encoding", default="utf-8")
    for command in (one, two):
        command.add_argument("--workers", type=int, default=None)
        command.add_argument("--seeds", type=int, default=5 if command is two else 3)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    try:
        table = args.run(args)
    except TopicsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    write_csv(table, args.out / f"{args.command}.csv")
    return 0
