"""Word files of press databases (Nexis): several articles in a file, checked with the cover list.

A .docx is a zip with one XML part that matters. It is read with expat, paragraph by paragraph,
and refused when it declares a document type: entities that expand or fetch files need one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from topics.errors import InputError
from topics.readers.dates import find_date
from topics.readers.files import File
from topics.readers.options import ReadOptions
from topics.readers.packages import Package

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_PART = "word/document.xml"
_END = "End of Document"
_FIELD = re.compile(
    r"(Section|Length|Byline|Dateline|Highlight|Graphic|Language|Load-Date|Publication-Type"
    r"|Subject|Geographic|Country|Company|Person|Industry|Classification|Series|Notes?)\s?:\s?(.*)"
)
_BODY = re.compile(r"(?:Body|Full Text|Text)\s?:?")
_COVER = re.compile(r"(\d{1,5})\.\s+\S.*")
_COVER_COUNT = re.compile(r"(?:Documents?|Results?)\s*\((\d{1,5})\)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of a paragraph, whether it is a heading of the first level, and whether in a list."""

    text: str
    heading: bool
    listed: bool


def read_docx(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the articles of a Nexis export, or the one text of any other Word file.

    Where the number of articles differs from the cover list, a remark says so.

    Raises
    ------
    InputError
        When the file is no .docx, declares a document type, or grows out of proportion.
    """
    paragraphs = _paragraphs(file)
    texts = [paragraph.text for paragraph in paragraphs]
    ends = [n for n, text in enumerate(texts) if text == _END]
    if not ends:
        first = paragraphs[0] if paragraphs else Paragraph("", False, False)
        body = texts[1:] if first.heading else texts
        yield {
            "doc_id": file.stem,
            "title": first.text if first.heading else "",
            "text": "\n\n".join(text for text in body if text),
        }
        return
    announced = _announced(paragraphs[: ends[0]])
    if announced is not None and announced != len(ends):
        options.remarks.append(
            f"{file.name}: the cover lists {announced} documents, {len(ends)} are in the file"
        )
    start = 0
    for number, end in enumerate(ends, start=1):
        article = _without_cover(paragraphs[start:end]) if number == 1 else paragraphs[start:end]
        yield {"doc_id": f"{file.stem}:{number}", **_article(article)}
        start = end + 1


def _announced(cover: list[Paragraph]) -> int | None:
    for paragraph in cover:
        match = _COVER_COUNT.fullmatch(paragraph.text)
        if match:
            return int(match[1])
    numbers = [int(match[1]) for p in cover if (match := _COVER.fullmatch(p.text))]
    # a list on the cover counts from 1 without a gap; a numbered article would not
    return len(numbers) if numbers and numbers == list(range(1, len(numbers) + 1)) else None


def _without_cover(paragraphs: list[Paragraph]) -> list[Paragraph]:
    headings = [n for n, paragraph in enumerate(paragraphs) if paragraph.heading]
    if headings:
        return paragraphs[headings[-1] :]
    # no styles: the headline is the first line after the last cover entry that has text below it
    last = max((n for n, p in enumerate(paragraphs) if _COVER.fullmatch(p.text)), default=-1)
    rest = paragraphs[last + 1 :]
    repeats = [
        n for n, p in enumerate(rest) if p.text and _on_cover(p.text, paragraphs[: last + 1])
    ]
    return rest[repeats[0] :] if repeats else rest


def _on_cover(text: str, cover: list[Paragraph]) -> bool:
    return any(entry.text.partition(". ")[2].strip() == text for entry in cover)


def _article(paragraphs: list[Paragraph]) -> dict[str, Any]:
    filled = [paragraph.text for paragraph in paragraphs if paragraph.text]
    row: dict[str, Any] = {"title": filled[0] if filled else "", "text": "", "date": None}
    row["publication"] = filled[1] if len(filled) > 1 else ""
    body: list[str] = []
    inside = has_body = False
    for text in filled[2:] if len(filled) > 2 else []:
        field = _FIELD.fullmatch(text)
        if _BODY.fullmatch(text) and not inside:
            inside, has_body = True, True
        elif field and field[1] == "Load-Date":
            row["load_date"] = field[2]
            inside = False
        elif field and (not inside or field[1] in ("Graphic", "Classification")):
            row[field[1].lower().replace("-", "_")] = field[2]
            inside = inside and field[1] not in ("Graphic", "Classification")
        elif inside:
            body.append(text)
        elif row["date"] is None and len(text) < 60 and (found := find_date(text)):
            row["date"] = found[0].isoformat()
        elif not has_body and not text.startswith("Copyright") and len(text) > 120:
            body.append(text)  # an article without the heading "Body"
    row["text"] = "\n\n".join(body)
    return row


def _paragraphs(file: File) -> list[Paragraph]:
    package = Package(file, ".docx file")
    if _PART not in package.names:
        raise InputError(f"{file.name}: not a .docx file (no {_PART}). Save it again.")
    xml = package.read(_PART)
    reader = _Reader(file.name)
    try:
        reader.parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise InputError(f"{file.name}: damaged XML ({error}). Save it again.") from error
    return reader.found


class _Reader:
    """Collects paragraphs from the events of the XML parser."""

    def __init__(self, name: str) -> None:
        self.found: list[Paragraph] = []
        self._name = name
        self._text: list[str] = []
        self._heading = self._listed = False
        self._depth = 0
        self._in_text = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _refuse(self, *_: object) -> None:
        raise InputError(
            f"{self._name}: its XML declares a document type, which no Word file does. "
            "Do not trust this file."
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.removeprefix(_WORD)
        if tag == "p":
            self._depth += 1
            if self._depth == 1:
                self._text, self._heading, self._listed = [], False, False
        elif tag == "pStyle":
            style = attributes.get(_WORD + "val", "").replace(" ", "").lower()
            self._heading = self._heading or style in ("heading1", "title")
        elif tag == "numPr":
            self._listed = True
        elif tag == "t":
            self._in_text = True
        elif tag in ("br", "cr"):
            self._text.append("\n")
        elif tag == "tab":
            self._text.append(" ")

    def _end(self, tag: str) -> None:
        tag = tag.removeprefix(_WORD)
        if tag == "t":
            self._in_text = False
        elif tag == "p":
            self._depth -= 1
            if self._depth == 0:
                for line in "".join(self._text).split("\n"):
                    text = " ".join(line.split())
                    self.found.append(Paragraph(text, self._heading, self._listed))

    def _characters(self, data: str) -> None:
        if self._in_text:
            self._text.append(data)
