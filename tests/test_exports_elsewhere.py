"""Exports of press databases as rich text, PDF, Word and pages: articles, or a stop with advice."""

import textwrap
from pathlib import Path

import pandas as pd
import pytest
from office_files import opendocument, pdf
from test_readers import docx, write

from topics.errors import InputError
from topics.readers.corpus import read_corpus, read_with_account

DATA = Path(__file__).parent / "data" / "exports"
LINES = 40


def fact(corpus, name):
    return [None if pd.isna(value) else value for value in corpus[name]]


def days(corpus):
    return [str(day.date()) for day in corpus["date"]]


# --- Factiva in rich text -----------------------------------------------------------------------


def test_factiva_rich_text_with_contents_section_and_summary():
    pytest.importorskip("striprtf")
    reading = read_with_account(DATA / "factiva_en.rtf")
    corpus = reading.corpus
    assert corpus["doc_id"].tolist() == ["factiva_en:1", "factiva_en:2", "factiva_en:3"]
    assert corpus["title"].tolist() == ["Nets and quotas", "Le vent tourne", "Brief from the pier"]
    assert corpus["text"].tolist() == [
        "Boats from Norway came back with little, the port’s office said.\n\n“We wait”, said one.",
        "Le vent tourne à Dakar.",
        "Two ships left for Lima.",
    ]
    assert days(corpus) == ["2014-03-13", "2014-03-14", "2014-08-01"]
    assert fact(corpus, "byline") == ["By Rosa Vega in Oslo", "Luc Petit", None]
    assert fact(corpus, "publication") == ["The Evening Quay", "Le Quai", "The Evening Quay"]
    assert fact(corpus, "language") == ["English", "French", "English"]
    assert (corpus.loc[0, "page"], corpus.loc[0, "edition"]) == ("12", "Final")
    assert list(reading.account.remarks) == ["factiva_en.rtf: a Factiva export of 3 articles"]


def test_factiva_rich_text_with_codes_under_a_german_interface():
    pytest.importorskip("striprtf")
    corpus = read_corpus(DATA / "factiva_codes_de.rtf")
    assert corpus["title"].tolist() == ["Kupferabgaben steigen", "Regen über Kiel"]
    assert corpus["text"].tolist() == [
        "Lima verlangt mehr.\n\nDie Minen sagen nein.\n\nDie Gespräche gehen weiter.",
        "Es regnet in Kiel.",
    ]
    assert days(corpus) == ["2015-03-04", "2015-03-05"]
    first = corpus.loc[0]
    assert first["geographic"] == "Peru; Südamerika"
    assert first["company"] == "Copper & Co; Mines SA"
    assert (first["publication"], first["language"]) == ("Der Kai", "Deutsch")


FACES = {
    "en": ("{n} words", "13 March 2014", "English", "Document"),
    "de": ("{n} Wörter", "13. März 2014", "Deutsch", "Dokument"),
    "fr": ("{n} mots", "13 mars 2014", "Français", "Document"),
    "es": ("{n} palabras", "13 de marzo de 2014", "Español", "Documento"),
    "pt": ("{n} palavras", "13 de março de 2014", "Português", "Documento"),
    "it": ("{n} parole", "13 marzo 2014", "Italiano", "Documento"),
    "ru": ("{n} слов", "13 марта 2014", "Русский", "Документ"),
    "zh": ("{n} 字", "2014年3月13日", "英文", "文件"),
    "ja": ("{n} 語", "2014年3月13日", "英語", "文書"),
}


def rich(lines):
    coded = "".join(
        "".join(mark if ord(mark) < 128 else f"\\u{ord(mark)}?" for mark in line) + "\\par\n"
        for line in lines
    )
    return "{\\rtf1\\ansi " + coded + "}"


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("bold", [True, False])
def test_factiva_rich_text_under_each_interface(tmp_path, face, bold):
    pytest.importorskip("striprtf")
    words, day, language, document = FACES[face]
    lines = []
    for n in (1, 2):
        title = f"Nets and quotas {n}"
        lines += [f"{{\\b {title}}}" if bold else title, "Rosa Vega", words.format(n="1,234"), day]
        lines += ["11:05", "The Quay", "QUAY", "7", language, "(c) 2014 Quay Press", ""]
        lines += [f"Boats {n} came back.", "", f"{document} QUAY000020140313ea3d0001{n}", ""]
    corpus = read_corpus(write(tmp_path / "f.rtf", rich(lines)))
    assert corpus["title"].tolist() == ["Nets and quotas 1", "Nets and quotas 2"]
    assert corpus["text"].tolist() == ["Boats 1 came back.", "Boats 2 came back."]
    assert days(corpus) == ["2014-03-13"] * 2
    for name, value in {
        "byline": "Rosa Vega",
        "publication": "The Quay",
        "language": language,
    }.items():
        assert fact(corpus, name) == [value] * 2, name


def test_an_article_that_was_cut_off_is_kept(tmp_path):
    pytest.importorskip("striprtf")
    text = (DATA / "factiva_en.rtf").read_text("ascii")
    start = text.index("Document QUAY000020140801")
    cut = text[:start] + "}"
    assert len(read_corpus(write(tmp_path / "f.rtf", cut))) == 3


