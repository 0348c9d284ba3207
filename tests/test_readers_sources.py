"""What lies below a path becomes rows and an account: which files, in which order; what is said."""

import logging
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from office_files import opendocument, pdf
from test_readers import SGML, docx, write
from test_readers_formats import ONE, TWO

from topics.errors import InputError, TopicsError
from topics.readers import READERS, exports, oldsheets
from topics.readers import pdf as pdfs
from topics.readers.account import KindRead, SkippedFile
from topics.readers.corpus import read_chunks, read_corpus, read_with_account
from topics.readers.files import File
from topics.readers.hashes import hash_paths
from topics.readers.named import read_named
from topics.readers.nexis_word import Paragraph
from topics.readers.options import ReadOptions
from topics.readers.plain import text_rows
from topics.readers.sgml import read_sgml
from topics.readers.source import Source, named_paths
from topics.readers.walk import _linked, _within, all_files, find_files, labels_of

FAMILIES = {
    "nexis": "txt html docx rtf odt pdf", "factiva": "html xml rtf txt docx odt pdf",
    "proquest": "txt rtf docx odt pdf", "europresse": "html",
}  # fmt: skip
ENDINGS = {kind: kind for kind in READERS} | {"excel": "xlsx", "sgml": "sgm"}


def file_of(path):
    return File(path.name, path.suffix[1:], lambda: path.open("rb"))


@pytest.mark.parametrize("family", FAMILIES)
def test_kinds_of_files_that_a_database_exports(tmp_path, family):
    kinds = {kind: write(tmp_path / f"a.{ENDINGS[kind]}", "x") for kind in READERS
             if kind not in FAMILIES}  # fmt: skip
    source = Source(tmp_path, ReadOptions(), format=family)
    read = FAMILIES[family].split()
    assert sorted(file.format for file in source.files) == sorted(read)
    assert {(skipped.file, skipped.kind, skipped.reason) for skipped in source.skipped} == {
        (path.name, f".{kind}", f"kind {kind}, reading {family}")
        for kind, path in kinds.items()
        if kind not in read
    }
    (tmp_path / "one").mkdir()
    lone = write(tmp_path / "one" / "a.csv", "x")
    with pytest.raises(InputError, match=rf"^a\.csv: no export of {family} is in it"):
        list(read_named(family)(file_of(lone), ReadOptions()))


def test_an_account_of_a_folder_is_exact(tmp_path):
    write(tmp_path / "a.csv", f"text\n{ONE}\n{TWO}\n")
    write(tmp_path / "b.txt", ONE)
    write(tmp_path / "c.txt", f"{TWO} {ONE}")
    write(tmp_path / "d.csv", f"n\n{ONE}\n")
    write(tmp_path / "e.doc", "x")
    write(tmp_path / "f", "x")
    reading = read_with_account(tmp_path)
    account = reading.account
    assert reading.corpus["doc_id"].tolist() == ["a:1", "a:2", "b", "c"]
    assert reading.corpus.columns.tolist() == [
        "doc_id", "title", "text", "date", "source", "date_precision",
    ]  # fmt: skip
    assert account.kinds == (
        KindRead(kind="csv", read=1, skipped=1, documents=2),
        KindRead(kind="txt", read=2, skipped=0, documents=2),
        KindRead(kind="doc", read=0, skipped=1, documents=0),
        KindRead(kind="no ending that tells its kind", read=0, skipped=1, documents=0),
    )
    assert account.path == str(tmp_path)
    assert (account.documents, account.files) == (4, 3)
    assert account.characters == 2 * len(ONE + TWO) + 1 + len(ONE)
    assert list(account.inputs) == ["a.csv", "b.txt", "c.txt", "d.csv"]
    assert [(one.file, one.reason) for one in account.skipped] == [
        ("e.doc", "kind that is not read"), ("f", "no ending that tells its kind"),
        ("d.csv", "no column with the text; found n"),
    ]  # fmt: skip
    assert account.dates_missing == 4
    assert account.large_single == ()


