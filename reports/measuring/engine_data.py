"""Clock and corpora of the measurements of the LDA engine."""

import argparse
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from measuring.reuters import read_reuters
from topics.text.bow import BagOfWords
from topics.text.options import TokenOptions
from topics.text.tokens import count_corpus

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
    options = TokenOptions(fields=["text"])
    bow = count_corpus(frame, options=options, min_docs=least, min_share=0, max_share=0.5)
    ids = bow.doc_ids[bow.lengths >= 5]
    order = np.random.default_rng(1).permutation(len(ids))
    if args.docs:
        order = order[: args.docs]
    n = len(order) // 10
    return bow.select_docs(ids[order[n:]]), bow.select_docs(ids[order[:n]])
