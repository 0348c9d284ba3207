"""Every word that a reader knows a place of a file by is known, and what is like it is not."""

import pytest
from test_readers import write

from topics.readers.corpus import read_corpus
from topics.readers.datecells import is_missing
from topics.readers.dates import read_written
from topics.readers.decoding import codec_of
from topics.readers.factiva_lines import factiva_articles
from topics.readers.fields import END_OF_ARTICLE
from topics.readers.files import File
from topics.readers.markup import html_to_text
from topics.readers.nexis import is_nexis, mark_of
from topics.readers.nexis_article import article_of
from topics.readers.nexis_word import Paragraph, may_end, word_articles
from topics.readers.oddtexts import OddTexts
from topics.readers.options import ReadOptions
from topics.readers.pages import lines_of
from topics.readers.posts import is_telegram, is_tweet, telegram_row, tweet_row
from topics.readers.proquest import proquest_records, proquest_rows
from topics.readers.textfiles import read_txt

ONE = "Rosa Vega opened the grain talks in Lima."


# --- words for nothing, and odd texts -------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["-", "--", "–", "—", "n/a", "na", "nan", "nat", "null", "none", "?", ""]
)
def test_words_for_no_date(word):
    assert is_missing(word)
    assert is_missing(f" {word.upper()} ")
    assert not is_missing(f"{word}x")


def test_days_of_noughts_are_no_dates():
    assert is_missing("0000-00-00")
    assert is_missing("0000-00-00 00:00:00")
    assert not is_missing("10000-00-00")


@pytest.mark.parametrize(
    "word",
    [
        "nan",
        "none",
        "null",
        "nat",
        "<na>",
        "n/a",
        "#n/a",
        "na",
        "undefined",
        "[removed]",
        "[deleted]",
    ],
)
def test_words_for_no_text(word):
    odd = OddTexts()
    assert odd.see(f"\n {word.upper()} ") == ""
    assert odd.see(f"{word} came.") == f"{word} came."
    assert (odd.nothing, odd.seen) == (1, 1)
    assert odd.remarks() == [
        "texts that are a word for nothing, such as nan, null or [removed], taken as empty: 1"
    ]


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("[+1234 chars]", True), ("[+1 characters]\n", True), ("…", True), ("[…]", True),
        ("...", True), ("[...] ", True), ("[&hellip;]", True), ("[+ chars]", False), ("..", False),
        ("[+12 words]", False), ("… and more", False),
    ],
)  # fmt: skip
def test_ends_of_texts_that_were_cut(end, cut):
    odd = OddTexts()
    for _ in range(3):
        odd.see(f"The talks went on for days {end}")
    assert odd.cut == 3 * cut
    said = "texts that end in an ellipsis or in a count such as [+1234 chars], so may be cut short:"
    assert odd.remarks() == ([f"{said} 3 of 3"] if cut else [])


def test_a_few_texts_that_were_cut_are_not_worth_a_word():
    odd = OddTexts()
    for end in ("…", "…", ".", ".", ".", ".", ".", "."):
        odd.see(f"The talks went on {end}")
    assert (odd.cut, odd.seen, odd.remarks()) == (2, 8, [])
    odd.see("…")
    assert odd.remarks()[0].endswith("cut short: 3 of 9")
    for _ in range(2):
        odd.see("The talks went on.")
    assert odd.remarks() == []
    odd.see("x" * 32_767)
    odd.see("x" * 32_768)
    assert odd.remarks() == [
        "texts of 32,767 characters, the most that a cell of a spreadsheet holds, so cut short: 1"
    ]


@pytest.mark.parametrize(
    "word", ["cafÃ©", "Â£5", "Â«so", "Ð¡Ð", "donâ€™t", "â€œso", "soâ€\x9d", "soâ€¦"]
)
def test_letters_that_were_misread_are_shown(word):
    odd = OddTexts()
    odd.see(f"They said {word} there.")
    odd.see("They said café, £5 and Ã la carte there.")
    assert (odd.misread, odd.example in word, len(odd.example) > 1) == (1, True, True)
    assert odd.remarks() == [
        "texts with letters that look misread before they came here, such as "
        f"{odd.example!r}: 1; `topics clean --mojibake` repairs them"
    ]


