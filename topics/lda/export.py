"""Counts and models for other tools: MALLET, R (quanteda, stm), pyLDAvis.

Topic ids are the same everywhere: nothing here sorts or renumbers topics.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_count
from topics._write import atomic_open
from topics.errors import TopicsError, require_extra
from topics.lda.model import TopicModel
from topics.lda.top_words import top_words
from topics.tables import write_csv
from topics.text.bow import BagOfWords

_LOAD_R = """\
# Reads this folder into R. Needs the packages Matrix and quanteda; stm for the last step.
# In R:  source("load.R", chdir = TRUE)
vocabulary <- readLines("vocabulary.txt", encoding = "UTF-8")
documents <- read.csv("documents.csv", encoding = "UTF-8", colClasses = c(doc_id = "character"))
counts <- Matrix::readMM("counts.mtx")
dimnames(counts) <- list(documents$doc_id, vocabulary)
counts_dfm <- quanteda::as.dfm(methods::as(counts, "CsparseMatrix"))
quanteda::docvars(counts_dfm) <- documents
# stm leaves out documents without words; quanteda's converter does so with a warning.
# for_stm <- quanteda::convert(counts_dfm, to = "stm")
# fit <- stm::stm(for_stm$documents, for_stm$vocab, K = 20, data = for_stm$meta)
"""


def write_mallet(
    bow: BagOfWords, folder: str | os.PathLike[str], *, model: TopicModel | None = None
) -> Path:
    r"""Write counts, and a model's tables, in the text formats of MALLET.

    Parameters
    ----------
    bow : BagOfWords
        Counts; whole numbers.
    folder : path
        Gets `corpus.txt`, one document per line: id, label (``_``) and its words, each as often as
        it was counted, for ``mallet import-file --keep-sequence --token-regex "\S+"``. With a
        model, also `topic-keys.txt`, `doc-topics.txt` and `topic-word-weights.txt`, as MALLET
        writes them with ``--output-topic-keys``, ``--output-doc-topics`` and
        ``--topic-word-weights-file`` (weights: expected counts plus eta).
    model : TopicModel, optional
        Its training documents must be those of `bow`, in the same order.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    TopicsError
        When a document id or a word holds white space, which MALLET takes for a border, or counts
        are not whole.
    """
    if bow.counts.dtype.kind != "i":
        raise TopicsError("`bow` must hold whole counts; MALLET knows words and no weights.")
    for names, name in ((bow.doc_ids, "doc_ids"), (bow.words, "words")):
        for value in names:
            if any(character.isspace() for character in value) or not value:
                raise TopicsError(
                    f"`bow` has {value!r} in {name}; MALLET takes white space for a border. "
                    "Replace it."
                )
    folder = Path(folder)
    words = bow.words.to_numpy(object)
    with atomic_open(folder / "corpus.txt") as file:
        for row, doc_id in enumerate(bow.doc_ids):
            part = slice(bow.counts.indptr[row], bow.counts.indptr[row + 1])
            text = np.repeat(words[bow.counts.indices[part]], bow.counts.data[part])
            file.write(f"{doc_id}\t_\t{' '.join(text)}\n")
    if model is not None:
        _check_same_documents(model, bow)
        _write_mallet_model(model, folder)
    return folder


def _write_mallet_model(model: TopicModel, folder: Path) -> None:
    tops = top_words(model, 20, measure="probability").groupby("topic", sort=True)["word"]
    with atomic_open(folder / "topic-keys.txt") as file:
        for (topic, words), alpha in zip(tops, model.alpha.tolist(), strict=True):
            file.write(f"{topic}\t{alpha!r}\t{' '.join(words)}\n")
    with atomic_open(folder / "doc-topics.txt") as file:
        rows = zip(model.doc_topic.index, model.doc_topic.to_numpy().tolist(), strict=True)
        for number, (doc_id, shares) in enumerate(rows):
            file.write("\t".join([str(number), str(doc_id), *map(repr, shares)]) + "\n")
    with atomic_open(folder / "topic-word-weights.txt") as file:
        weights = model.engine.state.get_lambda().astype(float).tolist()
        for topic, row in zip(model.topic_word.index, weights, strict=True):
            file.writelines(
                f"{topic}\t{word}\t{weight!r}\n"
                for word, weight in zip(model.words, row, strict=True)
            )


def write_r(
    bow: BagOfWords, folder: str | os.PathLike[str], *, documents: pd.DataFrame | None = None
) -> Path:
    """Write counts and metadata for R: a sparse matrix that quanteda and stm take.

    Parameters
    ----------
    bow : BagOfWords
    folder : path
        Gets `counts.mtx` (Matrix Market, documents in rows), `vocabulary.txt`, `documents.csv`
        and `load.R`, which reads them into a quanteda dfm and shows the way to stm.
    documents : DataFrame, optional
        doc_id and columns of metadata, such as country and date, for at least the documents of
        `bow`. Without it only the ids are written.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    TopicsError
        When a document has no metadata, or a word holds a line end.
    """
    from scipy.io import mmwrite

    folder = Path(folder)
    if documents is None:
        table = pd.DataFrame({"doc_id": bow.doc_ids})
    else:
        check_columns(documents, ("doc_id",), name="documents")
        by_id = documents.set_index("doc_id")
        missing = bow.doc_ids.difference(by_id.index)
        if len(missing) or not by_id.index.is_unique:
            culprit = missing[0] if len(missing) else by_id.index[by_id.index.duplicated()][0]
            fault = "lacks" if len(missing) else "has more than once"
            raise TopicsError(f"`documents` {fault} the document {culprit!r}.")
        table = by_id.loc[bow.doc_ids].reset_index()
    for word in bow.words:
        if word.splitlines() != [word]:
            raise TopicsError(f"`bow` has the word {word!r} with a line end in it.")
    with atomic_open(folder / "counts.mtx", "wb") as file:
        mmwrite(file, bow.counts.tocoo(), symmetry="general")
    with atomic_open(folder / "vocabulary.txt") as file:
        file.writelines(f"{word}\n" for word in bow.words)
    write_csv(table, folder / "documents.csv")
    with atomic_open(folder / "load.R") as file:
        file.write(_LOAD_R)
    return folder


def prepare_ldavis(model: TopicModel, bow: BagOfWords, *, n_words: int = 30) -> Any:  # noqa: ANN401
    """Prepare the interactive view of pyLDAvis, with the topic ids of the model.

    Parameters
    ----------
    model : TopicModel
    bow : BagOfWords
        The training documents; those without words are left out.
    n_words : int
        Words shown per topic.

    Returns
    -------
    pyLDAvis.PreparedData
        For ``pyLDAvis.save_html(prepared, path)`` or ``pyLDAvis.display(prepared)``.

    Raises
    ------
    MissingExtraError
        When pyLDAvis is not installed.
    """
    check_count(n_words, name="n_words")
    pyldavis = require_extra("pyLDAvis", "ldavis")
    _check_same_documents(model, bow)
    lengths = bow.lengths.to_numpy()
    kept = lengths > 0
    known = np.asarray(bow.counts.sum(axis=0)) > 0
    phi = model.topic_word.to_numpy()[:, known]
    return pyldavis.prepare(
        phi / phi.sum(axis=1, keepdims=True),
        model.doc_topic.to_numpy()[kept],
        lengths[kept],
        bow.words[known].tolist(),
        np.asarray(bow.counts.sum(axis=0))[known],
        R=n_words,
        sort_topics=False,
        start_index=0,
        n_jobs=1,
    )


def _check_same_documents(model: TopicModel, bow: BagOfWords) -> None:
    same = model.doc_topic.index.equals(bow.doc_ids) and model.words.equals(bow.words)
    if not same:
        raise TopicsError(
            "`bow` must hold the documents and words that `model` was fitted to, in their order."
        )
