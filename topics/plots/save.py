"""Figures to files: PDF with embedded fonts, SVG or PNG, the same bytes every time."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics._checks import check_choice
from topics._write import atomic_open
from topics.plots.fonts import check_glyphs

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = (".pdf", ".png", ".svg")
# Nothing that differs from one run to the next: no date, no version.
_FACTS: dict[str, dict[str, Any]] = {
    ".pdf": {"CreationDate": None, "Creator": "topics", "Producer": None},
    ".svg": {"Date": None, "Creator": "topics"},
    ".png": {"Software": "topics"},
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a report: its figure, and what the bookmarks of the PDF say about it.

    Attributes
    ----------
    figure : Figure
        The page.
    section : str
        Bookmark that leads here; "" when the page continues the one before.
    entries : tuple of str
        Bookmarks below the section that lead here.
    """

    figure: "Figure"
    section: str = ""
    entries: tuple[str, ...] = ()


def save_figure(
    figure: "Figure",
    path: str | PathLike[str],
    *,
    title: str,
    language: str = "en",
    alt: str = "",
    data: pd.DataFrame | None = None,
) -> Path:
    """Write a figure as PDF, SVG or PNG, by the end of its name, with data and alt text beside.

    Parameters
    ----------
    figure : Figure
        What to write, at the size it has.
    path : path
        Ends in ``.pdf``, ``.svg`` or ``.png``.
    title, language : str
        Title, and language as in BCP 47, in the properties of a PDF.
    alt : str
        What the figure shows, for those who do not see it: goes to ``NAME.txt``.
    data : DataFrame, optional
        What was drawn: goes to ``NAME.csv``.

    Returns
    -------
    Path
        Of the figure.

    Raises
    ------
    TopicsError
        When the format is unknown, a letter has no glyph, or the folder cannot be written to.
    """
    from matplotlib import rc_context

    path = Path(path)
    kind = path.suffix.lower()
    check_choice(kind, FORMATS, name="path")
    if kind == ".pdf":
        save_pages([Sheet(figure)], path, title=title, language=language)
    else:
        drawing = io.BytesIO()
        facts = _FACTS[kind] | {"Title": title}
        with rc_context({"svg.hashsalt": "topics", "svg.fonttype": "none"}):
            figure.savefig(drawing, format=kind[1:], metadata=facts)
        check_glyphs(figure)
        with atomic_open(path, "wb") as file:
            file.write(drawing.getvalue())
    if alt:
        with atomic_open(path.with_suffix(".txt")) as file:
            file.write(alt + "\n")
    if data is not None:
        with atomic_open(path.with_suffix(".csv")) as file:
            data.to_csv(file, index=False, lineterminator="\n")
    return path


def save_pages(
    sheets: Iterable[Sheet], path: str | PathLike[str], *, title: str, language: str = "en"
) -> None:
    """Write pages as one PDF with title, language and bookmarks.

    Raises
    ------
    TopicsError
        When a letter has no glyph, or the folder cannot be written to.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages

    sheets = list(sheets)
    pages = io.BytesIO()
    facts = _FACTS[".pdf"] | {"Title": title}
    with rc_context({"pdf.fonttype": 42}), PdfPages(pages, metadata=facts) as pdf:
        for sheet in sheets:
            pdf.savefig(sheet.figure)
            check_glyphs(sheet.figure)
    with atomic_open(path, "wb") as file:
        _finish(pages, sheets, title=title, language=language).write(file)


def _finish(pages: io.BytesIO, sheets: list[Sheet], *, title: str, language: str) -> Any:  # noqa: ANN401
    from pypdf import PdfWriter
    from pypdf.generic import (
        BooleanObject,
        DictionaryObject,
        NameObject,
        TextStringObject,
    )

    writer = PdfWriter(clone_from=pages)
    writer.metadata = {"/Title": title, "/Creator": "topics", "/Producer": "matplotlib, pypdf"}
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    section = None
    for number, sheet in enumerate(sheets):
        if sheet.section:
            section = writer.add_outline_item(sheet.section, number)
        for entry in sheet.entries:
            writer.add_outline_item(entry, number, parent=section)
    return writer
