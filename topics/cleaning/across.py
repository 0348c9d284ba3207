"""What pages have in common: copies of a story, the name of a site, lines printed everywhere."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from topics.cleaning.duplicates import find_duplicates
from topics.cleaning.head import Facts, take_title
from topics.cleaning.page import Note, Page, without_gaps
from topics.cleaning.repeats import (
    FREQUENT,
    documents_with,
    fewest_documents,
    line_keys,
    repeated_lines,
    shared_keys,
)

_SURELY_A_SITE = 10
_WITHOUT_CAPITALS = ("ar", "fa", "ja", "ko", "zh")


class Cleaned(NamedTuple):
    """The columns that cleaning changes, as lists in step, and what it took away."""

    titles: list[str]
    texts: list[str]
    days: list[object]
    datelines: list[str]
    numbers: list[NDArray[np.int32]]
    notes: list[list[Note]]
    precisions: list[str]


def drop_copies(
    names: Sequence[str],
    pages: Cleaned,
    keys: list[NDArray[np.int64]],
    dropped: dict[int, Note],
    *,
    near: bool,
    languages: Sequence[str],
) -> None:
    """Enter in `dropped` each document that copies an earlier one; `names` are the ids."""
    rows = [row for row in range(len(pages.texts)) if row not in dropped]
    texts = [pages.texts[row] for row in rows]
    if keys and near:
        # a long footer of a site must not make two of its short reports look alike
        asked = [keys[row] for row in rows]
        counts = shared_keys(asked)
        footers = {key: count for key, count in counts.items() if count >= _SURELY_A_SITE}
        for place in documents_with(asked, footers):
            lines = texts[place].split("\n")
            taken = set(repeated_lines(lines, asked[place], footers, len(rows)))
            if taken:
                rest = "\n".join(line for n, line in enumerate(lines) if n not in taken)
                texts[place] = rest
    titles, days = [pages.titles[row] for row in rows], [pages.days[row] for row in rows]
    found = find_duplicates(
        texts, titles=titles, days=days, near=near, languages=[languages[row] for row in rows]
    )
    known = _about_others(texts, [languages[row] for row in rows], found)
    pairs = zip(found["original"].tolist(), found["exact"].tolist(), strict=True)
    for place, (original, exact) in enumerate(pairs):
        if original != place and place not in known:
            rule = "exact copy" if exact else "near copy"
            dropped[rows[place]] = Note("duplicate", rule, None, names[rows[original]])


def take_shared_titles(
    pages: Cleaned, keys: list[NDArray[np.int64]], dropped: dict[int, Note]
) -> None:
    """Look below a headline that many documents have: it is the name of their site."""
    found = {
        row: place
        for row, notes in enumerate(pages.notes)
        if row not in dropped
        for place, note in enumerate(notes)
        if note.stage == "title"
    }
    counts = Counter(pages.titles[row] for row in found)
    kept = len(pages.texts) - len(dropped)
    least = max(fewest_documents(kept), math.ceil(FREQUENT * kept))
    for row, place in found.items():
        title = pages.titles[row]
        if counts[title] < least:
            continue
        pages.notes[row][place] = pages.notes[row][place]._replace(
            stage="repeated", rule="shared title"
        )
        # the line numbers of the source go with the lines that are left
        lines = pages.texts[row].split("\n")
        filled = [n for n, line in enumerate(lines) if line]
        number = dict(zip(filled, pages.numbers[row].tolist(), strict=True))
        page, facts = Page.of(pages.texts[row]), Facts()
        page.wrapped = False  # by now a line is a paragraph
        take_title(page, facts)
        pages.titles[row] = facts.title
        for note in page.notes:
            at = (note.line or 1) - 1
            pages.notes[row].append(note._replace(line=number[at]))
            filled.remove(at)
        pages.texts[row], _ = page.text()
        (keys[row],) = line_keys([pages.texts[row]])
        pages.numbers[row] = np.array([number[n] for n in filled], np.int32)


def take_repeats(pages: Cleaned, keys: list[NDArray[np.int64]], dropped: dict[int, Note]) -> None:
    """Take lines that many of the documents that are left share."""
    kept = [row for row in range(len(pages.texts)) if row not in dropped]
    asked = [keys[row] for row in kept]
    shared = shared_keys(asked)
    for row in [kept[place] for place in documents_with(asked, shared)]:
        lines = pages.texts[row].split("\n")
        taken = repeated_lines(lines, keys[row], shared, len(kept))
        if not taken:
            continue
        filled = [n for n, line in enumerate(lines) if line]
        number = dict(zip(filled, pages.numbers[row].tolist(), strict=True))
        for n in taken:
            pages.notes[row].append(Note("repeated", "shared line", number[n], lines[n]))
            lines[n] = ""
        pages.texts[row] = without_gaps(lines)


def _about_others(texts: list[str], languages: list[str], found: pd.DataFrame) -> set[int]:
    """Give places of near copies that name another country than their original does, and it too.

    Of scripts without capitals only: in others words that may be names are told by theirs.
    """
    copies = found.index[(found["original"] != found.index) & ~found["exact"]]
    asked = [n for n in copies.tolist() if languages[n] in _WITHOUT_CAPITALS]
    if not asked:
        return set()
    from topics.countries import find_countries

    places = sorted({*asked, *found.loc[asked, "original"].tolist()})
    corpus = pd.DataFrame({
        "doc_id": [str(n) for n in places],
        "title": "",
        "text": [texts[n] for n in places],
        "language": [languages[n] for n in places],
    })  # fmt: skip
    named = find_countries(corpus).groupby("doc_id")["country"].agg(set)
    of = {n: named.get(str(n), set()) for n in places}
    return {
        n for n in asked
        if of[n] - of[found.loc[n, "original"]] and of[found.loc[n, "original"]] - of[n]
    }  # fmt: skip
