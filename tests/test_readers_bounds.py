"""Bounds of what readers take for a text, a headline or a part, from both sides; whole rows."""

import zipfile

import pandas as pd
import pytest
from office_files import opendocument
from test_readers import docx, write
from test_readers_formats import MAIL, ONE, TWO

from topics.errors import InputError
from topics.readers import mail
from topics.readers.account import (
    NOT_READ,
    Account,
    KindRead,
    Reading,
    SkippedFile,
    describe_skipped,
)
from topics.readers.corpus import read_corpus, read_with_account
from topics.readers.files import File
from topics.readers.matching import Piece, match_pieces
from topics.readers.nexis import missing_of, nexis_rows
from topics.readers.nexis_word import Paragraph
from topics.readers.openings import opening_of
from topics.readers.orients import rows_of_table
from topics.readers.packed import Aside, _inner_name, expand
from topics.readers.parts import separator_of, split_text
from topics.readers.plain import NamePattern
from topics.readers.records import Records
from topics.readers.sections import dated_sections, headed_by_days
from topics.readers.serials import Serials, serial_day
from topics.readers.siblings import sibling_rows, side_by_side

BODY = "The boats left the harbour at dawn and came back with little in their nets. "


def account_of(path, **options):
    return read_with_account(path, **options).account


# --- the account ----------------------------------------------------------------------------------


def test_an_account_warns_of_more_than_a_tenth_and_of_no_less():
    skipped = SkippedFile(file="a.doc", kind=".doc", reason="x")
    aside = [SkippedFile(file="x", kind=kind, reason="x") for kind in ("", "folder")] * 9
    assert Account(documents=9, files=9, skipped=(skipped, *aside)).warnings == ()
    assert Account(documents=8, files=8, skipped=(skipped, *aside)).warnings == (
        "1 of 9 files were not read",
    )
    assert Account(documents=10, dates_unreadable=1).warnings == ()
    four = {"dates_unreadable_examples": tuple("abcd")}
    assert Account(documents=9, dates_unreadable=1, **four).warnings != ()
    assert Account(documents=2000, dates_unreadable=1999, **four).warnings == (
        "1,999 of 2,000 documents have a date that could not be read, such as a; b; c",
    )
    assert Account(documents=1, characters=10, replaced_characters=1).warnings == ()
    assert Account(documents=1, characters=1009, replaced_characters=1001).warnings == (
        "1,001 of 1,009 characters did not decode",
    )
    for number, plural in ((1, ""), (2, "s")):
        names = tuple("ab"[:number])
        assert Account(documents=1, large_single=names).warnings == (
            f"{number} long file{plural} (over 100 kB) gave one document each, such as a: does it "
            "hold several articles?",
        )


def test_skipped_files_are_counted_by_kind_those_without_a_remedy_last():
    files = [SkippedFile(file=f"{n}", kind=f".k{n:02}", reason="x", advice="y") for n in range(12)]
    files += [SkippedFile(file="z", kind=".z", reason=NOT_READ, advice="save as .txt")] * 1200
    files += [SkippedFile(file="w", kind="", reason="a")] * 1200
    said = describe_skipped(files)
    assert said.startswith(
        "2,412 files were skipped: 1,200 .z (save as .txt), 1,200 (a), 1 .k00 (x: y), 1 .k01"
    )
    assert said.endswith("1 .k09 (x: y), and 2 other kinds")
    assert describe_skipped(files[:1]) == "1 file was skipped: 1 .k00 (x: y)"
    assert describe_skipped([]) == ""
    assert "kinds" not in describe_skipped(files[:12])
    bare = SkippedFile(file="a", kind=".z", reason=NOT_READ)
    assert describe_skipped([bare]) == "1 file was skipped: 1 .z (kind that is not read)"


