"""Pages, speeches, Word files, books, mail: title, day and text come from where they should."""

import gzip
import io
import json
import zipfile

import pandas as pd
import pytest
from office_files import epub, opendocument, package
from test_readers import docx, nexis, write
from test_readers_formats import ATOM, FRUS, MAIL, ONE, PARLAMINT, RSS, TWO, warc

from topics.errors import InputError
from topics.readers.corpus import read_corpus, read_with_account
from topics.readers.europresse import europresse_nodes, europresse_rows

LONG = (
    "The two ministers signed the grain deal on Monday after a long night of talks in the port. "
    "Ships will leave the harbour within a week, said the officer who runs the inspection office."
)


def page(*, head="", body="", top="<h1>Grain deal</h1>"):
    article = f"<article>{top}<p>{LONG}</p>{body}</article>"
    return f"<html><head>{head}</head><body>{article}</body></html>"


def one(path, data, **options):
    corpus = read_corpus(write(path, data), **options)
    assert len(corpus) == 1
    return corpus.loc[0]


def day(row):
    return None if pd.isna(row["date"]) else str(row["date"].date())


def meta(name, content, key="property"):
    return f'<meta {key}="{name}" content="{content}">'


# --- web pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "top", "title"),
    [
        ("<title>Tab</title>" + meta("og:title", "Card"), "<h1> Grain\n deal </h1>", "Grain deal"),
        ("<title>Tab</title>" + meta("og:title", "Card"), "<h1>A</h1><h1>B</h1>", "Card"),
        ("<title>Tab</title>", "<h1>A</h1><h1>B</h1>", "A"),
        ("<title>Tab</title>", "<h1> </h1><h1>B</h1>", "B"),
        ("<title> Tab\n | Gull </title>", "", "Tab | Gull"),
        ("", "", ""),
    ],
)
def test_the_title_of_a_page_is_its_one_headline_or_what_its_head_says(tmp_path, head, top, title):
    pytest.importorskip("trafilatura")
    assert one(tmp_path / "p.html", page(head=head, top=top))["title"] == title


LD = '<script type="application/ld+json">{}</script>'
NESTED = json.dumps({"@graph": [{"@type": "Page"}, {"article": {"datePublished": "2024-03-04"}}]})


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (meta("article:published_time", "2024-03-01T23:30:00-05:00"), "", "2024-03-01"),
        (meta("date", "2024-03-01", "name") + meta("dc.date", "2024-03-02", "name"), "",
         "2024-03-02"),
        (meta("datePublished", "2024-03-05", "itemprop"), "", "2024-03-05"),
        # of two of one name, the first
        (meta("date", "2024-03-01", "name") + meta("date", "2024-03-02", "name"), "", "2024-03-01"),
        # what is no day leaves the word to the next
        (meta("date", "yesterday", "name") + LD.format(NESTED), "", "2024-03-04"),
        (meta("date", "", "name") + LD.format('[{"datePublished": "2024-03-06"}]'), "",
         "2024-03-06"),
        (LD.format('{"datePublished": 20240306}'), "", None),
        (LD.format("{broken"), '<time datetime="2024-03-07">x</time>', "2024-03-07"),
        ("", '<time datetime="7 p.m.">x</time><time datetime="2024-03-08">y</time>', "2024-03-08"),
        ("", "<p>Printed on 9 March 2024.</p>", None),
        (meta("article:modified_time", "2024-03-10"), "", None),
    ],
)  # fmt: skip
def test_the_day_of_a_page_is_what_it_says_of_itself(tmp_path, head, body, expected):
    pytest.importorskip("trafilatura")
    assert day(one(tmp_path / "p.html", page(head=head, body=body))) == expected


NAMES_OF_DAYS = [
    "article:published_time", "og:article:published_time", "datePublished", "DC.date.issued",
    "DC.date", "dcterms.date", "publication_date", "publish-date", "pubdate", "date",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "article.published",
]  # fmt: skip


@pytest.mark.parametrize("n", range(len(NAMES_OF_DAYS)))
def test_days_of_a_page_have_names_in_an_order(tmp_path, n):
    pytest.importorskip("trafilatura")
    later = "".join(meta(name, "2024-03-02", "name") for name in NAMES_OF_DAYS[n + 1 :])
    head = later + meta(NAMES_OF_DAYS[n], "2024-03-01", "itemprop")
    assert day(one(tmp_path / "p.html", page(head=head))) == "2024-03-01"


def test_of_times_outside_the_article_the_first_counts_alone(tmp_path):
    pytest.importorskip("trafilatura")
    plain = f"<html><body><h1>Deal</h1>{{}}<p>{LONG}</p></body></html>"
    times = '<time datetime="2024-03-07">x</time><time datetime="2024-03-08">y</time>'
    assert day(one(tmp_path / "p.html", plain.format(times))) == "2024-03-07"
    late = '<time datetime="noon">x</time><time datetime="2024-03-08">y</time>'
    assert day(one(tmp_path / "p.html", plain.format(late))) is None


