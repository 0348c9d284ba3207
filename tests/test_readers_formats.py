"""Layouts that interfaces, archives and offices write, imitated: each gives its documents.

The public description that an imitation follows stands above it.
"""

import gzip
import json
import sys
from pathlib import Path

import pandas as pd
import pytest
from office_files import epub, ods, opendocument, pdf, xlsx
from test_readers import PAGE, write

from topics.errors import InputError, MissingExtraError
from topics.readers.corpus import read_corpus, read_with_account

FORMATS = Path(__file__).parent / "data" / "formats"
ONE = "Rosa Vega opened the grain talks in Lima."
TWO = "Jan Kask closed the fish talks in Tallinn."
HTML = "<p>Rosa Vega opened the <b>grain</b> talks in&nbsp;Lima.</p><script>x</script>"


def texts(path, **options):
    return read_corpus(path, **options)["text"].tolist()


def as_json(path, value):
    return write(path, json.dumps(value))


# --- JSON: where the list of documents is --------------------------------------------------------

# newsapi.org/docs/endpoints/everything
NEWSAPI = {
    "status": "ok",
    "totalResults": 2,
    "articles": [
        {
            "source": {"id": None, "name": "Gull"},
            "title": "Grain",
            "description": "d",
            "content": ONE,
        },
        {
            "source": {"id": None, "name": "Gull"},
            "title": "Fish",
            "description": "d",
            "content": TWO,
        },
    ],
}
# open-platform.theguardian.com/documentation/search
GUARDIAN = {
    "response": {
        "status": "ok",
        "results": [
            {"id": "world/1", "webTitle": "Grain", "fields": {"bodyText": ONE, "body": "<p>x</p>"}},
            {"id": "world/2", "webTitle": "Fish", "fields": {"bodyText": TWO, "body": "<p>x</p>"}},
        ],
    }
}
# www.mediacloud.org/documentation/search-api-guide
MEDIA_CLOUD = {
    "stories": [
        {
            "id": "a1",
            "title": "Grain",
            "publish_date": "2024-03-18",
            "media_name": "Gull",
            "text": ONE,
        },
        {
            "id": "a2",
            "title": "Fish",
            "publish_date": "2024-03-19",
            "media_name": "Gull",
            "text": TWO,
        },
    ],
    "pagination_token": "x",
}
# www.elastic.co/guide/en/elasticsearch/reference/current/search-search.html
ELASTIC = {
    "took": 1,
    "hits": {
        "total": {"value": 2},
        "hits": [
            {"_index": "news", "_id": "e1", "_source": {"title": "Grain", "body": ONE}},
            {"_index": "news", "_id": "e2", "_source": {"title": "Fish", "body": TWO}},
        ],
    },
}
# developer.wordpress.org/rest-api/reference/posts
WORDPRESS_API = [
    {"id": 1, "title": {"rendered": "Grain"}, "content": {"rendered": HTML, "protected": False}},
    {"id": 2, "title": {"rendered": "Fish"}, "content": {"rendered": f"<p>{TWO}</p>"}},
]
# www.reddit.com/dev/api: a Listing
REDDIT = {
    "kind": "Listing",
    "data": {
        "children": [
            {"kind": "t3", "data": {"id": "r1", "title": "Grain", "selftext": ONE}},
            {"kind": "t3", "data": {"id": "r2", "title": "Fish", "selftext": TWO}},
        ]
    },
}


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        (NEWSAPI, ["a:1", "a:2"]),
        (GUARDIAN, ["world/1", "world/2"]),
        (MEDIA_CLOUD, ["a1", "a2"]),
        (ELASTIC, ["e1", "e2"]),
        (WORDPRESS_API, ["1", "2"]),
        (REDDIT, ["r1", "r2"]),
        ([NEWSAPI], ["a:1", "a:2"]),
        ({"data": {"pages": [{"rows": NEWSAPI["articles"]}]}}, ["a:1", "a:2"]),
    ],
)
def test_the_list_whose_objects_have_text_in_any_wrapping(tmp_path, value, ids):
    corpus = read_corpus(as_json(tmp_path / "a.json", value))
    assert corpus["text"].tolist() == [ONE, TWO]
    assert corpus["title"].tolist() == ["Grain", "Fish"]
    assert corpus["doc_id"].tolist() == ids
    in_lines = read_corpus(as_json(tmp_path / "b.jsonl", value))
    assert in_lines["text"].tolist() == [ONE, TWO]