def test_an_account_shows_itself_in_a_notebook():
    account = Account(
        path="corpus", documents=1200, files=2, characters=3000, dates={"day": 1100, "year": 7},
        kinds=(KindRead(kind="csv", read=2, skipped=1, documents=1200),),
        skipped=(SkippedFile(file="a.doc", kind=".doc", reason="old"),), dates_unreadable=150,
        dates_unreadable_examples=("a: x",), encodings={"cp1251": 3, "cp1252": 1},
        remarks=("one", "two"), large_single=("a.txt",),
    )  # fmt: skip
    style = ' style="text-align:left"'
    shown = account._repr_html_().replace(style, "")
    for name, value in (
        ("from", "corpus"), ("files", "2"), ("characters", "3,000"),
        ("not read", "1 file was skipped: 1 .doc (old)"), ("dates", "1,100 by day, 7 by year"),
        ("dates that could not be read", "150"), ("encodings guessed", "3 cp1251, 1 cp1252"),
        ("warning", "; ".join(account.warnings)), ("remarks", "one; two"),
    ):  # fmt: skip
        assert f"<tr><th>{name}</th><td>{value}</td></tr>" in shown, name
    assert "<strong>1,200 documents were read</strong>" in shown
    heads = "".join(f"<th>{head}</th>" for head in ("kind", "files read", "skipped", "documents"))
    assert f"{heads}</tr><tr><td>csv</td><td>2</td><td>1</td><td>1,200</td>" in shown
    assert (
        "<p>Next: <code>clean_corpus</code>; then <code>flow(account, audit)</code> counts" in shown
    )
    reading = Reading(corpus=pd.DataFrame(), account=account)._repr_html_()
    assert (
        "<p><code>reading.corpus</code> is the table of documents, <code>reading.account</code> "
        "what is said here. Next: <code>clean_corpus(reading.corpus)</code>.</p>"
    ) in reading
    bare = Account(documents=0)._repr_html_()
    assert "could not be read" not in bare
    assert "kind" not in bare


# --- siblings, openings, sections -----------------------------------------------------------------


def article(size, *, name="", tag="p"):
    return f"<article{name}><{tag}>{'x' * size}</{tag}></article>"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (article(80) + article(80), (2, 0)),
        (article(90) + article(79), (0, 0)),
        (article(90), (0, 0)),
        (article(1996) + article(399), (0, 1)),
        (article(1995) + article(399), (2, 0)),
        (article(9000) + article(400), (2, 0)),
        (article(1996) + article(399) + article(3), (0, 2)),
        (article(90) + article(90) + article(0), (2, 0)),
        (f"<article>{article(90) + article(90)}</article>", (0, 0)),
        (article(90) + article(90, name=' class="Comment"'), (0, 0)),
        (f'<ol id="comments">{article(90) * 2}</ol>', (0, 0)),
        (f"<aside>{article(90) * 2}</aside>", (0, 0)),
        (f"<nav>{article(90) * 2}</nav>", (0, 0)),
        (f"<footer>{article(90) * 2}</footer>", (0, 0)),
        (f"<div>{article(90) * 2}</div><div>{article(100) * 3}</div>", (3, 0)),
        ("", (0, 0)),
    ],
)
def test_articles_side_by_side_have_a_size(body, found):
    html = pytest.importorskip("lxml.html")
    nodes, teasers = side_by_side(html.fromstring(f"<html><body><main>{body}</main></body></html>"))
    assert (len(nodes), teasers) == found


def sibling(body):
    html = pytest.importorskip("lxml.html")
    (row,) = sibling_rows([html.fromstring(f"<article>{body}</article>")])
    return row


def test_headline_and_day_of_an_article_among_others():
    time = '<time datetime="2014-03-13">Thursday</time>'
    assert sibling(f"<h2>Rain</h2>{time}<p>a</p><p></p><p>b</p>") == {
        "title": "Rain", "date": "2014-03-13", "text": "a\n\nb",
    }  # fmt: skip
    for tag in ("h1", "h3", 'p class="article-title"', 'p class="headline"', 'p class="titre"'):
        assert sibling(f"<{tag}>Rain</{tag[:2].strip()}><p>a</p>")["title"] == "Rain"
    assert sibling("<h4>Rain</h4><p>a</p>") == {"title": "", "date": None, "text": "Rain\na"}
    two = '<time datetime="noon">x</time>' + time
    assert sibling(f"<p>{two}</p><p>13 April 2015</p>")["date"] == "2014-03-13"
    assert sibling("<time>x</time><p>a</p>")["date"] is None
    short = f"{'y' * 46} 13 March 2014"
    assert len(short) == 60
    assert sibling(f"<p>{short[1:]}</p><p>a</p>") == {
        "title": "", "date": "2014-03-13", "text": "a",
    }  # fmt: skip
    assert sibling(f"<p>{short}</p><p>a</p>")["date"] is None
    lines = "<br>".join("abcdefg")
    assert sibling(f"{lines}<br>13 March 2014")["date"] == "2014-03-13"
    assert sibling(f"{lines}<br>h<br>13 March 2014")["date"] is None


