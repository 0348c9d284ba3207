"""Elements, attributes and caps: where in a file each fact comes from, and where reading ends."""

import hashlib
import io
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from office_files import epub, package, pdf, xlsx
from test_readers import docx, write
from test_readers_formats import ONE, PARLAMINT, TWO

from topics.errors import InputError
from topics.readers import (
    datecolumn,
    inputs,
    months,
    sheets,
    xmlstream,
)
from topics.readers.corpus import read_corpus, read_with_account
from topics.readers.datecells import tell
from topics.readers.datecolumn import DateColumns, check_date_format, in_order, orders_of
from topics.readers.europresse import europresse_nodes, europresse_rows
from topics.readers.factiva import factiva_nodes, factiva_page_rows, factiva_xml_rows
from topics.readers.factiva_lines import factiva_articles
from topics.readers.feeds import feed_rows
from topics.readers.files import File
from topics.readers.nexis_word import Paragraph, word_articles
from topics.readers.openings import opening_of
from topics.readers.options import ReadOptions
from topics.readers.xmls import read_xml


def no_file():
    raise AssertionError


def texts(path, **options):
    return read_corpus(path, **options)["text"].tolist()


# --- feeds ----------------------------------------------------------------------------------------

DC = "{http://purl.org/dc/elements/1.1/}"


def entries(*items):
    options = ReadOptions()
    found = [ET.fromstring(f"<item>{item}</item>") for item in items]
    return list(feed_rows(iter(found), File("f.xml", "xml", no_file), options)), options.remarks


def test_an_entry_of_which_nothing_is_known_is_a_row_all_the_same():
    assert entries("") == (
        [{"doc_id": "f:1", "title": "", "text": "", "date": None, "author": "", "url": "",
          "categories": ""}], [],
    )  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    ["attachment", "nav_menu_item", "revision", "wp_block", "wp_navigation", "custom_css"],
)
def test_what_of_wordpress_is_no_post(kind):
    post = "<post_type>page</post_type><status>publish</status>"
    rows, said = entries(f"<post_type>{kind}</post_type>", post)
    assert [row["doc_id"] for row in rows] == ["f:1"]
    assert said == ["f.xml: 1 entries that are no published post or page are left out"]


@pytest.mark.parametrize("status", ["draft", "auto-draft", "trash", "inherit"])
def test_what_of_wordpress_is_not_published(status):
    rows, said = entries(f"<status>{status}</status>", "<status>private</status>")
    assert len(rows) == len(said) == 1


def test_days_texts_authors_and_links_of_entries_come_in_an_order():
    order = ("post_date", "pubDate", "published", "issued", "date", "updated", "modified")
    for n, name in enumerate(order):
        later = "".join(f"<{other}>later</{other}>" for other in order[n + 1 :])
        assert entries(f"{later}<{name}>2024-03-18</{name}>")[0][0]["date"] == "2024-03-18", name
    assert entries("<post_date>0000-00-00 00:00</post_date><date>x</date>")[0][0]["date"] == "x"
    order = ("encoded", "content", "body", "description", "summary", "abstract")
    for n, name in enumerate(order):
        later = "".join(f"<{other}>later</{other}>" for other in order[n + 1 :])
        rows, said = entries(f"<{name}>whole</{name}>{later}")
        assert rows[0]["text"] == "whole"
        assert len(said) == (n > 2), name
    (row,), _ = entries(f"<encoded xmlns='x/excerpt/'>short</encoded><body>{ONE}</body>")
    assert row["text"] == ONE
    (row,), _ = entries(f"<encoded> </encoded><encoded>{ONE}</encoded>")
    assert row["text"] == ONE
    (row,), _ = entries("<author> <name>Ana</name></author>")
    assert row["author"] == "Ana"
    (row,), _ = entries("<author>Ana</author><creator>Jo</creator>")
    assert row["author"] == "Jo"
    links = '<link rel="self" href="a"/><link rel="alternate" href="b"/><link href="c"/>'
    (row,), _ = entries(links + '<category term="x"/><category>y</category>')
    assert (row["url"], row["categories"]) == ("b", "x; y")
    (row,), _ = entries("<link>https://d</link>")
    assert row["url"] == "https://d"


