"""Files made to do harm, by accident or not, and how reading each of them should end."""
# ruff: noqa: E501, ANN401  (one case, one line)

import bz2
import gzip
import io
import json
import lzma
import os
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

ONE = "Rosa Vega opened the grain talks in Lima, and many guests came from Peru to hear her."
MEGABYTE = 2**20
Content = bytes | Callable[[], bytes]
_OUTSIDE = ("../x.txt", "/etc/x.txt", "..\\x.txt", "C:/x.txt", "a/../../x.txt")
CODECS = (
    "hex", "rot13", "base64", "zip", "bz2", "uu", "quopri", "idna", "punycode", "undefined",
    "unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "utf-32", "mbcs", "no-such",
    "latin\x001", "", "cp037", "hz", "iso2022_jp_ext", "utf_8_sig",
)  # fmt: skip
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Crafted:
    """Some files, the arguments to read them with, and how that should end.

    Attributes
    ----------
    group, name : str
    files : mapping
        Contents by path, or what makes them where that takes long; bytes of a path that is no UTF-8.
    arguments : tuple of str
        Beside the folder; ``{folder}`` stands for it.
    says : str, optional
        Regular expression that the error must match; None: any error will do, or a result.
    holds : str, optional
        What a result must hold; then no error will do.
    """

    group: str
    name: str
    files: Mapping[str | bytes, Content]
    arguments: tuple[str, ...] = ()
    says: str | None = None
    holds: str | None = None
    links: Mapping[str, str] = field(default_factory=dict)


