"""Tables, JSON, archives and folders at their edges: the right rows, and counts that are true."""

import bz2
import gzip
import hashlib
import io
import json
import os
import tarfile
from datetime import date, time

import pandas as pd
import pytest
from office_files import ods, package, xlsx
from test_readers import skipped_of, write

from topics.errors import InputError, TopicsError
from topics.readers.account import Account, KindRead, SkippedFile, describe_skipped
from topics.readers.corpus import read_chunks, read_corpus, read_with_account
from topics.readers.datecells import day_in_name, of_parts
from topics.readers.dates import find_date, read_written
from topics.readers.hashes import hash_paths
from topics.readers.inputs import Inputs
from topics.readers.matching import Piece, match_pieces
from topics.readers.nexis_word import Paragraph
from topics.readers.oddtexts import OddTexts
from topics.readers.openings import opening_of
from topics.readers.packed import Aside, expand
from topics.readers.sections import dated_sections, headed_by_days
from topics.readers.textnames import text_column

ONE = "Rosa Vega opened the grain talks in Lima."
TWO = "Jan Kask closed the fish talks in Tallinn."


def remarks(path, **options):
    return read_with_account(path, **options).account.remarks


def texts(path, **options):
    return read_corpus(path, **options)["text"].tolist()


# --- files called .txt ----------------------------------------------------------------------------


def headless(rows, name="item {}"):
    return "".join(f"{name.format(n)}\t2024\t{ONE} And more of it.\n" for n in range(rows))


def test_a_table_without_a_header_is_refused_where_it_cannot_be_anything_else(tmp_path):
    path = write(tmp_path / "a.txt", headless(5))
    with pytest.raises(InputError, match=r"^a\.txt: a table without a header, it seems: all lines"):
        read_corpus(path)
    assert texts(path, split="off") == texts(path, format="txt") == [headless(5)]
    for running in (
        headless(4),  # too few to tell
        headless(5) + "one\ttab\n",
        "".join(f"\tParagraph {n}: {ONE} And more of it.\n" for n in range(9)),  # indented
        headless(5, name="same"),  # a mark that repeats, not a name
        headless(5, name="a name of more than forty characters, which is none: {}"),
        "".join(f"item {n}\t2024\tshort\n" for n in range(9)),
    ):
        assert texts(write(path, running)) == [running]


@pytest.mark.parametrize(
    ("header", "is_table"),
    [
        ("date,text", True), ("text;title", True), ("id\ttext", True), ("url|body", True),
        ("author,content", True), ("source,text", True), ("docid,text", True),
        ("headline,text", True),
        ("text,weight", False),  # nothing of a document beside the text
        ("date,title", False),  # no text
        (f"text,title,{'x' * 41}", False),
        (",".join(["text", "title", *(f"c{n}" for n in range(100))]), False),
    ],
)  # fmt: skip
def test_what_a_first_line_must_name_for_a_text_to_be_a_table(tmp_path, header, is_table):
    mark = next(mark for mark in ",;\t|" if mark in header)
    row = mark.join("ab"[n % 2] + str(n) for n in range(header.count(mark) + 1))
    path = write(tmp_path / "a.txt", f"{header}\n{row}\n")
    found = remarks(path)[:1]
    assert (found == ("a.txt: a table under the name .txt, and read as such",)) is is_table
    if not is_table:
        assert texts(path) == [f"{header}\n{row}\n"]
    assert texts(path, format="txt") == [f"{header}\n{row}\n"], "the caller says it is a text"


def test_xml_under_the_name_of_a_text(tmp_path):
    feed = f"<rss><channel><item><description>{ONE}</description></item></channel></rss>"
    path = write(tmp_path / "a.txt", f'<?xml version="1.0"?>{feed}')
    assert texts(path) == [ONE]
    assert "a.txt: XML under the name .txt, and read as such" in remarks(path)
    angled = "<Laughter> They went on.\nAll of them."
    assert texts(write(path, angled)) == [angled]


def test_two_headers_of_a_mail_are_a_text_and_three_a_mail(tmp_path):
    two = f"From: the pier\nTo: all\n\n{ONE}"
    assert texts(write(tmp_path / "a.txt", two)) == [two]
    three = f"From: Ana\nTo: all\nSubject: Grain\n\n{ONE}"
    reading = read_with_account(write(tmp_path / "a.txt", three))
    assert reading.corpus[["title", "text"]].to_numpy().tolist() == [["Grain", ONE]]
    assert reading.account.remarks == ("a.txt: a mail under the name .txt, and read as such",)


def test_long_json_lines_under_the_name_of_a_text(tmp_path, monkeypatch):
    lines = "".join(json.dumps({"text": f"{n} {ONE}"}) + "\n" for n in range(3000))
    path = write(tmp_path / "a.txt", lines)
    monkeypatch.setattr("topics.readers.files.File.read.__defaults__", (2**10,), raising=False)
    assert len(texts(path)) == 3000


