"""What coders judge of a run: topics, labels, texts and weights, from the folder of a report."""

import hashlib
import json
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from topics.errors import InputError, TopicsError
from topics.evaluate.coding import letters
from topics.lda.model import TopicModel
from topics.lda.regroup import membership, regroup_model
from topics.lda.top_words import top_words
from topics.run.config import ReportConfig
from topics.run.kept import check_one_language, load, stage_folders, stages_of
from topics.run.labelling import read_labelling
from topics.run.stages import config_kept
from topics.writing.replace import read_manifest

_MARKED_BY = 20  # words of a topic that its mark is made of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """A run as coders judge it.

    Attributes
    ----------
    config : ReportConfig
        The settings of the run.
    model : TopicModel
        Its topics, as the reader's labels put them together.
    labels : Series
        The label of each topic, without its number.
    documents : DataFrame
        doc_id, text, with the title above it: what the model calls documents.
    weights : DataFrame
        doc_id, country, weight, p_about.
    """

    config: ReportConfig
    model: TopicModel
    labels: "pd.Series[str]"
    documents: pd.DataFrame
    weights: pd.DataFrame

    @property
    def marks(self) -> dict[str, str]:
        """What coders judge, by hash: topics by their words, weights of countries."""
        return {"topics": topics_mark(self.model), "weights": weights_mark(self.weights)}


def topics_mark(model: TopicModel) -> str:
    """Return the hash of the first words of all topics."""
    table = top_words(model, _MARKED_BY, measure="probability")
    words = table.groupby("topic", sort=True)["word"].agg(list)
    return _hash({str(topic): own for topic, own in words.items()})


def weights_mark(weights: pd.DataFrame) -> str:
    """Return the hash of which texts are how much about which countries."""
    own = weights[["doc_id", "country", "p_about"]].sort_values(["doc_id", "country"])
    rows = zip(own["doc_id"].astype(str), own["country"], own["p_about"].round(4), strict=True)
    return _hash([[doc_id, country, f"{p:.4f}"] for doc_id, country, p in rows])


def short_mark(content: object) -> str:
    """Return six consonants from the hash of what JSON can hold."""
    return letters(int(_hash(content)[:12], 16), 6)


def _hash(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def read_judged(folder: str | PathLike[str]) -> Judged:
    """Read what coders judge from the folder of a report.

    Raises
    ------
    InputError
        When it holds no report, one on several languages, or one that keeps no stages, in which
        the texts are.
    """
    path = Path(folder)
    check_one_language(folder)
    manifest = read_manifest(path)
    if manifest is None or manifest["kind"] != "report" or not (path / "tables").is_dir():
        raise InputError(
            f"{folder} is not the folder of a report. Name the --out of topics report."
        )
    stages = stages_of(path)
    config = config_kept(stages)
    if config is None:
        raise InputError(
            f"{folder} keeps no stages, in which the texts would be. Make the report again without "
            "--no-stages."
        )
    corpus, mentions = _stage(stages, "corpus"), _stage(stages, "mentions")
    units = corpus["corpus"] if mentions["units"] is None else mentions["units"]
    model: TopicModel = _stage(stages, "model")["model"]
    if config.labels:
        into = read_labelling(config.labels, model).into
        model = regroup_model(model, membership(model.topic_word.index, into)) if into else model
    return Judged(
        config=config,
        model=model,
        labels=_labels(path, model),
        documents=_with_titles(units),
        weights=mentions["weights"],
    )


def _stage(stages: Path, name: str) -> dict[str, Any]:
    for kept in stage_folders(stages, name):
        try:
            return load(kept)
        except (OSError, ValueError, TopicsError) as error:
            raise InputError(f"{kept}: cannot be read. Make the report again.") from error
    raise InputError(
        f"{stages} does not keep the {name} of the report. Make the report again without "
        "--no-stages."
    )


def _labels(folder: Path, model: TopicModel) -> "pd.Series[str]":
    """Read the labels of the report; raise where its tables are of other topics."""
    path = folder / "tables" / "topic_words.csv"
    try:
        table = pd.read_csv(path, keep_default_na=False, dtype={"word": str, "topic_label": str})
        table = table.sort_values(["topic", "rank"], kind="stable")
        found = table.groupby("topic")["word"].agg(list).to_dict()
        labels = table.drop_duplicates("topic").set_index("topic")["topic_label"]
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{path}: is not the table of a report ({error}).") from error
    n = len(next(iter(found.values()), []))
    own = top_words(model, max(n, 1)).groupby("topic", sort=True)["word"].agg(list).to_dict()
    if {topic: sorted(map(_plain, words)) for topic, words in found.items()} != {
        topic: sorted(words) for topic, words in own.items()
    }:
        raise InputError(
            f"{path}: has other topics than the stages of the report, which were changed or made "
            f"again since. Make the report again with: topics report --rerun {folder}"
        )
    return pd.Series(
        {topic: str(label).removeprefix(f"T{topic} ") for topic, label in labels.items()}
    )


def _plain(word: str) -> str:
    return word.removeprefix("'")


def _with_titles(units: pd.DataFrame) -> pd.DataFrame:
    texts = units["text"].fillna("").astype(str)
    if "title" not in units:
        return pd.DataFrame({"doc_id": units["doc_id"], "text": texts})
    titles = units["title"].fillna("").astype(str).str.strip()
    apart = (titles != "") & ~pd.Series(
        [text.startswith(title) for text, title in zip(texts, titles, strict=True)],
        index=units.index,
    )
    return pd.DataFrame(
        {"doc_id": units["doc_id"], "text": texts.where(~apart, titles + "\n\n" + texts)}
    )
