"""Each reader on small files of its kind: what comes back, and the one clear line on bad input."""

import gzip
import io
import json
import os
import zipfile
from datetime import date

import pandas as pd
import pytest

from topics.errors import InputError, TopicsError
from topics.readers.account import KindRead
from topics.readers.corpus import read_corpus, read_with_account

TALKS = "Ministers from Paris met their guests on Monday to talk about the price of grain."


def write(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def skipped_of(reading):
    return {item.file: item.reason for item in reading.account.skipped}


# --- plain text ---------------------------------------------------------------------------------


def test_txt_keeps_the_text_and_knows_no_date(tmp_path):
    write(tmp_path / "b.txt", "\ufeffOne.\r\nTwo.\rThree.")
    corpus = read_corpus(tmp_path)
    assert corpus[["doc_id", "title", "text", "source"]].to_numpy().tolist() == [
        ["b", "", "One.\nTwo.\nThree.", "b.txt"]
    ]
    assert corpus["date"].isna().all()
    assert corpus["date"].dtype == "datetime64[s]"


def test_undecodable_bytes_name_file_offset_and_likely_encodings(tmp_path):
    write(tmp_path / "a.txt", "caf\xe9 noir".encode("cp1252"))
    with pytest.raises(InputError) as caught:
        read_corpus(tmp_path)
    message = str(caught.value)
    assert message.startswith("a.txt: byte 0xe9 at offset 3 is not utf-8")
    assert "`encoding='cp1252'` ('café noir')" in message
    assert "\n" not in message
    assert read_corpus(tmp_path, encoding="cp1252")["text"].tolist() == ["café noir"]


def test_replace_counts_and_skip_lists(tmp_path):
    write(tmp_path / "a.txt", b"caf\xe9 \xff ok\x00")
    write(tmp_path / "b.txt", "fine")
    replaced = read_with_account(tmp_path, errors="replace")
    assert replaced.corpus["text"].tolist() == ["caf\ufffd \ufffd ok\ufffd", "fine"]
    assert replaced.account.replaced_characters == 3
    skipping = read_with_account(tmp_path, errors="skip")
    assert skipping.corpus["text"].tolist() == ["fine"]
    assert [file.file for file in skipping.account.skipped] == ["a.txt"]
    assert skipping.account.skipped_files == 1


def test_facts_in_file_names(tmp_path):
    (tmp_path / "Session 40").mkdir()
    write(tmp_path / "Session 40" / "FRA_40_1985.txt", TALKS)
    write(tmp_path / "Session 40" / "README.txt", "about")
    reading = read_with_account(tmp_path, pattern="{iso3}_{session:d}_{date:%Y}")
    corpus = reading.corpus
    assert corpus[["iso3", "session", "year"]].to_numpy().tolist() == [["FRA", 40, 1985]]
    assert corpus["date"].tolist() == [pd.Timestamp("1985-01-01")]
    assert corpus["date_precision"].tolist() == ["year"], "a year is not a day"
    assert skipped_of(reading) == {
        "Session 40/README.txt": "name does not fit '{iso3}_{session:d}_{date:%Y}'"
    }


def test_full_dates_in_paths(tmp_path):
    (tmp_path / "gull").mkdir()
    write(tmp_path / "gull" / "2024-03-18-vote.txt", TALKS)
    corpus = read_corpus(tmp_path, pattern="{outlet}/{date:%Y-%m-%d}-{slug}")
    assert corpus.loc[0, ["outlet", "slug"]].tolist() == ["gull", "vote"]
    assert corpus.loc[0, "date"] == pd.Timestamp("2024-03-18")


@pytest.mark.parametrize("pattern", ["", "plain", "{text}", "{a}_{a}", "{a:x}", "{date:%Q}", 3])
def test_bad_patterns(tmp_path, pattern):
    write(tmp_path / "a.txt", TALKS)
    with pytest.raises(TopicsError, match="pattern"):
        read_corpus(tmp_path, pattern=pattern)


# --- tables -------------------------------------------------------------------------------------


def test_csv_with_known_names_and_others_as_they_came(tmp_path):
    rows = (
        'id,headline,body,published,source,score\n7,Grain,"A ""b"",\nc",2024-03-18T23:00Z,Gull,-1\n'
    )
    corpus = read_corpus(write(tmp_path / "t.csv", rows))
    assert corpus.drop(columns=["date", "date_precision"]).to_numpy().tolist() == [
        ["7", "Grain", 'A "b",\nc', "t.csv", "Gull", "-1"]
    ]
    assert list(corpus.columns)[-2:] == ["given_source", "score"]
    assert corpus.loc[0, "date"] == pd.Timestamp("2024-03-18")


@pytest.mark.parametrize(("name", "mark"), [("a.tsv", "\t"), ("a.csv", ";"), ("a.csv", "|")])
def test_separators_and_mapping(tmp_path, name, mark):
    rows = [["Artikel", "Datum"], ["Getreide, teuer", "18.03.2024"], ["Regen", "03.04.2024"]]
    write(tmp_path / name, "\n".join(mark.join(row) for row in rows))
    corpus = read_corpus(tmp_path, columns={"Artikel": "text", "Datum": "date"})
    assert corpus["text"].tolist() == ["Getreide, teuer", "Regen"]
    assert corpus["doc_id"].tolist() == ["a:1", "a:2"]
    assert corpus["date"].dt.month.tolist() == [3, 4], "18.03. proves that 03.04. is in April"


def test_a_mapped_column_that_is_nowhere_is_named(tmp_path):
    path = write(tmp_path / "t.jsonl", '{"text": "a", "Datum": "2024-03-18"}\n{"text": "b"}\n')
    assert read_corpus(path, columns={"Datum": "date"})["date"].isna().tolist() == [False, True]
    with pytest.raises(InputError, match="no document has the column 'Daten' named in `columns`"):
        read_corpus(path, columns={"Daten": "date"})


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("text,n\na,1\nb\n", "row 2 has 1 fields where the header has 2"),
        ("text,n\na,1,9\n", "row 1 has 3 fields"),
        ('text,n\n"never closed,1\nx,2\n', "quote is never closed"),
        ("", "no header line"),
        ("text,text\na,b\n", "names 'text' twice"),
        ("n,m\n1,2\n", "no column with the text"),
        ("text,id\na,1\nb,1\n", "doc_id '1' is already used"),
    ],
)
def test_broken_tables_are_one_clear_line(tmp_path, rows, message):
    write(tmp_path / "t.csv", rows)
    with pytest.raises(InputError, match=message) as caught:
        read_corpus(tmp_path)
    assert "t.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_json_lines_and_json(tmp_path):
    rows = [{"text": "a", "tags": ["x"], "date": 20240318}, {"text": None, "title": "only a title"}]
    lines = write(tmp_path / "a.jsonl", "\n\n".join(map(json.dumps, rows)) + "\n")
    corpus = read_corpus(lines)
    assert corpus["text"].tolist() == ["a", ""]
    assert corpus["title"].tolist() == ["", "only a title"]
    assert corpus.loc[0, "tags"] == ["x"]
    assert corpus.loc[0, "date"] == pd.Timestamp("2024-03-18")
    for value in (rows, {"articles": rows, "total": 2}):
        whole = read_corpus(write(tmp_path / "b.json", json.dumps(value)))
        assert whole["text"].tolist() == ["a", ""]