# --- JSON -----------------------------------------------------------------------------------------


def read_json(tmp_path, value, **options):
    return read_corpus(write(tmp_path / "a.json", json.dumps(value)), **options)


def test_tables_in_one_object_that_are_not_whole_are_not_taken_for_tables(tmp_path):
    rows = {"columns": ["title", "text"], "data": [["Grain", ONE], ["Fish"]]}
    with pytest.raises(InputError):
        read_json(tmp_path, rows)
    rows["data"][1].append(TWO)
    assert read_json(tmp_path, rows)["title"].tolist() == ["Grain", "Fish"]
    numbers = {"columns": ["title", "text"], "data": []}
    with pytest.raises(InputError):
        read_json(tmp_path, numbers)
    apart = {"text": {"0": ONE, "1": TWO}, "title": {"0": "Grain", "2": "Fish"}}
    with pytest.raises(InputError):
        read_json(tmp_path, apart)
    mixed = {"k1": {"text": ONE}, "k2": {"words": TWO}}
    assert read_json(tmp_path, mixed)["text"].tolist() == [ONE]


def test_columns_of_lists_need_a_text_in_each_cell(tmp_path):
    value = {"text": [ONE, 3], "title": ["Grain", "Fish"]}
    with pytest.raises(InputError, match="'text' is list, not text"):
        read_json(tmp_path, value)


def test_the_longest_of_several_lists_is_taken_and_those_of_its_name(tmp_path):
    value = {
        "ads": [{"text": "Buy."}],
        "a": {"posts": [{"text": ONE}]},
        "b": {"posts": [{"text": TWO}, {"text": "Third."}]},
    }
    assert read_json(tmp_path, value)["text"].tolist() == [ONE, TWO, "Third."]


def test_ids_of_wrapped_documents_and_of_their_wrapping(tmp_path):
    hits = [{"_id": "e1", "_score": 2, "_source": {"text": ONE, "id": "own"}}]
    corpus = read_json(tmp_path, {"hits": hits})
    assert corpus.loc[0, ["doc_id", "text", "_score"]].tolist() == ["e1", ONE, 2]
    two = [{"first": {"text": ONE}, "second": {"text": TWO}}]
    assert read_json(tmp_path, two).loc[0, "text"] == ONE


def test_inner_objects_with_many_fields_are_kept_as_they_are(tmp_path):
    wide = {f"f{n}": n for n in range(25)}
    corpus = read_json(tmp_path, [{"text": ONE, "wide": wide, "few": {"a": 1}, "none": {}}])
    assert corpus.loc[0, "wide"] == wide
    assert corpus.loc[0, "few.a"] == 1
    assert "none" not in corpus
    assert "wide.f0" not in corpus
    narrow = {f"f{n}": n for n in range(24)}
    assert read_json(tmp_path, [{"text": ONE, "wide": narrow}]).loc[0, "wide.f23"] == 23


def test_objects_without_text_are_counted_once_a_text_was_seen(tmp_path):
    value = [{"text": ONE}, {"title": "B"}, {"title": "C"}]
    write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, value)))
    assert remarks(tmp_path / "a.jsonl") == ("a.jsonl: 2 objects have no text",)
    with pytest.raises(InputError, match="no column with the text; found title"):
        read_json(tmp_path, value[1:])


def test_html_in_json_is_read_without_its_tags(tmp_path):
    corpus = read_json(tmp_path, [{"text": f"<p>{ONE}</p><p>More.</p>"}, {"text": "a < b </ c"}])
    assert corpus["text"].tolist() == [f"{ONE}\n\nMore.", "a < b </ c"]


def test_json_that_is_empty_or_no_document_names_what_it_is(tmp_path):
    for text, said in (
        ("", r"a\.json: line 1 is not JSON \(the file is empty\)"),
        ("3", "holds no list of documents but int"),
        ('"text"', "holds no list of documents but str"),
        ("[1, 2]", "item 1 is no JSON object but int"),
        ('{"text": 1}\n{"text": }', r"a\.json: line 2"),
    ):
        with pytest.raises(InputError, match=said):
            read_corpus(write(tmp_path / "a.json", text))


def test_text_columns_by_rank_and_by_what_the_caller_says():
    assert text_column(["body", "text"]) == "text"
    assert text_column(["content", "body"]) == "body"
    assert text_column(["a.text", "story"]) == "story"
    assert text_column(["a.story", "b.text"]) == "b.text"
    assert text_column(["text", "mine"], ["mine"]) == "mine"
    assert text_column(["title"]) is None


# --- tables ---------------------------------------------------------------------------------------


def test_separators_in_quotes_do_not_count_in_a_header(tmp_path):
    data = f'"a,b,c,d";text;"e,f"\n1;{ONE};2\n'
    corpus = read_corpus(write(tmp_path / "a.csv", data))
    assert corpus.loc[0, ["a,b,c,d", "text", "e,f"]].tolist() == ["1", ONE, "2"]