@pytest.mark.parametrize(
    "code", ["caption", "gallery", "embed", "audio", "video", "playlist", "wp_caption"]
)
def test_codes_of_wordpress_are_no_text(code):
    (row,), _ = entries(f"<encoded>One [{code} id='1']two[/{code}] three [{code}s]</encoded>")
    assert row["text"] == f"One two three [{code}s]"


def test_empty_lines_part_paragraphs_where_no_markup_does():
    (row,), _ = entries("<encoded>One\n  \n two\nthree</encoded>")
    assert row["text"] == "One\n\ntwo three"
    (row,), _ = entries("<encoded>&lt;p&gt;One\n\ntwo&lt;/p&gt;</encoded>")
    assert row["text"] == "One two"


# --- TEI ------------------------------------------------------------------------------------------

TEI = '<{0} xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{1}</body></text></{0}>'


@pytest.mark.parametrize("root", ["TEI", "teiCorpus", "TEI.2"])
def test_roots_of_tei(tmp_path, root):
    text = TEI.format(root, f'<div type="letter"><p>{ONE}</p></div>')
    assert texts(write(tmp_path / "a.xml", text)) == [ONE]


BLOCKS = ["p", "seg", "ab", "l", "item", "dateline", "opener", "closer", "signed", "salute"]


@pytest.mark.parametrize("block", BLOCKS)
def test_blocks_of_tei_are_paragraphs(tmp_path, block):
    body = f'<div type="letter">a<{block}>b <hi>c</hi><lb/>d</{block}>e</div>'
    assert texts(write(tmp_path / "a.xml", TEI.format("TEI", body))) == ["a\n\nb c d\n\ne"]
    body = f'<div type="letter"><q>a<{block}>b</{block}>c</q></div>'
    assert texts(write(tmp_path / "a.xml", TEI.format("TEI", body))) == ["a\n\nb\n\nc"]


@pytest.mark.parametrize(
    "tag", ["note", "kinesic", "incident", "vocal", "gap", "pb", "figure", "fw", "desc"]
)
def test_what_of_tei_was_not_said(tmp_path, tag):
    body = f'<div type="letter"><{tag}>x</{tag}>a <{tag}>x</{tag}>b<p>c <{tag}>x</{tag}>d</p></div>'
    assert texts(write(tmp_path / "a.xml", TEI.format("TEI", body))) == ["a b\n\nc d"]


def test_a_heading_is_the_title_and_breaks_are_blanks(tmp_path):
    body = (
        f'<div type="letter"><head>On<lb/>nets<note>x</note></head><p>a<cb/>b<pb/>c</p>{ONE}</div>'
    )
    row = read_corpus(write(tmp_path / "a.xml", TEI.format("TEI", body))).loc[0]
    assert (row["title"], row["text"]) == ("On nets", f"a b c\n\n{ONE}")


def test_days_of_tei_stand_in_attributes(tmp_path):
    for attribute in ('when="1970-02-03T10:00"', 'doc-dateTime-min="1970-02-03T10:00"'):
        body = (
            f'<div type="letter" {attribute}><dateline><date when="1980-01-01"/></dateline>x</div>'
        )
        row = read_corpus(write(tmp_path / "a.xml", TEI.format("TEI", body))).loc[0]
        assert row["date"].date() == date(1970, 2, 3)
    for attribute in ("when", "when-iso", "value", "from"):
        dateline = f'<dateline><date {attribute}="1970-02-03">x</date></dateline>'
        body = f'<div type="letter">{dateline}y</div>'
        row = read_corpus(write(tmp_path / "a.xml", TEI.format("TEI", body))).loc[0]
        assert row["date"].date() == date(1970, 2, 3), attribute
    body = '<div type="letter"><dateline><date>3 February 1970</date></dateline>y</div>'
    row = read_corpus(write(tmp_path / "a.xml", TEI.format("TEI", body))).loc[0]
    assert row["date"].date() == date(1970, 2, 3)


def test_speakers_and_their_roles(tmp_path):
    corpus = read_corpus(write(tmp_path / "a.xml", PARLAMINT.replace("#regular", "#guest")))
    assert corpus[["speaker", "role"]].to_numpy().tolist() == [
        ["VegaRosa", "guest"], ["KaskJan", "chair"],
    ]  # fmt: skip
    corpus = read_corpus(write(tmp_path / "b.xml", TEI.format("TEI", f"<u>{ONE}</u>")))
    assert corpus[["speaker", "role", "work"]].to_numpy().tolist() == [["", "", ""]]