@pytest.mark.parametrize(
    "name",
    [
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw_unicode_escape",
        "hex",
        "base64",
        "zip",
        "rot13",
        "no-such",
    ],
)
def test_codecs_that_no_text_is_written_in(name):
    assert codec_of(name) is None
    assert codec_of("UTF8") == "utf-8"
    assert codec_of("cp1252") == "cp1252"


# --- pages ----------------------------------------------------------------------------------------

IN_BOTH = [
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "tr",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "section",
    "article",
    "header",
    "footer",
    "aside",
    "figure",
    "figcaption",
    "main",
    "nav",
    "form",
    "hr",
]


@pytest.mark.parametrize("tag", [*IN_BOTH, "br", "title"])
def test_every_block_parts_what_stands_around_it(tag):
    assert html_to_text(f"one<{tag}>two") == "one\n\ntwo"
    if tag not in ("br", "hr"):
        assert html_to_text(f"one</{tag}>two") == "one\n\ntwo"


@pytest.mark.parametrize(
    "tag",
    [*IN_BOTH, *["address", "body", "center", "fieldset", "tbody", "td", "tfoot", "th", "thead"]],
)
def test_every_block_of_a_tree_parts_lines(tag):
    etree = pytest.importorskip("lxml.etree")
    tree = etree.fromstring(f"<x>one<{tag}>two</{tag}>three</x>")
    assert lines_of(tree) == ["one", "", "two", "", "three"]


@pytest.mark.parametrize("tag", ["head", "script", "style", "template", "noscript", "title"])
def test_what_no_reader_sees_is_left_out_of_a_tree(tag):
    etree = pytest.importorskip("lxml.etree")
    tree = etree.fromstring(f"<x>one <{tag}>two<b>x</b>y</{tag}>three<!-- z --> <?pi?>four</x>")
    assert lines_of(tree) == ["one three four"]
    tree = etree.fromstring("<x>one\ntwo<pre>a\nb</pre>c\nd<br/>e</x>")
    assert lines_of(tree) == ["one two", "", "a", "b", "", "c d", "e"]
    assert lines_of(tree[0]) == ["a", "b"]


@pytest.mark.parametrize("tag", ["script", "style", "head", "template", "noscript"])
def test_what_no_reader_sees_is_left_out_of_markup(tag):
    assert html_to_text(f"a<{tag}>b</{tag}>e</{tag}>f\x00g") == "aef g"
    if tag not in ("script", "style"):  # which hold no elements
        assert html_to_text(f"a<{tag}>b<{tag}>c</{tag}>d</{tag}>e") == "ae"


# --- posts ----------------------------------------------------------------------------------------


def test_what_makes_a_post():
    for mark in ("id_str", "retweet_count", "public_metrics", "edit_history_tweet_ids"):
        for text in ("text", "full_text", "extended_tweet", "note_tweet", "retweeted_status"):
            assert is_tweet({mark: 1, text: "x"}), (mark, text)
        assert not is_tweet({mark: 1, "body": "x"})
    assert not is_tweet({"text": "x", "full_text": "y"})


def test_what_a_post_says_and_what_of_it_is_kept():
    beside = {"lang": "en", "entities": 1, "extended_entities": 2, "id": 4, "full_text": "b"}
    post = {"id_str": "5", "text": "a", **beside, "note_tweet": {"text": "c"}}
    assert tweet_row(post) == {"doc_id": "5", "text": "c", "lang": "en"}
    post["note_tweet"] = {"note_tweet_results": {"result": {"text": "d"}}}
    assert tweet_row(post)["text"] == "d"
    post["note_tweet"] = {"text": ""}
    post["extended_tweet"] = {"full_text": "e"}
    assert tweet_row(post)["text"] == "e"
    assert tweet_row({"id": 4, "text": "a", "full_text": 7}) == {"doc_id": "4", "text": "a"}
    assert tweet_row({"retweet_count": 1}) == {"doc_id": None, "text": "", "retweet_count": 1}
    again = {"retweeted_status": {"full_text": "Talks open in Oslo."}}
    assert tweet_row({"text": "RT @gull: Talks…", **again})["text"] == (
        "RT @gull: Talks open in Oslo."
    )
    for whole in ("RT @gull: Talks", "Talks…", "RT: @gull…"):
        assert tweet_row({"text": whole, **again})["text"] == whole