def test_headers_with_blanks_empty_lines_and_too_many_columns(tmp_path):
    data = f" text , title \n\n{ONE},Grain\n\n\n{TWO},Fish\n"
    corpus = read_corpus(write(tmp_path / "a.csv", data))
    assert corpus[["title", "text"]].to_numpy().tolist() == [["Grain", ONE], ["Fish", TWO]]
    most = ",".join(["text", *(f"c{n}" for n in range(16_383))])
    with pytest.raises(InputError, match=r"^a\.csv: line 2: row 1 has 1 fields"):
        read_corpus(write(tmp_path / "a.csv", f"{most}\nx\n"))
    with pytest.raises(InputError, match=r"^a\.csv: 16,385 columns; at most 16,384\. Keep those"):
        read_corpus(write(tmp_path / "a.csv", f"{most},more\nx\n"))
    with pytest.raises(InputError, match=r"^a\.csv: no header line\. The first line must name"):
        read_corpus(write(tmp_path / "a.csv", ",,\n1,2,3\n"))


def test_many_rows_of_a_table_keep_their_order_and_their_lines(tmp_path):
    rows = [f"Text {n}." for n in range(1300)]
    path = write(tmp_path / "a.csv", "text,n\n" + "".join(f"{row},1\n" for row in rows))
    assert texts(path) == rows
    with pytest.raises(InputError, match=r"line 1302: row 1,?301 has 1 fields where the header"):
        read_corpus(write(path, path.read_text("utf-8") + "alone\n"))


def test_cells_of_a_sheet_as_they_are_meant(tmp_path):
    pytest.importorskip("python_calamine")
    rows = [["Text", "n", "x", "seen"], [ONE, 3.0, 2.5, (45369,)], [TWO, "", 1e300, ""]]
    corpus = read_corpus(write(tmp_path / "a.xlsx", xlsx({"s": rows})))
    assert corpus["n"].tolist()[0] == 3
    assert corpus["x"].tolist() == [2.5, 1e300]
    assert pd.isna(corpus["n"].tolist()[1])
    assert corpus.loc[0, "seen"] == date(2024, 3, 18)


def test_a_time_of_day_in_a_sheet_is_text(tmp_path):
    pytest.importorskip("python_calamine")
    from topics.readers.sheets import _value

    assert _value(time(9, 30)) == "09:30:00"


def test_a_binary_workbook_is_named_and_the_header_may_stand_lower(tmp_path):
    pytest.importorskip("python_calamine")
    binary = package({"xl/workbook.bin": b"x"})
    with pytest.raises(InputError, match=r"^a\.xlsx: a binary workbook \(\.xlsb\)\. Save it as"):
        read_corpus(write(tmp_path / "a.xlsx", binary))
    above = [[f"note {n}"] for n in range(19)]
    table = [*above, ["Title", "Text"], ["Grain", ONE]]
    assert read_corpus(write(tmp_path / "a.xlsx", xlsx({"s": table}))).loc[0, "text"] == ONE
    with pytest.raises(InputError, match="no column with the text"):
        read_corpus(write(tmp_path / "a.xlsx", xlsx({"s": [["one more"], *table]})))


def test_sheets_that_differ_are_named_up_to_five(tmp_path):
    pytest.importorskip("python_calamine")
    sheets = {"2023": [["Title", "Text"], ["Grain", ONE]]}
    sheets |= {f"s{n}": [["code", f"c{n}"], [1, 2]] for n in range(6)}
    reading = read_with_account(write(tmp_path / "a.xlsx", xlsx(sheets)))
    assert "sheet" not in reading.corpus
    assert reading.account.remarks == (
        "a.xlsx: read the sheet '2023'; not read, as its columns are others: 's0', 's1', 's2', "
        "'s3', 's4'",
    )


def test_rows_repeated_in_an_ods_count_as_so_many(tmp_path):
    pytest.importorskip("python_calamine")
    after = (
        '<table:table-row table:number-rows-repeated="{}"><table:table-cell><text:p>x</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="9">'
        "<text:p>y</text:p></table:table-cell></table:table-row>"
    )
    with pytest.raises(InputError, match=r"a sheet spans 20,000,020 cells, more than 20,000,000\."):
        read_corpus(
            write(tmp_path / "a.ods", ods([["Text"], [ONE]], after=after.format(2_000_000)))
        )