def test_fields_of_short_inner_objects_become_columns(tmp_path):
    corpus = read_corpus(as_json(tmp_path / "a.json", NEWSAPI))
    assert corpus["source.name"].tolist() == ["Gull", "Gull"]
    assert corpus["source"].tolist() == ["a.json", "a.json"]


def test_one_article_per_file(tmp_path):
    # github.com/fhamborg/news-please: the JSON of one article
    for n, text in enumerate((ONE, TWO)):
        page = {"authors": [], "title": "T", "description": None, "maintext": text, "url": "u"}
        as_json(tmp_path / f"{n}.json", page)
    assert texts(tmp_path) == [ONE, TWO]


def test_a_list_without_text_names_its_columns(tmp_path):
    # blog.gdeltproject.org/gdelt-doc-2-0-api-debuts: mode ArtList gives titles alone
    found = {"articles": [{"url": "u", "title": "Grain", "seendate": "20240318T100000Z"}]}
    with pytest.raises(InputError, match=r"no column with the text; found url, title and"):
        read_corpus(as_json(tmp_path / "a.json", found))
    assert texts(tmp_path / "a.json", columns={"title": "text"}) == ["Grain"]


def test_a_column_that_the_caller_names_is_looked_for_in_the_wrapping(tmp_path):
    value = {"meta": [{"n": 1}], "antwort": {"liste": [{"Artikel": ONE}, {"Artikel": TWO}]}}
    path = as_json(tmp_path / "a.json", value)
    assert texts(path, columns={"Artikel": "text"}) == [ONE, TWO]


def test_comments_below_an_article_are_not_articles(tmp_path):
    article = {"title": "Grain", "body": ONE, "comments": [{"text": "first"}, {"text": "second"}]}
    assert texts(as_json(tmp_path / "a.json", {"articles": [article]})) == [ONE]


def test_objects_that_leave_their_empty_text_out_are_counted(tmp_path):
    value = [{"title": "A", "body": ONE}, {"title": "B"}]
    reading = read_with_account(as_json(tmp_path / "a.json", value))
    assert reading.corpus["text"].tolist() == [ONE, ""]
    assert reading.account.remarks == ("a.json: 1 objects have no text",)


# jsonlines.org, and RFC 7464 with a record separator before each value
LINES = f'{{"text": "{ONE}", "n": 1}}\n\n{{"text": "{TWO}", "n": 2}}\n'


@pytest.mark.parametrize("name", ["a.json", "a.txt", "a.ndjson", "a.jl", "a.jsonl"])
@pytest.mark.parametrize(
    "data",
    [
        LINES,
        "\ufeff" + LINES,
        LINES.replace("\n", "\r\n"),
        LINES.replace("\n", " "),  # one value after another, all on one line
        "\n".join(json.dumps({"text": text}, indent=1) for text in (ONE, TWO)),
        f'[{{"text": "{ONE}"}},\n{{"text": "{TWO}"}}]',
    ],
)
def test_json_lines_whatever_the_file_is_called(tmp_path, name, data):
    assert texts(write(tmp_path / name, data)) == [ONE, TWO]


def test_a_text_that_begins_with_a_brace_stays_text(tmp_path):
    for text in ("{Laughter} Talks open.", "[1] Talks open.", '{"he said": so}'):
        assert texts(write(tmp_path / "a.txt", text)) == [text]


@pytest.mark.parametrize("name", ["lines.json", "lines.jsonl", "line 7.jsonl"])
def test_a_fault_names_its_line_whatever_the_file_is_called(tmp_path, name):
    with pytest.raises(InputError, match=f"^{name}: line 3 column 10 is not JSON"):
        read_corpus(write(tmp_path / name, LINES.replace(f'"{TWO}"', "")))
    broken = '[\n{"text": "a"},\n{"text": }\n]'
    with pytest.raises(InputError, match=f"^{name}: line 3 is not JSON .*column 10"):
        read_corpus(write(tmp_path / name, broken))


