"""Figures to files: PDF with embedded fonts, SVG or PNG, the same bytes every time."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics._checks import check_choice
from topics._write import atomic_open
from topics.plots.fonts import mend_glyphs
from topics.tables import write_csv
from topics.writing.together import output_files

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pypdf import PdfWriter

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawing:
    """A figure that is to be a file, with its data and its alt text.

    Attributes
    ----------
    path : Path
        Ends in ``.pdf``, ``.svg`` or ``.png``.
    figure : Figure
        What to write, at the size it has.
    title, alt : str
        Title in the properties of a PDF; text for those who do not see the figure.
    data : DataFrame or None
        What was drawn.
    """

    path: Path
    figure: "Figure"
    title: str
    alt: str = ""
    data: pd.DataFrame | None = None


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
    with figure_files(path) as draft:
        drawing = Drawing(path=draft, figure=figure, title=title, alt=alt, data=data)
        save_drawings([drawing], language=language)
    return Path(path)


@contextmanager
def figure_files(
    path: str | PathLike[str], *, read: Sequence[str | PathLike[str]] = ()
) -> Iterator[Path]:
    """Give a draft of a figure; it, its data and its alt text take their places together.

    Raises
    ------
    TopicsError
        Before the block, when the format is unknown, or one of the three cannot be written or
        is the table to be read.
    """
    path = Path(path)
    check_choice(path.suffix.lower(), FORMATS, name="path")
    with output_files(
        path, path.with_suffix(".csv"), path.with_suffix(".txt"), read=read
    ) as drafts:
        yield drafts[str(path)]


def save_drawings(drawings: "Iterable[Drawing]", *, language: str = "en") -> None:
    """Write many figures; the PDFs among them share the work of cutting fonts to size.

    Raises
    ------
    TopicsError
        As in `save_figure`.
    """
    drawings = list(drawings)
    for drawing in drawings:
        check_choice(drawing.path.suffix.lower(), FORMATS, name="path")
    _save_pdfs([d for d in drawings if d.path.suffix.lower() == ".pdf"], language)
    for drawing in drawings:
        if drawing.path.suffix.lower() != ".pdf":
            _save_image(drawing)
        if drawing.alt:
            with atomic_open(drawing.path.with_suffix(".txt")) as file:
                file.write(drawing.alt + "\n")
        if drawing.data is not None:
            write_csv(drawing.data, drawing.path.with_suffix(".csv"))


def _save_image(drawing: "Drawing") -> None:
    from matplotlib import rc_context

    kind = drawing.path.suffix.lower()
    content = io.BytesIO()
    facts = _FACTS[kind] | {"Title": drawing.title}
    mend_glyphs(drawing.figure)
    with rc_context({"svg.hashsalt": "topics", "svg.fonttype": "none"}):
        drawing.figure.savefig(content, format=kind[1:], metadata=facts)
    with atomic_open(drawing.path, "wb") as file:
        file.write(content.getvalue())


def _save_pdfs(drawings: "list[Drawing]", language: str) -> None:
    from pypdf import PdfReader, PdfWriter

    if not drawings:
        return
    pages = PdfReader(_draw_pages([drawing.figure for drawing in drawings], title=""))
    for drawing, page in zip(drawings, pages.pages, strict=True):
        writer = PdfWriter()
        writer.add_page(page)
        _describe(writer, title=drawing.title, language=language)
        with atomic_open(drawing.path, "wb") as file:
            writer.write(file)


def save_pages(
    sheets: Iterable[Sheet], path: str | PathLike[str], *, title: str, language: str = "en"
) -> None:
    """Write pages as one PDF with title, language and bookmarks.

    Raises
    ------
    TopicsError
        When a letter has no glyph, or the folder cannot be written to.
    """
    from pypdf import PdfWriter

    sheets = list(sheets)
    writer = PdfWriter(clone_from=_draw_pages([sheet.figure for sheet in sheets], title=title))
    _describe(writer, title=title, language=language)
    section = None
    for number, sheet in enumerate(sheets):
        if sheet.section:
            section = writer.add_outline_item(title=sheet.section, page_number=number)
        for entry in sheet.entries:
            writer.add_outline_item(title=entry, page_number=number, parent=section)
    with atomic_open(path, "wb") as file:
        writer.write(file)


def join_pages(
    sheets: Iterable[Sheet],
    parts: Mapping[str, Path],
    path: str | PathLike[str],
    *,
    title: str,
    stamp: "Callable[[str, int, int], list[Figure]]",
    language: str = "en",
) -> None:
    """Write pages, and after them those of other PDFs, as one PDF with bookmarks.

    Parameters
    ----------
    sheets : iterable of Sheet
        The first pages.
    parts : mapping of str to Path
        PDFs by the name of their bookmark, under which their own go.
    path : path
        Where to write.
    title, language : str
        As in `save_pages`.
    stamp : callable
        Given the name of a part, the page on which it begins and how many it has: what is laid
        over each of them.

    Raises
    ------
    TopicsError
        As in `save_pages`.
    """
    from pypdf import PdfReader, PdfWriter

    sheets = list(sheets)
    writer = PdfWriter(clone_from=_draw_pages([sheet.figure for sheet in sheets], title=title))
    for number, sheet in enumerate(sheets):
        if sheet.section:
            writer.add_outline_item(title=sheet.section, page_number=number)
    for name, part in parts.items():
        first = len(writer.pages)
        writer.append(part, outline_item=name)
        over = stamp(name, first + 1, len(writer.pages) - first)
        for page, figure in zip(
            writer.pages[first:], PdfReader(_draw_pages(over, title="")).pages, strict=True
        ):
            page.merge_page(figure)
            page.compress_content_streams()
    writer.compress_identical_objects()
    _describe(writer, title=title, language=language)
    with atomic_open(path, "wb") as file:
        writer.write(file)


def _draw_pages(figures: "list[Figure]", *, title: str) -> io.BytesIO:
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import PdfPages

    pages = io.BytesIO()
    facts = _FACTS[".pdf"] | {"Title": title}
    with rc_context({"pdf.fonttype": 42}), _glyphs_alone(), PdfPages(pages, metadata=facts) as pdf:
        for figure in figures:
            mend_glyphs(figure)
            pdf.savefig(figure)
    return pages


@contextmanager
def _glyphs_alone() -> Iterator[None]:
    """Cut fonts to size without their rules of layout, which take most of the time.

    A PDF says where each glyph stands: nobody lays its text out again.
    """
    from fontTools.subset import Options

    before = Options._drop_tables_default
    Options._drop_tables_default = [*before, "BASE", "GDEF", "GPOS", "GSUB", "MATH", "kern"]
    try:
        yield
    finally:
        Options._drop_tables_default = before


def _describe(writer: "PdfWriter", *, title: str, language: str) -> None:
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer.metadata = {"/Title": title, "/Creator": "topics", "/Producer": "matplotlib, pypdf"}
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