def test_deep_metadata_is_followed_so_far_and_does_no_harm(tmp_path):
    pytest.importorskip("trafilatura")
    for depth, expected in ((20, "2024-03-04"), (21, None), (5000, None)):
        nested = "[" * depth + '{"datePublished": "2024-03-04"}' + "]" * depth
        assert day(one(tmp_path / "p.html", page(head=LD.format(nested)))) == expected


def test_address_and_site_of_a_page_become_columns(tmp_path):
    pytest.importorskip("trafilatura")
    link = '<link rel="canonical" href="https://gull.example/1">'
    row = one(tmp_path / "p.html", page(head=link + meta("og:site_name", "The Gull")))
    assert row[["url", "site"]].tolist() == ["https://gull.example/1", "The Gull"]
    bare = one(tmp_path / "p.html", page())
    assert bare.get("url", "") == ""


@pytest.mark.parametrize("declared", ["windows-1252", "no-such-code", "utf-8"])
def test_letters_of_a_page_are_read_whatever_it_declares(tmp_path, declared):
    pytest.importorskip("trafilatura")
    text = page(head=f"<meta charset={declared}>", body="<p>Café à Orléans, déjà vu.</p>")
    assert "Café à Orléans" in one(tmp_path / "p.html", text)["text"]
    if declared == "windows-1252":
        old = one(tmp_path / "p.html", text.encode("cp1252"))
        assert "Café à Orléans" in old["text"]
    xml = f'<?xml version="1.0" encoding="iso-8859-5"?>{text}'
    assert "Café à Orléans" in one(tmp_path / "p.html", xml)["text"]


def test_pages_without_a_document_or_a_text_are_refused(tmp_path):
    pytest.importorskip("trafilatura")
    with pytest.raises(InputError, match=r"^p\.html: no HTML document in it\. Is it a saved web"):
        read_corpus(write(tmp_path / "p.html", ""))
    empty = write(tmp_path / "p.html", "<html><body><nav></nav></body></html>")
    with pytest.raises(InputError, match=r"^p\.html: no running text found in the page; remove"):
        read_corpus(empty)
    write(tmp_path / "a.txt", ONE)
    reading = read_with_account(tmp_path)
    assert reading.corpus["text"].tolist() == [ONE]
    assert [(skipped.file, skipped.reason) for skipped in reading.account.skipped] == [
        ("p.html", "no running text found in the page")
    ]


def test_a_page_in_a_table_under_many_cells_is_read_in_short_time(tmp_path):
    pytest.importorskip("trafilatura")
    cells = "".join(f"<p>The boat number {n} left the harbour at dawn.</p>" for n in range(4100))
    assert "boat number 4099" in one(tmp_path / "p.html", page(body=cells))["text"]


SIBLING = "<article><{0}>{1}</{0}>{2}<p>{3}</p></article>"


def test_articles_side_by_side_without_machine_readable_days(tmp_path):
    pytest.importorskip("trafilatura")
    text = "It rained in Riga for two days, and the trams stood still while the water rose. "
    articles = [
        SIBLING.format("h2", "Rain", "<p>13 March 2014</p>", text),
        SIBLING.format("h3", "Wind", '<p><time datetime="2014-03-14">Friday</time></p>', text * 2),
        SIBLING.format("div", "Snow", "", text),
    ]
    aside = f"<aside>{SIBLING.format('h2', 'Hail', '', text * 9)}</aside>"
    body = f"<html><body><main>{''.join(articles)}</main>{aside}</body></html>"
    corpus = read_corpus(write(tmp_path / "p.html", body))
    assert corpus["doc_id"].tolist() == ["p:1", "p:2", "p:3"]
    assert corpus["title"].tolist() == ["Rain", "Wind", ""]
    assert [day(row) for _, row in corpus.iterrows()] == ["2014-03-13", "2014-03-14", None]
    once, twice = text.strip(), (text * 2).strip()
    assert corpus["text"].tolist() == [once, twice, f"Snow\n{once}"]


def test_short_articles_side_by_side_are_one_page(tmp_path):
    pytest.importorskip("trafilatura")
    short = "".join(SIBLING.format("h2", "Rain", "", "It rained.") for _ in range(2))
    assert len(read_corpus(write(tmp_path / "p.html", page(body=f"<div>{short}</div>")))) == 1