AGENCIES = [
    "Reuters", "AP", "AFP", "UPI", "dpa", "EFE", "ANSA", "TASS", "Xinhua", "PTI", "IANS",
    "Anadolu", "AA", "Kyodo", "Yonhap", "Interfax", "Bloomberg",
]  # fmt: skip


@pytest.mark.parametrize("agency", AGENCIES)
def test_dispatches_of_every_agency_are_openings(agency):
    for mark in (") -", ") – ", "). — "):
        line = f"LIMA, March 1 ({agency}{mark}Talks opened in the old port."
        assert opening_of(f"{line}\n" * 3) == (
            repr(f"{line[:40]}..."), 3, r"\w[^()]{2,50}\(\w+\)\.? ?[-–—].*",
        )  # fmt: skip
        told = [f"{line}\n{n}" if n < 2 else f"{line} Soon.\n{n}" for n in range(3)]
        assert split_text("\n".join(told), opening_of("\n".join(told))[2]) == told
    assert opening_of(f"{line}\n" * 2) is None
    assert opening_of(f"LIMA (x{agency}) - Talks\n" * 3) is None


@pytest.mark.parametrize(
    "stamp",
    ["12/03/2024, 10:05 - Ana: x", "12.03.24, 10:05:12 - Ana: x", "[12/03/24, 10:05] Ana: x",
     "2024-03-12 10:05 Ana: x", "1/3/24, 9:05 PM - Ana: x", "12/03/2024 10:05 – Ana: x",
     "[12.03.24, 10:05:12 AM] Ana: x"],
)  # fmt: skip
def test_messages_of_a_chat_are_openings(stamp):
    opening = opening_of(f"{stamp}\n" * 3)
    assert opening == (repr(f"{stamp[:40]}..."), 3, r"\[?\d+[./-]\d+[./-]\d+,? \d+:.*")
    said = [f"{stamp} {word}" for word in ("yes", "no", "so")]
    assert split_text("\n".join(said), opening[2]) == said
    for marked in (f"\u200e{stamp}", f" {stamp}"):
        assert opening_of(f"{marked}\n" + f"{stamp}\n" * 3) is not None
    assert opening_of(f"{stamp}\n" * 3 + "more\n" * 7) is not None
    assert opening_of(f"{stamp}\n" * 3 + "more\n" * 8) is None
    assert opening_of("Ana: x\n" + f"{stamp}\n" * 9) is None
    assert opening_of(f"{stamp}\n" * 2) is None
    assert opening_of(f"{stamp.replace(':', '.')}\n" * 3) is None


def paragraphs(*lines):
    return [Paragraph(line.removeprefix("# "), line.startswith("# "), False) for line in lines]


def test_sections_have_a_heading_a_day_and_a_text_of_some_length():
    text = "x" * 60
    part = ["# Nets", "Ana Sol", "Oslo", "13 March 2014", text, "", "y"]
    row = {"title": "Nets", "date": "2014-03-13", "text": f"Ana Sol\n\nOslo\n\n{text}\n\ny"}
    assert dated_sections(paragraphs(*part * 3)) == [row] * 3
    assert dated_sections(paragraphs(*part * 2)) == []
    assert dated_sections(paragraphs(*["# ", *part] * 3)) == [row] * 3
    far = ["# Nets", "a", "b", "c", "13 March 2014", text]
    assert dated_sections(paragraphs(*far * 3)) == []
    short = ["# Nets", "13 March 2014", text[1:]]
    assert dated_sections(paragraphs(*short * 3)) == []
    assert len(dated_sections(paragraphs(*part * 4, *short))) == 5
    assert dated_sections(paragraphs(*part * 3, *short)) == []
    assert len(dated_sections(paragraphs("z" * 300, *part * 3))) == 3
    assert dated_sections(paragraphs("z" * 301, *part * 3)) == []
    line = "z" * 47 + "13 March 2014"
    assert dated_sections(paragraphs(*["# Nets", line, text] * 3)) == []
    line = "z" * 19 + "13 March 2014"  # two fifths of a line are the day
    assert dated_sections(paragraphs(*["# Nets", line, text] * 3)) != []
    assert dated_sections(paragraphs(*["# Nets", f"zz{line}", text] * 3)) == []


def days(form, number=3):
    return "\n".join(form.format(n=n, d=f"{n + 1} March 2014") for n in range(number))


