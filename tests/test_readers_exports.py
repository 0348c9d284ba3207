"""Exports of press databases become articles: their fields columns, their text nothing but text."""

import random
from pathlib import Path

import pandas as pd
import pytest
from office_files import opendocument
from test_readers import docx, write

from topics.choices import FORMATS
from topics.errors import InputError
from topics.readers import READERS
from topics.readers.corpus import read_corpus, read_with_account
from topics.readers.factiva_lines import factiva_articles, may_be_factiva
from topics.readers.nexis import mark_of
from topics.readers.nexis_article import article_of
from topics.readers.nexis_word import Paragraph

DATA = Path(__file__).parent / "data" / "exports"
FIELD = Path(__file__).parents[2] / "shared" / "field-cases"


def rows(corpus):
    """Rows without what is missing in them, the day as text."""
    found = []
    for row in corpus.drop(columns=["source", "date_precision"]).to_dict("records"):
        row["date"] = None if pd.isna(row["date"]) else str(row["date"].date())
        found.append({key: value for key, value in row.items() if not pd.isna(value)})
    return found


def read(path, **options):
    """The corpus and the account of it."""
    reading = read_with_account(path, **options)
    return reading.corpus, reading.account


def field_case(name):
    path = FIELD / name
    if not path.exists():
        pytest.skip(f"needs the cases from the field: {path}")
    return path


# --- classic Nexis ------------------------------------------------------------------------------


def test_nexis_text_with_cover_and_all_fields():
    corpus, account = read(DATA / "nexis_en.txt")
    first, second, third = rows(corpus)
    text = first.pop("text")
    assert first == {
        "doc_id": "nexis_en:1",
        "title": "Herring quota splits the two shores of the bay",
        "date": "2014-03-11",
        "publication": "The Harbour Post (Anytown)",
        "edition": "Edition 1; Late Edition",
        "byline": "Ines Moreau and Piet Vos",
        "section": "NEWS; Pg. 1, 6",
        "dateline": "OSLO",
        "highlight": "A night of talks ends without a paper",
        "graphic": "Boats at the pier of Lima on Monday. Photograph by A. Sol.; "
        "A map of the bay; Peru and Chile in grey.",
        "load_date": "March 12, 2014",
        "language": "ENGLISH",
        "document_type": "News",
        "publication_type": "Newspaper",
        "subject": "FISHING QUOTAS (94%); TREATIES & AGREEMENTS (81%)",
        "company": "NETS & SONS LTD (58%)",
        "geographic": "PERU (90%); UNITED KINGDOM (79%)",
        "harbour_code": "HP-7",
    }
    assert text.startswith("Fishermen from Norway")
    assert text.endswith("The minister: no word from her until Friday.")
    assert "\n\nLENGTH: the boats may not be longer than nine metres, and" in text, "is no field"
    assert second["title"] == "OPINION: Whose sea is it?"
    assert second["text"].startswith("Copyright law says nothing")
    assert second["date"] == "2014-03-01"
    assert corpus.loc[1, "date_precision"] == "month", "March 2014 is no day"
    assert (third["title"], third["text"]) == ("Photo page", "")
    assert account.dates_unreadable == 0


def test_a_number_that_is_missing_is_said():
    assert list(read(DATA / "nexis_en.txt")[1].remarks) == [
        "nexis_en.txt: a Nexis export of 3 articles",
        "nexis_en.txt: announces 4 documents, 3 are in it (without number 3)",
    ]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        (
            "nexis_de.txt",
            {
                "title": "Warnung vor dem Hochwasser",
                "text": "Kiel - Die Flut kommt in der Nacht, sagt das Amt in Kiel. Aus Dänemark "
                "kommen\nHelfer mit Booten.\n\nUpdate: Am Abend sank der Pegel wieder.",
                "date": "2012-02-27",
                "publication": "Der Kai",
                "byline": "Jana Brandt",
                "section": "POLITIK; S. 4",
                "highlight": "Der Pegel steigt; die Stadt wartet.",
                "load_date": "28. Februar 2012",
                "language": "GERMAN; DEUTSCH",
                "publication_type": "Zeitung",
                "journal_code": "kai",
            },
        ),
        (
            "nexis_fr.txt",
            {
                "title": "La pêche suspendue",
                "text": "Les bateaux restent au port. « Rien avant mai », dit le ministre.",
                "date": "2014-04-01",
                "publication": "Le Quai",
                "byline": "Luc Petit",
                "section": "MONDE; Pg. 7",
                "highlight": "Le port de Brest attend.",
                "load_date": "2 avril 2014",
                "language": "FRENCH; FRANÇAIS",
                "publication_type": "Quotidien",
                "journal_code": "LQ",
                "subject": "PÊCHE (90%)",
                "geographic": "FRANCE (92%); ISLANDE (60%)",
                "company": "FILETS SA (55%)",
            },
        ),
        (
            "nexis_older_en.txt",
            {
                "title": "Rain stops the talks",
                "text": "Rain stopped the talks on tea in Nairobi.\n\n"
                "BYLINE: a word that one delegate did not know.\n\nThey go on today.",
                "date": "1998-08-03",
                "publication": "The Evening Quay",
                "byline": "Omar Aziz, Special to The Evening Quay",
                "section": "Foreign; Pg. A3",
                "dateline": "NAIROBI, Aug. 2",
                "graphic": "Photo, Delegates under a tree, Reuter",
                "load_date": "August 3, 1998",
            },
        ),
        (
            "nexis_en.html",
            {
                "title": "Tea & rain",
                "text": 'Growers in Kenya sold less tea after the rain.\n\n"It will pass", '
                "said one.",
                "date": "2014-03-11",
                "publication": "The Harbour Post (Anytown)",
                "edition": "Late Edition",
                "byline": "Rosa Vega",
                "section": "FOREIGN; Pg. 2",
                "highlight": "Prices fall after the rain.",
                "graphic": "Workers in Peru pick leaves.",
                "load_date": "March 12, 2014",
                "language": "ENGLISH",
            },
        ),
    ],
)
def test_nexis_in_other_dress(name, first):
    if name.endswith("html"):
        pytest.importorskip("lxml")
    corpus, account = read(DATA / name)
    assert rows(corpus)[0] == {"doc_id": f"{name.rpartition('.')[0]}:1", **first}
    assert len(corpus) == 2
    assert corpus["date"].notna().all()
    assert list(account.remarks) == [f"{name}: a Nexis export of 2 articles"]


