"""The cleaning line: normalise, take facts, drop clutter, drop copies; the audit says it all."""

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from topics._checks import check_choice, check_columns
from topics.cleaning.boilerplate import take_boilerplate
from topics.cleaning.head import Facts, take_dateline, take_stamps, take_title, take_title_again
from topics.cleaning.normalise import normalise
from topics.cleaning.page import Note, Page

AUDIT_COLUMNS = ["doc_id", "stage", "rule", "line", "text", "count"]


def clean_corpus(
    corpus: pd.DataFrame, *, duplicates: str = "near", boilerplate: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Clean a corpus and account for everything that is taken away."""
    check_columns(corpus, ("doc_id", "title", "text", "date"), name="corpus")
    check_choice(duplicates, ("near", "exact", "keep"), name="duplicates")
    audit: list[tuple[str, str, str, int | None, str, int]] = []
    titles: list[str] = []
    texts: list[str] = []
    days: list[object] = []
    datelines: list[str] = []
    given_datelines = corpus["dateline"] if "dateline" in corpus else [""] * len(corpus)
    rows = zip(
        corpus["doc_id"], corpus["title"], corpus["text"], corpus["date"], given_datelines,
        strict=True,
    )  # fmt: skip
    for doc_id, title, text, day, dateline in tqdm(rows, total=len(corpus), disable=None):
        page = Page.of(text)
        facts = Facts(title=" ".join(normalise(title).split()), dateline=normalise(dateline))
        if boilerplate:
            take_facts_and_clutter(page, facts)
        audit += [(doc_id, *note) for note in sorted(page.notes, key=_line)]
        titles.append(facts.title)
        texts.append(page.text())
        datelines.append(facts.dateline)
        days.append(facts.day if day is pd.NaT and facts.day is not None else day)
    cleaned = corpus.copy()
    cleaned["title"] = pd.Series(titles, index=corpus.index, dtype="str")
    cleaned["text"] = pd.Series(texts, index=corpus.index, dtype="str")
    cleaned["date"] = pd.Series(days, index=corpus.index).astype("datetime64[s]")
    if any(datelines) or "dateline" in corpus:
        cleaned["dateline"] = pd.Series(datelines, index=corpus.index, dtype="str")
    kept = np.array([bool(text or title) for text, title in zip(texts, titles, strict=True)], bool)
    for doc_id in cleaned["doc_id"][~kept]:
        audit.append((doc_id, "empty", "no text", None, "", 1))
    cleaned = cleaned[kept].reset_index(drop=True)
    table = pd.DataFrame(audit, columns=AUDIT_COLUMNS)
    return cleaned, table.astype({"line": "Int64", "count": "int64"})


def take_facts_and_clutter(page: Page, facts: Facts) -> None:
    """Do to one page all that needs no other page."""
    take_stamps(page, facts)
    take_boilerplate(page)
    if not facts.title:
        take_title(page, facts)
    take_title_again(page, facts.title)
    if not facts.dateline:
        take_dateline(page, facts)


def _line(note: Note) -> int:
    return note.line or 0