# pandas.pydata.org: DataFrame.to_json, orient "columns", "split", "index", "records", "table"
@pytest.mark.parametrize("orient", ["columns", "split", "index", "records", "table"])
def test_tables_that_pandas_wrote(tmp_path, orient):
    frame = pd.DataFrame({"headline": ["Grain", "Fish"], "body": [ONE, TWO]})
    path = tmp_path / "a.json"
    frame.to_json(path, orient=orient)
    corpus = read_corpus(path)
    assert corpus[["title", "text"]].to_numpy().tolist() == [["Grain", ONE], ["Fish", TWO]]


def test_objects_by_their_id(tmp_path):
    value = {"k1": {"title": "Grain", "text": ONE}, "k2": {"title": "Fish", "text": TWO}}
    corpus = read_corpus(as_json(tmp_path / "a.json", value))
    assert corpus[["doc_id", "text"]].to_numpy().tolist() == [["k1", ONE], ["k2", TWO]]


def outcome(path):
    try:
        return texts(path)
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("depth", [300, 600, 990, 5000])
def test_deep_json_is_read_or_refused(tmp_path, depth):
    # how deep Python follows depends on its version
    inner = "[" * depth + "]" * depth
    found = outcome(write(tmp_path / "a.json", f'[{{"text": "\\ud83d\\ude00", "deep": {inner}}}]'))
    assert found == ["😀"] or "JSON that cannot be read" in found
    assert depth > 300 or found == ["😀"]


# Telegram Desktop, "Export chat history": result.json of a chat, and of a whole account
SERVICE = {"id": 1, "type": "service", "date": "2024-03-01T10:00:00", "action": "x", "text": ""}
CHAT = {
    "name": "Harbour",
    "type": "public_channel",
    "id": 77,
    "messages": [
        SERVICE,
        {"id": 2, "type": "message", "date": "2024-03-01T10:05:00", "from": "Ana", "text": ONE},
        {
            "id": 3,
            "type": "message",
            "date": "2024-03-02T10:05:00",
            "text": [
                "Jan Kask closed the ",
                {"type": "bold", "text": "fish"},
                " talks in Tallinn.",
            ],
            "reactions": [{"type": "emoji", "count": 3}],
        },
        {"id": 4, "type": "message", "date": "2024-03-02T10:06:00", "photo": "x.jpg", "text": ""},
    ],
}


def test_telegram_chat_and_whole_account(tmp_path):
    reading = read_with_account(as_json(tmp_path / "result.json", CHAT))
    corpus = reading.corpus
    assert corpus["text"].tolist() == [ONE, TWO]
    assert corpus["doc_id"].tolist() == ["77:2", "77:3"]
    assert corpus["date"].tolist() == [pd.Timestamp("2024-03-01"), pd.Timestamp("2024-03-02")]
    assert corpus["chat"].tolist() == ["Harbour", "Harbour"]
    assert reading.account.remarks == (
        "result.json: 2 messages without text (of the service, or pictures alone) are left out",
    )
    chats = [CHAT, CHAT | {"id": 78, "name": "Quay"}]
    whole = {"about": "x", "contacts": {"list": [{"name": "A"}]}, "chats": {"list": chats}}
    corpus = read_corpus(as_json(tmp_path / "result.json", whole))
    assert corpus["doc_id"].tolist() == ["77:2", "77:3", "78:2", "78:3"]
    assert corpus["chat"].tolist() == ["Harbour", "Harbour", "Quay", "Quay"]


# developer.x.com: the objects of versions 1.1 and 2; the README.txt of a downloaded archive
TWEETS = [
    (
        {"id_str": "9", "created_at": "x", "text": "Rosa…", "extended_tweet": {"full_text": ONE}},
        ONE,
    ),
    ({"id_str": "9", "created_at": "x", "full_text": ONE, "entities": {}}, ONE),
    ({"id": "9", "text": "Rosa…", "public_metrics": {"n": 1}, "note_tweet": {"text": ONE}}, ONE),
    (
        {
            "id_str": "9",
            "full_text": "RT @rosa: Rosa Vega op…",
            "retweeted_status": {"id_str": "8", "full_text": ONE},
        },
        "RT @rosa: " + ONE,
    ),
]


