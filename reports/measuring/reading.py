"""Measure the throughput of reading and cleaning, side by side with reading the bytes alone."""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from topics.cleaning import clean_corpus
from topics.cleaning.language import find_languages
from topics.readers.corpus import read_chunks, read_corpus
from topics.tables import write_csv

OUT = Path(__file__).parents[1] / "out" / "reading"


def timed(action: Callable[[], object], repeats: int) -> float:
    """Least CPU seconds of some runs: other work on the machine can only add to them."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        action()
        best = min(best, time.process_time() - start)
    return best


def as_lines(corpus: pd.DataFrame, folder: Path) -> Path:
    """Write the corpus as one .jsonl file."""
    path = folder / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for doc_id, text in zip(corpus["doc_id"], corpus["text"], strict=True):
            file.write(json.dumps({"doc_id": doc_id, "text": text}, ensure_ascii=False) + "\n")
    return path


def measure(path: Path, kind: str, repeats: int) -> list[dict[str, object]]:
    """Rows of the table for one corpus: bytes alone, reading, cleaning, copies."""
    files = sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    corpus = read_corpus(path)
    clean_corpus(corpus.head(50))  # compile and load what is loaded once
    bare = timed(lambda: [file.read_text(encoding="utf-8") for file in files], repeats)
    read = timed(lambda: read_corpus(path), repeats)
    clean = timed(lambda: clean_corpus(corpus, duplicates="exact"), repeats)
    near = timed(lambda: clean_corpus(corpus, duplicates="near"), repeats)
    texts = corpus["text"].tolist()
    language = timed(lambda: find_languages(texts), repeats)
    steps = {
        "pathlib read_text alone": bare,
        "read_corpus": read,
        "languages": language,
        "read_corpus + clean_corpus(duplicates='exact'), languages apart": read + clean - language,
        "read_corpus + clean_corpus(duplicates='near'), languages apart": read + near - language,
    }
    return [
        {
            "kind": kind,
            "step": step,
            "n_docs": len(corpus),
            "megabytes": megabytes,
            "cpu_seconds": seconds,
            "mb_per_second": megabytes / seconds,
        }
        for step, seconds in steps.items()
    ]


def measure_tiny_files(number: int) -> dict[str, object]:
    """Row for a folder of very many very small files, read in chunks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in range(number):
            (folder / f"{n:07d}.txt").write_bytes(b"A ferry sailed.")
        start = time.process_time()
        documents = sum(len(chunk.corpus) for chunk in read_chunks(folder))
        seconds = time.process_time() - start
    return {
        "kind": "txt",
        "step": "read_chunks, files of 15 bytes",
        "n_docs": documents,
        "megabytes": documents * 15 / 1e6,
        "cpu_seconds": seconds,
        "mb_per_second": documents * 15 / 1e6 / seconds,
    }


def main(description: str) -> None:
    """Measure a folder of .txt, the same as .jsonl, and many tiny files; write a table."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("corpus", type=Path, help="folder of .txt files")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--tiny", type=int, default=100_000, help="number of tiny files; 0: none")
    options = parser.parse_args()
    rows = measure(options.corpus, "txt", options.repeats)
    with tempfile.TemporaryDirectory() as name:
        lines = as_lines(read_corpus(options.corpus), Path(name))
        rows += measure(lines, "jsonl", options.repeats)
    if options.tiny:
        rows.append(measure_tiny_files(options.tiny))
    table = pd.DataFrame(rows)
    print(table.round(2).to_string(index=False))
    write_csv(table, OUT / "throughput.csv")
