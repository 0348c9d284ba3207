import re
import unicodedata
from dataclasses import FrozenInstanceError, replace

import pandas as pd
import pytest
from gensim.corpora import Dictionary
from gensim.utils import simple_preprocess
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.errors import TopicsError
from topics.text.bow import count_words
from topics.text.masking import mask_mentions
from topics.text.options import TokenOptions, stopwords
from topics.text.tokens import count_corpus, count_with_account, tokenize

TEXTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    | st.text("aAzZéÉßİıǅ́ि_0१'’- \n·﷽石𐐀", max_size=40),
    max_size=6,
)


def corpus_of(*texts, titles=None):
    titles = titles or [""] * len(texts)
    ids = [f"d{i}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": ids, "title": titles, "text": list(texts)})


def mentions_of(*rows):
    return pd.DataFrame(rows, columns=["doc_id", "field", "start", "end"])


def rule_by_hand(text):
    """The documented rule, one character at a time."""
    words, word = [], ""
    for character in unicodedata.normalize("NFC", text.lower()) + " ":
        kind = unicodedata.category(character)[0]
        if kind == "L" or (kind == "M" and word):
            word += character
        elif word:
            words.append(word)
            word = ""
    return words


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Oil prices ROSE 12.5% in 2014.", ["oil", "prices", "rose"]),
        ("The G20's state-owned firms", ["state", "owned", "firms"]),
        ("Café Cafe\u0301 ÉCOLE", ["café", "café", "école"]),
        ("Қазақстан мен Ресей", ["қазақстан", "мен", "ресей"]),
        ("भारत और चीन की सीमा", ["भारत", "चीन", "सीमा"]),
        ("الطاقة والنفط", ["الطاقة", "والنفط"]),
        ("don’t they've we'll", []),
        ("", []),
        ("  \n 1 2 3 ... ", []),
    ],
)
def test_tokens_of_hand_split_texts(text, tokens):
    assert tokenize(corpus_of(text))["d0"] == tokens


def test_options():
    corpus = corpus_of("The US and the G20 met in 2014 on internationalisation")
    options = TokenOptions(stopwords=(), min_length=2, numbers=True)
    assert tokenize(corpus, options=options)["d0"] == (
        ["the", "us", "and", "the", "g20", "met", "in", "2014", "on", "internationalisation"]
    )
    assert tokenize(corpus, options=TokenOptions(max_length=15))["d0"] == ["met"]
    options = TokenOptions(extra_stopwords=["met"])
    assert tokenize(corpus, options=options)["d0"] == ["internationalisation"]


def test_options_are_values():
    options = TokenOptions(stopwords={"b", "a", "c"}, fields=["text"])
    assert options == TokenOptions(stopwords=["a", "b", "c"], fields=("text",))
    assert hash(options) == hash(replace(options))
    assert "stopwords=('a', 'b', 'c')" in repr(options)
    with pytest.raises(FrozenInstanceError):
        options.numbers = True


def test_title_comes_before_text_and_can_be_left_out():
    corpus = corpus_of("lower part", titles=["Upper headline"])
    assert tokenize(corpus)["d0"] == ["upper", "headline", "lower", "part"]
    assert tokenize(corpus, options=TokenOptions(fields=["text"]))["d0"] == ["lower", "part"]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_unicode_text_is_split_by_the_documented_rule(texts):
    options = TokenOptions(stopwords=(), min_length=1, max_length=10**6)
    got = tokenize(corpus_of(*texts), options=options)
    assert got.tolist() == [rule_by_hand("\n" + text) for text in texts]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_gensim_rule_gives_gensims_tokens(texts):
    options = TokenOptions(
        rule="gensim", stopwords=(), min_length=2, max_length=15, fields=["text"]
    )
    got = tokenize(corpus_of(*texts), options=options)
    assert got.tolist() == [simple_preprocess(text) for text in texts]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_counting_straight_from_text_equals_counting_tokens(texts):
    corpus = corpus_of(*texts)
    options = TokenOptions(stopwords=["a"], min_length=1, numbers=True)
    straight = count_corpus(corpus, options=options, min_docs=1, max_share=1.0)
    tokens = count_words(tokenize(corpus, options=options), min_docs=1, max_share=1.0)
    assert straight.words.equals(tokens.words)
    assert straight.doc_ids.equals(tokens.doc_ids)
    assert (straight.counts != tokens.counts).nnz == 0