def test_a_number_like_those_of_factiva_makes_no_export(tmp_path):
    text = "The clerk filed it.\n\nDocument QUAY000020140313ea3d0001a\n\nNobody read it again."
    assert read_corpus(write(tmp_path / "f.txt", text))["text"].tolist() == [text]


def test_rich_text_that_is_bold_reads_as_any_other(tmp_path):
    pytest.importorskip("striprtf")
    rtf = r"{\rtf1\ansi {\b Talks} in {\b\i Lima}\b0  go on.\par \b\fs20 They end.}"
    assert read_corpus(write(tmp_path / "a.rtf", rtf))["text"].tolist() == [
        "Talks in Lima go on.\n\nThey end."
    ]


# --- the same export in each kind of file -------------------------------------------------------


def in_kind(path, text):
    """Write lines as the kind of file that the name says."""
    lines = text.split("\n")
    if path.suffix == ".pdf":
        wrapped = [part for line in lines for part in textwrap.wrap(line, 80)]
        marked = [line.replace("(", r"\(").replace(")", r"\)") for line in wrapped]
        data = pdf(["\n".join(marked[n : n + LINES]) for n in range(0, len(marked), LINES)])
    elif path.suffix == ".docx":
        data = docx(lines)
    elif path.suffix == ".odt":
        data = opendocument("text", "".join(f"<text:p>{line}</text:p>" for line in lines))
    elif path.suffix == ".rtf":
        data = rich(lines)
    elif path.suffix == ".html":
        data = f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"
    else:
        data = text
    return write(path, data)


KINDS = ["txt", "pdf", "docx", "odt", "rtf", "html"]
NEEDS = {"rtf": "striprtf", "html": "trafilatura"}


def factiva(n):
    return (
        f"Boats came back on day {n}\nBy Rosa Vega\n1,234 words\n1{n} March 2014\nThe Quay\nQUAY\n"
        f"English\n(c) 2014 Quay Press\n\nBoats of day {n} came back from the sea.\n\n"
        f"Document QUAY0000201403130a3d0001{n}\n"
    )


def proquest(n):
    return (
        f"Document {n} of 3\n\nBoats came back on day {n}\n\nAuthor: Vega, Rosa\n\n"
        f"Publication title: The Quay\n\nPublication date: Mar 1{n}, 2014\n\n"
        f"Full text: Boats of day {n} came back from the sea.\n\nSubject: Boats; Sea\n\n"
        "Language of publication: English\n\nCopyright: Copyright Quay Press 2014\n\n"
    )


def nexis(n):
    return (
        f"{n} of 3 DOCUMENTS\n\nThe Quay\n\nMarch 1{n}, 2014 Friday\n\n"
        f"Boats came back on day {n}\n\n"
        f"BYLINE: Rosa Vega\n\nLENGTH: 9 words\n\nBoats of day {n} came back from the sea.\n\n"
        "LANGUAGE: ENGLISH\n\nCopyright 2014 Quay Press\nAll Rights Reserved\n\n"
    )


def nexis_word(n):
    return (
        f"Boats came back on day {n}\n\nThe Quay\n\nMarch 1{n}, 2014 Friday\n\n"
        "Copyright 2014 Quay Press All Rights Reserved\n\nSection: SEA\n\nLength: 9 words\n\n"
        f"Byline: Rosa Vega\n\nBody\n\nBoats of day {n} came back from the sea.\n\n"
        "Load-Date: March 20, 2014\n\nEnd of Document\n\n"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("article", [factiva, proquest, nexis, nexis_word])
def test_an_export_in_any_kind_of_file_becomes_articles(tmp_path, kind, article):
    pytest.importorskip(NEEDS.get(kind, "json"))
    path = in_kind(tmp_path / f"a.{kind}", "\n".join(article(n) for n in (1, 2, 3)))
    corpus = read_corpus(path)
    assert corpus["doc_id"].tolist() == ["a:1", "a:2", "a:3"]
    assert corpus["title"].tolist() == [f"Boats came back on day {n}" for n in (1, 2, 3)]
    assert [" ".join(text.split()) for text in corpus["text"]] == [
        f"Boats of day {n} came back from the sea." for n in (1, 2, 3)
    ]
    assert days(corpus) == ["2014-03-11", "2014-03-12", "2014-03-13"]
    assert fact(corpus, "publication") == ["The Quay"] * 3
    database = article.__name__.removesuffix("_word")
    if kind != "html":
        assert len(read_corpus(path, format=database)) == 3


def unknown(n):
    return (
        f"***\n\nTitle: Boats came back on day {n}\n\nSource: The Quay\n\nDate: 2014-03-1{n}\n\n"
        f"It was a day like {'all the others' * n} at the pier, where nobody waits any more.\n\n"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_records_of_no_known_export_are_never_one_document(tmp_path, kind):
    pytest.importorskip(NEEDS.get(kind, "json"))
    path = in_kind(tmp_path / f"a.{kind}", "\n".join(unknown(n) for n in range(1, 6)))
    with pytest.raises(InputError, match=r"a\.\w+: not one document, it seems: .* `split='off'`"):
        read_corpus(path)
    assert len(read_corpus(path, split="off")) == 1
    assert len(read_corpus(path, split="Title: .*")) >= 5
