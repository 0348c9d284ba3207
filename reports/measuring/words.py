"""Shown words of topics by stop words, phrases and prior, beside those of tf-idf NMF."""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from measuring.engine_data import passages, speeches
from topics.countries import find_countries
from topics.evaluate.coherence import Reference, coherence_table
from topics.evaluate.heldout import completion, perplexity
from topics.evaluate.words import topic_diversity
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.lda.top_words import top_words
from topics.readers.corpus import read_corpus
from topics.text.bow import BagOfWords
from topics.text.options import TokenOptions
from topics.text.tokens import count_corpus, tokenize

LIMITS: dict[str, Any] = {"min_docs": 3, "min_share": 0.003, "max_share": 0.3}  # of topics report
WEIGHTS = (0.2, 0.4, 0.6, 0.8, 1.0)
N_WORDS = 10
_MOST_LABELS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is tried: which words there are, and how topics are fitted to them."""

    tokens: TokenOptions
    fit: dict[str, Any] | None  # fields of LDAConfig; None is tf-idf NMF


SETTINGS = {
    "default": Setting(tokens=TokenOptions(), fit={}),
    "eta 0.05": Setting(tokens=TokenOptions(), fit={"eta": 0.05}),
    "news words kept": Setting(tokens=TokenOptions(news_words=True), fit={}),
    "phrases": Setting(tokens=TokenOptions(phrases=0.5), fit={}),
    "nmf": Setting(tokens=TokenOptions(), fit=None),
    "nmf, news words kept": Setting(tokens=TokenOptions(news_words=True), fit=None),
}


def read_some(name: str, data: Path, n_docs: int) -> tuple[pd.DataFrame, pd.Series]:
    """Return some documents at random, and the editors' subject of those that have one."""
    if name == "reuters":
        corpus = read_corpus(data / "reuters21578-train")
        corpus = corpus[corpus["text"].str.len() > 0]
    else:
        texts = passages(speeches(data))
        corpus = pd.DataFrame({"doc_id": [str(i) for i in range(len(texts))], "text": texts})
        corpus = corpus.assign(title="")
    some = corpus.sample(n_docs, random_state=1).reset_index(drop=True)
    if "topics" not in some:
        return some, pd.Series(dtype=object)
    one = some.set_index("doc_id")["topics"].loc[lambda labels: labels.map(len) == 1].map(min)
    common = one.value_counts()
    return some, one[one.isin(common.index[:_MOST_LABELS])]


def compare_words(args: argparse.Namespace) -> pd.DataFrame:
    """NPMI and diversity of shown words, held-out perplexity, agreement with editors' subjects."""
    rows = []
    for name in args.corpora:
        corpus, subjects = read_some(name, args.data, args.documents)
        mentions = find_countries(corpus)
        # All are judged on the same tokens, those of no list but function words.
        judge = {
            joined: Reference.of(
                tokenize(
                    corpus, mentions=mentions, options=TokenOptions(news_words=True, phrases=joined)
                )
            )
            for joined in (None, 0.5)
        }
        for label in args.settings:
            setting = SETTINGS[label]
            bow = count_corpus(corpus, mentions=mentions, options=setting.tokens, **LIMITS)
            for n_topics in args.topics:
                for seed in range(args.seeds):
                    about = {"corpus": name, "setting": label, "n_topics": n_topics, "seed": seed}
                    found = _fit(
                        bow, setting, n_topics, seed, subjects, judge[setting.tokens.phrases]
                    )
                    rows += [about | row for row in found]
                    print(rows[-1], flush=True)
    table = pd.DataFrame(rows)
    keys = ["corpus", "n_topics", "setting", "weight"]
    scores = ["npmi", "diversity", "perplexity", "nmi", "n_words"]
    means = table.groupby(keys, sort=False, dropna=False)[scores].mean()
    print(means.round(3).to_string())
    return table


def _fit(
    bow: BagOfWords,
    setting: Setting,
    n_topics: int,
    seed: int,
    subjects: pd.Series,
    judge: Reference,
) -> list[dict[str, Any]]:
    """Fit once; a row for each weight by which words are ranked."""
    from sklearn.metrics import normalized_mutual_info_score

    out = np.random.default_rng(seed).random(bow.n_docs) < 0.1
    rest = bow.select_docs(bow.doc_ids[~out])
    started = time.process_time()
    found: dict[str, Any] = {"n_words": bow.n_words}
    if setting.fit is None:
        shares, lists = _nmf(rest, n_topics, seed)
        found["cpu"] = time.process_time() - started
        ranked = {np.nan: lists}
    else:
        model = fit_lda(rest, LDAConfig(n_topics=n_topics, seed=seed, **setting.fit))
        found["cpu"] = time.process_time() - started
        found["perplexity"] = perplexity(completion(model, bow.select_docs(bow.doc_ids[out])))
        shares = model.doc_topic.dropna()
        ranked = {weight: top_words(model, N_WORDS, weight=weight) for weight in WEIGHTS}
    named = subjects[subjects.index.isin(shares.index)]
    if len(named):
        main = shares.loc[named.index].to_numpy().argmax(axis=1)
        found["nmi"] = normalized_mutual_info_score(named, main)
    rows = []
    for weight, words in ranked.items():
        coherent = coherence_table(words, judge, n=N_WORDS)
        rows.append(
            found | {
                "weight": weight, "npmi": coherent["npmi"].mean(), "c_v": coherent["c_v"].mean(),
                "diversity": topic_diversity(words, n=N_WORDS),
            }
        )  # fmt: skip
    return rows


def _nmf(bow: BagOfWords, n_topics: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return shares of documents and top words of scikit-learn's NMF of tf-idf."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer

    rows = TfidfTransformer(sublinear_tf=False).fit_transform(bow.counts)
    engine = NMF(n_topics, init="nndsvd", random_state=seed, max_iter=200)
    shares = pd.DataFrame(engine.fit_transform(rows), index=bow.doc_ids)
    order = np.argsort(-engine.components_, axis=1, kind="stable")[:, :N_WORDS]
    words = pd.DataFrame(
        {
            "topic": np.repeat(np.arange(n_topics), N_WORDS),
            "rank": np.tile(np.arange(1, N_WORDS + 1), n_topics),
            "word": bow.words[order.ravel()].to_numpy(),
        }
    )
    return shares, words