def test_a_long_file_of_one_document_is_named(tmp_path):
    write(tmp_path / "a.txt", "x " * 50_000)
    write(tmp_path / "b.txt", "x " * 50_000 + "y")
    write(tmp_path / "c.csv", f"text\n{'x ' * 50_000}y\nz\n")
    assert read_with_account(tmp_path).account.large_single == ("b.txt",)


def test_what_cannot_be_read_at_all_is_refused_with_what_is_there(tmp_path):
    with pytest.raises(InputError) as caught:
        read_corpus(tmp_path)
    kinds = ", ".join(sorted(READERS))
    assert str(caught.value) == (
        f"{tmp_path}: no file that can be read; the folder is empty. Kinds that are read: {kinds}."
    )
    for name in ("a.doc", "a.dot"):
        write(tmp_path / name, "x")
    with pytest.raises(InputError) as caught:
        read_corpus(tmp_path, format="csv")
    assert str(caught.value) == (
        f"{tmp_path}: no csv file; 2 files were skipped: 1 .doc (save as .docx), 1 .dot (save as "
        f".docx). Kinds that are read: {kinds}."
    )
    write(tmp_path / "b.csv", "n\nx\n")
    write(tmp_path / "c.csv", "m\nx\n")
    with pytest.raises(
        InputError, match=r"^b\.csv: no column with the text; found n; name the one"
    ):
        read_corpus(tmp_path)
    write(tmp_path / "b.csv", "text\n")
    (tmp_path / "c.csv").unlink()
    with pytest.raises(InputError) as caught:
        read_corpus(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: nothing in it can be read; 2 files were skipped: 1 .doc (save as .docx), "
        "1 .dot (save as .docx). Check the files."
    )


def test_files_that_do_not_fit_or_are_damaged_are_listed_with_the_reason(tmp_path):
    write(tmp_path / "a_1.txt", ONE)
    write(tmp_path / "b.txt", ONE)
    reading = read_with_account(tmp_path, pattern="{a}_{n:d}")
    assert reading.corpus[["doc_id", "a", "n"]].to_numpy().tolist() == [["a_1", "a", 1]]
    assert reading.account.skipped == (
        SkippedFile(file="b.txt", kind=".txt", reason="name does not fit '{a}_{n:d}'"),
    )
    write(tmp_path / "c.csv", "text\nx,y\n")
    reading = read_with_account(tmp_path, errors="skip")
    assert reading.corpus["doc_id"].tolist() == ["a_1", "b"]
    (skipped,) = reading.account.skipped
    assert skipped.reason.startswith("line 2: row 1 has 2 fields where the header has 1 (starts")
    assert skipped.advice == ""


def test_chunks_are_no_longer_than_asked_and_count_from_the_start(tmp_path):
    rows = "".join(f"{ONE} {n},2024-03-0{n}\n" for n in range(1, 6))
    path = write(tmp_path / "a.csv", f"text,date\n{rows}")
    chunks = list(read_chunks(path, chunk_docs=2))
    assert [chunk.corpus["doc_id"].tolist() for chunk in chunks] == [
        ["a:1", "a:2"], ["a:3", "a:4"], ["a:5"],
    ]  # fmt: skip
    assert [chunk.account.documents for chunk in chunks] == [2, 4, 5]
    assert [chunk.account.dates["day"] for chunk in chunks] == [2, 4, 5]
    assert [dict(chunk.account.inputs) for chunk in chunks] == [{}] * 3
    assert [chunk.corpus.index.tolist() for chunk in chunks] == [[0, 1], [0, 1], [0]]
    whole = read_corpus(path)
    assert whole.index.tolist() == list(range(5))
    again = pd.concat([chunk.corpus for chunk in chunks], ignore_index=True)
    pd.testing.assert_frame_equal(again, whole)
    with pytest.raises(TopicsError, match="chunk_docs"):
        read_chunks(path, chunk_docs=0)


