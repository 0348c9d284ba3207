"""Measure the telling of languages: right by language and length, and what else a corpus has."""

import argparse
import time
from collections import Counter
from pathlib import Path

import pandas as pd

from topics._languages import likely_language
from topics.cleaning.language import find_languages, tell_language
from topics.readers.corpus import read_corpus

SIZES = (1, 2, 5)


def by_sentence(folder: Path) -> pd.DataFrame:
    """Tell the language of sentences, and of groups of them, of ``<language>.tsv`` files."""
    rows = []
    for path in sorted(folder.glob("??.tsv")):
        lines = path.read_text("utf-8").splitlines()
        sentences = [line.partition("\t")[2] for line in lines if "\t" in line]
        for size in SIZES:
            starts = range(0, len(sentences) - size + 1, size)
            texts = [" ".join(sentences[start : start + size]) for start in starts]
            began = time.process_time()
            told = [tell_language(text) for text in texts]
            seconds = time.process_time() - began
            likeliest = [likely_language(text) for text in texts]
            rows.append(
                {
                    "language": path.stem,
                    "sentences": size,
                    "texts": len(texts),
                    "right": told.count(path.stem),
                    "left open": told.count(""),
                    "likeliest right": likeliest.count(path.stem),
                    "ms a text": round(1000 * seconds / max(1, len(texts)), 2),
                }
            )
    return pd.DataFrame(rows)


def main(about: str | None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("folder", type=Path, help="folder of <language>.tsv files: id, sentence")
    parser.add_argument("corpora", nargs="*", type=Path, help="corpora in one language each")
    arguments = parser.parse_args()
    print(by_sentence(arguments.folder).to_string(index=False))
    for path in arguments.corpora:
        corpus = read_corpus(path)
        began = time.process_time()
        found = find_languages(corpus["text"].tolist(), groups=corpus["source"].tolist())
        seconds = time.process_time() - began
        counts = Counter(found)
        others = 1 - counts.most_common(1)[0][1] / len(found)
        print(f"{path}: {len(found):,} documents, {others:.3%} foreign, {seconds:.1f} s, {counts}")