def test_what_makes_a_message():
    message = {"type": "message", "id": 1, "date": "2024-03-02", "text": "x"}
    assert is_telegram(message)
    assert is_telegram({**message, "type": "service"})
    assert not is_telegram({**message, "type": "post"})
    for key in ("type", "id", "date", "text"):
        assert not is_telegram({name: value for name, value in message.items() if name != key})
    assert is_telegram({"type": "service", "id": 1, "date": "", "action": "x"})


def test_what_a_message_says():
    message = {"type": "message", "id": 1, "date": "2024-03-02", "text": "x", "from": "Ana"}
    row = {"doc_id": "1", "text": "x", "date": "2024-03-02", "chat": None, "from": "Ana"}
    assert telegram_row(message, {}) == row
    forwarded = {**message, "forwarded_from": "Jo", "text": ["a", 7, {"text": "b"}, {"text": 7}]}
    assert telegram_row(forwarded, {"id": 9, "name": "News"}) == {
        **row, "doc_id": "9:1", "text": "ab", "chat": "News", "forwarded_from": "Jo",
    }  # fmt: skip
    for nothing in ({"text": " "}, {"text": []}, {"text": 7}, {"type": "service"}):
        assert telegram_row({**message, **nothing}, {}) is None


# --- press databases ------------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["of", "von", "de", "sur", "van", "di", "av", "af", "od", "z"])
@pytest.mark.parametrize(
    "noun",
    [
        "document",
        "documents",
        "dokument",
        "dokumente",
        "documento",
        "documentos",
        "documenti",
        "documenten",
        "dokumenter",
        "doc",
    ],
)
def test_lines_that_begin_an_article_of_nexis(of, noun):
    assert mark_of(f"3 {of} 1.074 {noun.upper()}") == (3, 1074)
    assert mark_of(f"{noun.title()} 1,003 {of} 1074") == (1003, 1074)
    assert mark_of(f"{noun} 3/74") is None
    assert mark_of(f"{noun} 3 / 74") == (3, 74)
    for other in (
        f"3 {of} 74 {noun}x",
        f"x{noun} 3 {of} 74",
        f"0 {of} 3 {noun}",
        f"4 {of} 3 {noun}",
    ):
        assert mark_of(other) is None, other
    assert mark_of(f"3 {of} 3 {noun}") == (3, 3)


RIGHTS = [
    "All Rights Reserved", "all rights reserved, Quay", "Alle Rechte vorbehalten",
    "alle recht voorbehouden", "Tous droits réservés", "tous droits reserves",
    "Todos os direitos reservados", "todos los derechos reservados.", "Tutti i diritti riservati",
    "tutti i diritti sono riservati",
]  # fmt: skip
COPYRIGHTS = [
    "Copyright 2014 Quay", "© 2014", "(c) 1999 Quay Press", "Copyright © 2014 x",
    "COPYRIGHT (c) 1899 Quay", "Copyright, 2014 Quay",
]  # fmt: skip
REQUESTS = [
    "Download Request: x", "Time Of Request: Monday", "Print Request: x", "Send To: A. Sol",
    "Terms: boats", "Project ID: 7", "Combined Source : x", "Job Number: 7",
    "Number of Documents: 3", "number of document: 3", "End of Request", "---- End of Request ----",
]  # fmt: skip
ARTICLE = ["The Gull", "", "March 1, 2014 Monday", "", "Nets", "", "LENGTH: 3 words", "",
           "Boats went out.", ""]  # fmt: skip


@pytest.mark.parametrize("line", [*RIGHTS, *COPYRIGHTS, *REQUESTS])
def test_rights_and_requests_are_no_text_of_an_article(line):
    row = article_of([*ARTICLE, line])
    assert row["text"] == "Boats went out."
    assert article_of([*ARTICLE, f"So {line}"])["text"] == f"Boats went out.\n\nSo {line}"