def test_html_in_tables_is_text_and_is_counted(tmp_path):
    path = write(tmp_path / "a.csv", f"text,title\n<p>{ONE}</p><p>x</p>,<b>T</b>\n{TWO} < 5,\n")
    reading = read_with_account(path)
    assert reading.corpus["text"].tolist() == [f"{ONE}\n\nx", f"{TWO} < 5"]
    assert reading.corpus["title"].tolist() == ["<b>T</b>", ""]
    assert reading.account.remarks == ("texts written in HTML, read without its tags: 1",)
    path = write(tmp_path / "a.txt", f"<p>{ONE}</p> x")
    assert read_corpus(path)["text"].tolist() == [f"{ONE}\n\nx"]


def test_columns_are_those_of_their_own_file(tmp_path):
    write(tmp_path / "a.csv", f"body,published,source\n{ONE},2024-03-08,Gull\n")
    write(tmp_path / "b.csv", f"text,data\n{ONE},7\n{TWO},2024-03-09\n")
    corpus = read_corpus(tmp_path)
    # the first row of a table says whether its column "data" holds days
    assert corpus["date"].isna().tolist() == [False, True, True]
    assert corpus["given_source"].fillna("").tolist() == ["Gull", "", ""]
    assert corpus["source"].tolist() == ["a.csv", "b.csv", "b.csv"]
    assert "published" not in corpus


# --- walking --------------------------------------------------------------------------------------


def test_paths_are_named_by_their_last_part_or_in_full():
    assert labels_of(["x/a", "y/b"]) == ["a", "b"]
    assert labels_of(["/x/a", "y/a", "b"]) == ["x/a", "y/a", "b"]
    assert labels_of(["."]) == [Path.cwd().name]
    assert _within("/a/b", "/a")
    assert _within("/a", "/a")
    assert _within("/a", "/")
    assert not _within("/ab", "/a")
    assert not _within("/a", "/a/b")
    roots = ["/a/b"]
    assert _linked("/a/b/c", roots) == "link to a folder that is read already"
    assert _linked("/a", roots) == "link to a folder around what is read"
    assert _linked("/c", roots) is None
    assert roots == ["/a/b", "/c"]
    assert named_paths("a") == "a"
    assert named_paths(["a", "b\udce9"]) == "a, b\\xe9"


def test_several_paths_keep_their_names_apart(tmp_path):
    for name in ("x/a", "y/a"):
        (tmp_path / name).mkdir(parents=True)
        write(tmp_path / name / "t.txt", f"{ONE} {name}")
    lone = write(tmp_path / "z.txt", ONE)
    paths = [tmp_path / "x/a", tmp_path / "y/a", lone, tmp_path / "x/a/t.txt"]
    found = find_files(paths)
    start = tmp_path.as_posix().lstrip("/")
    assert [file.name for file in found.files] == [
        f"{start}/x/a/t.txt", f"{start}/y/a/t.txt", "z.txt",
    ]  # fmt: skip
    assert [(one.file, one.kind, one.reason) for one in found.skipped] == [
        ("t.txt", "", "is read already by another path")
    ]
    assert [file.name for file in find_files(lone).files] == ["z.txt"]
    assert [file.name for file in find_files([tmp_path / "x/a"]).files] == ["t.txt"]
    hashes = hash_paths([tmp_path / "x/a", lone])
    assert list(hashes) == ["a/t.txt", "z.txt"]
    assert hash_paths(lone) == {"z.txt": hashes["z.txt"]}
    assert hash_paths([tmp_path / "x/a"]) == {"t.txt": hashes["a/t.txt"]}
    assert hash_paths("-") == hash_paths(["-"]) == {}
    assert list(hash_paths(["-", lone])) == ["z.txt"]
    with pytest.raises(TopicsError, match=r"^`path` names nothing to read; got an empty list\.$"):
        find_files([])
    for path in ("no\0", tmp_path / "none"):
        with pytest.raises(InputError, match=r": no such file or folder\. Check the path\.$"):
            find_files(path)


