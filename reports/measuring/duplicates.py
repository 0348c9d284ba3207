"""Measure near-duplicates: recall and precision, pairs to be read, time against documents."""

import argparse
import random
import time
from pathlib import Path

import pandas as pd

from topics.cleaning import clean_corpus
from topics.cleaning.duplicates import find_duplicates
from topics.readers.corpus import read_corpus
from topics.tables import write_csv

OUT = Path(__file__).parents[1] / "out" / "duplicates"
READ = Path(__file__).parent / "duplicates_read.csv"
FOOTERS = (
    "Subscribers receive this bulletin on weekday mornings.\nOffices in four towns of the region.",
    "Our editors choose the reports of the week every Friday.\nWrite to the desk by letter only.",
)


def edited(text: str, words: list[str], rng: random.Random, kind: str) -> str:
    """Change 5-15 % of the words, or the order of paragraphs, or the headline, or the footer."""
    paragraphs = text.split("\n")
    if kind == "words":
        share = rng.uniform(0.05, 0.15)
        tokens = [paragraph.split(" ") for paragraph in paragraphs]
        places = [(row, n) for row, line in enumerate(tokens) for n in range(len(line))]
        for row, n in rng.sample(places, round(share * len(places))):
            tokens[row][n] = rng.choice(words)
        paragraphs = [" ".join(line) for line in tokens]
    elif kind == "order":
        rng.shuffle(paragraphs)
    elif kind == "headline":
        paragraphs.insert(0, " ".join(rng.choices(words, k=9)))
    else:
        paragraphs += rng.choice(FOOTERS).split("\n")
    return "\n".join(paragraphs)


def planted(texts: list[str], number: int, seed: int) -> tuple[list[str], list[int], list[str]]:
    """Plant edits at random places: (all texts, source of each or -1, kind of each or "")."""
    rng = random.Random(seed)
    long_enough = [n for n, text in enumerate(texts) if len(text.split()) >= 40]
    words = [word for n in rng.sample(long_enough, 500) for word in texts[n].split()]
    kinds = ("words", "words", "order", "headline", "footer")
    plants: list[tuple[int, str, str]] = []
    for n in rng.sample(long_enough, number):
        kind = kinds[len(plants) % len(kinds)]
        text = edited(texts[n], words, rng, kind)
        if kind != "words":  # a change of place alone is too easy: some words change as well
            text = edited(text, words, rng, "words") if rng.random() < 0.5 else text
        plants.append((n, kind, text))
    rng.shuffle(plants)
    return (
        [*texts, *(text for _, _, text in plants)],
        [-1] * len(texts) + [n for n, _, _ in plants],
        [""] * len(texts) + [kind for _, kind, _ in plants],
    )


def measure_planted(texts: list[str], number: int, seed: int) -> pd.DataFrame:
    """Recall and precision over the planted edits, by kind of edit."""
    before = find_duplicates(texts)["original"].to_numpy()
    everything, sources, kinds = planted(texts, number, seed)
    found = find_duplicates(everything)["original"].to_numpy()
    rows = []
    for n in range(len(texts), len(everything)):
        source = sources[n]
        # right: the edit is filed under its source, or under the text its source copies
        rows.append(
            {
                "kind": kinds[n],
                "found": found[n] in (source, before[source], found[source]),
                "wrong": found[n] not in (n, source, before[source], found[source]),
            }
        )
    table = pd.DataFrame(rows)
    total = table.assign(kind="all")
    table = pd.concat([table, total]).groupby("kind")[["found", "wrong"]].agg(["sum", "size"])
    out = pd.DataFrame(
        {
            "n_planted": table["found"]["size"],
            "recall": table["found"]["sum"] / table["found"]["size"],
            "precision": table["found"]["sum"] / (table["found"]["sum"] + table["wrong"]["sum"]),
        }
    )
    return out.reset_index()


def near_copies(corpus: pd.DataFrame) -> pd.DataFrame:
    """Find the near copies in the corpus itself: ``original, similarity``, by row of the copy."""
    found = find_duplicates(
        corpus["text"].tolist(), titles=corpus["title"].tolist(), days=corpus["date"].tolist()
    )
    return found[(found["original"] != found.index) & ~found["exact"]]


