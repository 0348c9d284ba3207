"""Passages are evidence: they say the topic and the country, and which words do."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from topics.estimate.standing import standouts, told_apart
from topics.plots import figure_style
from topics.plots.axes import text_width
from topics.report.pages.evidence import evidence_pages, write_marked
from topics.report.passages import (
    best_passage,
    cut_at_marks,
    find_headlines,
    find_passages,
    is_salutation,
)
from topics.report.write import derived_tables
from topics.run.naming import find_phrases, topic_labels

OPENING = "Mr President, it is an honour to address this Assembly on behalf of my people. " * 6
SPEECH = OPENING + "Kenya will build two dams on the river this year. " + OPENING


def test_the_passage_is_what_is_said_and_not_the_opening():
    passage, marked = best_passage(SPEECH, ["dams", "river", "assembly"], ["Kenya"], longest=120)
    assert "Kenya will build two dams on the river" in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert {"Kenya", "dams", "river"} <= set(marked)
    assert len(passage) <= 124


def test_between_equal_words_the_one_with_the_country_is_taken():
    text = "The dam is high. Kenya has a dam. The dam is low."
    assert best_passage(text, ["dam"], ["Kenya"], longest=18)[0] == "… Kenya has a dam. …"
    assert best_passage(text, ["dam"], [], longest=18)[0] == "The dam is high. …"


@pytest.mark.parametrize("text", ["", "   ", "One long line without a stop " * 40])
def test_any_text_gives_a_passage(text):
    passage, marked = best_passage(text, ["stop"], ["Kenya"], longest=60)
    assert len(passage) <= 64
    assert marked in ([], ["stop"])


def test_marks_are_words_and_not_parts_of_words():
    parts = cut_at_marks("The dam, a damage", ["dam"])
    assert parts == ["The ", "dam", ", a damage"]
    assert "".join(parts) == "The dam, a damage"
    assert cut_at_marks("a (b) c", ["(b)"]) == ["a ", "(b)", " c"]


def test_passages_say_where_they_come_from():
    units = pd.DataFrame(
        {"doc_id": ["a", "b"], "title": ["Mr. President", "Dams"], "text": [SPEECH, "No."],
         "source": ["s/KEN.txt", "s/x.txt"]}
    )  # fmt: skip
    shares = pd.DataFrame({0: [0.9, 0.1], 1: [0.1, 0.9]}, index=["a", "b"])
    weights = pd.DataFrame({"doc_id": ["a", "b"], "country": "KEN", "weight": [1.0, 0.05]})
    words = pd.DataFrame({"topic": [0, 0, 1], "word": ["dams", "river", "tax"]})
    mentions = pd.DataFrame({"doc_id": ["a"], "country": ["KEN"], "surface": ["Kenya"]})
    (row,) = find_passages(
        units, shares, weights, countries=["KEN"], words=words, mentions=mentions, least=0.2
    ).to_dict("records")
    assert row["marked"] == "Kenya|dams|river"
    assert row["source"] == "s/KEN.txt"
    assert "two dams" in row["passage"]


def test_a_text_with_a_title_alone_has_this_for_a_passage():
    units = pd.DataFrame({"doc_id": ["a"], "title": ["Kenya builds a dam"], "text": [" "]})
    shares = pd.DataFrame({0: [1.0]}, index=["a"])
    weights = pd.DataFrame({"doc_id": ["a"], "country": "KEN", "weight": [1.0]})
    words = pd.DataFrame({"topic": [0], "word": ["dam"]})
    (row,) = find_passages(units, shares, weights, countries=["KEN"], words=words).to_dict(
        "records"
    )
    assert (row["passage"], row["marked"]) == ("Kenya builds a dam", "dam")


def lines_of(page):
    """The pieces of each line of a page, from the top, with their weights."""
    texts = sorted(page.texts, key=lambda text: (-text.get_position()[1], text.get_position()[0]))
    lines = {}
    for text in texts:
        lines.setdefault(round(text.get_position()[1], 6), []).append(
            (text.get_text(), text.get_fontweight())
        )
    return list(lines.values())


def test_marked_words_are_bold_and_words_stay_whole():
    page = Figure(figsize=(8.27, 11.69))
    pieces = [("the ", False), ("dam", True), ("s of ", False), ("Kenya Power", True), ("!", False)]
    with figure_style("report"):
        end = write_marked(page, pieces, 1.0, left=1.0, width=6.0)
        (line,) = lines_of(page)
        assert "".join(text for text, _ in line) == "the dams of Kenya Power!"
        assert [text for text, weight in line if weight == "bold"] == ["dam", "Kenya Power"]
        narrow = Figure(figsize=(8.27, 11.69))
        assert write_marked(narrow, pieces, 1.0, left=1.0, width=0.8) > end
    lines = ["".join(text for text, _ in line).strip() for line in lines_of(narrow)]
    assert " ".join(lines) == "the dams of Kenya Power!"
    assert all(word in ["the", "dams", "of", "Kenya", "Power!"] for word in " ".join(lines).split())


@given(st.lists(st.tuples(st.text("ab $_й ", max_size=12), st.booleans()), max_size=8))
def test_no_sign_is_lost_and_no_line_too_long(pieces):
    page = Figure(figsize=(8.27, 11.69))
    with figure_style("report"):
        write_marked(page, pieces, 1.0, left=0.5, width=1.0)
        for line in lines_of(page):
            wide = sum(text_width(text.strip(), 8.5, weight=weight) for text, weight in line)
            assert wide < 1.1
    said = "".join(text for line in lines_of(page) for text, _ in line)
    assert said.replace(" ", "") == "".join(text for text, _ in pieces).replace(" ", "")


def test_a_passage_with_a_sign_that_no_font_has_does_not_stop_a_report(sample):
    tables = derived_tables(sample)
    odd = tables["passages"].assign(passage="An odd \U0010ffff sign", title="\U0010fffe", marked="")
    with figure_style("report"):
        (sheet,) = evidence_pages(sample, odd)
    said = " ".join(text.get_text() for text in sheet.figure.texts)
    assert "An odd \ufffd sign" in said
    assert not {"\U0010ffff", "\U0010fffe"} & set(said)


def test_findings_have_their_passages_in_the_report(sample):
    tables = derived_tables(sample)
    with figure_style("report"):
        sheets = list(evidence_pages(sample, tables["passages"]))
    assert sheets[0].section == "Passages behind the findings"
    texts = [text for sheet in sheets for text in sheet.figure.texts]
    bold = {text.get_text().strip() for text in texts if text.get_fontweight() == "bold"}
    shown = sample.shown()
    rows = standouts(shown[told_apart(shown)], topics=24, most=3)
    assert len(rows) > 2
    first = tables["passages"].query("rank == 1").set_index(["country", "topic"])
    for row in rows.to_dict("records"):
        assert any(text.startswith(f"{row['country_name']}: T{row['topic']} ") for text in bold)
        marked = first.loc[(row["country"], row["topic"]), "marked"].split("|")
        assert any(mark in text for mark in marked for text in bold)
    assert sum("on the topic" in text.get_text() for text in texts) >= len(rows)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Mr. President,", True), ("Madam President", True), ("Your Excellencies", True),
        ("At the outset, I congratulate you", True), ("It is my honour to speak", True),
        ("Dear Mr Smith", True), ("I should like to begin", True),
        ("President of Kenya opens dam", False), ("Speaker of parliament resigns", False),
        ("Sirens over Kyiv", False), ("Dearth of wheat", False), ("It is raining in Lima", False),
    ],
)  # fmt: skip
def test_salutations_are_no_titles(title, expected):
    assert is_salutation(title) == expected
    units = pd.DataFrame({"doc_id": ["a"], "title": [title]})
    shares = pd.DataFrame({0: [0.9], 1: [0.1]}, index=["a"])
    assert find_headlines(units, shares).empty == expected


def test_labels_can_be_said_and_keep_phrases_together():
    words = pd.DataFrame(
        {"topic": 0, "rank": range(1, 7), "word": ["cts", "net", "shr", "rates", "interest", "qtr"]}
    )
    assert topic_labels(words)[0] == "T0 net, rates, interest"
    units = pd.DataFrame(
        {"doc_id": ["a", "b"], "text": ["Interest rates rose; interest rates fell. " * 4, "Rates."]}
    )
    shares = pd.DataFrame({0: [0.9, None]}, index=["a", "b"])
    phrases = find_phrases(units, shares, words)
    assert phrases == {0: [("interest", "rates")]}
    assert topic_labels(words, phrases=phrases)[0] == "T0 net, interest rates"
    # Where there is nothing but abbreviations, they are better than nothing.
    assert topic_labels(words[words["word"].isin(["cts", "shr"])])[0] == "T0 cts, shr"
    other = words.assign(word=["нефть", "газ", "a", "b", "c", "d"])
    assert topic_labels(other)[0].startswith("T0 нефть, газ")