@pytest.mark.parametrize("line", COPYRIGHTS)
def test_below_a_copyright_stand_its_owner_or_rights_and_then_the_text(line):
    assert article_of([*ARTICLE, line, "Quay Press", "More."])["text"] == "Boats went out.\n\nMore."
    rights = [line, "Quay", "Press", RIGHTS[0], "More."]
    assert article_of([*ARTICLE, *rights])["text"] == "Boats went out.\n\nMore."
    late = [line, "Quay", "Press", "Ltd", RIGHTS[0]]
    assert article_of([*ARTICLE, *late])["text"] == (f"Boats went out.\n\nPress\nLtd\n{RIGHTS[0]}")
    assert is_nexis(["1 of 1 DOCUMENTS", line])
    assert not is_nexis(["1 of 1 DOCUMENTS", "Copyright is a right", "length: 3 words"])
    assert not is_nexis([line, "1 of 1 DOCUMENTS"])


def test_a_field_with_a_name_that_no_table_holds_is_a_column():
    def fields(*lines):
        row = article_of([*ARTICLE, *lines])
        return {k: v for k, v in row.items() if k not in ("title", "date", "publication")}

    text = {"text": "Boats went out."}
    language = {"language": "ENGLISH"}
    behind = ["LANGUAGE: ENGLISH", ""]
    assert fields(*behind, "HARBOUR-CODE: HP-7") == text | language | {"harbour_code": "HP-7"}
    assert fields(*behind, "ÜBER CODE: HP-7") == text | language | {"uber_code": "HP-7"}
    for taken in ("TEXT", "SOURCE", "DOC ID"):
        assert "doc_id" not in fields(*behind, f"{taken}: x7")
    assert "source" not in fields(*behind, "DOC-ID: HP-7", "", "THE SOURCE: x7")
    assert fields(*behind, "HARBOUR-CODE: They went out.")["text"].endswith("They went out.")
    assert fields("HARBOUR-CODE: HP-7") == {"text": "Boats went out.\n\nHARBOUR-CODE: HP-7"}


@pytest.mark.parametrize(
    "end",
    ["End of Document", "Ende des Dokuments", "Ende des Dokument", "Fin du document",
     "Fin del documento", "Fim do documento", "Einde van het document", "Einde document",
     "Fine documento", "Fine del documento"],
)  # fmt: skip
def test_words_that_end_an_article_of_nexis(end):
    head = ["Nets", "The Gull", "March 1, 2014", "Body", "Boats went out."]
    for line in (end, end.upper()):
        (row,) = word_articles([Paragraph(x, False, False) for x in (*head, line)], "a.txt", [])
        assert (row["title"], row["text"]) == ("Nets", "Boats went out.")
        assert may_end(f"Boats.\n{line}\n")
    assert may_end(f"{end}{'x' * (1000 - len(end))}")
    assert not may_end(f"{end}{'x' * 1000}")


def nexis_row(*lines):
    paragraphs = [Paragraph(line, False, False) for line in (*lines, "End of Document")]
    (row,) = word_articles(paragraphs, "a.txt", [])
    return row


@pytest.mark.parametrize(
    "word", ["Graphic", "Graphics", "Grafik", "Graphique", "Gráfico", "Grafico", "Grafiek"]
)
@pytest.mark.parametrize("colon", ["", ":", " :"])
def test_captions_and_index_terms_behind_a_text(word, colon):
    body = ["Nets", "The Gull", "March 1, 2014", "Body", "Boats went out."]
    row = nexis_row(*body, f"{word}{colon}", "A map.", "A boat.")
    assert (row["text"], row["graphic"]) == ("Boats went out.", "A map.; A boat.")
    if colon:
        row = nexis_row(*body, f"{word}{colon} A map.", "A boat.")
        assert (row["text"], row["graphic"]) == ("Boats went out.", "A map.; A boat.")
    for other in (f"The {word}{colon}", f"{word}s of boats"):
        assert "graphic" not in nexis_row(*body, other, "A map."), other


