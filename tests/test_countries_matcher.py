"""Whole words of a text, longest first: bounds, scripts without blanks, spans looked at again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics.countries.matcher import Matcher, code_points

WORDS = ["US", "U.S.", "New York", "New York Times Co.", "York", "Times", "Sino-", "Guinea-Bissau",
         "Guinea", "L>", "A L", "𐐀x", "Côte"]  # fmt: skip
SIGNS = ["中国", "中国大酒店", "大", "US", "U.S.", "美", "日A", "러시아", "러시아 대사", "미국",
         "이란", "대사", "A대사"]  # fmt: skip
NONE = {"joined": ("han",), "runs_on": ("hangul",)}


def spans(matcher, text):
    found = matcher.find(text)
    surfaces = [matcher.surfaces[index] for index in found.surface.tolist()]
    places = zip(found.start.tolist(), found.end.tolist(), strict=True)
    assert [text[start:end] for start, end in places] == surfaces
    return surfaces


@pytest.mark.parametrize("automaton", [True, False])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US", ["US"]), ("USA", []), ("BUS", []), ("US2", []), ("2US", []), ("US_", []),
        ("_US", []),
        ("US-US", ["US", "US"]), ("ÉUS", []), ("USé", []), ("US中", []), ("中US", []),
        ("𐐀US", []), ("US𐐀", []), ("😀US😀", ["US"]), ("U.S.", ["U.S."]), ("U.S.x", ["U.S."]),
        ("xU.S.", []), ("U.S", []), ("Sino-US", ["Sino-", "US"]), ("Sino- US", ["US"]),
        ("Sino-", []), ("Sino-2", ["Sino-"]), ("xSino-US", ["US"]), ("𐐀x 𐐀xx", ["𐐀x"]),
        ("New York", ["New York"]), ("New Yorks", []), ("xNew York", ["York"]),
        ("New York Times Co.", ["New York Times Co."]),
        ("New York Times Co", ["New York", "Times"]),
        ("Guinea-Bissau", ["Guinea-Bissau"]), ("Guinea-Bissaus", ["Guinea"]),
        ("A L>", ["A L"]), ("xA L>", ["L>"]), ("L>", ["L>"]), ("BA L", []), ("A L> L", ["A L"]),
        ("L>US", ["L>", "US"]),
    ],
)  # fmt: skip
def test_bounds_of_words(text, expected, automaton):
    assert spans(Matcher(WORDS, automaton=automaton), text) == expected


@pytest.mark.parametrize("automaton", [True, False])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在中国大酒店", ["中国大酒店"]), ("中国大酒", ["中国", "大"]), ("美US", ["美", "US"]),
        ("US美", ["US", "美"]), ("XUS美", ["美"]),
        ("日A", ["日A"]), ("日AB", []), ("在日A美", ["日A", "美"]),
        ("미국은", ["미국"]), ("은미국", []), ("x미국", []),
        ("은러시아은", ["러시아"]), ("x러시아", ["러시아"]),
        ("이란 미국", ["이란", "미국"]), ("러시아 대사는", ["러시아 대사"]),
        ("친러시아 대사는", ["러시아", "대사"]),
        ("U.S.미국", ["U.S.", "미국"]),
        ("미국US", []), ("미국2", []), ("中미국", ["미국"]), ("A대사", ["A대사"]), ("BA대사", []),
    ],
)  # fmt: skip
def test_bounds_where_blanks_do_not_part_words(text, expected, automaton):
    assert spans(Matcher(SIGNS, automaton=automaton, **NONE), text) == expected


@given(st.lists(st.sampled_from([*SIGNS, " ", ".", "x", "2", "은", "在", "😀"]), max_size=8))
def test_automaton_and_scan_agree_where_blanks_do_not_part_words(parts):
    text = "".join(parts)
    assert spans(Matcher(SIGNS, **NONE), text) == spans(
        Matcher(SIGNS, automaton=False, **NONE), text
    )


@given(st.lists(st.sampled_from([*WORDS, " ", ".", "x", "-", "2", ">", "😀"]), max_size=8))
def test_automaton_and_scan_agree(parts):
    text = "".join(parts)
    assert spans(Matcher(WORDS), text) == spans(Matcher(WORDS, automaton=False), text)


def test_the_automaton_is_used_unless_it_is_not_wanted():
    assert Matcher(WORDS)._automaton is not None
    assert Matcher(WORDS, automaton=False)._automaton is None


def test_every_character_of_a_text_has_neighbours():
    codes = code_points("a中😀\ud800")
    assert codes.dtype == np.uint32
    assert [chr(code) for code in codes[:5].tolist()] == [" ", "a", "中", "😀", "\ud800"]
    assert codes[5:].tolist() == [32] * 10


def test_several_countries_in_one_word_stand_in_the_order_of_the_text():
    surfaces = ["中美", "中\u2060", "美\u2060", "俄", "中的美"]
    parts = {"中美": ("中\u2060", "美\u2060"), "中的美": ("中\u2060", "", "美\u2060")}
    matcher = Matcher(surfaces, joined=("han",), compounds=parts)
    found = matcher.find("俄中美俄中的美")
    assert [column.tolist() for column in found] == [
        [0, 1, 2, 3, 4, 6], [1, 2, 3, 4, 5, 7], [3, 1, 2, 3, 1, 2],
    ]  # fmt: skip
    assert [column.tolist() for column in matcher.find("俄")] == [[0], [1], [3]]
    assert [column.tolist() for column in matcher.find("")] == [[], [], []]