# --- Europresse and Factiva -----------------------------------------------------------------------


def europresse(header, *, name="Le Quai", beside="", body="<p>Boats.</p>"):
    html = pytest.importorskip("lxml.html")
    article = (
        f'<article><header><span class="DocPublicationName">{name}</span><span class="DocHeader">'
        f'{header}</span><p class="titreArticleVisu">Nets</p></header>{beside}'
        f'<div class="docOcurrContainer">{body}</div></article>'
    )
    (row,) = europresse_rows(europresse_nodes(html.fromstring(f"<body>{article}</body>")))
    return row


@pytest.mark.parametrize(
    "weekday",
    ["Monday", "lundi", "dimanche", "Montag", "Mittwoch", "lunes", "martes", "miércoles",
     "miercoles", "jueves", "viernes", "sábado", "sabado", "domingo", "lunedì", "lunedi",
     "domenica", "sexta-feira", "maandag", "Lun day."],
)  # fmt: skip
def test_a_weekday_is_no_section(weekday):
    row = europresse(f"World, {weekday}, 14 mars 2006, p. 3")
    expected = "World" if weekday != "Lun day." else "World, Lun day."
    assert (row["section"], row["date"], row["page"]) == (expected, "2006-03-14", "p. 3")
    row = europresse(f"World, {weekday} x, 14 mars 2006")
    assert (row["section"], "page" in row) == (f"World, {weekday} x", False)
    assert "section" not in europresse("14 mars 2006")


@pytest.mark.parametrize(
    "page",
    ["p. 3", "pp. 3-4", "pg. 3", "page. 3", "pages. 3", "seite. 3", "s. 3", "pág. 3", "pag. 3",
     "page A3", "P. 3", "p.3"],
)  # fmt: skip
def test_pages_of_europresse(page):
    assert europresse(f"World, 14 mars 2006, {page}, 800 mots")["page"] == page
    assert "page" not in europresse(f"World, 14 mars 2006, x{page}")


@pytest.mark.parametrize("issue", [", no. 43", " no 43", ", n° 43", " nº43 x", ", vol. 7, no. 43"])
def test_numbers_of_issues_are_no_outlet(issue):
    assert europresse("14 mars 2006", name=f"Le Quai{issue}")["publication"] == "Le Quai"
    assert europresse("14 mars 2006", name="Le no Quai 43")["publication"] == "Le no Quai 43"


def test_what_stands_beside_an_article_of_europresse():
    aside = (
        "<aside>Photo : A boat<br>in the bay<br>Note : read on<br>This label is too long for one: x"
        "</aside>"
    )
    row = europresse("14 mars 2006", beside=aside)
    assert row["graphic"] == "A boat; in the bay"
    assert row["notes"] == "read on; This label is too long for one: x"
    authors = '<div class="docAuthors">Ana</div><p class="sm-margin-bottomNews">Jo</p>'
    assert europresse("14 mars 2006", beside=authors)["byline"] == "Ana; Jo"
    row = europresse("spring 2006", body="<p>One.</p><p>Two.</p><div>Three</div>")
    assert row == {
        "date": "spring 2006", "publication": "Le Quai", "title": "Nets",
        "text": "One.\n\nTwo.\n\nThree",
    }  # fmt: skip


def factiva_page(inner, name="article enArticle"):
    html = pytest.importorskip("lxml.html")
    nodes = factiva_nodes(html.fromstring(f'<body><div class="{name}">{inner}</div></body>'))
    return list(factiva_page_rows(nodes))


def test_a_page_of_factiva_of_which_little_is_known():
    (row,) = factiva_page("<p>Boats.</p>")
    assert row == {"title": "", "date": None, "language": "en", "text": "Boats."}
    (row,) = factiva_page(
        '<p class="articleParagraph">Boats.</p><p>x</p><p class="articleParagraph enParagraph">'
        "Document QUAY000020140313ea3d0001a</p>",
        "article deukArticle",
    )
    assert row == {"title": "", "date": None, "language": "de", "text": "Boats."}
    assert factiva_page("<p>Boats.</p>", "articles enArticles") == []
    assert factiva_page("<p>Boats.</p>", "article enArticles") == []