def test_a_telegram_page_whose_messages_have_no_day_and_no_number(tmp_path):
    pytest.importorskip("trafilatura")
    message = '<div class="message default clearfix"><div class="body">{}</div></div>'
    texts = "".join(message.format(f'<div class="text">{text}</div>') for text in (ONE, TWO))
    alone = message.format('<div class="pull_right date details" title="?"></div>{}')
    texts += alone.format('<div class="text">Third</div>')
    corpus = read_corpus(write(tmp_path / "m.html", f"<html><body>{texts}</body></html>"))
    assert corpus["doc_id"].tolist() == ["m:1", "m:2", "m:3"]
    assert corpus["text"].tolist() == [ONE, TWO, "Third"]
    assert corpus["date"].isna().all()
    assert corpus["chat"].tolist() == corpus["from"].tolist() == [""] * 3


def test_parts_of_a_europresse_article_that_stand_beside_it():
    html = pytest.importorskip("lxml.html")
    article = """<article><header>
    <div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Quai, no. 43</span>
    </div><span class="DocHeader">Monde, mardi, 14 mars 2006, p. 16, 812 mots</span>
    <div class="titreArticle"><p class="titreArticleVisu">La pêche</p>
    <p class="sm-margin-bottom">Le port attend</p></div><div>LUC PETIT</div>
    <div>{}</div><div class="docAuthors">Rosa Vega</div></header>
    <div class="docOcurrContainer"><p>Les bateaux restent.</p></div>
    <aside>Illustration : Un bateau<br>au port<br>Note au lecteur : lire aussi</aside></article>"""
    tree = html.fromstring(f"<html><body>{article.format('x' * 150)}</body></html>")
    (row,) = europresse_rows(europresse_nodes(tree))
    assert row["publication"] == "Le Quai"
    assert row["title"] == "La pêche"
    assert row["date"] == "2006-03-14"
    assert (row["section"], row["page"]) == ("Monde", "p. 16")
    assert row["highlight"] == "Le port attend"
    assert "LUC PETIT" in row["byline"]
    assert "Rosa Vega" in row["byline"]
    assert "xxx" not in row["byline"]
    assert "Un bateau" in row["graphic"]
    assert "au port" in row["graphic"]
    assert row["notes"] == "lire aussi"
    assert row["text"] == "Les bateaux restent."


# --- TEI ------------------------------------------------------------------------------------------

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>{}</teiHeader><text>{}</text></TEI>'


def tei(tmp_path, body, header=""):
    return read_corpus(write(tmp_path / "a.xml", TEI.format(header, f"<body>{body}</body>")))


@pytest.mark.parametrize("kind", ["document", "article", "letter", "speech"])
@pytest.mark.parametrize("element", ["div", "div1", "div12"])
def test_every_kind_of_marked_division_is_a_document(tmp_path, kind, element):
    marked = f'<{element} type="{kind}"><head>Talks</head><p>{ONE}</p></{element}>'
    corpus = tei(tmp_path, marked + f"<{element} type='index'><p>Lima 3</p></{element}>")
    assert corpus[["doc_id", "title", "text"]].to_numpy().tolist() == [["a:1", "Talks", ONE]]


def test_the_text_of_a_division_is_its_blocks_without_notes_and_in_their_order(tmp_path):
    body = (
        '<div type="letter" when="2024-03-18T10:00"><head>Grain<lb/>talks<note>1</note></head>Dear '
        "<hi>Ana</hi>, <note>a note</note> we came.<p>First<lb/>line <note>2</note>here.</p>"
        "between<list><item>One.</item></list><quote><p>Said.</p></quote>after<gap/> the gap"
        "<closer>Yours</closer></div>"
    )
    corpus = tei(tmp_path, body)
    assert corpus.loc[0, "title"] == "Grain talks"
    assert corpus.loc[0, "text"].split("\n\n") == [
        "Dear Ana, we came.", "First line here.", "between", "One.", "Said.", "after the gap",
        "Yours",
    ]  # fmt: skip
    assert day(corpus.loc[0]) == "2024-03-18"


@pytest.mark.parametrize(
    ("header", "own", "expected"),
    [
        ("<sourceDesc><date when='1969-01-20'/></sourceDesc>", "", "1969-01-20"),
        ("<publicationStmt><date>20 January 1969</date></publicationStmt>", "", "1969-01-20"),
        # the day of a sitting goes before that of a source, which goes before that of an edition
        ("<publicationStmt><date when='1999-01-01'/></publicationStmt><sourceDesc><date "
         "when='1969-01-20'/></sourceDesc>", "", "1969-01-20"),
        ("<sourceDesc><date/><date from='1969-01-21'/></sourceDesc>", "", "1969-01-21"),
        ("<sourceDesc><date when='1969-01-20'/></sourceDesc>",
         "<dateline><date value='1970-02-02'/></dateline>", "1970-02-02"),
        ("", "<dateline><date when-iso='1970-02-03'/></dateline>", "1970-02-03"),
        ("", "<p><date when='1970-02-03'/></p>", None),
    ],
)  # fmt: skip
def test_days_of_tei_come_from_the_document_or_else_the_header(tmp_path, header, own, expected):
    corpus = tei(tmp_path, f'<div type="letter">{own}<p>{ONE}</p></div>', header)
    assert day(corpus.loc[0]) == expected
    assert corpus.loc[0, "text"] == ONE


