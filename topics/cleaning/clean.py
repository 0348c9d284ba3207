"""The cleaning line: normalise, take facts, drop clutter, drop copies; the audit says it all."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from topics._checks import check_choice, check_columns
from topics.cleaning.boilerplate import find_boilerplate
from topics.cleaning.head import Facts, take_dateline, take_stamps, take_title, take_title_again
from topics.cleaning.layout import is_wrapped, paragraphs_of
from topics.cleaning.normalise import normalise, squeeze

AUDIT_COLUMNS = ["doc_id", "stage", "rule", "line", "text", "count"]


class Page(NamedTuple):
    """One document between the steps: its lines that are left, with their numbers in the source."""

    title: str
    day: object
    dateline: str
    lines: list[str]
    numbers: list[int]


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
        page, notes = clean_page(text, title=title, dateline=dateline, boilerplate=boilerplate)
        audit += [(doc_id, *note) for note in notes]
        titles.append(page.title)
        texts.append("\n".join(page.lines).strip("\n"))
        datelines.append(page.dateline)
        days.append(page.day if day is pd.NaT and page.day is not None else day)
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


def clean_page(
    text: str, *, title: str = "", dateline: str = "", boilerplate: bool = True
) -> tuple[Page, list[tuple[str, str, int | None, str, int]]]:
    """Clean one document."""
    indented = normalise(text, keep_indent=True).split("\n")
    lines = [squeeze(line) for line in indented]
    title = " ".join(normalise(title).split())
    facts = Facts(title=title, dateline=normalise(dateline))
    notes: list[tuple[str, str, int | None, str, int]] = []
    wrapped = is_wrapped(indented)
    if boilerplate:
        take_stamps(lines, facts)
        for index, rule in find_boilerplate(lines, wrapped=wrapped):
            notes.append(("boilerplate", rule, index + 1, lines[index], 1))
            lines[index] = ""
        if not facts.title:
            take_title(lines, facts)
        take_title_again(lines, facts.title, facts)
        if not facts.dateline:
            take_dateline(lines, facts)
        stages = {"title line": "title", "title again": "boilerplate", "dateline": "dateline"}
        notes += [
            (stages.get(rule, "date"), rule, index + 1, taken, 1)
            for index, rule, taken in facts.taken
        ]
        notes.sort(key=lambda note: note[2] or 0)
    page_lines, numbers = _reflow(indented, lines, wrapped)
    return Page(facts.title, facts.day, facts.dateline, page_lines, numbers), notes


def _reflow(indented: list[str], lines: list[str], wrapped: bool) -> tuple[list[str], list[int]]:
    if wrapped:
        kept = [raw if line else "" for raw, line in zip(indented, lines, strict=True)]
        groups = paragraphs_of(kept)
        return [" ".join(lines[i] for i in group) for group in groups], [g[0] + 1 for g in groups]
    out: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(lines, start=1):
        if line or (out and out[-1]):
            out.append(line)
            numbers.append(number)
    return out, numbers
