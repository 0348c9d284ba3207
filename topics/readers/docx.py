"""Word files: the articles of a press database (Nexis), or the one text of any other file.

A .docx is a zip with one XML part that matters. It is read with expat, paragraph by paragraph,
and refused when it declares a document type: entities that expand or fetch files need one.
"""

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from topics.errors import InputError
from topics.readers.files import File
from topics.readers.nexis_word import Paragraph
from topics.readers.options import ReadOptions
from topics.readers.packages import Package
from topics.readers.plain import text_rows

_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",  # the strict form
)
# moved away; the same once more, for old programs; how a word is said, beside it
_LEFT_OUT = (
    "moveFrom", "rt", "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
)  # fmt: skip
_PART = "word/document.xml"


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
    titled = bool(paragraphs) and paragraphs[0].heading
    body = "\n\n".join(filter(None, texts[1:] if titled else texts))
    for row in text_rows(body, file, options, paragraphs=paragraphs):
        yield {"title": texts[0] if titled and row["doc_id"] == file.stem else "", **row}


def _paragraphs(file: File) -> list[Paragraph]:
    package = Package(file, ".docx file")
    if _PART not in package.names:
        raise InputError(f"{file.name}: not a .docx file (no {_PART}). Save it again.")
    xml = package.read(_PART)
    reader = _Reader(file.name)
    try:
        reader.parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{file.name}: damaged XML ({error}). Save it again.") from error
    return reader.found


class _Reader:
    """Collects paragraphs from the events of the XML parser."""

    def __init__(self, name: str) -> None:
        self.found: list[Paragraph] = []
        self._name = name
        self._text: list[str] = []
        self._heading = self._listed = False
        self._depth = self._left_out = 0
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
        tag = _bare(tag)
        self._left_out += tag in _LEFT_OUT
        if self._left_out:
            return
        if tag == "p":
            self._depth += 1
            if self._depth == 1:
                self._text, self._heading, self._listed = [], False, False
        elif tag == "pStyle":
            named = {_bare(key): value for key, value in attributes.items()}
            style = named.get("val", "").replace(" ", "").lower()
            self._heading = self._heading or style in ("heading1", "title")
        elif tag == "numPr":
            self._listed = True
        elif tag == "t":
            self._in_text = True
        elif tag in ("br", "cr"):
            self._text.append("\n")
        elif tag == "tab":
            self._text.append(" ")
        elif tag == "noBreakHyphen":
            self._text.append("-")

    def _end(self, tag: str) -> None:
        tag = _bare(tag)
        if self._left_out:
            self._left_out -= tag in _LEFT_OUT
        elif tag == "t":
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


def _bare(tag: str) -> str:
    for word in _WORDS:
        tag = tag.removeprefix(word)
    return tag