def test_tei_without_a_text_is_refused(tmp_path):
    bare = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/></TEI>'
    with pytest.raises(InputError, match=r"^a\.xml: TEI without a text\. Check the file\.$"):
        read_corpus(write(tmp_path / "a.xml", bare))


def test_an_utterance_without_a_number_or_a_speaker(tmp_path):
    corpus = read_corpus(
        write(tmp_path / "a.xml", PARLAMINT.replace(' xml:id="u2"', "").replace("#KaskJan", ""))
    )
    assert corpus["doc_id"].tolist() == ["u1", "a:2"]
    assert corpus["speaker"].tolist() == ["VegaRosa", ""]
    parts = FRUS.replace('type="document"', 'type="part"')
    volume = read_corpus(write(tmp_path / "b.xml", parts))
    assert volume[["doc_id", "work"]].to_numpy().tolist() == [["b:1", "Volume I"]]


# --- Word, rich text, OpenDocument ----------------------------------------------------------------

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body):
    xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return package({"word/document.xml": xml})


def test_breaks_tabs_and_boxes_in_word(tmp_path):
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Grain</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>First</w:t><w:br/><w:t>second</w:t><w:cr/><w:t>third</w:t><w:tab/>"
        "<w:t>cell</w:t><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:p><w:r><w:t>Around </w:t><w:txbxContent><w:p><w:r><w:t>the box</w:t></w:r></w:p>"
        "</w:txbxContent><w:t> it.</w:t></w:r></w:p>"
    )
    row = one(tmp_path / "a.docx", word(body))
    assert row["title"] == "Grain"
    assert row["text"] == "First\n\nsecond\n\nthird cell\n\nAround the box it."


@pytest.mark.parametrize(
    ("style", "title"),
    [("Heading1", "Grain"), ("heading 1", "Grain"), ("Title", "Grain"), ("Heading2", "")],
)
def test_a_heading_at_the_start_of_a_word_file_is_its_title(tmp_path, style, title):
    body = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>Grain</w:t></w:r></w:p>'
    row = one(tmp_path / "a.docx", word(f"{body}<w:p><w:r><w:t>{ONE}</w:t></w:r></w:p>"))
    assert row["title"] == title
    assert row["text"] == (ONE if title else f"Grain\n\n{ONE}")


