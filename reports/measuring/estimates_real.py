"""Estimates against editors' labels, and halves of speeches against one another."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from measuring.estimates_baselines import baseline_estimates, by_country, known_shares
from measuring.estimates_check import agreement, compare_halves, label_shares, map_topics
from measuring.estimates_stm import stm_estimates
from topics.countries import country_weights, find_countries
from topics.estimate import draw_topic_country
from topics.lda.fit import doc_topics, fit_lda
from topics.lda.model import LDAConfig, TopicModel
from topics.readers.corpus import read_corpus
from topics.text.bow import BagOfWords
from topics.text.tokens import count_corpus


def reuters(data: Path, seed: int, threads: int) -> pd.DataFrame:
    """Score estimates from found countries and LDA topics on editors' PLACES x TOPICS.

    Topics, more of them than subjects, are fitted to all documents and named on a random half;
    the other half is estimated, and its labels are the truth: of all its documents, and of those
    with one place, where no rule for dividing a document among places plays a part. The rows
    "places known" average the same shares by the editors' places instead of the found ones: no
    estimate of countries can be expected to do much better with these topics.
    """
    corpus = read_corpus(data / "reuters21578-train")
    places = pd.read_csv(data / "reuters_places.csv").set_index("label")["iso3"]
    counted_as = pd.read_csv(data / "reuters_1987.csv").set_index("iso3")["counted_as"]
    mentions = find_countries(corpus)
    bow = count_corpus(corpus, mentions=mentions, min_docs=5, max_share=0.4)
    weights = country_weights(mentions, corpus)
    weights["country"] = weights["country"].map(counted_as).fillna(weights["country"])
    weights = (
        weights.groupby(["doc_id", "country"], as_index=False)
        .agg(weight=("weight", "sum"), p_about=("p_about", "max"))
    )  # fmt: skip
    model = fit_lda(bow, LDAConfig(n_topics=100, seed=seed, restarts=3), threads=threads)
    labels = corpus.set_index("doc_id").loc[bow.doc_ids]
    common = labels["topics"].explode().value_counts()
    subjects = label_shares(labels["topics"], common.index[common >= 50].sort_values())
    named = labels["places"].map(lambda found: [places[p] for p in found if p in places])
    labelled = bow.doc_ids.isin(subjects.index) & (bow.counts.sum(axis=1) > 0)
    half = np.random.default_rng(seed).random(len(bow.doc_ids)) < 0.5
    learn = replace(bow, counts=bow.counts[labelled & half], doc_ids=bow.doc_ids[labelled & half])
    test = replace(bow, counts=bow.counts[labelled & ~half], doc_ids=bow.doc_ids[labelled & ~half])
    weights = weights[weights["doc_id"].isin(test.doc_ids)]
    known = subjects.loc[learn.doc_ids]
    topic_subject = map_topics(doc_topics(model, learn), known)
    found = baseline_estimates(model, test, weights)
    shares = {name: table @ topic_subject for name, table in found.items()}
    # Topics come from twice the documents that are estimated: redrawn, they would be worse.
    for name, refit in (("joint", False), ("joint, topics redrawn", True)):
        drawn = draw_topic_country(
            model, test, weights, refit=refit, draws=100, seed=seed, threads=threads
        )
        estimate = by_country(drawn)
        seen = replace(model, topic_word=drawn.topic_word)
        shares[name] = estimate @ map_topics(known_shares(seen, learn), known)
    shares["stm"] = _peer(model, test, weights, learn, known, seed)
    countries = shares["joint"].index
    rows = []
    truth_docs = test.doc_ids
    seen_shares = known_shares(model, test)
    top = seen_shares.eq(seen_shares.max(axis=1), axis=0).astype(float)
    for kind, most in (("any places", 1000), ("one place", 1)):
        docs = [doc for doc in truth_docs if 1 <= len(named[doc]) <= most]
        where = label_shares(named.loc[docs], pd.Index(sorted(set(named.loc[docs].explode()))))
        truth = where.T @ subjects.loc[where.index]
        mass = truth.sum(axis=1)
        truth = truth.div(mass, axis=0)[mass >= 20]
        truth = truth.loc[truth.index.isin(countries)]
        known_places = {
            f"{name}, places known": (where.T @ table.loc[where.index]).div(mass, axis=0)
            for name, table in (("mean", seen_shares), ("argmax", top))
        }
        ceilings = {name: table @ topic_subject for name, table in known_places.items()}
        for name, table in (shares | ceilings).items():
            rows.append(
                {"truth": kind, "method": name, "seed": seed, "n_countries": len(truth)}
                | agreement(table, truth)
            )
    return pd.DataFrame(rows)


def _peer(
    model: TopicModel,
    test: BagOfWords,
    weights: pd.DataFrame,
    learn: BagOfWords,
    known: pd.DataFrame,
    seed: int,
) -> pd.DataFrame:
    """Estimate subjects of countries by `STM(~ W)`, its topics named on the other half."""
    peer = stm_estimates(model, test, weights, n_topics=len(model.topic_word), seed=seed)
    seen = replace(model, topic_word=peer.topic_word.set_axis(model.topic_word.index))
    positive = peer.estimate.clip(lower=0).set_axis(model.topic_word.index, axis=1)
    positive = positive.div(positive.sum(axis=1), axis=0)
    return positive @ map_topics(known_shares(seen, learn), known)


def speeches(data: Path, seed: int, threads: int) -> pd.DataFrame:
    """Estimate each country from two random halves of its UN speeches, and compare."""
    corpus = read_corpus(data / "ungdc-even-sessions", pattern="{iso3}_{session}_{year}")
    corpus = corpus[pd.to_numeric(corpus["year"]) >= 2000].reset_index(drop=True)
    bow = count_corpus(corpus, min_docs=20, max_share=0.5)
    weights = pd.DataFrame({"doc_id": corpus["doc_id"], "country": corpus["iso3"], "weight": 1.0})
    weights = weights[weights["doc_id"].isin(bow.doc_ids)]
    model = fit_lda(bow, LDAConfig(n_topics=20, seed=seed, restarts=2), threads=threads)
    order = weights.sample(frac=1, random_state=seed)
    side = order.groupby("country").cumcount().mod(2).loc[weights.index].to_numpy()
    halves = []
    for which in (0, 1):
        docs = weights["doc_id"][side == which]
        keep = bow.doc_ids.isin(docs)
        part = replace(bow, counts=bow.counts[keep], doc_ids=bow.doc_ids[keep])
        halves.append(
            draw_topic_country(
                model, part, weights[side == which], draws=200, seed=seed, threads=threads
            )
        )
    return compare_halves(*halves).assign(seed=seed)
