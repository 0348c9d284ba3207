"""Every refusal of a reader, word by word: the file, what was found, what to do."""

import json
import zipfile
from datetime import time

import pandas as pd
import pytest
from office_files import epub, package, pdf, xlsx
from test_readers import docx, write
from test_readers_formats import ONE

from topics.errors import InputError, TopicsError
from topics.readers import delimited, mail, packages, packed, rtf, sgml, sheets
from topics.readers.corpus import read_corpus, read_with_account
from topics.readers.files import File, guarded
from topics.readers.frames import rows_of_frame
from topics.readers.options import ReadOptions
from topics.readers.plain import NamePattern
from topics.readers.unread import UnreadFileError

MIB = 1 << 20


def refusal(path, data, **options):
    with pytest.raises(InputError) as caught:
        read_corpus(write(path, data), **options)
    return str(caught.value)


ITEM = '{"text": "x", "n": 1}'
REUTERS = '<REUTERS NEWID="1"><TEXT><BODY>x</BODY></TEXT></REUTERS>'
REFUSALS = [
    ("a.csv", "text,a\nx,y,z\n", "line 2: row 1 has 3 fields where the header has 2 (starts 'x | y "
     "| z'). Quote fields that hold ',' or line breaks."),
    ("a.csv", 'text,a\n\n"x"y,z\n', "line 3: ',' expected after '\"'. Mend that line."),
    ("a.csv", 'text,a\nx,y\n"x,y\n', "a quote is never closed in the row that begins on line 3, or "
     "a field is longer than 16 Mi characters. Close or double the quote."),
    ("a.csv", "text,b, b ,a,a\n", "the header names 'a' twice. Rename one of the columns."),
    ("a.csv", " , \nx,y\n", "no header line. The first line must name the columns."),
    ("a.csv", "n,m\nx,y\n", "no column with the text; found n and m; name the one that holds it, "
     "as in `columns={'Artikel': 'text'}`."),
    ("a.csv", "doc_id,text\n1,x\n1,y\n",
     "document 2: the doc_id '1' is already used in a.csv. Make "
     "ids unique, or pass `columns={'doc_id': 'given_id'}` to have new ones."),
    ("a.json", "", "line 1 is not JSON (the file is empty). Remove the file."),
    ("a.json", f"[{ITEM},\n{{]", "line 2 is not JSON (Expecting property name enclosed in double "
     "quotes, column 2). Mend that place."),
    ("a.json", '[{"text": "x"}, 7]', "item 2 is no JSON object but int. Write {\"text\": ...} for "
     "each document."),
    ("a.json", "7", "holds no list of documents but int."),
    ("a.jsonl", f"{ITEM}\n7\n", "line 2 is no JSON object but int. Write {\"text\": ...} for each "
     "document."),
    ("a.jsonl", f"{ITEM}\n{{]\n",
     "line 2 column 2 is not JSON (Expecting property name enclosed in "
     "double quotes). Mend that place."),
    ("a.json", json.dumps([{"text": []}]), "document 1: 'text' is list, not text. Map another "
     "column with `columns`."),
    ("a.json", json.dumps({"a": [{"text": "ab"}] * 2, "b": {"a": [{"text": "c"}]}}), "3 notes of a "
     "few words, in 2 lists: no documents; save the objects one per line, as .jsonl, to have them "
     "read all the same."),
    ("a.eml", "Dear all", "no mail; it does not begin with a header. Remove the file."),
    ("a.mbox", "Dear all", "no mbox; it does not begin with a line 'From'. Is it an .eml?"),
    ("a.sgm", f"{REUTERS}x</REUTERS>", "an end </REUTERS> without its start after document 1; only "
     "the SGML of Reuters-21578 is read."),
    ("a.sgm", f"{REUTERS}<REUTERS><TEXT></TEXT></REUTERS>",
     "document 2 has no NEWID or no <TEXT>."),
    ("a.sgm", f"{REUTERS}<REUTERS NEWID='2'>", "a <REUTERS> element is never closed or is larger "
     "than 64 MiB. Check the end of the file."),
    ("a.sgm", "x", "no <REUTERS> element; only Reuters-21578 SGML is read."),
    ("a.rtf", "x", r"not rich text; it does not begin with {\rtf. Remove it."),
    ("a.docx", "x", "not a .docx file (File is not a zip file). Save it again."),
    ("a.docx", xlsx({"s": []}), "not a .docx file (no word/document.xml). Save it again."),
    ("a.docx", docx([], prolog="<!DOCTYPE x>"), "its XML declares a document type, which no Word "
     "file does. Do not trust this file."),
    ("a.odt", xlsx({"s": []}), "not an .odt file (no content.xml). Save it again."),
    ("a.odt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password-protected, or an old file under a new "
     "name; save it again without a password."),
    ("a.epub", epub(["<img/>"]), "scanned, no text layer; run it through OCR."),
    ("a.pdf", "x", "not a PDF file. Remove the file."),
    ("a.pdf", pdf(["", ""]), "scanned, no text layer; run it through OCR or leave it out."),
    ("a.pdf", pdf([ONE], encrypt="x"), "password-protected; save it without a password."),
    ("a.xlsx", "<p>x</p>", "not a spreadsheet but text under its name; rename it to .html."),
    ("a.xlsx", "a,b\n1,2", "not a spreadsheet but text under its name; rename it to .csv."),
    ("a.xlsx", package({"xl/workbook.bin": "x"}), "a binary workbook (.xlsb). Save it as .xlsx."),
    ("a.xlsx", xlsx({"s": []}), "no sheet has a header and a row. Check the file."),
    ("a.xlsx", xlsx({"s": [["text", "b", "b"], ["x", 1, 2]]}), "the header names 'b' twice. Rename "
     "one column."),
    ("a.xls", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password-protected; "
     "save it without a password."),
    ("a.xml", "<?xml version='1.0'?><list-1.a/>", "no XML that is read; its first element is "
     "<list-1.a>. Feeds (RSS, Atom), exports of WordPress and Factiva, and TEI are; turn others "
     "into text or a table."),
    ("a.xml", "<a>" * 501, "elements nest deeper than 500. Check the file."),
    ("a.zip", "x", "not a readable zip file (File is not a zip file). Save it again."),
    ("a.tar", "x", "not a readable tar file (truncated header). Save it again."),
    ("a.csv.gz", "x", "cannot be read (Not a gzipped file (b'x')). Check or remove the file."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "message"), REFUSALS)