def test_damaged_xml_in_word_is_named(tmp_path):
    broken = package({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>'})
    with pytest.raises(InputError, match=r"^a\.docx: damaged XML \(no element found: .*Save it"):
        read_corpus(write(tmp_path / "a.docx", broken))
    empty = package({"word/styles.xml": "<x/>"})
    with pytest.raises(InputError, match=r"^a\.docx: not a \.docx file \(no word/document\.xml\)"):
        read_corpus(write(tmp_path / "a.docx", empty))


def test_an_odt_without_its_content_is_named(tmp_path):
    with pytest.raises(InputError, match=r"^a\.odt: not an \.odt file \(no content\.xml\)\. Save"):
        read_corpus(write(tmp_path / "a.odt", package({"meta.xml": "<x/>"})))


def test_breaks_and_notes_in_odt(tmp_path):
    body = (
        "<office:text><text:h>Grain<text:s/>talks</text:h><text:p>Rosa<text:tab/>Vega"
        "<text:note><text:p>1</text:p></text:note> spoke<text:line-break/>twice.</text:p>"
        "<text:p/></office:text>"
    )
    row = one(tmp_path / "a.odt", opendocument("text", body))
    assert row[["title", "text"]].tolist() == ["Grain talks", "Rosa Vega spoke twice."]


@pytest.mark.parametrize("declared", [r"\ansicpg1252", "", r"\ansicpg99999"])
def test_letters_of_rich_text(tmp_path, declared):
    pytest.importorskip("striprtf")
    data = rf"{{\rtf1\ansi{declared} Caf\'e9 in {{\b Orl\'e9ans}}.\par They go on.}}"
    assert one(tmp_path / "a.rtf", data)["text"] == "Café in Orléans.\n\nThey go on."


def test_cyrillic_rich_text_and_pictures_in_it(tmp_path):
    pytest.importorskip("striprtf")
    picture = r"{\pict\wmetafile8 " + "0f" * 5000 + "}"
    data = rf"{{\rtf1\ansi\ansicpg1251 {picture}\'cc\'ee\'f1\'ea\'e2\'e0.}}"
    assert one(tmp_path / "a.rtf", data)["text"] == "Москва."
    with pytest.raises(InputError, match=r"^a\.rtf: not rich text; it does not begin with"):
        read_corpus(write(tmp_path / "a.rtf", "Plain."))


# --- a database that the caller names -------------------------------------------------------------


def test_an_export_of_a_named_database_is_known_by_its_bytes_whatever_its_name(tmp_path):
    write(tmp_path / "word.bin", docx(nexis("Grain")))
    assert read_corpus(tmp_path / "word.bin", format="nexis")["title"].tolist() == ["Grain"]
    pytest.importorskip("striprtf")
    lines = ["1 of 1 DOCUMENTS", "The Quay", "March 11, 2014", "Boats", "LENGTH: 4 words",
             "Boats left.", "LOAD-DATE: March 12, 2014"]  # fmt: skip
    rich = r"{\rtf1\ansi " + "".join(rf"{line}\par " for line in lines) + "}"
    write(tmp_path / "rich.bin", rich)
    assert read_corpus(tmp_path / "rich.bin", format="nexis")["title"].tolist() == ["Boats"]
    write(tmp_path / "text.bin", "\n\n".join(lines))
    assert read_corpus(tmp_path / "text.bin", format="nexis")["title"].tolist() == ["Boats"]


@pytest.mark.parametrize("data", ["<html><body><p>x</p></body></html>", "<!DOCTYPE html><p>x</p>"])
def test_a_page_that_is_no_export_of_the_named_database_is_refused(tmp_path, data):
    pytest.importorskip("trafilatura")
    with pytest.raises(InputError, match=r"^page\.bin: no export of factiva is in it"):
        read_corpus(write(tmp_path / "page.bin", data), format="factiva")


@pytest.mark.parametrize("data", ['<?xml version="1.0"?><recipe/>', "%PDF-1.4\nnothing"])
def test_xml_and_pdf_are_told_from_text_where_a_database_is_named(tmp_path, data):
    message = "no export of factiva is in it" if data[0] == "<" else "damaged PDF"
    with pytest.raises(InputError, match=rf"^a\.bin: {message}"):
        read_corpus(write(tmp_path / "a.bin", data), format="factiva")


# --- books and web archives -----------------------------------------------------------------------


def test_a_book_that_is_locked_or_has_no_list_of_its_parts(tmp_path):
    sound = epub([f"<h1>Two</h1><p>{TWO}</p>"])
    parts = {
        name: zipfile.ZipFile(io.BytesIO(sound)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(sound)).namelist()
    }
    locked = package(parts | {"META-INF/rights.xml": "<x/>"})
    with pytest.raises(InputError, match=r"^a\.epub: locked by its seller; use an open edition\.$"):
        read_corpus(write(tmp_path / "a.epub", locked))
    lost = package({name: data for name, data in parts.items() if not name.endswith(".opf")})
    with pytest.raises(InputError, match=r"^a\.epub: not an \.epub book \(no package document\)"):
        read_corpus(write(tmp_path / "a.epub", lost))
    missing = parts["OEBPS/book.opf"].replace(
        b"</spine>", b'<itemref idref="c9"/><itemref idref="c0"/></spine>'
    )
    missing = missing.replace(b"</manifest>", b'<item id="c9" href="no.xhtml" media-type='
                              b'"application/xhtml+xml"/><item id="c8" href="text/0.xhtml" '
                              b'media-type="image/svg"/></manifest>')  # fmt: skip
    corpus = read_corpus(write(tmp_path / "a.epub", package(parts | {"OEBPS/book.opf": missing})))
    assert corpus["doc_id"].tolist() == ["a:1", "a:2"], "as often as the spine names it"
    assert corpus["book"].tolist() == ["Harbours"] * 2


def test_pages_of_a_web_archive_that_are_left_out_are_counted(tmp_path, monkeypatch):
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    monkeypatch.setattr("topics.readers.warc.MAX_PAGE_BYTES", 2**20)
    pages = [
        (200, "text/plain", "x" * 2**20 + "x"),
        (200, "text/html", "<html><body></body></html>"),
        (301, "text/html", "moved"),
        (404, "text/html", "gone"),
        (200, "application/xhtml+xml", page()),
        (200, "TEXT/PLAIN ; charset=utf-8", ONE),
    ]
    reading = read_with_account(write(tmp_path / "a.warc.gz", warc(pages)))
    assert reading.corpus["doc_id"].tolist() == ["a:1", "a:2"]
    assert reading.corpus["url"].tolist() == ["https://example.org/4", "https://example.org/5"]
    assert set(reading.corpus["captured"]) == {"2024-03-18T10:00:00Z"}
    assert reading.account.remarks[:1] == (
        "a.warc.gz: pages that are left out: 2 answered with an error or a redirection, "
        "1 larger than 1 MiB, 1 without running text",
    )
    about = gzip.compress(
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"WARC-Date: 2024-03-18T10:00:00Z\r\nContent-Length: 2\r\n\r\nab\r\n\r\n"
    )
    with pytest.raises(InputError, match=r"^a\.warc\.gz: no page in this web archive\. Check"):
        read_corpus(write(tmp_path / "a.warc.gz", about))


def test_a_damaged_web_archive_is_named_with_the_reason(tmp_path):
    pytest.importorskip("warcio")
    with pytest.raises(InputError) as caught:
        read_corpus(write(tmp_path / "a.warc", b"no archive"))
    start, _, end = str(caught.value).partition(" (")
    assert start == "a.warc: damaged web archive"
    assert end.startswith("Unknown archive format")
    assert end.endswith("). Fetch it again.")


def test_a_page_of_a_web_archive_is_read_up_to_the_cap(tmp_path, monkeypatch):
    pytest.importorskip("warcio")
    path = write(tmp_path / "a.warc.gz", warc([(200, "text/plain", ONE), (200, "text/plain", TWO)]))
    monkeypatch.setattr("topics.readers.warc.MAX_PAGE_BYTES", len(ONE))
    reading = read_with_account(path)
    assert reading.corpus["text"].tolist() == [ONE]
    assert len(ONE) < len(TWO)
    said = ("a.warc.gz: pages that are left out: 1 larger than 0 MiB",)
    assert reading.account.remarks[:1] == said


# --- mail and feeds -------------------------------------------------------------------------------


def mail(headers, body="Rosa spoke.", kind="text/plain"):
    return f"{headers}\nContent-Type: {kind}\n\n{body}".encode("latin-1")


def test_headers_of_mail(tmp_path):
    head = "Subject: Grain\n talks\nTo: b@q.example\nFrom: Ana\nMessage-ID: <7@q.example>"
    row = one(tmp_path / "a.eml", mail(head))
    assert row[["title", "to", "from", "message_id"]].tolist() == [
        "Grain talks", "b@q.example", "Ana", "<7@q.example>",
    ]  # fmt: skip
    assert pd.isna(row["date"])


@pytest.mark.parametrize(
    ("subject", "title"),
    [("=?utf-8?q?Caf=C3=A9?=", "Café"), ("=?no-such?q?Caf?=", "=?no-such?q?Caf?="),
     ("Caf\xc3\xa9 talks", "Café talks")],
)  # fmt: skip
def test_subjects_of_mail_in_any_writing(tmp_path, subject, title):
    assert one(tmp_path / "a.eml", mail(f"Subject: {subject}"))["title"] == title


@pytest.mark.parametrize("charset", ["iso-8859-1", "no-such", "us-ascii"])
def test_letters_of_mail_are_read_whatever_it_declares(tmp_path, charset):
    body = "Café à Orléans, déjà vu, où l'été était très agréable."
    row = one(tmp_path / "a.eml", mail("Subject: x", body, f"text/plain; charset={charset}"))
    assert row["text"] == body


def test_a_date_that_is_none_is_counted_as_unreadable(tmp_path):
    reading = read_with_account(write(tmp_path / "a.eml", mail("Subject: x\nDate: some day")))
    assert reading.account.dates_unreadable_examples == ("a: some day",)


def test_attachments_of_all_messages_are_counted_together(tmp_path):
    box = "".join(f"From j@example.org Mon Mar 18 23:30:00 2024\n{MAIL}\n" for _ in range(3))
    reading = read_with_account(write(tmp_path / "a.mbox", box))
    assert reading.corpus["doc_id"].tolist() == ["a:1", "a:2", "a:3"]
    assert reading.account.remarks == ("a.mbox: 3 attachments are not read",)


def test_a_message_beyond_the_cap_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("topics.readers.mail.MAX_DOCUMENT_BYTES", 2**20)
    box = "From j@example.org Mon Mar 18 23:30:00 2024\nSubject: x\n\n" + "a line of it\n" * 90_000
    with pytest.raises(InputError, match=r"^a\.mbox: a message is larger than 1 MiB\. Split it\.$"):
        read_corpus(write(tmp_path / "a.mbox", box))


def test_links_and_days_of_feeds(tmp_path):
    other = ATOM.replace('<link href="https://example.org/1"/>', "").replace(
        "<published>2024-03-18T09:30:00Z</published>",
        "<published></published><updated>2024-03-19T09:30:00Z</updated>",
    )
    row = read_corpus(write(tmp_path / "a.xml", other)).loc[0]
    assert row.get("url", "") == ""
    assert day(row) == "2024-03-19"
    rows = read_corpus(write(tmp_path / "b.rss", RSS))
    assert rows["url"].fillna("").tolist() == ["https://example.org/1", ""]


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "no-such-code"])
def test_xml_of_an_export_is_read_as_it_declares_or_as_its_bytes_tell(tmp_path, declared):
    article = (
        f'<?xml version="1.0" encoding="{declared}"?><articles><article><headline><paragraph>Café'
        "</paragraph></headline><leadParagraph><paragraph>Déjà vu à Orléans, où l'été était beau."
        "</paragraph></leadParagraph></article></articles>"
    )
    data = article.encode("iso-8859-1" if declared == "iso-8859-1" else "utf-8")
    corpus = read_corpus(write(tmp_path / "f.xml", data), format="factiva")
    assert corpus["title"].tolist() == ["Café"]
    assert corpus["text"].tolist() == ["Déjà vu à Orléans, où l'été était beau."]