def test_many_words_long_words_and_many_chunks():
    words = [f"{a}{b}{c}x" for a in "abcdefghijklmnopqrstuvwxyz" for b in "äöüabcdefghijklm"
             for c in "абвгдежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz" * 2]  # fmt: skip
    texts = [" ".join(words), "y" * 300_000 + " short", " ".join(reversed(words)) * 4]
    options = TokenOptions(max_length=10**6, fields=["text"])
    got = tokenize(corpus_of(*texts), options=options)
    assert got["d0"] == words
    assert got["d1"] == ["y" * 300_000, "short"]
    assert got["d2"] == re.split(" ", texts[2])
    dictionary = Dictionary(got)
    assert (
        count_corpus(corpus_of(*texts), options=options, min_docs=1).to_dictionary().token2id
        == dictionary.token2id
    )


def test_mentions_are_cut_out_of_their_field_only():
    corpus = corpus_of("Kazakhstan sold oil to U.S.-led firms", titles=["Kazakhstan sold"])
    mentions = mentions_of(
        ("d0", "text", 23, 27), ("d0", "text", 0, 10), ("d0", "title", 0, 10),
        ("d0", "dateline", 0, 99),
    )  # fmt: skip
    assert mask_mentions(corpus, mentions) == ["  sold\n  sold oil to  -led firms"]
    assert tokenize(corpus, mentions=mentions)["d0"] == ["sold", "sold", "oil", "led", "firms"]


def test_a_mention_separates_tokens_and_overlapping_mentions_are_one():
    corpus = corpus_of("abcSaudi Arabiaxyz")
    mentions = mentions_of(("d0", "text", 3, 15), ("d0", "text", 3, 8), ("d0", "text", 9, 15))
    assert tokenize(corpus, mentions=mentions)["d0"] == ["abc", "xyz"]


@settings(max_examples=100, deadline=None)
@given(st.text("ab ", min_size=1, max_size=12), st.data())
def test_masking_leaves_exactly_the_characters_outside_every_span(text, data):
    bounds = st.integers(0, len(text) - 1)
    spans = data.draw(st.lists(st.tuples(bounds, bounds).map(sorted), max_size=5))
    mentions = mentions_of(*[("d0", "text", a, b + 1) for a, b in spans])
    inside = {i for a, b in spans for i in range(a, b + 1)}
    (masked,) = mask_mentions(corpus_of(text), mentions, fields=["text"])
    left = [c for i, c in enumerate(text) if i not in inside]
    assert masked.replace(" ", "") == "".join(left).replace(" ", "")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("d7", "text", 0, 1), "'d7', which `corpus` lacks"),
        (("d0", "text", 2, 99), "span 2:99 in a text of 3 characters"),
        (("d0", "text", 2, 2), "span 2:2"),
    ],
)
def test_mentions_of_another_corpus_are_refused(row, message):
    with pytest.raises(TopicsError, match=message):
        tokenize(corpus_of("abc"), mentions=mentions_of(row))


def test_bad_arguments_are_refused():
    with pytest.raises(TopicsError, match="rule"):
        TokenOptions(rule="english")
    with pytest.raises(TopicsError, match=r"`stopwords` .* one string"):
        TokenOptions(stopwords="the")
    with pytest.raises(TopicsError, match=r"`fields` .* one string"):
        TokenOptions(fields="text")
    with pytest.raises(TopicsError, match="max_length"):
        TokenOptions(min_length=5, max_length=4)
    with pytest.raises(TopicsError, match="`phrases`"):
        TokenOptions(phrases=1)
    with pytest.raises(TopicsError, match="'text'; document 'd0'"):
        tokenize(corpus_of(None))
    with pytest.raises(TopicsError, match="more than once"):
        tokenize(pd.concat([corpus_of("a")] * 2))


def test_phrases_of_a_hand_made_corpus():
    texts = ["the central bank cut rates", "central bank gold", "river bank", "gold rates"] * 9
    options = TokenOptions(phrases=0.4, phrase_min_count=5)
    got = tokenize(corpus_of(*texts), options=options)
    assert got["d0"] == ["central_bank", "cut_rates"]
    assert got["d1"] == ["central_bank", "gold"]
    assert got["d2"] == ["river_bank"]
    bow = count_corpus(corpus_of(*texts), options=options)
    assert bow.words.tolist() == count_words(got).words.tolist()
    assert (bow.counts != count_words(got).counts).nnz == 0


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["aa", "bb", "cc", "dd"]), max_size=8), max_size=8),
    st.sampled_from([0.05, 0.3, 0.6]),
    st.integers(1, 3),
)
def test_phrases_are_those_of_gensim(documents, threshold, min_count):
    from gensim.models.phrases import Phrases

    if not any(documents):
        return
    model = Phrases(documents, min_count=min_count, threshold=threshold, scoring="npmi")
    options = TokenOptions(phrases=threshold, phrase_min_count=min_count, min_length=2)
    got = tokenize(corpus_of(*map(" ".join, documents)), options=options)
    assert got.tolist() == [model[document] for document in documents]