def test_lines_that_end_with_a_carriage_return_alone(tmp_path):
    data = f"text,title\r{ONE},Grain\r\r{TWO},Fish\r"
    corpus = read_corpus(write(tmp_path / "a.csv", data))
    assert corpus[["title", "text"]].to_numpy().tolist() == [["Grain", ONE], ["Fish", TWO]]
    with pytest.raises(InputError, match="row 3 has 1 fields"):
        read_corpus(write(tmp_path / "a.csv", data + "alone\r"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_tables_of_two_and_four_bytes_a_letter(tmp_path, encoding):
    path = write(tmp_path / "a.csv", f"text,title\n{ONE},Жито\n".encode(encoding))
    options = {"encoding": encoding} if encoding != "utf-16" else {}
    corpus = read_corpus(path, **options)
    assert corpus.loc[0, ["title", "text"]].tolist() == ["Жито", ONE]
    rows = f'{{"text": "{ONE}"}}\n{{"text": "{TWO}"}}\n'.encode(encoding)
    assert texts(write(tmp_path / "a.jsonl", rows), **options) == [ONE, TWO]


def test_a_wide_table_beyond_the_cap_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("topics.readers.lines.MAX_DOCUMENT_BYTES", 2**20)
    data = ("text\n" + "a" * 2**20).encode("utf-16")
    with pytest.raises(InputError, match=r"^a\.csv: larger than 1 MiB in UTF-16\. Convert it to"):
        read_corpus(write(tmp_path / "a.csv", data))
    lines = b"text\n" + b"b" * (2**20 + 1) + b"\n"
    with pytest.raises(InputError, match=r"^a\.csv: line 2 is longer than 1 MiB\. Put one doc"):
        read_corpus(write(tmp_path / "a.csv", lines))


def test_bytes_replaced_in_a_table_are_counted(tmp_path):
    path = write(tmp_path / "a.csv", b"text,n\na\xff\xffb,1\nc\xffd,2\n")
    assert read_with_account(path, errors="replace").account.replaced_characters == 3


# --- archives, folders, hashes --------------------------------------------------------------------


def tar(path, entries, mode="w"):
    with tarfile.open(path, mode) as archive:
        for name, data in entries:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type = tarfile.DIRTYPE
                archive.addfile(info)
            else:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize(("ending", "mode"), [("tar", "w"), ("tar.gz", "w:gz"), ("tbz", "w:bz2")])
def test_entries_of_a_tar_are_read_forward_and_again(tmp_path, ending, mode):
    entries = [("d", None), *((f"d/{n}.txt", f"Text {n}.".encode()) for n in range(30))]
    path = tar(tmp_path / f"a.{ending}", entries, mode)
    assert texts(path) == [f"Text {n}." for n in range(30)]
    assert [len(chunk.corpus) for chunk in read_chunks(path, chunk_docs=20)] == [20, 10]
    files = expand(path.name, lambda: path.open("rb"), Aside([]))
    assert [file.name for file in files] == [f"{path.name}/d/{n}.txt" for n in range(30)]
    assert [file.read() for file in files[::-7]] == [b"Text 29.", b"Text 22.", b"Text 15.",
                                                     b"Text 8.", b"Text 1."]  # fmt: skip


def test_more_entries_than_an_archive_may_have(tmp_path, monkeypatch):
    monkeypatch.setattr("topics.readers.packed.MAX_ARCHIVE_ENTRIES", 3)
    entries = [(f"{n}.txt", b"a") for n in range(5)]
    with pytest.raises(InputError, match=r"^a\.tar: 4 entries; at most 3\.$"):
        read_corpus(tar(tmp_path / "a.tar", entries))
    assert len(read_corpus(tar(tmp_path / "b.tar", entries[:3]))) == 3
    with pytest.raises(InputError, match=r"^a\.zip: 5 entries; at most 3\.$"):
        read_corpus(write(tmp_path / "a.zip", package(dict(entries))))
    assert len(read_corpus(write(tmp_path / "a.zip", package(dict(entries[:3]))))) == 3


def test_an_entry_that_lies_beyond_the_file_is_one_line(tmp_path):
    data = bytearray(package({"a.txt": ONE}))
    at = data.index(b"PK\x01\x02")
    data[at + 42 : at + 46] = (2**31).to_bytes(4, "little")  # where the entry begins
    with pytest.raises(InputError, match=r"^z\.zip(/a\.txt)?: (cannot be read|not a readable)"):
        read_corpus(write(tmp_path / "z.zip", bytes(data)))


@pytest.mark.parametrize("ending", ["bz2", "tbz2", "tbz"])
def test_a_packed_file_that_is_no_archive_is_named(tmp_path, ending):
    path = write(tmp_path / f"a.txt.{ending}", bz2.compress(ONE.encode()))
    if ending == "bz2":
        assert texts(path) == [ONE]
    else:
        with pytest.raises(InputError, match=rf"^a\.txt\.{ending}: not a readable tar file"):
            read_corpus(path)


def test_two_paths_of_one_name_keep_apart_and_one_in_another_is_read_once(tmp_path):
    for folder, text in (("one", ONE), ("two", TWO)):
        (tmp_path / folder / "in").mkdir(parents=True)
        write(tmp_path / folder / "in" / "a.txt", text)
    paths = [tmp_path / "one" / "in", tmp_path / "two" / "in"]
    reading = read_with_account(paths)
    label = [path.as_posix().lstrip("/") for path in paths]
    assert reading.corpus["source"].tolist() == [f"{name}/a.txt" for name in label]
    again = read_with_account([tmp_path / "one", tmp_path / "one" / "in" / "a.txt"])
    assert again.corpus["source"].tolist() == ["one/in/a.txt"]
    assert skipped_of(again) == {"a.txt": "is read already by another path"}
    beside = read_with_account([tmp_path / "one", tmp_path / "two"])
    assert beside.account.skipped_files == 0
    assert hash_paths(paths) == {
        f"{name}/a.txt": hashlib.sha256(text.encode()).hexdigest()
        for name, text in zip(label, (ONE, TWO), strict=True)
    }


def test_paths_that_cannot_be_read_name_what_they_are(tmp_path):
    with pytest.raises(InputError, match=r"no\.txt: no such file or folder\. Check the path\.$"):
        read_corpus(tmp_path / "no.txt")
    with pytest.raises(TopicsError, match=r"^`path` names nothing to read; got an empty list\.$"):
        read_corpus([])
    os.mkfifo(tmp_path / "p")
    with pytest.raises(InputError, match=r"p: is a pipe, and no file or folder\. Write what it"):
        read_corpus(tmp_path / "p")


def test_hidden_folders_and_files_are_told_apart(tmp_path):
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git" / "a.txt", "x")
    write(tmp_path / ".b.txt", "x")
    write(tmp_path / "c.txt", ONE)
    reading = read_with_account(tmp_path)
    assert skipped_of(reading) == {".git": "hidden folder", ".b.txt": "hidden file"}
    assert {item.kind for item in reading.account.skipped} == {"folder", ""}


@pytest.mark.parametrize("size", [10, 2**20, 2**20 + 1, 3 * 2**20 + 7])
@pytest.mark.parametrize("read", [0, 5, -1])
def test_a_file_is_hashed_whole_whatever_part_of_it_is_read(tmp_path, size, read):
    data = os.urandom(size)
    path = write(tmp_path / "a.bin", data)
    inputs = Inputs()
    with inputs.open(str(path), "a") as stream:
        assert stream.read(read) == (data if read < 0 else data[:read])
    assert inputs.hashes() == {"a": hashlib.sha256(data).hexdigest()}
    with inputs.open(str(path), "a") as stream:
        stream.seek(size - 3)
        assert stream.read() == data[-3:]
    assert inputs.changed() == []


def test_a_file_that_is_read_from_its_middle_is_hashed_whole(tmp_path):
    data = os.urandom(3 * 2**20)
    inputs = Inputs()
    with inputs.open(str(write(tmp_path / "a.bin", data)), "a") as stream:
        stream.seek(2**21)
        assert stream.read(9) == data[2**21 : 2**21 + 9]
        stream.seek(3)
        assert stream.read(4) == data[3:7]
    assert inputs.hashes() == {"a": hashlib.sha256(data).hexdigest()}


@pytest.mark.parametrize("size", [10, 2**21])
def test_a_file_that_changes_between_two_readings_is_told(tmp_path, size):
    path = write(tmp_path / "a.bin", b"a" * size)
    inputs = Inputs()
    for name in ("b", "a"):
        with inputs.open(str(path), name) as stream:
            stream.read()
    write(path, b"a" * (size + 1))
    for name in ("b", "a"):
        with inputs.open(str(path), name) as stream:
            stream.read()
    assert inputs.changed() == ["a", "b"]
    with inputs.open(str(path), "c") as stream:
        stream.read(1)
        write(path, b"b" * (size + 2))
    assert inputs.changed() == (["a", "b", "c"] if size > 2**20 else ["a", "b"])


def test_packed_tables_and_their_packing_have_one_name_each(tmp_path):
    write(tmp_path / "a.csv.gz", gzip.compress(f"text\n{ONE}\n".encode()))
    reading = read_with_account(tmp_path)
    assert reading.corpus["doc_id"].tolist() == ["a:1"]
    assert reading.account.kinds == (KindRead(kind="csv", read=1, documents=1),)
    assert list(reading.account.inputs) == ["a.csv.gz"]


# --- names of files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pattern", "facts"),
    [
        ("a-2024-03.txt", "{x}-{date:%Y-%m}", {"x": "a", "year": 2024, "month": 3}),
        ("a-2024.txt", "{x}-{date:%Y}", {"x": "a", "year": 2024}),
        ("12_Mar_2024.txt", "{n:d}_{date:%b_%Y}", {"n": 12, "year": 2024, "month": 3}),
        ("a_b_7.txt", "{x}_{y}_{n:d}", {"x": "a", "y": "b", "n": 7}),
        ("24-078.txt", "{date:%y-%j}", {}),
    ],
)
def test_facts_in_names(tmp_path, name, pattern, facts):
    write(tmp_path / name, ONE)
    row = read_corpus(tmp_path, pattern=pattern).loc[0]
    assert {key: row[key] for key in facts} == facts
    if "%j" in pattern:
        assert row["date"] == pd.Timestamp("2024-03-18")
        assert row["date_precision"] == "day"


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("9" * 19 + ".txt", "{n:d}"), ("a-2024-13.txt", "{x}-{date:%Y-%m}"), ("a.txt", "{x}_{y}")],
)
def test_names_that_do_not_fit_are_left_out(tmp_path, name, pattern):
    write(tmp_path / name, ONE)
    with pytest.raises(InputError, match="does not fit"):
        read_corpus(tmp_path, pattern=pattern)


