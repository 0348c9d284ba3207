"""Measure the LDA engine beside its peers, interleaved, in CPU and wall time.

python reports/benchmark_lda.py PART [PART ...] --data FOLDER [--corpora reuters speeches passages]
    [--topics 50] [--seeds 3] [--tools cvb0 gensim sklearn tomotopy] [--docs N]

PART is vb (same schedule as gensim), quality (over time), priors (alpha and eta, on a split of its
own), restarts (planted topics), text (text to counts), bits (threads), scaling, memory, apply
(shares of new documents), or pdf (draw what has been measured). Each part writes a CSV to the
folder of `--out`. FOLDER holds
reuters21578-train and ungdc-even-sessions. The peers: pip install tomotopy scikit-learn
"""

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import lda_peers as peers
import numpy as np
import pandas as pd
from reuters import read_reuters

from topics.bow import BagOfWords
from topics.errors import TopicsError
from topics.lda import LDAConfig, doc_topics, fit_lda
from topics.simulate import simulate_corpus
from topics.tables import write_csv
from topics.tokens import count_corpus

Rows = Iterator[dict[str, Any]]


class Clock:
    """CPU seconds (children included) and wall seconds of a `with` block."""

    def __enter__(self) -> "Clock":
        self.start = self._now()
        return self

    def __exit__(self, *error: object) -> None:
        self.cpu, self.wall = (b - a for a, b in zip(self.start, self._now(), strict=True))

    @staticmethod
    def _now() -> tuple[float, float]:
        children = os.times()[2:4]
        return time.process_time() + sum(children), time.perf_counter()


def records(path: Path) -> list[dict[str, Any]]:
    """Read a table as a list of rows."""
    return [
        {str(name): value for name, value in row.items()}
        for row in pd.read_csv(path).to_dict("records")
    ]


def speeches(data: Path) -> list[str]:
    """Read the General Debate speeches."""
    files = sorted((data / "ungdc-even-sessions").glob("Session*/*.txt"))
    return [path.read_text(encoding="utf-8-sig") for path in files]


def passages(texts: list[str], least: int = 80) -> list[str]:
    """Cut speeches at line ends into passages of at least 80 words."""
    out = []
    for text in texts:
        lines: list[str] = []
        for line in text.splitlines():
            lines.append(line)
            if sum(len(part.split()) for part in lines) >= least:
                out.append("\n".join(lines))
                lines = []
        if sum(len(part.split()) for part in lines) >= 20:
            out.append("\n".join(lines))
    return out


def load(name: str, args: argparse.Namespace) -> tuple[BagOfWords, BagOfWords]:
    """Count a corpus and deal it into nine tenths for training and one for testing."""
    if name == "reuters":
        texts = read_reuters(args.data / "reuters21578-train", args.data / "reuters_places.csv")[
            "text"
        ].tolist()
    else:
        texts = speeches(args.data) if name == "speeches" else passages(speeches(args.data))
    frame = pd.DataFrame({"doc_id": [str(i) for i in range(len(texts))], "text": texts})
    least = 5 if name == "reuters" else 10
    bow = count_corpus(frame, fields=["text"], min_docs=least, min_share=0, max_share=0.5)
    ids = bow.doc_ids[bow.lengths >= 5]
    order = np.random.default_rng(1).permutation(len(ids))
    if args.docs:
        order = order[: args.docs]
    n = len(order) // 10
    return bow.select_docs(ids[order[n:]]), bow.select_docs(ids[order[:n]])


def _vb_fits(bow: BagOfWords, corpus: list[Any], **options: Any) -> dict[str, Callable[[], Any]]:  # noqa: ANN401
    from gensim.models import LdaModel, LdaMulticore

    from topics._engine import FastLda

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
            patched = patch("topics._cvb.kmeans_shares", _random_shares)
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