@pytest.mark.parametrize(
    "word",
    ["Classification", "Klassifizierung", "Klassifikation", "Clasificación", "Clasificacion",
     "Classificação", "Classificazione", "Classificatie", "Classement"],
)  # fmt: skip
def test_index_terms_under_their_heading(word):
    body = ["Nets", "The Gull", "March 1, 2014", "Body", "Boats went out."]
    for heading in (word, f"{word}:", f"{word} :"):
        row = nexis_row(*body, heading, "Subject: FISH", "BOATS", "Load-Date: March 2, 2014")
        assert (row["text"], row["subject"]) == ("Boats went out.", "FISH; BOATS")
        assert row["load_date"] == "March 2, 2014"
    row = nexis_row(*body, f"{word} Subject: FISH", "Language: ENGLISH")
    assert (row["text"], row["subject"], row["language"]) == ("Boats went out.", "FISH", "ENGLISH")
    row = nexis_row(*body, f"{word} is hard.")
    assert row["text"] == f"Boats went out.\n\n{word} is hard."
    for heading, column in (("Notes", "notes"), ("Correction", "correction"),
                            ("Correction-Date:", "correction")):  # fmt: skip
        row = nexis_row(*body, heading, "A word.", word, "Subject: FISH")
        assert (row[column], row["subject"]) == ("A word.", "FISH")


def test_without_headings_index_terms_are_the_fields_at_the_very_end():
    body = ["Nets", "The Gull", "March 1, 2014", "Body", "Boats went out."]
    row = nexis_row(*body, "Language: ENGLISH", "They came back.", "Subject: FISH", "City: OSLO")
    assert row["text"] == "Boats went out.\n\nLanguage: ENGLISH\n\nThey came back."
    assert (row["subject"], row["city"], "language" in row) == ("FISH", "OSLO", False)
    long = "x" * 394  # with the heading more than a caption has
    row = nexis_row(*body, "Graphic", long)
    assert (row["text"], "graphic" in row) == (f"Boats went out.\n\nGraphic\n\n{long}", False)
    row = nexis_row(*body, "Graphic", long[1:])
    assert (row["text"], row["graphic"]) == ("Boats went out.", long[1:])


@pytest.mark.parametrize(
    "count",
    ["Document (2)", "Documents (2)", "Documentos (2)", "Documenten (2)", "Dokumente (2)",
     "Dokument (2)", "Results (2)", "Result (2)", "Ergebnisse (2)", "Résultats (2)",
     "Resultats (2)", "Resultados (2)", "Documento(2)"],
)  # fmt: skip
def test_a_cover_says_how_many_documents_there_should_be(count):
    cover = [count, "1. Nets", "2. Boats", "Nets", "The Gull", "March 1, 2014", "Body", "x"]
    said = []
    lines = [Paragraph(line, False, False) for line in (*cover, "End of Document")]
    (row,) = word_articles(lines, "a.txt", said)
    assert said == ["a.txt: the cover lists 2 documents, 1 are in the file"]
    assert (row["title"], row["text"]) == ("Nets", "x")


def test_a_cover_without_a_count_is_counted():
    def said(*cover):
        told = []
        lines = [*cover, "Nets", "The Gull", "March 1, 2014", "Body", "x", "End of Document"]
        word_articles([Paragraph(line, False, False) for line in lines], "a.txt", told)
        return told

    assert said("1. Nets", "2. Boats") == ["a.txt: the cover lists 2 documents, 1 are in the file"]
    assert said("1. Nets") == said("1. Nets", "3. Boats") == said("2. Nets", "3. Boats") == []
    assert said("1. Nets", "2. März 2014") == []


def test_pages_of_a_print_are_no_text_of_an_article():
    lines = ["Nets", "The Gull", "March 1, 2014", "Body", "Boats", "Page 2 of 9", "went out.",
             "Seite 3 von 9", "End of Document"]  # fmt: skip
    paragraphs = [Paragraph(line, False, False) for line in lines]
    (row,) = word_articles(paragraphs, "a.txt", [], wrapped=True)
    assert row["text"] == "Boats\nwent out."
    (row,) = word_articles(paragraphs, "a.txt", [])
    assert row["text"] == "Boats\n\nPage 2 of 9\n\nwent out.\n\nSeite 3 von 9"


PROQUEST = ["_" * 60, "Nets", "Publication title: The Gull", "Publication date: Mar 1, 2014",
            "Full text: Boats went out."]  # fmt: skip