def test_escaped_characters_in_json(tmp_path):
    write(tmp_path / "a.jsonl", '{"text": "\\ud83d\\ude00 \\ud800", "tags": ["\\udfff"]}')
    corpus = read_corpus(tmp_path)
    assert corpus.loc[0, "text"] == "😀 \ufffd"
    assert corpus.loc[0, "tags"] == ["\ufffd"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.jsonl", '{"text": "a"}\n{"text": ', "a.jsonl: line 2 column 10 is not JSON"),
        ("a.jsonl", '["a"]', "line 1 is no JSON object but list"),
        ("a.jsonl", '{"text": ["a"]}', "'text' is list, not text"),
        ("a.json", '{"text": "a"', "a.json: line 1 is not JSON"),
        ("a.json", "3", "holds no list of documents"),
        ("a.json", "[" * 100_000, "cannot be read|is not JSON"),
        ("a.jsonl", '{"text": "a", "n": ' + "9" * 5000 + "}", "cannot be read"),
    ],
)
def test_broken_json(tmp_path, name, text, message):
    write(tmp_path / name, text)
    with pytest.raises(InputError, match=message):
        read_corpus(tmp_path)


def test_parquet(tmp_path):
    pytest.importorskip("pyarrow")
    table = pd.DataFrame(
        {
            "doc_id": ["x", "y"],
            "text": ["a", None],
            "date": pd.to_datetime(["2024-03-18T22:00:00+05:00", None], utc=True),
            "n": [1, 2],
        }
    )
    table.to_parquet(tmp_path / "t.parquet")
    corpus = read_corpus(tmp_path)
    assert corpus[["doc_id", "text", "n"]].to_numpy().tolist() == [["x", "a", 1], ["y", "", 2]]
    assert corpus["date"].isna().tolist() == [False, True]
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.write(tmp_path / "t.parquet", "inner.parquet")
    assert read_corpus(tmp_path / "z.zip")["source"].tolist() == ["z.zip/inner.parquet"] * 2
    write(tmp_path / "bad.parquet", b"PAR1 no")
    with pytest.raises(InputError, match=r"bad.parquet: no readable Parquet file"):
        read_corpus(tmp_path / "bad.parquet")