@pytest.mark.parametrize(("tweet", "text"), TWEETS)
def test_tweets(tmp_path, tweet, text):
    users = {"users": [{"id": "1", "description": "a fisher"}]}
    for value in ({"data": [tweet], "includes": users}, {"statuses": [tweet]}, [tweet], tweet):
        corpus = read_corpus(as_json(tmp_path / "a.json", value))
        assert corpus[["doc_id", "text"]].to_numpy().tolist() == [["9", text]]
    archive = "window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet}])
    folder = tmp_path / "data"
    folder.mkdir()
    write(folder / "tweets.js", archive)
    write(folder / "jquery.js", "var x = 1;")
    corpus = read_corpus(folder)
    assert corpus[["doc_id", "text"]].to_numpy().tolist() == [["9", text]]


# --- spreadsheets: ECMA-376, OpenDocument 1.2, [MS-XLS] -------------------------------------------

HEADER = ["id", "Headline", "Text", "Date"]
ROWS = [[1, "Grain", ONE, (45369,)], [2, "Fish", TWO, (45370,)]]
ODS_ROWS = [["1", "Grain", ONE, ("2024-03-18",)], ["2", "Fish", TWO, ("2024-03-19",)]]
# how LibreOffice ends a sheet: empty rows and cells up to its edge
EDGE = (
    '<table:table-row table:number-rows-repeated="1048573">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.xls"])
def test_spreadsheets(tmp_path, name):
    pytest.importorskip("python_calamine")
    data = {
        "a.xlsx": xlsx({"articles": [HEADER, *ROWS]}),
        "a.ods": ods([HEADER, *ODS_ROWS], after=EDGE),
        "a.xls": (FORMATS / "articles.xls").read_bytes(),
    }
    corpus = read_corpus(write(tmp_path / name, data[name]))
    assert corpus["text"].tolist() == [ONE, TWO]
    assert corpus["title"].tolist() == ["Grain", "Fish"]
    assert corpus["doc_id"].tolist() == ["1", "2"]
    assert corpus["date"].tolist() == [pd.Timestamp("2024-03-18"), pd.Timestamp("2024-03-19")]


def test_sheets_of_one_header_are_one_table_and_others_are_named(tmp_path):
    pytest.importorskip("python_calamine")
    sheets = {
        "codes": [["code", "meaning"], [1, "fish"]],
        "2023": [["Title", "Text"], ["Grain", ONE]],
        "2024": [["Title", "Text"], ["", ""], ["Fish", TWO]],
        "secret": [["Title", "Text"], ["x", "y"]],
    }
    reading = read_with_account(write(tmp_path / "a.xlsx", xlsx(sheets, hidden=("secret",))))
    assert reading.corpus[["text", "sheet"]].to_numpy().tolist() == [[ONE, "2023"], [TWO, "2024"]]
    assert reading.account.remarks == (
        "a.xlsx: read the sheets '2023', '2024'; not read, as its columns are others: 'codes'",
    )


def test_a_header_below_a_title_and_columns_without_a_name(tmp_path):
    pytest.importorskip("python_calamine")
    rows = [["Export of March"], [], ["Title", "Text", "", ""], ["Grain", ONE, "", "note"]]
    corpus = read_corpus(write(tmp_path / "a.xlsx", xlsx({"s": rows})))
    assert corpus[["title", "text", "column 4"]].to_numpy().tolist() == [["Grain", ONE, "note"]]
    assert "column 3" not in corpus


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (xlsx({"s": [["n", "m"], [1, 2]]}), r"no column with the text; found n and m"),
        (xlsx({"s": []}), "no sheet has a header"),
        (xlsx({"s": [["Text", "Text"], ["a", "b"]]}), "names 'Text' twice"),
        (b"PK\x03\x04", "not a spreadsheet"),
        (b"Text\tn\nTalks\t1\n", "not a spreadsheet but text under its name; rename it to .csv"),
        (b"<html><p>x</p>", "not a spreadsheet but text under its name; rename it to .html"),
        (b"<html><table></table>", "text under its name; save it as .xlsx in a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not a readable spreadsheet"),
        (xlsx({"s": [["Text"], ["a" * 20_000_000]]}), "unpacks to more than 100 times"),
        (
            xlsx({"s": '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'}),
            "a sheet spans 17,179,869,184 cells",
        ),
        (
            ods([["Text"], ["a"]], after=EDGE + "<table:table-row><table:table-cell "
                'table:number-columns-repeated="16000"/><table:table-cell><text:p>x</text:p>'
                "</table:table-cell></table:table-row>"),
            "a sheet spans 16,778,264,576 cells",
        ),
    ],
)  # fmt: skip
def test_broken_spreadsheets(tmp_path, data, message):
    pytest.importorskip("python_calamine")
    with pytest.raises(InputError, match=f"^a.xlsx: .*{message}") as caught:
        read_corpus(write(tmp_path / "a.xlsx", data))
    assert "\n" not in str(caught.value)