def test_pieces_take_as_little_or_as_much_as_they_may():
    least = [Piece(field="a"), Piece("_"), Piece(field="b")]
    assert match_pieces(least, "x_y_z") == {"a": "x", "b": "y_z"}
    most = [Piece(field="a", greedy=True), Piece("_"), Piece(field="b")]
    assert match_pieces(most, "x_y_z") == {"a": "x_y", "b": "z"}
    assert match_pieces(most, "_y") is None
    assert match_pieces([Piece(field="a")], "x/y") is None
    assert match_pieces([Piece(field="a", kind="any")], "x/y") == {"a": "x/y"}
    two = [Piece(kind="digit", least=1, most=2, greedy=True, field="d"), Piece(field="r")]
    assert match_pieces(two, "123") == {"d": "12", "r": "3"}
    assert match_pieces(two, "12") == {"d": "1", "r": "2"}
    assert match_pieces(two, "x1") is None
    assert match_pieces([Piece(kind="letter", field="m")], "März") == {"m": "März"}
    assert match_pieces([Piece(kind="letter", field="m")], "M1") is None
    assert match_pieces([Piece("", "digit", 4, 4, field="y")], "2024") == {"y": "2024"}
    assert match_pieces([Piece("", "digit", 4, 4, field="y")], "202") is None
    assert match_pieces([Piece(kind="any", least=0, field="e")], "") == {"e": ""}