# --- SGML, web pages, Word ----------------------------------------------------------------------

SGML = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="1" NEWID="901">
<DATE> 6-MAR-1987 15:01:01.79</DATE>
<TOPICS><D>grain</D><D>wheat</D></TOPICS>
<PLACES><D>france</D></PLACES>
<PEOPLE></PEOPLE><ORGS></ORGS><EXCHANGES></EXCHANGES><COMPANIES></COMPANIES>
<UNKNOWN>&#5;x</UNKNOWN>
<TEXT>&#2;
<TITLE>GRAIN &lt;FR> RISES</TITLE>
<DATELINE>    PARIS, March 6 - </DATELINE><BODY>Grain rose
on Friday.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS TOPICS="NO" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="2" NEWID="902">
<DATE>7-MAR-1987 15:01:01.79</DATE><TOPICS></TOPICS><PLACES></PLACES><PEOPLE></PEOPLE>
<ORGS></ORGS><EXCHANGES></EXCHANGES><COMPANIES></COMPANIES>
<TEXT TYPE="UNPROC">&#2;
QUOTES
 12 13
&#3;</TEXT></REUTERS>
"""


def test_sgml(tmp_path):
    corpus = read_corpus(write(tmp_path / "r.sgm", SGML)).set_index("doc_id")
    first = corpus.loc["901"]
    assert first["title"] == "GRAIN <FR> RISES"
    assert first["dateline"] == "PARIS, March 6 -"
    assert first["places"] == ["france"]
    assert first["topics"] == ["grain", "wheat"]
    assert first["date"] == pd.Timestamp("1987-03-06")
    assert first["text"].split() == ["Grain", "rose", "on", "Friday.", "Reuter"]
    assert corpus.loc["902", "text"].split() == ["QUOTES", "12", "13"]
    assert corpus.loc["902", "text_type"] == "UNPROC"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SGML[:700], "never closed"),
        ("<html></html>", "no <REUTERS> element"),
        ("x</REUTERS>", "without its start"),
        ("<REUTERS A='1'></REUTERS>", "no NEWID or no <TEXT>"),
    ],
)
def test_broken_sgml(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read_corpus(write(tmp_path / "r.sgm", text))


PAGE = """<html><head><title>Grain | Gull</title>
<meta property="og:title" content="Grain deal renewed"/>
<meta property="article:published_time" content="2024-03-18T21:10:00-05:00"/></head><body>
<nav><a href="/">Home</a><a href="/w">World</a></nav><article><h1>Grain deal renewed</h1>
<p>The two ministers signed the grain deal on Monday after a long night of talks in the port.</p>
<p>Ships will leave the harbour within a week, said the officer who runs the inspection office.</p>
<p>Farmers inland said that they had waited for the news since the first days of February.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_saved_web_page(tmp_path):
    pytest.importorskip("trafilatura")
    corpus = read_corpus(write(tmp_path / "p.html", PAGE))
    assert corpus.loc[0, "title"] == "Grain deal renewed"
    assert corpus.loc[0, "date"] == pd.Timestamp("2024-03-18"), "the day as written, in its zone"
    assert "Ships will leave" in corpus.loc[0, "text"]
    assert "rights reserved" not in corpus.loc[0, "text"]


