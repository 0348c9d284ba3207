"""Text files that hold many texts: noticed, never taken for one document, split where told."""

import time
from pathlib import Path

import pytest
from test_readers import write

from topics.cli import main
from topics.errors import InputError, TopicsError
from topics.readers.corpus import read_corpus, read_with_account
from topics.readers.parts import separator_of, split_text
from topics.run.config import ReportConfig

SPEECHES = Path(__file__).parents[2] / "shared" / "data" / "ungdc-even-sessions"
TOWNS = ("Lima", "Riga", "Oslo", "Dakar", "Tallinn")
BODY = "Boats left {town} at dawn, and nobody in the harbour knew when they would be back again."


def records(form):
    """Text of one record for each town, from a form with {n}, {town} and {body}."""
    return "".join(
        form.format(
            n=n, town=town, body=BODY.format(town=town), letter="QXZWV"[n - 1], dashes="-" * n
        )
        for n, town in enumerate(TOWNS, start=1)
    )


FIELDS = "Title: Boats of {town}\nDate: 2014-03-1{n}\nSource: The Quay\n\n{body}\n"
HEAD = "Boats of {town}\n1{n} March 2014\n\n{body}\n\n{body}\n"
EXPORTS = {
    "rule of equals signs": ("=" * 70 + "\n" + FIELDS, "=" * 70, 5),
    "rules of different length": ("-" * 20 + "{dashes}\n" + FIELDS, r"[-\s]+", 5),
    "short rule, headline and day": ("***\n" + HEAD, "***", 5),
    "hash signs at the end": (HEAD + "###\n\n", "###", 5),
    "numbered of all": ("Article {n} of 5\n\n{body}\n\n", r"Article \d+ of \d+", 5),
    "numbered in brackets": ("[Text {n}/5]\n\n{body}\n\n", r"\[Text \d+/\d+\]", 5),
    "numbered, headline and day": ("Speech {n}\n" + HEAD, r"Speech \d+", 5),
    "number and stop": ("{n}.\n" + HEAD, r"\d+\.", 5),
    "identity of a database": ("{body}\n\nDocument QUAY00002014031{n}ea3d000{n}{letter}\n\n",
                               r"Document [\w-]+", 5),
    "a line of words": (FIELDS + "END OF ARTICLE\n\n", "END OF ARTICLE", 5),
    "form feeds": (FIELDS + "\f\n", r"\f", 5),
    "titles only": (FIELDS + "\n", "Title: .*", 5),
}  # fmt: skip


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_repeating_separator_stops_and_the_advice_works(tmp_path, kind, end):
    form, pattern, times = EXPORTS[kind]
    write(tmp_path / "f.txt", records(form).replace("\n", end))
    with pytest.raises(InputError) as caught:
        read_corpus(tmp_path)
    message = str(caught.value)
    assert message.startswith("f.txt: not one document, it seems: ")
    assert f"stands in it {times} times" in message
    assert f"`split={pattern!r}`, or take it as one with `split='off'`" in message
    assert "\n" not in message
    reading = read_with_account(tmp_path, split=pattern)
    corpus = reading.corpus
    assert corpus["doc_id"].tolist() == [f"f:{n}" for n in range(1, 6)]
    for town, text in zip(TOWNS, corpus["text"], strict=True):
        assert BODY.format(town=town) in text
        assert not any(other in text for other in TOWNS if other != town)
    assert ("Title: Boats of Lima" in corpus.loc[0, "text"]) == ("Title" in form)
    assert reading.account.remarks == ("1 file split into 5 documents",)
    for off in ("off", "none", "OFF"):
        assert len(read_corpus(tmp_path, split=off)) == 1


PARAGRAPH = "The council met again on Monday, and the talks about the price of grain went on.\n\n"
ORDINARY = {
    "rules between sections": "Grain\n\n" + (PARAGRAPH * 2 + "***\n\n") * 5 + PARAGRAPH,
    "long rules between sections": (PARAGRAPH * 2 + "-" * 60 + "\n\n") * 5 + PARAGRAPH,
    "headings under rules": "".join(f"Part {n}\n=======\n\n{PARAGRAPH}" for n in range(6)),
    "speakers": "".join(f"The PRESIDENT:\n{PARAGRAPH}Mr. SOL:\n{PARAGRAPH}" for _ in range(6)),
    "questions": "".join(f"Q. Why?\n{PARAGRAPH}A. {PARAGRAPH}" for _ in range(6)),
    "a law": "".join(f"Article {n}\n\nOf grain and bread\n\n{PARAGRAPH}" for n in range(1, 9)),
    "pages": "".join(f"{PARAGRAPH}Page {n} of 9\n\n" for n in range(1, 10)),
    "pages with a head": "".join(
        f"The Harbour Post\n11 March 2014\n{n}\n\n{PARAGRAPH * 4}" for n in range(1, 10)
    ),
    "pages of a form feed": "\f".join(
        f"The Harbour Post\n11 March 2014\n\n{PARAGRAPH * 4}" for n in range(1, 10)
    ),
    "chapters": "".join(f"Chapter {n}\n\nOf grain\n\n{PARAGRAPH * 3}" for n in range(1, 9)),
    "a list": "".join(f"{n}.\n{PARAGRAPH}" for n in range(1, 9)),
    "a refrain": "\n".join(["Grain, grain, grain.", "We ask for bread.", ""] * 8),
    "applause": (PARAGRAPH + "(Applause)\n\n") * 6,
    "a time line": "".join(f"1{n} March 2014\n{PARAGRAPH}" for n in range(1, 9)),
    "two texts": FIELDS.format(n=1, town="Lima", body=PARAGRAPH) + "=====\n",
}  # fmt: skip