# --- what would be lost, or said twice ------------------------------------------------------------

_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:moveFrom>{0}</w:moveFrom><w:moveTo>{0}</w:moveTo>", "Rosa spoke."),
        (
            f'<mc:AlternateContent xmlns:mc="{_COMPATIBLE}"><mc:Choice>{{0}}</mc:Choice>'
            "<mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>",
            "Rosa spoke.",
        ),
        ("<w:ruby><w:rt>{0}</w:rt><w:rubyBase>{0}</w:rubyBase></w:ruby>", "Rosa spoke."),
        (
            "<w:r><w:t>A Franco</w:t><w:noBreakHyphen/><w:t>German day</w:t></w:r>",
            "A Franco-German day",
        ),
    ],
)
def test_words_of_a_word_file_are_read_once(tmp_path, run, text):
    body = f"<w:p>{run.format('<w:r><w:t>Rosa spoke.</w:t></w:r>')}</w:p>"
    assert one(tmp_path / "a.docx", word(body))["text"] == text


def test_a_word_file_in_the_strict_form_is_read(tmp_path):
    body = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Grain</w:t></w:r></w:p>'
    body += f"<w:p><w:r><w:t>{ONE}</w:t></w:r></w:p>"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    xml = f'<w:document xmlns:w="{strict}"><w:body>{body}</w:body></w:document>'
    row = one(tmp_path / "a.docx", package({"word/document.xml": xml}))
    assert (row["title"], row["text"]) == ("Grain", ONE)


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1\mac Caf\'8e.}", "Café."),
        (r"{\rtf1\pc Caf\'82.}", "Café."),
        (r"{\rtf1\ansi Rosa {\deleted never }spoke{\deleted0 .}}", "Rosa spoke."),
        (r"{\rtf1\ansi Rosa {\*\x \bin4 }}{{}spoke in C:\\bin5.}", r"Rosa spoke in C:\bin5."),
    ],
)
def test_characters_deletions_and_binary_data_of_rich_text(tmp_path, rtf, text):
    pytest.importorskip("striprtf")
    assert one(tmp_path / "a.rtf", rtf)["text"] == text