def test_a_missing_library_is_named_with_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtraError, match=r'pip install "country-topics\[excel\]"'):
        read_corpus(write(tmp_path / "a.xlsx", xlsx({"s": [HEADER, *ROWS]})))


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('text,n\n"a" b,1\n', "line 2: ',' expected"),
        ('text,n\n"a\nb",1\n"c" d,2\n', "line 4: ',' expected"),
        ('text,n\na,1\n\n"b,2\nc,3\n', "begins on line 4"),
        ('text,n\n"a\nb",1\nc\n', "line 4: row 2 has 1 fields"),
    ],
)
def test_faults_of_a_table_name_their_line(tmp_path, rows, line):
    with pytest.raises(InputError, match=line):
        read_corpus(write(tmp_path / "a.csv", rows))


# --- texts of offices ----------------------------------------------------------------------------


def test_pdf_with_a_text_layer(tmp_path):
    # ISO 32000-1; a sentence runs over the edge of the first page
    page = pdf(["Rosa Vega opened the grain", "talks in Lima.\nThey go on.", ""])
    reading = read_with_account(write(tmp_path / "a.pdf", page))
    text = reading.corpus.loc[0, "text"]
    assert text == "Rosa Vega opened the grain\ntalks in Lima.\nThey go on."
    assert reading.corpus.loc[0, "doc_id"] == "a"
    assert reading.account.remarks == ("a.pdf: 1 of 3 pages have no text layer (scanned or blank)",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf(["", ""]), "scanned, no text layer; run it through OCR"),
        (pdf([ONE], encrypt="x"), "password-protected; save it without a password"),
        (b"%PDF-1.4\nnothing", "damaged PDF"),
        (b"no pdf", "not a PDF file"),
        (b"", "not a PDF file"),
    ],
)
def test_pdf_that_cannot_be_read(tmp_path, data, message):
    with pytest.raises(InputError, match=f"^a.pdf: .*{message}") as caught:
        read_corpus(write(tmp_path / "a.pdf", data))
    assert "\n" not in str(caught.value)


def test_rich_text(tmp_path):
    # Rich Text Format Specification 1.9.1
    pytest.importorskip("striprtf")
    rtf = (
        r"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Arial;}}\f0 Mi\'b3osz spoke.\par Caf\u233? closed.}"
    )
    assert texts(write(tmp_path / "a.rtf", rtf)) == ["Miłosz spoke.\n\nCafé closed."]
    with pytest.raises(InputError, match=r"a.rtf: not rich text"):
        read_corpus(write(tmp_path / "a.rtf", "plain"))


# OpenDocument 1.2, part 1: text content
ODT = (
    "<text:tracked-changes><text:p>struck out</text:p></text:tracked-changes>"
    '<text:h text:outline-level="1">Grain</text:h><text:p>Rosa Vega<text:s/>opened the '
    "<text:span>grain</text:span> talks<text:note><text:p>a note</text:p></text:note> in "
    "Lima.</text:p><text:p/><text:p>They<text:line-break/>go on.</text:p>"
)


def test_opendocument_text(tmp_path):
    corpus = read_corpus(write(tmp_path / "a.odt", opendocument("text", ODT)))
    assert corpus.loc[0, ["title", "text"]].tolist() == ["Grain", f"{ONE}\n\nThey go on."]
    locked = opendocument("text", ODT, manifest="<manifest:encryption-data/>")
    with pytest.raises(InputError, match=r"a.odt: password-protected; save it without"):
        read_corpus(write(tmp_path / "a.odt", locked))
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(InputError, match=r"a.odt: its XML declares entities"):
        read_corpus(write(tmp_path / "a.odt", opendocument("text", "&b;", prolog=laughs)))