def test_headlines_beside_days_are_headings():
    def headed(text):
        return [one.text for one in headed_by_days(text) if one.heading]

    names = ["Nets 0", "Nets 1", "Nets 2"]
    for form in ("Nets {n}\n{d}\nx.", "\nNets {n}\n\n{d}\nx.", "\n# Nets {n}\n{d}\nx."):
        assert headed(days(f"\n{form}\n")) == names, form
    assert headed(days("x.\n{d}\nNets {n}\nx.\n")) == names
    below = headed_by_days(days("x.\n{d}\n\nNets {n}\nx.\n"))
    assert [one.text for one in below][:5] == ["x.", "Nets 0", "1 March 2014", "", "x."]
    assert headed(days("\nNets {n}\n{d}\nx.\n", 2)) == []
    assert headed(days("\nNets\n{d}\nx.\n")) == []
    for end in ".,;:":
        assert headed(days(f"\nNets {{n}}{end}\n{{d}}\nx.\n")) == []
    assert headed(days("\n{n}ab\n{d}\nx.\n")) == []
    assert headed(days("\n{n}abc\n{d}\nx.\n")) == ["0abc", "1abc", "2abc"]
    long = "x" * 148
    assert headed(days(f"\n{{n}}{long}\n{{d}}\nx.\n")) == [f"{n}{long}" for n in range(3)]
    assert headed(days(f"\n{{n}}x{long}\n{{d}}\nx.\n")) == []
    assert headed("\n\n".join(f"Nets {n}\n1 March 2014\nx." for n in range(3))) == []


# --- parts ----------------------------------------------------------------------------------------


def records(line, number=3, *, fields="Author: Ana\nDate: {n} March 2014"):
    return "".join(
        f"{line.format(n=n)}\n{fields.format(n=n)}\n{'abc'[n - 1]}: {BODY}\n"
        for n in range(1, number + 1)
    )


@pytest.mark.parametrize(
    ("line", "shown", "pattern"),
    [
        ("***", "'***'", "***"), ("-----", "'-----'", "-----"), ("- - -", "'- - -'", "- - -"),
        ("\f", "a form feed", r"\f"), ("Record {n}", "'Record 1'", r"Record \d+"),
        ("{n} of 3 texts", "'1 of 3 texts'", r"\d+ of \d+ texts"),
        ("Title: Nets {n}", "'Title: Nets 1'", "Title: .*"), ("[{n}]", "'[1]'", r"\[\d+\]"),
        ("ID AB12345{n}", "'ID AB123451'", r"[\w-]+ [\w-]+"), ("@@@", "'@@@'", "@@@"),
    ],
)  # fmt: skip
def test_lines_that_part_records_are_shown_and_split_by(line, shown, pattern):
    text = records(line)
    found = separator_of(text)
    assert (found.line, found.times, found.pattern) == (shown, 3, pattern)
    assert len(split_text(text, found.pattern)) == 3
    assert separator_of(records(line, 2)) is None
    # a number of so many texts is proof enough; elsewhere each part must be a record
    assert (separator_of(records(line, fields="x")) is not None) == ("texts" in line)


def test_rules_of_several_widths_part_records_by_one_expression():
    text = "".join(
        f"{'*' * (n + 3)}\nAuthor: Ana\nDate: {n} March 2014\n{BODY}\n" for n in (1, 2, 3)
    )
    found = separator_of(text)
    assert (found.line, found.times, found.pattern) == ("'****'", 3, r"[*\s]+")
    text = text.replace("*", "^")
    assert separator_of(text).pattern == r"[\^\s]+"
    assert len(split_text(text, r"[\^\s]+")) == 3


def test_a_split_drops_what_says_nothing_and_keeps_what_does():
    assert split_text("a\n 1. \nb\n 2. \nc", r"\d\.") == ["a", "b", "c"]
    assert split_text("a\nNo 1\nb\nNr 2\nc", r"N. \d") == ["a", "No 1\nb", "Nr 2\nc"]
    assert split_text("a\n* *\nb\n*\nc", r"[* ]+") == ["a", "b", "c"]
    assert split_text("***\na\n***\n\n \n***\nb", "***") == ["a", "b"]
    assert split_text("a\n[x\nb", "[x") == ["a", "b"]
    assert split_text("a\fb\n\fc", r"\f") == ["a", "b", "c"]
    assert split_text("a\n\xa0x\t\nb", "x") == ["a", "b"]
    assert split_text("a\nxx\nb", "x") == ["a\nxx\nb"]