def _spans(frame: pd.DataFrame, every: int = 1000, length: int = 10) -> pd.DataFrame:
    """Give spans to mask, as many as a matcher of countries finds in diplomatic prose."""
    sizes = frame["text"].str.len().to_numpy()
    starts = [np.arange(0, max(size - length, 0), every) for size in sizes]
    rows = np.repeat(np.arange(len(frame)), [len(part) for part in starts])
    start = np.concatenate(starts)
    return pd.DataFrame(
        {
            "doc_id": frame["doc_id"].to_numpy()[rows],
            "field": "text",
            "start": start,
            "end": start + length,
        }
    )


def _counted_like_gensim(texts: list[str], options: dict[str, Any]) -> Rows:
    """Count by gensim's own route and by ours, which must agree."""
    from gensim.corpora import Dictionary
    from gensim.utils import simple_preprocess

    size = sum(len(text.encode()) for text in texts) / 1e6
    frame = pd.DataFrame({"doc_id": [str(i) for i in range(len(texts))], "text": texts})
    with Clock() as clock:
        tokens = [simple_preprocess(text) for text in texts]
        dictionary = Dictionary(tokens)
        corpus = [dictionary.doc2bow(document) for document in tokens]
    yield {"route": "gensim", "mb": size, "cpu": clock.cpu}
    bow = count_corpus(frame, **options)
    if bow.to_dictionary().token2id != dictionary.token2id or list(bow.iter_gensim()) != corpus:
        raise TopicsError("the counts differ from gensim's")


