"""What the engine finds: beside gensim step by step, over time, by prior and by start."""

import argparse
from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy as np

from measuring import engine_peers as peers
from measuring.engine_data import Clock, Rows, load
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.simulate import simulate_corpus
from topics.text.bow import BagOfWords


def _vb_fits(bow: BagOfWords, corpus: list[Any], **options: Any) -> dict[str, Callable[[], Any]]:  # noqa: ANN401
    from gensim.models import LdaModel, LdaMulticore

    from topics.lda.gensim_model import FastLda

    reversed_words = [document[::-1] for document in corpus]
    return {
        "LdaModel": lambda: LdaModel(corpus, **options),
        "LdaMulticore(2)": lambda: LdaMulticore(corpus, workers=2, **options),
        "vb, lists": lambda: FastLda(corpus, threads=1, **options),
        "vb, BagOfWords": lambda: FastLda(bow, threads=1, **options),
        "vb, 2 threads": lambda: FastLda(bow, threads=2, **options),
        "LdaModel, words reversed": lambda: LdaModel(reversed_words, **options),
        "LdaModel, float64": lambda: _in_float64(corpus, **options),
    }


def _in_float64(corpus: list[Any], **options: Any) -> Any:  # noqa: ANN401
    """Run gensim in float64, with the epsilon that it adds to every word in float32."""
    from gensim.models import LdaModel

    real = np.finfo

    def with_one_epsilon(dtype: Any) -> SimpleNamespace:  # noqa: ANN401
        return SimpleNamespace(dtype=real(dtype).dtype, eps=real(np.float32).eps)

    with patch.object(np, "finfo", with_one_epsilon):
        return LdaModel(corpus, dtype=np.float64, **options)


def measure_vb(args: argparse.Namespace) -> Rows:
    """One pass of gensim's algorithm: gensim, its multicore version, and the compiled one.

    `l1` is the mean over topics of the distance from gensim's words, `l1_float64` that from
    gensim's in float64. Words reversed: the same sums in another order, so chance by rounding.
    """
    for name in args.corpora:
        bow, _ = load(name, args)
        dictionary, corpus = bow.to_gensim()
        options = {"num_topics": args.topics[0], "id2word": dictionary, "eval_every": None}
        _vb_fits(bow, corpus[:50], **options)["vb, lists"]()
        for seed in range(args.seeds):
            models, rows = {}, []
            for tool, fit in _vb_fits(bow, corpus, random_state=seed, **options).items():
                with Clock() as clock:
                    models[tool] = fit().get_topics()
                rows.append(
                    {
                        "corpus": name,
                        "tool": tool,
                        "seed": seed,
                        "cpu": clock.cpu,
                        "wall": clock.wall,
                    }
                )
            for row in rows:
                for column, other in (("l1", "LdaModel"), ("l1_float64", "LdaModel, float64")):
                    row[column] = float(
                        np.abs(models[row["tool"]] - models[other]).sum(axis=1).mean()
                    )
                yield row


def measure_quality(args: argparse.Namespace) -> Rows:
    """Quality over time: every tool up to its last step, seed by seed."""
    for name in args.corpora:
        train, test = load(name, args)
        yardstick = peers.Yardstick(train, test)
        next(peers.ours(train.select_docs(train.doc_ids[:300]), max(args.topics), 0, [1]))
        for n_topics in args.topics:
            for seed in range(args.seeds):
                for tool in args.tools:
                    fitter, steps = peers.FITTERS[tool]
                    run = fitter(train, n_topics, seed, steps)
                    cpu = wall = 0.0
                    for _ in steps:
                        with Clock() as clock:
                            step, topics, _ = next(run)
                        cpu, wall = cpu + clock.cpu, wall + clock.wall
                        yield {
                            "corpus": name, "n_docs": train.n_docs, "n_topics": n_topics,
                            "seed": seed, "tool": tool, "step": step, "cpu": cpu, "wall": wall,
                            **yardstick(topics),
                        }  # fmt: skip


def measure_priors(args: argparse.Namespace) -> Rows:
    """Learned and fixed priors, judged on a tenth of the training documents kept for that."""
    for name in args.corpora:
        train, _ = load(name, args)
        n = train.n_docs // 10
        tune = train.select_docs(train.doc_ids[:n])
        rest = train.select_docs(train.doc_ids[n:])
        yardstick = peers.Yardstick(rest, tune)
        for seed in range(args.seeds):
            for alpha, eta in (
                ("auto", 0.05),
                ("auto", 0.02),
                ("auto", 0.1),
                ("auto", "auto"),
                (0.05, 0.05),
                (0.1, 0.05),
                (1.0 / args.topics[0], 0.05),
            ):
                config = LDAConfig(
                    n_topics=args.topics[0], seed=seed, alpha=alpha, eta=eta, restarts=1, passes=60
                )
                model = fit_lda(rest, config)
                own = yardstick.perplexity(model.topic_word.to_numpy(), model.alpha)
                yield {
                    "corpus": name,
                    "seed": seed,
                    "alpha": alpha,
                    "eta": eta,
                    "sum_alpha": float(model.alpha.sum()),
                    "found_eta": float(model.engine.eta[0]),
                    "own_alpha_perplexity": own,
                    **yardstick(model.topic_word.to_numpy()),
                }


def _random_shares(table: Any, n_topics: int, rng: np.random.Generator) -> Any:  # noqa: ANN401
    return rng.dirichlet(np.ones(n_topics), table.shape[0]).astype(np.float32)


def measure_restarts(args: argparse.Namespace) -> Rows:
    """How often planted topics are recovered, by start and number of restarts."""
    from scipy.optimize import linear_sum_assignment

    for seed in range(args.simulations):
        planted = simulate_corpus(n_docs=800, n_topics=8, n_words=800, seed=seed)
        bow = BagOfWords(counts=planted.counts, doc_ids=planted.doc_ids, words=planted.words)
        for start, restarts in (
            ("random", 1),
            ("k-means++", 1),
            ("k-means++", 10),
            ("default", 20),
        ):
            patched = patch("topics.lda.cvb0.kmeans_shares", _random_shares)
            with patched if start == "random" else nullcontext(), Clock() as clock:
                model = fit_lda(bow, LDAConfig(n_topics=8, restarts=restarts), threads=1)
            affinity = (
                np.sqrt(planted.topic_word.to_numpy()) @ np.sqrt(model.topic_word.to_numpy()).T
            )
            rows, columns = linear_sum_assignment(-affinity)
            yield {
                "seed": seed,
                "start": start,
                "restarts": restarts,
                "cpu": clock.cpu,
                "bhattacharyya": float(affinity[rows, columns].mean()),
            }