# --- counts of exports ----------------------------------------------------------------------------


def test_documents_that_are_announced_and_are_not_there():
    assert missing_of([(1, 2), (2, 2)]) == ""
    assert missing_of([(1, 2), (2, 2), (1, 1)]) == ""
    assert missing_of([(1, 1), (1, 2)]) == ("announces 3 documents, 2 are in it (without number 2)")
    assert missing_of([(1, 1000), *((n, 1000) for n in range(7, 1001))]) == (
        "announces 1,000 documents, 995 are in it (without number 2, 3, 4, 5, 6)"
    )
    assert missing_of([(8, 8)]) == (
        "announces 8 documents, 1 are in it (without number 1, 2, 3, 4, 5, ...)"
    )
    assert (
        missing_of([(2, 2), (1, 2)]) == "announces 4 documents, 2 are in it (without number 1, 2)"
    )
    assert missing_of([(1, 3), (2, 3), (2, 3), (3, 3)]) == (
        "announces 6 documents, 4 are in it (without number 3, 1)"
    )


def test_marks_in_a_text_count_something_else():
    lines = ["1 of 2 DOCUMENTS", "", "The Gull", "", "March 1, 2014", "", "Nets", "",
             "LENGTH: 3 words", "", "a", "2 of 5 documents", "b", "", "2 of 2 DOCUMENTS", "",
             "The Gull", "", "Nets", "", "LENGTH: 3 words"]  # fmt: skip
    said = []
    rows = list(nexis_rows(lines, "a.txt", said))
    assert [row["text"] for row in rows] == ["a\n2 of 5 documents\nb", ""]
    assert rows[1] == {"title": "Nets", "text": "", "date": None, "publication": "The Gull"}
    assert said == []
    again = [*lines, "1 of 1 DOCUMENTS", "", "Boats"]
    assert len(list(nexis_rows(again, "a.txt", said))) == 3
    assert said == []


# --- tables in JSON -------------------------------------------------------------------------------

NONE = frozenset()


def test_tables_turned_round():
    rows = [{"text": "a", "n": 1}, {"text": "b", "n": 2}]
    split = {"columns": ["text", "n"], "data": [["a", 1], ["b", 2]], "index": [0, 1]}
    assert rows_of_table(split, NONE) == rows
    assert rows_of_table({"columns": [1], "data": [["a"]]}, NONE) == [{"1": "a"}]
    assert rows_of_table({**split, "data": [["a", 1], ["b"]]}, NONE) is None
    assert rows_of_table({**split, "data": []}, NONE) is None
    lists = {"text": ["a", "b"], "n": [1, 2]}
    assert rows_of_table(lists, NONE) == rows
    assert rows_of_table({"x": ["a", "b"], "n": [1, 2]}, NONE) is None
    assert rows_of_table({"x": ["a"], "n": [1]}, frozenset({"x"})) == [{"x": "a", "n": 1}]
    for odd in ({"n": [1]}, {"n": []}, {"text": ["a", 7]}, {"text": "a"}):
        assert rows_of_table({**lists, **odd}, NONE) is None, odd
    assert rows_of_table({"text": ["a"]}, NONE) is None
    objects = {"text": {"0": "a", "1": "b"}, "n": {"0": 1, "1": 2}}
    assert rows_of_table(objects, NONE) == rows
    assert rows_of_table({**objects, "n": {"0": 1, "2": 2}}, NONE) is None
    named = {"k1": {"text": "a"}, "k2": {"body": "b"}}
    assert rows_of_table(named, NONE) == [
        {"doc_id": "k1", "text": "a"}, {"doc_id": "k2", "body": "b"},
    ]  # fmt: skip
    for odd in ({"k2": {"text": 7}}, {"k2": {"n": 7}}, {"k2": {}}, {"k2": 7}):
        assert rows_of_table({**named, **odd}, NONE) is None, odd
    assert rows_of_table({"k1": {"text": "a"}}, NONE) is None


def test_notes_are_short_and_in_several_lists():
    def found(*lengths, lists=2):
        records = Records()
        records.lengths, records.lists = list(lengths), lists
        return records.are_notes()

    assert found(39, 39, 400)
    assert not found(40, 40, 1)
    assert not found(1, 1, lists=1)
    assert not found()


def rows_in(value, **options):
    return list(Records(**options).rows(value))