def test_a_page_of_factiva_in_a_table():
    cells = [("SE", "News"), ("HD", "Nets"), ("WC", "33 words"), ("PD", "13 March 2014"),
             ("LP", "Boats."), ("TD", "More."), ("NS", "gtrade : Trade | gpol : Politics"),
             ("XX", "x")]  # fmt: skip
    table = "".join(f"<tr><td>{code}</td><td>{value}</td></tr>" for code, value in cells)
    assert factiva_page(f"<table>{table}<tr><td>BY</td></tr></table>") == [
        {"title": "Nets", "date": "2014-03-13", "section": "News", "subject": "Trade; Politics",
         "language": "en", "text": "Boats.\n\nMore."}
    ]  # fmt: skip
    row = "<tr><td>{}</td><td>Word</td></tr>"
    (found,) = factiva_page(f"<table>{row.format('SE')}</table><p>Boats.</p>")
    assert "section" not in found
    for code in ("HD", "PD", "SN"):
        (found,) = factiva_page(f"<table>{row.format('SE')}{row.format(code)}</table><p>x</p>")
        assert (found["section"], found["text"]) == ("Word", "x")


def test_places_in_a_page_of_factiva():
    facts = ["By the sea", "1,234 words", "13 March 2014", "07:30", "The Quay", "QUAY", "3",
             "English", "(c) 2014 Quay"]  # fmt: skip
    divs = "".join(f"<div>{fact}</div>" for fact in facts)
    head = '<div>World</div><div id="hd"><b class="Headline">Nets</b></div>'
    author = '<div class="Author">Ana Sol</div><div> </div>'
    (row,) = factiva_page(f"{head}{author}{divs}<p>Boats.</p>")
    assert row == {
        "title": "Nets", "date": "2014-03-13", "section": "World", "byline": "Ana Sol; By the sea",
        "publication": "The Quay", "page": "3", "language": "English", "text": "Boats.",
    }  # fmt: skip
    unread = head + "<div>1,234 words</div><div>Anno quarto</div><div>The Quay</div>"
    (row,) = factiva_page(f"{unread}<p>Boats.</p>")
    assert (row["date"], row["publication"]) == ("Anno quarto", "The Quay")