@pytest.mark.parametrize("rule", ["_" * 15, "*" * 30, "=" * 30, "-" * 30])
def test_rules_part_records(rule):
    first = [rule, *PROQUEST[1:], ""]
    assert len(proquest_records([*first, *first])) == 2
    assert proquest_records([line.replace(rule, rule[1:]) for line in (*first, *first)]) == []
    assert proquest_records(first) == []
    assert len(proquest_records([*first, rule, "From ProQuest"])) == 1


@pytest.mark.parametrize(
    "line",
    ["Bibliography", "Citation style: APA", "Citation style : x", "Contact us at: x",
     "contact us at : x",
     "Database copyright © 2014", "Terms and Conditions: x", "Terms and Conditions",
     "Copyright © 2014 ProQuest LLC"],
)  # fmt: skip
def test_what_stands_below_the_last_record_is_none_of_it(line):
    (row,) = proquest_rows([[*PROQUEST[1:], "", line, "Subject: x"]], "a.txt", [])
    assert (row["title"], row["text"], "subject" in row) == ("Nets", "Boats went out.", False)
    (row,) = proquest_rows([[*PROQUEST[1:], "", f"So {line}"]], "a.txt", [])
    assert row["text"] == f"Boats went out.\n\nSo {line}"


@pytest.mark.parametrize(
    "heading", ["Illustration", "Illustrations", "Ilustración", "Illustrations :", "Abbildung"]
)
def test_captions_of_proquest(heading):
    terms = [heading, "A map of the bay", "Subject: FISH", "Language: English"]
    (row,) = proquest_rows([["Nets", *terms, "Abstract: Boats"]], "a.txt", [])
    assert (row["graphic"], row["subject"]) == ("A map of the bay", "FISH")
    assert row["abstract"] == "Boats"


def test_fields_of_a_record_go_on_over_lines_and_end_at_the_next():
    def row(*lines):
        (found,) = proquest_rows([list(lines)], "a.txt", [])
        return found

    head = ["Abstract: Boats", "Odd name: went", "out.", "Title: Nets", "Title: More"]
    assert row(*head, "Publication title: The Gull", "of the bay", "Odd name: x") == {
        "title": "Nets", "abstract": "Boats Odd name: went out.", "date": None, "text": "",
        "publication": "The Gull of the bay",
    }  # fmt: skip
    assert row("", "3 of 9 DOCUMENTS", "Nets", "Author: Ana", "Full text: a", "", "b", "") == {
        "title": "Nets", "byline": "Ana", "date": None, "text": "a\n\nb",
    }  # fmt: skip
    tail = ["Subject: x", "Language: y", "Page: 1"]
    assert row("Nets", "Full text: a", "Subject: of it", "b", "c", *tail)["text"] == (
        "a\nSubject: of it\nb\nc"
    )
    assert row("Nets", "Full text: a", *tail)["text"] == "a"
    assert row("Nets", "Full text: a", *tail[:2])["text"] == "a"
    assert row("Nets", "Full text: a", "Subject: x", "b", "c")["text"] == "a\nSubject: x\nb\nc"


def test_what_makes_a_record_of_proquest():
    rule = "_" * 15

    def count(*lines):
        return len(proquest_records([rule, *lines, rule, *lines]))

    for body in ("Full text: x", "Abstract: x"):
        for fact in ("Publication title: x", "Publication date: x"):
            assert count("Nets", body, fact) == 2
        assert count("Nets", body, "Subject: x") == 0
    assert count("Nets", "Publication title: x", "Publication date: x") == 0
    said = []
    records = proquest_records([rule, "Nets", "Full text: x", "Date: x", rule, "b", "Abstract: y",
                                "Date: x"])  # fmt: skip
    rows = list(proquest_rows(records, "a.txt", said))
    assert [row["text"] for row in rows] == ["x", ""]
    assert said == ["a.txt: 1 of 2 articles have no full text"]
    marked = [line for n in (1, 3) for line in (f"{n} of 3 DOCUMENTS", "Nets", "Full text: x",
                                                "Date: x")]  # fmt: skip
    said = []
    assert len(list(proquest_rows(proquest_records(marked), "a.pdf", said))) == 2
    assert said == []
    ruled = [line for n in (1, 3) for line in (rule, f"{n} of 3 DOCUMENTS", "Nets", "Full text: x",
                                               "Date: x")]  # fmt: skip
    list(proquest_rows(proquest_records(ruled), "a.txt", said))
    assert said == ["a.txt: announces 3 documents, 2 are in it (without number 2)"]