def labels_of_copies(corpus: pd.DataFrame, near: pd.DataFrame) -> pd.DataFrame:
    """Count near copies whose labels, given by editors, say something else.

    Editors label a report and its longer version from what stands in each, so that the labels of
    true copies often differ: read, nearly all such pairs are one story. Labels contradict each
    other only where each text has one that the other lacks.
    """
    rows = []
    for column in ("places", "topics"):
        if column in corpus:
            first = corpus.loc[near["original"], column].map(frozenset)
            second = corpus.loc[near.index, column].map(frozenset)
            pairs = list(zip(first, second, strict=True))
            rows.append(
                {
                    "label": column,
                    "near_copies": len(near),
                    "differ": sum(a != b for a, b in pairs),
                    "contradict": sum(bool(a - b) and bool(b - a) for a, b in pairs),
                }
            )
    return pd.DataFrame(rows)


def read_copies(corpus: pd.DataFrame, near: pd.DataFrame) -> pd.DataFrame:
    """Judge near copies of the Reuters corpus as a person did who read them, pair by pair.

    ``same`` are two versions of one story; ``other`` two stories, such as tables of two hours or
    reports from one template. Pairs that nobody has read count neither way.
    """
    judged = {
        frozenset((str(row.original), str(row.copy))): row.judged
        for row in pd.read_csv(READ).itertuples()
    }
    ids = corpus["doc_id"].astype(str)
    pairs = zip(ids[near["original"]], ids[near.index], strict=True)
    said = pd.Series([judged.get(frozenset(pair), "unread") for pair in pairs], dtype="object")
    same, other = int((said == "same").sum()), int((said == "other").sum())
    return pd.DataFrame(
        {
            "near_copies": [len(near)],
            "same": [same],
            "other": [other],
            "unread": [len(near) - same - other],
            "precision": [same / max(same + other, 1)],
            "same_not_found": [list(judged.values()).count("same") - same],
        }
    )


def pairs_to_read(corpus: pd.DataFrame, near: pd.DataFrame, number: int, seed: int) -> pd.DataFrame:
    """Draw near copies that are found in the corpus itself, side by side, for a person to judge."""
    near = near.sample(min(number, len(near)), random_state=seed).sort_values("similarity")
    first, second = corpus.loc[near["original"]], corpus.loc[near.index]
    return pd.DataFrame(
        {
            "original": first["doc_id"].to_numpy(),
            "copy": second["doc_id"].to_numpy(),
            "similarity": near["similarity"].to_numpy(),
            "days_apart": (second["date"].to_numpy() - first["date"].to_numpy())
            / pd.Timedelta(days=1),
            "original_title": first["title"].to_numpy(),
            "copy_title": second["title"].to_numpy(),
            "original_text": first["text"].str.slice(0, 400).to_numpy(),
            "copy_text": second["text"].str.slice(0, 400).to_numpy(),
        }
    )


def measure_growth(texts: list[str], sizes: list[int], seed: int) -> pd.DataFrame:
    """Seconds against number of documents, invented from shuffled sentences of real ones."""
    rng = random.Random(seed)
    sentences = [line for text in texts for line in text.split("\n") if len(line) > 60]
    invented = ["\n".join(rng.sample(sentences, 6)) for _ in range(max(sizes))]
    rows = []
    for size in sizes:
        start = time.process_time()
        find_duplicates(invented[:size])
        seconds = time.process_time() - start
        megabytes = sum(map(len, invented[:size])) / 1e6
        rows.append({"n_docs": size, "megabytes": megabytes, "cpu_seconds": seconds})
    return pd.DataFrame(rows)


def main(description: str) -> None:
    """Read a corpus, plant edits, draw pairs to read; write the tables and print two of them."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("corpus", type=Path, help="folder of documents, such as Reuters SGML")
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--sizes", type=int, nargs="*", default=[12_500, 25_000, 50_000, 100_000])
    parser.add_argument("--pairs", type=int, default=40, help="near copies to write for reading")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    corpus, _ = clean_corpus(read_corpus(options.corpus), duplicates="keep")
    texts = [text for text in corpus["text"] if len(text.split()) >= 30]
    quality = measure_planted(texts, options.edits, options.seed)
    print(quality.to_string(index=False))
    write_csv(quality, OUT / "planted.csv")
    near = near_copies(corpus)
    tables = {"labels": labels_of_copies(corpus, near), "read": read_copies(corpus, near)}
    for name, table in tables.items():
        print(table.to_string(index=False))
        write_csv(table, OUT / f"{name}.csv")
    write_csv(pairs_to_read(corpus, near, options.pairs, options.seed), OUT / "to_read.csv")
    if options.sizes:
        growth = measure_growth(texts, options.sizes, options.seed)
        print(growth.to_string(index=False))
        write_csv(growth, OUT / "growth.csv")