def zipped(
    entries: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED, *, comment: bytes = b""
) -> bytes:
    """Pack entries into a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
        archive.comment = comment
    return out.getvalue()


def patched(data: bytes, mark: bytes, place: int, new: bytes, *, last: bool = False) -> bytes:
    """Overwrite bytes some way behind a mark."""
    at = (data.rindex(mark) if last else data.index(mark)) + place
    return data[:at] + new + data[at + len(new) :]


def word_file(xml: bytes | str) -> bytes:
    """Pack the main part of a .docx."""
    return zipped({"word/document.xml": xml})


def word(body: str, head: str = '<?xml version="1.0"?>') -> str:
    """Write the main part of a .docx."""
    return f"{head}<w:document {_WORD}><w:body>{body}</w:body></w:document>"


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def all_crafted() -> Iterator[Crafted]:
    """Yield every crafted file."""
    for group in (
        _names, _archives, _packages, _office, _papers, _encodings, _tables, _cells, _pages,
        _texts, _mail, _long_lines,
        _json, _xml, _patterns, _numbers,
    ):  # fmt: skip
        yield from group()


def _case(group: str, name: str, file: str | bytes, data: Any, **more: Any) -> Crafted:
    data = data.encode() if isinstance(data, str) else data
    return Crafted(group=group, name=name, files={file: data}, **more)


def _names() -> Iterator[Crafted]:
    one = ONE.encode()
    for name, file in {
        "not UTF-8": b"caf\xe9.txt", "a line break": b"a\nb.txt", "an escape": b"a\x1b[31m.txt",
        "255 bytes": b"a" * 251 + b".txt", "a dash first": b"-rf.txt", "an option": b"--out.txt",
        "quotes and braces": b"{a}'\"%s.txt", "emoji": "\U0001f33e.txt".encode(),
        "a soft hyphen": "a\u00ad.txt".encode(), "right to left": "\u202etxt.a.txt".encode(),
        "a backslash": b"a\\b.txt", "blanks": b" .txt", "a formula": b"=1+1.txt",
        "a folder not UTF-8": b"\xff\xfe/a.txt",
    }.items():  # fmt: skip
        yield Crafted(group="names", name=name, files={file: one}, holds="Rosa Vega")
    yield Crafted(
        group="names", name="two that read the same", files={b"a\xe9.txt": one, b"a\xe8.txt": one + one},
        holds="Rosa Vega",
    )  # fmt: skip
    deep = "/".join(["d" * 200] * 15)
    yield Crafted(
        group="names", name="15 folders of 200 letters", files={f"{deep}/a.txt": one}, holds="Rosa",
    )  # fmt: skip
    yield Crafted(
        group="names", name="links in a circle", files={"a/b.txt": one}, holds="Rosa",
        links={"a/up": "..", "c": "c", "d.txt": "nowhere"},
    )  # fmt: skip
    yield _case("names", "an empty file", "a.txt", b"")
    yield _case("names", "a hidden file alone", ".a.txt", one, says="hidden file")


def _archives() -> Iterator[Crafted]:
    one = ONE.encode()
    sound = zipped({"a.txt": one})
    bomb = b"a" * (50 * MEGABYTE)
    for name, data in {
        "empty": b"", "its end alone": b"PK\x05\x06" + b"\0" * 3, "no central directory": sound[:60],
        "cut in the middle": sound[: len(sound) // 2], "not a zip": b"hello" * 20,
        "a directory far away": patched(sound, b"PK\x05\x06", 16, b"\xff\xff\xff\x7f"),
        "an unknown method": patched(patched(sound, b"PK\x01\x02", 10, b"\x63\0"), b"PK\x03\x04", 8, b"\x63\0"),
        "encrypted": patched(patched(sound, b"PK\x01\x02", 8, b"\1\0"), b"PK\x03\x04", 6, b"\1\0"),
        "an offset beyond": patched(sound, b"PK\x01\x02", 42, b"\xff\xff\xff\x0f"),
        "broken deflate": patched(sound, b"a.txt", 8, b"\xff" * 9),
        "a wrong sum": patched(sound, b"PK\x01\x02", 16, b"\0\0\0\0"),
        "a bomb": lambda: zipped({"a.txt": bomb}),
        "a bomb in a zip": lambda: zipped({"b.zip": zipped({"a.txt": bomb})}),
        "a bomb of XML": lambda: zipped({"word/document.xml": bomb}),
        "LZMA, broken": patched(zipped({"a.txt": one}, zipfile.ZIP_LZMA), b"a.txt", 18, b"\xff" * 20),
        "LZMA, a mad header": patched(zipped({"a.txt": one}, zipfile.ZIP_LZMA), b"a.txt", 5, b"\xff" * 9),
        "bzip2, broken": patched(zipped({"a.txt": one}, zipfile.ZIP_BZIP2), b"a.txt", 12, b"\xff" * 20),
    }.items():  # fmt: skip
        yield _case("zip", name, "a.zip", data, says="a.zip")
    for entry in _OUTSIDE:
        yield _case("zip", f"an entry {entry}", "a.zip", zipped({entry: one}), says="outside")
    yield _case(
        "zip", "of itself by name", "a.zip", zipped({"a.zip": sound, "b.txt": one}), holds="Rosa"
    )
    yield _case(
        "zip", "LZMA, sound", "a.zip", zipped({"a.txt": one}, zipfile.ZIP_LZMA), holds="Rosa"
    )
    yield _case("zip", "bytes before it", "a.zip", b"#!/bin/sh\n" + sound, holds="Rosa")
    yield _case(
        "zip", "a long comment", "a.zip", zipped({"a.txt": one}, comment=b"x" * 65535), holds="Rosa"
    )
    yield _case("zip", "a size of 4 GB", "a.zip", patched(sound, b"PK\x01\x02", 24, b"\xff" * 4))
    yield _case("zip", "many entries said", "a.zip", patched(sound, b"PK\x05\x06", 10, b"\xff\xff"))
    yield _case("zip", "names twice", "a.zip", _twice(one), says="already used")
    yield _case(
        "zip",
        "200,000 entries",
        "a.zip",
        lambda: _many_entries(200_000),
        says="200,000 files were skipped",
    )
    yield _case("zip", "of nothing", "a.zip", zipped({}), says="no file that can be read")
    yield _case(
        "zip", "of folders only", "a.zip", zipped({"a/": b""}), says="no file that can be read"
    )
    yield _case(
        "zip",
        "20,000 texts",
        "a.zip",
        lambda: zipped({f"{n}.txt": f"Talks {n}." for n in range(20_000)}),
        holds="Talks 7",
    )
    yield from _other_archives(one, bomb)


def _twice(one: bytes) -> bytes:
    data = zipped({"a.txt": one, "b.txt": one + b" Twice."})
    return data.replace(b"b.txt", b"a.txt")


def _many_entries(number: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(number):
            archive.writestr(zipfile.ZipInfo(f"d{n % 100}/{n}.jpg"), b"")
    return out.getvalue()


def _other_archives(one: bytes, bomb: bytes) -> Iterator[Crafted]:
    packers: dict[str, Callable[[bytes], bytes]] = {
        "gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress
    }  # fmt: skip
    for ending, pack in packers.items():
        sound = pack(one * 50)
        for name, data in {
            "empty": b"", "cut": sound[:-9], "rubbish": b"rubbish" * 9, "a bomb": partial(pack, bomb),
            "rubbish behind": sound + b"rubbish", "half broken": patched(sound, sound[20:24], 0, b"\xff" * 9),
        }.items():  # fmt: skip
            yield _case(ending, name, f"a.txt.{ending}", data)
    yield _case("xz", "a dictionary of 4 GB", "a.txt.xz", _greedy_xz(one))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = len(one)
        archive.addfile(member, io.BytesIO(one))
    sound = out.getvalue()
    for name, data in {
        "empty": b"", "cut in the header": sound[:300], "cut in the text": sound[:540],
        "a wrong sum": patched(sound, b"a.txt", 148, b"0000000"),
        "a size of 8 GB": _tar_of("a.txt", one, size=2**33 - 1),
        "a size that is no number": patched(sound, b"a.txt", 124, b"zzzzzzzzzzz"),
        "a device": _tar_of("a.txt", b"", kind=tarfile.CHRTYPE),
        "a link out": _tar_of("a.txt", b"", kind=tarfile.SYMTYPE),
        "an entry ../x.txt": _tar_of("../x.txt", one),
        "a mad PAX header": _tar_of("x", b"99999999 path=a\n", kind=tarfile.XHDTYPE),
        "a PAX header of no length": _tar_of("x", b"0 path=a\n", kind=tarfile.XHDTYPE),
        "a sparse file": _tar_of("a.txt", one, kind=tarfile.GNUTYPE_SPARSE),
        "a long name without end": _tar_of("x", b"", kind=tarfile.GNUTYPE_LONGNAME, size=2**30),
    }.items():  # fmt: skip
        yield _case("tar", name, "a.tar", data)
        yield _case("tar", f"{name}, packed", "a.tgz", gzip.compress(data))


def _greedy_xz(one: bytes) -> bytes:
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]
    data = bytearray(lzma.compress(one, filters=filters))
    data[16] = 40  # the size of the dictionary, in a code
    import zlib

    data[20:24] = struct.pack("<I", zlib.crc32(bytes(data[12:20])))
    return bytes(data)


def _tar_of(name: str, data: bytes, *, kind: bytes = tarfile.REGTYPE, size: int = -1) -> bytes:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    member.size = len(data) if size < 0 else size
    return (
        member.tobuf(tarfile.GNU_FORMAT)
        + data.ljust(-(-len(data) // 512) * 512, b"\0")
        + b"\0" * 1024
    )


def _packages() -> Iterator[Crafted]:
    sound = word_file(word(_paragraph(ONE)))
    for ending in ("docx", "odt", "xlsx", "ods", "epub"):
        file = f"a.{ending}"
        for name, data in {
            "empty": b"", "a zip of nothing": zipped({}), "a text": ONE.encode(),
            "an old Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "cut": sound[:70], "of other parts": zipped({"x.xml": "<x/>"}),
            "a bomb": lambda: zipped({
                "word/document.xml": b"a" * (50 * MEGABYTE), "content.xml": b"a" * (50 * MEGABYTE),
                "META-INF/container.xml": b"a" * (50 * MEGABYTE), "mimetype": b"x",
                "xl/workbook.xml": b"a" * (50 * MEGABYTE), "[Content_Types].xml": b"a" * (50 * MEGABYTE),
            }),
        }.items():  # fmt: skip
            yield _case(ending, name, file, data, says=file)


def _office() -> Iterator[Crafted]:
    sound = word_file(word(_paragraph(ONE)))
    at = b"word/document.xml"
    yield _case(
        "docx", "broken deflate", "a.docx", patched(sound, at, 20, b"\xff" * 12), says="a.docx"
    )
    yield _case("docx", "cut deflate", "a.docx", patched(sound, at, 60, b"\0" * 20), says="a.docx")
    lzma_packed = zipped({"word/document.xml": word(_paragraph(ONE))}, zipfile.ZIP_LZMA)
    yield _case(
        "docx", "broken LZMA", "a.docx", patched(lzma_packed, at, 30, b"\xff" * 30), says="a.docx"
    )
    yield _case(
        "docx",
        "LZMA without a header",
        "a.docx",
        patched(lzma_packed, at, 17, b"\xff" * 9),
        says="a.docx",
    )
    for codec in ("hex", "rot13", "idna", "no-such", "utf-16", "punycode", "base64", "x-\xe9", ""):
        head = f'<?xml version="1.0" encoding="{codec}"?>'
        yield _case("docx", f"in {codec!r}", "a.docx", word_file(word(_paragraph(ONE), head)))
        yield _case(
            "xml",
            f"a feed in {codec!r}",
            "a.xml",
            f"{head}<rss><channel><item><title>a</title><description>{ONE}</description></item></channel></rss>",
        )
    yield _case(
        "docx",
        "in UTF-16",
        "a.docx",
        word_file(word(_paragraph(ONE)).encode("utf-16")),
        holds="Rosa",
    )
    deep = "<w:p>" * 100_000
    yield _case(
        "docx", "100,000 paragraphs in one another", "a.docx", word_file(word(deep)), says="a.docx"
    )
    yield _case(
        "docx",
        "200,000 empty paragraphs",
        "a.docx",
        word_file(word("<w:p/>" * 200_000 + _paragraph(ONE))),
        holds="Rosa",
    )
    yield _case("docx", "a title of 20,000 letters", "a.docx", word_file(word(
        f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{"Ab " * 7000}</w:t></w:r></w:p>' + _paragraph(ONE))), holds="Rosa")  # fmt: skip
    yield _case(
        "docx",
        "attributes without end",
        "a.docx",
        word_file(
            word("<w:p " + " ".join(f'a{n}="1"' for n in range(50_000)) + "/>" + _paragraph(ONE))
        ),
        holds="Rosa",
    )


def _papers() -> Iterator[Crafted]:
    for name, data in {
        "empty": b"", "its head alone": b"%PDF-1.4\n", "no pages": b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF",
        "a root that is itself": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "a table of a billion": b"%PDF-1.4\nxref\n0 1000000000\n0000000000 65535 f \ntrailer<</Size 1000000000/Root 1 0 R>>\nstartxref\n9\n%%EOF",
        "tables in a circle": b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
        "10,000 arrays in one another": b"%PDF-1.4\n1 0 obj" + b"[" * 10_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "a megabyte of zeros": b"%PDF-1.4\n" + b"\0" * MEGABYTE, "a megabyte of digits": b"%PDF-1.4\n" + b"1 " * (MEGABYTE // 2),
    }.items():  # fmt: skip
        yield _case("pdf", name, "a.pdf", data, says="a.pdf")
    for name, text in {
        "100,000 groups in one another": "{\\rtf1 " + "{" * 100_000, "groups that close too often": "{\\rtf1 a" + "}" * 1000,
        "a number of 10,000 digits": "{\\rtf1 \\u" + "9" * 10_000 + " a}", "a code page of no one": "{\\rtf1\\ansicpg99999 \\'b3 a}",
        "a binary without end": "{\\rtf1 \\bin99999999 a}", "a lone surrogate": "{\\rtf1 \\u-10179? a}",
        "a megabyte of backslashes": "{\\rtf1 " + "\\" * MEGABYTE, "not rich text": ONE,
    }.items():  # fmt: skip
        yield _case("rtf", name, "a.rtf", text)


def _encodings() -> Iterator[Crafted]:
    text = "Café à Lima, où Rosa Vega a parlé du blé et des prix de l'été. " * 3
    for codec in CODECS:
        arguments = ("--encoding", codec)
        if "\0" not in codec:
            yield _case("encodings", f"--encoding {codec!r}", "a.txt", text, arguments=arguments)
            yield _case(
                "encodings",
                f"--encoding {codec!r}, table",
                "a.csv",
                f"text\n{text}\n",
                arguments=arguments,
            )
        page = f'<html><head><meta charset="{codec}"></head><body><article><p>{text}</p></article></body></html>'
        yield _case("encodings", f"a page in {codec!r}", "a.html", page)
        mail = f'From: a\nSubject: =?{codec}?b?YQ==?= =?{codec}?q?=ff?=\nContent-Type: text/plain; charset="{codec}"\n\n{text}'
        yield _case("encodings", f"a mail in {codec!r}", "a.eml", mail)
    yield _case("encodings", "a mark of UTF-32 and no more", "a.txt", b"\xff\xfe\0\0")
    yield _case("encodings", "half a character of UTF-16", "a.txt", b"\xff\xfea\0b")
    yield _case("encodings", "lone surrogates in UTF-8", "a.txt", b"\xed\xa0\x80 a b c")
    yield _case("encodings", "lone surrogates in JSON", "a.jsonl", b'{"text": "a \\ud800 b"}')
    yield _case(
        "encodings", "a lone surrogate as an id", "a.jsonl", b'{"id": "\\udfff", "text": "a b"}'
    )
    yield _case(
        "encodings", "a lone surrogate as a column", "a.jsonl", b'{"\\ud800": "1", "text": "a b"}'
    )
    noise = bytes(random.Random(0).randrange(256) for _ in range(100_000))
    yield _case("encodings", "noise as text", "a.txt", noise)
    yield _case("encodings", "noise, replaced", "a.txt", noise, arguments=("--errors", "replace"))


def _tables() -> Iterator[Crafted]:
    wide = ",".join(f"c{n}" for n in range(100_000))
    yield _case("csv", "100,000 columns", "a.csv", f"text,{wide}\n" + "," * 100_000 + "\n")
    yield _case(
        "csv",
        "100,000 columns without text",
        "a.csv",
        f"{wide}\n" + "," * 99_999 + "\n",
        says="a.csv",
    )
    yield _case(
        "csv", "100,000 columns of one name", "a.csv", "text" + ",c" * 100_000 + "\n", says="twice"
    )
    yield _case(
        "csv",
        "a quote that never closes",
        "a.csv",
        'text,n\n"' + "a,b\n" * 200_000,
        says="never closed",
    )
    yield _case(
        "csv",
        "a megabyte of quotes",
        "a.csv",
        'text\n"' + '"' * MEGABYTE,
        says="a.csv|no document|nothing",
    )
    yield _case("csv", "a megabyte of separators", "a.csv", "," * MEGABYTE, says="a.csv")
    yield _case("csv", "no rows", "a.csv", "text,n\n", says="nothing")
    yield _case("csv", "a header of blanks", "a.csv", " , , \na,b,c\n", says="a.csv")


def _cells() -> Iterator[Crafted]:
    cell = f'"{ONE}"'
    yield _case(
        "csv",
        "a title of 20,000 letters",
        "a.csv",
        f"title,text\n{'A' * 20_000},{cell}\n",
        holds="Rosa",
    )
    yield _case(
        "csv",
        "an id of 100,000 letters",
        "a.csv",
        f"id,text\n{'A' * 100_000},{cell}\n{'A' * 100_000},b\n",
        says="a.csv",
    )
    yield _case(
        "csv",
        "a megabyte of digits as a day",
        "a.csv",
        f"date,text\n{'1' * 100_000},{cell}\n",
        holds="Rosa",
    )
    yield _case(
        "csv",
        "a column called as ours",
        "a.csv",
        f"text,source,doc_id,date_precision,language\n{cell},a,b,c,d\n",
        holds="Rosa",
    )
    yield _case("csv", "a row too long", "a.csv", "text\n" + "a," * 50_000 + "\n", says="line 2")
    yield _case(
        "csv", "formulas", "a.csv", f"text,n\n\"=cmd|' /C calc'!A0 {ONE}\",1\n", holds="Rosa"
    )
    yield _case(
        "parquet", "noise", "a.parquet", b"PAR1" + b"\xff" * 2000 + b"PAR1", says="a.parquet"
    )
    yield _case(
        "parquet",
        "a footer of 2 GB",
        "a.parquet",
        b"PAR1" + b"\0" * 20 + b"\xff\xff\xff\x7fPAR1",
        says="a.parquet",
    )
    for ending in ("xls", "xlsx", "ods"):
        yield _case(ending, "noise", f"a.{ending}", b"\xff" * 5000, says=f"a.{ending}")


def _pages() -> Iterator[Crafted]:
    shell = "<html><body><article><h1>Grain</h1><p>{}</p></article>{}</body></html>"
    text = f"{ONE} {ONE} {ONE}"
    for tag in ("td", "div", "p", "table", "b", "font", "li", "ul", "span", "a href=x", "article"):
        yield _case(
            "html", f"100,000 unclosed <{tag}>", "a.html", shell.format(text, f"<{tag}>" * 100_000)
        )
    for name, tail in {
        "a comment that never closes": "<!--" * 100_000, "a tag that never closes": "<a " * 100_000,
        "100,000 entities": "&amp" * 100_000, "100,000 unknown entities": "&x;" * 100_000,
        "100,000 ends": "</div>" * 100_000, "a script that never closes": "<script>" * 20_000,
        "a megabyte of <": "<" * MEGABYTE, "a megabyte of &": "&" * MEGABYTE,
        "attributes without end": "<p " + "a=1 " * 100_000 + ">", "20,000 cells": "<table><tr>" + "<td>a" * 20_000,
        "tables in one another": "<table><tr><td>" * 3000, "a NUL": "\0", "10,000 articles": "<article><p>a</p></article>" * 10_000,
    }.items():  # fmt: skip
        yield _case("html", name, "a.html", shell.format(text, tail))
    yield _case(
        "html",
        "a title of 20,000 letters",
        "a.html",
        f"<html><head><title>{'Ab ' * 7000}</title></head><body><article><p>{text}</p></article></body></html>",
        holds="Rosa",
    )
    yield _case("html", "meta without end", "a.html", "<meta " * 100_000 + shell.format(text, ""))
    for name, body in {
        "100,000 unclosed <BODY>": "<BODY>" * 100_000, "100,000 unclosed <D>": "<D>" * 100_000,
        "100,000 unclosed <TITLE>": "<TITLE>" * 100_000, "100,000 unclosed <TEXT>": "<TEXT>" * 100_000,
    }.items():  # fmt: skip
        yield _case(
            "sgml",
            name,
            "a.sgm",
            f'<REUTERS NEWID="1"><PLACES>{body}</PLACES><TEXT><BODY>{ONE}</BODY>{body}</TEXT></REUTERS>',
        )
    yield _case(
        "sgml", "100,000 unclosed <REUTERS>", "a.sgm", '<REUTERS NEWID="1">' * 100_000, says="a.sgm"
    )
    yield _case(
        "sgml",
        "<TEXT> without end",
        "a.sgm",
        '<REUTERS NEWID="1">' + "<TEXT>" * 100_000 + "</REUTERS>",
        says="a.sgm",
    )
    yield _case("sgml", "100,000 ends", "a.sgm", "</REUTERS>" * 100_000, says="a.sgm")
    yield _case(
        "sgml",
        "attributes without end",
        "a.sgm",
        '<REUTERS NEWID="1" ' + "a=" * 100_000 + f"><TEXT><BODY>{ONE}</BODY></TEXT></REUTERS>",
        holds="Rosa",
    )


ADVERSARIAL = {
    "one letter": "a" * MEGABYTE, "one capital": "A" * MEGABYTE, "digits": "1" * MEGABYTE,
    "quotes": '"' * MEGABYTE, "curly quotes": "“" * (MEGABYTE // 3), "dashes": "-" * MEGABYTE,
    "long dashes": "—" * (MEGABYTE // 3), "blanks": " " * MEGABYTE, "dots": "." * MEGABYTE,
    "commas": "," * MEGABYTE, "apostrophes": "'" * MEGABYTE, "slashes": "/" * MEGABYTE,
    "at signs": "a@" * (MEGABYTE // 2), "web addresses": "http://a." * (MEGABYTE // 9),
    "www": "www." * (MEGABYTE // 4), "Guinea-": "Guinea-" * (MEGABYTE // 7),
    "Republic of the": "Republic of the " * (MEGABYTE // 16), "U.S.": "U.S." * (MEGABYTE // 4),
    "New": "New " * (MEGABYTE // 4), "days": "1/1/" * (MEGABYTE // 4), "days and months": "1 March " * (MEGABYTE // 8),
    "times": "10:30 " * (MEGABYTE // 6), "years": "2024-" * (MEGABYTE // 5), "By": "By A " * (MEGABYTE // 5),
    "brackets": "(" * MEGABYTE, "square brackets": "[" * MEGABYTE, "angles": "<" * MEGABYTE, "ampersands": "&" * MEGABYTE,
    "combining accents": "e" + "\u0301" * (MEGABYTE // 2), "joiners": "a\u200d" * (MEGABYTE // 4),
    "soft hyphens": "a\u00ad" * (MEGABYTE // 3), "line separators": "a\u2028" * (MEGABYTE // 4),
    "form feeds": "a\f" * (MEGABYTE // 2), "carriage returns": "a\r" * (MEGABYTE // 2), "line ends": "\n" * MEGABYTE,
    "hyphens at line ends": "ab-\n" * (MEGABYTE // 4), "one word": "peace " * (MEGABYTE // 6),
    "letters and digits": "a1" * (MEGABYTE // 2), "Han": "中" * (MEGABYTE // 3), "Thai": "ก" * (MEGABYTE // 3),
    "tabs": "\t" * MEGABYTE, "colons": "a: " * (MEGABYTE // 3), "rules": "=" * MEGABYTE, "underscores": "_" * MEGABYTE,
    "sentences": "A. " * (MEGABYTE // 3), "numbers": "1,000.5 " * (MEGABYTE // 8), "thousands": "1," * (MEGABYTE // 2),
    "initials": "A.B. " * (MEGABYTE // 5), "currency": "$" * MEGABYTE, "hashes": "#a" * (MEGABYTE // 2),
    "NBSP": "\u00a0" * (MEGABYTE // 2), "ligatures": "ﬁ" * (MEGABYTE // 3), "wide letters": "Ａ" * (MEGABYTE // 3),
    "Arabic ligatures": "ﷺ" * (MEGABYTE // 3),
}  # fmt: skip
"""Text of one megabyte each, on which a careless expression takes hours."""


def _texts() -> Iterator[Crafted]:
    yield _case(
        "txt", "a title of 20,000 letters", "a.txt", f"{'Ab ' * 7000}\n\n{ONE}\n", holds="Rosa"
    )
    yield _case(
        "txt",
        "a title of 20,000 letters in one word",
        "a.txt",
        f"{'A' * 20_000}\n\n{ONE}\n",
        holds="Rosa",
    )
    yield _case("txt", "200,000 lines of one letter", "a.txt", "a\n" * 200_000)
    yield _case(
        "txt",
        "200,000 lines that all differ",
        "a.txt",
        "".join(f"line {n} of it\n" for n in range(200_000)),
    )
    yield _case(
        "txt",
        "100,000 records",
        "a.txt",
        "".join(f"Title: t{n}\nDate: 1 May 2024\nText {n}\n" for n in range(50_000)),
        says="split",
    )
    yield _case("txt", "Nexis without end", "a.txt", "1 of 99999999 DOCUMENTS\n" * 20_000)
    yield _case(
        "txt",
        "Nexis fields alone",
        "a.txt",
        "1 of 2 DOCUMENTS\n\nThe Gull\n\nMarch 18, 2024\n\nLENGTH: 9 words\n" * 2,
    )
    yield _case("txt", "a NUL", "a.txt", b"a\0b", says="NUL")
    yield _case(
        "txt",
        "a pattern to split by that takes long",
        "a.txt",
        "a" * 5000 + "b\n" + ONE,
        arguments=("--split", "(a+)+$"),
    )
    yield _case(
        "txt",
        "a pattern to split by that is none",
        "a.txt",
        ONE,
        arguments=("--split", "(("),
        says="split",
    )


def _mail() -> Iterator[Crafted]:
    yield _case("mbox", "100,000 starts", "a.mbox", "From a b\n" * 100_000)
    yield _case("eml", "100,000 headers", "a.eml", "Subject: a\n" * 100_000 + f"\n{ONE}")
    yield _case(
        "eml",
        "parts in one another",
        "a.eml",
        "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2000))
        + ONE,
    )
    yield _case(
        "eml",
        "a subject of 20,000 letters",
        "a.eml",
        f"Subject: {'Ab ' * 7000}\nContent-Type: text/plain\n\n{ONE}",
        holds="Rosa",
    )
    yield _case(
        "eml",
        "a header without end",
        "a.eml",
        "To: " + "a@b.c, " * 100_000 + f"\n\n{ONE}",
        holds="Rosa",
    )
    yield _case(
        "eml",
        "encoded words without end",
        "a.eml",
        "Subject: " + "=?utf-8?q?a?= " * 50_000 + f"\n\n{ONE}",
        holds="Rosa",
    )
    yield _case("warc", "rubbish", "a.warc", b"WARC/1.0\r\n" * 1000)
    yield _case(
        "warc",
        "a length of 10**18",
        "a.warc",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 999999999999999999\r\n\r\nabc",
    )


def _long_lines() -> Iterator[Crafted]:
    for name, text in ADVERSARIAL.items():
        yield _case("lines", f"a megabyte of {name}", "a.txt", text + f"\n{ONE}\n")


def _json() -> Iterator[Crafted]:
    for name, text in {
        "100,000 lists in one another": "[" * 100_000, "100,000 objects in one another": '{"a":' * 100_000,
        "a number of 100,000 digits": '{"text": "a b", "n": ' + "9" * 100_000 + "}", "1e999": '{"text": "a b", "n": 1e999}',
        "NaN and Infinity": '[{"text": "a b", "n": NaN}, {"text": "c d", "n": -Infinity}]',
        "a string without end": '{"text": "' + "a" * MEGABYTE, "a key 100,000 times": "{" + '"a": 1, ' * 100_000 + '"text": "a b"}',
        "100,000 keys": "{" + ", ".join(f'"k{n}": 1' for n in range(100_000)) + ', "text": "a b"}',
        "the text is a list": '[{"text": ["a"]}]', "the text is an object": '[{"text": {"a": 1}}]', "a bare string": '"abc"',
        "null": "null", "an empty list": "[]", "a list of lists": "[[[]]]", "half of it": '[{"text": "a b"}, {"text"',
        "booleans as text": '[{"text": true}]', "ids of many kinds": '[{"id": 1, "text": "a"}, {"id": "1", "text": "b"}]',
        "an id of null": '[{"id": null, "text": "a b"}, {"id": null, "text": "c d"}]', "backslashes": '{"text": "' + "\\\\" * 300_000 + '"}',
    }.items():  # fmt: skip
        yield _case("json", name, "a.json", text)
        yield _case("jsonl", name, "a.jsonl", text)
    varied = "\n".join(json.dumps({"text": "a b", f"k{n}": n}) for n in range(3000))
    yield _case("jsonl", "another column in each line", "a.jsonl", varied)


def _xml() -> Iterator[Crafted]:
    laughs = '<!DOCTYPE z [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    ) + "]>"  # fmt: skip
    item = f"<item><title>a</title><description>{ONE}</description></item>"
    for name, text in {
        "a billion laughs": f"{laughs}<rss><channel><title>&j;</title>{item}</channel></rss>",
        "an entity that fetches": f'<!DOCTYPE z [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>&f;</title>{item}</channel></rss>',
        "100,000 elements in one another": "<rss>" + "<a>" * 100_000, "attributes without end": "<rss " + " ".join(f'a{n}="1"' for n in range(50_000)) + f"><channel>{item}</channel></rss>",
        "a comment that never closes": "<rss><!--" + "-" * MEGABYTE, "CDATA that never closes": "<rss><![CDATA[" + "]" * MEGABYTE,
        "a text": ONE, "nothing": "", "a root of no one": "<x/>", "an instruction alone": "<?xml?>",
        "an unbound prefix": f"<q:rss><channel>{item}</channel></q:rss>", "no end": f"<rss><channel>{item}" * 1000,
        "a title of 20,000 letters": f"<rss><channel><item><title>{'Ab ' * 7000}</title><description>{ONE}</description></item></channel></rss>",
        "markup without end": f"<rss><channel><item><title>a</title><description>{'&lt;b&gt;' * 50_000}{ONE}</description></item></channel></rss>",
    }.items():  # fmt: skip
        yield _case("xml", name, "a.xml", text)


def _patterns() -> Iterator[Crafted]:
    eight = "_".join("{" + name + "}" for name in "abcdefgh")
    for name, pattern, file in (
        ("eight fields on a long name", eight, "a_" * 120 + "a.txt"),
        ("eight fields on a name that fits not", eight + "_end", "a_" * 120 + "a.txt"),
        ("eight fields and digits", eight + "_{n:d}_x", "1_" * 120 + "a.txt"),
        ("fields without a mark between", "".join("{" + name + "}" for name in "abcdefgh") + "!", "a" * 240 + ".txt"),
        ("eight fields over folders", "/".join("{" + name + "}" for name in "abcdefgh") + "_!", "/".join("ab" * 10) + "/a.txt"),
        ("digits without a mark between", "".join("{" + name + ":d}" for name in "abcdefgh") + "!", "1" * 240 + ".txt"),
    ):  # fmt: skip
        yield _case("patterns", name, file, ONE, arguments=("--pattern", pattern))
    for pattern in (
        "{",
        "{}",
        "{a",
        "{a}{a}",
        "{text}",
        "{a:zz}",
        "{date:%Q}",
        "{date:%",
        "{0}",
        "{a.b}",
        "{a!r}",
        "[",
        "{date:%Y%Y}",
    ):
        yield _case(
            "patterns", f"--pattern {pattern!r}", "a.txt", ONE, arguments=("--pattern", pattern)
        )


def _numbers() -> Iterator[Crafted]:
    for option, values in {
        "--format": ("exe", ""), "--errors": ("ignore",), "--column": ("a", "=b", "a=", "a=b=c"),
        "--date-format": ("%", "%Q", "day", "%d" * 50), "--language": ("xx", "", "english"),
    }.items():  # fmt: skip
        for value in values:
            yield _case(
                "options",
                f"{option} {value!r}",
                "a.txt",
                ONE,
                arguments=(option, value),
                says=option,
            )


def write(case: Crafted, folder: os.PathLike[str]) -> None:
    """Write the files of a case into a folder, by bytes: names may be no UTF-8."""
    root = os.fsencode(folder)
    for name, data in case.files.items():
        path = os.path.join(root, os.fsencode(name))  # noqa: PTH118
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(data() if callable(data) else data)
    for name, target in case.links.items():
        os.symlink(target, os.path.join(folder, name))  # noqa: PTH118, PTH211