def test_a_refusal_names_the_file_the_fault_and_the_remedy(tmp_path, name, data, message):
    for extra, module in ((".rtf", "striprtf"), (".xls", "xlrd"), (".xlsx", "python_calamine")):
        if name.endswith(extra):
            pytest.importorskip(module)
    assert refusal(tmp_path / name, data) == f"{name}: {message}"


def test_what_is_asked_for_in_vain_is_refused_word_by_word(tmp_path):
    path = write(tmp_path / "a.txt", ONE)
    for options, message in (
        ({"encoding": "hex"}, "`encoding` names no known encoding: 'hex'. Examples: 'utf-8', "
         "'cp1252'."),
        ({"split": "(a+)+"},
         "`split` repeats a group that repeats in itself, which can take hours; "
         "got '(a+)+'. Write it without."),
        ({"split": " "}, "`split` must be a line, a regular expression or 'off'; got ' '."),
        ({"columns": ["a"]}, "`columns` must map a file's column to a new name; got list."),
        ({"columns": {"x": "text"}}, f"{path}: no document has the column 'x' named in `columns`; "
         "found doc_id and text."),
        ({"split": "x"},
         f"{path}: `split` 'x' matches no whole line of any text file. Copy the line "
         "from the file, or add .* where lines differ."),
        ({"pattern": "x"},
         "`pattern` needs at least one field such as '{iso3}_{date:%Y}'; got 'x'."),
        ({"pattern": "{a b}"}, "`pattern` has an unusable field '{a b}': '{a b}'."),
        ({"pattern": "{a}{a}"}, "`pattern` has an unusable field '{a}': '{a}{a}'."),
        ({"pattern": "{text}"}, "`pattern` has an unusable field '{text}': '{text}'."),
        ({"pattern": "{source}"}, "`pattern` has an unusable field '{source}': '{source}'."),
        ({"pattern": "{a:x}"},
         "`pattern`: '{a:x}' has no known format; use ':d' or date codes such "
         "as ':%Y-%m-%d'."),
        ({"pattern": "{a:%Q}"}, "`pattern`: the date code %Q is not supported in '%Q'."),
        ({"format": "nexis"}, "a.txt: no export of nexis is in it (no line such as '3 of 74 "
         "DOCUMENTS' or 'End of Document'). Leave `format` out."),
        ({"format": "factiva"}, "a.txt: no export of factiva is in it (no element of the class "
         "'article', no line 'Document QUAY000020140313...'). Leave `format` out."),
        ({"format": "proquest"},
         "a.txt: no export of proquest is in it (no line of underscores with "
         "'Full text:' or 'Publication title:' below). Leave `format` out."),
    ):  # fmt: skip
        with pytest.raises(TopicsError) as caught:
            read_corpus(path, **options)
        assert str(caught.value) == message
    for bad in (7, "{}", "a{b"):
        with pytest.raises(TopicsError, match="`pattern`"):
            NamePattern(bad)
    page = write(tmp_path / "a.html", f"<html><body><p>{ONE}</p></body></html>")
    pytest.importorskip("trafilatura")
    with pytest.raises(InputError, match=r"in it \(no element of the class 'DocPublicationName'\)"):
        read_corpus(page, format="europresse")