# --- mail: RFC 5322, RFC 2045 to 2047, RFC 4155 ---------------------------------------------------

MAIL = """From: =?utf-8?q?Jo=C3=A3o?= <j@example.org>
Subject: =?iso-8859-1?q?Caf=E9?= talks
Date: Mon, 18 Mar 2024 23:30:00 -0500
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Rosa Vega opened the caf=E9 talks.
--c
Content-Type: text/html; charset=utf-8

<p>not this</p>
--c--
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename=x.pdf
Content-Transfer-Encoding: base64

JVBERi0=
--b--
"""
ONLY_HTML = f"Subject: Fish\nContent-Type: text/html; charset=utf-8\n\n<div>{TWO}</div>"


def test_mail(tmp_path):
    reading = read_with_account(write(tmp_path / "a.eml", MAIL))
    row = reading.corpus.loc[0]
    assert row["title"] == "Café talks"
    assert row["text"] == "Rosa Vega opened the café talks."
    assert row["date"] == pd.Timestamp("2024-03-18"), "the day as written, in its zone"
    assert row["from"] == "João <j@example.org>"
    assert reading.account.remarks == ("a.eml: 1 attachments are not read",)
    assert texts(write(tmp_path / "b.eml", ONLY_HTML)) == [TWO]
    with pytest.raises(InputError, match=r"a.eml: no mail"):
        read_corpus(write(tmp_path / "a.eml", "Dear all,\n\nno header here."))


def test_a_box_of_mail(tmp_path):
    quoted = ONLY_HTML.replace(TWO, f"{TWO}</div>\n\n>From Riga they came.<div>")
    box = f"From j@example.org Mon Mar 18 23:30:00 2024\n{MAIL}\nFrom x Tue Mar 19 2024\n{quoted}\n"
    corpus = read_corpus(write(tmp_path / "a.mbox", box))
    assert corpus["doc_id"].tolist() == ["a:1", "a:2"]
    assert corpus["text"].tolist() == [
        "Rosa Vega opened the café talks.",
        f"{TWO}\n\nFrom Riga they came.",
    ]
    with pytest.raises(InputError, match=r"a.mbox: no mbox"):
        read_corpus(write(tmp_path / "a.mbox", MAIL))


# --- feeds ---------------------------------------------------------------------------------------

# RSS 2.0 with web.resource.org/rss/1.0/modules/content
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Gull</title>
<item><title>Grain &amp;amp; more</title><link>https://example.org/1</link><description>short
</description><content:encoded><![CDATA[{HTML}]]></content:encoded><dc:creator>Ana</dc:creator>
<pubDate>Mon, 18 Mar 2024 09:30:00 +0100</pubDate><category>trade</category>
<category>food</category></item>
<item><title>Fish</title><description>&lt;p&gt;{TWO}&lt;/p&gt;</description></item>
</channel></rss>"""
# RFC 4287
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gull</title><entry>
<title>Grain</title><link rel="self" href="x"/><link href="https://example.org/1"/>
<published>2024-03-18T09:30:00Z</published><author><name>Ana</name></author><summary>s</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{ONE}</p><p>It <b>rose</b>.</p>
</div></content></entry></feed>"""
# wordpress.org/documentation/article/tools-export-screen
WXR = f"""<?xml version="1.0" encoding="UTF-8" ?><!-- generator="WordPress" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<item><title>Grain</title><dc:creator><![CDATA[ana]]></dc:creator><content:encoded><![CDATA[<!--
wp:x -->{ONE}

They go on. [caption id="1"]Photo[/caption]]]></content:encoded><excerpt:encoded/>
<wp:post_date>2024-03-18 09:30:00</wp:post_date><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type></item>
<item><title>x.jpg</title><content:encoded/><wp:post_type>attachment</wp:post_type></item>
<item><title>Later</title><content:encoded>x</content:encoded><wp:status>draft</wp:status></item>
</channel></rss>"""