# --- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "day", "precision"),
    [
        ({"year": 2014, "month": 3, "day": 9}, date(2014, 3, 9), "day"),
        ({"Year": "2014.0", "Month": "3.0"}, date(2014, 3, 1), "month"),
        ({"year": "2014", "month": "March", "day": "9"}, date(2014, 3, 9), "day"),
        ({"year": 2014, "month": 13, "day": 9}, date(2014, 1, 1), "year"),
        ({"year": 2014, "day": 9}, date(2014, 1, 1), "year"),
    ],
)
def test_columns_of_year_month_and_day(row, day, precision):
    found = of_parts(row)
    assert (found.day, found.precision) == (day, precision)


def test_a_year_of_no_newspaper_is_no_year():
    assert of_parts({"year": 1499}) is None
    assert of_parts({"year": 2100}) is None
    assert of_parts({"month": 3, "day": 9}) is None


def test_the_one_day_in_a_name():
    assert day_in_name("2014-03-12_2014-03-13") is None
    assert day_in_name("2014-03-12_2014-03-12") == date(2014, 3, 12)
    assert day_in_name("2014-02-30") is None
    assert day_in_name("201403123") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mon Mar 18 10:00:00 +0000 2024", date(2024, 3, 18)),
        ("١٨ مارس ٢٠٢٤", date(2024, 3, 18)),
        ("\u200e18 March 2024", date(2024, 3, 18)),
        ("18-Mar-24", date(2024, 3, 18)),
        ("18-Mar-69", date(1969, 3, 18)),
        ("18-Mar-68", date(2068, 3, 18)),
        ("2024年3月18日", date(2024, 3, 18)),
        ("30 February 2024", None),
        ("x" * 300, None),
    ],
)
def test_days_as_they_are_written(text, day):
    written = read_written(text)
    assert (written.day if written else None) == day


def test_the_first_day_in_a_line_and_its_place():
    found = find_date("Oslo, 18 March 2024 and 19 March 2024")
    assert found == (date(2024, 3, 18), 6, 19)
    assert find_date("no day here") is None


def test_a_column_of_days_is_pointed_to_where_no_date_is_known(tmp_path):
    rows = "".join(f"{ONE},2024-03-1{n}\n" for n in range(3))
    path = write(tmp_path / "a.csv", f"text,seen\n{rows}")
    assert remarks(path) == (
        "no document has a date, but the column 'seen' holds days such as 2024-03-10: pass "
        "`columns={'seen': 'date'}` if it is the date",
    )
    half = write(tmp_path / "b.csv", f"text,seen\n{rows}" + f"{ONE},never\n" * 4)
    assert remarks(half) == ()


# --- what is said of odd texts --------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["nan", "None", "NULL", "NaT", "<NA>", "n/a", "#N/A", "na", "undefined", "[removed]"]
)
def test_words_for_nothing_are_empty_texts(word):
    odd = OddTexts()
    assert odd.see(f" {word} ") == ""
    assert odd.see(f"{word} came.") == f"{word} came."
    assert odd.remarks() == [
        "texts that are a word for nothing, such as nan, null or [removed], taken as empty: 1"
    ]


