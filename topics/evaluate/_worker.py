"""One worker process of a sweep: reads jobs as lines of JSON, fits, writes results into a folder.

A process of its own, and not a fork: threads and compiled code survive no fork, and a start by
`multiprocessing` would run the user's script a second time.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics._write import atomic_open
from topics.errors import TopicsError
from topics.evaluate.heldout import completion
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig, TopicModel
from topics.lda.store import save_model
from topics.text.bow import BagOfWords

COUNTS, RESULT = "counts.npz", "result.json"


def save_counts(bow: BagOfWords, folds: np.ndarray, folder: Path) -> None:
    """Write counts, names and the fold of each document as plain arrays."""
    with atomic_open(folder / COUNTS, "wb") as file:
        np.savez(
            file,
            data=bow.counts.data,
            indices=bow.counts.indices,
            indptr=bow.counts.indptr,
            doc_ids=np.array(bow.doc_ids.tolist(), dtype=str),
            words=np.array(bow.words.tolist(), dtype=str),
            folds=folds,
        )


def load_counts(folder: Path) -> tuple[BagOfWords, np.ndarray]:
    """Read what `save_counts` wrote."""
    with np.load(folder / COUNTS, allow_pickle=False) as file:
        doc_ids, words = file["doc_ids"].tolist(), file["words"].tolist()
        table = (file["data"], file["indices"], file["indptr"])
        counts = sp.csr_array(table, shape=(len(doc_ids), len(words)))
        bow = BagOfWords(counts=counts, doc_ids=pd.Index(doc_ids), words=pd.Index(words))
        return bow, file["folds"]


def run_job(
    bow: BagOfWords, folds: np.ndarray, job: dict[str, Any], folder: Path, *, threads: int | None
) -> None:
    """Fit without the documents of the job's fold, score these, write model and result."""
    started = time.perf_counter()
    out = folds == job["fold"]
    model = fit_lda(bow.select_docs(bow.doc_ids[~out]), LDAConfig(**job["config"]), threads=threads)
    seconds = time.perf_counter() - started
    scores = completion(model, bow.select_docs(bow.doc_ids[out]), threads=threads)
    target = folder / job["key"]
    save_model(model, target)
    result = {
        "log_likelihood": float(scores["log_likelihood"].sum()),
        "n_heldout": int(scores["n_words"].sum()),
        "passes_made": _passes_made(model),
        "seconds": round(seconds, 3),
    }
    # Written last: a folder with a result is complete.
    with atomic_open(target / RESULT) as file:
        json.dump(result, file)
        file.write("\n")


def _passes_made(model: TopicModel) -> int:
    if model.config.algorithm == "vb":
        return model.config.n_passes
    return len(model.history)


def main() -> None:
    """Serve jobs from standard input; answer each with one line, {} or {"error": text}."""
    folder, threads = Path(sys.argv[1]), int(sys.argv[2])
    # Whatever libraries print goes to standard error: the answers are a protocol.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    bow, folds = load_counts(folder)
    for line in sys.stdin:
        try:
            run_job(bow, folds, json.loads(line), folder, threads=threads)
            answer: dict[str, str] = {}
        except TopicsError as error:
            answer = {"error": str(error)}
        try:
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
        except BrokenPipeError:  # whoever asked was killed; the fit stands
            os._exit(1)