def test_folders_are_walked_in_the_order_of_names(tmp_path):
    for name in ("b/2.txt", "b/10.txt", "a/x.txt", "c.txt", "B.txt", ".h/a.txt", "__MACOSX/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, ONE)
    (tmp_path / "l").symlink_to(tmp_path / "b")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "none.txt").symlink_to(tmp_path / "nowhere")
    found = find_files(tmp_path)
    assert [file.name for file in found.files] == [
        "B.txt", "c.txt", "a/x.txt", "b/10.txt", "b/2.txt",
    ]  # fmt: skip
    assert {(one.file, one.kind, one.reason) for one in found.skipped} == {
        (".h", "folder", "hidden folder"), ("__MACOSX", "folder", "resource fork of macOS"),
        ("l", "folder", "link to a folder that is read already"),
        ("up", "folder", "link to a folder that is read already"),
        ("none.txt", "", "not a regular file"),
    }  # fmt: skip
    every = {path.relative_to(tmp_path).as_posix() for path in all_files(tmp_path)}
    assert every == {
        "b/2.txt", "b/10.txt", "a/x.txt", "c.txt", "B.txt", ".h/a.txt", "__MACOSX/a.txt",
        "none.txt",
    }  # fmt: skip


# --- running text ---------------------------------------------------------------------------------


def rows_of(text, *lines, **options):
    options = ReadOptions(**options)
    paragraphs = [Paragraph(line.removeprefix("# "), line[0] == "#", False) for line in lines]
    file = File("a.txt", "txt", None)
    return list(text_rows(text, file, options, paragraphs=paragraphs or None)), options


def test_running_text_is_one_document_its_sections_or_its_parts():
    assert rows_of(ONE)[0] == [{"doc_id": "a", "text": ONE}]
    rows, options = rows_of("a\n***\nb", split="***")
    assert rows == [{"doc_id": "a:1", "text": "a"}, {"doc_id": "a:2", "text": "b"}]
    assert (options.split_files, options.split_parts) == (1, 2)
    rows, options = rows_of("a\n***", split="***")
    assert rows == [{"doc_id": "a", "text": "a\n***"}]
    assert (options.split_files, options.split_parts) == (0, 0)
    part = f"Author: Ana\nDate: 8 March 2024\n{ONE}\n"
    text = "".join(f"***\n{part}{n}\n" for n in range(3))
    for off in ("off", "OFF", "none"):
        assert rows_of(text, split=off)[0] == [{"doc_id": "a", "text": text}]
    with pytest.raises(InputError) as caught:
        rows_of(text)
    assert str(caught.value) == (
        "a.txt: not one document, it seems: '***' stands in it 3 times and parts what looks like "
        "records. Split it with `split='***'`, or take it as one with `split='off'`."
    )
    lines = [line for n in range(3) for line in (f"# Nets {n}", "8 March 2024", ONE + TWO)]
    rows, options = rows_of("x", *lines)
    assert rows == [
        {"doc_id": f"a:{n + 1}", "title": f"Nets {n}", "date": "2024-03-08", "text": ONE + TWO}
        for n in range(3)
    ]
    assert options.remarks == ["a.txt: 3 headings with a day below each; each is a document"]