def test_rss(tmp_path):
    reading = read_with_account(write(tmp_path / "a.rss", RSS))
    corpus = reading.corpus
    assert corpus["text"].tolist() == [ONE, TWO]
    assert corpus["title"].tolist() == ["Grain & more", "Fish"]
    assert corpus.loc[0, ["author", "url", "categories"]].tolist() == [
        "Ana",
        "https://example.org/1",
        "trade; food",
    ]
    assert corpus["date"].tolist()[0] == pd.Timestamp("2024-03-18")
    assert reading.account.remarks == (
        "a.rss: 1 of 2 entries have a summary only, not the full text",
    )


def test_atom(tmp_path):
    row = read_corpus(write(tmp_path / "a.xml", ATOM)).loc[0]
    assert row[["title", "text"]].tolist() == ["Grain", f"{ONE}\n\nIt rose."]
    assert row["url"] == "https://example.org/1"
    assert row["date"] == pd.Timestamp("2024-03-18")


def test_wordpress_export(tmp_path):
    reading = read_with_account(write(tmp_path / "a.xml", WXR))
    assert reading.corpus["text"].tolist() == [f"{ONE}\n\nThey go on. Photo"]
    assert reading.corpus["date"].tolist() == [pd.Timestamp("2024-03-18")]
    assert reading.account.remarks == (
        "a.xml: 2 entries that are no published post or page are left out",
    )


@pytest.mark.parametrize(
    ("prolog", "body", "message"),
    [
        ('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>', RSS, "declares entities"),
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>', RSS, "declares entities"),
        ("", RSS[:-20], "damaged XML"),
        ("", "<recipe><step/></recipe>", "its first element is <recipe>"),
        ("", "<a>" * 100_000, "nest deeper than 500"),
        ("", '<?xml version="1.0" encoding="no-such"?><rss/>', "damaged XML|cannot be decoded"),
        ("", "", "damaged XML"),
    ],
)
def test_broken_and_hostile_xml(tmp_path, prolog, body, message):
    data = body.replace("?>", "?>" + prolog, 1) if prolog else body
    with pytest.raises(InputError, match=f"^a.xml: .*({message})") as caught:
        read_corpus(write(tmp_path / "a.xml", data))
    assert "\n" not in str(caught.value)


def test_a_feed_whose_document_type_is_elsewhere(tmp_path):
    # RSS 0.91 declares one, with entities that are not fetched
    kind = '<!DOCTYPE rss SYSTEM "http://127.0.0.1/rss-0.91.dtd">'
    item = "<item><description>Rosa&nbsp;Vega spoke.</description></item>"
    body = f"<rss><channel>{item}</channel></rss>"
    assert texts(write(tmp_path / "a.rss", kind + body)) == ["Rosa Vega spoke."]


# --- TEI, books, web archives ---------------------------------------------------------------------

# ParlaMint (clarin-eric.github.io/ParlaMint): a sitting
PARLAMINT = f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="PM-XX_2024-03-18"><teiHeader><fileDesc>
<titleStmt><title type="main">Assembly, sitting 12</title></titleStmt>
<publicationStmt><date when="2024-06-01">June</date></publicationStmt></fileDesc><profileDesc>
<settingDesc><setting><date when="2024-03-18">18 March</date></setting></settingDesc></profileDesc>
</teiHeader><text><body><div type="debateSection"><head>Trade</head>
<note type="speaker">Vega:</note>
<u who="#VegaRosa" ana="#regular" xml:id="u1"><seg>Rosa Vega opened the grain<note>1</note> talks in
 Lima.</seg><kinesic type="applause"><desc>Applause</desc></kinesic><seg>They go on.</seg></u>
<u who="#KaskJan" ana="#chair" xml:id="u2"><seg>{TWO}</seg></u></div></body></text></TEI>"""
# history.state.gov, the encoding of the Foreign Relations of the United States
FRUS = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0">
<teiHeader><fileDesc><titleStmt><title>Volume I</title></titleStmt></fileDesc></teiHeader><text>
<body><div type="chapter" xml:id="ch1"><head>Chapter</head><p>Editors wrote this.</p>
<div type="document" xml:id="d1" frus:doc-dateTime-min="1969-01-20T00:00:00-05:00"><head>1.
 Telegram<note n="1"><p>Source: a box.</p></note></head><opener><dateline><placeName>Lima<!--
--></placeName>, <date when="1969-01-20">January 20</date></dateline></opener>
<p>{ONE}</p><list><item>One.</item>
<item>Two.</item></list></div>
<div type="document" xml:id="d2"><head>2. Letter</head><p>{TWO}</p></div>
</div></body></text></TEI>"""


