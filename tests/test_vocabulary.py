import pandas as pd
import pytest

from topics.errors import TopicsError
from topics.text.bow import count_words
from topics.text.vocabulary import lemmatize, vocabulary_report


def test_report_accounts_for_every_word_and_token():
    lists = [["oil", "gas", "tea"], ["oil", "gas"], ["oil", "war"], ["oil", "gas", "army"]] * 3
    tokens = pd.Series([*lists, ["milk"], []], index=[f"d{i}" for i in range(14)])
    bow = count_words(tokens, min_docs=3, max_share=0.8, max_words=2)
    report = vocabulary_report(tokens, bow).set_index("fate")
    assert report.loc["kept", "examples"].split() == bow.words.tolist()
    assert report.loc["kept", "n_tokens"] == bow.counts.sum()
    assert report.loc["too common", "examples"] == "oil"
    # "milk" is too rare, and the three with "war" hold nothing else that was kept.
    assert report.loc["all", "n_docs_emptied"] == 4
    parts = report.drop("all")
    for column in ("n_words", "n_tokens", "share_of_tokens"):
        assert parts[column].sum() == pytest.approx(report.loc["all", column])
    assert report.loc["all", "n_words"] == 6


def test_words_lost_to_a_limit_are_neither_rare_nor_common():
    tokens = pd.Series([["a", "b"], ["a", "b"], ["a", "b", "c"], ["a"], ["a"]])
    bow = count_words(tokens, min_docs=1, max_share=1.0).select_words(["a", "c"])
    report = vocabulary_report(tokens, bow).set_index("fate")
    assert report.loc["other limits", "examples"] == "b"


def test_report_refuses_counts_of_other_tokens():
    tokens = pd.Series([["oil"], ["oil"]])
    bow = count_words(tokens)
    with pytest.raises(TopicsError, match="same documents"):
        vocabulary_report(tokens.iloc[:1], bow)
    with pytest.raises(TopicsError, match="no word of `tokens`"):
        vocabulary_report(pd.Series([["gas"], ["gas"]]), bow)
    with pytest.raises(TopicsError, match="has no word"):
        vocabulary_report(tokens, bow.select_words([]))


def test_lemmas_join_forms_and_spare_phrases():
    pytest.importorskip("simplemma", reason="the extra lemmas is not installed")
    tokens = pd.Series(
        [["exports", "elections", "central_banks", "was"]], index=["a"], name="tokens"
    )
    assert lemmatize(tokens)["a"] == ["export", "election", "central_banks", "be"]
    with pytest.raises(TopicsError, match="does not know 'zz'"):
        lemmatize(tokens, language="zz")