@pytest.mark.parametrize("kind", ORDINARY)
def test_ordinary_texts_stay_one_document(tmp_path, kind):
    write(tmp_path / "f.txt", ORDINARY[kind])
    assert read_corpus(tmp_path)["text"].tolist() == [ORDINARY[kind]]


def test_speeches_stay_one_document_each():
    if not SPEECHES.exists():
        pytest.skip(f"needs the speeches: {SPEECHES}")
    found = [
        path.name
        for path in sorted(SPEECHES.rglob("*.txt"))[::7]
        if separator_of(path.read_text("utf-8"))
    ]
    assert found == []


def test_split_takes_a_line_or_an_expression():
    text = "a\n***\nb\n  ***  \n\nc\n*****\nd\n"
    assert split_text(text, "***") == ["a", "b", "c\n*****\nd"], "no valid expression, so a line"
    assert split_text(text, r"\*+") == ["a", "b", "c", "d"]
    assert split_text("x\nOn Monday\ny\nOn Friday\nz", "On .*") == [
        "x", "On Monday\ny", "On Friday\nz",
    ], "a separator that says something stays"  # fmt: skip
    assert split_text("", "a") == []


def test_files_where_nothing_matches_stay_whole_and_none_at_all_is_an_error(tmp_path):
    write(tmp_path / "a.txt", "one\n---\ntwo\n")
    write(tmp_path / "b.txt", "three\n")
    corpus = read_corpus(tmp_path, split="---")
    assert corpus["doc_id"].tolist() == ["a:1", "a:2", "b"]
    with pytest.raises(InputError, match=r"`split` '-----' matches no whole line of any text file"):
        read_corpus(tmp_path, split="-----")


@pytest.mark.parametrize("split", ["", "  ", 3])
def test_a_split_that_is_none(tmp_path, split):
    write(tmp_path / "a.txt", "one")
    with pytest.raises(TopicsError, match="`split` must be a line"):
        read_corpus(tmp_path, split=split)


def test_split_goes_before_the_exports_that_are_known(tmp_path):
    text = "".join(f"{n} of 3 DOCUMENTS\n\nThe Quay\n\nLENGTH: 3 words\n\nx\n\n" for n in (1, 2, 3))
    write(tmp_path / "a.txt", text)
    assert len(read_corpus(tmp_path)) == 3
    assert read_corpus(tmp_path, split="off")["text"].tolist() == [text]
    parts = read_corpus(tmp_path, split=r"\d of 3 DOCUMENTS")["text"].tolist()
    assert parts == ["The Quay\n\nLENGTH: 3 words\n\nx"] * 3


