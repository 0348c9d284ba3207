"""What the engine takes: text to counts, threads, scaling, memory, shares of new documents."""

import argparse
import hashlib
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from measuring import engine_peers as peers
from measuring.engine_data import Clock, Rows, load, records, speeches
from topics.errors import TopicsError
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig
from topics.text.bow import BagOfWords
from topics.text.options import TokenOptions
from topics.text.tokens import count_corpus


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
        "options": TokenOptions(
            fields=["text"], rule="gensim", stopwords=(), min_length=2, max_length=15
        ),
        "min_docs": 1, "min_share": 0, "max_share": 1.0,
    }  # fmt: skip
    plain = TokenOptions(fields=["text"])
    phrases = TokenOptions(fields=["text"], phrases=0.5)
    routes: dict[str, dict[str, Any]] = {
        "same tokens": same,
        "default": {"options": plain},
        "and masking": {"options": plain, "mentions": True},
        "and phrases": {"options": phrases},
        "and all filters": {
            "options": phrases, "mentions": True, "max_words": 20_000, "min_share": 0.001,
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
    script = Path(__file__).parents[1] / "benchmark_lda.py"
    command = [sys.executable, str(script), "memory", "--inside", "--data", str(args.data)]
    subprocess.run([*command, "--out", str(args.out)], check=True)
    yield from records(args.out / "memory.csv")


def _drawn(n_docs: int, n_words: int, n_tokens: int) -> BagOfWords:
    """Draw documents of words by Zipf's law, half of them as their group of documents has them."""
    rng = np.random.default_rng(0)
    chance = 1 / np.arange(1, n_words + 1)
    words = rng.choice(n_words, size=n_docs * n_tokens, p=chance / chance.sum())
    docs = np.repeat(np.arange(n_docs), n_tokens)
    own = (words * 7919 + docs % 50 * 1613) % n_words
    words = np.where(rng.random(len(words)) < 0.5, words, own)
    table = sp.csr_array((np.ones(len(words), np.int32), (docs, words)), shape=(n_docs, n_words))
    ids = [pd.RangeIndex(n).astype(str) for n in table.shape]
    return BagOfWords(counts=table, doc_ids=ids[0], words=ids[1])


def measure_starts(args: argparse.Namespace) -> Rows:
    """Memory of 20 starts: 10,000 documents, 80,700 words, 50 topics, short or long documents.

    `model_mb` is what the arrays of the model take, without gensim's dictionary.
    Each size has a process of its own; Linux alone tells the peak of a part of a process.
    """
    if not args.inside:
        script = Path(__file__).parents[1] / "benchmark_lda.py"
        for n_tokens in (45, 200):
            command = [sys.executable, str(script), "starts", "--inside", "--docs", str(n_tokens)]
            subprocess.run([*command, "--out", str(args.out)], check=True)
            yield from records(args.out / "starts.csv")
        return
    bow = _drawn(10_000, 80_700, args.docs)
    fit_lda(_drawn(60, 200, 30), LDAConfig(n_topics=50, restarts=2, passes=2))
    counts = sum(part.nbytes for part in (bow.counts.data, bow.counts.indices, bow.counts.indptr))
    Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    with Clock() as clock:
        model = fit_lda(bow, LDAConfig(n_topics=50, restarts=20, passes=16), threads=1)
    tables = (model.topic_word.to_numpy(), model.doc_topic.to_numpy())
    arrays = (*tables, model.engine.state.sstats, model.engine.expElogbeta)
    yield {
        "tokens_per_doc": args.docs, "entries": bow.counts.nnz, "counts_mb": counts / 2**20,
        "topics_mb": 50 * bow.n_words * 4 / 2**20, "used_mb": _status("VmHWM") - before,
        "model_mb": sum(part.nbytes for part in arrays) / 2**20, "cpu": clock.cpu,
    }  # fmt: skip


def _status(name: str) -> float:
    """Give a figure of this process, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


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
