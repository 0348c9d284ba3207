"""Passages are evidence: they say the topic and the country, and which words do."""

import pandas as pd
import pytest

from topics.report.passages import (
    best_passage,
    cut_at_marks,
    find_headlines,
    find_passages,
    is_salutation,
)
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