def factiva_row(*lines):
    (row,) = factiva_articles(
        [Paragraph(x, False, False) for x in (*lines, "Document QUAY000020140313ea3d0001a")]
    )
    return row


@pytest.mark.parametrize(
    "code", ["CO", "IN", "NS", "RE", "PUB", "ART", "AN", "IPC", "IPD", "RF", "CX"]
)
def test_codes_that_end_a_text(code):
    row = factiva_row("HD Nets", "PD 13 March 2014", "LP", "Boats.", "BY the sea", f"{code} xyz")
    assert row["text"] == "Boats.\n\nBY the sea"
    row = factiva_row("HD Nets", "PD 13 March 2014", "TD|Boats.|", f"{code}| xyz")
    assert row["text"] == "Boats."


CODES = {
    "BY": "byline", "SN": "publication", "SE": "section", "CLM": "section", "ED": "edition",
    "PG": "page", "LA": "language", "CO": "company", "IN": "industry", "NS": "subject",
    "RE": "geographic", "PUB": "publisher", "ART": "graphic", "CX": "correction", "NT": "notes",
    **dict.fromkeys(("AN", "WC", "ET", "SC", "CY", "CR", "CT", "RF", "VOL", "IPC", "IPD"), ""),
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_codes_of_facts_before_a_text(code):
    row = factiva_row("HD Nets", f"{code} | word", "of it", "PD 13 March 2014", "TD Boats.")
    known = {CODES[code]: "word of it"} if CODES[code] else {}
    assert row == {"title": "Nets", "date": "2014-03-13", "text": "Boats.", **known}


@pytest.mark.parametrize("word", ["by", "von", "par", "por", "di", "door", "av", "af"])
def test_words_before_an_author(word):
    facts = ["33 words", "13 March 2014", "The Quay", "(c) 2014 Quay Press", "", "Boats."]
    row = factiva_row("Nets and quotas", f"{word.upper()} a man of the sea here", *facts)
    assert (row["title"], row["byline"]) == (
        "Nets and quotas", f"{word.upper()} a man of the sea here",
    )  # fmt: skip
    row = factiva_row("Nets and quotas", f"x{word} a man of the sea", *facts)
    assert "byline" not in row


@pytest.mark.parametrize(
    "line",
    ["Copyright 2014 Quay", "© 2014 Quay", "(c) 2014 Quay", "版权 2014", "著作権 2014",
     "저작권 2014", "Авторские права"],
)  # fmt: skip
def test_rights_end_the_facts(line):
    row = factiva_row("Nets", "33 words", "13 March 2014", "The Quay", "English", line, "Boats.")
    assert (row["publication"], row["language"], row["text"]) == ("The Quay", "English", "Boats.")
    row = factiva_row("Nets", "33 words", "13 March 2014", line, "Boats.")
    assert ("publication" in row, row["text"]) == (False, "Boats.")


@pytest.mark.parametrize("time", ["07:30", "7.30 GMT", "14h05", "GMT 07:30", "07:30 GMT+1 or so"])
def test_a_time_is_no_outlet(time):
    row = factiva_row("Nets", "33 words", "13 March 2014", time, "The Quay", "QUAY", "p. 3",
                      "Late", "English", "(c) 2014 Quay", "Boats.")  # fmt: skip
    assert (row["publication"], row["page"], row["edition"]) == ("The Quay", "p. 3", "Late")
    assert row["language"] == "English"


TERMS = {
    "load_date": "Load-Date", "language": "Language", "publication_type": "Publication-Type",
    "document_type": "Document type", "subject": "Subject", "company": "Company",
    "organization": "Organization", "geographic": "Geographic", "country": "Country",
    "city": "City", "state": "State", "person": "Person", "industry": "Industry",
    "ticker": "Ticker", "series": "Series", "graphic": "Photo", "correction": "Correction-Date",
    "journal_code": "Journal Code", "category": "Category", "url": "URL", "notes": "Note",
    "publisher": "Publisher", "place": "Place of publication",
    "publication_country": "Country of publication", "publication_subject": "Publication subject",
}  # fmt: skip


@pytest.mark.parametrize("column", TERMS)
def test_fields_that_follow_a_body(column):
    assert frozenset(TERMS) == END_OF_ARTICLE
    row = article_of([*ARTICLE, f"{TERMS[column].upper()}: x", "", "ODD FIELD: HP-7"])
    assert (row[column], row["odd_field"], row["text"]) == ("x", "HP-7", "Boats went out.")
    body = ["Nets", "The Gull", "March 1, 2014", "Body", "Boats went out."]
    row = nexis_row(*body, f"{TERMS[column]}: x")
    assert (row[column], row["text"]) == ("x", "Boats went out.")
    for other in ("Section", "Byline", "Page"):
        assert nexis_row(*body, f"{other}: x")["text"] == f"Boats went out.\n\n{other}: x"


# --- texts that are something else ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["From", "To", "Subject", "Date", "Received", "Return-Path", "Message-ID", "MIME-Version",
     "Delivered-To"],
)  # fmt: skip
def test_three_headers_make_a_mail(tmp_path, name):
    first, second = [n for n in ("Subject", "Date", "From") if n != name][:2]
    mail = (
        f"{name.lower()}: x\n{first}: Grain\n{second}: Mon, 18 Mar 2024 09:30:00 +0100\n\n{ONE}\n"
    )
    path = write(tmp_path / "a.txt", mail)
    assert read_corpus(path)["text"].tolist() == [f"{ONE}\n"]
    mail = mail.replace(f"{name.lower()}: ", "X-Other: ", 1)
    options, path = ReadOptions(), write(tmp_path / "b.txt", mail)
    (row,) = read_txt(File("a.txt", "txt", lambda: path.open("rb")), options)
    assert row["text"] == mail