def test_the_command_line_stops_and_splits(tmp_path, capsys):
    path = write(tmp_path / "f.txt", records(EXPORTS["rule of equals signs"][0]))
    out = tmp_path / "out"
    assert main(["clean", str(path), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "--split =====" in said
    assert "or take it as one with --split off." in said
    assert not out.exists()
    assert main(["clean", str(path), "--out", str(out), "--split", "=+"]) == 0
    assert "1 file split into 5 documents" in capsys.readouterr().err


def test_the_report_knows_split(tmp_path):
    write(tmp_path / "r.toml", 'corpus = "f.txt"\nsplit = "=+"\n')
    assert ReportConfig.from_toml(tmp_path / "r.toml").split == "=+"
    with pytest.raises(TopicsError, match="split"):
        ReportConfig(split=3)


@pytest.mark.parametrize(
    "text",
    ["a\nb\n" * 200_000, "".join(f"{n}\nx{n % 500}\n" for n in range(200_000)),
     "=" * 2_000_000, ("= " * 40 + "\n") * 20_000, "\f" * 100_000, "Title: a\n" * 100_000,
     "Document A1B2C3D4E5\n" * 100_000, "a" * 60 + "1" * 60 + "\n" * 100_000],
    ids=["two lines", "many kinds", "one rule", "rules", "form feeds", "titles", "ids", "blank"],
)  # fmt: skip
def test_hostile_texts_take_no_time(text):
    start = time.process_time()
    separator_of(text)
    assert time.process_time() - start < 10


# --- where one document ends to be one -----------------------------------------------------------

NOUNS = (
    "Document Documents Dokument Documento Documentos Article Articles Artikel Artículo "
    "Articulos Artigo Record Records Item Items Result Results Hit Story Stories Text Texts "
    "News Speech Speeches Letter Letters Message Messages Post Posts Entry Entries Report "
    "Reports Treffer Notice Registro Resultado Résultat Resultats Документ статья материал "
    "публикация belge haber έγγραφο 文件 文章 記事 기사 "
)


@pytest.mark.parametrize("noun", NOUNS.split())
@pytest.mark.parametrize("form", ["{noun} {n} of 3", "{n} of 3 {noun}", "[{noun} {n}/3]"])
def test_counted_documents_are_told_by_any_word_for_one(noun, form):
    lines = [form.format(noun=noun, n=n) for n in (1, 2, 3)]
    text = "\n\n".join(f"{line}\n\n{BODY.format(town='Lima')}" for line in lines)
    found = separator_of(text)
    assert found is not None
    assert (found.line, found.times) == (repr(lines[0]), 3)
    assert len(split_text(text, found.pattern)) == 3
    assert separator_of("\n\n".join(text.split("\n\n")[:4])) is None, "two are no habit"


@pytest.mark.parametrize("of", ["of", "/", "von", "de", "sur", "van", "di", "из", "із", "від"])
def test_counted_documents_in_the_words_of_many_languages(of):
    text = "\n\n".join(f"Text {n} {of} 9\n\n{BODY.format(town='Lima')}" for n in range(1, 10))
    assert separator_of(text).times == 9


def test_numbers_that_do_not_rise_count_nothing():
    for numbers in ((1, 1, 1), (3, 2, 1), (1, 3, 2)):
        text = "\n\n".join(f"Text {n} of 9\n\n{BODY.format(town='Lima')}" for n in numbers)
        assert separator_of(text) is None


def labelled(whole, bare):
    bodies = [BODY.format(town=letter * 5) for letter in "abcdefghijklmn"]
    parts = [f"Date: 2014-03-1{n}\nSource: The Quay\n{bodies[n]}\n" for n in range(whole)]
    parts[1:1] = [f"{body}\n" for body in bodies[whole : whole + bare]]
    return "=====\n" + "=====\n".join(parts)


def test_four_of_five_parts_are_records():
    assert separator_of(labelled(8, 2)) is not None
    assert separator_of(labelled(7, 3)) is None
    assert separator_of(labelled(3, 0)) is not None
    assert separator_of(labelled(2, 0)) is None


def test_a_cover_and_a_notice_count_for_nothing():
    inside = labelled(4, 0)
    text = f"Download of Monday\nAll rights\n{inside}=====\nThe end of it\nThank you\n"
    found = separator_of(text)
    assert (found.times, found.pattern) == (5, "=====")


def headlined(titles, days):
    body = BODY.format(town="Lima")
    return "***\n".join(f"{t}\n{d}\n\n{body}\n" for t, d in zip(titles, days, strict=True))


def test_headlines_over_days_part_texts_where_they_differ():
    days = [f"1{n} March 2014" for n in range(5)]
    titles = [f"Boats of {town}" for town in TOWNS]
    assert separator_of(headlined(titles, days)).times == 4
    assert separator_of(headlined(["The Harbour Post"] * 5, days)) is None, "the head of a page"
    assert separator_of(headlined([f"{title}." for title in titles], days)) is None
    assert separator_of(headlined(titles, ["no day"] * 5)) is None
    assert (
        separator_of(headlined(titles, [f"It was the {day} at last" for day in days])) is not None
    )
    long = [f"It was in the morning of the fine {day} that they left the harbour" for day in days]
    assert separator_of(headlined(titles, long)) is None


def test_titles_part_texts_where_four_of_five_differ():
    def titled(titles):
        return "\n".join(
            f"Title: {title}\nDate: 2014-03-1{n}\n\n{BODY.format(town=TOWNS[n])}\n"
            for n, title in enumerate(titles)
        )

    assert separator_of(titled(["a", "b", "c", "d", "d"])).pattern == "Title: .*"
    assert separator_of(titled(["a", "b", "c", "c", "c"])) is None
    same = "".join(f"Language: English\n\n{BODY.format(town=town)}\n\n" for town in TOWNS)
    assert separator_of(same) is None, "a field that each record has"


def test_what_parts_a_text_is_shown_and_can_be_split_by():
    feeds = "\f".join(f"Date: 2014\nSource: Quay {n}\n{BODY.format(town='Lima')}" for n in range(4))
    found = separator_of(feeds)
    assert (found.line, found.times, found.pattern) == ("a form feed", 3, r"\f")
    hats = labelled(4, 0).replace("=====", "^^^^^").replace("^^^^^", "^^^", 1)
    assert separator_of(hats).pattern == r"[\^\s]+"
    assert len(split_text(hats, separator_of(hats).pattern)) == 4