MARKS = {
    "en": ("{n} of {all} DOCUMENTS", "BYLINE", "SECTION", "LENGTH", "LANGUAGE", "LOAD-DATE"),
    "de": ("Dokument {n} von {all}", "AUTOR", "RUBRIK", "LÄNGE", "SPRACHE", "UPDATE"),
    "fr": ("Document {n} sur {all}", "AUTEUR", "RUBRIQUE", "LONGUEUR", "LANGUE", "DATE-CHARGEMENT"),
    "es": ("Documento {n} de {all}", "AUTOR", "SECCIÓN", "LONGITUD", "IDIOMA", "FECHA-CARGA"),
    "pt": ("Documento {n} de {all}", "AUTOR", "SEÇÃO", "EXTENSÃO", "IDIOMA", "DATA-CARREGAMENTO"),
    "nl": ("Document {n} van {all}", "AUTEUR", "RUBRIEK", "LENGTE", "TAAL", "LAADDATUM"),
    "it": (
        "Documento {n} di {all}",
        "AUTORE",
        "SEZIONE",
        "LUNGHEZZA",
        "LINGUA",
        "DATA-CARICAMENTO",
    ),
    "capitals": ("{n} OF {all} DOCUMENTS", "Byline", "Section", "Length", "Language", "Load-Date"),
    "french": ("{n} sur {all} DOCUMENTS", "AUTEUR", "RUBRIQUE", "LONGUEUR", "LANGUE", "UPDATE"),
}