def test_documents_in_their_wrapping():
    assert rows_in({"a": {"b": [{"text": "x"}]}}) == [{"text": "x"}]
    assert rows_in([{"_id": 1, "_source": {"text": "x"}, "n": 2}]) == [
        {"doc_id": 1, "n": 2, "text": "x"}
    ]
    assert rows_in([{"_source": {"text": "x", "n": {"m": 1}}}]) == [{"text": "x", "n.m": 1}]
    assert rows_in([{"fields": {"body": "x"}, "id": 1}]) == [{"fields.body": "x", "id": 1}]
    assert rows_in([{"a": {"text": "x"}, "b": {"text": "y"}, "n": 1}]) == [
        {"a.text": "x", "b.text": "y", "n": 1}
    ]
    assert rows_in({"text": "x", "items": [{"text": "y"}]}) == [
        {"text": "x", "items": [{"text": "y"}]}
    ]
    assert rows_in([7, "x"]) == [7, "x"]
    assert rows_in({"n": 1}) == [{"n": 1}]
    assert rows_in([{"text": "x"}, {"n": 1}]) == [{"text": "x"}, {"n": 1, "text": None}]
    assert rows_in([{"x": "<p>a</p><p>b</p>"}], given=frozenset({"x"})) == [{"x": "a\n\nb"}]
    assert rows_in([{"text": "a < b"}]) == [{"text": "a < b"}]
    assert rows_in([{"content": {"rendered": "<p>a</p>"}}]) == [{"content": "a"}]
    wide = {f"k{n}": n for n in range(24)}
    assert rows_in([{"text": "x", "w": wide}])[0]["w.k23"] == 23
    assert rows_in([{"text": "x", "w": {**wide, "z": 1}}])[0]["w"] == {**wide, "z": 1}
    assert rows_in([{"text": "x", "w": {}}]) == [{"text": "x"}]
    deep = [{"text": "x"}]
    for _ in range(8):
        deep = {"a": deep}
    assert rows_in(deep) == [{"text": "x"}]
    assert "text" not in rows_in({"a": deep})[0]


# --- names of files -------------------------------------------------------------------------------


def test_pieces_of_names():
    digits = Piece(kind="digit", greedy=True, field="n")
    assert match_pieces([Piece(field="a"), digits], "x12") == {"a": "x", "n": "12"}
    assert match_pieces([Piece(greedy=True, field="a"), digits], "x12") == {"a": "x1", "n": "2"}
    two = Piece(kind="digit", least=1, most=2, greedy=True, field="n")
    assert match_pieces([two, Piece(field="a")], "123") == {"n": "12", "a": "3"}
    assert match_pieces([Piece(kind="digit", least=2, most=2, field="n")], "1") is None
    assert match_pieces([Piece(kind="digit", least=2, most=2, field="n")], "123") is None
    assert match_pieces([Piece(kind="letter", field="a")], "äb") == {"a": "äb"}
    assert match_pieces([Piece(kind="letter", field="a")], "a1") is None
    assert match_pieces([Piece(field="a")], "a/b") is None
    assert match_pieces([Piece(kind="any", field="a")], "a/b") == {"a": "a/b"}
    start = [Piece(kind="any", least=0, greedy=True), Piece("/"), Piece(field="a")]
    assert match_pieces(start, "/b") == match_pieces(start, "/a/b") == {"a": "b"}
    assert match_pieces([Piece("ab"), Piece("ab")], "abab") == {}
    assert match_pieces([Piece("aa"), Piece(field="x")], "aaa") == {"x": "a"}
    assert match_pieces([], "") == {}
    assert match_pieces([], "a") is None


@pytest.mark.parametrize(
    ("pattern", "name", "facts"),
    [
        ("{a}_{n:d}", "x/AFG_040.txt", {"a": "AFG", "n": 40}),
        ("{a}_{n:d}", "AFG_123456789012345678.txt", {"a": "AFG", "n": 123456789012345678}),
        ("{a}_{n:d}", "AFG_1234567890123456789.txt", None),
        ("{a}_{n:d}", "AFG_x.txt", None),
        ("{a}/{b}", "x/y/z.csv.gz", {"a": "y", "b": "z"}),
        ("x/{b}", "a/x/z.txt", {"b": "z"}),
        ("x/{b}", "ax/z.txt", None),
        ("{date:%Y}", "1985.txt", {"year": 1985}),
        ("{date:%Y%m}", "198503.txt", {"year": 1985, "month": 3}),
        ("{date:%b-%y}", "Mar-85.txt", {"year": 1985, "month": 3}),
        ("{date:%B %Y}", "March 1985.txt", {"year": 1985, "month": 3}),
        ("{date:%Y%m}", "198513.txt", None),
        ("{date:%Y}", "198.txt", None),
        ("v{date:%Y}x", "v1985x.txt", {"year": 1985}),
        ("v{date:%Y}x", "v1985.txt", None),
    ],
)
def test_facts_in_the_names_of_files(pattern, name, facts):
    assert NamePattern(pattern).facts(name) == facts