def test_letters_misread_before_are_counted_with_the_first_of_them():
    odd = OddTexts()
    for text in ("le dÃ©bat", "lâ€™Ã©tÃ©", "Ântre nous", "Ã la carte", "plain"):
        assert odd.see(text) == text
    assert odd.remarks() == [
        "texts with letters that look misread before they came here, such as 'dÃ©bat': 2; "
        "`topics clean --mojibake` repairs them"
    ]


def test_texts_that_were_cut_are_told_where_they_are_many():
    ends = ("go on…", "go on...", "go on [+1234 chars]", "go on [&hellip;]", "go on [...]")
    odd = OddTexts()
    for end in ends:
        odd.see(end)
    assert odd.remarks() == [
        "texts that end in an ellipsis or in a count such as [+1234 chars], so may be cut short: "
        "5 of 5"
    ]
    few = OddTexts()
    for end in (*ends[:2], "whole."):
        few.see(end)
    assert few.remarks() == [], "two are no habit"
    for text in ("They go on.", "A [+12 chars] in the middle of a text that goes on a while."):
        assert OddTexts().see(text) == text
    share = OddTexts()
    for n in range(10):
        share.see("go on…" if n < 3 else "whole.")
    assert share.remarks()[0].endswith("3 of 10")
    share.see("whole.")
    assert share.remarks() == []


def test_cells_that_are_full_are_told():
    odd = OddTexts()
    odd.see("a" * 32_766)
    odd.see("a" * 32_768)
    assert odd.remarks() == []
    odd.see("a" * 32_767)
    assert odd.remarks() == [
        "texts of 32,767 characters, the most that a cell of a spreadsheet holds, so cut short: 1"
    ]


# --- what the account says ------------------------------------------------------------------------


def test_skipped_files_are_described_by_kind_with_the_most_first():
    files = [SkippedFile(file=f"{n}.doc", kind=".doc", reason="x", advice="y") for n in range(2)]
    files += [SkippedFile(file="a", kind="", reason="hidden file")] * 3
    assert describe_skipped(files) == ("5 files were skipped: 3 (hidden file), 2 .doc (x: y)")
    assert describe_skipped(files[:1]) == "1 file was skipped: 1 .doc (x: y)"
    assert describe_skipped([]) == ""
    many = [SkippedFile(file=f"a.{n}", kind=f".{n:02}", reason="z") for n in range(14)]
    assert describe_skipped(many).endswith(", 1 .11 (z), and 2 other kinds")


def test_the_account_warns_of_what_is_more_than_a_tenth():
    assert Account(documents=10, dates_unreadable=1).warnings == ()
    assert Account(documents=9, dates_unreadable=1).warnings != ()
    kept = SkippedFile(file="a.doc", kind=".doc", reason="x")
    assert Account(documents=9, files=9, skipped=(kept,)).warnings == ()
    assert Account(documents=8, files=8, skipped=(kept,)).warnings == (
        "1 of 9 files were not read",
    )
    folder = SkippedFile(file="a", kind="folder", reason="x")
    assert Account(documents=1, files=1, skipped=(folder,)).warnings == ()
    assert Account(documents=1, characters=100, replaced_characters=10).warnings == ()
    assert Account(documents=1, characters=100, replaced_characters=11).warnings == (
        "11 of 100 characters did not decode",
    )
    two = Account(documents=2, large_single=("a.txt", "b.txt")).warnings
    assert two == (
        "2 long files (over 100 kB) gave one document each, such as a.txt: does it hold several "
        "articles?",
    )


def test_a_long_file_of_one_document_is_told_from_its_size_on(tmp_path):
    write(tmp_path / "a.txt", "a" * 100_000)
    assert read_with_account(tmp_path).account.large_single == ()
    write(tmp_path / "a.txt", "a" * 100_001)
    assert read_with_account(tmp_path).account.large_single == ("a.txt",)


# --- sections and openings ------------------------------------------------------------------------


def section(title, day, text=ONE * 2):
    return [Paragraph(title, True, False), Paragraph(day, False, False),
            Paragraph(text, False, False)]  # fmt: skip


def test_sections_need_three_headings_with_a_day_and_a_text():
    days = ["1 March 2024", "2 March 2024", "3 March 2024", "4 March 2024", "5 March 2024"]
    whole = [one for n, day in enumerate(days) for one in section(f"Talks {n}", day)]
    found = dated_sections(whole)
    assert [row["date"] for row in found] == [f"2024-03-0{n}" for n in range(1, 6)]
    assert [row["text"] for row in found] == [ONE * 2] * 5
    assert dated_sections(whole[:6]) == []
    assert len(dated_sections(whole[:9])) == 3
    one_short = [*whole[:12], *section("Talks", "no day")]
    assert len(dated_sections(one_short)) == 5, "four of five have a day"
    two_short = [*whole[:9], *section("Talks", "no day"), *section("Talks", "none")]
    assert dated_sections(two_short) == []
    assert len(dated_sections([Paragraph("a" * 300, False, False), *whole])) == 5
    assert dated_sections([Paragraph("a" * 301, False, False), *whole]) == []
    thin = [one for n, day in enumerate(days) for one in section(f"Talks {n}", day, "a" * 59)]
    assert dated_sections(thin) == []