def test_tables_in_memory_are_refused_word_by_word():
    for frame, message in (
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns are called 'a'. Rename one of "
         "them."),
        (pd.DataFrame({"text": []}), "has no row. Pass one with documents."),
    ):  # fmt: skip
        with pytest.raises(InputError) as caught:
            list(rows_of_frame(frame))
        assert str(caught.value) == f"DataFrame: {message}"
    frame = pd.DataFrame(
        {"text": ["x", pd.NA], "n": [pd.NaT, 2]}, index=pd.Index([7, 8], name="id"), dtype="object"
    )
    rows = [{"id": 7, "text": "x", "n": None}, {"id": 8, "text": None, "n": 2}]
    assert list(rows_of_frame(frame)) == rows
    assert next(iter(rows_of_frame(frame.rename_axis("doc_id"))))["doc_id"] == 7
    assert "key" not in next(iter(rows_of_frame(frame.rename_axis("key"))))
    assert next(iter(rows_of_frame(frame.assign(id=9)))) == {"text": "x", "n": None, "id": 9}


@pytest.mark.parametrize(
    ("name", "data", "module", "cap", "message"),
    [
        ("a.mbox", f"From x\nSubject: a\n\n{'x' * 200}\n", mail, "MAX_DOCUMENT_BYTES",
         "a message is larger than 0 MiB. Split it."),
        ("a.sgm", "<REUTERS>" + "x" * 200, sgml, "MAX_DOCUMENT_BYTES",
         "a <REUTERS> element is never closed or is larger than 0 MiB. Check the end of the file."),
        ("a.rtf", r"{\rtf1 " + "x" * 200 + "}", rtf, "MAX_PAGE_BYTES",
         "larger than 0 MiB. Split the file."),
        ("a.odt", package({"content.xml": "x" * 200}), packages, "MAX_WHOLE_FILE_BYTES",
         "unpacks to more than 100 times its size or 0 MiB. Split the file."),
        ("a.csv", f"text\n{'x' * 200}\n", delimited, "MAX_CELL_CHARACTERS",
         "a quote is never closed in the row that begins on line 2, or a field is longer than 0 Mi "
         "characters. Close or double the quote."),
        ("a.csv", ",".join(f"c{n}" for n in range(101)), delimited, "MAX_COLUMNS",
         "101 columns; at most 100. Keep those that are needed."),
    ],
)  # fmt: skip
def test_caps_refuse_what_is_larger(tmp_path, monkeypatch, name, data, module, cap, message):
    pytest.importorskip("striprtf")
    assert getattr(module, cap) == {
        "MAX_DOCUMENT_BYTES": 64 * MIB, "MAX_PAGE_BYTES": 16 * MIB, "MAX_COLUMNS": 16_384,
        "MAX_WHOLE_FILE_BYTES": 512 * MIB, "MAX_CELL_CHARACTERS": 16 * MIB,
    }[cap]  # fmt: skip
    monkeypatch.setattr(module, cap, 100)
    assert refusal(tmp_path / name, data) == f"{name}: {message}"