def test_several_rich_texts_in_one_file_are_refused(tmp_path):
    pytest.importorskip("striprtf")
    two = rf"{{\rtf1 {ONE}}}" + "\n" + rf"{{\rtf1 {TWO}}}"
    with pytest.raises(InputError, match=r"^a\.rtf: several rich texts in one file\. Save each"):
        read_corpus(write(tmp_path / "a.rtf", two))


def parts(kind, *inner, mark="b"):
    between = "".join(f"--{mark}\n{part}\n" for part in inner)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n{between}--{mark}--\n'


def plain(text):
    return f"Content-Type: text/plain\n\n{text}"


def marked(text):
    return f"Content-Type: text/html\n\n<p>{text}</p>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (parts("mixed", marked(ONE), plain("A list.")), f"{ONE}\n\nA list."),
        (parts("mixed", plain(ONE), marked(ONE)), ONE),
        (parts("alternative", plain(ONE), marked(TWO)), ONE),
        (parts("alternative", marked(TWO), plain(ONE)), ONE),
        (parts("alternative", plain(" "), marked(TWO)), TWO),
        (parts("alternative", plain("No HTML here."), marked(TWO * 4)), TWO * 4),
        (parts("alternative", plain(ONE), marked(TWO * 2)), ONE),
        (parts("alternative", plain(" "), parts("related", marked(TWO), mark="c")), TWO),
        (parts("mixed", plain(ONE), "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"), ONE),
    ],
)
def test_texts_of_a_message_are_read_all_and_of_alternatives_one(tmp_path, body, text):
    assert one(tmp_path / "a.eml", f"Subject: x\n{body}")["text"].strip() == text


def test_letters_of_mail_that_are_whole_in_utf_8_are_read_so(tmp_path):
    head = "Subject: x\nContent-Type: text/plain; charset=iso-8859-1\n\n"
    assert one(tmp_path / "a.eml", f"{head}Роза говорила.")["text"] == "Роза говорила."
    japanese = b"Subject: x\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
    japanese += "穀物の会談".encode("iso2022_jp")
    assert one(tmp_path / "b.eml", japanese)["text"] == "穀物の会談"