def test_utterances_of_a_parliament(tmp_path):
    corpus = read_corpus(write(tmp_path / "a.xml", PARLAMINT))
    assert corpus["text"].tolist() == [f"{ONE}\n\nThey go on.", TWO]
    assert corpus["doc_id"].tolist() == ["u1", "u2"]
    assert corpus["speaker"].tolist() == ["VegaRosa", "KaskJan"]
    assert corpus["role"].tolist() == ["regular", "chair"]
    assert corpus["date"].tolist() == [pd.Timestamp("2024-03-18")] * 2
    assert corpus["work"].tolist() == ["Assembly, sitting 12"] * 2


def test_documents_of_a_volume(tmp_path):
    corpus = read_corpus(write(tmp_path / "a.xml", FRUS))
    assert corpus["title"].tolist() == ["1. Telegram", "2. Letter"]
    assert corpus["text"].tolist() == [f"Lima, January 20\n\n{ONE}\n\nOne.\n\nTwo.", TWO]
    assert corpus["date"].tolist()[0] == pd.Timestamp("1969-01-20")


def test_tei_without_marked_documents_is_one_text(tmp_path):
    plain = FRUS.replace('type="document"', 'type="part"')
    reading = read_with_account(write(tmp_path / "a.xml", plain))
    assert len(reading.corpus) == 1
    assert reading.corpus.loc[0, "text"].startswith("Editors wrote this.\n\nLima, January 20")
    assert TWO in reading.corpus.loc[0, "text"]
    assert reading.account.remarks == (
        "a.xml: no utterance or document is marked; each text is one",
    )


def test_book(tmp_path):
    # EPUB 3.3: container, package document, spine
    chapters = [f"<h1>Two</h1><p>{TWO}</p>", f"<h2>One</h2><p>{ONE}</p>", "<img src='cover.jpg'/>"]
    corpus = read_corpus(write(tmp_path / "a.epub", epub(chapters)))
    assert corpus["title"].tolist() == ["One", "Two"]
    assert corpus["text"].tolist() == [f"One\n\n{ONE}", f"Two\n\n{TWO}"]
    assert corpus["book"].tolist() == ["Harbours", "Harbours"]
    with pytest.raises(InputError, match=r"a\.epub: scanned, no text layer"):
        read_corpus(write(tmp_path / "a.epub", epub(["<img/>"])))
    with pytest.raises(InputError, match=r"a\.epub: not an \.epub book \(no META-INF"):
        read_corpus(write(tmp_path / "a.epub", xlsx({"s": []})))


def warc(pages):
    """Responses as a crawler stores them: ISO 28500."""
    out = b""
    for number, (status, kind, body) in enumerate(pages):
        page = body.encode()
        answer = (
            f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(page)}\r\n\r\n"
        )
        block = answer.encode() + page
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-03-18T10:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Target-URI: https://example.org/{number}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        out += gzip.compress(head.encode() + block + b"\r\n\r\n")
    return out


def test_web_archive(tmp_path):
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    pages = [
        (200, "text/html; charset=utf-8", PAGE),
        (404, "text/html", "<p>gone</p>"),
        (200, "image/png", "x"),
        (200, "text/plain", ONE),
    ]
    reading = read_with_account(write(tmp_path / "a.warc.gz", warc(pages)))
    assert reading.corpus["url"].tolist() == ["https://example.org/0", "https://example.org/3"]
    assert "Ships will leave" in reading.corpus.loc[0, "text"]
    assert reading.corpus.loc[1, "text"] == ONE
    assert reading.corpus["date"].tolist()[0] == pd.Timestamp("2024-03-18")
    assert reading.account.remarks == (
        "a.warc.gz: pages that are left out: 1 answered with an error or a redirection, "
        "1 neither HTML nor text",
    )
    with pytest.raises(InputError, match=r"a\.warc: (damaged web archive|no page)"):
        read_corpus(write(tmp_path / "a.warc", b"no archive"))