def test_exports_of_text_are_known_by_their_lines():
    def database(*lines, given=None):
        options = ReadOptions(database=given)
        rows = exports.articles_of_text("\n".join(lines), File("a.txt", "txt", None), options)
        return None if rows is None else list(options.exports.items()), rows

    classic = ["1 of 1 DOCUMENTS", "", "The Gull", "", "March 8, 2024", "", "Nets", "",
               "LENGTH: 3 words", "", "Boats."]  # fmt: skip
    said, rows = database(*classic)
    assert said == [("Nexis", [("a.txt", 1)])]
    assert rows[0]["doc_id"] == "a:1"
    word = ["Nets", "The Gull", "March 8, 2024", "Body", "Boats.", "End of Document"]
    assert database(*word)[0] == [("Nexis", [("a.txt", 1)])]
    factiva = ["Nets", "33 words", "8 March 2024", "The Quay", "", "Boats.",
               "Document QUAY000020140313ea3d0001a"]  # fmt: skip
    assert database(*factiva)[0] == [("Factiva", [("a.txt", 1)])]
    record = ["_" * 60, "Nets", "Full text: x", "Publication date: 8 March 2024"]
    assert database(*record, *record)[0] == [("ProQuest", [("a.txt", 2)])]
    assert database(ONE, TWO) == (None, None)
    for lines, name in ((classic, "nexis"), (word, "nexis"), (factiva, "factiva"),
                        (record * 2, "proquest")):  # fmt: skip
        assert database(*lines, given=name)[0] is not None
        for other in {"nexis", "factiva", "proquest"} - {name}:
            with pytest.raises(InputError, match=f"no export of {other} is in it"):
                database(*lines, given=other)
    late = ["x" * 60] * 400
    assert database(*late, *classic)[0] is not None
    assert database(*late, *late, *classic)[0] is None
    assert database(f"{'x' * 140} {classic[0]}", *classic[1:])[0] is None
    assert database("a document of it", *classic)[0] is not None


def test_paragraphs_of_office_files_are_blocks_where_no_empty_ones_part_them():
    given = [Paragraph(line, False, False) for line in "abcdef"]
    assert exports._laid_out(given) == [line for mark in "abcdef" for line in (mark, "")]
    spaced = [Paragraph(line, False, False) for line in ("a", "b", "c", "d", "")]
    assert exports._laid_out(spaced) == ["a", "b", "c", "d", ""]
    assert exports._laid_out([*given, Paragraph("", False, False)])[:2] == ["a", ""]


# --- kinds of files -------------------------------------------------------------------------------


def test_every_field_of_a_document_of_reuters(tmp_path):
    first, second = read_sgml(file_of(write(tmp_path / "a.sgm", SGML)), ReadOptions())
    labels = {key: [] for key in ("people", "orgs", "exchanges", "companies")}
    assert first == {
        "doc_id": "901", "title": "GRAIN <FR> RISES", "text": "Grain rose\non Friday.\n Reuter\n",
        "date": "6-MAR-1987", "dateline": "PARIS, March 6 -", "author": "", **labels,
        "topics": ["grain", "wheat"], "places": ["france"], "has_topics": "YES",
        "text_type": "NORM", "lewissplit": "TRAIN", "cgisplit": "TRAINING-SET", "oldid": "1",
        "newid": "901",
    }  # fmt: skip
    assert second == {
        "doc_id": "902", "title": "", "text": "\nQUOTES\n 12 13\n", "date": "7-MAR-1987",
        "dateline": "", "author": "", **labels, "topics": [], "places": [], "has_topics": "NO",
        "text_type": "UNPROC", "lewissplit": "TRAIN", "cgisplit": "TRAINING-SET", "oldid": "2",
        "newid": "902",
    }  # fmt: skip
    data = b'<REUTERS NEWID="1"><TEXT><AUTHOR> By Ana </AUTHOR><BODY>caf\xe9&#8;&#11;&#9;&#127;'
    data += b"&#31;&#65;</BODY></TEXT></REUTERS>"
    (row,) = read_sgml(file_of(write(tmp_path / "b.sgm", data)), ReadOptions())
    assert (row["author"], row["text"], row["has_topics"]) == ("By Ana", "café\tA", "")


def test_sentences_run_on_over_the_edge_of_a_page():
    for before, after, mark in (
        ("the boats", "went", "\n"), ("boats,", "went", "\n"), ("boats;", "went", "\n"),
        ("boats-", "men", "\n"), ("boats –", "men", "\n"), ("boats —", "7 men", "\n"),
        ("boats", "(men", "\n"), ("boats.", "went", "\n\n"), ("boats", "Went", "\n\n"),
        ("boats!", "went", "\n\n"),
    ):  # fmt: skip
        assert pdfs._joined([before, after]) == f"{before}{mark}{after}"
    assert pdfs._joined(["a"]) == "a"
    assert pdfs._joined(["a", "B.", "c"]) == "a\n\nB.\n\nc"