PARTS = {
    "headline": "title", "byline": "byline", "sourceName": "publication",
    "baseLanguage": "language", "edition": "edition", "sectionName": "section", "notes": "notes",
    "publisherName": "publisher", "columnName": "section", "corrections": "correction",
    "artWorks": "graphic", "artWork": "graphic", "region": "geographic", "newsSubject": "subject",
    "company": "company", "industry": "industry", "person": "person",
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_parts_of_an_article_in_xml(part):
    base = "<headline/><leadParagraph>a</leadParagraph>"
    own = f"<{part}>Word <name>of it</name></{part}>"
    (row,) = factiva_xml_rows(f"<a xmlns='x'><article>{base}{own}</article></a>", "f.xml")
    word = "of it" if part in ("region", "newsSubject", "company", "industry", "person") else (
        "Word of it"
    )  # fmt: skip
    assert row == {"title": "", "date": None, "text": "a", PARTS[part]: word}


def test_days_pages_and_paragraphs_of_an_article_in_xml():
    article = (
        "<article><headline>Nets</headline><publicationDate> <date>2014-03-13</date><time>9</time>"
        "</publicationDate><pages><page>1</page><page>6</page></pages><leadParagraph><paragraph>a"
        "</paragraph><paragraph/></leadParagraph><tailParagraphs>b  c</tailParagraphs></article>"
    )
    assert factiva_xml_rows(f"<?xml version='1.0'?><a>{article}</a>", "f.xml") == [
        {"title": "Nets", "date": "2014-03-13", "page": "1, 6", "text": "a\n\nb c"}
    ]
    alone = article.replace("<page>1</page><page>6</page>", "A1")
    assert factiva_xml_rows(f"<a>{alone}</a>", "f.xml")[0]["page"] == "A1"
    for other in ("<a/>", "<article><headline/></article>", "<article><leadParagraph/></article>"):
        assert factiva_xml_rows(other, "f.xml") is None
    with pytest.raises(InputError, match=r"^f\.xml: its XML declares a document type, which no"):
        factiva_xml_rows("<!ENTITY a 'b'><a/>", "f.xml")


def test_lines_of_factiva_of_which_little_is_known():
    def rows(*lines):
        lines = (*lines, "Document QUAY000020140313ea3d0001a")
        return factiva_articles([Paragraph(line, False, False) for line in lines])

    assert rows("HD", "PD", "LP Boats.") == [{"title": "", "date": None, "text": "Boats."}]
    assert rows("Boats.", "", "13 March 2014", "(c) 2014 Quay") is None
    assert rows("33 words", "13 March 2014", "(c) 2014 Quay", "Boats.") == [
        {"title": "", "date": "2014-03-13", "text": "Boats."}
    ]


def test_an_article_of_nexis_of_which_little_is_known():
    lines = [Paragraph(line, False, False) for line in ("Nets", "End of Document")]
    assert word_articles(lines, "a.txt", []) == [
        {"publication": "", "date": None, "title": "Nets", "text": ""}
    ]


def test_a_classic_export_without_empty_lines_keeps_its_lines(tmp_path):
    lines = ["1 of 1 DOCUMENTS", "The Gull", "March 1, 2014", "Nets", "LENGTH: 3 words",
             "Boats went", "out.", "LANGUAGE: ENGLISH"]  # fmt: skip
    row = read_corpus(write(tmp_path / "a.pdf", pdf(["\n".join(lines)]))).loc[0]
    assert (row["title"], row["text"], row["language"]) == ("Nets", "Boats went\nout.", "ENGLISH")


def test_a_name_of_a_database_is_known_by_the_first_bytes(tmp_path):
    page = '<div class="article enArticle"><p>Boats.</p></div>'
    for start in ("<html>", "<!DOCTYPE html>", " \n<HTML lang='en'>", "\ufeff<!doctype HTML>"):
        path = write(tmp_path / "a.odd", f"{start}<body>{page}</body></html>")
        assert texts(path, format="factiva") == ["Boats."]
    article = "<a><article><headline/><leadParagraph>Boats.</leadParagraph></article></a>"
    path = write(tmp_path / "a.odd", f"<?xml version='1.0'?>{article}")
    assert texts(path, format="factiva") == ["Boats."]


# --- books, sheets, streams -----------------------------------------------------------------------


def test_a_list_of_contents_is_no_chapter_of_a_book(tmp_path):
    book = epub([f"<h1>One</h1><p>{ONE}</p>", f"<p>{TWO}</p>"])
    assert texts(write(tmp_path / "a.epub", book)) == [TWO, f"One\n\n{ONE}"]
    parts = {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="book.opf"/>'
        "</rootfiles></container>",
        "book.opf": "<package><metadata><title> </title><title>A  book</title><title>x</title>"
        "</metadata><manifest>"
        '<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="c" href="./x/../a%20b.xhtml#top" media-type="text/html"/>'
        '<item id="s" href="s.css" media-type="text/css"/><item id="o" href="o.xhtml"/></manifest>'
        '<spine><itemref idref="n"/><itemref idref="c"/><itemref idref="s"/><itemref idref="o"/>'
        "<itemref/></spine></package>",
        "n.xhtml": "<p>Contents</p>", "a b.xhtml": f"<h2>Two</h2><p>{TWO}</p>", "s.css": "<p>x</p>",
        "o.xhtml": "<p>x</p>",
    }  # fmt: skip
    row = read_corpus(write(tmp_path / "a.epub", package(parts))).loc[0]
    assert row[["doc_id", "title", "text", "book"]].tolist() == [
        "a:1", "Two", f"Two\n\n{TWO}", "A book",
    ]  # fmt: skip


def test_a_damaged_sheet_is_one_line_with_the_reason(tmp_path):
    sound = xlsx({"s": [["text"], [ONE]]})
    with pytest.raises(
        InputError, match=r"^a\.xlsx: not a readable spreadsheet \(.{3,120}\)\. Save"
    ):
        read_corpus(write(tmp_path / "a.xlsx", package({"xl/workbook.xml": "<no"})))
    file = File("a.xlsx", "excel", no_file)
    assert str(sheets._unreadable(file, ValueError("one\ntwo"))) == (
        "a.xlsx: not a readable spreadsheet (one). Save it again."
    )
    assert "(ValueError)" in str(sheets._unreadable(file, ValueError()))
    assert f"({'x' * 120})" in str(sheets._unreadable(file, ValueError("x" * 121)))
    assert texts(write(tmp_path / "b.xlsx", sound)) == [ONE]


def test_letters_of_columns_are_numbers():
    assert [sheets._column(name) for name in (b"", b"A", b"Z", b"AA", b"xfd")] == [
        0,
        1,
        26,
        27,
        16384,
    ]


def test_cells_far_apart_are_refused_by_the_cells_between(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "_MOST_CELLS", 12)
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
    row += '<row r="{0}"><c r="{1}{0}"/></row>'
    assert len(read_corpus(write(tmp_path / "a.xlsx", xlsx({"s": [["text", "a"], [ONE, 1]]})))) == 1
    for column, number, span in (("D", 4, 16), ("A", 13, 13), ("M", 2, 26)):
        path = write(tmp_path / "a.xlsx", xlsx({"s": row.format(number, column)}))
        with pytest.raises(InputError, match=rf"a sheet spans {span} cells, more than 12\. Delete"):
            read_corpus(path)


def test_an_element_beyond_the_cap_is_refused_by_its_size(monkeypatch):
    def sizes(text, cap):
        monkeypatch.setattr(xmlstream, "MAX_DOCUMENT_BYTES", cap)
        stream = io.BytesIO(text.encode())
        return [
            element.tag
            for element in xmlstream.stream_elements(stream, "a.xml", lambda tag, _: tag == "b")
        ]

    assert sizes("<a>xxxxxxxx<b>yy<c/></b><b>z</b></a>", 204) == ["a", "b", "b"]
    with pytest.raises(InputError, match=r"^a\.xml: an element is larger than 0 MiB\. Split"):
        sizes("<a>xxxxxxxx<b>yy<c/></b><b>z</b></a>", 203)
    assert sizes("<a><b><c/>" + "</b></a>", 202) == ["a", "b"]


@pytest.mark.parametrize("whence", [io.SEEK_SET, io.SEEK_CUR, io.SEEK_END])
def test_a_file_that_is_hashed_while_it_is_read_can_be_read_from_any_place(tmp_path, whence):
    data = bytes(range(256)) * 5000
    path = write(tmp_path / "a.bin", data)
    found = inputs.Inputs()
    with found.open(str(path), "a.bin") as stream:
        assert stream.read(10) == data[:10]
        place = {io.SEEK_SET: 700_000, io.SEEK_CUR: 700_010, io.SEEK_END: len(data) - 300_000}[
            whence
        ]
        assert stream.seek({io.SEEK_END: -300_000}.get(whence, 700_000), whence) == place
        assert stream.read(9) == data[place : place + 9]
        assert stream.tell() == place + 9
    assert found.hashes() == {"a.bin": hashlib.sha256(data).hexdigest()}


# --- dates ----------------------------------------------------------------------------------------


def test_english_months_and_weekdays_are_known_without_those_of_all_languages(monkeypatch):
    def loaded():
        raise AssertionError

    monkeypatch.setattr(months, "_names", loaded)
    months.month_of.cache_clear()
    months.is_weekday.cache_clear()
    full = "january february march april may june july august september october november december"
    short = "jan feb mar apr may jun jul aug sep oct nov dec"
    for names in (full, short):
        for number, name in enumerate(names.split(), start=1):
            assert months.month_of(name) == months.month_of(f"{name.title()}.") == number
    assert months.month_of("Sept.") == 9
    days = "monday mon tuesday tues tue wednesday wednes wed thursday thurs thur thu friday fri "
    for name in f"{days}saturday satur sat sunday sun".split():
        assert months.is_weekday(name.title())
    months.month_of.cache_clear()
    months.is_weekday.cache_clear()


@pytest.mark.parametrize(
    ("form", "order"),
    [("%d/%m/%Y", "dmy"), ("%e.%m.%y", "dmy"), ("%m-%d-%Y", "mdy"), ("%y %m %e", "ymd"),
     ("%Y%m%d", "ymd"), ("%d %B %Y", None), ("%Y", None), ("%Y-%j", None), ("%Y %d %m", None)],
)  # fmt: skip
def test_a_form_says_the_order_of_other_numbers_too(form, order):
    columns = DateColumns(form)
    assert columns.given == order
    written = columns.read(("a.csv", "d"), "3. 4. 2024", "a:1")
    day = {"dmy": date(2024, 4, 3), "mdy": date(2024, 3, 4)}.get(order)
    assert (written and written.day) == day


def test_three_numbers_in_an_order():
    assert in_order((3, 4, 2024), "dmy", short=False) == date(2024, 4, 3)
    assert in_order((3, 4, 2024), "mdy", short=False) == date(2024, 3, 4)
    assert in_order((3, 4, 2024), "ymd", short=False) is None
    assert in_order((3, 4, 5), "ymd", short=True) == date(2003, 4, 5)
    assert in_order((3, 4, 69), "dmy", short=True) == date(1969, 4, 3)
    assert in_order((3, 4, 68), "dmy", short=True) == date(2068, 4, 3)
    assert in_order((3, 4, 100), "dmy", short=True) is None
    assert in_order((99, 4, 3), "ymd", short=True) == date(1999, 4, 3)
    assert orders_of((31, 6, 2024), short=False) == frozenset()
    assert datecolumn.ORDERS == {"day-first": "dmy", "month-first": "mdy", "year-first": "ymd"}


@pytest.mark.parametrize("form", "dmyYbBjeHMSfpzZIaA")
def test_codes_of_a_form(form):
    assert check_date_format(f"%Y %{form}") == f"%Y %{form}"
    if form not in "yY":
        with pytest.raises(
            ValueError, match=r"`date_format` must be one of day-first, month-first"
        ):
            check_date_format(f"%{form}")
    for odd in (f"%Y %{form}%q", f"%Y %{form}%", f"%Y %%{form}"):
        with pytest.raises(ValueError, match="or codes with a year such as"):
            check_date_format(odd)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("999999999", date(2001, 9, 9)), ("1710316800", date(2024, 3, 13)),
        ("1710316800.5", date(2024, 3, 13)), ("1710316800000", date(2024, 3, 13)),
        ("1710316800000000", date(2024, 3, 13)), ("17103168000", None), ("171031680000", None),
        ("17103168000000", None), ("171031680000000", None), ("4102444799", date(2099, 12, 31)),
        ("4102444800", None), ("2024031812", None), ("1999123123", None),
        ("2024031824", date(2034, 2, 20)), ("2099123123", None), ("20240318", date(2024, 3, 18)),
        ("202403181230", date(2024, 3, 18)), ("20240318123059", date(2024, 3, 18)),
        (20240318, date(2024, 3, 18)), (20240318.0, date(2024, 3, 18)),
        (20240318.5, date(2024, 3, 18)),
        ({"$date": "2024-03-18"}, date(2024, 3, 18)), ({"date": "2024-03-18"}, None), (False, None),
        ([], None),
    ],
)  # fmt: skip
def test_numbers_that_are_days(value, day):
    found = tell(value)
    assert (found and found.day) == day
    if found:
        assert found.since_1970 == (isinstance(value, str) and len(value.partition(".")[0]) in
                                    (9, 10, 13, 16))  # fmt: skip


# --- files of a known opening ---------------------------------------------------------------------


def test_xml_that_is_no_export_is_named_by_its_first_element(tmp_path):
    path = write(tmp_path / "a.xml", "<?xml version='1.0'?><!-- x --><list-1.a/>")
    options = ReadOptions()
    with pytest.raises(InputError, match=r"^a\.xml: .*its first element is <list-1\.a>"):
        list(read_xml(File("a.xml", "xml", lambda: path.open("rb")), options))


def test_word_files_of_an_export_and_of_one_text(tmp_path):
    path = write(tmp_path / "a.docx", docx(["Talks", ONE, "", TWO]))
    assert texts(path) == [f"Talks\n\n{ONE}\n\n{TWO}"]
    assert opening_of("Dear reader,\nthe talks went on.\n") is None
    account = read_with_account(path).account
    assert account.remarks == ()