def test_a_file_is_read_up_to_its_cap_and_not_beyond(tmp_path):
    path = write(tmp_path / "a.txt", "x" * (2 * MIB))
    file = File("a.txt", "txt", lambda: path.open("rb"))
    assert len(file.read()) == len(file.read(2 * MIB)) == 2 * MIB
    with pytest.raises(InputError) as caught:
        file.read(2 * MIB - 1)
    assert str(caught.value) == (
        "a.txt: larger than 1 MiB, the most that is read as one piece. Split it into documents."
    )
    assert file.read.__defaults__ == (64 * MIB,)


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (RuntimeError("File is encrypted, password required"), UnreadFileError,
         "password-protected; "
         "unpack the archive with its password and read the folder."),
        (NotImplementedError("odd method"), InputError, "odd method. Unpack the archive first."),
        (MemoryError(), InputError, "takes more memory than there is. Split it, or unpack it "
         "yourself."),
        (OSError(5, "Input/output error"), InputError, "cannot be read (Input/output error). Check "
         "or remove the file."),
        (EOFError("cut short"), InputError,
         "cannot be read (cut short). Check or remove the file."),
        (zipfile.BadZipFile(), InputError,
         "cannot be read (BadZipFile). Check or remove the file."),
    ],
)  # fmt: skip
def test_whatever_goes_wrong_while_a_file_is_opened_is_one_line(error, kind, message):
    def opener():
        raise error

    with pytest.raises(kind) as caught:
        File("a.txt", "txt", opener).read()
    assert str(caught.value) == f"a.txt: {message}"
    assert type(caught.value) is kind


def test_what_unpacks_out_of_proportion_is_refused(tmp_path):
    def size(packed_bytes, data):
        path = write(tmp_path / "a", data)
        with path.open("rb") as stream:
            return len(guarded(stream, "a.gz", lambda: packed_bytes).read())

    assert size(2, b"x" * (MIB + 200)) == MIB + 200
    with pytest.raises(InputError) as caught:
        size(2, b"x" * (MIB + 201))
    assert str(caught.value) == (
        "a.gz: unpacks to more than 100 times its size. Unpack it yourself if you trust it."
    )


def test_an_archive_may_have_a_million_entries_and_no_more():
    packed._check_number(1_000_000, "a.zip")
    with pytest.raises(InputError) as caught:
        packed._check_number(1_000_001, "a.zip")
    assert str(caught.value) == "a.zip: 1,000,001 entries; at most 1,000,000."


def test_a_table_may_have_so_many_columns_and_its_cells_so_many_characters():
    delimited._check_header([str(n) for n in range(16_384)], "a.csv")
    with pytest.raises(InputError, match=r"^a\.csv: 16,385 columns; at most 16,384\. Keep those"):
        delimited._check_header([str(n) for n in range(16_385)], "a.csv")

    class Rows:
        line_num = 0

        def __iter__(self):
            yield [str(delimited.csv.field_size_limit())]

    before = delimited.csv.field_size_limit()
    assert delimited._next_rows(Rows(), "a.csv", 9) == [(1, [str(16 * MIB)])]
    assert delimited.csv.field_size_limit() == before


def test_a_spreadsheet_may_span_so_many_cells(tmp_path):
    pytest.importorskip("python_calamine")
    for number, refused in ((20_000_000, False), (20_000_001, True)):
        rows = f'<row r="{number}"><c r="A{number}"/></row>'
        path = write(tmp_path / "a.xlsx", xlsx({"s": rows}))
        file = File("a.xlsx", "excel", lambda path=path: path.open("rb"))
        if refused:
            with pytest.raises(InputError, match=r"spans 20,000,001 cells, more than 20,000,000\."):
                sheets._checked_package(file)
        else:
            assert sheets._checked_package(file) == path.read_bytes()
    assert [sheets._value(cell) for cell in ("", 3.0, 2.5, 2.0**53, time(9, 30), "x", 0.0)] == [
        None, 3, 2.5, 2.0**53, "09:30:00", "x", 0,
    ]  # fmt: skip
    assert isinstance(sheets._value(2.0**53), float)
    assert isinstance(sheets._value(2.0**53 - 1), int)


def test_bytes_under_another_name_are_told_in_a_remark(tmp_path):
    path = write(tmp_path / "a.txt", "Où est le café? " * 4)
    account = read_with_account(path, encoding="cp1252").account
    assert account.remarks == ("a.txt: read as utf-8, which its bytes are, not cp1252",)
    options = ReadOptions(errors="replace")
    assert options.decode(b"a\0b \xff", "a.txt") == "a\ufffdb \ufffd"
    assert options.replaced == 2
    message = refusal(tmp_path / "b.txt", b"caf\xe9 noir")
    assert message.startswith("b.txt: byte 0xe9 at offset 3 is not utf-8; it may be one of these: ")
    assert message.endswith(". Pass one, or `errors='replace'`.")
    message = refusal(tmp_path / "c.txt", b"text\0 of " + b"a" * 40)
    start = "c.txt: a NUL byte at offset 4; this is not plain text. Pass `encoding='utf-16-le'` ("
    assert message.startswith(start)
    assert message.endswith(", or pass `errors='replace'`.")