def test_pages_without_text_are_counted_and_the_library_is_quiet(tmp_path, caplog):
    account = read_with_account(write(tmp_path / "a.pdf", pdf([ONE, "", TWO]))).account
    assert account.remarks == ("a.pdf: 1 of 3 pages have no text layer (scanned or blank)",)
    logger = logging.getLogger("pypdf")
    logger.setLevel(logging.ERROR)
    with caplog.at_level(logging.DEBUG):
        logger.setLevel(logging.ERROR)
        with pdfs._quiet():
            logging.getLogger("pypdf.generic").critical("odd")
            logging.getLogger("another").critical("heard")
        assert logger.level == logging.ERROR
    logger.setLevel(logging.NOTSET)
    assert [record.message for record in caplog.records] == ["heard"]


def test_headings_notes_and_breaks_of_opendocument(tmp_path):
    body = (
        "<text:h>Nets</text:h><text:p/><text:p>a<text:s/>b<text:tab/>c<text:line-break/>d"
        "<text:note><text:p>x</text:p></text:note><text:span>e</text:span></text:p>"
        f"<text:h>More</text:h><text:p>{ONE}</text:p>"
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
    )
    path = write(tmp_path / "a.odt", opendocument("text", f"<office:text>{body}</office:text>"))
    row = read_corpus(path).loc[0]
    assert (row["title"], row["text"]) == ("Nets", f"a b c de\n\nMore\n\n{ONE}")
    path = write(tmp_path / "b.docx", docx(["# ", "# Nets", ONE]))
    row = read_corpus(path).loc[0]
    assert (row["title"], row["text"]) == ("", f"Nets\n\n{ONE}")


def test_cells_of_old_sheets_are_values():
    xlrd = pytest.importorskip("xlrd")

    def value(kind, what):
        return oldsheets._value(SimpleNamespace(ctype=kind, value=what), 0, xlrd)

    for nothing in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        assert value(nothing, 7) == ""
    assert value(xlrd.XL_CELL_DATE, 45359.0).isoformat() == "2024-03-08T00:00:00"
    assert value(xlrd.XL_CELL_BOOLEAN, 1) is True
    assert value(xlrd.XL_CELL_NUMBER, 1) == 1
    assert value(xlrd.XL_CELL_NUMBER, 1) is not True
    assert value(xlrd.XL_CELL_TEXT, "a") == "a"


MESSAGE = (
    '<div class="message default clearfix" id="message{n}"><div class="body">'
    '<div class="pull_right date details" title="{day}">09:30</div>{sender}'
    '<div class="text">{text}</div></div></div>'
)


def test_messages_of_a_saved_telegram_chat(tmp_path):
    pytest.importorskip("trafilatura")
    sender = '<div class="from_name"> Ana </div>'
    messages = [
        MESSAGE.format(n=7, day="08.03.2024 09:30:00 UTC+01:00", sender=sender, text=ONE),
        MESSAGE.format(n=8, day="09.03.2024 09:30:00", sender="", text=f"{TWO}<br>More."),
        MESSAGE.format(n=9, day="", sender="", text="").replace('class="text"', 'class="media"'),
    ]
    head = '<div class="page_header"><div class="text bold">Gull</div></div>'
    page = f"<html><body>{head}{{}}</body></html>"
    path = write(tmp_path / "m.html", page.format("".join(messages)))
    reading = read_with_account(path)
    assert reading.corpus["text"].tolist()[0] == ONE
    assert reading.corpus["text"].tolist()[1].split("\n") == [TWO, "More."]
    assert reading.corpus["date"].astype("str").tolist() == ["2024-03-08", "2024-03-09"]
    assert reading.corpus["chat"].tolist() == ["Gull", "Gull"]
    assert reading.account.remarks == ("m.html: 1 messages without text are left out",)
