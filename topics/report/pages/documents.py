"""Few documents, one by one: who each is about, what it is about, and with which words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from topics.plots.save import Sheet
from topics.plots.style import QUIET
from topics.report.pages.page import BOTTOM, HEIGHT, MARGIN, SIZE, new_page, rule, write
from topics.report.passages import is_salutation

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

TITLE = "The documents, one by one"
LEAST = 0.05  # of a document, below which a country or topic is not named
INDENT = 1.0  # inches


def few_documents(analysis: "Analysis") -> bool:
    """Whether there are so few documents that parts of them had to be read as documents."""
    return len(analysis.corpus) < analysis.config.few_documents and "parent_id" in analysis.units


def documents_pages(analysis: "Analysis") -> Iterator[Sheet]:
    """Write what each document is about; nothing where there are many."""
    if not few_documents(analysis):
        return
    intro = (
        f"What each document is about, as the mean over its {analysis.config.unit}s: countries by "
        f"the share of the text that is about them, topics by theirs, from {100 * LEAST:g} %; and "
        "the words that set it apart from the other documents here. These are facts of these texts "
        "and no estimates."
    )
    page, down = new_page(TITLE, intro=intro)
    section = TITLE
    for row in about_documents(analysis).to_dict("records"):
        if down + 1.2 > HEIGHT - BOTTOM:
            yield Sheet(page, section=section)
            section = ""
            page, down = new_page(f"{TITLE} (continued)", intro=intro)
        down = write(page, str(row["title"]), down, size=SIZE + 1, weight="bold") + 0.02
        for name in ("source", "countries", "topics", "words"):
            left = MARGIN + INDENT
            start = down
            down = write(page, str(row[name]) or "none", down, left=left)
            write(page, name.capitalize(), start, color=QUIET, width=INDENT)
        rule(page, down + 0.05)
        down += 0.16
    yield Sheet(page, section=section)


def about_documents(analysis: "Analysis") -> pd.DataFrame:
    """Say of each document who and what it is about, and with which words.

    Returns
    -------
    DataFrame
        doc_id, title, source, countries, topics, words: texts to read.
    """
    units = analysis.units.set_index("doc_id")
    parents = units["parent_id"]
    weights = analysis.weights.assign(parent=analysis.weights["doc_id"].map(parents))
    n_units = parents.value_counts()
    about = weights.groupby(["parent", "country"])["weight"].sum()
    known = set(about.index.get_level_values("parent"))
    shares = analysis.shares.groupby(parents.reindex(analysis.shares.index).to_numpy()).mean()
    labels = analysis.words.drop_duplicates("topic").set_index("topic")["topic_label"]
    telling = _telling_words(analysis, parents)
    rows = []
    for document in analysis.corpus.to_dict("records"):
        doc_id = document["doc_id"]
        own = about.xs(doc_id) if doc_id in known else pd.Series(dtype=float)
        topics = shares.loc[doc_id] if doc_id in shares.index else pd.Series(dtype=float)
        title = str(document["title"] or "").strip()
        date = document["date"]
        rows.append(
            {
                "doc_id": doc_id,
                "title": doc_id if not title or is_salutation(title) else title,
                "source": f"{document['source']}, "
                + ("undated" if pd.isna(date) else f"{date:%Y-%m-%d}"),
                "countries": _listed(own / n_units.get(doc_id, 1), _name_of),
                "topics": _listed(topics, lambda topic: str(labels[topic])),
                "words": ", ".join(telling.get(doc_id, [])),
            }
        )
    return pd.DataFrame(rows)


def _listed(shares: pd.Series, call: "object", most: int = 4) -> str:
    assert callable(call)
    known = shares.dropna().sort_index().sort_values(ascending=False, kind="stable").head(most)
    return ", ".join(
        f"{call(key)} {100 * share:.0f} %" for key, share in known.items() if share >= LEAST
    )


def _name_of(code: object) -> str:
    from topics.countries import country_name

    return country_name(str(code))


def _telling_words(
    analysis: "Analysis", parents: pd.Series, most: int = 10
) -> dict[str, list[str]]:
    """Return the words of each document by how often it has them, and how few others do."""
    bow = analysis.bow
    codes, names = pd.factorize(parents.reindex(bow.doc_ids))
    counts = np.zeros((len(names), bow.counts.shape[1]))
    table = bow.counts.tocoo()
    np.add.at(counts, (codes[table.coords[0]], table.coords[1]), table.data)
    others = (counts > 0).sum(axis=0)
    score = counts * np.log((1 + len(names)) / np.maximum(others, 1))
    words = np.asarray(bow.words)
    order = np.argsort(-score, axis=1, kind="stable")[:, :most]
    return {
        str(name): [str(words[at]) for at in row if score[number, at] > 0]
        for number, (name, row) in enumerate(zip(names, order, strict=True))
    }