def test_a_message_of_a_box_begins_by_two_of_three_signs(tmp_path):
    mark = "From a@q.example Mon Mar 18 10:00:00 2024\n"
    box = f"{mark}Subject: 1\n\n{ONE}\n\nFrom now on they talk.\n{mark}Subject: 2\n\n{TWO}\n\n"
    box += f"{mark}\nNo header."
    corpus = read_corpus(write(tmp_path / "a.mbox", box))
    assert corpus["title"].tolist() == ["1", "2", ""]
    assert corpus.loc[0, "text"].strip() == f"{ONE}\n\nFrom now on they talk."
    assert corpus.loc[2, "text"] == "No header."


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_chapters_are_read_in_the_encoding_that_they_declare(tmp_path, encoding):
    page = f'<?xml version="1.0" encoding="{encoding}"?><html><p>Café à Orléans</p></html>'
    book = zipfile.ZipFile(io.BytesIO(epub([ONE])))
    made = {name: book.read(name) for name in book.namelist()}
    made["OEBPS/text/0.xhtml"] = page.encode(encoding)
    row = one(tmp_path / "a.epub", package(made))
    assert row["text"] == "Café à Orléans"


def test_a_chapter_that_is_not_there_is_told(tmp_path):
    book = zipfile.ZipFile(io.BytesIO(epub([ONE, TWO])))
    made = {name: book.read(name) for name in book.namelist() if not name.endswith("0.xhtml")}
    reading = read_with_account(write(tmp_path / "a.epub", package(made)))
    assert len(reading.corpus) == 1
    assert reading.account.remarks == ("a.epub: chapters that it lists and does not hold: 1",)


@pytest.mark.parametrize("cut", [5, 60])
def test_a_web_archive_that_ends_amid_a_page_is_refused(tmp_path, cut):
    pytest.importorskip("warcio")
    pytest.importorskip("trafilatura")
    archive = gzip.decompress(warc([("200", "text/html", page())]))
    with pytest.raises(InputError, match=r"^a\.warc: damaged web archive \(it ends amid a page\)"):
        read_corpus(write(tmp_path / "a.warc", archive[:-cut]))
    assert len(read_corpus(write(tmp_path / "b.warc", archive))) == 1


def test_captions_of_pictures_in_a_feed_are_not_its_text(tmp_path):
    media = 'xmlns:media="http://search.yahoo.com/mrss/"'
    item = (
        "<media:content><media:description>A boat</media:description></media:content>"
        f"<media:title>Boat</media:title><title>Grain</title><description>{ONE}</description>"
    )
    rss = f'<rss version="2.0" {media}><channel><item>{item}</item></channel></rss>'
    row = one(tmp_path / "a.xml", rss)
    assert (row["title"], row["text"]) == ("Grain", ONE)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("<choice><sic>graine</sic><corr>grain</corr></choice> talks", "grain talks"),
        ("<choice><orig>olde</orig> <reg>old</reg></choice> talks", "old talks"),
        ("<choice><abbr>Mr</abbr><expan>Mister</expan></choice> Kask", "Mister Kask"),
        ("<app><lem>grain</lem><rdg>graine</rdg></app> talks", "grain talks"),
        ("<subst><del>fish</del><add>grain</add></subst> talks", "grain talks"),
        ("<sic>graine</sic> talks", "graine talks"),
    ],
)
def test_of_several_readings_in_tei_one_is_read(tmp_path, words, text):
    tei = f"<TEI><teiHeader/><text><body><p>{words}</p></body></text></TEI>"
    assert one(tmp_path / "a.xml", tei)["text"] == text


def test_texts_of_a_corpus_in_tei_have_their_own_headers_and_those_of_a_group_are_apart(tmp_path):
    def head(title, day):
        return (
            f"<teiHeader><titleStmt><title>{title}</title></titleStmt><publicationStmt>"
            f'<date when="{day}"/></publicationStmt></teiHeader>'
        )

    group = f"<text><front><p>By way of preface.</p></front><group><text><p>{ONE}</p></text>"
    group += f"<text><p>{TWO}</p></text></group></text>"
    tei = f"<teiCorpus><TEI>{head('A', '2024-03-18')}{group}</TEI><TEI>{head('B', '2024-03-19')}"
    tei += f"<text><body><p>{LONG}</p></body></text></TEI></teiCorpus>"
    reading = read_with_account(write(tmp_path / "a.xml", tei))
    assert reading.corpus["text"].tolist() == [ONE, TWO, LONG]
    assert reading.corpus["work"].tolist() == ["A", "A", "B"]
    assert reading.corpus["date"].dt.day.tolist() == [18, 18, 19]
    assert "a.xml: a group of 2 texts; what stands around them is left out" in (
        reading.account.remarks
    )
