"""What letters and symbols say of an encoding: the tables they stand in, and the score of each."""

import pytest

from topics.readers.guessing import guess_encoding, is_implausible, sample_of
from topics.readers.letters import HAN, HANGUL, LATIN, OTHERS
from topics.readers.plausible import plausibility, script_of

SCRIPTS = {
    "Latin": "aéßªº", "Cyrillic": "жұ", "Greek": "κώ", "Arabic": "عپ", "Hebrew": "א", "Thai": "ก",
    "Han": "漢々〇", "Kana": "かカー", "Hangul": "한", "ARMENIAN": "ա", "UNKNOWN": "\ue000",
}  # fmt: skip


def test_the_script_of_a_letter_is_told_by_its_name():
    for script, letters in SCRIPTS.items():
        assert {script_of(letter) for letter in letters} == {script}


def test_tables_of_letters_hold_each_letter_once_small_and_of_its_script():
    for language, letters in LATIN.items():
        assert letters == letters.lower(), language
        assert len(set(letters)) == len(letters), language
        assert language == "uz" or {script_of(letter) for letter in letters} == {"Latin"}, language
        assert not any(map(str.isascii, letters)), language
        assert plausibility(letters)[1] == len(letters)
    for script, alphabets in OTHERS.items():
        for letters in alphabets:
            assert letters == letters.lower()
            found = {script_of(letter) for letter in letters}
            assert found == {script}, letters
        assert plausibility(letters)[1] == len(letters)
    for common, script in ((HAN, "Han"), (HANGUL, "Hangul")):
        assert {script_of(letter) for letter in common} == {script}
        assert {plausibility(letter) for letter in common} == {(1.0, 1, frozenset())}
    assert (len(HAN), len(HANGUL)) == (465, 105)


@pytest.mark.parametrize("language", sorted(set(LATIN) - {"uz"}))
def test_a_language_is_among_those_that_have_the_letters_of_a_text(language):
    words = " ".join(f"a{letter}a" for letter in LATIN[language])
    assert language in plausibility(words)[2]
    # capitals are the same letters
    capitals = [f"A{letter.upper()}A" for letter in LATIN[language] if letter not in "ßªı"]
    assert language in plausibility(" ".join(capitals))[2]
    foreign = " ".join(f"a{letter}a" for letter in "ðțģůő" if letter not in LATIN[language])
    assert language not in plausibility(foreign)[2]


@pytest.mark.parametrize("script", sorted(OTHERS))
def test_the_first_letter_of_an_alphabet_counts_most_and_an_unknown_one_little(script):
    for letters in OTHERS[script]:
        first, last = (plausibility(f"{letter} ")[0] for letter in (letters[0], letters[-1]))
        assert first == 1.0
        assert 0.5 < last <= 1.0 - (0.4 if len(OTHERS[script]) == 1 else 0.0)
    assert plausibility("ա")[0] == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("text", "score", "number"),
    [
        ("all is plain", 1.0, 0),
        ("“so” — «it» is…", 0.9, 6),
        ("l’été", 0.9, 3),
        ("a’b", 0.9, 1),  # an apostrophe may stand between letters, a currency may not
        ("a€b", 0.0, 1),
        ("a“b", 0.0, 1),
        ("a“ b", 0.0, 1),  # what opens does not follow a letter
        ("€5, a% ", 0.9, 1),
        ("的“", (1.0 + 0.9) / 2, 2),  # where words have no blanks between them it does
        ("a …b", 0.9, 1),
        ("a\x85", -2.0, 1),
        ("\x80\x9f", -2.0, 2),
        ("\ufffd ", -2.0, 1),
        ("\ue000 \uf8ff", -2.0, 2),
        ("a\x01 \x1e", -2.0, 2),
        ("\x7f", -2.0, 1),
        ("\t\n\r\x1a ", 1.0, 0),
        ("٣٤", 0.6, 2),
        ("a٣ ٤b", 0.0, 2),
        ("☃", 0.0, 1),
        ("的 鼠", (1.0 + 0.35) / 2, 2),
        ("이 뷁", (1.0 + 0.6) / 2, 2),
        ("かカ", 0.9, 2),
        ("的\u0301", (1.0 + 0.0) / 2, 2),
        ("的é", (1.0 + 0.2) / 2, 2),
        ("жλ", 0.0, 2),  # one word, two scripts
        ("aж", 0.0, 1),
        ("бРб", 0.0, 3),  # a capital inside a word
        ("5é é5", 0.0, 2),
        ("è", 0.9, 1),
        ("ñ", 0.0, 1),  # no word of one letter
        ("in the end it was ж", 0.0, 1),  # a lone letter of another script
    ],
)
def test_characters_and_what_each_counts(text, score, number):
    found = plausibility(text)
    assert found[1] == number
    assert found[0] == pytest.approx(score)


def test_a_letter_of_another_script_counts_where_plain_ones_do_not_prevail():
    alone, among = plausibility("abc о")[0], plausibility("abcd о")[0]
    assert (alone, among) == (1.0, 0.0)
    assert plausibility("Оо оО")[0] == pytest.approx(0.5)
    assert plausibility("ё" + " е" * 10)[1] == 11


def test_of_a_long_text_so_much_is_looked_at():
    assert plausibility("о " * 5999 + "оо …") == (pytest.approx(5999 / 6001), 6001, frozenset())
    assert plausibility("о " * 6000 + "…")[1] == 6001


def test_ten_letters_tell_by_which_are_frequent():
    assert plausibility("à " * 9)[0] == pytest.approx(0.9)
    assert plausibility("à " * 10)[0] == pytest.approx(1.0)
    assert plausibility("ą " * 10)[0] == pytest.approx(1 - 0.5 / 9)


# --- which encoding -------------------------------------------------------------------------------


def test_lines_beyond_ascii_are_the_sample():
    lines = [b"plain\n", "é one\n".encode("cp1252"), b"plain\n", "ü two".encode("cp1252")]
    assert sample_of(b"".join(lines)) == lines[1] + lines[3]
    assert sample_of(b"plain\n" * 2000) == (b"plain\n" * 2000)[:5000]
    assert sample_of(b"\xe9" * 6000) == b"\xe9" * 5000
    assert sample_of(b"a\0\n\xe9") == b"a\0\n\xe9"
    far = b"x" * 600 + b"\xe9" + b"y" * 6000 + b"\n"
    assert sample_of(b"a\n" + far) == b"x" * 500 + b"\xe9" + b"y" * 4999
    assert sample_of(b"\xe9\n" * 3000) == b"\xe9\n" * 2500
    assert sample_of(b"a\n\x80\nb\n\xff\n") == b"\x80\n\xff\n"


def test_an_excerpt_is_a_few_words_about_the_first_letter_beyond_ascii():
    text = "Nobody knows where it was, in the end; a café noir, they say, and then some more words."
    (best, *_) = guess_encoding(text.encode("cp1252")).candidates
    assert best.excerpt == "e end; a café noir, they say, and then s"
    assert guess_encoding(b"a plain text").candidates[0].excerpt == "a plain text"


def test_bytes_that_are_not_in_the_encoding_given_name_the_one_that_is_meant():
    russian = "Министры встретились в старом порту и говорили о рыбе, о лесе и о новых весах."
    assert is_implausible(russian.encode("cp1251"), "cp1252").encoding == "cp1251"
    assert is_implausible(russian.encode("cp1251"), "cp1251") is None
    assert is_implausible(russian.encode("cp1251"), "no-such") is None
    assert is_implausible("café".encode("cp1252"), "cp1251") is None  # too little to be sure