def test_stop_words_are_lower_case_and_spare_words_with_a_subject():
    words = stopwords()
    assert all(word == word.lower().strip() for word in words)
    assert not words & {"us", "state", "states", "world", "system", "oil", "trade"}
    assert len(words) > 300
    more = stopwords(news=True) - words
    assert all(word == word.lower().strip() for word in more)
    assert {"mr", "monday", "last", "two"} <= more
    assert not more & {"us", "state", "world", "oil", "trade", "year", "million", "government"}
    assert words < stopwords(news=True)


def test_words_of_reporting_are_dropped_unless_they_are_asked_for():
    corpus = corpus_of("On Monday Mr Reed sold two ships", "The ships sank on Monday")
    assert tokenize(corpus).tolist() == [["reed", "sold", "ships"], ["ships", "sank"]]
    kept = TokenOptions(news_words=True)
    assert tokenize(corpus, options=kept)["d1"] == ["ships", "sank", "monday"]
    own = TokenOptions(stopwords=["reed"], min_length=4)
    assert tokenize(corpus, options=own)["d0"] == ["monday", "sold", "ships"]


def test_the_account_tells_every_stop_word_that_was_dropped():
    corpus = corpus_of("On Monday Mr Reed sold two ships", "The ships sank on Monday")
    options = TokenOptions(extra_stopwords=["reed"])
    bow, stopped = count_with_account(corpus, options=options, min_docs=1, max_share=1.0)
    assert sorted(bow.words) == ["sank", "ships", "sold"]
    assert stopped.to_numpy().tolist() == [
        ["monday", 2, "word of reporting"],
        ["on", 2, "function word"],
        ["mr", 1, "word of reporting"],
        ["reed", 1, "other"],
        ["the", 1, "function word"],
        ["two", 1, "word of reporting"],
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wheat rises https://example.org/news/wheat-prices?a=b", ["wheat", "rises"]),
        ("Read www.example.org or write to desk.one@mail.example.org", ["read", "write"]),
        ("Harbour of example.org, news.example.co.uk/path and Example.com.", ["harbour"]),
        (
            "Watch t.co/abcdef, youtu.be/abcdef and @some_desk #WheatPrices",
            ["watch", "wheatprices"],
        ),
        (
            "They left.In the end the U.S. sold oil.It rained",
            ["left", "end", "sold", "oil", "rained"],
        ),
        ("小麦 https://example.org/a，价格", ["小麦", "价格"]),
    ],
)
def test_addresses_are_no_words(text, words):
    options = TokenOptions(min_length=2)
    got = tokenize(corpus_of(text), options=options).iloc[0]
    assert got == words
    kept = tokenize(corpus_of(text), options=TokenOptions(min_length=2, addresses=True)).iloc[0]
    assert (kept == got) == ("left.In" in text)


def test_mentions_are_cut_beside_addresses():
    corpus = corpus_of("Watch https://example.org and Kenya sold tea")
    at = corpus["text"][0].index("Kenya")
    mentions = pd.DataFrame(
        {"doc_id": corpus["doc_id"], "field": "text", "start": [at], "end": [at + 5]}
    )
    assert tokenize(corpus, mentions=mentions).iloc[0] == ["watch", "sold", "tea"]


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u02bc"])
def test_an_apostrophe_between_letters_belongs_to_the_word_in_ukrainian(apostrophe):
    text = "Прем'єр об'єднав п'ять громад.".replace("'", apostrophe)
    corpus = pd.DataFrame({"doc_id": ["a"], "title": [""], "text": [text]})
    options = TokenOptions(language="uk")
    assert tokenize(corpus, options=options)["a"] == ["прем'єр", "об'єднав", "громад"]
    assert "eau" in tokenize(corpus.assign(text="L'eau"), options=TokenOptions(language="fr"))["a"]
