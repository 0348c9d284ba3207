"""XML as a stream of the elements that matter; entities are never expanded, nothing is fetched."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO
from xml.parsers import expat

from topics.errors import InputError
from topics.readers.decoding import codec_of
from topics.readers.files import MAX_DOCUMENT_BYTES, File

_PIECE = 2**18
_DEEPEST = 500
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{2,30})")

Wanted = Callable[[str, dict[str, str]], bool]


def local(tag: str) -> str:
    """Return the name of an element without its namespace.

    >>> local("{http://www.w3.org/2005/Atom}entry")
    'entry'
    """
    return tag.rpartition("}")[2]


def elements(file: File, wanted: Wanted, *, encoding: str = "utf-8") -> Generator[ET.Element]:
    """Yield the root without its content, then every element that is wanted, with all below it.

    Parameters
    ----------
    file : File
    wanted : callable
        Told the name (in Clark's notation) and the attributes of an element.
    encoding : str
        Expected where the file declares none.

    Raises
    ------
    InputError
        When the XML is damaged, declares entities, nests too deep, or an element is larger than
        64 MiB.
    """
    with file.open() as stream:
        yield from stream_elements(stream, file.name, wanted, encoding=encoding)


def stream_elements(
    stream: BinaryIO, name: str, wanted: Wanted, *, encoding: str = "utf-8"
) -> Iterator[ET.Element]:
    """As `elements`, from a stream that is open."""
    first = stream.read(_PIECE)
    marked = first.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    known = marked or _DECLARED.match(first) is not None
    try:
        reader = _Reader(name, wanted, None if known else encoding)
        piece = first
        while piece:
            reader.parser.Parse(piece, False)
            yield from reader.take()
            piece = stream.read(_PIECE)
        reader.parser.Parse(b"", True)
        yield from reader.take()
    except expat.ExpatError as error:
        raise InputError(f"{name}: damaged XML ({error}). Save it again.") from error
    except (LookupError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{name}: XML that cannot be decoded ({error}). Save it again.") from error


def declared_in(data: bytes) -> str | None:
    """Return the encoding that XML declares; None where it names none that texts are written in."""
    found = _DECLARED.match(data)
    return codec_of(found[1].decode("ascii")) if found else None


def text_below(element: ET.Element) -> str:
    """Return all text in an element, blanks run together."""
    return " ".join("".join(element.itertext()).split())


class _Reader:
    """Builds the wanted elements from the events of the parser, and drops all else."""

    def __init__(self, name: str, wanted: Wanted, encoding: str | None) -> None:
        self._name, self._wanted = name, wanted
        self._found: list[ET.Element] = []
        self._builder: ET.TreeBuilder | None = None
        self._depth = self._inside = self._size = 0
        self.parser = expat.ParserCreate(encoding, namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.SkippedEntityHandler = self._skipped

    def take(self) -> list[ET.Element]:
        found, self._found = self._found, []
        return found

    def _refuse(self, *_: object) -> None:
        raise InputError(
            f"{self._name}: its XML declares entities, which can expand without end or fetch "
            "files. Do not trust this file."
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = "{" + tag if "}" in tag else tag
        attributes = {"{" + key if "}" in key else key: attributes[key] for key in attributes}
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InputError(f"{self._name}: elements nest deeper than {_DEEPEST}. Check the file.")
        if self._depth == 1:
            self._found.append(ET.Element(tag, attributes))
        if self._builder is None and self._wanted(tag, attributes):
            self._builder, self._inside, self._size = ET.TreeBuilder(), self._depth, 0
        if self._builder is not None:
            self._grow(len(tag) + 100)
            self._builder.start(tag, attributes)

    def _end(self, tag: str) -> None:
        tag = "{" + tag if "}" in tag else tag
        if self._builder is not None:
            self._builder.end(tag)
            if self._depth == self._inside:
                self._found.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def _characters(self, data: str) -> None:
        if self._builder is not None:
            self._grow(len(data))
            self._builder.data(data)

    def _skipped(self, _name: str, is_parameter: bool) -> None:
        # an entity of HTML in a feed whose document type is not fetched
        if self._builder is not None and not is_parameter:
            self._builder.data(" ")

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > MAX_DOCUMENT_BYTES:
            raise InputError(
                f"{self._name}: an element is larger than {MAX_DOCUMENT_BYTES >> 20} MiB. "
                "Split the file."
            )