def test_a_page_without_a_day_has_none(tmp_path):
    pytest.importorskip("trafilatura")
    page = PAGE.replace("2024-03-18T21:10:00-05:00", "2014").replace("Monday", "3 May 2021")
    assert read_corpus(write(tmp_path / "p.html", page))["date"].isna().all()


def test_factiva_page(tmp_path):
    pytest.importorskip("trafilatura")
    article = (
        '<div class="article enArticle"><div><span class="enHeadline">Grain {n}</span></div>'
        "<div>120 words</div><div>18 March 2024</div><div>The Gull</div>"
        '<p class="articleParagraph enarticleParagraph">The deal was signed.</p>'
        '<p class="articleParagraph enarticleParagraph">Ships left.</p></div>'
    )
    page = "<html><body>" + "".join(article.replace("{n}", n) for n in "12") + "</body></html>"
    corpus = read_corpus(write(tmp_path / "f.html", page))
    assert corpus["title"].tolist() == ["Grain 1", "Grain 2"]
    assert corpus["text"].tolist() == ["The deal was signed.\n\nShips left."] * 2
    assert corpus["date"].tolist() == [pd.Timestamp("2024-03-18")] * 2


def docx(paragraphs, *, prolog="", style=True):
    body = ""
    for text in paragraphs:
        mark = text.startswith("# ") and style
        heading = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if mark else ""
        text = text.removeprefix("# ").replace("&", "&amp;").replace("<", "&lt;")
        body += f'<w:p>{heading}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{space}"><w:body>{body}'
    xml += "</w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return out.getvalue()


def nexis(*titles, listed=None):
    listed = titles if listed is None else listed
    cover = ["User Name: a reader", f"Documents ({len(listed)})"]
    cover += [f"{n}. {title}" for n, title in enumerate(listed, start=1)]
    articles = []
    for title in titles:
        articles += [f"# {title}", "The Gull", "March 18, 2024 Monday", "Copyright 2024 The Gull"]
        articles += ["Section: WORLD; Pg. 3", "Length: 12 words", "Byline: Ana Sol", "Body"]
        articles += [
            f"Talks on {title} opened.",
            "They closed: at noon.",
            "Load-Date: March 19, 2024",
        ]
        articles += ["End of Document"]
    return cover + articles


@pytest.mark.parametrize("style", [True, False])
def test_nexis_word_file(tmp_path, style):
    write(tmp_path / "n.docx", docx(nexis("Grain", "Rain & snow"), style=style))
    corpus = read_corpus(tmp_path)
    assert corpus["title"].tolist() == ["Grain", "Rain & snow"]
    assert corpus.loc[0, "text"] == "Talks on Grain opened.\n\nThey closed: at noon."
    assert corpus["date"].tolist() == [pd.Timestamp("2024-03-18")] * 2
    assert corpus.loc[1, ["publication", "byline", "section"]].tolist() == [
        "The Gull",
        "Ana Sol",
        "WORLD; Pg. 3",
    ]
    assert read_with_account(tmp_path).account.remarks == ("n.docx: a Nexis export of 2 articles",)


def test_nexis_cover_that_lists_more_is_said(tmp_path):
    write(tmp_path / "n.docx", docx(nexis("Grain", listed=["Grain", "Rain", "Snow"])))
    assert read_with_account(tmp_path).account.remarks == (
        "n.docx: a Nexis export of 1 article",
        "n.docx: the cover lists 3 documents, 1 are in the file",
    )


def test_any_other_word_file_is_one_text(tmp_path):
    corpus = read_corpus(write(tmp_path / "w.docx", docx(["# Grain", "It rose.", "", "It fell."])))
    assert corpus.loc[0, ["title", "text"]].tolist() == ["Grain", "It rose.\n\nIt fell."]


# --- folders and archives -----------------------------------------------------------------------