@pytest.mark.parametrize("interface", MARKS)
@pytest.mark.parametrize("order", ["before", "around"])
def test_nexis_in_each_language_of_the_interface(tmp_path, interface, order):
    mark, byline, section, length, language, load = MARKS[interface]
    text = ""
    for n in (1, 2, 3):
        tail = [f"{load}: May 5, 2014", f"{language}: X"]
        parts = [mark.format(n=n, all=3), "The Quay", f"2014-03-1{n}", f"Nets {n}"]
        parts += [f"{byline}: A. Sol", f"{section}: SEA; 4", f"{length}: 5 x"]
        body = [f"Boats left on day {n}.", "They came back."]
        parts += [*tail, *body] if order == "before" else [*body, *tail]
        text += "\n\n".join([*parts, "Copyright 2014 Quay\nAll Rights Reserved"]) + "\n\n\n"
    corpus, account = read(write(tmp_path / "n.txt", text))
    assert rows(corpus) == [
        {
            "doc_id": f"n:{n}", "title": f"Nets {n}", "date": f"2014-03-1{n}",
            "text": f"Boats left on day {n}.\n\nThey came back.", "publication": "The Quay",
            "byline": "A. Sol", "section": "SEA; 4", "language": "X", "load_date": "May 5, 2014",
        }
        for n in (1, 2, 3)
    ]  # fmt: skip
    assert list(account.remarks) == ["n.txt: a Nexis export of 3 articles"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_nexis_in_each_encoding_and_line_end(tmp_path, encoding, end):
    text = (DATA / "nexis_de.txt").read_text("utf-8").replace("\n", end)
    path = write(tmp_path / "nexis_de.txt", text.encode(encoding))
    corpus = read_corpus(path, encoding=encoding if encoding == "latin-1" else "utf-8")
    pd.testing.assert_frame_equal(corpus, read_corpus(DATA / "nexis_de.txt"))


@pytest.mark.parametrize("name", ["nexis_en.txt", "proquest_en.txt"])
@pytest.mark.parametrize("empty", ["\n" * 9, "\n \t" * 7 + "\n", "\n\f" * 5 + "\n"])
def test_many_empty_lines_say_no_more_than_one(tmp_path, name, empty):
    data = (DATA / name).read_text("utf-8")
    spread = read(write(tmp_path / name, data.replace("\n\n", empty).encode()))[0]
    plain = read(DATA / name)[0]
    texts = [[line for line in text.split("\n") if line] for text in spread.pop("text")]
    assert texts == [[line for line in text.split("\n") if line] for text in plain.pop("text")]
    pd.testing.assert_frame_equal(spread, plain)


def test_nexis_articles_without_fields_before_the_text():
    article = article_of(
        ["Le Quai", "", "12 mars 2014", "", "Vent", "", "Il pleut.", "", "Il neige.", "",
         "LANGUE: FRENCH"]
    )  # fmt: skip
    assert (article["title"], article["text"]) == ("Vent", "Il pleut.\n\nIl neige.")
    bare = article_of(["Le Quai", "", "12 mars 2014", "", "Vent", "", "Il pleut."])
    assert (bare["publication"], bare["title"], bare["text"]) == ("Le Quai", "Vent", "Il pleut.")


def test_a_caption_longer_than_the_text_is_text():
    lines = ["The Quay", "", "March 1, 2014", "", "Nets", "", "LENGTH: 3 words", "", "Short.", ""]
    lines += ["GRAPHIC: Map", "", "Boats went out. " * 50, "", "LANGUAGE: ENGLISH"]
    assert "Boats went out." in article_of(lines)["text"]


def test_a_field_amid_the_text_takes_no_text_with_it():
    lines = ["The Quay", "", "March 1, 2014", "", "Nets", "", "LENGTH: 3 words", "", "One.", ""]
    lines += ["SUBJECT: what they spoke of.", "", "Two.", "", "SUBJECT: COD (90%);", ""]
    lines += ["NETS (80%)", "", "GRAPHIC:", "", "A boat in Peru.", "", "LANGUAGE: ENGLISH"]
    row = article_of(lines)
    assert row["text"] == "One.\n\nTwo."
    assert row["subject"].endswith("COD (90%); NETS (80%)")
    assert row["graphic"] == "A boat in Peru."


@pytest.mark.parametrize(
    "line",
    ["3 of 74 votes", "9 of 3 DOCUMENTS", "0 of 3 DOCUMENTS", "Document 5", "the 3 of 4 documents",
     "1 of 3 DOCUMENTS were read", "Dokument von 3"],
)  # fmt: skip
def test_lines_that_begin_no_article(line):
    assert mark_of(line) is None


def test_texts_that_speak_of_documents_are_no_exports(tmp_path):
    text = "The court has\n\n1 of 3 documents\n\nand wants the rest. Section 5: nothing.\n"
    corpus, account = read(write(tmp_path / "a.txt", text))
    assert corpus["text"].tolist() == [text]
    assert list(account.remarks) == []


def test_two_exports_in_one_file_and_a_later_batch(tmp_path):
    text = (DATA / "nexis_de.txt").read_text("utf-8")
    write(tmp_path / "two.txt", text + "\n\n" + text)
    write(tmp_path / "late.txt", text.replace("Dokument 1 von 2", "Dokument 1 von 9"))
    corpus, account = read(tmp_path)
    assert corpus["source"].value_counts().to_dict() == {"two.txt": 4, "late.txt": 1}
    assert list(account.remarks) == [
        "2 Nexis exports with 5 articles",
        "late.txt: announces 9 documents, 1 are in it (without number 2, 3, 4, 5, 6, ...)",
    ]


def test_a_named_database_is_read_or_refused(tmp_path):
    path = DATA / "nexis_en.txt"
    assert len(read_corpus(path, format="nexis")) == 3
    log = write(tmp_path / "export.log", path.read_bytes())
    assert len(read_corpus(log, format="nexis")) == 3
    plain = write(tmp_path / "a.txt", "Boats left.")
    with pytest.raises(InputError, match=r"a\.txt: no export of nexis is in it \(no line such as"):
        read_corpus(plain, format="nexis")


def test_nexis_field_case():
    corpus = read_corpus(field_case("nexis_classic.txt"))
    assert corpus["title"].tolist() == [f"Cod talks, round {n}" for n in (1, 2, 3)]
    assert corpus["date"].tolist() == [pd.Timestamp(f"2014-03-1{n}") for n in (1, 2, 3)]
    assert set(corpus["publication"]) == {"The Harbour Post (Anytown)"}
    assert corpus["section"].tolist() == [f"FOREIGN; Pg. {n}" for n in (1, 2, 3)]
    assert set(corpus["byline"]) == {"A. Writer"}
    assert set(corpus["load_date"]) == {"April 2, 2014"}
    assert not corpus["text"].str.contains("LENGTH|LANGUAGE|ENGLISH|Copyright|DOCUMENTS").any()


# --- Nexis in Word ------------------------------------------------------------------------------


CAPTION = "Language: a map in Peruvian."


def word(colon="", classes=True, style=True, cover=True):
    """Paragraphs of two articles as Nexis Uni exports them; "# " marks a heading."""
    lines = (DATA / "nexis_word_paragraphs.txt").read_text("utf-8").splitlines()
    if not cover:
        lines = lines[lines.index("# Herring talks resume") :]
    if not classes:  # nothing then says where captions end that look like index terms
        lines = [line for line in lines if line not in (CAPTION, "CLASSIFICATION")]
    names = {"GRAPHIC": f"Graphic{colon}", "CLASSIFICATION": f"Classification{colon}"}
    return docx([names.get(line, line) for line in lines], style=style)


@pytest.mark.parametrize("colon", ["", ":", " :"])
@pytest.mark.parametrize("style", [True, False])
@pytest.mark.parametrize("cover", [True, False])
@pytest.mark.parametrize("classes", [True, False])
def test_nexis_word_fields_are_columns_and_never_text(tmp_path, colon, style, cover, classes):
    data = word(colon, style=style, cover=cover, classes=classes)
    corpus, account = read(write(tmp_path / "w.docx", data))
    assert rows(corpus) == [
        {
            "doc_id": "w:1",
            "title": "Herring talks resume",
            "text": "The ministers met in Oslo to talk about boats.\n\n"
            "Note: this is a sentence of the text.\n\nThey go on today.",
            "date": "2014-03-11",
            "publication": "The Harbour Post (Anytown)",
            "edition": "Late Edition",
            "section": "FOREIGN; Pg. 3",
            "byline": "A. Writer",
            "highlight": "No paper yet",
            "graphic": "A boat leaves the pier. Photograph: Wire" + f"; {CAPTION}" * classes,
            "language": "ENGLISH",
            "publication_type": "Newspaper",
            "journal_code": "HP",
            "subject": "TREATIES & AGREEMENTS (90%); FISHERIES (78%)",
            "company": "NETS & CO (61%)",
            "geographic": "PERU (90%); SOUTH AMERICA (73%)",
            "load_date": "March 12, 2014",
        },
        {
            "doc_id": "w:2",
            "title": "Rain in Riga",
            "text": "It rained in Riga.",
            "date": "2014-03-13",
            "publication": "The Evening Quay",
            "section": "HOME",
            "language": "ENGLISH",
            "load_date": "March 14, 2014",
        },
    ]
    assert list(account.remarks) == ["w.docx: a Nexis export of 2 articles"]


def test_nexis_word_in_german_and_without_the_heading_body(tmp_path):
    paragraphs = [
        "Boote für Estland", "Der Kai", "5. Mai 2012 Samstag", "Copyright 2012 Der Kai GmbH",
        "Abschnitt: WIRTSCHAFT", "Länge: 9 Wörter", "Autor: J. Brandt", "Tallinn baut.",
        "Kiel zahlt.", "Grafik", "Ein Boot in Peru.", "Klassifizierung", "Sprache: GERMAN",
        "Thema: BOOTE (90%)", "Ladedatum: 6. Mai 2012", "Ende des Dokuments",
    ]  # fmt: skip
    assert rows(read_corpus(write(tmp_path / "w.docx", docx(paragraphs)))) == [
        {
            "doc_id": "w:1", "title": "Boote für Estland", "text": "Tallinn baut.\n\nKiel zahlt.",
            "date": "2012-05-05", "publication": "Der Kai", "section": "WIRTSCHAFT",
            "byline": "J. Brandt", "graphic": "Ein Boot in Peru.", "language": "GERMAN",
            "subject": "BOOTE (90%)", "load_date": "6. Mai 2012",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("blank", [True, False])
def test_classic_nexis_in_a_word_file(tmp_path, blank):
    text = (DATA / "nexis_de.txt").read_text("utf-8").strip()
    if blank:
        paragraphs = text.split("\n")
    else:
        paragraphs = [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]
        paragraphs = [block.replace(" Alle Rechte", "\nAlle Rechte") for block in paragraphs]
    corpus = read_corpus(write(tmp_path / "w.docx", docx(paragraphs)))
    expected = read_corpus(DATA / "nexis_de.txt")
    assert corpus["title"].tolist() == expected["title"].tolist()
    assert corpus["date"].tolist() == expected["date"].tolist()
    assert corpus["section"].tolist() == expected["section"].tolist()
    assert [t.split() for t in corpus["text"]] == [t.split() for t in expected["text"]]


def test_a_word_file_that_is_no_export_is_refused_by_name(tmp_path):
    path = write(tmp_path / "w.docx", docx(["# Minutes", "We met."]))
    assert read_corpus(path)["text"].tolist() == ["We met."]
    with pytest.raises(InputError, match=r"w\.docx: no export of nexis"):
        read_corpus(path, format="nexis")


def test_nexis_word_field_case():
    (row,) = rows(read_corpus(field_case("nexis_classification.docx")))
    assert row["text"].startswith("The ministers met in Oslo")
    assert row["text"].endswith("for the harvest.")
    assert row["geographic"] == "PERU (90%); UNITED KINGDOM (79%); SOUTH AMERICA (73%)"
    assert row["graphic"] == "A boat leaves the pier. Photograph: Wire"


# --- Factiva ------------------------------------------------------------------------------------

FACTIVA = {
    "factiva_en.html": [
        {
            "title": "Nets and quotas",
            "text": 'Boats from Norway came back with little.\n\n"We wait", said one.',
            "date": "2014-03-13", "section": "Business", "byline": "By Rosa Vega in Oslo",
            "publication": "The Evening Quay", "edition": "Final", "page": "12",
            "language": "English",
        },
        {
            "title": "Le vent tourne", "text": "Le vent tourne à Dakar.", "date": "2014-03-14",
            "byline": "Luc Petit", "publication": "Le Quai", "language": "French",
        },
    ],
    "factiva_zh.html": [
        {
            "title": "港口談判", "text": "挪威和秘魯的代表在港口見面。", "date": "2014-03-13",
            "publication": "碼頭日報", "language": "中文－繁體",
        }
    ],
    "factiva_codes.html": [
        {
            "title": "Copper royalties rise",
            "text": "Lima asks for more.\n\nThe mines say no.\n\nTalks go on.",
            "date": "2015-08-04", "byline": "Omar Aziz", "publication": "The Evening Quay",
            "page": "7", "language": "English", "company": "Copper & Co; Mines SA",
            "subject": "Trade; Economic News", "geographic": "Peru; South America",
            "publisher": "Quay Press Plc",
        }
    ],
    "factiva.xml": [
        {
            "title": "Nets, quotas & boats",
            "text": 'Boats came back with little.\n\n"We wait", said one.\n\nNobody else did.',
            "date": "2014-03-13", "language": "EN", "byline": "Rosa Vega", "page": "3, 4",
            "publisher": "Quay Press Plc", "publication": "The Evening Quay",
            "section": "Foreign", "geographic": "Norway; Scandinavia", "subject": "Trade",
        },
        {
            "title": "Le vent tourne", "text": "Le vent tourne à Dakar.", "date": "2014-03-14",
            "language": "FR", "publication": "Le Quai",
        },
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", FACTIVA)
@pytest.mark.parametrize("format", [None, "factiva"])
def test_factiva(name, format):
    if name.endswith("html"):
        pytest.importorskip("trafilatura")
    corpus, account = read(DATA / name, format=format)
    stem = name.rpartition(".")[0]
    assert rows(corpus) == [
        {"doc_id": f"{stem}:{n + 1}", **row} for n, row in enumerate(FACTIVA[name])
    ]
    number = "1 article" if len(corpus) == 1 else f"{len(corpus)} articles"
    assert list(account.remarks) == [f"{name}: a Factiva export of {number}"]


@pytest.mark.parametrize(
    ("count", "day"),
    [("98 mots", "14 août 2014"), ("98 palabras", "14 de agosto de 2014"),
     ("98 parole", "14 agosto 2014"), ("98 Wörter", "14. August 2014"),
     ("98 woorden", "14 augustus 2014"), ("98 palavras", "14 Agosto 2014"),
     ("1.098 Wörter", "14 August 2014")],
)  # fmt: skip
@pytest.mark.parametrize("time", ["", "<div>07:30</div>", "<div>07:30 GMT</div>"])
def test_factiva_in_each_language_of_the_interface(tmp_path, count, day, time):
    pytest.importorskip("trafilatura")
    page = (
        '<html><body><div class="article esArticle"><div id="hd"><span class="esHeadline">Redes'
        f"</span></div><div>A. Sol</div><div>{count}</div><div>{day}</div>{time}<div>20 Muelles"
        '</div><div>MUE</div><div>X</div><div>© 2014 M</div><p class="articleParagraph">Lima.</p>'
        "</div></body></html>"
    )
    (row,) = rows(read_corpus(write(tmp_path / "f.html", page)))
    assert row == {
        "doc_id": "f:1", "title": "Redes", "text": "Lima.", "date": "2014-08-14",
        "byline": "A. Sol", "publication": "20 Muelles", "language": "X",
    }  # fmt: skip


def test_factiva_day_that_cannot_be_read_is_counted(tmp_path):
    pytest.importorskip("trafilatura")
    page = (DATA / "factiva_en.html").read_text("utf-8").replace("13 March 2014", "13 Xyz 2014")
    corpus, account = read(write(tmp_path / "f.html", page))
    assert corpus["publication"].tolist() == ["The Evening Quay", "Le Quai"]
    assert account.dates_unreadable_examples == ("f:1: 13 Xyz 2014",)


def test_an_ordinary_page_with_such_classes_is_no_export(tmp_path):
    pytest.importorskip("trafilatura")
    page = (
        '<html><body><div class="article-wrap Articles"><h1>Nets</h1><div class="articleBody">'
        f"<p>{'The boats left the harbour at dawn and came back late. ' * 8}</p></div></div></body>"
        "</html>"
    )
    corpus, account = read(write(tmp_path / "p.html", page))
    assert list(account.remarks) == []
    assert "boats left" in corpus.loc[0, "text"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a><b>x</b></a>", r"f\.xml: no XML that is read; its first element is <a>"),
        ("<a><b>x</a>", r"f\.xml: damaged XML"),
        ("", r"f\.xml: damaged XML"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><a/>', "declares a document type"),
        ('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>', "declares entities"),
    ],
)
def test_other_xml_is_refused_in_one_line(tmp_path, text, message):
    with pytest.raises(InputError, match=message) as caught:
        read_corpus(write(tmp_path / "f.xml", text))
    assert "\n" not in str(caught.value)


def test_factiva_field_case():
    pytest.importorskip("trafilatura")
    corpus = read_corpus(field_case("factiva_german_ui.html"))
    days = ["2014-03-13", "2014-05-14", "2014-10-15", "2014-08-16"]
    assert corpus["date"].tolist() == [pd.Timestamp(day) for day in days]
    assert set(corpus["publication"]) == {"Der Kai"}


# --- ProQuest -----------------------------------------------------------------------------------


def test_proquest_text():
    corpus, account = read(DATA / "proquest_en.txt")
    first, second = rows(corpus)
    assert first == {
        "doc_id": "proquest_en:1",
        "title": "Harbour towns ask for boats",
        "text": "Two towns in Norway asked for boats on Monday.\n\n"
        '"We need two", said the mayor: "two, not one".\n\n'
        "Title: a word that the mayor likes.\n\nThe ministry waits.",
        "date": "2014-03-11",
        "byline": "Vega, Rosa",
        "abstract": "Two towns ask for boats. The ministry waits.",
        "credit": "By Rosa Vega",
        "graphic": "A boat in Peru",
        "subject": "Fisheries; Towns; Boats",
        "geographic": "Norway Peru",
        "company": "Name: Nets & Co; NAICS: 114111",
        "publication": "The Evening Quay; Oslo",
        "page": "A.1",
        "section": "News",
        "publisher": "Quay Press Plc",
        "place": "Oslo",
        "publication_country": "Norway",
        "publication_subject": "General Interest Periodicals--Norway",
        "publication_type": "Newspapers",
        "language": "English",
        "document_type": "News",
        "url": "http://example.org/docview/1500000001",
        "load_date": "2014-03-12",
    }
    assert (second["title"], second["text"], second["date"]) == ("Rain in Riga", "", "2014-03-13")
    assert second["abstract"] == "It rained in Riga. Nobody went out."
    assert list(account.remarks) == [
        "proquest_en.txt: a ProQuest export of 2 articles",
        "proquest_en.txt: announces 3 documents, 2 are in it (without number 3)",
        "proquest_en.txt: 1 of 2 articles have no full text",
    ]


def test_proquest_in_spanish():
    assert rows(read_corpus(DATA / "proquest_es.txt", format="proquest")) == [
        {
            "doc_id": "proquest_es:1",
            "title": "Las redes de Lima",
            "text": "Lima pide redes nuevas para sus barcos.\n\nLos barcos esperan.",
            "date": "2014-08-14",
            "byline": "Sol, Ana",
            "abstract": "Lima pide redes.",
            "subject": "Pesca",
            "geographic": "Lima Perú",
            "publication": "El Muelle",
            "language": "Español",
            "document_type": "Noticias",
        }
    ]


def test_rules_between_paragraphs_are_no_proquest_export(tmp_path):
    text = "Full text: of the treaty\n" + "_" * 60 + "\n\nDate: Monday\n" + "_" * 60 + "\nEnd.\n"
    assert read_corpus(write(tmp_path / "a.txt", text))["text"].tolist() == [text]
    with pytest.raises(InputError, match=r"a\.txt: no export of proquest is in it \(no line of"):
        read_corpus(tmp_path / "a.txt", format="proquest")


# --- Europresse, and pages with several articles ------------------------------------------------


def test_europresse():
    pytest.importorskip("trafilatura")
    corpus, account = read(DATA / "europresse.html")
    assert rows(corpus) == [
        {
            "doc_id": "europresse:1",
            "title": "La pêche suspendue",
            "text": "Les bateaux de Brest restent au port.\n\n« Rien avant mai », dit le ministre.",
            "date": "2006-03-14",
            "publication": "Le Quai",
            "section": "Monde",
            "page": "p. 16",
            "highlight": "Le port attend",
            "byline": "Luc Petit",
            "graphic": "Un bateau au Pérou.",
            "notes": "Lire aussi page 2.",
        },
        {
            "doc_id": "europresse:2",
            "title": "Rain in Riga",
            "text": "It rained in Riga.",
            "date": "2006-04-06",
            "publication": "The Evening Quay",
            "byline": "Rosa Vega",
        },
    ]
    assert list(account.remarks) == ["europresse.html: a Europresse export of 2 articles"]


def test_europresse_in_a_table():
    pytest.importorskip("trafilatura")
    corpus = read_corpus(DATA / "europresse_table.html", format="europresse")
    assert corpus[["title", "text"]].to_numpy().tolist() == [
        ["Le vent", "Le vent tourne à Dakar."],
        ["La mer", "La mer monte."],
    ]
    assert [str(day.date()) for day in corpus["date"]] == ["2006-03-13", "2006-03-16"]
    assert rows(corpus)[0]["section"] == "Economie"
    assert "section" not in rows(corpus)[1]


def test_europresse_field_case():
    pytest.importorskip("trafilatura")
    corpus = read_corpus(field_case("europresse.html"))
    assert corpus["title"].tolist() == ["Cod talks 1", "Cod talks 2", "Cod talks 3"]
    assert corpus["date"].tolist() == [pd.Timestamp(f"2014-04-1{n}") for n in (1, 2, 3)]
    assert corpus["text"].str.endswith("is free again.").all()


def test_articles_side_by_side_are_documents():
    pytest.importorskip("trafilatura")
    corpus, account = read(DATA / "siblings.html")
    assert corpus[["doc_id", "title"]].to_numpy().tolist() == [
        ["siblings:1", "Rain in Riga"],
        ["siblings:2", "Wind in Dakar"],
    ]
    assert [str(day.date()) for day in corpus["date"]] == ["2014-03-13", "2014-03-14"]
    assert corpus.loc[0, "text"] == (
        "It rained in Riga for two days, and the trams stood still while the water rose.\n\n"
        "Nobody was hurt."
    )
    assert corpus.loc[1, "text"].startswith("The wind turned in Dakar")
    assert list(account.remarks) == [
        "siblings.html: 2 <article> elements side by side; each is a document"
    ]


def test_teasers_and_comments_beside_one_article_are_no_documents(tmp_path):
    pytest.importorskip("trafilatura")
    long = "".join(
        f"<p>The boats left the harbour at dawn for the {n}th time.</p>" for n in range(40)
    )
    teaser = "<article><h2>Rain</h2><p>It rained in Riga, and nobody saw it coming.</p><p>{}</p>"
    beside = f"{teaser}</article>" * 3
    page = f"<html><body><main><article><h1>Boats</h1>{long}</article>{beside}</main></body></html>"
    corpus, account = read(
        write(tmp_path / "p.html", page.replace("{}", "More about it in our paper of Monday."))
    )
    assert corpus["title"].tolist() == ["Boats"]
    assert "39th time" in corpus.loc[0, "text"]
    assert list(account.remarks) == [
        "p.html: 3 short <article> beside the long one, taken for teasers"
    ]
    page = f"<html><body><main><article><h1>Boats</h1>{long}</article></main>"
    page += (
        f'<ol class="comment-list">{"<article><p>" + "I was there too. " * 9 + "</p></article>"}'
        * 3
    )
    assert read_corpus(write(tmp_path / "p.html", page + "</ol></body></html>"))[
        "title"
    ].tolist() == ["Boats"]


# --- anything at all ----------------------------------------------------------------------------


def mutated(data, random_):
    """Harm data as files are harmed: cut, doubled, bytes changed, NULs, other line ends."""
    kind = random_.randrange(6)
    if kind == 0:
        return data[: random_.randrange(len(data))]
    if kind == 1:
        start = random_.randrange(len(data))
        return data[:start] + data[start : start + random_.randrange(400)] * 2 + data[start:]
    if kind == 2:
        changed = bytearray(data)
        for _ in range(random_.randrange(1, 30)):
            changed[random_.randrange(len(changed))] = random_.randrange(256)
        return bytes(changed)
    if kind == 3:
        place = random_.randrange(len(data))
        return data[:place] + b"\0" * random_.randrange(1, 5) + data[place:]
    if kind == 4:
        return data.replace(b"\n", random_.choice([b"\r", b"\r\n", b"", b"\n\n", b"\x0c"]))
    lines = data.split(b"\n")
    random_.shuffle(lines)
    return b"\n".join(lines)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.*")), ids=lambda path: path.name)
def test_harmed_exports_are_read_or_refused(tmp_path, path):
    if path.suffix == ".md":
        path = DATA / "nexis_en.txt"
    needed = {".html": "trafilatura", ".rtf": "striprtf"}.get(path.suffix, "json")
    pytest.importorskip(needed)
    random_ = random.Random(path.name)
    data = path.read_bytes()
    for n in range(60):
        harmed = write(tmp_path / f"{n}{path.suffix}", mutated(data, random_))
        corpus, message = None, ""
        try:
            corpus = read_corpus(harmed, errors=random_.choice(["strict", "replace"]))
        except InputError as error:
            message = str(error)
        if corpus is None:
            assert message
            assert "\n" not in message
        else:
            assert corpus["doc_id"].is_unique
            assert all(isinstance(text, str) for text in corpus["text"])
            assert all(isinstance(title, str) for title in corpus["title"])
        harmed.unlink()


# --- exports in other wrappings -----------------------------------------------------------------


def test_an_export_is_split_in_rich_text_and_opendocument_too(tmp_path):
    pytest.importorskip("striprtf")
    lines = []
    for n, town in ((1, "Oslo"), (2, "Lima")):
        lines += [f"{n} of 2 DOCUMENTS", "The Quay", "March 11, 2014", f"Boats of {town}",
                  "BYLINE: A. Sol", "LENGTH: 4 words", f"Boats of {town} left.",
                  "LOAD-DATE: March 12, 2014"]  # fmt: skip
    write(tmp_path / "r.rtf", r"{\rtf1\ansi " + "".join(rf"{line}\par " for line in lines) + "}")
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    write(tmp_path / "o.odt", opendocument("text", f"<office:text>{body}</office:text>"))
    corpus, account = read(tmp_path)
    assert corpus["doc_id"].tolist() == ["o:1", "o:2", "r:1", "r:2"]
    assert corpus["text"].tolist() == ["Boats of Oslo left.", "Boats of Lima left."] * 2
    assert corpus["byline"].tolist() == ["A. Sol"] * 4
    assert account.remarks == ("2 Nexis exports with 4 articles",)


def test_every_kind_of_file_that_is_read_may_be_named_as_the_format():
    assert set(FORMATS) == set(READERS)


# --- Factiva line by line: which line is what -----------------------------------------------------

DAY_AND_OUTLET = ["1,234 words", "13 March 2014", "The Quay", "QUAY", "English"]
RIGHTS_AND_TEXT = ["(c) 2014 Quay Press", "", "Boats came back.", "", "They went out again."]
NUMBER = "Document QUAY000020140313ea3d0001a"


def factiva_rows(*lines, heading=None):
    return factiva_articles([Paragraph(line, line == heading, False) for line in lines])


@pytest.mark.parametrize(
    ("head", "section", "title", "byline"),
    [
        (["Nets and quotas", "Ana Sol"], None, "Nets and quotas", "Ana Sol"),
        (["Nets and", "quotas of the north"], None, "Nets and quotas of the north", None),
        (["Nets and quotas", "by a reader"], None, "Nets and quotas", "by a reader"),
        (["Nets and quotas", "von einem Leser"], None, "Nets and quotas", "von einem Leser"),
        (["Nets Of The North", "Sea Are Not Mended Yet"], None,
         "Nets Of The North Sea Are Not Mended Yet", None),
        (["News", "Nets and quotas in the far north", "Ana Sol"], "News",
         "Nets and quotas in the far north", "Ana Sol"),
        (["Old list", "", "Nets and quotas", "Ana Sol", "Jo Vega"], None, "Nets and quotas",
         "Ana Sol; Jo Vega"),
        (["Nets and quotas 3", "Boats and men 9", "Nets and quotas"], None, "Nets and quotas",
         None),
    ],
)  # fmt: skip
def test_headline_section_and_authors_stand_above_the_number_of_words(head, section, title, byline):
    (row,) = factiva_rows(*head, *DAY_AND_OUTLET, *RIGHTS_AND_TEXT, NUMBER)
    assert (row.get("section"), row["title"], row.get("byline")) == (section, title, byline)
    assert (row["date"], row["publication"], row["language"]) == ("2014-03-13", "The Quay",
                                                                  "English")  # fmt: skip
    assert row["text"] == "Boats came back.\n\nThey went out again."


def test_a_heading_is_the_headline_and_a_short_line_above_it_the_section():
    lines = [*DAY_AND_OUTLET, *RIGHTS_AND_TEXT, NUMBER]
    (row,) = factiva_rows("World", "Nets and quotas", "a line below", *lines,
                          heading="Nets and quotas")  # fmt: skip
    assert (row["section"], row["title"], row["byline"]) == ("World", "Nets and quotas",
                                                             "a line below")  # fmt: skip
    (row,) = factiva_rows("x" * 40, "Nets and quotas", *lines, heading="Nets and quotas")
    assert "section" not in row
    (row,) = factiva_rows("One", "Two", "Nets and quotas", *lines, heading="Nets and quotas")
    assert "section" not in row


def test_without_a_copyright_an_empty_line_or_a_long_one_begins_the_text():
    head = ["Nets and quotas", *DAY_AND_OUTLET]
    (row,) = factiva_rows(*head, "", "Boats came back.", "They left.", NUMBER)
    assert row["text"] == "Boats came back.\n\nThey left."
    long = "Boats came back. " * 9
    (row,) = factiva_rows(*head, long, "They left.", NUMBER)
    assert row["text"] == f"{long}\n\nThey left."
    (row,) = factiva_rows("Nets and quotas", "1,234 words", "13 March 2014", long, NUMBER)
    assert (row["text"], "publication" in row) == (long, False)


def test_fields_under_codes_and_what_is_no_article():
    coded = ["HD Nets and", "quotas", "PD 13 March 2014", "SN The Quay", "LP", "Boats came back.",
             "IN the harbour", "TD They left.", "CO quay : Quay Press | mole : Mole"]  # fmt: skip
    (row,) = factiva_rows(*coded, NUMBER)
    assert (row["title"], row["date"], row["publication"]) == ("Nets and quotas", "2014-03-13",
                                                               "The Quay")  # fmt: skip
    assert row["text"].startswith("Boats came back.")
    assert row["text"].endswith("They left.")
    assert row["company"] == "Quay Press; Mole"
    assert factiva_rows("Nets and quotas", "Boats came back.") is None
    assert factiva_rows("Nets and quotas", "Boats came back.", NUMBER) is None
    whole = ["Nets", *DAY_AND_OUTLET, *RIGHTS_AND_TEXT, NUMBER]
    assert len(factiva_rows(*whole, *whole, "Search summary", "Text boats")) == 2
    footer = "Page 1 of 9 © 2014 Factiva, Inc. All rights reserved."
    (row,) = factiva_rows(*whole[:8], footer, *whole[8:])
    assert row["text"] == "Boats came back.\n\nThey went out again."
    assert may_be_factiva(f"x\n{NUMBER}\n")
    assert may_be_factiva(f"{NUMBER} |\r\nsummary")
    assert not may_be_factiva(f"{NUMBER}x\n")
    assert not may_be_factiva(NUMBER + "\n" + "x" * 2000)