def test_headlines_above_and_below_lines_that_are_a_day():
    above = "\n".join(f"Talks {n}\n{n} March 2024\n{ONE}\n" for n in range(1, 5))
    found = headed_by_days(above)
    assert [one.text for one in found if one.heading] == [f"Talks {n}" for n in range(1, 5)]
    below = "\n\n".join(f"{n} March 2024\n# Talks {n}\n\n{ONE}" for n in range(1, 5))
    swapped = headed_by_days(below)
    assert [one.text for one in swapped if one.heading] == [f"Talks {n}" for n in range(1, 5)]
    at = [n for n, one in enumerate(swapped) if one.heading]
    assert [swapped[n + 1].text for n in at] == [f"{n} March 2024" for n in range(1, 5)]
    assert headed_by_days("\n".join(above.split("\n")[:8])) == [], "two days are too few"


def test_messages_are_told_by_how_many_lines_open_so():
    line = "12/03/2024, 10:05 - Ana: Talks open."
    assert opening_of("\n".join([line] * 3)) == (
        "'12/03/2024, 10:05 - Ana: Talks open....'", 3, r"\[?\d+[./-]\d+[./-]\d+,? \d+:.*",
    )  # fmt: skip
    assert opening_of("\n".join([line] * 2)) is None
    assert opening_of("\n".join([line] * 3 + ["They go on."] * 7)) is not None
    assert opening_of("\n".join([line] * 3 + ["They go on."] * 8)) is None
    agency = "OSLO, March 1 (Reuters) - The boats left."
    assert opening_of("\n".join([agency] * 3))[1] == 3
    assert opening_of("\n".join([agency] * 2)) is None


# --- what would be lost ---------------------------------------------------------------------------


def test_a_header_that_comes_again_is_no_document(tmp_path):
    table = f"\ufefftitle,text\nGrain,{ONE}\n"
    path = write(tmp_path / "a.csv", table + table.replace("Grain", "Fish"))
    reading = read_with_account(path)
    assert reading.corpus["title"].tolist() == ["Grain", "Fish"]
    assert "a.csv: rows that repeat the header, left out: 1" in reading.account.remarks


def test_two_columns_of_one_name_in_parquet_are_refused(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.Table.from_arrays([arrow.array([ONE]), arrow.array([TWO])], ["text", "text"])
    parquet.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(InputError, match=r"^a\.parquet: the header names 'text' twice"):
        read_corpus(tmp_path / "a.parquet")


@pytest.mark.parametrize("kind", ["a time zone of nowhere", "a day beyond all years"])
def test_days_that_no_calendar_has_are_one_line_in_parquet(tmp_path, kind):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    days = {
        "a time zone of nowhere": arrow.array([0], arrow.timestamp("ms", "No/Where")),
        "a day beyond all years": arrow.array([2**31 - 1], arrow.date32()),
    }
    parquet.write_table(arrow.table({"text": [ONE], "date": days[kind]}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match=r"^a\.parquet: no readable Parquet file \(.+\)\.$"):
        read_corpus(tmp_path / "a.parquet")


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_two_values_of_one_name_in_an_object_are_refused(tmp_path, name):
    path = write(tmp_path / name, f'{{"text": "{ONE}", "text": "{TWO}"}}\n')
    with pytest.raises(InputError, match=r"two values of 'text' in one object\)\. Mend it"):
        read_corpus(path)
    assert texts(write(tmp_path / name, f'{{"n": 1, "text": "{ONE}", "n": 1}}\n')) == [ONE]


def test_lists_of_texts_that_are_not_read_are_named(tmp_path):
    value = {
        "archive": [{"text": ONE}, {"text": TWO}],
        "latest": [{"text": "a b"}],
        "n": [{"b": 1}],
    }
    assert remarks(write(tmp_path / "a.json", json.dumps(value))) == (
        "a.json: of several lists that have texts the longest is read; not read: 'latest'",
    )


def test_a_document_of_reuters_that_is_not_closed_is_named(tmp_path):
    body = f'<REUTERS NEWID="{{}}"><TEXT><BODY>{ONE}</BODY></TEXT>'
    sgml = f"{body.format(1)}</REUTERS>{body.format(2)}{body.format(3)}</REUTERS>"
    with pytest.raises(InputError, match=r"^a\.sgm: document 2 is not closed before the next"):
        read_corpus(write(tmp_path / "a.sgm", sgml))