def test_a_folder_of_one_kind_lists_the_rest(tmp_path):
    for name in ("a.txt", "b.txt", "c.json", "d.exe", ".hidden.txt"):
        write(tmp_path / name, "{}")
    reading = read_with_account(tmp_path, format="txt")
    assert reading.corpus["source"].tolist() == ["a.txt", "b.txt"]
    assert skipped_of(reading) == {
        ".hidden.txt": "hidden file",
        "c.json": "kind json, reading txt",
        "d.exe": "kind that is not read",
    }
    account = reading.account
    assert account.files + account.skipped_files == 5
    assert account.kinds[0] == KindRead(kind="txt", read=2, skipped=1, documents=2)


def test_zip_and_gzip(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/b.txt", "b")
        archive.writestr("a.txt", "a")
    write(tmp_path / "c.txt.gz", gzip.compress(b"c"))
    corpus = read_corpus(tmp_path)
    assert corpus[["source", "text"]].to_numpy().tolist() == [
        ["c.txt.gz", "c"],
        ["z.zip/a.txt", "a"],
        ["z.zip/x/b.txt", "b"],
    ]


def every_kind():
    pages = {"txt": TALKS, "csv": f"text\n{TALKS}\n", "tsv": f"text\tn\n{TALKS}\t1\n"}
    pages |= {"json": json.dumps([{"text": TALKS}]), "jsonl": json.dumps({"text": TALKS})}
    pages |= {"sgm": SGML, "html": PAGE, "docx": docx(nexis("Grain", "Rain"))}
    frame = io.BytesIO()
    pytest.importorskip("pyarrow")
    pd.DataFrame({"text": [TALKS]}).to_parquet(frame)
    return pages | {"parquet": frame.getvalue()}


@pytest.mark.parametrize(
    "kind", ["txt", "csv", "tsv", "json", "jsonl", "sgm", "html", "docx", "parquet"]
)
def test_every_kind_reads_the_same_in_a_zip_and_a_gzip(tmp_path, kind):
    if kind == "html":
        pytest.importorskip("trafilatura")
    data = every_kind()[kind]
    data = data if isinstance(data, bytes) else data.encode()
    plain = read_corpus(write(tmp_path / f"a.{kind}", data))
    packed = read_corpus(write(tmp_path / f"a.{kind}.gz", gzip.compress(data)))
    with zipfile.ZipFile(tmp_path / "z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"a.{kind}", data)
    zipped = read_corpus(tmp_path / "z.zip")
    assert len(plain) >= 1
    columns = [column for column in plain.columns if column not in ("doc_id", "source")]
    pd.testing.assert_frame_equal(packed[columns], plain[columns])
    pd.testing.assert_frame_equal(zipped[columns], plain[columns])
    assert packed["doc_id"].tolist() == plain["doc_id"].tolist()


def test_streams_say_the_same_as_whole(tmp_path):
    rows = "\n".join(json.dumps({"text": str(n), "published": "2024-03-18"}) for n in range(5))
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(rows.encode()))
    whole = read_corpus(path)
    from topics.readers.corpus import read_chunks

    parts = list(read_chunks(path, chunk_docs=2))
    assert [part.account.documents for part in parts] == [2, 4, 5]
    together = pd.concat([part.corpus for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(together, whole, check_like=True)
    assert whole["date"].dt.date.tolist() == [date(2024, 3, 18)] * 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"format": "doc"}, "`format` must be one of"),
        ({"errors": "ignore"}, "`errors` must be one of"),
        ({"encoding": "klingon"}, "`encoding` names no known encoding: 'klingon'"),
        ({"columns": ["a"]}, "`columns` must map"),
        ({"format": "csv"}, "no csv file; 2 files were skipped: 2 .txt"),
    ],
)
def test_bad_arguments(tmp_path, arguments, message):
    write(tmp_path / "a.txt", TALKS)
    write(tmp_path / "b.txt", TALKS)
    with pytest.raises(TopicsError, match=message):
        read_corpus(tmp_path, **arguments)


def test_no_such_path(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        read_corpus(tmp_path / "none")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_as_corpus_is_called_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "news")
    for paths in (tmp_path / "news", [write(tmp_path / "a.txt", TALKS), tmp_path / "news"]):
        with pytest.raises(
            InputError, match=r"news: is a pipe, and no file or folder\. .* `-` for"
        ):
            read_corpus(paths)
    with pytest.raises(InputError, match=r"/dev/null: is a device, and no file or folder"):
        read_corpus("/dev/null")