def measure_text(args: argparse.Namespace) -> Rows:
    """Text to counts against gensim, tokens identical; and each route by size of the corpus."""
    texts = speeches(args.data)
    texts = [texts[i] for i in np.random.default_rng(0).permutation(len(texts))]
    same: dict[str, Any] = {
        "fields": ["text"], "rule": "gensim", "stop": (), "min_length": 2, "max_length": 15,
        "min_docs": 1, "min_share": 0, "max_share": 1.0,
    }  # fmt: skip
    routes: dict[str, dict[str, Any]] = {
        "same tokens": same,
        "default": {"fields": ["text"]},
        "and masking": {"fields": ["text"], "mentions": True},
        "and phrases": {"fields": ["text"], "phrases": 0.5},
        "and all filters": {
            "fields": ["text"], "mentions": True, "phrases": 0.5, "max_words": 20_000,
            "min_share": 0.001,
        },
    }  # fmt: skip
    for number in range(max(args.seeds, 3)):
        for part in (16, 8, 4, 2, 1):
            some = texts[: len(texts) // part]
            size = sum(len(text.encode()) for text in some) / 1e6
            frame = pd.DataFrame({"doc_id": [str(i) for i in range(len(some))], "text": some})
            spans = _spans(frame)
            for route, options in routes.items():
                given = {**options, "mentions": spans if options.get("mentions") else None}
                if not number and part == 16:
                    count_corpus(frame[:9], **{**given, "mentions": None})
                with Clock() as clock:
                    count_corpus(frame, **given)
                yield {"route": route, "mb": size, "cpu": clock.cpu, "round": number}
            if part == 8:
                for row in _counted_like_gensim(some, same):
                    yield {**row, "round": number}


def measure_bits(args: argparse.Namespace) -> Rows:
    """Digests of fits and shares by number of threads."""
    for name in args.corpora:
        train, test = load(name, args)
        for algorithm in ("cvb0", "vb"):
            config = LDAConfig(n_topics=args.topics[0], algorithm=algorithm, passes=5, restarts=1)
            for threads in (1, 2, 3, 5, 1):
                model = fit_lda(train, config, threads=threads)
                shares = doc_topics(model, test, threads=threads)
                parts = (model.topic_word, model.doc_topic, shares)
                digest = hashlib.sha256(b"".join(part.to_numpy().tobytes() for part in parts))
                yield {
                    "corpus": name, "algorithm": algorithm, "threads": threads,
                    "digest": digest.hexdigest()[:16],
                }  # fmt: skip


def measure_scaling(args: argparse.Namespace) -> Rows:
    """CPU seconds of a pass, by number of documents and of topics."""
    for name in args.corpora:
        train, _ = load(name, args)
        sizes = [(train.n_docs // part, 48) for part in (16, 8, 4, 2, 1)]
        widths = [(train.n_docs // 4, n_topics) for n_topics in (16, 32, 64, 128, 256)]
        for _ in range(args.seeds):
            for vary, cases in (("documents", sizes), ("topics", widths)):
                for n_docs, n_topics in cases:
                    some = train.select_docs(train.doc_ids[:n_docs])
                    run = peers.ours(some, n_topics, 0, [1, 6])
                    next(run)
                    with Clock() as clock:
                        next(run)
                    yield {
                        "corpus": name, "vary": vary, "n_docs": n_docs, "n_topics": n_topics,
                        "entries": some.counts.nnz, "cpu": clock.cpu / 5,
                    }  # fmt: skip


def measure_memory(args: argparse.Namespace) -> Rows:
    """Peak memory of a fit of 255,000 passages, K = 100, in a process of its own."""
    if args.inside:
        train, _ = load("passages", args)
        ids = np.resize(np.arange(train.n_docs), 255_000)
        bow = BagOfWords(
            counts=train.counts[ids], doc_ids=pd.RangeIndex(len(ids)).astype(str), words=train.words
        )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        with Clock() as clock:
            fit_lda(bow, LDAConfig(n_topics=100, passes=8, restarts=args.seeds))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        yield {"n_docs": bow.n_docs, "before_gb": before, "peak_gb": after, "cpu": clock.cpu}
        return
    command = [sys.executable, __file__, "memory", "--inside", "--data", str(args.data)]
    subprocess.run([*command, "--out", str(args.out)], check=True)
    yield from records(args.out / "memory.csv")


def measure_apply(args: argparse.Namespace) -> Rows:
    """Shares of 100,000 short documents."""
    train, test = load("reuters", args)
    model = fit_lda(train, LDAConfig(n_topics=50, passes=20, restarts=1))
    ids = np.resize(np.arange(test.n_docs), 100_000)
    many = BagOfWords(
        counts=test.counts[ids], doc_ids=pd.RangeIndex(len(ids)).astype(str), words=test.words
    )
    for threads in (1, 2):
        with Clock() as clock:
            doc_topics(model, many, threads=threads)
        yield {"n_docs": len(ids), "threads": threads, "cpu": clock.cpu, "wall": clock.wall}


PARTS: dict[str, Callable[[argparse.Namespace], Rows]] = {
    name.removeprefix("measure_"): part
    for name, part in list(globals().items())
    if name.startswith("measure_")
}


def main() -> int:
    """Run the parts asked for and write their tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="+", choices=[*PARTS, "pdf"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("reports/out/benchmark_lda"))
    parser.add_argument("--corpora", nargs="+", default=["reuters", "speeches", "passages"])
    parser.add_argument("--tools", nargs="+", default=list(peers.FITTERS))
    parser.add_argument("--topics", nargs="+", type=int, default=[50])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--docs", type=int, default=0, help="use this many documents at most")
    parser.add_argument("--simulations", type=int, default=50)
    parser.add_argument("--append", action="store_true", help="add to an earlier table")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    warnings.simplefilter("ignore", RuntimeWarning)  # tomotopy: results differ if workers != 1
    for part in args.parts:
        if part == "pdf":
            from lda_figures import write_pdf

            print(write_pdf(args.out))
            continue
        path = args.out / f"{part}.csv"
        rows = records(path) if args.append and path.exists() else []
        for row in PARTS[part](args):
            print("  ".join(f"{k} {v:.4g}" if isinstance(v, float) else f"{k} {v}"
                            for k, v in row.items()), flush=True)  # fmt: skip
            rows.append(row)
            write_csv(pd.DataFrame(rows), path)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except TopicsError as error:
        sys.exit(str(error))
