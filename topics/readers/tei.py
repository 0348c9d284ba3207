"""TEI: speeches of parliaments and edited documents, one by one, with the day and who speaks.

References: ParlaMint's guidelines (utterances ``<u who=...>`` with segments, the day of the sitting
in the header) and the volumes of the Foreign Relations of the United States (``<div
type="document">``). In any other TEI file the outermost divisions are the documents, or the whole.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

from topics.errors import InputError
from topics.readers.files import File
from topics.readers.options import ReadOptions
from topics.readers.xmlstream import local, text_below

ROOTS = ("TEI", "TEI.2", "teiCorpus")
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_BLOCKS = (
    "p",
    "seg",
    "ab",
    "l",
    "item",
    "head",
    "dateline",
    "opener",
    "closer",
    "signed",
    "salute",
)
_LEFT_OUT = (
    "note", "kinesic", "incident", "vocal", "gap", "pb", "figure", "fw", "desc", "teiHeader",
    "head", "del",
)  # fmt: skip
_ONE_OF = {"choice": ("corr", "reg", "expan"), "app": ("lem", "rdg")}
_MOST_HELD = 100


def is_wanted(tag: str, attributes: dict[str, str]) -> bool:
    """Say whether an element of a TEI file is read as one piece."""
    name = local(tag)
    if name.startswith("div") and name[3:].isdigit():
        name = "div"
    return name in ("teiHeader", "u") or (
        name == "div" and attributes.get("type") in ("document", "article", "letter", "speech")
    )


def is_text_or_header(tag: str, _: dict[str, str]) -> bool:
    """Say whether an element of a TEI file is read where nothing in its texts is marked."""
    return local(tag) in ("text", "teiHeader")


def tei_rows(
    found: Iterator[ET.Element], whole: Iterator[ET.Element], file: File, options: ReadOptions
) -> Iterator[dict[str, Any]]:
    """Yield the utterances or documents of a TEI file.

    Parameters
    ----------
    found : iterator of Element
        Of `is_wanted`, without the root.
    whole : iterator of Element
        Of `is_text_or_header`, read only where nothing is found.
    """
    header: dict[str, Any] = {}
    number = 0
    for element in found:
        if local(element.tag) == "teiHeader":
            header = _header(element)
            continue
        number += 1
        yield _row(element, header, file, number)
    if number:
        return
    options.remarks.append(f"{file.name}: no utterance or document is marked; each text is one")
    for element in whole:
        if local(element.tag) == "teiHeader":
            header = _header(element)
        elif local(element.tag) == "text":
            texts = _leaves(element)
            if len(texts) > 1:
                options.remarks.append(
                    f"{file.name}: a group of {len(texts):,} texts; what stands around them is "
                    "left out"
                )
            for text in texts:
                number += 1
                yield _row(text, header, file, number)
    if not number:
        raise InputError(f"{file.name}: TEI without a text. Check the file.")


def _leaves(text: ET.Element) -> list[ET.Element]:
    """Return the texts of a group, or the one text that is none."""
    inner = [one for group in text if local(group.tag) == "group" for one in group]
    leaves = [leaf for one in inner if local(one.tag) == "text" for leaf in _leaves(one)]
    return leaves or [text]


def _header(header: ET.Element) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for place in ("settingDesc", "sourceDesc", "publicationStmt"):
        for above in header.iter():
            if local(above.tag) == place and "date" not in facts:
                day = next(filter(None, map(_day, _named(above, "date"))), None)
                if day:
                    facts["date"] = day
    title = next(filter(None, map(text_below, _named(header, "title"))), "")
    return facts | {"work": title}


def _row(element: ET.Element, header: dict[str, Any], file: File, number: int) -> dict[str, Any]:
    given = element.get(_ID)
    head = next(_named(element, "head"), None)
    row: dict[str, Any] = {
        "doc_id": f"{file.stem}:{number}" if given is None else given,
        "title": "" if head is None else " ".join("".join(_pieces(head)).split()),
        "text": "\n\n".join(_blocks(element)),
        "date": _own_day(element) or header.get("date"),
        "work": header.get("work", ""),
    }
    if local(element.tag) == "u":
        row["speaker"] = (element.get("who") or "").removeprefix("#")
        row["role"] = (element.get("ana") or "").removeprefix("#")
    return row


def _own_day(element: ET.Element) -> str | None:
    for key, value in element.attrib.items():
        if local(key) in ("doc-dateTime-min", "when"):
            return value[:10]
    dateline = next(_named(element, "dateline"), None)
    dates = [] if dateline is None else list(_named(dateline, "date"))
    return next(filter(None, map(_day, dates)), None)


def _day(date: ET.Element) -> str | None:
    given = date.get("when") or date.get("when-iso") or date.get("value") or date.get("from")
    return (given or text_below(date))[:_MOST_HELD] or None


def _named(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (inner for inner in element.iter() if local(inner.tag) == name)


def _blocks(element: ET.Element) -> Iterator[str]:
    """Yield the paragraphs of an element, without its heading, notes, and what was not said."""
    loose: list[str] = [element.text or ""]
    for inner in element:
        name = local(inner.tag)
        if name in _LEFT_OUT:
            loose.append(inner.tail or "")
            continue
        is_block = name in _BLOCKS
        has_blocks = any(
            local(below.tag) in _BLOCKS for below in inner.iter() if below is not inner
        )
        if is_block or has_blocks:
            if text := " ".join("".join(loose).split()):
                yield text
            loose = []
            if has_blocks:
                yield from _blocks(inner)
            elif text := " ".join("".join(_pieces(inner)).split()):
                yield text
        else:
            loose += _pieces(inner)
        loose.append(inner.tail or "")
    if text := " ".join("".join(loose).split()):
        yield text


def _pieces(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for inner in _read(element):
        name = local(inner.tag)
        if name not in _LEFT_OUT:
            yield from _pieces(inner)
        if name in ("lb", "cb", "pb"):
            yield " "
        yield inner.tail or ""


def _read(element: ET.Element) -> list[ET.Element]:
    """Return the elements in one; of several readings of the same words the one to print."""
    inner = list(element)
    if (preferred := _ONE_OF.get(local(element.tag))) is None:
        return inner
    return sorted(inner, key=lambda one: local(one.tag) not in preferred)[:1]