@pytest.mark.parametrize(
    "name", ["title", "headline", "id", "docid", "url", "author", "source", "Doc_ID", "date"]
)
def test_a_text_and_one_thing_more_make_a_header(tmp_path, name):
    path = write(tmp_path / "a.txt", f"{name},text\n7,{ONE}\n")
    assert read_corpus(path)["text"].tolist() == [ONE]
    path = write(tmp_path / "b.txt", f"x{name},text\n7,{ONE}\n")
    assert read_corpus(path)["text"].tolist() == [path.read_text("utf-8")]


# --- little words beside a date -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["8 of March 2024", "8 de marzo de 2024", "8 di marzo 2024", "8 d'agost de 2024", "8 do 3 2024",
     "8th March 2024", "8st March 2024", "8nd March 2024", "8rd March 2024", "8er mars 2024",
     "8 März 2024", "den 8. März 2024", "8-го марта 2024", "8 марта 2024 г.", "8 марта 2024 года",
     "8 березня 2024 року", "8 mart 2024 yil", "2024 m. kovo 8 d.", "2024. gada 8. marts",
     "Friday, 8 March 2024", "8 March 2024 at 9 am", "8 March 2024, 9:30 p.m.",
     "8 März 2024 um 9 Uhr", "8 mars 2024 à 9h30", "2024年3月8日 星期五", "2024年3月8日 金曜日",
     "2024년 3월 8일 금요일", "2024年3月8日 上午9:30", "2024年3月8日 下午9时30分",
     "2024年3月8日 午前9時", "2024년 3월 8일 오후 9시 30분", "8 March 2024 09:30 UTC",
     "8 March 2024 09:30:15.123 +01:00", "8 March 2024 (Friday) | 09:30 (Central European Time)"],
)  # fmt: skip
def test_little_words_and_times_stand_beside_a_day(text):
    written = read_written(text)
    if text == "8 do 3 2024":
        assert written is None
    else:
        assert written is not None
        assert written.day.month in (3, 8)
        assert (written.day.year, written.day.day) == (2024, 8)
    assert read_written(f"{text} talks") is None