def test_days_and_times_in_the_names_of_files():
    found = NamePattern("{date:%Y-%m-%dT%H.%M.%S}").facts("2024-3-8T9.05.7.txt")
    assert found["date"].isoformat() == "2024-03-08T09:05:07"
    found = NamePattern("{date:%Y-%j}").facts("2024-68.txt")
    assert found["date"].isoformat() == "2024-03-08T00:00:00"


def test_names_of_entries_that_point_outside_their_archive():
    assert _inner_name("a.zip", "./b\\c.txt") == "a.zip/b\\c.txt"
    for name in ("../b", "b/../../c", "/b", "\\b", "C:/b", "b\\..\\c"):
        with pytest.raises(InputError) as caught:
            _inner_name("a.zip", name)
        assert str(caught.value) == (
            f"a.zip: the entry {name!r} points outside the archive. Do not trust this file."
        )
    assert _inner_name("a.zip", "b/C:c") == "a.zip/b/C:c"


def test_archives_in_archives_are_opened_once(tmp_path):
    inner = write(tmp_path / "a.txt", ONE)
    for name in ("1.zip", "2.zip", "3.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.write(inner, inner.name)
        inner = tmp_path / name
    aside = Aside([])
    path = tmp_path / "2.zip"
    (file,) = expand("2.zip", lambda: path.open("rb"), aside)
    assert (file.name, file.read(), aside.files) == ("2.zip/1.zip/a.txt", ONE.encode(), [])
    path = tmp_path / "3.zip"
    assert expand("3.zip", lambda: path.open("rb"), aside) == []
    assert aside.files == [
        SkippedFile(file="3.zip/2.zip/1.zip", kind="archive",
                    reason="archive in an archive in an archive", advice="unpack it")
    ]  # fmt: skip


def test_a_damaged_archive_is_left_out_where_that_is_asked_for(tmp_path):
    path = write(tmp_path / "a.zip", "x")
    aside = Aside([], damaged=True)
    assert expand("a.zip", lambda: path.open("rb"), aside) == []
    assert aside.files == [
        SkippedFile(
            file="a.zip", kind="archive",
            reason="not a readable zip file (File is not a zip file). Save it again",
        )
    ]  # fmt: skip
    with pytest.raises(InputError):
        expand("a.zip", lambda: path.open("rb"), Aside([]))


# --- numbers of spreadsheets, mail, Word ----------------------------------------------------------


def test_numbers_of_spreadsheets_are_days_from_1954_to_2064():
    assert serial_day("20000").isoformat() == "1954-10-03"
    assert serial_day("59999").isoformat() == "2064-04-07"
    assert serial_day(45362.5) == serial_day(" 45362 ") == serial_day(45362)
    for other in ("19999", "60000", "4536", "453620", "45362.", True, None, [45362], "x45362"):
        assert serial_day(other) is None, other


def test_a_column_of_two_numbers_and_nothing_else_is_proven():
    def proven(*values):
        serials = Serials()
        for value in values:
            serials.add(("a.csv", "d"), value)
        assert bool(serials) == any(serial_day(value) for value in values)
        serials.end()
        return serials.proven == {("a.csv", "d")}

    assert proven("45362", 45363)
    assert not proven("45362")
    assert not proven("45362", "45363", "soon")
    serials = Serials()
    for file in "aba":
        serials.add((file, "d"), "45362")
    serials.end()
    assert serials.proven == set()


def test_a_mail_is_a_row(tmp_path):
    row = read_corpus(write(tmp_path / "a.eml", MAIL)).loc[0]
    assert row["from"] == "João <j@example.org>"
    bare = read_corpus(write(tmp_path / "b.eml", f"X-A: b\n\n{ONE}\n")).loc[0]
    assert bare[["doc_id", "title", "text", "from", "to", "message_id"]].tolist() == [
        "b", "", f"{ONE}\n", "", "", "",
    ]  # fmt: skip
    marked = (
        "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n"
        f"<p>{ONE}</p>\n--b\nContent-Type: text/html\n\n<p>{TWO}</p>\n--b\n"
        "Content-Type: text/plain\nContent-Disposition: attachment\n\nx\n--b\n"
        "Content-Type: image/png\n\nx\n--b--\n"
    )
    path = write(tmp_path / "c.eml", marked)
    assert read_corpus(path)["text"].tolist() == [f"{ONE}\n\n{TWO}"]
    assert account_of(path).remarks == ("c.eml: 2 attachments are not read",)
    lines = f"Subject: a\r\nTo: b\r\n\r\n{ONE}\rand\r\nmore\r\n".encode()
    row = read_corpus(write(tmp_path / "d.eml", lines)).loc[0]
    assert (row["text"], row["to"]) == (f"{ONE}\nand\nmore\n", "b")


def test_a_message_is_read_up_to_the_cap(tmp_path, monkeypatch):
    box = f"From a\nSubject: 1\n\n{ONE}\n\n"
    path = write(tmp_path / "a.mbox", box * 2)
    monkeypatch.setattr(mail, "MAX_DOCUMENT_BYTES", len(box) - len("From a\n"))
    assert len(read_corpus(path)) == 2
    monkeypatch.setattr(mail, "MAX_DOCUMENT_BYTES", len(box) - len("From a\n") - 1)
    with pytest.raises(InputError, match="a message is larger than"):
        read_corpus(path)


def test_an_export_of_a_named_database_is_read_by_its_kind(tmp_path):
    lines = [*nexis_lines("Nets"), *nexis_lines("Boats")]
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    path = write(tmp_path / "a.odt", opendocument("text", f"<office:text>{body}</office:text>"))
    assert read_corpus(path, format="nexis")["title"].tolist() == ["Nets", "Boats"]


def nexis_lines(title):
    return [title, "The Gull", "March 1, 2014", "Body", f"{title} went.", "End of Document"]


def test_folders_beside_output_of_ours_are_read(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / "in" / name).mkdir(parents=True)
        write(tmp_path / "in" / name / "a.txt", f"{ONE} {name}")
    write(tmp_path / "in" / "b" / "manifest.json", '{"program": "country-topics"}')
    write(tmp_path / "in" / "c" / "manifest.json", '{"program": "another", "versions": []}')
    reading = read_with_account(tmp_path / "in")
    assert reading.corpus["text"].tolist() == [f"{ONE} a", f"{ONE} c"]
    said = "b: an output folder of country-topics, not read as corpus"
    assert said in reading.account.remarks
    assert reading.account.skipped[0] == SkippedFile(
        file="b", kind="folder", reason="output of country-topics"
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-32-be"])
def test_lines_of_wide_letters(tmp_path, encoding):
    path = write(tmp_path / "a.csv", f"text,n\n{ONE} \u010a,1\n{TWO},2\n".encode(encoding))
    found = read_corpus(path, encoding=encoding)
    assert found["text"].tolist() == [f"{ONE} \u010a", TWO]


def test_a_box_of_mail_in_which_lines_begin_with_from(tmp_path):
    box = f"From a\nSubject: 1\n\n{ONE}\n>From b\n>>From c\nFrom d\n\nFrom e\nSubject: 2\n\n{TWO}\n"
    corpus = read_corpus(write(tmp_path / "a.mbox", box))
    assert corpus["doc_id"].tolist() == ["a:1", "a:2"]
    assert corpus["text"].tolist() == [f"{ONE}\nFrom b\n>From c\nFrom d\n\n", f"{TWO}\n"]
    assert read_corpus(write(tmp_path / "b.mbox", f"\n{box}"))["title"].tolist() == ["1", "2"]


def test_the_first_heading_of_a_word_file_is_its_title_and_none_of_its_text(tmp_path):
    row = read_corpus(write(tmp_path / "a.docx", docx(["# Nets", ONE, "# More", TWO]))).loc[0]
    assert (row["title"], row["text"]) == ("Nets", f"{ONE}\n\nMore\n\n{TWO}")
    row = read_corpus(write(tmp_path / "b.docx", docx([ONE, "# More", TWO]))).loc[0]
    assert (row["title"], row["text"]) == ("", f"{ONE}\n\nMore\n\n{TWO}")
    file = File("a.docx", "docx", lambda: (tmp_path / "a.docx").open("rb"))
    assert file.stem == "a"
