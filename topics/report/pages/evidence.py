"""Passages behind what stands out: where a text is about the country and on the topic."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics.estimate.standing import standouts, told_apart
from topics.plots.axes import text_width
from topics.plots.fonts import legible
from topics.plots.save import Sheet
from topics.plots.style import INK, QUIET
from topics.report.facts import label_of, share_of
from topics.report.pages.page import (
    BOTTOM,
    HEIGHT,
    INNER,
    LEADING,
    MARGIN,
    SIZE,
    new_page,
    rule,
    write,
)
from topics.report.passages import cut_at_marks, is_salutation

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.run.analysis import Analysis

TITLE = "Passages behind the findings"
CELLS, PER_TOPIC = 24, 3  # findings with a passage, and countries of each topic
INDENT = 0.15  # inches
_HIGH = 1.2  # inches that a finding with its passage takes at the most

Piece = tuple[str, bool]


def evidence_pages(analysis: "Analysis", passages: pd.DataFrame) -> Iterator[Sheet]:
    """Write the passage most about the country and the topic of each finding."""
    shown = analysis.shown()
    rows = standouts(shown[told_apart(shown)], topics=CELLS, most=PER_TOPIC).head(CELLS)
    if rows.empty:
        return
    intro = (
        "For each country that is told from the corpus and lies above it: of the text that is most "
        "about the country and on the topic together, the sentences with most words of the topic. "
        "Bold are these words, and the names of the country. One passage shows what such texts are "
        "like; it proves nothing by itself. In brackets: intervals. More: tables/passages.csv."
    )
    first = passages[passages["rank"] == 1].set_index(["country", "topic"])
    known = set(first.index)
    origins = _origins(analysis)
    page, down, section = *new_page(TITLE, intro=intro), TITLE
    for row in rows.to_dict("records"):
        if down + _HIGH > HEIGHT - BOTTOM:
            yield Sheet(page, section=section)
            page, down, section = *new_page(f"{TITLE} (continued)", intro=intro), ""
        cell = (row["country"], row["topic"])
        ends = f"{100 * row['ci_low']:.0f} to {100 * row['ci_high']:.0f}"
        head = f"{row['country_name']}: {label_of(row)}, {share_of(row)} ({ends})"
        down = write(page, head, down, weight="bold", size=SIZE + 0.5) + 0.02
        if cell in known:
            down = _passage(page, first.loc[cell].to_dict(), origins, down)
        else:
            down = write(page, "No text is clearly about both.", down, color=QUIET)
        rule(page, down + 0.05)
        down += 0.15
    yield Sheet(page, section=section)


def _passage(
    page: "Figure", row: Mapping[str, Any], origins: Mapping[str, str], down: float
) -> float:
    """Write a passage with its words in bold, and where it comes from."""
    marked = [word for word in str(row["marked"]).split("|") if word]
    parts = cut_at_marks(str(row["passage"]).replace(" …", "\u00a0…"), marked)
    pieces = [(legible(text), number % 2 == 1) for number, text in enumerate(parts)]
    down = write_marked(page, pieces, down, left=MARGIN + INDENT, width=INNER - INDENT)
    title = str(row["title"]).strip()
    named = "" if not title or is_salutation(title) else f"{title}. "
    about = (
        f"about the country {100 * row['weight']:.0f} %, on the topic {100 * row['share']:.0f} %"
    )
    text = f"{named}{origins.get(row['doc_id'], row['doc_id'])}; {about}"
    return write(page, legible(text), down, size=SIZE - 1, color=QUIET, left=MARGIN + INDENT)


def _origins(analysis: "Analysis") -> dict[str, str]:
    """Return the file and the day of every unit."""
    units = analysis.units
    sources = units.get("source", units["doc_id"]).fillna("").astype(str)
    dates = units.get("date", pd.Series(pd.NaT, index=units.index))
    return {
        str(doc_id): ", ".join(
            [source or str(doc_id), "undated" if pd.isna(date) else f"{date:%Y-%m-%d}"]
        )
        for doc_id, source, date in zip(units["doc_id"], sources, dates, strict=True)
    }


def write_marked(
    page: "Figure", pieces: Sequence[Piece], down: float, *, left: float, width: float
) -> float:
    """Write a paragraph some words of which are bold; return where the next one goes.

    Parameters
    ----------
    page : Figure
        A4.
    pieces : sequence of (str, bool)
        Texts, and whether they are bold.
    down, left, width : float
        Inches from the top, from the left, and of the longest line.
    """
    step = SIZE * LEADING / 72
    for line in _lines(pieces, width):
        at = left
        for text, bold in line:
            weight = "bold" if bold else "normal"
            page.text(
                at / (INNER + 2 * MARGIN), 1 - (down + 0.74 * step) / HEIGHT, text, fontsize=SIZE,
                color=INK, fontweight=weight, parse_math=False,
            )  # fmt: skip
            at += _width(text, bold)
        down += step
    return down


def _lines(pieces: Sequence[Piece], width: float) -> Iterator[list[Piece]]:
    """Break pieces into lines; a word may have bold parts, and one too long breaks anywhere."""
    line: list[Piece] = []
    used = 0.0
    for word in _words(pieces):
        wide = sum(_width(text, bold) for text, bold in word)
        parts = [[(sign, bold)] for text, bold in word for sign in text] if wide > width else [word]
        for part in parts:
            wide = sum(_width(text, bold) for text, bold in part)
            ends = part[-1][0].endswith(" ")
            bare = wide - _width(" ", part[-1][1]) * ends
            if line and used + bare > width:
                yield _joined(line)
                line, used = [], 0.0
            line += part
            used += wide
    if line:
        yield _joined(line)


def _words(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Give words, each with the blank behind it, as the pieces they are made of."""
    word: list[Piece] = []
    for text, bold in pieces:
        for number, part in enumerate(text.split(" ")):
            if number:
                if word:
                    word[-1] = (f"{word[-1][0]} ", word[-1][1])
                    yield word
                word = []
            if part:
                word.append((part, bold))
    if word:
        yield word


def _joined(line: Sequence[Piece]) -> list[Piece]:
    """Put neighbours of one weight together."""
    found: list[Piece] = []
    for text, bold in line:
        if found and found[-1][1] == bold:
            found[-1] = (found[-1][0] + text, bold)
        else:
            found.append((text, bold))
    return found


def _width(text: str, bold: bool) -> float:
    """Return how wide a text is, blanks at its end included, which its outline leaves out."""
    weight = "bold" if bold else "normal"
    frame = text_width("||", SIZE, weight=weight)
    return text_width(f"|{text}|", SIZE, weight=weight) - frame
