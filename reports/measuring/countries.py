"""Measure the country tagger and the weights on labelled corpora, and write what was found."""

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from measuring.reuters import read_reuters
from measuring.salience import N_FOLDS, about, as_in_1987, fit_both, folds, labelled, targets
from topics._write import atomic_open
from topics.countries import (
    apply_successors,
    calibration_error,
    country_weights,
    find_countries,
    load_gazetteer,
    reliability,
)
from topics.countries.features import salience_features
from topics.countries.mentions import batches
from topics.countries.tagger import tagger
from topics.errors import InputError

LEAST_SUPPORT = 5
MANY_LABELS = 4
THRESHOLDS = np.arange(0.30, 0.60, 0.02)


def score(chosen: set[tuple[str, str]], gold: set[tuple[str, str]]) -> dict[str, float]:
    """Micro F1 with and without USA, and macro F1 over countries with enough labels."""

    def f1(found: set[tuple[str, str]], wanted: set[tuple[str, str]]) -> float:
        return 2 * len(found & wanted) / max(len(found) + len(wanted), 1)

    def abroad(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
        return {pair for pair in pairs if pair[1] != "USA"}

    hits = Counter(country for _, country in chosen & gold)
    found, wanted = Counter(c for _, c in chosen), Counter(c for _, c in gold)
    by_country = [
        2 * hits[c] / (found[c] + wanted[c]) for c in wanted if wanted[c] >= LEAST_SUPPORT
    ]
    return {
        "micro": f1(chosen, gold),
        "without_usa": f1(abroad(chosen), abroad(gold)),
        "macro": float(np.mean(by_country)),
    }


def pairs_of(features: pd.DataFrame, mask: np.ndarray) -> set[tuple[str, str]]:
    """Documents and countries of the chosen rows."""
    rows = features.loc[mask, ["doc_id", "country"]]
    return set(zip(rows["doc_id"], rows["country"], strict=True))


def labels_of(corpus: pd.DataFrame) -> set[tuple[str, str]]:
    """Documents and countries of the labels."""
    labels = zip(corpus["doc_id"], corpus["labels"], strict=True)
    return {(doc_id, country) for doc_id, countries in labels for country in countries}


def cross_validate(corpus: pd.DataFrame, features: pd.DataFrame) -> dict[str, object]:
    """Fit on four folds, choose the threshold there, score the fifth; all five together."""
    y = targets(features, corpus)
    fold = folds(features, corpus)
    p = np.zeros(len(y))
    chosen: set[tuple[str, str]] = set()
    thresholds = []
    for held_out in range(N_FOLDS):
        train, test = fold != held_out, fold == held_out
        models = fit_both(features[train], y[train], fold[train])
        p_here = about(models, features)
        gold = labels_of(corpus[np.arange(len(corpus)) % N_FOLDS != held_out])
        sums = [
            sum(score(pairs_of(features, train & (p_here >= t)), gold).values()) for t in THRESHOLDS
        ]
        threshold = THRESHOLDS[int(np.argmax(sums))]
        thresholds.append(float(threshold))
        chosen |= pairs_of(features, test & (p_here >= threshold))
        p[test] = p_here[test]
    curve = reliability(p, y)
    gold = labels_of(corpus)
    candidates = pairs_of(features, np.ones(len(features), dtype=bool))
    abroad = {pair for pair in gold if pair[1] != "USA"}
    is_abroad = (features["country"] != "USA").to_numpy()
    listed = set(corpus.loc[corpus["labels"].map(len) >= MANY_LABELS, "doc_id"])
    return {
        **score(chosen, gold),
        "micro_of_four_labels_and_more": score(
            {pair for pair in chosen if pair[0] in listed},
            {pair for pair in gold if pair[0] in listed},
        )["micro"],
        "candidate_recall_without_usa": len(abroad & candidates) / len(abroad),
        "calibration_error": calibration_error(curve),
        "calibration_error_without_usa": calibration_error(reliability(p[is_abroad], y[is_abroad])),
        "thresholds": thresholds,
        "reliability": curve,
    }


def reuters(folder: Path, places: Path, states_1987: Path) -> list[str]:
    """Report on Reuters-21578 with and without datelines."""
    lines = []
    corpus = labelled(read_reuters(folder, places))
    for name, part in {
        "with dateline": corpus,
        "title and body only": corpus.drop(columns="dateline"),
    }.items():
        mentions = as_in_1987(find_countries(part), places, states_1987)
        result = cross_validate(part, salience_features(mentions, part))
        lines.append(f"Reuters-21578, {name}: {len(part)} documents, {N_FOLDS}-fold")
        for key, value in result.items():
            text = f"{value:.4f}" if isinstance(value, float) else f"{value}"
            lines.append(f"  {key}: {text}" if "\n" not in text else f"  {key}:\n{text}")
    return lines


def read_speeches(folder: Path) -> pd.DataFrame:
    """Read the UN General Debate corpus; the file name gives the speaker and the year."""
    rows = []
    for path in sorted(folder.glob("*/*_*_*.txt")):
        speaker, _, year = path.stem.split("_")
        text = path.read_text(encoding="utf-8-sig")
        rows.append((path.stem, speaker, pd.Timestamp(f"{year}-09-25"), text))
    if not rows:
        raise InputError(f"{folder} holds no speech. Pass the folder of the UN General Debate.")
    return pd.DataFrame(rows, columns=["doc_id", "speaker", "date", "text"])


def speeches(folder: Path) -> list[str]:
    """Report how often a speech names its own country, at all and among its top three."""
    corpus = read_speeches(folder)
    corpus = corpus[corpus["speaker"] != "EU"].reset_index(drop=True)
    mentions = find_countries(corpus, successors="principal")
    weights = country_weights(mentions, corpus)
    speaker = corpus[["doc_id", "speaker"]].rename(columns={"speaker": "country"})
    speaker = apply_successors(speaker, policy="principal")
    lines = [f"UN General Debate: {len(corpus)} speeches"]
    ranked = weights.sort_values(
        ["doc_id", "n_mentions", "p_about"], ascending=[True, False, False]
    )
    for name, table in {
        "own country mentioned": ranked,
        "own country in top 3": ranked.groupby("doc_id").head(3),
    }.items():
        share = len(speaker.merge(table, on=["doc_id", "country"])) / len(corpus)
        lines.append(f"  {name}: {share:.4f}")
    return lines


def speed(corpus: pd.DataFrame, name: str) -> str:
    """Measure matching and rules on one core: the best of three runs, UTF-8 megabytes."""
    texts = corpus["text"].tolist()
    compiled = tagger(load_gazetteer())
    size = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
    seconds = []
    for _ in range(3):
        start = time.process_time()
        for first, last in batches([texts]):
            fields = [field for text in texts[first:last] for field in ("", "", text)]
            compiled.tag(fields, [None] * (last - first))
        seconds.append(time.process_time() - start)
    return f"  speed on {name}: {size / min(seconds):.1f} MB/s ({size:.1f} MB)"


def main(description: str) -> None:
    """Run the parts whose data were given; print and write the report."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--reuters", type=Path)
    parser.add_argument("--places", type=Path)
    parser.add_argument("--states-1987", type=Path)
    parser.add_argument("--speeches", type=Path)
    parser.add_argument("--speed", action="store_true")
    default = Path(__file__).parents[1] / "out" / "validate_countries.txt"
    parser.add_argument("-o", "--output", type=Path, default=default)
    options = parser.parse_args()
    lines = []
    if options.reuters:
        lines += reuters(options.reuters, options.places, options.states_1987)
        if options.speed:
            lines.append(speed(read_reuters(options.reuters, options.places), "Reuters"))
    if options.speeches:
        lines += speeches(options.speeches)
        if options.speed:
            lines.append(speed(read_speeches(options.speeches), "speeches"))
    text = "\n".join(lines)
    print(text)
    with atomic_open(options.output) as file:
        file.write(text + "\n")
